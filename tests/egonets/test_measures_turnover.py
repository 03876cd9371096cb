"""Turnover between two waves: worked out by hand, against sets, and who must not be counted as lost."""

import numpy as np
import pandas as pd
import pytest
from small_egonets import anna, drawn

from egonets import EgonetDataError, EgoNets, size, star, transitions, turnover, turnover_by

BEFORE = anna(
    ["mother", "acquaintance", "friend", "cousin"],
    status=["does_not_use", "uses", "uses", None],
    zone=["primary", "effective", "primary", "extended"],
)
AFTER = anna(
    ["coach", "friend", "mother"],
    status=["in_recovery", "in_recovery", "does_not_use"],
    zone=["effective", "effective", "primary"],
)


def test_turnover_worked_out_by_hand():
    found = turnover(BEFORE, AFTER).loc["anna"]
    assert found.to_dict() == {"kept": 2, "new": 1, "dropped": 2, "stability": 2 / 5}


def test_ids_are_of_one_type_in_the_tables_and_in_the_results():
    for ids in (turnover(BEFORE, AFTER).index, size(BEFORE).index, BEFORE.ego_ids):
        assert (ids.dtype, ids.name) == (object, "ego")
    assert turnover(star(0), BEFORE).index.tolist() == ["ego", "anna"]
    nobody, numbers = EgoNets(pd.DataFrame({"ego": []})), EgoNets(pd.DataFrame({"ego": [7]}))
    assert turnover(nobody, numbers).index.dtype == np.int64


def test_turnover_by_status_worked_out_by_hand():
    found = turnover_by(BEFORE, AFTER, "status").loc["anna"]
    assert found[found > 0].to_dict() == {
        "kept_uses": 1, "kept_does_not_use": 1, "new_in_recovery": 1, "dropped_uses": 1, "dropped_missing": 1,
    }  # fmt: skip
    assert len(found) == 3 * (4 + 1)


def test_transitions_of_the_kept_worked_out_by_hand():
    found = transitions(BEFORE, AFTER, "zone").loc["anna"]
    assert found[found > 0].to_dict() == {"primary_to_primary": 1, "primary_to_effective": 1}
    assert len(found) == 4 * 4


def test_turnover_agrees_with_sets_on_random_egonets():
    before, after = drawn(200, seed=41), drawn(200, seed=42)
    found = turnover(before, after)
    checked = 0
    for ego in range(200):
        first, second = (set(nets.alters["alter"][nets.alters["ego"] == ego]) for nets in (before, after))
        expected = [len(first & second), len(second - first), len(first - second)]
        assert found.loc[ego, ["kept", "new", "dropped"]].tolist() == expected
        checked += sum(expected) > 0
    assert checked > 150


def test_the_parts_make_up_the_whole():
    before, after = drawn(200, seed=43), drawn(200, seed=44)
    whole = turnover(before, after)
    parts = turnover_by(before, after, "context")
    for fate in ("kept", "new", "dropped"):
        by_context = parts.filter(regex=f"^{fate}_").sum(axis=1)
        pd.testing.assert_series_equal(by_context, whole[fate], check_names=False)
    pd.testing.assert_series_equal(transitions(before, after).sum(axis=1), whole["kept"], check_names=False)
    assert (whole["kept"] + whole["dropped"] == size(before)).all()
    assert (whole["kept"] + whole["new"] == size(after)).all()


def test_an_ego_who_was_not_asked_again_has_not_lost_her_alters():
    before = EgoNets(pd.DataFrame({"ego": ["bo", "anna"]}), BEFORE.alters)
    after = EgoNets(pd.DataFrame({"ego": ["cy", "anna"]}), AFTER.alters)
    for found in (turnover(before, after), turnover_by(before, after), transitions(before, after)):
        assert list(found.index) == ["bo", "anna", "cy"]
        assert found.index.name == "ego"
        assert found.loc[["bo", "cy"]].isna().all(axis=None)
    assert turnover(before, after).loc["anna", "kept"] == 2


def test_an_ego_who_named_nobody_twice_has_no_stability():
    found = turnover(star(0), star(0)).loc["ego"]
    assert found[["kept", "new", "dropped"]].tolist() == [0, 0, 0]
    assert np.isnan(found["stability"])


def test_a_wave_without_any_alter_is_a_wave():
    # An empty table has ids of no kind, whatever the other's are.
    assert turnover(star(3), star(0)).loc["ego"].tolist() == [0, 0, 3, 0]
    assert turnover(star(0), star(3)).loc["ego"].tolist() == [0, 3, 0, 0]
    assert turnover(EgoNets(BEFORE.egos), AFTER).loc["anna"].tolist() == [0, 3, 0, 0]
    assert turnover(BEFORE, EgoNets(AFTER.egos)).loc["anna"].tolist() == [0, 0, 4, 0]


def test_ids_that_are_text_in_one_wave_and_numbers_in_the_other_are_an_error():
    with pytest.raises(EgonetDataError) as error:
        turnover(anna([1, 2]), anna(["1", "2"]))
    assert str(error.value) == (
        "1 problem in the data:\n"
        "  alters: ids in alters.alter are numbers in the first wave and text in the second. "
        'Use text or whole numbers in both: "1" and 1 would never meet.'
    )


def test_categories_that_differ_between_the_waves_are_an_error():
    first = anna("a", town=pd.Categorical(["Oslo"], ["Oslo", "Bergen"]))
    second = anna("a", town=pd.Categorical(["Oslo"], ["Oslo", "Bodø"]))
    with pytest.raises(EgonetDataError, match="are Oslo, Bergen in the first wave and Oslo, Bodø in the second"):
        turnover_by(first, second, "town")
    both = turnover_by(first, second, "town", categories=["Oslo", "Bergen", "Bodø"])
    assert both.loc["anna", "kept_Oslo"] == 1
