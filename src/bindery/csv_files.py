"""Data files of the book: UTF-8 CSV with a header, every row as wide as the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from bindery.errors import BinderyError
from bindery.positions import read_text

Row = dict[str, str]


def read_rows(path: Path, *, shown_as: str | None = None) -> list[Row]:
    """Return the rows of a CSV file in its order.

    Raises `BinderyError` with file and line for a file that is missing, not UTF-8, without a header, or ragged.
    """
    return [row for _, row in _numbered(path, shown_as or path.name)]


def read_entries(path: Path, *, shown_as: str | None = None) -> dict[str, Row]:
    """Return the rows by their first column; an entry that is empty or stands twice is a `BinderyError` too."""
    name = shown_as or path.name
    found: dict[str, Row] = {}
    for line, row in _numbered(path, name):
        column, entry = next(iter(row.items()))
        if not entry:
            raise BinderyError(f"the column {column!r} is empty; every row needs one", path=name, line=line)
        if entry in found:
            raise BinderyError(f"{column} {entry!r} stands twice; every {column} must be unique", path=name, line=line)
        found[entry] = row
    return found


def read_header(path: Path, *, shown_as: str) -> list[str]:
    """Return the names of the columns."""
    return next(iter(_parsed(path, shown_as)))[1]


def entry_lines(path: Path) -> dict[str, int]:
    """Return for every entry of a data file the line on which its row begins."""
    return {next(iter(row.values())): line for line, row in _numbered(path, path.name)}


def _numbered(path: Path, name: str) -> Iterator[tuple[int, Row]]:
    """Yield every row with the line on which it begins."""
    lines = _parsed(path, name)
    _, header = next(lines)
    for line, cells in lines:
        if len(cells) != len(header):
            message = f"{len(cells)} cells where the header has {len(header)}; quote cells that hold a comma"
            raise BinderyError(message, path=name, line=line)
        yield line, dict(zip(header, cells, strict=True))


def _parsed(path: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the header, then the cells of every row that is not blank, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(read_text(path, shown_as=name), newline=""), strict=True)
    end = 0  # the last line read: a row may have several
    try:
        for cells in reader:
            line, end = end + 1, reader.line_num
            if line == 1:
                _check_header(cells, name)
            if cells:
                yield line, cells
    except csv.Error as error:
        raise BinderyError(f"not valid CSV: {error}", path=name, line=end + 1) from error
    if end == 0:
        _check_header([], name)


def _check_header(header: list[str], name: str) -> None:
    if not header:
        raise BinderyError("the file is empty; its first line must name the columns", path=name, line=1)
    if "" in header:
        raise BinderyError(f"column {header.index('') + 1} has no name", path=name, line=1)
    twice = [column for at, column in enumerate(header) if column in header[:at]]
    if twice:
        raise BinderyError(
            f"the column {twice[0]!r} stands twice; every column needs a name of its own", path=name, line=1
        )
