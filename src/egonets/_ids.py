"""Ids of egos and alters: one type in every table, one whole-number code for each, every reference checked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._errors import Problem, in_rows, plain
from egonets._frames import Int64Array, Mask, index_as_it_is
from egonets._words import KEYS

#: Above this a float no longer holds every whole number, so it cannot be an id.
LARGEST_WHOLE_FLOAT = 2.0**53

EGO_COLUMNS = (("egos", "ego"), ("alters", "ego"), ("ties", "ego"))
ALTER_COLUMNS = (("alters", "alter"), ("ties", "source"), ("ties", "target"))


@dataclass(frozen=True)
class Ids:
    """One column of ids, in one type, and which of its rows can be used."""

    values: npt.NDArray[Any]
    usable: Mask
    kind: str | None  #: "text" or "numbers"; None when no row can be used.


class Codes:
    """Codes of egos, and rows of the alters that ties refer to, found while every reference is checked.

    A row that failed one check is left out of the next, so that one mistake is told once.
    """

    def __init__(self, tables: dict[str, pd.DataFrame], problems: list[Problem]) -> None:
        self.problems = problems
        self.ids = {(t, c): read_ids(t, c, frame[c], problems) for t, frame in tables.items() for c in KEYS[t]}
        self._leave_out_other_kinds(EGO_COLUMNS)
        self._leave_out_other_kinds(ALTER_COLUMNS)
        self._code_egos()
        self._code_alters()
        self._code_ties()

    def _leave_out_other_kinds(self, places: tuple[tuple[str, str], ...]) -> None:
        """Tell of columns of another kind than the first that has one: "1" is not 1."""
        first = next((place for place in places if self.ids[place].kind), places[0])
        kind = self.ids[first].kind
        for place in places:
            here = self.ids[place]
            if here.kind in {None, kind}:
                continue
            says = f"ids in {'.'.join(place)} are {here.kind}, those in {'.'.join(first)} are {kind}"
            remedy = 'Use text or whole numbers in both: "1" and 1 would never meet.'
            self.problems.append(Problem("mixed_ids", place[0], None, place[1], None, says, remedy))
            self.ids[place] = replace(here, usable=np.zeros_like(here.usable))

    def _code_egos(self) -> None:
        egos = self.ids["egos", "ego"]
        index = index_as_it_is(egos.values[egos.usable])
        twice = np.zeros(len(egos.values), dtype=bool)
        twice[egos.usable] = index.duplicated()
        self.problems += in_rows(
            "duplicate_ego",
            "egos",
            "ego",
            egos.values,
            twice,
            lambda ego: f"ego {ego!r} is there already",
            "Keep one row per ego; two waves of an ego need two tables, or an id for each.",
        )
        known = index.unique()
        self.ego_of = {table: self._codes_of_egos(table, known) for table in ("alters", "ties")}

    def _codes_of_egos(self, table: str, known: pd.Index[Any]) -> Int64Array:
        here = self.ids[table, "ego"]
        code = np.full(len(here.values), -1, dtype=np.int64)
        code[here.usable] = known.get_indexer(index_as_it_is(here.values[here.usable]))
        unknown = (code < 0) & here.usable
        near = {looks(value): value for value in known} if unknown.any() else {}
        self.problems += in_rows(
            "unknown_ego",
            table,
            "ego",
            here.values,
            unknown,
            lambda ego: f"ego {ego!r} is not among the egos{hint(ego, near)}",
            "Add the ego to egos, even if nothing else is known of it, or correct the id.",
        )
        return code

    def _code_alters(self) -> None:
        """A key for each mention of an alter: its ego's code times the number of alter ids, plus its own code."""
        mentions = [self.ids[place] for place in ALTER_COLUMNS]
        tables = [table for table, _ in ALTER_COLUMNS]
        usable = [ids.usable & (self.ego_of[table] >= 0) for ids, table in zip(mentions, tables, strict=True)]
        values = [ids.values[mask] for ids, mask in zip(mentions, usable, strict=True)]
        codes, count = _factorised(values)
        self.keys = []
        for table, mask, code in zip(tables, usable, codes, strict=True):
            key = np.full(len(mask), -1, dtype=np.int64)
            key[mask] = self.ego_of[table][mask] * count + code
            self.keys.append(key)
        self._find_alters(usable[0])

    def _find_alters(self, usable: Mask) -> None:
        """The row of each key, and the rows whose key is taken."""
        places = np.flatnonzero(usable)
        index = pd.Index(self.keys[0][usable])
        again = index.duplicated()
        twice = np.zeros(len(usable), dtype=bool)
        twice[places[again]] = True
        self.alters, self.alter_rows = index[~again], places[~again]
        self._tell(
            "duplicate_alter",
            "alters",
            "alter",
            twice,
            "is there already for ego",
            "Keep one row per alter of an ego; two people of one name need ids of their own.",
        )

    def _code_ties(self) -> None:
        """The rows of `alters` that each tie joins."""
        ends = []
        for (table, column), key in zip(ALTER_COLUMNS[1:], self.keys[1:], strict=True):
            found = self.alters.get_indexer(pd.Index(key))
            end = np.full(len(key), -1, dtype=np.int64)
            end[found >= 0] = self.alter_rows[found[found >= 0]]
            remedy = "Add the alter to alters, or correct the id; ties are between alters, ego is not one of them."
            self._tell("unknown_alter", table, column, (end < 0) & (key >= 0), "is not among the alters of ego", remedy)
            ends.append(end)
        self.ends = np.array(ends, dtype=np.int64).reshape(2, -1)
        self_tie = (self.keys[1] >= 0) & (self.keys[1] == self.keys[2])
        self._tell("self_tie", "ties", "target", self_tie, "has a tie to itself, for ego", "Drop the row.")

    def _tell(self, code: str, table: str, column: str, bad: Mask, says: str, remedy: str) -> None:
        """One problem per bad row, naming the alter and its ego."""
        egos, alters = self.ids[table, "ego"].values, self.ids[table, column].values
        for row in np.flatnonzero(bad):
            alter, ego = plain(alters[row]), plain(egos[row])
            message = f"alter {alter!r} {says} {ego!r}"
            self.problems.append(Problem(code, table, int(row), column, alter, message, remedy))


def _factorised(parts: list[npt.NDArray[Any]]) -> tuple[list[Int64Array], int]:
    """Codes for the values of several arrays together, and how many values there are."""
    numbers = all(part.dtype != object for part in parts if len(part))
    joined = np.concatenate([part.astype(np.int64 if numbers else object) for part in parts])
    codes, distinct = pd.factorize(joined)
    return np.split(codes.astype(np.int64), np.cumsum([len(part) for part in parts])[:-1]), len(distinct)


def read_ids(table: str, column: str, series: pd.Series[Any], problems: list[Problem]) -> Ids:
    """One column of ids as text or as 64-bit whole numbers."""
    if series.dtype.kind == "i" and not series.isna().any():
        return Ids(
            series.to_numpy(dtype=np.int64), np.ones(len(series), dtype=bool), "numbers" if len(series) else None
        )
    values = series.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(values, skipna=False) == "string" and all(value.strip() for value in set(values)):
        return Ids(values, np.ones(len(values), dtype=bool), "text")  # the common case, in one pass
    missing = np.array([_is_missing(value) for value in values], dtype=bool)
    text = np.array([isinstance(value, str) for value in values], dtype=bool) & ~missing
    number = np.array([_is_whole(value) for value in values], dtype=bool) & ~missing
    problems += in_rows(
        "missing_id", table, column, values, missing, lambda _: f"{column} is missing", "Give every row its ids."
    )
    problems += in_rows(
        "id_type",
        table,
        column,
        values,
        ~(missing | text | number),
        lambda value: f"{column} {value!r} is neither text nor a whole number of at most 64 bits",
        "Use text or whole numbers as ids.",
    )
    return _one_kind(table, column, values, text, number, problems)


def _one_kind(
    table: str, column: str, values: npt.NDArray[Any], text: Mask, number: Mask, problems: list[Problem]
) -> Ids:
    """The ids of the more frequent kind; those of the other are told."""
    few, kind = (number, "text") if text.sum() >= number.sum() else (text, "whole numbers")
    if text.any():
        problems += in_rows(
            "mixed_ids",
            table,
            column,
            values,
            few & number.any(),
            lambda value: f"{column} {value!r} stands among ids that are {kind}",
            'Use text or whole numbers throughout: "1" and 1 would never meet.',
        )
    if kind == "text":
        return Ids(values, text, "text" if text.any() else None)
    whole = np.array([int(value) if good else 0 for value, good in zip(values, number, strict=True)], dtype=np.int64)
    return Ids(whole if number.all() else values, number, "numbers")


def _is_missing(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def _is_whole(value: Any) -> bool:
    """Whether a value is a whole number that 64 bits hold; 1.0 is, because pandas writes 1 so beside a missing."""
    if isinstance(value, bool | np.bool_):
        return False
    if isinstance(value, int | np.integer):
        return -(2**63) <= int(value) < 2**63
    if isinstance(value, float | np.floating):
        return float(value).is_integer() and abs(float(value)) <= LARGEST_WHOLE_FLOAT
    return False


def looks(value: Any) -> str:
    """How an id or a word looks when case, outer spaces, leading noughts and `.0` are ignored."""
    return str(value).strip().casefold().removesuffix(".0").lstrip("0")


def hint(value: Any, near: dict[str, Hashable]) -> str:
    """A guess at what was meant, in brackets, or nothing."""
    meant = near.get(looks(value))
    return "" if meant is None else f" (is {plain(meant)!r} meant?)"


def problems_by_row(problems: Iterable[Problem]) -> dict[tuple[str, int], Problem]:
    """The first problem of each row that has one."""
    first: dict[tuple[str, int], Problem] = {}
    for problem in problems:
        if problem.row is not None:
            first.setdefault((problem.table, problem.row), problem)
    return first
