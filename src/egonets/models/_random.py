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

#: Seeds are below this: the generator's key has 64 bits to spare for them.
SEEDS = 2**64

#: Streams, so that two models with one seed do not share their luck.
STREAMS = ("recovery", "stress", "two_worlds", "ranks", "job_leads", "sensitivity", "ties")


def uniforms(seed: int, stream: str, first: int, time: int, out: Float64Array) -> None:
    """Fill ``out``, of shape (people, draws), with the draws of people counted from ``first``, at one time.

    ``draws`` must be a multiple of four.
    """
    steps = out.shape[-1] // DRAWS_PER_STEP
    counter = [first * steps, time, STREAMS.index(stream), 0]
    np.random.Generator(np.random.Philox(key=seed, counter=counter)).random(out=out)


def generator(seed: int, stream: str) -> np.random.Generator:
    """A generator for a model that draws everything at once."""
    return np.random.Generator(np.random.Philox(key=checked_seed(seed), counter=[0, 0, STREAMS.index(stream), 1]))


def checked_seed(seed: int, model: str = "random") -> int:
    """The seed, if it is one."""
    if isinstance(seed, bool) or not isinstance(seed, Integral) or not 0 <= seed < SEEDS:
        raise ParameterError(model, [f"the seed is {seed!r}, but must be a whole number from 0."])
    return int(seed)
