"""`bindery check`: a small book with one slip of each kind, and the same book without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bindery.check import check
from bindery.cli import main

CONFIG = """\
title: A small book
author: nobody
bibtex_bibfiles: [references.bib]
sphinx:
  config:
    bindery_numbers: data/evidence.csv
    bindery_style: style.toml
    bindery_ledgers:
      claim: {file: data/claims.csv, opens: [claim], complete: true, once: true}
"""
STYLE = """\
longest_sentence = 12
causal_verbs = ["causes?", "led to"]
[person_first]
"addicts?" = "a person with an addiction"
[abbreviations]
'e\\.g\\.' = "for example"
[spelling]
"behaviors?" = "behaviour"
[numbers]
files = ["page.md"]
allowed = ["2007"]
[simulated]
code = "simulate"
words = "simulated"
"""
FRONT = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
"""
PAGE = FRONT + "# A page\n\nA sentence.{claim}`C1` {cite:p}`barnes1954`\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    files = {
        "_config.yml": CONFIG,
        "_toc.yml": "format: jb-book\nroot: page\n",
        "style.toml": STYLE,
        "data/claims.csv": "id,claim\nC1,that this is so\n",
        "data/evidence.csv": "id,study,printed,causal_status\nten,barnes1954,10,association\n",
        "references.bib": "@misc{barnes1954, author={Barnes, J.}, title={Class}, year={1954}}\n",
        "page.md": PAGE,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def found(book: Path, more: str) -> list[str]:
    (book / "page.md").write_text(PAGE + more, encoding="utf-8")
    return [str(finding) for finding in check(book)]


def test_a_book_in_order_has_no_findings_and_status_0(book, capsys):
    assert main(["check", "--book", str(book)]) == 0
    assert capsys.readouterr().out == ""


def test_findings_are_printed_one_a_line_with_status_1(book, capsys):
    (book / "page.md").write_text(PAGE + "\nAn addict.\n", encoding="utf-8")
    assert main(["check", "--book", str(book)]) == 1
    assert capsys.readouterr().out == "page.md:9: “addict”: write a person with an addiction\n"


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        (
            "One two three four five six seven eight nine ten eleven twelve thirteen.",
            "a sentence of 13 words; 12 are enough",
        ),
        ("Addicts recover.", "“Addicts”: write a person with an addiction"),
        ("Say it well, e.g. so.", "“e.g.”: write for example"),
        ("Their behavior changes.", "“behavior”: write behaviour"),
        ("There were 38 studies.", "the number 38 is typed"),
        ("Support caused it in {evidence}`ten` people.", None),
        ("Support led to it in {evidence}`ten` people.", "“led to” beside ten, which is an association"),
        ("In 2007 it rained.", None),
        ("See {numref}`fig-12` and `code 12` and $x = 12$.", None),
        ("Unknown.{claim}`C9`", "data/claims.csv has no entry 'C9'"),
        ("Nobody wrote it {cite:p}`nobody2000`.", "references.bib has no entry 'nobody2000'"),
    ],
    ids=lambda value: str(value)[:32],
)
def test_each_kind_of_slip_is_found_with_its_line(book, slip, message):
    findings = found(book, f"\n{slip}\n")
    if message is None:
        assert findings == []
    else:
        assert len(findings) == 1
        assert findings[0].startswith("page.md:9: ")
        assert message in findings[0]


def test_a_claim_without_a_place_is_found(book):
    (book / "data/claims.csv").write_text("id,claim\nC1,this\nC2,that\n", encoding="utf-8")
    assert found(book, "") == [
        "data/claims.csv: C2 has no place in the text; mark the sentence that says it with {claim}`C2`"
    ]


def test_a_claim_with_two_places_is_found_with_both(book):
    assert found(book, "\nAgain.{claim}`C1`\n") == [
        "data/claims.csv: C1 has 2 places, one is enough: page.md:7, page.md:9"
    ]


def test_an_entry_that_nobody_cites_is_found(book):
    with (book / "references.bib").open("a", encoding="utf-8") as file:
        file.write("@misc{burt1992, author={Burt, R.}, title={Holes}, year={1992}}\n")
    assert found(book, "") == ["references.bib: burt1992 is never cited; cite it or take it out"]


def test_a_simulated_share_must_be_called_simulated(book):
    cell = "\n```{code-cell}\nsimulate()\n```\n"
    share = "\nIt was {glue:text}`x`% of them.\n"
    assert len(found(book, cell + share)) == 1
    assert found(book, cell + share.replace("It was", "It was, simulated,")) == []
    assert found(book, share) == [], "a page that simulates nothing may report shares"


def test_boxes_are_read_and_cells_are_not(book):
    assert len(found(book, "\n```{admonition} Aims\nAn addict.\n```\n")) == 1
    assert found(book, "\n```{code-cell}\naddict = 38\n```\n") == []
