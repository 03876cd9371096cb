"""The weekly model beside published figures: a check of plausibility, and where it misses.

Nothing is fitted here. One parameter, the social scale, was chosen with the first anchor in view, and says so in the
parameter file. Definitions differ between the model and every study; the table names the design of each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from egonets._examples import examples
from egonets._parameters import Parameters, parameters, resolve
from egonets._tables import EgoNets
from egonets.models import recovery

Float64Array = npt.NDArray[np.float64]

MODEL = "anchors"

#: Published figures are in per cent or points.
PERCENT = 100

#: The simulated people are cut into this many groups; the spread between them gives the Monte Carlo interval.
GROUPS = 10

#: Intervals are at 95 %, the custom of the field.
OUTSIDE = 0.05


class Run(NamedTuple):
    """Weeks abstinent, shape (egonets, people), of some groups of people in the five example egonets."""

    nets: EgoNets
    weeks_abstinent: npt.NDArray[np.int64]
    p: Parameters

    def of(self, ego: str) -> npt.NDArray[np.int64]:
        """Weeks abstinent of the people in one egonet."""
        return self.weeks_abstinent[self.nets.ego_ids.get_loc(ego)]


class Anchor(NamedTuple):
    """A published figure and what in the model stands beside it; the figure lies in the parameter file, as do its bounds."""

    name: str
    quantity: str
    design: str
    model: Callable[[Run], float]


def variance_explained(run: Run) -> float:
    """Variance of weeks abstinent explained by the numbers of alters who use and who do not, adjusted, in per cent."""
    import statsmodels.api as sm

    uses = pd.Series(run.nets.alters["status"] == "uses")
    counts = [np.bincount(run.nets.alter_ego, chosen, len(run.nets)) for chosen in (uses, ~uses)]
    people = run.weeks_abstinent.shape[1]
    weeks = np.minimum(run.weeks_abstinent, run.p.two_years).ravel()
    predictors = sm.add_constant(np.repeat(np.column_stack(counts), people, axis=0))
    return float(sm.OLS(weeks, predictors).fit().rsquared_adj) * PERCENT


def setting_gap(run: Run) -> float:
    """Street team against home alone: difference in the share abstinent after two years, in points."""
    team, home = ((run.of(ego) >= run.p.two_years).mean() for ego in ("street_team", "home_alone"))
    return float(team - home) * PERCENT


def another_year(after: str) -> Callable[[Run], float]:
    """The chance of another abstinent year after a time that a parameter names, all egonets together, in per cent."""

    def chance(run: Run) -> float:
        reached = run.weeks_abstinent >= run.p[after]
        return float((run.weeks_abstinent >= run.p[after] + run.p.one_year)[reached].mean()) * PERCENT

    return chance


def abstinent_after(time: str) -> Callable[[Run], float]:
    """The share abstinent at a time that a parameter names, all egonets together, in per cent."""
    return lambda run: float((run.weeks_abstinent >= run.p[time]).mean()) * PERCENT


#: The anchors; each has ``…_low`` and ``…_high`` in the parameter file, which may be the same number.
ANCHORS = (
    Anchor(
        "stout",
        "variance of the outcome explained by network variables, per cent",
        "longitudinal, propensity strata, 1,726 people treated for alcohol problems; no randomised network",
        variance_explained,
    ),
    Anchor(
        "oxford_house",
        "difference in substance use at 24 months between setting and usual care, points",
        "randomised, 75 + 75 people; a whole setting (housing, rules, peers, rent), not a network",
        setting_gap,
    ),
    Anchor(
        "dennis_first_year",
        "chance of another abstinent year within the first year, per cent",
        "longitudinal, 1,162 people, 8 years",
        another_year("half_year"),
    ),
    Anchor(
        "dennis_third_year",
        "chance of another abstinent year after one to three years, per cent",
        "longitudinal, 1,162 people, 8 years",
        another_year("two_years"),
    ),
    Anchor(
        "dennis_fifth_year",
        "chance of another abstinent year after three to five years, per cent",
        "longitudinal, 1,162 people, 8 years",
        another_year("four_years"),
    ),
    Anchor(
        "hunt_three_months",
        "abstinent three months after treatment, per cent",
        "review of 84 studies of people who left a programme, three drugs",
        abstinent_after("three_months"),
    ),
    Anchor(
        "hunt_one_year",
        "abstinent a year after treatment, per cent",
        "review of 84 studies of people who left a programme, three drugs",
        abstinent_after("one_year"),
    ),
)


def beside_anchors(
    given: Parameters | Mapping[str, float] | None = None,
    changed: Mapping[str, float] | None = None,
    *,
    seed: int = 1,
) -> pd.DataFrame:
    """The model and the published figure side by side, with the verdict where the model misses.

    Parameters
    ----------
    given
        Parameters of ``anchors``, or those that differ from the file.
    changed
        Parameters of the weekly model that differ from the file.
    seed
        Of the simulated people.

    Returns
    -------
    DataFrame
        Indexed by anchor: ``quantity``, ``source``, ``design``, ``published`` (NaN where only a range is),
        ``published_low`` and ``published_high``, ``model``
        with its 95 % Monte Carlo interval ``model_low`` to ``model_high``, ``verdict`` (``below``, ``within`` or
        ``above`` the published figure) and ``off``, by how much the model misses. A single published figure is
        missed unless it lies in the Monte Carlo interval.
    """
    p = resolve(MODEL, given)
    people = p.whole("people") // GROUPS * GROUPS
    weeks = {"people": people, "weeks": p.four_years + p.one_year}
    nets = examples()
    result = recovery.simulate(nets, {**(changed or {}), **weeks}, seed=seed)
    groups = np.split(result.weeks_abstinent, GROUPS, axis=1)
    rows = [_row(anchor, [Run(nets, group, p) for group in groups], p) for anchor in ANCHORS]
    return pd.DataFrame(rows).set_index("anchor")


def _row(anchor: Anchor, groups: list[Run], p: Parameters) -> dict[str, object]:
    values = np.array([anchor.model(group) for group in groups])
    mean = float(values.mean())
    margin = float(special.ndtri(1 - OUTSIDE / 2) * values.std(ddof=1) / np.sqrt(len(values)))
    low, high = p[f"{anchor.name}_low"], p[f"{anchor.name}_high"]
    missed = low - mean if mean + margin < low else high - mean if mean - margin > high else 0
    return {
        "anchor": anchor.name,
        "quantity": anchor.quantity,
        "source": _source(f"{anchor.name}_low"),
        "design": anchor.design,
        "published": p.get(anchor.name, np.nan),
        "published_low": low,
        "published_high": high,
        "model": mean,
        "model_low": mean - margin,
        "model_high": mean + margin,
        "verdict": "below" if missed > 0 else "above" if missed < 0 else "within",
        "off": -missed,
    }


def _source(name: str) -> str:
    table = parameters().set_index(["model", "name"])
    return str(table["source"].loc[(MODEL, name)])
