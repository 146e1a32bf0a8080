"""First uses and what stood before them, on a history small enough to tell."""

import pandas as pd
import pytest

from pipeline.exports.term_first_uses import build
from pipeline.terms._families import Family
from pipeline.terms.lexicon import Lexicon

FACTS = {"definition": "A.", "definition_source": "-", "forms": ["-x"], "examples": ["-"]}
LEXICON = Lexicon(
    {
        "birds": Family.model_validate(
            {
                "description": "-",
                "terms": [
                    {**FACTS, "name": "owl", "first_known_use": "2019-05-31", "coined": True},
                    {**FACTS, "name": "wren", "first_known_use": "2019-05", "forms": ["y"]},
                    {**FACTS, "name": "jay", "forms": ["z"]},
                ],
            }
        )
    }
)


def history(documents, citations=(), uses=(), root_ids=frozenset()):
    """Build from (id, posted_at, modified_at, authors), (citing, cited) and (id, term, field)."""
    columns = ["document_id", "posted_at", "modified_at"]
    frame = pd.DataFrame([row[:3] for row in documents], columns=columns).astype("str")
    frame["title"] = "On " + frame["document_id"]
    wrote = [(row[0], author) for row in documents for author in row[3]]
    return build(
        frame,
        pd.DataFrame(wrote, columns=["document_id", "author_id"]),
        pd.DataFrame(list(citations), columns=["citing_id", "cited_id"]).astype("str"),
        pd.DataFrame(list(uses), columns=["document_id", "term", "field"]).assign(family="birds", occurrences=1),
        LEXICON,
        root_ids,
    )


def told(frame, *columns):
    shown = frame[["author_id", *columns]].fillna({"prior_exposure": "none"})
    return list(shown.itertuples(index=False, name=None))


def test_the_earliest_document_of_each_author_counts_and_each_coauthor_has_one():
    found = history(
        [("d:2", "2020-01-02", None, "ab"), ("d:1", "2020-01-01", None, "a"), ("d:3", "2020-01-03", None, "b")],
        uses=[("d:3", "owl", "title"), ("d:2", "owl", "body"), ("d:1", "owl", "footnote")],
    )
    assert told(found, "document_id", "field") == [("a", "d:1", "footnote"), ("b", "d:2", "body")]


def test_of_one_document_the_field_nearest_its_head_is_named():
    found = history([("d:1", "2020", None, "a")], uses=[("d:1", "owl", "body"), ("d:1", "owl", "title")])
    assert found["field"].tolist() == ["title"]


def test_quotations_and_undated_documents_are_no_first_use():
    found = history(
        [("d:1", "2020", None, "a"), ("d:2", None, None, "b")],
        uses=[("d:1", "owl", "quote"), ("d:1", "wren", "code"), ("d:2", "owl", "title")],
    )
    assert len(found) == 0


@pytest.mark.parametrize(
    ("term", "posted", "modified", "counts"),
    [
        ("owl", "2018-01-01", "2019-06-01", False),
        ("owl", "2018-01-01", None, False),
        ("owl", "2018-01-01", "2018-02-01", True),
        ("wren", "2018-01-01", "2019-05-02", False),
        ("wren", "2018-01-01", None, True),
        ("owl", "2019-05-31T08:00:00Z", "2021-01-01", True),
        ("owl", "2019", "2021-01-01", True),
        ("jay", "2001-01-01", "2021-01-01", True),
    ],
)
def test_what_is_older_than_the_term_is_probably_a_later_edit(term, posted, modified, counts):
    found = history(
        [("d:1", posted, modified, "a"), ("d:2", "2022-01-01", None, "a")],
        uses=[("d:1", term, "body"), ("d:2", term, "body")],
    )
    assert told(found, "document_id", "probable_later_edit") == [("a", "d:1" if counts else "d:2", not counts)]


def test_an_author_of_later_edits_alone_has_no_first_use():
    assert len(history([("d:1", "2018", None, "a")], uses=[("d:1", "owl", "body")])) == 0


OLD, NEW = ("d:old", "2020-01-01", None, "x"), ("d:new", "2020-06-01", None, "a")
BOTH_USE = [("d:old", "owl", "title"), ("d:new", "owl", "title")]


def test_an_author_who_cited_an_earlier_use_in_the_same_document_was_linked():
    found = history([OLD, NEW], [("d:new", "d:old")], BOTH_USE)
    assert told(found, "prior_exposure") == [("x", "none"), ("a", "linked")]


@pytest.mark.parametrize(("cited_when", "linked"), [("2020-05-01", True), ("2020-06-01", True), ("2020-07-01", False)])
def test_a_link_is_exposure_only_if_it_was_given_by_then(cited_when, linked):
    other = ("d:other", cited_when, None, "a")
    found = history([OLD, NEW, other], [("d:other", "d:old")], BOTH_USE).set_index("author_id")
    assert (found.loc["a", "prior_exposure"] == "linked") is linked


def test_a_link_to_a_later_use_or_to_another_term_is_no_exposure():
    later = ("d:later", "2021-01-01", None, "y")
    found = history(
        [NEW, later, OLD],
        [("d:new", "d:later"), ("d:new", "d:old")],
        [("d:new", "owl", "title"), ("d:later", "owl", "title"), ("d:old", "wren", "title")],
    )
    assert found["prior_exposure"].isna().all()


def test_a_coauthor_who_used_the_term_before_is_exposure():
    together = ("d:both", "2020-03-01", None, "ax")
    found = history([OLD, NEW, together], [], BOTH_USE)
    assert told(found, "prior_exposure") == [("x", "none"), ("a", "coauthor")]
    linked = history([OLD, NEW, together], [("d:both", "d:old")], BOTH_USE)
    assert told(linked, "prior_exposure") == [("x", "none"), ("a", "coauthor | linked")]


def test_writing_together_afterwards_is_no_exposure():
    together = ("d:both", "2020-07-01", None, "ax")
    assert history([OLD, NEW, together], [], BOTH_USE)["prior_exposure"].isna().all()


def test_coauthors_who_begin_together_have_not_exposed_each_other():
    found = history([("d:1", "2020-01-01", None, "ab")], [], [("d:1", "owl", "title")])
    assert told(found, "prior_exposure") == [("a", "none"), ("b", "none")]


def test_a_first_use_is_before_the_root_work_by_the_second_and_shows_its_title():
    found = history(
        [
            ("d:root", "2019-05-31T22:10:00Z", None, "r"),
            ("d:copy", "2019-06-05", None, "r"),
            ("d:1", "2019-05-31T22:09:59Z", None, "a"),
            ("d:2", "2019-05-31T22:10:00Z", None, "b"),
        ],
        uses=[("d:1", "jay", "title"), ("d:2", "jay", "title")],
        root_ids=frozenset({"d:root", "d:copy", "d:unknown"}),
    )
    assert told(found, "before_root", "title") == [("a", True, "On d:1"), ("b", False, "On d:2")]


def test_without_a_root_work_nothing_is_before_it():
    assert history([OLD], [], BOTH_USE)["before_root"].isna().all()
