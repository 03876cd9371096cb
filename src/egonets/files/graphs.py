"""networkx graphs in, networkx graphs and GraphML out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from egonets._errors import plain
from egonets._frames import plainest
from egonets._tables import EgoNets
from egonets._words import KEYS
from egonets.files._lazy import needed
from egonets.files._report import Reading, ReadReport, TableReport
from egonets.files._write import write_all

if TYPE_CHECKING:
    import networkx as nx

#: What XML cannot hold, not even escaped.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Record = dict[str, Any]


def read_networkx(graph: nx.Graph, egos: Iterable[Hashable] | None = None) -> Reading:
    """Egonets from a graph: every node, or every chosen one, with its neighbours and the ties among them.

    Parameters
    ----------
    graph
        Any networkx graph. Directions are ignored; of parallel edges the first counts, with the largest weight;
        edges from a node to itself and edges of weight 0 are none.
    egos
        Nodes that become egos; left out: all (a census).

    Returns
    -------
    Reading
        ``nets`` and ``report``. Node attributes become columns of egos and alters; attributes of the edge between
        ego and alter become columns that start with ``edge_``; those of edges among alters become columns of ties.
        An attribute with the name of a key column (``ego``, ``alter``, …) gets an underscore after it.

    Raises
    ------
    EgonetDataError
        If a node cannot be an id, or a known column has a value that it cannot have.
    KeyError
        If an ego is not in the graph.

    Examples
    --------
    >>> import networkx as nx
    >>> from egonets import density, read_networkx
    >>> density(read_networkx(nx.complete_graph(4)).nets).tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    left_out: Counter[str] = Counter()
    simple = _simple(graph, left_out)
    nodes = list(simple) if egos is None else list(egos)
    for node in nodes:
        if node not in simple:
            raise KeyError(f"There is no node {node!r} in the graph.")
    nets = EgoNets(
        _frame("egos", ({"ego": node, **_attributes(simple.nodes[node])} for node in nodes)),
        _frame("alters", _alters(simple, nodes)),
        _frame("ties", _ties(simple, nodes)),
    )
    kept = {"egos": len(nets), "alters": len(nets.alter_ego), "ties": len(nets.layer_source)}
    notes = tuple(f"{number} edges of the graph left out: {reason}." for reason, number in left_out.items())
    return Reading(nets, ReadReport(tuple(TableReport(table, rows, rows, {}) for table, rows in kept.items()), notes))


def _simple(graph: nx.Graph, left_out: Counter[str]) -> nx.Graph:
    """The graph without directions, parallel edges, loops and edges of no weight."""
    simple = needed("networkx", "Reading a graph").Graph()
    simple.add_nodes_from(graph.nodes(data=True))
    for source, target, data in graph.edges(data=True):
        weight = data.get("weight")
        if source == target:
            left_out["from a node to itself"] += 1
        elif _is_number(weight) and weight == 0:
            left_out["weight 0"] += 1
        elif simple.has_edge(source, target):
            left_out["parallel or opposite to another"] += 1
            there = simple.edges[source, target]
            if _is_number(weight) and _is_number(there.get("weight")):
                there["weight"] = max(weight, there["weight"])
        else:
            simple.add_edges_from([(source, target, data)])
    return simple


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def _attributes(data: Mapping[Any, Any], prefix: str = "") -> Record:
    """Attributes under names that no key column has."""
    keys = {key for columns in KEYS.values() for key in columns}
    named = {f"{prefix}{name}" if isinstance(name, str) else name: value for name, value in data.items()}
    return {f"{name}_" if name in keys else name: value for name, value in named.items()}


def _alters(graph: nx.Graph, egos: list[Hashable]) -> Iterator[Record]:
    for ego in egos:
        for alter, edge in graph.adj[ego].items():
            node = _attributes(graph.nodes[alter])
            yield {"ego": ego, "alter": alter, **node, **_attributes(edge, "edge_")}


def _ties(graph: nx.Graph, egos: list[Hashable]) -> Iterator[Record]:
    for ego in egos:
        place = {alter: number for number, alter in enumerate(graph.adj[ego])}
        for source, number in place.items():
            for target, edge in graph.adj[source].items():
                if place.get(target, -1) > number:
                    yield {"ego": ego, "source": source, "target": target, **_attributes(edge)}


def _frame(table: str, records: Iterable[Record]) -> pd.DataFrame:
    """One row per record, with the key columns even when there is none."""
    rows = list(records)
    names = dict.fromkeys([*KEYS[table], *(name for row in rows for name in row)])
    columns = {name: plainest([row.get(name) for row in rows]) for name in names}
    return pd.DataFrame(columns, columns=list(names))


def to_networkx(nets: EgoNets) -> dict[Hashable, nx.Graph]:
    """A networkx graph of the alters of each ego.

    Parameters
    ----------
    nets
        Any number of egonets.

    Returns
    -------
    dict
        From the ego's id to a graph whose nodes are the alters, without ego. Columns of alters become node
        attributes, those of ties edge attributes, those of the ego attributes of the graph; a missing value
        becomes none.

    Examples
    --------
    >>> from egonets import example, to_networkx
    >>> graph = to_networkx(example("street_team"))["street_team"]
    >>> graph.nodes["coach"]["context"], graph.edges["coach", "captain"]["weight"]
    ('group', 3.0)
    """
    library = needed("networkx", "Making a graph")
    egos = list(_records(nets.egos, "ego"))
    graphs = [library.Graph() for _ in egos]
    for graph, (_, attributes) in zip(graphs, egos, strict=True):
        graph.graph.update(attributes)
    alters = list(_records(nets.alters.drop(columns="ego"), "alter"))
    for ego, (alter, attributes) in zip(nets.alter_ego, alters, strict=True):
        graphs[ego].add_nodes_from([(alter, attributes)])
    ties = nets.ties.drop(columns="ego")
    for ego, tie in zip(nets.tie_ego, ties.to_dict("records"), strict=True):
        source, target = tie.pop("source"), tie.pop("target")
        graphs[ego].add_edges_from([(source, target, _present(tie))])
    return {ego: graph for (ego, _), graph in zip(egos, graphs, strict=True)}


def _records(frame: pd.DataFrame, key: str) -> Iterator[tuple[Any, Record]]:
    """Id and attributes of each row."""
    for row in frame.to_dict("records"):
        name = row.pop(key)
        yield plain(name), _present(row)


def _present(row: Mapping[Any, Any]) -> Record:
    """What is not missing, as Python writes it."""
    return {
        str(name): plain(value) for name, value in row.items() if not (pd.api.types.is_scalar(value) and pd.isna(value))
    }


def write_graphml(nets: EgoNets, path: str | PathLike[str], *, with_egos: bool = False) -> None:
    """All egonets as one GraphML file, for Gephi, visone and others.

    Parameters
    ----------
    nets
        Any number of egonets; each becomes a part of the graph without edges to the others.
    path
        The file; it is written whole or not at all.
    with_egos
        True: egos are nodes too, tied to their alters with the strength as weight. Without them an ego without
        alters is not in the file.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import networkx as nx
    >>> from egonets import example, write_graphml
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_graphml(example("street_team"), Path(folder) / "team.graphml")
    ...     graph = nx.read_graphml(Path(folder) / "team.graphml")
    >>> len(graph), graph.number_of_edges()
    (13, 34)
    """
    graph = needed("networkx", "Writing GraphML").Graph()
    for number, (alter, row) in enumerate(zip(nets.alters["alter"], nets.alters.to_dict("records"), strict=True)):
        graph.add_nodes_from([(f"alter {number}", {**_for_xml(row), "label": _xml(alter)})])
    ties = nets.ties.drop(columns=["ego", "source", "target"])
    for source, target, row in zip(nets.tie_source, nets.tie_target, ties.to_dict("records"), strict=True):
        graph.add_edges_from([(f"alter {source}", f"alter {target}", _for_xml(row))])
    if with_egos:
        _add_egos(graph, nets)
    file = io.BytesIO()
    needed("networkx", "Writing GraphML").write_graphml_xml(graph, file)
    write_all({Path(path): file.getvalue()})


def _add_egos(graph: nx.Graph, nets: EgoNets) -> None:
    for number, row in enumerate(nets.egos.to_dict("records")):
        graph.add_nodes_from([(f"ego {number}", {**_for_xml(row), "label": _xml(row["ego"]), "is_ego": True})])
    strength = nets.alters["strength"] if "strength" in nets.alters.columns else [None] * len(nets.alter_ego)
    for number, (ego, weight) in enumerate(zip(nets.alter_ego, strength, strict=True)):
        graph.add_edges_from([(f"ego {ego}", f"alter {number}", _for_xml({"weight": weight}))])


def _for_xml(row: Mapping[Any, Any]) -> Record:
    """Attributes that GraphML has a type for; anything else as text."""
    return {_xml(name): _xml(value) for name, value in _present(row).items()}


def _xml(value: Any) -> Any:
    value = plain(value)
    if isinstance(value, bool | int | float):
        return value
    return NOT_IN_XML.sub("\ufffd", str(value))
