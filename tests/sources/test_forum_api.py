import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage, ForumRefused, SchemaChanged
from pipeline.progress import Silent
from pipeline.records import AuthorRef, DocumentRecord, PingbackRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_post, body, changed, post_id, status


class Counting(Silent):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int | None]] = []
        self.steps = 0

    def start(self, what: str, total: int | None = None) -> None:
        self.told.append((what, total))

    def advance(self, steps: int = 1) -> None:
        self.steps += steps


def run(settings: Settings, archive: Archive, progress: Silent | None = None, **options: Any) -> SourceOutcome:
    session = Session(
        settings.gather, archive, sleep=lambda _: None, clock=iter(range(0, 10**9, 100)).__next__, **options
    )
    try:
        return forum_api.gather(settings, session, archive, progress or Silent())
    finally:
        session.close()


def records(archive: Archive) -> list[Any]:
    return [record for reply in archive.replies("forum_api") for record in forum_api.parse(reply)]


def documents(archive: Archive) -> dict[str, dict[str, Any]]:
    """Return each document's facts, as all replies together give them."""
    found: dict[str, dict[str, Any]] = {}
    for record in records(archive):
        if isinstance(record, DocumentRecord):
            known = {name: getattr(record, name) for name in record.__slots__ if getattr(record, name) is not None}
            found.setdefault(record.document_id, {}).update(known)
    return found


def quarantined(archive: Archive) -> Iterator[QuarantinedRecord]:
    return (record for record in records(archive) if isinstance(record, QuarantinedRecord))


def ids(*numbers: int) -> set[str]:
    return {f"forum:{post_id(number)}" for number in numbers}


@pytest.mark.parametrize(
    ("generations", "reached"), [(0, ids(1)), (1, ids(1, 2, 3)), (2, ids(1, 2, 3, 4)), (9, ids(1, 2, 3, 4, 5))]
)
def test_citers_are_gathered_generation_by_generation(
    settings: Settings, archive: Archive, generations: int, reached: set[str]
) -> None:
    gather = settings.gather.model_copy(update={"generations": generations})
    outcome = run(settings.model_copy(update={"gather": gather}), archive)

    assert outcome.error is None
    assert outcome.missing == ()
    assert set(documents(archive)) == reached


def test_a_post_comes_with_everything_the_forum_says_about_it(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.posts[1] |= {
        "coauthors": [
            {"_id": "u-yes", "slug": "yes", "displayName": "Yes"},
            {"_id": "u-no", "slug": "no", "displayName": "No"},
        ],
        "coauthorStatuses": [{"userId": "u-yes", "confirmed": True}, {"userId": "u-no", "confirmed": False}],
        "fmCrosspost": {"isCrosspost": True, "foreignPostId": "TwinTwinTwinTwin1"},
    }
    run(settings, archive)

    assert documents(archive)[f"forum:{post_id(2)}"] == {
        "document_id": f"forum:{post_id(2)}", "kind": "post", "origin": "forum_api", "title": "Post number 2", "slug": "post-number-2",
        "posted_at": "2020-01-02T10:00:00Z", "karma": 98, "af": True,
        "url": f"https://www.lesswrong.com/posts/{post_id(2)}/post-number-2",
        "authors": (AuthorRef("writer-2", "user0000000000002", "Writer 2"), AuthorRef("yes", "u-yes", "Yes")),
        "tags": (("ai", "AI"),), "outgoing": (f"forum:{post_id(1)}",), "crosspost_id": "eaforum:TwinTwinTwinTwin1",
        "body": forum_body(forum.posts[1]["htmlBody"]),
    } | {name: documents(archive)[f"forum:{post_id(2)}"][name] for name in ("retrieved_at", "where")}  # fmt: skip


def forum_body(html: str) -> Any:
    from pipeline.records import Body

    return Body("html", html, "https://www.lesswrong.com")


def test_lists_of_incoming_links_keep_their_order_and_points(settings: Settings, archive: Archive) -> None:
    run(settings, archive)
    listed = [record for record in records(archive) if isinstance(record, PingbackRecord)]

    assert [(item.listed_on, item.position, item.citing_id, item.points) for item in listed] == [
        (f"forum:{post_id(1)}", 1, f"forum:{post_id(2)}", 98),
        (f"forum:{post_id(1)}", 2, f"forum:{post_id(3)}", 97),
        (f"forum:{post_id(2)}", 1, f"forum:{post_id(3)}", 97),
        (f"forum:{post_id(3)}", 1, f"forum:{post_id(4)}", 96),
    ]
    assert {(item.kind, item.site, item.source) for item in listed} == {("post", "forum", "forum_api")}


def test_paging_ends_at_an_empty_page_and_never_at_a_short_one(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "PAGE", 2)
    forum.posts = [a_post(1), *(a_post(number, cites=(1,)) for number in range(2, 8))]
    right, pages = forum.graphql, []

    def hiding(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Hide the first row of the first page, as the forum does after it has cut the page."""
        code, answer = right(request)
        if request["operationName"] == "Pingbacks" and request["variables"]["p0"] == post_id(1):
            pages.append(request["variables"]["offset"])
            if request["variables"]["offset"] == 0:
                answer["data"]["p0"]["results"].pop(0)
        return code, answer

    monkeypatch.setattr(forum, "graphql", hiding)
    run(settings, archive)

    assert pages == [0, 2, 4, 6]
    assert set(documents(archive)) == ids(1, 3, 4, 5, 6, 7)


def test_paging_never_goes_beyond_offset_2000(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    right = forum.graphql
    offsets = []

    def endless(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == "Pingbacks":
            offsets.append(request["variables"]["offset"])
            number = request["variables"]["offset"]
            row = {"_id": f"End{number:014d}", "title": "t", "postedAt": "2020-01-01T00:00:00Z", "baseScore": 1}
            answer = {"data": {alias: {"results": [row]} for alias in answer["data"]}}
        return code, answer

    forum.graphql = endless  # type: ignore[method-assign]
    gather = settings.gather.model_copy(update={"generations": 1})
    outcome = run(settings.model_copy(update={"gather": gather}), archive)

    assert offsets == list(range(0, 2001, questions.PAGE))
    assert [line for line in outcome.missing if line.startswith("items after the first")], "what is left is named"


def test_a_second_run_asks_nothing(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    run(settings, archive)
    before, asked = archive.digest(), len(forum.asked)
    outcome = run(settings, archive)

    assert len(forum.asked) == asked
    assert archive.digest() == before
    assert outcome.requests == 0


def test_a_run_goes_on_where_it_was_stopped(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    class Stop(Counting):
        def advance(self, steps: int = 1) -> None:
            if len(self.told) == 4:
                raise KeyboardInterrupt
            super().advance(steps)

    with pytest.raises(KeyboardInterrupt):
        run(settings, archive, Stop())
    first = len(forum.questions())
    run(settings, archive)
    whole = len(forum.questions())
    forum.asked.clear()
    with Archive(settings.data_dir / "fresh.sqlite") as fresh:
        run(settings, fresh)

        assert 0 < first < whole
        assert whole == len(forum.questions())
        assert set(documents(archive)) == set(documents(fresh))


def test_offline_the_archive_is_all_there_is(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    outcome = run(settings, archive, offline=True)

    assert forum.asked == []
    assert outcome.error is None
    assert "not in the archive" in outcome.sentence()


def test_posts_are_asked_for_in_batches(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.posts = [a_post(1), *(a_post(number, cites=(1,)) for number in range(2, 7))]
    progress = Counting()
    run(settings, archive, progress)

    batches = [
        question["variables"]["ids"] for question in forum.questions() if question["operationName"] == "PostBodies"
    ]
    assert [len(batch) for batch in batches] == [1, 2, 2, 1]
    assert ("posts of generation 1", 5) in progress.told


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
        "1 posts did not come (Loop",
        "1 details did not come (Lo",
        "1 lists of incoming links ",
        "1 lists of comments did no",
    ]


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
    assert outcome.missing[0].startswith(f"1 posts did not come ({post_id(3)})")


def test_a_post_that_is_not_served_is_named(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    del forum.posts[0]
    run(settings, archive)

    assert [record.where.rpartition(" ")[2] for record in quarantined(archive)] == [f"({post_id(1)})"]


BAD_ROWS = [
    ({"_id": "../../etc/passwd"}, "_id"), ({"_id": None}, "_id"), ({"title": ["t"]}, "title"), ({"baseScore": "many"}, "baseScore"),
    ({"baseScore": float("nan")}, "baseScore"), ({"postedAt": 1559347200000}, "postedAt"), ({"user": []}, "user"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field"), BAD_ROWS)
def test_a_row_that_cannot_be_used_is_quarantined_with_its_field(
    settings: Settings, archive: Archive, forum: LoopbackForum, change: dict[str, Any], field: str
) -> None:
    def spoil(answer: Any) -> Any:
        answer["data"]["posts"]["results"][0] |= change
        return answer

    forum.faults = [changed(spoil)]
    run(settings, archive)

    first = next(quarantined(archive))
    assert first.what == "forum_api post"
    assert first.why.startswith(f"{field}: found ")
    assert "wanted" in first.why


def test_a_row_without_a_field_and_a_row_that_is_null_are_quarantined(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    def spoil(answer: Any) -> Any:
        answer["data"]["posts"]["results"] = [None, {"_id": post_id(1), "slug": "x"}]
        return answer

    forum.faults = [changed(spoil)]
    run(settings, archive)

    assert [record.why for record in quarantined(archive)][:2] == [
        "expected an object, found None",
        "expected the fields baseScore, postedAt, title, found none of that name",
    ]


def test_odd_dates_and_titles_are_mended_and_noted(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.posts[0] |= {"postedAt": "2021-02-30T25:61:00Z", "title": "half \ud800 a\x00b\x1b[31m\nline"}
    forum.posts[1] |= {"postedAt": "2020-03-01T20:30:00-08:00", "title": "T" * 5000}
    forum.posts[2] |= {"postedAt": "1970-01-01T00:00:00Z"}
    forum.posts[3] |= {"postedAt": "2999-01-01T00:00:00Z"}
    run(settings, archive)
    found = documents(archive)

    assert found[f"forum:{post_id(1)}"]["title"] == "half \ufffd a\ufffdb [31m line"
    assert found[f"forum:{post_id(2)}"]["posted_at"] == "2020-03-02T04:30:00Z"
    assert len(found[f"forum:{post_id(2)}"]["title"]) == 2000
    assert ["posted_at" in found[document_id] for document_id in sorted(ids(1, 3, 4))] == [False, False, False]
    assert {record.what for record in quarantined(archive)} == {"forum_api post, kept"}


def test_null_stays_unknown(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    nothing = dict.fromkeys(
        (
            "slug",
            "pageUrl",
            "modifiedAt",
            "af",
            "user",
            "userId",
            "htmlBody",
            "tags",
            "pingbacks",
            "coauthors",
            "fmCrosspost",
        )
    )
    forum.posts[0] |= nothing | {"coauthorStatuses": None}
    gather = settings.gather.model_copy(update={"generations": 0})
    run(settings.model_copy(update={"gather": gather}), archive)

    known = {name for name, value in documents(archive)[f"forum:{post_id(1)}"].items() if value is not None}
    assert known == {"document_id", "kind", "origin", "retrieved_at", "where", "title", "posted_at", "karma"}


def test_an_unknown_field_is_reported_once_a_reply_and_the_rows_are_kept(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    def add(answer: Any) -> Any:
        answer["data"]["posts"]["results"][0]["newField"] = [1, 2]
        return answer

    forum.faults = [changed(add)]
    run(settings, archive)

    assert [(record.what, record.why[:23]) for record in quarantined(archive)] == [
        ("forum_api field, kept", "newField: unknown field")
    ]
    assert set(documents(archive)) == ids(1, 2, 3, 4)


def test_a_drafts_row_is_never_a_document(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    def leak(answer: Any) -> Any:
        answer["data"]["posts"]["results"][0]["draft"] = True
        return answer

    forum.faults = [changed(leak)]
    gather = settings.gather.model_copy(update={"generations": 0})
    run(settings.model_copy(update={"gather": gather}), archive)

    assert all(record.title is None for record in records(archive) if isinstance(record, DocumentRecord))
    assert "draft: found true" in next(quarantined(archive)).why


def test_a_forum_that_refuses_is_left_at_once(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.faults = [status(403)]
    outcome = run(settings, archive)

    assert isinstance(outcome.error, ForumRefused)
    assert len(forum.questions()) == 1
    assert "atlas import" in outcome.sentence()


def test_many_bad_rows_make_the_run_incomplete(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    for number in range(8, 14):
        forum.posts.append(a_post(number, cites=(1,), title=None, slug=[]))
    outcome = run(settings, archive)

    assert "more rows than the 5% of a healthy run" in outcome.missing[-1]


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
