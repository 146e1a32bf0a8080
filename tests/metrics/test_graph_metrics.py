"""Metrics of the citation graph, each against its definition or networkx's plain computation."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given

from pipeline.graph.acyclic import acyclic_form
from pipeline.graph.arrays import from_graph
from pipeline.metrics import (
    authority,
    betweenness,
    depth,
    hub,
    k_core,
    local_citations,
    local_references,
    pagerank,
    weak_component,
)
from tests.strategies import acyclic_graphs, citation_graphs


def _by_mass(flow: np.ndarray, start: np.ndarray, sweeps: int) -> np.ndarray:
    for _ in range(sweeps):
        start = flow @ start
        start = start / start.sum()
    return start


@given(citation_graphs())
def test_citations_and_references_are_the_neighbours_in_and_out(graph: nx.DiGraph):
    documents = pd.DataFrame({"document_id": sorted(graph), "has_body": True})
    edges = from_graph(graph)

    assert local_citations.compute(edges, documents).to_dict() == dict(graph.in_degree())
    assert local_references.compute(edges, documents).to_dict() == dict(graph.out_degree())


@given(citation_graphs())
def test_pagerank_solves_its_own_equation(graph: nx.DiGraph):
    ids = sorted(graph)
    n = len(ids)
    step = np.full((n, n), 1 / n)
    for place, name in enumerate(ids):
        if graph.out_degree(name):
            step[place] = [(other in graph[name]) / graph.out_degree(name) for other in ids]
    expected = np.linalg.solve(np.eye(n) - 0.85 * step.T, np.full(n, 0.15 / n))

    assert pagerank.compute(from_graph(graph)).to_numpy() == pytest.approx(expected, abs=1e-11)


@given(acyclic_graphs())
def test_pagerank_equals_that_of_networkx(graph: nx.DiGraph):
    expected = nx.pagerank(graph, alpha=0.85, tol=1e-14, max_iter=1000)

    assert pagerank.compute(from_graph(graph)).to_dict() == pytest.approx(expected, abs=1e-11)


@given(citation_graphs())
def test_hubs_and_authorities_strengthen_each_other(graph: nx.DiGraph):
    assume(graph.number_of_edges())
    edges = from_graph(graph)
    hubs, authorities = hub.compute(edges), authority.compute(edges)

    assert hubs.sum() == pytest.approx(1)
    assert authorities.sum() == pytest.approx(1)
    given_to = nx.to_numpy_array(graph, nodelist=list(edges.ids)) @ authorities.to_numpy()
    assert hubs.to_numpy() == pytest.approx(given_to / given_to.sum(), abs=1e-6)


def test_hubs_and_authorities_equal_those_of_networkx():
    graph = nx.DiGraph([("c", "a"), ("d", "a"), ("d", "b"), ("e", "b"), ("e", "a"), ("e", "d")])
    hubs, authorities = nx.hits(graph, max_iter=1000, tol=1e-13)

    assert hub.compute(from_graph(graph)).to_dict() == pytest.approx(hubs, abs=1e-9)
    assert authority.compute(from_graph(graph)).to_dict() == pytest.approx(authorities, abs=1e-9)


@given(citation_graphs())
def test_core_numbers_are_those_of_networkx_when_mutual_citations_are_one_tie(graph: nx.DiGraph):
    assert k_core.compute(from_graph(graph)).to_dict() == nx.core_number(graph.to_undirected())


@given(citation_graphs())
def test_betweenness_is_normalised_as_networkx_does(graph: nx.DiGraph):
    expected = nx.betweenness_centrality(graph)

    assert betweenness.compute(from_graph(graph)).to_dict() == pytest.approx(expected, abs=1e-12)


def test_sampled_betweenness_is_near_the_exact_and_the_same_every_time(monkeypatch: pytest.MonkeyPatch):
    edges = from_graph(nx.gnp_random_graph(60, 0.1, seed=4, directed=True))
    exact = betweenness.compute(edges)
    monkeypatch.setattr(betweenness, "EXACT_UP_TO", 10)
    monkeypatch.setattr(betweenness, "SAMPLE", 50)

    assert betweenness.compute(edges).corr(exact) > 0.95
    assert betweenness.compute(edges).sum() == pytest.approx(exact.sum(), rel=0.1)
    pd.testing.assert_series_equal(betweenness.compute(edges), betweenness.compute(edges))


@given(citation_graphs())
def test_components_are_numbered_from_the_largest(graph: nx.DiGraph):
    expected = sorted(nx.weakly_connected_components(graph), key=lambda names: (-len(names), min(names)))
    numbered = {name: number for number, names in enumerate(expected, 1) for name in names}

    assert weak_component.compute(from_graph(graph)).to_dict() == numbered


@given(acyclic_graphs())
def test_depth_is_the_longest_path_downwards(graph: nx.DiGraph):
    found = depth.compute(acyclic_form(graph))

    for name in graph:
        below = graph.subgraph({name} | nx.descendants(graph, name))
        assert found[name] == nx.dag_longest_path_length(below)


def test_documents_of_a_cycle_share_one_depth():
    graph = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "base"), ("top", "a")])

    assert depth.compute(acyclic_form(graph)).to_dict() == {"a": 1, "b": 1, "base": 0, "top": 2}


def test_references_of_a_document_without_body_are_not_known():
    documents = pd.DataFrame({"document_id": ["a", "b"], "has_body": [True, False]})
    found = local_references.compute(from_graph(nx.DiGraph([("b", "a")])), documents)

    assert found["a"] == 0
    assert pd.isna(found["b"])
