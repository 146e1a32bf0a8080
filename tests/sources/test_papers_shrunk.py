"""A list of citing papers that has shrunk is held up until it is accepted, each paper's by itself."""

import json
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive
from pipeline.corpus import build_corpus
from pipeline.errors import ForumRefused
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.sources import semantic_scholar
from tests.loopback_forum import LoopbackForum, status
from tests.sources.paper_indexes import FIELDS, ROOT, asking, openalex_work, scholar_row


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
