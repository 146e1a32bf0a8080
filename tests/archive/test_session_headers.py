"""What a request says of who sends it."""

from pathlib import Path

import pytest

from pipeline.archive.store import Archive
from pipeline.errors import UsageError
from pipeline.settings import load
from tests.archive.asking import Time, Told, polite
from tests.loopback_forum import LoopbackForum, serving


def test_the_extra_header_goes_to_the_forum_alone_and_into_no_archive(
    forum: LoopbackForum, archive: Archive, clock: Time, tmp_path: Path
) -> None:
    with serving(LoopbackForum([], pages={"/page": b"mirror"})) as mirror:
        sites = {"forum": forum.url, "greaterwrong": mirror.url}
        session = polite(forum.url, archive, clock, gather={"sites": sites, "extra_header": "X-Access: given-SECRET"})
        session.fetch("site", forum.url + "/page")
        session.fetch("site", mirror.url + "/page")

        assert forum.asked[-1][3]["X-Access"] == "given-SECRET"
        assert all("X-Access" not in headers for *_, headers in mirror.asked)
    archive.close()
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"given-SECRET" in file.read_bytes()]


def test_without_a_contact_it_says_so_in_its_name_and_once_to_the_user(
    forum: LoopbackForum, archive: Archive, clock: Time
) -> None:
    told = Told()
    session = polite(forum.url, archive, clock, gather={"contact": ""}, progress=told)
    session.fetch("site", forum.url + "/page")
    session.fetch("site", forum.url + "/other")

    assert {headers["User-Agent"] for *_, headers in forum.asked} == {"rlo-atlas/0.1.0 (contact unset)"}
    assert len(told.notes) == 1
    assert "gather.contact" in told.notes[0]


def test_a_contact_given_in_the_environment_is_sent(forum: LoopbackForum, archive: Archive, clock: Time) -> None:
    settings = load(environ={"ATLAS_GATHER__CONTACT": "keeper@atlas.invalid"})
    polite(forum.url, archive, clock, gather={"contact": settings.gather.contact}).fetch("site", forum.url + "/page")

    assert {headers["User-Agent"] for *_, headers in forum.asked} == {"rlo-atlas/0.1.0 (+keeper@atlas.invalid)"}


@pytest.mark.parametrize("contact", ["keeper@atlas.inval\u00edd", "write to me", "a\r\nHost: b", "x" * 201])
def test_a_contact_that_no_header_can_hold_is_a_mistake_in_the_configuration(contact: str) -> None:
    with pytest.raises(UsageError, match="ATLAS_GATHER__CONTACT: expected an e-mail or web address"):
        load(environ={"ATLAS_GATHER__CONTACT": contact})
