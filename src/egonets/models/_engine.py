"""How a run of the recovery model is cut into blocks of people and given to threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from egonets._parameters import ParameterError, Parameters
from egonets._words import SUPPORTS, ZONES
from egonets.models._random import STREAMS, Luck
from egonets.models.interventions import Timeline

if TYPE_CHECKING:
    from egonets.models.equations import Alters, People, Settings

Number = TypeVar("Number", bound=np.generic)
Task = TypeVar("Task")
Done = TypeVar("Done")
Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]

#: Where the chance of the model comes from.
STREAM = "recovery"

#: Told how many people are done, of how many.
Progress = Callable[[int, int], None]

#: People whom one thread simulates before it takes the next; enough that what Python does for a block costs little.
BLOCK = 256


class Plan(NamedTuple):
    """What all blocks of a run share, and how the work is cut."""

    scene: Flat
    parameters: Parameters
    seed: int
    first: int = 0
    twins: bool = False
    frailty: str = "normal"
    keep_states: bool = False
    threads: int | None = None
    block: int = BLOCK
    progress: Progress | None = None


class Outcome(NamedTuple):
    """What a run leaves: shape (egonets × people,), states (egonets × people, weeks, states)."""

    returned: Int64Array
    well_being: Float64Array
    states: Float64Array | None


class Block(NamedTuple):
    """People simulated together: rows of the result, and the number of the first of them."""

    row: int
    size: int
    number: int


def run(plan: Plan) -> Outcome:
    """Let everybody live through all weeks."""
    from egonets.models.equations import STATES

    alters, p = with_parameters(plan.scene, plan.parameters), settings(plan.parameters)
    egos, people, weeks = len(alters.offsets) - 1, plan.parameters.whole("people"), len(plan.scene.events)
    states = np.empty((egos * people, weeks, len(STATES))) if plan.keep_states else None
    result = Outcome(np.zeros(egos * people, dtype=np.int64), np.zeros(egos * people), states)
    done = 0
    for size in at_once(
        plan.threads, blocks(plan, egos, people), lambda each: run_block(plan, alters, p, each, result)
    ):
        done += size
        if plan.progress is not None:
            plan.progress(done, egos * people)
    return result


def at_once(threads: int | None, work: Iterable[Task], do: Callable[[Task], Done]) -> Iterator[Done]:
    """Do some work with some threads (as many as there are processors if None), and give the results in their order."""
    tasks, threads = list(work), threads or cores()
    if threads == 1 or len(tasks) == 1:
        yield from map(do, tasks)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(do, tasks)


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def blocks(plan: Plan, egos: int, people: int) -> Iterator[Block]:
    """Everybody, egonet after egonet, in blocks of consecutive numbers."""
    if plan.twins:
        for row in range(0, egos * people, people):
            for start in range(0, people, plan.block):
                yield Block(row + start, min(plan.block, people - start), start)
        return
    for row in range(0, egos * people, plan.block):
        yield Block(row, min(plan.block, egos * people - row), plan.first * people + row)


def run_block(plan: Plan, alters: Alters, p: Settings, block: Block, result: Outcome) -> int:
    """Let one block of people live through all weeks; the number of people."""
    from egonets.models.equations import STATES, live_weeks

    people = newborn(plan, alters, block)
    rows = slice(block.row, block.row + block.size)
    states = np.empty((block.size, 0, len(STATES))) if result.states is None else result.states[rows]
    stream = STREAMS.index(STREAM)
    live_weeks(people, alters, p, np.uint64(plan.seed), stream, plan.scene.events, plan.scene.outside, states)
    result.returned[rows] = people.returned
    result.well_being[rows] = people.well_being
    return block.size


def newborn(plan: Plan, alters: Alters, block: Block) -> People:
    """The people of a block at the start of week 1."""
    from egonets.models.equations import DRAWS, People

    parameters = plan.parameters
    egonet = np.arange(block.row, block.row + block.size) // parameters.whole("people")
    counts = np.diff(alters.offsets)[egonet]
    bank = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    alter = np.arange(bank[-1]) - np.repeat(bank[:-1] - alters.offsets[egonet], counts)
    draws = np.empty((block.size, DRAWS))
    Luck(plan.seed, STREAM, block.number, DRAWS).fill(0, draws)  # week 0 holds what people are born with
    return People(
        number=np.arange(block.number, block.number + block.size),
        egonet=egonet,
        frailty=log_frailty(draws[:, 0], plan.frailty, parameters),
        stress=np.full(block.size, parameters.stress_start),
        loneliness=np.full(block.size, parameters.loneliness_start),
        craving=np.full(block.size, parameters.craving_start),
        identity=np.full(block.size, parameters.identity_start),
        bank=bank[:-1],
        balance=np.full(bank[-1], parameters.balance_start),
        strength=alters.strength[alter],
        returned=np.zeros(block.size, dtype=np.int64),
        well_being=np.zeros(block.size),
    )


def log_frailty(uniform: Float64Array, kind: str, parameters: Parameters) -> Float64Array:
    """What differs between people and is not in the model, on the scale of the log hazard."""
    if kind == "normal":
        return np.asarray(parameters.frailty_sd * special.ndtri(uniform), dtype=np.float64)
    variance = parameters.frailty_variance
    return np.asarray(np.log(variance * special.gammaincinv(1 / variance, uniform)), dtype=np.float64)


def settings(parameters: Parameters) -> Settings:
    """The parameters as the equations use them: social weights multiplied by the social scale.

    Buffering, main effect, and the weights of loneliness, craving and identity are the social weights.
    """
    from egonets.models.equations import Settings

    scale = parameters.social_scale
    social = ("buffering", "main_effect", "loneliness_weight", "craving_weight", "identity_weight")
    return Settings(**{name: parameters[name] * (scale if name in social else 1) for name in Settings._fields})


class Flat(NamedTuple):
    """A timeline as flat arrays, before the parameters come in."""

    alters: Alters  #: Without the credit limits, and with the reach that all would have in the inner zones.
    zone: Int64Array  #: Place in ZONES.
    events: Float64Array
    outside: Float64Array


def flat(scene: Timeline, model: str = "recovery") -> Flat:
    """The alters of a timeline, sorted by ego, in the order of the table."""
    from egonets.models.equations import IN_RECOVERY, NEITHER, USES, Alters

    table = _complete(scene.alters, model)
    codes = pd.Index(scene.egos).get_indexer(pd.Index(table["ego"]))
    if (np.diff(codes) < 0).any():  # newcomers stand at the end
        table = table.iloc[np.argsort(codes, kind="stable")]
    roles = {"uses": USES, "in_recovery": IN_RECOVERY}
    met = table["contact"].fillna(1).clip(upper=1).where(table["status"] != "uses", 1)
    alters = Alters(
        offsets=np.concatenate([[0], np.cumsum(np.bincount(codes, minlength=len(scene.egos)))]).astype(np.int64),
        first=_column(table["first"], np.int64),
        until=_column(table["until"], np.int64),
        strength=_column(table["strength"], np.float64),
        support=_column(table[[f"support_{kind}" for kind in SUPPORTS]].fillna(0), np.float64),
        credit=np.zeros(len(table)),
        role=_column(table["status"].map(roles).fillna(NEITHER), np.int64),
        reach=_column(met, np.float64),
        meets=_column(table["meets"], np.int64),
        inside=_column(table["inside"], np.int64),
    )
    zone = pd.Index(ZONES).get_indexer(pd.Index(table["zone"])).astype(np.int64)
    return Flat(alters, zone, scene.events, scene.outside)


def with_parameters(scene: Flat, parameters: Parameters) -> Alters:
    """The alters with the credit limit and the reach of their zone."""
    credit = np.array([parameters[f"credit_{zone}"] for zone in ZONES])
    reach = np.array([parameters.extended_contact if zone == "extended" else 1 for zone in ZONES])
    return scene.alters._replace(credit=credit[scene.zone], reach=scene.alters.reach * reach[scene.zone])


def _column(values: pd.Series[Any] | pd.DataFrame, dtype: type[Number]) -> npt.NDArray[Number]:
    return np.ascontiguousarray(values.to_numpy(), dtype=dtype)


def _complete(alters: pd.DataFrame, model: str) -> pd.DataFrame:
    """The table with every column that the model reads; a missing column of support or contact is filled."""
    problems = [f"the alters have no column {name!r}." for name in ("strength", "zone", "status") if name not in alters]
    problems += [
        f"the alters have no {name} in {alters[name].isna().sum()} of {len(alters)} rows; the model needs it in all."
        for name in ("strength", "zone")
        if name in alters and alters[name].isna().any()
    ]
    if problems:
        raise ParameterError(model, problems)
    absent = [name for name in (*(f"support_{kind}" for kind in SUPPORTS), "contact") if name not in alters]
    return alters.assign(**dict.fromkeys(absent, np.nan))
