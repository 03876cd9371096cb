"""Whose hazard falls: the average of everyone beside the average of those still in the count."""

from __future__ import annotations

import numpy as np
import pandas as pd

from egonets.models.equations import STATES
from egonets.models.recovery import Recovery


def average_hazard(result: Recovery) -> pd.DataFrame:
    """The mean weekly hazard of all simulated people, and of those who had not yet returned to use.

    Where people differ, those with a high hazard leave the count early. The second mean then falls although nobody's
    own hazard does [1]_. Where people are equal, the two means are the same.

    Parameters
    ----------
    result
        A run of the recovery model made with ``keep_states=True``.

    Returns
    -------
    DataFrame
        One row per egonet and week: ``ego``, ``week`` (from 1), ``everyone`` and ``still_abstinent`` (chances per
        week, 0 to 1). The latter is the mean over people abstinent when the week begins, and NaN when there are none.

    Raises
    ------
    ValueError
        If the run kept no states.

    Examples
    --------
    >>> from egonets import example
    >>> from egonets.models import recovery, risk
    >>> alike = {"people": 50, "weeks": 4, "social_scale": 0, "stress_weight": 0, "frailty_sd": 0}
    >>> table = risk.average_hazard(recovery.simulate(example("diverse"), alike, keep_states=True))
    >>> bool((table["everyone"] - table["still_abstinent"]).abs().max() < 1e-12)
    True

    References
    ----------
    .. [1] Vaupel, J. W., Manton, K. G., & Stallard, E. (1979). The impact of heterogeneity in individual frailty on
       the dynamics of mortality. *Demography*, 16(3), 439-454.
    """
    if result.states is None:
        raise ValueError("This run kept no states; call simulate(…, keep_states=True).")
    hazard = result.states[..., STATES.index("hazard")]
    weeks = np.arange(1, result.weeks + 1)
    returned = result.returned[..., np.newaxis]
    at_risk = (returned == 0) | (returned >= weeks)
    people = at_risk.sum(axis=1)
    still = np.divide((hazard * at_risk).sum(axis=1), people, out=np.full(people.shape, np.nan), where=people > 0)
    index = pd.MultiIndex.from_product([result.egos, list(weeks)], names=["ego", "week"])
    means = {"everyone": hazard.mean(axis=1).ravel(), "still_abstinent": still.ravel()}
    return pd.DataFrame(means, index=index).reset_index()
