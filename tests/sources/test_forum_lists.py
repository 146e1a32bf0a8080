"""Tags, taggings and people's comments from the API: what rows and lists mean that are short, lost, renamed or of no use."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive
from pipeline.corpus import build_corpus
from pipeline.errors import SchemaChanged
from pipeline.records import DocumentRecord, QuarantinedRecord, TaggingRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_listing, _forum_lists, forum_tags, forum_users
from tests.loopback_forum import LoopbackForum, a_post, post_id
from tests.sources.named_lists import TAG, Wiki, records, run


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


@pytest.mark.parametrize(
    ("module", "name", "few"),
    [(forum_tags, "TagText", True), (forum_tags, "TagPosts", False), (forum_users, "UserProfile", True), (forum_users, "UserComments", True)],
)  # fmt: skip
@pytest.mark.usefixtures("first_day")
def test_answers_of_no_use_are_asked_for_again_by_the_next_run_and_a_few_rows_at_fault_once(
    settings: Settings,
    archive: Archive,
    wiki: Wiki,
    forum: LoopbackForum,
    later: Any,
    module: Any,
    name: str,
    few: bool,
) -> None:
    wiki.posts = [a_post(number) for number in range(1, 6)]
    spoiled(forum, name, lambda row: row.update({"slug": 5, "postId": 5} if few else {"baseScore": "7"}))
    for day in (0, 1, 2):
        later(day)
        wiki.asked.clear()
        outcome = run(module, settings, archive, tags=("loops",), users=("ada",))
    assert ([asked for asked, _ in wiki.asked], bool(outcome.missing)) == ([] if few else [name], not few)

    forum.graphql = wiki.answer  # type: ignore[method-assign]
    later(3)
    assert run(module, settings, archive, tags=("loops",), users=("ada",)).missing == ()
    later(4)
    wiki.asked.clear()
    run(module, settings, archive, tags=("loops",), users=("ada",))
    assert wiki.asked == []


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
