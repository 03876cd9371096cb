"""Uniform draws that depend on nothing but the seed and on what they are for.

A counter-based generator (Philox, Salmon et al. 2011, as in NumPy) is asked for the draws of a person in a week by
their address. So one process, several threads, any size of block and any horizon give the same bits, and two
scenarios with one seed meet the same luck.
"""

from __future__ import annotations

from numbers import Integral

import numpy as np
import numpy.typing as npt

from egonets._parameters import ParameterError

Float64Array = npt.NDArray[np.float64]

#: Draws that one step of the generator's counter gives.
DRAWS_PER_STEP = 4

#: The counter has four words of 64 bits: place of the person, time, stream, and one that stays 0.
TIMES, COUNTER = 2**64, 2**256

#: Seeds are below this: the generator's key has 64 bits to spare for them.
SEEDS = 2**64

#: Streams, so that two models with one seed do not share their luck.
STREAMS = ("recovery", "stress", "two_worlds", "ranks", "job_leads", "sensitivity", "ties")


class Luck:
    """The draws of consecutive people, of whom each takes some steps of the generator's counter at every time.

    Parameters
    ----------
    seed, stream
        Which draws.
    first
        The number of the first person.
    draws
        How many per person and time; a multiple of four.
    """

    def __init__(self, seed: int, stream: str, first: int, draws: int) -> None:
        self._steps = draws // DRAWS_PER_STEP
        self._start = first * self._steps
        self._at = 0
        self._philox = np.random.Philox(key=seed, counter=[0, 0, STREAMS.index(stream), 0])
        self._generator = np.random.Generator(self._philox)

    def fill(self, time: int, out: Float64Array) -> None:
        """Fill ``out``, of shape (people, draws), with the draws of one time."""
        wanted = time * TIMES + self._start
        self._philox.advance((wanted - self._at) % COUNTER)
        self._generator.random(out=out)
        self._at = wanted + len(out) * self._steps


def generator(seed: int, stream: str) -> np.random.Generator:
    """A generator for a model that draws everything at once."""
    return np.random.Generator(np.random.Philox(key=checked_seed(seed), counter=[0, 0, STREAMS.index(stream), 1]))


def checked_seed(seed: int, model: str = "random") -> int:
    """The seed, if it is one."""
    if isinstance(seed, bool) or not isinstance(seed, Integral) or not 0 <= seed < SEEDS:
        raise ParameterError(model, [f"the seed is {seed!r}, but must be a whole number from 0."])
    return int(seed)
