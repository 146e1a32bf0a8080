"""A file that somebody saved tells of some day before its import: what a site answered counts as later."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.archive.store import IMPORT, Reply
from pipeline.corpus import build_corpus
from pipeline.settings import Settings
from tests.corpus._names import row

PAGE = Path(__file__).parents[1] / "sources" / "greaterwrong_page" / "post" / "raw.html"
POST = "forum:PagePost000000001"
NOVEMBER_1, NOVEMBER_10 = "2026-11-01T00:00:00Z", "2026-11-10T00:00:00Z"

Copy = Callable[..., Reply]


@pytest.fixture
def copy() -> Copy:
    """Make a copy of a page; the words of the old one are replaced."""

    def make(method: str, retrieved_at: str, **instead: str) -> Reply:
        text = PAGE.read_text(encoding="utf-8")
        words = {"LW: 187 AF: 70": instead.get("karma"), "Optimizers in the Gar\u00adden": instead.get("title"),
                 "Gardens by Committee, and by Chance by": instead.get("item")}  # fmt: skip
        for old, new in words.items():
            assert old in text
            text = text.replace(old, new or old)
        return Reply(
            f"{method}{retrieved_at}", "greaterwrong_page", method, "https://www.greaterwrong.com/posts/x/y", None, 200,
            {}, text.encode(), "", retrieved_at,
        )  # fmt: skip

    return make


def test_what_a_site_answered_stands_above_a_page_imported_later(copy: Copy, settings: Settings) -> None:
    live = copy("GET", NOVEMBER_1, karma="LW: 190 AF: 80", title="New", item="Gardens by Law by")
    saved = copy(IMPORT, NOVEMBER_10, karma="LW: 150 AF: 60", title="Old", item="Gardens by Committee by")

    for replies in ([live, saved], [saved, live]):
        made = build_corpus(replies, settings)
        found = row(made.documents, POST)
        facts = made.page_facts.set_index(["document_id", "fact"])["value"]
        items = made.pingbacks[made.pingbacks["listed_on"] == POST].set_index("position")["title"]
        assert (found.title, found.karma, found.retrieved_at) == ("New", 190, NOVEMBER_1)
        assert facts[POST, "af_karma"] == "80"
        assert items[1] == "Gardens by Law"
        assert made.document_history.empty, "the day of an import is not the day of a change"


def test_of_imported_pages_alone_the_last_one_stands(copy: Copy, settings: Settings) -> None:
    made = build_corpus(
        [copy(IMPORT, NOVEMBER_1, karma="LW: 150"), copy(IMPORT, NOVEMBER_10, karma="LW: 190")], settings
    )

    assert (row(made.documents, POST).karma, row(made.documents, POST).retrieved_at) == (190, NOVEMBER_10)
    assert made.document_history.empty
