"""Social capital: worked out by hand, the two readings beside each other, and an identity that must hold exactly."""

import numpy as np
import pandas as pd
import pytest
from small_egonets import anna, drawn

from egonets import (
    EgonetDataError,
    EgoNets,
    alter_resources,
    capital_factors,
    capital_volume,
    resource_bottleneck,
    resource_product,
)

# A strong tie to somebody poor, a weak one to somebody rich.
POOR_AND_RICH = anna(
    "ab", strength=[0.9, 0.2], economic=[0.1, 1.0], cultural=[0.5, 0.0], mobilisability=[1.0, 0.5], favours=[3.0, 10.0]
)


def test_the_two_readings_worked_out_by_hand():
    assert alter_resources(POOR_AND_RICH)["product"].tolist() == pytest.approx([0.09, 0.2])
    assert alter_resources(POOR_AND_RICH)["bottleneck"].tolist() == pytest.approx([0.1, 0.2])
    assert resource_product(POOR_AND_RICH).item() == pytest.approx(0.29)
    assert resource_bottleneck(POOR_AND_RICH).item() == pytest.approx(0.3)


def test_the_bottleneck_compares_in_the_unit_of_the_resource():
    # A full tie carries ten favours: nine of three, and two of ten.
    assert resource_bottleneck(POOR_AND_RICH, "favours", full=10).item() == pytest.approx(3 + 2)
    with pytest.raises(ValueError, match=r"full must be above 0, in the unit of the resource; got 0\."):
        resource_bottleneck(POOR_AND_RICH, full=0)


def test_the_bottleneck_never_lets_through_less_while_nobody_has_more_than_a_full_tie_carries():
    nets = drawn(300, seed=31)
    readings = alter_resources(nets, full=8.0)
    assert nets.alters["economic"].max() == 8
    assert (readings["bottleneck"] >= readings["product"]).all()
    between = (nets.alters["strength"] % 1 > 0) & nets.alters["economic"].between(1, 7)
    assert (readings["bottleneck"] > readings["product"]).to_numpy().tolist() == between.tolist()
    assert between.sum() > 500


def test_volume_worked_out_by_hand():
    by_hand = 0.9 * 1.0 * (0.1 + 0.5) + 0.2 * 0.5 * (1.0 + 0.0)
    assert capital_volume(POOR_AND_RICH).item() == pytest.approx(by_hand)


def test_all_can_be_mobilised_where_nobody_says_otherwise():
    plain = EgoNets(POOR_AND_RICH.egos, POOR_AND_RICH.alters.drop(columns="mobilisability"))
    assert capital_volume(plain).item() == pytest.approx(0.9 * 0.6 + 0.2 * 1.0)
    with pytest.raises(EgonetDataError, match="there is no column 'willing'"):
        capital_volume(plain, mobilisability="willing")


def test_a_mobilisability_that_is_no_share_is_an_error():
    nets = EgoNets(POOR_AND_RICH.egos, POOR_AND_RICH.alters.assign(mobilisability=[0.5, 5.0]))
    with pytest.raises(EgonetDataError) as error:
        capital_volume(nets)
    assert str(error.value) == (
        "1 problem in the data:\n"
        "  alters row 1: mobilisability is 5, not between 0 and 1. "
        "Rescale mobilisability: 0 cannot be mobilised, 1 can be in full."
    )


def test_the_volume_is_the_product_of_its_factors():
    nets = drawn(300, seed=32)
    nets = EgoNets(nets.egos, nets.alters.assign(mobilisability=np.linspace(0, 1, len(nets.alters))), nets.ties)
    factors, volume = capital_factors(nets), capital_volume(nets)
    defined = factors["alignment"].notna()
    pd.testing.assert_series_equal(factors.prod(axis=1)[defined], volume[defined], check_names=False)
    assert defined.sum() > 200


def test_alignment_tells_whether_the_strong_ties_lead_to_the_rich():
    to_the_rich = anna("ab", strength=[1.0, 0.5], economic=[3.0, 1.0], cultural=[0.0, 0.0])
    to_the_poor = anna("ab", strength=[0.5, 1.0], economic=[3.0, 1.0], cultural=[0.0, 0.0])
    # 3.5 and 2.5 where unrelated factors give 2 x 0.75 x 2.
    assert capital_factors(to_the_rich)["alignment"].item() == pytest.approx(3.5 / 3)
    assert capital_factors(to_the_poor)["alignment"].item() == pytest.approx(2.5 / 3)


def test_two_egonets_of_one_size_may_have_very_different_volumes():
    rich = anna("ab", strength=[1.0, 1.0], economic=[2.0, 2.0], cultural=[2.0, 2.0])
    poor = anna("ab", strength=[0.1, 0.1], economic=[0.2, 0.2], cultural=[0.2, 0.2])
    assert capital_volume(rich).item() / capital_volume(poor).item() == pytest.approx(100)


def test_without_alters_the_volume_is_zero_and_its_means_are_undefined():
    nobody = anna("", strength=[], economic=[], cultural=[])
    assert capital_volume(nobody).item() == resource_product(nobody).item() == resource_bottleneck(nobody).item() == 0
    factors = capital_factors(nobody).loc["anna"]
    assert factors["size"] == 0
    assert factors.drop("size").isna().all()


def test_a_missing_value_makes_the_sums_nan():
    nets = anna("ab", strength=[0.5, np.nan], economic=[1.0, 1.0], cultural=[1.0, 1.0])
    for measure in (capital_volume, resource_product, resource_bottleneck):
        assert np.isnan(measure(nets).item())


def test_alignment_is_nan_where_a_factor_is_zero():
    nets = anna("ab", strength=[0.0, 0.0], economic=[1.0, 1.0], cultural=[1.0, 1.0])
    assert capital_volume(nets).item() == 0
    assert np.isnan(capital_factors(nets)["alignment"].item())
