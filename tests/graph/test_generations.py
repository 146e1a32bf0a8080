"""Generations from the root work."""

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given

from pipeline.errors import NotAcyclic
from pipeline.graph.acyclic import acyclic_form
from pipeline.graph.arrays import from_graph
from pipeline.graph.generations import generations
from pipeline.graph.order import levels
from pipeline.moments import earliest, is_before
from tests.strategies import acyclic_graphs, citation_graphs


def _of(graph: nx.DiGraph, *roots: str) -> dict[str, tuple[int, int]]:
    found = generations(graph, acyclic_form(graph), frozenset(roots))
    return {name: (row.generation, row.generation_longest) for name, row in found.iterrows()}


def test_shortest_and_longest_chain_differ_where_there_is_a_short_cut():
    graph = nx.DiGraph([("a", "root"), ("b", "a"), ("c", "b"), ("c", "root"), ("stranger", "else")])

    assert _of(graph, "root") == {"a": (1, 1), "b": (2, 2), "c": (1, 3), "root": (0, 0)}


def test_the_root_work_is_one_whatever_its_documents_cite():
    graph = nx.DiGraph([("part 1", "part 0"), ("a", "part 1"), ("part 2", "a"), ("b", "part 2")])

    assert _of(graph, "part 0", "part 1", "part 2") == {
        "a": (1, 1), "b": (1, 1), "part 0": (0, 0), "part 1": (0, 0), "part 2": (0, 0),
    }  # fmt: skip


def test_backward_citations_and_documents_dated_before_the_root_carry_nothing():
    graph = nx.DiGraph([("through", "old"), ("undated", "root"), ("older", "undated")])
    graph.add_edge("old", "root", backward=True)
    nx.set_node_attributes(
        graph, {"root": "2019-05-31", "old": "2018", "older": "2017", "through": "2020"}, "posted_at"
    )

    assert _of(graph, "root") == {"root": (0, 0), "undated": (1, 1)}


def test_a_longest_chain_is_never_shorter_than_the_shortest_even_through_a_cycle():
    graph = nx.DiGraph([("a", "root"), ("a", "b"), ("b", "a"), ("c", "b")])

    assert _of(graph, "root") == {"a": (1, 1), "b": (2, 2), "c": (3, 3), "root": (0, 0)}


def test_root_documents_that_nobody_cites_are_generation_zero():
    assert _of(nx.DiGraph([("x", "y")]), "root") == {"root": (0, 0)}


def test_without_a_root_there_are_no_generations():
    assert _of(nx.DiGraph([("x", "y")])) == {}


def test_policies_that_keep_backward_citations_still_give_chains_that_respect_time():
    graph = nx.DiGraph([("new", "root"), ("old", "else")])
    graph.add_edge("old", "new", backward=True)

    found = generations(graph, acyclic_form(graph, "condense"), frozenset({"root"}))
    assert found["generation_longest"].to_dict() == {"new": 1, "root": 0}


@given(citation_graphs())
def test_shortest_chains_are_those_of_a_plain_search(graph: nx.DiGraph):
    roots = sorted(graph)[:2]
    dates = pd.Series(dict(graph.nodes(data="posted_at")), dtype="str")
    early = is_before(dates, earliest(dates[roots]))
    usable = nx.DiGraph()
    usable.add_nodes_from(roots)
    for citing, cited, backward in graph.edges(data="backward"):
        if not backward and citing not in roots and not early[citing] and (cited in roots or not early[cited]):
            usable.add_edge(cited, citing)
    expected = nx.multi_source_dijkstra_path_length(usable, set(roots))

    assert {name: shortest for name, (shortest, _) in _of(graph, *roots).items()} == expected


@given(acyclic_graphs())
def test_longest_chains_are_the_longest_of_all_paths(graph: nx.DiGraph):
    root = next(name for name in graph if graph.out_degree(name) == 0)
    found = {name: longest for name, (_, longest) in _of(graph, root).items()}

    for name in set(graph) - {root}:
        lengths = [len(path) - 1 for path in nx.all_simple_paths(graph, name, root)]
        assert found.get(name) == (max(lengths) if lengths else None)


@given(acyclic_graphs())
def test_levels_are_the_topological_generations_of_networkx(graph: nx.DiGraph):
    edges = from_graph(graph)
    expected = {
        name: level for level, names in enumerate(nx.topological_generations(graph.reverse())) for name in names
    }

    assert dict(zip(edges.ids, levels(edges), strict=True)) == expected


def test_a_cycle_is_an_error_that_names_it():
    with pytest.raises(NotAcyclic, match="a -> b"):
        levels(from_graph(nx.DiGraph([("a", "b"), ("b", "a"), ("c", "a")])))
