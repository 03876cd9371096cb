"""Populations in worlds with different arrows between network and recovery; see :mod:`egonets.models.two_worlds`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special, stats

from egonets._parameters import ParameterError, Parameters, resolve
from egonets.models._random import Luck, checked_seed

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

MODEL = "two_worlds"

#: The worlds, and where their arrows stand in the file of parameters.
WORLDS = {"A": "world_a", "B": "world_b", "common cause": "world_common_cause", "both": "world_both"}

#: Draws per person and month: one step of the generator.
DRAWS = 4

#: Their places: ties gained, ties lost, turning point, recovery. In month 0: what people are born with.
GAIN, LOSE, TURN, RECOVER = range(DRAWS)
SOCIABLE, TIES, RECALL, INTERVIEW = range(DRAWS)

#: Ties that can come or go in one month; at the rates here a seventh is rarer than one in ten thousand months.
MOST = 6


@dataclass(frozen=True, eq=False)
class Lives:
    """What became of a population: ``ties``, ``recovering`` and ``turned`` have shape (people, months + 1)."""

    world: str
    parameters: Parameters  #: Of the design: ``two_worlds``.
    seed: int
    ties: Int64Array
    recovering: BoolArray
    turned: BoolArray


def live(
    world: str,
    parameters: Parameters | Mapping[str, float] | None = None,
    arrows: Mapping[str, float] | None = None,
    *,
    seed: int = 1,
    given_ties: Int64Array | int = 0,
    started: BoolArray | bool = False,
) -> Lives:
    """Let a population live in one of the worlds.

    Parameters
    ----------
    world
        ``"A"``, ``"B"``, ``"common cause"`` or ``"both"``.
    parameters
        Of the design (``two_worlds``), or those that differ from the file.
    arrows
        Parameters of the world that differ from the file.
    seed
        The draws of a person and month depend on it and on nothing else: in all worlds, and whatever is given to whom.
    given_ties, started
        An intervention in month 0: important people given to each person, recovery started.

    Raises
    ------
    ParameterError
        For an unknown world or anything wrong with the parameters.
    """
    design, p = resolve(MODEL, parameters), _arrows(world, arrows)
    people, months = design.whole("people"), design.whole("months")
    draws = np.empty((people, DRAWS))
    luck = Luck(checked_seed(seed, MODEL), MODEL, 0, DRAWS)
    luck.fill(0, draws)
    sociable = np.asarray(special.gammaincinv(1 / p.unequal, draws[:, SOCIABLE]) * p.unequal, dtype=np.float64)
    ties = np.empty((months + 1, people), dtype=np.int64)
    recovering, turned = np.zeros((2, months + 1, people), dtype=bool)
    ties[0] = np.asarray(stats.poisson.ppf(draws[:, TIES], sociable * p.ties_then), dtype=np.int64) + given_ties
    recovering[0] = started
    for month in range(1, months + 1):
        luck.fill(month, draws)
        ties[month], recovering[month], turned[month] = _one_month(
            ties[month - 1], recovering[month - 1], turned[month - 1], sociable, draws, p, design.enough
        )
    return Lives(world, design, seed, ties.T, recovering.T, turned.T)


def _arrows(world: str, arrows: Mapping[str, float] | None) -> Parameters:
    if world not in WORLDS:
        raise ParameterError(MODEL, [f"there is no world {world!r}; there are {', '.join(WORLDS)}."])
    return resolve(WORLDS[world], arrows)


def _one_month(
    ties: Int64Array,
    recovering: BoolArray,
    turned: BoolArray,
    sociable: Float64Array,
    draws: Float64Array,
    p: Parameters,
    enough: float,
) -> tuple[Int64Array, BoolArray, BoolArray]:
    """The state a month later: what lies in this month follows from the state of the month before."""
    rate = p.lose * sociable * (p.ties_then + p.ties_turned * turned + p.ties_recovery * recovering)
    network = np.minimum(ties, enough) / enough
    start = special.expit(p.start + p.start_turned * turned + p.start_ties * network)
    end = special.expit(p.end - p.end_turned * turned - p.end_ties * network)
    lost = _binomial(draws[:, LOSE], ties, p.lose)
    return (
        ties - lost + _poisson(draws[:, GAIN], rate),
        np.where(recovering, draws[:, RECOVER] >= end, draws[:, RECOVER] < start),
        turned | (draws[:, TURN] < p.turn),
    )


def _poisson(uniform: Float64Array, mean: Float64Array) -> Int64Array:
    """Poisson numbers by inversion."""
    count, probability = np.zeros(len(mean), dtype=np.int64), np.exp(-mean)
    reached = probability.copy()
    for number in range(1, MOST + 1):
        count += uniform >= reached
        probability *= mean / number
        reached += probability
    return count


def _binomial(uniform: Float64Array, trials: Int64Array, chance: float) -> Int64Array:
    """Binomial numbers by inversion, never more than there are trials."""
    count, probability = np.zeros(len(trials), dtype=np.int64), (1 - chance) ** trials
    reached = probability.copy()
    for number in range(1, MOST + 1):
        count += (uniform >= reached) & (number <= trials)
        probability = probability * (trials - number + 1) / number * chance / (1 - chance)
        reached += probability
    return count
