"""Data files of the book: UTF-8 CSV with a header, every row as wide as the header, every key once."""

from __future__ import annotations

import csv
from pathlib import Path

from bindery.errors import BinderyError
from bindery.positions import read_text

Row = dict[str, str]


def read_rows(path: Path, *, shown_as: str | None = None) -> dict[str, Row]:
    """Return the rows of a CSV file by their first column, in the order of the file.

    Raises `BinderyError` with file and line for a file that is missing, not UTF-8, without a header, ragged, or with a
    key (first column) that is empty or stands twice.
    """
    name = shown_as or path.name
    reader = csv.reader(read_text(path).splitlines(keepends=True), strict=True)
    try:
        header = next(reader, None)
        if not header:
            raise BinderyError("the file is empty; its first line must name the columns", path=name, line=1)
        return _collect(reader, header, header[0], name)
    except csv.Error as error:
        raise BinderyError(f"not valid CSV: {error}", path=name, line=reader.line_num) from error


def _collect(reader: csv._reader, header: list[str], key: str, name: str) -> dict[str, Row]:  # type: ignore[name-defined]
    rows: dict[str, Row] = {}
    end = reader.line_num
    for cells in reader:
        line, end = end + 1, reader.line_num
        if not cells:
            continue
        if len(cells) != len(header):
            raise BinderyError(
                f"{len(cells)} cells where the header has {len(header)}; quote cells that hold a comma", path=name, line=line
            )
        row = dict(zip(header, cells, strict=True))
        if not row[key]:
            raise BinderyError(f"the column {key!r} is empty; every row needs one", path=name, line=line)
        if row[key] in rows:
            raise BinderyError(f"{key} {row[key]!r} stands twice; every {key} must be unique", path=name, line=line)
        rows[row[key]] = row
    return rows
