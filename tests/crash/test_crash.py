"""A few of the interruptions of the crash matrix, on the part of a run that fills the archive."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive.store import Archive
from tests.crash.interruptions import Ended, run_once
from tests.crash.matrix import EPOCH, Matrix, gather_only, loopback, trials

KINDS = ["random", "chained", "operations", "limits", "double"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with loopback() as address:
        yield address


@pytest.fixture
def matrix(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Matrix:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    made = Matrix(tmp_path / "data", gather_only(url, tmp_path, tmp_path / "data"), tmp_path / "log")
    made.prepare()
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_that_was_interrupted_ends_where_one_left_alone_does(matrix: Matrix, kind: str) -> None:
    counts = argparse.Namespace(**dict.fromkeys(KINDS, 0) | {"operations": -1, kind: 3, "seed": 7})
    done = list(trials(matrix, counts))

    assert len(done) == 3
    assert matrix.wrong == []


def test_a_file_a_folder_and_a_link_left_behind_are_seen(matrix: Matrix) -> None:
    """The matrix itself is no use if it sees nothing."""

    def meddle() -> Ended:
        ended = run_once(matrix.run, matrix.log)
        (matrix.folder / "litter").write_text("x")
        (matrix.folder / "archive" / "empty").mkdir()
        (matrix.folder / ".current.new").symlink_to("nowhere")
        return ended

    matrix.trial("meddled", meddle)

    assert matrix.wrong == ["meddled 1: left behind: ['.current.new', 'archive/empty', 'litter']"]


@pytest.mark.parametrize("codes", [(0, -11), (-11, 0), (6, 1)])
def test_one_of_two_runs_that_dies_is_seen_whatever_the_other_does(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, codes: tuple[int, int]
) -> None:
    ended = [Ended(code, 0.1, "another run holds it" if code == 6 else "") for code in codes]
    monkeypatch.setattr("tests.crash.matrix.together", lambda *_: ended)

    counts = dict.fromkeys(KINDS, 0) | {"operations": -1, "double": 1, "seed": 7}
    assert list(trials(matrix, argparse.Namespace(**counts))) == ["double"]
    (dead,) = set(codes) - {0, 6}
    assert [line.partition(": ")[2] for line in matrix.wrong] == [f"one of two runs ends in {dead}: "]


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        ((0, 6), []),
        ((6, 0), []),
        ((6, 6), ["each of two runs was refused on account of the other: another run holds it"]),
        ((0, 0), ["of two runs none was refused, 5 times over"]),
    ],
)
def test_of_two_runs_one_is_to_be_refused_and_the_other_to_end_well(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch, codes: tuple[int, int], wrong: list[str]
) -> None:
    ended = [Ended(code, 0.1, "another run holds it" if code == 6 else "") for code in codes]
    monkeypatch.setattr("tests.crash.matrix.together", lambda *_: ended)

    counts = dict.fromkeys(KINDS, 0) | {"operations": -1, "double": 1, "seed": 7}
    list(trials(matrix, argparse.Namespace(**counts)))
    assert [line.partition(": ")[2] for line in matrix.wrong] == wrong


def test_two_runs_that_began_one_after_the_other_are_started_anew(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, refused = Ended(0, 0.1, ""), Ended(6, 0.1, "another run holds it")
    pairs = iter([[done, done], [done, done], [done, refused]])
    monkeypatch.setattr("tests.crash.matrix.together", lambda *_: next(pairs))

    counts = dict.fromkeys(KINDS, 0) | {"operations": -1, "double": 1, "seed": 7}
    list(trials(matrix, argparse.Namespace(**counts)))
    assert matrix.wrong == []
    assert list(pairs) == []


def test_looking_at_a_killed_archive_leaves_its_recovery_to_the_next_run(matrix: Matrix) -> None:
    path, still_open = matrix.folder / "archive" / "replies.sqlite", []

    def stop_at_once() -> int:
        still_open.append(Archive(path))
        still_open[0].put("site", "GET", "https://forum.invalid/page", b"the page")
        return 0

    matrix.fresh()
    run_once(stop_at_once, matrix.log)
    before = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    assert before["replies.sqlite-wal"]

    assert matrix._integrity() == ""
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == before
