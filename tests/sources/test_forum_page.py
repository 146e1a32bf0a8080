import dataclasses
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus.markup import extract
from pipeline.errors import BadPage, Forbidden, ForumRefused
from pipeline.progress import Silent
from pipeline.records import DocumentRecord, FactRecord, PingbackRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import forum_api, forum_page
from tests.loopback_forum import LoopbackForum, body, post_id, status

FOLDER = Path(__file__).parent / "forum_page"
PAGE = (FOLDER / "lesswrong" / "raw.html").read_text(encoding="utf-8")
POST = "forum:ForumPost00000001"


@pytest.fixture
def read(imported: Any) -> Any:
    def parse(text: str = PAGE, url: str = "file:folder/page.html") -> list[Any]:
        return list(forum_page.parse(imported("forum_page", text.encode(), url)))

    return parse


def comments(records: list[Any]) -> list[DocumentRecord]:
    return [record for record in records if isinstance(record, DocumentRecord) and record.kind == "comment"]


def test_a_part_that_came_late_stands_where_the_page_moves_it(read: Any) -> None:
    text = extract(read()[0].body).texts

    assert text["body"] == (
        "A hedge is an optimizer, if you squint. Compare an earlier hedge.\n"
        "A late paragraph, which the server had not ready in time."
    )
    assert text["footnote"] == "As a paper has it."


def test_moves_that_lead_into_themselves_or_nowhere_are_left_out(read: Any) -> None:
    page = PAGE.replace('<p id="block1">', '<p id="block1"><template id="B:c"></template>')
    page = page.replace('$RC("B:9","S:9")', '$RC("B:c","S:9");$RC("B:9","S:zz");$RC("B:77","S:0")')

    assert "late paragraph" not in read(page)[0].body.text
    assert read(page)[0].document_id == POST


def test_the_list_is_marked_as_the_part_that_the_page_shows(read: Any) -> None:
    def shown(records: list[Any]) -> list[str]:
        return [fact.value for fact in records if isinstance(fact, FactRecord) and fact.fact == "incoming_links_shown"]

    assert shown(read()) == ["2 of 6"]
    more = '<a class="LoadMore-root PingbacksList-loadMore" href="#">Load More (2/6)</a>'
    assert shown(read(PAGE.replace(more, ""))) == ["2 of 2"]
    assert shown(read(PAGE.replace("Load More (2/6)", "Load More"))) == ["2 of an unknown number"]
    assert shown(read(PAGE.replace("PingbacksList-root", "x"))) == []
    assert [item.posted_at for item in read() if isinstance(item, PingbackRecord)] == [None, None]


def test_an_item_of_the_list_that_names_no_post_is_quarantined(read: Any) -> None:
    records = read(PAGE.replace('<a href="/posts/ForumPost00000002/x">', '<a href="/events">'))

    assert [(item.position, item.citing_id) for item in records if isinstance(item, PingbackRecord)] == [
        (2, "forum:ForumPost00000003")
    ]
    assert "list item 1: found '180Selection by Shears', wanted a link to a post" in [
        one.why for one in records if isinstance(one, QuarantinedRecord)
    ]


def test_the_page_of_one_comment_is_its_posts_page_and_the_comment_keeps_its_place(read: Any) -> None:
    node, named = '<div class="comments-node CommentFrame-node" id="ForumComment00002">', 'id="ForumComment00002"'
    item = '<div class="CommentsItem-root"><div class="CommentsItem-body"><div class="CommentBody-root">Once more.</div></div></div>'
    apart = f'<div class="CommentPermalink-root">Comment Permalink{node}{item}</div></div>'
    permalink = PAGE.replace('<body class="whiteBackground">', f'<body class="whiteBackground">{apart}')

    assert named in PAGE
    assert permalink.count(named) == PAGE.count(named) + 1
    address = "https://www.lesswrong.com/posts/ForumPost00000001/a-hedge/comment/ForumComment00002"
    assert [(one.document_id, one.reply_to, one.body) for one in comments(read(permalink, address))] == [
        (one.document_id, one.reply_to, one.body) for one in comments(read())
    ]
    assert read(permalink, address)[0] == dataclasses.replace(read()[0], where=read(permalink, address)[0].where)


def test_the_alignment_forum_shows_its_own_karma_and_never_that_of_lesswrong(read: Any) -> None:
    records = read((FOLDER / "alignment-forum" / "raw.html").read_text(encoding="utf-8"))
    post, comment = (record for record in records if isinstance(record, DocumentRecord))

    assert (post.document_id, post.karma, post.af) == (POST, None, True)
    assert (comment.karma, comment.af) == (None, True)
    assert {(item.points, item.source) for item in records if isinstance(item, PingbackRecord)} == {
        (None, "forum_page_af")
    }
    assert [
        (fact.document_id, fact.value) for fact in records if isinstance(fact, FactRecord) if fact.fact == "af_karma"
    ] == [
        (POST, "59"),
        (comment.document_id, "5"),
    ]


def test_a_post_without_a_copy_on_the_alignment_forum_lacks_its_mark(read: Any) -> None:
    other = PAGE.replace("alignmentforum.org/posts/ForumPost00000001", "alignmentforum.org/posts/ForumPost00000005")

    assert (read()[0].af, read(other)[0].af) == (True, False)
    assert read(PAGE.replace("LWPostsPageHeader-root", "x"))[0].af is None


def test_each_comment_is_read_once_with_what_it_answers(read: Any) -> None:
    found = [
        (comment.document_id[-1], comment.reply_to and comment.reply_to[-1], comment.form)
        for comment in comments(read())
    ]

    assert found == [("1", None, None), ("2", "1", None), ("3", None, "review")]
    assert [record.where[-18:] for record in read() if isinstance(record, QuarantinedRecord)] == [
        "(ForumComment00004)"[-18:]
    ]


@pytest.mark.parametrize(
    ("old", "new", "field", "value"),
    [
        ('rel="canonical"', 'rel="other"', "document_id", POST),
        ("https://www.lesswrong.com/posts/", "https://forum.effectivealtruism.org/posts/", "document_id", "eaforum:ForumPost00000001"),
        ("2019-06-05T20:16:28.651Z", "2999-06-05T20:16:28.651Z", "posted_at", None),
        ("PostsAuthors-root", "x", "authors", None),
        ("FooterTagList-root", "x", "tags", None),
        ('id="postContent"', 'id="x"', "body", None),
        ("LWPostsPageTopHeaderVote-voteScore", "x", "karma", 118),
    ],
)  # fmt: skip
def test_each_field_is_read_where_it_stands(read: Any, old: str, new: str, field: str, value: Any) -> None:
    assert old in PAGE
    post = next(record for record in read(PAGE.replace(old, new)) if isinstance(record, DocumentRecord))
    assert getattr(post, field) == value


@pytest.mark.parametrize("text", ["", "<p>hello", "<title>LessWrong</title><div hidden id='S:0'></div>"])
def test_a_page_that_shows_no_post_is_refused(read: Any, text: str) -> None:
    with pytest.raises(BadPage, match="expected a post page of the forum"):
        read(text)


def test_a_page_that_does_not_say_its_id_is_taken_for_what_the_reader_says(read: Any) -> None:
    page = PAGE.replace("ForumPost00000001", "?")

    with pytest.raises(BadPage, match="--of"):
        read(page)
    assert read(page, f"file:folder/page.html#{POST}")[0].document_id == POST


def test_it_knows_its_pages() -> None:
    assert forum_page.accepts(PAGE.encode())
    assert not forum_page.accepts(b"<main><h1 class='post-title'>x</h1>")


def run(settings: Settings, archive: Archive, api: bool = True, **options: Any) -> tuple[Any, Any]:
    session = Session(
        settings.gather, archive, sleep=lambda _: None, clock=iter(range(0, 10**9, 100)).__next__, **options
    )
    try:
        first = forum_api.gather(settings, session, archive, Silent()) if api else None
        return first, forum_page.gather(settings, session, archive, Silent())
    finally:
        session.close()


@pytest.fixture
def paged(settings: Settings, forum: LoopbackForum) -> Settings:
    forum.pages[f"/posts/{post_id(1)}"] = PAGE.replace("ForumPost00000001", post_id(1)).encode()
    return settings


def pages_asked(forum: LoopbackForum) -> list[str]:
    return [path for method, path, _, _ in forum.asked if method == "GET" and path != "/robots.txt"]


def test_where_the_api_gives_every_root_post_no_page_is_asked_for(
    paged: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    _, outcome = run(paged, archive)

    assert outcome is None
    assert pages_asked(forum) == []


def test_where_a_walk_through_the_forum_gives_every_root_post_no_page_is_asked_for(
    paged: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    walking = paged.model_copy(
        update={"gather": paged.gather.model_copy(update={"scope": "forum", "generations": 0, "comments": "none"})}
    )
    _, outcome = run(walking, archive)

    assert "PostBodies" not in {question["operationName"] for question in forum.questions()}
    assert outcome is None
    assert pages_asked(forum) == []


def test_a_root_post_that_the_api_was_asked_for_and_did_not_give_is_looked_for_on_its_page(
    paged: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.hidden = {post_id(1)}
    _, outcome = run(paged, archive)

    assert outcome.came == "1 of 1 pages of root posts (the API gave no text of them) in the archive"
    assert pages_asked(forum) == [f"/posts/{post_id(1)}"]


def test_where_the_api_has_changed_the_pages_of_root_posts_are_asked_for(
    paged: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.known_fields -= {"htmlBody"}
    first, outcome = run(paged, archive)

    assert first.error is not None
    assert outcome.came == "1 of 1 pages of root posts (the API gave no text of them) in the archive"
    assert pages_asked(forum) == [f"/posts/{post_id(1)}"]
    assert run(paged, archive, api=False)[1].requests == 0, "the archived page is fresh"


def test_a_site_that_refuses_is_not_asked_for_pages_either(
    paged: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.faults = [status(403)]
    first, outcome = run(paged, archive)

    assert isinstance(first.error, ForumRefused)
    assert outcome is None, "its refusal has been told"
    assert pages_asked(forum) == []


def test_where_robots_txt_forbids_the_api_alone_the_pages_of_root_posts_are_asked_for(
    paged: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.robots = b"User-agent: *\nDisallow: /graphql\n"
    first, outcome = run(paged, archive)

    assert isinstance(first.error, Forbidden)
    assert (outcome.error, pages_asked(forum)) == (None, [f"/posts/{post_id(1)}"])


def test_where_robots_txt_forbids_the_pages_of_root_posts_too_that_is_told(
    paged: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.robots = b"User-agent: *\nDisallow: /\n"
    _, outcome = run(paged, archive)

    assert f"forbids {forum.url}/posts/{post_id(1)}; it was not asked for" in outcome.sentence()
    assert pages_asked(forum) == []


def test_what_is_no_whole_page_of_a_post_is_not_stored(paged: Settings, archive: Archive, forum: LoopbackForum) -> None:
    path = f"/posts/{post_id(1)}"
    whole = forum.pages[path]
    for wrong in (b"<!DOCTYPE html><title>LessWrong</title></html>", whole[:-20]):
        forum.pages[path] = wrong
        assert "expected a" in run(paged, archive, api=False)[1].missing[0]
    forum.pages[path] = whole
    forum.faults = [body(b"", 200, "text/html")]

    assert run(paged, archive, api=False)[1].came.startswith("1 of 1"), "asked once more"


def test_offline_no_page_is_asked_for(paged: Settings, archive: Archive, forum: LoopbackForum) -> None:
    assert run(paged, archive, api=False, offline=True)[1] is None
    assert forum.asked == []
