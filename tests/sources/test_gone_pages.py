"""A page that its site says is gone is recorded as gone, with the day; any other refusal says nothing of it."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from pipeline.archive.store import Reply
from pipeline.corpus import build_corpus
from pipeline.records import Record, VisibilityRecord
from pipeline.settings import Settings
from pipeline.sources import greaterwrong_page, web_page

DAY = "2026-02-03T00:00:00Z"


def parsed(module: ModuleType, address: str, status: int) -> list[Record]:
    found: Iterator[Record] = module.parse(answer(module, address, status, DAY, b"Not found"))
    return list(found)


def answer(module: ModuleType, address: str, status: int, at: str, body: bytes) -> Reply:
    return Reply(f"{status}{at}", module.NAME, "GET", address, None, status, {}, body, "", at)


@pytest.mark.parametrize("status", [404, 410])
@pytest.mark.parametrize(
    ("module", "address", "document_id"),
    [
        (greaterwrong_page, "https://www.greaterwrong.com/posts/PagePost000000001/post", "forum:PagePost000000001"),
        (greaterwrong_page, "https://ea.greaterwrong.com/posts/PagePost000000001/post", "eaforum:PagePost000000001"),
        (web_page, "https://roots.example/paper", "web:https://roots.example/paper"),
    ],
)
def test_a_page_that_is_not_there_is_gone(module: ModuleType, address: str, document_id: str, status: int) -> None:
    assert parsed(module, address, status) == [
        VisibilityRecord(document_id, "gone", DAY, module.NAME, mirror=module is greaterwrong_page)
    ]


@pytest.mark.parametrize("status", [401, 403, 429, 451, 500])
def test_a_refusal_says_nothing_of_the_page(status: int) -> None:
    for module in (greaterwrong_page, web_page):
        assert parsed(module, "https://www.greaterwrong.com/posts/PagePost000000001/post", status) == []


def test_a_page_that_was_read_before_stays_with_the_day_since_when_it_is_gone(settings: Settings) -> None:
    address = "http://www.roots.example/notes/"
    read = answer(web_page, address, 200, "2026-01-01T00:00:00Z", b"<html><title>Notes</title><p>On roots.</p></html>")
    made = build_corpus([read, answer(web_page, address, 404, DAY, b"")], settings)

    found = made.documents.set_index("document_id").loc["web:https://roots.example/notes"]
    assert (found["title"], found["gone_since"]) == ("Notes", DAY)
