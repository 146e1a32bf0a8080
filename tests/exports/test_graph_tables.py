"""Tables drawn from the citation graph, on a corpus small enough to check by hand."""

import pandas as pd
import pytest

from pipeline import exports
from pipeline.exports import (
    acyclic_effects,
    citations,
    community_runs,
    coverage,
    documents,
    main_path_core,
    main_path_summary,
    main_paths,
    main_paths_between_authors,
    similar_documents,
    spread,
)
from pipeline.exports._population import Population
from pipeline.exports._shared import community_words, descent, membership, pairs, partitions, reach
from pipeline.graph.acyclic import acyclic_form
from pipeline.graph.citation import build_citation_graph
from pipeline.graph.generations import generations
from pipeline.settings import EVER, WHOLE, Census
from pipeline.tables import conform

ROOT = frozenset({"part 1", "part 2"})
DOCUMENTS = pd.DataFrame(
    [
        # document, posted, venue, kind, body known, words, title
        ("part 1", "2019-05-31T23:00:00Z", "af", "post", True, 100, "Learned optimizers"),
        ("part 2", "2019-06-04T00:00:00Z", "af", "post", True, 100, "Learned optimizers, again"),
        ("early", "2018-01-01T00:00:00Z", "lw", "post", True, 50, "Daemons"),
        ("first", "2019-06-20T00:00:00Z", "af", "post", True, 60, "On learned optimizers"),
        ("second", "2019-12-01T00:00:00Z", "lw", "post", True, 70, "Inner worries"),
        ("third", "2020-04-05T00:00:00Z", "lw", "post", True, 80, "More inner worries"),
        ("remark", "2020-05-05T00:00:00Z", "lw", "comment", True, 20, None),
        ("bodiless", "2020-05-06T00:00:00Z", "lw", "post", False, None, "A mesa-optimizer walks in"),
        ("background", "2017-03-03T00:00:00Z", "lw", "post", False, None, "Selection"),
        ("stranger", "2020-06-01T00:00:00Z", "lw", "post", True, 10, "Gardening"),
    ],
    columns=["document_id", "posted_at", "venue", "kind", "has_body", "words", "title"],
).astype({"has_body": "boolean", "words": "Int64"})
CITATIONS = pd.DataFrame(
    [
        # citing, cited, evidence, backward, self-citation
        ("part 2", "part 1", "body", False, True),
        ("early", "part 1", "body", True, False),
        ("first", "part 1", "body | pingback_list", False, False),
        ("first", "background", "body", False, False),
        ("second", "first", "body", False, True),
        ("third", "second", "body", False, False),
        ("third", "part 2", "body", False, False),
        ("third", "part 1", "body", False, False),
        ("remark", "part 1", "body", False, None),
        ("bodiless", "part 2", "pingback_list", False, False),
        ("stranger", "beyond", "body", False, None),
    ],
    columns=["citing_id", "cited_id", "evidence", "backward", "self_citation"],
).astype({"self_citation": "boolean"})
CITATIONS = CITATIONS.assign(n_links=1)
AUTHORSHIP = pd.DataFrame(
    [("part 1", "eva"), ("part 2", "eva"), ("first", "ann"), ("second", "ann"), ("third", "bob"), ("remark", "ann")],
    columns=["document_id", "author_id"],
)
TERM_COUNTS = pd.DataFrame(
    [
        ("bodiless", "mesa-optimizer", "title", 1),
        ("stranger", "pruning", "body", 2),
        ("stranger", "compost", "body", 5),
        ("early", "daemon", "title", 1),
    ],
    columns=["document_id", "term", "field", "occurrences"],
)
AS_OF = "2020-06-01T00:00:00Z"
EVERYWHERE = Population({WHOLE: EVER}, frozenset())
GRAPH = build_citation_graph(CITATIONS, DOCUMENTS)
ACYCLIC = acyclic_form(GRAPH)
GENERATIONS = generations(GRAPH, ACYCLIC, ROOT)
REACH = reach(DOCUMENTS, ROOT)


def _documents() -> pd.DataFrame:
    return documents.build(DOCUMENTS, CITATIONS, GENERATIONS, TERM_COUNTS, ROOT).set_index("document_id")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("part 2", "Part of the root work."),
        ("first", "Cites the root work by a link in its text."),
        ("bodiless", "Cites the root work as the root work's list of incoming links shows."),
        ("early", "Cites the root work by a link in its text, though dated before it: edited later."),
        ("second", "Reaches the root work by a chain of 2 citations."),
        ("background", "Cited by a document of the root work or within 3 generations of it."),
        ("stranger", "Uses the term “compost” in its text."),
    ],
)
def test_why_a_document_is_included_is_one_true_sentence(document: str, reason: str):
    assert _documents().loc[document, "why_included"] == reason


def test_a_document_with_no_tie_to_the_root_work_is_called_that():
    table = documents.build(DOCUMENTS, CITATIONS, GENERATIONS, TERM_COUNTS.iloc[:0], ROOT).set_index("document_id")

    assert table.loc["stranger", "why_included"] == ("Known post; no connection to the root work in the data at hand.")


def test_documents_get_both_generations():
    table = _documents()

    assert table.loc["third", ["generation", "generation_longest"]].tolist() == [1, 3]
    assert table.loc["part 2", "generation"] == 0
    assert table.loc[["early", "stranger"], "generation"].isna().all()


def test_citations_get_exact_counts_and_those_out_of_the_acyclic_graph_none():
    table = citations.build(CITATIONS, ACYCLIC).set_index(["citing_id", "cited_id"])

    # From the only source below, 'part 1', one path runs first - second - third.
    assert table.loc[("second", "first"), ["spc", "splc", "spnp"]].tolist() == [2, 3, 6]
    assert table.loc[("early", "part 1"), "spc"] is None
    assert table.loc[("stranger", "beyond"), "spc"] is None
    assert all(isinstance(count, int) for count in table["spnp"].dropna())


def test_members_of_a_cycle_have_the_counts_of_the_merged_edge():
    pair = pd.DataFrame({"citing_id": ["a", "b", "a", "b"], "cited_id": ["b", "a", "base", "base"]})
    pair = pair.assign(n_links=1, backward=False, self_citation=None)
    graph = build_citation_graph(pair, pd.DataFrame({"document_id": ["a", "b", "base"], "posted_at": None}))
    table = citations.build(pair, acyclic_form(graph)).set_index(["citing_id", "cited_id"])

    assert table["spc"].tolist() == [None, None, 1, 1]


def test_a_dropped_citation_has_no_count_even_beside_one_of_its_cycle():
    pair = pd.DataFrame({"citing_id": ["a", "b", "a", "b"], "cited_id": ["b", "a", "base", "base"]})
    pair = pair.assign(n_links=1, backward=[False, False, True, False], self_citation=None)
    graph = build_citation_graph(pair, pd.DataFrame({"document_id": ["a", "b", "base"], "posted_at": None}))
    table = citations.build(pair, acyclic_form(graph)).set_index(["citing_id", "cited_id"])

    assert table["spc"].tolist() == [None, None, None, 1]


def _spread(grain: str, venue: str, kind: str) -> pd.DataFrame:
    table = spread.build(DOCUMENTS, CITATIONS, AUTHORSHIP, ROOT, AS_OF)
    rows = table[(table["grain"] == grain) & (table["venue"] == venue) & (table["kind"] == kind)]
    return rows.set_index("period")


def test_spread_counts_adopters_and_neither_the_root_work_nor_what_is_older():
    years = _spread("year", "all", "all")

    assert years["citing_documents"].to_dict() == {"2019": 1, "2020": 3}
    assert years["cumulative_documents"].to_dict() == {"2019": 1, "2020": 4}
    assert years["documents_total"].to_dict() == {"2019": 4, "2020": 4}


def test_new_authors_are_new_within_their_own_venue_and_kind():
    assert _spread("year", "all", "all")["new_authors"].to_dict() == {"2019": 1, "2020": 1}
    assert _spread("year", "lw", "comment")["new_authors"].to_dict() == {"2020": 1}
    assert _spread("year", "lw", "all")["cumulative_authors"].to_dict() == {"2019": 0, "2020": 2}


def test_a_series_of_spread_has_no_gaps_and_starts_with_the_root_work():
    months = _spread("month", "all", "all")

    assert list(months.index) == [*(f"2019-{m:02}" for m in range(5, 13)), *(f"2020-{m:02}" for m in range(1, 7))]
    assert months.loc["2020-01", ["citing_documents", "documents_total", "cumulative_documents"]].tolist() == [0, 0, 1]


def test_spread_says_where_links_are_known_and_where_the_data_end():
    years = _spread("year", "all", "all")

    assert years["covered"].tolist() == [True, False]
    assert years["partial"].tolist() == [False, True]


def test_coverage_counts_posts_and_leaves_gaps_filled():
    table = coverage.build(DOCUMENTS, AUTHORSHIP, AS_OF)
    years = table[(table["grain"] == "year") & (table["venue"] == "all")].set_index("period")

    assert years["documents_known"].tolist() == [1, 1, 4, 3]
    assert years["documents_with_body"].tolist() == [0, 1, 4, 2]
    assert years["comments_known"].tolist() == [0, 0, 0, 1]
    assert years["words"].tolist() == [0, 50, 330, 90]
    assert years.loc["2019", ["authors_known", "authors_with_body"]].tolist() == [2, 2]
    assert years["share_with_body"].round(2).tolist() == [0.0, 1.0, 1.0, 0.67]


def test_main_paths_stay_among_what_descends_from_the_root_work():
    connected = descent(ACYCLIC, GENERATIONS, ROOT)
    table = main_paths.build(connected, CITATIONS, DOCUMENTS, EVERYWHERE, REACH)

    assert not {"background", "early", "stranger"} & {*table["citing_id"], *table["cited_id"]}
    path = table[(table["weight"] == "spc") & (table["search"] == "global")]
    # Three chains from 'part 1' weigh 3 each: 2 + 1 by 'part 2', twice, and 1 + 1 + 1 by 'first' and 'second'.
    assert {(citing, cited): count for citing, cited, count in path[["citing_id", "cited_id", "count"]].to_numpy()} == {
        ("part 2", "part 1"): 2,
        ("third", "part 2"): 1,
        ("bodiless", "part 2"): 1,
        ("first", "part 1"): 1,
        ("second", "first"): 1,
        ("third", "second"): 1,
    }
    assert table["provisional"].unique().tolist() == [True]


def test_main_paths_between_authors_follow_no_self_citation():
    table = main_paths_between_authors.build(CITATIONS, DOCUMENTS, ROOT, ACYCLIC, EVERYWHERE, REACH)

    assert ("second", "first") not in set(zip(table["citing_id"], table["cited_id"], strict=True))


def test_an_edge_of_a_main_path_says_whether_its_month_was_read_and_its_authors_differ():
    connected = descent(ACYCLIC, GENERATIONS, ROOT)
    table = main_paths.build(connected, CITATIONS, DOCUMENTS, EVERYWHERE, REACH).set_index(
        ["weight", "search", "citing_id", "cited_id"]
    )
    path = table.sort_index().loc[("spc", "global")]

    assert path["self_citation"].to_dict()[("second", "first")] is True
    assert path["self_citation"].to_dict()[("third", "second")] is False
    counts = ["month_documents", "month_documents_with_links", "covered"]
    # In May 2020 a post is known, without its links, and a comment, which is not counted.
    assert path.loc[("bodiless", "part 2"), counts].tolist() == [1, 0, False]
    assert path.loc[("second", "first"), counts].tolist() == [1, 1, True]


def test_a_month_outside_the_census_is_not_covered_whatever_was_read_of_it():
    connected = descent(ACYCLIC, GENERATIONS, ROOT)
    until = Population({WHOLE: Census(start="2016-01-01", end="2019-12-01")}, frozenset())
    table = main_paths.build(connected, CITATIONS, DOCUMENTS, until, REACH)

    assert set(table.loc[table["covered"], "citing_id"]) == {"part 2", "first"}


def test_comments_never_make_a_month_covered():
    connected = descent(ACYCLIC, GENERATIONS, ROOT)
    as_comment = DOCUMENTS.assign(kind=DOCUMENTS["kind"].where(DOCUMENTS["document_id"] != "third", "comment"))
    # A post of the same month that was read: the month is covered, and the comment still is not.
    beside = DOCUMENTS[DOCUMENTS["document_id"] == "third"].assign(document_id="beside", has_body=True)
    table = main_paths.build(
        connected, CITATIONS, pd.concat([as_comment, beside], ignore_index=True), EVERYWHERE, REACH
    )
    third = table[table["citing_id"] == "third"]

    assert (third["month_documents_with_links"] == third["month_documents"]).all()
    assert not third["covered"].any()
    assert _spread("year", "all", "comment")["covered"].tolist() == [False]


def test_a_main_path_says_what_it_cannot_claim():
    connected = descent(ACYCLIC, GENERATIONS, ROOT)
    paths = main_paths.build(connected, CITATIONS, DOCUMENTS, EVERYWHERE, REACH)
    between = main_paths_between_authors.build(CITATIONS, DOCUMENTS, ROOT, ACYCLIC, EVERYWHERE, REACH)
    authors = pd.DataFrame({"author_id": ["ann", "bob", "eva"], "name": ["Ann", "Bob", "Eva"]})
    built = main_path_summary.build(paths, between, DOCUMENTS, AUTHORSHIP, authors, REACH)
    row = conform(built, "main_path_summary").set_index(["weight", "search", "between_authors"]).loc[("spc", "global")]

    assert row.loc[False, ["documents", "authors", "citations", "self_citations", "covered_citations"]].tolist() == [
        6,
        3,
        6,
        2,
        5,
    ]
    assert row.loc[False, ["first_at", "covered_until", "last_at"]].tolist() == [
        "2019-05-31T23:00:00Z",
        "2020-04-05T00:00:00Z",
        "2020-05-06T00:00:00Z",
    ]
    assert row.loc[False, "note"].startswith("5 of 6 citations come from months of which at least 90 %")
    assert "from unknown authors; self-citations among these: 0 of 1." in row.loc[False, "note"]
    assert row.loc[True, "self_citations"] == 0


def test_core_names_what_lies_on_a_longest_chain():
    connected = descent(ACYCLIC, GENERATIONS, ROOT)
    paths = main_paths.build(connected, CITATIONS, DOCUMENTS, EVERYWHERE, REACH)
    table = main_path_core.build(connected, paths, ROOT, ACYCLIC, REACH).set_index("document_id")

    assert set(table.index[table["criticality"] == 0]) == {"part 1", "first", "second", "third"}
    assert table.loc["part 1", "searches"] == 15
    assert table["runs"].unique().tolist() == [100]
    assert table["share_of_runs"].between(0, 1).all()


def test_effects_of_every_policy_are_reported_beside_the_one_used():
    table = acyclic_effects.build(GRAPH, ACYCLIC, ROOT, DOCUMENTS).set_index("policy")

    assert table["used"].to_dict() == {"backward_then_condense": True, "condense": False, "drop": False}
    assert table["dropped"].tolist() == [1, 0, 0]
    assert table["longest_chain"].tolist() == [3, 3, 3]
    assert table[["documents_in_reach", "documents_with_links"]].drop_duplicates().to_numpy().tolist() == [[9, 7]]
    used = table.loc["backward_then_condense"]
    assert used["main_path_shared"] == used["main_path_documents"]


def test_similar_documents_need_two_in_common_and_say_how_many_there_are_in_all():
    citing = [(citing, cited) for citing in ("x", "y") for cited in ("a", "b")] + [("z", "a")]
    frame = pd.DataFrame(citing, columns=["citing_id", "cited_id"]).assign(n_links=1)
    known = pd.DataFrame({"document_id": list("abxyz"), "posted_at": ["2018", "2019", "2020", "2020-05", None]})
    known["has_body"] = [False, True, True, False, True]
    known["kind"] = "post"
    table = similar_documents.build(pairs(frame, known), known)

    rows = table[["relation", "document_a", "document_b", "count", "pairs_a", "pairs_b"]].to_numpy().tolist()
    assert rows == [["coupling", "x", "y", 2, 2, 2], ["co_citation", "a", "b", 2, 1, 1]]
    # x and y have both references in common, and z one with each: 2 m = 8, k = (3, 3, 2).
    assert table["jaccard"].tolist() == [1.0, pytest.approx(2 / 3)]
    assert table["association_strength"].tolist() == [pytest.approx(8 * 2 / 9), pytest.approx(4 * 2 / 4)]
    # Of x and y the links of one are known; all but 'a' may have been posted after 'b', and three of them were read.
    assert table[["documents_in_reach", "documents_with_links"]].to_numpy().tolist() == [[2, 1], [4, 3]]
    assert table["provisional"].tolist() == [True, True]


def test_only_the_best_pairs_of_a_document_are_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(similar_documents, "BEST", 1)
    citing = [(citing, cited) for citing in ("w", "x", "y", "z") for cited in ("a", "b")]
    citing += [("w", "c"), ("x", "c"), ("y", "d"), ("z", "d"), ("y", "e"), ("z", "e")]
    frame = pd.DataFrame(citing, columns=["citing_id", "cited_id"]).assign(n_links=1)
    known = pd.DataFrame({"document_id": list("abcdewxyz"), "posted_at": "2019", "has_body": True, "kind": "post"})
    table = similar_documents.build(pairs(frame, known), known)

    coupling = table[table["relation"] == "coupling"]
    assert list(zip(coupling["document_a"], coupling["document_b"], strict=True)) == [("w", "x"), ("y", "z")]


def test_communities_are_named_by_what_their_titles_share():
    goals, schemes = ([f"{side}{n}" for n in range(8)] for side in "gs")
    titles = ["Goal misgeneralization"] * 8 + ["Scheming models"] * 8
    known = pd.DataFrame(
        {"document_id": [*goals, *schemes], "title": titles, "posted_at": "2019", "has_body": True, "kind": "post"}
    )
    links = [(side[m], side[n]) for side in (goals, schemes) for m in range(8) for n in range(m)]
    frame = pd.DataFrame(links, columns=["citing_id", "cited_id"]).assign(n_links=1)
    ties = pairs(frame, known)
    found = partitions(ties)
    members = membership(ties, found)
    words = community_words(members, known, TERM_COUNTS.iloc[:0])
    table = community_runs.build(found, reach(known, frozenset()))

    by_citation = members[members["relation"] == "citation"].groupby("community")["document_id"].agg(list)
    assert by_citation.to_dict() == {1: goals, 2: schemes}
    own = words[words["relation"] == "citation"].groupby("group")["word"].agg(sorted)
    assert own.to_dict() == {1: ["goal", "misgeneralization"], 2: ["models", "scheming"]}
    assert table.groupby("relation").size().to_dict() == {"citation": 10, "co_citation": 10, "coupling": 10}
    assert (table.loc[table["relation"] == "citation", "adjusted_rand_index"] == 1).all()


def test_tables_fit_their_schema():
    connected = descent(ACYCLIC, GENERATIONS, ROOT)
    paths = main_paths.build(connected, CITATIONS, DOCUMENTS, EVERYWHERE, REACH)
    conform(paths, "main_paths")
    conform(main_path_core.build(connected, paths, ROOT, ACYCLIC, REACH), "main_path_core")
    conform(acyclic_effects.build(GRAPH, ACYCLIC, ROOT, DOCUMENTS), "acyclic_effects")
    conform(spread.build(DOCUMENTS, CITATIONS, AUTHORSHIP, ROOT, AS_OF), "spread")
    conform(coverage.build(DOCUMENTS, AUTHORSHIP, AS_OF), "coverage")
    assert exports.extra_columns("coverage") == ()
    assert [column.name for column in exports.extra_columns("author_metrics")]
