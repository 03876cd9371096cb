"""Tables of the recovery model, and experiments with it: against counts by hand and known directions."""

import io

import numpy as np
import pandas as pd
import pytest

from egonets import example, examples
from egonets.models import ParameterError, equations, experiments, progress_line, recovery
from egonets.models.experiments import Scenario
from egonets.models.interventions import Drop, JoinGroup, LeaveTreatment

TEAM = example("street_team").alters.query("context == 'group'")
FEW = {"people": 300, "weeks": 40}


@pytest.fixture(scope="module")
def run():
    return recovery.simulate(examples(), FEW, keep_states=True)


def test_survival_without_censoring_is_the_share_still_abstinent(run):
    table = recovery.survival(run)
    for row, ego in enumerate(run.egos):
        share = table[table["ego"] == ego].set_index("week")["abstinent"]
        assert list(share.index) == list(range(41))
        for week in (0, 1, 7, 40):
            returned = run.returned[row]
            assert share[week] == pytest.approx(((returned == 0) | (returned > week)).mean())
    assert (table["low"] <= table["abstinent"]).all()


def test_outcomes_count_the_abstinent_and_their_weeks(run):
    table = recovery.outcomes(run)
    assert table["abstinent"].tolist() == [(row == 0).mean() for row in run.returned]
    assert table["weeks_abstinent"].tolist() == [np.where(row == 0, 40, row - 1).mean() for row in run.returned]
    assert table["well_being"].tolist() == pytest.approx(run.states[..., 9].mean(axis=(1, 2)).tolist())


def test_hazard_divides_those_who_return_by_those_at_risk(run):
    table = recovery.hazard(run, weeks_together=8).query("ego == 'home_alone'")
    returned = run.returned[0]
    assert table["week"].tolist() == [1, 9, 17, 25, 33]
    by_hand = [sum((returned == 0) | (returned >= week)) for week in range(1, 9)]
    assert table["at_risk"].iloc[0] == sum(by_hand)
    assert table["hazard"].iloc[0] == pytest.approx(((returned > 0) & (returned < 9)).sum() / sum(by_hand))


def test_hazard_is_undefined_when_nobody_is_left():
    run = recovery.simulate(example("home_alone"), {"people": 5, "weeks": 20, "baseline": 3})
    table = recovery.hazard(run)
    assert table["hazard"].iloc[0] == 1
    assert table["hazard"].iloc[1:].isna().all()


def test_conditional_survival_divides_two_counts(run):
    table = recovery.conditional_survival(run, after=[0, 20], following=20)
    weeks = run.weeks_abstinent.ravel()
    assert table["people"].tolist() == [weeks.size, (weeks >= 20).sum()]
    assert table["stayed"].tolist() == pytest.approx([(weeks >= 20).mean(), (weeks >= 40).sum() / (weeks >= 20).sum()])


def test_conditional_survival_needs_a_horizon(run):
    with pytest.raises(ParameterError, match="weeks is 40, but must be at least 72 for this question"):
        recovery.conditional_survival(run, after=[20], following=52)


def test_states_are_one_row_per_person_and_week(run):
    table = recovery.states(run)
    assert len(table) == 5 * 300 * 40
    person = table.query("ego == 'street_team' and person == 17")
    np.testing.assert_array_equal(person.drop(columns=["ego", "person", "week"]), run.states[3, 17])


def test_states_that_were_not_kept_are_asked_for():
    with pytest.raises(ValueError, match="kept no states"):
        recovery.states(recovery.simulate(examples(), {"people": 1, "weeks": 1}))


def test_a_scenario_compared_with_itself_makes_no_difference():
    nets = example("diverse")
    table = experiments.compare({"one": Scenario(nets), "other": Scenario(nets)}, FEW)
    assert table["difference"].tolist() == [0, 0]
    assert table["difference_high"].tolist() == [0, 0]


def test_the_difference_is_that_of_the_shares():
    pair = {"home": Scenario(example("home_alone")), "team": Scenario(example("street_team"))}
    table = experiments.compare(pair, FEW).set_index("scenario")
    assert table["difference"]["team"] == pytest.approx(table["abstinent"]["team"] - table["abstinent"]["home"])
    assert table["difference_low"]["team"] < table["difference"]["team"] < table["difference_high"]["team"]


def test_scenarios_with_different_numbers_of_egonets_cannot_be_compared():
    with pytest.raises(ParameterError, match="as many egonets and people as the first"):
        experiments.compare({"one": Scenario(example("diverse")), "all": Scenario(examples())}, FEW)


def test_every_arrow_of_the_loop_makes_a_lonely_life_easier_when_cut():
    table = experiments.cut_arrows(example("home_alone"), {"people": 1500}).set_index("scenario")
    assert list(table.index) == ["nothing cut", *experiments.ARROWS, "all cut"]
    assert (table["difference"].iloc[1:] > 0).all()
    assert table["difference"]["all cut"] == table["difference"].max()


def test_with_all_channels_closed_a_team_makes_no_difference_to_abstinence():
    home = example("home_alone")
    joined = Scenario(home, interventions=(JoinGroup(1, TEAM),))
    table = experiments.channels(Scenario(home), joined, FEW).set_index("open")
    assert table["difference"]["none"] == 0
    assert table["difference"]["all"] > 0
    assert len(table) == 2 * len(experiments.CHANNELS) + 2


def test_a_tie_to_somebody_who_uses_changes_its_sign_with_the_cue_weight():
    table = experiments.two_faced_tie(example("using_circle"), [0, 0.5, 1], {"people": 1500})
    dropped = table.query("scenario == 'dropped'")
    assert dropped["difference"].iloc[0] < 0 < dropped["difference"].iloc[2]
    assert 0 < experiments.sign_change(dropped, "cue_weight") < 1
    assert (dropped["well_being_difference"] < 0).all()


def test_the_two_faced_tie_needs_somebody_who_uses():
    with pytest.raises(ParameterError, match="one egonet with at least one alter who uses"):
        experiments.two_faced_tie(examples(), [1])


def test_the_sign_changes_where_a_straight_line_crosses_zero():
    table = pd.DataFrame({"x": [0, 1, 2], "difference": [-1.0, 1.0, 3.0]})
    assert experiments.sign_change(table, "x") == 0.5
    assert np.isnan(experiments.sign_change(table.assign(difference=1.0), "x"))


def test_more_drug_talk_in_the_team_never_helps():
    table = experiments.sweep(example("street_team"), "talk", [0, 0.3, 0.9], {"people": 1500})
    assert table["abstinent"].is_monotonic_decreasing
    assert table["abstinent"].iloc[0] > table["abstinent"].iloc[2]


def test_the_hazard_steps_up_when_treatment_ends():
    given = {"people": 4000, "weeks": 26}
    run = recovery.simulate(example("home_alone"), given, interventions=(LeaveTreatment(14, TEAM.head(4)),))
    inside, outside = recovery.hazard(run, weeks_together=13)["hazard"]
    assert outside > inside


def test_dropping_nobody_changes_nothing():
    nets = example("diverse")
    calm, same = (recovery.simulate(nets, FEW, interventions=each) for each in ((), (Drop(3, {"context": "prison"}),)))
    assert calm.well_being.tobytes() == same.well_being.tobytes()


def test_effort_and_support_are_complements_or_substitutes_by_assumption():
    def gain(effort_support):
        given = {"effort_weight": 1, "effort_support": effort_support}
        table = experiments.hazard_surface([0, 1], [0, 1], given).set_index(["effort", "coverage"])["hazard"]
        logs = np.log(-np.log1p(-table))
        return (logs[0, 1] - logs[0, 0]) - (logs[1, 1] - logs[1, 0])

    assert gain(0.5) == pytest.approx(0.5)
    assert gain(0) == pytest.approx(0)
    assert gain(-0.5) == pytest.approx(-0.5)


@pytest.mark.parametrize("function", ["willing", "coverage", "seeking", "belonging", "log_hazard", "next_identity"])
def test_an_equation_carries_its_formula(function):
    assert ".. math::" in getattr(equations, function).__doc__


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_one_line_on_a_screen_and_silent_elsewhere():
    screen, pipe = Screen(), io.StringIO()
    for stream in (screen, pipe):
        recovery.simulate(
            example("diverse"), {"people": 30, "weeks": 2}, block=10, progress=progress_line("run", stream)
        )
    assert screen.getvalue() == "\rrun: 10 of 30 (33 %)\rrun: 20 of 30 (66 %)\rrun: 30 of 30 (100 %)\n"
    assert pipe.getvalue() == ""


def test_coverage_lies_between_0_and_1_and_never_falls_when_somebody_willing_is_added():
    random = np.random.default_rng(1)
    for _ in range(200):
        strength, support = random.random(6), random.random((6, 4))
        some, more = (equations.coverage(strength[:n], support[:n], 2) for n in (5, 6))
        assert 0 <= some <= more <= 1
    assert equations.coverage(np.empty(0), np.empty((0, 4)), 0) == 0
