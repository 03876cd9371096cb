"""What is wrong with tables: all of it is told at once, each with table, row, column, value and remedy."""

from __future__ import annotations

import pickle
import uuid

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egonets import EgonetDataError, EgoNets

EGOS = pd.DataFrame({"ego": ["a", "b"]})
ALTERS = pd.DataFrame({"ego": ["a", "a", "b"], "alter": [1, 2, 1]})
TIES = pd.DataFrame({"ego": ["a"], "source": [1], "target": [2]})


def problems(egos=EGOS, alters=ALTERS, ties=TIES):
    """Code, table, row, column and value of each problem."""
    with pytest.raises(EgonetDataError) as caught:
        EgoNets(egos, alters, ties)
    return [(one.code, one.table, one.row, one.column, one.value) for one in caught.value.problems]


def message(egos=EGOS, alters=ALTERS, ties=TIES):
    with pytest.raises(EgonetDataError) as caught:
        EgoNets(egos, alters, ties)
    return str(caught.value)


def test_the_tables_of_these_tests_have_no_problem():
    assert len(EgoNets(EGOS, ALTERS, TIES)) == 2


# -- one mistake, one problem -------------------------------------------------------------------------------


def test_an_ego_that_is_there_twice_is_named():
    assert problems(egos=pd.DataFrame({"ego": ["a", "b", "a"]})) == [("duplicate_ego", "egos", 2, "ego", "a")]


def test_an_alter_of_an_ego_that_is_not_there_is_named_and_a_near_id_is_suggested():
    alters = pd.DataFrame({"ego": ["a", "a", "B "], "alter": [1, 2, 1]})
    assert problems(alters=alters) == [("unknown_ego", "alters", 2, "ego", "B ")]
    assert "alters row 2: ego 'B ' is not among the egos (is 'b' meant?)" in message(alters=alters)


def test_an_id_that_lost_its_leading_noughts_is_recognised():
    egos, alters = pd.DataFrame({"ego": ["007"]}), pd.DataFrame({"ego": ["7"], "alter": ["m"]})
    with pytest.raises(EgonetDataError, match=r"ego '7' is not among the egos \(is '007' meant\?\)"):
        EgoNets(egos, alters)


def test_an_alter_that_is_there_twice_is_named_with_its_ego():
    alters = pd.DataFrame({"ego": ["a", "b", "a", "a"], "alter": [1, 1, 1, 2]})
    assert problems(alters=alters) == [("duplicate_alter", "alters", 2, "alter", 1)]
    assert "alter 1 is there already for ego 'a'" in message(alters=alters)


def test_two_egos_may_have_alters_of_the_same_name():
    assert len(EgoNets(EGOS, pd.DataFrame({"ego": ["a", "b"], "alter": ["mother", "mother"]})).alters) == 2


def test_a_tie_to_an_unknown_alter_is_named_with_its_row():
    ties = pd.DataFrame({"ego": ["a", "a"], "source": [1, 1], "target": [2, 7]})
    assert problems(ties=ties) == [("unknown_alter", "ties", 1, "target", 7)]
    assert "ties row 1: alter 7 is not among the alters of ego 'a'. Add the alter" in message(ties=ties)


def test_an_alter_of_another_ego_is_not_an_alter_of_this_one():
    assert problems(ties=pd.DataFrame({"ego": ["b"], "source": [1], "target": [2]})) == [
        ("unknown_alter", "ties", 0, "target", 2)
    ]


def test_a_tie_of_an_ego_that_is_not_there_is_told_once():
    ties = pd.DataFrame({"ego": ["c"], "source": [1], "target": [2]})
    assert problems(ties=ties) == [("unknown_ego", "ties", 0, "ego", "c")]


def test_a_tie_of_an_alter_to_itself_is_told_once():
    assert problems(ties=pd.DataFrame({"ego": ["a"], "source": [1], "target": [1]})) == [
        ("self_tie", "ties", 0, "target", 1)
    ]


@pytest.mark.parametrize("column", ["strength", "support_emotional", "given_appraisal"])
@pytest.mark.parametrize("value", [-0.01, 1.01, np.inf, -np.inf])
def test_a_share_outside_0_and_1_is_named(column, value):
    assert problems(alters=ALTERS.assign(**{column: [0.0, value, 1.0]})) == [
        ("out_of_range", "alters", 1, column, value)
    ]


@pytest.mark.parametrize("column", ["contact", "economic", "cultural"])
@pytest.mark.parametrize("value", [-1.0, np.inf])
def test_a_negative_or_endless_amount_is_named(column, value):
    assert problems(alters=ALTERS.assign(**{column: [0.0, value, 1e9]})) == [
        ("out_of_range", "alters", 1, column, value)
    ]


def test_a_negative_sampling_weight_is_named():
    assert problems(egos=EGOS.assign(weight=[1.5, -1])) == [("out_of_range", "egos", 1, "weight", -1)]


@pytest.mark.parametrize("weight", [0, -1, np.nan, np.inf])
def test_a_tie_without_a_positive_weight_is_no_tie(weight):
    [(code, table, row, column, _)] = problems(ties=TIES.assign(weight=[weight]))
    assert (code, table, row, column) == ("tie_weight", "ties", 0, "weight")
    assert 'Drop the rows that mean "no tie" or "not known"' in message(ties=TIES.assign(weight=[weight]))


@pytest.mark.parametrize("column", ["zone", "status", "context"])
def test_an_unknown_word_is_named_and_a_near_one_is_suggested(column):
    known = {"zone": "primary", "status": "uses", "context": "work"}[column]
    values = [known, None, known.upper()]
    assert problems(alters=ALTERS.assign(**{column: values})) == [
        ("unknown_category", "alters", 2, column, known.upper())
    ]
    assert f"{column} {known.upper()!r} is not a known word (is {known!r} meant?)" in message(
        alters=ALTERS.assign(**{column: values})
    )


def test_zones_and_contexts_may_have_words_of_their_own_but_a_status_may_not():
    own = pd.Categorical(["choir", "work", "choir"])
    assert EgoNets(EGOS, ALTERS.assign(context=own)).alters["context"].cat.categories.tolist() == ["choir", "work"]
    assert [problem[0] for problem in problems(alters=ALTERS.assign(status=own))] == ["unknown_category"] * 3


def test_a_word_where_a_number_belongs_is_named():
    assert problems(alters=ALTERS.assign(strength=["0.5", "much", None])) == [
        ("not_a_number", "alters", 1, "strength", "much")
    ]


def test_dates_are_no_numbers():
    assert [problem[0] for problem in problems(alters=ALTERS.assign(contact=pd.Timestamp("2024-01-01")))] == [
        "not_a_number"
    ] * 3


def test_a_kind_that_is_no_text_is_named():
    assert problems(ties=TIES.assign(kind=[3])) == [("kind_type", "ties", 0, "kind", 3)]


# -- columns ------------------------------------------------------------------------------------------------


def test_key_columns_that_are_not_there_are_named_with_those_that_are():
    alters = pd.DataFrame({"egoID": [1], "who": [2]})
    assert problems(alters=alters) == [
        ("missing_column", "alters", None, "ego", None),
        ("missing_column", "alters", None, "alter", None),
    ]
    assert (
        "alters has no column 'ego'. Add it, or rename the column that holds it; the columns are 'egoID', 'who'."
        in (message(alters=alters))
    )


def test_a_column_name_that_is_used_twice_is_named():
    egos = pd.DataFrame([["a", 1, 2]], columns=["ego", "age", "age"])
    assert problems(egos=egos) == [("duplicate_column", "egos", None, "age", None)]


def test_a_column_name_that_is_no_text_is_named():
    assert problems(egos=EGOS.assign(**{"x": 1}).rename(columns={"x": 7})) == [("column_name", "egos", None, "7", 7)]


@pytest.mark.parametrize("wrong", [{"ego": [1]}, None, [1]])
def test_what_is_no_frame_is_a_type_error(wrong):
    with pytest.raises(TypeError, match="egos must be a pandas DataFrame, not"):
        EgoNets(wrong)


# -- ids: "1", 1 and 1.0 ------------------------------------------------------------------------------------


def test_text_in_one_table_and_numbers_in_another_would_never_meet():
    alters = pd.DataFrame({"ego": ["1", "2"], "alter": [1, 2]})
    ties = pd.DataFrame({"ego": ["1"], "source": ["1"], "target": ["2"]})
    assert problems(pd.DataFrame({"ego": [1, 2]}), alters, ties) == [
        ("mixed_ids", "alters", None, "ego", None),
        ("mixed_ids", "ties", None, "ego", None),
        ("mixed_ids", "ties", None, "source", None),
        ("mixed_ids", "ties", None, "target", None),
    ]
    assert (
        'ids in alters.ego are text, those in egos.ego are numbers. Use text or whole numbers in both: "1" and 1'
        in (message(pd.DataFrame({"ego": [1, 2]}), alters, ties))
    )


def test_text_and_numbers_in_one_column_are_named_by_the_rarer_kind():
    egos = pd.DataFrame({"ego": [1, 2, "3"]})
    assert problems(egos, alters=None, ties=None) == [("mixed_ids", "egos", 2, "ego", "3")]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT, "", "  "])
def test_a_missing_id_is_named(missing):
    [(code, table, row, column, _)] = problems(pd.DataFrame({"ego": ["a", missing, "b"]}))
    assert (code, table, row, column) == ("missing_id", "egos", 1, "ego")


@pytest.mark.parametrize("value", [1.5, True, (1, 2), 2**63, 1e300, b"a", uuid.UUID(int=1), pd.Timestamp("2024-01-01")])
def test_an_id_of_another_type_is_named(value):
    egos = pd.DataFrame({"ego": pd.Series(["a", value, "b"], dtype=object)})
    [(code, table, row, column, told)] = problems(egos)
    assert (code, table, row, column, told) == ("id_type", "egos", 1, "ego", value)


def test_numbers_of_64_bits_are_told_apart():
    big = 2**62
    nets = EgoNets(pd.DataFrame({"ego": [big, big + 1]}), pd.DataFrame({"ego": [big + 1], "alter": [-big]}))
    assert nets.alter_ego.tolist() == [1]


@pytest.mark.parametrize("dtype", ["int8", "uint16", "Int64", "int32[pyarrow]", "float32"])
def test_whole_numbers_of_any_type_are_ids(dtype):
    nets = EgoNets(pd.DataFrame({"ego": pd.array([1, 2], dtype=dtype)}), pd.DataFrame({"ego": [2], "alter": ["x"]}))
    assert nets.alter_ego.tolist() == [1]


@pytest.mark.parametrize("dtype", ["object", "string", "category", "string[pyarrow]"])
def test_text_of_any_type_is_an_id(dtype):
    nets = EgoNets(pd.DataFrame({"ego": pd.array(["x", "y"], dtype=dtype)}), pd.DataFrame({"ego": ["y"], "alter": [1]}))
    assert nets.alter_ego.tolist() == [1]


# -- all at once --------------------------------------------------------------------------------------------


def test_all_problems_of_all_tables_are_told_at_once_in_reading_order():
    egos = pd.DataFrame({"ego": ["a", "a", None], "weight": [1, -1, 1]})
    alters = pd.DataFrame(
        {"ego": ["a", "b", "a"], "alter": [1, 1, 1], "strength": [2, 0.5, 0.5], "zone": ["x", None, None]}
    )
    ties = pd.DataFrame({"ego": ["a", "a"], "source": [1, 1], "target": [1, 9], "weight": [0, 1]})
    assert [(code, table, row) for code, table, row, _, _ in problems(egos, alters, ties)] == [
        ("duplicate_ego", "egos", 1),
        ("out_of_range", "egos", 1),
        ("missing_id", "egos", 2),
        ("out_of_range", "alters", 0),
        ("unknown_category", "alters", 0),
        ("unknown_ego", "alters", 1),
        ("duplicate_alter", "alters", 2),
        ("self_tie", "ties", 0),
        ("tie_weight", "ties", 0),
        ("unknown_alter", "ties", 1),
    ]


def test_a_long_list_is_cut_in_the_message_but_not_in_the_error():
    alters = pd.DataFrame({"ego": "a", "alter": range(1000), "strength": 7})
    with pytest.raises(EgonetDataError) as caught:
        EgoNets(EGOS, alters)
    assert len(caught.value.problems) == 1000
    assert str(caught.value).splitlines()[-1] == "  and 980 more; all are in the error's `problems`."


def test_problems_are_a_table_too():
    with pytest.raises(EgonetDataError) as caught:
        EgoNets(pd.DataFrame({"ego": ["a", "a"]}))
    table = caught.value.to_frame()
    assert table[["code", "table", "row", "column", "value"]].to_numpy().tolist() == [
        ["duplicate_ego", "egos", 1, "ego", "a"]
    ]
    assert table[["file", "line"]].to_numpy().tolist() == [[None, None]]


def test_in_a_table_of_problems_too_a_missing_value_is_none():
    with pytest.raises(EgonetDataError) as caught:
        EgoNets(pd.DataFrame({"ego": pd.Series(["a", "a", None], dtype=object)}))
    assert caught.value.to_frame()["value"].tolist() == ["a", None]


def test_the_error_is_a_value_error_and_survives_another_process():
    with pytest.raises(ValueError, match="1 problem in the data") as caught:
        EgoNets(pd.DataFrame({"ego": ["a", "a"]}))
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


VALUES = st.one_of(
    st.sampled_from(["a", 1, 1.0, "1", "uses", "primary", None, pd.NA]),
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=3)),
    st.one_of(st.dates(), st.tuples(st.integers()), st.lists(st.integers(), max_size=2)),
)
GOOD = {"ego": ["a", "b"], "alter": [1, 2, 3], "source": [1, 2], "target": [2, 3], "weight": [1], "kind": ["x"]}


@st.composite
def frames(draw: st.DrawFn, *columns: str) -> pd.DataFrame:
    """A table in which some columns are right and some hold anything."""
    rows = draw(st.integers(0, 4))
    cells = {}
    for name in columns:
        right = st.sampled_from(GOOD.get(name, [None]))
        values = draw(st.sampled_from([right, right, VALUES]))
        cells[name] = pd.Series(draw(st.lists(values, min_size=rows, max_size=rows)), dtype=object)
    return pd.DataFrame(cells)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    frames("ego", "weight"),
    frames("ego", "alter", "strength", "contact", "zone", "status", "context"),
    frames("ego", "source", "target", "weight", "kind"),
)
def test_any_values_make_egonets_or_an_egonet_data_error(egos, alters, ties):
    try:
        nets = EgoNets(egos, alters, ties)
    except EgonetDataError as error:
        told = error.problems
    else:
        told = None
        assert (len(nets.egos), len(nets.alters)) == (len(egos), len(alters))
    assert told is None or all(problem.message and problem.remedy for problem in told)
