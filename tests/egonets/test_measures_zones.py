"""Zones, the extended zone and exposure: worked out by hand, the undefined, and what must never be confused."""

import numpy as np
import pandas as pd
import pytest
from small_egonets import anna, drawn

import egonets
from egonets import (
    ZONES,
    EgonetDataError,
    EgoNets,
    contact_exposure,
    contact_recovery_exposure,
    density,
    density_among_using,
    examples,
    exposure,
    extended_only,
    extended_reach,
    extended_reach_curve,
    isolates,
    isolates_not_using,
    recovery_exposure,
    size,
    strength_exposure,
    strength_recovery_exposure,
    zone_counts,
    zone_density,
    zone_exposure,
    zone_recovery_exposure,
)

# Two near, one in between, three far; f stands in no zone.  a - b, a - c, c - d, a - d, d - e, f - g.
ZONED = anna(
    "abcdefg",
    ["ab", "ac", "cd", "ad", "de", "fg"],
    zone=["primary", "primary", "effective", "extended", "extended", None, "extended"],
    strength=[0.9, 0.7, 0.8, 0.1, 0.1, 0.5, 0.1],
    economic=[1.0, 0.0, 2.0, 5.0, 7.0, 0.0, 9.0],
    cultural=[0.0, 0.0, 0.0, 3.0, 4.0, 0.0, 5.0],
)


def test_empty_zones_are_kept_and_zones_are_in_order():
    counts = zone_counts(anna("ab", zone=["extended", "extended"]))
    assert list(counts.columns) == [*ZONES, "missing"]
    assert counts.loc["anna"].tolist() == [0, 0, 2, 0]


def test_every_alter_is_in_a_zone_or_counted_as_missing():
    nets = drawn(300, seed=11)
    counts = zone_counts(nets)
    assert (counts.sum(axis=1) == size(nets)).all()
    assert counts["missing"].sum() > 100
    assert zone_counts(ZONED).loc["anna"].tolist() == [2, 1, 3, 1]


def test_zones_of_ones_own_are_kept_in_their_order():
    layers = pd.Categorical(["near", "far"], categories=["near", "middle", "far"], ordered=True)
    nets = anna("ab", ["ab"], zone=layers)
    assert zone_counts(nets).loc["anna"].tolist() == [1, 0, 1, 0]
    assert zone_density(nets)["near_far"].item() == 1


def test_density_within_and_between_zones_worked_out_by_hand():
    expected = {
        "primary_primary": 1 / 1,  # a - b
        "primary_effective": 1 / 2,  # a - c of a - c, b - c
        "primary_extended": 1 / 6,  # a - d of 2 x 3
        "effective_effective": np.nan,  # c alone
        "effective_extended": 1 / 3,  # c - d of 1 x 3
        "extended_extended": 1 / 3,  # d - e of three pairs; f - g does not count, f has no zone
    }
    pd.testing.assert_series_equal(zone_density(ZONED).loc["anna"], pd.Series(expected, name="anna"))


def test_zone_densities_make_up_the_density():
    nets = drawn(200, seed=12)
    zoned = EgoNets(nets.egos, nets.alters.assign(zone=nets.alters["zone"].fillna("extended")), nets.ties)
    counts, blocks = zone_counts(zoned), zone_density(zoned).fillna(0)
    ties = 0
    for first, a in enumerate(ZONES):
        for b in ZONES[first:]:
            ties += blocks[f"{a}_{b}"] * (counts[a] * (counts[a] - 1) / 2 if a == b else counts[a] * counts[b])
    n = size(zoned)
    pd.testing.assert_series_equal(density(zoned).dropna(), (ties / (n * (n - 1) / 2)).dropna(), check_names=False)


def test_zones_that_nobody_recorded_are_an_error():
    for measure in (zone_counts, zone_density, extended_reach, extended_only, extended_reach_curve):
        with pytest.raises(EgonetDataError, match="there is no column 'zone'"):
            measure(anna("ab"))


# -- the extended zone ---------------------------------------------------------------------------------------


def test_reach_into_the_extended_zone_worked_out_by_hand():
    # d is known to a and c.  e is known to d only, who is in the extended zone herself; g to f, who is in no zone.
    assert extended_reach(ZONED).item() == 1
    assert extended_reach(ZONED, "economic").item() == 5


def test_reach_is_exactly_zero_without_inner_zones_or_without_ties():
    nets = examples()
    assert extended_reach(nets).sum() > 0
    outer = nets.alters[nets.alters["zone"] == "extended"]
    among_them = nets.ties.merge(outer[["ego", "alter"]], left_on=["ego", "source"], right_on=["ego", "alter"])
    among_them = among_them.merge(outer[["ego", "alter"]], left_on=["ego", "target"], right_on=["ego", "alter"])
    assert (extended_reach(EgoNets(nets.egos, outer, among_them[["ego", "source", "target"]])) == 0).all()
    assert (extended_reach(EgoNets(nets.egos, nets.alters)) == 0).all()


def test_reach_is_nan_only_where_the_resource_of_a_reached_alter_is_missing():
    values = ZONED.alters.assign(favours=[1, 1, 1, np.nan, 1, 1, 1])
    assert np.isnan(extended_reach(EgoNets(ZONED.egos, values, ZONED.ties), "favours").item())
    values["favours"] = [np.nan, 1, 1, 4, np.nan, 1, 1]
    assert extended_reach(EgoNets(ZONED.egos, values, ZONED.ties), "favours").item() == 4


def test_resources_found_in_the_extended_zone_and_nowhere_nearer():
    # Money is nearer too; only d has education.  Without d's ties, it cannot be reached.
    assert extended_only(ZONED).loc["anna"].to_dict() == {"economic": False, "cultural": True}
    cut_off = EgoNets(ZONED.egos, ZONED.alters)
    assert extended_only(cut_off, ("cultural",)).loc["anna"].to_dict() == {"cultural": False}


def test_reach_falls_alter_by_alter_to_zero():
    curve = extended_reach_curve(ZONED)
    # By strength a, c, b leave; d is lost with c, the last who knows her.
    assert curve["removed"].tolist() == [0, 1, 2, 3]
    assert curve["alter"].tolist() == [None, "a", "c", "b"]
    assert curve["reach"].tolist() == [1, 1, 0, 0]
    assert extended_reach_curve(ZONED, order=None)["alter"].tolist() == [None, "a", "b", "c"]


def test_each_step_of_the_curve_is_the_reach_of_the_egonet_that_is_left():
    nets = drawn(40, seed=13)
    curve = extended_reach_curve(nets, order="economic")
    checked = 0
    for ego, steps in curve.groupby("ego"):
        gone = []
        for step in steps.itertuples():
            gone += [] if step.removed == 0 else [step.alter]
            assert step.reach == extended_reach(without(nets, ego, gone)).item()
            checked += 1
        assert steps["reach"].iloc[-1] == 0
    assert checked == len(curve) > 120
    assert (curve.groupby("ego")["reach"].diff().dropna() <= 0).all()
    assert curve["ego"].nunique() == 40


def test_an_inner_alter_without_a_value_has_no_place_in_the_order():
    nets = anna("ab", zone=["primary", "extended"], strength=[np.nan, np.nan])
    with pytest.raises(EgonetDataError, match="alters row 0: strength is missing, so this alter has no place"):
        extended_reach_curve(nets)


# -- exposure ------------------------------------------------------------------------------------------------

STATUS = ["uses", "uses", "in_recovery", "does_not_use", "unknown", None]
EXPOSED = anna(
    "abcdef",
    ["ab", "bc"],
    status=STATUS,
    strength=[0.2, 0.4, 0.6, 0.8, 1.0, 1.0],
    contact=[7.0, 0.0, 1.0, 2.0, 7.0, 7.0],
    zone=["effective", "primary", "extended", None, "primary", "primary"],
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (exposure, 2 / 4),
        (strength_exposure, (0.2 + 0.4) / (0.2 + 0.4 + 0.6 + 0.8)),
        (contact_exposure, 7 / 10),
        (zone_exposure, (2 + 3) / (2 + 3 + 1)),  # d has no zone
        (recovery_exposure, 1 / 4),
        (strength_recovery_exposure, 0.6 / 2),
        (contact_recovery_exposure, 1 / 10),
        (zone_recovery_exposure, 1 / 6),
        (density_among_using, 1),  # a - b
        (isolates_not_using, 1),  # d; e and f are isolates too, but nobody knows whether they use
    ],
)
def test_exposure_worked_out_by_hand(measure, value):
    found = measure(EXPOSED)
    assert found.item() == pytest.approx(value)
    assert found.name == measure.__name__


def test_an_alter_of_unknown_status_counts_neither_as_using_nor_as_not_using():
    known = anna("abcd", status=STATUS[:4])
    assert exposure(EXPOSED).item() == exposure(known).item()
    assert recovery_exposure(EXPOSED).item() == recovery_exposure(known).item()


def test_an_alter_without_a_weight_is_left_out_above_and_below():
    nets = anna("abc", status=["uses", "uses", "does_not_use"], strength=[0.5, np.nan, 0.5])
    assert strength_exposure(nets).item() == 0.5
    assert exposure(nets).item() == pytest.approx(2 / 3)


EXPOSURES = [
    "exposure", "strength_exposure", "contact_exposure", "zone_exposure", "recovery_exposure",
    "strength_recovery_exposure", "contact_recovery_exposure", "zone_recovery_exposure", "density_among_using",
    "isolates_not_using",
]  # fmt: skip


@pytest.mark.parametrize("name", EXPOSURES)
def test_exposure_is_nan_where_nothing_is_known_and_a_share_elsewhere(name):
    nobody = anna("", status=[], strength=[], contact=[], zone=[])
    unknown = anna("a", status=["unknown"], strength=[1], contact=[1], zone=["primary"])
    for nets in (nobody, unknown):
        assert np.isnan(getattr(egonets, name)(nets).item())
    many = getattr(egonets, name)(drawn(300, seed=14)).dropna()
    assert many.between(0, 1).all()
    assert len(many) > 100
    assert many.nunique() > 5


def test_zone_weights_may_be_chosen_and_must_name_every_zone():
    only_near = zone_exposure(EXPOSED, weights={"primary": 1, "effective": 0, "extended": 0})
    assert only_near.item() == 1
    with pytest.raises(ValueError, match="weights must name the zones primary, effective, extended; got near"):
        zone_exposure(EXPOSED, weights={"near": 1})


def test_a_weight_column_of_any_name_is_used_and_a_wrong_one_is_an_error():
    renamed = EgoNets(EXPOSED.egos, EXPOSED.alters.rename(columns={"strength": "closeness"}), EXPOSED.ties)
    assert strength_exposure(renamed, strength="closeness").item() == strength_exposure(EXPOSED).item()
    with pytest.raises(EgonetDataError, match="there is no column 'strength'"):
        strength_exposure(renamed)


def test_isolates_of_known_status_are_those_that_share():
    nets = drawn(300, seed=15)
    some = isolates_not_using(nets).notna()
    assert (isolates(nets)[some] > 0).all()
    assert 50 < some.sum() < 300


# -- helpers -------------------------------------------------------------------------------------------------


def without(nets, ego, gone):
    """One egonet after these alters have left."""
    alters, ties = (frame[frame["ego"] == ego] for frame in (nets.alters, nets.ties))
    ties = ties[~ties["source"].isin(gone) & ~ties["target"].isin(gone)]
    return EgoNets(pd.DataFrame({"ego": [ego]}), alters[~alters["alter"].isin(gone)], ties)
