"""What the package raises when data are wrong.

::

    ValueError
    └── EgonetDataError      .problems: all that was found, not only the first
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from egonets._frames import Mask, with_text_as_objects

#: How many problems a message spells out; all of them are in ``problems``.
SPELT_OUT = 20


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets, EgonetDataError
    >>> try:
    ...     EgoNets(pd.DataFrame({"ego": ["anna", "anna"]}))
    ... except EgonetDataError as error:
    ...     problem = error.problems[0]
    >>> problem.place, problem.message
    ('egos row 1', "ego 'anna' is there already")
    """

    code: str  #: Reason in one word, such as ``unknown_ego``; the same in every version.
    table: str  #: ``egos``, ``alters``, ``ties`` or ``candidates``; for a file that could not be split, ``file``.
    row: int | None  #: Position in the table, counted from 0; None when the whole column or table is meant.
    column: str | None  #: Name of the column.
    value: Any  #: What stands there.
    message: str  #: What is wrong, as a sentence without its full stop.
    remedy: str  #: What to do, as a full sentence.
    file: str | None = None  #: Name of the file, when the table was read from one.
    line: int | None = None  #: Line in that file, counted from 1, as an editor shows it.

    def __str__(self) -> str:
        return f"{self.place}: {self.message}. {self.remedy}"

    @property
    def place(self) -> str:
        """Where it is: file and line if it came from a file, else table and row."""
        if self.file is not None:
            return f"{self.file}, line {self.line}" if self.line is not None else self.file
        return self.table if self.row is None else f"{self.table} row {self.row}"


class EgonetDataError(ValueError):
    """Tables or files that cannot be egonets, with every problem that was found.

    Parameters
    ----------
    problems
        At least one :class:`Problem`.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets, EgonetDataError
    >>> egos = pd.DataFrame({"ego": ["anna"]})
    >>> alters = pd.DataFrame({"ego": ["anna", "ann"], "alter": ["mother", "coach"], "strength": [9, 0.5]})
    >>> try:
    ...     EgoNets(egos, alters)
    ... except EgonetDataError as error:
    ...     print([problem.code for problem in error.problems])
    ['out_of_range', 'unknown_ego']
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_message(self.problems))

    def __reduce__(self) -> tuple[type[EgonetDataError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)

    def to_frame(self) -> pd.DataFrame:
        """All problems as a table, one row each, to sort, count or save."""
        return with_text_as_objects(pd.DataFrame([asdict(problem) for problem in self.problems]))


def _message(problems: tuple[Problem, ...]) -> str:
    count = len(problems)
    head = "1 problem in the data:" if count == 1 else f"{count} problems in the data:"
    lines = [f"  {problem}" for problem in problems[:SPELT_OUT]]
    if count > SPELT_OUT:
        lines.append(f"  and {count - SPELT_OUT} more; all are in the error's `problems`.")
    return "\n".join([head, *lines])


def in_rows(
    code: str, table: str, column: str, values: Any, bad: Mask, says: Callable[[Any], str], remedy: str
) -> Iterable[Problem]:
    """One problem for each bad row of a column."""
    if not bad.any():
        return
    values = np.asarray(values, dtype=object)
    for row in np.flatnonzero(bad):
        value = plain(values[row])
        yield Problem(code, table, int(row), column, value, says(value), remedy)


def plain(value: Any) -> Any:
    """A NumPy number as Python writes it."""
    return value.item() if isinstance(value, np.generic) else value
