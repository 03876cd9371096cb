"""Arithmetic on published figures: against the figures of the evidence file and formulas written out here."""

import math

import pytest

from egonets.models import ParameterError, evidence_arithmetic


@pytest.mark.parametrize(
    ("time", "people", "count", "low", "high"),
    [
        ("then", "none", 206, 0.343, 0.425),
        ("now", "none", 11, 0.011, 0.036),
        ("now", "three or more", 484, 0.873, 0.924),
    ],
)
def test_published_shares_have_their_wilson_intervals(time, people, count, low, high):
    table = evidence_arithmetic.important_people().set_index(["time", "important_people"])
    row = table.loc[time, people]
    assert row["count"] == count
    assert (round(row["low"], 3), round(row["high"], 3)) == (low, high)
    assert row["published"]


def test_the_row_left_implicit_is_7_9_per_cent():
    table = evidence_arithmetic.important_people().set_index(["time", "important_people"])
    assert table["share"]["now", "one or two"] == pytest.approx(0.079)
    assert not table["published"]["now", "one or two"]


def test_the_wilson_interval_is_wilsons():
    k, n, z = 7, 40, 1.959963984540054
    p = k / n
    centre, margin = p + z**2 / (2 * n), z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    expected = [(centre - margin) / (1 + z**2 / n), (centre + margin) / (1 + z**2 / n)]
    assert evidence_arithmetic.share_interval(k, n) == pytest.approx(expected)


def test_one_poisson_cannot_give_both_figures_of_the_recovery_row():
    table = evidence_arithmetic.poisson_check()
    assert table["mean"]["then, from none"] == pytest.approx(0.96, abs=0.005)
    assert table["three_or_more"]["now, from none"] == pytest.approx(0.75, abs=0.005)
    assert table["none"]["now, from three or more"] == pytest.approx(0.005, abs=0.0005)
    mean = table["mean"]["now, from three or more"]
    assert math.exp(-mean) * (1 + mean + mean**2 / 2) == pytest.approx(1 - 0.901)


def test_the_quoted_range_does_not_hold_the_published_share_for_alcohol():
    table = evidence_arithmetic.comorbidity()
    assert table["inside"].to_dict() == {"alcohol": False, "other drugs": True}


@pytest.mark.parametrize("probability", [0.01, 0.225, 0.9])
def test_odds_and_probability_undo_each_other(probability):
    assert evidence_arithmetic.probability(evidence_arithmetic.odds(probability)) == pytest.approx(probability)
    assert evidence_arithmetic.with_odds_ratio(probability, 1) == pytest.approx(probability)


def test_an_odds_ratio_is_not_a_ratio_of_probabilities():
    assert evidence_arithmetic.with_odds_ratio(0.225, 4.5) == pytest.approx(0.5664, abs=1e-4)


def test_mentions_rank_worse_than_effects_because_some_factors_are_asked_about_more():
    shares = evidence_arithmetic.first_is_strongest(100)
    assert shares["mentions"] < shares["pooled"]


def test_if_all_factors_are_always_asked_about_in_large_studies_the_ranks_are_right():
    sure = {"asked_least": 1, "asked_most": 1, "study_size": 1e6, "studies": 400}
    table = evidence_arithmetic.rank_lists(sure)
    assert table["rank_by_pooled"].tolist() == table["rank_by_effect"].tolist()
    assert set(table["mentions"]) == {0, 400}


def test_fourteen_of_fourteen_leaves_room():
    bounds = evidence_arithmetic.stories_interval(14, 14)
    assert bounds["low"] == pytest.approx(0.025 ** (1 / 14))
    assert bounds["at_least"] == pytest.approx(0.05 ** (1 / 14))
    assert bounds["high"] == 1


def test_fifteen_of_fourteen_is_refused():
    with pytest.raises(ParameterError, match="15 of 14 stories cannot be"):
        evidence_arithmetic.stories_interval(15, 14)


@pytest.mark.parametrize(("share", "size", "chance"), [(0.055, 5, 0.25), (0.055, 15, 0.57), (0, 15, 0), (1, 1, 1)])
def test_the_chance_of_knowing_somebody(share, size, chance):
    assert evidence_arithmetic.someone_you_know([share], [size])["chance"].item() == pytest.approx(chance, abs=0.005)
