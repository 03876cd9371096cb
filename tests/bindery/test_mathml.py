"""Formulas are MathML, written when the book is built: readable without a script, numbered, aligned at `&`."""

import pytest
from bs4 import BeautifulSoup


@pytest.fixture
def formulas(book, build):
    root = book("formulas")
    run = build(root)
    assert (run.status, run.err) == (0, "")
    return BeautifulSoup((root / "_build/html/index.html").read_text(), "html.parser").article


def test_a_page_with_formulas(formulas):
    inline = [formula for formula in formulas("math") if formula.get("display") != "block"]
    blocks = [formula for formula in formulas("math") if formula.get("display") == "block"]
    assert [formula.get_text("", strip=True) for formula in inline] == ["n<3", "m", "E"]
    assert len(blocks) == 5
    assert formulas("script") == []

    effective_size, two_lines, aligned, big, cases = blocks
    over, under = effective_size.find("mfrac")(True, recursive=False)
    assert [part.get_text("", strip=True) for part in (over, under)] == ["2m", "n"]

    assert [len(formula.find("mtable")("mtr")) for formula in (two_lines, aligned, cases)] == [2, 2, 2]
    assert "∑" in big.get_text()
    assert "Big" not in big.get_text()
    assert "∏" in aligned.get_text()

    numbers = [number.get_text().strip("¶#() ") for number in formulas.find_all(class_="eqno")]
    assert numbers[:1] == ["1"]
    link = formulas.find("a", href="#equation-eq-size", class_="reference")
    assert link.get_text() == "(1)"
    assert formulas.find(id="equation-eq-size") is not None


def test_a_formula_that_cannot_be_read_is_named_with_its_line(book, build):
    run = build(book("broken-formula"))
    assert (run.status, run.out) == (1, "")
    assert "index.md:5: WARNING: the formula ' \\\\frac{1}{ ' cannot be read: " in run.err
