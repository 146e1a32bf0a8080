"""A page that its site says is gone is recorded as gone, with the day; any other refusal says nothing of it."""

import json
from collections.abc import Iterator
from types import ModuleType

import pandas as pd
import pytest

from pipeline.archive.store import Reply
from pipeline.corpus import build_corpus
from pipeline.records import Record, VisibilityRecord
from pipeline.settings import Settings
from pipeline.sources import (
    forum_page,
    forum_tag_page,
    forum_user_page,
    greaterwrong_comment,
    greaterwrong_page,
    greaterwrong_tag,
    longterm_wiki,
    rlo_glossary,
    web_page,
)
from pipeline.sources._forum_questions import posts_request
from tests.sources.cases import FOLDER

MIRRORS = (forum_page, forum_tag_page, greaterwrong_comment, greaterwrong_page, greaterwrong_tag)
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
        (greaterwrong_page, "http://127.0.0.1:8999/posts/PagePost000000001/post", "forum:PagePost000000001"),
        (forum_page, "https://www.lesswrong.com/posts/PagePost000000001", "forum:PagePost000000001"),
        (
            greaterwrong_comment,
            "https://www.greaterwrong.com/posts/PagePost000000001/post/comment/PageComment000001",
            "forum-comment:PageComment000001",
        ),
        (greaterwrong_tag, "https://www.greaterwrong.com/tag/Hedge?sort=new", "forum-tag:hedge"),
        (forum_tag_page, "https://www.lesswrong.com/w/hedge", "forum-tag:hedge"),
        (forum_page, "https://forum.effectivealtruism.org/posts/PagePost000000001/x", "eaforum:PagePost000000001"),
        (web_page, "https://roots.example/paper", "web:https://roots.example/paper"),
        (
            rlo_glossary,
            "https://intelligence.org/learned-optimization/",
            "web:https://intelligence.org/learned-optimization/",
        ),
        (longterm_wiki, "https://www.longtermwiki.com/wiki/E197", "web:https://www.longtermwiki.com/wiki/E197"),
        (
            longterm_wiki,
            "https://longterm-wiki.vercel.app/wiki/E197/data",
            "web:https://www.longtermwiki.com/wiki/E197",
        ),
        (
            longterm_wiki,
            "https://longterm-wiki.vercel.app/resources/0123456789abcdef",
            "web:https://www.longtermwiki.com/resources/0123456789abcdef",
        ),
    ],
)
def test_a_page_that_is_not_there_is_gone(module: ModuleType, address: str, document_id: str, status: int) -> None:
    assert parsed(module, address, status) == [
        VisibilityRecord(document_id, "gone", DAY, module.NAME, mirror=module in MIRRORS)
    ]


@pytest.mark.parametrize(
    ("module", "address"),
    [
        (forum_page, "https://www.lesswrong.com/posts/PagePost000000001/x/comment/PageComment000001"),
        (forum_page, "https://www.lesswrong.com/posts/PagePost000000001?commentId=PageComment000001"),
        (greaterwrong_comment, "https://www.greaterwrong.com/posts/PagePost000000001?commentId=PageComment000001"),
        (forum_tag_page, "https://forum.effectivealtruism.org/topics/hedge"),
        (forum_user_page, "https://www.lesswrong.com/users/ada"),
    ],
)
def test_what_is_not_there_takes_nothing_else_with_it(module: ModuleType, address: str) -> None:
    assert parsed(module, address, 404) == []


@pytest.mark.parametrize("status", [401, 403, 429, 451, 500])
def test_a_refusal_says_nothing_of_the_page(status: int) -> None:
    for module in (forum_page, greaterwrong_page, longterm_wiki, rlo_glossary, web_page):
        assert parsed(module, "https://www.greaterwrong.com/posts/PagePost000000001/post", status) == []


def test_a_page_that_was_read_before_stays_with_the_day_since_when_it_is_gone(settings: Settings) -> None:
    address = "http://www.roots.example/notes/"
    read = answer(web_page, address, 200, "2026-01-01T00:00:00Z", b"<html><title>Notes</title><p>On roots.</p></html>")
    made = build_corpus([read, answer(web_page, address, 404, DAY, b"")], settings)

    found = made.documents.set_index("document_id").loc["web:https://roots.example/notes"]
    assert (found["title"], found["gone_since"]) == ("Notes", DAY)


@pytest.mark.parametrize(
    ("module", "case", "address", "document_id"),
    [
        (
            longterm_wiki, "resource", "https://longterm-wiki.vercel.app/resources/0123456789abcdef",
            "web:https://longtermwiki.com/resources/0123456789abcdef",
        ),
        (
            rlo_glossary, "page", "https://intelligence.org/learned-optimization/",
            "web:https://intelligence.org/learned-optimization",
        ),
    ],
)  # fmt: skip
def test_a_page_is_gone_under_the_name_that_it_had_when_it_was_read(
    settings: Settings, module: ModuleType, case: str, address: str, document_id: str
) -> None:
    body = (FOLDER / module.NAME / case / "raw.html").read_bytes()
    read = answer(module, address, 200, "2026-01-01T00:00:00Z", body)
    documents = build_corpus([read, answer(module, address, 404, DAY, b"")], settings).documents

    assert documents.set_index("document_id").loc[document_id, "gone_since"] == DAY


def test_a_post_whose_page_was_gone_is_there_once_the_api_shows_it(settings: Settings) -> None:
    away = answer(forum_page, "https://www.lesswrong.com/posts/PagePost000000001", 404, DAY, b"")
    row = {
        "_id": "PagePost000000001", "title": "Here", "slug": "here", "postedAt": "2020-01-01T00:00:00.000Z",
        "modifiedAt": None, "baseScore": 1, "htmlBody": "<p>Here.</p>",
    }  # fmt: skip
    body = json.dumps({"data": {"posts": {"results": [row]}}}).encode()
    request = posts_request("PostBodies", ["PagePost000000001"])
    before, after = (
        Reply(at, "forum_api", "POST", "https://www.lesswrong.com/graphql", request, 200, {}, body, "", at)
        for at in ("2026-01-01T00:00:00Z", "2026-03-03T00:00:00Z")
    )

    for replies, is_gone in (([before, away], True), ([before, after, away], False)):
        documents = build_corpus(replies, settings).documents.set_index("document_id")
        assert pd.notna(documents.loc["forum:PagePost000000001", "gone_since"]) == is_gone
