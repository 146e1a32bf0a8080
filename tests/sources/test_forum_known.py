"""What becomes of comments that are known: new karma, edits, deletions; asked for by id, and recorded with its day."""

from typing import Any

import pandas as pd
import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus.stage import build_corpus
from pipeline.errors import SchemaChanged
from pipeline.progress import Silent
from pipeline.records import DocumentRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_asking as asking
from pipeline.sources import _forum_questions as questions
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_comment, post_id

MARKS = ["PostChanges", "CommentChanges", "PostMarks", "CommentMarks"]
"""What a later run asks when nothing has changed."""

EDITED = {"contents": {"editedAt": "2020-10-01T00:00:00.000Z"}, "htmlBody": "<p>Said otherwise."}


@pytest.fixture(autouse=True)
def _comments(first_day: None, forum: LoopbackForum) -> None:
    """On the first day 1 to 6 stand under the root post, 7 under a citer of it; 2 and 7 link to posts."""
    forum.comments = [a_comment(number, 1, cites=(3,) if number == 2 else ()) for number in range(1, 7)]
    forum.comments.append(a_comment(7, 2, cites=(1,)))


def run(settings: Settings, archive: Archive, comments: str = "citers", **options: Any) -> SourceOutcome:
    chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update={"comments": comments})})
    session = Session(chosen.gather, archive, sleep=lambda _: None, **options)
    try:
        return forum_api.gather(chosen, session, archive, Silent())
    finally:
        session.close()


def planned(settings: Settings, archive: Archive, **options: Any) -> int:
    session = Session(settings.gather, archive, **options)
    try:
        return forum_api.estimate(settings, session, archive)
    finally:
        session.close()


def names(forum: LoopbackForum) -> list[str]:
    return [question["operationName"] for question in forum.questions()]


def asked(forum: LoopbackForum, name: str) -> list[list[int]]:
    """Return the numbers of the comments that each question of a name was about."""
    found = [one["variables"] for one in forum.questions() if one["operationName"] == name]
    ids = [one.get("ids") or [one[key] for key in sorted(one)] for one in found]
    return [[int(comment.removeprefix("Note")) for comment in one] for one in ids]


def comment_id(number: int) -> str:
    return str(a_comment(number, 1)["_id"])


def document(number: int) -> str:
    return f"forum-comment:{comment_id(number)}"


def history(settings: Settings, archive: Archive, number: int) -> list[tuple[str, str, str]]:
    """Return what the tables say of a comment's changes: the field, its value, the day it was first seen."""
    table = build_corpus(archive.replies(), settings).document_history
    rows = table[table["document_id"] == document(number)]
    rows = rows.sort_values(["field", "first_seen_at"])
    return list(zip(rows["field"], rows["value"], rows["first_seen_at"].str[:10], strict=True))


def row(settings: Settings, archive: Archive, number: int) -> dict[str, Any]:
    """Return the comment as it stands in the table of documents."""
    documents = build_corpus(archive.replies(), settings).documents.set_index("document_id")
    return dict(documents.loc[document(number)])


def texts(archive: Archive, number: int) -> list[tuple[str, str]]:
    """Return the days on which replies gave a comment's text, with the text."""
    found = [
        (record.retrieved_at[:10], record.body.text)
        for reply in archive.replies("forum_api")
        for record in forum_api.parse(reply)
        if isinstance(record, DocumentRecord) and record.document_id == document(number) and record.body
    ]
    return sorted(found)


def test_a_later_run_asks_for_marks_alone_and_one_soon_after_it_for_nothing(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    outcome = run(settings, archive)

    assert names(forum) == MARKS
    assert asked(forum, "CommentMarks") == [[1, 2, 3, 4, 5, 6, 7]]
    assert (outcome.missing, outcome.error, outcome.notes) == ((), None, ())
    later(36)
    assert run(settings, archive).requests == 0
    later(60)
    run(settings, archive)
    assert names(forum) == MARKS


def test_nothing_that_a_reply_says_again_is_a_change(settings: Settings, archive: Archive, later: Any) -> None:
    run(settings, archive)
    before = row(settings, archive, 1)
    later()
    run(settings, archive)
    after = row(settings, archive, 1)

    assert history(settings, archive, 1) == []
    assert pd.isna(before["modified_at"])
    assert after["modified_at"] == "2020-02-01T10:00:00Z"
    same = ("title", "posted_at", "karma", "words", "url", "author_ids", "parent_id", "reply_to", "form", "origin")
    assert [str(before[name]) for name in same] == [str(after[name]) for name in same]
    assert not [one for one in records(archive) if isinstance(one, QuarantinedRecord)]


def records(archive: Archive) -> list[Any]:
    return [record for reply in archive.replies("forum_api") for record in forum_api.parse(reply)]


def test_new_karma_is_recorded_with_its_day_and_the_old_one_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0]["baseScore"] = 77
    run(settings, archive)

    assert history(settings, archive, 1) == [("karma", "9", "2020-09-13"), ("karma", "77", "2020-10-13")]
    assert row(settings, archive, 1)["karma"] == 77
    assert len(texts(archive, 1)) == 1, "no text was asked for"


def test_an_edited_comment_is_asked_for_again_whole_and_its_old_text_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[1] |= EDITED | {"pingbacks": {"Posts": [post_id(4)]}}
    run(settings, archive)

    assert asked(forum, "CommentTexts") == [[2]]
    assert [day for day, _ in texts(archive, 2)] == ["2020-09-13", "2020-10-13"]
    assert texts(archive, 2)[1][1] == "<p>Said otherwise."
    assert [(field, day) for field, _, day in history(settings, archive, 2)] == [
        ("body", "2020-09-13"),
        ("body", "2020-10-13"),
    ]
    assert row(settings, archive, 2)["modified_at"] == "2020-10-01T00:00:00Z"
    forum.asked.clear()
    assert run(settings, archive).requests == 0, "the text is younger than the edit"
    later(60)
    forum.comments[1] |= {"contents": {"editedAt": "2020-11-01T00:00:00.000Z"}, "htmlBody": "<p>Said a third way."}
    run(settings, archive)
    assert asked(forum, "CommentTexts") == [[2]]
    assert texts(archive, 2)[2] == ("2020-11-12", "<p>Said a third way.")


def test_a_comment_deleted_in_public_is_gone_since_that_day_and_what_it_said_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[1] |= {"deleted": True, "contents": None, "htmlBody": None}
    outcome = run(settings, archive)
    made = row(settings, archive, 2)

    assert (outcome.missing, outcome.notes, names(forum)) == ((), (), MARKS)
    assert history(settings, archive, 2) == [("visibility", "gone", "2020-10-13")]
    assert made["gone_since"][:10] == "2020-10-13"
    assert (made["karma"], made["words"], made["has_body"]) == (8, 4, True)
    assert not [one for one in records(archive) if isinstance(one, QuarantinedRecord)]


def test_a_deleted_comment_that_comes_back_is_gone_no_more(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[1]["deleted"] = True
    run(settings, archive)
    later(60)
    forum.comments[1]["deleted"] = False
    run(settings, archive)

    assert pd.isna(row(settings, archive, 2)["gone_since"])
    assert history(settings, archive, 2) == [("visibility", "gone", "2020-10-13")]


@pytest.mark.parametrize(
    ("change", "state"), [("deleted without a trace", "gone"), ("unknown", "gone"), ("hidden", "hidden")]
)
def test_a_comment_that_is_no_longer_given_is_asked_about_and_what_it_said_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, change: str, state: str
) -> None:
    run(settings, archive)
    later()
    if change == "unknown":
        del forum.comments[1]
    else:
        (forum.traceless if change == "deleted without a trace" else forum.hidden).add(comment_id(2))
    outcome = run(settings, archive)
    made = row(settings, archive, 2)

    assert names(forum) == [*MARKS, "CommentStates"]
    assert asked(forum, "CommentStates") == [[2]]
    assert outcome.missing == ()
    assert history(settings, archive, 2) == [("visibility", state, "2020-10-13")]
    assert (made[f"{state}_since"][:10], made["words"]) == ("2020-10-13", 4)
    forum.asked.clear()
    assert run(settings, archive).requests == 0, "it is known why"


def test_a_comment_that_a_list_asked_for_again_lacks_is_asked_about_in_the_same_run(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.traceless.add(comment_id(3))
    forum.comments[3]["deleted"] = True
    forum.comments.append(a_comment(8, 1, postedAt="2020-10-01T00:00:00.000Z"))
    outcome = run(settings, archive)

    assert asked(forum, "CommentMarks") == [[3, 4, 7]], "the list has shown the others"
    assert asked(forum, "CommentStates") == [[3]]
    assert outcome.missing == (), "one of seven known comments is no shrunk list"
    assert history(settings, archive, 3) == history(settings, archive, 4) == [("visibility", "gone", "2020-10-13")]


def test_known_comments_that_lose_more_than_a_fifth_at_once_have_to_be_accepted(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    del forum.comments[2:5]
    outcome = run(settings, archive)

    assert outcome.missing == (
        "the list of known comments has shrunk from 7 to 4 items; what was known is kept, and --accept-shrink says that this is right",
    )
    later(60)
    assert run(settings, archive).missing == (), "those that are known to be gone are not missed again"


def test_a_loss_that_is_accepted_is_no_gap(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    del forum.comments[2:5]

    assert run(settings, archive, accept_shrink=True).missing == ()


def test_a_forum_that_does_not_tell_when_comments_were_edited_is_asked_without_it(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.known_fields -= {"contents", "editedAt"}
    run(settings, archive)
    later()
    forum.comments[0] |= EDITED | {"baseScore": 5}
    outcome = run(settings, archive)

    assert (outcome.error, outcome.missing) == (None, ())
    assert outcome.notes == ("the forum does not know the field contents; gathered without it",)
    assert names(forum) == [*MARKS, "CommentMarks"]
    assert row(settings, archive, 1)["karma"] == 5


def test_a_run_that_asks_for_everything_anew_needs_no_marks_of_what_it_was_given(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0] |= EDITED
    forum.traceless.add(comment_id(5))
    outcome = run(settings, archive, refresh=True)

    assert outcome.missing == ()
    assert asked(forum, "CommentMarks") == asked(forum, "CommentStates") == [[5]]
    assert "CommentTexts" not in names(forum)
    assert texts(archive, 1)[1] == ("2020-10-13", "<p>Said otherwise.")


def test_offline_nothing_is_asked_and_what_is_lacking_is_noted(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0] |= EDITED
    forum.traceless.add(comment_id(5))
    stop_at(forum, "CommentTexts", "CommentStates")
    run(settings, archive)
    forum.asked.clear()
    outcome = run(settings, archive, offline=True)

    assert (forum.asked, outcome.error, outcome.missing) == ([], None, ())
    assert outcome.notes == (
        "not in the archive: 1 of the edited comments",
        "not in the archive: 1 of the comments that were not given",
    )


def stop_at(forum: LoopbackForum, *refused: str) -> None:
    """Let the forum answer some questions with an error."""
    right = forum.respond

    def failing(method: str, path: str, request: bytes) -> tuple[int, str, bytes]:
        if any(f'"{name}"'.encode() in request for name in refused):
            return 200, "application/json", b'{"data": null, "errors": [{"message": "the database is asleep"}]}'
        return right(method, path, request)

    forum.respond = failing  # type: ignore[method-assign]


def test_what_did_not_come_is_named_and_the_next_run_asks_for_it(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0] |= EDITED
    right = forum.respond
    stop_at(forum, "CommentTexts")
    outcome = run(settings, archive)

    assert [line.partition(" did not come")[0] for line in outcome.missing] == ["edited comments: 1"]
    assert len(texts(archive, 1)) == 1
    forum.respond = right  # type: ignore[method-assign]
    forum.asked.clear()
    assert run(settings, archive).missing == ()
    assert names(forum) == ["CommentTexts"]
    assert texts(archive, 1)[1][1] == "<p>Said otherwise."


@pytest.mark.parametrize(
    ("name", "named"),
    [("CommentMarks", "marks of comments: 3"), ("CommentStates", "states of comments: 1")],
)
def test_an_error_in_an_answer_about_known_comments_makes_the_run_incomplete(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, name: str, named: str
) -> None:
    run(settings, archive)
    later()
    forum.traceless.add(comment_id(2))
    stop_at(forum, name)
    outcome = run(settings, archive)

    assert [line.partition(" did not come")[0] for line in outcome.missing if named in line] == [named]
    assert history(settings, archive, 2) == []


def test_an_answer_with_half_of_its_rows_and_an_error_is_not_read(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    right = forum.graphql

    def half(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "CommentMarks":
            del answer["data"]["comments"]["results"][3:]
            answer["errors"] = [{"message": "out of time", "path": ["comments"]}]
        return code, answer

    forum.graphql = half  # type: ignore[method-assign]
    outcome = run(settings, archive)

    assert outcome.missing
    assert "CommentStates" not in names(forum)
    assert not [key for key, request, *_ in archive.requests("forum_api") if b'"CommentMarks"' in (request or b"")]


def test_a_row_that_spoils_an_answer_is_found_by_halves(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    right = forum.graphql

    def spoiled(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if request["operationName"] == "CommentMarks" and comment_id(3) in request["variables"]["ids"]:
            return 200, {"data": None, "errors": [{"message": "this row is broken"}]}
        return right(request)

    forum.graphql = spoiled  # type: ignore[method-assign]
    for one in forum.comments:
        one["baseScore"] = 50
    outcome = run(settings, archive)

    assert [line.partition(":")[0] for line in outcome.missing] == ["marks of comments"]
    assert comment_id(3) in outcome.missing[0]
    assert [row(settings, archive, number)["karma"] for number in (1, 2, 3, 4, 7)] == [50, 50, 7, 50, 50]


def test_a_question_about_known_comments_names_as_many_as_a_request_may(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(asking._A_BATCH, "CommentMarks", 3)
    monkeypatch.setitem(asking._A_BATCH, "CommentTexts", 2)
    run(settings, archive)
    later()
    for one in forum.comments[:3]:
        one |= EDITED
    run(settings, archive)

    assert asked(forum, "CommentMarks") == [[1, 2, 3], [4, 5, 6], [7]]
    assert asked(forum, "CommentTexts") == [[1, 2], [3]]


def test_answers_to_a_question_are_known_comments_too(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.posts[0]["question"] = True
    forum.comments[5]["answer"] = True
    run(settings, archive)
    later()
    run(settings, archive)

    assert asked(forum, "CommentMarks") == [[1, 2, 3, 4, 5, 6, 7]]
    assert row(settings, archive, 6)["form"] == "answer"


def test_of_a_walk_through_all_comments_only_those_that_link_to_a_post_are_asked_for_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive, "all")
    later()
    forum.comments[1]["baseScore"] = 5
    forum.comments[6] |= EDITED | {"pingbacks": {"Posts": []}}
    run(settings, archive, "all")

    assert asked(forum, "CommentMarks") == [[2, 7]]
    assert asked(forum, "CommentTexts") == [[7]]
    assert row(settings, archive, 2)["karma"] == 5
    later(60)
    run(settings, archive, "all")
    assert asked(forum, "CommentMarks") == [[2, 7]], "what was once asked about stays known"


def test_answers_that_give_nothing_that_is_due_are_not_read_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "PAGE", 1)
    for number, comment in enumerate(forum.comments):
        comment["postedAt"] = f"2020-02-{number + 1:02d}T00:00:00.000Z"
    run(settings, archive, "all")
    later()
    run(settings, archive, "all")
    windows = {key for key, request, *_ in archive.requests("forum_api") if b'"CommentWindow"' in (request or b"")}
    read: list[str] = []
    stored = Archive.reply
    monkeypatch.setattr(Archive, "reply", lambda self, key: read.append(key) or stored(self, key))
    wanting_all = settings.model_copy(update={"gather": settings.gather.model_copy(update={"comments": "all"})})
    for days in (31, 60):
        later(days)
        plan, outcome = planned(wanting_all, archive), run(settings, archive, "all")

        assert (plan > 0, outcome.requests > 0) == (days == 60, days == 60)
    assert len(windows) > 7
    assert len(windows.intersection(read)) <= 2, "where the walk of each run ended is looked at, and nothing before it"
    assert asked(forum, "CommentMarks") == [[2, 7]]


def test_where_no_comments_are_wanted_none_are_asked_about(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    run(settings, archive, "none")

    assert not [name for name in names(forum) if name in ("CommentMarks", "CommentTexts", "CommentStates")]


def test_the_plan_counts_the_marks_of_known_comments_that_are_due(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    first = planned(settings, archive)
    run(settings, archive)
    assert planned(settings, archive) == 0
    later()
    assert planned(settings, archive) == len(MARKS)
    assert planned(settings, archive, offline=True) == 0
    assert planned(settings, archive, refresh=True) == first, "lists give them then"
    run(settings, archive)
    assert names(forum) == MARKS
    assert planned(settings, archive) == 0


def test_marks_with_a_field_of_the_wrong_type_or_of_an_unknown_name_are_quarantined_as_other_rows_are(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0]["baseScore"] = "many"
    forum.comments[1]["contents"] = {"editedAt": "2020-02-02T10:00:00.500Z", "mood": "good"}
    forum.comments[2]["contents"] = {"editedAt": "the day before"}
    run(settings, archive)

    whys = sorted((one.what, one.why) for one in records(archive) if isinstance(one, QuarantinedRecord))
    assert whys == [
        (
            "forum_api comment",
            "baseScore: found 'many', wanted a valid number",
        ),
        (
            "forum_api comment, kept",
            "contents.editedAt: found 'the day before', wanted a date from 2005 to 2020-10-13; kept without it",
        ),
        ("forum_api field, kept", "contents.mood: unknown field, not read; if it matters, extend the reader"),
    ]


def test_a_forum_that_does_not_know_comments_by_id_has_changed(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.known_fields -= {"deleted"}
    outcome = run(settings, archive)

    assert isinstance(outcome.error, SchemaChanged)
    assert "deleted is unknown to CommentMarks" in str(outcome.error)


def test_a_forum_that_gives_no_single_comment_leaves_open_what_became_of_one(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.known_fields -= {"comment"}
    forum.traceless.add(comment_id(2))
    outcome = run(settings, archive)

    assert (outcome.missing, outcome.error) == ((), None)
    assert (
        "the forum does not tell what became of comments that it no longer gives: it does not know the field comment"
        in outcome.notes
    )
    assert pd.isna(row(settings, archive, 2)["gone_since"])


def test_a_forum_that_gives_no_single_post_has_changed(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.known_fields -= {"post"}
    del forum.posts[1]
    outcome = run(settings, archive)

    assert isinstance(outcome.error, SchemaChanged)
    assert "post is unknown to PostStates" in str(outcome.error)


def test_where_hardly_any_known_comment_is_given_none_is_asked_about_by_itself(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.comments = [a_comment(number, 1) for number in range(1, 62)]
    run(settings, archive)
    later()
    forum.traceless |= {comment_id(number) for number in range(2, 62)}
    outcome = run(settings, archive)

    assert names(forum) == MARKS
    assert [told.partition(";")[0] for told in outcome.missing] == [
        "the list of known comments has shrunk from 61 to 1 item"
    ]
    forum.asked.clear()
    again = run(settings, archive)
    assert (again.requests, [told.partition(";")[0] for told in again.missing]) == (
        0, ["what is given of known comments has shrunk from 61 to 1 item"],
    )  # fmt: skip
    assert run(settings, archive, accept_shrink=True).missing == ()
    assert names(forum) == ["CommentStates"] * 2


def test_an_edited_comment_that_is_gone_before_it_is_asked_for_is_asked_for_once(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0] |= EDITED
    right = forum.graphql

    def quick(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if request["operationName"] == "CommentTexts":
            forum.traceless.add(comment_id(1))
        return right(request)

    forum.graphql = quick  # type: ignore[method-assign]
    outcome = run(settings, archive)

    assert outcome.missing == ()
    assert names(forum) == [*MARKS, "CommentTexts", "CommentStates"]
    assert history(settings, archive, 1) == [("visibility", "gone", "2020-10-13")]
    forum.asked.clear()
    assert run(settings, archive).requests == 0


def test_a_walk_shows_every_comment_that_it_gives(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0]["baseScore"] = 5
    run(settings, archive, "all")

    assert "CommentWindow" in names(forum)
    assert "CommentMarks" not in names(forum)
    assert row(settings, archive, 1)["karma"] == 5


def test_a_walk_that_is_asked_for_anew_tells_which_linking_comments_it_lacks(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive, "all")
    later()
    forum.traceless |= {comment_id(1), comment_id(7)}
    run(settings, archive, "all", refresh=True)

    assert asked(forum, "CommentMarks") == asked(forum, "CommentStates") == [[7]]
    assert history(settings, archive, 7) == [("visibility", "gone", "2020-10-13")]
