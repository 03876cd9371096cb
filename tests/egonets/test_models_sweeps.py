"""Sweeps of the weekly model: the same numbers as one run at a time, in one table."""

import numpy as np
import pandas as pd
import pytest

from egonets import example, examples
from egonets.models import ParameterError, experiments, recovery, risk, sweeps
from egonets.models.experiments import Scenario

FEW = {"people": 60, "weeks": 12}
PAIR = {"as it is": Scenario(example("home_alone")), "a team": Scenario(example("street_team"))}


def test_every_combination_has_the_numbers_of_a_comparison_at_that_place():
    table = sweeps.compare_over(PAIR, FEW, cue_weight=[0, 1.5], talk=[0, 1], seed=3)
    assert len(table) == 2 * 2 * 2
    here = table[(table["cue_weight"] == 1.5) & (table["talk"] == 1)].reset_index(drop=True)
    alone = experiments.compare(PAIR, {**FEW, "cue_weight": 1.5, "talk": 1}, seed=3)
    pd.testing.assert_frame_equal(here[alone.columns], alone)


def test_the_gain_is_the_difference_in_percentage_points():
    table = sweeps.compare_over(PAIR, FEW, talk=[0.1])
    expected = 100 * (table["abstinent"][1] - table["abstinent"][0])
    assert table["gain"].tolist() == pytest.approx([0, expected])
    assert expected != 0


def test_weekly_means_are_the_means_of_the_states():
    table = sweeps.weekly_means(examples(), FEW, event_rate=[0.2, 1.0])
    run = recovery.simulate(examples(), {**FEW, "event_rate": 1.0}, keep_states=True)
    states = recovery.states(run)
    here = table[(table["event_rate"] == 1.0) & (table["ego"] == "diverse") & (table["week"] == 7)]
    rows = states[(states["ego"] == "diverse") & (states["week"] == 7)]
    for state in ("stress", "loneliness", "hazard", "well_being"):
        assert here[state].item() == pytest.approx(rows[state].mean())
    hazards = risk.average_hazard(run).set_index(["ego", "week"])["still_abstinent"]
    assert here["still_abstinent"].item() == hazards["diverse", 7]


def test_without_a_sweep_there_is_one_table_of_weeks():
    table = sweeps.weekly_means(example("diverse"), FEW)
    assert table["week"].tolist() == list(np.arange(1, 13))
    assert "person" not in table


def test_a_comparison_over_nothing_is_refused():
    with pytest.raises(ParameterError, match=r"nothing is swept; give a parameter by name"):
        sweeps.compare_over(PAIR, FEW)


def test_a_parameter_that_the_model_does_not_know_is_named():
    with pytest.raises(ParameterError, match=r"cue_wieght is not a parameter of this model; did you mean cue_weight\?"):
        sweeps.compare_over(PAIR, FEW, cue_wieght=[1])
