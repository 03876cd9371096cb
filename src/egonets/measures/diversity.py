"""How mixed the alters are: richness, entropy and evenness of a column of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from egonets.measures._arrays import Bools, Floats, Ints, alters_per_ego, ratio, sizes
from egonets.measures._categories import Coded, Missing, cells, check_missing, coded, observed

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def richness(
    nets: EgoNets, name: str = "context", *, categories: Sequence[Any] | None = None, missing: Missing = "leave_out"
) -> pd.Series[Any]:
    """Different categories among the alters.

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Column of the alters.
    categories
        All that the column may hold, to have its values checked; the result does not depend on it.
    missing
        ``"leave_out"``: alters without a value do not count. ``"own_share"``: they are a category of their own.
        ``"undefined"``: an ego with such an alter has NaN.

    Returns
    -------
    Series of float, indexed by ego
        Whole numbers from 1. 0 for an ego without alters: there is nobody to be of a category. NaN where there are
        alters but none that count.

    Raises
    ------
    EgonetDataError
        If there is no such column, or a value is not among the declared categories.
    ValueError
        For any other ``missing``.

    Examples
    --------
    >>> from egonets import example, richness
    >>> richness(example("family_only")).item() < richness(example("diverse")).item()
    True
    """
    found = _cells(nets, observed(nets, name, categories), missing)
    different = np.bincount(found.ego, minlength=len(nets)).astype(float)
    return nets.series(np.where(found.defined | (sizes(nets) == 0), different, np.nan), "richness")


def shannon(
    nets: EgoNets, name: str = "context", *, categories: Sequence[Any] | None = None, missing: Missing = "leave_out"
) -> pd.Series[Any]:
    r"""Entropy of the categories, in bits.

    With :math:`p_k` the share of the alters in category :math:`k`,

    .. math:: H = -\sum_k p_k \log_2 p_k

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Column of the alters.
    categories
        All that the column may hold, to have its values checked; the result does not depend on it.
    missing
        See :func:`richness`.

    Returns
    -------
    Series of float, indexed by ego
        From 0 bits, where all alters are of one category, to :math:`\log_2 K` for :math:`K` equally common ones.
        NaN for an ego without alters that count, which 0 could not tell from one whose alters are all alike.

    Raises
    ------
    EgonetDataError
        If there is no such column, or a value is not among the declared categories.
    ValueError
        For any other ``missing``.

    Examples
    --------
    >>> from egonets import EgoNets, shannon, star
    >>> nets = star(alters=4)
    >>> shannon(EgoNets(nets.egos, nets.alters.assign(town=["Oslo", "Oslo", "Bergen", "Bergen"])), "town").item()
    1.0

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication. *Bell System Technical Journal*, 27(3),
       379-423.
    """
    found = _cells(nets, observed(nets, name, categories), missing)
    entropy = np.bincount(found.ego, -found.share * np.log2(found.share), len(nets))
    return nets.series(np.where(found.defined, entropy, np.nan), "shannon")


def blau(
    nets: EgoNets, name: str = "context", *, categories: Sequence[Any] | None = None, missing: Missing = "leave_out"
) -> pd.Series[Any]:
    r"""Chance that two draws from the alters, with replacement, are of different categories.

    With :math:`p_k` the share of the alters in category :math:`k`, Blau's index of heterogeneity [1]_ is

    .. math:: 1 - \sum_k p_k^2

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Column of the alters.
    categories
        All that the column may hold, to have its values checked; the result does not depend on it.
    missing
        See :func:`richness`.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where all alters are of one category, to :math:`1 - 1/K` for :math:`K` equally common ones; see
        :func:`iqv` for a measure that reaches 1. NaN for an ego without alters that count.

    Raises
    ------
    EgonetDataError
        If there is no such column, or a value is not among the declared categories.
    ValueError
        For any other ``missing``.

    Examples
    --------
    >>> from egonets import EgoNets, blau, star
    >>> nets = star(alters=4)
    >>> blau(EgoNets(nets.egos, nets.alters.assign(town=["Oslo", "Oslo", "Bergen", "Bergen"])), "town").item()
    0.5

    References
    ----------
    .. [1] Blau, P. M. (1977). *Inequality and heterogeneity: a primitive theory of social structure*. Free Press.
    """
    return nets.series(_blau(nets, _cells(nets, observed(nets, name, categories), missing)), "blau")


def iqv(
    nets: EgoNets, name: str = "context", *, categories: Sequence[Any] | None = None, missing: Missing = "leave_out"
) -> pd.Series[Any]:
    r"""Index of qualitative variation: Blau's index over its maximum.

    .. math:: \frac{1 - \sum_k p_k^2}{1 - 1/K}

    with :math:`K` the number of *declared* categories. The number that happens to occur in a sample would make the same
    egonet more diverse in one sample than in another.

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Column of the alters.
    categories
        All that the column may hold. Needed unless the column is a pandas ``Categorical``, as ``zone``, ``status`` and
        ``context`` always are.
    missing
        See :func:`richness`. With ``"own_share"``, :math:`K` is one more.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where all alters are of one category, to 1, where all declared categories are equally common. NaN for an
        ego without alters that count, and where a single category is declared.

    Raises
    ------
    EgonetDataError
        If there is no such column, its categories are not declared, or a value is not among them.
    ValueError
        For any other ``missing``.

    Examples
    --------
    >>> from egonets import EgoNets, iqv, star
    >>> nets = star(alters=4)
    >>> towns = EgoNets(nets.egos, nets.alters.assign(town=["Oslo", "Oslo", "Bergen", "Bergen"]))
    >>> iqv(towns, "town", categories=["Oslo", "Bergen"]).item()
    1.0
    >>> round(iqv(towns, "town", categories=["Oslo", "Bergen", "Bodø"]).item(), 4)
    0.75
    """
    code = coded(nets, name, categories)
    declared = len(code.categories) + (missing == "own_share")
    return nets.series(ratio(_blau(nets, _cells(nets, code, missing)), 1 - ratio(1, declared)), "iqv")


class _Cells(NamedTuple):
    """Every category that an ego has, as one row; absent categories have none, however many there are."""

    ego: Ints
    share: Floats  #: Of the ego's alters that count.
    defined: Bools  #: Egos with alters that count.


def _cells(nets: EgoNets, code: Coded, missing: Missing) -> _Cells:
    check_missing(missing)
    counted = np.ones(len(code.codes), dtype=bool) if missing == "own_share" else code.known
    ego, count = cells(nets, code, counted)
    total = alters_per_ego(nets, counted)
    defined = total > 0
    if missing == "undefined":
        defined &= total == sizes(nets)
    return _Cells(ego, count / total[ego], defined)


def _blau(nets: EgoNets, found: _Cells) -> Floats:
    same = np.bincount(found.ego, found.share**2, len(nets))
    return np.where(found.defined, 1 - same, np.nan)
