"""Conclusions over the ranges of the parameters, Sobol indices, anchors: against small cases whose answer is known."""

import numpy as np
import pandas as pd
import pytest

import egonets
from egonets import example
from egonets.models import ParameterError, Parameters, anchors, recovery, sensitivity
from egonets.models.sensitivity import Conclusion, Life

SMALL = {"draws": 6, "people": 40, "weeks": 20, "sobol_base": 4, "sobol_people": 20}
SURE = Conclusion(
    "sure",
    "No cue is better than many.",
    Life("using_circle", held={"cue_weight": 0}),
    Life("using_circle", held={"cue_weight": 4}),
)
NEVER = Conclusion("never", "A life is better than itself.", Life("diverse"), Life("diverse"))


@pytest.fixture(scope="module")
def survey():
    return sensitivity.conclusions(SMALL, asked=(SURE, NEVER))


def test_the_hypercube_fills_every_range_evenly():
    draws = sensitivity.latin_hypercube(20)
    space = sensitivity.space()
    low, high = np.array(space.bounds).T
    cells = np.floor((draws.to_numpy() - low) / (high - low) * 20)
    assert (np.sort(cells, axis=0) == np.arange(20)[:, None]).all()


def test_all_parameters_with_a_range_are_swept():
    table = egonets.parameters().query("model == 'recovery'")
    assert set(sensitivity.space().names) == set(table[table["low"] < table["high"]]["name"])
    assert len(sensitivity.space().names) > 25


def test_a_conclusion_that_must_hold_holds_and_one_that_cannot_never_does(survey):
    assert survey.table["holds"].to_dict() == {"sure": 1, "never": 0}
    assert survey.table["robust"].to_dict() == {"sure": True, "never": False}
    assert (survey.differences["never"] == 0).all()


def test_the_draws_where_a_conclusion_fails_are_named(survey):
    assert survey.failures("sure").empty
    failures = survey.failures("never")
    assert len(failures) == 6
    pd.testing.assert_frame_equal(failures.drop(columns="difference"), survey.draws)
    assert survey.why("never")["holds"].isna().all()
    assert survey.why("never")["fails"].between(0, 1).all()


def test_a_difference_is_that_of_two_runs_of_the_weekly_model(survey):
    draw = {**survey.draws.iloc[2].to_dict(), "people": 40, "weeks": 20}
    shares = [
        (recovery.simulate(example("using_circle"), draw | {"cue_weight": weight}).returned == 0).mean()
        for weight in (0, 4)
    ]
    assert survey.differences["sure"][2] == pytest.approx(shares[0] - shares[1])


def test_every_conclusion_of_the_thesis_can_be_asked():
    survey = sensitivity.conclusions({**SMALL, "draws": 2})
    assert list(survey.table.index) == [each.name for each in sensitivity.CONCLUSIONS]
    assert survey.differences.notna().all(axis=None)
    assert {claim for each in sensitivity.CONCLUSIONS for claim in each.claims} >= {
        "C5-04",
        "C5-05",
        "C5-06",
        "C5-07",
        "C5-08",
        "C5-09",
        "C5-10",
    }


def test_progress_counts_the_draws():
    told = []
    sensitivity.conclusions(SMALL, asked=(NEVER,), progress=lambda *now: told.append(now))
    assert told == [(done, 6) for done in range(1, 7)]


def test_a_tornado_puts_the_largest_swing_first():
    table = sensitivity.tornado(given=SMALL)
    assert table["swing"].is_monotonic_decreasing
    assert table["swing"].tolist() == pytest.approx((table["high"] - table["low"]).abs().tolist())
    assert table["usual"].nunique() == 1
    assert set(table.index) == set(sensitivity.space().names)


def test_a_parameter_that_cannot_matter_has_no_index():
    # without anybody who uses, nothing that concerns cues can matter
    table = sensitivity.sobol(Life("diverse", "leaves the circle", {"talk": 0}), None, "well_being", SMALL)
    assert table.loc[["cue_weight", "craving_memory", "craving_weight"], "total"].tolist() == [0, 0, 0]
    assert table["total"].iloc[0] > 0.1
    assert set(table.index) == set(sensitivity.space().names)


def test_a_base_that_is_no_power_of_two_is_refused():
    with pytest.raises(ParameterError, match="sobol_base is 6, but must be a power of two"):
        sensitivity.sobol(given={"sobol_base": 6})


def test_an_unknown_outcome_is_refused():
    with pytest.raises(
        ParameterError, match="the outcome is 'joy', but must be one of abstinent, weeks_abstinent, well_being"
    ):
        sensitivity.tornado(outcome="joy")


@pytest.fixture(scope="module")
def beside():
    return anchors.beside_anchors({"people": 1000})


def test_every_anchor_stands_beside_its_published_figure(beside):
    assert len(beside) == len(anchors.ANCHORS) == 7
    assert beside.loc["stout", ["published_low", "published_high"]].tolist() == [5, 12]
    assert beside["published"]["oxford_house"] == 33.5
    assert beside["source"]["oxford_house"] == "Jason et al. (2006)"
    assert beside["model"].between(0, 100).all()


def test_a_verdict_says_below_within_or_above(beside):
    for row in beside.itertuples():
        inside = row.model_high >= row.published_low and row.model_low <= row.published_high
        assert (row.verdict == "within") == inside == (row.off == 0)
        if row.verdict == "above":
            assert row.off == pytest.approx(row.model - row.published_high)
        if row.verdict == "below":
            assert row.off == pytest.approx(row.model - row.published_low)


@pytest.mark.parametrize(("shift", "verdict"), [(-1.5, "above"), (-0.5, "within"), (0.5, "within"), (1.5, "below")])
def test_a_published_figure_within_the_monte_carlo_interval_is_not_missed(beside, shift, verdict):
    row = beside.loc["hunt_one_year"]
    published = row["model"] + shift * (row["model_high"] - row["model"])
    given = {"people": 1000, "hunt_one_year_low": published, "hunt_one_year_high": published}
    assert anchors.beside_anchors(given)["verdict"]["hunt_one_year"] == verdict


def test_without_social_weights_a_network_explains_nothing(beside):
    null = anchors.beside_anchors({"people": 1000}, {"social_scale": 0, "effort_weight": 0})
    assert null["model"]["stout"] < 0.3
    assert abs(null["model"]["oxford_house"]) < 6
    assert null["verdict"]["oxford_house"] == "below"
    assert beside["model"]["stout"] > 3


def test_the_scale_is_marked_as_set_to_match_and_tells_its_story():
    row = egonets.parameters().query("model == 'recovery' and name == 'social_scale'").squeeze()
    assert row["kind"] == "set to match"
    assert "Stout" in row["source"]
    at_full = anchors.beside_anchors({"people": 2000}, {"social_scale": 1})["model"]["stout"]
    assert at_full == pytest.approx(20, abs=2)
    assert "20 % of the simulated variance" in row["note"]


def test_weeks_of_the_anchors_are_years():
    p = Parameters.of("anchors")
    assert (p.two_years, p.four_years) == (2 * p.one_year, 4 * p.one_year)
