"""Tag and wiki pages, people's pages, and texts of such pages: each field where it stands, and what is refused."""

import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pipeline import importing
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus.markup import extract
from pipeline.errors import BadPage, UsageError
from pipeline.progress import Silent
from pipeline.records import DefinitionRecord, DocumentRecord, FactRecord, QuarantinedRecord, TaggingRecord
from pipeline.registry import plugins
from pipeline.settings import Settings
from pipeline.sources import (
    SOURCES,
    bookmark_text,
    forum_dump,
    forum_tag_page,
    forum_user_page,
    greaterwrong_comment,
    greaterwrong_tag,
    greaterwrong_user,
)
from tests.loopback_forum import LoopbackForum
from tests.sources.cases import CASES, name, reply_of

FOLDER = Path(__file__).parent
TAG = "forum-tag:hedge-theory"


def page(case: str) -> str:
    (raw,) = (FOLDER / case).glob("raw.*")
    return raw.read_text(encoding="utf-8")


@pytest.fixture
def read(imported: Any) -> Any:
    def parse(module: Any, text: str, url: str = "file:folder/page.html") -> list[Any]:
        return list(module.parse(imported(module.NAME, text.encode(), url)))

    return parse


def facts(records: list[Any]) -> dict[str, str]:
    return {record.fact: record.value for record in records if isinstance(record, FactRecord)}


def taggings(records: list[Any]) -> list[tuple[str, int | None]]:
    return [(one.document_id[-1], one.relevance) for one in records if isinstance(one, TaggingRecord)]


def documents(records: list[Any], kind: str) -> list[DocumentRecord]:
    return [one for one in records if isinstance(one, DocumentRecord) and one.kind == kind]


def test_a_list_of_a_persons_posts_says_how_many_of_how_many_it_shows(read: Any) -> None:
    whole = page("forum_user_page/posts")

    def told(text: str) -> list[str]:
        records = read(forum_user_page, text)
        assert {one.kind for one in records if isinstance(one, DocumentRecord)} == {"post"}
        return [one.why for one in records if isinstance(one, QuarantinedRecord)]

    rest = "wanted all; press Load More before saving; kept what there is"
    assert told(whole) == [f"posts: found 2 of 25, {rest}"]
    assert told(whole.replace("(2/25)", "")) == [f"posts: found 2 of an unknown number, {rest}"]
    assert told(whole.replace("LoadMore-root", "x")) == []


def test_a_tag_of_the_ea_forum_is_not_taken_for_one_of_lesswrong(read: Any) -> None:
    there = page("forum_tag_page/wiki").replace(
        "https://www.lesswrong.com/w/", "https://forum.effectivealtruism.org/topics/"
    )
    assert "forum.effectivealtruism.org" in there
    with pytest.raises(BadPage, match="tags of the EA Forum are read as pages like others"):
        read(forum_tag_page, there)


@pytest.mark.parametrize(
    ("case", "here", "there"),
    [
        ("forum_tag_page/wiki", "www.lesswrong.com/w/", "forum.effectivealtruism.org/topics/"),
        ("greaterwrong_tag/wiki", "www.lesswrong.com/tag/", "forum.effectivealtruism.org/topics/"),
    ],
)
def test_a_saved_page_of_a_tag_of_the_ea_forum_is_a_page_like_others(
    archive: Archive, tmp_path: Path, case: str, here: str, there: str
) -> None:
    assert here in page(case)
    saved = tmp_path / "tag.html"
    saved.write_text(page(case).replace(f"https://{here}", f"https://{there}"), encoding="utf-8")

    (told,) = importing.import_pages([saved], archive, Silent())

    assert told == f"{saved}: 1 page"
    assert [reply.source for reply in archive.replies()] == ["web_page"]


def test_a_tags_text_holds_its_history_and_every_link_of_see_also_and_external_links(read: Any) -> None:
    records = read(forum_tag_page, page("forum_tag_page/wiki"))
    found = extract(records[0].body)

    assert records[0].document_id == TAG
    assert "Older texts say bush daemon." in found.texts["body"]
    assert [link.href for link in found.links] == [
        "/posts/ForumPost00000001/a-hedge",
        "/w/pruning",
        "https://example.org/film",
    ]
    assert facts(records) == {"sections": "History | See Also | External links", "posts_shown": "2 of 9",
                              "links under See Also": "/w/pruning",
                              "links under External links": "https://example.org/film"}  # fmt: skip


def test_posts_under_a_tag_carry_their_relevance_where_the_page_shows_it(read: Any) -> None:
    assert taggings(read(forum_tag_page, page("forum_tag_page/wiki"))) == [("1", 30), ("6", 2)]
    assert taggings(read(greaterwrong_tag, page("greaterwrong_tag/wiki"))) == [("1", None), ("6", None)]


def test_a_list_that_is_whole_says_so_and_a_post_is_listed_once(read: Any) -> None:
    more = re.compile(r"<a[^<>]*>Load More \(2/9\)</a>")
    whole = more.sub("", page("forum_tag_page/wiki"))
    twice = whole.replace("ForumPost00000006", "ForumPost00000001")

    unsaid = page("forum_tag_page/wiki").replace("(2/9)", "")
    assert facts(read(forum_tag_page, whole))["posts_shown"] == "2 of 2"
    assert facts(read(forum_tag_page, unsaid))["posts_shown"] == "2 of an unknown number"
    assert taggings(read(forum_tag_page, twice)) == [("1", 30)]


def test_the_alignment_forums_list_gives_no_karma_of_lesswrong(read: Any) -> None:
    records = read(
        forum_tag_page, page("forum_tag_page/wiki").replace("www.lesswrong.com/w", "www.alignmentforum.org/w")
    )

    assert {(post.karma, post.af) for post in documents(records, "post")} == {(None, True)}


def test_a_greaterwrong_tag_has_its_last_edit_and_never_a_posts_date_for_it(read: Any) -> None:
    text = page("greaterwrong_tag/wiki")
    unedited = text.replace(
        'Last edit: <span class="date hide-until-init" data-js-date=1600000000000>13 Sep 2020 12:26 UTC</span>', ""
    )

    assert read(greaterwrong_tag, text)[0].modified_at == "2020-09-13T12:26:40Z"
    assert read(greaterwrong_tag, unedited)[0].modified_at is None
    assert [comment.parent_id for comment in documents(read(greaterwrong_tag, text), "comment")] == [TAG]


@pytest.mark.parametrize(
    ("module", "case"), [(forum_tag_page, "forum_tag_page/wiki"), (greaterwrong_tag, "greaterwrong_tag/wiki")]
)
def test_a_tag_page_that_does_not_say_its_slug_is_taken_for_what_the_reader_says(
    read: Any, module: Any, case: str
) -> None:
    text = page(case).replace('rel="canonical"', 'rel="x"')

    with pytest.raises(BadPage, match="--of forum-tag:SLUG"):
        read(module, text)
    assert read(module, text, "file:a/b.html#forum-tag:other")[0].document_id == "forum-tag:other"
    assert read(module, text, "https://www.lesswrong.com/w/Third")[0].document_id == "forum-tag:third"


@pytest.mark.parametrize("module", [forum_tag_page, greaterwrong_tag, forum_user_page, greaterwrong_user])
@pytest.mark.parametrize("text", ["", "<p>hello", '<h1><a class="RedlinkTagPage-title" href="/w/none">None</a></h1>'])
def test_a_page_of_another_kind_is_refused(read: Any, module: Any, text: str) -> None:
    with pytest.raises(BadPage, match="expected a"):
        read(module, text)


def test_a_tag_of_the_ea_forum_is_not_taken_for_one_of_this_forum(read: Any) -> None:
    other = page("greaterwrong_tag/wiki").replace("https://www.lesswrong.com", "https://forum.effectivealtruism.org")

    with pytest.raises(BadPage, match="EA Forum"):
        read(greaterwrong_tag, other)


@pytest.mark.parametrize(
    ("module", "case"), [(forum_user_page, "forum_user_page/feed"), (greaterwrong_user, "greaterwrong_user/comments")]
)
def test_a_persons_comments_know_their_post_and_what_they_answer(read: Any, module: Any, case: str) -> None:
    found = {one.document_id[-1]: one for one in documents(read(module, page(case)), "comment")}

    assert (found["1"].parent_id, found["1"].reply_to) == ("forum:ForumPost00000006", "forum-comment:UserComment000009")
    assert (found["2"].parent_id, found["2"].reply_to) == ("forum:ForumPost00000007", None)
    assert (found["1"].karma, found["1"].af, found["1"].authors[0].slug) == (12, True, "ada")


def test_a_comment_shown_in_front_of_its_answer_is_not_taken_for_a_reply(read: Any) -> None:
    found = {
        one.document_id[-1]: one for one in documents(read(forum_user_page, page("forum_user_page/feed")), "comment")
    }

    assert (found["9"].reply_to, found["9"].parent_id) == (None, "forum:ForumPost00000006")
    assert found["9"].authors[0].slug == "eve"


def test_a_posts_day_is_not_taken_for_its_moment(read: Any) -> None:
    assert [post.posted_at for post in documents(read(forum_user_page, page("forum_user_page/feed")), "post")] == [None]


def test_a_bookmarked_text_gives_a_definition_and_no_body(read: Any) -> None:
    records = read(bookmark_text, page("bookmark_text/tag"), f"file:a/b.txt#{TAG}")

    assert [one.body for one in documents(records, "tag")] == [None]
    assert [one.text for one in records if isinstance(one, DefinitionRecord)] == [
        'Hedge theory asks who plants the planter. Its first text is "A Hedge".'
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda text: text, "name it with --of forum-tag:SLUG"),
        (lambda text: text.replace("alignmentforum.org", "example.org"), "found 0"),
        (lambda text: text + text.partition("Newest\n")[2], "found 2"),
        (lambda text: "Found 1 bookmarks\n·alignmentforum.org·\n", "found 0"),
    ],
)
def test_a_bookmarked_text_that_does_not_say_what_it_is_of_is_refused(read: Any, change: Any, why: str) -> None:
    with pytest.raises(BadPage, match=why):
        read(bookmark_text, change(page("bookmark_text/tag")))


@pytest.mark.parametrize("case", CASES, ids=name)
def test_no_case_is_taken_for_another_sources_page(case: Path) -> None:
    modules = plugins(SOURCES).values()
    readers = [module for module in modules if hasattr(module, "accepts") and module is not forum_dump]
    accepting = [module.NAME for module in readers if module.accepts(reply_of(case).body)]

    assert accepting[:1] in ([], [case.parent.name])


def test_import_says_why_the_text_of_a_persons_page_cannot_be_used(archive: Archive, tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text("Planting\n\nWiki Contributions\n\nOn hedges.\n", encoding="utf-8")

    with pytest.raises(UsageError, match="under which post it stands"):
        list(importing.import_pages([text], archive, Silent()))
    assert list(archive.replies()) == []


def test_a_comments_own_page_gives_its_thread_and_is_not_taken_for_the_posts_page(
    read: Any, archive: Archive, tmp_path: Path
) -> None:
    shown = documents(read(greaterwrong_comment, page("greaterwrong_comment/thread")), "comment")
    found = {one.document_id[-2:]: one for one in shown}
    saved = tmp_path / "comment.html"
    saved.write_text(page("greaterwrong_comment/thread"), encoding="utf-8")

    assert {one.parent_id for one in found.values()} == {"forum:ForumPost00000006"}
    assert found["21"].reply_to == "forum-comment:PageComment000020"
    assert list(importing.import_pages([saved], archive, Silent())) == [f"{saved}: 2 comments, 1 incoming link, 1 fact"]
    assert [reply.source for reply in archive.replies()] == ["greaterwrong_comment"]
    nameless = page("greaterwrong_comment/thread").replace("<h1", "<h2")
    with pytest.raises(BadPage, match="expected a comment's page"):
        read(greaterwrong_comment, nameless)


def test_import_counts_what_a_page_holds(archive: Archive) -> None:
    files = [FOLDER / "forum_tag_page" / "wiki" / "raw.html", FOLDER / "greaterwrong_user" / "comments" / "raw.html"]
    told = [line.rpartition(": ")[2] for line in importing.import_pages(files, archive, Silent())]

    assert told == ["2 posts, 2 posts under a tag, 4 facts, 1 tag", "1 post, 2 comments, 1 fact"]


def test_people_are_asked_for_only_where_they_are_named(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    forum.pages["/gw/users/ada?show=comments"] = page("greaterwrong_user/comments").encode()
    sites = settings.gather.sites | {"greaterwrong": forum.url + "/gw"}

    def gather(users: tuple[str, ...]) -> Any:
        asked = settings.gather.model_copy(update={"sites": sites, "users": users})
        session = Session(asked, archive, sleep=lambda _: None, clock=iter(range(0, 10**9, 100)).__next__)
        try:
            return greaterwrong_user.gather(settings.model_copy(update={"gather": asked}), session, Silent())
        finally:
            session.close()

    assert gather(()) is None
    assert forum.asked == []
    assert gather(("ada", "nobody")).came == "1 of 2 people's pages in the archive"
    assert [path for _, path, _, _ in forum.asked] == [
        "/robots.txt",
        "/gw/users/ada?show=comments",
        "/gw/users/ada?show=comments&offset=2",
        "/gw/users/nobody?show=comments",
    ]


def test_a_persons_further_pages_are_asked_for_until_one_brings_nothing_new(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [f"UserComment{number:06d}" for number in range(100, 110)]

    def shown(start: int) -> bytes:
        both = page("greaterwrong_user/comments")
        for old, new in zip(("UserComment000001", "UserComment000002"), listed[start : start + 2], strict=False):
            both = both.replace(old, new)
        return both.encode()

    def put(pages: int) -> None:
        for number in range(pages):
            forum.pages["/gw/users/ada?show=comments" + (f"&offset={2 * number}" if number else "")] = shown(2 * number)
        # The site repeats its last page beyond the end of the list.
        forum.pages[f"/gw/users/ada?show=comments&offset={2 * pages}"] = shown(2 * pages - 2)

    seconds = count(1600000000)

    def gather(refresh: bool = False) -> list[str]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(next(seconds)))
        forum.asked.clear()
        sites = settings.gather.sites | {"greaterwrong": forum.url + "/gw"}
        asked = settings.gather.model_copy(update={"sites": sites, "users": ("ada",)})
        session = Session(
            asked, archive, refresh=refresh, sleep=lambda _: None, clock=iter(range(0, 10**9, 100)).__next__
        )
        outcome = greaterwrong_user.gather(settings.model_copy(update={"gather": asked}), session, Silent())
        session.close()
        assert outcome is not None
        assert outcome.came == "1 of 1 people's pages in the archive"
        return [path.partition("comments")[2] for _, path, _, _ in forum.asked if "users" in path]

    put(2)
    assert gather() == ["", "&offset=2", "&offset=4"]
    assert gather() == [], "all of it is fresh"
    assert gather(refresh=True) == [""], "the first page has not changed"
    listed.insert(0, "UserComment000099")
    put(2)
    right = forum.respond
    refused = (405, "text/html", b"")
    monkeypatch.setattr(forum, "respond", lambda *asked: refused if "offset" in asked[1] else right(*asked))
    assert gather(refresh=True) == ["", "&offset=2", "&offset=2"], "an answer of no use is asked for twice"
    monkeypatch.setattr(forum, "respond", right)
    assert gather(refresh=True) == ["", "&offset=2", "&offset=4"], "what did not come when the first page had changed"
    assert gather(refresh=True) == [""]
    listed.insert(0, "UserComment000097")
    put(2)
    assert gather(refresh=True)[:2] == ["", "&offset=2"]
    put(5)
    monkeypatch.setattr(greaterwrong_user, "MOST", 3)
    listed.insert(0, "UserComment000098")
    put(4)
    assert gather(refresh=True) == ["", "&offset=2", "&offset=4"], "no deeper than a run may go"


def test_what_a_persons_page_was_is_read_back_to_its_last_change_and_no_further(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, new = "https://www.greaterwrong.com/users/ada?show=comments", page("greaterwrong_user/comments")
    old = new.replace("UserComment000001", "UserComment000099")
    for day, text in enumerate((new, old, old, new, new), start=1):
        archive.put(greaterwrong_user.NAME, "GET", address, text.encode(), retrieved_at=f"2026-01-0{day}T00:00:00Z")
    archive.put(greaterwrong_user.NAME, "GET", address + "&offset=2", b"", retrieved_at="2026-01-09T00:00:00Z")
    read: list[str] = []
    reply = Archive.reply

    def counted(self: Archive, key: str) -> Any:
        read.append(key)
        return reply(self, key)

    monkeypatch.setattr(Archive, "reply", counted)

    assert greaterwrong_user._unchanged_since(archive, address) == "2026-01-04T00:00:00Z"
    assert len(read) == 3, "the two that are alike, and the one before"


@pytest.mark.parametrize("slug", ["../x", "a b", "", "http://x"])
def test_a_slug_that_is_none_is_a_mistake_in_the_configuration(settings: Settings, slug: str) -> None:
    values = settings.model_dump()
    values["gather"]["users"] = [slug]

    with pytest.raises(ValueError, match="expected a slug"):
        Settings.model_validate(values)
