"""Ego between the alters: constraint, hierarchy and betweenness."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from egonets.measures._arrays import (
    Flat,
    Floats,
    Ints,
    degrees,
    in_blocks,
    numbers,
    pairs,
    per_alter,
    ratio,
    sizes,
    sum_per_ego,
)

if TYPE_CHECKING:
    from egonets._tables import EgoNets

Words = NDArray[np.uint64]

#: Alters that fit into one machine word of neighbours.
WORD = 64

#: Words handled at once; they and what is computed from them stay in the processor's cache.
BATCH = 2**16


def constraint(nets: EgoNets) -> pd.Series[Any]:
    r"""How much ego's investment leads back to the same few alters; ties unweighted.

    Burt's constraint [1]_ within the egonet. With :math:`p_{0j} = 1/n` the share of ego's ties that goes to alter
    :math:`j`, and :math:`p_{qj}` the share of alter :math:`q`'s ties, to ego and to other alters, that goes to
    :math:`j`,

    .. math:: C = \sum_j c_{0j}, \qquad c_{0j} = \Big(p_{0j} + \sum_q p_{0q}\, p_{qj}\Big)^2

    With :math:`d_q` ties of alter :math:`q` to other alters this is

    .. math:: C = \sum_j \Big(\frac{1 + s_j}{n}\Big)^2, \qquad s_j = \sum_{q \sim j} \frac{1}{d_q + 1}

    Ties that an alter has outside the egonet are not known and do not count.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights and the column ``strength`` are not used; see :func:`weighted_constraint`.

    Returns
    -------
    Series of float, indexed by ego
        Above 0; :math:`1/n` where nobody knows anybody; 1 for a single alter. It may exceed 1: two alters who know
        each other give 1.125, the maximum. NaN for an ego without alters.

    Examples
    --------
    >>> from egonets import clique, constraint, star
    >>> constraint(star(alters=4)).item()
    0.25
    >>> constraint(clique(alters=2)).item()
    1.125

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural holes: the social structure of competition*. Harvard University Press.
    """
    return nets.series(in_blocks(nets, _constraint), "constraint")


def _constraint(nets: Flat) -> Floats:
    return _sum_or_nan(nets, constraint_of_alters(nets))


def constraint_of_alters(nets: Flat) -> Floats:
    """Each alter's share c_0j of ego's constraint, ties unweighted."""
    share_of_each_tie = 1 / (degrees(nets) + 1)
    back_to_alter = per_alter(nets, share_of_each_tie[nets.tie_source], share_of_each_tie[nets.tie_target])
    n = sizes(nets)[nets.alter_ego]
    return np.asarray(((1 + back_to_alter) / n) ** 2)


def weighted_constraint(nets: EgoNets, *, strength: str = "strength") -> pd.Series[Any]:
    r"""How much ego's investment leads back to the same few alters; ties weighted.

    Burt's constraint [1]_ within the egonet, with :math:`w_{0j}` the strength of ego's tie to alter :math:`j` and
    :math:`w_{qj}` the weight of the tie between alters :math:`q` and :math:`j`:

    .. math:: C = \sum_j \Big(p_{0j} + \sum_q p_{0q}\, p_{qj}\Big)^2, \qquad
              p_{0j} = \frac{w_{0j}}{\sum_k w_{0k}}, \qquad p_{qj} = \frac{w_{qj}}{w_{0q} + \sum_r w_{qr}}

    Both kinds of weight must be measured on one scale: an alter divides one budget between ego and the other alters.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights come from the column ``weight`` of ``nets.ties``.
    strength
        Numeric column of ``nets.alters`` with the weight of the tie to ego.

    Returns
    -------
    Series of float, indexed by ego
        Above 0, may exceed 1; equal to :func:`constraint` when all weights are equal. NaN for an ego without alters,
        with an alter whose strength is missing, or whose strengths are all zero.

    Raises
    ------
    EgonetDataError
        If there is no numeric column of that name.

    Examples
    --------
    >>> from egonets import EgoNets, clique, weighted_constraint
    >>> pair = clique(alters=2)
    >>> lopsided = EgoNets(pair.egos, pair.alters.assign(strength=[0.75, 0.25]), pair.ties)
    >>> round(weighted_constraint(lopsided).item(), 6)
    1.362959

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural holes: the social structure of competition*. Harvard University Press.
    """
    to_ego = numbers(nets, strength)
    constraints = in_blocks(nets, lambda block: _weighted_constraint(block, to_ego[block.alters]))
    return nets.series(constraints, "weighted_constraint")


def _weighted_constraint(nets: Flat, to_ego: Floats) -> Floats:
    among_alters = per_alter(nets, nets.tie_weight, nets.tie_weight)
    of_ego = ratio(to_ego, sum_per_ego(nets, to_ego)[nets.alter_ego])
    # p_0q / (budget of q): what reaches a neighbour of q per unit of weight.
    passed_on = ratio(of_ego, to_ego + among_alters)
    source, target, weight = nets.tie_source, nets.tie_target, nets.tie_weight
    through_others = per_alter(nets, passed_on[source] * weight, passed_on[target] * weight)
    return _sum_or_nan(nets, (of_ego + through_others) ** 2)


def _sum_or_nan(nets: Flat, values: Floats) -> Floats:
    """Sum over alters; NaN, not 0, for an ego without any."""
    return np.where(sizes(nets) > 0, sum_per_ego(nets, values), np.nan)


def hierarchy(nets: EgoNets) -> pd.Series[Any]:
    r"""How far the constraint comes from a single alter.

    The Coleman-Theil index of the alters' shares :math:`c_{0j}` of the constraint :math:`C` [1]_:

    .. math:: H = \frac{\sum_j \tilde c_j \ln \tilde c_j}{n \ln n}, \qquad \tilde c_j = \frac{c_{0j}}{C / n}

    Parameters
    ----------
    nets
        Any number of egonets. Ties unweighted, as in :func:`constraint`.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where every alter constrains alike, towards 1, where one alter is the source of it all. 1 for a single
        alter, by convention. NaN for an ego without alters.

    Examples
    --------
    >>> from egonets import clique, hierarchy, star
    >>> hierarchy(clique(alters=4)).item(), hierarchy(star(alters=1)).item()
    (0.0, 1.0)

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural holes: the social structure of competition*. Harvard University Press.
    """
    return nets.series(in_blocks(nets, _hierarchy), "hierarchy")


def _hierarchy(nets: Flat) -> Floats:
    n, shares = sizes(nets), constraint_of_alters(nets)
    mean_share = ratio(sum_per_ego(nets, shares), n)
    relative = shares / mean_share[nets.alter_ego]
    disorder = ratio(sum_per_ego(nets, relative * np.log(relative)), n * np.log(np.maximum(n, 1)))
    # Rounding of equal shares must not give -1e-17.
    return np.where(n == 1, 1.0, np.maximum(disorder, 0.0))


def betweenness(nets: EgoNets) -> pd.Series[Any]:
    r"""Pairs of alters that need ego to meet, each counted by its dependence on ego.

    Two alters who know each other do not need ego. Two who do not have as many shortest paths, of two steps, as they
    have alters in common plus one, through ego. Over the pairs that do not know each other,

    .. math:: B = \sum_{i < j,\; i \not\sim j} \frac{1}{1 + c_{ij}}

    with :math:`c_{ij}` the alters who know both. This is Freeman betweenness of ego in the egonet, exactly [1]_.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights are not used.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where everyone knows everyone, to :math:`n(n-1)/2`, where nobody does. 0 for fewer than two alters:
        there is no pair to stand between.

    Notes
    -----
    The cost of an egonet grows with :math:`n^2` up to 64 alters and with :math:`n^3/64` above.

    Examples
    --------
    >>> from egonets import betweenness, clique, star
    >>> betweenness(star(alters=4)).item(), betweenness(clique(alters=4)).item()
    (6.0, 0.0)

    References
    ----------
    .. [1] Everett, M., & Borgatti, S. P. (2005). Ego network betweenness. *Social Networks*, 27(1), 31-38.
    """
    return nets.series(in_blocks(nets, _betweenness), "betweenness")


def normalised_betweenness(nets: EgoNets) -> pd.Series[Any]:
    r"""Betweenness of ego as a share of what it could be.

    :func:`betweenness` over the number of pairs of alters, :math:`n(n-1)/2`.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights are not used.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where everyone knows everyone, to 1, where nobody does. NaN for fewer than two alters.

    Examples
    --------
    >>> from egonets import normalised_betweenness, star
    >>> normalised_betweenness(star(alters=4)).item(), normalised_betweenness(star(alters=1)).item()
    (1.0, nan)

    References
    ----------
    .. [1] Everett, M., & Borgatti, S. P. (2005). Ego network betweenness. *Social Networks*, 27(1), 31-38.
    """
    dependent = in_blocks(nets, _betweenness)
    return nets.series(ratio(dependent, pairs(sizes(nets))), "normalised_betweenness")


def _betweenness(nets: Flat) -> Floats:
    # The alters that an alter knows are bits of a few machine words. The alters known to two of them are then an AND
    # and a count of bits, for many egonets of one size at once.
    result = np.zeros(len(nets))
    words, first_word = _neighbours(nets)
    for n, egos in _batches_of_one_size(sizes(nets)):
        words_per_alter = -(-n // WORD)
        start = first_word[nets.offsets[egos]]
        step = np.arange(n * words_per_alter).reshape(n, words_per_alter)
        result[egos] = _dependence(words[start + step[:, :, np.newaxis]])
    return result


def _neighbours(nets: Flat) -> tuple[Words, Ints]:
    """The neighbours of every alter as bits, and the place of every alter's first word."""
    words_per_alter = -(-sizes(nets) // WORD)[nets.alter_ego]
    first_word = np.concatenate([[0], np.cumsum(words_per_alter)])
    words = np.zeros(first_word[-1], dtype=np.uint64)
    first_alter = nets.offsets[nets.tie_ego]
    for one, other in ((nets.tie_source, nets.tie_target), (nets.tie_target, nets.tie_source)):
        position = other - first_alter
        word = position // WORD
        bit = np.left_shift(np.uint64(1), (position - word * WORD).astype(np.uint64))
        # Ties are simple, so no bit is added twice, and adding is the fast way to set it.
        np.add.at(words, first_word[one] + word, bit)
    return words, first_word


def _batches_of_one_size(n_alters: Ints) -> Iterator[tuple[int, Ints]]:
    """Egos with the same number of alters, at least two, in batches that fit the cache."""
    by_size = np.argsort(n_alters, kind="stable")
    sorted_sizes = n_alters[by_size]
    for n in np.unique(n_alters[n_alters >= 2]).tolist():
        start, stop = np.searchsorted(sorted_sizes, [n, n + 1])
        step = max(1, BATCH // (n * -(-n // WORD)))
        yield from ((n, by_size[first : min(first + step, stop)]) for first in range(start, stop, step))


def _dependence(known: Words) -> Floats:
    """Betweenness of egos whose alters' neighbours are ``known[alter, word, ego]``."""
    n, _, egos = known.shape
    if egos == 1:
        # NumPy adds a single column in another order than one of many, and the last bit may tell.
        return _dependence(np.repeat(known, 2, axis=2))[:1]
    dependence = 1 / (1 + np.arange(n))
    total = np.zeros(egos)
    for i in range(n - 1):
        later = known[i + 1 :]
        common = np.bitwise_count(later & known[i]).sum(axis=1, dtype=np.intp)
        place, bit = divmod(i, WORD)
        strangers = ((later[:, place] >> np.uint64(bit)) & np.uint64(1)) == 0
        total += (dependence[common] * strangers).sum(axis=0)
    return total
