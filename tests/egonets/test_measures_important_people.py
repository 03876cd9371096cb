"""Indices in the manner of the Important People interview: worked out by hand, the undefined, the left out."""

import numpy as np
import pytest
from small_egonets import anna, drawn

from egonets import (
    EgonetDataError,
    abstinent_share,
    daily_size,
    exposure,
    general_support,
    heavy_use_share,
    important_people,
    mean_importance,
    treatment_support,
    use_contact,
    use_support,
)

ASKED = anna(
    "abcde",
    contact=[14.0, 7.0, 6.9, np.nan, 1.0],
    importance=[6, 5, 3, 1, np.nan],
    status=["uses", "in_recovery", "uses", "does_not_use", "unknown"],
    days_of_use=[7.0, 0.0, 2.0, 0.0, np.nan],
    heavy_use=[1.0, 0.0, 0.0, 0.0, np.nan],
    reaction_to_use=[1, 4, 6, 5, np.nan],
    reaction_to_treatment=[6, 2, np.nan, 4, 4],
    supportiveness=[6, 6, 3, 3, 2],
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (daily_size, 2),
        (mean_importance, 15 / 4),
        # a and c use; b does not; d's contact and e's status are not known.
        (use_contact, (14 + 0 + 6.9) / 3),
        (heavy_use_share, 1 / 4),
        (abstinent_share, 2 / 4),
    ],
)
def test_index_worked_out_by_hand(measure, value):
    assert measure(ASKED).item() == pytest.approx(value)
    assert measure(ASKED).name == measure.__name__


def test_use_may_be_days_instead_of_status():
    assert use_contact(ASKED, use="days_of_use").item() == pytest.approx((7 * 14 + 0 + 2 * 6.9) / 3)


def test_support_is_told_by_its_highest_its_lowest_and_its_mean():
    assert treatment_support(ASKED).loc["anna"].to_dict() == {"highest": 6, "lowest": 2, "mean": 4}
    assert general_support(ASKED).loc["anna"].to_dict() == {"highest": 6, "lowest": 2, "mean": 4}
    assert use_support(ASKED).loc["anna"].to_dict() == {"highest": 6, "lowest": 1, "mean": 4}


def test_support_for_use_may_be_that_of_the_most_important_only():
    assert use_support(ASKED, at_least=5).loc["anna"].to_dict() == {"highest": 4, "lowest": 1, "mean": 2.5}
    assert use_support(ASKED, at_least=7).loc["anna"].isna().all()


def test_exposure_and_abstinence_make_up_the_whole():
    nets = drawn(300, seed=51)
    both = abstinent_share(nets) + exposure(nets)
    assert both.dropna().to_numpy() == pytest.approx(1)
    assert both.notna().sum() > 200


def test_without_alters_everything_but_the_counts_is_nan():
    columns = ("contact", "importance", "heavy_use", "reaction_to_use", "reaction_to_treatment", "supportiveness")
    found = important_people(anna("", status=[], **{name: [] for name in columns})).loc["anna"]
    assert found[["size", "daily_size"]].tolist() == [0, 0]
    assert found.drop(["size", "daily_size"]).isna().all()
    assert len(found) == 2 + 4 + 3 * 3


def test_daily_contact_that_is_known_of_no_alter_is_nan_and_not_nought():
    assert np.isnan(daily_size(anna("ab", contact=[np.nan, np.nan])).item())
    assert daily_size(anna("ab", contact=[np.nan, 1.0])).item() == 0


def test_the_table_holds_each_index_as_its_function_gives_it():
    found = important_people(ASKED, at_least=5).loc["anna"]
    assert found["size"] == 5
    assert found["use_contact"] == use_contact(ASKED).item()
    assert found["use_support_mean"] == 2.5
    assert found["treatment_support_lowest"] == 2
    assert important_people(ASKED).loc["anna", "use_support_mean"] == 4


def test_an_index_whose_columns_are_absent_is_left_out_and_named():
    found = important_people(anna("ab", contact=[1.0, 7.0], reaction_to_use=[1, 2]), at_least=3)
    assert list(found.columns) == ["size", "daily_size"]
    assert found.attrs["left_out"] == {
        "mean_importance": ["importance"],
        "use_contact": ["status"],
        "heavy_use_share": ["heavy_use"],
        "abstinent_share": ["status"],
        "use_support": ["importance"],
        "treatment_support": ["reaction_to_treatment"],
        "general_support": ["supportiveness"],
    }


def test_a_single_index_without_its_column_is_an_error():
    with pytest.raises(EgonetDataError, match="there is no column 'importance'"):
        mean_importance(anna("ab"))
