"""Answers that are not whole, and a schema that changes."""

import json
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.errors import BadPage, ForumRefused, SchemaChanged
from pipeline.records import PingbackRecord
from pipeline.settings import Settings
from pipeline.sources import forum_api
from tests.loopback_forum import LoopbackForum, a_post, body, changed, post_id, status
from tests.sources.forum_runs import documents, ids, quarantined, records, run


def test_a_field_that_is_missing_among_the_optional_ones_is_reported_and_left_out(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.known_fields -= {"coauthorStatuses", "confirmed"}
    outcome = run(settings, archive)

    assert outcome.error is None
    assert outcome.missing == ()
    assert outcome.notes == ("the forum does not know the field coauthorStatuses; gathered without it",)
    assert documents(archive)[f"forum:{post_id(2)}"]["tags"] == (("ai", "AI"),)


def test_a_needed_field_that_is_missing_is_a_changed_schema(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.known_fields -= {"htmlBody"}
    outcome = run(settings, archive)

    assert isinstance(outcome.error, SchemaChanged)
    assert "htmlBody is unknown" in str(outcome.error)
    assert len(forum.questions()) == 1
    assert list(archive.replies("forum_api")) == []


def test_a_renamed_field_is_a_changed_schema_and_said_once(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    for post in forum.posts:
        post["published_at"] = post.pop("postedAt")
    row = forum._row
    forum._row = lambda post, named: row(post, named | {"published_at"})  # type: ignore[method-assign]
    outcome = run(settings, archive)

    assert isinstance(outcome.error, SchemaChanged)
    assert "postedAt is missing from every row" in str(outcome.error)
    assert "published_at is new" in str(outcome.error)


PARTIAL = changed(lambda answer: answer | {"errors": [{"message": "Internal server error", "path": ["posts"]}]})


NO_DATA = changed(lambda answer: {"data": None})


NO_ROWS = changed(lambda answer: {"data": {name: {"results": None} for name in answer["data"]}})


@pytest.mark.parametrize(
    "fault",
    [PARTIAL, NO_DATA, NO_ROWS, body(b""), body(b"42"), body(b"<!DOCTYPE html><p>hello", kind="text/html"), body(b"[" * 99999),
     body(b'{"data":' + b"1" * 5000 + b"}"), body("{}".encode("utf-16")), body(b'{"data": {}, "data": {}}'), status(500)],
)  # fmt: skip
def test_an_answer_that_is_not_whole_is_asked_for_again_and_never_stored(
    settings: Settings, archive: Archive, forum: LoopbackForum, fault: Any
) -> None:
    forum.faults = [fault]
    outcome = run(settings, archive)

    assert outcome.error is None
    assert outcome.missing == ()
    assert set(documents(archive)) == ids(1, 2, 3, 4)
    assert list(quarantined(archive)) == []


def test_a_partial_list_that_stays_is_missing_and_not_read_as_the_list(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.faults = [PARTIAL] * 99
    outcome = run(settings, archive)

    assert documents(archive) == {}
    assert [sentence[:26] for sentence in outcome.missing] == [
        "posts: 1 did not come (Loo",
        "details: 1 did not come (L",
        "lists of incoming links: 1",
        "lists of comments: 1 did n",
    ]


def test_lists_that_came_in_the_place_of_others_are_asked_for_one_by_one(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts.append(a_post(8, cites=(2,)))
    right = forum.graphql

    def mixed_up(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "Pingbacks":
            first = next(iter(answer["data"].values()))["results"]
            answer["data"] = {alias: {**top, "results": first} for alias, top in answer["data"].items()}
        return code, answer

    monkeypatch.setattr(forum, "graphql", mixed_up)
    outcome = run(settings, archive)

    listed = {(record.listed_on, record.citing_id) for record in records(archive) if isinstance(record, PingbackRecord)}
    assert outcome.missing == ()
    assert (f"forum:{post_id(3)}", f"forum:{post_id(4)}") in listed
    assert (f"forum:{post_id(3)}", f"forum:{post_id(8)}") not in listed


def test_one_row_that_spoils_its_batch_is_found_and_the_others_are_kept(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = forum.graphql

    def spoiled(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if request["operationName"] == "PostBodies" and post_id(3) in request["variables"]["ids"]:
            return 200, {
                "errors": [{"message": "Cannot return null for non-nullable field Post.postedAt."}],
                "data": {"posts": None},
            }
        return right(request)

    monkeypatch.setattr(forum, "graphql", spoiled)
    outcome = run(settings, archive)

    assert "body" in documents(archive)[f"forum:{post_id(2)}"]
    assert "body" not in documents(archive)[f"forum:{post_id(3)}"]
    assert len(outcome.missing) == 1
    assert outcome.missing[0].startswith(f"posts: 1 did not come ({post_id(3)})")


def test_a_post_that_is_not_served_is_named(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    del forum.posts[0]
    run(settings, archive)

    assert [record.where.rpartition(" ")[2] for record in quarantined(archive)] == [f"({post_id(1)})"]


def test_a_forum_that_refuses_is_left_at_once(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.faults = [status(403)]
    outcome = run(settings, archive)

    assert isinstance(outcome.error, ForumRefused)
    assert len(forum.questions()) == 1
    assert "atlas import" in outcome.sentence()


def test_a_reply_to_another_question_is_refused(archive: Archive) -> None:
    reply = archive.put(
        "forum_api", "POST", "https://forum.invalid/graphql", b"{}", request_body=json.dumps({"query": "{x}"}).encode()
    )

    with pytest.raises(BadPage, match="another request"):
        list(forum_api.parse(reply))


def test_a_rejected_query_is_known_as_such_whatever_its_status(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.known_fields -= {"question"}
    right = forum.graphql
    forum.graphql = lambda request: (200, right(request)[1])  # type: ignore[method-assign]
    outcome = run(settings, archive)

    assert outcome.notes == ("the forum does not know the field question; gathered without it",)
    assert outcome.missing == ()
