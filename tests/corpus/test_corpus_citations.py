"""Links, lists and the forum's own findings become citations; the rest is counted."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from pipeline.corpus.citations import KINDS, age_days, build_citations
from pipeline.corpus.pingbacks import match_pingbacks, unified
from pipeline.records import AuthorRef, PingbackRecord
from tests.corpus._names import DAUGHTER, OTHER, ROOT

Make = Callable[..., Any]


def pair(corpus: Any, citing: str, cited: str) -> Any:
    found = [one for one in corpus.citations.itertuples() if (one.citing_id, one.cited_id) == (citing, cited)]
    assert len(found) == 1
    return found[0]


def listed(position: int = 1, **given: Any) -> PingbackRecord:
    facts: dict[str, Any] = {
        "listed_on": f"forum:{ROOT}",
        "kind": "post",
        "title": "A “Daughter” — post",
        "citing_id": None,
        "posted_at": "2020-03-04T05:06:00Z",
        "points": 7,
        "source": "greaterwrong_page",
        "retrieved_at": "2026-01-01T00:00:00Z",
    }
    return PingbackRecord(position=position, **(facts | given))


def test_a_link_has_one_kind_comments_and_copies_of_a_work_before_places() -> None:
    links = [
        ("forum:copy", "eaforum:copy", "body"),
        ("forum:copy", "forum:part", "footnote"),
        ("forum-comment:c", "forum:copy", "body"),
        ("forum-comment:c", "forum:copy", "quote"),
        ("eaforum-comment:c", "forum:copy", "list"),
        ("forum:x", "forum:copy", "list"),
        ("forum:x", "forum:copy", "body"),
    ]
    works = {"forum:copy": "w", "eaforum:copy": "w", "forum:part": "w"}
    table = build_citations(links, [], [], dict.fromkeys(["forum:copy", "forum:x"], "2019"), {}, works=works)
    kinds = table.set_index(["citing_id", "cited_id"])[[f"n_{kind}" for kind in KINDS]]

    assert {pair: {kind: int(n) for kind, n in row.items() if n} for pair, row in kinds.iterrows()} == {
        ("forum:copy", "eaforum:copy"): {"n_crosspost": 1},
        ("forum:copy", "forum:part"): {"n_footnote": 1},
        ("forum-comment:c", "forum:copy"): {"n_comment": 2},
        ("eaforum-comment:c", "forum:copy"): {"n_comment": 1},
        ("forum:x", "forum:copy"): {"n_body": 1, "n_list": 1},
    }
    assert (kinds.sum(axis=1).to_numpy() == table["n_links"]).all()


def test_one_row_a_pair_with_the_places_of_its_links(build: Make, post: Make) -> None:
    html = (
        f'<p><a href="/posts/{ROOT}">a</a> <a href="https://www.greaterwrong.com/posts/{ROOT}/x#comment-{OTHER}">b</a></p>'
        f'<ul><li><a href="/s/SequenceSequence1/p/{ROOT}">c</a></ul><blockquote><a href="/posts/{ROOT}">d</a></blockquote>'
        f'<a href="/users/x">no document</a><a href="https://roots.example/paper/#top">page of a work</a>'
    )
    corpus = build(post(OTHER, html, posted_at="2019-06-02T12:00:00Z"), post(ROOT, posted_at="2019-06-01T00:00:00Z"))
    found = pair(corpus, f"forum:{OTHER}", f"forum:{ROOT}")
    assert (found.n_links, found.n_body, found.n_list, found.n_quote, found.n_footnote, found.n_code) == (
        4,
        2,
        1,
        1,
        0,
        0,
    )
    assert (found.evidence, found.citation_age_days, found.backward, found.dangling) == ("body", 1.5, False, False)
    assert pair(corpus, f"forum:{OTHER}", "web:https://roots.example/paper").n_links == 1
    assert len(corpus.citations) == 2
    assert corpus.links["names"].tolist()[1] == f"forum-comment:{OTHER}"


@pytest.mark.parametrize("left", [".", "/)", "/”", "/%E2%80%9D).", "/*"])
def test_punctuation_behind_the_address_of_a_page_is_left_out_where_that_page_is_known(
    build: Make, post: Make, left: str
) -> None:
    links = f'<a href="https://roots.example/paper{left}">a</a> <a href="https://roots.example/other.">b</a>'
    corpus = build(post(OTHER, links))
    assert corpus.citations["cited_id"].tolist() == ["web:https://roots.example/paper"]
    assert corpus.links["names"].iloc[1] == "web:https://roots.example/other."


def test_targets_beyond_the_corpus_are_kept_and_marked(build: Make, post: Make) -> None:
    corpus = build(post(OTHER, '<a href="https://arxiv.org/abs/1706.03762">x</a>'))
    found = pair(corpus, f"forum:{OTHER}", "arxiv:1706.03762")
    assert found.dangling
    assert pd.isna(found.citation_age_days)
    assert pd.isna(found.self_citation)


def test_links_of_a_document_to_itself_are_counted_and_no_citations(build: Make, post: Make) -> None:
    corpus = build(post(OTHER, f'<a href="/posts/{OTHER}#top">me</a> <a href="#note">note</a>'))
    assert corpus.citations.empty
    assert corpus.unresolved_links.to_dict("records") == [
        {"what": f"/posts/{OTHER}#top", "where": f"forum:{OTHER} #1", "why": "links to itself"}
    ]


def test_later_edits_give_backward_citations(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, f'<a href="/posts/{DAUGHTER}">x</a>', posted_at="2020-01-01T00:00:00Z"),
        post(DAUGHTER, posted_at="2020-01-03T00:00:00Z"),
    )
    found = pair(corpus, f"forum:{OTHER}", f"forum:{DAUGHTER}")
    assert (found.citation_age_days, found.backward) == (-2.0, True)


def test_a_self_citation_shares_an_author(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, f'<a href="/posts/{ROOT}">x</a><a href="/posts/{DAUGHTER}">y</a>'),
        post(ROOT, authors=(AuthorRef("bo", None, "Bo"), AuthorRef("ada", None, "Ada"))),
        post(DAUGHTER, authors=(AuthorRef("bo", None, "Bo"),)),
    )
    assert pair(corpus, f"forum:{OTHER}", f"forum:{ROOT}").self_citation
    assert not pair(corpus, f"forum:{OTHER}", f"forum:{DAUGHTER}").self_citation


@pytest.mark.parametrize(
    ("citing", "cited", "age"),
    [
        ("2020", "2020-05-01", 0.0),
        ("2020-05", "2020-04-30T23:00:00Z", 30.0),
        ("2019", "2020", -365.0),
        ("2020-01-02", "2020-01-01T23:59:59Z", 1.0),
        (None, "2020", None),
    ],
)
def test_dates_are_compared_at_the_precision_that_both_have(citing: str | None, cited: str, age: float | None) -> None:
    assert age_days(citing, cited) == age


def test_a_body_of_more_links_than_any_real_one_gives_the_first_and_says_so(build: Make, post: Make) -> None:
    link = f'<a href="/posts/{ROOT}">x</a>'
    corpus = build(post(OTHER, link * 501), post(ROOT, link))

    assert pair(corpus, f"forum:{OTHER}", f"forum:{ROOT}").n_links == 500
    assert corpus.quarantine.to_numpy().tolist() == [
        ["body, kept", f"forum:{OTHER}", "found 501 links, expected at most 500; kept the first 500"]
    ]


def test_evidence_of_all_kinds_is_joined(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, f'<a href="/posts/{ROOT}">x</a>', outgoing=(f"forum:{ROOT}", f"forum:{DAUGHTER}")),
        post(ROOT),
        listed(citing_id=f"forum:{OTHER}"),
    )
    assert pair(corpus, f"forum:{OTHER}", f"forum:{ROOT}").evidence == "body | pingback_field | pingback_list"
    field = pair(corpus, f"forum:{OTHER}", f"forum:{DAUGHTER}")
    assert (field.evidence, field.n_links) == ("pingback_field", 0)


def test_slugs_and_old_numbers_are_resolved_through_the_corpus_or_counted(build: Make, post: Make) -> None:
    html = (
        '<a href="/posts/slug/we-re-here">1</a><a href="/lw/n7w/were_here/">2</a><a href="/lw/lt6/were_here">3</a>'
        '<a href="/lw/n7w">4</a><a href="/posts/slug/nowhere">5</a><a href="https://agentfoundations.org/item?id=5">6</a>'
        '<a href="/posts/nonsense">7</a>'
    )
    corpus = build(post(OTHER, html), post(ROOT, slug="we-re-here", posted_at="2017-09-01T00:00:00Z"))
    assert corpus.links["resolved_id"].notna().tolist() == [True, True, False, False, False, False, False]
    assert pair(corpus, f"forum:{OTHER}", f"forum:{ROOT}").n_links == 2
    whys = corpus.unresolved_links.set_index("where")["why"]
    assert len(whys) == 5
    assert whys[f"forum:{OTHER} #3"] == "slug of the old site: no post of the corpus has it"
    assert whys[f"forum:{OTHER} #7"].startswith("malformed")


def test_an_old_number_never_names_a_post_of_the_new_site(build: Make, post: Make) -> None:
    corpus = build(
        post(OTHER, '<a href="/lw/pzz/here">x</a>'), post(ROOT, slug="here", posted_at="2019-01-01T00:00:00Z")
    )
    assert corpus.citations.empty


def test_an_item_without_id_is_found_by_title_and_minute(build: Make, post: Make) -> None:
    daughter = post(DAUGHTER, title='a "daughter" - POST', posted_at="2020-03-04T05:06:59Z")
    twin = post(OTHER, title='A "daughter" - post', posted_at="2021-01-01T00:00:00Z")
    corpus = build(
        daughter,
        twin,
        listed(),
        listed(2, posted_at="2021-01-01T10:00:00Z"),
        listed(3, posted_at="2022-01-01T00:00:00Z"),
    )
    assert corpus.pingbacks["resolved_by"].tolist()[:2] == ["title+minute", "title"]
    assert corpus.pingbacks["citing_id"].tolist()[:2] == [f"forum:{DAUGHTER}", f"forum:{OTHER}"]
    assert corpus.pingbacks["resolved_by"].tolist()[2].startswith("not resolved")
    assert pair(corpus, f"forum:{DAUGHTER}", f"forum:{ROOT}").evidence == "pingback_list"


def test_an_item_for_a_comment_never_makes_its_post_a_citer(build: Make, post: Make) -> None:
    host = post(DAUGHTER, title='A "daughter" - post', posted_at="2020-01-01T00:00:00Z")
    later = post(OTHER, title='A "daughter" - post', posted_at="2023-01-01T00:00:00Z")
    corpus = build(host, later, listed(kind="comment"))
    found = corpus.pingbacks.iloc[0]
    assert pd.isna(found["citing_id"])
    assert found["host_id"] == f"forum:{DAUGHTER}"
    assert corpus.citations.empty


def test_what_links_to_a_comment_cites_the_post_that_holds_it(build: Make, post: Make) -> None:
    comment = post("forum-comment:CommentComment001", kind="comment", title=None, slug=None, parent_id=f"forum:{OTHER}")
    items = [listed(listed_on=f"forum-comment:CommentComment00{n}", citing_id=f"forum:{DAUGHTER}") for n in (1, 2)]
    corpus = build(
        post(OTHER), post(DAUGHTER), comment, post("forum-comment:CommentComment002", kind="comment"), *items
    )
    assert corpus.citations[["citing_id", "cited_id"]].to_numpy().tolist() == [[f"forum:{DAUGHTER}", f"forum:{OTHER}"]]
    assert len(corpus.pingbacks) == 2


def test_every_item_of_a_list_is_matched_or_says_why_not(build: Make, post: Make) -> None:
    corpus = build(
        post(DAUGHTER, title='A "daughter" – post', posted_at="2020-03-04T05:06:31Z"),
        listed(),
        listed(2, kind="comment", posted_at="2021-01-01T10:00:00Z"),
        listed(3, title="Eve’s Shortform"),
        listed(4, kind="comment", title="Eve’s Shortform"),
        listed(5, site="eaforum"),
    )
    assert corpus.pingbacks["citing_id"].notna().tolist() == [True, False, False, False, False]
    assert corpus.pingbacks["host_id"].notna().tolist() == [False, True, False, False, False]
    assert corpus.pingbacks["resolved_by"].tolist() == [
        "title+minute",
        "not resolved: the list names no comment, its post by title",
        "not resolved: none of the corpus's known posts has the title",
        "not resolved: the list names no comment, and no post has the title",
        "not resolved: none of the EA Forum's known posts has the title",
    ]


def test_items_of_the_other_forum_are_not_matched_to_posts_of_this_one(build: Make, post: Make) -> None:
    twin = post(DAUGHTER, title='A "daughter" - post', posted_at="2020-03-04T05:06:00Z")
    corpus = build(twin, listed(site="eaforum"))
    assert corpus.pingbacks["citing_id"].isna().all()


def test_an_item_with_an_id_makes_the_citing_document_known(build: Make) -> None:
    corpus = build(listed(citing_id=f"forum:{OTHER}"))
    found = corpus.documents.set_index("document_id").loc[f"forum:{OTHER}"]
    assert (found["posted_at"], found["karma"], found["origin"]) == ("2020-03-04T05:06:00Z", 7, "greaterwrong_page")


def test_the_newest_copy_of_a_list_stands(build: Make) -> None:
    old, new = listed(points=1), listed(points=2, retrieved_at="2026-02-01T00:00:00Z")
    for order in ((old, new), (new, old)):
        assert build(*order).pingbacks["points"].tolist() == [2]


def test_titles_are_compared_without_case_quotes_dashes_and_blanks() -> None:
    assert unified("Mesa‑Optimizers:  “What’s next”…") == unified('mesa-optimizers: "what\'s next"...')


# ------------------------------------------------- an independent reading of bodies, slow and obvious

BODIES = {
    ROOT: "<p>Nothing is cited here.</p>",
    DAUGHTER: (
        f'<p>After <a href="https://www.lesswrong.com/posts/{ROOT}/on-roots">roots</a>, twice: <a href="/posts/{ROOT}">r</a>'
        f'</p><p>and <a href="https://arxiv.org/pdf/1905.00001v2.pdf">the paper</a></p>'
    ),
    OTHER: (
        f'<ul><li><a href="https://alignmentforum.org/posts/{DAUGHTER}?commentId=AAAABBBBCCCCDDDD1">d</a></li></ul>'
        f'<section class="footnotes"><a href="https://www.greaterwrong.com/posts/{ROOT}/on-roots/comment/AAAABBBBCCCCDDDD1">r</a>'
        f'</section><a href="https://www.lesswrong.com.evil.example/posts/{ROOT}">no</a><a href="/posts/{OTHER}">me</a>'
        f'<a href="lesswrong.com/posts/{ROOT}">mended</a><style><a href="/posts/{ROOT}"></style>'
    ),
    "MarkdownPostDDDDD": f"See [roots](/posts/{ROOT}), <https://arxiv.org/abs/1905.00001> and `[x](/posts/{DAUGHTER})`.",
}
_POST = re.compile(
    r"(?:https?://)?(?:www\.)?(?:lesswrong\.com|alignmentforum\.org|greaterwrong\.com)?/posts/(\w{17})(?=[/?#]|$)"
)
_PAPER = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{5})(?:v\d+)?(?:\.pdf)?$")


def slow_citations(bodies: dict[str, str]) -> Counter[tuple[str, str]]:
    """Read links with BeautifulSoup and three plain rules."""
    found: Counter[tuple[str, str]] = Counter()
    for post_id, body in bodies.items():
        if post_id.startswith("Markdown"):
            links = re.findall(r"(?<!`)\[[^\]]*\]\(([^)]+)\)|<(https?:[^>]+)>", body)
            addresses = [plain or pointed for plain, pointed in links if "x](" not in plain]
            addresses = [address for address in addresses if f"`[x]({address})`" not in body]
        else:
            addresses = [str(link["href"]) for link in BeautifulSoup(body, "lxml").find_all("a", href=True)]
        for address in addresses:
            if match := _POST.match(address):
                if match[1] != post_id:
                    found[f"forum:{post_id}", f"forum:{match[1]}"] += 1
            elif match := _PAPER.match(address):
                found[f"forum:{post_id}", f"arxiv:{match[1]}"] += 1
    return found


def test_citations_agree_with_an_independent_reading_of_the_bodies(build: Make, post: Make) -> None:
    corpus = build(
        *(
            post(post_id, body, markup="markdown" if post_id.startswith("Markdown") else "html")
            for post_id, body in BODIES.items()
        )
    )
    expected = slow_citations(BODIES)
    assert expected.total() == 8
    found = {(one.citing_id, one.cited_id): one.n_links for one in corpus.citations.itertuples()}
    assert found == dict(expected)


def test_of_several_copies_of_a_list_every_item_stands_once_as_it_was_shown_last() -> None:
    def copy(at: str, *names: str) -> list[PingbackRecord]:
        when = f"2026-01-0{at}T00:00:00Z"
        return [listed(place, citing_id=f"forum:{name}", retrieved_at=when) for place, name in enumerate(names, 1)]

    def standing(*copies: list[PingbackRecord]) -> list[tuple[int, str, str]]:
        table = match_pingbacks([item for one in copies for item in one], [])
        return [(one.position, one.citing_id[-1], one.retrieved_at[9]) for one in table.itertuples()]

    first, second = copy("1", "a", "b", "c"), copy("2", "b", "c")
    assert standing(first) == [(1, "a", "1"), (2, "b", "1"), (3, "c", "1")]
    assert standing(first, second) == [(1, "b", "2"), (2, "c", "2"), (4, "a", "1")], "a left the list, c moved up"
    assert standing(second, first) == standing(first, second), "whatever is read first"
    assert standing(first, copy("2", "c", "d", "b")) == [(1, "c", "2"), (2, "d", "2"), (3, "b", "2"), (4, "a", "1")]
    assert standing(first, second, copy("3", "a", "b")) == [(1, "a", "3"), (2, "b", "3"), (4, "c", "2")]


def test_items_that_name_no_document_stand_as_often_as_a_copy_shows_them() -> None:
    def table(*copies: tuple[str, int]) -> list[int]:
        items = [listed(place, retrieved_at=when) for when, size in copies for place in range(1, size + 1)]
        return match_pingbacks(items, [])["position"].tolist()

    assert table(("2026-01-01T00:00:00Z", 2)) == [1, 2], "two comments of one minute under one post look alike"
    assert table(("2026-01-01T00:00:00Z", 2), ("2026-01-02T00:00:00Z", 1)) == [1], "one of them is gone"
