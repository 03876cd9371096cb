"""Chapters and notebooks as their authors wrote them: cells, lines, and the figures they promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from myst_nb.core.config import NbParserConfig
from myst_nb.core.read import NbReader, create_nb_reader
from myst_parser.config.main import MdParserConfig
from nbformat import NotebookNode

from bindery.errors import BinderyError
from bindery.layout import Book
from bindery.positions import read_text


@dataclass(frozen=True)
class Source:
    """One document of the book, read as MyST-NB reads it."""

    path: Path  #: the file
    docname: str  #: its name in the book
    notebook: NotebookNode | None  #: its cells; None for a page without any
    read_format: Any  #: what jupyter-cache needs in order to read it again

    @property
    def code_cells(self) -> int:
        return sum(cell.cell_type == "code" for cell in self.cells)

    @property
    def cells(self) -> list[NotebookNode]:
        return list(self.notebook.cells) if self.notebook is not None else []

    def first_line(self, index: int) -> int | None:
        """Return the line of the file on which the source of cell `index` begins; None for a notebook (its lines are JSON)."""
        lines = self.notebook.metadata.get("source_map") if self.notebook is not None else None
        if not lines:
            return None
        text = read_text(self.path).splitlines()
        first = (self.cells[index].source.splitlines() or [""])[0]
        after = range(lines[index], len(text))
        return next((at + 1 for at in after if text[at] == first), lines[index] + 1)


@dataclass(frozen=True)
class Promise:
    """A figure that a cell's metadata announces."""

    label: str
    caption: str
    docname: str
    path: Path
    cell: int  #: counted from 1, as in a notebook
    line: int | None


def read_source(book: Book, document: Path) -> Source:
    """Read a document; a notebook that is not valid JSON, or a page whose cells would not run, is a `BinderyError`."""
    shown = document.relative_to(book.root).as_posix()
    text = read_text(document, shown_as=shown)
    reader: NbReader | None = create_nb_reader(str(document), MdParserConfig(), NbParserConfig(), text)
    if reader is None:
        _check_without_cells(text, shown)
        return Source(document, book.docname(document), None, None)
    try:
        notebook = reader.read(text)
    except Exception as error:  # nbformat and the MyST reader raise many kinds
        raise _unreadable(error, shown) from error
    if not isinstance(notebook, NotebookNode):
        raise BinderyError("is in a notebook format older than 4; open and save it once in Jupyter", path=shown)
    if "kernelspec" not in notebook.metadata and any(cell.cell_type == "code" for cell in notebook.cells):
        raise BinderyError("has cells but no kernelspec; name one (python3) in its metadata", path=shown, line=1)
    return Source(document, book.docname(document), notebook, reader.read_fmt)


def _check_without_cells(text: str, shown: str) -> None:
    """Without the right front matter a page's cells would be printed as they are, and nothing would say so."""
    for token in MarkdownIt().parse(text):
        if token.type == "fence" and token.info.startswith("{code-cell}") and token.map:
            message = "this cell would not run: the front matter must hold jupytext and kernelspec, as valid YAML"
            raise BinderyError(message, path=shown, line=token.map[0] + 1)


def _unreadable(error: Exception, shown: str) -> BinderyError:
    """Return what to tell the author: the line, and the reason in one line."""
    if isinstance(error.__context__, JSONDecodeError):
        return BinderyError(f"not valid JSON: {error.__context__.msg}", path=shown, line=error.__context__.lineno)
    told, line = " ".join(str(error).split()), None
    cell = re.search(r"at line (\d+) could not be read: .*?msg=(['\"])(.*?)\2", told)
    if cell:
        line, told = int(cell[1]), cell[3]
    return BinderyError(f"cannot be read as a notebook: {told[:200]}", path=shown, line=line)


def promises(book: Book, source: Source) -> Iterator[Promise]:
    """Yield every figure that the cells of a document announce in their `mystnb: figure:` metadata."""
    for index, cell in enumerate(source.cells):
        figure = (cell.metadata.get("mystnb") or {}).get("figure") if cell.cell_type == "code" else None
        if figure and figure.get("name"):
            yield Promise(
                label=str(figure["name"]),
                caption=str(figure.get("caption", "")),
                docname=source.docname,
                path=source.path.relative_to(book.root),
                cell=index + 1,
                line=source.first_line(index),
            )


def all_promises(book: Book, sources: list[Source]) -> dict[str, Promise]:
    """Return every promised figure by its label; a label with two homes is a `BinderyError`."""
    found: dict[str, Promise] = {}
    for promise in (promise for source in sources for promise in promises(book, source)):
        if promise.label in found:
            first = found[promise.label]
            raise BinderyError(
                f"cell {promise.cell}: the label {promise.label!r} is already the figure of {first.path} cell {first.cell}; "
                "a figure has one home, refer to it with {numref}",
                path=promise.path,
                line=promise.line,
            )
        found[promise.label] = promise
    return found
