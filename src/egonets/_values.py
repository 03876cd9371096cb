"""Values of the known columns: shares, amounts, words, and what belongs to a tie."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._errors import Problem, in_rows
from egonets._frames import Float64Array, Mask, as_it_is
from egonets._ids import hint, looks
from egonets._words import AMOUNTS, CATEGORIES, SHARES


def clean_values(table: str, frame: pd.DataFrame, problems: list[Problem]) -> pd.DataFrame:
    """The frame with its known columns in their types."""
    clean = frame.copy(deep=False)
    if table == "egos" and "weight" in frame.columns:
        clean["weight"] = numbers(table, "weight", frame["weight"], problems)
    if table == "alters":
        for column in frame.columns:
            if column in SHARES:
                clean[column] = numbers(table, column, frame[column], problems, highest=1)
            elif column in AMOUNTS:
                clean[column] = numbers(table, column, frame[column], problems)
            elif column in CATEGORIES:
                clean[column] = words(table, column, frame[column], problems)
    if table == "ties":
        clean["weight"] = tie_weights(frame, problems)
        if "kind" in frame.columns:
            clean["kind"] = as_it_is(kinds(frame["kind"], problems))
    return clean


def numbers(
    table: str, column: str, series: pd.Series[Any], problems: list[Problem], *, highest: float = np.inf
) -> Float64Array:
    """The column as floats from 0; a missing value is NaN and allowed."""
    values = as_floats(series)
    problems += in_rows(
        "not_a_number",
        table,
        column,
        series,
        np.isnan(values) & ~np.asarray(series.isna(), dtype=bool),
        lambda value: f"{column} {value!r} is not a number",
        "Write numbers with a decimal point, and leave the cell empty when it is not known.",
    )
    expected, remedy = (
        (f"between 0 and {highest:g}", f"Rescale {column}: 0 is none, {highest:g} is full.")
        if np.isfinite(highest)
        else ("a finite number from 0", "Correct it, or leave it empty when it is not known.")
    )
    problems += in_rows(
        "out_of_range",
        table,
        column,
        series,
        (values < 0) | (values > highest) | np.isinf(values),
        lambda value: f"{column} is {value!r}, not {expected}",
        remedy,
    )
    return values


def as_floats(series: pd.Series[Any]) -> Float64Array:
    """A column as floats; NaN where it is missing or no real number."""
    if pd.api.types.is_numeric_dtype(series.dtype) and not pd.api.types.is_complex_dtype(series.dtype):
        return np.array(series.to_numpy(dtype=np.float64, na_value=np.nan))
    return np.array([_as_float(value) for value in series.to_numpy(dtype=object)], dtype=np.float64)


def _as_float(value: Any) -> float:
    if not isinstance(value, str | int | float | np.number | np.bool_) or isinstance(value, np.complexfloating):
        return np.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return np.nan


def words(table: str, column: str, series: pd.Series[Any], problems: list[Problem]) -> pd.Categorical:
    """The column as a categorical over its known words, or over the caller's own when it came as one."""
    known = CATEGORIES[column]
    own = own_categories(column, series)
    if own is not None:
        return pd.Categorical(series, categories=own, ordered=column == "zone")
    kept, unknown = _coded(series, known)
    near: dict[str, Hashable] = {looks(word): word for word in known}
    elsewhere = "" if column == "status" else "; or pass the column as a pandas Categorical with categories of your own"
    problems += in_rows(
        "unknown_category",
        table,
        column,
        series,
        unknown,
        lambda value: f"{column} {value!r} is not a known word{hint(value, near)}",
        f"Use one of {', '.join(known)}{elsewhere}.",
    )
    dtype = pd.CategoricalDtype(list(known), ordered=column == "zone")
    # The stubs know lists of codes only.
    return pd.Categorical.from_codes(kept, dtype=dtype)  # type: ignore[arg-type]


def _coded(series: pd.Series[Any], known: tuple[str, ...]) -> tuple[npt.NDArray[Any], Mask]:
    """The place of each value among the known words, -1 for none, and where a value is none of them."""
    values = series.to_numpy(dtype=object)
    missing = np.asarray(series.isna(), dtype=bool)
    try:
        codes = pd.Index(known, dtype=object).get_indexer(pd.Index(values, dtype=object))
    except TypeError:  # a list or a dictionary in a cell
        codes = np.array([known.index(value) if isinstance(value, str) and value in known else -1 for value in values])
    return codes.astype(np.int8), (codes < 0) & ~missing


def own_categories(column: str, series: pd.Series[Any]) -> list[str] | None:
    """Categories that a caller declared instead of the known words; None when the known ones hold."""
    dtype = series.dtype
    if column == "status" or not isinstance(dtype, pd.CategoricalDtype):
        return None
    own = list(dtype.categories)
    if set(own) <= set(CATEGORIES[column]) or not all(isinstance(word, str) for word in own):
        return None
    return own


def tie_weights(frame: pd.DataFrame, problems: list[Problem]) -> Float64Array:
    """The weight of each tie, 1 where no column says otherwise."""
    if "weight" not in frame.columns:
        return np.ones(len(frame))
    values = as_floats(frame["weight"])
    problems += in_rows(
        "tie_weight",
        "ties",
        "weight",
        frame["weight"],
        ~((values > 0) & np.isfinite(values)),
        lambda value: f"weight is {value!r}, not a finite number above 0",
        'Drop the rows that mean "no tie" or "not known": every row of ties is a tie.',
    )
    return values


def kinds(series: pd.Series[Any], problems: list[Problem]) -> npt.NDArray[Any]:
    """The kind of each tie as text, None where it is not known."""
    values = series.to_numpy(dtype=object)
    missing = np.asarray(series.isna(), dtype=bool)
    wrong = np.array([not isinstance(value, str) for value in values], dtype=bool) & ~missing
    problems += in_rows(
        "kind_type",
        "ties",
        "kind",
        values,
        wrong,
        lambda value: f"kind {value!r} is not text",
        "Name kinds of ties with text.",
    )
    kept = np.empty(len(values), dtype=object)
    kept[~missing] = values[~missing]
    return kept
