"""A formula stands over the code that computes it, both from one function."""

import pytest
from bs4 import BeautifulSoup


@pytest.fixture
def root(book, monkeypatch):
    """A book with one formula, and a module `sums` that can be found."""
    root = book("formula-and-code")
    monkeypatch.syspath_prepend(root)
    return root


def test_the_formula_of_the_docstring_stands_over_the_code_without_it(root, build):
    assert build(root).status == 0
    both = BeautifulSoup((root / "_build/html/index.html").read_text(), "html.parser").find(
        class_="bindery-formula-and-code"
    )
    assert both.math.get_text("", strip=True) == "E=n−2mn"
    assert both.pre.get_text() == (
        "def effective_size(alters, ties):\n    # why it is so\n    return alters - 2 * ties / alters\n"
    )


def test_a_changed_function_changes_the_page(root, build):
    assert build(root).status == 0
    module = root / "sums.py"
    module.write_text(module.read_text().replace(r"n - \frac{2m}{n}", r"n - \bar{d}"))
    assert build(root).status == 0
    assert "d" in BeautifulSoup((root / "_build/html/index.html").read_text(), "html.parser").math.get_text()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sums.nothing", "sums has no function 'nothing'"),
        ("nowhere.size", "there is no module 'nowhere'"),
        ("sums.size", "the docstring of 'size' has no formula (a paragraph that begins with .. math::)"),
    ],
)
def test_what_cannot_be_shown_is_told_with_its_line(root, build, name, sentence):
    page = root / "index.md"
    page.write_text(page.read_text().replace("sums.effective_size", name))
    run = build(root)
    assert run.status == 1
    assert f"index.md:5: ERROR: {sentence}" in run.err
