"""In which ways citations were found, counted by hand."""

from typing import Any

import pandas as pd

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
PINGBACKS = pd.DataFrame(
    [("root", "post"), ("root", None), ("root", None), ("other", None)], columns=["listed_on", "citing_id"]
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
