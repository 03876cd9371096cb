"""After a build everything is counted: what the sources promise must be there, whole and once.

The whole tiny book is complete; each test takes one thing away from a copy of what was made, and expects to be told.
"""

import shutil
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from bindery import count
from bindery.build import plan
from bindery.errors import BinderyError


@pytest.fixture
def ready(whole):
    return plan(whole)


@pytest.fixture
def site(whole, tmp_path):
    return Path(shutil.copytree(whole / "_build/html", tmp_path / "html"))


@pytest.fixture
def paper(whole, tmp_path):
    made = whole / "_build/.cache/latex/made"
    for name in ("tiny.tex", "tiny.log", "tiny.pdf"):
        shutil.copy(made / name, tmp_path)
    return tmp_path / "tiny.tex"


def change(file, old, new):
    text = file.read_text(encoding="utf-8", errors="surrogateescape")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8", errors="surrogateescape")


def test_a_complete_site_is_told_in_words(ready, site):
    assert count.html(ready.book, ready.figures, site) == "6 pages, 2 figures"


def test_a_page_that_is_missing_is_named(ready, site):
    (site / "more/threads.html").unlink()
    with pytest.raises(BinderyError, match=r"^the html lacks page more/threads$"):
        count.html(ready.book, ready.figures, site)


def test_a_page_that_was_cut_off_is_named(ready, site):
    change(site / "claims.html", "</html>", "")
    with pytest.raises(BinderyError, match=r"^the html lacks page claims$"):
        count.html(ready.book, ready.figures, site)


def test_a_figure_that_is_missing_is_named_with_its_cell(ready, site):
    change(site / "knots.html", 'data-figure="fig-knots"', "")
    with pytest.raises(BinderyError, match=r"^the html lacks figure fig-knots \(knots\.md cell 4\)$"):
        count.html(ready.book, ready.figures, site)


def test_a_figure_that_is_there_twice_is_named(ready, site):
    change(site / "index.html", "</article>", '<figure data-figure="fig-knots"></figure></article>')
    with pytest.raises(BinderyError, match=r"^the html must not have second copy of figure fig-knots$"):
        count.html(ready.book, ready.figures, site)


def test_a_complete_pdf_is_told_in_words(ready, paper):
    pages = len(PdfReader(paper.with_suffix(".pdf")).pages)
    assert pages >= 9
    assert count.pdf(ready.book, ready.figures, paper, paper.with_suffix(".pdf")) == f"{pages} pages, 2 figures"


def test_a_figure_that_is_missing_on_paper_is_named(ready, paper):
    change(paper, "{{fig-threads}.pdf}", "")
    with pytest.raises(BinderyError, match=r"^the pdf lacks figure fig-threads \(more/threads\.ipynb cell 3\)$"):
        count.pdf(ready.book, ready.figures, paper, paper.with_suffix(".pdf"))


def test_a_pdf_that_lost_a_page_is_named(ready, paper):
    whole = PdfReader(paper.with_suffix(".pdf"))
    cut = PdfWriter()
    for page in whole.pages[:-1]:
        cut.add_page(page)
    cut.write(paper.with_suffix(".pdf"))
    there, promised = len(whole.pages) - 1, len(whole.pages)
    with pytest.raises(BinderyError, match=rf"the PDF has {there} pages where TeX's log promises \['{promised}'\]"):
        count.pdf(ready.book, ready.figures, paper, paper.with_suffix(".pdf"))


def test_a_letter_that_the_fonts_lack_is_named(ready, paper):
    log = paper.with_suffix(".log")
    log.write_text(log.read_text(errors="replace") + "\nMissing character: There is no ✓ (U+2713) in font x!\n")
    with pytest.raises(BinderyError, match=r"^tiny\.tex: the PDF's fonts have no ✓; write it in another way"):
        count.pdf(ready.book, ready.figures, paper, paper.with_suffix(".pdf"))


def overfull(paper, points):
    log = paper.with_suffix(".log")
    line = f"\nOverfull \\hbox ({points}pt too wide) in paragraph at lines 20--21\n"
    log.write_text(log.read_text(errors="replace") + line)


def test_a_line_that_sticks_out_visibly_is_named(ready, paper):
    overfull(paper, "7.5")
    with pytest.raises(BinderyError, match=r"^tiny\.tex:20: a line sticks out by 7\.5 points: "):
        count.pdf(ready.book, ready.figures, paper, paper.with_suffix(".pdf"))


def test_a_line_that_sticks_out_by_a_hair_is_let_pass(ready, paper):
    overfull(paper, "0.9")
    assert "2 figures" in count.pdf(ready.book, ready.figures, paper, paper.with_suffix(".pdf"))


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        ("claims.xhtml", r"^the epub lacks page claims$"),
        ("fig-knots.svg", r"^the epub lacks figure fig-knots \(knots\.md cell 4\)$"),
    ],
)
def test_what_an_epub_lacks_is_named(ready, whole, tmp_path, gone, message):
    with zipfile.ZipFile(whole / "_build/epub/tiny.epub") as good, zipfile.ZipFile(tmp_path / "a.epub", "w") as bad:
        for name in good.namelist():
            if name != gone:
                bad.writestr(name, good.read(name).replace(gone.encode(), b"nothing"))
    with pytest.raises(BinderyError, match=message):
        count.epub(ready.book, ready.figures, tmp_path / "a.epub")


def test_a_complete_epub_is_told_in_words(ready, whole):
    assert count.epub(ready.book, ready.figures, whole / "_build/epub/tiny.epub") == "6 pages, 2 figures"


def test_a_book_whose_figure_does_not_come_out_is_not_finished(book, build):
    """The cell promises a figure and shows a number."""
    root = book("figure-with-two-homes")
    page = (
        (root / "page.md")
        .read_text()
        .partition("```{code-cell} ipython3\n---\nmystnb:\n  figure:\n    name: fig-bars\n    caption: More")[0]
    )
    (root / "page.md").write_text(page.replace("Bars(1, 2)", "1 + 2"))
    run = build(root)
    assert (run.status, run.out) == (1, "")
    assert run.err.splitlines()[-1] == "the html lacks figure fig-bars (page.md cell 2)"
    assert not (root / "_build/html").exists()
