"""Files of resources of the Longterm Wiki."""

from pathlib import Path

import pytest

from pipeline import importing
from pipeline.archive.store import IMPORT, Archive, Reply
from pipeline.errors import BadPage
from pipeline.progress import Silent
from pipeline.sources import longterm_resources

ONE = b"- id: 0123456789abcdef\n  url: https://arxiv.org/abs/1906.01820\n"


def reply(body: bytes) -> Reply:
    return Reply(
        "k", "longterm_resources", IMPORT, "file:data/papers.yaml", None, 200, {}, body, "", "2026-01-01T00:00:00Z"
    )


def test_a_file_is_imported_like_a_page(tmp_path: Path, archive: Archive) -> None:
    path = tmp_path / "papers.yaml"
    path.write_bytes((Path(__file__).parent / "longterm_resources" / "list" / "raw.yaml").read_bytes())
    (told,) = importing.import_pages([path], archive, Silent())

    assert told.endswith(": 1 citation, 2 records in quarantine, 10 facts, 3 pages")
    assert archive.counts().keys() == {"longterm_resources"}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n", "refers to a part of itself"),
        (b"[" * 100_000, "nested more than 12 deep"),
        (b"- ? [a]\n  : b\n", "expected YAML"),
        (b"id: 0123456789abcdef\n", "expected a list of resources"),
        (b"- id: !!python/object/apply:os.system [ls]\n- 'open\n", "expected YAML"),
    ],
)
def test_what_is_no_list_of_resources_or_grows_without_bound_is_refused(body: bytes, why: str) -> None:
    with pytest.raises(BadPage, match=why):
        list(longterm_resources.parse(reply(body)))


def test_a_file_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longterm_resources, "LARGEST", len(ONE))
    assert len(list(longterm_resources.parse(reply(ONE)))) == 2
    with pytest.raises(BadPage, match="larger than"):
        list(longterm_resources.parse(reply(ONE + b" ")))


def test_a_tag_of_the_language_makes_no_object() -> None:
    found = list(longterm_resources.parse(reply(ONE + b"  title: !!python/name:os.system\n")))

    assert getattr(found[0], "title", "") is None
