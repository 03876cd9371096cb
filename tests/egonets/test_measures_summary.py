"""All measures at once: laws that hold for every one of them, and a summary that hides nothing.

The laws run on random egonets with every column that a measure reads. Ids come out as ids, so the two columns of alter
ids are compared as such.
"""

import doctest
import inspect
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_egonets import anna, drawn

import egonets
from egonets import EgoNets, effective_size, examples, measures, summary
from egonets.measures import _arrays
from egonets.measures.summary import MEASURES

NOT_IN_SUMMARY = {
    "summary", "important_people",  # tables of measures
    "turnover", "turnover_by", "transitions",  # two waves
    "leave_one_out_loss", "alter_resources", "extended_reach_curve",  # not one row per ego
    "answered", "composition_counts", "composition_shares", "alter_statistic",  # of a column that the caller names
}  # fmt: skip
PUBLIC = [name for name in measures.__all__ if name not in NOT_IN_SUMMARY]


def test_every_measure_is_in_the_summary_under_its_own_name():
    table = summary(drawn(20, seed=61))
    assert table.attrs["left_out"] == {}
    assert {measure.name for measure in MEASURES} == set(PUBLIC)
    for name in PUBLIC:
        found = getattr(egonets, name)(drawn(20, seed=61))
        if isinstance(found, pd.Series):
            pd.testing.assert_series_equal(table[name], found)
        else:
            pd.testing.assert_frame_equal(table[[f"{name}_{column}" for column in found]], found.add_prefix(f"{name}_"))


def test_the_columns_of_the_summary_begin_as_promised():
    first = ["size", "density", "components", "component_ratio", "isolates", "fragmentation", "effective_size"]
    assert list(summary(examples()).columns)[: len(first)] == first
    assert summary(examples()).columns.is_unique


def test_what_the_summary_leaves_out_is_named_with_the_columns_that_it_needs():
    table = summary(anna("ab", ["ab"], status=["uses", "uses"]))
    assert table.loc["anna", "exposure"] == 1
    assert table.attrs["left_out"]["strength_exposure"] == ["alters.strength"]
    assert table.attrs["left_out"]["ei_index"] == ["egos.status"]
    assert table.attrs["left_out"]["use_contact"] == ["alters.contact"]
    assert "zone_counts" in table.attrs["left_out"]
    assert not any(column.startswith("zone_counts") for column in table.columns)


def test_each_measure_needs_exactly_the_columns_that_it_says():
    nets = drawn(20, seed=62)
    checked = 0
    for measure in MEASURES:
        columns = ["ego", "alter", *measure.alters]
        measure.of(EgoNets(nets.egos[["ego", *measure.egos]], nets.alters[columns], nets.ties))
        for column in measure.alters:
            with pytest.raises(egonets.EgonetDataError):
                measure.of(EgoNets(nets.egos, nets.alters.drop(columns=column), nets.ties))
            checked += 1
    assert checked > 60


def test_no_egos_give_an_empty_summary():
    nets = drawn(3, seed=63)
    empty = summary(EgoNets(nets.egos.head(0), nets.alters.head(0), nets.ties.head(0)))
    assert len(empty) == 0
    assert list(empty.columns) == list(summary(nets).columns)


def test_an_ego_without_alters_stays_in_the_summary():
    nets = examples()
    egos = pd.concat([pd.DataFrame({"ego": ["nobody"]}), nets.egos[["ego"]]], ignore_index=True)
    table = summary(EgoNets(egos, nets.alters, nets.ties))
    assert list(table.index) == ["nobody", *nets.ego_ids]
    pd.testing.assert_frame_equal(
        table.drop(index="nobody").loc[nets.ego_ids], summary(EgoNets(egos.tail(5), nets.alters, nets.ties))
    )


# -- laws ----------------------------------------------------------------------------------------------------


def test_the_order_of_rows_does_not_matter():
    nets = drawn(150, seed=64)
    rng = np.random.default_rng(64)
    egos, alters, ties = (table.sample(frac=1, random_state=rng) for table in (nets.egos, nets.alters, nets.ties))
    turned = ties.rename(columns={"source": "target", "target": "source"})
    ties = pd.concat([ties.head(len(ties) // 2), turned.tail(len(ties) - len(ties) // 2)])
    pd.testing.assert_frame_equal(summary(EgoNets(egos, alters, ties)).loc[nets.ego_ids], summary(nets))


def test_the_names_of_alters_and_egos_do_not_matter():
    nets = drawn(150, seed=65)
    name = {
        "ego": lambda ego: f"ego {ego}",
        "alter": lambda alter: f"person {alter}",
        "source": lambda alter: f"person {alter}",
    }
    name["target"] = name["source"]
    egos, alters, ties = (
        table.assign(**{column: table[column].map(name[column]) for column in name if column in table})
        for table in (nets.egos, nets.alters, nets.ties)
    )
    renamed, usual = summary(EgoNets(egos, alters, ties)), summary(nets)
    ids = [column for column in usual if column.startswith("sole_suppliers")]
    assert len(ids) == 4
    for column in ids:
        persons = [None if alter is None else name["alter"](alter) for alter in usual[column]]
        usual[column] = pd.Series(persons, index=usual.index, dtype=object)
    pd.testing.assert_frame_equal(renamed.reset_index(drop=True), usual.reset_index(drop=True))


def test_each_ego_is_measured_to_the_last_bit_as_if_it_were_alone():
    nets = drawn(12, seed=66, most=30)
    together = summary(nets)
    for ego in nets.ego_ids:
        alone = EgoNets(*(table[table["ego"] == ego] for table in (nets.egos, nets.alters, nets.ties)))
        pd.testing.assert_frame_equal(summary(alone), together.loc[[ego]], check_dtype=False, check_exact=True)


@pytest.mark.parametrize("block", [1, 10, 64])
def test_it_does_not_matter_where_blocks_of_egonets_end(block, monkeypatch):
    nets = drawn(60, seed=69)
    measured = [measure for measure in MEASURES if measure.of.__module__.endswith(("structure", "brokerage"))]
    whole = [measure.of(nets) for measure in measured]
    monkeypatch.setattr(_arrays, "BLOCK", block)
    assert len(list(_arrays.blocks(nets))) > 5
    for measure, expected in zip(measured, whole, strict=True):
        pd.testing.assert_series_equal(measure.of(nets), expected, check_exact=True)
    assert len(measured) == 13


def test_what_is_measured_is_not_changed():
    nets = drawn(25, seed=67)
    before = [table.copy() for table in (nets.egos, nets.alters, nets.ties)]
    first, second = summary(nets), summary(nets)
    pd.testing.assert_frame_equal(first, second)
    for table, was in zip((nets.egos, nets.alters, nets.ties), before, strict=True):
        pd.testing.assert_frame_equal(table, was)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(1, 9), st.data())
def test_adding_an_isolated_alter_never_lowers_effective_size(n, data):
    pairs = [(i, j) for i in range(n) for j in range(i)]
    ties = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    assert effective_size(anna(range(n + 1), ties)).item() >= effective_size(anna(range(n), ties)).item()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(2, 9), st.data())
def test_a_tie_more_never_raises_effective_size_betweenness_components_or_fragmentation(n, data):
    pairs = [(i, j) for i in range(n) for j in range(i)]
    ties = data.draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1))
    more, fewer = anna(range(n), ties), anna(range(n), ties[:-1])
    for name in ("effective_size", "betweenness", "components", "fragmentation", "isolates"):
        measure = getattr(egonets, name)
        assert measure(more).item() <= measure(fewer).item() + 1e-12, name


SHARES = [
    "density", "component_ratio", "fragmentation", "efficiency", "hierarchy", "normalised_betweenness", "blau", "iqv",
    "exposure", "abstinent_share", "ambivalent_share",
]  # fmt: skip
BOUNDS = dict.fromkeys(SHARES, (0, 1)) | {
    "constraint": (0, 1.125),
    "ei_index": (-1, 1),
    "tie_ei_index": (-1, 1),
    "rescaled_tie_ei_index": (-1, 1),
    "kinds_from_one_alter": (0, 4),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_every_value_is_within_the_range_that_the_docstring_gives(name):
    low, high = BOUNDS[name]
    values = getattr(egonets, name)(drawn(500, seed=68)).dropna()
    assert len(values) > 200
    assert values.between(low, high).all()
    assert values.nunique() > 2


# -- the package ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", measures.__all__)
def test_every_docstring_says_what_comes_out_and_its_example_runs(name):
    measure = getattr(measures, name)
    assert "Returns\n-------" in inspect.getdoc(measure)
    examples = doctest.DocTestFinder(recurse=False).find(measure, name, globs={})[0]
    assert doctest.DocTestRunner(verbose=False).run(examples).failed == 0
    assert any(f" {name}" in example.source for example in examples.examples)


def test_all_measures_can_be_had_from_the_package():
    assert set(measures.__all__) <= set(egonets.__all__)
    assert len(set(measures.__all__)) == len(measures.__all__) > 60


def test_measuring_loads_no_compiler_no_charts_and_no_graph_library():
    code = """if True:
        import sys, egonets
        egonets.summary(egonets.examples())
        print(*{"numba", "altair", "networkx"} & set(sys.modules))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
