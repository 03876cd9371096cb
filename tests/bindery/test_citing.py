"""How to cite the book: APA, BibTeX and RIS, written out by hand from the template's `CITATION.cff`."""

import pytest
from bs4 import BeautifulSoup
from pybtex.database import parse_string

from bindery.citing import apa, bibtex, read_work, ris


@pytest.fixture
def work(book):
    return read_work(book())


def test_apa_of_a_chapter(work):
    expected = "Knot, K. A., & Thread, T. (2026). Knots. In A tiny book (Version 1.2.3). https://example.org/tiny"
    assert apa(work, "Knots") == expected


def test_apa_of_a_book_that_has_one_author_and_no_address(book):
    root = book()
    (root / "CITATION.cff").write_text(
        "title: B\nauthors:\n  - name: The knotters\nversion: 1\ndate-released: 2025-03-04\n"
    )
    assert apa(read_work(root), "Knots") == "The knotters. (2025). Knots. In B (Version 1)."


def test_bibtex_can_be_read_by_a_reader_of_bibtex(work):
    entry = parse_string(bibtex(work, "tiny-knots", "Knots & {ends}"), "bibtex").entries["tiny-knots"]
    assert entry.type == "incollection"
    assert len(entry.persons["author"]) == 2
    assert entry.fields["booktitle"] == "{A tiny book}"
    assert entry.fields["year"] == "2026"
    assert entry.fields["url"] == "https://example.org/tiny"


def test_ris(work):
    assert ris(work, "Knots").splitlines() == [
        "TY  - CHAP",
        "AU  - Knot, K. A.",
        "AU  - Thread, T.",
        "PY  - 2026",
        "TI  - Knots",
        "T2  - A tiny book",
        "ET  - Version 1.2.3",
        "UR  - https://example.org/tiny",
        "ER  - ",
    ]


def test_a_chapter_says_how_to_cite_it(whole):
    page = BeautifulSoup((whole / "_build/html/knots.html").read_text(), "html.parser")
    box = page.find(class_="bindery-cite")
    text = " ".join(box.get_text().split())
    assert box.find(class_="admonition-title").get_text() == "How to cite this chapter"
    assert "dropdown" in box["class"]
    assert "Knot, K. A., & Thread, T. (2026). Knots. In A tiny book (Version 1.2.3). https://example.org/tiny" in text
    assert "@incollection{" in text
    assert "TY - CHAP" in text


def test_a_figure_can_be_cited(whole):
    entry, *others = parse_string((whole / "_build/html/_figures/fig-knots.bib").read_text(), "bibtex").entries.values()
    assert others == []
    assert entry.fields["title"] == "{Knots rise}"
    assert entry.key.endswith("fig-knots")
