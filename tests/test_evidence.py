"""How citations were found, in sentences; every number by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline import evidence
from pipeline.build import Build
from pipeline.corpus.citations import BODY, FIELD, GIVEN, LIST, STATED
from pipeline.exports.citation_evidence import build
from pipeline.settings import Settings

SETTINGS = Settings.model_validate({"root": "w", "works": {"w": {"title": "W", "documents": [{"id": "forum:a"}]}}})
DOCUMENTS = pd.DataFrame(
    [
        ("forum:a", "Part A", "post", 0, True),
        ("forum:b", "Part B", "post", 0, False),
        ("forum:c", "C", "post", 1, True),
        ("forum:d", "D", "post", 1, False),
        ("arxiv:1", "E", "paper", 1, False),
    ],
    columns=["document_id", "title", "kind", "generation", "has_body"],
).astype({"has_body": "boolean"})
CITATIONS = pd.DataFrame(
    [
        ("forum:a", "forum:b", "body"),
        ("forum:c", "forum:a", "body"),
        ("forum:c", "forum:b", "pingback_list"),
        ("forum:d", "forum:b", "pingback_list"),
        ("arxiv:1", "forum:b", "citation_index"),
        ("forum:c", "forum:d", "body"),
    ],
    columns=["citing_id", "cited_id", "evidence"],
)
PINGBACKS = pd.DataFrame(
    [("forum:b", "forum:d", "post"), ("forum:b", None, "comment")], columns=["listed_on", "citing_id", "kind"]
).assign(posted_at=pd.Series([None, None], dtype="str"), points=None, source="page", site="forum", title="Garden")


def told(monkeypatch: pytest.MonkeyPatch, citations: pd.DataFrame = CITATIONS) -> list[str]:
    tables = {
        "documents": DOCUMENTS,
        "citations": citations,
        "citation_evidence": build(citations, DOCUMENTS, PINGBACKS.head(2 if len(citations) else 0)),
    }

    def read(name: str, _: Path, columns: list[str] | None = None) -> Any:
        return tables[name] if columns is None else tables[name][columns]

    monkeypatch.setattr(evidence, "read_parquet", read)
    monkeypatch.setattr(evidence, "current", lambda _: Build(Path("b"), {"root_title": "W"}, fresh=False))
    return list(evidence.report(SETTINGS))


def test_the_work_and_each_of_its_documents_say_what_each_way_found(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(monkeypatch)
    assert lines[:-3] == [
        "How the citations of 'W' were found, by citing documents:",
        "  the work as a whole (its own documents do not count as citing it): 3",
        "         1  by links in texts that were read, 0 of them in no other way",
        "         2  by lists of incoming links, 1 of them in no other way",
        "         1  by indexes of papers, 1 of them in no other way",
        "  forum:a (Part A): 1",
        "         1  by links in texts that were read, 1 of them in no other way",
        "  forum:b (Part B): 4",
        "         1  by links in texts that were read, 1 of them in no other way",
        "         2  by lists of incoming links, 2 of them in no other way; 1 more item naming no document (pingbacks.csv says why)",
        "         1  by indexes of papers, 1 of them in no other way",
    ]
    assert "never taken as complete" in lines[-3]
    assert lines[-2].startswith("Texts were read of 2 of 4 posts;")


def test_without_citations_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = told(monkeypatch, CITATIONS.head(0))
    assert lines[1:4] == [
        "  the work as a whole (its own documents do not count as citing it): none was found",
        "  forum:a (Part A): none was found",
        "  forum:b (Part B): none was found",
    ]


def test_every_kind_of_evidence_has_words() -> None:
    assert set(evidence.WAYS) == {BODY, FIELD, GIVEN, LIST, *STATED}


def test_citing_documents_that_are_no_adopters_are_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "DOCUMENTS", DOCUMENTS.assign(generation=[0, 0, None, 1, 1]))
    assert "         1  of them dated before the work, or not at all" in told(monkeypatch)[5]


def test_of_a_network_without_posts_nothing_is_said_of_forums(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "DOCUMENTS", DOCUMENTS.assign(kind="paper"))
    lines = told(monkeypatch)
    assert lines[-1].startswith("Every cited document: ")
    assert not [line for line in lines if "forum shows" in line or "post" in line]
