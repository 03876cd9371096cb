r"""Ties that contact builds and time wears.

.. math:: w \leftarrow w + g_w h\,(1 - w) - d_w w

A tie met :math:`h` times a week tends to :math:`w^* = g_w h / (g_w h + d_w)`, and the distance from it shrinks by
the factor :math:`1 - g_w h - d_w` a week.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._tables import EgoNets

MODEL = "tie_dynamics"


def strength_after(
    weeks: int, strength: float, contact: float, parameters: Parameters | Mapping[str, float] | None = None
) -> float:
    """The strength of a tie after some weeks of the same contact, by the closed form.

    Examples
    --------
    >>> from egonets.models import tie_dynamics
    >>> tie_dynamics.strength_after(0, strength=0.4, contact=1)
    0.4
    """
    p = resolve(MODEL, parameters)
    pull = p.tie_growth * contact + p.tie_decay
    end = p.tie_growth * contact / pull if pull else strength
    return float(end + (strength - end) * (1 - pull) ** weeks)


def run(
    nets: EgoNets, contact: pd.DataFrame, parameters: Parameters | Mapping[str, float] | None = None
) -> pd.DataFrame:
    """The strength of every tie, week by week, under a log of contacts.

    Parameters
    ----------
    nets
        Egonets whose alters have ``strength``.
    contact
        Columns ``week`` (from 1), ``ego``, ``alter`` and ``contact``; who is not named in a week is not met in it.
    parameters
        Parameters of the model ``tie_dynamics``, or those that differ from the file.

    Returns
    -------
    DataFrame
        Columns ``week`` (from 0), ``ego``, ``alter``, ``strength`` and ``zone`` (by the two cut-offs of the file),
        and ``status`` if the alters have one.
    """
    from egonets.models.equations import next_strength

    p = resolve(MODEL, parameters)
    alters = nets.alters
    place = pd.MultiIndex.from_frame(alters[["ego", "alter"]])
    weeks = int(contact["week"].max()) if len(contact) else 0
    met = np.zeros((weeks + 1, len(alters)))
    rows = place.get_indexer(pd.MultiIndex.from_frame(contact[["ego", "alter"]]))
    if (rows < 0).any() or (contact["week"] < 1).any():
        raise ParameterError(MODEL, ["the log of contacts names an alter who is not there, or a week before 1."])
    met[contact["week"].to_numpy(), rows] = contact["contact"]
    strength = np.empty((weeks + 1, len(alters)))
    strength[0] = alters["strength"]
    for week in range(1, weeks + 1):
        pairs = zip(strength[week - 1], met[week], strict=True)
        strength[week] = [next_strength(w, h, p.tie_growth, p.tie_decay) for w, h in pairs]
    kept = [name for name in ("ego", "alter", "status") if name in alters]
    table = pd.concat([alters[kept].assign(week=week, strength=strength[week]) for week in range(weeks + 1)])
    zone = np.select(
        [table["strength"] >= p.cut_primary, table["strength"] >= p.cut_effective], ["primary", "effective"], "extended"
    )
    return table.assign(zone=zone).reset_index(drop=True)[["week", *kept, "strength", "zone"]]


def during_use(nets: EgoNets, weeks: int, parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    """A log of contacts during use: people who use are met often, the others seldom.

    Returns
    -------
    DataFrame
        As :func:`run` takes it; ``contact_using`` and ``contact_others`` are in the file.
    """
    p = resolve(MODEL, parameters)
    alters = nets.alters
    often = np.where(alters["status"] == "uses", p.contact_using, p.contact_others)
    week = alters[["ego", "alter"]].assign(contact=often)
    return pd.concat([week.assign(week=number) for number in range(1, weeks + 1)], ignore_index=True)


def afterwards(nets: EgoNets, table: pd.DataFrame) -> EgoNets:
    """The egonets with the strengths and zones of the last week of a table made by :func:`run`."""
    last = table[table["week"] == table["week"].max()]
    alters = nets.alters.assign(strength=last["strength"].to_numpy(), zone=last["zone"].to_numpy())
    return EgoNets(nets.egos, alters, nets.layers)
