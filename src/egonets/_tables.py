"""Egonets as three tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets import _display, _what_if
from egonets._checks import Clean, checked
from egonets._conditions import Condition, chosen
from egonets._dyads import one_per_dyad
from egonets._frames import Float64Array, Int64Array, index_as_it_is, locked, read_only, renumbered, view
from egonets._what_if import Changes
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
    >>> nets = EgoNets(egos, alters, ties)
    >>> nets
    EgoNets: 2 egos, 2 alters, 1 tie
     ego  alter  strength
    anna mother       0.9
    anna  coach       0.4
    >>> nets.drop_alters("strength < 0.5")
    EgoNets: 2 egos, 1 alter, 0 ties
     ego  alter  strength
    anna mother       0.9
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
    layer_source: Int64Array  #: Row of `alters` where each row of `layers` starts.
    layer_target: Int64Array  #: Row of `alters` where each row of `layers` ends.

    def __init__(
        self, egos: pd.DataFrame, alters: pd.DataFrame | None = None, ties: pd.DataFrame | None = None
    ) -> None:
        alters = pd.DataFrame(columns=list(KEYS["alters"])) if alters is None else alters
        ties = pd.DataFrame(columns=list(KEYS["ties"])) if ties is None else ties
        for name, frame in (("egos", egos), ("alters", alters), ("ties", ties)):
            if not isinstance(frame, pd.DataFrame):
                raise TypeError(f"{name} must be a pandas DataFrame, not {type(frame).__name__}.")
        self._keep(checked(egos, alters, ties))

    def _keep(self, clean: Clean) -> None:
        """Lock the tables and lay the flat arrays beside them."""
        ties, source, target = one_per_dyad(clean.layers, clean.layer_source, clean.layer_target)
        counts = np.bincount(clean.alter_ego, minlength=len(clean.egos))
        layers = locked(clean.layers)
        parts = {
            "_egos": locked(clean.egos),
            "_alters": locked(clean.alters),
            "_layers": layers,
            "_ties": layers if ties is clean.layers else locked(ties),
            "offsets": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            "alter_ego": clean.alter_ego,
            "tie_ego": clean.alter_ego[source],
            "tie_source": source,
            "tie_target": target,
            "tie_weight": ties["weight"].to_numpy(dtype=np.float64),
            "layer_source": clean.layer_source,
            "layer_target": clean.layer_target,
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
        return index_as_it_is(self._egos["ego"].to_numpy(), "ego")

    def series(self, values: npt.ArrayLike, name: str) -> pd.Series[Any]:
        """A value per ego as a Series, indexed by ego."""
        return pd.Series(np.asarray(values), index=self.ego_ids, name=name)

    def equals(self, other: object) -> bool:
        """Whether another object holds the same egonets: same rows in the same order, same columns and types."""
        if not isinstance(other, EgoNets):
            return False
        mine, theirs = (self._egos, self._alters, self._layers), (other._egos, other._alters, other._layers)
        return all(_same(one, another) for one, another in zip(mine, theirs, strict=True))

    def alters_with_ego_columns(self, columns: Sequence[str] | None = None, *, prefix: str = "ego_") -> pd.DataFrame:
        """One row per alter with what is known of its ego beside it, for models of alters within egos.

        Parameters
        ----------
        columns
            Columns of ``egos`` to join; left out, all but the id.
        prefix
            Put before their names, so that an ego's age and an alter's age stay apart.

        Examples
        --------
        >>> from egonets import example
        >>> table = example("street_team").alters_with_ego_columns(["wave"])
        >>> table[["ego", "alter", "strength", "ego_wave"]].head(2)
                   ego    alter  strength  ego_wave
        0  street_team   mother      0.75         1
        1  street_team  brother      0.60         1
        """
        wanted = [name for name in self._egos.columns if name != "ego"] if columns is None else list(columns)
        joined = self.egos[wanted].iloc[self.alter_ego].reset_index(drop=True).add_prefix(prefix)
        taken = [name for name in joined.columns if name in self._alters.columns]
        if taken:
            raise ValueError(f"alters has a column {taken[0]!r} already. Choose another prefix than {prefix!r}.")
        return pd.concat([self.alters, joined], axis=1)

    # -- some of them --------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._egos)

    def __contains__(self, ego: Hashable) -> bool:
        return ego in self.ego_ids

    def __iter__(self) -> Iterator[EgoNets]:
        return (self[[ego]] for ego in self.ego_ids)

    def __getitem__(self, egos: Any) -> EgoNets:
        """The egonet of one ego, or those of several, in the order asked for."""
        if isinstance(egos, slice):
            raise TypeError("Egonets are chosen by their ids, not by their places. Give one id or a list of ids.")
        several = isinstance(egos, Sequence | np.ndarray | pd.Index | pd.Series) and not isinstance(egos, str)
        rows = _what_if.rows_of(self, list(egos) if several else [egos])
        return self._of(_what_if.parts(self, rows, np.ones(len(self.alter_ego), dtype=bool)))

    def select_egos(self, condition: Condition) -> EgoNets:
        """The egonets of the egos that fulfil a condition.

        Parameters
        ----------
        condition
            A condition on the columns of ``egos`` as text (``"wave == 1"``), a function of the table that gives a
            truth value per row, or the truth values themselves.

        Examples
        --------
        >>> from egonets import density, examples
        >>> nets = examples()
        >>> len(nets.select_egos(density(nets).to_numpy() > 0.5))
        2
        """
        keep = chosen(self.egos, condition)
        return self._of(_what_if.parts(self, np.flatnonzero(keep), np.ones(len(self.alter_ego), dtype=bool)))

    def select_alters(self, condition: Condition) -> EgoNets:
        """The same egos with only the alters that fulfil a condition, and the ties among these.

        Examples
        --------
        >>> from egonets import example
        >>> len(example("street_team").select_alters("status == 'in_recovery'").alters)
        7
        """
        return self._of(_what_if.parts(self, np.arange(len(self)), chosen(self.alters, condition)))

    def select_ties(self, condition: Condition) -> EgoNets:
        """The same alters with only the ties that fulfil a condition on the columns of ``layers``.

        Examples
        --------
        >>> from egonets import example
        >>> len(example("street_team").select_ties("kind == 'kin'").ties)
        1
        """
        keep = np.flatnonzero(chosen(self.layers, condition))
        ends = self.layer_source[keep], self.layer_target[keep]
        return self._of(Clean(self.egos, self.alters, renumbered(self.layers.iloc[keep]), self.alter_ego, *ends))

    # -- what if -------------------------------------------------------------------------------------------

    def drop_alters(self, condition: Condition) -> EgoNets:
        """The same egos without the alters that fulfil a condition, and without their ties.

        Examples
        --------
        >>> from egonets import example
        >>> len(example("using_circle").drop_alters("status == 'uses'").alters)
        1
        """
        return self.select_alters(~chosen(self.alters, condition))

    def add_alters(self, alters: pd.DataFrame, ties: pd.DataFrame | None = None) -> EgoNets:
        """The same egonets with more alters, and with ties of theirs.

        Examples
        --------
        >>> import pandas as pd
        >>> from egonets import example
        >>> coach = pd.DataFrame({"ego": ["home_alone"], "alter": ["coach"], "zone": ["effective"]})
        >>> len(example("home_alone").add_alters(coach).alters)
        6
        """
        more = self.layers if ties is None else _what_if.appended(self.layers, _weighted(ties))
        return EgoNets(self.egos, _what_if.appended(self.alters, alters), more)

    def replace_alters(
        self,
        condition: Condition,
        alters: pd.DataFrame,
        ties: pd.DataFrame | None = None,
        *,
        keep_ties: bool = False,
    ) -> EgoNets:
        """The same egos with other alters instead of those that fulfil a condition.

        Parameters
        ----------
        condition
            Which alters go.
        alters
            Who comes.
        ties
            Ties of those who come.
        keep_ties
            True: each new alter takes the place of one who goes, with all its ties. There must be as many, of the
            same egos and in the same order.

        Examples
        --------
        >>> import pandas as pd
        >>> from egonets import example
        >>> nets = example("home_alone")
        >>> friend = pd.DataFrame({"ego": ["home_alone"], "alter": ["new_friend"], "status": ["in_recovery"]})
        >>> list(nets.replace_alters("alter == 'old_friend'", friend, keep_ties=True).ties["source"])
        ['new_friend']
        """
        if not keep_ties:
            return self.drop_alters(condition).add_alters(alters, ties)
        instead, names = _what_if.in_place_of(self.alters, chosen(self.alters, condition), alters)
        nets = EgoNets(self.egos, instead, _what_if.renamed_ends(self.layers, names))
        return nets if ties is None else nets.add_ties(ties)

    def change_alters(self, condition: Condition, changes: Changes) -> EgoNets:
        """The same egonets with other values in some columns of the alters that fulfil a condition.

        Parameters
        ----------
        condition
            Which alters change.
        changes
            Column by column: one value for all of them, one value for each, or a function of their rows.

        Examples
        --------
        >>> from egonets import example
        >>> sober = example("using_circle").change_alters("status == 'uses'", {"status": "in_recovery"})
        >>> closer = sober.change_alters("zone == 'effective'", {"strength": lambda rows: rows["strength"] + 0.1})
        """
        rows = chosen(self.alters, condition)
        return EgoNets(self.egos, _what_if.changed(self.alters, rows, changes, "alters"), self.layers)

    def add_ties(self, ties: pd.DataFrame) -> EgoNets:
        """The same alters with more ties; a tie that is there already keeps the larger weight.

        Examples
        --------
        >>> import pandas as pd
        >>> from egonets import density, star
        >>> density(star(3).add_ties(pd.DataFrame({"ego": ["ego"], "source": [0], "target": [2]}))).round(2).item()
        0.33
        """
        return EgoNets(self.egos, self.alters, _what_if.appended(self.layers, _weighted(ties)))

    def drop_ties(self, condition: Condition) -> EgoNets:
        """The same alters without the ties that fulfil a condition on the columns of ``layers``.

        Examples
        --------
        >>> from egonets import clique
        >>> len(clique(4).drop_ties("source == 0").ties)
        3
        """
        return self.select_ties(~chosen(self.layers, condition))

    def replace_ties(self, condition: Condition, ties: pd.DataFrame) -> EgoNets:
        """The same alters with other ties instead of those that fulfil a condition.

        Examples
        --------
        >>> import pandas as pd
        >>> from egonets import clique
        >>> instead = pd.DataFrame({"ego": ["ego"], "source": [0], "target": [1], "weight": [2.0]})
        >>> clique(3).replace_ties("target == 2", instead).ties["weight"].tolist()
        [2.0]
        """
        return self.drop_ties(condition).add_ties(ties)

    def change_ties(self, condition: Condition, changes: Changes) -> EgoNets:
        """The same ties with other values in some columns of those that fulfil a condition."""
        rows = chosen(self.layers, condition)
        return EgoNets(self.egos, self.alters, _what_if.changed(self.layers, rows, changes, "ties"))

    # -- as an object --------------------------------------------------------------------------------------

    @classmethod
    def _of(cls, clean: Clean) -> EgoNets:
        """Egonets from tables that need no check, because they are part of checked ones."""
        nets = object.__new__(cls)
        nets._keep(clean)
        return nets

    def __reduce__(self) -> tuple[Any, ...]:
        layers = (self._layers, self.layer_source, self.layer_target)
        return EgoNets._of, (Clean(self._egos, self._alters, layers[0], self.alter_ego, *layers[1:]),)

    def __copy__(self) -> EgoNets:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> EgoNets:
        return self

    def _tables(self) -> dict[str, pd.DataFrame]:
        return {"egos": self._egos, "alters": self._alters, "ties": self._ties}

    def __repr__(self) -> str:
        return _display.as_text(self._tables())

    def _repr_markdown_(self) -> str:
        return _display.as_markdown(self._tables())


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables are equal; columns without rows have no type to differ in."""
    return one.columns.equals(other.columns) if one.empty and other.empty else one.equals(other)


def _weighted(ties: pd.DataFrame) -> pd.DataFrame:
    """Ties with the weight that they have when none is given."""
    return ties if "weight" in ties.columns else ties.assign(weight=1.0)
