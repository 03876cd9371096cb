"""Zones: how many alters stand how near, and how the zones hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from egonets.measures._arrays import Floats, Ints, frame, pairs, ratio, ties_per_ego
from egonets.measures._categories import Coded, coded, counts_per_ego
from egonets.measures.composition import composition_counts

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def zone_counts(nets: EgoNets) -> pd.DataFrame:
    """Alters in each zone, from the inmost to the outmost; empty zones are kept.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``zone``.

    Returns
    -------
    DataFrame of int, indexed by ego
        One column per zone, in the order of the zones, and last ``missing``: alters without a zone. A row's sum is
        :func:`size`. 0 where there is nobody; never undefined.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``zone``.

    Examples
    --------
    >>> from egonets import example, zone_counts
    >>> list(zone_counts(example("street_team")).columns)
    ['primary', 'effective', 'extended', 'missing']
    """
    return composition_counts(nets, "zone")


def zone_density(nets: EgoNets) -> pd.DataFrame:
    r"""Share of the possible ties that are there, within each zone and between zones.

    Within a zone of :math:`n_a` alters :math:`n_a(n_a - 1)/2` ties are possible, between two zones :math:`n_a n_b`.
    Alters without a zone, and their ties, are left out.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``zone``. Tie weights are not used.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``primary_primary``, ``primary_effective`` and so on, the inner zone first. From 0 to 1. NaN where no
        tie is possible: a zone that is empty, or a single alter within one.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``zone``.

    Examples
    --------
    >>> from egonets import example, zone_density
    >>> list(zone_density(example("street_team")).columns)[:3]
    ['primary_primary', 'primary_effective', 'primary_extended']
    """
    zone = coded(nets, "zone")
    counts = counts_per_ego(nets, zone)
    places = range(len(zone.categories))
    blocks = {
        f"{zone.categories[a]}_{zone.categories[b]}": ratio(_ties_between(nets, zone, a, b), _possible(counts, a, b))
        for a in places
        for b in places[a:]
    }
    return frame(nets, blocks)


def _ties_between(nets: EgoNets, zone: Coded, a: int, b: int) -> Floats:
    source, target = zone.codes[nets.tie_source], zone.codes[nets.tie_target]
    there = (np.minimum(source, target) == a) & (np.maximum(source, target) == b)
    return ties_per_ego(nets, there).astype(float)


def _possible(counts: Ints, a: int, b: int) -> Floats:
    return pairs(counts[:, a]) if a == b else np.asarray(counts[:, a] * counts[:, b], dtype=float)
