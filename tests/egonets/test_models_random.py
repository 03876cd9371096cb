"""Chance by address: the draws of the compiled loops are NumPy's, bit for bit."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from egonets.models._philox import four_draws

WORDS = st.integers(0, 2**63 - 2)


@settings(deadline=None)  # the first call compiles
@given(seed=st.integers(0, 2**64 - 1), stream=WORDS, time=WORDS, step=WORDS)
@example(seed=0, stream=0, time=0, step=0)
@example(seed=2**64 - 1, stream=2**63 - 2, time=2**63 - 2, step=2**63 - 2)
def test_four_draws_are_those_of_numpy_at_the_same_place_of_its_counter(seed, stream, time, step):
    drawn = np.empty(4)
    four_draws(np.uint64(seed), stream, time, step, drawn)
    theirs = np.random.Generator(np.random.Philox(key=seed, counter=[step, time, stream, 0])).random(4)
    assert drawn.tobytes() == theirs.tobytes()
