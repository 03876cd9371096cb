"""The weekly recovery model: against plain loops, closed forms and a null model, and the same bits however it is cut.

The reference at the end is written from the equations, with dictionaries and loops, and shares no line with the
package; it draws from NumPy's Philox by address, as the package documents.
"""

import math
import tracemalloc

import numpy as np
import pandas as pd
import pytest

from egonets import EgoNets, example, examples
from egonets.models import ParameterError, Parameters, recovery
from egonets.models.interventions import Add, Drop, JoinGroup, LeaveTreatment, Replace

SOCIAL = ("buffering", "main_effect", "loneliness_weight", "craving_weight", "identity_weight")
KINDS = ("emotional", "instrumental", "informational", "appraisal")
TEAM = example("street_team").alters.query("context == 'group'")

SCENARIOS = {
    "nothing happens": ((), {}),
    "people who use are dropped": ((Drop(5, {"status": "uses"}),), {}),
    "a group is joined, then left": ((JoinGroup(3, TEAM, until=20),), {"meeting_share": 0.5}),
    "family is replaced": ((Replace(4, {"context": "family"}, TEAM.head(2)),), {}),
    "treatment, then home": ((LeaveTreatment(12, TEAM.head(3)),), {"event_rate": 2.0}),
    "ties grow and wear": ((Add(2, TEAM.tail(1)),), {"tie_growth": 0.05, "tie_decay": 0.02}),
    "effort counts, credit is short": ((), {"effort_weight": 1.0, "effort_support": -0.5, "credit_primary": 0.1}),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_plain_loops_give_the_same_lives_draw_for_draw(name):
    happens, changed = SCENARIOS[name]
    nets = without_team() if happens else examples()
    given = Parameters.of("recovery", weeks=60, people=4, baseline=-3.5, **changed)
    fast = recovery.simulate(nets, given, interventions=happens, seed=3, keep_states=True, block=7)
    for row, ego in enumerate(fast.egos):
        for person in range(4):
            life = plain_life(nets, ego, given, happens, seed=3, number=row * 4 + person)
            assert fast.returned[row, person] == life["returned"]
            np.testing.assert_allclose(fast.states[row, person], life["states"], rtol=1e-12, atol=1e-14)
            assert fast.well_being[row, person] == pytest.approx(life["well_being"], rel=1e-12)


@pytest.mark.parametrize(("threads", "block"), [(1, 4096), (1, 1), (2, 13), (4, 100)])
def test_the_bits_are_the_same_for_any_number_of_threads_and_any_block(threads, block):
    one = recovery.simulate(examples(), {"people": 70, "weeks": 20}, seed=5, threads=1)
    other = recovery.simulate(examples(), {"people": 70, "weeks": 20}, seed=5, threads=threads, block=block)
    assert one.returned.tobytes() == other.returned.tobytes()
    assert one.well_being.tobytes() == other.well_being.tobytes()


def test_a_longer_horizon_does_not_change_the_weeks_before():
    short = recovery.simulate(examples(), {"people": 50, "weeks": 13}, keep_states=True)
    long = recovery.simulate(examples(), {"people": 50, "weeks": 40}, keep_states=True)
    assert short.states.tobytes() == long.states[:, :, :13].copy().tobytes()


def test_a_population_continued_in_parts_is_the_population():
    given = {"people": 20, "weeks": 15}
    whole = recovery.simulate(examples(), given)
    part = recovery.simulate(select("street_team", "diverse"), given, first=3)
    assert whole.well_being[3:].tobytes() == part.well_being.tobytes()


def test_with_all_social_weights_zero_every_network_is_alike():
    run = recovery.simulate(examples(), dict.fromkeys(SOCIAL, 0.0) | {"people": 500}, twins=True)
    assert (run.returned == run.returned[0]).all()
    assert 0 < (run.returned == 0).mean() < 1


def test_without_twins_networks_that_do_not_matter_differ_by_chance_only():
    run = recovery.simulate(examples(), {"social_scale": 0.0, "people": 4000})
    shares = (run.returned == 0).mean(axis=1)
    assert len(set(shares)) == 5
    assert np.ptp(shares) < 5 * math.sqrt(0.25 / 4000)


def test_a_constant_hazard_gives_exponential_survival():
    run = recovery.simulate(example("diverse"), alone_with_the_baseline(frailty_sd=0.0, people=20_000))
    weeks = np.arange(1, 105)
    expected = np.exp(-weeks * math.exp(-4))
    assert_survival(run, expected)


def test_gamma_frailty_gives_its_closed_form():
    given = alone_with_the_baseline(frailty_variance=1.5, people=20_000)
    run = recovery.simulate(example("diverse"), given, frailty="gamma")
    weeks = np.arange(1, 105)
    assert_survival(run, (1 + 1.5 * math.exp(-4) * weeks) ** (-1 / 1.5))


def test_identity_loneliness_and_craving_follow_their_geometric_closed_forms():
    nets = one_ego([{"status": "in_recovery", "strength": 0.7}])
    given = {"weeks": 60, "people": 1, "talk": 0.3, "loneliness_start": 0.9, "craving_start": 1.0}
    p = Parameters.of("recovery", **given)
    states = recovery.states(recovery.simulate(nets, p, keep_states=True))
    t = states["week"].to_numpy()
    ends = {
        "identity": (p.identity_start, 1, 1 - p.identity_speed),
        "loneliness": (0.9, p.desired_belonging - (1 - math.exp(-0.7)), 1 - p.loneliness_speed),
        "craving": (1, p.cue_weight * 0.3 * 0.7 / (1 - p.craving_memory), p.craving_memory),
    }
    for name, (start, end, left) in ends.items():
        np.testing.assert_allclose(states[name], end + (start - end) * left**t, rtol=1e-12)


@pytest.mark.parametrize("rate", [0.2, 0.5, 2.0])
def test_stress_without_a_network_has_the_mean_of_its_closed_form(rate):
    given = {"event_rate": rate, "people": 4000, "weeks": 60}
    run = recovery.simulate(one_ego([]), given, keep_states=True)
    memory = run.parameters.stress_memory
    expected = rate / (1 - memory) * (1 - memory**60)
    spread = math.sqrt(2 * rate / (1 - memory**2) / 4000)
    assert run.states[0, :, -1, 0].mean() == pytest.approx(expected, abs=4 * spread)


def test_an_ego_without_alters_is_simulated_too():
    run = recovery.simulate(one_ego([]), {"people": 10, "weeks": 5}, keep_states=True)
    table = recovery.states(run)
    assert (table[["belonging", "coverage", "willing"]] == 0).all(axis=None)


def test_help_that_takes_the_whole_weight_of_an_event_is_paid_for_all_the_same():
    friend = one_ego([{"strength": 1.0, "status": "does_not_use"}])
    helpful = EgoNets(friend.egos, friend.alters.assign(**{f"support_{kind}": 1.0 for kind in KINDS}))
    given = {"buffering": 1, "social_scale": 1, "event_rate": 2, "earn": 0, "balance_memory": 1, "people": 50}
    table = recovery.states(recovery.simulate(helpful, {**given, "weeks": 60}, keep_states=True))
    helped_so_far = table["willing"].eq(1).groupby(table["person"]).cummin()
    assert (table.loc[helped_so_far, "stress"] == 0).all()
    assert 0 < helped_so_far.sum() < len(table)
    assert (table.loc[table["week"] == 60, "willing"] == 0).all()


def test_progress_ends_with_everybody():
    told = []
    recovery.simulate(examples(), {"people": 30, "weeks": 3}, block=40, progress=lambda *now: told.append(now))
    assert told == [(40, 150), (80, 150), (120, 150), (150, 150)]


def test_memory_does_not_grow_with_the_weeks():
    peaks = []
    for weeks in (60, 600):
        tracemalloc.start()
        recovery.simulate(examples(), {"people": 200, "weeks": weeks}, threads=1)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]


def test_what_is_wrong_is_said_at_once_before_anything_runs():
    with pytest.raises(ParameterError) as error:
        recovery.simulate(examples(), {"cue_wieght": 1, "talk": math.nan, "weeks": -1, "stress_memory": 1.5})
    assert str(error.value) == (
        "4 problems with the parameters of the model 'recovery':\n"
        "  cue_wieght is not a parameter of this model; did you mean cue_weight?\n"
        "  talk is nan, but must be a finite number.\n"
        "  weeks is -1, but must lie between 1 and 5200 (weeks).\n"
        "  stress_memory is 1.5, but must lie between 0 and 1 (share of stress left after a week)."
    )


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"seed": -1}, "the seed is -1, but must be a whole number from 0."),
        ({"seed": 0.5}, "the seed is 0.5, but must be a whole number from 0."),
        ({"threads": 0}, "threads is 0, but must be a whole number from 1."),
        ({"block": 0}, "block is 0, but must be a whole number from 1."),
        ({"frailty": "uniform"}, "frailty is 'uniform', but must be one of normal, gamma."),
        ({"parameters": {"weeks": 1.5}}, "weeks is 1.5, but must be a whole number."),
        ({"interventions": [Drop(0, {"status": "uses"})]}, "Drop: the week is 0, but must be a whole number from 1."),
        ({"interventions": [Drop(1, {})]}, "where names nothing; it can name ego, alter, role, zone"),
        ({"interventions": [Add(2, TEAM.head(1))]}, "captain would join in week 2, but is there already."),
    ],
)
def test_a_run_that_cannot_be_is_refused(options, sentence):
    with pytest.raises(ParameterError) as error:
        recovery.simulate(example("street_team"), **options)
    assert sentence in str(error.value)


def test_alters_without_what_the_model_needs_are_refused():
    bare = EgoNets(pd.DataFrame({"ego": [1]}), pd.DataFrame({"ego": [1], "alter": ["a"]}))
    with pytest.raises(ParameterError) as error:
        recovery.simulate(bare)
    assert "the alters have no column 'strength'." in str(error.value)
    assert "the alters have no column 'status'." in str(error.value)


# -- helpers ---------------------------------------------------------------------------------------------------


def one_ego(alters):
    rows = [{"ego": "x", "alter": f"a{i}", "zone": "primary", **alter} for i, alter in enumerate(alters)]
    columns = ["ego", "alter", "zone", "status", "strength"]
    return EgoNets(pd.DataFrame({"ego": ["x"]}), pd.DataFrame(rows, columns=columns))


def select(*names):
    nets = examples()
    return EgoNets(nets.egos.query("ego in @names"), nets.alters.query("ego in @names"))


def without_team():
    return select("home_alone", "using_circle", "diverse")


def alone_with_the_baseline(**changed):
    weights = dict.fromkeys(("social_scale", "stress_weight", "duration_weight"), 0.0)
    return Parameters.of("recovery", **weights, **changed)


def assert_survival(run, expected):
    observed = np.array([(run.weeks_abstinent[0] >= week).mean() for week in range(1, run.weeks + 1)])
    spread = np.sqrt(expected * (1 - expected) / run.people)
    assert (np.abs(observed - expected) < 5 * spread).all()


def plain_life(nets, ego, p, happens, seed, number):
    """One person's weeks, by the equations, one after the other."""
    alters, inside = people_around(nets, ego, happens), [each for each in happens if isinstance(each, LeaveTreatment)]
    stress, lonely, craving, identity = p.stress_start, p.loneliness_start, p.craving_start, p.identity_start
    luck = address(seed, number, week=0)
    frailty = p.frailty_sd * inverse_normal(luck[0])
    scale = p.social_scale
    returned, well, states = 0, 0.0, []
    for week in range(1, p.whole("weeks") + 1):
        u = address(seed, number, week)
        treated = any(week < each.week for each in inside)
        here = [a for a in alters if a["from"] <= week < a["to"]]
        helpers = [a for a in here if a["balance"] - p.cost >= -p[f"credit_{a['zone']}"]]
        covered = {k: 1 - math.prod(1 - a["w"] * a["q"][k] for a in helpers) for k in KINDS}
        rate = p.event_rate * (p.inside_events if treated else 1)
        events = [split(draw) for draw in u[4 : 4 + poisson(u[0], rate)]]
        load = sum(size * (1 - scale * p.buffering * covered[kind]) for kind, size in events)
        stress = p.stress_memory * stress + load
        logit = p.seek_baseline + p.seek_loneliness * lonely - p.seek_identity * identity
        seeks = u[1] < 1 / (1 + math.exp(-logit))
        for a in alters:
            a["h"] = 0.0
        for a in here:
            a["h"] = p.passing_contact + seeks if a["status"] == "uses" else a["often"]
            a["h"] *= p.extended_contact if a["zone"] == "extended" else 1
            a["h"] *= p.inside_contact if treated and not a["met inside"] else 1
            if a["meets"]:
                a["h"] *= (1 / p.meeting_share) if u[3] < p.meeting_share else 0
        contact = sum(a["w"] * a["h"] for a in here)
        cues = sum(a["w"] * a["h"] * {"uses": 1, "in_recovery": p.talk}.get(a["status"], 0) for a in here)
        company = sum(
            a["w"] * a["h"] * {"uses": 0, "in_recovery": 1}.get(a["status"], p.neutral_identity) for a in here
        )
        for a in alters:
            helped = sum(a["w"] * a["q"][kind] for kind, _ in events) if a in helpers else 0.0
            a["balance"] = p.balance_memory * a["balance"] - p.cost * helped + p.earn * a["h"]
            a["w"] += p.tie_growth * a["h"] * (1 - a["w"]) - p.tie_decay * a["w"]
        belonging = 1 - math.exp(-contact)
        gap = max(0, p.desired_belonging - belonging)
        lonely = (1 - p.loneliness_speed) * lonely + p.loneliness_speed * gap
        craving = p.craving_memory * craving + p.cue_weight * cues
        if contact > 0:
            identity += p.identity_speed * (company / contact - identity)
        mean = sum(covered.values()) / 4
        effort = p.effort * (1 - p.effort_drain * lonely)
        log_hazard = (
            p.baseline + p.stress_weight * stress
            + scale * (p.loneliness_weight * lonely + p.craving_weight * craving)
            - scale * (p.identity_weight * identity + p.main_effect * mean)
            - p.effort_weight * effort - p.effort_support * effort * mean
            + frailty - p.duration_weight * math.log(1 + (week - 1) / p.duration_unit)
        )  # fmt: skip
        chance = 1 - math.exp(-math.exp(log_hazard))
        if returned == 0 and u[2] < chance:
            returned = week
        good = max(0, 1 - p.wellbeing_stress * stress - p.wellbeing_loneliness * lonely)
        well += good
        states.append([stress, lonely, craving, identity, belonging, mean, seeks, len(helpers), chance, good])
    return {"returned": returned, "well_being": well / p.weeks, "states": states}


def people_around(nets, ego, happens):
    """Who is there when, as dictionaries, in the order of the tables."""
    alters = [person(row, 1) for row in nets.alters.query("ego == @ego").to_dict("records")]
    for each in happens:
        if isinstance(each, Drop | Replace):
            for a in alters:
                if all(a["row"][column] == value for column, value in each.where.items()):
                    a["to"] = each.week
        if isinstance(each, Add | Replace):
            alters += [person(row, each.week) for row in each.alters.to_dict("records")]
        if isinstance(each, JoinGroup):
            alters += [person(row, each.week, each.until, meets=True) for row in each.members.to_dict("records")]
        if isinstance(each, LeaveTreatment):
            alters += [person(row, 1, each.week, met_inside=True) for row in each.company.to_dict("records")]
    return alters


def person(row, start, to=math.inf, meets=False, met_inside=False):
    return {
        "row": row, "from": start, "to": to, "meets": meets, "met inside": met_inside, "balance": 0.0, "h": 0.0,
        "w": row["strength"], "zone": row["zone"], "status": row["status"], "often": min(1, row["contact"]),
        "q": {kind: row[f"support_{kind}"] for kind in KINDS},
    }  # fmt: skip


def address(seed, number, week):
    """The twelve draws of a person in a week: three steps of Philox from the person's place."""
    return np.random.Generator(np.random.Philox(key=seed, counter=[3 * number, week, 0, 0])).random(12)


def poisson(u, rate):
    cumulative = [math.exp(-rate) * sum(rate**k / math.factorial(k) for k in range(n + 1)) for n in range(8)]
    return sum(u >= each for each in cumulative)


def split(u):
    return KINDS[int(4 * u)], -math.log(1 - (4 * u - int(4 * u)))


def inverse_normal(u):
    """By bisection of the error function."""
    low, high = -40.0, 40.0
    while high - low > 1e-15 * max(1, abs(low)):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erfc(-middle / math.sqrt(2)) / 2 < u else (low, middle)
        if middle in (low, high) and math.nextafter(low, high) == high:
            break
    return low
