"""Other egonets made from given ones: fewer, more or different alters and ties."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from egonets._checks import Clean
from egonets._frames import Int64Array, Mask, plainest, renumbered, text_as_objects, with_text_as_objects
from egonets._words import KEYS

if TYPE_CHECKING:
    from egonets._tables import EgoNets

#: New values of columns: one for all chosen rows, one per chosen row, or a function of the chosen rows.
Changes = Mapping[str, Any | Callable[[pd.DataFrame], Any]]


def parts(nets: EgoNets, ego_rows: Int64Array, keep_alters: Mask) -> Clean:
    """The chosen egos, in the order asked for, with those of their alters that are kept and the ties among these."""
    new_ego = np.full(len(nets), -1, dtype=np.int64)
    new_ego[ego_rows] = np.arange(len(ego_rows))
    ego_of_alter = new_ego[nets.alter_ego]
    rows = np.flatnonzero(keep_alters & (ego_of_alter >= 0))
    rows = rows[np.argsort(ego_of_alter[rows], kind="stable")]
    place = np.full(len(keep_alters), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    source, target = place[nets.layer_source], place[nets.layer_target]
    layers = np.flatnonzero((source >= 0) & (target >= 0))
    layers = layers[np.lexsort((target[layers], source[layers]))]
    return Clean(
        renumbered(nets.egos.iloc[ego_rows]),
        renumbered(nets.alters.iloc[rows]),
        renumbered(nets.layers.iloc[layers]),
        ego_of_alter[rows],
        source[layers],
        target[layers],
    )


def appended(above: pd.DataFrame, below: pd.DataFrame) -> pd.DataFrame:
    """Two tables, one above the other; what only one of them knows is missing in the other."""
    above, below = with_text_as_objects(above), with_text_as_objects(below)
    columns = [*above.columns, *(name for name in below.columns if name not in above.columns)]
    return pd.DataFrame({name: _stacked(above, below, name) for name in columns}, columns=columns)


def _stacked(above: pd.DataFrame, below: pd.DataFrame, name: str) -> Any:
    tops = [frame[name] if name in frame.columns else None for frame in (above, below)]
    types = {column.dtype for column in tops if column is not None}
    values = [
        value
        for column, frame in zip(tops, (above, below), strict=True)
        for value in ([None] * len(frame) if column is None else column)
    ]
    categories = next((dtype for dtype in types if isinstance(dtype, pd.CategoricalDtype)), None)
    if categories is not None and all(value in categories.categories for value in values if not pd.isna(value)):
        return pd.Categorical(values, dtype=categories)
    if len(types) == 1 and categories is None and all(column is not None for column in tops):
        return pd.Series(values, dtype=types.pop())
    return plainest(values)


def changed(frame: pd.DataFrame, rows: Mask, changes: Changes, table: str) -> pd.DataFrame:
    """A copy of a table with new values in some columns of the chosen rows."""
    for column in changes:
        if column in KEYS[table]:
            raise ValueError(f"Column {column!r} names the rows of {table} and cannot be changed; replace the rows.")
        if column not in frame.columns:
            there = ", ".join(repr(name) for name in frame.columns)
            raise ValueError(f"There is no column {column!r} to change in {table}; the columns are {there}.")
    new = {column: _new_values(frame, rows, column, change) for column, change in changes.items()}
    return frame.assign(**new)


def _new_values(frame: pd.DataFrame, rows: Mask, column: str, change: Any) -> Any:
    old = frame[column]
    values = old.to_numpy(dtype=object, copy=True)
    new = change(frame[rows]) if callable(change) else change
    if isinstance(new, pd.Series):
        new = text_as_objects(new).to_numpy(dtype=object)
    several = isinstance(new, Sequence | np.ndarray) and not isinstance(new, str)
    if several and len(new) != rows.sum():
        raise ValueError(f"Column {column!r} got {len(new)} new values for {rows.sum()} chosen rows.")
    values[rows] = list(new) if several else new
    if isinstance(old.dtype, pd.CategoricalDtype) and all(v in old.cat.categories for v in values if not pd.isna(v)):
        return pd.Categorical(values, dtype=old.dtype)
    return plainest(values, frame.index)


def in_place_of(frame: pd.DataFrame, rows: Mask, new: pd.DataFrame) -> tuple[pd.DataFrame, dict[tuple[Any, Any], Any]]:
    """Alters with the chosen ones replaced where they stand, and the new id for each old one."""
    old = frame[rows]
    if list(old["ego"]) != list(new["ego"]):
        raise ValueError(
            f"To keep their ties, the {len(old)} chosen alters need one new alter each, of the same ego and in the "
            f"same order; the chosen belong to {list(old['ego'])!r}, the new to {list(new['ego'])!r}."
        )
    names = {(ego, was): now for ego, was, now in zip(old["ego"], old["alter"], new["alter"], strict=True)}
    stacked = appended(frame[~rows], new)
    order = np.argsort(np.concatenate([np.flatnonzero(~rows), np.flatnonzero(rows)]), kind="stable")
    return renumbered(stacked.iloc[order]), names


def renamed_ends(ties: pd.DataFrame, names: dict[tuple[Any, Any], Any]) -> pd.DataFrame:
    """Ties that end at the new ids."""
    ends = {
        column: [names.get((ego, alter), alter) for ego, alter in zip(ties["ego"], ties[column], strict=True)]
        for column in ("source", "target")
    }
    return ties.assign(**ends)


def rows_of(nets: EgoNets, ego_ids: Sequence[Any]) -> Int64Array:
    """Rows of the egos with these ids."""
    rows = nets.ego_ids.get_indexer(pd.Index(list(ego_ids), dtype=object))
    if (rows < 0).any():
        raise KeyError(f"There is no ego {list(ego_ids)[int(np.flatnonzero(rows < 0)[0])]!r}.")
    return rows.astype(np.int64)
