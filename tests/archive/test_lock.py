import errno
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from pipeline.archive.store import RunLock
from pipeline.errors import RunLocked, StoreUnusable

HOLD = "import sys, time; from pathlib import Path; from pipeline.archive.store import RunLock\nwith RunLock(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"


def test_the_second_run_is_told_at_once_who_holds_the_folder(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        start = time.monotonic()

        with pytest.raises(RunLocked, match=rf"process {holder.pid}\b"), RunLock(tmp_path):
            pass
        assert time.monotonic() - start < 1
    finally:
        holder.kill()
        holder.communicate()


def test_a_killed_run_leaves_the_folder_free(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    holder.stdout.readline()
    holder.kill()
    holder.communicate()

    with RunLock(tmp_path):
        assert (tmp_path / ".lock").read_text() == str(os.getpid())


def test_a_run_after_another_gets_the_folder(tmp_path: Path) -> None:
    with RunLock(tmp_path / "new"):
        pass
    with RunLock(tmp_path / "new") as lock:
        assert lock.path.is_file()


def test_a_new_folder_in_which_nothing_was_stored_is_taken_away(tmp_path: Path) -> None:
    with RunLock(tmp_path / "new"):
        pass
    with RunLock(tmp_path):
        pass
    with RunLock(tmp_path / "used"):
        (tmp_path / "used" / "file").write_text("stored")
    assert sorted(item.name for item in tmp_path.iterdir()) == [".lock", "used"]


def test_a_lock_that_was_taken_away_while_it_was_waited_for_holds_nobody_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock, taken = fcntl.flock, []

    def take_away_first(file: IO[str], how: int) -> None:
        flock(file, how)
        if not taken:
            taken.append(file)
            (tmp_path / ".lock").unlink()

    monkeypatch.setattr("fcntl.flock", take_away_first)
    with RunLock(tmp_path) as lock, pytest.raises(RunLocked), RunLock(tmp_path):
        assert lock.path.is_file()
    assert taken[0].closed


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreUnusable, match="file"), RunLock(tmp_path / "file"):
        pass


def test_a_folder_whose_file_system_has_no_locks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)

    with pytest.raises(StoreUnusable, match=r"cannot lock .*\.lock: No locks available; .* --data-dir"):
        RunLock(tmp_path).__enter__()
