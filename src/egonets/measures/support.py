"""Support: who covers which of the four kinds, and what is lost when somebody leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from egonets._words import SUPPORTS
from egonets.measures._arrays import Floats, frame, numbers, product_per_ego

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
