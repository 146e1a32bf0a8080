"""What indexes of papers answer becomes one set of citations, and a list of which a part came is not taken for whole."""

import json
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive, Reply
from pipeline.corpus import build_corpus
from pipeline.errors import SchemaChanged
from pipeline.progress import Silent
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from pipeline.sources import openalex, semantic_scholar
from pipeline.sources._papers import paper_ids
from tests.loopback_forum import LoopbackForum
from tests.sources.paper_indexes import FIELDS, ROOT, asking, openalex_work, scholar_row


def test_papers_of_both_indexes_become_one_set_of_citations(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    studied = asking(settings, index)
    outcomes = ingest.gather(studied, archive, Silent())

    assert [outcome.sentence() for outcome in outcomes] == [
        "openalex: 2 papers citing 1 of 1 paper of the root work (4 requests).",
        "semantic_scholar: 2 papers citing 1 of 1 paper of the root work (2 requests).",
    ]
    corpus = build_corpus(archive.replies(), studied)
    citations = [(one.citing_id, one.cited_id, one.evidence, one.n_links) for one in corpus.citations.itertuples()]
    assert citations == [
        (citing, f"arxiv:{ROOT}", "citation_index", 1)
        for citing in ("arxiv:2102.00002", "doi:10.1000/1", "doi:10.1000/3")
    ]
    papers = {one.document_id: one for one in corpus.documents.itertuples()}
    merged = papers["arxiv:2102.00002"]
    assert (merged.kind, merged.venue, merged.authors) == ("paper", "arxiv", "Writer 2")
    assert merged.same_as == f"doi:10.1000/2 | openalex:W2 | semantic-scholar:{2:040x}"
    assert papers["doi:10.1000/3"].posted_at == "2020-11-05"
    assert corpus.citation_contexts["text"].tolist() == ["Sentence 2.", "Sentence 3."]
    assert ingest.plan(studied, archive) == []
    again = ingest.gather(studied, archive, Silent())
    assert [outcome.requests for outcome in again] == [0, 0]


def test_an_index_that_gives_fewer_papers_than_it_knows_is_not_taken_for_complete(
    settings: Settings, archive: Archive, index: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/works?filter=cites:W9&{FIELDS}&per-page=1&page="
    for page, results in (("1", [openalex_work(1)]), ("2", [openalex_work(2)]), ("3", [])):
        index.pages[path + page] = json.dumps({"meta": {"count": 5}, "results": results}).encode()
    monkeypatch.setattr(semantic_scholar, "MOST", 1)
    outcomes = ingest.gather(asking(settings, index), archive, Silent())

    assert [outcome.missing for outcome in outcomes] == [
        (f"papers that cite arxiv:{ROOT} after the first 2",),
        (f"papers that cite arxiv:{ROOT} after the first 1",),
    ]
    assert ingest.exit_code(outcomes, live=False) == 3


@pytest.mark.parametrize(
    ("pages", "papers", "missing"),
    [
        # The list moved on by one between two pages: one work came twice, one never.
        ([(3, [1, 2]), (3, [2])], 2, "after the first 2"),
        # Rows that cannot be used came all the same, and do not end the list.
        ([(4, ["x", "y"]), (4, [1, 2])], 2, ""),
        ([(2, None)], 0, "results: expected a list, found None"),
        ([(None, [1])], 0, "meta.count: expected how many works there are, found None"),
    ],
)
def test_a_list_of_citing_works_is_complete_only_when_all_of_them_came(
    settings: Settings,
    archive: Archive,
    index: LoopbackForum,
    pages: list[tuple[int | None, list[Any] | None]],
    papers: int,
    missing: str,
) -> None:
    for number, (count, works) in enumerate(pages, 1):
        rows = works and [openalex_work(one) if isinstance(one, int) else {"id": one} for one in works]
        path = f"/works?filter=cites:W9&{FIELDS}&per-page=1&page={number}"
        index.pages[path] = json.dumps({"meta": {"count": count}, "results": rows}).encode()
    index.pages[f"/works?filter=cites:W9&{FIELDS}&per-page=1&page={len(pages) + 1}"] = json.dumps(
        {"meta": {"count": pages[0][0]}, "results": []}
    ).encode()
    outcome = ingest.gather(asking(settings, index), archive, Silent())[0]

    assert outcome.came.startswith(f"{papers} papers citing")
    assert missing in " ".join([*outcome.missing, str(outcome.error or "")])
    assert bool(outcome.missing or outcome.error) == bool(missing)


def test_a_list_that_is_withheld_is_not_an_empty_one(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    asked = f"/graph/v1/paper/ARXIV:{ROOT}/citations?fields={semantic_scholar._FIELDS}&limit=1&offset=0"
    index.pages[asked] = b'{"offset": 0, "data": null}'
    outcome = ingest.gather(asking(settings, index), archive, Silent())[1]

    assert "data: expected a list, found None" in outcome.missing[0]


def test_the_last_page_of_semantic_scholar_ends_at_what_it_gives_at_most() -> None:
    paths = [semantic_scholar._path("arxiv:1", offset) for offset in (0, 9000)]

    assert [path.partition("&limit=")[2] for path in paths] == ["1000&offset=0", "999&offset=9000"]


@pytest.mark.parametrize("source", ["openalex", "semantic_scholar"])
@pytest.mark.parametrize(("page", "code"), [(b"<html>oops</html>", 200), (b"{}", 405)])
def test_a_later_page_that_does_not_come_leaves_what_came_and_makes_the_run_incomplete(
    settings: Settings, archive: Archive, index: LoopbackForum, source: str, page: bytes, code: int
) -> None:
    right = index.respond

    def failing(method: str, path: str, asked: bytes) -> tuple[int, str, bytes]:
        is_later = "&page=2" in path or "&offset=1" in path
        return (code, "text/html", page) if is_later else right(method, path, asked)

    index.respond = failing  # type: ignore[method-assign]
    outcomes = ingest.gather(asking(settings, index), archive, Silent())
    outcome = next(one for one in outcomes if one.source == source)

    assert outcome.came == "1 paper citing 1 of 1 paper of the root work"
    assert outcome.error is None
    assert outcome.missing[0].startswith(f"papers that cite arxiv:{ROOT} after the first 1: ")
    assert ingest.exit_code(outcomes, live=False) == 3


def test_one_paper_without_an_answer_is_named_and_the_others_are_asked_about(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    studied = asking(settings, index)
    work = studied.root_work
    more = [*work.documents, work.documents[0].model_copy(update={"id": "arxiv:1999.00001"})]
    works = studied.works | {studied.root: work.model_copy(update={"documents": more})}
    index.pages[f"/works/doi:10.48550/arXiv.1999.00001?{FIELDS}"] = b"[]"
    (outcome, _) = ingest.gather(studied.model_copy(update={"works": works}), archive, Silent())

    assert outcome.error is None
    assert outcome.came == "2 papers citing 1 of 2 papers of the root work"
    (missing,) = outcome.missing
    assert "1999.00001" in missing
    assert ingest.exit_code([outcome], live=False) == 3


def test_an_answer_without_its_list_is_a_changed_schema(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    index.pages[f"/works?filter=cites:W9&{FIELDS}&per-page=1&page=1"] = b'{"works": []}'
    (outcome, _) = ingest.gather(asking(settings, index), archive, Silent())
    assert isinstance(outcome.error, SchemaChanged)
    assert "expected the member 'results', found 'works'" in str(outcome.error)


def test_rows_most_of_which_cannot_be_used_make_a_run_incomplete(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    results = [openalex_work(number, id=f"work {number}") for number in range(5)]
    path = f"/works?filter=cites:W9&{FIELDS}&per-page=1&page=1"
    index.pages[path] = json.dumps({"meta": {"count": 5}, "results": results}).encode()
    asked = f"/graph/v1/paper/ARXIV:{ROOT}/citations?fields={semantic_scholar._FIELDS}&limit=1&offset=0"
    index.pages[asked] = json.dumps({"offset": 0, "data": [scholar_row(1, paperId=None)]}).encode()
    outcomes = ingest.gather(asking(settings, index), archive, Silent())

    told = "more rows than the 5% of a healthy run could not be used ({}); the quarantine table says why"
    assert [outcome.missing for outcome in outcomes] == [(told.format("5 of 5"),), (told.format("1 of 1"),)]
    assert ingest.exit_code(outcomes, live=False) == 3


@pytest.mark.parametrize(
    ("doi", "arxiv", "ids"),
    [
        ("https://doi.org/10.48550/arXiv.1906.01820", None, ["arxiv:1906.01820"]),
        ("10.1145/1.2", "1906.01820v3", ["arxiv:1906.01820", "doi:10.1145/1.2"]),
        (None, "math/0309136", ["arxiv:math/0309136"]),
        ("not a doi", "not a number", []),
        (7, {}, []),
    ],
)
def test_ids_of_a_paper(doi: object, arxiv: object, ids: list[str]) -> None:
    assert paper_ids("own:1", doi=doi, arxiv=arxiv) == [*ids, "own:1"]


def test_a_root_paper_that_the_index_calls_by_its_published_version_keeps_its_citations(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    asked = f"/works/doi:10.48550/arXiv.{ROOT}?{FIELDS}"
    index.pages[asked] = json.dumps(openalex_work(9, doi="https://doi.org/10.1000/published")).encode()
    studied = asking(settings, index)
    ingest.gather(studied, archive, Silent())

    corpus = build_corpus(archive.replies(), studied)
    assert set(corpus.citations["cited_id"]) == {f"arxiv:{ROOT}"}
    found = corpus.documents.set_index("document_id").loc[f"arxiv:{ROOT}"]
    assert found["same_as"] == "doi:10.1000/published | openalex:W9"


@pytest.mark.parametrize(
    "place",
    [
        "https://doi.org/10.48550/arxiv.2101.00005",
        "http://arxiv.org/abs/2101.00005v2",
        "https://ARXIV.org/pdf/2101.00005.pdf",
    ],
)
def test_a_work_that_stands_on_arxiv_is_known_by_its_number(place: str) -> None:
    row = openalex_work(1, locations=[{"landing_page_url": None}, {"landing_page_url": place}])
    reply = Reply("k", "openalex", "GET", "https://api.openalex.org/works/doi:10.1000/1", None, 200, {},
                  json.dumps(row).encode(), "", "2026-01-01T00:00:00Z")  # fmt: skip
    (found,) = openalex.parse(reply)

    assert isinstance(found, DocumentRecord)
    assert (found.document_id, found.same_as) == ("arxiv:2101.00005", ("doi:10.1000/1", "openalex:W1"))
