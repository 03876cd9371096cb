"""What survives when the parameters move: the conclusions of the thesis over the ranges of the parameter file.

The ranges ``low`` to ``high`` of the weekly model are swept together, by a Latin hypercube (which conclusions hold in
which share of the draws, and where they fail) and by Sobol's method (which parameters an outcome depends on). Designs
and indices are SALib's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from egonets._examples import example
from egonets._parameters import ParameterError, Parameters, parameters, resolve
from egonets._tables import EgoNets
from egonets.models._conclusions import CONCLUSIONS, HOME, JOINED, Conclusion, Life
from egonets.models._engine import Flat, Float64Array, Plan, at_once, flat, run
from egonets.models._random import checked_seed
from egonets.models.interventions import Drop, Intervention, JoinGroup, Replace, timeline

__all__ = [
    "CONCLUSIONS",
    "Conclusion",
    "Life",
    "Survey",
    "conclusions",
    "latin_hypercube",
    "sobol",
    "space",
    "tornado",
]

MODEL = "sensitivity"

#: Told how many runs are done, of how many.
Progress = Callable[[int, int], None]

#: Intervals are at 95 %, the custom of the field.
OUTSIDE = 0.05

#: Outcomes that a conclusion can be about.
OUTCOMES = ("abstinent", "weeks_abstinent", "well_being")


class Space(NamedTuple):
    """The swept parameters of the weekly model and their ranges."""

    names: list[str]
    bounds: list[tuple[float, float]]

    def for_salib(self) -> dict[str, object]:
        """As SALib takes it."""
        return {"num_vars": len(self.names), "names": self.names, "bounds": self.bounds}


def space() -> Space:
    """The swept parameters: those of the weekly model whose range in the file has a width."""
    table = parameters()
    swept = table[(table["model"] == "recovery") & (table["low"] < table["high"])]
    return Space(swept["name"].tolist(), list(zip(swept["low"], swept["high"], strict=True)))


def latin_hypercube(draws: int, *, seed: int = 1) -> pd.DataFrame:
    """Draws of all swept parameters, spread evenly over every range: a row each, columns named like the parameters."""
    from SALib.sample import latin

    swept = space()
    sample = latin.sample(swept.for_salib(), draws, seed=checked_seed(seed, MODEL))
    return pd.DataFrame(sample, columns=swept.names)


@dataclass(frozen=True, eq=False)
class Survey:
    """What held in which draws.

    ``draws`` are the parameters, one row each; ``differences`` has a column per conclusion, the outcome in the life
    that should be better minus that in the other; ``table`` says in which share of the draws each conclusion holds.
    """

    draws: pd.DataFrame
    differences: pd.DataFrame
    table: pd.DataFrame

    def failures(self, conclusion: str) -> pd.DataFrame:
        """The draws in which a conclusion fails: their parameters, and the difference that should be above 0."""
        differences = self.differences[conclusion]
        return self.draws.assign(difference=differences)[~(differences > 0)]

    def why(self, conclusion: str) -> pd.DataFrame:
        """What the draws in which a conclusion fails have in common.

        Returns
        -------
        DataFrame
            Indexed by parameter: ``holds`` and ``fails``, the mean in these draws as a share of the range, and
            ``shift``, their difference, the largest first. NaN where it never holds or never fails.
        """
        low, high = np.array(space().bounds).T
        place = (self.draws - low) / (high - low)
        fails = ~(self.differences[conclusion] > 0)
        table = pd.DataFrame({"holds": place[~fails].mean(), "fails": place[fails].mean()})
        table = table.assign(shift=table["fails"] - table["holds"])
        return table.sort_values("shift", key=abs, ascending=False, kind="stable").rename_axis("parameter")


def conclusions(
    given: Parameters | Mapping[str, float] | None = None,
    *,
    asked: Sequence[Conclusion] = CONCLUSIONS,
    seed: int = 1,
    progress: Progress | None = None,
) -> Survey:
    """In which share of the draws each conclusion of the thesis holds in this model.

    Parameters
    ----------
    given
        Parameters of ``sensitivity``, or those that differ from the file: ``draws``, ``people``, ``weeks``, ``robust``.
    asked
        Conclusions.
    seed
        Of the draws of parameters and of the people's luck, which is the same in all draws.
    progress
        Called with the draws done and all draws.

    Returns
    -------
    Survey
        Its ``table`` is indexed by conclusion: ``sentence``, ``outcome``, ``claims``, ``holds`` (share of draws with a
        difference above 0) with its 95 % Wilson interval ``low`` to ``high``, ``median`` (difference), and ``robust``:
        whether it holds in at least the share ``robust`` of the draws.
    """
    p = resolve(MODEL, given)
    draws = latin_hypercube(p.whole("draws"), seed=seed)
    lives = list(dict.fromkeys(life for each in asked for life in (each.better, each.worse)))

    def one_draw(row: Float64Array) -> dict[str, float]:
        draw = dict(zip(draws.columns, row.tolist(), strict=True))
        results = {life: _outcome(life, draw, p, seed) for life in lives}
        return {each.name: results[each.better][each.outcome] - results[each.worse][each.outcome] for each in asked}

    rows = []
    for differences_here in at_once(None, draws.to_numpy(), one_draw):
        rows.append(differences_here)
        if progress is not None:
            progress(len(rows), len(draws))
    differences = pd.DataFrame(rows)
    return Survey(draws, differences, _verdicts(differences, asked, p.robust))


def _verdicts(differences: pd.DataFrame, asked: Sequence[Conclusion], robust: float) -> pd.DataFrame:
    rows = []
    for each in asked:
        holds = differences[each.name] > 0
        interval = stats.binomtest(int(holds.sum()), len(holds)).proportion_ci(1 - OUTSIDE, method="wilson")
        words = {"conclusion": each.name, "sentence": each.sentence, "outcome": each.outcome}
        shares = {"holds": holds.mean(), "low": interval.low, "high": interval.high}
        verdict = {"median": differences[each.name].median(), "robust": bool(holds.mean() >= robust)}
        rows.append({**words, "claims": " ".join(each.claims), **shares, **verdict})
    return pd.DataFrame(rows).set_index("conclusion")


def _outcome(life: Life, draw: Mapping[str, float], p: Parameters, seed: int) -> dict[str, float]:
    """Both outcomes of a life at one draw of parameters."""
    given = Parameters.of("recovery", **{**draw, **life.held}, people=p.people, weeks=p.weeks)
    # one thread here: the draws are shared out among threads
    outcome = run(Plan(_scene(life.egonet, life.happens, p.whole("weeks")), given, seed, threads=1))
    weeks = np.where(outcome.returned == 0, p.weeks, outcome.returned - 1)
    values = ((outcome.returned == 0).mean(), weeks.mean(), outcome.well_being.mean())
    return dict(zip(OUTCOMES, map(float, values), strict=True))


@cache
def _scene(egonet: str, happens: str, weeks: int) -> Flat:
    nets = example(egonet)
    if happens == "is kept at a distance":
        nets, happens = EgoNets(nets.egos, nets.alters.assign(zone="effective")), "nothing"
    return flat(timeline(nets, weeks, _interventions(happens, nets.alters), Parameters.of("recovery")))


def _interventions(happens: str, alters: pd.DataFrame) -> tuple[Intervention, ...]:
    using = alters[alters["status"] == "uses"]
    others = using.assign(status="does_not_use", contact=1, alter="in place of " + using["alter"].astype(str))
    team = example("street_team").alters
    scenarios: dict[str, tuple[Intervention, ...]] = {
        "nothing": (),
        "joins a team": (JoinGroup(1, team[team["context"] == "group"]),),
        "leaves the circle": (Drop(1, {"status": "uses"}),),
        "replaces the circle": (Replace(1, {"status": "uses"}, others),),
    }
    return scenarios[happens]


def tornado(
    better: Life = JOINED,
    worse: Life = HOME,
    outcome: str = "abstinent",
    given: Parameters | Mapping[str, float] | None = None,
    *,
    seed: int = 1,
) -> pd.DataFrame:
    """One parameter at a time at the ends of its range, all others as in the file: what it does to a difference.

    Returns
    -------
    DataFrame
        Indexed by parameter: ``low`` and ``high``, the difference in the outcome at the two ends of the range,
        ``usual``, the difference in between, and ``swing``, the distance between the ends; the largest swing first.
    """
    p, swept = resolve(MODEL, given), space()
    _check_outcome(outcome)
    middle = {name: Parameters.of("recovery")[name] for name in swept.names}

    def difference(draw: Mapping[str, float]) -> float:
        return _outcome(better, draw, p, seed)[outcome] - _outcome(worse, draw, p, seed)[outcome]

    usual, rows = difference(middle), []
    for name, ends in zip(swept.names, swept.bounds, strict=True):
        low, high = (difference(middle | {name: end}) for end in ends)
        rows.append({"parameter": name, "low": low, "high": high, "usual": usual, "swing": abs(high - low)})
    return pd.DataFrame(rows).set_index("parameter").sort_values("swing", ascending=False, kind="stable")


def sobol(
    better: Life = JOINED,
    worse: Life | None = HOME,
    outcome: str = "weeks_abstinent",
    given: Parameters | Mapping[str, float] | None = None,
    *,
    seed: int = 1,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Sobol indices: which parameters an outcome depends on, alone and together with others (SALib).

    Parameters
    ----------
    better, worse, outcome
        The difference in an outcome between two lives; the outcome of the first itself if the second is None. Weeks
        abstinent are less noisy than the share abstinent at the end.
    given
        ``sobol_base`` (a power of two) sets the number of runs: base × (parameters + 2).
    seed, progress
        As in :func:`conclusions`.

    Returns
    -------
    DataFrame
        Indexed by parameter: ``first`` and ``total`` index, and the half-widths of their 95 % intervals,
        ``first_margin`` and ``total_margin``; the largest total first. An index may come out below 0 by chance.
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as design

    p, swept, base = resolve(MODEL, given), space(), resolve(MODEL, given).whole("sobol_base")
    _check_outcome(outcome)
    if base & (base - 1):
        raise ParameterError(MODEL, [f"sobol_base is {base}, but must be a power of two."])
    draws = design.sample(swept.for_salib(), base, calc_second_order=False, seed=checked_seed(seed, MODEL))
    p = p.but(people=p.sobol_people)

    def one_draw(row: Float64Array) -> float:
        draw = dict(zip(swept.names, row.tolist(), strict=True))
        other = _outcome(worse, draw, p, seed)[outcome] if worse else 0
        return _outcome(better, draw, p, seed)[outcome] - other

    values = []
    for value in at_once(None, draws, one_draw):
        values.append(value)
        if progress is not None:
            progress(len(values), len(draws))
    options = {"calc_second_order": False, "conf_level": 1 - OUTSIDE, "seed": seed}
    found = analysis.analyze(swept.for_salib(), np.array(values), **options)
    columns = {"first": "S1", "first_margin": "S1_conf", "total": "ST", "total_margin": "ST_conf"}
    indices = {name: found[key] for name, key in columns.items()}
    table = pd.DataFrame(indices, index=pd.Index(swept.names, name="parameter"))
    return table.sort_values("total", ascending=False, kind="stable")


def _check_outcome(outcome: str) -> None:
    if outcome not in OUTCOMES:
        raise ParameterError(MODEL, [f"the outcome is {outcome!r}, but must be one of {', '.join(OUTCOMES)}."])
