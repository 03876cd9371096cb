"""Between two waves: who stayed, who is new, who is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egonets._errors import EgonetDataError, Problem
from egonets._frames import index_as_it_is
from egonets.measures._arrays import Bools, Floats, Ints, ratio
from egonets.measures._categories import MISSING, Coded, coded

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def turnover(before: EgoNets, after: EgoNets) -> pd.DataFrame:
    r"""Alters kept, new and dropped between two waves.

    Egos and alters are the same in both waves if their ids are. With :math:`K` kept, :math:`N` new and :math:`D`
    dropped alters, the stability is Jaccard's coefficient of the two sets,

    .. math:: S = \frac{K}{K + N + D}

    Parameters
    ----------
    before, after
        The egonets of the first and of the second wave.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``kept``, ``new``, ``dropped`` and ``stability``, the last from 0 to 1. All egos of the first wave, then
        those who joined in the second. NaN for an ego who is in one wave only: someone who was not asked again has not
        lost her alters. The stability is NaN also where nobody was named in either wave.

    Raises
    ------
    EgonetDataError
        If ids are text in one wave and numbers in the other: "1" and 1 would never meet.

    Examples
    --------
    >>> from egonets import star, turnover
    >>> turnover(star(alters=3), star(alters=4)).loc["ego"].tolist()
    [3.0, 1.0, 0.0, 0.75]
    """
    both = _Matched.of(before, after)
    kept = both.count(both.before_ego, both.kept_before)
    new, dropped = both.count(both.after_ego, ~both.kept_after), both.count(both.before_ego, ~both.kept_before)
    columns = {"kept": kept, "new": new, "dropped": dropped, "stability": ratio(kept, kept + new + dropped)}
    return both.frame(columns)


def turnover_by(
    before: EgoNets, after: EgoNets, name: str = "status", *, categories: Sequence[Any] | None = None
) -> pd.DataFrame:
    """Alters kept, new and dropped between two waves, by status, zone or any other column of words.

    Kept and dropped alters count under the category that they had in the first wave, new ones under that of the second;
    :func:`transitions` tells how the kept ones changed.

    Parameters
    ----------
    before, after
        The egonets of the first and of the second wave.
    name
        Column of the alters in both waves.
    categories
        All that the column may hold. Needed unless the column is a pandas ``Categorical``, as ``zone``, ``status`` and
        ``context`` always are.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``kept_uses``, ``kept_in_recovery`` and so on, then ``new_…`` and ``dropped_…``; alters without a value
        under ``kept_missing``, ``new_missing`` and ``dropped_missing``. Rows as in :func:`turnover`.

    Raises
    ------
    EgonetDataError
        If there is no such column, its categories are not declared or differ between the waves, or the ids are of two
        kinds.

    Examples
    --------
    >>> from egonets import example, turnover_by
    >>> team = example("street_team")
    >>> turnover_by(team, team, "status").loc["street_team", "kept_in_recovery"].item()
    7.0
    """
    both = _Matched.of(before, after)
    was, became = _one_vocabulary(before, after, name, categories)
    groups = {
        "kept": (both.before_ego, both.kept_before, was),
        "new": (both.after_ego, ~both.kept_after, became),
        "dropped": (both.before_ego, ~both.kept_before, was),
    }
    columns = {
        f"{fate}_{word}": both.count(ego, counted & (code.codes == place))
        for fate, (ego, counted, code) in groups.items()
        for place, word in _with_missing(code)
    }
    return both.frame(columns)


def transitions(
    before: EgoNets, after: EgoNets, name: str = "status", *, categories: Sequence[Any] | None = None
) -> pd.DataFrame:
    """How the kept alters changed between two waves: from which category to which.

    Parameters
    ----------
    before, after
        The egonets of the first and of the second wave.
    name
        Column of the alters in both waves.
    categories
        All that the column may hold; see :func:`turnover_by`.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``uses_to_uses``, ``uses_to_in_recovery`` and so on, for all pairs of categories and ``missing``; a
        row's sum is the number of kept alters. Rows as in :func:`turnover`.

    Raises
    ------
    EgonetDataError
        As in :func:`turnover_by`.

    Examples
    --------
    >>> from egonets import example, transitions
    >>> team = example("street_team")
    >>> transitions(team, team, "status").loc["street_team", "uses_to_in_recovery"].item()
    0.0
    """
    both = _Matched.of(before, after)
    was, became = _one_vocabulary(before, after, name, categories)
    first = np.flatnonzero(both.kept_before)
    now = became.codes[both.partner[first]]
    columns = {
        f"{word}_to_{later}": both.count(both.before_ego[first], (was.codes[first] == place) & (now == next_place))
        for place, word in _with_missing(was)
        for next_place, later in _with_missing(became)
    }
    return both.frame(columns)


def _with_missing(code: Coded) -> list[tuple[int, Any]]:
    return [*enumerate(code.categories), (-1, MISSING)]


@dataclass(frozen=True)
class _Matched:
    """The alters of two waves, matched by ego and alter id."""

    egos: pd.Index[Any]  #: All egos of the first wave, then the others.
    in_both: Bools  #: Egos who are in both waves.
    before_ego: Ints  #: Place in ``egos`` of each alter of the first wave.
    after_ego: Ints
    partner: Ints  #: Row in the second wave of each alter of the first; -1 without one.
    kept_after: Bools

    @property
    def kept_before(self) -> Bools:
        return self.partner >= 0

    @classmethod
    def of(cls, before: EgoNets, after: EgoNets) -> _Matched:
        egos = _joined(before.ego_ids, after.ego_ids, "egos", "ego")
        in_both = egos.isin(before.ego_ids) & egos.isin(after.ego_ids)
        before_ego = before.alter_ego
        after_ego = egos.get_indexer(after.ego_ids)[after.alter_ego]
        first, second = (pd.Index(nets.alters["alter"]) for nets in (before, after))
        alters = _joined(first, second, "alters", "alter")
        key = pd.Index(before_ego * len(alters) + alters.get_indexer(first))
        later_key = pd.Index(after_ego * len(alters) + alters.get_indexer(second))
        return cls(egos, in_both, before_ego, after_ego, later_key.get_indexer(key), later_key.isin(key))

    def count(self, ego: Ints, counted: NDArray[np.bool_]) -> Floats:
        """Counted alters per ego; NaN for an ego who is in one wave only."""
        return np.where(self.in_both, np.bincount(ego[counted], minlength=len(self.egos)), np.nan)

    def frame(self, columns: dict[str, Floats]) -> pd.DataFrame:
        return pd.DataFrame(columns, index=pd.Index(self.egos, name="ego"))


def _joined(before: pd.Index[Any], after: pd.Index[Any], table: str, name: str) -> pd.Index[Any]:
    """Ids of the first wave, then those that only the second has."""
    if len(before) and len(after) and before.dtype != after.dtype:
        raise EgonetDataError([_two_kinds(before, after, table, name)])
    some = [ids.to_numpy() for ids in (before, after) if len(ids)] or [before.to_numpy()]
    return index_as_it_is(np.concatenate(some)).drop_duplicates()


def _two_kinds(before: pd.Index[Any], after: pd.Index[Any], table: str, name: str) -> Problem:
    kinds = ["numbers" if pd.api.types.is_numeric_dtype(ids) else "text" for ids in (before, after)]
    return Problem(
        code="mixed_ids",
        table=table,
        row=None,
        column=name,
        value=None,
        message=f"ids in {table}.{name} are {kinds[0]} in the first wave and {kinds[1]} in the second",
        remedy='Use text or whole numbers in both: "1" and 1 would never meet.',
    )


def _one_vocabulary(
    before: EgoNets, after: EgoNets, name: str, categories: Sequence[Any] | None
) -> tuple[Coded, Coded]:
    was, became = coded(before, name, categories), coded(after, name, categories)
    if was.categories != became.categories:
        raise EgonetDataError([_two_vocabularies(name, was, became)])
    return was, became


def _two_vocabularies(name: str, was: Coded, became: Coded) -> Problem:
    words = [", ".join(map(str, code.categories)) for code in (was, became)]
    return Problem(
        code="two_vocabularies",
        table="alters",
        row=None,
        column=name,
        value=None,
        message=f"the categories of {name!r} are {words[0]} in the first wave and {words[1]} in the second",
        remedy="Pass categories=[...] with all that the column may hold in either wave.",
    )
