"""Contacts before adoption, case by case, and the credit that follows from them."""

import pandas as pd
import pytest

from pipeline.exports import author_exposures, exposures
from pipeline.exports._shared import graph_reach
from pipeline.settings import Settings
from pipeline.spread.exposure import first_citations
from pipeline.tables import conform

ROOT = frozenset({"r"})
SETTINGS = Settings.model_validate({"root": "w", "works": {"w": {"title": "W", "documents": [{"id": "w:r"}]}}})
DOCUMENTS = pd.DataFrame(
    [
        ("r", "2019-05-31", "post", None),
        ("a1", "2019-06-01", "post", None),  # Ann adopts
        ("b0", "2019-06-10", "post", None),  # Bob links Ann's post, ...
        ("b1", "2019-06-20", "post", None),  # ... and adopts
        ("b2", "2019-06-25", "post", None),  # later links count no more
        ("c0", "2019-06-05", "comment", "a1"),  # Cy comments under Ann's post, ...
        ("c1", "2019-07-01", "post", None),  # ... links Bob's and adopts in one post
        ("d0", "2018-01-01", "post", None),  # Di wrote with Ann before Ann adopted: no exposure
        ("d1", "2019-07-02", "post", None),
        ("e0", "2019-06-02", "comment", "other"),  # Ed answers Ann's comment
        ("a-comment", "2019-06-01", "comment", "other"),
        ("e1", "2019-07-03", "post", None),
        ("f0", "2019-06-30", "post", None),  # Flo signs a document with Bob
        ("f1", "2019-07-04", "post", None),
        ("g0", "2019-05-31", "comment", "r"),  # Gus comments under the root work
        ("g1", "2019-07-05", "post", None),
        ("h1", "2019-07-06", "post", None),  # Ida and Jo begin together, with Bob, who adopted before
        ("undated", None, "post", None),
    ],
    columns=["document_id", "posted_at", "kind", "parent_id"],
)
DOCUMENTS["reply_to"] = DOCUMENTS["document_id"].map({"e0": "a-comment"})
DOCUMENTS["has_body"] = pd.array([True] * len(DOCUMENTS), dtype="boolean")
AUTHORSHIP = pd.DataFrame(
    [("r", "Root"), ("d0", "Ann"), ("d0", "Di"), ("f0", "Flo"), ("f0", "Bob"), ("a-comment", "Ann"), ("undated", "Hal"), ("h1", "Ida"), ("h1", "Jo"), ("h1", "Bob")]
    + [(name, {"a": "Ann", "b": "Bob", "c": "Cy", "d": "Di", "e": "Ed", "f": "Flo", "g": "Gus"}[name[0]])
       for name in ("a1", "b0", "b1", "b2", "c0", "c1", "d1", "e0", "e1", "f1", "g0", "g1")],
    columns=["document_id", "author_id"],
)  # fmt: skip
CITATIONS = pd.DataFrame(
    [(name, "r") for name in ("a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1", "undated")]
    + [("b0", "a1"), ("b2", "a1"), ("c1", "b1"), ("b1", "c1")],
    columns=["citing_id", "cited_id"],
)
AUTHORS = pd.DataFrame(
    {"author_id": ["Root", "Ann", "Bob", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jo"]}
).assign(name=lambda rows: rows["author_id"])


@pytest.fixture(scope="module")
def contacts() -> pd.DataFrame:
    return conform(exposures.build(DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, ROOT, SETTINGS), "exposures")


def test_each_kind_of_contact_is_found_and_no_other(contacts: pd.DataFrame) -> None:
    assert contacts[["author_id", "kind", "document_id", "via_document_id", "via_author_id"]].to_numpy().tolist() == [
        ["Bob", "linked", "b0", "a1", "Ann"],
        ["Cy", "commented", "c0", "a1", "Ann"],
        ["Cy", "linked", "c1", "b1", "Bob"],
        ["Ed", "replied", "e0", "a-comment", "Ann"],
        ["Flo", "coauthored", "f0", "f0", "Bob"],
        ["Gus", "commented", "g0", "r", "Root"],
        ["Ida", "coauthored", "h1", "h1", "Bob"],
        ["Jo", "coauthored", "h1", "h1", "Bob"],
    ]


def test_the_table_says_after_which_contact_each_adopted_and_whom_each_brought_in(contacts: pd.DataFrame) -> None:
    table = author_exposures.build(
        contacts, DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, ROOT, SETTINGS, graph_reach(DOCUMENTS, ROOT)
    )
    table = conform(table, "author_exposures").set_index("author_id")

    assert table["exposures"].dropna().to_dict() == {
        "Ann": "no recorded exposure",
        "Bob": "linked",
        "Cy": "linked | commented",
        "Di": "no recorded exposure",
        "Ed": "replied",
        "Flo": "coauthored",
        "Gus": "commented",
        "Ida": "coauthored",
        "Jo": "coauthored",
    }
    assert table.loc["Cy", ["exposed_at", "exposed_by", "exposed_via"]].tolist() == ["2019-06-05", "commented", "Ann"]
    assert table.loc["Root", "role"] == "root_author"
    assert table["brought_in"][table["brought_in"] > 0].to_dict() == {"Ann": 3, "Bob": 4, "Root": 1}
    assert table.loc[["Ann", "Bob", "Root"], "credit"].tolist() == [2.5, 3.5, 1.0]
    assert table["credit"].sum() == table["exposed_by"].notna().sum()
    assert table.loc["Cy", ["documents_known", "comments_known"]].tolist() == [1, 1]


def test_undated_documents_and_the_root_works_authors_are_no_adoptions() -> None:
    first = first_citations(DOCUMENTS, AUTHORSHIP, CITATIONS, ROOT, {"Root"})

    assert "Hal" not in first.index
    assert "Root" not in first.index
    assert first.loc["Bob", "document_id"] == "b1"


def test_without_a_root_nobody_adopts() -> None:
    contacts = conform(exposures.build(DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, frozenset(), SETTINGS), "exposures")
    table = author_exposures.build(
        contacts, DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, frozenset(), SETTINGS, graph_reach(DOCUMENTS, frozenset())
    )

    assert contacts.empty
    assert conform(table, "author_exposures").empty


def test_an_author_that_only_the_configuration_names_adopts_nothing() -> None:
    work = {"title": "W", "documents": [{"id": "w:r"}], "authors": ["BOB"]}
    settings = Settings.model_validate({"root": "w", "works": {"w": work}})

    contacts = conform(exposures.build(DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, ROOT, settings), "exposures")
    table = author_exposures.build(
        contacts, DOCUMENTS, AUTHORSHIP, AUTHORS, CITATIONS, ROOT, settings, graph_reach(DOCUMENTS, ROOT)
    )

    assert table.set_index("author_id").loc["Bob", "role"] == "root_author"
    assert "Bob" not in set(contacts["author_id"])


def test_own_documents_whose_links_are_not_known_are_counted_apart():
    unread = DOCUMENTS.assign(has_body=pd.array(DOCUMENTS["document_id"] != "b0", dtype="boolean"))
    authors = pd.DataFrame({"author_id": sorted(set(AUTHORSHIP["author_id"]))}).assign(
        name=lambda rows: rows["author_id"]
    )
    met = exposures.build(unread, AUTHORSHIP, authors, CITATIONS, ROOT, SETTINGS)
    table = author_exposures.build(
        met, unread, AUTHORSHIP, authors, CITATIONS, ROOT, SETTINGS, graph_reach(unread, ROOT)
    ).set_index("author_id")

    # Bob: b0, b1, b2, f0 and h1, of which b0 was not read.
    assert table.loc["Bob", ["documents_known", "own_documents_with_links"]].tolist() == [5, 4]
