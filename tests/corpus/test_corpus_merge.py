"""Many records of one document become one document, field by field."""

import itertools
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from pipeline.records import AuthorRef, Body, PingbackRecord, QuarantinedRecord
from tests.corpus._names import DAUGHTER, OTHER, ROOT, bundled, row

Make = Callable[..., Any]


def test_the_newest_live_record_wins_and_others_fill_what_it_does_not_say(build: Make, post: Make) -> None:
    dump = post(
        OTHER, origin="forum_dump", imported=True, retrieved_at="2026-09-01T00:00:00Z", karma=9, af=True, title="dumped"
    )
    old = post(OTHER, retrieved_at="2026-01-01T00:00:00Z", karma=5, title="old", modified_at="2021-01-01T00:00:00Z")
    new = post(OTHER, retrieved_at="2026-02-01T00:00:00Z", karma=7, title="new", tags=(("mesa", "Mesa"),))
    for order in itertools.permutations([dump, old, new]):
        corpus = build(*order)
        found = row(corpus.documents, f"forum:{OTHER}")
        assert (found.title, found.karma, found.af) == ("new", 7, True)
        assert found.modified_at == "2021-01-01T00:00:00Z"
        assert found.origin == "forum_api | forum_dump"
        assert found.retrieved_at == "2026-02-01T00:00:00Z", "the day of an import is not that of what it says"
        assert corpus.document_tags["tag"].tolist() == ["mesa"]


def test_a_mirrors_copy_ranks_between_the_forums_answer_and_a_file(build: Make, post: Make) -> None:
    forum = post(OTHER, retrieved_at="2026-01-01T00:00:00Z", karma=100, title="New", tags=(("mesa", "Mesa"),))
    mirror = post(
        OTHER, origin="greaterwrong_page", mirror=True, retrieved_at="2026-01-01T00:10:00Z", karma=60, title="Old",
        tags=(("roots", "Roots"),), form="question",
    )  # fmt: skip
    file = post(OTHER, origin="forum_dump", imported=True, retrieved_at="2026-01-02T00:00:00Z", karma=20, title="Older")

    for order in itertools.permutations([forum, mirror, file]):
        made = build(*order)
        found = row(made.documents, f"forum:{OTHER}")
        assert (found.karma, found.title, found.form) == (100, "New", "question")
        assert made.document_tags["tag"].tolist() == ["mesa"]
    for pair in ([mirror, file], [file, mirror]):
        assert row(build(*pair).documents, f"forum:{OTHER}").karma == 60


@pytest.mark.parametrize(
    ("document_id", "known", "address", "kind"),
    [
        (f"forum:{OTHER}", "post", f"web:https://www.lesswrong.com/posts/{OTHER}/slug", "post"),
        ("arxiv:1905.00001", "paper", "web:https://arxiv.org/abs/1905.00001v2", "paper"),
        ("arxiv:1905.00001", "paper", "web:https://index.example/the-same", "paper"),
    ],
)
def test_a_page_read_by_its_address_is_of_the_kind_that_its_id_names(
    build: Make, post: Make, document_id: str, known: str, address: str, kind: str
) -> None:
    same_as = (document_id,) if "index.example" in address else None
    page = post(
        address, "<p>As a page shows it</p>", kind="page", origin="web_page", retrieved_at="2026-02-01T00:00:00Z",
        same_as=same_as,
    )  # fmt: skip
    for order in itertools.permutations([post(document_id, kind=known), page]):
        assert row(build(*order).documents, document_id).kind == kind


def test_a_written_body_beats_a_rendered_one_and_that_beats_markdown(build: Make, post: Make) -> None:
    bodies = [
        post(OTHER, "<p>written</p>", origin="forum_dump", imported=True, retrieved_at="2020-01-01T00:00:00Z"),
        post(OTHER, "<p>rendered</p>", markup="html-rendered", retrieved_at="2026-01-01T00:00:00Z"),
        post(OTHER, "marked", markup="markdown", retrieved_at="2026-02-01T00:00:00Z"),
    ]
    for order in itertools.permutations(bodies):
        assert build(*order).texts["text"].tolist() == ["written"]
    assert build(*bodies[1:]).texts["text"].tolist() == ["rendered"]


def test_a_newer_body_of_the_same_kind_replaces_links_and_words(build: Make, post: Make) -> None:
    old = post(OTHER, f'<p>one <a href="/posts/{ROOT}">two</a></p>', retrieved_at="2026-01-01T00:00:00Z")
    new = post(OTHER, "<p>one</p>", retrieved_at="2026-02-01T00:00:00Z")
    for order in ((old, new), (new, old)):
        corpus = build(*order)
        assert len(corpus.links) == 0
        assert corpus.word_counts.query("field == 'body'")["words"].tolist() == [1]


def test_a_slug_and_a_user_id_become_one_author_through_a_post_that_both_dumps_hold(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, authors=(AuthorRef("eve", None, "Eve"),), where="a"),
        post(OTHER, authors=(AuthorRef(None, "userEve", None),), where="b"),
        post(DAUGHTER, authors=(AuthorRef(None, "userEve", None), AuthorRef(None, "userBo", None))),
    )
    assert row(corpus.documents, f"forum:{DAUGHTER}").author_ids == "forum:eve | forum-id:userBo"
    assert row(corpus.documents, f"forum:{DAUGHTER}").authors == "Eve | userBo"
    authors = corpus.authors.set_index("author_id")
    assert authors.loc["forum:eve", "user_id"] == "userEve"
    assert corpus.authorship.query("author_id == 'forum-id:userBo'")["position"].tolist() == [2]


@pytest.mark.parametrize("older", ["forum_api", "forum_dump", "bundled"])
def test_a_later_reply_that_was_not_asked_for_coauthors_takes_none_away(build: Make, post: Make, older: str) -> None:
    ada, bo = AuthorRef("ada", "userAda", "Ada"), AuthorRef("bo", "userBo", "Bo")
    whole = post(OTHER, authors=(ada, bo), origin=older, imported=older == "forum_dump")
    later = post(
        OTHER, authors=(ada,), authors_in_part=True, origin="forum_tags", retrieved_at="2026-01-02T00:00:00Z", karma=9
    )
    facts = {"snapshot": bundled(build(whole))} if older == "bundled" else {}
    records = [later] if facts else [whole, later]

    for order in itertools.permutations(records):
        found = row(build(*order, **facts).documents, f"forum:{OTHER}")
        assert (found.authors, found.karma) == ("Ada | Bo", 9)


def test_of_whole_bylines_the_later_one_stands(build: Make, post: Make) -> None:
    ada, bo = AuthorRef("ada", "userAda", "Ada"), AuthorRef("bo", "userBo", "Bo")
    later = post(OTHER, authors=(ada,), retrieved_at="2026-01-02T00:00:00Z")
    assert row(build(post(OTHER, authors=(ada, bo)), later).documents, f"forum:{OTHER}").authors == "Ada"


def test_a_renamed_author_is_one_author_under_the_newest_slug(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, authors=(AuthorRef("old-name", "userEve", "Old"),), retrieved_at="2025-01-01T00:00:00Z"),
        post(DAUGHTER, authors=(AuthorRef("new-name", "userEve", "New"),), retrieved_at="2026-01-01T00:00:00Z"),
    )
    assert set(corpus.documents["author_ids"].dropna()) == {"forum:new-name"}
    assert corpus.authors["name"].tolist() == ["New"]


@pytest.mark.parametrize("earlier_id", ["userA", "userZ"])
def test_a_slug_that_one_author_gave_up_and_another_took_joins_them_in_no_order(
    build: Make, post: Make, earlier_id: str
) -> None:
    ada = [AuthorRef(slug, earlier_id, "Ada") for slug in ("ada", "ada-l")]
    posts = [
        post(OTHER, authors=(ada[0],), retrieved_at="2025-01-01T00:00:00Z"),
        post(DAUGHTER, authors=(ada[1],), retrieved_at="2026-01-01T00:00:00Z"),
        post(ROOT, authors=(AuthorRef("ada", "userM", "Another Ada"),), retrieved_at="2026-02-01T00:00:00Z"),
    ]
    for order in itertools.permutations(posts):
        documents = build(*order).documents
        found = {row(documents, f"forum:{one}").author_ids for one in (OTHER, DAUGHTER)}
        assert (found, row(documents, f"forum:{ROOT}").author_ids) == ({"forum:ada-l"}, "forum:ada")


def test_of_two_authors_who_gave_up_one_slug_the_last_had_it_longest(build: Make, post: Make) -> None:
    told = [
        ("ada", "userA", "2025-03-01"), ("new-a", "userA", "2026-01-01"), ("ada", "userB", "2025-02-01"),
        ("new-b", "userB", "2026-01-01"),
    ]  # fmt: skip
    posts = [
        post(f"{number:017d}", authors=(AuthorRef(slug, user_id, None),), retrieved_at=f"{day}T00:00:00Z")
        for number, (slug, user_id, day) in enumerate(told)
    ]
    by_slug_alone = post(ROOT, authors=(AuthorRef("ada", None, None),), retrieved_at="2025-01-01T00:00:00Z")
    for order in itertools.permutations(posts):
        assert row(build(*order, by_slug_alone).documents, f"forum:{ROOT}").author_ids == "forum:new-a"


def test_two_authors_of_a_post_are_not_joined_by_it(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, authors=(AuthorRef("eve", None, "Eve"), AuthorRef("bo", None, "Bo")), where="a"),
        post(OTHER, authors=(AuthorRef(None, "userEve", None),), where="b"),
    )
    assert corpus.authors["user_id"].isna().all()


@pytest.mark.parametrize(
    ("document_id", "af", "venue"),
    [
        (OTHER, True, "af"),
        (OTHER, False, "lw"),
        (OTHER, None, "forum"),
        ("5bd75cc58225bf0670375041", None, "af"),
        (f"eaforum:{OTHER}", None, "eaf"),
    ],
)
def test_venues(build: Make, post: Make, document_id: str, af: bool | None, venue: str) -> None:
    found = post(document_id, af=af)
    assert row(build(found).documents, found.document_id).venue == venue


def test_documents_of_works_that_no_source_describes_come_from_the_configuration(build: Make, post: Make) -> None:
    corpus = build(post(ROOT, title="Roots, as posted"))
    paper = row(corpus.documents, "arxiv:1905.00001")
    assert (paper.title, paper.posted_at, paper.kind, paper.venue) == ("On Roots: Paper", "2019-06", "paper", "arxiv")
    assert (paper.work_id, paper.origin, paper.author_ids) == ("roots", "configuration", "forum:ada")
    posted = row(corpus.documents, f"forum:{ROOT}")
    assert (posted.title, posted.origin, posted.work_id) == ("Roots, as posted", "forum_api", "roots")


def test_a_crosspost_is_one_work_with_its_twin(build: Make, post: Make) -> None:
    corpus = build(post(OTHER, crosspost_id="eaforum:TwinTwinTwinTwin1"), post("eaforum:TwinTwinTwinTwin1"))
    works = corpus.documents.set_index("document_id")["work_id"]
    assert works[f"forum:{OTHER}"] == works["eaforum:TwinTwinTwinTwin1"] == "eaforum:TwinTwinTwinTwin1"


def test_words_are_empty_where_the_body_is_unknown_and_zero_where_it_has_none(build: Make, post: Make) -> None:
    corpus = build(post(OTHER), post(DAUGHTER, '<p><img src="x"></p>'))
    assert pd.isna(row(corpus.documents, f"forum:{OTHER}").words)
    assert not row(corpus.documents, f"forum:{OTHER}").has_body
    assert row(corpus.documents, f"forum:{DAUGHTER}").words == 0


def test_words_of_a_document_are_its_text_without_code_and_titles_count_apart(build: Make, post: Make) -> None:
    html = "<p>one two</p><blockquote>three</blockquote><pre>four</pre>"
    corpus = build(post(OTHER, html, title="Five Six"))
    assert row(corpus.documents, f"forum:{OTHER}").words == 3
    counts = corpus.word_counts.query("document_id == @document_id", local_dict={"document_id": f"forum:{OTHER}"})
    assert counts.set_index("field")["words"].to_dict() == {"body": 2, "quote": 1, "code": 1, "title": 2}


def test_a_comment_has_a_field_of_its_own_and_its_quotations_theirs(build: Make, post: Make) -> None:
    comment = post(
        "forum-comment:CommentAAAAAAAAAA",
        kind="comment",
        title=None,
        slug=None,
        parent_id=f"forum:{OTHER}",
        body=Body("markdown", "own\n\n> quoted", "https://www.lesswrong.com"),
    )
    corpus = build(comment, post(OTHER))
    assert dict(zip(corpus.texts["field"], corpus.texts["text"], strict=True)) == {"comment": "own", "quote": "quoted"}
    found = row(corpus.documents, comment.document_id)
    assert found.url == f"https://www.lesswrong.com/posts/{OTHER}?commentId=CommentAAAAAAAAAA"


def test_unusable_records_are_kept_with_their_reason(build: Make) -> None:
    corpus = build(QuarantinedRecord("forum_dump post", "file #3", "_id: found ''"))
    assert corpus.quarantine.to_dict("records") == [
        {"what": "forum_dump post", "where": "file #3", "why": "_id: found ''"}
    ]


def test_people_of_the_ea_forum_are_joined_among_themselves_and_with_nobody_of_the_other(
    build: Make, post: Make
) -> None:
    byline = (AuthorRef("eaforum:ada", "eaforum:u1", "Ada"),)
    corpus = build(
        post("eaforum:PostOfAdaThere001", authors=byline),
        post("eaforum:PostOfAdaThere002", authors=(AuthorRef(None, "eaforum:u1", "Ada"),)),
        post(OTHER, authors=(AuthorRef("ada", "u1", "Another Ada"),)),
    )

    assert set(corpus.authors.itertuples(index=False, name=None)) == {
        ("eaforum:ada", "Ada", "eaforum:u1"),
        ("forum:ada", "Another Ada", "u1"),
    }
    assert row(build(snapshot=bundled(corpus)).documents, "eaforum:PostOfAdaThere002").author_ids == "eaforum:ada"


def test_a_listed_item_has_the_authors_that_its_list_names_until_it_is_read(build: Make, post: Make) -> None:
    def item(citing_id: str, kind: str, who: AuthorRef) -> PingbackRecord:
        return PingbackRecord(
            f"forum:{ROOT}", 1, kind, "A title", citing_id, "2020-02-01T00:00:00Z", 3, f"list of {citing_id}",
            "2026-01-01T00:00:00Z", authors=who.name, wrote=(who,),
        )  # fmt: skip

    comment, there = f"forum-comment:{DAUGHTER}", "eaforum:PostOfAdaThere001"
    items = [
        item(comment, "comment", AuthorRef(None, "userAda", "Ada")),
        item(there, "post", AuthorRef(None, "eaforum:u1", "Eve")),
    ]
    listed = build(*items, post(OTHER))
    read = build(*items, post(there, authors=(AuthorRef("eaforum:eve", "eaforum:u1", "Eve"),)))

    assert row(listed.documents, comment).author_ids == "forum:ada", "the same user as of the post that was read"
    assert row(listed.documents, there).author_ids == "eaforum:u1"
    assert row(read.documents, there).author_ids == "eaforum:eve"
