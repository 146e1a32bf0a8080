"""Indexes of papers: asked page by page, within their budget, and never with a key that anybody can read."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.session import Session
from pipeline.archive.store import Archive, Reply
from pipeline.corpus import build_corpus
from pipeline.errors import ForumRefused, SchemaChanged, Unreachable
from pipeline.progress import Silent
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from pipeline.sources import openalex, semantic_scholar
from pipeline.sources._papers import paper_ids
from tests.loopback_forum import LoopbackForum, serving, status

ROOT = "2001.00001"
KEY = "a/secret key"
FIELDS = "select=id,doi,title,publication_date,authorships,locations"


def openalex_work(number: int, **more: Any) -> dict[str, Any]:
    author = {"author": {"display_name": f"Writer {number}"}}
    return {
        "id": f"https://openalex.org/W{number}", "doi": f"https://doi.org/10.1000/{number}", "title": f"Paper {number}",
        "publication_date": "2021-02-03", "authorships": [author], "locations": [],
    } | more  # fmt: skip


def scholar_row(number: int, **more: Any) -> dict[str, Any]:
    paper = {
        "paperId": f"{number:040x}", "title": f"Paper {number}", "year": 2021, "publicationDate": None,
        "externalIds": {"DOI": f"10.1000/{number}"}, "authors": [{"name": f"Writer {number}"}],
    }  # fmt: skip
    return {"contexts": [f"Sentence {number}."], "intents": [], "isInfluential": False, "citingPaper": paper | more}


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


def asking(settings: Settings, index: LoopbackForum, **more: Any) -> Settings:
    sites = {"openalex": index.url, "semantic_scholar": index.url}
    return settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites} | more)})


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


def test_a_key_goes_to_the_index_and_nowhere_else(settings: Settings, archive: Archive, index: LoopbackForum) -> None:
    keyed = asking(settings, index, keys={"openalex": KEY, "semantic_scholar": KEY})
    outcomes = ingest.gather(keyed, archive, Silent())

    assert [outcome.error for outcome in outcomes] == [None, None]
    sent = [(headers.get("Authorization"), headers.get("x-api-key")) for _, _, _, headers in index.asked]
    assert set(sent) == {(None, None), (f"Bearer {KEY}", None), (None, KEY)}  # the first for robots.txt
    held = [f"{reply.url} {reply.headers} {reply.body!r}" for reply in archive.replies()]
    assert not any("secret" in text for text in [*held, repr(keyed), *(outcome.sentence() for outcome in outcomes)])


def test_a_redirect_to_another_host_does_not_take_the_key_along(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    with serving(LoopbackForum([])) as other:
        away = f"HTTP/1.1 302 X\r\nLocation: {other.url}/elsewhere\r\nContent-Length: 0\r\n\r\n".encode()
        index.faults.append(lambda handler, *_: handler.wfile.write(away))
        keyed = asking(settings, index, keys={"openalex": KEY})
        sites = keyed.gather.sites | {"eaforum": other.url}
        ingest.gather(
            keyed.model_copy(update={"gather": keyed.gather.model_copy(update={"sites": sites})}), archive, Silent()
        )
        seen = [headers for _, path, _, headers in other.asked if path == "/elsewhere"]
    assert len(seen) == 1
    assert "Authorization" not in seen[0]
    assert seen[0]["User-Agent"].startswith("rlo-atlas/")


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [(402, "", "budget is spent"), (429, "Retry-After: 7200\r\n", "120 minutes"), (401, "", "refused")],
)
def test_a_spent_budget_stops_it_and_says_when_to_go_on(
    settings: Settings, archive: Archive, index: LoopbackForum, status: int, headers: str, said: str
) -> None:
    index.faults.append(
        lambda handler, *_: handler.wfile.write(f"HTTP/1.1 {status} X\r\n{headers}Content-Length: 0\r\n\r\n".encode())
    )
    outcomes = ingest.gather(asking(settings, index), archive, Silent())

    assert isinstance(outcomes[0].error, ForumRefused)
    assert said in outcomes[0].sentence()
    assert outcomes[0].next_step.endswith("a free key raises it ([gather.keys] openalex)")
    assert ingest.exit_code(outcomes, live=False) == 0


def test_an_index_that_cannot_be_reached_is_given_no_advice_about_its_budget(
    settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("pipeline.archive._hosts.Hosts.wait", lambda *_: None)
    sites = {"openalex": "https://openalex.invalid", "semantic_scholar": "https://scholar.invalid"}
    away = settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})})
    outcomes = ingest.gather(away, archive, Silent())

    assert [type(outcome.error) for outcome in outcomes] == [Unreachable, Unreachable]
    assert [outcome.next_step for outcome in outcomes] == ["Run again later"] * 2
    assert ingest.exit_code(outcomes, live=True) == 4


def test_every_session_that_is_made_is_closed(
    settings: Settings, archive: Archive, index: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Session] = []
    closed: list[Session] = []
    begin, end = Session.__post_init__, Session.close
    monkeypatch.setattr(Session, "__post_init__", lambda self: made.append(self) or begin(self))
    monkeypatch.setattr(Session, "close", lambda self: closed.append(self) or end(self))
    for _ in range(2):
        ingest.gather(asking(settings, index), archive, Silent())

    assert len(made) == 2
    assert sorted(map(id, made)) == sorted(map(id, closed))


def refuse_the_key(handler: Any, *_: object) -> None:
    handler.wfile.write(b"HTTP/1.1 401 X\r\nContent-Length: 0\r\n\r\n")


def test_a_key_that_was_refused_and_is_mended_is_asked_with_at_once(
    settings: Settings, archive: Archive, index: LoopbackForum
) -> None:
    index.faults = [refuse_the_key, refuse_the_key]
    studied = asking(settings, index, keys={"openalex": "wrong", "semantic_scholar": "wrong"})
    refused = ingest.gather(studied, archive, Silent())
    assert [str(outcome.error).rpartition(" answers ")[2] for outcome in refused] == [
        "with status 401: the key, or the way of asking, is refused"
    ] * 2
    assert [reply.status for reply in archive.replies("openalex")] == []

    mended = asking(settings, index, keys={"openalex": KEY, "semantic_scholar": KEY})
    for path in index.pages:  # as an earlier release kept it
        name = "openalex" if path.startswith("/works") else "semantic_scholar"
        archive.put(name, "GET", index.url + path, b"", status=401)
    assert [plan.requests for plan in ingest.plan(mended, archive)] == [2, 1]
    assert [outcome.error for outcome in ingest.gather(mended, archive, Silent())] == [None, None]


@pytest.mark.parametrize("name", ["openalex", "semantic_scholar"])
def test_a_probe_stores_nothing_that_a_gathering_could_not_read(
    settings: Settings, archive: Archive, index: LoopbackForum, name: str
) -> None:
    for path in list(index.pages):
        index.pages[path] = b'{"message": "new API"}'
    (probed,) = [one for one in ingest.probe(asking(settings, index), archive, Silent()) if one.source == name]
    assert isinstance(probed.error, SchemaChanged)

    (gathered,) = [one for one in ingest.gather(asking(settings, index), archive, Silent()) if one.source == name]
    assert isinstance(gathered.error, SchemaChanged)
    assert list(archive.replies(name)) == []


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


def test_a_list_of_citing_papers_that_has_lost_much_is_held_up_and_what_was_known_is_kept(
    settings: Settings, archive: Archive, index: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    studied = asking(settings, index)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    ingest.gather(studied, archive, Silent())
    known = set(build_corpus(archive.replies(), studied).citations["citing_id"])
    path = f"/works?filter=cites:W9&{FIELDS}&per-page=1&page=1"
    index.pages[path] = json.dumps({"meta": {"count": 1}, "results": [openalex_work(1)]}).encode()
    asked = f"/graph/v1/paper/ARXIV:{ROOT}/citations?fields={semantic_scholar._FIELDS}&limit=1&offset=0"
    index.pages[asked] = json.dumps({"offset": 0, "data": [scholar_row(3)]}).encode()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000001")
    outcomes = ingest.gather(studied, archive, Silent(), refresh=True)

    told = f"the list of papers that cite arxiv:{ROOT} has shrunk from 2 to 1 item; what was known is kept, and --accept-shrink says that this is right"
    assert [outcome.missing for outcome in outcomes] == [(told,), (told,)]
    assert ingest.exit_code(outcomes, live=False) == 3
    assert set(build_corpus(archive.replies(), studied).citations["citing_id"]) == known
    for offline in (False, True):
        again = ingest.gather(studied, archive, Silent(), offline=offline)
        assert [(one.missing, one.requests > 0) for one in again] == [((told,), not offline)] * 2
    assert sum(one.requests for one in ingest.plan(studied, archive)) == sum(
        one.requests for one in ingest.gather(studied, archive, Silent())
    )

    index.pages[path] = json.dumps({"meta": {"count": 0}, "results": []}).encode()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000002")
    accepted = ingest.gather(studied, archive, Silent(), refresh=True, accept_shrink=True)
    assert [one.missing for one in accepted] == [(), ()]
    assert [(one.missing, one.requests) for one in ingest.gather(studied, archive, Silent())] == [((), 0)] * 2


def test_a_paper_that_an_index_no_longer_knows_and_a_key_that_it_once_refused_do_not_hide_each_other(
    settings: Settings, archive: Archive, index: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    studied = asking(settings, index)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    ingest.gather(studied, archive, Silent())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000001")
    index.pages = {path: page for path, page in index.pages.items() if "citations" not in path}
    (_, outcome) = ingest.gather(studied, archive, Silent(), refresh=True)
    assert outcome.missing[0].startswith(f"the list of papers that cite arxiv:{ROOT} has shrunk from 2 to 0 items")

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000002")
    index.faults = [status(401)]
    refused = ingest.gather(studied, archive, Silent(), refresh=True)[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000003")
    (outcome, _) = ingest.gather(studied, archive, Silent(), refresh=True)
    assert isinstance(refused.error, ForumRefused)
    assert (outcome.error, outcome.missing, outcome.came[:8]) == (None, (), "2 papers")


def test_a_stand_in_for_the_forum_keeps_the_indexes_out(settings: Settings, archive: Archive) -> None:
    sites = settings.gather.sites | {"openalex": "https://api.openalex.org"}
    local = settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})})
    assert "openalex" not in [plan.source for plan in ingest.plan(local, archive)]
    public = local.gather.model_copy(update={"sites": {"openalex": "https://api.openalex.org"}})
    (plan,) = ingest.plan(settings.model_copy(update={"gather": public}), archive)
    assert (plan.source, plan.requests) == ("openalex", 2), "it may not know the paper"


def test_a_root_work_without_a_paper_asks_nothing(settings: Settings) -> None:
    work = settings.works["work"].model_copy(update={"documents": settings.works["work"].documents[:1]})
    assert openalex.hosts(settings.model_copy(update={"works": {"work": work}})) == set()


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


def test_a_list_that_was_accepted_for_one_paper_is_not_accepted_for_another(
    settings: Settings, archive: Archive, index: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    studied = asking(settings, index)
    studied.gather.sites.pop("semantic_scholar")
    work = studied.root_work
    more = [*work.documents, work.documents[1].model_copy(update={"id": "arxiv:1999.00001"})]
    studied = studied.model_copy(
        update={"works": studied.works | {studied.root: work.model_copy(update={"documents": more})}}
    )
    second = f"/works/doi:10.48550/arXiv.1999.00001?{FIELDS}"
    index.pages[second] = json.dumps(openalex_work(8)).encode()

    def cited(root: int, by: int) -> None:
        for number in range(1, by + 1):
            path = f"/works?filter=cites:W{root}&{FIELDS}&per-page=1&page={number}"
            page = {"meta": {"count": by}, "results": [openalex_work(10 * root + number)]}
            index.pages[path] = json.dumps(page).encode()

    def gather(second_of_day: int, **more: Any) -> tuple[str, ...]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1600000000 + second_of_day))
        (outcome,) = ingest.gather(studied, archive, Silent(), refresh=True, **more)
        return outcome.missing

    cited(9, 10)
    cited(8, 10)
    assert gather(0) == ()
    cited(9, 2)
    known = index.pages.pop(second)
    index.pages[second] = b"[]"
    assert len(gather(1, accept_shrink=True)) == 1, "the second paper gave no answer"
    index.pages[second] = known
    cited(8, 1)
    (told,) = gather(2)

    assert told.startswith("the list of papers that cite arxiv:1999.00001 has shrunk from 10 to 1 item")
