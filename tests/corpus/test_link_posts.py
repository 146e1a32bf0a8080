"""What a link post points to is a link of it, whether a page shows it in the body or a row has it beside the body."""

import dataclasses
from typing import Any

import pytest

from pipeline.corpus import build_from_records
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from pipeline.sources import forum_page
from pipeline.sources._forum_rows import Reader
from tests.corpus._names import OTHER, bundled
from tests.sources.cases import CASES, reply_of

PAPER = "https://arxiv.org/abs/1905.00001"
SHOWN = f'<p><a class="link-post-link" href="{PAPER}">Link post</a></p><p>See <a href="{PAPER}v2">it</a>.</p>'


def read(scheme: str = "forum", **given: Any) -> DocumentRecord:
    base = "https://www.lesswrong.com" if scheme == "forum" else "https://forum.effectivealtruism.org"
    (found,) = Reader("forum_api", "2026-01-01T00:00:00Z", "reply", base, scheme=scheme).post(
        {"_id": OTHER, "title": "A link", "postedAt": "2020-01-01T00:00:00Z", **given}, 1
    )
    assert isinstance(found, DocumentRecord)
    return found


def links(corpus: Any) -> list[tuple[Any, ...]]:
    return list(corpus.links[["position", "href", "place", "resolved_id"]].itertuples(index=False, name=None))


def cites(corpus: Any) -> list[tuple[Any, ...]]:
    return list(corpus.citations[["cited_id", "n_links", "evidence"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("url", "link"),
    [(PAPER, PAPER), (f" {PAPER}\n", PAPER), ("/lw/oe7/x/", "https://www.lesswrong.com/lw/oe7/x/"), ("", None), (None, None)],
)  # fmt: skip
def test_a_row_says_what_a_link_post_points_to(url: str | None, link: str | None) -> None:
    assert read(url=url).link == link
    assert read(url=url).url is None, "where it stands itself is pageUrl"


@pytest.mark.parametrize("records", ["page", "row", "page, row", "row, page"])
def test_the_forums_page_of_a_link_post_cites_what_its_row_does(settings: Settings, records: str) -> None:
    (case,) = (case for case in CASES if case.parts[-2:] == ("forum_page", "link-post"))
    page, *_ = forum_page.parse(reply_of(case))
    assert isinstance(page, DocumentRecord)
    row = dataclasses.replace(page, origin="forum_api", body=None, link="https://arxiv.org/abs/1906.01820")
    made = build_from_records([{"page": page, "row": row}[one] for one in records.split(", ")], settings)

    assert cites(made) == [("arxiv:1906.01820", 1, "body")]


def test_a_link_post_without_a_body_cites_what_it_points_to(settings: Settings) -> None:
    made = build_from_records([read(url=PAPER, htmlBody="")], settings)

    assert links(made) == [(0, PAPER, "body", "arxiv:1905.00001")]
    assert cites(made) == [("arxiv:1905.00001", 1, "body")]


def test_a_link_that_the_body_shows_counts_once(settings: Settings, post: Any) -> None:
    page = post(OTHER, SHOWN, origin="greaterwrong_page", markup="html-rendered")
    row = read(url=PAPER)

    for records in ([page], [page, row], [row, page]):
        made = build_from_records(records, settings)
        assert cites(made) == [("arxiv:1905.00001", 2, "body")]
        assert [position for position, *_ in links(made)] == [1, 2]


def test_what_a_bundled_link_post_points_to_gives_way_to_what_it_points_to_now(settings: Settings) -> None:
    snapshot = bundled(build_from_records([read(url=PAPER)], settings))

    for records, paper in (
        ([], PAPER),
        ([read(url="https://arxiv.org/abs/1905.00002")], "https://arxiv.org/abs/1905.00002"),
    ):
        again = build_from_records(records, settings, snapshot)
        assert [(position, href) for position, href, *_ in links(again)] == [(0, paper)]
