"""Frames that nobody outside can change.

A locked frame holds read-only arrays; what a caller gets is a new frame over the same arrays. So writing into
a cell fails, a new column stays with the caller, and nothing is copied.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Int64Array = npt.NDArray[np.int64]
Float64Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def locked(frame: pd.DataFrame) -> pd.DataFrame:
    """A deep copy of a frame whose arrays are read-only, with rows counted from 0."""
    columns = [_locked_array(frame.iloc[:, place]) for place in range(frame.shape[1])]
    copy = pd.DataFrame(dict(enumerate(columns)), index=pd.RangeIndex(len(frame)), copy=False)
    copy.columns = pd.Index(list(frame.columns), dtype=object)
    return copy


def _locked_array(column: pd.Series[Any]) -> Any:
    if isinstance(column.dtype, np.dtype):
        return read_only(np.array(column.array))
    return column.array.copy()  # extension arrays cannot be locked from outside: `view` copies them


def view(frame: pd.DataFrame) -> pd.DataFrame:
    """A new frame over the arrays of a locked one."""
    shown = frame.copy(deep=False)
    shown.index = pd.RangeIndex(len(frame))
    shown.columns = frame.columns.copy()
    for place, dtype in enumerate(frame.dtypes):
        if not isinstance(dtype, np.dtype):
            shown.isetitem(place, frame.iloc[:, place].array.copy())
    return shown


def renumbered(frame: pd.DataFrame) -> pd.DataFrame:
    """A new frame over the same arrays, with rows counted from 0."""
    shown = frame.copy(deep=False)
    shown.index = pd.RangeIndex(len(frame))
    return shown


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, closed for writing."""
    array.setflags(write=False)
    return array
