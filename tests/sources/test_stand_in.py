"""While a stand-in forum on this machine is studied, nobody else is asked for its ids."""

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.sources import eaforum_api, greaterwrong_page
from tests.loopback_forum import LoopbackForum

PUBLIC = {
    eaforum_api.SITE: "https://sister.invalid",
    greaterwrong_page.SITE: "https://mirror.invalid",
    "openalex": "https://papers.invalid",
}


@pytest.fixture
def among_public_sites(settings: Settings, forum: LoopbackForum) -> Settings:
    forum.posts[1]["fmCrosspost"] = {"isCrosspost": True, "foreignPostId": "TwinTwinTwinTwin1"}
    sites = settings.gather.sites | PUBLIC
    return settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})})


def test_a_public_site_is_neither_asked_nor_planned_nor_tried(
    among_public_sites: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    why = f"not asked: it knows the public forum, and this run's forum is {forum.url}"
    planned = ["forum_api"]
    assert [plan.source for plan in ingest.plan(among_public_sites, archive)] == planned

    outcomes = {outcome.source: outcome for outcome in ingest.gather(among_public_sites, archive, Silent())}
    assert {name: outcome.came for name, outcome in outcomes.items() if name not in planned} == {
        eaforum_api.NAME: why,
        greaterwrong_page.NAME: why,
    }
    assert ingest.plan(among_public_sites, archive) == []
    probed = {outcome.source: outcome.came for outcome in ingest.probe(among_public_sites, archive, Silent())}
    assert probed == {"forum_api": "answers; 1 of 1 post came", eaforum_api.NAME: why, greaterwrong_page.NAME: why}


def test_where_the_others_are_on_this_machine_too_they_are_asked(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    sites = settings.gather.sites | {"greaterwrong": forum.url}
    local = settings.model_copy(update={"gather": settings.gather.model_copy(update={"sites": sites})})
    assert [plan.source for plan in ingest.plan(local, archive)] == ["forum_api", "greaterwrong_page"]
