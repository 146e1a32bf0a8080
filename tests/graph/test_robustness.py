"""The robust core of a main path."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from pipeline.graph import robustness
from pipeline.graph.arrays import from_graph
from pipeline.graph.robustness import criticality, times_on_path
from tests.strategies import acyclic_graphs


@given(acyclic_graphs())
def test_criticality_is_what_the_longest_path_through_a_document_lacks(graph: nx.DiGraph):
    edges = from_graph(graph)
    most = nx.dag_longest_path_length(graph)
    for name, lacking in zip(edges.ids, criticality(edges), strict=True):
        below = nx.dag_longest_path_length(graph.subgraph({name} | nx.descendants(graph, name)))
        above = nx.dag_longest_path_length(graph.subgraph({name} | nx.ancestors(graph, name)))
        assert lacking == most - below - above


def test_a_document_that_every_chain_needs_stays_on_the_path_more_often_than_one_of_many():
    fan = [("hub", "root"), *((f"m{n}", "hub") for n in range(6)), *(("top", f"m{n}") for n in range(6))]
    edges = from_graph(nx.DiGraph(fan))
    times = dict(zip(edges.ids, times_on_path(edges, edges.numbers({"root"}), 40), strict=True))

    assert times["hub"] == times["top"]
    assert times["hub"] > times["m0"] > 0
    assert times["root"] < 40, "in some runs nothing descends from the root"


def test_the_same_runs_are_made_every_time():
    edges = from_graph(nx.DiGraph([("b", "a"), ("c", "b"), ("d", "a"), ("e", "d"), ("e", "c")]))
    roots = edges.numbers({"a"})

    assert np.array_equal(times_on_path(edges, roots, 10), times_on_path(edges, roots, 10))


def test_each_run_leaves_out_a_tenth_of_the_citations(monkeypatch: pytest.MonkeyPatch):
    edges = from_graph(nx.DiGraph([(f"c{number:02}", "root") for number in range(30)]))
    left: list[int] = []
    counted = robustness.search_path_counts
    monkeypatch.setattr(robustness, "search_path_counts", lambda kept: left.append(kept.edges) or counted(kept))
    times_on_path(edges, edges.numbers({"root"}), 3)

    assert left == [27, 27, 27]


def test_runs_that_leave_out_the_same_citations_count_each():
    edges = from_graph(nx.DiGraph([("b", "a"), ("c", "b")]))

    assert times_on_path(edges, edges.numbers({"a"}), 7).tolist() == [7, 7, 7]
