"""Exposure: how much of the egonet uses, and how much is in recovery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from egonets.measures._arrays import (
    Floats,
    alters_per_ego,
    degrees,
    numbers,
    pairs,
    ratio,
    sum_per_ego,
    ties_per_ego,
)
from egonets.measures._categories import coded, told

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def exposure(nets: EgoNets) -> pd.Series[Any]:
    """Share of the alters who use, among those whose status is known.

    An alter whose status is missing or ``unknown`` is in neither the numerator nor the denominator, here and in every
    measure of this module. How many they are is told by :func:`status_share`.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where nobody uses, to 1, where all do. NaN where no alter's status is known.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``.

    Examples
    --------
    >>> from egonets import example, exposure
    >>> 0 <= exposure(example("using_circle")).item() <= 1
    True
    """
    return nets.series(_share(nets, "uses"), "exposure")


def strength_exposure(nets: EgoNets, *, strength: str = "strength") -> pd.Series[Any]:
    r"""Share of the strength of ego's ties that goes to alters who use.

    .. math:: \frac{\sum_{j\ \mathrm{uses}} w_j}{\sum_j w_j}

    over the alters whose status and strength :math:`w_j` are known.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.
    strength
        Numeric column of the alters, 0 or more.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where nothing is known or all strengths are zero.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``, or no numeric column of that name.

    Examples
    --------
    >>> from egonets import example, strength_exposure
    >>> 0 <= strength_exposure(example("using_circle")).item() <= 1
    True
    """
    return nets.series(_share(nets, "uses", numbers(nets, strength)), "strength_exposure")


def contact_exposure(nets: EgoNets, *, contact: str = "contact") -> pd.Series[Any]:
    """Share of ego's contacts that are with alters who use.

    As :func:`strength_exposure`, with contacts per week as the weight.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.
    contact
        Numeric column of the alters: contacts per week, 0 or more.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where nothing is known or there is no contact.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``, or no numeric column of that name.

    Examples
    --------
    >>> from egonets import contact_exposure, example
    >>> 0 <= contact_exposure(example("using_circle")).item() <= 1
    True
    """
    return nets.series(_share(nets, "uses", numbers(nets, contact)), "contact_exposure")


def zone_exposure(nets: EgoNets, *, weights: Mapping[str, float] | None = None) -> pd.Series[Any]:
    """Share of the alters who use, with near zones weighing more.

    Parameters
    ----------
    nets
        Egonets whose alters have the columns ``status`` and ``zone``.
    weights
        What an alter of each zone weighs. Without it, the outmost zone weighs 1, the next 2, and so on: ranks, a
        convention and not a measurement.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where no alter has both a known status and a zone.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status`` or ``zone``.
    ValueError
        If ``weights`` does not name every zone.

    Examples
    --------
    >>> from egonets import example, zone_exposure
    >>> 0 <= zone_exposure(example("using_circle")).item() <= 1
    True
    """
    return nets.series(_share(nets, "uses", _zone_weights(nets, weights)), "zone_exposure")


def recovery_exposure(nets: EgoNets) -> pd.Series[Any]:
    """Share of the alters who are in recovery, among those whose status is known.

    As :func:`exposure`, with ``in_recovery`` in place of ``uses``.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where no alter's status is known.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``.

    Examples
    --------
    >>> from egonets import example, recovery_exposure
    >>> recovery_exposure(example("street_team")).item() > 0
    True
    """
    return nets.series(_share(nets, "in_recovery"), "recovery_exposure")


def strength_recovery_exposure(nets: EgoNets, *, strength: str = "strength") -> pd.Series[Any]:
    """Share of the strength of ego's ties that goes to alters in recovery.

    As :func:`strength_exposure`, with ``in_recovery`` in place of ``uses``.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.
    strength
        Numeric column of the alters, 0 or more.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where nothing is known or all strengths are zero.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``, or no numeric column of that name.

    Examples
    --------
    >>> from egonets import example, strength_recovery_exposure
    >>> strength_recovery_exposure(example("street_team")).item() > 0
    True
    """
    return nets.series(_share(nets, "in_recovery", numbers(nets, strength)), "strength_recovery_exposure")


def contact_recovery_exposure(nets: EgoNets, *, contact: str = "contact") -> pd.Series[Any]:
    """Share of ego's contacts that are with alters in recovery.

    As :func:`contact_exposure`, with ``in_recovery`` in place of ``uses``.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.
    contact
        Numeric column of the alters: contacts per week, 0 or more.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where nothing is known or there is no contact.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``, or no numeric column of that name.

    Examples
    --------
    >>> from egonets import contact_recovery_exposure, example
    >>> contact_recovery_exposure(example("street_team")).item() > 0
    True
    """
    return nets.series(_share(nets, "in_recovery", numbers(nets, contact)), "contact_recovery_exposure")


def zone_recovery_exposure(nets: EgoNets, *, weights: Mapping[str, float] | None = None) -> pd.Series[Any]:
    """Share of the alters who are in recovery, with near zones weighing more.

    As :func:`zone_exposure`, with ``in_recovery`` in place of ``uses``.

    Parameters
    ----------
    nets
        Egonets whose alters have the columns ``status`` and ``zone``.
    weights
        What an alter of each zone weighs; see :func:`zone_exposure`.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where no alter has both a known status and a zone.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status`` or ``zone``.
    ValueError
        If ``weights`` does not name every zone.

    Examples
    --------
    >>> from egonets import example, zone_recovery_exposure
    >>> zone_recovery_exposure(example("street_team")).item() > 0
    True
    """
    return nets.series(_share(nets, "in_recovery", _zone_weights(nets, weights)), "zone_recovery_exposure")


def _share(nets: EgoNets, status: str, weight: Floats | None = None) -> Floats:
    """Share of alters with a status, by number or by weight, among those whose status and weight are known."""
    statuses = told(coded(nets, "status"))
    known = statuses.known
    if weight is None:
        weight = np.ones(len(known))
    known &= ~np.isnan(weight)
    counted = np.where(known, weight, 0.0)
    return ratio(sum_per_ego(nets, counted * statuses.is_in(status)), sum_per_ego(nets, counted))


def _zone_weights(nets: EgoNets, weights: Mapping[str, float] | None) -> Floats:
    zone = coded(nets, "zone")
    if weights is None:
        weights = {name: float(rank) for rank, name in enumerate(reversed(zone.categories), start=1)}
    if set(weights) != set(zone.categories):
        raise ValueError(f"weights must name the zones {', '.join(zone.categories)}; got {', '.join(weights)}.")
    # The code -1, an alter without a zone, takes the last entry.
    weight_of_code = np.array([*(weights[name] for name in zone.categories), np.nan])
    return np.asarray(weight_of_code[zone.codes])


def density_among_using(nets: EgoNets) -> pd.Series[Any]:
    """Share of the possible ties among the alters who use that are there.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``. Tie weights are not used.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where those who use are strangers to each other, to 1, where they all know each other. NaN where fewer
        than two alters use.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``.

    Examples
    --------
    >>> from egonets import density_among_using, example
    >>> 0 <= density_among_using(example("using_circle")).item() <= 1
    True
    """
    uses = coded(nets, "status").is_in("uses")
    among = uses[nets.tie_source] & uses[nets.tie_target]
    possible = pairs(alters_per_ego(nets, uses))
    return nets.series(ratio(ties_per_ego(nets, among), possible), "density_among_using")


def isolates_not_using(nets: EgoNets) -> pd.Series[Any]:
    """Share of the alters without ties to other alters who do not use.

    Someone in recovery does not use. Isolates of unknown status are left out.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where all isolates use, to 1, where none does. NaN without isolates of known status.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``.

    Examples
    --------
    >>> from egonets import example, isolates_not_using
    >>> isolates_not_using(example("diverse")).item() > 0
    True
    """
    statuses = told(coded(nets, "status"))
    isolate = statuses.known & (degrees(nets) == 0)
    not_using = isolate & ~statuses.is_in("uses")
    share = ratio(alters_per_ego(nets, not_using), alters_per_ego(nets, isolate))
    return nets.series(share, "isolates_not_using")
