"""Walks through everything that a forum has posted."""

import datetime
from typing import Any

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus.stage import build_corpus
from pipeline.progress import Silent
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_questions as questions
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_comment, a_post, body, post_id

WINDOWS = "PostWindow"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return scoped(settings, scope="forum", generations=0, comments="none")


def scoped(settings: Settings, **gather: Any) -> Settings:
    return settings.model_copy(update={"gather": settings.gather.model_copy(update=gather)})


def run(settings: Settings, archive: Archive, **options: Any) -> SourceOutcome:
    session = Session(settings.gather, archive, sleep=lambda _: None, **options)
    try:
        return forum_api.gather(settings, session, archive, Silent())
    finally:
        session.close()


def planned(settings: Settings, archive: Archive, **options: Any) -> int:
    """Return how many questions a plan counts; the first request is for the host's rules."""
    session = Session(settings.gather, archive, planning=True, **options)
    forum_api.gather(settings, session, archive, Silent())
    return max(0, session.planned.total() - 1)


def found(archive: Archive) -> set[str]:
    records = (record for reply in archive.replies("forum_api") for record in forum_api.parse(reply))
    return {record.document_id for record in records if isinstance(record, DocumentRecord)}


def asked(forum: LoopbackForum, name: str) -> list[dict[str, Any]]:
    return [question["variables"] for question in forum.questions() if question["operationName"] == name]


def test_the_whole_forum_gives_every_post_and_every_link_between_them(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    run(scoped(settings, generations=2), archive)
    made = build_corpus(archive.replies(), settings)
    posts = made.documents.loc[made.documents["kind"] == "post", "document_id"]
    cited = made.citations[~made.citations["dangling"]]

    assert set(posts) == {f"forum:{post_id(number)}" for number in range(1, 8)}
    assert sorted(zip(cited["citing_id"], cited["cited_id"], strict=True)) == [
        (f"forum:{post_id(citing)}", f"forum:{post_id(cited_number)}")
        for citing, cited_number in [(2, 1), (3, 1), (3, 2), (4, 3), (5, 4), (6, 1)]
    ], "6 has no karma, so no list names it: its body does"
    lone = cited.loc[cited["citing_id"] == f"forum:{post_id(6)}", "evidence"]
    assert list(lone) == ["body | pingback_field"]


def test_posts_of_the_alignment_forum_are_asked_for_by_their_mark(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    run(scoped(settings, scope="alignment-forum"), archive)

    assert found(archive) == {f"forum:{post_id(number)}" for number in (1, 2, 4, 6)}, "the root, and the even ones"
    assert {question["af"] for question in asked(forum, WINDOWS)} == {True}


@pytest.mark.parametrize("page", [1, 2, 3, 7, 50])
def test_every_page_starts_where_the_last_one_ended(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(questions, "WINDOW_PAGE", page)
    run(settings, archive)

    assert found(archive) == {f"forum:{post_id(number)}" for number in range(1, 8)}
    starts = [(question["after"], question["offset"]) for question in asked(forum, WINDOWS)]
    assert starts == sorted(starts)
    assert all(offset <= page for _, offset in starts), "an offset is needed within one second alone"


def test_posts_of_one_second_are_paged_through(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "WINDOW_PAGE", 2)
    forum.posts = [a_post(number, postedAt=f"2020-01-01T10:00:00.{number:03d}Z") for number in range(1, 8)]
    run(settings, archive)

    assert found(archive) == {f"forum:{post_id(number)}" for number in range(1, 8)}
    assert max(question["offset"] for question in asked(forum, WINDOWS)) == 8


def test_a_walk_goes_on_where_it_was_stopped(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "WINDOW_PAGE", 2)

    class Stop(Silent):
        told = 0

        def advance(self, steps: int = 1) -> None:
            self.told += 1
            if self.told == 3:
                raise KeyboardInterrupt

    session = Session(settings.gather, archive, sleep=lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        forum_api.gather(settings, session, archive, Stop())
    session.close()
    first = asked(forum, WINDOWS)
    forum.asked.clear()
    run(settings, archive)
    rest = asked(forum, WINDOWS)

    assert len(first) == 3
    assert rest[0]["after"] > first[-1]["after"]
    assert found(archive) == {f"forum:{post_id(number)}" for number in range(1, 8)}


def test_a_finished_walk_is_not_made_again_and_later_starts_just_before_its_end(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    run(settings, archive)
    forum.asked.clear()
    run(settings, archive)
    assert forum.asked == []

    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1600000000 + 30 * 86400))
    forum.posts.append(a_post(9, postedAt="2020-10-01T00:00:00.000Z"))
    run(settings, archive)
    assert f"forum:{post_id(9)}" in found(archive)
    assert asked(forum, WINDOWS)[0]["after"] == "2020-09-13T11:26:40.000Z", "an hour before the end of the first walk"


def test_a_page_that_cannot_be_read_is_asked_for_in_parts_and_its_bad_row_stepped_over(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = forum.graphql

    def spoiled(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == WINDOWS and any(
            row["_id"] == post_id(4) for row in answer["data"]["posts"]["results"]
        ):
            return 200, {"errors": [{"message": "Cannot return null for Post.postedAt."}], "data": {"posts": None}}
        return code, answer

    monkeypatch.setattr(forum, "graphql", spoiled)
    outcome = run(settings, archive)

    assert found(archive) == {f"forum:{post_id(number)}" for number in (1, 2, 3, 5, 6, 7)}
    assert len(outcome.missing) == 1
    assert outcome.missing[0].startswith("posts of the forum did not come (2020-01-03 to ")


def test_a_walk_whose_pages_come_in_parts_alone_stops_asking_for_whole_ones(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = forum.graphql
    forum.posts = [a_post(number) for number in range(1, 31)]

    def too_long(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == WINDOWS and len(answer["data"]["posts"]["results"]) > 7:
            return 200, {"errors": [{"message": "too long"}], "data": {"posts": None}}
        return code, answer

    monkeypatch.setattr(forum, "graphql", too_long)
    outcome = run(settings, archive)
    limits = [one["limit"] for one in asked(forum, WINDOWS)]

    assert len(found(archive)) == 30
    assert outcome.missing == ()
    assert limits[:6] == [50, 50, 7, 50, 50, 7], "a rejected answer is asked for once more"
    assert set(limits[6:-1]) == {7}
    assert limits[-1] == 50, "that a part brings nothing new is no end; a whole page says so"


RIGHT = -1


def spoil(
    forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, *, bad: set[int], hidden: set[int], total: int | None = RIGHT
) -> None:
    """Answer a page with a bad row by an error, and leave hidden posts out of a page after it was cut, as the forum does.

    ``total`` is what it says of how many there are; it counts the hidden ones, too.
    """
    right = forum.graphql

    def spoiled(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == WINDOWS:
            rows = answer["data"]["posts"]["results"]
            if any(row["_id"] == post_id(number) for number in bad for row in rows):
                return 200, {"errors": [{"message": "Cannot return null for Post.title."}], "data": {"posts": None}}
            unseen = {post_id(number) for number in hidden}
            answer["data"]["posts"]["results"] = [row for row in rows if row["_id"] not in unseen]
            if total != RIGHT:
                answer["data"]["posts"]["totalCount"] = total
        return code, answer

    monkeypatch.setattr(forum, "graphql", spoiled)


def many(count: int) -> list[dict[str, Any]]:
    """Return posts, one an hour from 2018 on."""
    first = datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)
    moments = (first + datetime.timedelta(hours=number) for number in range(1, count + 1))
    return [a_post(number, postedAt=f"{moment:%Y-%m-%dT%H}:00:00.500Z") for number, moment in enumerate(moments, 1)]


@pytest.mark.parametrize("hidden", [set(), {60}, {57, 58, 59, 60, 62, 63, 200}, set(range(62, 72)), {399, 400}])
def test_one_bad_row_among_hundreds_costs_that_row_and_few_requests(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, hidden: set[int]
) -> None:
    forum.posts = many(400)
    spoil(forum, monkeypatch, bad={61}, hidden=hidden)
    outcome = run(settings, archive)

    assert found(archive) == {f"forum:{post_id(number)}" for number in set(range(1, 401)) - hidden - {61}}
    assert len(outcome.missing) == 1
    assert outcome.missing[0].startswith("posts of the forum did not come (2018-01-03 to ")
    assert len(asked(forum, WINDOWS)) < 10 + 35, "without the row: 10"


def test_a_walk_tells_how_much_is_left_and_a_stopped_one_is_planned_by_it(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    class Told(Silent):
        totals: tuple[int, ...] = ()
        done = 0

        def expect(self, total: int) -> None:
            self.totals += (total,)

        def advance(self, steps: int = 1) -> None:
            self.done += steps
            if self.done > 100:
                raise KeyboardInterrupt

    forum.posts = many(400)
    told = Told()
    session = Session(settings.gather, archive, sleep=lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        forum_api.gather(settings, session, archive, told)

    assert (told.totals, told.done) == ((400,), 148), "the last row of a page comes again on the next one"
    session.close()
    assert planned(settings, archive) == 6, "252 posts are behind the third page"
    assert planned(settings, archive, refresh=True) == 8, "the forum counted 400 posts"
    run(settings, archive)
    assert planned(settings, archive) == 0


def test_a_walk_that_ends_early_does_not_pass_for_a_whole_one(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = many(200)
    spoil(forum, monkeypatch, bad={61, 62}, hidden=set())
    outcome = run(settings, archive)

    assert outcome.missing[-1] == "posts of the forum from 2018-01-03 on were left out"
    assert forum_api.census(archive, af=False) == ("2018-01-01", "2018-01-03")


def test_a_walk_that_once_took_an_empty_part_for_its_end_is_taken_up_there(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    forum.posts = many(200)
    asked_wholly = questions.WINDOW_PAGE
    monkeypatch.setattr(questions, "WINDOW_PAGE", 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    with monkeypatch.context() as without:
        spoil(forum, without, bad=set(), hidden={9}, total=None)
        run(settings, archive)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1600000000 + 30 * 86400))
        run(settings, archive)
    assert len(found(archive)) == 8, "a walk in steps of one row ended at the hidden one, and so did the next one"
    spoil(forum, monkeypatch, bad=set(), hidden={9})
    monkeypatch.setattr(questions, "WINDOW_PAGE", asked_wholly)
    assert forum_api.census(archive, af=False) is None, "all of it is of the first day"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1600000000 + 31 * 86400))
    run(settings, archive)

    assert found(archive) == {f"forum:{post_id(number)}" for number in set(range(1, 201)) - {9}}
    assert forum_api.census(archive, af=False) == ("2018-01-01", "2020-10-14")


def test_a_walk_without_any_answer_ends_and_says_so(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.faults = [body(b"42")] * 99
    outcome = run(settings, archive)

    assert "posts of the forum from 1970-01-01 on were left out" in outcome.missing
    assert len(forum.questions()) < 20


def test_all_comments_are_walked_through_when_asked_for(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "PAGE", 2)
    forum.comments = [a_comment(number, 7) for number in range(1, 6)]
    run(scoped(settings, scope="pingbacks", comments="all"), archive)

    assert {one for one in found(archive) if "comment" in one} == {
        f"forum-comment:Note{number:013d}" for number in range(1, 6)
    }


def test_offline_nothing_is_walked_through(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    outcome = run(settings, archive, offline=True)

    assert forum.asked == []
    assert "of the stretches of time of posts of the forum" in outcome.sentence()


def test_a_run_that_asks_for_everything_anew_walks_once_more_and_asks_for_nothing_twice(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    chosen = scoped(settings, generations=2)
    run(chosen, archive)
    first = [question["operationName"] for question in forum.questions()]
    forum.asked.clear()
    run(chosen, archive, refresh=True)
    again = [question["operationName"] for question in forum.questions()]

    assert first.count(WINDOWS) == again.count(WINDOWS) == 2
    assert not {"PostBodies", "PostMarks"} & set(again)


def test_a_finished_walk_knows_every_post_up_to_the_day_it_was_made(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")  # 2020-09-13
    first = min(post["postedAt"] for post in forum.posts)[:10]
    marked = min(post["postedAt"] for post in forum.posts if post["af"])[:10]
    assert forum_api.census(archive, af=False) is forum_api.census(archive, af=True) is None
    run(scoped(settings, scope="alignment-forum"), archive)
    assert forum_api.census(archive, af=False) is None, "the marked posts alone are a selection"
    assert forum_api.census(archive, af=True) == (marked, "2020-09-13")

    run(settings, archive)
    assert forum_api.census(archive, af=False) == (first, "2020-09-13")


def test_a_stopped_walk_knows_every_post_up_to_where_it_was_stopped(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "WINDOW_PAGE", 2)
    forum.posts = [a_post(number, postedAt=f"2020-01-{number:02d}T10:00:00.000Z") for number in range(1, 8)]
    right = forum.graphql
    monkeypatch.setattr(
        forum,
        "graphql",
        lambda request: (
            (200, {"data": None}) if request["variables"].get("after", "") > "2020-01-04" else right(request)
        ),
    )
    run(settings, archive)

    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-01-04"), (
        "of the 4th only what came before 10 o'clock"
    )


def test_a_page_whose_rows_cannot_be_used_is_not_taken_for_the_end(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "WINDOW_PAGE", 1)
    forum.posts = [a_post(number, postedAt=f"2020-01-{number:02d}T10:00:00.000Z") for number in range(1, 5)]
    forum.posts[0]["_id"] = "no id"
    run(settings, archive)

    assert found(archive) == {f"forum:{post_id(number)}" for number in (2, 3, 4)}


def test_an_answer_that_has_just_come_is_not_read_from_the_archive_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(Archive, "reply", lambda self, key: read.append(key))
    outcome = run(settings, archive)

    assert read == []
    assert outcome.requests >= 2
    assert not outcome.missing
