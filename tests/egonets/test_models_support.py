"""Stress and support, and paths: coefficients put in come out, paths sum to the total, and a hidden cause misleads."""

import numpy as np
import pandas as pd
import pytest

from egonets.models import ParameterError, pathways, stress


@pytest.mark.parametrize(("main", "buffer"), [(0, 0), (1, 0), (0, 0.8), (1, 0.8)])
def test_a_large_study_recovers_the_coefficients_put_in(main, buffer):
    given = {"main_effect": main, "buffering": buffer, "people": 40_000}
    fitted = stress.fit(stress.simulate_study(given, seed=2)).coefficients
    truth = {"intercept": 2, "stress": 1, "support": -main, "matching": -buffer}
    for term, value in truth.items():
        assert fitted["estimate"][term] == pytest.approx(value, abs=4 * fitted["standard_error"][term])
        assert fitted["standard_error"][term] < 0.1


def test_support_of_another_kind_does_not_buffer():
    study = stress.simulate_study({"people": 40_000}, seed=3)
    fitted = stress.fit(study, interactions=("matching", "other_kind")).coefficients
    assert fitted["low"]["other_kind"] < 0 < fitted["high"]["other_kind"]
    assert fitted["high"]["matching"] < 0


def test_intervals_cover_the_truth_about_as_often_as_they_should():
    covered = 0
    for seed in range(100):
        row = stress.fit(stress.simulate_study({"people": 200}, seed=seed)).coefficients.loc["matching"]
        covered += row["low"] <= -0.8 <= row["high"]
    assert 88 <= covered <= 100


def test_parallel_lines_or_a_fan():
    table = stress.two_by_two([0, 1, 2], [0, 1])
    lines = table.set_index(["main_effect", "buffering", "stress", "support"])["distress"]
    gap = {
        switches: [lines[*switches, level, 0] - lines[*switches, level, 1] for level in (0, 1, 2)]
        for switches in [(False, False), (True, False), (False, True), (True, True)]
    }
    assert gap[False, False] == [0, 0, 0]
    assert gap[True, False] == pytest.approx([1, 1, 1])
    assert gap[False, True] == pytest.approx([0, 0.8, 1.6])
    assert gap[True, True] == pytest.approx([1, 1.8, 2.6])


def test_a_study_is_the_same_twice_and_another_with_another_seed():
    one, same, other = (stress.simulate_study(seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one["distress"].equals(other["distress"])


def test_a_study_without_its_columns_is_refused():
    with pytest.raises(ParameterError, match="the study has no column 'matching'"):
        stress.fit(stress.simulate_study().drop(columns="matching"))


def test_the_five_pathways_sum_to_the_total_effect():
    arrows = pathways.five_pathways()
    table = pathways.paths(arrows, "support", "health")
    assert set(table["through"]) == {"lifestyle", "help", "strains", "distress", "body"}
    assert table["effect"].sum() == pytest.approx(pathways.total_effect(arrows, "support", "health"))
    by_hand = 0.2 * 0.3 + 0.2 * 0.15 + 0.3 * 0.1 + (0.3 + 0.3 * 0.3) * (0.3 + 0.3 * 0.3) + 0.1 * 0.3
    assert table["effect"].sum() == pytest.approx(by_hand)


def test_paths_sum_to_the_total_on_random_graphs():
    random = np.random.default_rng(4)
    for _ in range(50):
        pairs = [(f"x{i}", f"x{j}") for i in range(6) for j in range(i + 1, 6) if random.random() < 0.6]
        arrows = pd.DataFrame(pairs, columns=["source", "target"]).assign(weight=random.normal(size=len(pairs)))
        if {"x0", "x5"} <= {*arrows["source"], *arrows["target"]}:
            total = pathways.total_effect(arrows, "x0", "x5")
            assert pathways.paths(arrows, "x0", "x5")["effect"].sum() == pytest.approx(total)


def test_arrows_in_a_circle_are_refused():
    arrows = pd.DataFrame({"source": ["a", "b"], "target": ["b", "a"], "weight": [0.5, 0.5]})
    with pytest.raises(ParameterError, match="the arrows run in a circle"):
        pathways.paths(arrows, "a", "b")


def test_the_product_of_coefficients_is_right_only_if_nothing_is_hidden():
    chain = ("loneliness", "depression", "use")
    honest = pathways.apparent_chain(pathways.loneliness_chain({"hidden_use": 0}), *chain)
    np.testing.assert_allclose(honest["apparent"], honest["true"])
    misled = pathways.apparent_chain(pathways.loneliness_chain(), *chain)
    assert misled["apparent"]["indirect"] > misled["true"]["indirect"]
    assert misled["apparent"]["total"] == pytest.approx(misled["true"]["total"])


def test_what_two_regressions_see_is_what_a_large_simulated_sample_shows():
    arrows = pathways.loneliness_chain()
    w = arrows.set_index(["source", "target"])["weight"]
    random = np.random.default_rng(5)
    hidden, lonely = random.normal(size=(2, 200_000))
    depressed = (
        w["loneliness", "depression"] * lonely + w["hidden", "depression"] * hidden + random.normal(size=200_000)
    )
    use = w["depression", "use"] * depressed + w["loneliness", "use"] * lonely + w["hidden", "use"] * hidden
    use += random.normal(size=200_000)
    direct, second = np.linalg.lstsq(np.column_stack([lonely, depressed]), use, rcond=None)[0]
    first = np.linalg.lstsq(lonely[:, None], depressed, rcond=None)[0][0]
    seen = pathways.apparent_chain(arrows, "loneliness", "depression", "use")["apparent"]
    assert seen["indirect"] == pytest.approx(first * second, abs=0.01)
    assert seen["direct"] == pytest.approx(direct, abs=0.01)
