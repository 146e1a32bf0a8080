"""An address becomes what it names: every host, route and way to write it."""

import pytest

from pipeline.corpus.naming import Target, name_target

POST, SEQUENCE, COMMENT = "uMQ3cqWDPHhjtiesc", "r9tYkB2a8Fp4DN8yB", "Zq3cqWDPHhjtiescA"
OLD_POST = "5bd75cc58225bf0670375041"
PAGE = "https://www.lesswrong.com/posts/BaseBaseBaseBase1/slug"


def target(href: str) -> Target:
    return name_target(href, PAGE)


@pytest.mark.parametrize(
    "host",
    [
        "www.lesswrong.com",
        "lesswrong.com",
        "LessWrong.com",
        "www.lesserwrong.com",
        "lessestwrong.com",
        "baserates.org",
        "www.alignmentforum.org",
        "alignmentforum.org:443",
        "www.alignment-forum.com",
        "arbital.com",
        "www.greaterwrong.com",
        "lw2.issarice.com",
        "www.lesswrong.com.",
    ],
)
@pytest.mark.parametrize(
    "route",
    [
        "/posts/{post}",
        "/posts/{post}/any-slug",
        "/posts/{post}/",
        "/posts/{post}?utm_source=x",
        "//posts//{post}/s",
        "/s/{sequence}/p/{post}",
        "/g/{sequence}/p/{post}",
        "/events/{post}/slug",
        "/posts/%75MQ3cqWDPHhjtiesc",
    ],
)
def test_every_host_and_route_names_the_post(host: str, route: str) -> None:
    found = target(f"http://{host}{route.format(post=POST, sequence=SEQUENCE)}")
    assert found == Target(f"forum:{POST}", f"forum:{POST}", None)


@pytest.mark.parametrize(
    ("href", "names", "resolved_id"),
    [
        (f"/posts/{OLD_POST}/x", f"forum:{OLD_POST}", f"forum:{OLD_POST}"),
        (f"/posts/{POST}/x#1_2__Heading", f"forum:{POST}#1_2__Heading", f"forum:{POST}"),
        (f"/posts/{POST}/x?commentId={COMMENT}", f"forum-comment:{COMMENT}", f"forum:{POST}"),
        (f"/posts/{POST}/x#{COMMENT}", f"forum-comment:{COMMENT}", f"forum:{POST}"),
        (f"/posts/{POST}/x#comment-{COMMENT}", f"forum-comment:{COMMENT}", f"forum:{POST}"),
        (f"/posts/{POST}/x?commentId={OLD_POST}", f"forum-comment:{OLD_POST}", f"forum:{POST}"),
        (f"/posts/{POST}/x#{OLD_POST}", f"forum-comment:{OLD_POST}", f"forum:{POST}"),
        (f"/posts/{POST}/x/comment/{OLD_POST}", f"forum-comment:{OLD_POST}", f"forum:{POST}"),
        (f"/posts/{POST}/x#Misunderstandings", f"forum:{POST}#Misunderstandings", f"forum:{POST}"),
        (f"/posts/{POST}/x#MISUNDERSTANDINGS", f"forum:{POST}#MISUNDERSTANDINGS", f"forum:{POST}"),
        (f"/posts/{POST}/x#misunderstandings", f"forum:{POST}#misunderstandings", f"forum:{POST}"),
        (f"/posts/{POST}/x#comment-misunderstandings", "forum-comment:misunderstandings", f"forum:{POST}"),
        (f"/posts/{POST}/x?commentId=misunderstandings", "forum-comment:misunderstandings", f"forum:{POST}"),
        (f"/posts/{POST}/x#misUnderstandings", "forum-comment:misUnderstandings", f"forum:{POST}"),
        (f"https://www.greaterwrong.com/posts/{POST}/x/comment/{COMMENT}", f"forum-comment:{COMMENT}", f"forum:{POST}"),
        (f"https://www.greaterwrong.com/posts/{POST}/x/answer/{COMMENT}", f"forum-comment:{COMMENT}", f"forum:{POST}"),
        (f"https://www.lesswrong.com/posts/{POST}).", f"forum:{POST}", f"forum:{POST}"),
        (f"/p/{POST}", f"forum:{POST}", f"forum:{POST}"),
        ("/about", "forum:bJ2haLkcGeLtTWaD5", "forum:bJ2haLkcGeLtTWaD5"),
        (f"/s/{SEQUENCE}", f"forum-sequence:{SEQUENCE}", f"forum-sequence:{SEQUENCE}"),
        (f"/sequences/{SEQUENCE}", f"forum-sequence:{SEQUENCE}", f"forum-sequence:{SEQUENCE}"),
        ("/w/inner-alignment", "forum-tag:inner-alignment", "forum-tag:inner-alignment"),
        ("/tag/inner-alignment/discussion#x", "forum-tag:inner-alignment#x", "forum-tag:inner-alignment"),
        ("https://arbital.com/p/corrigibility", "forum-tag:corrigibility", "forum-tag:corrigibility"),
        ("/posts/slug/a-Slug", "forum-slug:a-slug", None),
        ("/hpmor/chapter-1", "forum-slug:chapter-1", None),
        ("/highlights/a-slug", "forum-slug:a-slug", None),
        ("/codex/a-slug", "forum-slug:a-slug", None),
        ("/lw/mgf/A_map/c1d", "forum-legacy:mgf/a_map", None),
        ("http://lesswrong.com/r/discussion/lw/ly9", "forum-legacy:ly9", None),
        ("https://agentfoundations.org/item?id=12", "agent-foundations:12", None),
        ("/item?id=47", "agent-foundations:47", None),
        ("/item?id=x", "web:https://lesswrong.com/item?id=x", None),
        (f"https://forum.effectivealtruism.org/posts/{POST}/x", f"eaforum:{POST}", f"eaforum:{POST}"),
        (
            f"https://ea.greaterwrong.com/posts/{POST}/x/comment/{COMMENT}",
            f"eaforum-comment:{COMMENT}",
            f"eaforum:{POST}",
        ),
        (f"https://forum-bots.effectivealtruism.org/s/{SEQUENCE}/p/{POST}", f"eaforum:{POST}", f"eaforum:{POST}"),
        (f"https://eaforum.issarice.com/posts/{POST}", f"eaforum:{POST}", f"eaforum:{POST}"),
        ("http://arxiv.org/abs/1906.01820v2", "arxiv:1906.01820", "arxiv:1906.01820"),
        ("https://arxiv.org/pdf/1906.01820.pdf", "arxiv:1906.01820", "arxiv:1906.01820"),
        ("https://ar5iv.labs.arxiv.org/html/1906.01820", "arxiv:1906.01820", "arxiv:1906.01820"),
        ("https://arxiv.org/abs/quant-ph/9605002", "arxiv:quant-ph/9605002", "arxiv:quant-ph/9605002"),
        ("https://doi.org/10.48550/arXiv.1906.01820", "arxiv:1906.01820", "arxiv:1906.01820"),
        ("http://dx.doi.org/10.1000/ABC(1)x", "doi:10.1000/abc(1)x", "doi:10.1000/abc(1)x"),
        ("https://doi.org/10.1000/abc).", "doi:10.1000/abc", "doi:10.1000/abc"),
        ("HTTP://WWW.Example.org:80/A%20b/?utm_source=x&q=1#f", "web:https://example.org/A%20b?q=1", None),
        ("https://example.org:8080/", "web:https://example.org:8080", None),
        ("/users/somebody", "web:https://lesswrong.com/users/somebody", None),
        ("https://arxiv.org/list/cs", "web:https://arxiv.org/list/cs", None),
    ],
)
def test_an_address_names_exactly_this(href: str, names: str, resolved_id: str | None) -> None:
    assert target(href) == Target(names, resolved_id, None)


@pytest.mark.parametrize("left", [").", "”", "%E2%80%9D", ">", "*", "}", "),", "_", "\\", "%20", "…"])
@pytest.mark.parametrize(
    ("address", "names"),
    [
        (f"https://www.lesswrong.com/posts/{POST}", f"forum:{POST}"),
        (f"https://www.lesswrong.com/posts/{POST}/x/comment/{COMMENT}", f"forum-comment:{COMMENT}"),
        (f"https://www.lesswrong.com/p/{POST}", f"forum:{POST}"),
        (f"https://www.lesswrong.com/s/{SEQUENCE}", f"forum-sequence:{SEQUENCE}"),
        ("https://www.lesswrong.com/tag/mesa-optimization", "forum-tag:mesa-optimization"),
        ("https://www.lesswrong.com/w/aixi_(idea)", "forum-tag:aixi_(idea)"),
        ("https://www.lesswrong.com/posts/slug/on-roots", "forum-slug:on-roots"),
        ("https://www.lesswrong.com/rationality/on-roots", "forum-slug:on-roots"),
        ("http://lesswrong.com/lw/ly9/on_roots", "forum-legacy:ly9/on_roots"),
        ("http://lesswrong.com/lw/ly9", "forum-legacy:ly9"),
        ("https://arxiv.org/abs/1906.01820v3", "arxiv:1906.01820"),
        ("https://arxiv.org/pdf/1906.01820.pdf", "arxiv:1906.01820"),
        ("https://doi.org/10.1000/abc(1)", "doi:10.1000/abc(1)"),
    ],
)
def test_punctuation_behind_an_address_is_no_part_of_what_it_names(address: str, names: str, left: str) -> None:
    assert target(address + left) == target(address)
    assert target(address).names == names


@pytest.mark.parametrize("before", ["(", "“", '"', "<", "[", "**"])
def test_punctuation_before_an_address_makes_it_no_path_of_the_page(before: str) -> None:
    assert target(f"{before}https://www.lesswrong.com/posts/{POST})").resolved_id == f"forum:{POST}"


@pytest.mark.parametrize(
    ("href", "repaired"),
    [
        (f"lesswrong.com/posts/{POST}/x", "scheme"),
        (f"www.alignmentforum.org/posts/{POST}", "scheme"),
        (f"/greaterwrong.com/posts/{POST}", "scheme"),
        (f"https://web.archive.org/web/20200101000000/https://www.lesswrong.com/posts/{POST}/x", "web-archive"),
        (f"https://web.archive.org/web/2020id_/lesswrong.com/posts/{POST}", "web-archive"),
        (f"https://www.lesswrong.com/out?url=https%3A%2F%2Fwww.alignmentforum.org%2Fposts%2F{POST}", "redirect"),
        (f"https://ea.greaterwrong.com/out?url=https%3A%2F%2Fwww.lesswrong.com%2Fposts%2F{POST}", "redirect"),
        (f"https://forum-bots.effectivealtruism.org/out?url=https%3A%2F%2Flesswrong.com%2Fposts%2F{POST}", "redirect"),
        (f"/out?url=https://web.archive.org/web/2020/http:/lesswrong.com/posts/{POST}", "redirect | web-archive"),
        (f"https://www.google.com/url?sa=t&q=https://lesswrong.com/posts/{POST}", "redirect"),
    ],
)
def test_broken_and_wrapped_addresses_are_mended_and_marked(href: str, repaired: str) -> None:
    assert target(href) == Target(f"forum:{POST}", f"forum:{POST}", repaired)


@pytest.mark.parametrize(
    "href", [f"//www.lesswrong.com/posts/{POST}", f"  /posts/{POST}\n", f"https:/lesswrong.com/posts/{POST}"]
)
def test_what_a_browser_mends_by_itself_is_not_marked(href: str) -> None:
    assert target(href) == Target(f"forum:{POST}", f"forum:{POST}", None)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#section",
        "javascript:alert(1)",
        "JavaScript:location='https://lesswrong.com/posts/uMQ3cqWDPHhjtiesc'",
        "data:text/html,x",
        "vbscript:x",
        "mailto:a@lesswrong.com",
        "about:blank#fn-1",
        "somebody@example.org",
        f"http://[::1/posts/{POST}",
        f"https://www.lesswrong.com:99999/posts/{POST}",
        f"https://somebody@www.lesswrong.com/posts/{POST}",
        f"https://www.lesswrong.com@evil.example/posts/{POST}",
        "https:///",
    ],
)
def test_these_are_no_links(href: str) -> None:
    assert target(href) == Target(None, None, None)


@pytest.mark.parametrize(
    "href",
    [
        f"https://www.lesswrong.com.evil.example/posts/{POST}",
        f"https://evil.example/?u=https://www.lesswrong.com/posts/{POST}",
        f"https://evil.example/posts/{POST}",
        f"https://www.al\u0456gnmentforum.org/posts/{POST}",
        f"https://notlesswrong.com/posts/{POST}",
        "https://lesswrong.com.evil.example:443/lw/if/x",
    ],
)
def test_lookalike_hosts_name_no_document(href: str) -> None:
    found = target(href)
    assert found.resolved_id is None
    assert found.names is not None
    assert found.names.startswith("web:")


@pytest.mark.parametrize(
    "href", ["/posts/short", f"/posts/{POST}x", "/s/SEQ/p/undefined", "/s/x", "https://arxiv.org/abs/nothing"]
)
def test_ids_of_no_known_form_stay_unresolved_and_can_be_counted(href: str) -> None:
    found = target(href)
    assert found.resolved_id is None
    assert found.names is not None
    assert found.names.startswith("address:https://")
