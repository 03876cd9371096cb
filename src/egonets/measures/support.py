"""Support: who covers which of the four kinds, and what is lost when somebody leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from egonets._words import SUPPORTS
from egonets.measures._arrays import (
    Floats,
    Ints,
    alters_per_ego,
    frame,
    numbers,
    picked,
    product_per_ego,
    ratio,
    sizes,
    sum_per_ego,
)
from egonets.measures._categories import coded, told

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def support_coverage(nets: EgoNets, *, strength: str = "strength") -> pd.DataFrame:
    r"""How well each kind of support is covered by all alters together.

    Alter :math:`j` gives support of kind :math:`k` to the degree :math:`q_{jk}` and is reached along a tie of strength
    :math:`w_j`. If each alter were to help with probability :math:`w_j q_{jk}`, independently of the others, then

    .. math:: M_k = 1 - \prod_j (1 - w_j\, q_{jk})

    is the probability that somebody does.

    Parameters
    ----------
    nets
        Egonets whose alters have the columns ``support_emotional``, ``support_instrumental``,
        ``support_informational`` and ``support_appraisal``, each from 0 to 1.
    strength
        Column of the alters with the strength of the tie to ego, from 0 to 1.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``emotional``, ``instrumental``, ``informational`` and ``appraisal``, from 0, where nobody gives
        anything, to 1. An ego without alters has 0: nobody helps. NaN where the strength or the support of an alter
        is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets, support_coverage
    >>> egos = pd.DataFrame({"ego": ["anna"]})
    >>> alters = pd.DataFrame({"ego": "anna", "alter": ["mother", "coach"], "strength": [1.0, 0.5],
    ...     "support_emotional": [0.5, 1.0], "support_instrumental": [0.0, 0.0],
    ...     "support_informational": [0.0, 1.0], "support_appraisal": [1.0, 0.0]})
    >>> support_coverage(EgoNets(egos, alters)).loc["anna"].tolist()
    [0.75, 0.0, 0.5, 1.0]
    """
    given = help_of_alters(nets, strength)
    return frame(nets, {kind: 1 - product_per_ego(nets, 1 - given[kind]) for kind in SUPPORTS})


def help_of_alters(nets: EgoNets, strength: str) -> dict[str, Floats]:
    """For each kind of support, what reaches ego from each alter: w_j times q_jk."""
    w = numbers(nets, strength)
    return {kind: w * numbers(nets, f"support_{kind}") for kind in SUPPORTS}


def support_redundancy(nets: EgoNets, *, strength: str = "strength") -> pd.DataFrame:
    r"""How many alters help when anybody does, for each kind of support.

    In the reading of :func:`support_coverage`, the expected number of helpers over the probability that there is one:

    .. math:: \frac{\sum_j w_j\, q_{jk}}{M_k}

    Parameters
    ----------
    nets
        Egonets whose alters have the four ``support_`` columns.
    strength
        Column of the alters with the strength of the tie to ego, from 0 to 1.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns as in :func:`support_coverage`. 1 where all help of a kind comes from one alter; the number of alters
        who help fully, where they are several. NaN where nobody helps, or a value is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import example, support_redundancy
    >>> bool((support_redundancy(example("diverse")) >= 1).all(axis=None))
    True
    """
    given = help_of_alters(nets, strength)
    covered = support_coverage(nets, strength=strength)
    helpers = {kind: sum_per_ego(nets, given[kind]) for kind in SUPPORTS}
    # Rounding of a single helper must not give 0.9999.
    return frame(nets, {kind: np.maximum(ratio(helpers[kind], covered[kind]), 1.0) for kind in SUPPORTS})


def sole_suppliers(nets: EgoNets, *, strength: str = "strength") -> pd.DataFrame:
    """The one alter who gives a kind of support that nobody else gives.

    An alter gives a kind if strength and support are both above 0.

    Parameters
    ----------
    nets
        Egonets whose alters have the four ``support_`` columns.
    strength
        Column of the alters with the strength of the tie to ego.

    Returns
    -------
    DataFrame of alter ids, indexed by ego
        Columns as in :func:`support_coverage`. None where nobody gives a kind, several do, or a value is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets, sole_suppliers
    >>> egos = pd.DataFrame({"ego": ["anna"]})
    >>> alters = pd.DataFrame({"ego": "anna", "alter": ["mother", "coach"], "strength": [1.0, 0.5],
    ...     "support_emotional": [0.5, 1.0], "support_instrumental": [0.0, 0.0],
    ...     "support_informational": [0.0, 1.0], "support_appraisal": [1.0, 0.0]})
    >>> sole_suppliers(EgoNets(egos, alters)).loc["anna"].tolist()
    [None, None, 'coach', 'mother']
    """
    names = nets.alters["alter"].to_numpy(dtype=object)
    return frame(nets, {kind: picked(names, row) for kind, row in _sole_rows(nets, strength).items()})


def kinds_from_one_alter(nets: EgoNets, *, strength: str = "strength") -> pd.Series[Any]:
    """Kinds of support that end when one alter leaves.

    How many of the four kinds have a sole supplier; see :func:`sole_suppliers`.

    Parameters
    ----------
    nets
        Egonets whose alters have the four ``support_`` columns.
    strength
        Column of the alters with the strength of the tie to ego.

    Returns
    -------
    Series of float, indexed by ego
        Whole numbers from 0 to 4. 0 for an ego without alters. NaN where a value is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import example, kinds_from_one_alter
    >>> kinds_from_one_alter(example("diverse")).item()
    0.0
    """
    hanging = sum((rows >= 0).astype(float) for rows in _sole_rows(nets, strength).values())
    unknown = sum(sum_per_ego(nets, given) for given in help_of_alters(nets, strength).values())
    return nets.series(np.where(np.isnan(unknown), np.nan, hanging), "kinds_from_one_alter")


def _sole_rows(nets: EgoNets, strength: str) -> dict[str, Ints]:
    """For each kind, the row of the only alter who gives it, -1 without such an alter."""
    return {kind: _only_one(nets, given) for kind, given in help_of_alters(nets, strength).items()}


def _only_one(nets: EgoNets, given: Floats) -> Ints:
    giver = np.flatnonzero((given > 0) | np.isnan(given))
    row = np.full(len(nets), -1, dtype=np.int64)
    row[nets.alter_ego[giver]] = giver
    alone = alters_per_ego(nets, (given > 0) | np.isnan(given)) == 1
    return np.where(alone & ~np.isnan(sum_per_ego(nets, given)), row, -1)


def ambivalent_alters(nets: EgoNets, *, above: float = 0.0) -> pd.Series[Any]:
    """Alters who both use and give support of any kind: the two-faced ties.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status`` and the four ``support_`` columns.
    above
        An alter supports who gives more than this of at least one kind, from 0 to 1.

    Returns
    -------
    Series of float, indexed by ego
        Whole numbers from 0 to the number of alters. An alter of whom this is not known is not counted: the status is
        missing or ``unknown``, or a support is missing and no other is above. NaN where there are alters but it is
        known of none.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import ambivalent_alters, example
    >>> ambivalent_alters(example("using_circle")).item() > 0
    True
    """
    ambivalent = _ambivalent(nets, above)
    told = alters_per_ego(nets, ~np.isnan(ambivalent)) > 0
    count = np.where(told | (sizes(nets) == 0), alters_per_ego(nets, ambivalent == 1), np.nan)
    return nets.series(count, "ambivalent_alters")


def ambivalent_share(nets: EgoNets, *, above: float = 0.0) -> pd.Series[Any]:
    """Share of the alters who use that also give support of any kind.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status`` and the four ``support_`` columns.
    above
        An alter supports who gives more than this of at least one kind, from 0 to 1.

    Returns
    -------
    Series of float, indexed by ego
        From 0, where nobody who uses supports, to 1, where all of them do. Alters who use and of whose support too
        little is known are in neither the numerator nor the denominator. NaN where nobody else uses.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import ambivalent_share, example
    >>> 0 <= ambivalent_share(example("using_circle")).item() <= 1
    True
    """
    ambivalent = _ambivalent(nets, above)
    using = coded(nets, "status").is_in("uses") & ~np.isnan(ambivalent)
    return nets.series(ratio(alters_per_ego(nets, ambivalent == 1), alters_per_ego(nets, using)), "ambivalent_share")


def _ambivalent(nets: EgoNets, above: float) -> Floats:
    """1 for an alter who uses and supports, 0 for one who does not do both, NaN where this is not known."""
    status = told(coded(nets, "status"))
    uses = np.where(status.known, status.is_in("uses").astype(float), np.nan)
    given = np.array([numbers(nets, f"support_{kind}") for kind in SUPPORTS])
    supports = np.where(np.isnan(given).any(axis=0), np.nan, 0.0)
    supports[(given > above).any(axis=0)] = 1.0
    # Not to do one of the two is enough, whatever the other may be.
    return np.where((uses == 0) | (supports == 0), 0.0, uses * supports)
