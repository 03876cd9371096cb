"""Support: worked out by hand, laws on random egonets, and what is lost and gained, by doing it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_egonets import anna, drawn

from egonets import (
    SUPPORTS,
    EgonetDataError,
    EgoNets,
    ambivalent_alters,
    ambivalent_share,
    best_tie_to_add,
    example,
    kinds_from_one_alter,
    largest_loss,
    leave_one_out_loss,
    sole_suppliers,
    support_coverage,
    support_redundancy,
)


def helped(strength, emotional, instrumental=0.0, informational=0.0, appraisal=0.0, **columns):
    """Anna and her alters a, b, c …, with what each gives."""
    kinds = zip(SUPPORTS, (emotional, instrumental, informational, appraisal), strict=True)
    given = {f"support_{kind}": value for kind, value in kinds}
    return anna("abcdefgh"[: len(strength)], strength=strength, **given, **columns)


# w q is 0.5, 0.2, 0 for emotional support; only b gives instrumental; all give appraisal in full; c is no tie.
THREE = helped([1.0, 0.5, 0.0], [0.5, 0.4, 1.0], instrumental=[0.0, 1.0, 1.0], appraisal=[1.0, 1.0, 1.0])


def test_coverage_worked_out_by_hand():
    assert support_coverage(THREE).loc["anna"].to_dict() == pytest.approx(
        {"emotional": 1 - 0.5 * 0.8, "instrumental": 0.5, "informational": 0, "appraisal": 1}
    )


def test_an_ego_without_alters_is_covered_by_nobody():
    assert support_coverage(helped([], [])).loc["anna"].tolist() == [0, 0, 0, 0]


def test_coverage_of_a_kind_is_nan_where_a_value_of_it_is_missing():
    found = support_coverage(helped([1.0, 1.0], [0.5, np.nan], instrumental=[0.5, 0.5])).loc["anna"]
    assert np.isnan(found["emotional"])
    assert found["instrumental"] == 0.75


SHARE = st.floats(0, 1)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(SHARE, SHARE), max_size=7), st.tuples(SHARE, SHARE))
def test_coverage_is_between_0_and_1_and_never_falls_when_an_alter_is_added(alters, one_more):
    before, after = (
        support_coverage(helped([w for w, _ in some], [q for _, q in some]))["emotional"].item()
        for some in (alters, [*alters, one_more])
    )
    assert 0 <= before <= after <= 1


def test_redundancy_is_the_number_of_helpers_when_anybody_helps():
    found = support_redundancy(THREE).loc["anna"]
    assert found["emotional"] == pytest.approx((0.5 + 0.2) / 0.6)
    assert found["instrumental"] == 1
    assert np.isnan(found["informational"])
    # a and b: 1 x 1 and 0.5 x 1, and the first is certain.
    assert found["appraisal"] == 1.5


def test_redundancy_of_full_helpers_is_their_number_and_never_below_one():
    assert support_redundancy(helped([1.0] * 5, [1.0] * 5))["emotional"].item() == 5
    many = support_redundancy(drawn(300, seed=21)).stack().dropna()
    assert len(many) > 500
    assert (many >= 1).all()


def test_a_sole_supplier_is_named_and_counted():
    found = sole_suppliers(THREE).loc["anna"]
    assert found.tolist() == [None, "b", None, None]
    assert kinds_from_one_alter(THREE).item() == 1


def test_without_alters_or_with_a_missing_value_nobody_is_a_sole_supplier():
    assert sole_suppliers(helped([], [])).loc["anna"].tolist() == [None] * 4
    assert kinds_from_one_alter(helped([], [])).item() == 0
    assert sole_suppliers(helped([1.0, 1.0], [0.0, np.nan])).loc["anna"].tolist() == [None] * 4
    unknown = helped([1.0, 1.0], [0.5, np.nan])
    assert sole_suppliers(unknown).loc["anna"].tolist() == [None] * 4
    assert np.isnan(kinds_from_one_alter(unknown).item())


def test_a_sole_supplier_may_have_any_id():
    nets = drawn(100, seed=22)
    found = sole_suppliers(nets)
    kinds = kinds_from_one_alter(nets)
    assert found.notna().sum(axis=1).tolist() == kinds.tolist()
    assert kinds.sum() > 10


# -- when an alter leaves ------------------------------------------------------------------------------------


def test_losses_worked_out_by_hand():
    found = leave_one_out_loss(THREE)
    assert list(found.index) == [("anna", "a"), ("anna", "b"), ("anna", "c")]
    assert found["emotional"].tolist() == pytest.approx([0.5 * 0.8, 0.2 * 0.5, 0])
    # Appraisal: without a, b is left with 0.5; without b, a still gives it all.
    assert found["appraisal"].tolist() == pytest.approx([0.5, 0, 0])


def test_a_loss_is_what_dropping_the_alter_takes_away():
    nets = drawn(40, seed=23)
    coverage, losses = support_coverage(nets), leave_one_out_loss(nets)
    assert len(losses) == len(nets.alters) > 200
    for row in range(len(losses)):
        rest = support_coverage(EgoNets(nets.egos, nets.alters.drop(index=row)))
        ego = losses.index[row][0]
        np.testing.assert_allclose(losses.iloc[row], coverage.loc[ego] - rest.loc[ego], atol=1e-12)


def test_two_who_give_everything_are_each_dispensable():
    assert leave_one_out_loss(helped([1.0, 1.0], [1.0, 1.0]))["emotional"].tolist() == [0, 0]
    assert leave_one_out_loss(helped([1.0, 0.5], [1.0, 1.0]))["emotional"].tolist() == [0.5, 0]


def test_the_largest_loss_is_the_largest_and_nan_without_alters():
    assert largest_loss(THREE).loc["anna"].tolist() == pytest.approx([0.4, 0.5, 0, 0.5])
    assert largest_loss(helped([], [])).loc["anna"].isna().all()


# -- when an alter is found ----------------------------------------------------------------------------------


def candidates(**rows):
    return pd.DataFrame(
        [(name, *values) for name, values in rows.items()],
        columns=["alter", "strength", *(f"support_{kind}" for kind in SUPPORTS)],
    )


def test_the_best_tie_to_add_gives_what_is_lacking_not_most():
    # Emotional support is nearly covered; the generous friend adds 0.9 x 0.1, the quiet neighbour 0.4 x 1.
    nets = helped([1.0], [0.9])
    offered = candidates(friend=(1.0, 0.9, 0, 0, 0), neighbour=(0.8, 0, 0.5, 0, 0))
    best = best_tie_to_add(nets, offered).loc["anna"]
    assert best["candidate"] == "neighbour"
    assert best["gain"] == pytest.approx(0.4 / 4)
    assert best[list(SUPPORTS)].tolist() == pytest.approx([0, 0.4, 0, 0])


def test_the_gain_is_what_adding_the_alter_brings_and_no_other_brings_more():
    nets = drawn(30, seed=24)
    rng = np.random.default_rng(24)
    offered = candidates(**{f"person {place}": tuple(rng.random(5)) for place in range(6)})
    before, best = support_coverage(nets), best_tie_to_add(nets, offered)
    gains = {
        person.alter: support_coverage(with_everybody_knowing(nets, offered.loc[[person.Index]])) - before
        for person in offered.itertuples()
    }
    for ego in nets.ego_ids:
        means = {name: gain.loc[ego].mean() for name, gain in gains.items()}
        chosen = best.loc[ego, "candidate"]
        assert means[chosen] == pytest.approx(max(means.values()))
        assert best.loc[ego, "gain"] == pytest.approx(means[chosen])
        np.testing.assert_allclose(best.loc[ego, list(SUPPORTS)].astype(float), gains[chosen].loc[ego], atol=1e-12)
    assert best["candidate"].nunique() > 1


def test_without_candidates_the_best_names_the_kind_that_is_covered_worst():
    assert best_tie_to_add(THREE).loc["anna", "candidate"] == "informational"
    assert best_tie_to_add(THREE).loc["anna", "gain"] == 1 / 4
    nobody = best_tie_to_add(helped([], [])).loc["anna"]
    assert nobody["candidate"] == "emotional"  # of equals the first


def test_a_candidate_may_be_offered_to_one_ego_only():
    nets = EgoNets(pd.DataFrame({"ego": ["anna", "bo", "cy"]}), helped([0.5], [0.5]).alters)
    offered = pd.concat([candidates(x=(1, 1, 0, 0, 0)), candidates(y=(1, 1, 1, 0, 0)), candidates(z=(1, 0, 0, 0, 1))])
    best = best_tie_to_add(nets, offered.assign(ego=["bo", "bo", "anna"]))
    assert best["candidate"].tolist() == ["z", "y", None]
    assert best.loc["bo", "gain"] == pytest.approx(0.5)
    assert np.isnan(best.loc["cy", "gain"])


def test_a_candidate_without_a_name_is_none():
    offered = candidates(x=(1, 1, 0, 0, 0), y=(0.5, 0, 1, 0, 0)).assign(alter=[None, "y"])
    assert best_tie_to_add(THREE, offered)["candidate"].tolist() == [None]
    with pytest.raises(EgonetDataError, match="candidates row 1: ego None is not among the egos"):
        best_tie_to_add(THREE, offered.assign(ego=["anna", None]))


def test_where_coverage_is_not_known_no_candidate_is_best():
    unknown = helped([np.nan], [0.5])
    for offered in (None, candidates(x=(1, 1, 0, 0, 0)).assign(ego="anna")):
        best = best_tie_to_add(unknown, offered).loc["anna"]
        assert best["candidate"] is None
        assert np.isnan(best["gain"])


def test_everything_that_is_wrong_with_the_candidates_is_told_at_once():
    offered = candidates(x=(2.0, 1, 0, 0, 0), y=(1, 0, -1, 0, 0)).assign(ego=["anna", "ann"])
    with pytest.raises(EgonetDataError) as error:
        best_tie_to_add(THREE, offered)
    assert [(p.code, p.row, p.column) for p in error.value.problems] == [
        ("out_of_range", 0, "strength"),
        ("out_of_range", 1, "support_instrumental"),
        ("unknown_ego", 1, "ego"),
    ]
    assert str(error.value.problems[0]) == (
        "candidates row 0: strength is 2.0, not between 0 and 1. Give strength as a share: 0 is none, 1 is full."
    )
    with pytest.raises(EgonetDataError, match="candidates has no column 'support_appraisal'"):
        best_tie_to_add(THREE, candidates(x=(1, 1, 0, 0, 0)).drop(columns="support_appraisal"))


# -- two-faced ties ------------------------------------------------------------------------------------------


def test_ambivalent_alters_both_use_and_support():
    status = ["uses", "uses", "does_not_use", "unknown", None, "uses"]
    nets = helped([0.5] * 6, [0.6, 0.0, 0.9, 0.9, 0.9, np.nan], appraisal=[0, 0, 0, 0, 0, 0], status=status)
    assert ambivalent_alters(nets).item() == 1
    # One of the two who use and of whose support enough is known: the last may support or not.
    assert ambivalent_share(nets).item() == pytest.approx(1 / 2)
    assert ambivalent_alters(nets, above=0.6).item() == 0


def test_ambivalence_that_is_known_of_no_alter_is_nan_and_not_nought():
    for status, support in [("uses", np.nan), ("unknown", 0.6), (None, np.nan)]:
        nets = helped([0.5], [support], status=[status])
        assert np.isnan(ambivalent_alters(nets).item())
        assert np.isnan(ambivalent_share(nets).item())
    # Whoever does not use is not ambivalent, whatever she gives, and neither is a user who gives nothing.
    assert ambivalent_alters(helped([0.5], [np.nan], status=["does_not_use"])).item() == 0
    assert ambivalent_alters(helped([0.5], [0.0], status=["unknown"])).item() == 0


def test_the_share_of_ambivalent_alters_is_nan_where_nobody_uses():
    nets = helped([0.5], [0.6], status=["in_recovery"])
    assert ambivalent_alters(nets).item() == 0
    assert np.isnan(ambivalent_share(nets).item())


@pytest.mark.parametrize("measure", [support_coverage, support_redundancy, sole_suppliers, leave_one_out_loss])
def test_a_table_without_support_is_an_error(measure):
    with pytest.raises(EgonetDataError, match="there is no column 'strength'"):
        measure(anna("ab"))
    with pytest.raises(EgonetDataError, match="there is no column 'support_emotional'"):
        measure(anna("ab", strength=[1, 1]))


def test_the_strength_may_have_another_name():
    team = example("street_team")
    renamed = EgoNets(team.egos, team.alters.rename(columns={"strength": "closeness"}), team.ties)
    pd.testing.assert_frame_equal(support_coverage(renamed, strength="closeness"), support_coverage(team))


# -- helpers -------------------------------------------------------------------------------------------------


def with_everybody_knowing(nets, person):
    """The egonets after every ego has got to know one more person."""
    everywhere = person.assign(alter=10_000).merge(pd.DataFrame({"ego": nets.ego_ids}), how="cross")
    return EgoNets(nets.egos, pd.concat([nets.alters, everywhere], ignore_index=True), nets.ties)
