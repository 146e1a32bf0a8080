"""The citation graph as people and as kernels see it."""

import networkx as nx
import pandas as pd
from hypothesis import given

from pipeline.graph.arrays import from_graph
from pipeline.graph.citation import build_citation_graph, citation_arrays
from tests.strategies import citation_graphs

DOCUMENTS = pd.DataFrame({"document_id": ["a", "b", "c", "lonely"], "posted_at": ["2019-05-31", "2020", None, "2021"]})
CITATIONS = pd.DataFrame(
    {
        "citing_id": ["c", "b", "b", "b", "unknown"],
        "cited_id": ["a", "a", "beyond", "b", "a"],
        "n_links": [2, 1, 1, 1, 1],
        "backward": [False, True, False, False, False],
        "self_citation": [None, True, False, False, False],
    }
)


def test_edges_run_from_the_citing_to_the_cited_document():
    graph = build_citation_graph(CITATIONS, DOCUMENTS)

    assert list(graph.edges) == [("b", "a"), ("c", "a")]


def test_dangling_citations_loops_and_documents_without_citations_are_left_out():
    graph = build_citation_graph(CITATIONS, DOCUMENTS)

    assert list(graph) == ["a", "b", "c"]


def test_nodes_and_edges_carry_what_is_known_of_them():
    graph = build_citation_graph(CITATIONS, DOCUMENTS)

    assert dict(graph.nodes(data="posted_at")) == {"a": "2019-05-31", "b": "2020", "c": None}
    assert graph.edges["b", "a"] == {"n_links": 1, "backward": True, "self_citation": True}
    assert graph.edges["c", "a"]["self_citation"] is None


def test_arrays_from_tables_and_from_the_graph_are_the_same():
    direct = citation_arrays(CITATIONS, DOCUMENTS)
    by_graph = from_graph(build_citation_graph(CITATIONS, DOCUMENTS))

    assert direct.ids.tolist() == by_graph.ids.tolist()
    assert direct.citing.tolist() == by_graph.citing.tolist()
    assert direct.cited.tolist() == by_graph.cited.tolist()


def test_a_corpus_without_citations_gives_an_empty_graph():
    none = CITATIONS.iloc[:0]

    assert len(build_citation_graph(none, DOCUMENTS)) == 0
    assert citation_arrays(none, DOCUMENTS).nodes == 0


@given(citation_graphs())
def test_arrays_hold_every_edge_in_its_direction(graph: nx.DiGraph):
    edges = from_graph(graph)

    assert {(edges.ids[u], edges.ids[v]) for u, v in zip(edges.citing, edges.cited, strict=True)} == set(graph.edges)
    assert {*zip(*edges.matrix.nonzero(), strict=True)} == {*edges.igraph.get_edgelist()}
