"""Counts per document and field, and when bundled counts may stand in for text."""

import pandas as pd

from pipeline.tables import conform, empty
from pipeline.terms.counts import alike, count_terms, merge_counts


def rows(counts):
    return list(counts[["document_id", "term", "field", "occurrences"]].itertuples(index=False, name=None))


def counts_of(*entries):
    frame = pd.DataFrame(list(entries), columns=["document_id", "term", "field", "occurrences"])
    return conform(frame.assign(family="old family"), "term_counts")


def links_of(*entries):
    frame = pd.DataFrame(list(entries), columns=["document_id", "position", "place", "resolved_id"])
    return conform(frame.assign(href="-", names="document", repaired=None), "links")


def test_each_field_is_counted_apart(lexicon_of, documents_of, texts_of):
    documents = documents_of(("d:1", "2020-01-01", "Owls  and\nowls"), ("d:2", None, None))
    texts = texts_of(("d:1", "body", "an owl\nan owlet"), ("d:1", "quote", "owl owl"), ("d:2", "comment", "OWL"))
    counts = count_terms(documents, texts, empty("links"), lexicon_of(owl=["owl", "owls"]))
    assert rows(counts) == [
        ("d:1", "owl", "body", 1),
        ("d:1", "owl", "quote", 2),
        ("d:1", "owl", "title", 2),
        ("d:2", "owl", "comment", 1),
    ]
    assert set(counts["family"]) == {"family"}


def test_white_space_in_a_title_is_a_space_even_where_it_is_a_line_feed(lexicon_of, documents_of):
    documents = documents_of(("d:1", "2020-01-01", "The barn\nowl"))
    assert rows(count_terms(documents, empty("texts"), empty("links"), lexicon_of(owl=["barn owl"]))) == [
        ("d:1", "owl", "title", 1)
    ]


def test_the_title_gives_context_to_the_text_and_the_date_to_both(lexicon_of, documents_of, texts_of):
    lexicon = lexicon_of(owl={"forms": ["owl"], "context": [{"needs": ["bird*"]}, {"not_before": "2020"}]})
    documents = documents_of(
        ("d:1", "2020-05-01T00:00:00Z", "Of birds"),
        ("d:2", "2019-05-01T00:00:00Z", "Of birds"),
        ("d:3", "2021", "Of men"),
    )
    texts = texts_of(("d:1", "body", "owl"), ("d:2", "body", "owl"), ("d:3", "body", "owl"))
    assert rows(count_terms(documents, texts, empty("links"), lexicon)) == [("d:1", "owl", "body", 1)]


def test_a_link_counts_in_the_field_where_it_stands(lexicon_of, documents_of, texts_of):
    lexicon = lexicon_of(work={"forms": ["the work"], "links": ["arxiv:1"]})
    documents = documents_of(("d:1", "2020", "T"), ("d:2", "2020", "T"))
    links = links_of(
        ("d:1", 1, "body", "arxiv:1"),
        ("d:1", 2, "list", "arxiv:1"),
        ("d:1", 3, "footnote", "arxiv:1"),
        ("d:1", 4, "body", "arxiv:2"),
        ("d:2", 1, "body", "arxiv:1"),
    )
    counts = count_terms(documents, texts_of(("d:1", "body", "the work")), links, lexicon)
    assert rows(counts) == [("d:1", "work", "body", 3), ("d:1", "work", "footnote", 1)]


def test_links_of_comments_count_as_comment(lexicon_of, documents_of, texts_of):
    lexicon = lexicon_of(work={"forms": ["the work"], "links": ["arxiv:1"]})
    documents = documents_of(("d:1", "2020", None)).assign(kind="comment")
    counts = count_terms(
        documents, texts_of(("d:1", "comment", "see")), links_of(("d:1", 1, "quote", "arxiv:1")), lexicon
    )
    assert rows(counts) == [("d:1", "work", "comment", 1)]


def test_bundled_counts_stand_only_for_text_that_is_not_here_and_terms_counted_alike(lexicon_of):
    lexicon = lexicon_of(owl=["owl"], wren=["wren"])
    live = counts_of(("d:1", "owl", "body", 1), ("d:2", "owl", "title", 1))
    bundled = counts_of(
        ("d:1", "owl", "body", 7),
        ("d:1", "owl", "footnote", 7),
        ("d:2", "owl", "body", 2),
        ("d:2", "owl", "title", 9),
        ("d:2", "wren", "body", 3),
        ("d:2", "gone", "body", 3),
    )
    merged = merge_counts(live, bundled, {"d:1"}, {"owl"}, lexicon)
    assert rows(merged) == [("d:1", "owl", "body", 1), ("d:2", "owl", "body", 2), ("d:2", "owl", "title", 1)]
    assert merged.loc[merged["document_id"] == "d:2", "family"].tolist() == ["family", "old family"]


def test_a_term_is_alike_only_while_it_is_counted_the_same_way(lexicon_of):
    bundled = lexicon_of(owl=["owl"], wren=["wren"]).table()
    assert alike(lexicon_of(owl=["owl"], wren=["wren", "wrens"], jay=["jay"]), bundled) == {"owl"}
    assert alike(lexicon_of(owl=["owl"]), None) == frozenset()
