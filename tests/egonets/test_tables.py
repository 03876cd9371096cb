"""Egonets as tables: what is kept, what cannot be changed, which part is chosen, what if."""

from __future__ import annotations

import contextlib
import copy
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_strategies import egonets

from egonets import EgonetDataError, EgoNets, clique, combine, density, example, examples, star

LAWS = settings(max_examples=40, deadline=None, derandomize=True)


def two() -> EgoNets:
    """Anna has three alters, two pairs of them tied; Bo has nobody; Cy has two who are not tied."""
    egos = pd.DataFrame({"ego": ["anna", "bo", "cy"], "age": [31, 44, 27]})
    alters = pd.DataFrame(
        {
            "ego": ["cy", "anna", "anna", "cy", "anna"],
            "alter": ["ida", "mother", "coach", "mother", "friend"],
            "strength": [0.2, 0.9, 0.5, 0.7, 0.4],
            "status": ["uses", "does_not_use", "in_recovery", None, "uses"],
        }
    )
    ties = pd.DataFrame({"ego": "anna", "source": ["friend", "mother"], "target": ["coach", "coach"], "weight": [1, 2]})
    return EgoNets(egos, alters, ties)


# -- what is kept -------------------------------------------------------------------------------------------


def test_alters_stand_in_the_order_of_their_egos_and_within_an_ego_as_given():
    alters = two().alters
    assert alters["alter"].tolist() == ["mother", "coach", "friend", "ida", "mother"]
    assert alters["ego"].tolist() == ["anna", "anna", "anna", "cy", "cy"]


def test_flat_arrays_say_where_each_ego_begins_and_what_each_tie_joins():
    nets = two()
    assert nets.offsets.tolist() == [0, 3, 3, 5]
    assert nets.alter_ego.tolist() == [0, 0, 0, 2, 2]
    assert nets.tie_ego.tolist() == [0, 0]
    assert nets.tie_source.tolist() == [0, 1]
    assert nets.tie_target.tolist() == [1, 2]
    assert nets.tie_weight.tolist() == [2, 1]


def test_egos_without_alters_and_egonets_without_ties_are_legal():
    nets = EgoNets(pd.DataFrame({"ego": [7]}))
    assert (len(nets), len(nets.alters), len(nets.ties)) == (1, 0, 0)
    assert nets.offsets.tolist() == [0, 0]
    assert len(EgoNets(pd.DataFrame({"ego": []}))) == 0


def test_duplicate_and_reciprocal_rows_do_not_push_density_above_one():
    alters = pd.DataFrame({"ego": 1, "alter": [1, 2]})
    ties = pd.DataFrame({"ego": 1, "source": [1, 2, 1], "target": [2, 1, 2], "weight": [1, 3, 2]})
    nets = EgoNets(pd.DataFrame({"ego": [1]}), alters, ties)
    assert density(nets).item() == 1
    assert nets.tie_weight.tolist() == [3]


def test_kinds_of_a_repeated_dyad_stay_as_layers():
    alters = pd.DataFrame({"ego": 1, "alter": [1, 2, 3]})
    ties = pd.DataFrame({"ego": 1, "source": [2, 1, 3], "target": [1, 2, 1], "kind": ["work", "kin", "kin"]})
    nets = EgoNets(pd.DataFrame({"ego": [1]}), alters, ties.assign(weight=[1, 5, 1]))
    assert nets.layers[["source", "target", "kind", "weight"]].to_numpy().tolist() == [
        [1, 2, "kin", 5],
        [1, 2, "work", 1],
        [1, 3, "kin", 1],
    ]
    assert nets.ties["kind"].tolist() == ["kin + work", "kin"]
    assert nets.select_ties("kind == 'work'").tie_weight.tolist() == [1]


def test_known_words_become_categories_whether_or_not_all_of_them_occur():
    alters = pd.DataFrame({"ego": 1, "alter": [1], "zone": ["effective"], "status": ["uses"], "context": ["work"]})
    nets = EgoNets(pd.DataFrame({"ego": [1]}), alters)
    assert nets.alters["zone"].cat.categories.tolist() == ["primary", "effective", "extended"]
    assert nets.alters["zone"].cat.ordered
    assert nets.alters["status"].cat.categories.tolist() == ["uses", "in_recovery", "does_not_use", "unknown"]
    assert len(nets.alters["context"].cat.categories) == 6


def test_whole_floats_are_ids_because_pandas_writes_them_beside_a_missing_value():
    nets = EgoNets(pd.DataFrame({"ego": [1, 2]}), pd.DataFrame({"ego": [1.0], "alter": [3.0]}))
    assert nets.alters[["ego", "alter"]].to_numpy().tolist() == [[1, 3]]


def test_columns_that_nobody_knows_are_kept_as_they_are():
    egos = pd.DataFrame(
        {"ego": [1], "name": ["x"], "weight": [0.5], "when": [pd.Timestamp("2024-05-02")], "null": [None]}
    )
    nets = EgoNets(egos)
    pd.testing.assert_frame_equal(nets.egos, egos.astype({"name": object}))


@pytest.mark.parametrize("given", [object, "str"])
def test_text_is_objects_whichever_type_pandas_gives_it(given):
    alters = pd.DataFrame({"ego": ["a", "a"], "alter": ["b", "c"], "town": ["Oslo", "Bergen"]}, dtype=given)
    ties = pd.DataFrame({"ego": ["a"], "source": ["b"], "target": ["c"], "kind": ["kin"]}, dtype=given)
    nets = EgoNets(pd.DataFrame({"ego": ["a"]}, dtype=given), alters, ties)
    assert nets.ego_ids.dtype == object
    for text in (nets.egos, nets.alters, nets.ties.drop(columns="weight")):
        assert set(map(str, text.dtypes)) == {"object"}


def test_text_of_a_type_that_somebody_asked_for_keeps_it():
    nets = EgoNets(pd.DataFrame({"ego": [1, 2], "town": pd.array(["Oslo", None], dtype="string")}))
    assert nets.egos["town"].dtype == "string"
    assert nets.egos["town"].tolist() == ["Oslo", pd.NA]


def test_none_among_texts_stays_none():
    towns = pd.Series(["Oslo", None], dtype=object)
    alters = pd.DataFrame({"ego": "a", "alter": ["b", "c"], "town": towns})
    ties = pd.DataFrame({"ego": "a", "source": ["b", "c"], "target": ["c", "b"], "kind": ["kin", None]})
    nets = EgoNets(pd.DataFrame({"ego": ["a"]}), alters, ties)
    assert nets.alters["town"].tolist() == ["Oslo", None]
    assert set(nets.layers["kind"]) == {"kin", None}
    assert nets.ties["kind"].tolist() == ["kin"]


def test_what_json_can_say_but_no_encoding_can_is_an_id_too():
    # A lone half of a surrogate pair: JSON may escape it, UTF-8 and the text type of pandas 3 cannot hold it.
    half = pd.Series(["\ud83d"], dtype=object)
    nets = EgoNets(pd.DataFrame({"ego": half}), pd.DataFrame({"ego": half, "alter": half, "word": half}))
    assert nets["\ud83d"].alters.iloc[0].tolist() == ["\ud83d"] * 3


@pytest.mark.parametrize("name", ["name", "index", "ego_", "level_0", "count", "size", "0", ""])
def test_no_column_name_breaks_the_tables(name):
    alters = pd.DataFrame({"ego": 1, "alter": ["ego", "alter"], name: [5, 6]})
    ties = pd.DataFrame({"ego": [1], "source": ["alter"], "target": ["ego"], name: [7]})
    nets = EgoNets(pd.DataFrame({"ego": [1], name: [4]}), alters, ties)
    assert (nets.egos[name].item(), nets.alters[name].tolist(), nets.ties[name].item()) == (4, [5, 6], 7)


# -- nobody outside can change it ---------------------------------------------------------------------------


def test_the_frames_that_came_in_can_change_without_consequence():
    alters = pd.DataFrame({"ego": [1], "alter": [1], "strength": [0.5]})
    nets = EgoNets(pd.DataFrame({"ego": [1]}), alters)
    alters.loc[0, "strength"] = 9
    assert nets.alters["strength"].item() == 0.5


@pytest.mark.parametrize("table", ["egos", "alters", "ties", "layers"])
@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.insert(0, "new", 1),
        lambda frame: frame.drop(columns="ego", inplace=True),
        lambda frame: frame.sort_values("ego", ascending=False, inplace=True),
        lambda frame: frame.rename(columns={"ego": "who"}, inplace=True),
        lambda frame: setattr(frame.index, "name", "row"),
        lambda frame: setattr(frame.columns, "name", "what"),
    ],
)
@pytest.mark.filterwarnings("ignore:The inplace keyword")  # pandas 3.1 advises against it, and still does it
def test_a_frame_that_went_out_can_change_without_consequence(table, change):
    nets, before = two(), two()
    change(getattr(nets, table))
    pd.testing.assert_frame_equal(getattr(nets, table), getattr(before, table))


@pytest.mark.parametrize("column", ["number", "text", "word", "truth", "time", "maybe", "string"])
def test_writing_into_a_cell_of_a_frame_that_went_out_changes_nothing(column):
    egos = pd.DataFrame(
        {
            "ego": [1, 2],
            "number": [1.0, 2.0],
            "text": ["a", "b"],
            "word": pd.Categorical(["a", "b"]),
            "truth": [True, False],
            "time": pd.to_datetime(["2024-01-01", "2024-01-02"]),
            "maybe": pd.array([1, None], dtype="Int64"),
            "string": pd.array(["a", None], dtype="string"),
        }
    )
    nets = EgoNets(egos)
    frame = nets.egos
    with contextlib.suppress(ValueError, AssertionError):  # pandas refuses some, in its own words
        frame.loc[0, column] = frame.loc[1, column]
    pd.testing.assert_frame_equal(nets.egos, egos.astype({"text": object}))


@pytest.mark.parametrize("array", ["offsets", "alter_ego", "tie_ego", "tie_source", "tie_target", "tie_weight"])
def test_the_flat_arrays_are_read_only_and_in_one_piece(array):
    values = getattr(examples(), array)
    assert values.flags["C_CONTIGUOUS"]
    assert values.dtype == (np.float64 if array == "tie_weight" else np.int64)
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1


def test_attributes_cannot_be_set():
    with pytest.raises(AttributeError, match="cannot assign to field 'offsets'"):
        two().offsets = np.array([0])


def test_copies_and_pickles_hold_the_same():
    nets = examples()
    assert copy.copy(nets) is nets
    assert copy.deepcopy(nets) is nets
    again = pickle.loads(pickle.dumps(nets))
    assert again.equals(nets)
    assert again.tie_target.tolist() == nets.tie_target.tolist()
    with pytest.raises(ValueError, match="read-only"):
        again.offsets[0] = 1


def test_a_new_column_stays_with_the_caller():
    nets = two()
    mine = nets.alters
    mine["new"] = 1
    assert "new" not in nets.alters.columns


# -- some of them -------------------------------------------------------------------------------------------


def test_egos_are_chosen_by_id_in_the_order_asked_for():
    nets = two()[["cy", "anna"]]
    assert nets.ego_ids.tolist() == ["cy", "anna"]
    assert nets.alters["alter"].tolist() == ["ida", "mother", "mother", "coach", "friend"]
    assert nets.ties["source"].tolist() == ["mother", "coach"]
    assert two()["bo"].egos["age"].tolist() == [44]


def test_ties_follow_their_egos_into_another_order():
    nets = examples()[["diverse", "home_alone", "using_circle"]]
    assert nets.tie_ego.tolist() == [0] * 18 + [1] + [2] * 28
    assert nets.ties["ego"].tolist() == nets.ego_ids[nets.tie_ego].tolist()
    assert nets.ties["source"].tolist() == nets.alters["alter"].iloc[nets.tie_source].tolist()


def test_an_ego_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="There is no ego 'eva'"):
        two()["eva"]


def test_egonets_are_not_chosen_by_their_places():
    with pytest.raises(TypeError, match=r"chosen by their ids, not by their places\. Give one id or a list of ids\."):
        two()[0:1]


def test_egonets_can_be_gone_through_one_by_one():
    assert [(one.ego_ids.item(), len(one.alters)) for one in two()] == [("anna", 3), ("bo", 0), ("cy", 2)]
    assert "bo" in two()
    assert "eva" not in two()


@pytest.mark.parametrize(
    "condition",
    ["age > 30", lambda egos: egos["age"] > 30, [True, True, False], pd.Series([True, True, None], dtype="boolean")],
    ids=["text", "function", "list", "with missing"],
)
def test_egos_are_chosen_by_condition(condition):
    assert two().select_egos(condition).ego_ids.tolist() == ["anna", "bo"]


def test_egos_without_a_chosen_alter_stay():
    nets = two().select_alters("strength > 0.6")
    assert nets.ego_ids.tolist() == ["anna", "bo", "cy"]
    assert nets.offsets.tolist() == [0, 1, 1, 2]


def test_ties_of_alters_who_go_go_too():
    assert two().drop_alters("alter == 'coach'").tie_source.tolist() == []
    assert two().drop_alters("status == 'uses'").ties[["source", "target"]].to_numpy().tolist() == [["mother", "coach"]]


def test_a_missing_value_fulfils_no_condition_and_so_is_never_dropped():
    assert two().drop_alters("status == 'uses'").alters["alter"].tolist() == ["mother", "coach", "mother"]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ([True], r"one truth value for each of the 3 rows; it gave \(1,\)"),
        (lambda egos: egos["age"], "must give True or False for each row; it gave 31"),
        (["yes", "no", "no"], "must give True or False for each row; it gave 'yes'"),
    ],
)
def test_a_condition_that_is_none_is_an_error(condition, message):
    with pytest.raises(ValueError, match=message):
        two().select_egos(condition)


@LAWS
@given(egonets(), st.data())
def test_a_part_that_was_chosen_is_what_the_tables_would_have_been(nets, data):
    # The quick way (codes are carried over) against the long one (tables are checked anew).
    keep = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(nets.alters), max_size=len(nets.alters))), dtype=bool
    )
    egos = data.draw(
        st.permutations(nets.ego_ids.tolist()).flatmap(lambda ids: st.integers(0, len(ids)).map(lambda n: ids[:n]))
    )
    part = nets.select_alters(keep)[egos]
    kept = nets.alters[keep & nets.alters["ego"].isin(egos).to_numpy()]
    there = set(zip(kept["ego"], kept["alter"], strict=True))
    ends = [nets.layers[["ego", end]].itertuples(index=False, name=None) for end in ("source", "target")]
    tied = [one in there and other in there for one, other in zip(*ends, strict=True)]
    rows = nets.egos.set_index("ego", drop=False).loc[egos].reset_index(drop=True)
    anew = EgoNets(rows, kept, nets.layers[np.array(tied, dtype=bool)])
    for name in ("offsets", "alter_ego", "tie_ego", "tie_source", "tie_target", "tie_weight", "layer_source"):
        assert getattr(part, name).tolist() == getattr(anew, name).tolist()
    pd.testing.assert_frame_equal(part.layers, anew.layers, check_dtype=False)
    pd.testing.assert_frame_equal(part.alters, anew.alters, check_dtype=False)


@LAWS
@given(egonets(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_direction_of_ties_do_not_matter(nets, random):
    rows = list(range(len(nets.layers)))
    random.shuffle(rows)
    ties = nets.layers.iloc[rows].rename(columns={"source": "target", "target": "source"})
    assert EgoNets(nets.egos, nets.alters, ties[list(nets.layers.columns)]).equals(nets)


# -- what if ------------------------------------------------------------------------------------------------


def test_added_alters_come_with_their_ties_and_what_is_not_known_of_them_is_missing():
    more = pd.DataFrame({"ego": ["bo", "anna"], "alter": ["sponsor", "sponsor"], "status": "in_recovery"})
    ties = pd.DataFrame({"ego": ["anna"], "source": ["sponsor"], "target": ["friend"]})
    nets = two().add_alters(more, ties)
    assert nets.offsets.tolist() == [0, 4, 5, 7]
    assert nets.alters["strength"].isna().tolist() == [False, False, False, True, True, False, False]
    assert nets.alters["status"].dtype == two().alters["status"].dtype
    assert sorted(nets.tie_weight) == [1, 1, 2]


def test_text_is_objects_and_what_is_missing_none_after_every_change():
    alters = two().alters.assign(town=["Oslo", None, "Bergen", "Oslo", None])
    nets = EgoNets(two().egos, alters, two().layers.assign(note="said"))
    more = pd.DataFrame(
        {"ego": ["bo", "bo"], "alter": ["sponsor", "boss"], "town": ["Moss", None], "job": [None, "boss"]}
    )
    added = nets.add_alters(more, pd.DataFrame({"ego": ["bo"], "source": ["sponsor"], "target": ["boss"]}))
    assert added.alters["town"].tolist() == ["Oslo", None, "Bergen", "Moss", None, "Oslo", None]
    assert added.alters["job"].tolist() == [None, None, None, None, "boss", None, None]
    assert added.layers["note"].tolist() == ["said", "said", None]
    changed = nets.change_alters("ego == 'anna'", {"town": pd.Series(["Moss", None, "Oslo"])})
    assert changed.alters["town"].tolist() == ["Moss", None, "Oslo", "Oslo", None]
    assert combine([nets, EgoNets(pd.DataFrame({"ego": ["di"]}))]).alters["town"].equals(nets.alters["town"])
    for text in (added.alters["town"], added.alters["job"], added.layers["note"], changed.alters["town"]):
        assert text.dtype == object


def test_adding_an_alter_who_is_there_is_an_error():
    with pytest.raises(EgonetDataError, match="alter 'coach' is there already for ego 'anna'"):
        two().add_alters(pd.DataFrame({"ego": ["anna"], "alter": ["coach"]}))


def test_one_who_replaces_another_has_no_ties_unless_they_are_kept():
    friend = pd.DataFrame({"ego": ["anna"], "alter": ["new"], "status": ["in_recovery"], "strength": [0.4]})
    alone = two().replace_alters("alter == 'coach'", friend)
    assert alone.alters["alter"].tolist() == ["mother", "friend", "new", "ida", "mother"]
    assert len(alone.ties) == 0
    in_place = two().replace_alters("alter == 'coach'", friend, keep_ties=True)
    assert in_place.alters["alter"].tolist() == ["mother", "new", "friend", "ida", "mother"]
    assert in_place.ties[["source", "target"]].to_numpy().tolist() == [["mother", "new"], ["new", "friend"]]


def test_ties_can_be_kept_only_one_for_one():
    friend = pd.DataFrame({"ego": ["anna"], "alter": ["new"]})
    with pytest.raises(ValueError, match="the 2 chosen alters need one new alter each"):
        two().replace_alters("strength > 0.6", friend, keep_ties=True)


def test_changes_are_one_value_a_value_each_or_a_function():
    nets = two().change_alters("ego == 'anna'", {"status": "in_recovery", "strength": [0.1, 0.2, 0.3]})
    assert nets.alters["status"].tolist()[:4] == ["in_recovery"] * 3 + ["uses"]
    assert nets.alters["strength"].tolist() == [0.1, 0.2, 0.3, 0.2, 0.7]
    halved = two().change_alters("strength > 0.6", {"strength": lambda rows: rows["strength"] / 2})
    assert halved.alters["strength"].tolist() == [0.45, 0.5, 0.4, 0.2, 0.35]


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"strengt": 1}, ValueError, "There is no column 'strengt' to change in alters"),
        ({"alter": "x"}, ValueError, "Column 'alter' names the rows of alters and cannot be changed"),
        ({"strength": [1, 2]}, ValueError, "Column 'strength' got 2 new values for 5 chosen rows"),
        ({"strength": 2}, EgonetDataError, "strength is 2, not between 0 and 1"),
        ({"status": "clean"}, EgonetDataError, "status 'clean' is not a known word"),
    ],
)
def test_a_change_that_cannot_be_is_an_error(changes, error, message):
    with pytest.raises(error, match=message):
        two().change_alters(np.ones(5, dtype=bool), changes)


def test_ties_are_added_dropped_replaced_and_changed():
    more = pd.DataFrame({"ego": ["cy"], "source": ["ida"], "target": ["mother"]})
    assert two().add_ties(more).tie_ego.tolist() == [0, 0, 2]
    assert two().drop_ties("weight > 1").tie_weight.tolist() == [1]
    assert two().replace_ties("ego == 'anna'", more).tie_ego.tolist() == [2]
    assert two().change_ties("weight > 1", {"weight": 9}).tie_weight.tolist() == [9, 1]


def test_nothing_is_changed_in_place():
    nets, before = two(), two()
    nets.drop_alters("strength > 0")
    nets.change_alters("strength > 0", {"strength": 0})
    nets.add_ties(pd.DataFrame({"ego": ["cy"], "source": ["ida"], "target": ["mother"]}))
    assert nets.equals(before)


def test_thought_experiments_work_on_egonets_without_any_alter():
    nobody = star(0)
    someone = nobody.add_alters(pd.DataFrame({"ego": ["ego"], "alter": ["coach"], "zone": ["primary"]}))
    assert someone.alters["zone"].tolist() == ["primary"]
    assert nobody.drop_alters(lambda alters: alters["alter"] == "x").equals(nobody)


def test_egonets_are_the_same_when_their_rows_columns_and_types_are():
    assert two().equals(two())
    assert not two().equals(two().change_alters("alter == 'ida'", {"strength": 0.3}))
    assert not two().equals(two()[["bo", "anna", "cy"]])
    assert not two().equals(two().alters)
    assert star(3).drop_alters(lambda alters: alters["alter"] >= 0).equals(star(0))


def test_several_objects_become_one():
    nets = combine([two(), example("diverse"), star(0)])
    assert nets.ego_ids.tolist() == ["anna", "bo", "cy", "diverse", "ego"]
    assert nets["diverse"].alters["zone"].tolist() == example("diverse").alters["zone"].tolist()
    with pytest.raises(EgonetDataError, match="ego 'anna' is there already"):
        combine([two(), two()])


def test_nothing_cannot_be_combined():
    with pytest.raises(ValueError, match=r"There is nothing to combine\. Give at least one EgoNets\."):
        combine([])


def test_alters_are_joined_to_what_is_known_of_their_ego():
    table = two().alters_with_ego_columns()
    assert table["ego_age"].tolist() == [31, 31, 31, 27, 27]
    assert len(table) == 5


def test_an_ego_column_that_would_hide_one_of_the_alters_needs_another_prefix():
    nets = EgoNets(two().egos.rename(columns={"age": "strength"}), two().alters)
    with pytest.raises(ValueError, match=r"alters has a column 'strength' already\. Choose another prefix than ''\."):
        nets.alters_with_ego_columns(prefix="")


# -- how they show themselves -------------------------------------------------------------------------------


def test_a_terminal_shows_counts_and_the_first_rows():
    assert repr(two()).splitlines() == [
        "EgoNets: 3 egos, 5 alters, 2 ties",
        " ego  alter  strength       status",
        "anna mother       0.9 does_not_use",
        "anna  coach       0.5  in_recovery",
        "anna friend       0.4         uses",
        "…",
    ]
    assert repr(star(0)) == "EgoNets: 1 ego, 0 alters, 0 ties"


def test_a_notebook_shows_counts_and_the_first_rows_of_each_table():
    shown = two()._repr_markdown_()
    assert shown.startswith("**EgoNets**: 3 egos, 5 alters, 2 ties\n\n`egos` (3)\n\n| ego | age |\n| --- | --- |\n")
    assert "`alters` (first 3 of 5)" in shown
    assert "| anna | mother | 0.9 | does_not_use |" in shown


def test_what_markdown_would_take_for_a_table_is_escaped():
    nets = EgoNets(pd.DataFrame({"ego": ["a|b\nc"], "note": [None]}))
    assert r"| a\|b c |  |" in nets._repr_markdown_()


def test_counts_have_one_ego_and_many_alters():
    assert repr(clique(3)).startswith("EgoNets: 1 ego, 3 alters, 3 ties")
