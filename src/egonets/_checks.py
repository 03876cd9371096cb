"""The border: three frames come in, clean tables and flat codes go out, or every problem at once.

The checks run in the order in which a person would make them: are the columns there, can the rows be named,
do the rows refer to each other, do the values make sense.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from egonets._dyads import simple_layers
from egonets._errors import EgonetDataError, Problem
from egonets._frames import Int64Array, as_it_is, renumbered, with_text_as_objects
from egonets._ids import Codes
from egonets._values import clean_values
from egonets._words import KEYS


@dataclass(frozen=True)
class Clean:
    """Tables without problems, alters sorted by ego, ties by dyad, and the codes behind them."""

    egos: pd.DataFrame
    alters: pd.DataFrame
    layers: pd.DataFrame  #: One row per dyad and kind.
    alter_ego: Int64Array  #: Row of each alter's ego.
    layer_source: Int64Array  #: Row of the alter that comes first.
    layer_target: Int64Array  #: Row of the alter that comes second.


def checked(egos: pd.DataFrame, alters: pd.DataFrame, ties: pd.DataFrame) -> Clean:
    """Clean tables; raises :class:`EgonetDataError` with all problems when there is one."""
    tables = {"egos": egos, "alters": alters, "ties": ties}
    problems = [problem for table, frame in tables.items() for problem in column_problems(table, frame)]
    if problems:
        raise EgonetDataError(problems)
    tables = {table: renumbered(with_text_as_objects(frame)) for table, frame in tables.items()}
    codes = Codes(tables, problems)
    values = {table: clean_values(table, frame, problems) for table, frame in tables.items()}
    if problems:
        raise EgonetDataError(sorted(problems, key=_reading_order))
    return _in_ego_order(values, codes)


def _reading_order(problem: Problem) -> tuple[int, int]:
    return list(KEYS).index(problem.table), -1 if problem.row is None else problem.row


def column_problems(table: str, frame: pd.DataFrame) -> Iterable[Problem]:
    """Key columns that are missing, names that are used twice, names that are not text."""
    for column in KEYS[table]:
        if column not in frame.columns:
            there = ", ".join(repr(name) for name in frame.columns) or "none"
            says = f"{table} has no column {column!r}"
            remedy = f"Add it, or rename the column that holds it; the columns are {there}."
            yield Problem("missing_column", table, None, column, None, says, remedy)
    for column in dict.fromkeys(frame.columns[frame.columns.duplicated()]):
        says = f"{table} has more than one column {column!r}"
        yield Problem("duplicate_column", table, None, str(column), None, says, "Give each column a name of its own.")
    for column in frame.columns:
        if not isinstance(column, str):
            says = f"{table} has a column named {column!r}, which is not text"
            yield Problem("column_name", table, None, str(column), column, says, "Name columns with text.")


def _in_ego_order(tables: dict[str, pd.DataFrame], codes: Codes) -> Clean:
    """Tables with their ids in one type and their rows in the order of the egos."""
    tables = {
        table: frame.assign(**{column: as_it_is(codes.ids[table, column].values) for column in KEYS[table]})
        for table, frame in tables.items()
    }
    alter_ego = codes.ego_of["alters"]
    order = np.argsort(alter_ego, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    alters = renumbered(tables["alters"].take(order))
    layers, source, target = simple_layers(tables["ties"], place[codes.ends], alters)
    return Clean(tables["egos"], alters, layers, alter_ego[order], source, target)
