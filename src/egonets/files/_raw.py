"""Tables of text, and the step from text to numbers, truth values and ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets._frames import Int64Array, Mask, plainest
from egonets._words import AMOUNTS, SHARES
from egonets.files._options import ReadOptions
from egonets.files._text import Row, Sheet, file_error

#: Columns whose cells are numbers whatever they look like.
NUMERIC = {*SHARES, *AMOUNTS, "weight"}

WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
#: A whole number as tools write it that hold it as a float, because another cell of its column is empty.
WHOLE_FLOAT = re.compile(r"(-?(?:0|[1-9][0-9]*))[.,]0+")
DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?|-?inf")
#: A decimal that no tool would write for a number: a code that starts with a nought.
CODE = re.compile(r"-?0[0-9].*")
TRUTH = {"true": True, "false": False}


@dataclass
class Raw:
    """Rows of one table as text, where each stands, and which rows of the file are not among them."""

    frame: pd.DataFrame  #: Text, or None where a cell is blank.
    file: npt.NDArray[Any]  #: Name of each row's file.
    line: Int64Array  #: Line of each row in its file.
    read: int
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    comma: bool = True  #: Whether a comma may stand before decimals.
    name: str = "the file"  #: What to call it in errors about no row in particular.
    header: frozenset[str] = frozenset()  #: Names in the file, of columns that are read and of those that are not.

    def drop(self, rows: Mask, reason: str) -> None:
        """Leave rows out, and count them."""
        if rows.any():
            self.dropped[reason] += int(rows.sum())
            self.frame = self.frame[~rows].reset_index(drop=True)
            self.file, self.line = self.file[~rows], self.line[~rows]

    def part(self, columns: Mapping[str, str]) -> Raw:
        """The same rows with some of the columns, under new names."""
        frame = self.frame[list(columns)].rename(columns=dict(columns))
        return replace(self, frame=frame, dropped=self.dropped.copy(), notes=list(self.notes))

    def column(self, *names: str, key: str = "") -> str:
        """The first column that bears one of these names, whatever R or a spreadsheet made of blanks and capitals."""
        there = list(self.frame.columns)
        for name in names:
            for column in [name] if name in there else there:
                if column == name or plainly(column) == plainly(name):
                    return str(column)
        looked_for = " or ".join(repr(name) for name in names)
        columns = ", ".join(repr(column) for column in there) or "none"
        remedy = (
            f"Say with {key}= which column it is" if key else "Look at the header"
        ) + f"; the columns are {columns}."
        raise file_error("missing_column", self.name, f"there is no column {looked_for}", remedy)

    def check_names(self) -> None:
        """Columns are found by name, so no name may occur twice."""
        twice = self.frame.columns[self.frame.columns.duplicated()]
        if len(twice):
            says = f"more than one column is called {twice[0]!r}"
            raise file_error("duplicate_column", self.name, says, "Give each a name of its own, or leave one out.")

    def note(self, sentence: str) -> None:
        """Say something once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def raw_table(sheet: Sheet, options: ReadOptions, rows: Sequence[Row] | None = None) -> Raw:
    """The table in a sheet, or in some of its rows: the first that is not blank is the header."""
    rows = [row for row in (sheet.rows if rows is None else rows) if row.cells]
    while rows and rows[0].empty:
        rows = rows[1:]
    if not rows:
        raise file_error("no_header", sheet.file, "there is no header", "The first line must name the columns.")
    header, body = [name.strip().removeprefix("\ufeff") for name in rows[0].cells], rows[1:]
    _check_width(sheet.file, len(header), body)
    notes = list(sheet.notes)
    short = sum(len(row.cells) < len(header) for row in body)
    if short:
        notes.append(f"{short} rows of {sheet.file} end early; what is missing at their end counts as blank.")
    width = len(header)
    cells = [[*row.cells[:width], *[""] * (width - len(row.cells))] for row in body]
    frame = _named(header, cells, sheet.file, options, notes)
    comma = options.decimal == "," or (options.decimal == "auto" and sheet.separator != ",")
    lines = np.array([row.line for row in body], dtype=np.int64)
    files = np.full(len(body), sheet.file, dtype=object)
    raw = Raw(frame, files, lines, len(body), Counter(), notes, comma, sheet.file, frozenset(header))
    raw.drop(np.array([row.empty for row in body], dtype=bool), "blank row")
    raw.check_names()
    return raw


def _check_width(file: str, width: int, body: list[Row]) -> None:
    """Rows with cells beyond the header cannot be read: nobody knows which cell is one too many."""
    problems = [
        Problem(
            "ragged_row",
            "file",
            None,
            None,
            row.cells[width],
            f"this row has {len(row.cells)} cells, the header has {width}",
            "Put quotation marks around cells that contain the separator.",
            file,
            row.line,
        )
        for row in body
        if any(cell.strip() for cell in row.cells[width:])
    ]
    if problems:
        raise EgonetDataError(problems)


def _named(
    header: list[str], cells: list[list[str]], file: str, options: ReadOptions, notes: list[str]
) -> pd.DataFrame:
    """Cells under their names; a first column without a name is R's row numbers."""
    columns = list(zip(*cells, strict=True)) if cells else [()] * len(header)
    named: list[tuple[str, list[str | None]]] = []
    for place, (name, column) in enumerate(zip(header, columns, strict=True)):
        if not name and place == 0 and len(header) > 1:
            notes.append(f"The first column of {file} has no name; it was taken for row numbers and not read.")
        elif not name and not any(cell.strip() for cell in column):
            continue
        elif name not in options.leave_out:
            new = options.rename.get(name, name) or f"column_{place + 1}"
            named.append((new, [cell if cell.strip() else None for cell in column]))
    frame = pd.DataFrame({place: pd.Series(column, dtype=object) for place, (_, column) in enumerate(named)})
    frame.columns = pd.Index([name for name, _ in named], dtype=object)
    return frame


def with_each_text(frame: pd.DataFrame, change: Callable[[str], Any]) -> pd.DataFrame:
    """The frame with each of its texts changed; where there is none, None stays."""
    changed = {name: _each_text(frame[name], change) for name in frame.columns}
    return pd.DataFrame(changed, index=frame.index, columns=frame.columns)


def _each_text(column: pd.Series[Any], change: Callable[[str], Any]) -> pd.Series[Any]:
    values = [change(value) if isinstance(value, str) else value for value in column]
    return pd.Series(values, index=column.index, dtype=object)


def plainly(name: str) -> str:
    """A column name without blanks, dots and capitals."""
    return re.sub(r"[\W_]", "", name.casefold())


def stacked(raws: Sequence[Raw]) -> Raw:
    """Tables of several files, one above the other."""
    names = list(dict.fromkeys(name for raw in raws for name in raw.frame.columns))
    lengths = [len(raw.frame) for raw in raws]
    columns = {
        name: [
            value
            for raw, length in zip(raws, lengths, strict=True)
            for value in (raw.frame[name] if name in raw.frame.columns else [None] * length)
        ]
        for name in names
    }
    return Raw(
        pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()}, columns=names),
        np.concatenate([raw.file for raw in raws]),
        np.concatenate([raw.line for raw in raws]),
        sum(raw.read for raw in raws),
        sum((raw.dropped for raw in raws), Counter()),
        list(dict.fromkeys(note for raw in raws for note in raw.notes)),
        all(raw.comma for raw in raws),
        raws[0].name,
        frozenset().union(*(raw.header for raw in raws)),
    )


# -- from text to values -----------------------------------------------------------------------------------


def typed(raw: Raw, table: str, keys: Sequence[str], options: ReadOptions) -> pd.DataFrame:
    """The table with numbers where the text says numbers; the key columns stay text."""
    columns: dict[str, Any] = {}
    for name in raw.frame.columns:
        cells = raw.frame[name]
        if name in keys:
            columns[name] = cells
            continue
        recode = options.recode.get(name, {})
        values = [recode.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]
        values = [None if isinstance(value, str) and value in options.missing else value for value in values]
        if name in options.categories and table == "alters":
            columns[name] = _own_words(values, list(options.categories[name]))
        else:
            columns[name] = as_values(values, comma=raw.comma, numeric=_is_numeric(table, name))
    return pd.DataFrame(columns, columns=list(raw.frame.columns), index=pd.RangeIndex(len(raw.frame)))


def _is_numeric(table: str, name: str) -> bool:
    return name == "weight" if table in {"egos", "ties"} else name in NUMERIC - {"weight"}


def _own_words(values: list[Any], words: list[str]) -> pd.Series[Any]:
    """A categorical over the caller's words; left as it is when a value is none of them, so that it is told."""
    if all(value is None or value in words for value in values):
        return pd.Series(pd.Categorical(values, categories=words, ordered=True))
    return pd.Series(values, dtype=object)


def as_values(values: Sequence[Any], *, comma: bool, numeric: bool) -> pd.Series[Any]:
    """A column of text in the plainest type that holds all of it: truth, whole numbers, decimals, text."""
    distinct = dict.fromkeys(value for value in values if value is not None)
    if not all(isinstance(value, str) for value in distinct):
        return plainest(list(values))
    if numeric:
        numbers = {text: _number(text, comma) for text in distinct}
        return plainest([numbers.get(value, value) for value in values])
    if distinct and all(text.lower() in TRUTH for text in distinct):
        truth = [None if value is None else TRUTH[value.lower()] for value in values]
        return pd.Series(truth, dtype="boolean" if None in truth else bool)
    if all(_is_whole(text) for text in distinct):
        whole = [np.nan if value is None else int(value) for value in values]
        return pd.Series(whole, dtype=np.int64 if len(whole) and None not in values else np.float64)
    if all(_is_decimal(text, comma) for text in distinct):
        floats = {text: float(text.replace(",", ".")) for text in distinct}
        return pd.Series([floats.get(value, np.nan) for value in values], dtype=np.float64)
    return pd.Series(list(values), dtype=object)


def _number(text: str, comma: bool) -> Any:
    """The number in a cell that should hold one; the text itself when it holds none, so that it is told."""
    text = text.strip()
    if text.lower() in TRUTH:
        return float(TRUTH[text.lower()])
    if DECIMAL.fullmatch(text) and (comma or "," not in text):
        return float(text.replace(",", "."))
    return text


def _is_whole(text: str) -> bool:
    # Nine quadrillion: beyond it a missing value elsewhere in the column would round the number.
    return WHOLE.fullmatch(text) is not None and len(text) <= 15


def _is_decimal(text: str, comma: bool) -> bool:
    if CODE.fullmatch(text) or (not comma and "," in text):
        return False
    return DECIMAL.fullmatch(text) is not None


def one_kind_of_ids(columns: Sequence[pd.Series[Any]]) -> list[pd.Series[Any]]:
    """Columns of ids, all as whole numbers if every id in every one of them is one, else all as text."""
    plain = plain_ids(columns)
    if _all_whole(plain):
        whole = [_each_text(column, int) for column in plain]
        return [column if column.isna().any() else column.astype(np.int64) for column in whole]
    return plain


def plain_ids(columns: Sequence[pd.Series[Any]]) -> list[pd.Series[Any]]:
    """Columns of ids as text, written alike if they are all whole numbers.

    "1.0" becomes "1", because a tool that met an empty cell in the column writes so. "007" is no number.
    """
    plain = [_each_text(column, _without_point_nought) for column in columns]
    return plain if _all_whole(plain) else list(columns)


def _all_whole(columns: Sequence[pd.Series[Any]]) -> bool:
    distinct = {value for column in columns for value in column.dropna().unique()}
    return bool(distinct) and all(WHOLE.fullmatch(v) and len(v) <= 18 and v != "-0" for v in distinct)


def _without_point_nought(value: str) -> str:
    whole = WHOLE_FLOAT.fullmatch(value.strip())
    return whole.group(1) if whole else value
