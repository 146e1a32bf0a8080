"""People of the EA Forum are named as such by every source, whatever page shows them."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from pipeline.records import AuthorRef, DocumentRecord
from pipeline.sources import _forum_html, greaterwrong_page
from pipeline.sources._forum_rows import Reader

PAGE = (Path(__file__).parent / "greaterwrong_page" / "ea-forum" / "raw.html").read_bytes()
ROW = {"_id": "PagePost000000004", "title": "A call", "user": {"_id": "userAdaEA00000001", "slug": "ada"}}


def authors(records: Any) -> list[str | None]:
    documents = (record for record in records if isinstance(record, DocumentRecord))
    return [author.slug for one in documents for author in one.authors or ()]


def test_a_page_names_a_writer_of_the_ea_forum_as_the_api_does(imported: Any) -> None:
    row = Reader(
        "eaforum_api", "2026-01-01T00:00:00Z", "reply", "https://forum.effectivealtruism.org", scheme="eaforum"
    )
    page = greaterwrong_page.parse(imported("greaterwrong_page", PAGE, "file:folder/page.html"))

    assert authors(row.post(ROW, 1)) == ["eaforum:ada"]
    assert authors(page) == ["eaforum:ada", "eaforum:bo"]


@pytest.mark.parametrize(
    ("scheme", "author"),
    [("forum", AuthorRef("ada", None, "Ada")), ("eaforum", AuthorRef("eaforum:ada", None, "Ada"))],
)
def test_a_byline_of_a_page_names_people_of_its_forum(scheme: str, author: AuthorRef) -> None:
    byline = BeautifulSoup('<span><a href="/users/ada">Ada</a></span>', "lxml")

    assert _forum_html.authors(byline, scheme) == (author,)
