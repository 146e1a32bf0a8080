"""Tags, taggings and people's comments from the API: what is asked, paged, left out, and what a failure costs."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus import build_corpus
from pipeline.errors import BadPage, ForumRefused, SchemaChanged
from pipeline.progress import Silent
from pipeline.records import DocumentRecord, QuarantinedRecord, TaggingRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_listing, _forum_lists, forum_tags, forum_users
from tests.loopback_forum import LoopbackForum, a_post, post_id, status

TAG = {
    "_id": "tagLoop0000000001", "name": "Loops", "slug": "loops", "description": {"html": "<p>A loop.</p>", "editedAt": None},
    "core": True, "oldSlugs": [], "parentTag": None, "pingbacks": {}, "postCount": 3, "subTags": [], "wikiOnly": False,
}  # fmt: skip


class Wiki:
    """A forum with one tag that three posts carry, and one person with two comments; remembers what it was asked.

    ``asked`` names each request with its variables, ``pages`` each page that it asked for: whose list, and from where.
    """

    def __init__(self, forum: LoopbackForum) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.unknown: set[str] = set()
        self.tags = [TAG]
        self.posts = [a_post(number) for number in (1, 2, 3)]
        forum.graphql = self.answer  # type: ignore[method-assign]

    def pages(self, name: str) -> list[list[tuple[str, int]]]:
        return [
            [(given[f"p{n}"], given[f"o{n}"]) for n in range(len(given)) if f"p{n}" in given]
            for called, given in self.asked
            if called == name
        ]

    def answer(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        name, given = request["operationName"], request["variables"]
        self.asked.append((name, given))
        for field in sorted(self.unknown):
            if field in request["query"]:
                message = f'Cannot query field "{field}" on type "Tag".'
                return 400, {"errors": [{"message": message, "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}]}
        comments = [
            {"_id": f"Comment{n:010d}", "postId": post_id(1), "postedAt": "2020-01-05T00:00:00.000Z", "htmlBody": "<p>Yes.</p>"}
            for n in (1, 2)
        ]  # fmt: skip
        listed = [
            {
                "_id": post["_id"],
                "baseScore": 7,
                "tag": {"slug": "loops", "name": "Loops"},
                "post": {asked: value for asked, value in post.items() if asked in request["query"]},
            }
            for post in self.posts
        ]
        data = {}
        for alias in (variable for variable in given if variable.startswith("p")):
            assert f"${alias}: String" in request["query"]
            start = given[f"o{alias[1:]}"]
            rows = {
                "TagText": [tag for tag in self.tags if tag["slug"] == given[alias]],
                "TagPosts": listed,
                "UserProfile": [{"_id": "userAda0000000001", "slug": "ada"}],
                "UserComments": comments,
            }[name]
            data[alias] = {"results": copy.deepcopy(rows[start : start + given["limit"]])}
        return 200, {"data": data}


@pytest.fixture
def wiki(forum: LoopbackForum) -> Wiki:
    return Wiki(forum)


def run(
    module: Any,
    settings: Settings,
    archive: Archive,
    offline: bool = False,
    refresh: bool = False,
    accept_shrink: bool = False,
    **named: tuple[str, ...],
) -> Any:
    asked = settings.gather.model_copy(update=named)
    clock = iter(range(0, 10**9, 100)).__next__
    session = Session(
        asked,
        archive,
        offline=offline,
        refresh=refresh,
        accept_shrink=accept_shrink,
        sleep=lambda _: None,
        clock=clock,
    )
    try:
        return module.gather(settings.model_copy(update={"gather": asked}), session, Silent())
    finally:
        session.close()


def planned(module: Any, settings: Settings, archive: Archive, *, refresh: bool = False, **named: Any) -> int:
    """Return how many questions a plan counts; the first request is for the host's rules."""
    asked = settings.gather.model_copy(update=named)
    session = Session(asked, archive, refresh=refresh, planning=True)
    module.gather(settings.model_copy(update={"gather": asked}), session, Silent())
    return max(0, session.planned.total() - 1)


def test_a_plan_counts_what_is_due_and_nothing_that_is_fresh(settings: Settings, archive: Archive, wiki: Wiki) -> None:
    assert planned(forum_tags, settings, archive, tags=("loops",)) == 1, "who knows whether there is such a tag"
    assert planned(forum_users, settings, archive, users=("ada",)) == 1
    run(forum_tags, settings, archive, tags=("loops",))
    assert planned(forum_tags, settings, archive, tags=("loops",)) == 0
    assert planned(forum_users, settings, archive, users=("ada",)) == 1
    assert planned(forum_tags, settings, archive, refresh=True, tags=("loops",)) == 2
    assert planned(forum_tags, settings, archive, tags=("loops", "knots")) == 1


def test_a_plan_counts_the_pages_that_lists_are_known_to_have(
    settings: Settings, archive: Archive, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_forum_listing, "PAGE", 1)
    wiki.posts = [a_post(number) for number in range(1, 11)]

    first = run(forum_tags, settings, archive, tags=("loops",))
    plan = planned(forum_tags, settings, archive, refresh=True, tags=("loops",))
    again = run(forum_tags, settings, archive, refresh=True, tags=("loops",))

    assert first.requests == 12, "robots.txt, the tag, two pages, then page by page"
    assert plan == 3, "the tag, ten pages, and the one that ends the list"
    assert again.requests == plan + 1
    assert [len(pages) for pages in wiki.pages("TagPosts")[-2:]] == [10, 1]


def test_all_that_is_named_takes_two_requests_however_often_it_is_due(
    settings: Settings, archive: Archive, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    slugs = tuple(f"loops-{number}" for number in range(3))
    wiki.tags = [TAG | {"_id": f"tagLoop{n:010d}", "slug": slug} for n, slug in enumerate(slugs)]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    first = run(forum_tags, settings, archive, tags=slugs)
    asked = [name for name, _ in wiki.asked]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1602592000")
    again = run(forum_tags, settings, archive, tags=slugs)

    assert asked == ["TagText", "TagPosts"]
    assert [name for name, _ in wiki.asked] == asked * 2
    assert first.came == again.came == "3 of 3 tags with 9 posts under them in the archive"
    assert wiki.pages("TagPosts")[0] == [(tag["_id"], offset) for tag in wiki.tags for offset in (0, 200)]


def test_a_request_names_no_more_lists_than_it_may(settings: Settings, archive: Archive, wiki: Wiki) -> None:
    slugs = tuple(f"loops-{number}" for number in range(11))
    wiki.tags = [TAG | {"_id": f"tagLoop{n:010d}", "slug": slug} for n, slug in enumerate(slugs)]
    run(forum_tags, settings, archive, tags=slugs)
    run(forum_users, settings, archive, users=("ada", "ben"))

    assert [len(pages) for pages in wiki.pages("TagText")] == [10, 1]
    assert [len(pages) for pages in wiki.pages("TagPosts")] == [10, 10, 2]
    assert [len(pages) for pages in wiki.pages("UserComments")] == [2], "both names are one person's"


def test_a_list_that_spoils_an_answer_is_the_only_one_left_out(
    settings: Settings, archive: Archive, wiki: Wiki, forum: LoopbackForum
) -> None:
    wiki.tags = [TAG | {"_id": f"tagLoop{n:010d}", "slug": slug} for n, slug in enumerate(("loops", "knots", "bends"))]
    right = forum.graphql

    def spoiled(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, found = right(request)
        if request["operationName"] == "TagPosts" and "tagLoop0000000001" in request["variables"].values():
            found["errors"] = [{"message": "this row is broken", "path": ["p2"]}]
        return code, found

    forum.graphql = spoiled  # type: ignore[method-assign]
    outcome = run(forum_tags, settings, archive, tags=("loops", "knots", "bends"))

    assert outcome.came == "3 of 3 tags with 6 posts under them in the archive"
    assert [told.partition(":")[0] for told in outcome.missing] == ["'knots' did not come whole"]
    assert "this row is broken" in outcome.missing[0]
    assert {page for pages in wiki.pages("TagPosts")[2:] for page, _ in pages} == {tag["_id"] for tag in wiki.tags}
    wiki.asked.clear()
    forum.graphql = wiki.answer  # type: ignore[method-assign]
    assert run(forum_tags, settings, archive, tags=("loops", "knots", "bends")).missing == ()
    assert wiki.pages("TagPosts") == [[("tagLoop0000000001", 0), ("tagLoop0000000001", 200)]]


def test_what_was_asked_for_page_by_page_before_is_still_read_and_not_asked_for_again(
    settings: Settings, archive: Archive, wiki: Wiki, forum: LoopbackForum
) -> None:
    def kept(name: str, of: str, variables: dict[str, Any], rows: list[Any]) -> None:
        request = {"operationName": name, "query": f"query {name} {{ }}", "variables": variables}
        answer = {"data": {of: {"results": rows}}}
        archive.put(
            "forum_tags", "POST", f"{forum.url}/graphql", json.dumps(answer).encode(),
            request_body=json.dumps(request).encode(),
        )  # fmt: skip

    listed = [{"_id": "r1", "baseScore": 7, "tag": {"slug": "loops", "name": "Loops"}, "post": a_post(1)}]
    kept("TagText", "tags", {"slug": "loops"}, [TAG])
    for offset, rows in ((0, listed), (200, [])):
        kept("TagPosts", "tagRels", {"tag": TAG["_id"], "limit": 200, "offset": offset}, rows)
    outcome = run(forum_tags, settings, archive, tags=("loops",))

    assert (outcome.requests, outcome.missing) == (0, ())
    assert outcome.came == "1 of 1 tags with 1 posts under them in the archive"
    refreshed = run(forum_tags, settings, archive, refresh=True, accept_shrink=True, tags=("loops",))
    assert refreshed.came == "1 of 1 tags with 3 posts under them in the archive"


def records(module: Any, archive: Archive) -> list[Any]:
    return [record for reply in archive.replies(module.NAME) for record in module.parse(reply)]


def test_a_tag_comes_with_every_post_under_it_and_is_asked_for_once(
    settings: Settings, archive: Archive, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_forum_listing, "PAGE", 2)
    outcome = run(forum_tags, settings, archive, tags=("loops",))
    again = run(forum_tags, settings, archive, tags=("loops",))
    taggings = [record for record in records(forum_tags, archive) if isinstance(record, TaggingRecord)]

    assert outcome.came == "1 of 1 tags with 3 posts under them in the archive"
    assert [[offset for _, offset in pages] for pages in wiki.pages("TagPosts")] == [[0, 2], [4]]
    assert {(one.document_id, one.slug, one.relevance) for one in taggings} == {
        (f"forum:{post_id(n)}", "loops", 7) for n in (1, 2, 3)
    }
    assert (again.requests, again.came) == (0, outcome.came)


def test_a_list_that_is_longer_than_the_forum_gives_is_told_of(
    settings: Settings, archive: Archive, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_forum_listing, "PAGE", 2)
    monkeypatch.setattr(_forum_lists, "LAST_OFFSET", 2)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert run(forum_tags, settings, archive, tags=("loops",)).missing == (
        "items after the first 4 of the list of 'loops', which the forum does not give",
    ), "of three posts the last page may have been cut: the forum hides rows"
    wiki.posts = wiki.posts[:2]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000001")
    archived = run(forum_tags, settings, archive, offline=True, tags=("loops",))
    again = run(forum_tags, settings, archive, refresh=True, accept_shrink=True, tags=("loops",))

    assert len(archived.missing) == 1, "what came is at hand, and as short as it was"
    assert (again.missing, again.came) == ((), "1 of 1 tags with 2 posts under them in the archive")


def test_what_was_asked_for_without_a_field_that_the_forum_lacks_is_found_again(
    settings: Settings, archive: Archive, wiki: Wiki
) -> None:
    wiki.unknown = {"oldSlugs"}
    first = run(forum_tags, settings, archive, tags=("loops",))
    wiki.asked.clear()

    assert planned(forum_tags, settings, archive, tags=("loops",)) == 0
    assert run(forum_tags, settings, archive, offline=True, tags=("loops",)).came == first.came
    assert run(forum_tags, settings, archive, tags=("loops",)).requests == 0
    wiki.unknown = set()
    anew = run(forum_tags, settings, archive, refresh=True, tags=("loops",))
    assert (anew.notes, len(wiki.asked)) == ((), 2), "what is due is asked for with every field once more"


def test_a_list_that_repeats_itself_ends(
    settings: Settings, archive: Archive, wiki: Wiki, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        variables = {name: 0 if name.startswith("o") else value for name, value in request["variables"].items()}
        return wiki.answer({**request, "variables": variables})

    monkeypatch.setattr(forum, "graphql", endless)
    outcome = run(forum_tags, settings, archive, tags=("loops",))

    assert outcome.came.startswith("1 of 1 tags with 3 posts")
    assert len([name for name, _ in wiki.asked if name == "TagPosts"]) == 1


def test_optional_fields_that_the_forum_lacks_are_left_out_and_said(
    settings: Settings, archive: Archive, wiki: Wiki
) -> None:
    wiki.unknown = {"oldSlugs", "subTags"}
    outcome = run(forum_tags, settings, archive, tags=("loops",))

    assert outcome.error is None
    assert outcome.notes == (
        "the forum does not know the field oldSlugs; gathered without it",
        "the forum does not know the field subTags; gathered without it",
    )
    assert "Loops" in {record.title for record in records(forum_tags, archive) if isinstance(record, DocumentRecord)}


def test_a_needed_field_that_the_forum_lacks_is_a_changed_schema(
    settings: Settings, archive: Archive, wiki: Wiki
) -> None:
    wiki.unknown = {"description"}
    outcome = run(forum_tags, settings, archive, tags=("loops",))

    assert isinstance(outcome.error, SchemaChanged)
    assert list(archive.replies(forum_tags.NAME)) == []


def spoiled(forum: LoopbackForum, name: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change every row of the answers to one question."""
    right = forum.graphql

    def answer(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        code, found = right(request)
        if request["operationName"] == name:
            found = copy.deepcopy(found)
            for top in found["data"].values():
                for row in top["results"]:
                    change(row)
        return code, found

    forum.graphql = answer  # type: ignore[method-assign]


def rename(row: dict[str, Any], old: str, new: str) -> None:
    row[new] = row.pop(old)


@pytest.mark.parametrize(
    ("module", "name", "change", "said"),
    [
        (forum_tags, "TagText", lambda row: rename(row, "slug", "path"), "slug is missing from every row of TagText, and path is new"),
        (forum_tags, "TagText", lambda row: rename(row, "_id", "id"), "_id is missing from every row of TagText, and id is new"),
        (forum_tags, "TagPosts", lambda row: rename(row, "baseScore", "votes"), "baseScore is missing from every row of TagPosts, and votes is new"),
        (forum_tags, "TagPosts", lambda row: rename(row["post"], "postedAt", "published_at"), "postedAt is missing from post of every row of TagPosts, and published_at is new"),
        (forum_users, "UserComments", lambda row: rename(row, "postedAt", "published_at"), "postedAt is missing from every row of UserComments, and published_at is new"),
    ],
)  # fmt: skip
def test_a_renamed_field_is_told_once_and_nothing_of_that_answer_is_stored(
    settings: Settings,
    archive: Archive,
    wiki: Wiki,
    forum: LoopbackForum,
    module: Any,
    name: str,
    change: Callable[[dict[str, Any]], Any],
    said: str,
) -> None:
    wiki.tags = [TAG, TAG | {"_id": "tagMore0000000001", "slug": "more"}]
    spoiled(forum, name, change)
    outcome = run(module, settings, archive, tags=("loops", "more"), users=("ada", "ben"))

    assert str(outcome.error).startswith(f"the forum's schema changed: {said}; update this program")
    assert outcome.missing == ()
    assert ingest.exit_code([outcome], live=False) == 5
    assert name not in {
        json.loads(reply.request_body or b"")["operationName"] for reply in archive.replies(module.NAME)
    }
    assert [asked for asked, _ in wiki.asked].count(name) == 1, "asking once more would not help"


@pytest.mark.parametrize(
    ("module", "name", "change", "why"),
    [
        (forum_tags, "TagPosts", lambda row: row["post"].update(postedAt=5), "postedAt: found 5, wanted a valid string"),
        (forum_tags, "TagPosts", lambda row: row["post"].pop("title"), "expected the fields title, found none of that name"),
        (forum_users, "UserComments", lambda row: row.update(baseScore="7"), "baseScore: found '7', wanted a valid number"),
    ],
)  # fmt: skip
def test_rows_most_of_which_cannot_be_used_make_a_run_incomplete(
    settings: Settings,
    archive: Archive,
    wiki: Wiki,
    forum: LoopbackForum,
    module: Any,
    name: str,
    change: Callable[[dict[str, Any]], Any],
    why: str,
) -> None:
    spoiled(forum, name, change)
    outcome = run(module, settings, archive, tags=("loops",), users=("ada",))
    reasons = {record.why for record in records(module, archive) if isinstance(record, QuarantinedRecord)}

    assert reasons == {why}
    assert outcome.error is None
    assert outcome.missing[-1].startswith("more rows than the 5% of a healthy run could not be used (")
    assert ingest.exit_code([outcome], live=False) == 3


def test_a_post_under_a_tag_that_is_hidden_from_guests_is_no_row_of_no_use(
    settings: Settings, archive: Archive, wiki: Wiki, forum: LoopbackForum
) -> None:
    spoiled(forum, "TagPosts", lambda row: row.update(post=None))

    assert run(forum_tags, settings, archive, tags=("loops",)).missing == ()


def test_a_list_that_has_lost_much_is_held_up_and_what_was_known_is_kept(
    settings: Settings, archive: Archive, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_forum_listing, "PAGE", 2)
    wiki.posts = [a_post(number) for number in range(1, 11)]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    run(forum_tags, settings, archive, tags=("loops",))
    wiki.posts = wiki.posts[:6]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000001")
    outcome = run(forum_tags, settings, archive, refresh=True, tags=("loops",))
    wiki.asked.clear()
    again = [
        run(forum_tags, settings, archive, tags=("loops",), **options).missing for options in ({}, {"offline": True})
    ]
    assert [name for name, _ in wiki.asked] == ["TagPosts"], "fresh as it is, it is asked for again"
    kept = {one.document_id for one in records(forum_tags, archive) if isinstance(one, TaggingRecord)}

    assert outcome.missing == (
        "the list of 'loops' has shrunk from 10 to 6 items; what was known is kept, and --accept-shrink says that this is right",
    )
    assert again == [outcome.missing] * 2
    assert kept == {f"forum:{post_id(number)}" for number in range(1, 11)}

    wiki.posts = wiki.posts[:1]
    accepted = run(forum_tags, settings, archive, refresh=True, accept_shrink=True, tags=("loops",))
    assert accepted.missing == ()
    wiki.asked.clear()
    assert (run(forum_tags, settings, archive, tags=("loops",)).missing, wiki.asked) == ((), [])


def test_a_list_that_is_whole_again_is_held_up_no_more(
    settings: Settings, archive: Archive, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = wiki.posts = [a_post(number) for number in range(1, 11)]
    gaps = []
    for second, shown in enumerate((posts, posts[:5], posts, posts)):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1600000000 + second))
        wiki.posts = shown
        gaps.append(len(run(forum_tags, settings, archive, refresh=second < 2, tags=("loops",)).missing))
    assert gaps == [0, 1, 0, 0]


def test_what_the_forum_does_not_know_is_named_and_the_rest_comes(
    settings: Settings, archive: Archive, wiki: Wiki
) -> None:
    outcome = run(forum_tags, settings, archive, tags=("nope", "loops"))

    assert outcome.missing == ("of the tags the forum knows none called 'nope'",)
    assert outcome.came.startswith("1 of 2 tags")
    assert wiki.pages("TagText") == [[("nope", 0), ("loops", 0)]]


def test_a_tag_that_the_forum_knows_no_more_is_gone_since_then(
    settings: Settings, archive: Archive, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    run(forum_tags, settings, archive, tags=("loops",))
    wiki.tags = []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1602592000")
    run(forum_tags, settings, archive, tags=("loops", "nope"))
    documents = build_corpus(archive.replies(), settings).documents.set_index("document_id")

    assert documents.loc["forum-tag:loops", "title"] == "Loops"
    assert str(documents.loc["forum-tag:loops", "gone_since"])[:10] == "2020-10-13"
    assert "forum-tag:nope" not in documents.index


def test_people_come_with_their_comments(settings: Settings, archive: Archive, wiki: Wiki) -> None:
    outcome = run(forum_users, settings, archive, users=("ada",))
    found = [
        (one.document_id, one.parent_id) for one in records(forum_users, archive) if isinstance(one, DocumentRecord)
    ]

    assert outcome.came == "1 of 1 people with 2 comments in the archive"
    assert sorted(found) == [(f"forum-comment:Comment{n:010d}", f"forum:{post_id(1)}") for n in (1, 2)]


@pytest.mark.parametrize("module", [forum_tags, forum_users])
def test_nothing_is_asked_where_nothing_is_named(
    settings: Settings, archive: Archive, forum: LoopbackForum, module: Any
) -> None:
    assert run(module, settings, archive) is None
    assert forum.asked == []


def test_offline_the_archive_is_all_there_is(
    settings: Settings, archive: Archive, wiki: Wiki, forum: LoopbackForum
) -> None:
    assert run(forum_tags, settings, archive, offline=True, tags=("loops",)) is None
    run(forum_tags, settings, archive, tags=("loops",))
    forum.asked.clear()

    assert run(forum_tags, settings, archive, offline=True, tags=("loops",)).came.startswith("1 of 1 tags with 3")
    assert forum.asked == []


def test_a_forum_that_refuses_is_left_at_once(
    settings: Settings, archive: Archive, wiki: Wiki, forum: LoopbackForum
) -> None:
    forum.faults = [status(403)]
    outcome = run(forum_tags, settings, archive, tags=("loops", "other"))

    assert isinstance(outcome.error, ForumRefused)
    assert len([path for _, path, _, _ in forum.asked if path == "/graphql"]) == 1


@pytest.mark.parametrize("module", [forum_tags, forum_users])
@pytest.mark.parametrize(
    "request_body", [b"{}", b"", b"[1]", json.dumps({"operationName": "PostBodies", "variables": {}}).encode()]
)
def test_a_reply_to_another_question_is_refused(archive: Archive, module: Any, request_body: bytes) -> None:
    reply = archive.put(module.NAME, "POST", "https://forum.invalid/graphql", b"{}", request_body=request_body)

    with pytest.raises(BadPage, match="another request"):
        list(module.parse(reply))
