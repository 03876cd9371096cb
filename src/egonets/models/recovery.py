"""The weekly recovery model: simulated people live through egonets week by week.

A state, parameters, one step, one run: the state is stress, loneliness, craving and identity of a person and the
balance of each tie; the parameters are in ``parameters.csv``; the step is :mod:`egonets.models.equations`; the run
is :func:`simulate`.

Two outcomes stand side by side: weeks until the first return to use, and well-being. A return to use ends the count
of abstinent weeks and nothing else: the person's life, and the other outcome, go on.

The model illustrates. It shows what its assumptions are sufficient for, not what happens to people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special, stats

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._tables import EgoNets
from egonets.models._engine import BLOCK, Plan, Progress, flat, run
from egonets.models._random import checked_seed
from egonets.models.interventions import Intervention, timeline

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]

#: How unobserved differences between people are spread.
FRAILTIES = ("normal", "gamma")

#: Intervals are at 95 %, the custom of the field.
OUTSIDE = 0.05


@dataclass(frozen=True, eq=False)
class Recovery:
    """What became of the simulated people.

    ``returned`` and ``well_being`` have shape (egonets, people). ``returned`` is the week of the first return to
    use, 0 for those still abstinent at the end; ``well_being`` is the mean over all weeks, between 0 and 1.
    ``states`` has shape (egonets, people, weeks, states) if it was asked for; :func:`states` makes a table of it.
    """

    egos: pd.Index[Any]
    parameters: Parameters
    returned: Int64Array
    well_being: Float64Array
    states: Float64Array | None = None

    @property
    def weeks(self) -> int:
        """The horizon."""
        return self.parameters.whole("weeks")

    @property
    def people(self) -> int:
        """Simulated people per egonet."""
        return self.parameters.whole("people")

    @property
    def weeks_abstinent(self) -> Int64Array:
        """Weeks before the first return to use; the whole horizon for those still abstinent."""
        return np.where(self.returned == 0, self.weeks, self.returned - 1)


def simulate(
    nets: EgoNets,
    parameters: Parameters | Mapping[str, float] | None = None,
    *,
    interventions: Sequence[Intervention] = (),
    seed: int = 1,
    first: int = 0,
    twins: bool = False,
    frailty: str = "normal",
    keep_states: bool = False,
    threads: int | None = None,
    block: int = BLOCK,
    progress: Progress | None = None,
) -> Recovery:
    r"""Let simulated people live through egonets for some weeks.

    Parameters
    ----------
    nets
        Any number of egonets. Their alters need ``strength``, ``zone`` and ``status``; the four ``support_*`` count
        0 where they are missing. Alters of status ``unknown`` count as people who neither use nor are in recovery.
        ``contact`` below once a week lowers the contact; without that column everybody is met weekly, as in the
        formula.
    parameters
        Parameters of the model ``recovery``, or a mapping with those that differ from the file. ``weeks`` is the
        horizon, ``people`` the number of simulated people per egonet.
    interventions
        What happens to the networks, see :mod:`egonets.models.interventions`.
    seed, first
        The draws of a person depend on the seed and on the person's number alone. The first person of the first
        egonet has the number ``first`` × people; use it to continue a large population in parts.
    twins
        Give each egonet the same simulated people, so that egonets can be compared person by person.
    frailty
        How people differ: ``"normal"`` (the log hazard, standard deviation ``frailty_sd``) or ``"gamma"`` (a factor
        of the hazard with mean 1 and variance ``frailty_variance``).
    keep_states
        Keep ten states per person and week; memory then grows with the weeks.
    threads, block
        How the work is cut; they change the time it takes and no bit of the result.
    progress
        Called with the people done and all people, from the calling thread.

    Returns
    -------
    Recovery

    Raises
    ------
    ParameterError
        Before anything runs, with everything that is wrong about the parameters.

    Examples
    --------
    >>> from egonets import examples
    >>> from egonets.models import recovery
    >>> run = recovery.simulate(examples(), {"people": 200}, seed=7)
    >>> run.returned.shape
    (5, 200)
    >>> bool(run.weeks_abstinent.max() == run.weeks)
    True
    """
    given = resolve("recovery", parameters)
    _check_run(checked_seed(seed, "recovery"), first, frailty, threads, block)
    scene = timeline(nets, given.whole("weeks"), interventions, given)
    plan = Plan(flat(scene), given, seed, first, twins, frailty, keep_states, threads, block, progress)
    outcome = run(plan)
    shape = (len(nets), given.whole("people"))
    states = None if outcome.states is None else outcome.states.reshape(*shape, *outcome.states.shape[1:])
    return Recovery(nets.ego_ids, given, outcome.returned.reshape(shape), outcome.well_being.reshape(shape), states)


def _check_run(seed: int, first: int, frailty: str, threads: int | None, block: int) -> None:
    problems = []
    if frailty not in FRAILTIES:
        problems.append(f"frailty is {frailty!r}, but must be one of {', '.join(FRAILTIES)}.")
    for name, number, least in (("first", first, 0), ("threads", threads, 1), ("block", block, 1)):
        if number is not None and (not isinstance(number, int | np.integer) or number < least):
            problems.append(f"{name} is {number!r}, but must be a whole number from {least}.")
    if problems:
        raise ParameterError("recovery", problems)


def states(result: Recovery) -> pd.DataFrame:
    """The weekly states as a tidy table: one row per egonet, person and week.

    Columns ``ego``, ``person``, ``week``, then ``stress``, ``loneliness``, ``craving``, ``identity``, ``belonging``,
    ``coverage`` (mean of the four kinds), ``seeks`` (the milieu, 0 or 1), ``willing`` (alters who would help),
    ``hazard`` (chance of a return to use in that week, whether or not there was one before) and ``well_being``.

    Raises
    ------
    ValueError
        If the run was made without ``keep_states=True``.
    """
    from egonets.models.equations import STATES

    if result.states is None:
        raise ValueError("This run kept no states; call simulate(…, keep_states=True).")
    levels: list[Any] = [result.egos, range(result.people), range(1, result.weeks + 1)]
    index = pd.MultiIndex.from_product(levels, names=["ego", "person", "week"])
    return pd.DataFrame(result.states.reshape(-1, len(STATES)), index=index, columns=list(STATES)).reset_index()


def outcomes(result: Recovery) -> pd.DataFrame:
    """The two outcomes of each egonet, with intervals that reflect the number of simulated people and nothing else.

    Returns
    -------
    DataFrame
        Indexed by ego: ``abstinent`` (share without a return to use up to the horizon) with its 95 % Wilson interval
        ``low`` to ``high``, ``weeks_abstinent`` (mean), ``well_being`` (mean, 0 to 1) with ``well_being_low`` to
        ``well_being_high``.

    Examples
    --------
    >>> from egonets import example
    >>> from egonets.models import recovery
    >>> table = recovery.outcomes(recovery.simulate(example("diverse"), {"people": 100}))
    >>> bool((table["low"] < table["abstinent"]).all() and (table["abstinent"] < table["high"]).all())
    True
    """
    abstinent = (result.returned == 0).sum(axis=1)
    low, high = _wilson(abstinent, result.people)
    well = result.well_being.mean(axis=1)
    margin = special.ndtri(1 - OUTSIDE / 2) * result.well_being.std(axis=1) / np.sqrt(result.people)
    columns = {
        "abstinent": abstinent / result.people,
        "low": low,
        "high": high,
        "weeks_abstinent": result.weeks_abstinent.mean(axis=1),
        "well_being": well,
        "well_being_low": well - margin,
        "well_being_high": well + margin,
    }
    return pd.DataFrame(columns, index=result.egos)


def survival(result: Recovery) -> pd.DataFrame:
    """The share still abstinent after each week, by Kaplan and Meier (from lifelines).

    Returns
    -------
    DataFrame
        Columns ``ego``, ``week`` (from 0), ``abstinent`` and its 95 % interval ``low`` to ``high``, which reflects
        the number of simulated people and nothing else.
    """
    from lifelines import KaplanMeierFitter

    curves = []
    for ego, returned, abstinent in zip(result.egos, result.returned, result.weeks_abstinent, strict=True):
        # a return in week t ends t - 1 abstinent weeks, and is seen at the end of week t
        durations = np.where(returned == 0, result.weeks, abstinent + 1)
        fitter = KaplanMeierFitter(alpha=OUTSIDE).fit(durations, returned > 0, timeline=range(result.weeks + 1))
        interval = fitter.confidence_interval_.to_numpy()
        curve = {"week": range(result.weeks + 1), "abstinent": fitter.survival_function_.to_numpy()[:, 0]}
        curves.append(pd.DataFrame({"ego": ego, **curve, "low": interval[:, 0], "high": interval[:, 1]}))
    return pd.concat(curves, ignore_index=True)


def hazard(result: Recovery, weeks_together: int = 1) -> pd.DataFrame:
    """The weekly hazard: the share of those still abstinent who return to use, per week.

    Parameters
    ----------
    result
        What became of the simulated people.
    weeks_together
        Weeks pooled into one row, against the noise of single weeks.

    Returns
    -------
    DataFrame
        Columns ``ego``, ``week`` (the first of the row), ``at_risk`` (person-weeks), ``returned`` and ``hazard``,
        NaN where nobody was at risk any more.
    """
    weeks = np.arange(1, result.weeks + 1)
    rows = []
    for ego, returned in zip(result.egos, result.returned, strict=True):
        events = np.bincount(returned, minlength=result.weeks + 1)[1:]
        at_risk = result.people - np.concatenate([[0], np.cumsum(events)[:-1]])
        table = pd.DataFrame({"week": weeks, "at_risk": at_risk, "returned": events})
        together = table.groupby((weeks - 1) // weeks_together)
        pooled = together.agg(week=("week", "min"), at_risk=("at_risk", "sum"), returned=("returned", "sum"))
        rows.append(pooled.assign(ego=ego, hazard=pooled["returned"] / pooled["at_risk"].where(pooled["at_risk"] > 0)))
    return pd.concat(rows, ignore_index=True)[["ego", "week", "at_risk", "returned", "hazard"]]


def conditional_survival(result: Recovery, after: Sequence[int], following: int) -> pd.DataFrame:
    """The share who stay abstinent for some more weeks, among those abstinent until now; all egonets pooled.

    Parameters
    ----------
    result
        What became of the simulated people.
    after
        Weeks abstinent until now; the horizon must reach ``following`` weeks further.
    following
        How many more weeks.

    Returns
    -------
    DataFrame
        Columns ``after``, ``people`` (abstinent until then), ``stayed`` (share, NaN when nobody was left), ``low``
        and ``high`` (95 % Wilson interval).

    Raises
    ------
    ParameterError
        If the horizon is too short.
    """
    if max(after) + following > result.weeks:
        sentence = f"weeks is {result.weeks}, but must be at least {max(after) + following} for this question."
        raise ParameterError("recovery", [sentence])
    abstinent = result.weeks_abstinent.ravel()
    people = np.array([(abstinent >= week).sum() for week in after])
    stayed = np.array([(abstinent >= week + following).sum() for week in after])
    low, high = _wilson(stayed, people)
    share = np.divide(stayed, people, out=np.full(len(people), np.nan), where=people > 0)
    return pd.DataFrame({"after": list(after), "people": people, "stayed": share, "low": low, "high": high})


def _wilson(counts: Int64Array, of: int | Int64Array) -> tuple[Float64Array, Float64Array]:
    """95 % Wilson intervals of shares; NaN of nobody."""
    ends = [
        stats.binomtest(int(count), int(total)).proportion_ci(1 - OUTSIDE, method="wilson")
        if total
        else (np.nan, np.nan)
        for count, total in zip(counts, np.broadcast_to(of, np.shape(counts)), strict=True)
    ]
    low, high = np.array(ends, dtype=np.float64).reshape(-1, 2).T
    return low, high
