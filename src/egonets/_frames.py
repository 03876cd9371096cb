"""Frames that nobody outside can change, and text that is of one type in every pandas.

A locked frame holds read-only arrays; what a caller gets is a new frame over the same arrays. So writing into
a cell fails or stays with the caller, as a new column does, and nothing is copied.

From Python strings pandas 2 makes a column of objects, pandas 3 one of ``str``, where None becomes NaN. Here text
is objects in both, so that None stays None and tables are equal whichever pandas made them.
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
    of_their_types = {place: as_it_is(column) for place, column in enumerate(columns)}
    copy = pd.DataFrame(of_their_types, index=pd.RangeIndex(len(frame)), copy=False)
    copy.columns = pd.Index(list(frame.columns))
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


def as_it_is(array: Any, index: pd.Index[Any] | None = None) -> pd.Series[Any]:
    """A column of the array's own type; without being told, pandas guesses anew what objects are."""
    return pd.Series(array, index=index, dtype=array.dtype, copy=False)


def index_as_it_is(array: npt.NDArray[Any], name: str | None = None) -> pd.Index[Any]:
    """An index of the array's own type."""
    return pd.Index(array, dtype=array.dtype, name=name)


def with_text_as_objects(frame: pd.DataFrame) -> pd.DataFrame:
    """A new frame with the text in each of its columns as objects."""
    shown = frame.copy(deep=False)
    for place, dtype in enumerate(frame.dtypes):
        if _is_text_unasked(dtype):
            shown.isetitem(place, text_as_objects(frame.iloc[:, place]))
    return shown


def text_as_objects(column: Any) -> Any:
    """A column of the type that pandas 3 gives to text unasked as objects, None for no text; any other as it is."""
    if not _is_text_unasked(column.dtype):
        return column
    return as_it_is(column.to_numpy(dtype=object, na_value=None), column.index)


def _is_text_unasked(dtype: Any) -> bool:
    # The type "string", which somebody must ask for, has pandas.NA for what is missing.
    return isinstance(dtype, pd.StringDtype) and dtype.na_value is not pd.NA


def plainest(values: Any, index: pd.Index[Any] | None = None) -> pd.Series[Any]:
    """A column of the plainest type that holds all the values: truth, numbers, dates; text stays objects."""
    column = pd.Series(values, index=index, dtype=object)
    plain = column.infer_objects()
    return column if _is_text_unasked(plain.dtype) else plain


def read_only(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same array, closed for writing."""
    array.setflags(write=False)
    return array
