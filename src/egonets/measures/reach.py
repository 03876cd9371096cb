"""The extended zone: what can be reached only through somebody nearer.

The alters of the outmost zone are friends of friends. Ego reaches one of them if at least one alter of an inner zone
knows her; without such an alter she is a name, not a contact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets._frames import as_it_is
from egonets._words import CAPITALS, SUPPORTS
from egonets.measures._arrays import Bools, Ints, alters_per_ego, frame, numbers, sum_per_ego
from egonets.measures._categories import coded

if TYPE_CHECKING:
    from egonets._tables import EgoNets

#: What an alter may give or have, as columns.
RESOURCES = (*(f"support_{kind}" for kind in SUPPORTS), *CAPITALS)


def extended_reach(nets: EgoNets, resource: str | None = None) -> pd.Series[Any]:
    """Alters of the extended zone whom ego reaches through an inner zone, or what they have.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``zone``. The outmost zone is the extended one, all others are inner.
    resource
        Numeric column of the alters, summed over those who are reached. Without it, they are counted.

    Returns
    -------
    Series of float, indexed by ego
        0 or more, in the unit of the resource. 0 where there is nobody in the extended zone or nobody in the inner
        ones: without inner alters the reach is exactly 0. NaN where the resource of a reached alter is missing.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``zone``, or no numeric column of that name.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets, extended_reach
    >>> egos = pd.DataFrame({"ego": ["anna"]})
    >>> alters = pd.DataFrame({"ego": "anna", "alter": ["mother", "doctor", "mayor"],
    ...     "zone": ["primary", "extended", "extended"]})
    >>> ties = pd.DataFrame({"ego": ["anna"], "source": ["mother"], "target": ["doctor"]})
    >>> extended_reach(EgoNets(egos, alters, ties)).item()
    1.0
    """
    reached = _reached(nets)
    value = np.ones(len(reached)) if resource is None else numbers(nets, resource)
    return nets.series(sum_per_ego(nets, np.where(reached, value, 0.0)), "extended_reach")


def extended_only(nets: EgoNets, resources: tuple[str, ...] | None = None) -> pd.DataFrame:
    """Resources that ego finds in the extended zone and nowhere nearer.

    A resource is found with an alter whose value is above 0. In the extended zone only alters who are reached count;
    see :func:`extended_reach`.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``zone``.
    resources
        Numeric columns of the alters. Without it, those of the four ``support_`` columns, ``economic`` and ``cultural``
        that are there.

    Returns
    -------
    DataFrame of bool, indexed by ego
        One column per resource: True where it is found at the end of an indirect tie only. False for an ego without
        alters. A missing value is not a find.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``zone``, or no numeric column of one of the names.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets, extended_only
    >>> egos = pd.DataFrame({"ego": ["anna"]})
    >>> alters = pd.DataFrame({"ego": "anna", "alter": ["mother", "doctor"], "zone": ["primary", "extended"],
    ...     "economic": [1.0, 3.0], "cultural": [0.0, 2.0]})
    >>> ties = pd.DataFrame({"ego": ["anna"], "source": ["mother"], "target": ["doctor"]})
    >>> extended_only(EgoNets(egos, alters, ties)).loc["anna"].tolist()
    [False, True]
    """
    if resources is None:
        resources = tuple(name for name in RESOURCES if name in nets.alters.columns)
    reached, inner = _reached(nets), _inner(nets)
    return frame(nets, {name: _only_there(nets, numbers(nets, name) > 0, reached, inner) for name in resources})


def _only_there(nets: EgoNets, has_it: Bools, reached: Bools, inner: Bools) -> Bools:
    beyond, nearer = (alters_per_ego(nets, has_it & where) > 0 for where in (reached, inner))
    return np.asarray(beyond & ~nearer)


def extended_reach_curve(nets: EgoNets, order: str | None = "strength") -> pd.DataFrame:
    """Alters of the extended zone still reached after the inner alters leave, one by one.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``zone``.
    order
        Numeric column of the alters: who has most leaves first, of equals the one who stands first. None: in the order
        of the table.

    Returns
    -------
    DataFrame
        One row per ego and departure: ``ego``; ``removed``, from 0 to the number of inner alters; ``alter``, who left
        last (None in the first row); and ``reach``. The reach never rises, and ends at exactly 0.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``zone``, no numeric column of that name, or an inner alter has no value in it.

    Examples
    --------
    >>> from egonets import example, extended_reach_curve
    >>> extended_reach_curve(example("diverse"))["reach"].iloc[-1].item()
    0
    """
    leaving = _leaving(nets, order)
    inner = alters_per_ego(nets, leaving.rank > 0)
    # A friend of friends is lost when the last inner alter who knows her leaves; 0: she never was reached.
    lost_at = _last_link(nets, leaving.rank)
    rows = _Steps.of(inner)
    reached = lost_at > 0
    lost = np.bincount(rows.first[nets.alter_ego[reached]] + lost_at[reached], minlength=len(rows.ego))
    lost_so_far = np.cumsum(lost) - (np.cumsum(lost) - lost)[rows.first][rows.ego]
    reach = alters_per_ego(nets, reached)[rows.ego] - lost_so_far
    who = np.full(len(rows.ego), None, dtype=object)
    who[rows.removed > 0] = nets.alters["alter"].to_numpy(dtype=object)[leaving.alters]
    ego = as_it_is(nets.ego_ids.to_numpy()[rows.ego])
    return pd.DataFrame({"ego": ego, "removed": rows.removed, "alter": as_it_is(who), "reach": reach})


class _Leaving(NamedTuple):
    """The order in which inner alters leave."""

    alters: Ints  #: Rows of the inner alters, by ego and departure.
    rank: Ints  #: Place of each alter in her ego's order, from 1; 0 for the extended zone.


class _Steps(NamedTuple):
    """One row per ego and departure, and one before the first."""

    ego: Ints
    removed: Ints
    first: Ints  #: Row of each ego before anybody left.

    @classmethod
    def of(cls, departures: Ints) -> _Steps:
        ego = np.repeat(np.arange(len(departures)), departures + 1)
        first = np.concatenate([[0], np.cumsum(departures + 1)[:-1]]).astype(np.int64)[: len(departures)]
        return cls(ego, np.arange(len(ego)) - first[ego], first)


def _leaving(nets: EgoNets, order: str | None) -> _Leaving:
    inner = np.flatnonzero(_inner(nets))
    most = np.zeros(len(nets.alter_ego)) if order is None else numbers(nets, order)
    if np.isnan(most[inner]).any():
        raise EgonetDataError(_no_place(order, row) for row in inner[np.isnan(most[inner])])
    inner = inner[np.lexsort((-most[inner], nets.alter_ego[inner]))]
    ego = nets.alter_ego[inner]
    first = np.searchsorted(ego, ego)
    rank = np.zeros(len(most), dtype=np.int64)
    rank[inner] = np.arange(len(inner)) - first + 1
    return _Leaving(inner, rank)


def _no_place(order: str | None, row: int) -> Problem:
    return Problem(
        code="missing_value",
        table="alters",
        row=int(row),
        column=order,
        value=None,
        message=f"{order} is missing, so this alter has no place in the order of leaving",
        remedy="Fill it in, or order by another column.",
    )


def _last_link(nets: EgoNets, rank: Ints) -> Ints:
    """For each extended alter, the largest rank among the inner alters who know her."""
    extended = _extended(nets)
    latest = np.zeros(len(rank), dtype=np.int64)
    for one, other in ((nets.tie_source, nets.tie_target), (nets.tie_target, nets.tie_source)):
        np.maximum.at(latest, one, rank[other])
    return np.where(extended, latest, 0)


def _reached(nets: EgoNets) -> Bools:
    """Alters of the extended zone who are tied to an alter of an inner zone."""
    inner, known_to_inner = _inner(nets), np.zeros(len(nets.alter_ego), dtype=bool)
    known_to_inner[nets.tie_source[inner[nets.tie_target]]] = True
    known_to_inner[nets.tie_target[inner[nets.tie_source]]] = True
    return known_to_inner & _extended(nets)


def _inner(nets: EgoNets) -> Bools:
    zone = coded(nets, "zone")
    return zone.known & ~_extended(nets)


def _extended(nets: EgoNets) -> Bools:
    zone = coded(nets, "zone")
    return zone.is_in(zone.categories[-1])
