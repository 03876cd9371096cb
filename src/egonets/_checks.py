"""The border: three frames come in, clean tables and flat codes go out, or every problem at once.

The checks run in the order in which a person would make them: are the columns there, can the rows be named,
do the rows refer to each other, do the values make sense. A row that failed one check is left out of the next,
so that one mistake is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets._frames import Float64Array, Int64Array
from egonets._words import AMOUNTS, CATEGORIES, KEYS, SHARES

Mask = npt.NDArray[np.bool_]

#: Above this a float no longer holds every whole number, so it cannot be an id.
LARGEST_WHOLE_FLOAT = 2.0**53


@dataclass(frozen=True)
class Clean:
    """Tables without problems, alters sorted by ego, ties by dyad, and the codes behind them."""

    egos: pd.DataFrame
    alters: pd.DataFrame
    layers: pd.DataFrame  #: One row per dyad and kind.
    alter_ego: Int64Array
    layer_source: Int64Array  #: Row of the alter that comes first.
    layer_target: Int64Array


@dataclass(frozen=True)
class Ids:
    """One column of ids, in one type, and which of its rows can be used."""

    values: npt.NDArray[Any]
    usable: Mask
    kind: str | None  #: "text" or "number"; None when no row can be used.


def checked(egos: pd.DataFrame, alters: pd.DataFrame, ties: pd.DataFrame) -> Clean:
    """Clean tables; raises :class:`EgonetDataError` with all problems when there is one."""
    tables = {"egos": egos, "alters": alters, "ties": ties}
    problems = [p for name, frame in tables.items() for p in column_problems(name, frame)]
    if problems:
        raise EgonetDataError(problems)
    tables = {name: frame.reset_index(drop=True) for name, frame in tables.items()}
    codes = _Codes(tables, problems)
    values = {name: _clean_values(name, frame, problems) for name, frame in tables.items()}
    if problems:
        raise EgonetDataError(sorted(problems, key=_reading_order))
    return codes.sort_into(values)


def _reading_order(problem: Problem) -> tuple[int, int]:
    return list(KEYS).index(problem.table), -1 if problem.row is None else problem.row


def column_problems(table: str, frame: pd.DataFrame) -> Iterable[Problem]:
    """Key columns that are missing, names that are used twice, names that are not text."""
    for column in KEYS[table]:
        if column not in frame.columns:
            there = ", ".join(repr(name) for name in frame.columns) or "none"
            yield Problem(
                "missing_column",
                table,
                None,
                column,
                None,
                f"{table} has no column {column!r}",
                f"Add it, or rename the column that holds it; the columns are {there}.",
            )
    for column in dict.fromkeys(frame.columns[frame.columns.duplicated()]):
        yield Problem(
            "duplicate_column",
            table,
            None,
            str(column),
            None,
            f"{table} has more than one column {column!r}",
            "Give each column a name of its own.",
        )
    for column in frame.columns:
        if not isinstance(column, str):
            yield Problem(
                "column_name",
                table,
                None,
                str(column),
                column,
                f"{table} has a column named {column!r}, not text",
                "Name columns with text.",
            )


def rows(
    code: str, table: str, column: str, values: Any, bad: Mask, says: Callable[[Any], str], remedy: str
) -> Iterable[Problem]:
    """One problem for each bad row of a column."""
    values = np.asarray(values, dtype=object)
    for row in np.flatnonzero(bad):
        yield Problem(code, table, int(row), column, values[row], says(values[row]), remedy)


# -- ids and references ------------------------------------------------------------------------------------


class _Codes:
    """Whole-number codes for egos and alters, found while every reference is checked."""

    def __init__(self, tables: dict[str, pd.DataFrame], problems: list[Problem]) -> None:
        self.problems = problems
        self.ids = {(t, c): _ids(t, c, frame[c], problems) for t, frame in tables.items() for c in KEYS[t]}
        told = self._same_kind([("egos", "ego"), ("alters", "ego"), ("ties", "ego")])
        told |= self._same_kind([("alters", "alter"), ("ties", "source"), ("ties", "target")])
        self._code_egos(told)
        self._code_alters()
        self._code_ties(told)

    def _same_kind(self, places: list[tuple[str, str]]) -> set[tuple[str, str]]:
        """Columns of another kind than the first one that has a kind: "1" is not 1."""
        first = next((place for place in places if self.ids[place].kind), None)
        if first is None:
            return set()
        kind = self.ids[first].kind
        others = {place for place in places if self.ids[place].kind not in {None, kind}}
        for table, column in sorted(others, key=places.index):
            self.problems.append(
                Problem(
                    "mixed_ids",
                    table,
                    None,
                    column,
                    None,
                    f"ids in {table}.{column} are {self.ids[table, column].kind}, "
                    f"those in {first[0]}.{first[1]} are {kind}",
                    'Use text or whole numbers in both: "1" and 1 would never meet.',
                )
            )
        return others

    def _code_egos(self, told: set[tuple[str, str]]) -> None:
        egos = self.ids["egos", "ego"]
        known = pd.Index(egos.values[egos.usable])
        twice = np.zeros(len(egos.values), dtype=bool)
        twice[egos.usable] = known.duplicated()
        self.problems += rows(
            "duplicate_ego",
            "egos",
            "ego",
            egos.values,
            twice,
            lambda ego: f"ego {ego!r} is there already",
            "Keep one row per ego; two waves of an ego need two tables, or an id for each.",
        )
        known = known.unique()
        self.ego_count = len(known)
        self.ego_of = {}
        for table in ("alters", "ties"):
            here = self.ids[table, "ego"]
            code = np.full(len(here.values), -1, dtype=np.int64)
            if (table, "ego") not in told:
                code[here.usable] = known.get_indexer(pd.Index(here.values[here.usable]))
                self._unknown_egos(table, here, known, (code < 0) & here.usable)
            self.ego_of[table] = code

    def _unknown_egos(self, table: str, here: Ids, known: pd.Index[Any], bad: Mask) -> None:
        near = _near(known) if bad.any() else {}
        self.problems += rows(
            "unknown_ego",
            table,
            "ego",
            here.values,
            bad,
            lambda ego: f"ego {ego!r} is not among the egos{_hint(ego, near)}",
            "Add the ego to egos, even if nothing else is known, or correct the id.",
        )

    def _code_alters(self) -> None:
        """A key for each alter, ego code times the number of alter ids plus alter code, and the row it stands in."""
        alters, sources, targets = (self.ids[p] for p in (("alters", "alter"), ("ties", "source"), ("ties", "target")))
        usable = [alters.usable & (self.ego_of["alters"] >= 0)]
        usable += [ends.usable & (self.ego_of["ties"] >= 0) for ends in (sources, targets)]
        parts = [ids.values[mask] for ids, mask in zip((alters, sources, targets), usable, strict=True)]
        numbers = all(part.dtype != object for part in parts if len(part))
        joined = np.concatenate([part.astype(np.int64 if numbers else object) for part in parts])
        codes, distinct = pd.factorize(joined)
        codes = np.split(codes, np.cumsum([len(part) for part in parts])[:-1])
        self.keys = []
        for mask, code, table in zip(usable, codes, ("alters", "ties", "ties"), strict=True):
            key = np.full(len(mask), -1, dtype=np.int64)
            key[mask] = self.ego_of[table][mask] * len(distinct) + code
            self.keys.append(key)
        self._unique_alters(alters, usable[0])

    def _unique_alters(self, alters: Ids, usable: Mask) -> None:
        places = np.flatnonzero(usable)
        self.known_alters = pd.Index(self.keys[0][usable])
        again = self.known_alters.duplicated()
        twice = np.zeros(len(usable), dtype=bool)
        twice[places[again]] = True
        egos = self.ids["alters", "ego"].values
        self.problems += _with_ego(
            rows(
                "duplicate_alter",
                "alters",
                "alter",
                alters.values,
                twice,
                lambda alter: f"alter {alter!r} is there already for ego {{ego!r}}",
                "Keep one row per alter of an ego; people with the same name need ids of their own.",
            ),
            egos,
        )
        self.known_alters, self.alter_rows = self.known_alters[~again], places[~again]

    def _code_ties(self, told: set[tuple[str, str]]) -> None:
        egos = self.ids["ties", "ego"].values
        ends = []
        for column, key in zip(("source", "target"), self.keys[1:], strict=True):
            found = self.known_alters.get_indexer(pd.Index(key))
            end = np.where(found >= 0, self.alter_rows[found] if len(self.alter_rows) else -1, -1)
            ids = self.ids["ties", column]
            unknown = (end < 0) & (key >= 0) if ("ties", column) not in told else np.zeros(len(key), dtype=bool)
            self.problems += _with_ego(
                rows(
                    "unknown_alter",
                    "ties",
                    column,
                    ids.values,
                    unknown,
                    lambda alter: f"alter {alter!r} is not among the alters of ego {{ego!r}}",
                    "Add the alter to alters, or correct the id; ties are between alters, ego is not one of them.",
                ),
                egos,
            )
            ends.append(end)
        self.ends = ends
        self_tie = (ends[0] >= 0) & (ends[0] == ends[1])
        self.problems += _with_ego(
            rows(
                "self_tie",
                "ties",
                "target",
                self.ids["ties", "target"].values,
                self_tie,
                lambda alter: f"alter {alter!r} of ego {{ego!r}} has a tie to itself",
                "Drop the row.",
            ),
            egos,
        )

    def sort_into(self, tables: dict[str, pd.DataFrame]) -> Clean:
        """Tables with their rows in the order of the egos, and the codes in that order."""
        for (table, column), ids in self.ids.items():
            tables[table][column] = ids.values
        alter_ego = self.ego_of["alters"]
        order = np.argsort(alter_ego, kind="stable")
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        ends = np.sort(place[np.array(self.ends, dtype=np.int64)], axis=0) if len(order) else np.empty((2, 0), np.int64)
        alters = tables["alters"].take(order).reset_index(drop=True)
        layers, source, target = simple_layers(tables["ties"], ends[0], ends[1], alters)
        return Clean(tables["egos"], alters, layers, alter_ego[order], source, target)


def _with_ego(found: Iterable[Problem], egos: npt.NDArray[Any]) -> Iterable[Problem]:
    """Problems whose message names the ego of their row."""
    for problem in found:
        assert problem.row is not None
        message = problem.message.replace("{ego!r}", repr(_plain(egos[problem.row])))
        yield Problem(problem.code, problem.table, problem.row, problem.column, problem.value, message, problem.remedy)


def _near(known: pd.Index[Any]) -> dict[str, Hashable]:
    """Ids by how they look when case, outer spaces and `.0` are ignored."""
    return {_looks(value): value for value in known}


def _looks(value: Any) -> str:
    return str(value).strip().casefold().removesuffix(".0")


def _hint(value: Any, near: dict[str, Hashable]) -> str:
    meant = near.get(_looks(value))
    return "" if meant is None else f" (is {_plain(meant)!r} meant?)"


def _plain(value: Any) -> Any:
    """A NumPy number as Python writes it."""
    return value.item() if isinstance(value, np.generic) else value


def _ids(table: str, column: str, series: pd.Series[Any], problems: list[Problem]) -> Ids:
    """One column of ids as text or as 64-bit whole numbers."""
    if pd.api.types.is_integer_dtype(series.dtype) and not series.isna().any():
        return _whole_numbers(table, column, series, problems)
    values = series.to_numpy(dtype=object)
    missing = pd.isna(values) | np.array([isinstance(v, str) and not v.strip() for v in values], dtype=bool)
    problems += rows(
        "missing_id", table, column, values, missing, lambda _: f"{column} is missing", "Give every row its ids."
    )
    text = np.array([isinstance(v, str) for v in values], dtype=bool) & ~missing
    number = np.array([_is_whole(v) for v in values], dtype=bool)
    problems += rows(
        "id_type",
        table,
        column,
        values,
        ~(missing | text | number),
        lambda v: f"{column} {v!r} is neither text nor a whole number",
        "Use text or whole numbers as ids.",
    )
    if text.any() and number.any():
        few, kind = (number, "text") if text.sum() >= number.sum() else (text, "whole numbers")
        problems += rows(
            "mixed_ids",
            table,
            column,
            values,
            few,
            lambda v: f"{column} {v!r} stands among ids that are {kind}",
            'Use text or whole numbers throughout: "1" and 1 would never meet.',
        )
        text, number = text & ~few, number & ~few
    if number.any() or not len(values):
        whole = np.zeros(len(values), dtype=np.int64)
        whole[number] = [int(v) for v in values[number]]
        return Ids(whole if number.all() else values, number, "number" if len(values) else None)
    return Ids(values, text, "text" if text.any() else None)


def _whole_numbers(table: str, column: str, series: pd.Series[Any], problems: list[Problem]) -> Ids:
    large = series.to_numpy(dtype=object) > np.iinfo(np.int64).max if series.dtype.name.lower() == "uint64" else None
    if large is not None and large.any():
        problems += rows(
            "id_type",
            table,
            column,
            series,
            np.asarray(large, dtype=bool),
            lambda v: f"{column} {v!r} does not fit 64 bits",
            "Use text for ids that long.",
        )
        return Ids(series.to_numpy(dtype=object), ~np.asarray(large, dtype=bool), "number")
    values = np.array(series.to_numpy(dtype=np.int64))
    return Ids(values, np.ones(len(values), dtype=bool), "number" if len(values) else None)


def _is_whole(value: Any) -> bool:
    """Whether a value is a whole number that 64 bits hold; 1.0 is, because pandas writes 1 so beside a missing."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
        return False
    if isinstance(value, int | np.integer):
        return -(2**63) <= int(value) < 2**63
    return float(value).is_integer() and abs(value) <= LARGEST_WHOLE_FLOAT


# -- values ------------------------------------------------------------------------------------------------


def _clean_values(table: str, frame: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """The frame with its known columns in their types."""
    clean = frame.copy()
    for column in frame.columns:
        if table == "alters" and column in SHARES:
            clean[column] = _numbers(table, column, frame[column], problems, 0, 1)
        elif (table == "alters" and column in AMOUNTS) or (table == "egos" and column == "weight"):
            clean[column] = _numbers(table, column, frame[column], problems, 0, np.inf)
        elif table == "alters" and column in CATEGORIES:
            clean[column] = _words(table, column, frame[column], problems)
    if table == "ties":
        clean["weight"] = _weights(frame, problems)
        if "kind" in frame.columns:
            clean["kind"] = _kinds(frame["kind"], problems)
    return clean


def _numbers(
    table: str, column: str, series: pd.Series[Any], problems: list[Problem], low: float, high: float
) -> Float64Array:
    """The column as floats; missing is NaN and allowed."""
    values = as_numbers(series)
    original = series.to_numpy(dtype=object)
    unreadable = np.isnan(values) & ~np.asarray(pd.isna(original), dtype=bool)
    problems += rows(
        "not_a_number",
        table,
        column,
        original,
        unreadable,
        lambda v: f"{column} {v!r} is not a number",
        "Write numbers with a decimal point, and leave the cell empty when it is unknown.",
    )
    outside = (values < low) | (values > high) | np.isinf(values)
    expected, remedy = (
        (f"between {low} and {high}", f"Rescale {column}: {low} is none, {high} is full.")
        if np.isfinite(high)
        else ("a finite number from 0", "Correct it, or leave it empty when it is unknown.")
    )
    problems += rows(
        "out_of_range", table, column, original, outside, lambda v: f"{column} is {_plain(v)!r}, not {expected}", remedy
    )
    return values


def as_numbers(series: pd.Series[Any]) -> Float64Array:
    """A column as floats; NaN where it is missing or no real number."""
    if pd.api.types.is_numeric_dtype(series.dtype) and not pd.api.types.is_complex_dtype(series.dtype):
        return np.array(series.to_numpy(dtype=np.float64, na_value=np.nan))
    return np.array([_as_number(value) for value in series.to_numpy(dtype=object)], dtype=np.float64)


def _as_number(value: Any) -> float:
    if not isinstance(value, str | int | float | np.number | np.bool_) or isinstance(value, np.complexfloating):
        return np.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return np.nan


def _words(table: str, column: str, series: pd.Series[Any], problems: list[Problem]) -> pd.Categorical:
    """The column as a categorical over its known words, or over the caller's own when it came as one."""
    known = CATEGORIES[column]
    own = own_categories(column, series)
    if own is not None:
        return pd.Categorical(series, categories=own, ordered=column == "zone")
    values = series.to_numpy(dtype=object)
    unknown = np.array([not pd.api.types.is_scalar(v) or (not pd.isna(v) and v not in known) for v in values], bool)
    near = {_looks(word): word for word in known} if unknown.any() else {}
    remedy = f"Use one of {', '.join(known)}"
    remedy += "; or pass the column as a pandas Categorical with categories of your own." if column != "status" else "."
    problems += rows(
        "unknown_category",
        table,
        column,
        values,
        unknown,
        lambda v: f"{column} {v!r} is not a known word{_hint(v, near)}",
        remedy,
    )
    return pd.Categorical(np.where(unknown, None, values), categories=list(known), ordered=column == "zone")


def own_categories(column: str, series: pd.Series[Any]) -> list[Any] | None:
    """Categories that a caller declared instead of the known words; None when the known ones hold."""
    dtype = series.dtype
    if column == "status" or not isinstance(dtype, pd.CategoricalDtype):
        return None
    own = list(dtype.categories)
    if set(own) <= set(CATEGORIES[column]) or not all(isinstance(word, str) for word in own):
        return None
    return own


def _weights(frame: pd.DataFrame, problems: list[Problem]) -> Float64Array:
    """The weight of each tie, 1 where no column says otherwise."""
    if "weight" not in frame.columns:
        return np.ones(len(frame))
    values = as_numbers(frame["weight"])
    problems += rows(
        "tie_weight",
        "ties",
        "weight",
        frame["weight"].to_numpy(dtype=object),
        ~((values > 0) & np.isfinite(values)),
        lambda v: f"weight is {_plain(v)!r}, not a finite number above 0",
        'Drop the rows that mean "no tie" or "not known"; every row of ties is a tie.',
    )
    return values


def _kinds(series: pd.Series[Any], problems: list[Problem]) -> npt.NDArray[Any]:
    """The kind of each tie as text, None where it is not known."""
    values = series.to_numpy(dtype=object)
    missing = np.array([pd.api.types.is_scalar(v) and bool(pd.isna(v)) for v in values], dtype=bool)
    wrong = np.array([not isinstance(v, str) for v in values], dtype=bool) & ~missing
    problems += rows(
        "kind_type", "ties", "kind", values, wrong, lambda v: f"kind {v!r} is not text", "Name kinds of ties with text."
    )
    return np.where(missing, None, values)


# -- simple, undirected ties -------------------------------------------------------------------------------


def simple_layers(
    ties: pd.DataFrame, source: Int64Array, target: Int64Array, alters: pd.DataFrame
) -> tuple[pd.DataFrame, Int64Array, Int64Array]:
    """One row per dyad and kind, its ends in the order of the alters.

    Rows that repeat a dyad, in either direction, collapse: the largest weight stays, and the first row's other
    columns. The largest, because a sum would grow when a row is merely said twice.
    """
    kind = pd.factorize(ties["kind"], sort=True)[0] if "kind" in ties.columns else np.zeros(len(ties), dtype=np.int64)
    order = np.lexsort((kind, target, source))
    sorted_keys = np.array([source, target, kind])[:, order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (sorted_keys[:, 1:] != sorted_keys[:, :-1]).any(axis=0)
    starts = np.flatnonzero(first)
    layers = ties.take(order[first]).reset_index(drop=True)
    low, high = np.ascontiguousarray(sorted_keys[0, first]), np.ascontiguousarray(sorted_keys[1, first])
    if len(starts):
        layers["weight"] = np.maximum.reduceat(ties["weight"].to_numpy()[order], starts)
    names = alters["alter"].to_numpy()
    layers["source"], layers["target"] = names[low], names[high]
    return layers, low, high


def one_per_dyad(
    layers: pd.DataFrame, source: Int64Array, target: Int64Array
) -> tuple[pd.DataFrame, Int64Array, Int64Array]:
    """One row per dyad: the largest weight of its layers, and their kinds joined by a plus sign."""
    first = np.ones(len(layers), dtype=bool)
    first[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1])
    if first.all():
        return layers, source, target
    starts = np.flatnonzero(first)
    ties = layers[first].reset_index(drop=True)
    ties["weight"] = np.maximum.reduceat(layers["weight"].to_numpy(), starts)
    kinds = layers["kind"].to_numpy()
    for dyad in np.flatnonzero(np.diff(np.append(starts, len(layers))) > 1):
        stop = starts[dyad + 1] if dyad + 1 < len(starts) else len(layers)
        ties.loc[dyad, "kind"] = " + ".join(kind for kind in kinds[starts[dyad] : stop] if kind is not None)
    return ties, source[first], target[first]
