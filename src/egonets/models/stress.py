r"""Stress and support: what a main effect and a buffer look like, and whether a study would find them.

.. math:: Y = b_0 + b_1 S - b_2 \bar M - b_3 \sum_k S_k M_k + \varepsilon

:math:`S_k` is the stress from events of kind :math:`k` (each of the four kinds of support has its events), :math:`S`
their sum, :math:`M_k` the coverage of support of that kind and :math:`\bar M` its mean. The main effect :math:`b_2`
works whether or not anything happens; the buffer :math:`b_3` works only on events of its own kind. Each can be
switched off by setting it to 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._words import SUPPORTS
from egonets.models._random import generator

MODEL = "stress"


def expected_distress(
    stress: float, support: float, parameters: Parameters | Mapping[str, float] | None = None
) -> float:
    r"""Distress when support is alike for all kinds: :math:`b_0 + b_1 S - b_2 M - b_3 S M`."""
    p = resolve(MODEL, parameters)
    return p.intercept + p.stress_effect * stress - p.main_effect * support - p.buffering * stress * support


def two_by_two(
    stress: Iterable[float], support: Iterable[float], parameters: Parameters | Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Expected distress with the main effect on or off and the buffer on or off: parallel lines, or a fan.

    Returns
    -------
    DataFrame
        Columns ``main_effect`` and ``buffering`` (True where on), ``stress``, ``support``, ``distress``.
    """
    p = resolve(MODEL, parameters)
    levels, supports = list(stress), list(support)
    rows = []
    for main in (False, True):
        for buffer in (False, True):
            now = p.but(main_effect=main * p.main_effect, buffering=buffer * p.buffering)
            for s in levels:
                for m in supports:
                    row = {"main_effect": main, "buffering": buffer, "stress": s, "support": m}
                    rows.append(row | {"distress": expected_distress(s, m, now)})
    return pd.DataFrame(rows)


def simulate_study(parameters: Parameters | Mapping[str, float] | None = None, *, seed: int = 1) -> pd.DataFrame:
    """A simulated cross-sectional study: stress, support and distress of some people.

    Returns
    -------
    DataFrame
        One row per person: ``stress_*`` and ``support_*`` for the four kinds, ``stress`` (sum), ``support`` (mean),
        ``matching`` (sum over kinds of stress times support of the same kind), ``other_kind`` (the same with support
        of the next kind) and ``distress``.
    """
    p = resolve(MODEL, parameters)
    people = p.whole("people")
    random = generator(seed, "stress")
    counts = stats.poisson.ppf(random.random((people, len(SUPPORTS))), p.event_rate)
    # the sum of that many events of mean size 1 has a gamma distribution
    load = special.gammaincinv(np.maximum(counts, 1), random.random(counts.shape)) * (counts > 0)
    covered = random.random((people, len(SUPPORTS)))
    table = pd.DataFrame(load, columns=[f"stress_{kind}" for kind in SUPPORTS])
    table[[f"support_{kind}" for kind in SUPPORTS]] = covered
    table["stress"], table["support"] = load.sum(axis=1), covered.mean(axis=1)
    table["matching"] = (load * covered).sum(axis=1)
    table["other_kind"] = (load * np.roll(covered, 1, axis=1)).sum(axis=1)
    explained = p.intercept + p.stress_effect * table["stress"] - p.main_effect * table["support"]
    noise = p.noise * special.ndtri(random.random(people))
    return table.assign(distress=explained - p.buffering * table["matching"] + noise)


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted regression: its coefficients with their 95 % intervals, the variance explained, the number of people."""

    coefficients: pd.DataFrame
    r_squared: float
    people: int


def fit(study: pd.DataFrame, *, interactions: Iterable[str] = ("matching",)) -> Fit:
    """The moderated regression of distress on stress, support and their product, by least squares (statsmodels).

    Parameters
    ----------
    study
        As made by :func:`simulate_study`.
    interactions
        Which products enter: ``matching``, ``other_kind``, or both.

    Returns
    -------
    Fit
        ``coefficients`` has a row per term and the columns ``estimate``, ``standard_error``, ``low``, ``high``; the
        terms are those of the formula with their signs: a buffer shows as a negative coefficient of ``matching``.
    """
    import statsmodels.api as sm

    predictors = ["stress", "support", *interactions]
    absent = [name for name in (*predictors, "distress") if name not in study]
    if absent:
        raise ParameterError(MODEL, [f"the study has no column {name!r}." for name in absent])
    model = sm.OLS(study["distress"], sm.add_constant(study[predictors])).fit()
    interval = model.conf_int()
    columns = {"estimate": model.params, "standard_error": model.bse, "low": interval[0], "high": interval[1]}
    table = pd.DataFrame(columns).rename(index={"const": "intercept"})
    return Fit(table, float(model.rsquared), len(study))
