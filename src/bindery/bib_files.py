"""The bibliography files that `_config.yml` names, read before anything is built."""

from __future__ import annotations

import re
from pathlib import Path

from pybtex.database import BibliographyData, BibliographyDataError
from pybtex.database.input.bibtex import Parser
from pybtex.errors import capture
from pybtex.scanner import PybtexSyntaxError

from bindery.errors import BinderyError
from bindery.layout import Book
from bindery.positions import read_text


def check_bibliographies(book: Book) -> None:
    """Read every file in `bibtex_bibfiles`; a malformed entry or a key that stands twice is a `BinderyError`."""
    for name in book.config.get("bibtex_bibfiles") or []:
        read_bibliography(book.root / name, shown_as=name)


def read_bibliography(path: Path, *, shown_as: str) -> BibliographyData:
    """Return the entries of a BibTeX file."""
    text = read_text(path, shown_as=shown_as)
    with capture() as problems:
        try:
            data = Parser(encoding="utf-8").parse_string(text)
        except (PybtexSyntaxError, BibliographyDataError) as error:
            raise _problem(error, text, shown_as) from error
    if problems:
        raise _problem(problems[0], text, shown_as) from problems[0]
    for key in data.entries:
        if "=" in key:  # what pybtex makes of `@book{title = {A}}`
            message = "not valid BibTeX: an entry has no key; write one behind the opening brace"
            raise BinderyError(message, path=shown_as, line=_line_with(rf"^\s*{re.escape(key)}", text))
    _check_twins(data, text, shown_as)
    return data


def _check_twins(data: BibliographyData, text: str, name: str) -> None:
    """Two works of the same people and year read alike in the text; APA tells them apart by letters."""
    seen: dict[tuple[str, ...], str] = {}
    for key, entry in data.entries.items():
        people = entry.persons.get("author") or entry.persons.get("editor")
        read_as = (*map(str, people), entry.fields.get("year", "n.d.")) if people else (key,)
        if read_as in seen:
            message = f"{key} and {seen[read_as]} read alike; give their years letters, such as 2014a and 2014b"
            raise BinderyError(message, path=name, line=_line_with(_entry(key), text))
        seen[read_as] = key


def _entry(key: str) -> str:
    return rf"^\s*@\w+\s*\{{\s*{re.escape(key)}\s*,"


def _problem(error: Exception, text: str, name: str) -> BinderyError:
    message = re.sub(r"^syntax error in line \d+: ", "", " ".join(str(error).split()))
    return BinderyError(
        f"not valid BibTeX: {message}", path=name, line=getattr(error, "lineno", None) or _line(message, text)
    )


def _line(message: str, text: str) -> int | None:
    """pybtex knows no line of what it finds behind the syntax; look for the key or the name that it tells."""
    key = re.search(r"repeated bibliography entry: (\S+)|entry with key (\S+) has a duplicate", message)
    if key:
        return _line_with(_entry(key[1] or key[2]), text)
    person = re.search(r"in '(.+)'$", message)
    return _line_with(re.escape(person[1]), text) if person else None


def _line_with(pattern: str, text: str) -> int | None:
    """Return the last line that fits: of two entries of one name it is the second that is too many."""
    found = [
        number for number, line in enumerate(text.splitlines(), 1) if re.search(pattern, line, flags=re.IGNORECASE)
    ]
    return found[-1] if found else None
