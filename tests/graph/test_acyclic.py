"""The acyclic form under its three policies."""

import networkx as nx
import pytest
from hypothesis import given

from pipeline.graph.acyclic import POLICIES, acyclic_form
from tests.strategies import citation_graphs


def _edited() -> nx.DiGraph:
    """'old' was edited to cite 'new', which cites it; 'x' and 'y', of one day, cite each other and 'old'."""
    graph = nx.DiGraph([("new", "old"), ("x", "y"), ("y", "x"), ("x", "old"), ("y", "old"), ("new", "x")])
    graph.add_edge("old", "new", backward=True)
    nx.set_node_attributes(graph, {"old": "2019", "x": "2020-02-02", "y": "2020-02-01", "new": "2021"}, "posted_at")
    return graph


def test_default_drops_backward_citations_and_makes_one_of_what_still_cites_each_other():
    form = acyclic_form(_edited())

    assert form.dropped == (("old", "new"),)
    assert form.members == {"y": ("y", "x")}
    assert set(form.graph.edges) == {("new", "old"), ("new", "y"), ("y", "old")}


def test_condense_drops_nothing_and_names_a_cycle_after_its_earliest_member():
    form = acyclic_form(_edited(), "condense")

    assert form.dropped == ()
    assert form.members == {"old": ("old", "y", "x", "new")}
    assert list(form.graph.edges) == []


def test_drop_takes_out_every_citation_inside_a_cycle_and_keeps_every_document():
    form = acyclic_form(_edited(), "drop")

    assert len(form.dropped) == 7
    assert form.members == {}
    assert set(form.graph) == {"old", "x", "y", "new"}


def test_a_backward_citation_outside_any_cycle_stays_where_backward_ones_are_not_dropped():
    graph = nx.DiGraph()
    graph.add_edge("old", "new", backward=True)

    for policy in ("condense", "drop"):
        form = acyclic_form(graph, policy)
        assert list(form.graph.edges) == [("old", "new")]
        assert form.backward.tolist() == [True]


def test_undated_members_do_not_name_a_cycle_that_has_a_dated_one():
    graph = nx.DiGraph([("a", "b"), ("b", "a")])
    graph.nodes["b"]["posted_at"] = "2020"

    assert acyclic_form(graph).members == {"b": ("b", "a")}


def test_an_unknown_policy_is_named():
    with pytest.raises(ValueError, match="newest_first"):
        acyclic_form(nx.DiGraph([("a", "b")]), "newest_first")


@given(citation_graphs())
def test_every_policy_gives_an_acyclic_graph_and_accounts_for_every_citation(graph: nx.DiGraph):
    for policy in POLICIES:
        form = acyclic_form(graph, policy)
        effect = form.effect

        assert nx.is_directed_acyclic_graph(form.graph)
        assert set(form.representative) == set(graph)
        assert effect["citations"] == graph.number_of_edges()
        lost = effect["dropped"] + effect["citations_within_cycles"] + effect["citations_merged"]
        assert effect["citations_kept"] == effect["citations"] - lost == form.graph.number_of_edges()


@given(citation_graphs())
def test_default_equals_condensation_of_the_forward_citations(graph: nx.DiGraph):
    forward = graph.edge_subgraph(edge for edge in graph.edges if not graph.edges[edge]["backward"]).copy()
    forward.add_nodes_from(graph)
    form = acyclic_form(graph)

    components = {frozenset(found) for found in nx.strongly_connected_components(forward)}
    assert {frozenset(form.members.get(name, (name,))) for name in form.graph} == components
    expected = {
        (form.representative[citing], form.representative[cited])
        for citing, cited in forward.edges
        if form.representative[citing] != form.representative[cited]
    }
    assert set(form.graph.edges) == expected
