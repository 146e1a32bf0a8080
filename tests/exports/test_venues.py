"""Lags between venues and brokers between groups, on a cascade that fits on a page."""

import pandas as pd
import pytest

from pipeline.exports import brokers, cascade, venue_lags
from pipeline.exports._shared import graph_reach, reach
from pipeline.tables import conform

ROOT = frozenset({"r", "paper"})
DOCUMENTS = pd.DataFrame(
    [
        ("r", "2019-06-01", "af", "w"),
        ("paper", "2019-06-05", "arxiv", "w"),
        ("a", "2019-06-11", "af", None),
        ("b", "2019-06-21", "lw", "b"),
        ("b2", "2019-06-24", "eaf", "b"),
        ("c", "2019-07-01", "lw", None),
        ("u", "2019-06-15", "forum", None),
        ("undated", None, "lw", None),
    ],
    columns=["document_id", "posted_at", "venue", "work_id"],
).assign(kind="post")
DOCUMENTS["has_body"] = pd.array([True] * len(DOCUMENTS), dtype="boolean")
CITATIONS = pd.DataFrame(
    [("a", "r"), ("b", "a"), ("b2", "r"), ("c", "a"), ("c", "b"), ("c", "r"), ("u", "r"), ("undated", "r")],
    columns=["citing_id", "cited_id"],
).assign(backward=False, self_citation=pd.array([False] * 8, dtype="boolean"))


@pytest.fixture(scope="module")
def tree() -> pd.DataFrame:
    return conform(cascade.build(DOCUMENTS, CITATIONS, ROOT, graph_reach(DOCUMENTS, ROOT)), "cascade")


def lags(tree: pd.DataFrame, measure: str) -> list[list[object]]:
    table = conform(venue_lags.build(DOCUMENTS, CITATIONS, tree, ROOT, reach(DOCUMENTS, ROOT)), "venue_lags")
    return (
        table[table["measure"] == measure][["from_venue", "to_venue", "pairs", "lag_days", "left_out"]]
        .to_numpy()
        .tolist()
    )


def test_first_appearances_are_compared_where_the_venue_is_known(tree: pd.DataFrame) -> None:
    assert lags(tree, "root_work") == [["af", "arxiv", 1, 4.0, 0]]
    assert lags(tree, "first_citing") == [["af", "eaf", 1, 13.0, 2], ["af", "lw", 1, 20.0, 2], ["eaf", "lw", 1, 7.0, 2]]


def test_documents_of_unknown_venue_that_may_have_been_earlier_are_counted(tree: pd.DataFrame) -> None:
    table = venue_lags.build(DOCUMENTS, CITATIONS, tree, ROOT, reach(DOCUMENTS, ROOT)).set_index(
        ["measure", "from_venue", "to_venue"]
    )

    assert table.loc[("first_citing", "af", "lw"), "unmarked_before"] == 1
    assert table.loc[("root_work", "af", "arxiv"), "unmarked_before"] == 0


def test_steps_are_those_of_the_cascade_by_either_rule(tree: pd.DataFrame) -> None:
    assert lags(tree, "step_first_exposure") == [
        ["af", "af", 1, 10.0, 2],
        ["af", "eaf", 1, 23.0, 2],
        ["af", "lw", 2, 20.0, 2],
    ]
    assert lags(tree, "step_last_exposure") == [
        ["af", "af", 1, 10.0, 2],
        ["af", "eaf", 1, 23.0, 2],
        ["af", "lw", 1, 10.0, 2],
        ["lw", "lw", 1, 10.0, 2],
    ]


def test_crossposts_are_apart_and_the_root_works_own_are_none_of_them(tree: pd.DataFrame) -> None:
    assert lags(tree, "crosspost") == [["lw", "eaf", 1, 3.0, 0]]


def test_brokers_stand_on_chains_of_the_cascade(tree: pd.DataFrame) -> None:
    communities = pd.DataFrame(
        {
            "relation": ["citation"] * 4 + ["coupling"],
            "document_id": ["r", "a", "b", "c", "b"],
            "community": [1, 1, 2, 2, 1],
        }
    )
    authorship = pd.DataFrame({"document_id": ["a", "b", "b"], "author_id": ["Ann", "Ann", "Bob"]})

    table = conform(
        brokers.build(DOCUMENTS, CITATIONS, authorship, communities, tree, graph_reach(DOCUMENTS, ROOT)), "brokers"
    )

    shown = table[["between", "of", "id", "between_groups", "representative", "left_out"]].to_numpy().tolist()
    assert shown == [
        ["community", "author", "Ann", 1, 1, 4],
        ["community", "document", "a", 1, 1, 4],
        ["venue", "author", "Ann", 1, 1, 1],
        ["venue", "document", "a", 1, 1, 1],
    ], "a passes the root work on to b; c, which cites the root work itself, needed neither a nor b"
