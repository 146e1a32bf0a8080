"""A few of the interruptions of the crash matrix, on the part of a run that fills the archive."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

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


def test_a_lost_reply_and_a_file_left_behind_are_seen(matrix: Matrix) -> None:
    """The matrix itself is no use if it sees nothing."""

    def meddle() -> Ended:
        ended = run_once(matrix.run, matrix.log)
        (matrix.folder / "litter").write_text("x")
        return ended

    matrix.trial("meddled", meddle)

    assert matrix.wrong == ["meddled 1: left behind: ['litter']"]
