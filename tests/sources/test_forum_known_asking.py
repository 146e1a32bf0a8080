"""How it is asked what has become of known comments: which, in how many requests, and what an answer must be."""

from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.errors import SchemaChanged
from pipeline.settings import Settings
from pipeline.sources import _forum_asking as asking
from pipeline.sources import _forum_questions as questions
from tests.loopback_forum import LoopbackForum, a_comment
from tests.sources.known_comments import (
    EDITED,
    MARKS,
    asked,
    comment_id,
    history,
    names,
    planned,
    row,
    run,
    stop_at,
    texts,
)

pytestmark = pytest.mark.usefixtures("known_comments")


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
    [("CommentMarks", "marks of comments: 1"), ("CommentStates", "states of comments: 1")],
)
def test_an_error_in_an_answer_about_known_comments_makes_the_run_incomplete(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, name: str, named: str
) -> None:
    run(settings, archive)
    later()
    forum.traceless.add(comment_id(2))
    stop_at(forum, name)
    outcome = run(settings, archive)

    assert [line.partition(" did not come")[0] for line in outcome.missing if named in line][-1:] == [named]
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
    run(settings, archive)
    asked_first = len(names(forum))
    assert planned(settings, archive) == 0
    later()
    assert planned(settings, archive) == len(MARKS)
    assert planned(settings, archive, offline=True) == 0
    assert planned(settings, archive, refresh=True) == asked_first, "lists give them then"
    run(settings, archive)
    assert names(forum) == MARKS
    assert planned(settings, archive) == 0


def test_a_forum_that_does_not_know_comments_by_id_has_changed(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.known_fields -= {"deleted"}
    outcome = run(settings, archive)

    assert isinstance(outcome.error, SchemaChanged)
    assert "deleted is unknown to CommentMarks" in str(outcome.error)


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
