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
            ("root", 1, "page", "post", "post", "2020-01-01T10:00:07Z", 5, "Garden"),
            ("root", 2, "page", None, "comment", "2020-01-01T10:00:07Z", 5, "Garden"),
            ("root", 3, "page", None, "comment", None, None, "Garden"),
            ("other", 1, "page", None, "comment", "2020-01-01T10:00:07Z", 5, "Garden"),
        ],
        columns=["listed_on", "position", "source", "citing_id", "kind", "posted_at", "points", "title"],
    ).assign(site="forum"),
    "pingbacks",
    omit=("retrieved_at", "resolved_by", "host_id", "authors"),
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
    ("changed", "not_named"),
    [
        ({}, 0),
        ({"points": 9}, 0),
        ({"title": "“GARDEN”"}, 0),
        ({"posted_at": "2020-01-01T10:01:00Z"}, 1),
        ({"title": "Yard"}, 1),
        ({"kind": "post"}, 1),
        ({"site": "eaforum"}, 1),
        ({"source": "page"}, 1),
        ({"posted_at": None}, 1),
    ],
)
def test_an_item_that_another_copy_of_the_list_names_is_named(changed: dict[str, Any], not_named: int) -> None:
    named = PINGBACKS.iloc[[2]].assign(listed_on="root", citing_id="note", title='"Garden"')
    unnamed = named.assign(citing_id=None, posted_at="2020-01-01T10:00:00Z", source="text").assign(**changed)
    citations = CITATIONS.iloc[[2]].assign(evidence="pingback_list")

    table = conform(build(citations, DOCUMENTS, pd.concat([named, unnamed])), "citation_evidence")

    assert counted(table) == {("root", "pingback_list"): [1, 1, 1, 0, 1, 1, not_named]}


@pytest.mark.parametrize(("own", "not_named"), [([], 1), (["note"], 2), (["note", "read"], 3)])
def test_of_items_alike_as_many_are_named_as_other_lists_name_besides(own: list[str], not_named: int) -> None:
    alike = PINGBACKS.iloc[[2]].assign(listed_on="root")
    here = pd.concat([alike.assign(source="text"), *[alike.assign(source="text", citing_id=one) for one in own]])
    more = pd.concat([alike.assign(source="text"), alike.assign(source="text")])
    named = pd.concat([alike.assign(citing_id=one) for one in ("note", "read")] * 2)  # by two lists alike
    both = pd.concat([named, named.assign(source="third"), here, more])
    citations = CITATIONS.iloc[[1]].assign(evidence="pingback_list")

    table = conform(build(citations, DOCUMENTS, both), "citation_evidence")

    assert table["not_named"].tolist() == [not_named]
