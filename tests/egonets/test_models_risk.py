"""The hazard of everyone and of those still abstinent: against equal people, a closed form, and a count by hand."""

import numpy as np
import pytest

from egonets import example, examples
from egonets.models import recovery, risk

NOTHING_SOCIAL = {"social_scale": 0, "stress_weight": 0, "duration_weight": 0, "people": 4000, "weeks": 60}


def run(nets=None, **parameters):
    return recovery.simulate(
        nets or example("diverse"), NOTHING_SOCIAL | parameters, frailty="gamma", keep_states=True, seed=3
    )


def test_where_nobody_changes_the_hazard_of_everyone_is_level():
    table = risk.average_hazard(run())
    assert np.ptp(table["everyone"]) < 1e-12


def test_with_gamma_frailty_the_hazard_of_those_still_there_follows_the_closed_form():
    table = risk.average_hazard(run(people=40_000))
    rate, week = np.exp(-4), table["week"].to_numpy()
    expected = rate / (1 + rate * week)  # 1 - S(t) / S(t - 1) for S(t) = (1 + θ h t)^(-1/θ) and θ = 1
    np.testing.assert_allclose(table["still_abstinent"], expected, rtol=0.03)


def test_it_is_the_mean_over_people_who_have_not_returned_before():
    result = run(examples(), people=30, weeks=8)
    rows = recovery.states(result)
    for row in risk.average_hazard(result).itertuples():
        there = [
            hazard
            for hazard, returned in zip(
                rows[(rows["ego"] == row.ego) & (rows["week"] == row.week)]["hazard"],
                result.returned[list(result.egos).index(row.ego)],
                strict=True,
            )
            if returned == 0 or returned >= row.week
        ]
        assert row.still_abstinent == pytest.approx(np.mean(there))


def test_without_anybody_left_it_is_undefined():
    table = risk.average_hazard(run(people=3, baseline=5, weeks=5))
    assert table["still_abstinent"].iloc[0] > 0.9
    assert table["still_abstinent"].iloc[1:].isna().all()


def test_a_run_without_states_is_refused_with_the_remedy():
    result = recovery.simulate(example("diverse"), {"people": 2, "weeks": 2})
    with pytest.raises(ValueError, match=r"This run kept no states; call simulate\(…, keep_states=True\)\."):
        risk.average_hazard(result)
