"""A build is on the disk, every file and folder of it, before it has its name."""

import os
from pathlib import Path

import pytest

from pipeline.archive.store import Archive
from pipeline.build import _forget_old_builds, _point, _publish_folder, build
from pipeline.errors import ForumRefused, StoreUnusable
from pipeline.settings import Settings
from pipeline.tables import empty, write_conformed, write_published


def some_settings(data_dir: Path) -> Settings:
    work = {"title": "A Work", "documents": [{"id": "forum:rootrootrootroot1"}]}
    return Settings.model_validate({"root": "work", "works": {"work": work}, "data_dir": data_dir, "snapshot": "none"})


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

    _publish_folder(staging, folder, some_settings(tmp_path))

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

    told = r"cannot publish .*: No space left on device; free space and run `atlas build --data-dir .*`"
    with pytest.raises(StoreUnusable, match=told):
        _publish_folder(staging, folder, some_settings(tmp_path))
    assert not folder.exists()


def test_nothing_to_build_from_takes_the_place_of_nothing(tmp_path: Path) -> None:
    settings = some_settings(tmp_path)

    with (
        Archive(settings.archive_path) as archive,
        pytest.raises(ForumRefused, match=r"nothing to build from: .* are left out"),
    ):
        build(settings, archive, workers=1)
    assert not settings.current.exists()
    assert not settings.exports.exists()


def a_build(builds: Path, name: str, age: float) -> Path:
    folder = builds / name
    folder.mkdir(parents=True)
    (folder / "build.json").write_text("{}", encoding="utf-8")
    os.utime(folder, (1e9 - age, 1e9 - age))
    return folder


def test_what_a_killed_build_left_is_no_build_and_is_removed(tmp_path: Path) -> None:
    builds = tmp_path / "builds"
    older, before, published = (a_build(builds, name, age) for name, age in (("a", 3.0), ("b", 2.0), ("c", 1.0)))
    a_build(builds, ".staging-d", 0.0)

    _forget_old_builds(published, some_settings(tmp_path))

    assert sorted(builds.iterdir()) == [before, published], "a dashboard may still be reading the one before"
    assert not older.exists()


def test_an_old_build_that_cannot_be_removed_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds = tmp_path / "builds"
    *_, published = (a_build(builds, name, age) for name, age in (("a", 3.0), ("b", 2.0), ("c", 1.0)))

    def refuse(path: Path) -> None:
        raise PermissionError(13, os.strerror(13), str(path))

    monkeypatch.setattr("shutil.rmtree", refuse)
    with pytest.raises(
        StoreUnusable,
        match=r"cannot remove old builds from .*: Permission denied; .* published.* `atlas build --data-dir .*`",
    ):
        _forget_old_builds(published, some_settings(tmp_path))


def test_a_folder_where_the_link_should_be_is_left_and_named_with_what_to_do(tmp_path: Path) -> None:
    settings = some_settings(tmp_path)
    (settings.current / "mine").mkdir(parents=True)

    with pytest.raises(
        StoreUnusable, match=r"current is a folder, .* move it away and run `atlas build --data-dir .*`"
    ):
        _point(settings.current, Path("builds") / "a", settings)
    assert (settings.current / "mine").is_dir()
