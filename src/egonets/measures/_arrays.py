"""What every measure needs: sums by ego, columns as arrays, results as frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from egonets._errors import EgonetDataError, Problem
from egonets._frames import as_it_is

if TYPE_CHECKING:
    from egonets._tables import EgoNets

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Alters in a block of egonets; its arrays, half a megabyte each, stay in the processor's cache.
BLOCK = 2**16


class Flat(Protocol):
    """Egonets as flat arrays: all of an :class:`EgoNets`, or a block of it."""

    @property
    def offsets(self) -> Ints: ...
    @property
    def alter_ego(self) -> Ints: ...
    @property
    def tie_ego(self) -> Ints: ...
    @property
    def tie_source(self) -> Ints: ...
    @property
    def tie_target(self) -> Ints: ...
    @property
    def tie_weight(self) -> Floats: ...
    def __len__(self) -> int: ...


@dataclass(frozen=True)
class Block:
    """Some egonets in a row, their egos and alters counted from 0."""

    offsets: Ints
    alter_ego: Ints
    tie_ego: Ints
    tie_source: Ints
    tie_target: Ints
    tie_weight: Floats
    alters: slice  #: Rows of these alters in the table of all.

    def __len__(self) -> int:
        return len(self.offsets) - 1


def in_blocks(nets: Flat, measure: Callable[[Block], Floats]) -> Floats:
    """A value per ego, computed block by block: faster, and in less memory, than with arrays over all egonets."""
    return np.concatenate([np.empty(0), *map(measure, blocks(nets))])


def blocks(nets: Flat) -> Iterator[Block]:
    """All egonets in their order; an egonet is never divided."""
    starts = np.arange(0, nets.offsets[-1], BLOCK)
    borders = np.unique(np.append(np.searchsorted(nets.offsets, starts), [0, len(nets)]))
    ties = np.searchsorted(nets.tie_source, nets.offsets[borders])
    for place in range(len(borders) - 1):
        egos, tie = slice(*borders[place : place + 2]), slice(*ties[place : place + 2])
        offsets = nets.offsets[egos.start : egos.stop + 1]
        alters = slice(offsets[0], offsets[-1])
        yield Block(
            offsets - alters.start,
            nets.alter_ego[alters] - egos.start,
            nets.tie_ego[tie] - egos.start,
            nets.tie_source[tie] - alters.start,
            nets.tie_target[tie] - alters.start,
            nets.tie_weight[tie],
            alters,
        )


def sizes(nets: Flat) -> Ints:
    """Alters per ego."""
    return np.diff(nets.offsets)


def alters_per_ego(nets: Flat, counted: Bools) -> Ints:
    """How many alters are counted, per ego."""
    return np.bincount(nets.alter_ego[counted], minlength=len(nets))


def ties_per_ego(nets: Flat, counted: Bools | None = None) -> Ints:
    """How many ties among alters are counted, per ego; all of them when nothing is said."""
    tie_ego = nets.tie_ego if counted is None else nets.tie_ego[counted]
    return np.bincount(tie_ego, minlength=len(nets))


def sum_per_ego(nets: Flat, values: ArrayLike) -> Floats:
    """Sum over the alters of each ego; 0 without alters."""
    return _weighted_count(nets.alter_ego, values, len(nets))


def product_per_ego(nets: Flat, values: Floats) -> Floats:
    """Product over the alters of each ego; 1 without alters."""
    return _reduce_per_ego(np.multiply, nets, values, empty=1.0)


def maximum_per_ego(nets: Flat, values: Floats) -> Floats:
    """Largest value among the alters of each ego; NaN without alters."""
    return _reduce_per_ego(np.maximum, nets, values, empty=np.nan)


def minimum_per_ego(nets: Flat, values: Floats) -> Floats:
    """Smallest value among the alters of each ego; NaN without alters."""
    return _reduce_per_ego(np.minimum, nets, values, empty=np.nan)


def _reduce_per_ego(reduce: np.ufunc, nets: Flat, values: Floats, empty: float) -> Floats:
    result = np.full(len(nets), empty)
    # reduceat gives an empty stretch the value of its neighbour, so only egos with alters take part.
    filled = sizes(nets) > 0
    result[filled] = reduce.reduceat(values, nets.offsets[:-1][filled])
    return result


def per_alter(nets: Flat, source_values: ArrayLike, target_values: ArrayLike) -> Floats:
    """Sum over the ties of each alter.

    A tie brings ``target_values`` to its source and ``source_values`` to its target: what each receives is what stands
    at the other end.
    """
    alters = len(nets.alter_ego)
    at_source = _weighted_count(nets.tie_source, target_values, alters)
    return at_source + _weighted_count(nets.tie_target, source_values, alters)


def _weighted_count(places: Ints, values: ArrayLike, length: int) -> Floats:
    # Without any place, bincount forgets the weights and counts in whole numbers.
    return np.bincount(places, np.asarray(values, dtype=float), length).astype(np.float64, copy=False)


def degrees(nets: Flat) -> Ints:
    """Ties of each alter to other alters; the tie to ego is not counted."""
    alters = len(nets.alter_ego)
    return np.bincount(nets.tie_source, minlength=alters) + np.bincount(nets.tie_target, minlength=alters)


def ratio(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """Quotient that is NaN, without a warning, where the denominator is zero."""
    above, below = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    defined = below != 0
    return np.where(defined, above / np.where(defined, below, 1.0), np.nan)


def pairs(count: ArrayLike) -> Floats:
    """Unordered pairs among so many."""
    n = np.asarray(count, dtype=float)
    return np.asarray(n * (n - 1) / 2)


def picked(values: NDArray[Any], rows: Ints) -> NDArray[Any]:
    """Values of these rows; None where a row is -1."""
    result = np.full(len(rows), None, dtype=object)
    found = rows >= 0
    result[found] = values[rows[found]]
    return result


def frame(nets: EgoNets, columns: Mapping[str, Any]) -> pd.DataFrame:
    """Several measures side by side, one row per ego."""
    egos = nets.ego_ids
    return pd.DataFrame({name: as_it_is(np.asarray(values), egos) for name, values in columns.items()}, index=egos)


def numbers(nets: EgoNets, name: str, table: str = "alters") -> Floats:
    """A numeric or yes/no column as floats, NaN where nothing was answered."""
    values = column(nets, name, table)
    if not (pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values)):
        raise EgonetDataError([_not_numeric(table, name, values)])
    return values.to_numpy(dtype=np.float64, na_value=np.nan)


def column(nets: EgoNets, name: str, table: str = "alters") -> pd.Series[Any]:
    """A column of one of the tables; an error that lists the others if there is none of that name."""
    rows: pd.DataFrame = getattr(nets, table)
    if name not in rows.columns:
        raise EgonetDataError([_no_column(table, name, rows.columns)])
    return rows[name]


def has_columns(nets: EgoNets, names: Iterable[str], table: str = "alters") -> bool:
    """Whether a table has every one of these columns."""
    return set(names) <= set(getattr(nets, table).columns)


def _no_column(table: str, name: str, present: pd.Index[Any]) -> Problem:
    there = ", ".join(f"{one}" for one in present)
    return Problem(
        code="no_column",
        table=table,
        row=None,
        column=name,
        value=None,
        message=f"there is no column {name!r}; the columns are {there}",
        remedy="Add the column, or say which column to use.",
    )


def _not_numeric(table: str, name: str, values: pd.Series[Any]) -> Problem:
    answered = values.dropna()
    return Problem(
        code="not_a_number",
        table=table,
        row=None if answered.empty else int(values.notna().to_numpy().argmax()),
        column=name,
        value=None if answered.empty else answered.iloc[0],
        message=f"column {name!r} holds {values.dtype} where numbers are needed",
        remedy="Turn the column into numbers first, with pandas.to_numeric.",
    )
