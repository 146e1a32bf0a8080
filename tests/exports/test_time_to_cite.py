"""The published survival curve and half-lives, on a corpus small enough to count by hand."""

import pandas as pd
import pytest

from pipeline.exports import attention, time_to_cite
from pipeline.exports._shared import graph_reach, reach
from pipeline.settings import Settings
from pipeline.tables import conform

SETTINGS = Settings.model_validate(
    {
        "root": "w",
        "works": {"w": {"title": "W", "documents": [{"id": "w:1", "part": "One"}, {"id": "w:2"}, {"id": "w:3"}]}},
    }
)
ROOT = frozenset({"w:1", "w:2", "w:3"})
DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["w:1", "w:2", "a", "b", "c", "d"],
        "posted_at": ["2019-06-01", "2019-06-03", "2019-06-04", "2019-06-11", "2019-06-21", None],
        "has_body": pd.array([True, True, True, True, True, False], dtype="boolean"),
        "kind": "post",
    }
)
CITATIONS = pd.DataFrame({"citing_id": ["a", "b", "c", "d"], "cited_id": ["w:1", "w:2", "w:1", "w:1"]}).assign(
    n_links=1
)
AUTHORSHIP = pd.DataFrame({"document_id": ["w:1", "a", "b", "c", "d"], "author_id": ["R", "A", "B", "A", "D"]})
AUTHORS = pd.DataFrame({"author_id": ["R", "A", "B", "D"], "name": ["R", "A", "B", "D"]})


def test_the_curve_counts_authors_and_says_whom_it_leaves_out() -> None:
    table = conform(
        time_to_cite.build(DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, ROOT, SETTINGS, graph_reach(DOCUMENTS, ROOT)),
        "time_to_cite",
    )

    assert table[["days", "at_risk", "events", "surviving"]].to_numpy().tolist() == [[0.0, 2, 2, 0.0]]
    assert table["citing_ids"].tolist() == ["a | b"]
    assert table[["authors_left_out_citing", "authors_left_out"]].to_numpy().tolist() == [[1, 0]]
    assert table[["documents_in_reach", "documents_with_links", "provisional"]].to_numpy().tolist() == [[4, 3, True]]


def test_without_authors_at_risk_the_curve_is_empty() -> None:
    assert conform(
        time_to_cite.build(
            DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, frozenset(), SETTINGS, graph_reach(DOCUMENTS, frozenset())
        ),
        "time_to_cite",
    ).empty


def test_ages_count_from_the_date_of_what_is_cited() -> None:
    table = conform(
        attention.build(DOCUMENTS, CITATIONS, ROOT, SETTINGS, "2019-07-01T00:00:00Z", reach(DOCUMENTS, ROOT)),
        "attention",
    )

    assert table[
        ["part", "citing_documents", "undated", "half_life_days", "last_days", "observed_days"]
    ].to_numpy().tolist() == [
        ["One", 3, 1, 11.5, 20.0, 30.0],
        ["all", 4, 1, 10.0, 20.0, 30.0],
        ["w:2", 1, 0, 8.0, 8.0, 28.0],
    ]
    assert table["ci_low"].isna().all(), "three citations are too few for an interval"


@pytest.mark.parametrize(("citations", "low", "high"), [(6, 0.0, 5.0), (10, 1.0, 8.0)])
def test_the_interval_runs_between_order_statistics(citations: int, low: float, high: float) -> None:
    ids = [f"d{number}" for number in range(citations)]
    documents = pd.DataFrame(
        {
            "document_id": ["w:1", *ids],
            "posted_at": ["2019-06-01", *(f"2019-06-{1 + number:02d}" for number in range(citations))],
            "has_body": pd.array([True] * (citations + 1), dtype="boolean"),
            "kind": "post",
        }
    )
    pairs = pd.DataFrame({"citing_id": ids, "cited_id": "w:1", "n_links": 1})

    table = conform(
        attention.build(documents, pairs, ROOT, SETTINGS, "2020", reach(documents, ROOT)), "attention"
    ).set_index("part")

    assert table.loc["all", ["ci_low", "ci_high"]].tolist() == [low, high]
    assert not table["provisional"].any()


def test_what_only_a_list_names_is_counted_apart() -> None:
    listed = CITATIONS.assign(n_links=[1, 1, 0, 1])

    table = conform(
        attention.build(DOCUMENTS, listed, ROOT, SETTINGS, "2019-07-01", reach(DOCUMENTS, ROOT)), "attention"
    ).set_index("part")

    assert table.loc["One", ["citing_documents", "listed_only", "half_life_days"]].tolist() == [2, 1, 3.0]
