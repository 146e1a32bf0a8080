"""Which posts and lists are asked for, how often, and what a run makes of them."""

from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.records import AuthorRef, PingbackRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from tests.loopback_forum import LoopbackForum, a_post, post_id
from tests.sources.forum_runs import Counting, documents, ids, records, run


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
        "tags": (("ai", "AI"),), "outgoing": (f"forum:{post_id(1)}",), "crosspost_id": "eaforum:TwinTwinTwinTwin1", "authors_in_part": False,
        "body": forum_body(forum.posts[1]["htmlBody"]),
    } | {name: documents(archive)[f"forum:{post_id(2)}"][name] for name in ("retrieved_at", "where", "imported", "mirror")}  # fmt: skip


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
    monkeypatch.setattr(questions, "LISTED_PAGE", 2)
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

    assert offsets == [0, 1000, 2000]
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
