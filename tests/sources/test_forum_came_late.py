"""What an answer lacked once is asked for again: what was hidden, what was at fault, what a walk stepped over."""

import json
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from pipeline.sources import forum_api
from tests.loopback_forum import LoopbackForum, a_post, body, changed, post_id, status
from tests.sources import known_comments
from tests.sources.forum_runs import documents, ids, run

pytestmark = pytest.mark.usefixtures("first_day")


def asked(forum: LoopbackForum, name: str) -> list[dict[str, Any]]:
    return [one["variables"] for one in forum.questions() if one["operationName"] == name]


def without_rows(forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, name: str, of_what: str) -> None:
    """Let the forum answer the next question of a name with a null for each row."""
    right, spoilt = forum.graphql, []

    def once(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        status, answer = right(request)
        if request["operationName"] == name and not spoilt:
            spoilt.append(request)
            answer["data"][of_what]["results"] = [None for _ in answer["data"][of_what]["results"]]
        return status, answer

    monkeypatch.setattr(forum, "graphql", once)


def test_a_post_that_was_edited_while_it_was_hidden_is_asked_for_when_it_is_shown_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later(30)
    forum.hidden.add(post_id(2))
    run(settings, archive)
    forum.posts[1] |= {
        "modifiedAt": "2020-10-20T00:00:00.000Z", "htmlBody": "<p>Cites nobody.", "pingbacks": {"Posts": []},
    }  # fmt: skip
    later(60)
    run(settings, archive)
    later(90)
    forum.hidden.clear()
    run(settings, archive)

    told = documents(archive)[f"forum:{post_id(2)}"]
    assert (told["body"].text, told["outgoing"]) == ("<p>Cites nobody.", ())
    assert [one["ids"] for one in asked(forum, "PostBodies")] == [[post_id(2)]]
    later(120)
    run(settings, archive)
    assert asked(forum, "PostBodies") == asked(forum, "PostDetails") == [], "an edit is asked for once"


@pytest.mark.parametrize(("name", "field"), [("PostBodies", "body"), ("PostDetails", "outgoing")])
def test_a_post_whose_row_was_at_fault_once_is_asked_for_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch,
    name: str, field: str,
) -> None:  # fmt: skip
    without_rows(forum, monkeypatch, name, "posts")
    run(settings, archive)
    later(30)
    run(settings, archive)

    assert documents(archive)[f"forum:{post_id(1)}"].get(field) is not None
    assert [one["ids"] for one in asked(forum, name)] == [[post_id(1)]]
    later(60)
    run(settings, archive)
    assert asked(forum, name) == []


@pytest.mark.usefixtures("known_comments")
def test_an_edited_comment_that_was_asked_for_in_vain_is_asked_for_again_when_that_answer_is_old(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known_comments.run(settings, archive)
    without_rows(forum, monkeypatch, "CommentTexts", "comments")
    later(30)
    forum.comments[1] |= known_comments.EDITED
    known_comments.run(settings, archive)
    assert [text for _, text in known_comments.texts(archive, 2)][1:] == []
    later(31)
    known_comments.run(settings, archive)
    assert known_comments.asked(forum, "CommentTexts") == [], "not in every run"
    later(60)
    known_comments.run(settings, archive)

    assert known_comments.asked(forum, "CommentTexts") == [[2]]
    assert [text for _, text in known_comments.texts(archive, 2)][1:] == ["<p>Said otherwise."]


def test_a_row_that_a_walk_stepped_over_is_asked_for_and_named_by_each_later_run_until_it_comes(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    walked = settings.model_copy(update={"gather": settings.gather.model_copy(update={"scope": "forum"})})
    forum.posts[6]["postedAt"] = "2019-12-01T10:00:00.500Z"  # the first of the walk, and on no list
    forum.faults[:] = [body(b"{}")] * 6  # a whole page, a part of it, and one row, twice each
    first = run(walked, archive)
    assert [one.partition(" (")[0] for one in first.missing] == ["posts of the forum did not come"]
    assert documents(archive).keys() == ids(*range(1, 7))

    later(1)
    forum.faults[:] = [body(b"{}")] * 2
    second = run(walked, archive)
    assert [(one["offset"], one["limit"]) for one in asked(forum, "PostWindow")] == [(0, 1)] * 2
    assert [one.partition(" (")[0] for one in second.missing] == ["posts of the forum did not come"]

    later(2)
    forum.faults.clear()
    assert run(walked, archive).missing == ()
    assert documents(archive).keys() == ids(*range(1, 8))
    later(3)
    assert run(walked, archive).requests == 0


def test_an_archived_answer_about_states_that_tells_of_a_fault_alone_is_taken_for_none(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    run(settings, archive)
    broken = {"data": {"p0": None}, "errors": [{"message": "Internal server error", "path": ["p0"]}]}
    archive.put(
        "forum_api", "POST", f"{forum.url}/graphql", json.dumps(broken).encode(),
        request_body=questions.states_request(questions.STATES, [post_id(2)]),
    )  # fmt: skip
    outcome = run(settings, archive)

    assert (outcome.error, outcome.missing) == (None, ())
    assert "gone or hidden" not in outcome.came


def test_a_walk_that_was_stopped_within_a_second_has_stepped_over_nothing(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = settings.model_copy(update={"gather": settings.gather.model_copy(update={"scope": "forum"})})
    monkeypatch.setattr(questions, "WINDOW_PAGE", 2)
    forum.posts = [a_post(number, postedAt=f"2020-01-01T10:00:00.{number:03d}Z") for number in range(1, 10)]
    forum.faults[:] = [changed(lambda answer: answer)] * 3 + [status(403)]
    assert run(walked, archive).error is not None
    later(1)
    run(walked, archive)
    assert documents(archive).keys() == ids(*range(1, 10))
    later(2)

    assert run(walked, archive).requests == 0


def test_a_run_that_cannot_learn_what_has_changed_asks_for_no_post_for_its_marks(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked = settings.model_copy(update={"gather": settings.gather.model_copy(update={"scope": "forum"})})
    run(walked, archive)
    later(30)
    run(walked, archive)
    later(60)
    right = forum.graphql
    monkeypatch.setattr(
        forum, "graphql", lambda one: (200, {}) if one["operationName"] == "PostChanges" else right(one)
    )
    alone = settings.model_copy(update={"gather": settings.gather.model_copy(update={"generations": 0})})
    run(alone, archive)

    assert {one for question in asked(forum, "PostBodies") for one in question["ids"]} <= {post_id(1)}


def test_a_post_that_is_shown_and_not_given_is_asked_for_once_while_that_answer_is_fresh(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    right = forum.graphql

    def without_the_second(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "PostBodies":
            rows = answer["data"]["posts"]["results"]
            answer["data"]["posts"]["results"] = [row for row in rows if row["_id"] != post_id(2)]
        return code, answer

    forum.graphql = without_the_second  # type: ignore[method-assign]
    run(settings, archive)
    later(30)
    run(settings, archive)
    assert [one["ids"] for one in asked(forum, "PostBodies")] == [[post_id(2)]]
    forum.asked.clear()
    run(settings, archive)
    assert asked(forum, "PostBodies") == []


@pytest.mark.parametrize("scope", ["pingbacks", "forum"])
def test_answers_most_of_whose_rows_are_of_no_use_are_asked_for_again_by_the_next_run(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch, scope: str
) -> None:
    forum.posts = [a_post(1), *(a_post(number, cites=(1,)) for number in range(2, 9))]
    wanted = settings.model_copy(update={"gather": settings.gather.model_copy(update={"scope": scope})})
    right = forum._row

    def without_an_id(row: dict[str, Any], named: set[str]) -> dict[str, Any]:
        return {name: value for name, value in right(row, named).items() if name != "_id"}

    with monkeypatch.context() as spoilt:
        spoilt.setattr(forum, "_row", without_an_id)
        assert run(wanted, archive).missing[-1].startswith("more rows than the 5% of a healthy run could not be used")
        assert forum_api.census(archive, af=False) is None
    later(1)
    outcome = run(wanted, archive)

    assert (outcome.missing, documents(archive).keys()) == ((), ids(*range(1, 9)))
    later(2)
    assert run(wanted, archive).requests == 0


def test_marks_of_no_use_are_asked_for_again_by_the_next_run(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(settings, archive)
    without_rows(forum, monkeypatch, "PostMarks", "posts")
    later(30)
    forum.posts[1]["baseScore"] = 55
    assert run(settings, archive).missing
    later(31)
    assert run(settings, archive).missing == ()
    assert [one["operationName"] for one in forum.questions()] == ["PostMarks"]
    assert documents(archive)[f"forum:{post_id(2)}"]["karma"] == 55
    later(32)
    assert run(settings, archive).requests == 0


def test_a_post_whose_row_is_always_at_fault_is_asked_for_once_more_and_no_oftener(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    forum.posts.append(a_post(8, cites=(1,), postedAt="2020-10-01T00:00:00.000Z", title=5))
    later(30)
    run(settings, archive)
    later(31)
    run(settings, archive)
    assert [one["ids"] for one in asked(forum, "PostBodies")] == [[post_id(8)]]
    later(32)
    assert run(settings, archive).requests == 0


@pytest.mark.usefixtures("known_comments")
def test_an_edit_that_is_dated_ahead_of_now_is_not_asked_for_by_every_run(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    known_comments.run(settings, archive)
    forum.posts[1]["modifiedAt"] = "2087-01-01T00:00:00.000Z"
    forum.comments[1]["contents"] = {"editedAt": "2087-01-01T00:00:00.000Z"}
    later(30)
    known_comments.run(settings, archive)
    later(31)
    assert known_comments.run(settings, archive).requests == 0


def test_a_date_ahead_of_now_hides_no_edit_that_follows_it(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    forum.posts.append(
        a_post(8, cites=(1,), postedAt="2020-10-01T00:00:00.000Z", modifiedAt="2087-01-01T00:00:00.000Z")
    )
    later(30)
    run(settings, archive)
    forum.posts[-1] |= {"modifiedAt": "2020-10-20T00:00:00.000Z", "htmlBody": "<p>Said otherwise."}
    later(60)
    run(settings, archive)

    assert documents(archive)[f"forum:{post_id(8)}"]["body"].text == "<p>Said otherwise."
