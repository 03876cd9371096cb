"""What is written is read back: the same egonets, whole files, and nothing half-written."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from table_strategies import egonets

from egonets import (
    EgonetDataError,
    EgoNets,
    ReadOptions,
    examples,
    read_networkx,
    read_parquet,
    read_three_files,
    to_networkx,
    write_graphml,
    write_parquet,
    write_three_files,
)
from egonets.files import _write

TABLES = ("egos", "alters", "ties")
MANY = settings(max_examples=50, deadline=None, derandomize=True)


def csv_again(nets: EgoNets, **options: object) -> EgoNets:
    with tempfile.TemporaryDirectory() as folder:
        write_three_files(nets, folder)
        return read_three_files(*(Path(folder) / f"{table}.csv" for table in TABLES), **options).nets


def parquet_again(nets: EgoNets) -> EgoNets:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(nets, folder)
        return read_parquet(folder).nets


@MANY
@given(egonets())
def test_three_files_hold_all_that_matters(nets):
    # A column without a single value has no type that a file of text could tell.
    again = csv_again(nets)
    for table in ("egos", "alters", "layers"):
        one, other = getattr(nets, table), getattr(again, table)
        if len(one):
            told = [name for name in one.columns if one[name].notna().any()]
            pd.testing.assert_frame_equal(other[told], one[told])
        assert list(other.columns) == list(one.columns)
        assert len(other) == len(one)


@MANY
@given(egonets())
def test_parquet_files_hold_everything(nets):
    again = parquet_again(nets)
    for table in ("egos", "alters", "layers"):
        pd.testing.assert_frame_equal(getattr(again, table), getattr(nets, table))
    assert again.equals(nets)


def test_the_examples_survive_three_files_and_parquet():
    assert csv_again(examples()).equals(examples())
    assert parquet_again(examples()).equals(examples())


def test_text_ids_that_look_like_numbers_become_numbers_in_a_file_of_text_but_not_in_parquet():
    nets = EgoNets(pd.DataFrame({"ego": ["1", "2"]}))
    assert csv_again(nets).ego_ids.tolist() == [1, 2]
    assert parquet_again(nets).ego_ids.tolist() == ["1", "2"]


def test_zones_of_ones_own_survive_when_they_are_declared_again():
    zone = pd.Categorical(["far", "near"], categories=["near", "far"], ordered=True)
    nets = EgoNets(pd.DataFrame({"ego": [1]}), pd.DataFrame({"ego": 1, "alter": [1, 2], "zone": zone}))
    assert csv_again(nets, options=ReadOptions(categories={"zone": ["near", "far"]})).equals(nets)
    assert parquet_again(nets).equals(nets)


def test_text_with_missing_values_survives_as_objects():
    alters = pd.DataFrame({"ego": "a", "alter": ["b", "c"], "town": ["Oslo", None]})
    ties = pd.DataFrame({"ego": ["a"], "source": ["b"], "target": ["c"], "kind": ["kin"], "note": [None]})
    nets = EgoNets(pd.DataFrame({"ego": ["a"]}), alters, ties)
    for again in (csv_again, parquet_again):
        town = again(nets).alters["town"]
        assert (town.dtype, town.tolist()) == (object, ["Oslo", None])
    assert parquet_again(nets).equals(nets)


def test_truth_values_survive_with_and_without_missing_ones():
    egos = pd.DataFrame({"ego": [1, 2], "sure": [True, False], "asked": pd.array([True, None], dtype="boolean")})
    assert csv_again(EgoNets(egos)).equals(EgoNets(egos))


def test_a_column_that_parquet_cannot_hold_is_told(tmp_path):
    nets = EgoNets(pd.DataFrame({"ego": [1, 2], "mixed": [1, "one"]}))
    with pytest.raises(EgonetDataError, match="a column of egos cannot be written to Parquet"):
        write_parquet(nets, tmp_path)
    assert list(tmp_path.iterdir()) == []


# -- whole or not at all ------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [write_three_files, write_parquet], ids=lambda write: write.__name__)
def test_a_writer_that_fails_leaves_the_old_files_and_no_scraps(tmp_path, monkeypatch, write):
    write(examples(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    written = []

    def full_disk(path: Path, data: bytes) -> None:
        if written:
            path.write_bytes(data[:10])
            raise OSError("No space left on device")
        written.append(path)
        path.write_bytes(data)

    monkeypatch.setattr(_write, "_write", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write(examples()["diverse"], tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_is_not_there_is_made(tmp_path):
    write_three_files(examples(), tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == [
        "alters.csv",
        "egos.csv",
        "ties.csv",
    ]


# -- networkx and GraphML -----------------------------------------------------------------------------------


@MANY
@given(egonets())
def test_a_graph_per_ego_has_its_alters_as_nodes_and_its_ties_as_edges(nets):
    graphs = to_networkx(nets)
    assert list(graphs) == list(nets.ego_ids)
    assert [len(graph) for graph in graphs.values()] == [len(one.alters) for one in nets]
    ends = zip(nets.ties["ego"], nets.ties["source"], nets.ties["target"], nets.ties["weight"], strict=True)
    assert all(graphs[ego].edges[source, target]["weight"] == weight for ego, source, target, weight in ends)
    assert sum(graph.number_of_edges() for graph in graphs.values()) == len(nets.ties)


@MANY
@given(egonets())
def test_any_egonets_become_graphml_that_networkx_reads(nets):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.graphml"
        write_graphml(nets, path)
        graph = nx.read_graphml(path)
        write_graphml(nets, path, with_egos=True)
        with_egos = nx.read_graphml(path)
    assert (len(graph), graph.number_of_edges()) == (len(nets.alters), len(nets.ties))
    assert len(with_egos) == len(nets.alters) + len(nets)
    assert with_egos.number_of_edges() == len(nets.ties) + len(nets.alters)


def test_in_a_census_every_node_is_an_ego_and_its_neighbours_are_its_alters():
    # A triangle a-b-c with d at c: only a, b and c see a tie among their neighbours.
    graph = nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])
    nets = read_networkx(graph).nets
    assert nets.offsets.tolist() == [0, 2, 4, 7, 8]
    assert nets.ties[["ego", "source", "target"]].to_numpy().tolist() == [
        ["a", "b", "c"],
        ["b", "a", "c"],
        ["c", "a", "b"],
    ]


def test_directions_loops_parallel_edges_and_weight_zero_make_no_second_tie():
    graph = nx.MultiDiGraph()
    graph.add_edge(1, 2, weight=1)
    graph.add_edge(2, 1, weight=4)
    graph.add_edge(1, 3, weight=1)
    graph.add_edge(2, 3, weight=0)
    graph.add_edge(3, 3)
    reading = read_networkx(graph)
    assert reading.nets.alters[["ego", "alter", "edge_weight"]].to_numpy().tolist() == [
        [1, 2, 4],
        [1, 3, 1],
        [2, 1, 4],
        [3, 1, 1],
    ]
    assert reading.report.notes == (
        "1 edges of the graph left out: parallel or opposite to another.",
        "1 edges of the graph left out: weight 0.",
        "1 edges of the graph left out: from a node to itself.",
    )


def test_attributes_with_the_name_of_a_key_column_step_aside():
    graph = nx.Graph()
    graph.add_node("a", ego="mine", alter="yours")
    graph.add_edge("a", "b")
    nets = read_networkx(graph).nets
    assert nets.egos["ego_"].tolist()[0] == "mine"
    assert nets.alters.loc[nets.alters["alter"] == "a", "alter_"].item() == "yours"


def test_nodes_without_edges_stay_as_egos_and_an_empty_graph_is_read():
    assert read_networkx(nx.empty_graph(3)).nets.offsets.tolist() == [0, 0, 0, 0]
    assert len(read_networkx(nx.Graph()).nets) == 0


def test_some_nodes_can_be_the_egos():
    assert read_networkx(nx.path_graph(4), egos=[1]).nets.alters["alter"].tolist() == [0, 2]
    with pytest.raises(KeyError, match="There is no node 9 in the graph"):
        read_networkx(nx.path_graph(4), egos=[9])


def test_a_census_comes_back_from_the_graphs_that_it_becomes():
    whole = nx.gnp_random_graph(25, 0.3, seed=7)
    for ego, graph in to_networkx(read_networkx(whole).nets).items():
        assert nx.utils.graphs_equal(nx.Graph(graph.edges), nx.Graph(whole.subgraph(whole[ego]).edges))


@pytest.mark.parametrize(
    ("library", "use"),
    [
        ("networkx", to_networkx),
        ("pyarrow", lambda nets: write_parquet(nets, tempfile.gettempdir())),
    ],
    ids=["networkx", "pyarrow"],
)
def test_a_missing_library_is_named_with_how_to_install_it(monkeypatch, library, use):
    nets = examples()  # before the library is away: pandas 3 reads text with pyarrow where it is there
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=f"needs {library}. Install it with: pip install {library}"):
        use(nets)


def test_an_open_file_is_read_like_a_path(tmp_path):
    write_three_files(examples(), tmp_path)
    paths = [tmp_path / f"{table}.csv" for table in TABLES]
    opened = read_three_files(*(io.BytesIO(path.read_bytes()) for path in paths)).nets
    assert opened.equals(read_three_files(*paths).nets)
