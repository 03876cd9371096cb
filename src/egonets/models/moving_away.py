r"""Moving away: what one owns comes along, what lies in the ties does not.

Economic and cultural capital are the person's own and stay as they are. Social capital is what the alters have, as
far as the ties let it through,

.. math:: V(t) = \sum_j w_j(t)\, m_j\, (e_j + c_j)

In the week of the move, ties of the old place are gone; ties that survive are kept up from afar; new ones begin
weak, one after the other, and grow by :math:`w \leftarrow w + g_w h (1 - w) - d_w w`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._tables import EgoNets

MODEL = "moving_away"

#: Contexts whose ties stay behind.
OLD_PLACE = ("work", "neighbourhood", "milieu", "group", "services")


def capitals(
    nets: EgoNets,
    parameters: Parameters | Mapping[str, float] | None = None,
    *,
    left_behind: Collection[str] = OLD_PLACE,
) -> pd.DataFrame:
    """The three capitals of a person, week by week, before and after a move.

    Parameters
    ----------
    nets
        One egonet; its alters need ``strength``, ``context``, ``economic`` and ``cultural``, and may have
        ``mobilisability`` (1 without).
    parameters
        Parameters of the model ``moving_away``, or those that differ from the file.
    left_behind
        Contexts whose ties end with the move.

    Returns
    -------
    DataFrame
        Columns ``week`` (from 0), ``capital`` (``economic``, ``cultural``, ``social``), ``value`` and
        ``share_of_start``, NaN where the start is 0.

    Examples
    --------
    >>> from egonets import example
    >>> from egonets.models import moving_away
    >>> table = moving_away.capitals(example("diverse"), {"move_week": 10})
    >>> social = table[table["capital"] == "social"].set_index("week")["value"]
    >>> bool(social[10] < social[9] < social[0] + 1)
    True
    """
    p = resolve(MODEL, parameters)
    social = _social(_alters(nets), left_behind, p)
    weeks = np.arange(len(social))
    own = {"economic": np.full(len(social), p.own_economic), "cultural": np.full(len(social), p.own_cultural)}
    tables = [
        pd.DataFrame({"week": weeks, "capital": name, "value": values}).assign(
            share_of_start=values / values[0] if values[0] else np.nan
        )
        for name, values in (own | {"social": social}).items()
    ]
    return pd.concat(tables, ignore_index=True)


def _alters(nets: EgoNets) -> pd.DataFrame:
    alters = nets.alters
    absent = [name for name in ("strength", "context", "economic", "cultural") if name not in alters]
    if len(nets) != 1 or absent:
        raise ParameterError(
            MODEL, ["this question needs one egonet.", f"Columns missing: {', '.join(absent) or '–'}."]
        )
    return alters if "mobilisability" in alters else alters.assign(mobilisability=1.0)


def _social(
    alters: pd.DataFrame, left_behind: Collection[str], p: Parameters
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Social capital at the end of each week."""
    from egonets.models.equations import next_strength

    has = (alters["mobilisability"] * (alters["economic"] + alters["cultural"])).to_numpy(dtype=float)
    lost = alters["context"].isin(left_behind).to_numpy()
    newcomer = float(has[lost].mean()) if lost.any() else float(has.mean()) if len(has) else 0.0
    old, new = alters["strength"].to_numpy(dtype=float), np.empty(0)
    volume = [float(old @ has)]
    for week in range(1, p.whole("weeks") + 1):
        if week == p.whole("move_week"):
            old = np.where(lost, 0, old)
        if week >= p.whole("move_week"):
            worn = np.array([next_strength(w, p.distance_contact, p.tie_growth, p.tie_decay) for w in old])
            old = np.minimum(old, worn)  # distance wears a tie down, and never builds it
            new = np.array([next_strength(w, 1.0, p.tie_growth, p.tie_decay) for w in new])
            if week > p.move_week and (week - p.move_week) % p.new_tie_every == 0 and len(new) < lost.sum():
                new = np.append(new, p.new_tie_strength)
        volume.append(float(old @ has + new.sum() * newcomer))
    return np.array(volume)
