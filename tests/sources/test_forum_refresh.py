"""A later run asks what has changed, not for everything again."""

from typing import Any

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.progress import Silent
from pipeline.records import DocumentRecord, VisibilityRecord
from pipeline.settings import Settings
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_comment, a_post, changed, post_id

pytestmark = pytest.mark.usefixtures("first_day")


def run(settings: Settings, archive: Archive, **options: Any) -> SourceOutcome:
    session = Session(settings.gather, archive, sleep=lambda _: None, **options)
    try:
        return forum_api.gather(settings, session, archive, Silent())
    finally:
        session.close()


def names(forum: LoopbackForum) -> list[str]:
    return [question["operationName"] for question in forum.questions()]


def records(archive: Archive) -> list[Any]:
    return [record for reply in archive.replies("forum_api") for record in forum_api.parse(reply)]


def newest(archive: Archive, number: int) -> dict[str, Any]:
    """Return what the replies say of a post, the newest last."""
    rows = [record for record in records(archive) if isinstance(record, DocumentRecord)]
    told: dict[str, Any] = {}
    for record in sorted(rows, key=lambda record: record.retrieved_at):
        if record.document_id == f"forum:{post_id(number)}":
            told |= {name: getattr(record, name) for name in record.__slots__ if getattr(record, name) is not None}
    return told


def test_when_nothing_has_changed_a_later_run_asks_under_a_twentieth(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.posts = [a_post(1)] + [
        a_post(number, cites=(1,), postedAt="2020-01-05T10:00:00.000Z", baseScore=5) for number in range(2, 120)
    ]
    forum.comments = [a_comment(number, 1 + number) for number in range(1, 20)]
    first = run(settings, archive).requests
    later()
    outcome = run(settings, archive)

    assert (outcome.missing, outcome.error) == ((), None)
    assert first > 100
    assert outcome.requests < first / 20
    assert names(forum) == ["PostChanges", "CommentChanges", "Pingbacks", "Pingbacks", "PostMarks", "CommentMarks"]
    forum.asked.clear()
    assert run(settings, archive).requests == 0, "what was checked is current"


def test_rounds_follow_each_other_without_a_gap(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    spans = []
    for days in (10, 20, 30):
        later(days)
        run(settings, archive)
        spans += [one["variables"] for one in forum.questions() if one["operationName"] == "PostChanges"]

    assert [(span["after"][:10], span["before"][:10]) for span in spans] == [
        ("2020-09-13", "2020-09-23"),
        ("2020-09-23", "2020-10-03"),
        ("2020-10-03", "2020-10-13"),
    ]


def test_a_new_citer_is_found_and_gathered(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.posts.append(a_post(9, cites=(1,), postedAt="2020-10-01T00:00:00.000Z", baseScore=-3))
    run(settings, archive)

    assert newest(archive, 9)["title"] == "Post number 9"
    assert "body" in newest(archive, 9)
    assert names(forum)[:5] == ["PostChanges", "CommentChanges", "Pingbacks", "Pingbacks", "PostBodies"]


def test_a_citer_whose_karma_has_risen_is_found_on_the_list_of_a_root_post(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    assert newest(archive, 6) == {}, "karma of 0: no list gives it"
    later()
    forum.posts[5]["baseScore"] = 50
    run(settings, archive)

    assert newest(archive, 6)["karma"] == 50
    later(36)
    assert run(settings, archive).requests == 0, "a list is asked for anew when that is due, and not before"


def test_an_edited_post_is_asked_for_again_and_its_old_text_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.posts[1] |= {"modifiedAt": "2020-10-01T00:00:00.000Z", "htmlBody": "<p>New.", "title": "New title"}
    run(settings, archive)
    told = [
        (record.retrieved_at[:10], record.title)
        for record in records(archive)
        if isinstance(record, DocumentRecord) and record.document_id == f"forum:{post_id(2)}" and record.body
    ]

    assert newest(archive, 2)["body"].text == "<p>New."
    assert told == [("2020-09-13", "Post number 2"), ("2020-10-13", "New title")]
    assert [one["variables"]["ids"] for one in forum.questions() if one["operationName"] == "PostBodies"] == [
        [post_id(2)]
    ]


def test_karma_is_renewed_without_asking_for_a_body(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.posts[0]["baseScore"] = 777
    run(settings, archive)

    assert newest(archive, 1)["karma"] == 777
    assert "PostBodies" not in names(forum)


def test_new_comments_bring_their_post_to_be_asked_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.comments = [a_comment(1, 1)]
    run(settings, archive)
    later()
    forum.comments.append(a_comment(2, 1, postedAt="2020-10-01T00:00:00.000Z"))
    run(settings, archive)

    assert any(
        record.document_id == "forum-comment:Note0000000000002"
        for record in records(archive)
        if isinstance(record, DocumentRecord)
    )
    assert {one["variables"]["p0"] for one in forum.questions() if one["operationName"] == "Comments"} == {post_id(1)}


@pytest.mark.parametrize(("state", "change"), [("gone", "delete"), ("hidden", "hide")])
def test_a_post_that_is_no_longer_given_is_asked_about_and_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, state: str, change: str
) -> None:
    run(settings, archive)
    later()
    if change == "delete":
        del forum.posts[3]
    else:
        forum.hidden.add(post_id(4))
    outcome = run(settings, archive, accept_shrink=True)

    told = [record for record in records(archive) if isinstance(record, VisibilityRecord)]
    assert [(record.document_id, record.state, record.retrieved_at[:10]) for record in told] == [
        (f"forum:{post_id(4)}", state, "2020-10-13")
    ]
    assert outcome.missing == ()
    assert outcome.came.startswith("4 posts (1 of them gone or hidden by now) and ")
    assert newest(archive, 4)["title"] == "Post number 4"


def test_a_post_that_is_given_again_is_gone_no_more_until_it_is_lost_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    lost = forum.posts[3]
    told = []
    for day, is_there in ((30, False), (60, True), (61, True), (90, False), (91, False)):
        later(day)
        forum.posts = [post for post in forum.posts if post != lost] + [lost] * is_there
        told.append("gone or hidden" in run(settings, archive, accept_shrink=True).came)

    assert told == [True, False, False, True, True]


def test_a_list_of_posts_that_has_lost_more_than_a_fifth_has_to_be_accepted(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    del forum.posts[1:3]
    outcome = run(settings, archive)

    kept = "items; what was known is kept, and --accept-shrink says that this is right"
    assert outcome.missing == (f"the list of known posts has shrunk from 4 to 2 {kept}",)
    later(60)
    assert run(settings, archive).missing == (), "those that are known to be gone are not missed again"


def test_an_emptied_list_of_links_is_held_up_and_what_was_known_of_it_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.posts += [a_post(number, cites=(1,)) for number in (8, 9)]
    run(settings, archive)
    later()
    empty = changed(lambda answer: {"data": {name: {"results": [], "totalCount": 0} for name in answer["data"]}})
    right = forum.respond

    def emptied(method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        if b'"Pingbacks"' in body and not forum.faults:
            forum.faults.append(empty)
        return right(method, path, body)

    forum.respond = emptied  # type: ignore[method-assign]
    outcome = run(settings, archive, refresh=True)

    assert any("has shrunk from 4 to 0 items" in line for line in outcome.missing)
    assert newest(archive, 3)["title"] == "Post number 3"


def test_a_count_that_does_not_fit_is_noted(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    right = forum.graphql

    def lying(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "Pingbacks":
            for top in answer["data"].values():
                top["totalCount"] = 10_000
        return code, answer

    forum.graphql = lying  # type: ignore[method-assign]
    outcome = run(settings, archive)

    assert f"the forum counts 10,000 items on the list of {post_id(1)} and gave 2" in outcome.notes
    assert outcome.missing == ()


def test_a_forum_that_does_not_tell_what_changed_is_asked_for_everything_that_is_due(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    first = run(settings, archive).requests
    later()
    right = forum.graphql

    def refusing(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if request["operationName"] == "PostChanges":
            error = {"message": 'Cannot query field "x"', "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}
            return 400, {"errors": [error]}
        return right(request)

    forum.graphql = refusing  # type: ignore[method-assign]
    outcome = run(settings, archive)

    assert outcome.error is None
    assert outcome.requests >= first
    assert "the forum does not tell what has changed; everything that is due was asked for again" in outcome.notes
