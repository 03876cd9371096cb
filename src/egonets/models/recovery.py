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

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._tables import EgoNets
from egonets.models._engine import BLOCK, Plan, Progress, run
from egonets.models._random import checked_seed
from egonets.models.interventions import Intervention, timeline

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]

#: How unobserved differences between people are spread.
FRAILTIES = ("normal", "gamma")


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
    plan = Plan(scene, given, seed, first, twins, frailty, keep_states, threads, block, progress)
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
