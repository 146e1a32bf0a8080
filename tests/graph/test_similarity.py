"""Coupling, co-citation and the communities made of them."""

from collections import Counter
from itertools import combinations

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph import similarity
from pipeline.graph.communities import find_communities
from pipeline.graph.similarity import Pairs, related
from tests.strategies import citation_graphs


def _tables(graph: nx.DiGraph, links: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    pairs = pd.DataFrame(list(graph.edges), columns=["citing_id", "cited_id"]).assign(n_links=links)
    return pairs, pd.DataFrame({"document_id": sorted(graph)})


def _counts(pairs: Pairs) -> dict[tuple[str, str], int]:
    return {(pairs.ids[a], pairs.ids[b]): w for a, b, w in zip(pairs.one, pairs.other, pairs.weight, strict=True)}


@given(citation_graphs())
def test_pairs_count_what_is_in_common_one_document_at_a_time(graph: nx.DiGraph):
    coupled = Counter(pair for d in graph for pair in combinations(sorted(graph.predecessors(d)), 2))
    together = Counter(pair for d in graph for pair in combinations(sorted(graph.successors(d)), 2))

    assert _counts(related("coupling", *_tables(graph))) == coupled
    assert _counts(related("co_citation", *_tables(graph))) == together


@given(citation_graphs(), st.integers(1, 20))
def test_counting_a_few_pairs_at_a_time_gives_the_same_pairs_in_the_same_order(graph: nx.DiGraph, at_once: int):
    whole = related("coupling", *_tables(graph))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(similarity, "PAIRS_AT_ONCE", at_once)
        piecemeal = related("coupling", *_tables(graph))

    assert list(_counts(piecemeal).items()) == list(_counts(whole).items())
    assert list(_counts(whole)) == sorted(_counts(whole))


@given(citation_graphs())
def test_reversing_time_exchanges_coupling_and_co_citation(graph: nx.DiGraph):
    assert _counts(related("coupling", *_tables(graph))) == _counts(related("co_citation", *_tables(graph.reverse())))


@given(citation_graphs())
def test_jaccard_is_common_over_either(graph: nx.DiGraph):
    pairs = related("coupling", *_tables(graph))

    for a, b, share in zip(pairs.ids[pairs.one], pairs.ids[pairs.other], pairs.jaccard(), strict=True):
        assert share == pytest.approx(len({*graph[a]} & {*graph[b]}) / len({*graph[a]} | {*graph[b]}))


def test_coupling_sees_references_beyond_the_corpus_and_co_citation_does_not():
    citations, _ = _tables(nx.DiGraph([("x", "paper"), ("y", "paper"), ("x", "other"), ("y", "other")]))
    documents = pd.DataFrame({"document_id": ["x", "y"]})

    assert _counts(related("coupling", citations, documents)) == {("x", "y"): 2}
    assert _counts(related("co_citation", citations, documents)) == {}


def test_links_in_both_directions_add_up_and_pingbacks_without_links_count_one():
    citations = pd.DataFrame({"citing_id": ["a", "b", "c"], "cited_id": ["b", "a", "a"], "n_links": [2, 3, 0]})
    pairs = related("citation", citations, pd.DataFrame({"document_id": ["a", "b", "c"]}))

    assert _counts(pairs) == {("a", "b"): 5, ("a", "c"): 1}
    # 2 m = 12, k = (6, 5, 1): 12 * 5 / 30 and 12 * 1 / 6.
    assert pairs.association_strength().tolist() == [2.0, 2.0]


def test_two_cliques_and_a_bridge_are_two_communities_whatever_the_seed():
    graph = nx.barbell_graph(5, 0)
    directed = nx.DiGraph([(f"d{max(edge)}", f"d{min(edge)}") for edge in graph.edges])
    pairs = related("citation", *_tables(directed))
    found = find_communities(pairs)

    assert dict(zip(pairs.ids[found.documents], found.community.tolist(), strict=True)) == {
        f"d{n}": 1 + n // 5 for n in range(10)
    }
    assert {start.adjusted_rand_index for start in found.starts} == {1.0}


def test_quality_is_strength_minus_resolution_over_pairs_within_communities():
    directed = nx.gnp_random_graph(30, 0.1, seed=2, directed=True)
    directed = nx.relabel_nodes(directed, {n: f"d{n:02}" for n in directed})
    pairs = related("citation", *_tables(directed))
    found = find_communities(pairs, resolution=1.0)

    community = dict(zip(found.documents, found.community, strict=True))
    strength = pairs.association_strength()
    within = np.array([community[a] == community[b] for a, b in zip(pairs.one, pairs.other, strict=True)])
    sizes = np.bincount(found.community)
    expected = strength[within].sum() - (sizes * (sizes - 1) / 2).sum()
    # igraph takes a document's pair with itself into account too, and divides by the summed strength.
    best = max(start.quality for start in found.starts)
    assert best * strength.sum() == pytest.approx(expected - len(found.documents) / 2)


def test_the_same_ties_give_the_same_communities_and_leave_igraphs_generator_as_it_was():
    directed = nx.relabel_nodes(nx.gnp_random_graph(60, 0.05, seed=5, directed=True), lambda n: f"d{n:02}")
    pairs = related("citation", *_tables(directed))
    once, again = find_communities(pairs), find_communities(pairs)

    assert once.community.tolist() == again.community.tolist()
    assert once.starts == again.starts
    assert igraph.Graph.Erdos_Renyi(n=20, p=0.5).vcount() == 20


def test_without_ties_there_are_no_communities():
    found = find_communities(related("citation", *_tables(nx.DiGraph())))

    assert found.starts == ()
    assert found.community.tolist() == []
