"""Cells and figures as their authors wrote them, stored notebooks, and the small boxes."""

import json
import platform

import nbformat
import pytest
from bs4 import BeautifulSoup

from bindery.build import plan
from bindery.errors import BinderyError
from bindery.reproducibility import facts, versions
from bindery.store import store


def test_a_book_knows_its_documents_in_the_order_of_the_contents(whole):
    book = plan(whole).book
    assert [book.docname(document) for document in book.documents] == [
        "index",
        "knots",
        "more/threads",
        "lists",
        "claims",
        "references",
    ]
    assert book.title == "A tiny book"


def test_nested_sections_stand_behind_their_chapter(book):
    root = book()
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n  - file: a\n    sections:\n      - file: a1\n        sections:\n"
        "          - file: a11\n      - file: a2\n  - url: https://example.org\n    title: Elsewhere\n  - file: b\n"
    )
    for name in ("a", "a1", "a11", "a2", "b"):
        (root / f"{name}.md").write_text(f"# {name}\n")
    ready = plan(root).book
    assert [ready.docname(document) for document in ready.documents] == ["index", "a", "a1", "a11", "a2", "b"]


def test_figures_are_promised_by_the_metadata_of_their_cells(whole):
    found = {
        label: (str(promise.path), promise.cell, promise.docname) for label, promise in plan(whole).figures.items()
    }
    assert found == {"fig-knots": ("knots.md", 4, "knots"), "fig-threads": ("more/threads.ipynb", 3, "more/threads")}


def test_the_line_of_a_cell_is_that_of_its_first_line_of_code(whole):
    page = (whole / "knots.md").read_text().splitlines()
    line = plan(whole).figures["fig-knots"].line
    assert page[line - 1].startswith("Bars(1, 2, 3")


def notebook(root, *cells):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(made, root / "a.ipynb")
    return root / "a.ipynb"


def test_stored_outputs_are_the_same_bytes_every_time(tmp_path, bindery):
    file = notebook(tmp_path, "1 + 2", "print('knots')")
    assert bindery("store", file).out == f"{file}: 2 cells\n"
    first = file.read_bytes()
    assert store(file) == 2
    assert file.read_bytes() == first
    cells = json.loads(first)["cells"]
    assert [cell["execution_count"] for cell in cells] == [1, 2]
    assert cells[0]["outputs"][0]["data"] == {"text/plain": ["3"]}
    assert [cell["id"] for cell in cells] == ["cell-01", "cell-02"]
    assert json.loads(first)["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
    }


def test_a_notebook_that_fails_is_left_as_it_was(tmp_path, bindery):
    file = notebook(tmp_path, "knots = 1", "knots / 0")
    before = file.read_bytes()
    run = bindery("store", file)
    assert (run.status, run.out) == (1, "")
    assert run.err == "a.ipynb: cell 2, line 1: ZeroDivisionError: division by zero\n  > knots / 0\n"
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.ipynb"]


def test_a_notebook_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "a.ipynb").write_text("{")
    with pytest.raises(BinderyError, match=r"a\.ipynb: cannot be read as a notebook: "):
        store(tmp_path / "a.ipynb")


def page_of(root, name):
    return BeautifulSoup((root / f"_build/html/{name}.html").read_text(), "html.parser").article


def test_the_help_box_has_the_words_of_its_file(whole):
    box = page_of(whole, "knots").find(class_="admonition-if-this-is-close-to-home")
    assert box.find(class_="admonition-title").get_text() == "If this is close to home"
    assert box("p")[1].get_text() == "Call somebody."


def test_numbers_of_a_cell_stand_in_the_prose(whole):
    assert "The sum is 3." in page_of(whole, "knots").get_text()


def test_an_example_leads_to_the_notebook_that_names_it(whole, tmp_path):
    assert page_of(whole, "index").find("a", string="E01")["href"] == "more/threads.html"


def test_what_identifies_a_build_is_told(tmp_path):
    (tmp_path / "requirements.lock").write_text(
        "# made\nnumpy==2.4.1 \\\n    --hash=sha256:00\nSome-Package==1.0 ; python_version > '3'\n"
    )
    told = facts(tmp_path)
    assert told["Python"] == platform.python_version()
    assert told["Commit"] == "unknown: built outside a git checkout"
    # The program sha256sum says so of the file above.
    digest = "99e239627aabfe4647a0dfc97ef78a4d923c6f50612721f06f1d284092b25220"
    assert told["Lock file (SHA-256)"].replace(" ", "") == digest
    assert versions(tmp_path) == {"numpy": "2.4.1", "Some-Package": "1.0"}
