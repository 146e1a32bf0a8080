"""Tags and people's comments from the API: how lists share requests, what is asked for again, and what a failure costs."""

import json
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.errors import BadPage, ForumRefused
from pipeline.records import DocumentRecord, TaggingRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_listing, forum_tags, forum_users
from tests.loopback_forum import LoopbackForum, a_post, post_id, status
from tests.sources.named_lists import TAG, Wiki, planned, records, run


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
