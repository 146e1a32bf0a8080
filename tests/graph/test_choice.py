"""The choice of the citations that the graph is made of."""

import pandas as pd
import pytest

from pipeline.graph.choice import choose_citations, choose_documents
from pipeline.schema import TABLES

DOCUMENTS = pd.DataFrame(
    [("part 2", "w", "2019-06-01"), ("part 1", "w", "2019-05-31"), ("x", None, "2020"), ("y", None, "2021")],
    columns=["document_id", "work_id", "posted_at"],
)
ROWS = [
    # citing, cited, body, footnote, quote, list, evidence, backward, age, self-citation
    ("part 2", "part 1", 1, 0, 0, 0, "body", False, 1.0, True),
    ("x", "part 1", 0, 0, 1, 0, "body | pingback_list", False, 200.0, False),
    ("x", "part 2", 2, 1, 0, 4, "body", False, 190.0, None),
    ("part 1", "y", 0, 1, 0, 0, "body", True, -500.0, False),
    ("y", "x", 0, 0, 0, 2, "body", False, 300.0, True),
    ("y", "part 1", 0, 0, 0, 0, "pingback_list", False, 500.0, False),
    ("y", "part 2", 0, 0, 0, 0, "edge_list", False, 400.0, False),
]


@pytest.fixture
def citations() -> pd.DataFrame:
    columns = ["citing_id", "cited_id", "n_body", "n_footnote", "n_quote", "n_list", "evidence", "backward"]
    table = pd.DataFrame(ROWS, columns=[*columns, "citation_age_days", "self_citation"])
    links = table[["n_body", "n_footnote", "n_quote", "n_list"]].sum(axis=1)
    return table.assign(
        n_code=0,
        n_comment=0,
        n_crosspost=0,
        n_links=links,
        self_citation=table["self_citation"].astype("boolean"),
        dangling=False,
    )


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["citing_id"], table["cited_id"], strict=True))


def test_without_a_wish_every_citation_is_there(citations: pd.DataFrame):
    assert choose_citations(citations, DOCUMENTS).equals(citations)


def test_substantive_links_stand_in_the_text_or_in_a_footnote(citations: pd.DataFrame):
    kept = choose_citations(citations, DOCUMENTS, links="substantive")

    assert _pairs(kept) == [("part 2", "part 1"), ("x", "part 2"), ("part 1", "y"), ("y", "part 2")]
    assert kept["n_links"].tolist() == [1, 3, 1, 0]
    assert kept["n_list"].sum() == 0


def test_links_of_comments_and_to_copies_of_the_same_work_are_not_substantive(citations: pd.DataFrame):
    citations.loc[citations["citing_id"] == "part 1", ["n_comment", "n_footnote"]] = [1, 0]
    citations.loc[citations["cited_id"] == "part 1", ["n_crosspost", "n_body"]] = [1, 0]

    assert _pairs(choose_citations(citations, DOCUMENTS, links="substantive")) == [("x", "part 2"), ("y", "part 2")]


def test_citations_between_documents_of_one_author_can_be_left_out_and_unknown_authors_stay(citations: pd.DataFrame):
    kept = choose_citations(citations, DOCUMENTS, self_citations=False)

    assert _pairs(kept) == [pair[:2] for pair in ROWS if pair[-1] is not True]


def test_the_documents_of_a_work_become_its_earliest_one(citations: pd.DataFrame):
    kept = choose_citations(citations, DOCUMENTS, unit="work").set_index(["citing_id", "cited_id"])

    assert list(kept.index) == [("part 1", "y"), ("x", "part 1"), ("y", "part 1"), ("y", "x")]
    merged = kept.loc[("x", "part 1")]
    assert merged[["n_links", "n_quote", "n_footnote"]].tolist() == [8, 1, 1]
    assert merged["evidence"] == "body | pingback_list"
    assert merged["citation_age_days"] == 190.0
    assert set(kept.reset_index().columns) == set(TABLES["citations"].names) - {"spc", "splc", "spnp"}


def test_a_work_that_was_cited_in_time_is_not_cited_backward():
    two = [("x", "part 1", 1, False, 5.0), ("x", "part 2", 1, True, -5.0)]
    table = pd.DataFrame(two, columns=["citing_id", "cited_id", "n_body", "backward", "citation_age_days"])
    other = dict.fromkeys(["n_footnote", "n_quote", "n_list", "n_code", "n_comment", "n_crosspost"], 0)
    table = table.assign(n_links=1, **other, evidence="body", self_citation=False)

    kept = choose_citations(table, DOCUMENTS, unit="work")
    assert kept[["n_links", "backward", "citation_age_days"]].to_numpy().tolist() == [[2, False, 5.0]]


def test_a_work_is_counted_once_and_read_where_any_copy_was():
    documents = pd.DataFrame(
        [
            ("copy", "w", "2019-06-02", True, None, None),
            ("post", "w", "2019-06-01", False, None, None),
            ("alone", None, "2019-06-01", None, None, None),
            ("under", None, "2019-07-01", True, "copy", None),
            ("below", None, "2019-07-02", True, "alone", "under"),
        ],
        columns=["document_id", "work_id", "posted_at", "has_body", "parent_id", "reply_to"],
    )
    documents["has_body"] = documents["has_body"].astype("boolean")
    chosen = choose_documents(documents, "work").set_index("document_id")

    assert list(chosen.index) == ["post", "alone", "under", "below"]
    assert chosen["has_body"].tolist() == [True, False, True, True]
    assert chosen["parent_id"].dropna().to_dict() == {"under": "post", "below": "alone"}
    assert chosen.loc["below", "reply_to"] == "under"
    assert choose_documents(documents) is documents
