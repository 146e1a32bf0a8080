"""The tables do not depend on the order in which replies came, whatever their records say of each other."""

import random
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from pipeline.records import (
    CitationRecord,
    ContextRecord,
    DefinitionRecord,
    FactRecord,
    PingbackRecord,
    TaggingRecord,
    VisibilityRecord,
)
from tests.corpus._names import OTHER, ROOT

Make = Callable[..., Any]
EARLY, LATE = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
PAGE, PAPER, ROOT_ID, OTHER_ID = "web:https://pages.example/p", "arxiv:2001.00001", f"forum:{ROOT}", f"forum:{OTHER}"


def conflicting(post: Make) -> list[Any]:
    """Return records of every kind that contradict each other at one time, and at two."""
    return [
        post(OTHER, "<p>one text</p>", karma=3, title="One"),
        post(OTHER, "<p>another text</p>", karma=4, title="Two", where="reply #2"),
        post(
            OTHER, None, karma=9, title="Three", where="reply #3", retrieved_at=LATE, modified_at="2021-01-01T00:00:00Z"
        ),
        post(PAPER, None, kind="paper", origin="an_index", same_as=("doi:10.1/x",), title="A paper"),
        post("openalex:W1", None, kind="paper", origin="other_index", same_as=("doi:10.1/x",), title="The paper"),
        CitationRecord(PAPER, ROOT_ID, "citation_index", "an_index", EARLY, "reply #4"),
        CitationRecord("openalex:W1", ROOT_ID, "citation_index", "other_index", LATE, "reply #5"),
        ContextRecord(PAPER, ROOT_ID, 1, "As shown.", "background", True, "an_index", EARLY),
        ContextRecord(PAPER, ROOT_ID, 1, "As shown.", None, None, "an_index", EARLY),
        ContextRecord("openalex:W1", ROOT_ID, 1, "As shown.", "method", False, "an_index", EARLY),
        TaggingRecord(OTHER_ID, "mesa", "Mesa", 3, "tags", EARLY),
        TaggingRecord(OTHER_ID, "mesa", "mesa", 3, "tags", EARLY),
        TaggingRecord(OTHER_ID, "mesa", "Mesas", None, "tag_page", LATE),
        FactRecord(PAGE, "credibility", "4", "a_page", EARLY),
        FactRecord(PAGE, "credibility", "5", "a_page", EARLY),
        DefinitionRecord("mesa", "Below.", "Section 1", PAGE, "a_glossary", EARLY),
        DefinitionRecord("mesa", "Below.", "Section 1", PAGE, "another_glossary", EARLY),
        DefinitionRecord("mesa", "Beneath.", "Section 1", PAGE, "a_glossary", EARLY),
        VisibilityRecord(OTHER_ID, "gone", EARLY, "forum_api"),
        VisibilityRecord(OTHER_ID, "hidden", LATE, "forum_api"),
        VisibilityRecord(OTHER_ID, "visible", LATE, "forum_api"),
        PingbackRecord(ROOT_ID, 1, "post", "One", OTHER_ID, None, 3, "a_list", EARLY),
        PingbackRecord(ROOT_ID, 2, "post", "One", OTHER_ID, None, 4, "a_list", EARLY),
        PingbackRecord(ROOT_ID, 1, "post", "One", None, "2020-01-01T00:00:00Z", 4, "a_text", LATE),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_records_of_every_kind_give_the_same_tables_in_any_order(build: Make, post: Make, seed: int) -> None:
    records = conflicting(post)
    shuffled = random.Random(seed).sample(records, len(records)) if seed else records[::-1]
    wanted, found = build(*records), build(*shuffled)

    for table in fields(wanted):
        one, other = (getattr(corpus, table.name) for corpus in (wanted, found))
        assert one.to_csv(index=False) == other.to_csv(index=False), table.name
    assert len(wanted.document_history) > 3
    assert len(wanted.citation_contexts) == 1, "three statements of one citation by one paper under two ids"
