"""Posts of the EA Forum that other sources name."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import importing, ingest
from pipeline.archive.store import Archive
from pipeline.corpus.stage import build_corpus
from pipeline.errors import BadPage, SchemaChanged
from pipeline.progress import Silent
from pipeline.records import AuthorRef, DocumentRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import eaforum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, body, post_id, serving, status

TWIN = "TwinTwinTwinTwin1"
LISTED = "QM8uQS6QdJPZLqCrX"
BOTS = "https://forum-bots.effectivealtruism.org"


class SisterForum(LoopbackForum):
    """Answers in the old style, where a view and its terms are one variable."""

    def graphql(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        data: dict[str, Any] = {}
        for alias, given in request["variables"].items():
            if "terms" in given:
                rows = [row for row in self.comments if row["postId"] == given["terms"]["postId"]]
                data[alias] = {"results": rows}
            else:
                found = [row for row in self.posts if row["_id"] == given["selector"]["_id"]]
                data[alias] = {"result": found[0] if found else None}
        return 200, {"data": data}


def row(row_id: str, **more: Any) -> dict[str, Any]:
    return {
        "_id": row_id, "title": "On both forums", "slug": "on-both-forums", "postedAt": "2020-01-03T10:00:00.000Z",
        "pageUrl": f"{BOTS}/posts/{row_id}/on-both-forums", "modifiedAt": None, "baseScore": 7, "url": None, "userId": "u1",
        "user": {"_id": "u1", "slug": "writer-2", "displayName": "Writer 2"},
        "htmlBody": f'<p>As <a href="https://www.lesswrong.com/posts/{post_id(1)}/x">this</a> and <a href="/posts/{LISTED}">that</a> say.',
        "tags": [{"name": "AI safety", "slug": "ai-safety"}], "fmCrosspost": {"isCrosspost": True, "foreignPostId": post_id(2)},
    } | more  # fmt: skip


def note(number: int, on: str) -> dict[str, Any]:
    return {
        "_id": f"Note{number:013d}", "postId": on, "parentCommentId": None, "postedAt": "2020-02-01T00:00:00.000Z",
        "baseScore": 1, "deleted": False, "pageUrl": f"{BOTS}/posts/{on}/x?commentId=Note{number:013d}", "userId": "u2",
        "user": None, "htmlBody": f'<p>Cf. <a href="https://www.lesswrong.com/posts/{post_id(1)}">it</a>.',
    }  # fmt: skip


@pytest.fixture
def sister() -> Iterator[SisterForum]:
    with serving(SisterForum([row(TWIN)], [note(1, TWIN)])) as served:
        yield served  # type: ignore[misc]


@pytest.fixture
def both(settings: Settings, forum: LoopbackForum, sister: SisterForum) -> Settings:
    forum.posts[1]["fmCrosspost"] = {"isCrosspost": True, "foreignPostId": TWIN}
    sites = settings.gather.sites | {"eaforum": sister.url}
    return settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})})


def run(settings: Settings, archive: Archive, **options: Any) -> SourceOutcome | None:
    outcomes = ingest.gather(settings, archive, Silent(), **options)
    return next((outcome for outcome in outcomes if outcome.source == eaforum_api.NAME), None)


def records(archive: Archive) -> list[Any]:
    return [record for reply in archive.replies(eaforum_api.NAME) for record in eaforum_api.parse(reply)]


def test_a_copy_that_a_gathered_post_names_is_gathered_in_the_same_run(both: Settings, archive: Archive) -> None:
    outcome = run(both, archive)
    assert outcome is not None
    assert outcome.sentence() == "eaforum_api: 1 of 1 post that other sources name in the archive (3 requests)."
    found = [record for record in records(archive) if isinstance(record, DocumentRecord)]
    post, comment = sorted(found, key=lambda record: record.kind, reverse=True)

    assert (post.document_id, post.kind, post.title, post.karma) == (f"eaforum:{TWIN}", "post", "On both forums", 7)
    assert post.url == f"https://forum.effectivealtruism.org/posts/{TWIN}/on-both-forums"
    assert post.authors == (AuthorRef("eaforum:writer-2", "eaforum:u1", "Writer 2"),)
    assert post.crosspost_id == f"forum:{post_id(2)}"
    assert (comment.document_id, comment.parent_id) == ("eaforum-comment:Note0000000000001", f"eaforum:{TWIN}")


def test_what_it_cites_and_whose_copy_it_is_reach_the_tables(both: Settings, archive: Archive) -> None:
    run(both, archive)
    made = build_corpus(archive.replies(), both)
    cited = made.citations[made.citations["citing_id"].str.startswith("eaforum")]
    documents = made.documents.set_index("document_id")

    assert set(zip(cited["citing_id"], cited["cited_id"], strict=True)) == {
        (f"eaforum:{TWIN}", f"forum:{post_id(1)}"),
        (f"eaforum:{TWIN}", f"eaforum:{LISTED}"),
        ("eaforum-comment:Note0000000000001", f"forum:{post_id(1)}"),
    }
    assert documents.loc[f"eaforum:{TWIN}", "work_id"] == documents.loc[f"forum:{post_id(2)}", "work_id"]
    assert documents.loc[f"eaforum:{TWIN}", "venue"] == "eaf"


def test_what_a_list_of_links_names_there_is_asked_for(
    settings: Settings, archive: Archive, sister: SisterForum
) -> None:
    page = Path(__file__).parent / "greaterwrong_page" / "post" / "raw.html"
    list(importing.import_pages([page], archive, Silent()))
    sites = {"eaforum": sister.url}
    run(settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})}), archive)
    asked = [
        one["selector"]["_id"]
        for question in sister.questions()
        for one in question["variables"].values()
        if "selector" in one
    ]

    assert asked
    assert all(name in page.read_text(encoding="utf-8") for name in asked)


def test_nothing_is_asked_where_nothing_is_named(settings: Settings, archive: Archive, sister: SisterForum) -> None:
    sites = settings.gather.sites | {"eaforum": sister.url}
    assert (
        run(settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})}), archive)
        is None
    )
    assert sister.asked == []


def test_a_second_run_asks_nothing_and_offline_none_at_all(
    both: Settings, archive: Archive, sister: SisterForum
) -> None:
    run(both, archive, offline=True)
    assert sister.asked == []
    run(both, archive)
    sister.asked.clear()
    run(both, archive)

    assert sister.asked == []


def test_comments_beyond_the_first_of_a_post_are_named_as_missing(
    both: Settings, archive: Archive, sister: SisterForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(eaforum_api, "MOST_COMMENTS", 2)
    assert run(both, archive).missing == ()  # type: ignore[union-attr]
    sister.comments.append(note(2, TWIN))
    again = run(both, archive, refresh=True)

    assert again is not None
    assert again.missing == (f"comments under eaforum:{TWIN} after the first 2",)


def test_asking_whether_the_forum_answers_says_nothing_of_any_post(
    both: Settings, archive: Archive, sister: SisterForum
) -> None:
    run(both, archive)
    before = records(archive)
    (said,) = [one.came for one in ingest.probe(both, archive, Silent()) if one.source == eaforum_api.NAME]

    assert said == "answers with status 200"
    assert records(archive) == before


def test_a_post_that_is_not_there_is_named(both: Settings, archive: Archive, sister: SisterForum) -> None:
    sister.posts.clear()
    run(both, archive)

    assert [
        record.where.rpartition(" ")[2] for record in records(archive) if isinstance(record, QuarantinedRecord)
    ] == [f"({TWIN})"]


@pytest.mark.parametrize(
    "fault", [body(b"42"), body(b'{"data": null}'), body(b'{"data": {}, "errors": [1]}'), status(500)]
)
def test_an_answer_that_is_not_whole_is_asked_for_again(
    both: Settings, archive: Archive, sister: SisterForum, fault: Any
) -> None:
    sister.faults = [fault]
    outcome = run(both, archive)

    assert outcome is not None
    assert (outcome.missing, outcome.error) == ((), None)
    assert sorted(record.kind for record in records(archive) if isinstance(record, DocumentRecord)) == [
        "comment",
        "post",
    ]


def test_what_stays_broken_is_missing_and_an_unknown_field_a_changed_schema(
    both: Settings, archive: Archive, sister: SisterForum
) -> None:
    sister.faults = [body(b"42")] * 9
    outcome = run(both, archive)
    assert outcome is not None
    assert [line.partition(" (")[0] for line in outcome.missing] == [
        "1 post did not come",
        "the comments under 1 post did not come",
    ]

    sister.faults = [body(b'{"errors": [{"extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}]}', 400)]
    outcome = run(both, archive)
    assert outcome is not None
    assert isinstance(outcome.error, SchemaChanged)


def test_a_post_that_the_forum_refuses_keeps_no_other_from_coming(
    both: Settings, archive: Archive, forum: LoopbackForum, sister: SisterForum
) -> None:
    twins = [f"TwinTwinTwinTwin{number}" for number in range(1, 5)]
    for number, twin in enumerate(twins, 1):
        forum.posts[number - 1]["fmCrosspost"] = {"isCrosspost": True, "foreignPostId": twin}
    sister.posts = [row(twin) for twin in twins]
    right = sister.graphql

    def refusing(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, answer = right(request)
        if request["operationName"] == eaforum_api.POSTS:
            for alias, given in request["variables"].items():
                if given["selector"]["_id"] == twins[2]:
                    answer["data"][alias] = None
                    answer["errors"] = [{"message": "app.operation_not_allowed", "path": [alias]}]
        return code, answer

    sister.graphql = refusing  # type: ignore[method-assign]
    outcome = run(both, archive)
    came = {record.document_id for record in records(archive) if isinstance(record, DocumentRecord)}

    assert outcome is not None
    assert came >= {f"eaforum:{twin}" for twin in twins if twin != twins[2]}
    assert [line.partition(":")[0] for line in outcome.missing] == [f"1 post did not come ({twins[2]})"]


@pytest.mark.parametrize("code", [200, 400])
def test_a_field_that_the_forum_does_not_know_is_named(
    both: Settings, archive: Archive, sister: SisterForum, code: int
) -> None:
    message = {"message": 'Cannot query field "baseScore" on type "Post".', "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}  # fmt: skip
    sister.faults = [body(json.dumps({"errors": [message]}).encode(), code)]
    outcome = run(both, archive)
    assert outcome is not None

    assert str(outcome.error).startswith("the EA Forum's schema changed: baseScore is unknown to EaPosts (")
    assert len(sister.questions()) == 1
    assert list(archive.replies(eaforum_api.NAME)) == []


@pytest.mark.parametrize(("kind", "name"), [("posts", "EaPosts"), ("comments", "EaComments")])
def test_a_renamed_field_is_told_once_and_nothing_of_that_answer_is_stored(
    both: Settings, archive: Archive, sister: SisterForum, kind: str, name: str
) -> None:
    for one in getattr(sister, kind):
        one["published_at"] = one.pop("postedAt")
    outcome = run(both, archive)
    assert outcome is not None

    assert str(outcome.error).startswith(
        f"the EA Forum's schema changed: postedAt is missing from every row of {name}, and published_at is new; update"
    )
    assert (outcome.missing, ingest.exit_code([outcome], live=False)) == ((), 5)
    assert name not in {
        json.loads(reply.request_body or b"")["operationName"] for reply in archive.replies("eaforum_api")
    }


@pytest.mark.parametrize("change", [{"title": None, "baseScore": "7"}, {"postedAt": 3}, {"_id": "no id"}])
def test_rows_most_of_which_cannot_be_used_make_a_run_incomplete(
    both: Settings, archive: Archive, sister: SisterForum, change: dict[str, Any]
) -> None:
    for one in sister.comments:
        one |= change
    outcome = run(both, archive)
    assert outcome is not None
    assert (outcome.missing, outcome.error) == ((), None), "one of two rows"

    sister.posts[0]["tags"] = 7
    outcome = run(both, archive, refresh=True)
    assert outcome is not None
    assert outcome.missing == (
        "more rows than the 5% of a healthy run could not be used (2 of 2); the quarantine table says why",
    )


@pytest.mark.usefixtures("first_day")
def test_answers_of_no_use_are_asked_for_again_by_the_next_run_and_a_few_rows_at_fault_once(
    both: Settings, archive: Archive, sister: SisterForum, later: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sister.posts[0]["tags"] = 7
    sister.comments = [note(number, TWIN) for number in range(1, 6)]
    with monkeypatch.context() as spoilt:
        spoilt.setattr(sister, "comments", [one | {"postedAt": 3} for one in sister.comments])
        for day in (0, 1, 2):
            later(day)
            sister.asked.clear()
            outcome = run(both, archive)
            assert outcome is not None
            assert outcome.missing, day
        assert [one["operationName"] for one in sister.questions()] == ["EaComments"]
    later(3)
    outcome = run(both, archive)
    assert outcome is not None
    assert (outcome.missing, outcome.requests) == ((), 2), "the rules, and the comments"
    later(4)
    outcome = run(both, archive)
    assert outcome is not None
    assert (outcome.missing, outcome.requests) == ((), 0)


def test_a_list_of_comments_that_has_lost_much_is_held_up_and_a_post_that_is_gone_is_an_answer(
    both: Settings, archive: Archive, sister: SisterForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    sister.comments.extend(note(number, TWIN) for number in range(2, 7))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000001")
    run(both, archive)
    before = {one.document_id for one in records(archive) if isinstance(one, DocumentRecord)}
    del sister.comments[1:]
    sister.posts.clear()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000002")
    outcome = run(both, archive, refresh=True)
    assert outcome is not None

    assert [line.partition(";")[0] for line in outcome.missing] == [
        f"the list of comments under eaforum:{TWIN} has shrunk from 6 to 1 item",
    ]
    assert {one.document_id for one in records(archive) if isinstance(one, DocumentRecord)} == before
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000003")
    sister.asked.clear()
    again = run(both, archive)
    assert again is not None
    assert again.missing == outcome.missing
    assert len(sister.questions()) == 1, "fresh as it is, it is asked for again"

    sister.comments.clear()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000004")
    accepted = run(both, archive, refresh=True, accept_shrink=True)
    assert accepted is not None
    assert accepted.missing == ()
    sister.asked.clear()
    last = run(both, archive)
    assert last is not None
    assert (last.missing, sister.questions()) == ((), [])


def test_a_reply_to_another_question_is_refused(archive: Archive) -> None:
    reply = archive.put(
        eaforum_api.NAME, "POST", "https://forum.invalid/graphql", b"{}", request_body=b'{"query": "{x}"}'
    )

    with pytest.raises(BadPage, match="another request"):
        list(eaforum_api.parse(reply))
