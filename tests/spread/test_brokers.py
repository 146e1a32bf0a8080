"""Brokerage by hand and against its definition, chain by chain, on random graphs."""

import itertools

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spread.brokers import ROLES, brokerage


def pairs(*edges: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(edges, columns=["citing_id", "cited_id"])


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        ("AAA", "coordinator"),
        ("BAA", "gatekeeper"),
        ("AAB", "representative"),
        ("BAB", "itinerant"),
        ("BAC", "liaison"),
    ],
)
def test_the_role_follows_from_the_groups_of_source_broker_and_receiver(groups: str, role: str) -> None:
    found = brokerage(pairs(("b", "c"), ("a", "b")), dict(zip("cba", groups, strict=True)))

    assert found.loc["b"].to_dict() == {name: int(name == role) for name in ROLES}
    assert list(found.index) == ["b"]


def test_who_cites_the_source_itself_needed_no_broker() -> None:
    assert brokerage(pairs(("b", "c"), ("a", "b"), ("a", "c")), dict.fromkeys("abc", "A")).empty


def test_documents_without_a_group_are_on_no_chain() -> None:
    assert brokerage(pairs(("b", "c"), ("a", "b")), {"b": "A", "c": "A"}).empty


@given(
    st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))),
    st.lists(st.sampled_from("XYZ"), min_size=6, max_size=6),
)
def test_chains_are_those_of_the_definition(edges: set[tuple[str, str]], drawn: list[str]) -> None:
    group = dict(zip("abcdef", drawn, strict=True))
    graph = nx.DiGraph([edge for edge in edges if edge[0] != edge[1]])
    expected = {document: dict.fromkeys(ROLES, 0) for document in graph}
    for origin, broker, receiver in itertools.permutations(graph, 3):
        if graph.has_edge(broker, origin) and graph.has_edge(receiver, broker) and not graph.has_edge(receiver, origin):
            same = (group[origin] == group[broker], group[broker] == group[receiver], group[origin] == group[receiver])
            role = {
                (True, True, True): "coordinator",
                (False, True, False): "gatekeeper",
                (True, False, False): "representative",
                (False, False, True): "itinerant",
                (False, False, False): "liaison",
            }[same]
            expected[broker][role] += 1

    found = brokerage(pairs(*sorted(edges)), group)

    assert found.to_dict("index") == {
        document: counts for document, counts in sorted(expected.items()) if any(counts.values())
    }
