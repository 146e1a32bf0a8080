"""The cascade by hand, against its definition on random corpora, and its shape against closed forms."""

import itertools
from collections.abc import Callable
from random import Random

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.spread.cascade import RULES, breadth, cascade, structural_virality

DATES = {"r": "2019-05-31", "a": "2019-06-01", "b": "2019-06-02", "c": "2019-06-03", "d": "2019-06-04"}


@st.composite
def corpora(draw: st.DrawFn, most: int = 9) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Documents a day apart, the root first, each citing any that are older."""
    size = draw(st.integers(1, most))
    names = [f"d{number}" for number in draw(st.permutations(range(size)))]
    documents = pd.DataFrame({"document_id": names, "posted_at": [f"2019-06-{day + 1:02d}" for day in range(size)]})
    pairs = [(names[citing], names[cited]) for citing in range(size) for cited in range(citing)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    citations = pd.DataFrame(chosen, columns=["citing_id", "cited_id"], dtype="str").assign(backward=False)
    return documents, citations


def parents(tree: pd.DataFrame) -> dict[str, str | None]:
    return {
        child: None if pd.isna(above) else above
        for child, above in zip(tree["document_id"], tree["parent_id"], strict=True)
    }


def test_each_document_hangs_on_the_first_or_the_last_member_it_cites(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    documents = make_documents({**DATES, "x": "2019-06-05"})
    citations = make_citations([("a", "r"), ("b", "r"), ("c", "a"), ("c", "b"), ("d", "c"), ("d", "r"), ("d", "x")])

    first, last = (cascade(citations, documents, {"r"}, rule) for rule in RULES)

    assert parents(first) == {"r": None, "a": "r", "b": "r", "c": "a", "d": "r"}
    assert parents(last) == {"r": None, "a": "r", "b": "r", "c": "b", "d": "c"}
    assert last["depth"].tolist() == [0, 1, 1, 2, 3]
    assert last["children"].tolist() == [2, 0, 1, 1, 0]
    assert last["descendants"].tolist() == [4, 0, 2, 1, 0]


def test_the_root_work_is_one_member_whose_earliest_cited_document_is_named(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    documents = make_documents(DATES)
    tree = cascade(make_citations([("d", "b"), ("d", "a"), ("b", "c"), ("a", "d")]), documents, {"r", "a", "b"})

    assert parents(tree) == {"r": None, "a": None, "b": None, "d": "a"}


def test_backward_citations_and_documents_older_than_the_root_take_no_part(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    documents = make_documents({**DATES, "old": "2018-01-01"})
    citations = make_citations([("b", "old"), ("d", "c")], backward=[("old", "r"), ("c", "r"), ("a", "d")])

    assert parents(cascade(citations, documents, {"r"})) == {"r": None}


def test_a_cycle_within_one_day_or_without_dates_becomes_a_tree(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    documents = make_documents({"r": "2019", "a": "2020", "b": "2020", "u": None, "v": None})
    citations = make_citations([("a", "b"), ("b", "a"), ("b", "r"), ("u", "v"), ("v", "u"), ("v", "a")])

    assert parents(cascade(citations, documents, {"r"})) == {"r": None, "b": "r", "a": "b", "v": "a", "u": "v"}


def test_without_a_known_root_there_is_no_cascade(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    assert cascade(make_citations([("b", "a")]), make_documents(DATES), {"elsewhere"}).empty
    assert cascade(make_citations([("b", "a")]), make_documents(DATES), set()).empty


def test_an_unknown_rule_is_refused(
    make_documents: Callable[..., pd.DataFrame], make_citations: Callable[..., pd.DataFrame]
) -> None:
    with pytest.raises(ValueError, match="nearest"):
        cascade(make_citations([]), make_documents(DATES), {"r"}, "nearest")  # type: ignore[arg-type]


@given(corpora())
def test_parents_are_those_of_the_definition(corpus: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    documents, citations = corpus
    order = documents["document_id"].tolist()
    members = [order[0]]
    expected: dict[str, dict[str, str | None]] = {rule: {order[0]: None} for rule in RULES}
    for document in order[1:]:
        cited = set(citations.loc[citations["citing_id"] == document, "cited_id"])
        if reached := [member for member in members if member in cited]:
            expected["first_exposure"][document], expected["last_exposure"][document] = reached[0], reached[-1]
            members.append(document)

    for rule in RULES:
        assert parents(cascade(citations, documents, {order[0]}, rule)) == expected[rule]


@given(corpora(), st.randoms())
def test_the_order_of_rows_changes_nothing(corpus: tuple[pd.DataFrame, pd.DataFrame], random: Random) -> None:
    documents, citations = corpus
    root = {documents["document_id"].iloc[0]}
    seed = random.randrange(1000)

    shuffled = cascade(citations.sample(frac=1, random_state=seed), documents.sample(frac=1, random_state=seed), root)

    pd.testing.assert_frame_equal(shuffled, cascade(citations, documents, root))


@given(st.lists(st.integers(0, 100), max_size=12))
def test_structural_virality_is_the_mean_distance_of_all_pairs(numbers: list[int]) -> None:
    tree = nx.Graph()
    tree.add_node(0)
    above: dict[int, int] = {}
    for node, number in enumerate(numbers, 1):
        above[node] = number % node
        tree.add_edge(node, above[node])
    depth = nx.single_source_shortest_path_length(tree, 0)
    below = [sum(_has_above(other, node, above) for other in tree) for node in tree]

    found = structural_virality([depth[node] for node in tree], below)

    pairs = list(itertools.combinations(tree, 2))
    distances = [nx.shortest_path_length(tree, one, other) for one, other in pairs]
    assert found == (pytest.approx(sum(distances) / len(pairs)) if pairs else None)


def _has_above(node: int, ancestor: int, above: dict[int, int]) -> bool:
    while node in above:
        node = above[node]
        if node == ancestor:
            return True
    return False


def test_a_broadcast_is_short_and_a_chain_is_long() -> None:
    star = structural_virality([0] + [1] * 9, [9] + [0] * 9)
    chain = structural_virality(list(range(10)), list(range(9, -1, -1)))

    assert star == pytest.approx(2 - 2 / 10)
    assert chain == pytest.approx(11 / 3)


def test_breadth_counts_the_root_work_once() -> None:
    tree = pd.DataFrame({"depth": [0, 0, 1, 1, 1, 2], "children": [2, 1, 1, 0, 0, 0]})

    assert breadth(tree).to_numpy().tolist() == [[0, 1, 1, 3.0], [1, 3, 1, 1 / 3], [2, 1, 0, 0.0]]
