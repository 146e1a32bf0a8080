from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage
from pipeline.progress import Silent
from pipeline.records import AuthorRef, Body, DocumentRecord, PingbackRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import greaterwrong_page
from tests.loopback_forum import LoopbackForum, post_id, status

PAGE = (Path(__file__).parent / "greaterwrong_page" / "post.html").read_text(encoding="utf-8")
POST = "forum:PagePost000000001"


@pytest.fixture
def read(imported: Any) -> Any:
    def parse(text: str = PAGE, url: str = "file:folder/page.html") -> list[Any]:
        return list(greaterwrong_page.parse(imported("greaterwrong_page", text.encode(), url)))

    return parse


def test_the_post_is_read_whole(read: Any) -> None:
    document = read()[0]

    assert document == DocumentRecord(
        document_id=POST, kind="post", origin="greaterwrong_page", retrieved_at="2026-02-03T04:05:06Z",
        where="file:folder/page.html k", title="Optimizers in the Garden", posted_at="2019-05-31T23:44:53Z", karma=187, af=True,
        url="https://www.lesswrong.com/posts/PagePost000000001/optimizers-in-the-garden",
        authors=(AuthorRef("ada", "userAda0000000001", "Ada"), AuthorRef("bo-the-second", "userBo00000000002", "Bo the Second")),
        tags=(("ai", "AI"), ("mesa-optimization", "Mesa-Optimization")),
        body=Body("html-rendered", document.body.text, "https://www.greaterwrong.com"), crosspost_id="eaforum:PageTwin000000001",
    )  # fmt: skip
    assert '<a href="/posts/PagePost000000009/earlier">an earlier post</a>' in document.body.text
    assert "What links here" not in document.body.text


def test_the_list_of_incoming_links_is_read_whole_and_in_order(read: Any) -> None:
    items = read()[1:]

    common = {"listed_on": POST, "source": "greaterwrong_page", "retrieved_at": "2026-02-03T04:05:06Z"}
    assert items == [
        PingbackRecord(
            position=1, kind="post", title="Gardens by Committee, and by Chance", citing_id="forum:PagePost000000002",
            posted_at="2022-08-29T01:23:07Z", points=413, authors="Chi | Dot", **common,
        ),
        PingbackRecord(
            position=2, kind="comment", title="Book club by the river", citing_id="forum-comment:PageComment000001",
            posted_at="2020-12-26T18:41:00Z", points=31, host_id="forum:PagePost000000003", authors="Ada", **common,
        ),
        PingbackRecord(
            position=3, kind="post", title="A call for gardeners", citing_id="eaforum:PagePost000000004",
            posted_at="2022-04-23T20:24:00Z", points=1, site="eaforum", authors="Eve", **common,
        ),
        PingbackRecord(
            position=4, kind="comment", title="A call for gardeners", citing_id="eaforum-comment:PageComment000002",
            posted_at="2022-04-24T20:24:00Z", points=-3, site="eaforum", host_id="eaforum:PagePost000000004", authors="[deleted]", **common,
        ),
    ]  # fmt: skip


def test_links_to_a_comment_on_the_page_are_not_links_to_the_post(read: Any) -> None:
    assert "Linked from a comment" in PAGE
    assert all(record.title != "Linked from a comment" for record in read())


def test_an_item_that_cannot_be_read_is_quarantined_and_the_others_are_kept(read: Any) -> None:
    records = read(PAGE.replace("; 413 points)", "; many points)"))

    assert isinstance(records[1], QuarantinedRecord)
    assert "list item 1" in records[1].why
    assert [record.position for record in records[2:]] == [2, 3, 4]


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("LW: 187 AF: 70", "-14 points", "karma", -14),
        ("alignmentForumPost=true", "alignmentForumPost=false", "af", False),
        ("<script>alignmentForumPost=true</script>", "", "af", None),
        ('data-js-date="1559346293000"', "", "posted_at", "2019-05-31T23:44:00Z"),
        ('data-js-date="1559346293000"', 'data-js-date="32503680000000"', "posted_at", None),
        ('<div id="tags">', "<div>", "tags", None),
    ],
)
def test_each_field_is_read_where_it_stands(read: Any, old: str, new: str, field: str, value: Any) -> None:
    assert old in PAGE
    assert getattr(read(PAGE.replace(old, new))[0], field) == value


def test_a_question_is_titled_without_its_mark(read: Any) -> None:
    page = PAGE.replace(
        '<h1 class="post-title">', '<h1 class="post-title"><span class="post-type-prefix">[Question] </span>'
    )

    assert read(page)[0].title == "Optimizers in the Garden"


def test_a_page_that_does_not_say_its_id_is_taken_for_what_the_reader_says(read: Any) -> None:
    page = PAGE.replace("PagePost000000001", "?")

    with pytest.raises(BadPage, match="--of"):
        read(page)
    assert read(page, f"file:folder/page.html#{POST}")[0].document_id == POST


@pytest.mark.parametrize(
    "text",
    [
        "", "<p>hello", "<!DOCTYPE html><title>Just a moment...</title><main><h1>Wait</h1></main>",
        '<div id="content" class="individual-thread-page">' + PAGE,
        '<main><h1 class="post-title">A tag</h1><div class="tag-description body-text">Text</div></main>',
    ],
)  # fmt: skip
def test_a_page_of_another_kind_is_refused(read: Any, text: str) -> None:
    with pytest.raises(BadPage, match="expected a GreaterWrong post page"):
        read(text)


@pytest.mark.parametrize(
    "junk", ["<div>" * 3000, "<!--" * 5000, "<a href='" * 5000, "<![" * 5000, "\x00\ufffe", "&#xD800;&b;" * 500]
)
def test_hostile_markup_is_read_or_refused(read: Any, junk: str) -> None:
    try:
        records = read(PAGE.replace("an earlier post", junk))
    except BadPage:
        return
    assert records[0].document_id == POST


@pytest.mark.parametrize(
    "part",
    [
        "https://ea.greaterwrong.com/posts/PagePost000000004/a-call",
        "/users/ada",
        "/tag/ai",
        "https://www.lesswrong.com",
    ],
)
def test_an_address_that_is_none_is_left_out(read: Any, part: str) -> None:
    assert part in PAGE
    assert read(PAGE.replace(part, "http://[bad"))[0].document_id == POST


def test_bytes_that_are_not_utf8_are_shown_as_such_and_noted(imported: Any) -> None:
    data = PAGE.encode().replace(b"an earlier post", b"an \xff\xfe post")
    note, document, *_ = greaterwrong_page.parse(imported("greaterwrong_page", data))

    assert note.what == "greaterwrong_page page, kept"
    assert "an \ufffd\ufffd post" in document.body.text


def test_it_knows_its_pages() -> None:
    assert greaterwrong_page.accepts(PAGE.encode())
    assert not greaterwrong_page.accepts(b"<html><h1 class='PostsPageTitle-root'>x</h1>")


def gather(settings: Settings, archive: Archive, **options: Any) -> Any:
    session = Session(
        settings.gather, archive, sleep=lambda _: None, clock=iter(range(0, 10**9, 100)).__next__, **options
    )
    try:
        return greaterwrong_page.gather(settings, session, Silent())
    finally:
        session.close()


@pytest.fixture
def mirrored(settings: Settings, forum: LoopbackForum) -> Settings:
    forum.pages[f"/gw/posts/{post_id(1)}/post"] = PAGE.replace("PagePost000000001", post_id(1)).encode()
    sites = settings.gather.sites | {"greaterwrong": forum.url + "/gw"}
    return settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})})


def test_the_page_of_each_root_post_is_fetched_gently_and_once(
    mirrored: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    first, second = gather(mirrored, archive), gather(mirrored, archive)

    assert (first.requests, second.requests) == (2, 0)
    assert first.came == "1 of 1 pages of root posts in the archive"
    assert [headers["X-Revalidate"] for _, path, _, headers in forum.asked if "/gw/" in path] == ["no"]
    assert (
        len([record for reply in archive.replies("greaterwrong_page") for record in greaterwrong_page.parse(reply)])
        == 5
    )


def test_a_page_of_another_kind_is_not_stored(mirrored: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.pages[f"/gw/posts/{post_id(1)}/post"] = b"<!DOCTYPE html><title>Forum</title><p>hello"
    outcome = gather(mirrored, archive)

    assert "expected a GreaterWrong post page" in outcome.missing[0]
    assert list(archive.replies("greaterwrong_page")) == []


def test_the_public_mirror_is_not_asked_about_another_forum(settings: Settings, archive: Archive) -> None:
    sites = settings.gather.sites | {"greaterwrong": "https://www.greaterwrong.com"}
    outcome = gather(
        settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})}), archive
    )

    assert outcome.requests == 0
    assert outcome.came.startswith("not asked")


def test_a_post_that_is_gone_yields_nothing(mirrored: Settings, archive: Archive, forum: LoopbackForum) -> None:
    forum.faults = [status(410)]
    outcome = gather(mirrored, archive)

    assert outcome.came == "0 of 1 pages of root posts in the archive"
    assert [list(greaterwrong_page.parse(reply)) for reply in archive.replies("greaterwrong_page")] == [[]]
