"""Agreement with networkx and python-igraph on 2,000 random egonets, unweighted and weighted.

The graphs for the other programs are built here, from the tables, with ego as a vertex of its own. Each comparison
counts what it compared.
"""

from types import SimpleNamespace

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from small_egonets import anna, drawn

import egonets
from egonets.measures import brokerage

EGOS = 2_000
EGO = -1


@pytest.fixture(scope="module")
def random_egonets():
    nets = drawn(EGOS, seed=20_241)
    graphs = [nx_egonet(nets, ego) for ego in range(EGOS)]
    return SimpleNamespace(nets=nets, nx=graphs, igraph=[igraph.Graph.from_networkx(graph) for graph in graphs])


def test_the_random_egonets_are_of_all_sorts(random_egonets):
    n, m = egonets.size(random_egonets.nets), egonets.density(random_egonets.nets)
    assert set(n) == set(range(15))
    assert {0.0, 1.0} < set(m.dropna())
    assert 100 < m.isna().sum() < 500
    assert len(set(random_egonets.nets.ties["weight"])) > 1000


BY_NETWORKX = {
    "size": lambda whole, alters: len(alters),
    "density": lambda whole, alters: nx.density(alters) if len(alters) > 1 else np.nan,
    "components": lambda whole, alters: nx.number_connected_components(alters),
    "isolates": lambda whole, alters: nx.number_of_isolates(alters),
    "fragmentation": lambda whole, alters: unreachable_pairs(alters),
    "effective_size": lambda whole, alters: nx.effective_size(whole, [EGO])[EGO],
    "constraint": lambda whole, alters: nx.constraint(whole, [EGO])[EGO],
    "weighted_constraint": lambda whole, alters: weighted_by_networkx(whole),
    "betweenness": lambda whole, alters: nx.betweenness_centrality(whole, normalized=False)[EGO],
    "normalised_betweenness": lambda whole, alters: (
        nx.betweenness_centrality(whole)[EGO] if len(alters) > 1 else np.nan
    ),
}


@pytest.mark.parametrize("name", BY_NETWORKX)
def test_networkx_agrees(random_egonets, name):
    theirs = [BY_NETWORKX[name](whole, without_ego(whole)) for whole in random_egonets.nx]
    ours = getattr(egonets, name)(random_egonets.nets)
    assert len(theirs) == len(ours) == EGOS
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


BY_IGRAPH = {
    "density": lambda whole, alters: alters.density() if alters.vcount() > 1 else np.nan,
    "components": lambda whole, alters: len(alters.connected_components()),
    "constraint": lambda whole, alters: whole.constraint(vertices=[0])[0],
    "weighted_constraint": lambda whole, alters: weighted_by_igraph(whole),
    "betweenness": lambda whole, alters: whole.betweenness(vertices=[0])[0],
}


@pytest.mark.parametrize("name", BY_IGRAPH)
def test_igraph_agrees(random_egonets, name):
    theirs = [BY_IGRAPH[name](whole, whole - [0]) for whole in random_egonets.igraph]
    ours = getattr(egonets, name)(random_egonets.nets)
    assert len(theirs) == len(ours) == EGOS
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("n", [63, 64, 65, 127, 128, 129, 200])
def test_betweenness_agrees_beyond_one_machine_word_of_alters(n):
    rng = np.random.default_rng(n)
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n) if rng.random() < 0.2]
    whole = igraph.Graph(edges=[(0, i + 1) for i in range(n)] + [(i + 1, j + 1) for i, j in pairs])
    ours = egonets.betweenness(anna(range(n), pairs)).item()
    assert ours == pytest.approx(whole.betweenness(vertices=[0])[0], rel=1e-12)


def test_egonets_of_one_size_may_come_in_several_batches(monkeypatch):
    nets = same_size(7, 14, seed=5)
    theirs = [nx.betweenness_centrality(nx_egonet(nets, ego), normalized=False)[EGO] for ego in range(7)]
    assert len(set(theirs)) == 7
    monkeypatch.setattr(brokerage, "BATCH", 3 * 14)  # three, three and one
    np.testing.assert_allclose(egonets.betweenness(nets), theirs)


# -- helpers -------------------------------------------------------------------------------------------------


def nx_egonet(nets, ego):
    """One egonet as a networkx graph, ego first, with strengths and tie weights as edge weights."""
    rows = slice(nets.offsets[ego], nets.offsets[ego + 1])
    ties = slice(*np.searchsorted(nets.tie_ego, [ego, ego + 1]))
    graph = nx.Graph()
    graph.add_node(EGO)
    strength = nets.alters["strength"].to_numpy()
    graph.add_weighted_edges_from((EGO, row, strength[row]) for row in range(rows.start, rows.stop))
    graph.add_weighted_edges_from(
        zip(nets.tie_source[ties].tolist(), nets.tie_target[ties].tolist(), nets.tie_weight[ties].tolist(), strict=True)
    )
    return graph


def same_size(egos, n, seed):
    """Egonets of n alters, about a third of whom know each other."""
    source, target = np.triu_indices(n, 1)
    ego, pair = np.nonzero(np.random.default_rng(seed).random((egos, len(source))) < 1 / 3)
    alters = {"ego": np.repeat(np.arange(egos), n), "alter": np.tile(np.arange(n), egos), "strength": 1.0}
    ties = {"ego": ego, "source": source[pair], "target": target[pair]}
    return egonets.EgoNets(pd.DataFrame({"ego": np.arange(egos)}), pd.DataFrame(alters), pd.DataFrame(ties))


def without_ego(graph):
    return graph.subgraph([vertex for vertex in graph if vertex != EGO])


def unreachable_pairs(alters):
    n = len(alters)
    reachable = sum(len(group) * (len(group) - 1) for group in nx.connected_components(alters))
    return 1 - reachable / (n * (n - 1)) if n > 1 else np.nan


def weighted_by_networkx(whole):
    """networkx divides by zero for an ego whose strengths are all zero."""
    return nx.constraint(whole, [EGO], weight="weight")[EGO] if whole.degree(EGO, weight="weight") else np.nan


def weighted_by_igraph(whole):
    """igraph knows no weights where there are no edges."""
    strengths = whole.es[whole.incident(0)]["weight"] if whole.degree(0) else []
    return whole.constraint(vertices=[0], weights="weight")[0] if sum(strengths) else np.nan
