"""A build is on the disk, every file and folder of it, before it has its name."""

import os
from pathlib import Path

import pytest

from pipeline.archive.store import Archive
from pipeline.build import _publish_folder, build
from pipeline.errors import ForumRefused, StoreUnusable
from pipeline.settings import Settings
from pipeline.tables import empty, write_conformed, write_published


def test_all_that_is_published_is_on_the_disk_before_it_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging, folder = tmp_path / ".staging", tmp_path / "build"
    synced: set[int] = set()
    real = os.fsync

    def noted(descriptor: int) -> None:
        assert not folder.exists()
        synced.add(os.fstat(descriptor).st_ino)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    write_published(empty("authors"), "authors", staging / "exports")
    write_conformed(empty("contexts"), "contexts", staging / "local")
    assert not synced

    _publish_folder(staging, folder)

    published = [folder, *folder.rglob("*")]
    assert len(published) == 6
    assert {path.stat().st_ino for path in published} == synced
    assert not staging.exists()


def test_a_disk_that_does_not_take_what_was_written_leaves_nothing_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging, folder = tmp_path / ".staging", tmp_path / "build"
    write_published(empty("authors"), "authors", staging / "exports")

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StoreUnusable, match=r"cannot publish .*: No space left on device"):
        _publish_folder(staging, folder)
    assert not folder.exists()


def test_nothing_to_build_from_takes_the_place_of_nothing(tmp_path: Path) -> None:
    work = {"title": "A Work", "documents": [{"id": "forum:rootrootrootroot1"}]}
    settings = Settings.model_validate(
        {"root": "work", "works": {"work": work}, "data_dir": tmp_path, "snapshot": "none"}
    )

    with (
        Archive(settings.archive_path) as archive,
        pytest.raises(ForumRefused, match=r"nothing to build from: .* are left out"),
    ):
        build(settings, archive, workers=1)
    assert not settings.current.exists()
    assert not settings.exports.exists()
