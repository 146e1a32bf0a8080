"""Single pages: fetched when the configuration names them, read by the source that knows their kind, never crawled."""

from collections.abc import Iterator

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive
from pipeline.corpus import build_corpus
from pipeline.errors import BadPage, Forbidden, ForumRefused, UsageError
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.sources import _forum_hosts, longterm_wiki, rlo_glossary, web_page
from tests.loopback_forum import LoopbackForum, post_id, serving, status
from tests.sources.cases import FOLDER, PLAIN


@pytest.fixture
def site() -> Iterator[LoopbackForum]:
    with serving(LoopbackForum([])) as served:
        served.pages["/a-page"] = PLAIN
        served.pages["/other"] = PLAIN.replace(b"A page", b"Never asked for")
        yield served


def naming(settings: Settings, *pages: str) -> Settings:
    gather = settings.gather.model_copy(update={"sites": {}, "pages": pages})
    return settings.model_copy(update={"gather": gather})


def test_a_named_page_is_fetched_once_and_its_links_are_citations(
    settings: Settings, archive: Archive, site: LoopbackForum
) -> None:
    named = naming(settings, f"{site.url}/a-page")
    (first,) = ingest.gather(named, archive, Silent())
    (second,) = ingest.gather(named, archive, Silent())

    assert first.sentence() == "web_page: 1 of 1 pages of the configuration in the archive (2 requests)."
    assert (second.requests, second.missing) == (0, ())
    assert [path for _, path, _, _ in site.asked] == ["/robots.txt", "/a-page"]
    corpus = build_corpus(archive.replies(), named)
    (citation,) = corpus.citations.itertuples()
    assert (citation.citing_id.startswith("web:"), citation.cited_id, citation.evidence) == (
        True, "arxiv:2001.00001", "body",
    )  # fmt: skip


def test_a_probe_stores_no_page_that_cannot_be_read(settings: Settings, archive: Archive, site: LoopbackForum) -> None:
    named = naming(settings, f"{site.url}/a-page")
    site.pages["/a-page"] = b"%PDF-1.7"
    (probed,) = ingest.probe(named, archive, Silent())
    assert isinstance(probed.error, BadPage)
    assert list(archive.replies("web_page")) == []

    site.pages["/a-page"] = PLAIN
    (probed,) = ingest.probe(named, archive, Silent())
    assert probed.came == f"answers with status 200 for {site.url}/a-page"
    assert len(list(archive.replies("web_page"))) == 1


@pytest.mark.parametrize(
    ("body", "said"), [(b"%PDF-1.7 \x00\x01", "expected"), (b"<html><body></body></html>", "expected a page with text")]
)
def test_a_page_that_cannot_be_read_is_named_and_not_stored(
    settings: Settings, archive: Archive, site: LoopbackForum, body: bytes, said: str
) -> None:
    site.pages["/other"] = body
    site.pages["/open"] = PLAIN.removesuffix(b"</body></html>")  # HTML lets a page end so.
    (outcome,) = ingest.gather(naming(settings, f"{site.url}/other", f"{site.url}/open"), archive, Silent())

    assert outcome.came == "1 of 2 pages of the configuration in the archive"
    assert len(outcome.missing) == 1
    assert said in outcome.missing[0]
    stored = [reply.url for reply in archive.replies(web_page.NAME)]
    assert stored == [f"{site.url}/open"]


def test_each_page_and_the_rules_of_each_host_are_planned(settings: Settings, archive: Archive) -> None:
    assert ingest.plan(naming(settings), archive) == []
    plans = ingest.plan(naming(settings, "https://a.example/x", "https://a.example/y", "https://b.example/"), archive)
    assert [(plan.source, plan.host, plan.requests) for plan in plans] == [
        ("web_page", "a.example", 3),
        ("web_page", "b.example", 2),
    ]


def test_a_page_that_is_gone_is_named_and_the_rest_still_come(
    settings: Settings, archive: Archive, site: LoopbackForum
) -> None:
    with serving(LoopbackForum([], robots=b"User-agent: *\nDisallow: /\n")) as closed:
        pages = (f"{closed.url}/a-page", f"{site.url}/gone", f"{site.url}/a-page")
        (outcome,) = ingest.gather(naming(settings, *pages), archive, Silent())

    assert isinstance(outcome.error, ForumRefused)
    assert "1 of 3 pages" in outcome.came
    assert outcome.notes == (f"{site.url}/gone answers with status 404",)
    assert "--of web:ADDRESS" in outcome.sentence()


def test_a_page_of_a_root_post_that_is_gone_is_named(settings: Settings, archive: Archive, site: LoopbackForum) -> None:
    gather = settings.gather.model_copy(update={"sites": {"greaterwrong": site.url}})
    (outcome,) = ingest.gather(settings.model_copy(update={"gather": gather}), archive, Silent())

    assert outcome.sentence() == (
        "greaterwrong_page: 0 of 1 pages of root posts on GreaterWrong in the archive (2 requests). "
        f"{site.url}/posts/{post_id(1)}/post answers with status 404."
    )
    assert ingest.exit_code([outcome], live=True) == 0


def test_a_page_that_robots_txt_forbids_is_named_and_the_others_of_its_host_come(
    settings: Settings, archive: Archive, site: LoopbackForum
) -> None:
    site.robots = b"User-agent: *\nDisallow: /closed/\n"
    named = naming(settings, f"{site.url}/closed/1", f"{site.url}/closed/2", f"{site.url}/a-page")
    (outcome,) = ingest.gather(named, archive, Silent())

    assert outcome.came == "1 of 3 pages of the configuration in the archive"
    assert isinstance(outcome.error, Forbidden)
    assert all(f"forbids {site.url}/closed/{number}; it was not asked for" in outcome.sentence() for number in (1, 2))
    assert [path for _, path, _, _ in site.asked] == ["/robots.txt", "/a-page"]
    assert (outcome.missing, len(outcome.notes)) == ((), 1)
    assert [ingest.exit_code([outcome], live=live) for live in (False, True)] == [0, 4]


@pytest.mark.parametrize("number", [1, 2])
def test_a_forbidden_page_does_not_hide_that_another_came_damaged(
    settings: Settings, archive: Archive, site: LoopbackForum, number: int
) -> None:
    site.robots = b"User-agent: *\nDisallow: /closed/\n"
    site.pages["/other"] = b"%PDF-1.7"
    closed = [f"{site.url}/closed/{one}" for one in range(number)]
    (outcome,) = ingest.gather(naming(settings, *closed, f"{site.url}/other"), archive, Silent())

    assert len(outcome.missing) == 1
    assert all(f"forbids {address}" in outcome.sentence() for address in closed)
    assert [ingest.exit_code([outcome], live=live) for live in (False, True)] == [3, 4]


@pytest.mark.parametrize("refused_first", [True, False])
def test_a_host_that_refuses_does_not_hide_that_a_page_of_another_came_damaged(
    settings: Settings, archive: Archive, site: LoopbackForum, refused_first: bool
) -> None:
    site.pages["/other"] = b"%PDF-1.7"
    with serving(LoopbackForum([], faults=[status(403)] * 2)) as closed:
        pages = [f"{closed.url}/one", f"{closed.url}/two", f"{site.url}/other"]
        named = naming(settings, *(pages if refused_first else reversed(pages)))
        (outcome,) = ingest.gather(named, archive, Silent())

    assert isinstance(outcome.error, ForumRefused)
    assert [ingest.exit_code([outcome], live=live) for live in (False, True)] == [3, 4]


def test_what_a_host_did_not_give_before_it_refused_is_told_by_the_refusal(
    settings: Settings, archive: Archive, site: LoopbackForum
) -> None:
    with serving(LoopbackForum([])) as closing, serving(LoopbackForum([], faults=[status(403)])) as closed:
        closing.pages["/other"] = b"%PDF-1.7"
        pages = (f"{closing.url}/other", f"{closing.url}/last", f"{closed.url}/one", f"{site.url}/a-page")
        right = closing.respond
        closing.respond = lambda method, path, body: (  # type: ignore[method-assign]
            (403, "text/plain", b"no") if path == "/last" else right(method, path, body)
        )
        (outcome,) = ingest.gather(naming(settings, *pages), archive, Silent())

    assert len(outcome.missing) == 2, "the page that was damaged, and the other host that refuses"
    assert [ingest.exit_code([outcome], live=live) for live in (False, True)] == [0, 4]


def test_many_forbidden_pages_are_counted(settings: Settings, archive: Archive, site: LoopbackForum) -> None:
    site.robots = b"User-agent: *\nDisallow: /closed/\n"
    (outcome,) = ingest.gather(naming(settings, *(f"{site.url}/closed/{one}" for one in range(9))), archive, Silent())

    assert outcome.sentence().count("it was not asked for") == 4
    assert outcome.notes[-1] == "robots.txt forbids 5 more pages"


def test_a_page_in_the_open_network_is_asked_for_by_https_alone(settings: Settings, archive: Archive) -> None:
    with pytest.raises(UsageError, match="expected https"):
        ingest.gather(naming(settings, "http://a.example/page"), archive, Silent())


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://intelligence.org/learned-optimization/", rlo_glossary.NAME),
        ("https://www.longtermwiki.com/resources/0123456789abcdef", longterm_wiki.NAME),
        ("https://longterm-wiki.vercel.app/wiki/E197", longterm_wiki.NAME),
        ("https://intelligence.org/about", web_page.NAME),
        ("https://www.lesswrong.com/posts/ForumPost00000001/a-hedge", "forum_page"),
        ("https://www.lesswrong.com/posts/ForumPost00000001?commentId=ForumComment00001", "forum_page"),
        ("https://www.lesswrong.com/s/ForumSequence0001/p/ForumPost00000001", "forum_page"),
        ("https://www.alignmentforum.org/events/ForumPost00000001/a-hedge", "forum_page"),
        ("https://www.lesswrong.com/w/hedge", "forum_tag_page"),
        ("https://www.alignmentforum.org/users/ada", "forum_user_page"),
        ("https://www.greaterwrong.com/posts/ForumPost00000001/a-hedge", "greaterwrong_page"),
        ("https://ea.greaterwrong.com/posts/ForumPost00000001/a-hedge", "greaterwrong_page"),
        (
            "https://www.greaterwrong.com/posts/ForumPost00000001/a-hedge/comment/ForumComment00001",
            "greaterwrong_comment",
        ),
        ("https://www.greaterwrong.com/posts/ForumPost00000001?commentId=ForumComment00001", "greaterwrong_comment"),
        ("https://www.greaterwrong.com/tag/hedge?sort=new", "greaterwrong_tag"),
        ("https://www.greaterwrong.com/users/ada?show=comments", "greaterwrong_user"),
        ("https://www.lesswrong.com/s/ForumSequence0001", web_page.NAME),
        ("https://www.lesswrong.com/allPosts", web_page.NAME),
        ("https://forum.effectivealtruism.org/posts/ForumPost00000001/a-hedge", "forum_page"),
        ("https://forum.effectivealtruism.org/topics/hedge", web_page.NAME),
        ("https://forum.effectivealtruism.org/users/ada", web_page.NAME),
        ("https://ea.greaterwrong.com/topics/hedge", web_page.NAME),
        ("https://ea.greaterwrong.com/users/ada?show=comments", "greaterwrong_user"),
        ("https://roots.example/posts/ForumPost00000001/a-hedge", web_page.NAME),
    ],
)
def test_each_page_goes_to_the_source_that_knows_its_kind(url: str, source: str) -> None:
    assert source == web_page.reader_of(url).NAME


def test_a_post_that_is_named_as_a_page_is_read_as_a_post(
    settings: Settings, archive: Archive, site: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hosts in (_forum_hosts.MIRRORS, _forum_hosts.SCHEMES):
        monkeypatch.setitem(hosts, "127.0.0.1", "forum")
    site.pages["/posts/PagePost000000001/x"] = (FOLDER / "greaterwrong_page" / "post" / "raw.html").read_bytes()
    named = naming(settings, f"{site.url}/posts/PagePost000000001/x")
    (outcome,) = ingest.gather(named, archive, Silent())

    assert outcome.came == "1 of 1 pages of the configuration in the archive"
    assert [headers["X-Revalidate"] for _, path, _, headers in site.asked if path != "/robots.txt"] == ["no"]
    documents = build_corpus(archive.replies(), named).documents.set_index("document_id")
    assert documents.loc["forum:PagePost000000001", "kind"] == "post"
    assert documents.loc["forum:PagePost000000001", "title"] != "187"
