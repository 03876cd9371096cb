"""Columns of words as integer codes, with categories that somebody declared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egonets._errors import EgonetDataError, Problem
from egonets.measures._arrays import Bools, Ints, column

if TYPE_CHECKING:
    from egonets._tables import EgoNets

#: What to do with alters who have no value: leave them out of numerator and denominator, give them a share of their
#: own, or leave the ego undefined.
Missing = Literal["leave_out", "own_share", "undefined"]

#: Name of the column for alters without a value.
MISSING = "missing"

#: The package's word for a value that somebody looked for and did not find.
UNKNOWN = "unknown"


class Coded(NamedTuple):
    """A column of words as numbers."""

    codes: NDArray[np.integer[Any]]  #: Place of each row's category; -1 where the value is missing.
    categories: tuple[Any, ...]  #: Declared, in their order, present in the data or not.

    @property
    def known(self) -> Bools:
        return np.asarray(self.codes >= 0)

    def is_in(self, *wanted: object) -> Bools:
        """Rows with one of the wanted categories."""
        places = [self.categories.index(one) for one in wanted]
        return np.isin(self.codes, places)


def coded(nets: EgoNets, name: str, categories: Sequence[Any] | None = None, table: str = "alters") -> Coded:
    """A categorical column, whose categories come from the caller, the column's type or the package's words."""
    values = column(nets, name, table)
    declared = _declared(values, categories)
    if declared is None:
        raise EgonetDataError([_undeclared(table, name, values)])
    return _encode(values, declared, name, table)


def observed(nets: EgoNets, name: str, categories: Sequence[Any] | None = None) -> Coded:
    """Like :func:`coded`, for measures that do not depend on absent categories: what occurs will do."""
    values = column(nets, name)
    declared = _declared(values, categories)
    if declared is None:
        codes, present = pd.factorize(values)
        return Coded(codes, tuple(present))
    return _encode(values, declared, name, "alters")


def _declared(values: pd.Series[Any], categories: Sequence[Any] | None) -> pd.Index[Any] | None:
    if categories is None and isinstance(values.dtype, pd.CategoricalDtype):
        categories = list(values.dtype.categories)
    return None if categories is None else pd.Index(list(categories))


def _encode(values: pd.Series[Any], declared: pd.Index[Any], name: str, table: str) -> Coded:
    if isinstance(values.dtype, pd.CategoricalDtype) and values.dtype.categories.equals(declared):
        return Coded(values.cat.codes.to_numpy(), tuple(declared))
    codes = declared.get_indexer(pd.Index(values))
    strange = (codes < 0) & values.notna().to_numpy()
    if strange.any():
        raise EgonetDataError(_strangers(table, name, values, strange, declared))
    return Coded(codes, tuple(declared))


def _strangers(table: str, name: str, values: pd.Series[Any], strange: Bools, declared: pd.Index[Any]) -> list[Problem]:
    words = ", ".join(map(str, declared))
    return [
        Problem(
            code="unknown_category",
            table=table,
            row=int(row),
            column=name,
            value=values.iloc[row],
            message=f"{name} is {values.iloc[row]!r}; the declared categories are {words}",
            remedy="Correct the value, or declare its category.",
        )
        for row in np.flatnonzero(strange)
    ]


def _undeclared(table: str, name: str, values: pd.Series[Any]) -> Problem:
    return Problem(
        code="undeclared_categories",
        table=table,
        row=None,
        column=name,
        value=None,
        message=f"the categories of {name!r} are not declared, and those that happen to occur may not be all",
        remedy="Pass categories=[...], or make the column a pandas.Categorical.",
    )


def told(code: Coded) -> Coded:
    """The column with ``unknown`` as a missing value: two who did not tell are not alike."""
    if UNKNOWN not in code.categories:
        return code
    return code._replace(codes=np.where(code.is_in(UNKNOWN), -1, code.codes))


def check_missing(missing: Missing) -> None:
    """Refuse a policy that does not exist."""
    if missing not in get_args(Missing):
        raise ValueError(f"missing must be one of {', '.join(get_args(Missing))}, not {missing!r}.")


def counts_per_ego(nets: EgoNets, code: Coded) -> Ints:
    """Alters per ego and category, shape (egos, categories + 1); missing values in the last column."""
    width = len(code.categories) + 1
    place = np.where(code.codes < 0, width - 1, code.codes)
    cells = np.bincount(nets.alter_ego * width + place, minlength=len(nets) * width)
    return cells.reshape(-1, width)


def cells(nets: EgoNets, code: Coded, counted: Bools) -> tuple[Ints, Ints]:
    """Ego and number of alters of every category that an ego has; absent categories cost nothing."""
    width = len(code.categories) + 1
    # The code -1 takes the place before the first category.
    key = nets.alter_ego[counted] * width + code.codes[counted] + 1
    cell, count = np.unique(key, return_counts=True)
    return cell // width, count
