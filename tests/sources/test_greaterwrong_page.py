from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import BadPage
from pipeline.progress import Silent
from pipeline.records import DocumentRecord, FactRecord, PingbackRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import greaterwrong_page
from pipeline.sources._greaterwrong import named
from tests.loopback_forum import LoopbackForum, post_id, status

PAGE = (Path(__file__).parent / "greaterwrong_page" / "post" / "raw.html").read_text(encoding="utf-8")
POST = "forum:PagePost000000001"


@pytest.fixture
def read(imported: Any) -> Any:
    def parse(text: str = PAGE, url: str = "file:folder/page.html") -> list[Any]:
        return list(greaterwrong_page.parse(imported("greaterwrong_page", text.encode(), url)))

    return parse


def listed(records: list[Any]) -> list[PingbackRecord]:
    return [record for record in records if isinstance(record, PingbackRecord)]


def comments(records: list[Any]) -> dict[str, DocumentRecord]:
    found = (record for record in records if isinstance(record, DocumentRecord) and record.kind == "comment")
    return {comment.document_id.removeprefix("forum-comment:PageComment0000"): comment for comment in found}


def test_the_body_ends_before_the_list_and_links_stay_relative_to_the_site(read: Any) -> None:
    body = read()[0].body

    assert '<a href="/posts/PagePost000000009/earlier">an earlier post</a>' in body.text
    assert "footnote-item" in body.text
    assert "What links here" not in body.text
    assert body.base_url == "https://www.greaterwrong.com"


def test_links_to_a_comment_are_listed_on_the_comment_and_not_on_the_post(read: Any) -> None:
    assert [(item.listed_on, item.position) for item in listed(read())] == [
        *((POST, position) for position in (1, 2, 3, 4)),
        ("forum-comment:PageComment000009", 1),
    ]


def test_comments_know_their_place_in_the_tree_and_what_they_are(read: Any) -> None:
    tree = {
        number: (comment.form, comment.reply_to and comment.reply_to[-2:])
        for number, comment in comments(read()).items()
    }

    assert tree == {
        "11": ("nomination", None),
        "12": (None, "11"),
        "13": ("review", None),
        "09": (None, None),
        "15": (None, "14"),
    }
    assert {comment.parent_id for comment in comments(read()).values()} == {POST}


def test_the_karma_of_the_alignment_forum_is_a_fact_and_agreement_is_not_karma(read: Any) -> None:
    records = read()
    facts = [(fact.document_id, fact.fact, fact.value) for fact in records if isinstance(fact, FactRecord)]
    facts = [fact for fact in facts if fact[1] == "af_karma"]

    assert (comments(records)["13"].karma, comments(records)["13"].af) == (1031, True)
    assert (comments(records)["15"].karma, comments(records)["15"].af, comments(records)["15"].authors) == (
        -2,
        False,
        None,
    )
    assert facts == [
        (POST, "af_karma", "70"),
        ("forum-comment:PageComment000012", "af_karma", "2"),
        ("forum-comment:PageComment000013", "af_karma", "12"),
    ]


def test_a_comment_that_is_shown_twice_is_read_once_and_a_deleted_one_is_named(read: Any) -> None:
    twice = PAGE.replace(
        '<div id="comments"',
        PAGE[PAGE.index('<div id="nominations"') : PAGE.index('<div id="reviews"')] + '<div id="comments"',
    )
    records = read(twice)

    assert len([record for record in records if isinstance(record, DocumentRecord)]) == 6
    assert [record.where[-19:] for record in records if isinstance(record, QuarantinedRecord)] == [
        "(PageComment000014)"
    ]


def test_an_item_that_cannot_be_read_is_quarantined_and_the_others_are_kept(read: Any) -> None:
    records = read(PAGE.replace("; 1,413 points)", "; many points)"))

    (refused, *_) = [record for record in records if isinstance(record, QuarantinedRecord)]
    assert "list item 1" in refused.why
    assert [item.position for item in listed(records)] == [2, 3, 4, 1]


@pytest.mark.parametrize(
    ("old", "what"),
    [("1661736187000", "incoming link"), ("1574000000000", "comment"), ("1559346293000", "post")],
)
@pytest.mark.parametrize(("date", "found"), [("9999999999000", "2286-11-20"), ("86400000", "1970-01-02")])
def test_a_date_that_cannot_be_right_is_named_and_left_out(
    read: Any, old: str, what: str, date: str, found: str
) -> None:
    whole, records = read(), read(PAGE.replace(f'data-js-date="{old}"', f'data-js-date="{date}"', 1))
    (note,) = [record for record in records if isinstance(record, QuarantinedRecord) and record.why.startswith("date")]

    assert note.what == f"greaterwrong_page {what}, kept"
    assert note.why.startswith(f"date: found '{found}T")
    assert "wanted a date from 2005 to 2026" in note.why
    changed = [one for one in records if one not in whole and one is not note]
    assert [one.posted_at for one in changed] == [None]
    assert len(records) == len(whole) + 1


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ("LW: 187 AF: 70", "-14 points", "karma", -14),
        ("alignmentForumPost=true", "alignmentForumPost=false", "af", False),
        ("<script>alignmentForumPost=true</script>", "", "af", None),
        ('data-js-date="1559346293000"', "", "posted_at", "2019-05-31T23:44:00Z"),
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
    assert first.came == "1 of 1 pages of root posts on GreaterWrong in the archive"
    assert [headers["X-Revalidate"] for _, path, _, headers in forum.asked if "/gw/" in path] == ["no"]
    (reply,) = archive.replies("greaterwrong_page")
    assert len(listed(list(greaterwrong_page.parse(reply)))) == 5


def test_a_page_that_breaks_off_is_not_stored(mirrored: Settings, archive: Archive, forum: LoopbackForum) -> None:
    path = f"/gw/posts/{post_id(1)}/post"
    forum.pages[path] = forum.pages[path][:-40]
    outcome = gather(mirrored, archive)

    assert "expected a whole page, found one that breaks off" in outcome.missing[0]
    assert list(archive.replies("greaterwrong_page")) == []


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

    assert outcome.came == "0 of 1 pages of root posts on GreaterWrong in the archive"
    assert [list(greaterwrong_page.parse(reply)) for reply in archive.replies("greaterwrong_page")] == [[]]


@pytest.mark.parametrize(
    ("href", "document_id"),
    [
        ("/posts/PagePost000000001/x", "forum:PagePost000000001"),
        ("https://www.LessWrong.com/posts/PagePost000000001", "forum:PagePost000000001"),
        ("https://forum-bots.effectivealtruism.org/posts/PagePost000000001", "eaforum:PagePost000000001"),
        ("https://ea.greaterwrong.com/posts/PagePost000000001", "eaforum:PagePost000000001"),
        ("https://roots.example/posts/PagePost000000001", None),
    ],
)
def test_an_address_names_a_post_on_the_hosts_of_a_forum_alone(href: str, document_id: str | None) -> None:
    found = named(href)
    assert (found[0] if found else None) == document_id
