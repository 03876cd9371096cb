"""Relation bank, moving away, tie dynamics, job leads: against sums by hand, closed forms and laws that must hold."""

import math

import numpy as np
import pandas as pd
import pytest

from egonets import EgoNets, example, examples
from egonets.models import ParameterError, Parameters, job_leads, moving_away, relation_bank, tie_dynamics

TWO = {"grandfather": "primary", "neighbour": "effective"}


def test_a_favour_by_hand():
    favours = pd.DataFrame(
        {
            "week": [1, 1, 3, 3],
            "alter": "a",
            "zone": "effective",
            "act": ["gives", "asks", "asks", "asks"],
        }
    )
    given = {"cost": 1, "deposit": 0.5, "balance_memory": 0.5, "credit_effective": 1.2}
    entries = relation_bank.ledger(favours, given)
    # 0 + .5 = .5; .5 - 1 = -.5 >= -1.2; two weeks later -.5 / 4 = -.125, -1.125 >= -1.2; then -2.125 is too low
    assert entries["before"].tolist() == [0, 0.5, -0.125, -1.125]
    assert entries["granted"].tolist() == [True, True, True, False]
    assert entries["after"].tolist() == [0.5, -0.5, -1.125, -1.125]


def test_the_same_requests_are_refused_by_the_neighbour_and_never_by_the_grandfather():
    entries = relation_bank.ledger(relation_bank.same_requests(TWO))
    refusal = relation_bank.first_refusal(entries)
    assert math.isnan(refusal["grandfather"])
    assert refusal["neighbour"] == 30
    assert relation_bank.given_and_received(entries).loc["primary"].tolist() == [0, 10, 0]


def test_balances_end_each_week_where_the_ledger_does():
    favours = relation_bank.same_requests(TWO)
    entries, lines = relation_bank.ledger(favours), relation_bank.balances(favours, 104)
    ends = lines.set_index(["alter", "week"])["balance"]
    for entry in entries.itertuples():
        assert ends[entry.alter, entry.week] == pytest.approx(entry.after)
    assert ends["neighbour", 11] == pytest.approx(0.98 * ends["neighbour", 10])
    assert len(lines) == 2 * 105


@pytest.mark.parametrize("zone", ["primary", "effective", "extended"])
@pytest.mark.parametrize("requests", [1, 5, 30])
def test_help_never_falls_when_deposits_rise(zone, requests):
    granted = relation_bank.help_by_deposits(range(15), requests, zone)["granted"]
    assert granted.is_monotonic_increasing
    assert granted.iloc[14] > granted.iloc[0] or granted.iloc[0] == requests


def test_what_is_wrong_with_a_ledger_is_said_at_once():
    favours = pd.DataFrame({"week": [0, 2], "alter": "a", "zone": ["primary", "outer"], "act": ["asks", "lends"]})
    with pytest.raises(ParameterError) as error:
        relation_bank.ledger(favours)
    assert error.value.problems == (
        "act is 'lends' in 1 of 2 favours, but must be one of gives, asks.",
        "zone is 'outer' in 1 of 2 favours, but must be one of primary, effective, extended.",
        "the week is no whole number from 1 in 1 of 2 favours.",
        "the alter 'a' stands in 2 zones.",
    )


def test_a_bank_without_favours_is_empty():
    assert relation_bank.ledger(relation_bank.same_requests({})).empty


def test_only_social_capital_feels_a_move():
    table = moving_away.capitals(example("diverse"), {"move_week": 10, "weeks": 60})
    lines = table.pivot(index="week", columns="capital", values="value")
    assert lines["economic"].nunique() == lines["cultural"].nunique() == 1
    alters = example("diverse").alters
    has = alters["strength"] * (alters["economic"] + alters["cultural"])
    assert lines["social"][0] == pytest.approx(has.sum())
    assert lines["social"][9] == lines["social"][0]
    assert lines["social"][10] == pytest.approx(has[alters["context"] == "family"].sum(), rel=0.02)
    assert lines["social"][60] > lines["social"][12]


def test_who_leaves_nobody_behind_loses_little():
    table = moving_away.capitals(example("family_only"), {"move_week": 5, "weeks": 6})
    social = table.query("capital == 'social'")["share_of_start"]
    assert 0.95 < social.iloc[-1] < 1


def test_moving_is_a_question_about_one_egonet():
    with pytest.raises(ParameterError, match="one egonet"):
        moving_away.capitals(examples())


@pytest.mark.parametrize(("start", "contact"), [(0.9, 0), (0.1, 1), (0.5, 3)])
def test_a_tie_follows_its_closed_form(start, contact):
    alters = pd.DataFrame({"ego": [1], "alter": ["a"], "strength": [start]})
    nets = EgoNets(pd.DataFrame({"ego": [1]}), alters)
    log = pd.DataFrame({"week": range(1, 31), "ego": 1, "alter": "a", "contact": contact})
    table = tie_dynamics.run(nets, log)
    expected = [tie_dynamics.strength_after(week, start, contact) for week in range(31)]
    np.testing.assert_allclose(table["strength"], expected, rtol=1e-12)
    # the closed form itself, by hand for one week
    p = Parameters.of("tie_dynamics")
    assert expected[1] == pytest.approx(start + p.tie_growth * contact * (1 - start) - p.tie_decay * start)


def test_during_use_neglected_ties_slide_outwards():
    nets = example("diverse")
    table = tie_dynamics.run(nets, tie_dynamics.during_use(nets, 104))
    after = tie_dynamics.afterwards(nets, table)
    others = after.alters["status"] != "uses"
    assert (after.alters["strength"][others] < nets.alters["strength"][others]).all()
    assert set(after.alters["zone"][others]) == {"extended"}
    assert set(after.alters["zone"][~others]) == {"primary"}
    assert len(after.ties) == len(nets.ties)


def test_a_contact_with_nobody_is_refused():
    log = pd.DataFrame({"week": [1], "ego": ["diverse"], "alter": ["nobody"], "contact": [1]})
    with pytest.raises(ParameterError, match="an alter who is not there"):
        tie_dynamics.run(example("diverse"), log)


def test_leads_by_hand():
    alters = pd.DataFrame(
        {"ego": 1, "alter": range(3), "strength": [0.5, 1.0, 0.4], "context": ["work", "work", "group"]}
    )
    nets = EgoNets(pd.DataFrame({"ego": [1, 2]}), alters)
    alone, shared = job_leads.lead_chance(nets, {"lead": 0.1}), job_leads.shared_lead_chance(nets, {"lead": 0.1})
    assert alone[1] == pytest.approx(1 - 0.95 * 0.9 * 0.96)
    assert shared[1] == pytest.approx(1 - 0.9 * 0.96)
    assert alone[2] == shared[2] == 0


def test_a_few_bridges_beat_many_strong_ties_of_one_context():
    many = pd.DataFrame({"ego": "many", "alter": range(12), "strength": 0.9, "context": "family"})
    contexts = ["work", "neighbourhood", "group", "services"]
    few = pd.DataFrame({"ego": "few", "alter": range(4), "strength": 0.4, "context": contexts})
    nets = EgoNets(pd.DataFrame({"ego": ["many", "few"]}), pd.concat([many, few]))
    shared, alone = job_leads.shared_lead_chance(nets), job_leads.lead_chance(nets)
    assert shared["few"] > shared["many"]
    assert alone["few"] < alone["many"]  # the formula that forgets who knows whom says the opposite


def test_time_to_work_is_geometric():
    table = job_leads.time_to_work(example("diverse"), {"cold": 0.1, "gap_penalty": 0.5})
    cold = table.query("route == 'cold'").set_index("week")["in_work"]
    assert cold[10] == pytest.approx(1 - 0.95**10)
    assert table.query("route == 'cold'")["median_week"].iloc[0] == 14  # 0.95**13 = 0.513, 0.95**14 = 0.488
    both = table.query("route == 'cold and referred'").set_index("week")["in_work"]
    assert (both[1:] > cold[1:]).all()


def test_without_any_chance_nobody_finds_work():
    table = job_leads.time_to_work(example("diverse"), {"cold": 0, "lead": 0})
    assert (table["in_work"] == 0).all()
    assert table["median_week"].isna().all()


def test_one_number_has_one_value_in_all_models_that_share_it():
    weekly, bank = Parameters.of("recovery"), Parameters.of("relation_bank")
    for name in ("cost", "balance_memory", "credit_primary", "credit_effective", "credit_extended", "balance_start"):
        assert weekly[name] == bank[name]
    ties, moving = Parameters.of("tie_dynamics"), Parameters.of("moving_away")
    assert (ties.tie_growth, ties.tie_decay) == (moving.tie_growth, moving.tie_decay)
