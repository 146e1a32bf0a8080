"""Indexes of papers: asked within their budget, and never with a key that anybody can read."""

from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.errors import ForumRefused, SchemaChanged, Unreachable
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.sources import openalex
from tests.loopback_forum import LoopbackForum, serving
from tests.sources.paper_indexes import KEY, asking


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
