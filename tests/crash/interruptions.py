"""Ways to end a run before its end, each in a process of its own.

A run is a child forked from a process that has imported everything, so a trial costs what the run does. The child is
killed with its whole group; nothing of it is left to tidy up.
"""

import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

Run = Callable[[], int]
"""Does the work in the child and returns an exit code."""

_TOLD = 60_000
"""Bytes that a pipe takes without a reader."""

_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "sqlite3.connect"}


@dataclass(slots=True)
class Operations:
    """Counts what a process does to files below a folder, and kills it just before the n-th such operation.

    Counted are opening for writing, renaming, removing, making folders and links, syncing, and opening a database;
    what SQLite writes by itself is not seen from here.
    """

    root: Path
    kill_at: int = 0
    count: int = field(default=0, init=False)

    def watch(self) -> None:
        """Begin; there is no end, so only a process that will end soon may call it."""
        for name in ("fsync", "fdatasync"):
            real = getattr(os, name)

            def counted(descriptor: int, real: Callable[[int], None] = real) -> None:
                self._one()
                real(descriptor)

            setattr(os, name, counted)
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            flags = arguments[2]
            if not (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)):
                return
        elif event not in _EVENTS:
            return
        path = arguments[0]
        if isinstance(path, str | bytes | os.PathLike):
            # Path.resolve would look at the files, and be seen here.
            where = os.path.abspath(os.fsdecode(path))  # noqa: PTH100
            if where.startswith(str(self.root)):
                self._one()

    def _one(self) -> None:
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code, or minus the signal; seconds; what it printed; what it told about itself."""

    code: int
    seconds: float
    said: str
    told: str = ""


class Child:
    """A run under way, or ended."""

    def __init__(
        self, run: Run, log: Path, *, operations: Operations | None = None, largest_file: int | None = None
    ) -> None:
        self.log = log
        self.started = time.monotonic()
        told, telling = os.pipe()
        self.pid = os.fork()
        if self.pid:
            os.close(telling)
            self._told = told
            return
        code = 1
        try:
            os.setsid()
            output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(output, 1)
            os.dup2(output, 2)
            if operations is not None:
                operations.watch()
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
            code = run()
            if operations is not None:
                os.write(telling, " ".join([str(operations.count), *sorted(sys.modules)]).encode()[:_TOLD])
        except BaseException:  # noqa: BLE001 - a child that goes on would be a second test run
            os.write(2, traceback.format_exc().encode())
        finally:
            os._exit(code)

    def kill(self) -> None:
        """End it and all that it has started."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            # It has ended, or has not made its own group yet.
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, seconds: float = 120) -> Ended:
        """Wait for its end; kill it when its time is up."""
        deadline = time.monotonic() + seconds
        while True:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                break
            if time.monotonic() > deadline:
                self.kill()
            time.sleep(0.002)
        took = time.monotonic() - self.started
        told = os.read(self._told, _TOLD)
        os.close(self._told)
        said = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return Ended(os.waitstatus_to_exitcode(status), took, said, told.decode())


@contextmanager
def silenced(log: Path) -> Iterator[Path]:
    """Give a log that is empty and leaves nothing behind."""
    log.unlink(missing_ok=True)
    yield log
    log.unlink(missing_ok=True)


def run_once(run: Run, log: Path, **options: object) -> Ended:
    """Run to the end and say how it ended."""
    with silenced(log):
        return Child(run, log, **options).wait()  # type: ignore[arg-type]


def killed_after(run: Run, log: Path, seconds: float) -> Ended:
    """Run for some seconds, then kill."""
    with silenced(log):
        child = Child(run, log)
        time.sleep(seconds)
        child.kill()
        return child.wait()


def together(runs: Sequence[Run], logs: Sequence[Path]) -> list[Ended]:
    """Start several at once and wait for all."""
    for log in logs:
        log.unlink(missing_ok=True)
    children = [Child(run, log) for run, log in zip(runs, logs, strict=True)]
    ended = [child.wait() for child in children]
    for log in logs:
        log.unlink(missing_ok=True)
    return ended
