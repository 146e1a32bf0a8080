import gzip
import json
from typing import Any

import pytest

from pipeline.errors import BadPage
from pipeline.records import AuthorRef, Body, DocumentRecord, QuarantinedRecord
from pipeline.sources import forum_dump

ID = "DumpPost000000001"
POST = {
    "_id": ID, "title": "A post", "slug": "a-post", "pageUrl": f"https://www.lesswrong.com/posts/{ID}/a-post",
    "postedAt": "2019-06-01T12:00:00.250Z", "baseScore": 7, "voteCount": 3, "commentCount": 0, "meta": False, "question": False,
    "url": None, "user": {"username": "ada", "slug": "ada", "displayName": "Ada"},
}  # fmt: skip
COMMENT = {
    "_id": "DumpComment000001", "postId": ID, "parentCommentId": None, "topLevelCommentId": None, "postedAt": "2019-06-02T00:00:00Z",
    "contents": {"markdown": "I [agree](/posts/x).", "plaintextDescription": "I agree."}, "baseScore": -2, "voteCount": 1, "af": False,
    "userId": "user1", "createdAt": None,
}  # fmt: skip


@pytest.fixture
def read(imported: Any) -> Any:
    def parse(*rows: Any, **options: Any) -> list[Any]:
        return list(forum_dump.parse(imported("forum_dump", json.dumps(list(rows)).encode(), "file:folder/dump.json")))

    return parse


def test_metadata_alone_is_a_document_without_a_body(read: Any) -> None:
    assert read(POST) == [
        DocumentRecord(
            document_id=f"forum:{ID}", kind="post", origin="forum_dump", retrieved_at="2026-02-03T04:05:06Z",
            where="folder/dump.json #1", title="A post", slug="a-post", posted_at="2019-06-01T12:00:00Z", karma=7,
            url=f"https://www.lesswrong.com/posts/{ID}/a-post", authors=(AuthorRef("ada", None, "Ada"),), authors_in_part=True,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "markup"),
    [
        ('<p>See <a href="/posts/x/y">this</a>.</p>', "html"),  # authors write relative links, too
        ('<p id="block0">See <a href="/posts/x/y">this</a>.</p>', "html-rendered"),
        ('<p>See <a class="LinkStyles-link" href="/posts/x/y">this</a>.</p>', "html-rendered"),
    ],
)
def test_a_body_is_known_as_written_or_as_rendered_by_what_is_in_it(read: Any, html: str, markup: Any) -> None:
    assert read(POST | {"htmlBody": html})[0].body == Body(markup, html, "https://www.lesswrong.com")


@pytest.mark.parametrize(
    "given",
    [{"htmlBody": None}, {"htmlBody": " \n"}, {"contents": None}, {"contents": {}}, {"contents": {"markdown": ""}}],
)
def test_a_post_without_text_has_no_body(read: Any, given: dict[str, Any]) -> None:
    assert read(POST | given)[0].body is None


def test_markdown_tags_and_an_author_known_by_id_alone(read: Any) -> None:
    row = {name: value for name, value in POST.items() if name not in ("user", "pageUrl")}
    found = read(
        row
        | {
            "contents": {"markdown": "*Text*"},
            "tags": [{"_id": "t", "name": "AI", "slug": "ai"}],
            "af": True,
            "userId": "user9",
        }
    )[0]

    assert found.body == Body("markdown", "*Text*", "https://www.lesswrong.com")
    assert found.tags == (("ai", "AI"),)
    assert found.authors == (AuthorRef(None, "user9", None),)
    assert found.af is True


def test_a_deleted_account_leaves_the_author_unknown(read: Any) -> None:
    assert read(POST | {"user": None})[0].authors is None


def test_a_comment_stands_under_its_post(read: Any) -> None:
    assert read(COMMENT) == [
        DocumentRecord(
            document_id="forum-comment:DumpComment000001", kind="comment", origin="forum_dump", retrieved_at="2026-02-03T04:05:06Z",
            where="folder/dump.json #1", posted_at="2019-06-02T00:00:00Z", karma=-2, af=False,
            url=f"https://www.lesswrong.com/posts/{ID}?commentId=DumpComment000001", authors=(AuthorRef(None, "user1", None),),
            body=Body("markdown", "I [agree](/posts/x).", "https://www.lesswrong.com"), parent_id=f"forum:{ID}",
        )
    ]  # fmt: skip


def test_a_comment_without_a_post_and_a_deleted_one(read: Any) -> None:
    lone, deleted = read(COMMENT | {"postId": None}, COMMENT | {"deleted": True})

    assert lone.parent_id is None
    assert isinstance(deleted, QuarantinedRecord)
    assert deleted.where == "folder/dump.json #2 (DumpComment000001)"


def test_an_empty_id_goes_to_quarantine_and_its_neighbours_do_not(read: Any) -> None:
    bad, good = read(POST | {"_id": ""}, POST)

    assert isinstance(bad, QuarantinedRecord)
    assert bad.why.startswith("_id: found ''")
    assert good.document_id == f"forum:{ID}"


def test_ids_of_24_hex_digits_are_posts(read: Any) -> None:
    assert read(POST | {"_id": "5bd75cc58225bf0670375041"})[0].document_id == "forum:5bd75cc58225bf0670375041"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([POST]),
        json.dumps(POST),
        json.dumps(POST) + "\n" + json.dumps(POST) + "\n\n",
        json.dumps({"data": {"posts": {"results": [POST], "totalCount": None}}}),
        json.dumps({"data": {"a": {"results": [POST]}, "b": {"results": []}}}, indent=1),
        json.dumps({"data": {"post": {"result": POST}}}),
        json.dumps({"results": [POST]}),
        "\ufeff" + json.dumps([POST]),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:])])
def test_lists_lines_and_whole_replies_are_read_gzipped_or_not(imported: Any, text: str, pack: Any) -> None:
    data = pack(text.encode())

    assert forum_dump.accepts(data)
    assert {record.document_id for record in forum_dump.parse(imported("forum_dump", data))} == {f"forum:{ID}"}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "found a file that begins ''"), (b"<html>", "begins '<html>'"), (b"[", "expected JSON"), (b"[]", "found 0 items"),
        (b'[{"a": 1}]', "none with _id"), (b"{} {}", "expected JSON"), (b"[\xff]", "not UTF-8"), (b"[" * 99999, "nested too deeply"),
        (gzip.compress(b"[1]", mtime=0)[:-9], "cannot be unpacked"), (b"\x1f\x8bnothing", "cannot be unpacked"),
        (b'{"_id": 1}\n{"_id"', "line 2"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_dump_is_a_clear_error(imported: Any, data: bytes, why: str) -> None:
    assert not forum_dump.accepts(data)
    with pytest.raises(BadPage, match=f"^folder/file.*{why}"):
        list(forum_dump.parse(imported("forum_dump", data)))


@pytest.mark.parametrize("members", [1, 2, 20])
def test_a_file_that_unpacks_to_more_than_the_limit_is_a_clear_error(
    imported: Any, monkeypatch: pytest.MonkeyPatch, members: int
) -> None:
    monkeypatch.setattr(forum_dump, "UNPACKED_LIMIT", 1 << 20)
    part = gzip.compress(b" " * ((1 << 20) // members + 1))

    with pytest.raises(BadPage, match=r"^folder/file.*it unpacks to more than 1 MB; split the dump"):
        list(forum_dump.parse(imported("forum_dump", part * members)))


def test_a_field_that_is_neither_read_nor_ignored_by_name_is_reported(read: Any) -> None:
    document, note = read(POST | {"novelty": 1})

    assert isinstance(document, DocumentRecord)
    assert (note.what, note.where, note.why.partition(":")[0]) == (
        "forum_dump field, kept",
        "folder/dump.json",
        "novelty",
    )


def test_half_a_character_in_any_field_is_shown_as_a_sign_that_files_can_hold(read: Any) -> None:
    (post,) = read(
        POST
        | {
            "slug": "a\ud800",
            "pageUrl": "https://x.invalid/\udfff",
            "user": {"slug": "\ud800", "displayName": "A\ud800"},
            "tags": [{"slug": "\ud800", "name": None}],
        }
    )

    assert (post.slug, post.url) == ("a\ufffd", "https://x.invalid/\ufffd")
    assert post.authors == (AuthorRef("\ufffd", None, "A\ufffd"),)
    assert post.tags == (("\ufffd", "\ufffd"),)


EA = {
    "_id": "DumpPost000000002", "title": "There", "slug": "there", "postedAt": "2021-01-01T00:00:00.000Z", "baseScore": 3,
    "pageUrl": "https://forum.effectivealtruism.org/posts/DumpPost000000002/there", "user": {"_id": "u", "slug": "bo"},
    "htmlBody": f'<p><a href="/posts/{ID}/x">x</a></p>', "fmCrosspost": {"isCrosspost": True, "foreignPostId": ID}, "odd": 1,
}  # fmt: skip


def test_the_address_of_a_row_says_which_forum_it_is_of(read: Any) -> None:
    other = EA | {"pageUrl": "https://forum-bots.effectivealtruism.org/posts/DumpPost000000002/there"}
    for row in (EA, other):
        (post,) = [one for one in read(POST, row)[1:] if isinstance(one, DocumentRecord)]
        assert (post.document_id, post.crosspost_id) == ("eaforum:DumpPost000000002", f"forum:{ID}")
        assert post.body is not None
        assert post.body.base_url == "https://forum.effectivealtruism.org"
        assert post.url == EA["pageUrl"]
        assert post.authors == (AuthorRef("eaforum:bo", "eaforum:u", None),)


def test_a_row_without_an_address_is_of_the_forum_that_the_dump_is_of(read: Any) -> None:
    def ids(*rows: Any) -> list[str]:
        return [one.document_id for one in read(*rows) if isinstance(one, DocumentRecord)]

    bare = {key: value for key, value in POST.items() if key != "pageUrl"}
    assert ids(COMMENT, EA) == ["eaforum-comment:DumpComment000001", "eaforum:DumpPost000000002"]
    assert ids(bare, COMMENT) == [f"forum:{ID}", "forum-comment:DumpComment000001"]
    assert ids(bare, POST | {"pageUrl": "https://elsewhere.example/x"}) == [f"forum:{ID}"] * 2


def test_a_field_that_no_reader_knows_is_told_of_once_in_a_dump_of_both_forums(read: Any) -> None:
    told = [one.why for one in read(POST | {"odd": 1}, EA) if isinstance(one, QuarantinedRecord)]
    assert told == ["odd: unknown field, not read; if it matters, extend the reader"]


def test_every_field_of_a_reply_of_the_api_is_known(read: Any) -> None:
    whole = POST | {
        "afDate": None, "author": "Ada", "canonicalCollectionSlug": None, "canonicalSequenceId": None, "canonicalSource": None,
        "coauthorUserIds": [], "contents": {"_id": "r", "version": "1.0.0", "editedAt": "2019-06-01T12:00:00Z", "html": "<p>A.</p>"},
        "curatedDate": None, "debate": False, "draft": None, "extendedScore": None, "feedId": None, "frontpageDate": None,
        "fmCrosspost": {"isCrosspost": False, "hostedHere": None}, "hideAuthor": False, "isEvent": False, "legacyId": None,
        "linkUrl": "https://www.lesswrong.com", "pageUrlRelative": "/posts", "readTimeMinutes": 1, "sequence": None,
        "shortform": False, "tableOfContents": {}, "tagRelevance": {"t": 9}, "topLevelCommentCount": 0, "afCommentCount": 0,
        "unlisted": False, "user": {"slug": "ada", "karma": 1, "afKarma": 1},
    }  # fmt: skip
    reply = COMMENT | {
        "descendentCount": 0, "directChildrenCount": 0, "draft": False, "post": {"_id": ID}, "shortform": None,
    }  # fmt: skip
    assert [type(one) for one in read(whole, reply)] == [DocumentRecord, DocumentRecord]


def test_a_draft_comment_is_never_a_document(read: Any) -> None:
    (left_out,) = read(COMMENT | {"draft": True})
    assert left_out.what == "forum_dump comment"
    assert left_out.why == "draft: found true, expected a published comment"


@pytest.mark.parametrize("row", [POST, COMMENT])
def test_an_author_whom_the_forum_hides_is_named_nowhere(read: Any, row: dict[str, Any]) -> None:
    assert read(row | {"hideAuthor": False})[0].authors
    assert read(row | {"hideAuthor": True})[0].authors is None


@pytest.mark.parametrize(
    ("host", "parent"), [("www.lesswrong.com", "forum-tag:ai-safety"), ("forum.effectivealtruism.org", None)]
)
def test_a_comment_on_a_tag_stands_under_it_where_tags_are_known_by_their_names(
    read: Any, host: str, parent: str | None
) -> None:
    on_tag = COMMENT | {
        "postId": None, "tag": {"slug": "AI-Safety"}, "pageUrl": f"https://{host}/tag/ai-safety/discussion#DumpComment000001",
    }  # fmt: skip
    (found,) = [one for one in read(on_tag) if isinstance(one, DocumentRecord)]
    assert found.parent_id == parent
