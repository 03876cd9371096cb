"""From bytes to rows of cells."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import IO

from egonets._errors import EgonetDataError, Problem
from egonets.files._options import ReadOptions

#: A file: its path, or an open binary file.
Source = str | PathLike[str] | IO[bytes]

#: In the order in which they win when they give the header as many columns.
SEPARATORS = (",", ";", "\t", "|")

#: Excel writes such a first line.
SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)")


@dataclass(frozen=True)
class Row:
    """Cells of one record, and the line on which it starts, counted from 1."""

    line: int
    cells: list[str]

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it, or separators only."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """Rows of a file, blank lines among them."""

    file: str
    rows: list[Row]
    separator: str
    notes: tuple[str, ...]


def file_error(code: str, file: str, message: str, remedy: str, line: int | None = None) -> EgonetDataError:
    """An error about a file as a whole, or one line of it."""
    return EgonetDataError([Problem(code, "file", None, None, None, message, remedy, file, line)])


def read_sheet(source: Source, options: ReadOptions) -> Sheet:
    """The rows of a file of separated cells."""
    file, data = read_bytes(source)
    text, encoding = decoded(data, options.encoding, file)
    notes = () if encoding.startswith("utf") else (f"{file} is not UTF-8; it was read as {encoding}.",)
    said = SEPARATOR_LINE.match(text)
    if said:
        text = "\n" * said.group(0).count("\n") + text[said.end() :]
    separator = options.separator
    if separator == "auto":
        separator = said.group(1) if said and said.group(1) not in '"\r\n' else _best_separator(text)
    return Sheet(file, records(text, separator, file), separator, notes)


def read_bytes(source: Source) -> tuple[str, bytes]:
    """Name and content of a file."""
    if isinstance(source, str | PathLike):
        path = Path(source)
        return path.name, path.read_bytes()
    return Path(str(getattr(source, "name", "data"))).name, source.read()


def decoded(data: bytes, encoding: str, file: str) -> tuple[str, str]:
    """Text of a file, and the encoding that it was in."""
    try:
        if encoding != "auto":
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16"), "utf-16"
    except (UnicodeError, ValueError) as error:
        said = "utf-16, as its first two bytes say" if encoding == "auto" else encoding
        remedy = 'Give its encoding, or "auto", or save it as UTF-8.'
        raise file_error("encoding", file, f"this is not {said}: {error}", remedy) from error
    for guess in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(guess), guess
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "latin-1"


def _best_separator(text: str) -> str:
    """The separator that gives the first row most cells."""
    counts = {separator: _cells_in_first_row(text, separator) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: counts[separator])


def _cells_in_first_row(text: str, separator: str) -> int:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return len(next((cells for cells in reader if any(cells)), []))
    except csv.Error:
        return 0


def records(text: str, separator: str, file: str) -> list[Row]:
    """All rows, blank lines as rows without cells."""
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            rows.append(Row(line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        remedy = "Look there for a quotation mark without its partner, or give the right separator."
        raise file_error("csv", file, f"the rows cannot be told apart: {error}", remedy, line) from error
    return rows
