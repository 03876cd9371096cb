"""Simple, undirected ties: one row per dyad and kind, then one row per dyad."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._frames import Int64Array, Mask, as_it_is, renumbered

#: Between the kinds of a dyad that is tied in more than one way.
PLUS = " + "


def simple_layers(
    ties: pd.DataFrame, ends: Int64Array, alters: pd.DataFrame
) -> tuple[pd.DataFrame, Int64Array, Int64Array]:
    """One row per dyad and kind, its ends in the order of the alters.

    Rows that repeat a dyad, in either direction, collapse: the largest weight stays, and the first row's other
    columns. The largest, because a sum would grow when a tie is merely said twice.
    """
    low, high = np.sort(ends, axis=0)
    kind = pd.factorize(ties["kind"], sort=True)[0] if "kind" in ties.columns else np.zeros(len(ties), dtype=np.int64)
    order = np.lexsort((kind, high, low))
    keys = np.array([low, high, kind])[:, order]
    first = _starts(keys)
    layers = renumbered(ties.take(order[first]))
    low, high = np.ascontiguousarray(keys[0, first]), np.ascontiguousarray(keys[1, first])
    layers["weight"] = _largest(ties["weight"].to_numpy(dtype=np.float64)[order], first)
    names = alters["alter"].to_numpy()
    return layers.assign(source=as_it_is(names[low]), target=as_it_is(names[high])), low, high


def one_per_dyad(
    layers: pd.DataFrame, source: Int64Array, target: Int64Array
) -> tuple[pd.DataFrame, Int64Array, Int64Array]:
    """One row per dyad: the largest weight of its layers, and their kinds joined."""
    first = _starts(np.array([source, target]))
    if first.all():
        return layers, source, target
    ties = renumbered(layers[first])
    ties["weight"] = _largest(layers["weight"].to_numpy(dtype=np.float64), first)
    starts = np.flatnonzero(first)
    stops = np.append(starts[1:], len(layers))
    kinds, joined = layers["kind"].to_numpy(dtype=object), ties["kind"].to_numpy(dtype=object, copy=True)
    for dyad in np.flatnonzero(stops - starts > 1):
        joined[dyad] = PLUS.join(kind for kind in kinds[starts[dyad] : stops[dyad]] if kind is not None)
    return ties.assign(kind=as_it_is(joined)), source[first], target[first]


def _starts(keys: npt.NDArray[np.int64]) -> Mask:
    """Where a column of sorted keys differs from the one before."""
    first = np.ones(keys.shape[1], dtype=bool)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    return first


def _largest(weights: npt.NDArray[np.float64], first: Mask) -> npt.NDArray[np.float64]:
    """The largest weight of each stretch."""
    return np.maximum.reduceat(weights, np.flatnonzero(first)) if len(weights) else weights
