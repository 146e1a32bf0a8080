"""Term trends on a corpus small enough to count by hand."""

import pandas as pd
import pytest

from pipeline.exports.term_trends import build
from pipeline.schema import TABLES
from pipeline.tables import conform

AS_OF = "2020-08-15T00:00:00Z"


def documents_of(*rows):
    names = ("document_id", "posted_at", "venue", "title", "has_body", "kind", "serial")
    frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows])
    for name in TABLES["documents"].names:
        if name not in frame:
            frame[name] = {"why_included": "-", "origin": "test"}.get(name)
    return conform(frame, "documents")


DOCUMENTS = documents_of(
    ("d:1", "2020-01-10T00:00:00Z", "af", "Owls", True, "post", "Birds"),
    ("d:2", "2020-01-20T00:00:00Z", "lw", "More owls", True, "post", "Birds"),
    ("d:3", "2020-01-30T00:00:00Z", "lw", "Cats", False, "post", None),
    ("d:4", "2020-03-05T00:00:00Z", "lw", "Owl", True, "post", None),
    ("d:5", "2020-08-01T00:00:00Z", "lw", "Dogs", False, "post", None),
    ("c:1", "2020-01-11T00:00:00Z", "lw", None, True, "comment", None),
    ("d:6", "2020", "lw", "Owls of a year", False, "post", None),
)
AUTHORSHIP = pd.DataFrame(
    [("d:1", "a"), ("d:2", "a"), ("d:2", "b"), ("d:4", "b"), ("c:1", "c")], columns=["document_id", "author_id"]
)
WORDS = pd.DataFrame(
    [
        ("d:1", "title", 1),
        ("d:1", "body", 100),
        ("d:1", "quote", 30),
        ("d:2", "title", 2),
        ("d:2", "body", 300),
        ("d:2", "footnote", 8),
        ("d:3", "title", 1),
        ("d:4", "title", 1),
        ("c:1", "comment", 50),
    ],
    columns=["document_id", "field", "words"],
)
COUNTS = pd.DataFrame(
    [
        ("d:1", "title", 1),
        ("d:2", "title", 1),
        ("d:4", "title", 1),
        ("d:6", "title", 1),
        ("d:1", "body", 4),
        ("d:2", "footnote", 2),
        ("d:1", "quote", 5),
        ("c:1", "comment", 3),
    ],
    columns=["document_id", "field", "occurrences"],
).assign(family="birds", term="owl")
TEXTS = pd.DataFrame([("d:1", "body", "-")], columns=["document_id", "field", "text"])


@pytest.fixture(scope="module")
def trends():
    return build(DOCUMENTS, AUTHORSHIP, WORDS, TEXTS, COUNTS, frozenset({"owl"}), AS_OF)


def row(trends, period, field, venue="all"):
    found = trends[(trends["period"] == period) & (trends["field"] == field) & (trends["venue"] == venue)]
    assert len(found) == 1
    return found.iloc[0]


def test_titles_are_counted_over_every_known_post_of_the_period(trends):
    january = row(trends, "2020-01", "title")
    assert (january["documents"], january["documents_total"], january["documents_known"]) == (2, 3, 3)
    assert january["share_of_documents"] == pytest.approx(2 / 3)
    assert (january["occurrences"], january["words_total"], january["per_1000_words"]) == (2, 4, 500)
    assert january["covered"]


def test_bodies_are_counted_over_posts_whose_body_is_known_and_say_that_they_are_too_few(trends):
    january = row(trends, "2020-01", "body")
    assert (january["documents"], january["documents_total"], january["documents_known"]) == (1, 2, 3)
    assert january["words_total"] == 400
    assert not january["covered"]
    assert row(trends, "2020-01", "body", "af")["covered"]


def test_all_fields_are_title_body_and_footnotes_and_no_quotations(trends):
    january = row(trends, "2020-01", "all")
    assert (january["documents"], january["occurrences"]) == (2, 1 + 1 + 4 + 2)
    assert january["words_total"] == 1 + 100 + 2 + 300 + 8


def test_the_parts_of_a_serial_and_the_papers_of_an_author_are_told_apart(trends):
    january = row(trends, "2020-01", "title")
    assert (january["documents_serials_once"], january["authors"]) == (1, 2)


def test_the_interval_is_wilsons(trends):
    january = row(trends, "2020-01", "title")
    assert [round(january[end], 4) for end in ("ci_low", "ci_high")] == [0.2077, 0.9385]


def test_zeros_stand_from_the_first_use_to_the_last_known_document(trends):
    months = trends[(trends["grain"] == "month") & (trends["field"] == "title") & (trends["venue"] == "all")]
    assert months["period"].tolist() == [f"2020-{month:02d}" for month in range(1, 9)]
    assert months["documents"].tolist() == [2, 0, 1, 0, 0, 0, 0, 0]
    august, february = months.iloc[-1], months.iloc[1]
    assert (august["documents_total"], august["share_of_documents"]) == (1, 0)
    assert february["documents_total"] == 0
    assert pd.isna(february["share_of_documents"])
    assert not february["covered"]


def test_the_period_that_the_data_cut_short_is_partial(trends):
    assert trends.groupby("period")["partial"].first()[["2020", "2020-Q1", "2020-07", "2020-08"]].tolist() == [
        True,
        False,
        False,
        True,
    ]


def test_comments_are_counted_among_comments_and_never_count_as_covered(trends):
    january = row(trends, "2020-01", "comment")
    assert (january["documents"], january["documents_total"], january["words_total"]) == (1, 1, 50)
    assert not january["covered"]


def test_a_date_known_to_the_year_counts_in_the_year_alone(trends):
    assert row(trends, "2020", "title")["documents"] == 4
    assert row(trends, "2020", "title")["documents_total"] == 6


def test_a_term_that_the_bundled_facts_were_not_counted_for_is_unknown_where_no_text_is():
    trends = build(DOCUMENTS, AUTHORSHIP, WORDS, TEXTS, COUNTS, frozenset(), AS_OF)
    assert row(trends, "2020-01", "body")["documents_total"] == 1
    assert row(trends, "2020-01", "title")["documents_total"] == 3


def test_a_corpus_without_uses_has_no_trends():
    trends = build(DOCUMENTS, AUTHORSHIP, WORDS, TEXTS, COUNTS.head(0), frozenset(), AS_OF)
    assert len(trends) == 0
