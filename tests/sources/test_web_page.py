"""Any page of the web: what is read of it, and which pages of a forum are none like others."""

from typing import Any

import pytest

from pipeline.corpus import build_corpus
from pipeline.corpus.identifiers._named import EA_HOSTS, FORUM_HOSTS
from pipeline.corpus.markup import extract
from pipeline.errors import BadPage
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from pipeline.sources import _forum_hosts, web_page
from tests.sources.cases import FOLDER, PLAIN


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
