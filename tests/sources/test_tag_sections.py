"""What stands under each heading of a tag's text."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from pipeline.records import FactRecord
from pipeline.sources import forum_tag_page, greaterwrong_tag
from pipeline.sources._forum_tag_rows import TagReader
from pipeline.sources._tag_pages import facts_in

TEXT = """<p>A hedge is <a href="/w/plant">a plant</a>.</p>
<h2>History of the term</h2><p>First in <a href="/posts/PagePost000000001/a">a post</a>, then <a href="#note">below</a>.</p>
<p><strong>See also:</strong></p><ul><li><a href="/w/pruning">Pruning</a></li><li><a href="/w/pruning">again</a></li></ul>
<h2>Plans</h2><p>None.</p>
<h2>External links</h2><p><a href="https://roots.example/a|b">Roots</a> <a>nowhere</a></p>"""


def test_links_are_told_apart_by_the_heading_that_they_stand_under() -> None:
    page = BeautifulSoup(TEXT, "lxml")

    assert list(facts_in(page)) == [
        ("sections", "History of the term | See also | Plans | External links"),
        ("links under History of the term", "/posts/PagePost000000001/a"),
        ("links under See also", "/w/pruning"),
        ("links under External links", "https://roots.example/a%7Cb"),
    ]


def test_a_text_that_is_not_there_has_none() -> None:
    assert list(facts_in(None)) == []


LONG = [f"https://roots.example/an-address-of-some-length/{number:03}" for number in range(80)]


@pytest.mark.parametrize(
    ("source", "page"),
    [
        (forum_tag_page, '<h1 class="LWTagPage-title">Hedge</h1><div class="LWTagPage-description">{}</div>'),
        (
            greaterwrong_tag,
            '<div id="content" class="tag-index-page"><h1 class="post-title">Hedge</h1><div class="tag-description">{}</div></div>',
        ),
    ],
)
def test_no_address_is_cut_off_on_any_page_of_a_tag(imported: Any, source: Any, page: str) -> None:
    listed = "<h2>External links</h2>" + "".join(f'<a href="{address}\n">one</a>' for address in LONG)
    records = list(source.parse(imported(source.NAME, page.format(listed).encode(), "file:a/b.html#forum-tag:hedge")))
    row = {"_id": "t", "name": "Hedge", "slug": "hedge", "description": {"html": listed}}
    reader = TagReader("forum_tags", "2026-01-01T00:00:00Z", "TagText", "https://www.lesswrong.com", frozenset())

    for read in (records, list(reader.tag(row, 1))):
        (links,) = [one.value for one in read if isinstance(one, FactRecord) and one.fact.startswith("links under")]
        assert links.split(" | ") == LONG
