"""The bibliography files that `_config.yml` names, read before anything is built."""

from __future__ import annotations

from pathlib import Path

from pybtex.database import BibliographyData, BibliographyDataError
from pybtex.database.input.bibtex import Parser
from pybtex.errors import capture
from pybtex.scanner import PybtexSyntaxError

from bindery.errors import BinderyError
from bindery.layout import Book
from bindery.positions import read_text


def check_bibliographies(book: Book) -> None:
    """Read every file in `bibtex_bibfiles`; a malformed entry or a key that stands twice is a `BinderyError` with its line."""
    for name in book.config.get("bibtex_bibfiles") or []:
        read_bibliography(book.root / name, shown_as=name)


def read_bibliography(path: Path, *, shown_as: str) -> BibliographyData:
    """Return the entries of a BibTeX file."""
    text = read_text(path)
    with capture() as problems:
        try:
            data = Parser(encoding="utf-8").parse_string(text)
        except (PybtexSyntaxError, BibliographyDataError) as error:
            raise _problem(error, text, shown_as) from error
    if problems:
        raise _problem(problems[0], text, shown_as) from problems[0]
    return data


def _problem(error: Exception, text: str, name: str) -> BinderyError:
    line = getattr(error, "lineno", None)
    message = " ".join(str(error).split())
    if line is None:
        key = message.rpartition(" ")[2]
        lines = [number for number, line in enumerate(text.splitlines(), 1) if line.lstrip().startswith("@") and key in line]
        line = lines[-1] if lines else None
    return BinderyError(f"not valid BibTeX: {message}", path=name, line=line)
