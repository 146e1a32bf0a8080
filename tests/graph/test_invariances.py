"""What no result may depend on: the order of the rows, the names of the documents, the direction of time."""

import random

import networkx as nx
import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph.arrays import EdgeArrays, from_graph, from_pairs
from pipeline.graph.communities import find_communities
from pipeline.graph.main_paths import longest_path, main_paths
from pipeline.graph.order import levels
from pipeline.graph.path_counts import search_path_counts
from pipeline.graph.similarity import Pairs, co_cited
from pipeline.metrics import authority, hub, k_core, pagerank
from tests.strategies import acyclic_graphs


def _table(graph: "nx.DiGraph[str]") -> pd.DataFrame:
    return pd.DataFrame(list(graph.edges), columns=["citing_id", "cited_id"], dtype="str")


def _paths(edges: EdgeArrays) -> set[tuple[str, int | None, str, str]]:
    found = main_paths(edges, search_path_counts(edges))
    return {(one.search, one.k, edges.ids[edges.citing[one.edge]], edges.ids[edges.cited[one.edge]]) for one in found}


def _one_part_is_densest(graph: "nx.DiGraph[str]") -> bool:
    """Say whether hubs are settled by the graph alone: of parts that are equally dense, the start decides."""
    strengths = np.linalg.svd(nx.to_numpy_array(graph), compute_uv=False)
    return bool(strengths[0] > 1.01 * strengths[1])


@given(acyclic_graphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(graph: "nx.DiGraph[str]", draw: random.Random):
    table = _table(graph)
    rows = list(range(len(table)))
    draw.shuffle(rows)
    edges, shuffled = (from_pairs(one["citing_id"], one["cited_id"]) for one in (table, table.iloc[rows]))

    assert edges.ids.tolist() == shuffled.ids.tolist()
    assert edges.citing.tolist() == shuffled.citing.tolist()
    assert edges.cited.tolist() == shuffled.cited.tolist()


def test_the_order_of_the_ties_changes_no_community():
    graph = nx.relabel_nodes(nx.gnp_random_graph(80, 0.06, seed=9, directed=True), lambda number: f"d{number:02}")
    ties = co_cited(from_graph(graph))
    rows = list(range(len(ties.one)))
    random.Random(1).shuffle(rows)
    shuffled = Pairs(ties.ids, ties.one[rows], ties.other[rows], ties.weight[rows], ties.own)

    first, second = find_communities(ties, starts=3), find_communities(shuffled, starts=3)
    assert len(set(first.community.tolist())) > 1
    assert first.community.tolist() == second.community.tolist()


@given(acyclic_graphs(), st.permutations(range(9)))
def test_other_names_give_the_same_results_under_those_names(graph: "nx.DiGraph[str]", order: list[int]):
    names = {f"d{number}": f"other{place}" for number, place in enumerate(order)}
    edges, renamed = from_graph(graph), from_graph(nx.relabel_nodes(graph, names))

    assert {(search, k, names[a], names[b]) for search, k, a, b in _paths(edges)} == _paths(renamed)
    for metric in (pagerank, k_core, hub, authority):
        values = metric.compute(edges).rename(index=names).sort_index()
        pd.testing.assert_series_equal(values, metric.compute(renamed), atol=1e-9)


@given(acyclic_graphs())
def test_reversing_time_exchanges_hubs_and_authorities_and_keeps_cores_and_longest_paths(graph: "nx.DiGraph[str]"):
    edges, turned = from_graph(graph), from_graph(graph.reverse())

    if _one_part_is_densest(graph):
        pd.testing.assert_series_equal(hub.compute(edges), authority.compute(turned), check_names=False, atol=1e-6)
    pd.testing.assert_series_equal(k_core.compute(edges), k_core.compute(turned))
    assert levels(edges).max() == levels(turned).max()
    assert len(longest_path(edges)) == len(longest_path(turned))
