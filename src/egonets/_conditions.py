"""Which rows of a table are meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._frames import Mask

#: Rows of a table: a condition in words that `DataFrame.eval` understands, a function of the table that gives
#: one truth value per row, or such truth values. A missing truth value chooses nothing.
Condition = str | Callable[[pd.DataFrame], Any] | pd.Series | npt.NDArray[Any] | Sequence[bool]


def chosen(frame: pd.DataFrame, condition: Condition) -> Mask:
    """True for each row of a frame that fulfils a condition."""
    answer: Any = condition
    if isinstance(condition, str):
        answer = frame.eval(condition, engine="python")
    elif callable(condition):
        answer = condition(frame)
    values = pd.Series(np.asarray(answer)) if not isinstance(answer, pd.Series) else answer
    if values.shape != (len(frame),):
        raise ValueError(
            f"The condition must give one truth value for each of the {len(frame)} rows; it gave {values.shape}."
        )
    if not pd.api.types.is_bool_dtype(values.dtype):
        wrong = [value for value in values.dropna() if not isinstance(value, bool | np.bool_)]
        if wrong:
            raise ValueError(f"The condition must give True or False for each row; it gave {wrong[0]!r}.")
    return np.array(values.astype("boolean").fillna(False), dtype=bool)
