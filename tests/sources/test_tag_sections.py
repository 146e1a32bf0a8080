"""What stands under each heading of a tag's text."""

from bs4 import BeautifulSoup

from pipeline.sources._tag_pages import section_links, sections

TEXT = """<p>A hedge is <a href="/w/plant">a plant</a>.</p>
<h2>History of the term</h2><p>First in <a href="/posts/PagePost000000001/a">a post</a>, then <a href="#note">below</a>.</p>
<p><strong>See also:</strong></p><ul><li><a href="/w/pruning">Pruning</a></li><li><a href="/w/pruning">again</a></li></ul>
<h2>Plans</h2><p>None.</p>
<h2>External links</h2><p><a href="https://roots.example/a|b">Roots</a> <a>nowhere</a></p>"""


def test_links_are_told_apart_by_the_heading_that_they_stand_under() -> None:
    page = BeautifulSoup(TEXT, "lxml")

    assert list(section_links(page)) == [
        ("links under History of the term", "/posts/PagePost000000001/a"),
        ("links under See also", "/w/pruning"),
        ("links under External links", "https://roots.example/a%7Cb"),
    ]
    assert sections(page) == "History of the term | See also | Plans | External links"


def test_a_text_that_is_not_there_has_none() -> None:
    assert list(section_links(None)) == []
