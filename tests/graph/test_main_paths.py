"""Main path searches by hand, and against the plainest search there is."""

import networkx as nx
import pytest
from hypothesis import given

from pipeline.graph.arrays import from_graph
from pipeline.graph.main_paths import longest_path, main_paths
from pipeline.graph.path_counts import path_counts
from tests.strategies import acyclic_graphs

LIU_LU = ["AH", "BH", "HJ", "HD", "JC", "JD", "BI", "IF", "IG", "IE", "GD", "GE"]
"""Liu & Lu (2012), Fig. 1: arcs cited -> citing."""

WIKIPEDIA = ["AC", "CE", "CH", "EG", "GH", "HK", "BC", "BD", "BJ", "DF", "DI", "FH", "FI", "IL", "IM", "JM", "MN"]
"""The network of Wikipedia's article "Main path analysis": arcs cited -> citing."""


def _found(graph: nx.DiGraph, search: str, weights: dict[tuple[str, str], int] | None = None) -> dict:
    """Arcs of a search by (cited, citing), with the k at which each appears."""
    edges = from_graph(graph)
    arcs = list(zip(edges.ids[edges.cited], edges.ids[edges.citing], strict=True))
    values = [weights[arc] for arc in arcs] if weights else path_counts(edges).spc
    return {arcs[step.edge]: step.k for step in main_paths(edges, values) if step.search == search}


def _flow(*arcs: str) -> nx.DiGraph:
    """The citation graph of a drawing whose arcs run cited -> citing."""
    return nx.DiGraph([(arc[1], arc[0]) for arc in arcs])


def _names(found: dict) -> set[str]:
    return {cited + citing for cited, citing in found}


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        # The heaviest arc that leaves a source is BI (4); then IG (2), and GD and GE tie.
        ("local_forward", {"BI", "IG", "GD", "GE"}),
        # The heaviest arcs into a sink are HD, JC and JD (2); before them HJ (4), and AH and BH tie.
        ("local_backward", {"HD", "JC", "JD", "HJ", "AH", "BH"}),
        # 3 + 4 + 2 = 9 is the greatest sum, four times.
        ("global", {"AH", "BH", "HJ", "JC", "JD"}),
    ],
)
def test_searches_on_liu_and_lu_2012_figure_1(search: str, expected: set[str]):
    assert _names(_found(_flow(*LIU_LU), search)) == expected


def test_key_routes_on_liu_and_lu_2012_figure_1():
    # HJ and BI tie at 4, so both are in for k = 1; AH and BH (3) join at k = 3 and are in already; then, at k = 5,
    # the arcs of weight 2 (HD, JC, JD, IG), and at k = 9 those of weight 1.
    local = {cited + citing: k for (cited, citing), k in _found(_flow(*LIU_LU), "key_route_local").items()}

    first = {"HJ", "AH", "BH", "JC", "JD", "BI", "IG", "GD", "GE"}
    assert {arc for arc, k in local.items() if k == 1} == first
    assert {arc: k for arc, k in local.items() if arc not in first} == {"HD": 5, "IF": 9, "IE": 9}


def test_searches_on_wikipedias_network_as_its_text_describes_them():
    graph = _flow(*WIKIPEDIA)

    # Two arcs tie where the local search comes to I; B-D-F-I-M-N has the greatest sum, 15.
    assert _names(_found(graph, "local_forward")) == {"BD", "DF", "FI", "IL", "IM", "MN"}
    assert _names(_found(graph, "global")) == {"BD", "DF", "FI", "IM", "MN"}


def test_key_routes_bring_in_the_heavy_arc_that_the_other_searches_miss_in_wikipedias_network():
    graph = _flow(*WIKIPEDIA)
    first = {cited + citing for (cited, citing), k in _found(graph, "key_route_global").items() if k == 1}

    assert "HK" not in _names(_found(graph, "local_forward")) | _names(_found(graph, "global"))
    assert {"BD", "HK"} <= first


def test_a_key_route_off_every_other_path_is_found_and_completed_on_both_sides():
    weights = dict.fromkeys([("s", "m"), ("n", "t")], 1) | {("m", "n"): 20}
    weights |= {("s", "a"): 10, ("a", "t"): 3, ("s", "b"): 6, ("b", "d"): 9, ("d", "t"): 9}
    graph = nx.DiGraph([(citing, cited) for cited, citing in weights])

    assert _found(graph, "local_forward", weights).keys() == {("s", "a"), ("a", "t")}
    assert _found(graph, "global", weights).keys() == {("s", "b"), ("b", "d"), ("d", "t")}
    by_k = _found(graph, "key_route_global", weights)
    assert {arc for arc, k in by_k.items() if k == 1} == {("s", "m"), ("m", "n"), ("n", "t")}


def test_local_and_global_continuation_of_a_key_route_differ():
    # From b on, c promises more at once and d more in the end.
    weights = {("a", "b"): 9, ("b", "c"): 3, ("c", "e"): 1, ("b", "d"): 2, ("d", "f"): 8}
    graph = nx.DiGraph([(citing, cited) for cited, citing in weights])

    first_local = {arc for arc, k in _found(graph, "key_route_local", weights).items() if k == 1}
    first_global = {arc for arc, k in _found(graph, "key_route_global", weights).items() if k == 1}
    assert first_local == {("a", "b"), ("b", "c"), ("c", "e")}
    assert first_global == {("a", "b"), ("b", "d"), ("d", "f")}


def test_a_graph_without_citations_has_no_main_path():
    graph = nx.DiGraph()
    graph.add_nodes_from("ab")

    assert main_paths(from_graph(graph), []) == []


def _ends(flow: nx.DiGraph) -> tuple[list[str], list[str]]:
    return [d for d in flow if not flow.in_degree(d)], [d for d in flow if not flow.out_degree(d)]


@given(acyclic_graphs(most=7))
def test_global_paths_are_the_heaviest_of_all_paths(graph: nx.DiGraph):
    weights = {(v, u): w for u, v, w in _weighted(graph)}
    flow = graph.reverse()
    sources, sinks = _ends(flow)
    paths = [
        list(nx.utils.pairwise(p)) for s in sources for t in sinks if s != t for p in nx.all_simple_paths(flow, s, t)
    ]
    most = max((sum(weights[arc] for arc in path) for path in paths), default=0)
    expected = {arc for path in paths if sum(weights[arc] for arc in path) == most for arc in path}

    assert _found(graph, "global", weights).keys() == expected


@given(acyclic_graphs())
def test_the_longest_paths_are_those_of_networkx_with_their_ties(graph: nx.DiGraph):
    edges = from_graph(graph)
    found = [(edges.ids[edges.citing[edge]], edges.ids[edges.cited[edge]]) for edge in longest_path(edges)]
    longest = nx.dag_longest_path(graph)

    assert {*nx.utils.pairwise(longest)} <= set(found)
    kept = nx.DiGraph(found)
    sources, sinks = _ends(kept)
    lengths = {len(p) for s in sources for t in sinks for p in nx.all_simple_paths(kept, s, t)}
    assert lengths <= {len(longest)}


@given(acyclic_graphs(most=7))
def test_key_routes_complete_each_of_the_heaviest_arcs_to_the_heaviest_path_through_it(graph: nx.DiGraph):
    weights = {(v, u): w for u, v, w in _weighted(graph)}
    flow = graph.reverse()
    sources, sinks = _ends(flow)
    paths = [
        list(nx.utils.pairwise(p)) for s in sources for t in sinks if s != t for p in nx.all_simple_paths(flow, s, t)
    ]
    found = _found(graph, "key_route_global", weights)
    for k in (1, 2, 3, 10):
        ranked = sorted(weights.values(), reverse=True)
        floor = ranked[min(k, len(ranked)) - 1] if ranked else 0
        expected = set()
        for key in (arc for arc, weight in weights.items() if weight >= floor):
            through = [path for path in paths if key in path]
            most = max(sum(weights[arc] for arc in path) for path in through)
            expected |= {arc for path in through if sum(weights[arc] for arc in path) == most for arc in path}
        assert {arc for arc, first in found.items() if first <= k} == expected


@given(acyclic_graphs())
def test_backward_search_is_the_forward_search_of_the_reversed_graph(graph: nx.DiGraph):
    there = _found(graph, "local_backward").keys()
    back = _found(graph.reverse(), "local_forward").keys()

    assert there == {(cited, citing) for citing, cited in back}


def _weighted(graph: nx.DiGraph) -> list[tuple[str, str, int]]:
    """Weights 1 to 3 that depend on the names alone, so that there are ties."""
    return [(u, v, (3 * int(u[1:]) + 5 * int(v[1:])) % 3 + 1) for u, v in graph.edges]
