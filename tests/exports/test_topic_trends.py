"""Topic trends on a corpus small enough to count by hand."""

import pandas as pd
import pytest

from pipeline.exports import topic_trends
from pipeline.exports.topic_trends import build
from pipeline.schema import TABLES
from pipeline.tables import conform

AS_OF = "2020-12-31T23:59:59Z"
NAMES = ("document_id", "posted_at", "title", "has_body")
ROWS = [
    ("d:1", "2020-01-10", "Owls", True),
    ("d:2", "2020-02-10", "Wrens", True),
    ("d:3", "2020-03-10", "Cats", False),
    ("d:4", "2021-01-10", "Cats", False),
]
TAGS = pd.DataFrame([("d:1", "birds"), ("d:1", "night"), ("d:2", "birds")], columns=["document_id", "tag"])
COUNTS = pd.DataFrame(
    [("d:1", "owl", "title", 1), ("d:1", "wren", "title", 2), ("d:2", "wren", "body", 3)],
    columns=["document_id", "term", "field", "occurrences"],
).assign(family="fowl")
LOADINGS = pd.DataFrame(
    [("d:1", "a, b", 0.6), ("d:1", "c, d", 0.4), ("d:2", "c, d", 1.0)], columns=["document_id", "topic", "loading"]
)
GROUPS = pd.DataFrame(
    [
        ("citation", "d:1", 1, "nest"),
        ("citation", "d:2", 1, "nest"),
        ("citation", "d:3", 2, None),
        ("coupling", "d:3", 1, "x"),
    ],
    columns=["relation", "document_id", "community", "label"],
)
TEXTS = pd.DataFrame([("d:1", "body", "-")], columns=["document_id", "field", "text"])
AUTHORSHIP = pd.DataFrame([("d:1", "a"), ("d:2", "a")], columns=["document_id", "author_id"])
WORDS = pd.DataFrame([], columns=["document_id", "field", "words"]).astype({"words": "int64"})


def trends_with(bundled_terms=frozenset({"owl", "wren"}), tags=TAGS, counts=COUNTS, loadings=LOADINGS, groups=GROUPS):
    documents = pd.DataFrame([dict(zip(NAMES, row, strict=True)) for row in ROWS])
    facts = {"kind": "post", "venue": "lw", "why_included": "-", "origin": "test"}
    for name in TABLES["documents"].names:
        if name not in documents:
            documents[name] = facts.get(name)
    documents = conform(documents, "documents")
    return build(documents, AUTHORSHIP, WORDS, TEXTS, tags, groups, counts, loadings, bundled_terms, AS_OF)


def row(trends, kind, topic, field=None, period="2020"):
    field_fits = trends["field"].isna() if field is None else trends["field"] == field
    chosen = (trends["topic_kind"] == kind) & (trends["topic"] == topic) & (trends["period"] == period)
    found = trends[chosen & field_fits & (trends["venue"] == "all")]
    assert len(found) == 1
    return found.iloc[0]


def test_a_post_with_two_terms_of_a_family_is_one_post_of_it():
    title = row(trends_with(), "family", "fowl", "title")
    assert (title["documents"], title["documents_total"], title["occurrences"]) == (1, 3, 3)
    both = row(trends_with(), "family", "fowl", "all")
    assert (both["documents"], both["documents_total"], both["occurrences"]) == (2, 2, 6)
    assert (both["authors"], both["covered"]) == (1, False)


def test_a_family_with_a_term_that_was_not_counted_elsewhere_is_known_only_in_text_at_hand():
    both = row(trends_with(frozenset({"owl"})), "family", "fowl", "all")
    assert (both["documents"], both["documents_total"]) == (1, 1)


def test_tags_are_counted_among_posts_of_which_a_tag_is_known():
    birds, night = (row(trends_with(), "tag", tag) for tag in ("birds", "night"))
    assert (birds["documents"], birds["documents_total"], birds["documents_known"]) == (2, 2, 3)
    assert (night["documents"], night["documents_total"], night["covered"]) == (1, 2, False)
    assert pd.isna(night["occurrences"])


def test_a_post_counts_for_its_largest_topic_so_that_shares_sum_to_one():
    trends = trends_with()
    shares = [row(trends, "discovered", topic)["share_of_documents"] for topic in ("a, b", "c, d")]
    assert shares == [0.5, 0.5]


def test_shares_of_discovered_topics_sum_to_one_in_every_period_with_posts():
    trends = trends_with()
    found = trends[(trends["topic_kind"] == "discovered") & (trends["documents_total"] > 0)]
    sums = found.groupby(["grain", "venue", "period"])["share_of_documents"].sum()
    assert len(sums) == 2 * (1 + 1 + 2), "all and lw; one year, one quarter, two months"
    assert sums.sub(1).abs().max() < 1e-12


def test_a_post_counts_for_its_community_of_citation_among_posts_in_one(monkeypatch):
    monkeypatch.setattr(topic_trends, "LEAST_POSTS", 2)
    trends = trends_with()
    nest = row(trends, "community", "1 nest")
    assert (nest["documents"], nest["documents_total"], nest["documents_known"]) == (2, 3, 3)
    assert set(trends.loc[trends["topic_kind"] == "community", "topic"]) == {"1 nest"}, "one post is too few"


def test_zeros_run_on_to_the_last_known_post():
    later = row(trends_with(), "family", "fowl", "title", "2021")
    assert (later["documents"], later["documents_total"], later["share_of_documents"]) == (0, 1, 0)


@pytest.mark.parametrize("kind", ["tag", "discovered", "family"])
def test_a_kind_of_topic_may_be_absent(kind):
    missing = {
        "tag": {"tags": TAGS.head(0)},
        "discovered": {"loadings": LOADINGS.head(0)},
        "family": {"counts": COUNTS.head(0)},
    }
    kinds = set(trends_with(**missing[kind])["topic_kind"])
    assert kinds == {"family", "tag", "discovered"} - {kind}


def test_a_series_begins_in_the_period_of_its_first_use_and_has_no_gap():
    trends = trends_with()
    found = trends[(trends["topic_kind"] == "discovered") & (trends["venue"] == "all") & (trends["grain"] == "month")]
    months = {topic: rows["period"].tolist() for topic, rows in found.groupby("topic")}

    assert (months["a, b"][:2], months["c, d"][:1]) == (["2020-01", "2020-02"], ["2020-02"])
    assert months["a, b"][1:] == months["c, d"]
    assert "before its first row has 0 uses" in TABLES["topic_trends"].description
