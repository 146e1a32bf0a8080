"""Comments of the forum: where they stand, what they answer, what they cite."""

from typing import Any

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus.stage import build_corpus
from pipeline.progress import Silent
from pipeline.records import DocumentRecord, QuarantinedRecord, VisibilityRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id


def run(settings: Settings, archive: Archive, **gather: Any) -> SourceOutcome:
    chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update={"generations": 1} | gather)})
    session = Session(chosen.gather, archive, sleep=lambda _: None)
    try:
        return forum_api.gather(chosen, session, archive, Silent())
    finally:
        session.close()


def records(archive: Archive) -> list[Any]:
    return [record for reply in archive.replies("forum_api") for record in forum_api.parse(reply)]


def comments(archive: Archive) -> dict[str, DocumentRecord]:
    return {
        record.document_id.removeprefix("forum-comment:Note").lstrip("0"): record
        for record in records(archive)
        if isinstance(record, DocumentRecord) and record.kind == "comment"
    }


@pytest.fixture(autouse=True)
def _commented(forum: LoopbackForum) -> None:
    """1 under the root, 2 answers it; 3 under a citer cites the root, 4 under a post that cites nothing does, too."""
    forum.comments = [
        a_comment(1, 1),
        a_comment(2, 1, parentCommentId=a_comment(1, 1)["_id"], reviewingForReview="2019"),
        a_comment(3, 2, cites=(1,), nominatedForReview="2019"),
        a_comment(4, 7, cites=(1,)),
        a_comment(5, 3, answer=True),
    ]


@pytest.mark.parametrize(("chosen", "came"), [("none", ""), ("root", "12"), ("citers", "123"), ("all", "12345")])
def test_comments_are_gathered_as_far_as_the_settings_say(
    settings: Settings, archive: Archive, chosen: str, came: str
) -> None:
    run(settings, archive, comments=chosen)

    assert "".join(sorted(comments(archive))) == came


def test_a_comment_knows_its_post_the_comment_it_answers_and_what_it_is(settings: Settings, archive: Archive) -> None:
    run(settings, archive)
    found = comments(archive)

    assert (found["2"].parent_id, found["2"].reply_to) == (f"forum:{post_id(1)}", found["1"].document_id)
    assert [found[number].form for number in "123"] == [None, "review", "nomination"]
    assert found["3"].outgoing == (f"forum:{post_id(1)}",)
    assert (found["1"].karma, found["1"].posted_at) == (9, "2020-02-01T10:00:00Z")


def test_answers_are_asked_for_under_questions_alone(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.posts[2]["question"] = True
    run(settings, archive)
    asked = [one["variables"] for one in forum.questions() if one["operationName"] == "CommentAnswers"]

    assert comments(archive)["5"].form == "answer"
    assert {variables["p0"] for variables in asked} == {post_id(3)}
    form = {record.document_id: record.form for record in records(archive) if isinstance(record, DocumentRecord)}
    assert form[f"forum:{post_id(3)}"] in (None, "question")


def test_a_comment_that_cites_the_root_work_is_a_citing_document(settings: Settings, archive: Archive) -> None:
    run(settings, archive)
    made = build_corpus(archive.replies(), settings)
    cited = made.citations[made.citations["cited_id"] == f"forum:{post_id(1)}"]
    evidence = dict(zip(cited["citing_id"], cited["evidence"], strict=True))

    assert evidence["forum-comment:Note0000000000003"] == "body | pingback_field"


def test_comments_page_by_page(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "PAGE", 2)
    forum.comments = [a_comment(number, 1) for number in range(1, 6)]
    run(settings, archive, comments="root")

    assert set(comments(archive)) == set("12345")


def test_marks_that_the_forum_does_not_know_are_left_out_and_named(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.known_fields -= {"nominatedForReview", "reviewingForReview"}
    outcome = run(settings, archive)

    assert outcome.error is None
    assert outcome.notes == (
        "the forum does not know the field nominatedForReview, reviewingForReview; gathered without it",
    )
    assert set(comments(archive)) == set("123")


def test_a_deleted_comment_is_gone_and_one_without_a_post_is_kept(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.comments[0] |= {"deleted": True, "htmlBody": None}
    forum.comments[3] |= {"postId": None}
    run(settings, archive, comments="all")

    assert sorted(comments(archive)) == list("2345")
    assert comments(archive)["4"].parent_id is None
    assert not [record for record in records(archive) if isinstance(record, QuarantinedRecord)]
    gone = [record.document_id for record in records(archive) if isinstance(record, VisibilityRecord)]
    assert gone == [f"forum-comment:{forum.comments[0]['_id']}"]


def test_a_second_run_asks_nothing(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.posts.append(a_post(8, cites=(1,), question=True))
    run(settings, archive)
    forum.asked.clear()

    assert run(settings, archive).requests == 0
    assert forum.asked == []


def test_a_comment_on_a_tag_stands_under_the_tag_and_a_forum_that_does_not_tell_is_asked_without(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.comments = [a_comment(1, 1), a_comment(2, 1, postId=None, tag={"slug": "Hedging"})]
    assert run(settings, archive, comments="all").notes == ()
    assert {number: one.parent_id for number, one in comments(archive).items()} == {
        "1": f"forum:{post_id(1)}",
        "2": "forum-tag:hedging",
    }

    forum.known_fields -= {"tag"}
    session = Session(settings.gather, archive, refresh=True, sleep=lambda _: None)
    wanting_all = settings.model_copy(update={"gather": settings.gather.model_copy(update={"comments": "all"})})
    outcome = forum_api.gather(wanting_all, session, archive, Silent())
    session.close()
    assert (outcome.error, outcome.missing) == (None, ())
    assert outcome.notes == ("the forum does not know the field tag; gathered without it",)
