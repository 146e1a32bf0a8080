import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.store import IMPORT, Archive, Reply
from pipeline.settings import Settings
from pipeline.sources import openalex, semantic_scholar
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id, serving
from tests.sources.named_lists import Wiki
from tests.sources.paper_indexes import FIELDS, ROOT, openalex_work, scholar_row

RETRIEVED_AT = "2026-02-03T04:05:06Z"

START = 1600000000
"""2020-09-13; replies of that day are too old a month later."""

DAY = 86400


@pytest.fixture
def imported() -> Any:
    """Make a reply of a file, as an import stores it."""

    def make(source: str, data: bytes, url: str = "file:folder/file") -> Reply:
        return Reply("k", source, IMPORT, url, None, 200, {}, data, "", RETRIEVED_AT)

    return make


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive" / "replies.sqlite") as opened:
        yield opened


@pytest.fixture
def forum() -> Iterator[LoopbackForum]:
    """A root post, two citers, a citer of a citer, and one more generation; 6 cites the root with karma below 1."""
    posts = [
        a_post(1), a_post(2, cites=(1,)), a_post(3, cites=(1, 2)), a_post(4, cites=(3,)), a_post(5, cites=(4,)),
        a_post(6, cites=(1,), baseScore=0), a_post(7),
    ]  # fmt: skip
    with serving(LoopbackForum(posts)) as served:
        yield served


@pytest.fixture
def settings(forum: LoopbackForum, tmp_path: Path) -> Settings:
    return Settings.model_validate(
        {
            "root": "work",
            "works": {
                "work": {"title": "A Work", "documents": [{"id": f"forum:{post_id(1)}"}, {"id": "arxiv:2001.00001"}]}
            },
            "data_dir": tmp_path,
            "gather": {"sites": {"forum": forum.url}, "pause_seconds": 0, "batch": 2},
        }
    )


@pytest.fixture
def first_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run come on the first day."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, forum: LoopbackForum) -> Any:
    """Let days pass; nothing has been asked since."""

    def pass_by(days: int = 30) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(START + days * DAY))
        forum.asked.clear()

    return pass_by


@pytest.fixture
def known_comments(first_day: None, forum: LoopbackForum) -> None:
    """On the first day 1 to 6 stand under the root post, 7 under a citer of it; 2 and 7 link to posts."""
    forum.comments = [a_comment(number, 1, cites=(3,) if number == 2 else ()) for number in range(1, 7)]
    forum.comments.append(a_comment(7, 2, cites=(1,)))


@pytest.fixture
def wiki(forum: LoopbackForum) -> Wiki:
    return Wiki(forum)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackForum]:
    """Both indexes on one host: two works cite the root in each, one of them the same paper; pages hold one."""
    monkeypatch.setattr(openalex, "PAGE", 1)
    monkeypatch.setattr(semantic_scholar, "PAGE", 1)
    root = openalex_work(9, doi=f"https://doi.org/10.48550/arxiv.{ROOT}", publication_date="2020-01-01")
    with serving(LoopbackForum([])) as served:
        pages: dict[str, Any] = {f"/works/doi:10.48550/arXiv.{ROOT}?{FIELDS}": root}
        for number in (1, 2):
            path = f"/works?filter=cites:W9&{FIELDS}&per-page=1&page={number}"
            pages[path] = {"meta": {"count": 2}, "results": [openalex_work(number)]}
        asked = f"/graph/v1/paper/ARXIV:{ROOT}/citations?fields={semantic_scholar._FIELDS}&limit=1&offset="
        pages[asked + "0"] = {
            "offset": 0,
            "next": 1,
            "data": [scholar_row(2, externalIds={"DOI": "10.1000/2", "ArXiv": "2102.00002"})],
        }
        pages[asked + "1"] = {"offset": 1, "data": [scholar_row(3, publicationDate="2020-11-05")]}
        served.pages.update({path: json.dumps(page).encode() for path, page in pages.items()})
        yield served
