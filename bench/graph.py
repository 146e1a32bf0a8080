"""Kernels of the citation graph, against igraph, scipy and the plain networkx call, on the same edges."""

import argparse
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from bench._dag import made_up_citations
from bench._growth import Growth, exponent, figure
from bench._harness import Timing, race
from bench._harness import run as measure
from pipeline.graph.arrays import EdgeArrays
from pipeline.graph.communities import ITERATIONS, find_communities
from pipeline.graph.generations import shortest_chains
from pipeline.graph.order import levels
from pipeline.graph.path_counts import exact_counts, float_counts, path_counts
from pipeline.graph.similarity import Pairs, co_cited, coupled
from pipeline.metrics import betweenness, k_core, pagerank, weak_component
from pipeline.metrics._hits import TOLERANCE, hubs_and_authorities

NAME = "graph"

PLAIN_UP_TO = 50_000
"""Citations up to which the plain networkx call is raced where it takes minutes beyond."""
LARGE = 1_000_000
FIGURE = Path("docs/graph-growth.svg")

Work = Callable[[], object]


def run(arguments: argparse.Namespace) -> None:
    """Race at 30,000 and 300,000 citations, once at 3,000,000, and measure everything together at 300,000."""
    done = measure([sys.executable, "-m", "bench.graph"])
    print(f"\nAll of ours together at 300,000 citations, in one program of its own:\n{done.output.rstrip()}")
    growth: Growth = {}
    for wanted, rounds in ((30_000, arguments.rounds), (300_000, arguments.rounds), (3_000_000, 1)):
        edges = made_up_citations(wanted)
        _warm(edges)
        print(
            f"\n{edges.edges:,} citations among {edges.nodes:,} documents: times that of the fastest peer, in CPU and in"
        )
        print(f"least wall time (below 1 is faster)\n  {'':34}{'ours, CPU s':>13}{'x CPU':>8}{'x wall':>8}  peer")
        for name, candidates in _races(edges).items():
            timings = race(candidates, rounds)
            _line(name, timings)
            growth.setdefault(name, []).append((edges.edges, timings["ours"].cpu))
        if edges.edges <= LARGE:
            print(_qualities(edges, starts=10 if edges.edges <= PLAIN_UP_TO else 3))
    print("\nGrowth: CPU s by citations, and the exponent from the second size to the last (1 is linear)")
    print(
        "The kernels are linear in the citations; above 1 is the price of memory: the last size outgrows the caches, and"
    )
    print(
        "documents are met in no order. igraph's linear algorithms grow so too (components 1.3, k-core 1.3, order 1.3)."
    )
    for name, taken in growth.items():
        shown = "".join(f"{seconds:10.3f}" for _, seconds in taken)
        print(f"  {name:34}{shown:32}{exponent(taken):6.2f}")
    FIGURE.write_text(figure(growth), encoding="utf-8")
    print(f"{FIGURE}: the same, drawn")


def _line(name: str, timings: dict[str, Timing]) -> None:
    ours = timings["ours"]
    if len(timings) == 1:
        print(f"  {name:34}{ours.cpu:13.4f}{'':16}  (no peer at this size)")
    for peer, timing in sorted(timings.items(), key=lambda item: item[1].cpu):
        if peer != "ours":
            print(f"  {name:34}{ours.cpu:13.4f}{ours.cpu / timing.cpu:8.2f}{ours.wall / timing.wall:8.2f}  {peer}")
            name = ""


def _warm(edges: EdgeArrays) -> None:
    """Make what all kernels share, so that each race is of kernels alone, ours and theirs."""
    _ = edges.matrix, edges.transpose, edges.igraph, edges.index


def _races(edges: EdgeArrays) -> dict[str, dict[str, Work]]:
    ours = _ours(edges)
    races = {
        name: {"ours": work, **peers} for (name, work), peers in zip(ours.items(), _peers(edges).values(), strict=True)
    }
    alone = [] if edges.edges <= LARGE else ["SPC, SPLC, SPNP", "communities, one start"]
    return {name: candidates for name, candidates in races.items() if len(candidates) > 1 or name in alone}


def _ours(edges: EdgeArrays) -> dict[str, Work]:
    root = np.array([0], dtype=np.int32)
    nobody = np.zeros(edges.nodes, dtype=bool)
    fresh = EdgeArrays(edges.ids, edges.citing, edges.cited)
    return {
        "arrays to sparse rows": lambda: EdgeArrays(fresh.ids, fresh.citing, fresh.cited).matrix,
        "PageRank": lambda: pagerank.compute(edges),
        "HITS": lambda: hubs_and_authorities(edges),
        "k-core": lambda: k_core.compute(edges),
        "weak components": lambda: weak_component.compute(edges),
        "generations": lambda: shortest_chains(edges, root, nobody),
        "topological levels": lambda: levels(edges),
        "SPC in floats": lambda: float_counts(edges, ("spc",)),
        "SPC, SPLC, SPNP": lambda: path_counts(edges),
        "the same, always as integers": lambda: exact_counts(edges),
        "co-citation": lambda: co_cited(edges),
        "coupling": lambda: coupled(edges),
        "communities, one start": lambda: find_communities(_citation(edges), starts=1),
        "betweenness": lambda: betweenness.compute(edges),
    }


def _peers(edges: EdgeArrays) -> dict[str, dict[str, Work]]:
    """Return what each of ours is raced with, in the same order."""
    large, small = edges.edges > LARGE, edges.edges <= PLAIN_UP_TO
    matrix, transpose, graph = edges.matrix, edges.transpose, edges.igraph
    counts, turned = matrix.astype(np.int32), transpose.astype(np.int32)
    plain: nx.DiGraph[int] = nx.DiGraph()
    if not large:
        plain.add_nodes_from(range(edges.nodes))
        plain.add_edges_from(zip(edges.citing.tolist(), edges.cited.tolist(), strict=True))
    reverse = plain.reverse()
    shape = (edges.nodes, edges.nodes)
    return {
        "arrays": {"scipy csr_array": lambda: sparse.csr_array((np.ones(edges.edges), (edges.citing, edges.cited)), shape=shape)},
        "pagerank": {"igraph": lambda: graph.pagerank()} | _naive(not large, lambda: nx.pagerank(plain, tol=1e-10)),
        "hits": {"scipy power iteration": lambda: _plain_hits(matrix, transpose)} | _naive(not large, lambda: nx.hits(plain)),
        "k_core": {"igraph": lambda: graph.coreness()} | _naive(not large, lambda: nx.core_number(plain)),
        "components": {"igraph": lambda: graph.connected_components(mode="weak")}
        | _naive(not large, lambda: list(nx.weakly_connected_components(plain))),
        "generations": {"scipy breadth_first_order": lambda: csgraph.breadth_first_order(transpose, 0)}
        | {"igraph distances": lambda: graph.distances(source=0, mode="in")}
        | _naive(not large, lambda: nx.single_source_shortest_path_length(reverse, 0)),
        "levels": {"igraph order alone": lambda: graph.topological_sorting()}
        | _naive(not large, lambda: list(nx.topological_generations(plain))),
        "spc": {"scipy triangular solves": lambda: _solved_spc(edges)},
        "counts": {"networkx, integers, SPC alone": lambda: _plain_spc(plain, reverse)} if not large else {},
        "exact": {"networkx, integers, SPC alone": lambda: _plain_spc(plain, reverse)} if not large else {},
        "co_citation": ({} if large else {"scipy product": lambda: turned @ counts}) | _naive(small, lambda: _combinations(edges.citing, edges.cited)),
        "coupling": ({} if large else {"scipy product": lambda: counts @ turned}) | _naive(small, lambda: _combinations(edges.cited, edges.citing)),
        "communities": {} if large else {"igraph": lambda: _plain_leiden(edges)},
        "betweenness": {"igraph": lambda: graph.betweenness()} | {"networkx": lambda: nx.betweenness_centrality(plain)} if small else {},
    }  # fmt: skip


def _naive(raced: bool, work: Work) -> dict[str, Work]:
    return {"networkx": work} if raced else {}


def _citation(edges: EdgeArrays) -> Pairs:
    weight = np.ones(edges.edges, dtype=np.int64)
    own = np.bincount(np.concatenate([edges.citing, edges.cited]), minlength=edges.nodes)
    return Pairs(edges.ids, edges.cited, edges.citing, weight, own)


def _plain_hits(matrix: "sparse.csr_array[Any]", transpose: "sparse.csr_array[Any]") -> object:
    hub = np.full(matrix.shape[0], 1 / matrix.shape[0])
    while True:
        authority = transpose @ hub
        authority /= authority.sum()
        following = matrix @ authority
        following /= following.sum()
        moved = np.abs(following - hub).sum()
        hub = following
        if moved < TOLERANCE:
            return hub, authority


def _solved_spc(edges: EdgeArrays) -> object:
    """Both counts by substitution; the documents are numbered from old to new already."""
    ties = sparse.csr_array((np.full(edges.edges, -1.0), (edges.citing, edges.cited)), shape=(edges.nodes, edges.nodes))
    ties.setdiag(1.0)
    sources = (np.bincount(edges.citing, minlength=edges.nodes) == 0).astype(float)
    sinks = (np.bincount(edges.cited, minlength=edges.nodes) == 0).astype(float)
    arrived = sparse.linalg.spsolve_triangular(ties, sources, lower=True)
    going_on = sparse.linalg.spsolve_triangular(ties.T.tocsr(), sinks, lower=False)
    return arrived[edges.cited] * going_on[edges.citing]


def _plain_spc(plain: "nx.DiGraph[int]", reverse: "nx.DiGraph[int]") -> object:
    arrived: dict[int, int] = {}
    going_on: dict[int, int] = {}
    order = list(nx.topological_sort(reverse))
    for document in order:
        arrived[document] = sum(arrived[cited] for cited in plain[document]) or 1
    for document in reversed(order):
        going_on[document] = sum(going_on[citing] for citing in reverse[document]) or 1
    return {(cited, citing): arrived[cited] * going_on[citing] for citing, cited in plain.edges}


def _combinations(within: "np.ndarray[Any, Any]", counted: "np.ndarray[Any, Any]") -> object:
    groups: dict[int, list[int]] = {}
    for key, value in zip(within.tolist(), counted.tolist(), strict=True):
        groups.setdefault(key, []).append(value)
    return Counter(pair for group in groups.values() for pair in combinations(sorted(group), 2))


def _plain_leiden(edges: EdgeArrays) -> igraph.VertexClustering:
    """The same problem for igraph alone, the conversion left out of neither."""
    pairs = list(zip(edges.citing.tolist(), edges.cited.tolist(), strict=True))
    graph = igraph.Graph(n=edges.nodes, edges=pairs)
    strength = _citation(edges).association_strength().tolist()
    return graph.community_leiden(objective_function="CPM", weights=strength, n_iterations=ITERATIONS)


def _qualities(edges: EdgeArrays, starts: int) -> str:
    """Compare the quality that Leiden reaches, ours and igraph's alone: of the same problem, from as many starts."""
    ours = [start.quality for start in find_communities(_citation(edges), starts=starts).starts]
    peer = [_plain_leiden(edges).quality for _ in range(starts)]
    told = (
        f"{name} {np.mean(found):.5f} (best {max(found):.5f})" for name, found in (("ours", ours), ("igraph", peer))
    )
    return f"  quality of communities (CPM), mean of {starts} starts: {', '.join(told)}"


def _together() -> None:
    """Do everything once at 300,000 citations, and print the time and memory of it."""
    edges = made_up_citations(300_000)
    before = resource.getrusage(resource.RUSAGE_SELF)
    for name, work in _ours(edges).items():
        if name not in ("betweenness", "the same, always as integers"):
            work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {seconds:.2f} CPU s, {after.ru_maxrss * 1024 / 1e6:,.0f} MB at most; {os.cpu_count()} cores")


if __name__ == "__main__":
    _together()
