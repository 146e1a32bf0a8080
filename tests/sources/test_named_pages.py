"""Single pages: fetched when the configuration names them, read by the source that knows their kind, never crawled."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive
from pipeline.corpus import build_corpus
from pipeline.corpus.identifiers._named import EA_HOSTS, FORUM_HOSTS
from pipeline.corpus.markup import extract
from pipeline.errors import BadPage, Forbidden, ForumRefused, UsageError
from pipeline.progress import Silent
from pipeline.records import CitationRecord, DefinitionRecord, DocumentRecord, FactRecord, QuarantinedRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_hosts, longterm_wiki, rlo_glossary, web_page
from tests.loopback_forum import LoopbackForum, post_id, serving, status

FOLDER = Path(__file__).parent
PLAIN = b"<html><body><h1>A page</h1><p>It links <a href='https://arxiv.org/abs/2001.00001'>the paper</a>.</p></body></html>"


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


@pytest.mark.parametrize(
    ("address", "instead"),
    [
        ("https://www.lesswrong.com/posts/ForumPost00000001/a-hedge", "no post in a form that is known"),
        ("https://www.greaterwrong.com/posts/ForumPost00000001/a-hedge/comment/ForumComment00001", "page of the post"),
        ("https://www.alignmentforum.org/tag/hedge", r"\[gather\] tags"),
        ("https://www.greaterwrong.com/users/ada", r"\[gather\] users"),
        ("https://ea.greaterwrong.com/posts/ForumPost00000001/a-hedge", "no post in a form that is known"),
        ("https://www.lesswrong.com/", "front page"),
    ],
)
def test_what_a_forum_shows_is_no_page_like_others(imported: Any, address: str, instead: str) -> None:
    says_so = PLAIN.replace(
        b"<body>", f'<head><link rel="canonical" href="{address}"></head><body><h1>187</h1>'.encode()
    )
    for page, url in (
        (says_so, "file:a/b.html"),
        (says_so, "file:a/b.html#forum:ForumPost00000001"),
        (PLAIN, f"file:a/b.html#web:{address}"),
    ):
        with pytest.raises(BadPage, match=instead):
            list(web_page.parse(imported("web_page", page, url)))


@pytest.mark.parametrize(
    "address",
    [
        "https://forum.effectivealtruism.org/topics/hedge",
        "https://forum.effectivealtruism.org/users/ada",
        "https://ea.greaterwrong.com/topics/hedge",
        "https://ea.greaterwrong.com/users/ada",
    ],
)
def test_tags_and_people_of_the_ea_forum_are_pages_like_others(imported: Any, address: str) -> None:
    says_so = PLAIN.replace(b"<body>", f'<head><link rel="canonical" href="{address}"></head><body>'.encode())
    for saved, url in ((says_so, "file:a/b.html"), (PLAIN, f"file:a/b.html#web:{address}")):
        (page,) = web_page.parse(imported("web_page", saved, url))
        assert isinstance(page, DocumentRecord)
        assert (page.document_id, page.kind) == (f"web:{address}", "page")


def test_a_page_elsewhere_that_calls_itself_a_copy_of_a_post_is_read(imported: Any) -> None:
    copy = PLAIN.replace(
        b"<body>", b'<head><link rel="canonical" href="https://www.lesswrong.com/posts/a/b"></head><body>'
    )
    for body, of in ((copy, "web:https://a.example/copy"), (PLAIN, "forum:ForumPost00000001")):
        (page,) = web_page.parse(imported("web_page", body, f"file:a/b.html#{of}"))
        assert isinstance(page, DocumentRecord)
        assert page.document_id == of


def test_the_hosts_of_the_forums_are_those_that_addresses_are_resolved_by() -> None:
    for scheme, hosts in (("forum", FORUM_HOSTS), ("eaforum", EA_HOSTS)):
        assert {host for host, of in _forum_hosts.SCHEMES.items() if of == scheme} <= hosts


def test_a_saved_page_that_does_not_say_where_it_is_from_needs_to_be_told(imported: Any) -> None:
    with pytest.raises(BadPage, match="--of web:"):
        list(web_page.parse(imported("web_page", PLAIN)))
    (page,) = web_page.parse(imported("web_page", PLAIN, "file:a/b.html#web:https://a.example/page"))
    assert isinstance(page, DocumentRecord)
    assert (page.document_id, page.title) == ("web:https://a.example/page", "A page")


@pytest.mark.parametrize(
    ("articles", "shown"),
    [
        ("<article><p>One</p></article><article><p>Two</p></article>", ["A list", "One", "Two"]),
        ("<article><p>One</p><article><p>A reply</p></article></article>", ["One", "A reply"]),
        ("<p>None</p>", ["A list", "None"]),
        ("<article><p>One</p></article></main><main hidden><article>Beside</article>", ["One"]),
    ],
)
def test_all_of_a_page_of_several_articles_is_read(imported: Any, articles: str, shown: list[str]) -> None:
    page = f"<html><body><nav>Elsewhere</nav><main><h1>A list</h1>{articles}</main></body></html>"
    (read,) = web_page.parse(imported("web_page", page.encode(), "file:a/b.html#web:https://a.example/list"))

    assert isinstance(read, DocumentRecord)
    assert read.body is not None
    assert extract(read.body).texts["body"].split("\n") == shown


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1993-06-30", "1993-06-30"),
        ("2003-12-31T08:00:00Z", "2003-12-31T08:00:00Z"),
        ("1989-12-31", None),
        ("2099-01-01", None),
    ],
)
def test_a_page_may_be_as_old_as_the_web(imported: Any, written: str, kept: str | None) -> None:
    dated = PLAIN.replace(b"<body>", f'<head><meta name="date" content="{written}"></head><body>'.encode())
    (page,) = web_page.parse(imported("web_page", dated, "file:a/b.html#web:https://a.example/page"))
    assert isinstance(page, DocumentRecord)
    assert page.posted_at == kept


@pytest.mark.parametrize("of", ["", "#arxiv:2001.00001", "#web:https://arxiv.org/abs/2001.00001"])
def test_what_arxiv_says_of_a_paper_is_known_as_the_paper_and_cites_nothing(
    settings: Settings, imported: Any, of: str
) -> None:
    raw = (FOLDER / "web_page" / "arxiv" / "raw.html").read_bytes()
    citing = PLAIN.replace(b"<body>", b'<head><link rel="canonical" href="https://a.example/page"></head><body>')
    corpus = build_corpus([imported("web_page", raw, f"file:a/b.html{of}"), imported("web_page", citing)], settings)
    paper = corpus.documents.set_index("document_id").loc["arxiv:2001.00001"]

    assert (paper["kind"], paper["title"], paper["posted_at"]) == ("paper", "Hedges that Plant Hedges", "2020-01-01")
    assert not paper["has_body"]
    assert corpus.citations[["citing_id", "cited_id"]].to_numpy().tolist() == [
        ["web:https://a.example/page", "arxiv:2001.00001"]
    ]
    assert not corpus.citations["dangling"].any()


def test_a_page_without_a_glossary_is_refused(imported: Any) -> None:
    with pytest.raises(BadPage, match="Section 1 Glossary"):
        list(rlo_glossary.parse(imported("rlo_glossary", PLAIN)))


def test_a_glossary_in_other_bytes_than_utf_8_is_read_and_told_of(imported: Any) -> None:
    raw = (FOLDER / "rlo_glossary" / "text" / "raw.txt").read_bytes()
    whole = list(rlo_glossary.parse(imported("rlo_glossary", raw)))
    note, *entries = rlo_glossary.parse(imported("rlo_glossary", b"\xff\n" + raw))

    assert entries == whole
    assert isinstance(note, QuarantinedRecord)
    assert (note.what, note.why) == (
        "rlo_glossary page, kept",
        "expected UTF-8, found other bytes; shown as U+FFFD",
    )


def test_the_resource_page_of_a_glossary_gives_its_definitions_to_the_page_it_describes(imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes()
    entries = [one for one in longterm_wiki.parse(imported("longterm_wiki", raw)) if isinstance(one, DefinitionRecord)]
    assert [(entry.term, entry.document_id) for entry in entries] == [
        ("found thing", "web:https://arxiv.org/abs/1906.01820")
    ]


def test_a_resource_page_cites_neither_what_it_is_about_nor_the_pages_of_its_table(
    settings: Settings, imported: Any
) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes()
    corpus = build_corpus([imported("longterm_wiki", raw)], settings)

    assert [
        (one.citing_id.rpartition("/")[2], one.cited_id, one.evidence) for one in corpus.citations.itertuples()
    ] == [
        ("E12", "arxiv:1906.01820", "cited_by_table"),
        ("E197", "arxiv:1906.01820", "cited_by_table"),
    ]


@pytest.mark.parametrize("level", ["h2", "h3"])
@pytest.mark.parametrize("entry", ["https://arxiv.org/abs/1906.01820v3", "http://arxiv.org/pdf/1906.01820"])
def test_no_form_of_the_address_of_what_a_resource_page_is_about_is_a_citation(
    settings: Settings, imported: Any, entry: str, level: str
) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_text(encoding="utf-8")
    details = (
        f"<section><{level}>Paper Details</{level}><div><span>12/5 a year</span>"
        '<a href="https://arxiv.org/abs/1906.01820">1906.01820</a>'
        '<a href="https://doi.org/10.48550/arXiv.1906.01820">DOI</a></div></section><section><h2>Metadata'
    )
    page = raw.replace("https://arxiv.org/abs/1906.01820", entry).replace("<section><h2>Metadata", details)
    records = [*longterm_wiki.parse(imported("longterm_wiki", page.encode()))]
    corpus = build_corpus([imported("longterm_wiki", page.encode())], settings)

    assert list(corpus.citations["cited_id"]) == ["arxiv:1906.01820"] * 2
    assert set(corpus.citations["evidence"]) == {"cited_by_table"}
    facts = {one.fact: one.value for one in records if isinstance(one, FactRecord)}
    assert (facts["credibility, of 5"], facts["importance, of 100"]) == ("4", "81")


def test_a_page_of_another_kind_is_no_resource_page(imported: Any) -> None:
    with pytest.raises(BadPage, match="Resource ID"):
        list(longterm_wiki.parse(imported("longterm_wiki", PLAIN)))


def test_what_a_resource_page_says_beside_its_entry_is_its_own(settings: Settings, imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_text(encoding="utf-8")
    more = raw.replace("Made up for a test.", 'See <a href="https://arxiv.org/abs/2001.00001">another</a>.')
    corpus = build_corpus([imported("longterm_wiki", more.encode())], settings)

    assert ("body", "arxiv:2001.00001") in set(
        zip(corpus.citations["evidence"], corpus.citations["cited_id"], strict=True)
    )


def test_two_citing_pages_of_one_title_are_two(imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes()
    twice = raw.replace(b"Finders at Work", b"Found Things").replace(b"<span>--</span>", b"<span>Risk</span>", 1)
    found = [one for one in longterm_wiki.parse(imported("longterm_wiki", twice)) if isinstance(one, CitationRecord)]

    assert [one.citing_id.rpartition("/")[2] for one in found] == ["E197", "E12"]


def test_a_table_with_fewer_rows_than_its_heading_says_is_told_of(imported: Any) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_bytes().replace(b"<!-- -->2<!-- -->", b"7")
    notes = [one for one in longterm_wiki.parse(imported("longterm_wiki", raw)) if isinstance(one, QuarantinedRecord)]

    assert [(one.what, one.why) for one in notes] == [
        (
            "longterm_wiki citing pages, kept",
            "cited by: found 2 rows, wanted 7 as the heading says; kept what there is",
        )
    ]


@pytest.mark.parametrize(
    ("shown", "label"),
    [
        ("<div>4/5</div><span>High</span>", "High"),
        ("<div>4/5</div><span>Very High(4)</span>", "Very High"),
        ("<div>4/5 Good (4)</div>", "Good"),
        ("<div>4/5</div>", None),
        ("<div>4/5</div><div>Rating inherited from arXiv</div>", None),
    ],
)
def test_the_word_for_a_credibility_is_kept(imported: Any, shown: str, label: str | None) -> None:
    raw = (FOLDER / "longterm_wiki" / "resource" / "raw.html").read_text(encoding="utf-8")
    assert "<div>4/5</div><span>High</span>" in raw
    page = raw.replace("<div>4/5</div><span>High</span>", shown)
    facts = {
        one.fact: one.value
        for one in longterm_wiki.parse(imported("longterm_wiki", page.encode()))
        if isinstance(one, FactRecord)
    }
    assert (facts["credibility, of 5"], facts.get("credibility label")) == ("4", label)


@pytest.mark.parametrize(("number", "is_one"), [("1", True), ("II", True), ("iv", True), ("two", False)])
def test_a_glossary_is_known_by_its_heading_whatever_its_numerals(imported: Any, number: str, is_one: bool) -> None:
    raw = f"Section {number} Glossary:\n\nFound thing : Whatever is found.\n".encode()
    assert rlo_glossary.accepts(raw) is is_one
    if is_one:
        (entry,) = rlo_glossary.parse(imported("rlo_glossary", raw))
        assert isinstance(entry, DefinitionRecord)
        assert (entry.section, entry.term) == (f"Section {number}", "found thing")
