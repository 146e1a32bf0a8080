"""Graphs of authors and venues, and how communities flow, by hand."""

import pandas as pd
import pytest

from pipeline.graph.derived import author_citations, coauthors, venue_citations
from pipeline.graph.flows import flows, yearly_communities

CITATIONS = pd.DataFrame(
    [("x", "root"), ("y", "root"), ("y", "x"), ("unsigned", "root")], columns=["citing_id", "cited_id"]
)
AUTHORSHIP = pd.DataFrame(
    [("root", "eva"), ("root", "joe"), ("x", "ann"), ("y", "ann"), ("y", "joe")], columns=["document_id", "author_id"]
)
DOCUMENTS = pd.DataFrame(
    [("root", "2019", "af"), ("x", "2020", "lw"), ("y", None, "lw"), ("unsigned", "2021", "af")],
    columns=["document_id", "posted_at", "venue"],
)


def test_authors_cite_in_full_and_in_shares():
    table = author_citations(CITATIONS, AUTHORSHIP).set_index(["citing_author_id", "cited_author_id"])

    # ann cites eva by x (1 of 1 x 1 of 2) and by y (1 of 2 x 1 of 2).
    assert table.loc[("ann", "eva")].tolist() == [2, 0.75, False, 2, 1]
    assert table.loc[("joe", "joe")].tolist() == [1, 0.25, True, 1, 1]
    assert table.loc[("ann", "ann"), "citations"] == 1
    assert table["fractional"].sum() == 3


def test_coauthors_share_a_document_among_their_pairs():
    table = coauthors(DOCUMENTS, AUTHORSHIP)

    assert table[["author_a", "author_b", "documents", "weight"]].to_numpy().tolist() == [
        ["ann", "joe", 1, 1.0],
        ["eva", "joe", 1, 1.0],
    ]
    assert table["first_at"].isna().tolist() == [True, False]


def test_venues_are_compared_with_what_there_would_be_without_them():
    table = venue_citations(CITATIONS, DOCUMENTS).set_index(["citing_venue", "cited_venue"])

    # af gives 1 and receives 3, lw gives 3 and receives 1, of 4.
    assert table.loc[("lw", "af"), ["citations", "citing_documents", "cited_documents"]].tolist() == [2, 2, 1]
    assert table.loc[("lw", "af"), "expected"] == pytest.approx(9 / 4)
    assert table.loc[("af", "af"), "ratio"] == pytest.approx(1 / (3 / 4))


def test_networks_without_anything_are_empty_tables():
    assert author_citations(CITATIONS.iloc[:0], AUTHORSHIP).empty
    assert coauthors(DOCUMENTS, AUTHORSHIP.iloc[:1]).empty
    assert venue_citations(CITATIONS.iloc[:0], DOCUMENTS).empty
    assert flows(yearly_communities(CITATIONS.iloc[:0], DOCUMENTS)).empty


def _members(year: str, **communities: str) -> pd.DataFrame:
    rows = [(year, document, int(name[1:])) for name, documents in communities.items() for document in documents]
    return pd.DataFrame(rows, columns=["year", "document_id", "community"])


def test_a_community_that_splits_continues_in_its_larger_half_and_small_ones_are_not_followed():
    before = _members("2019", c1="abcdefghijk", c2="vwxyz", c3="tu")
    after = _members("2020", c1="abcdef", c2="ghijk", c3="vwxyztu")
    table = flows(pd.concat([before, after])).set_index(["from_community", "to_community"])

    assert table["kind"].to_dict() == {(1, 1): "continues", (1, 2): "splits off", (2, 3): "continues"}
    assert table.loc[(1, 2), ["shared", "from_size", "to_size"]].tolist() == [5, 11, 5]
    assert table["document_ids"].to_dict()[1, 2] == "g | h | i | j | k"
    assert table.loc[(1, 2), ["jaccard", "inclusion"]].tolist() == [pytest.approx(5 / 11), 1.0]


def test_two_communities_merge_and_a_share_that_is_the_largest_of_neither_passes():
    before = _members("2019", c1="abcdefgh", c2="uvwxy")
    after = _members("2021", c1="abcdefguvwx", c2="hypqrst")
    table = flows(pd.concat([before, after])).set_index(["from_community", "to_community"])

    # Of its two equal halves the later community 2 has the larger community's first.
    assert table["kind"].to_dict() == {
        (1, 1): "continues",
        (1, 2): "splits off",
        (2, 1): "merges into",
        (2, 2): "passes",
    }
    assert set(table["to_year"]) == {"2021"}


def test_a_year_has_the_citations_between_documents_posted_by_its_end():
    names = [*"abcdef", *"uvwxyz"]
    documents = pd.DataFrame({"document_id": names, "posted_at": ["2019"] * 6 + ["2020-02-01"] * 5 + [None]})
    links = [(side[m], side[n]) for side in (names[:6], names[6:]) for m in range(6) for n in range(m)]
    citations = pd.DataFrame(links, columns=["citing_id", "cited_id"]).assign(n_links=1)

    found = yearly_communities(citations, documents)
    members = found.groupby(["year", "community"])["document_id"].agg("".join).to_dict()
    assert members == {("2019", 1): "abcdef", ("2020", 1): "abcdef", ("2020", 2): "uvwxy"}
