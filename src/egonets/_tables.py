"""Egonets as three tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets import _checks
from egonets._frames import Float64Array, Int64Array, locked, read_only, view
from egonets._words import KEYS


@dataclass(frozen=True, init=False, repr=False, eq=False)
class EgoNets:
    """Any number of egonets: tables of egos, of their alters, and of the ties among the alters.

    The object never changes; every method that changes something returns a new one.

    Parameters
    ----------
    egos
        One row per ego. Needs a column ``ego``; ``wave`` and ``weight`` (sampling) are known, any other is kept.
    alters
        One row per alter. Needs ``ego`` and ``alter``; an alter's id is unique within its ego only. Left out:
        nobody has alters.
    ties
        One row per tie between two alters of an ego. Needs ``ego``, ``source`` and ``target``; ``weight`` is 1
        unless given, ``kind`` names a layer. Left out: no ties.

    Raises
    ------
    EgonetDataError
        With every problem in the three tables.

    Notes
    -----
    Ties are undirected and simple. Rows that repeat a dyad collapse into one, with the largest weight; those of
    different kinds stay apart in :attr:`layers`.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets
    >>> egos = pd.DataFrame({"ego": ["anna", "bo"]})
    >>> alters = pd.DataFrame({"ego": ["anna", "anna"], "alter": ["mother", "coach"], "strength": [0.9, 0.4]})
    >>> ties = pd.DataFrame({"ego": ["anna"], "source": ["coach"], "target": ["mother"]})
    >>> EgoNets(egos, alters, ties)
    EgoNets: 2 egos, 2 alters, 1 tie
    """

    _egos: pd.DataFrame
    _alters: pd.DataFrame
    _ties: pd.DataFrame
    _layers: pd.DataFrame
    offsets: Int64Array  #: Alters of ego e are rows offsets[e] to offsets[e + 1] of `alters`; shape (egos + 1,).
    alter_ego: Int64Array  #: Ego code of each row of `alters`.
    tie_ego: Int64Array  #: Ego code of each row of `ties`.
    tie_source: Int64Array  #: Row of `alters` where each tie starts; always below its target.
    tie_target: Int64Array  #: Row of `alters` where each tie ends.
    tie_weight: Float64Array  #: Weight of each tie, above 0.

    def __init__(
        self, egos: pd.DataFrame, alters: pd.DataFrame | None = None, ties: pd.DataFrame | None = None
    ) -> None:
        alters = pd.DataFrame(columns=list(KEYS["alters"])) if alters is None else alters
        ties = pd.DataFrame(columns=list(KEYS["ties"])) if ties is None else ties
        for name, frame in (("egos", egos), ("alters", alters), ("ties", ties)):
            if not isinstance(frame, pd.DataFrame):
                raise TypeError(f"{name} must be a pandas DataFrame, not {type(frame).__name__}.")
        self._keep(_checks.checked(egos, alters, ties))

    def _keep(self, clean: _checks.Clean) -> None:
        """Lock the tables and lay the flat arrays beside them."""
        ties, source, target = _checks.one_per_dyad(clean.layers, clean.layer_source, clean.layer_target)
        counts = np.bincount(clean.alter_ego, minlength=len(clean.egos))
        parts = {
            "_egos": locked(clean.egos),
            "_alters": locked(clean.alters),
            "_layers": locked(clean.layers),
            "_ties": locked(ties),
            "offsets": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            "alter_ego": clean.alter_ego,
            "tie_ego": clean.alter_ego[source],
            "tie_source": source,
            "tie_target": target,
            "tie_weight": ties["weight"].to_numpy(dtype=np.float64),
        }
        for name, part in parts.items():
            array = isinstance(part, np.ndarray)
            object.__setattr__(self, name, read_only(np.ascontiguousarray(part).copy()) if array else part)

    # -- the tables ----------------------------------------------------------------------------------------

    @property
    def egos(self) -> pd.DataFrame:
        """One row per ego, in the order given."""
        return view(self._egos)

    @property
    def alters(self) -> pd.DataFrame:
        """One row per alter, sorted by ego; within an ego in the order given."""
        return view(self._alters)

    @property
    def ties(self) -> pd.DataFrame:
        """One row per pair of alters that are tied, sorted like the alters."""
        return view(self._ties)

    @property
    def layers(self) -> pd.DataFrame:
        """One row per tied pair and kind of tie; the same as `ties` when no pair is tied in two ways."""
        return view(self._layers)

    @property
    def ego_ids(self) -> pd.Index[Any]:
        """Ids of the egos, as the index of every measure."""
        return pd.Index(self._egos["ego"].to_numpy(), name="ego")

    def series(self, values: npt.ArrayLike, name: str) -> pd.Series[Any]:
        """A value per ego as a Series, indexed by ego."""
        return pd.Series(np.asarray(values), index=self.ego_ids, name=name)

    def __len__(self) -> int:
        return len(self._egos)

    def __repr__(self) -> str:
        counts = (_count(len(self._egos), "ego"), _count(len(self._alters), "alter"), _count(len(self._ties), "tie"))
        return f"EgoNets: {', '.join(counts)}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")
