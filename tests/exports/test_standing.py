"""Karma beside citations, and bursts of citations."""

import pandas as pd
import pytest

from pipeline.exports import (
    author_citations,
    coauthors,
    community_flows,
    community_years,
    document_bursts,
    karma_citations,
    venue_citations,
)
from pipeline.exports._shared import reach
from pipeline.tables import conform


def _metrics(**columns: list[float]) -> dict[str, pd.DataFrame]:
    ids = [f"d{number}" for number in range(len(next(iter(columns.values()))))]
    return {"document": pd.DataFrame(columns, index=pd.Index(ids, name="document_id"))}


def test_karma_and_citations_are_compared_by_rank_among_posts_of_one_year_and_venue():
    documents = pd.DataFrame(
        {
            "document_id": [f"d{number}" for number in range(8)],
            "posted_at": ["2019-02-01"] * 6 + ["2020", "2019"],
            "venue": ["af"] * 5 + ["lw", "lw", "af"],
            "kind": ["post"] * 7 + ["comment"],
            "karma": [10, 20, 30, 40, 50, None, 7, 99],
            "has_body": [True] * 6 + [False] * 2,
        }
    )
    table = karma_citations.build(documents, _metrics(local_citations=[0, 5, 5, 7, 100, 9, 0, 0]))
    rows = table.set_index(["year", "venue"])

    # Ranks 1 to 5 against 1, 2.5, 2.5, 4, 5: 9.5 / sqrt(10 * 9.5).
    assert rows.loc[("2019", "af"), "rank_correlation"] == pytest.approx(9.5 / (10 * 9.5) ** 0.5)
    assert rows.loc[("2019", "all"), ["documents", "cited_documents"]].tolist() == [5, 4]
    assert rows.loc[("2020", "lw"), "documents"] == 1
    assert pd.isna(rows.loc[("2020", "lw"), "rank_correlation"])
    # Every post may cite those of 2019, of which six were read; only the last is of 2020.
    caveats = ["documents_in_reach", "documents_with_links", "provisional"]
    assert rows.loc[("2019", "af"), caveats].tolist() == [7, 6, True]
    assert rows.loc[("2020", "lw"), caveats].tolist() == [1, 0, True]
    conform(table, "karma_citations")


def _cited(months: list[str], cited: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    citing = [f"c{number:03}" for number in range(len(months))]
    documents = pd.DataFrame({"document_id": ["d0", "d1", *citing], "posted_at": ["2018-01-01", "2018-01-01", *months]})
    citations = pd.DataFrame({"citing_id": citing, "cited_id": cited, "backward": False})
    return citations, documents.assign(has_body=True, kind="post")


def test_a_burst_is_a_quarter_in_which_a_document_takes_more_of_all_citations_than_usual():
    months = [f"20{year}-{month}-01" for year in (18, 19, 20) for month in ("02", "05", "08", "11") for _ in range(20)]
    quarters = [month[:7] for month in months]
    # d0 has one citation of 20 a quarter, and in spring 2019 sixteen.
    cited = []
    for place, quarter in enumerate(quarters):
        cited.append("d0" if place % 20 < (16 if quarter == "2019-05" else 1) else "d1")
    citations, documents = _cited(months, cited)
    metrics = _metrics(betweenness=[0.5, 0.0])
    table = document_bursts.build(citations, documents, metrics, reach(documents, frozenset({"d1"})))

    assert table[["document_id", "start", "end", "numerator", "denominator", "citations"]].to_numpy().tolist() == [
        ["d0", "2019-04-01", "2019-07-01", 16, 20, 27]
    ]
    assert table["sigma"].tolist() == [pytest.approx(1.5 ** table["weight"][0])]
    conform(table, "document_bursts")


def test_documents_that_nothing_lies_between_have_a_sigma_of_one_and_rare_ones_no_burst():
    citations, documents = _cited(["2019-02-01"] * 4, ["d0"] * 4)
    table = document_bursts.build(citations, documents, _metrics(betweenness=[0.5, 0.0]), reach(documents, frozenset()))

    assert table.empty
    conform(table, "document_bursts")


def test_derived_graphs_fit_their_tables():
    citations, documents = _cited(["2019-02-01"] * 6, ["d0"] * 6)
    citations = citations.assign(n_links=1)
    documents = documents.assign(venue="af", title="On goals")
    authorship = pd.DataFrame({"document_id": ["d0", "c000", "c000"], "author_id": ["eva", "ann", "bob"]})

    found = conform(author_citations.build(citations, documents, authorship), "author_citations")
    assert found["fractional"].tolist() == [0.5, 0.5]
    assert (
        found[["documents_in_reach", "documents_with_links", "provisional"]].to_numpy().tolist() == [[1, 1, False]] * 2
    )
    together = conform(coauthors.build(documents, authorship), "coauthors")
    assert together["document_ids"].tolist() == ["c000"]
    assert together.filter(like="documents_").iloc[0].tolist() == [8, 2, 1]
    assert together["provisional"].tolist() == [True]
    venues = conform(venue_citations.build(citations, documents), "venue_citations")
    assert venues[["ratio", "documents_in_reach", "documents_with_links"]].to_numpy().tolist() == [[1.0, 8, 8]]


def test_a_community_that_grows_continues_under_its_own_words():
    names = [f"d{number}" for number in range(17)]
    known = pd.DataFrame(
        {"document_id": names, "posted_at": ["2019"] * 16 + ["2020"], "has_body": True, "kind": "post"}
    )
    known["title"] = ["Goal misgeneralization"] * 8 + ["Book review"] * 8 + ["Goal misgeneralization"]
    groups = (names[:8], names[8:16])
    links = [(group[m], group[n]) for group in groups for m in range(len(group)) for n in range(m)]
    links += [("d16", cited) for cited in names[:8]]
    citations = pd.DataFrame(links, columns=["citing_id", "cited_id"]).assign(n_links=1)
    known_links = reach(known, frozenset({"d0"}))
    yearly = conform(community_years.build(citations, known, known_links), "community_years")
    table = conform(community_flows.build(yearly, known_links), "community_flows")

    rows = table[["from_community", "to_community", "shared", "to_size", "kind"]].to_numpy().tolist()
    assert rows == [[1, 1, 8, 9, "continues"], [2, 2, 8, 8, "continues"]]
    assert table["to_label"].tolist() == ["goal, misgeneralization", "book, review"]
    assert table["provisional"].tolist() == [False, False]
    assert yearly.groupby(["year", "community", "label"]).size().to_dict() == {
        ("2019", 1, "goal, misgeneralization"): 8,
        ("2019", 2, "book, review"): 8,
        ("2020", 1, "goal, misgeneralization"): 9,
        ("2020", 2, "book, review"): 8,
    }
    assert set(yearly.loc[(yearly["year"] == "2020") & (yearly["community"] == 1), "document_id"]) == {
        *names[:8],
        "d16",
    }


def test_a_corpus_without_citations_has_no_communities_of_a_year():
    nothing = pd.DataFrame({"citing_id": [], "cited_id": [], "n_links": []})
    known = pd.DataFrame(
        {"document_id": ["d0"], "posted_at": ["2019"], "has_body": True, "kind": "post", "title": "On"}
    )
    yearly = conform(community_years.build(nothing, known, reach(known, frozenset())), "community_years")

    assert yearly.empty
    assert conform(community_flows.build(yearly, reach(known, frozenset())), "community_flows").empty
