"""What the measures cost per ego, beside python-igraph and networkx on the same egonets in one run.

    python benchmarks/measures.py --output measures.json     all sizes: half an hour on two cores
    python benchmarks/measures.py --largest 10000            a quick look
    python benchmarks/measures.py report measures.json       the tables for README.md
    python benchmarks/measures.py memory 1000000             time and memory of one pass

pyperf runs every benchmark in processes of its own; the tables give medians. Times are of the processor: all three
programs work in one thread and wait for nothing, so this is the time on an idle machine, and a busy one disturbs it
less. Egonets have about eight alters, three in ten pairs of whom know each other; they are drawn from a fixed seed.

igraph and networkx work on graphs that are already built; building them is timed apart. igraph measures the 10,000
egonets that egonets measures too, networkx the first 200 of them: it measures one graph at a time, so its cost per
egonet does not depend on how many there are.
"""

from __future__ import annotations

import argparse
import functools
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pyperf

import egonets

SIZES = (1_000, 10_000, 100_000, 1_000_000)
MEAN_ALTERS, TIE_PROBABILITY, SEED = 8, 0.3, 2024

#: The draw that all three programs measure, and how much of it the slowest one does.
SAME_EGONETS, NETWORKX_EGOS = 10_000, 200

COMPARED = ("density", "effective_size", "constraint", "betweenness")
STRUCTURE = (
    "size", "density", "components", "component_ratio", "isolates", "fragmentation", "effective_size", "efficiency",
    "constraint", "weighted_constraint", "hierarchy", "betweenness", "normalised_betweenness",
)  # fmt: skip


# -- egonets -------------------------------------------------------------------------------------------------


def tables(egos: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Egos, alters and ties of random egonets, with every column that a measure reads."""
    rng = np.random.default_rng(SEED)
    n = rng.poisson(MEAN_ALTERS, egos)
    ego = np.repeat(np.arange(egos), n)
    rows = len(ego)
    alters = pd.DataFrame({"ego": ego, "alter": np.arange(rows) - np.repeat(np.cumsum(n) - n, n)})
    alters["strength"] = rng.uniform(0.05, 1, rows)
    return pd.DataFrame({"ego": np.arange(egos)}), alters, random_ties(n, rng)


def random_ties(n: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    parts = []
    for size in range(2, n.max() + 1):
        of_size = np.flatnonzero(n == size)
        source, target = np.triu_indices(size, 1)
        which, pair = np.nonzero(rng.random((len(of_size), len(source))) < TIE_PROBABILITY)
        parts.append(pd.DataFrame({"ego": of_size[which], "source": source[pair], "target": target[pair]}))
    return pd.concat(parts, ignore_index=True)


def with_every_column(alters: pd.DataFrame) -> pd.DataFrame:
    """The alters with values for all other measures."""
    rng = np.random.default_rng(SEED)
    rows = len(alters)
    words = {"zone": egonets.ZONES, "status": egonets.STATUSES, "context": egonets.CONTEXTS}
    shares = [f"support_{kind}" for kind in egonets.SUPPORTS]
    asked = ["economic", "cultural", "contact", "importance", "reaction_to_use", "reaction_to_treatment"]
    return alters.assign(
        **{name: pd.Categorical.from_codes(rng.integers(0, len(some), rows), some) for name, some in words.items()},
        **{name: rng.random(rows) for name in shares},
        **{name: rng.integers(0, 7, rows) for name in (*asked, "supportiveness")},
        heavy_use=rng.random(rows) < 0.1,
    )


@functools.cache
def random_egonets(egos: int) -> egonets.EgoNets:
    return egonets.EgoNets(*tables(egos))


@functools.cache
def complete_egonets(egos: int) -> egonets.EgoNets:
    people, alters, ties = tables(egos)
    rng = np.random.default_rng(SEED)
    return egonets.EgoNets(people.assign(status=rng.choice(egonets.STATUSES, egos)), with_every_column(alters), ties)


def edge_lists(egos: int) -> list[tuple[int, list[tuple[int, int]]]]:
    """Number of vertices and edges of the first egonets; vertex 0 is ego, alters follow."""
    nets = random_egonets(SAME_EGONETS)
    first = nets.offsets[nets.tie_ego]
    ends = np.stack([nets.tie_source - first, nets.tie_target - first], axis=1) + 1
    by_ego = np.split(ends, np.searchsorted(nets.tie_ego, np.arange(1, len(nets))))
    return [
        (n + 1, [(0, alter) for alter in range(1, n + 1)] + [tuple(tie) for tie in ties.tolist()])
        for n, ties in zip(np.diff(nets.offsets).tolist()[:egos], by_ego[:egos], strict=True)
    ]


def igraph_graphs(lists: list[tuple[int, list[tuple[int, int]]]]) -> list[igraph.Graph]:
    return [igraph.Graph(n=n, edges=edges) for n, edges in lists]


def networkx_graphs(lists: list[tuple[int, list[tuple[int, int]]]]) -> list[nx.Graph]:
    graphs = []
    for n, edges in lists:
        graph = nx.Graph()
        graph.add_nodes_from(range(n))
        graph.add_edges_from(edges)
        graphs.append(graph)
    return graphs


# -- the same measure in three programs ----------------------------------------------------------------------


def igraph_effective_size(graph: igraph.Graph) -> float:
    """igraph has no effective size; this is the formula on its counts."""
    n = graph.vcount() - 1
    return n - 2 * (graph.ecount() - n) / n if n else np.nan


def alters_of(graph: nx.Graph) -> nx.Graph:
    return graph.subgraph(range(1, len(graph)))


IGRAPH = {
    "density": lambda graph: (graph - [0]).density(),
    "effective_size": igraph_effective_size,
    "constraint": lambda graph: graph.constraint(vertices=[0])[0],
    "betweenness": lambda graph: graph.betweenness(vertices=[0])[0],
}
NETWORKX = {
    "density": lambda graph: nx.density(alters_of(graph)),
    "effective_size": lambda graph: nx.effective_size(graph, [0])[0],
    "constraint": lambda graph: nx.constraint(graph, [0])[0],
    "betweenness": lambda graph: nx.betweenness_centrality(graph, normalized=False)[0],
}


def check_that_all_three_agree(egos: int) -> None:
    """No timing is worth anything if the programs compute different things."""
    lists = edge_lists(egos)
    for graphs, theirs in ((igraph_graphs(lists), IGRAPH), (networkx_graphs(lists), NETWORKX)):
        some = [place for place, graph in enumerate(graphs[:NETWORKX_EGOS]) if len(lists[place][1]) > 1]
        for name in COMPARED:
            ours = getattr(egonets, name)(random_egonets(SAME_EGONETS)).to_numpy()[some]
            np.testing.assert_allclose(ours, [theirs[name](graphs[place]) for place in some], rtol=1e-9)


# -- benchmarks ----------------------------------------------------------------------------------------------


def main() -> None:
    match sys.argv[1:]:
        case ["report", file]:
            print(report(Path(file)))
        case ["memory", egos]:
            print(memory(int(egos)))
        case _:
            runner = pyperf.Runner(processes=3, values=3, warmups=1, add_cmdline_args=pass_on)
            runner.argparser.add_argument("--largest", type=int, default=max(SIZES), help="most egonets in one go")
            run(runner, runner.parse_args().largest)


def pass_on(command: list[str], args: argparse.Namespace) -> None:
    """pyperf's own processes need our option too."""
    command.extend(["--largest", str(args.largest)])


def run(runner: pyperf.Runner, largest: int) -> None:
    if not runner.args.worker:
        check_that_all_three_agree(NETWORKX_EGOS)
    for egos in (size for size in SIZES if size <= largest):
        for name in COMPARED:
            bench(runner, f"{name}/egonets/{egos}", random_egonets, getattr(egonets, name), egos)
        bench(runner, f"all structural measures/egonets/{egos}", random_egonets, all_structural, egos)
    egos = min(100_000, largest)
    bench(runner, f"summary/egonets/{egos}", complete_egonets, egonets.summary, egos)
    for program, build, measures, most in (
        ("igraph", igraph_graphs, IGRAPH, SAME_EGONETS),
        ("networkx", networkx_graphs, NETWORKX, NETWORKX_EGOS),
    ):
        egos = min(most, largest)
        bench(runner, f"building/{program}/{egos}", edge_lists, build, egos)
        for name in COMPARED:
            bench(runner, f"{name}/{program}/{egos}", after(edge_lists, build), one_by_one(measures[name]), egos)


def bench(
    runner: pyperf.Runner, name: str, prepare: Callable[[int], Any], work: Callable[[Any], Any], egos: int
) -> None:
    """Time the work; preparing it happens once in each process, before the clock starts."""

    def time_loops(loops: int) -> float:
        prepared = prepare(egos)
        start = time.process_time()
        for _ in range(loops):
            work(prepared)
        return time.process_time() - start

    runner.bench_time_func(name, time_loops, metadata={"egos": egos})


@functools.cache
def after(first: Callable[[int], Any], then: Callable[[Any], Any]) -> Callable[[int], Any]:
    return functools.cache(lambda egos: then(first(egos)))


def one_by_one(measure: Callable[[Any], float]) -> Callable[[list[Any]], list[float]]:
    return lambda graphs: [measure(graph) for graph in graphs if graph_size(graph) > 1]


def graph_size(graph: igraph.Graph | nx.Graph) -> int:
    return graph.vcount() if isinstance(graph, igraph.Graph) else len(graph)


def all_structural(nets: egonets.EgoNets) -> None:
    for name in STRUCTURE:
        getattr(egonets, name)(nets)


# -- what came out -------------------------------------------------------------------------------------------


def report(file: Path) -> str:
    """Microseconds per egonet, as Markdown."""
    cost = {}
    for one in pyperf.BenchmarkSuite.load(str(file)).get_benchmarks():
        measure, program, egos = one.get_name().split("/")
        cost[measure, program, int(egos)] = one.median() / int(egos) * 1e6
    sizes = sorted({egos for _, program, egos in cost if program == "egonets"})
    same = SAME_EGONETS if SAME_EGONETS in sizes else sizes[-1]
    return "\n\n".join([beside_the_others(cost, same), by_size(cost, sizes)])


def beside_the_others(cost: dict[tuple[str, str, int], float], same: int) -> str:
    lines = ["| microseconds per egonet | egonets | igraph | networkx | igraph : egonets | networkx : egonets |"]
    lines += ["|---|---:|---:|---:|---:|---:|"]
    others = {program: next(n for _, of, n in cost if of == program) for program in ("igraph", "networkx")}
    for name in COMPARED:
        ours = cost[name, "egonets", same]
        theirs = [cost[name, program, egos] for program, egos in others.items()]
        numbers = [rounded(value) for value in (ours, *theirs)] + [f"{value / ours:,.0f}" for value in theirs]
        lines.append(f"| {name} | {' | '.join(numbers)} |")
    building = [rounded(cost["building", program, egos]) for program, egos in others.items()]
    lines.append(f"| building the graph | | {building[0]} | {building[1]} | | |")
    return "\n".join(lines)


def by_size(cost: dict[tuple[str, str, int], float], sizes: list[int]) -> str:
    lines = [f"| microseconds per egonet, of | {' | '.join(f'{egos:,}' for egos in sizes)} |"]
    lines += ["|---|" + "---:|" * len(sizes)]
    for name in (*COMPARED, "all structural measures", "summary"):
        found = [cost.get((name, "egonets", egos)) for egos in sizes]
        lines.append(f"| {name} | {' | '.join('' if value is None else rounded(value) for value in found)} |")
    return "\n".join(lines)


def rounded(microseconds: float) -> str:
    return f"{microseconds:,.0f}" if microseconds >= 100 else f"{microseconds:.2g}"


def memory(egos: int) -> str:
    """Most memory in use while the structural measures are computed, egonets included (Linux)."""
    nets = random_egonets(egos)
    built = high_water()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # forget the high water of building
    held = high_water()
    start, start_of_work = time.perf_counter(), time.process_time()
    all_structural(nets)
    seconds, of_work = time.perf_counter() - start, time.process_time() - start_of_work
    return (
        f"{egos:,} egonets: {seconds:.1f} s ({of_work:.1f} s of processor) for {len(STRUCTURE)} structural measures, "
        f"at most {high_water():.2f} GiB, of which {held:.2f} GiB hold the egonets; building them took {built:.2f} GiB"
    )


def high_water() -> float:
    status = Path("/proc/self/status").read_text()
    kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(kibibytes) / 2**20


if __name__ == "__main__":
    main()
