"""Structure and brokerage: closed forms, published values, one egonet worked out by hand, the traps, the undefined.

The published values are in known-answers/toys.csv; its README says where they come from. Agreement with networkx and
igraph has a file of its own.
"""

from itertools import pairwise
from math import log
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from small_egonets import anna

import egonets
from egonets import (
    EgonetDataError,
    EgoNets,
    betweenness,
    clique,
    components,
    constraint,
    density,
    effective_size,
    efficiency,
    hierarchy,
    isolates,
    size,
    star,
    weighted_constraint,
)

KNOWN = pd.read_csv(Path(__file__).parent / "known-answers" / "toys.csv")
BORGATTI = nx.Graph(edge.split("-") for edge in KNOWN["edges"].iloc[0].split())
OUR_MODEL = KNOWN[(KNOWN["model"] == "ego") | (KNOWN["vertex"] == "G")]

STRUCTURE = [
    "size", "density", "components", "component_ratio", "isolates", "fragmentation", "effective_size", "efficiency",
    "constraint", "hierarchy", "betweenness", "normalised_betweenness",
]  # fmt: skip


def test_there_are_published_values():
    assert len(OUR_MODEL) == 15
    assert set(KNOWN["edges"]) - {"same"} == {KNOWN["edges"].iloc[0]}


@pytest.mark.parametrize(
    "known", list(OUR_MODEL.itertuples()), ids=lambda row: f"{row.measure}-{row.vertex}-{row.model}"
)
def test_published_value(known):
    measure = getattr(egonets, known.measure)
    assert measure(egonet_of(BORGATTI, known.vertex)).item() == pytest.approx(known.value, abs=5e-7)


@pytest.mark.parametrize("n", [1, 2, 3, 20, 64, 65, 130])
def test_where_nobody_knows_anybody_every_alter_counts(n):
    nets = star(n)
    assert effective_size(nets).item() == n
    assert efficiency(nets).item() == 1
    assert constraint(nets).item() == pytest.approx(1 / n)
    assert betweenness(nets).item() == n * (n - 1) / 2
    assert components(nets).item() == isolates(nets).item() == n


@pytest.mark.parametrize("n", [2, 3, 20, 64, 65, 130])
def test_where_everyone_knows_everyone_all_alters_count_as_one(n):
    nets = clique(n)
    assert density(nets).item() == 1
    assert effective_size(nets).item() == pytest.approx(1)
    assert constraint(nets).item() == pytest.approx(n * ((1 + (n - 1) / n) / n) ** 2)
    assert betweenness(nets).item() == 0
    assert hierarchy(nets).item() == pytest.approx(0, abs=1e-12)
    assert components(nets).item() == 1
    assert isolates(nets).item() == 0


def test_two_alters_who_know_each_other_give_the_largest_constraint_there_is():
    assert constraint(clique(2)).item() == 1.125
    every_graph_up_to_four = [nets for n in range(1, 5) for nets in all_egonets(n)]
    assert len(every_graph_up_to_four) == 1 + 2 + 8 + 64
    assert max(constraint(nets).item() for nets in every_graph_up_to_four) == 1.125


def test_complete_graph_and_path_on_four_vertices_as_in_igraphs_own_tests():
    assert constraint(clique(3)).item() == pytest.approx(0.925926, abs=5e-7)
    assert [constraint(star(n)).item() for n in (1, 2, 2, 1)] == [1, 0.5, 0.5, 1]


# A path of three and a pair: a - b - c, d - e.  n = 5, m = 3.
PATH_AND_PAIR = anna("abcde", ["ab", "bc", "de"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size", 5),
        ("density", 3 / 10),
        ("components", 2),
        ("component_ratio", (2 - 1) / (5 - 1)),
        ("isolates", 0),
        # 3 reach 2 others each, 2 reach 1 other each, of 5 x 4 ordered pairs.
        ("fragmentation", 1 - (3 * 2 + 2 * 1) / 20),
        ("effective_size", 5 - 2 * 3 / 5),
        ("efficiency", (5 - 2 * 3 / 5) / 5),
        # d_q + 1 is 2, 3, 2, 2, 2; so s is 1/3, 1/2 + 1/2, 1/3, 1/2, 1/2.
        ("constraint", ((4 / 3) ** 2 + 2**2 + (4 / 3) ** 2 + (3 / 2) ** 2 + (3 / 2) ** 2) / 25),
        # 10 pairs, 3 adjacent; a and c have b in common, six pairs have nobody.
        ("betweenness", 1 / 2 + 6),
        ("normalised_betweenness", 6.5 / 10),
    ],
)
def test_worked_out_by_hand(name, value):
    assert getattr(egonets, name)(PATH_AND_PAIR).item() == pytest.approx(value)


def test_hierarchy_worked_out_by_hand():
    # Constraint shares 25 c_0j: 16/9, 4, 16/9, 9/4, 9/4; their mean is 217/90.
    relative = [share / (217 / 90) for share in (16 / 9, 4, 16 / 9, 9 / 4, 9 / 4)]
    assert sum(relative) == pytest.approx(5)
    by_hand = sum(c * log(c) for c in relative) / (5 * log(5))
    assert hierarchy(PATH_AND_PAIR).item() == pytest.approx(by_hand)
    assert 0 < by_hand < 1


def test_hierarchy_grows_with_the_weight_of_one_alter_in_the_middle():
    hubs = [hierarchy(anna(range(n), [(0, other) for other in range(1, n)])).item() for n in (3, 6, 12, 24)]
    assert all(before < after for before, after in pairwise(hubs))


def test_weighted_constraint_worked_out_by_hand():
    # p_0 = 1/2, 1/4, 1/4.  a spends 1 + 1/2, of it 1/3 on b; b spends 1/2 + 1/2, of it 1/2 on a; c knows nobody.
    nets = anna("abc", ["ab"], tie_weight=[0.5], strength=[1.0, 0.5, 0.5])
    by_hand = (1 / 2 + 1 / 4 * 1 / 2) ** 2 + (1 / 4 + 1 / 2 * 1 / 3) ** 2 + (1 / 4) ** 2
    assert weighted_constraint(nets).item() == pytest.approx(by_hand)


def test_weighted_constraint_with_equal_weights_is_the_unweighted_one():
    nets = anna("abcde", ["ab", "bc", "de"], tie_weight=[0.3] * 3, strength=[0.3] * 5)
    assert weighted_constraint(nets).item() == pytest.approx(constraint(nets).item())


# -- traps ---------------------------------------------------------------------------------------------------


def test_duplicate_or_reciprocal_rows_do_not_push_density_above_one():
    nets = anna("abc", ["ab", "ba", "ab", "bc", "ca", "ac"])
    assert density(nets).item() == 1
    assert effective_size(nets).item() == 1
    assert constraint(nets).item() == constraint(clique(3)).item()


def test_a_weight_column_is_never_used_in_silence():
    plain, weighted = anna("abc", ["ab", "bc"]), anna("abc", ["ab", "bc"], tie_weight=[9.0, 0.1])
    for name in STRUCTURE:
        assert getattr(egonets, name)(plain).item() == getattr(egonets, name)(weighted).item(), name


def test_a_weight_column_is_honoured_under_any_name_and_a_wrong_name_is_an_error_not_nan():
    nets = anna("abc", ["ab"], tie_weight=[0.5], strength=[1.0, 0.5, 0.5], closeness=[0.5, 0.5, 0.5])
    uneven, even = weighted_constraint(nets).item(), weighted_constraint(nets, strength="closeness").item()
    assert uneven != even
    assert not np.isnan([uneven, even]).any()
    with pytest.raises(EgonetDataError) as error:
        weighted_constraint(nets, strength="closenes")
    assert str(error.value) == (
        "1 problem in the data:\n"
        "  alters: there is no column 'closenes'; the columns are ego, alter, strength, closeness. "
        "Add the column, or say which column to use."
    )


def test_a_weight_column_of_words_is_an_error_that_names_its_first_word():
    with pytest.raises(
        EgonetDataError, match=r"alters row 1: column 'closeness' holds object where numbers are needed"
    ):
        weighted_constraint(anna("ab", closeness=[None, "near"]), strength="closeness")


def test_a_column_called_name_or_an_alter_called_ego_breaks_nothing():
    odd = anna(["ego", "anna", "null"], [("ego", "anna")], name=["x", "y", None])
    usual = anna("abc", ["ab"])
    for measure in STRUCTURE:
        assert getattr(egonets, measure)(odd).item() == getattr(egonets, measure)(usual).item(), measure


def test_egos_may_be_called_anything_and_stand_in_any_order():
    egos = pd.DataFrame({"ego": ["ego", "10", "9"]})
    alters = pd.DataFrame({"ego": ["9", "10", "9"], "alter": ["ego", "1", "1"]})
    result = size(EgoNets(egos, alters))
    assert result.to_dict() == {"ego": 0, "10": 1, "9": 2}
    assert list(result.index) == ["ego", "10", "9"]
    assert result.index.name == "ego"


def test_alters_of_one_id_in_two_egonets_are_two_people():
    egos = pd.DataFrame({"ego": ["anna", "bo"]})
    alters = pd.DataFrame({"ego": ["anna", "anna", "bo", "bo"], "alter": ["x", "y", "x", "y"]})
    ties = pd.DataFrame({"ego": ["anna"], "source": ["x"], "target": ["y"]})
    nets = EgoNets(egos, alters, ties)
    assert components(nets).tolist() == [1, 2]
    assert density(nets).tolist() == [1, 0]
    assert betweenness(nets).tolist() == [0, 1]


# -- the pairs that were asked -------------------------------------------------------------------------------


def test_density_divides_by_the_pairs_that_were_asked():
    # Six alters, but only the pairs among the first three were asked about: 2 of 3, not 2 of 15.
    nets = anna("abcdef", ["ab", "bc"], ego={"pairs_asked": 3})
    assert density(nets).item() == pytest.approx(2 / 15)
    assert density(nets, asked="pairs_asked").item() == pytest.approx(2 / 3)


@pytest.mark.parametrize("pairs", [1, 16])
def test_fewer_pairs_than_ties_or_more_than_there_are_is_an_error(pairs):
    nets = anna("abcdef", ["ab", "bc"], ego={"pairs_asked": pairs})
    with pytest.raises(EgonetDataError) as error:
        density(nets, asked="pairs_asked")
    assert str(error.value) == (
        "1 problem in the data:\n"
        f"  egos row 0: {pairs} pairs asked, but there are 2 ties among 6 alters. "
        "Give the number of pairs that were asked about: at least one per tie, at most n(n-1)/2."
    )


def test_density_is_nan_where_no_pair_was_asked_or_nobody_knows_how_many():
    assert np.isnan(density(anna("abc", ego={"pairs_asked": 0}), asked="pairs_asked").item())
    assert np.isnan(density(anna("abc", ["ab"], ego={"pairs_asked": np.nan}), asked="pairs_asked").item())


# -- undefined -----------------------------------------------------------------------------------------------

NAN = float("nan")


@pytest.mark.parametrize(
    ("name", "of_nobody", "of_one"),
    [
        ("size", 0, 1),
        ("density", NAN, NAN),
        ("components", 0, 1),
        ("component_ratio", NAN, NAN),
        ("isolates", 0, 1),
        ("fragmentation", NAN, NAN),
        ("effective_size", NAN, 1),
        ("efficiency", NAN, 1),
        ("constraint", NAN, 1),
        ("hierarchy", NAN, 1),
        ("betweenness", 0, 0),
        ("normalised_betweenness", NAN, NAN),
    ],
)
def test_an_ego_with_no_alter_or_one_stays_in_the_result(name, of_nobody, of_one):
    nets = EgoNets(pd.DataFrame({"ego": ["bo", "anna"]}), pd.DataFrame({"ego": ["anna"], "alter": ["x"]}))
    result = getattr(egonets, name)(nets)
    assert list(result.index) == ["bo", "anna"]
    assert result.name == name
    np.testing.assert_array_equal(result.to_numpy(dtype=float), [of_nobody, of_one])


def test_every_measure_of_structure_is_among_those_with_an_undefined_case():
    marks = test_an_ego_with_no_alter_or_one_stays_in_the_result.pytestmark[0].args[1]
    assert [name for name, *_ in marks] == STRUCTURE


@pytest.mark.parametrize("name", STRUCTURE)
def test_no_egos_give_an_empty_result(name):
    assert len(getattr(egonets, name)(EgoNets(pd.DataFrame({"ego": []})))) == 0


def test_weighted_constraint_is_nan_without_alters_without_strength_or_with_a_missing_one():
    assert np.isnan(weighted_constraint(anna("", strength=[])).item())
    assert np.isnan(weighted_constraint(anna("ab", strength=[0.0, 0.0])).item())
    assert np.isnan(weighted_constraint(anna("ab", strength=[0.5, np.nan])).item())


def test_an_alter_of_no_strength_adds_nothing_to_the_weighted_constraint():
    # b is ego's only investment and knows c as well as ego: p_0b = 1, p_bc = 1/2.
    nets = anna("bc", ["bc"], strength=[1.0, 0.0])
    assert weighted_constraint(nets).item() == pytest.approx(1**2 + (1 / 2) ** 2)
    # Somebody whom neither ego nor anybody else knows.
    assert weighted_constraint(anna("bc", strength=[1.0, 0.0])).item() == 1


# -- helpers -------------------------------------------------------------------------------------------------


def egonet_of(graph, vertex):
    """The neighbours of a vertex and the edges among them."""
    alters = sorted(graph[vertex])
    return anna(alters, graph.subgraph(alters).edges)


def all_egonets(n):
    """Every egonet of n alters."""
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    for which in range(2 ** len(pairs)):
        yield anna(range(n), [pair for place, pair in enumerate(pairs) if which >> place & 1])
