"""Ledgers: the text points at entries, tables point back, and nothing is lost when only some pages are read again."""

import json
import re
import zipfile
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from bindery.ledgers import Ledgers, Place, format_number

#: A notebook with a title and nothing else.
EMPTY = {"nbformat": 4, "nbformat_minor": 5, "cells": [
    {"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# Page\n\nWords."}
]}  # fmt: skip


def page_of(root, name):
    return BeautifulSoup((root / f"_build/html/{name}.html").read_text(), "html.parser")


def rows(page):
    """The rows of the page's ledger: id, and the links in the last column."""
    body = page.find("table", class_="bindery-ledger").tbody
    return {
        row("td")[0].get_text(strip=True): [(link.get_text(), link["href"]) for link in row("td")[-1]("a")]
        for row in body("tr")
    }


def test_an_entry_links_to_every_place_of_the_text(whole):
    assert rows(page_of(whole, "claims")) == {
        "C-1": [("A tiny book", "index.html#claim-c-1-1"), ("Knots", "knots.html#claim-c-1-1")],
        "C-2": [("Knots", "knots.html#claim-c-2-1")],
    }


def test_every_link_of_a_table_leads_to_a_mark_and_every_mark_back_to_its_row(whole):
    checked = 0
    for entry, links in rows(page_of(whole, "claims")).items():
        for _, target in links:
            name, anchor = target.split(".html#")
            mark = page_of(whole, name).find(id=anchor)
            assert mark["data-claim"] == entry
            ledger, row = mark.find("a")["href"].split("#")
            assert (ledger, page_of(whole, "claims").find(id=row).name) == ("claims.html", "tr")
            checked += 1
    assert checked == 3


def test_a_mark_is_a_button_that_opens_the_fields_of_its_entry(whole):
    mark = page_of(whole, "knots").find(id="claim-c-2-1")
    assert mark.button["aria-label"] == "Claim C-2"
    opened = mark.find(id=mark.button["popovertarget"])
    assert opened.has_attr("popover")
    fields = [field.get_text() for field in opened("span")]
    assert fields == ['claim Knots < threads & "ropes".', "source p. 4"]
    assert opened("a")[-1].get_text() == "All about C-2"
    assert opened("a")[-1]["href"].endswith("#claim-c-2")


def test_a_notebook_shows_the_entries_that_its_metadata_names_and_leads_to_where_the_text_says_them(whole):
    line = page_of(whole, "more/threads").find(class_="bindery-named")
    assert line.get_text().startswith("Claims: C-2")
    assert line.button["aria-label"] == "Claim C-2"
    assert [(link.get_text(), link["href"]) for link in line("a")] == [
        ("Where the text says it", "../knots.html#claim-c-2-1"),
        ("All about C-2", "../claims.html#claim-c-2"),
    ]


def test_a_notebook_that_names_an_entry_is_not_a_place_of_it(whole):
    assert page_of(whole, "more/threads").find(attrs={"data-claim": True}) is None
    assert [place for place, _ in rows(page_of(whole, "claims"))["C-2"]] == ["Knots"]


def test_a_named_entry_is_a_link_on_paper_and_in_the_epub(whole):
    source = (whole / "_build/.cache/latex/made/tiny.tex").read_text()
    assert re.search(r"Claims: .*hyperref\[\\detokenize\{knots:claim-c-2-1\}\]", source)
    with zipfile.ZipFile(whole / "_build/epub/tiny.epub") as archive:
        page = BeautifulSoup(archive.read("more/threads.xhtml"), "html.parser")
    assert page.find(class_="bindery-named").a["href"] == "../knots.xhtml#claim-c-2-1"


def test_a_notebook_that_names_no_entry_of_the_ledger_is_told(book, build):
    root = book("failing-notebook")
    (root / "page.ipynb").write_text(json.dumps({**EMPTY, "metadata": {"claims": ["C-9"]}}))
    run = build(root)
    assert run.status == 1
    sentence = "page.ipynb:1: WARNING: data/claims.csv has no entry 'C-9', which the metadata of this notebook names"
    assert sentence in run.err


def test_marks_are_small_words_on_paper(whole):
    source = (whole / "_build/.cache/latex/made/tiny.tex").read_text()
    assert source.count(r"\binderymark{C\sphinxhyphen{}1}") + source.count(r"\binderymark{C-1}") == 2


def test_numbers_of_the_data_stand_in_the_text(whole):
    text = page_of(whole, "knots").article.get_text()
    assert "There are 3 of them, 38.3% of all," in text


def test_a_data_table_has_the_rows_of_its_file(whole):
    table = page_of(whole, "claims")("table")[1]
    assert [[cell.get_text(strip=True) for cell in row("td")] for row in table.tbody("tr")] == [
        ["three", "3"],
        ["share", "38.3 %"],
    ]


def test_a_number_has_no_space_before_its_percent_sign():
    assert format_number({"printed": "38.3 %"}) == "38.3%"
    assert format_number({"printed": "3 of 4"}) == "3 of 4"


def test_an_entry_that_does_not_exist_is_told_with_its_line(book, build):
    run = build(book("unknown-entries"))
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "2 problem(s) while writing html:\n"
        "index.md:4: WARNING: data/claims.csv has no entry 'C-9'\n"
        "index.md:6: WARNING: data/numbers.csv has no number 'four'\n"
    )


def test_an_entry_that_no_page_carries_is_told_with_its_line(book, build):
    run = build(book("unplaced-claim"))
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "1 problem(s) while writing html:\n"
        "data/claims.csv:4: WARNING: no page carries {claim}`C-2`; say it somewhere or take it out of the ledger\n"
    )


def test_a_ledger_need_not_be_complete(book, build):
    root = book("unplaced-claim")
    config = root / "_config.yml"
    config.write_text(config.read_text().replace("complete: true", "complete: false"))
    assert build(root).status == 0


def test_tables_that_cannot_be_meant_are_told_with_their_line(book, build):
    run = build(book("wrong-tables"))
    assert (run.status, run.out) == (1, "")
    assert run.err.splitlines()[1:] == [
        "index.md:5: ERROR: there is no ledger 'rumour'; _config.yml names claim",
        "index.md:8: ERROR: data/claims.csv has no column 'clam'; it has id, claim, source",
        "index.md:12: ERROR: 2 widths for 3 columns (a ledger has one more: where it is said)",
        "index.md:17: ERROR: data/numbers.csv has no column 'prnted'; it has id, printed",
    ]


def test_an_example_that_no_notebook_shows_is_told_with_its_line(book, build):
    run = build(book("unknown-example"))
    assert (run.status, run.out) == (1, "")
    assert "index.md:5: WARNING: no notebook of the book names E99 in its metadata (examples)" in run.err


@pytest.fixture
def two_pages(book):
    """Index, which makes claim C-1, a second page, and the ledger, which is the last to be written."""
    root = book()
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: second\n  - file: claims\n")
    (root / "second.md").write_text("# Second\n\nNothing yet.\n")
    (root / "claims.md").write_text("# Claims\n\n```{ledger} claim\n```\n")
    return root


def test_a_mark_that_comes_and_goes_does_so_in_the_table_too(two_pages, build):
    """Only the page with the mark changes; the page with the table must follow."""
    second = two_pages / "second.md"
    assert build(two_pages).status == 0
    assert rows(page_of(two_pages, "claims"))["C-1"] == [("A tiny book", "index.html#claim-c-1-1")]
    second.write_text("# Second\n\nTies matter.{claim}`C-1`\n")
    assert build(two_pages).status == 0
    there = [("A tiny book", "index.html#claim-c-1-1"), ("Second", "second.html#claim-c-1-1")]
    assert rows(page_of(two_pages, "claims"))["C-1"] == there
    second.write_text("# Second\n\nNothing any more.\n")
    assert build(two_pages).status == 0
    assert rows(page_of(two_pages, "claims"))["C-1"] == there[:1]


def test_a_claim_that_loses_its_last_place_fails_the_next_build(two_pages, build):
    assert build(two_pages).status == 0
    (two_pages / "index.md").write_text("# A tiny book\n")
    run = build(two_pages)
    assert (run.status, run.out) == (1, "")
    assert "data/claims.csv:2: WARNING: no page carries {claim}`C-1`" in run.err


def test_a_row_that_changes_does_so_in_mark_and_table(two_pages, build):
    build(two_pages)
    claims = two_pages / "data/claims.csv"
    claims.write_text(claims.read_text().replace("Ties, too, matter.", "Ties matter most."))
    assert build(two_pages).status == 0
    assert "Ties matter most." in page_of(two_pages, "index").find(id="claim-c-1-1").get_text()
    assert "Ties matter most." in page_of(two_pages, "claims").table.get_text()


def domain(*places):
    made = Ledgers(SimpleNamespace(domaindata={}))
    made.places.extend(places)
    return made


def test_readers_side_by_side_bring_their_places_together():
    mine = Place("claim", "C-1", "a", "claim-c-1-1", 3)
    theirs = [tuple(mine._replace(docname=docname)) for docname in ("b", "c")]
    whole = domain(mine)
    whole.merge_domaindata(["b"], {"places": theirs, "pages": {"claim": "b", "correction": "c"}})
    assert whole.pages == {"claim": "b"}
    assert [place.docname for place in whole.places_of("claim", "C-1")] == ["a", "b"]


def test_a_page_that_is_read_again_loses_its_places_first():
    both = domain(*(Place("claim", "C-1", docname, "", 3) for docname in ("a", "b", "a")))
    both.pages.update(claim="a", correction="b")
    both.clear_doc("a")
    assert both.pages == {"correction": "b"}
    assert [place.docname for place in both.places] == ["b"]
