"""NumPy's Philox for compiled loops: four draws at an address, worked out when somebody needs them.

NumPy hands out draws in a row, twelve for a person's week; three weeks in five need only the first four. The
algorithm is Philox 4x64 with ten rounds (Salmon, Moraes, Dror and Shaw 2011, Parallel random numbers: as easy as 1, 2,
3); a test compares every bit with :class:`numpy.random.Philox`.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

Float64Array = npt.NDArray[np.float64]

#: Multipliers of the two halves: constants of the algorithm.
FIRST, SECOND = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)

#: What the two keys grow by each round: constants of the algorithm.
FIRST_KEY, SECOND_KEY = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)

#: Rounds of the algorithm, as in NumPy.
ROUNDS = 10

#: A number of 64 bits becomes a double between 0 and 1 by its upper 53, as in NumPy.
LOWER, UNIT = np.uint64(11), 2.0**-53

#: Bits of a word, and of a product of two.
WORD, TWO_WORDS = 64, 128


def _upper_half(context: Any, a: Any, b: Any) -> Any:
    """The upper 64 bits of a product of two words, which is one instruction of the processor and none of numba's."""

    def write(context: Any, builder: Any, signature: Any, words: Any) -> Any:
        wide = ir.IntType(TWO_WORDS)
        product = builder.mul(*(builder.zext(word, wide) for word in words))
        return builder.trunc(builder.lshr(product, ir.Constant(wide, WORD)), ir.IntType(WORD))

    return types.uint64(types.uint64, types.uint64), write


upper_half: Any = intrinsic(_upper_half)


@numba.njit(cache=True, nogil=True)
def four_draws(seed: np.uint64, stream: int, time: int, step: int, out: Float64Array) -> None:
    """Fill ``out`` with the four uniform draws that lie at a step of the generator's counter, at a time of a stream."""
    # the counter goes on by one before it is used
    a, b, c, d = np.uint64(step + 1), np.uint64(time), np.uint64(stream), np.uint64(0)
    key, other = seed, np.uint64(0)
    for _ in range(ROUNDS):
        first, second = upper_half(FIRST, a), upper_half(SECOND, c)
        a, b, c, d = second ^ b ^ key, SECOND * c, first ^ d ^ other, FIRST * a
        key += FIRST_KEY
        other += SECOND_KEY
    for place, word in enumerate((a, b, c, d)):
        out[place] = (word >> LOWER) * UNIT
