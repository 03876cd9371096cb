"""How the alters of an ego hang together: size, density, components, effective size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from egonets._errors import EgonetDataError, Problem
from egonets.measures._arrays import (
    Flat,
    Floats,
    Ints,
    degrees,
    in_blocks,
    numbers,
    pairs,
    ratio,
    sizes,
    sum_per_ego,
    ties_per_ego,
)

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def size(nets: EgoNets) -> pd.Series[Any]:
    """Alters of each ego.

    Parameters
    ----------
    nets
        Any number of egonets.

    Returns
    -------
    Series of int, indexed by ego
        0 for an ego without alters; never undefined.

    Examples
    --------
    >>> from egonets import size, star
    >>> size(star(alters=4)).item()
    4
    >>> size(star(alters=0)).item()
    0
    """
    return nets.series(sizes(nets), "size")


def density(nets: EgoNets, *, asked: str | None = None) -> pd.Series[Any]:
    r"""Share of the possible ties among alters that are there.

    For an ego with :math:`n` alters and :math:`m` ties among them,

    .. math:: D = \frac{2m}{n(n-1)}

    Ego and the ties to ego are left out. A questionnaire that asks about some pairs only (the first five alters, say)
    needs those pairs as the denominator; otherwise a pair that nobody asked about counts as a pair of strangers.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights are not used.
    asked
        Column of ``nets.egos`` with the number of pairs that were asked about. Without it, all pairs were.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where no alter knows another, to 1, where all do.
        NaN for fewer than two alters, where no pair was asked, or where the number of pairs is missing.

    Raises
    ------
    EgonetDataError
        If ``asked`` is not a numeric column of the egos, or fewer pairs were asked than there are ties.

    Examples
    --------
    >>> from egonets import clique, density, star
    >>> density(clique(alters=4)).item()
    1.0
    >>> density(star(alters=1)).item()
    nan
    """
    ties = ties_per_ego(nets)
    possible = pairs(sizes(nets)) if asked is None else _pairs_asked(nets, asked, ties)
    return nets.series(ratio(ties, possible), "density")


def _pairs_asked(nets: EgoNets, asked: str, ties: Ints) -> Floats:
    possible = numbers(nets, asked, table="egos")
    impossible = np.flatnonzero((possible < ties) | (possible > pairs(sizes(nets))))
    if len(impossible):
        raise EgonetDataError(_impossible_pairs(nets, asked, int(row), possible[row], ties) for row in impossible)
    return possible


def _impossible_pairs(nets: EgoNets, asked: str, row: int, pairs_asked: float, ties: Ints) -> Problem:
    alters = sizes(nets)[row]
    return Problem(
        code="impossible_pairs",
        table="egos",
        row=row,
        column=asked,
        value=pairs_asked,
        message=f"{pairs_asked:g} pairs asked, but there are {ties[row]} ties among {alters} alters",
        remedy="Give the number of pairs that were asked about: at least one per tie, at most n(n-1)/2.",
    )


def components(nets: EgoNets) -> pd.Series[Any]:
    """Groups of alters that hang together once ego is taken away.

    Two alters are in one component if one can be reached from the other along ties among alters. An alter without such
    ties is a component of its own.

    Parameters
    ----------
    nets
        Any number of egonets.

    Returns
    -------
    Series of int, indexed by ego
        From 1, where all hang together, to the number of alters. 0 for an ego without alters.

    Examples
    --------
    >>> from egonets import clique, components, star
    >>> components(clique(alters=4)).item()
    1
    >>> components(star(alters=4)).item()
    4
    """
    return nets.series(in_blocks(nets, _components).astype(np.int64), "components")


def _components(nets: Flat) -> Floats:
    first_members = np.unique(component_of_alter(nets), return_index=True)[1]
    return np.bincount(nets.alter_ego[first_members], minlength=len(nets)).astype(float)


def component_of_alter(nets: Flat) -> Ints:
    """A number per alter, the same for alters of one component."""
    alters = len(nets.alter_ego)
    if alters == 0:
        return np.empty(0, dtype=np.int64)
    # One graph holds many egonets: no tie leaves its egonet, so neither does a component.
    tie = np.ones(len(nets.tie_source), dtype=np.int8)
    graph = coo_array((tie, (nets.tie_source, nets.tie_target)), shape=(alters, alters))
    return connected_components(graph.tocsr(), directed=False)[1].astype(np.int64)


def isolates(nets: EgoNets) -> pd.Series[Any]:
    """Alters who know no other alter.

    Parameters
    ----------
    nets
        Any number of egonets.

    Returns
    -------
    Series of int, indexed by ego
        From 0 to the number of alters. 0 for an ego without alters.

    Examples
    --------
    >>> from egonets import isolates, star
    >>> isolates(star(alters=4)).item()
    4
    """
    alone = sum_per_ego(nets, degrees(nets) == 0)
    return nets.series(alone.astype(np.int64), "isolates")


def fragmentation(nets: EgoNets) -> pd.Series[Any]:
    r"""Share of the pairs of alters who cannot reach each other except through ego.

    With components of :math:`s` alters each,

    .. math:: F = 1 - \frac{\sum s(s-1)}{n(n-1)}

    Parameters
    ----------
    nets
        Any number of egonets.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where all hang together, to 1, where nobody knows anybody. NaN for fewer than two alters.

    Examples
    --------
    >>> from egonets import clique, fragmentation, star
    >>> fragmentation(clique(alters=4)).item(), fragmentation(star(alters=4)).item()
    (0.0, 1.0)

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network. *Computational & Mathematical
       Organization Theory*, 12(1), 21-34.
    """
    n = sizes(nets)
    return nets.series(1 - ratio(in_blocks(nets, _reachable), n * (n - 1)), "fragmentation")


def _reachable(nets: Flat) -> Floats:
    """Ordered pairs of alters who can reach each other."""
    component = component_of_alter(nets)
    companions = np.bincount(component)[component] - 1 if len(component) else component
    return sum_per_ego(nets, companions)


def component_ratio(nets: EgoNets) -> pd.Series[Any]:
    r"""Components over their possible number, from none to spare to all alters alone.

    .. math:: R = \frac{C - 1}{n - 1}

    Parameters
    ----------
    nets
        Any number of egonets.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where all hang together, to 1, where nobody knows anybody. NaN for fewer than two alters.

    Examples
    --------
    >>> from egonets import clique, component_ratio, star
    >>> component_ratio(clique(alters=4)).item(), component_ratio(star(alters=4)).item()
    (0.0, 1.0)
    """
    n = sizes(nets)
    to_spare = np.maximum(n - 1, 0)
    return nets.series(ratio(in_blocks(nets, _components) - 1, to_spare), "component_ratio")


def effective_size(nets: EgoNets) -> pd.Series[Any]:
    r"""Alters that are not redundant: their number less the mean number of ties among them.

    For an ego with :math:`n` alters and :math:`m` ties among them,

    .. math:: E = n - \frac{2m}{n}

    which is Burt's effective size [1]_ when ties are undirected and unweighted [2]_.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights are not used.

    Returns
    -------
    Series of float, indexed by ego
        From 1, where everyone knows everyone, to :math:`n`, where nobody does. NaN for an ego without alters.

    Examples
    --------
    >>> from egonets import clique, effective_size, star
    >>> effective_size(star(alters=4)).item()
    4.0
    >>> effective_size(clique(alters=4)).item()
    1.0
    >>> effective_size(star(alters=0)).item()
    nan

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural holes: the social structure of competition*. Harvard University Press.
    .. [2] Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. *Connections*, 20(1), 35-38.
    """
    return nets.series(_effective_size(nets), "effective_size")


def _effective_size(nets: EgoNets) -> Floats:
    n, m = sizes(nets), ties_per_ego(nets)
    return n - ratio(2 * m, n)


def efficiency(nets: EgoNets) -> pd.Series[Any]:
    r"""Share of the alters that are not redundant.

    Effective size over size: :math:`E / n = 1 - 2m / n^2`.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights are not used.

    Returns
    -------
    Series of float, indexed by ego
        From :math:`1/n`, where everyone knows everyone, to 1, where nobody does. NaN for an ego without alters.

    Examples
    --------
    >>> from egonets import clique, efficiency
    >>> efficiency(clique(alters=4)).item()
    0.25

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural holes: the social structure of competition*. Harvard University Press.
    """
    return nets.series(ratio(_effective_size(nets), sizes(nets)), "efficiency")
