"""After a build: is everything there that the sources promise?"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from pypdf import PdfReader

from bindery.errors import BinderyError
from bindery.layout import Book
from bindery.sources import Promise

Figures = dict[str, Promise]

#: An overfull line that sticks out by less than this is not visible on paper.
VISIBLE_POINTS = 3.0


def html(book: Book, figures: Figures, made: Path) -> str:
    """Count pages and figures of a site; one that is absent, empty or double is a `BinderyError`."""
    pages = {book.docname(document): made / f"{book.docname(document)}.html" for document in book.documents}
    absent = [
        name for name, page in pages.items() if not page.is_file() or "</html>" not in page.read_text(encoding="utf-8")
    ]
    _none("html", "page", absent)
    texts = {name: page.read_text(encoding="utf-8") for name, page in pages.items()}
    shown = [label for text in texts.values() for label in re.findall(r'<figure[^>]*\bdata-figure="([^"]+)"', text)]
    _each_once("html", figures, shown)
    return f"{len(pages)} pages, {len(shown)} figures"


def pdf(book: Book, figures: Figures, source: Path, paper: Path) -> str:
    """Count figures and pages of the PDF, and read TeX's log: lost characters and visibly overfull lines are errors."""
    text = source.read_text(encoding="utf-8")
    shown = [
        label
        for label in figures
        if re.search(rf"\\sphinxincludegraphics[^{{]*\{{\{{{re.escape(label)}\}}\.pdf\}}", text)
    ]
    _each_once("pdf", figures, shown)
    log = source.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    pages = len(PdfReader(paper).pages)
    promised = re.findall(r"Output written on \S+ \((\d+) pages", log)
    if not promised or int(promised[-1]) != pages:
        raise BinderyError(
            f"the PDF has {pages} pages where TeX's log promises {promised[-1:] or 'none'}", path=paper.name
        )
    _read_log(log, source)
    return f"{pages} pages, {len(shown)} figures"


def _read_log(log: str, source: Path) -> None:
    unwrapped = log.replace("\n", " ")
    lost = sorted(set(re.findall(r"Missing character: There is no (\S+)", unwrapped)))
    if lost:
        raise BinderyError(
            f"the PDF's fonts have no {' '.join(lost)}; write it in another way or choose another font",
            path=source.name,
        )
    for points, lines in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\) in \w+ at lines (\d+)--", unwrapped):
        if float(points) > VISIBLE_POINTS:
            text = " ".join(source.read_text(encoding="utf-8").splitlines()[int(lines) - 1 : int(lines) + 1])
            raise BinderyError(f"a line sticks out by {points} points: {text[:200]}", path=source.name, line=int(lines))


def epub(book: Book, figures: Figures, archive: Path) -> str:
    """Count pages and figures of the EPUB."""
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        pages = [book.docname(document) for document in book.documents]
        _none("epub", "page", [page for page in pages if f"{page}.xhtml" not in names])
        texts = " ".join(opened.read(f"{page}.xhtml").decode() for page in pages)
    shown = [label for label in figures if re.search(rf'src="[^"]*{re.escape(label)}\.svg"', texts)]
    _each_once("epub", figures, shown)
    return f"{len(pages)} pages, {len(shown)} figures"


def _each_once(kind: str, figures: Figures, shown: list[str]) -> None:
    _none(kind, "figure", [_home(figures[label]) for label in figures if label not in shown])
    _none(
        kind,
        "second copy of figure",
        sorted({label for label in shown if shown.count(label) > 1}),
        verb="must not have",
    )


def _home(promise: Promise) -> str:
    return f"{promise.label} ({promise.path} cell {promise.cell})"


def _none(kind: str, what: str, which: list[str], *, verb: str = "lacks") -> None:
    if which:
        raise BinderyError(f"the {kind} {verb} {what} {', '.join(which)}")
