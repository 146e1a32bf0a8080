"""Records and settings for a small made-up forum; every text is our own."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.corpus import Corpus, build_from_records
from pipeline.records import AuthorRef, Body, DocumentRecord, Record
from pipeline.settings import Settings
from tests.corpus._names import ROOT

BASE = "https://www.lesswrong.com"


@pytest.fixture
def settings() -> Settings:
    """A root work of one post, a paper and a page."""
    return Settings.model_validate(
        {
            "root": "roots",
            "works": {
                "roots": {
                    "title": "On Roots",
                    "authors": ["Ada"],
                    "documents": [
                        {"id": f"forum:{ROOT}", "part": "Post", "posted_at": "2019-05-31"},
                        {"id": "arxiv:1905.00001", "part": "Paper", "posted_at": "2019-06"},
                        {"id": "web:https://roots.example/paper", "part": "Page"},
                    ],
                }
            },
        }
    )


@pytest.fixture
def post() -> Callable[..., DocumentRecord]:
    """Make a post; what is not given is plausible."""

    def make(post_id: str, html: str | None = None, **given: Any) -> DocumentRecord:
        markup = given.pop("markup", "html")
        facts: dict[str, Any] = {
            "kind": "post",
            "origin": "forum_api",
            "retrieved_at": "2026-01-01T00:00:00Z",
            "where": "reply #1",
            "title": f"Title of {post_id}",
            "slug": post_id.lower(),
            "posted_at": "2020-01-01T00:00:00Z",
            "authors": (AuthorRef("ada", "userAda", "Ada"),),
            "body": None if html is None else Body(markup, html, BASE),
        }
        document_id = post_id if ":" in post_id else f"forum:{post_id}"
        return DocumentRecord(document_id, **(facts | given))

    return make


@pytest.fixture
def build(settings: Settings) -> Callable[..., Corpus]:
    """Build a corpus from records."""

    def make(*records: Record, **options: Any) -> Corpus:
        return build_from_records(records, settings, **options)

    return make
