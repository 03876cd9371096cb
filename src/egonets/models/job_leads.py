r"""Leads to a job that come through ties.

If every alter j heard of jobs on their own with probability :math:`p_j`, the chance of at least one lead would be

.. math:: P = 1 - \prod_j (1 - w_j p_j)

But people of one context hear of the same jobs. If a context g has a job with probability :math:`p_g` in a week and
each of its alters passes it on with probability :math:`w_j`,

.. math:: P = 1 - \prod_g \Bigl(1 - p_g \bigl(1 - \prod_{j \in g} (1 - w_j)\bigr)\Bigr)

so that many strong ties in one context can bring no more than :math:`p_g`, and a few weak ones in many contexts more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._tables import EgoNets

Float64Array = npt.NDArray[np.float64]

MODEL = "job_leads"


def lead_chance(nets: EgoNets, parameters: Parameters | Mapping[str, float] | None = None) -> pd.Series[Any]:
    """The chance of a lead in a week if each alter hears of jobs on their own; 0 without alters.

    Examples
    --------
    >>> from egonets import examples
    >>> from egonets.models import job_leads
    >>> alone, shared = job_leads.lead_chance(examples()), job_leads.shared_lead_chance(examples())
    >>> bool((shared <= alone).all())
    True
    """
    p = resolve(MODEL, parameters)
    missed = _log_missed(_strengths(nets) * p.lead)
    return nets.series(-np.expm1(np.bincount(nets.alter_ego, missed, len(nets))), "lead_chance")


def shared_lead_chance(nets: EgoNets, parameters: Parameters | Mapping[str, float] | None = None) -> pd.Series[Any]:
    """The chance of a lead in a week if alters of one context hear of the same jobs; 0 without alters."""
    p = resolve(MODEL, parameters)
    alters = nets.alters
    context, contexts = pd.factorize(alters["context"], use_na_sentinel=False)
    place = nets.alter_ego * len(contexts) + context
    silent = np.bincount(place, _log_missed(_strengths(nets)), len(nets) * len(contexts))
    missed = np.log1p(p.lead * np.expm1(silent)).reshape(len(nets), -1).sum(axis=1)
    return nets.series(-np.expm1(missed), "shared_lead_chance")


def _strengths(nets: EgoNets) -> Float64Array:
    alters = nets.alters
    absent = [name for name in ("strength", "context") if name not in alters]
    if absent:
        raise ParameterError(MODEL, [f"the alters have no column {name!r}." for name in absent])
    return alters["strength"].to_numpy(dtype=float)


def _log_missed(chance: Float64Array) -> Float64Array:
    with np.errstate(divide="ignore"):  # a tie of strength 1 never misses: the log of 0 is meant
        return np.log1p(-chance)


def time_to_work(nets: EgoNets, parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    r"""The share in work after each week, by cold applications alone and with leads through the network.

    A cold application succeeds with probability :math:`a\,(1 - \pi)` a week, where :math:`\pi` is the penalty for a
    gap in the CV; a lead, once there, with probability :math:`r`, since somebody vouches. By week t

    .. math:: F(t) = 1 - (1 - h)^t

    Returns
    -------
    DataFrame
        Columns ``ego``, ``route`` (``cold``, ``cold and referred``), ``week`` (from 0), ``in_work``, and
        ``median_week``, the week by which half are in work (NaN if the chance is 0).
    """
    p = resolve(MODEL, parameters)
    cold = p.cold * (1 - p.gap_penalty)
    weeks = np.arange(p.whole("weeks") + 1)
    tables = []
    for ego, lead in shared_lead_chance(nets, p).items():
        both = 1 - (1 - cold) * (1 - lead * p.referred)
        for route, chance in (("cold", cold), ("cold and referred", both)):
            median = np.ceil(np.log(1 / 2) / np.log1p(-chance)) if 0 < chance < 1 else 1.0 if chance == 1 else np.nan
            table = {"ego": ego, "route": route, "week": weeks, "in_work": 1 - (1 - chance) ** weeks}
            tables.append(pd.DataFrame(table).assign(median_week=median))
    return pd.concat(tables, ignore_index=True)
