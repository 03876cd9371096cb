"""Same table, two worlds: a plain reference, a known distribution, exact zeros where a world has no arrow.

The published intervals are those of the evidence file: Wilson, from 38.3 %, 2 % and 90.1 % of 537 people.
"""

import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from egonets.models import ParameterError, Parameters, two_worlds
from egonets.models._worlds import _binomial, _poisson

FEW = {"people": 3000, "months": 60}
PUBLISHED = {
    ("then", "none"): (0.343, 0.425),
    ("now", "none"): (0.011, 0.036),
    ("now", "three or more"): (0.873, 0.924),
}


@pytest.fixture(scope="module")
def surveys():
    return {world: two_worlds.survey(two_worlds.live(world)) for world in two_worlds.WORLDS}


@pytest.mark.parametrize("world", two_worlds.WORLDS)
def test_every_world_gives_the_published_table_within_its_intervals(surveys, world):
    table = two_worlds.before_after(surveys[world]).set_index(["time", "important_people"])["share"]
    for row, (low, high) in PUBLISHED.items():
        assert low < table[row] < high


def test_two_surveys_as_large_as_the_published_one_could_not_tell_the_worlds_apart(surveys):
    for row in PUBLISHED:
        shares = [
            two_worlds.before_after(each).set_index(["time", "important_people"])["share"][row]
            for each in surveys.values()
        ]
        spread = math.sqrt(2 * np.mean(shares) * (1 - np.mean(shares)) / 537)
        assert max(shares) - min(shares) < 1.96 * spread


def test_an_arrow_that_a_world_lacks_has_an_effect_of_exactly_zero():
    table = two_worlds.effects({"people": 4000}).set_index(["world", "gives"])
    lacking = [("A", "recovery"), ("B", "ties"), ("common cause", "ties"), ("common cause", "recovery")]
    for world, gives in lacking:
        assert table["people_changed"][world, gives] == 0
    for world, gives in set(table.index) - set(lacking):
        other = "in_recovery" if gives == "ties" else "ties"
        assert table[other][world, gives] > 0
        assert table["people_changed"][world, gives] > 0
    assert table["in_recovery"]["B", "ties"] == 0
    assert table["ties"]["A", "recovery"] == 0


@pytest.mark.parametrize("world", two_worlds.WORLDS)
def test_plain_loops_give_the_same_lives(world):
    lives = two_worlds.live(world, {"people": 20, "months": 15}, seed=4, given_ties=1)
    for person in range(20):
        ties, recovering = plain_life(world, person, 15, seed=4, given=1)
        assert lives.ties[person].tolist() == ties
        assert lives.recovering[person].tolist() == recovering


def test_without_a_turning_point_and_recovery_networks_stay_as_unequal_as_they_were():
    arrows = {"turn": 0, "start": -50}
    lives = two_worlds.live("A", {"people": 20_000, "months": 40}, arrows)
    p = Parameters.of("world_a")
    none = (1 + p.unequal * p.ties_then) ** (-1 / p.unequal)
    for month in (0, 1, 20, 40):
        share = (lives.ties[:, month] == 0).mean()
        assert share == pytest.approx(none, abs=4 * math.sqrt(none * (1 - none) / 20_000))
        assert lives.ties[:, month].mean() == pytest.approx(p.ties_then, abs=0.05)


def test_a_person_is_the_same_in_a_larger_population_and_a_longer_life():
    small = two_worlds.live("both", {"people": 50, "months": 10})
    large = two_worlds.live("both", {"people": 80, "months": 25})
    assert (small.ties == large.ties[:50, :11]).all()
    assert (small.recovering == large.recovering[:50, :11]).all()


def test_numbers_by_inversion_are_those_of_scipy():
    uniform = (np.arange(1000) + 0.5) / 1000
    mean = np.linspace(0, 1.2, 1000)
    assert (_poisson(uniform, mean) == np.minimum(stats.poisson.ppf(uniform, mean), 6)).all()
    trials = np.arange(1000) % 13
    assert (_binomial(uniform, trials, 0.05) == np.maximum(stats.binom.ppf(uniform, trials, 0.05), 0)).all()


def test_the_reported_change_is_the_sum_of_its_parts():
    lives = two_worlds.live("B", FEW)
    answers = two_worlds.survey(lives, recall=0.3)
    parts = two_worlds.apparent_change(lives, answers)
    table = two_worlds.before_after(answers).set_index(["time", "important_people"])["share"]
    for row in ("none", "three or more"):
        assert parts["reported"][row] == pytest.approx(table["now", row] - table["then", row])
        assert parts.loc[row, ["everybody", "selection", "recall"]].sum() == pytest.approx(parts["reported"][row])
    assert parts["recall"]["none"] < 0


def test_if_everybody_is_asked_and_remembers_all_the_table_shows_what_happened():
    lives = two_worlds.live("B", FEW)
    answers = two_worlds.survey(lives, recall=0, survivors=0)
    parts = two_worlds.apparent_change(lives, answers)
    assert len(answers) == 3000
    assert (parts[["selection", "recall"]] == 0).all(axis=None)


def test_recall_bias_empties_the_network_of_then_and_nothing_else():
    lives = two_worlds.live("A", FEW)
    clear, dim = two_worlds.survey(lives), two_worlds.survey(lives, recall=0.4)
    assert (dim["then"] <= clear["then"]).all()
    assert dim["then"].sum() == pytest.approx(0.6 * clear["then"].sum(), rel=0.05)
    pd.testing.assert_series_equal(dim["now"], clear["now"])


def test_only_people_in_recovery_remember_otherwise():
    lives = two_worlds.live("A", FEW)
    everybody = two_worlds.survey(lives, recall=0.4, survivors=0)
    using = ~lives.recovering[:, -1]
    assert (everybody["then"] == everybody["then_true"])[using].all()
    assert (everybody["then"] < everybody["then_true"])[~using].any()


def test_recall_alone_forgets_as_many_as_the_formula_says():
    answers = pd.DataFrame({"now": [0, 1, 2, 3]})
    forgotten = two_worlds.recall_alone(answers, none_then=0.5)
    assert (1 + forgotten + forgotten**2 + forgotten**3) / 4 == pytest.approx(0.5)


def test_survivors_only_means_stable_recovery_only():
    lives = two_worlds.live("A", FEW)
    only, most = (two_worlds.survey(lives, survivors=share) for share in (1, 0.5))
    assert only["stable"].all()
    assert lives.recovering[only.index][:, -13:].all()
    assert set(only.index) < set(most.index)


def test_in_a_panel_the_common_cause_looks_like_one_of_the_two():
    lives = {world: two_worlds.live(world, {"people": 4000}) for world in ("A", "B", "common cause")}
    order = pd.DataFrame({world: two_worlds.which_came_first(each) for world, each in lives.items()})
    assert order.sum().tolist() == pytest.approx([1, 1, 1])
    assert order["A"]["ties first"] > order["A"]["recovery first"]
    assert order["B"]["recovery first"] > order["A"]["recovery first"]


def test_an_experiment_draws_lots_and_counts_its_arms():
    trial = two_worlds.experiment("A", "ties", {"per_arm": 40})
    assert trial.arms["people"].tolist() == [40, 40]
    difference = trial.arms["in_recovery"]["given"] - trial.arms["in_recovery"]["not given"]
    assert trial.differences["difference"]["in_recovery"] == pytest.approx(difference)
    assert trial.differences["low"]["in_recovery"] <= difference <= trial.differences["high"]["in_recovery"]


def test_a_large_experiment_finds_the_arrow_of_world_a_and_seldom_one_in_world_b():
    found = two_worlds.power("A", "ties", [1500], 5)
    misled = two_worlds.power("B", "ties", [150], 60)
    assert found["found"].item() == 1
    assert misled["found"].item() + misled["wrong"].item() < 0.15


def test_a_large_experiment_comes_near_the_true_effect():
    truth = two_worlds.effects({"people": 10_000}).set_index(["world", "gives"])
    trial = two_worlds.experiment("B", "recovery", {"per_arm": 4000}, seed=3).differences.loc["ties"]
    assert trial["low"] < truth["ties"]["B", "recovery"] < trial["high"]


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: two_worlds.live("C"), "there is no world 'C'; there are A, B, common cause, both."),
        (lambda: two_worlds.experiment("A", "money"), "an experiment gives one of ties, recovery, not 'money'."),
        (lambda: two_worlds.live("A", {"months": -1}), "months is -1, but must lie between 1 and 1200 (months)."),
        (lambda: two_worlds.live("A", arrows={"pull": 1}), "pull is not a parameter of this model"),
    ],
)
def test_what_cannot_be_is_refused(call, sentence):
    with pytest.raises(ParameterError) as error:
        call()
    assert sentence in str(error.value)


def test_the_worlds_differ_in_their_arrows_only():
    models = {world: Parameters.of(model) for world, model in two_worlds.WORLDS.items()}
    for name in ("turn", "lose", "start", "end"):
        assert len({p[name] for p in models.values()}) == 1
    arrows = ("ties_turned", "ties_recovery", "start_turned", "start_ties", "end_turned", "end_ties")
    there = {world: {name for name in arrows if p[name] != 0} for world, p in models.items()}
    assert there == {
        "A": {"ties_turned", "start_ties", "end_ties"},
        "B": {"ties_recovery", "start_turned", "end_turned"},
        "common cause": {"ties_turned", "start_turned", "end_turned"},
        "both": set(arrows),
    }


def plain_life(world, person, months, seed, given):
    """One person's months, one after the other; draws from NumPy's Philox by address, as documented."""
    p = Parameters.of(two_worlds.WORLDS[world])
    sociable_at, ties_at, _, _ = address(seed, person, 0)
    sociable = stats.gamma.ppf(sociable_at, 1 / p.unequal) * p.unequal
    ties, recovering, turned = [int(stats.poisson.ppf(ties_at, sociable * p.ties_then)) + given], [False], False
    for month in range(1, months + 1):
        gain, lose, turn, recover = address(seed, person, month)
        now, well = ties[-1], recovering[-1]
        rate = p.lose * sociable * (p.ties_then + p.ties_turned * turned + p.ties_recovery * well)
        full = min(now, 3) / 3
        start = 1 / (1 + math.exp(-(p.start + p.start_turned * turned + p.start_ties * full)))
        end = 1 / (1 + math.exp(-(p.end - p.end_turned * turned - p.end_ties * full)))
        lost = max(0, int(stats.binom.ppf(lose, now, p.lose)))
        ties.append(now - lost + int(stats.poisson.ppf(gain, rate)))
        recovering.append(recover >= end if well else recover < start)
        turned = turned or turn < p.turn
    return ties, recovering


def address(seed, person, month):
    """The four draws of a person in a month: one step of Philox, in the stream of this model (the third)."""
    return np.random.Generator(np.random.Philox(key=seed, counter=[person, month, 2, 0])).random(4)
