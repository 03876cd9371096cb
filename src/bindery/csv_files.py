"""Data files of the book: UTF-8 CSV with a header, every row as wide as the header."""

from __future__ import annotations

import csv
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
    """Return the rows of a CSV file by their first column; one that is empty or stands twice is a `BinderyError` too."""
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


def _numbered(path: Path, name: str) -> Iterator[tuple[int, Row]]:
    """Yield every row with the line on which it begins."""
    reader = csv.reader(read_text(path).splitlines(keepends=True), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise BinderyError("the file is empty; its first line must name the columns", path=name, line=1)
        end = reader.line_num
        for cells in reader:
            line, end = end + 1, reader.line_num
            if cells:
                yield line, _row(header, cells, name, line)
    except csv.Error as error:
        raise BinderyError(f"not valid CSV: {error}", path=name, line=reader.line_num) from error


def _row(header: list[str], cells: list[str], name: str, line: int) -> Row:
    if len(cells) != len(header):
        message = f"{len(cells)} cells where the header has {len(header)}; quote cells that hold a comma"
        raise BinderyError(message, path=name, line=line)
    return dict(zip(header, cells, strict=True))
