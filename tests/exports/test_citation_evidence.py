"""In which ways citations were found, counted by hand."""

from typing import Any

import pandas as pd
import pytest

from pipeline.exports.citation_evidence import build
from pipeline.tables import conform

CITATIONS = pd.DataFrame(
    [
        ("post", "root", "body | pingback_list"),
        ("read", "root", "pingback_list"),
        ("note", "root", "body"),
        ("paper", "root", "citation_index"),
        ("note", "beyond", "body"),
    ],
    columns=["citing_id", "cited_id", "evidence"],
)
DOCUMENTS = pd.DataFrame(
    [("post", "post", True), ("read", "post", True), ("note", "comment", True), ("paper", "paper", False)],
    columns=["document_id", "kind", "has_body"],
).astype({"has_body": "boolean"})
PINGBACKS = conform(
    pd.DataFrame(
        [
            ("root", 1, "page", "post", "post", "2020-01-01T10:00:07Z", 5),
            ("root", 2, "page", None, "comment", "2020-01-01T10:00:07Z", 5),
            ("root", 3, "page", None, "comment", None, None),
            ("other", 1, "page", None, "comment", "2020-01-01T10:00:07Z", 5),
        ],
        columns=["listed_on", "position", "source", "citing_id", "kind", "posted_at", "points"],
    ),
    "pingbacks",
    omit=("title", "retrieved_at", "resolved_by", "site", "host_id", "authors"),
)


def counted(table: pd.DataFrame) -> dict[tuple[str, str], list[Any]]:
    columns = ["found", "found_only", "citing_documents", "posts", "comments", "body_read", "not_named"]
    plain = table.astype(object).where(table.notna(), None)
    return {(row.cited_id, row.evidence): [getattr(row, name) for name in columns] for row in plain.itertuples()}


def test_each_way_counts_its_own_and_what_it_alone_found() -> None:
    table = conform(build(CITATIONS, DOCUMENTS, PINGBACKS), "citation_evidence")
    assert counted(table) == {
        ("beyond", "body"): [1, 1, 1, 0, 1, 1, None],
        ("other", "pingback_list"): [0, 0, 0, 0, 0, 0, 1],
        ("root", "body"): [2, 1, 4, 1, 1, 2, None],
        ("root", "citation_index"): [1, 1, 4, 0, 0, 0, None],
        ("root", "pingback_list"): [2, 1, 4, 2, 0, 2, 2],
    }


def test_without_citations_there_is_nothing_to_tell() -> None:
    table = build(CITATIONS.head(0), DOCUMENTS, PINGBACKS.head(0))
    assert conform(table, "citation_evidence").empty


@pytest.mark.parametrize(
    ("moment", "points", "source", "not_named"),
    [
        ("2020-01-01T10:00:00Z", 5, "text", 0),
        ("2020-01-01T10:01:00Z", 5, "text", 1),
        ("2020-01-01T10:00:00Z", 6, "text", 1),
        ("2020-01-01T10:00:00Z", 5, "page", 1),
        (None, None, "text", 1),
    ],
)
def test_an_item_that_another_copy_of_the_list_names_is_named(
    moment: str | None, points: int | None, source: str, not_named: int
) -> None:
    unnamed = PINGBACKS.iloc[[2]].assign(listed_on="root", position=9, posted_at=moment, points=points, source=source)
    named = PINGBACKS.iloc[[2]].assign(
        listed_on="root", citing_id="note", posted_at="2020-01-01T10:00:07Z", points=5, source="page"
    )
    citations = CITATIONS.iloc[[2]].assign(evidence="pingback_list")

    table = conform(build(citations, DOCUMENTS, pd.concat([named, unnamed])), "citation_evidence")

    assert counted(table) == {("root", "pingback_list"): [1, 1, 1, 0, 1, 1, not_named]}
