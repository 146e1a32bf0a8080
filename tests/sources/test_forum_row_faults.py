"""Rows that cannot be used, and fields that are not as they should be."""

from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from tests.loopback_forum import LoopbackForum, a_post, changed, post_id
from tests.sources.forum_runs import documents, ids, quarantined, records, run

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

    known = {name for name, value in documents(archive)[f"forum:{post_id(1)}"].items() if value not in (None, False)}
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


def test_links_to_what_is_no_post_are_ignored_by_name_and_others_reported(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.posts[0] |= {"pingbacks": {"Posts": [post_id(2)], "Tags": ["t"], "Users": ["u"], "Moods": ["m"]}}
    run(settings, archive)

    assert {(record.what, record.why[:30]) for record in quarantined(archive)} == {
        ("forum_api field, kept", "pingbacks.Moods: unknown field")
    }
    assert documents(archive)[f"forum:{post_id(1)}"]["outgoing"] == (f"forum:{post_id(2)}",)


def test_an_unknown_field_of_a_part_of_a_row_is_reported_with_its_place_once_a_reply(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    def add(answer: Any) -> Any:
        for row in answer["data"]["posts"]["results"]:
            row["user"] |= {"isBot": False, "username": "writer"}
            row["tags"] = [{"name": "AI", "slug": "ai", "core": True}, {"name": "AI", "slug": "ai-2", "core": True}]
            row["contents"] = {"html": "<p>Text.</p>", "version": "1.0.0", "mood": "calm"}
            row["fmCrosspost"] = {"isCrosspost": False, "hostedHere": True, "mood": "calm"}
        return answer

    forum.faults = [changed(add)]
    run(settings, archive)

    assert [record.why.partition(":")[0] for record in quarantined(archive)] == [
        "contents.mood",
        "fmCrosspost.mood",
        "tags.core",
        "user.isBot",
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


def test_many_bad_rows_make_the_run_incomplete(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    for number in range(8, 14):
        forum.posts.append(a_post(number, cites=(1,), title=None, slug=[]))
    outcome = run(settings, archive)

    assert "more rows than the 5% of a healthy run" in outcome.missing[-1]


def test_blanks_around_a_name_are_no_part_of_it(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.posts[0]["user"]["displayName"] = " Ada (of Nowhere) "
    run(settings, archive)

    (author,) = documents(archive)[f"forum:{post_id(1)}"]["authors"]
    assert author.name == "Ada (of Nowhere)"
