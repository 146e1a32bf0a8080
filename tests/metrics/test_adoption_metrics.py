"""Metrics of who took the root work up, and when."""

import pandas as pd
import pytest

from pipeline.metrics import (
    citations_received,
    citing_documents,
    documents,
    first_citing_at,
    self_citation_share,
    time_to_cite_days,
)

ROOT = frozenset({"part 1", "part 2", "paper"})
DOCUMENTS = pd.DataFrame(
    [
        ("part 1", "2019-05-31T23:00:00Z"),
        ("part 2", "2019-06-04T00:00:00Z"),
        ("paper", "2019-06-05"),
        ("early", "2018-01-01"),
        ("first", "2019-06-01T11:00:00Z"),
        ("second", "2020-05-31T23:00:00Z"),
        ("undated", None),
        ("bystander", "2021-01-01"),
    ],
    columns=["document_id", "posted_at"],
)
CITATIONS = pd.DataFrame(
    [
        ("part 2", "part 1", True),
        ("early", "part 1", False),
        ("first", "part 2", False),
        ("second", "paper", None),
        ("second", "part 1", True),
        ("undated", "paper", False),
        ("bystander", "first", True),
    ],
    columns=["citing_id", "cited_id", "self_citation"],
).astype({"self_citation": "boolean"})
AUTHORSHIP = pd.DataFrame(
    [("part 1", "eva"), ("part 2", "eva"), ("first", "ann"), ("second", "ann"), ("second", "bob"), ("early", "old")],
    columns=["document_id", "author_id"],
)
AUTHORS = pd.DataFrame({"author_id": ["ann", "bob", "eva", "old"]})


def test_time_to_cite_runs_from_the_earliest_part_of_the_root_work():
    found = time_to_cite_days.compute(CITATIONS, DOCUMENTS, ROOT)

    assert found.dropna().to_dict() == {"first": 0.5, "second": 366.0}


def test_edited_old_documents_and_the_root_work_itself_are_no_adopters():
    found = time_to_cite_days.compute(CITATIONS, DOCUMENTS, ROOT)

    assert list(found.index) == ["first", "second", "undated"]
    assert pd.isna(found["undated"])


def test_time_to_cite_is_missing_where_the_root_work_has_no_date():
    undated = DOCUMENTS.assign(posted_at=DOCUMENTS["posted_at"].where(~DOCUMENTS["document_id"].isin(ROOT)))

    assert time_to_cite_days.compute(CITATIONS, undated, ROOT).isna().all()


def test_self_citation_share_leaves_pairs_of_unknown_authors_out():
    found = self_citation_share.compute(CITATIONS, DOCUMENTS)

    assert found.to_dict() == pytest.approx({"first": 1.0, "paper": 0.0, "part 1": 2 / 3, "part 2": 0.0})


def test_every_coauthor_counts_a_citing_document():
    found = citing_documents.compute(CITATIONS, DOCUMENTS, AUTHORSHIP, AUTHORS, ROOT)

    assert found.to_dict() == {"ann": 2, "bob": 1, "eva": 0, "old": 0}


def test_first_citing_document_is_dated_and_nobody_else_is():
    found = first_citing_at.compute(CITATIONS, DOCUMENTS, AUTHORSHIP, ROOT)

    assert found.to_dict() == {"ann": "2019-06-01T11:00:00Z", "bob": "2020-05-31T23:00:00Z"}


def test_documents_and_citations_are_counted_for_every_author():
    assert documents.compute(AUTHORSHIP, AUTHORS).to_dict() == {"ann": 2, "bob": 1, "eva": 2, "old": 1}
    received = citations_received.compute(CITATIONS, DOCUMENTS, AUTHORSHIP, AUTHORS)
    assert received.to_dict() == {"ann": 1, "bob": 0, "eva": 4, "old": 0}
