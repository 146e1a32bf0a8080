"""Ends runs in every way that a machine can, runs them again, and compares with a run that was left alone.

    python -m tests.crash.matrix [--random 150] [--chained 50] [--operations 0] [--limits 30] [--double 30] [--seed 1]

Each trial starts with an empty data folder, gathers from a small forum on this machine and builds every table. After
the interruption a copy of the archive must pass SQLite's check, the next run must end well, and then everything must be
as if nothing had happened: every exported file, byte for byte, the archive's replies, and no file, folder or link besides.
"""

import argparse
import gc
import hashlib
import importlib
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.queues import Queue
from pathlib import Path

from tests.crash.interruptions import Ended, Operations, Run, killed_after, run_once, together
from tests.loopback_forum import LoopbackForum, a_comment, a_post, post_id, serving

EPOCH = "1600000000"
"""The time of every reply, so that two runs can be compared byte for byte."""

_WORDS = 2000
"""Bytes that what a run says may take: it goes to a file, too."""

_MOST_PAIRS = 5
"""Pairs of runs that are started until one of the two is not done."""

_CONFIGURATION = """
root = "work"
snapshot = "none"
[works.work]
title = "A Work"
documents = [{{ id = "forum:{root}" }}]
[gather]
pause_seconds = 0
batch = 2
scope = "forum"
[gather.sites]
forum = "{url}"
"""


def forum() -> LoopbackForum:
    """Return a forum of five posts and two comments."""
    posts = [
        a_post(1),
        a_post(2, cites=(1,)),
        a_post(3, cites=(1, 2)),
        a_post(4, cites=(3,)),
        a_post(5, baseScore=-1, cites=(1,)),
    ]
    return LoopbackForum(posts, [a_comment(1, 1), a_comment(2, 2, cites=(1,))])


def serve(told: "Queue[str]") -> None:
    """Serve the forum from a process of its own: what is forked must have one thread."""
    with serving(forum()) as served:
        told.put(served.url)
        while os.getppid() != 1:
            time.sleep(0.5)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished run has made: exported files, the archive's replies, names of all files, folders and links."""

    exports: dict[str, str]
    replies: frozenset[tuple[str, str]]
    paths: frozenset[str]


@dataclass(slots=True)
class Matrix:
    """The trials: what a run is, what it makes when left alone, and what went wrong."""

    folder: Path
    run: Run
    log: Path
    wanted: Outcome = field(init=False)
    seconds: float = field(init=False)
    operations: int = field(init=False)
    largest: int = field(init=False)
    wrong: list[str] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    interrupted: dict[str, int] = field(default_factory=dict)

    def prepare(self) -> None:
        """Run without interruption, twice over and once from the beginning: all must agree.

        Raises
        ------
        RuntimeError
            If they do not: then no trial could tell anything.
        """
        first, counted = self.fresh(), Operations(self.folder)
        ended = run_once(self.run, self.log, operations=counted)
        self.wanted = first()
        count, *modules = ended.told.split(" ") if ended.told else ["0"]
        self.operations = int(count)
        # Imported once here, so that no trial has to; the last name may be cut short.
        for name in modules[:-1]:
            if name != "__main__" and name not in sys.modules:
                with suppress(ImportError):
                    importlib.import_module(name)
        # Nor has its collector to walk through them.
        gc.freeze()
        again = run_once(self.run, self.log)
        settled = first()
        self.fresh()
        anew = run_once(self.run, self.log)
        if {ended.code, again.code, anew.code} != {0} or not self.wanted.replies:
            raise RuntimeError(
                f"a run left alone ends with {ended.code}, {again.code}, {anew.code}: {ended.said[-500:]}"
            )
        if not self.wanted.exports == settled.exports == first().exports:
            raise RuntimeError("two runs left alone differ")
        self.wanted = Outcome(self.wanted.exports, self.wanted.replies, self.wanted.paths | settled.paths)
        self.seconds = anew.seconds
        self.largest = max(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def trial(self, how: str, interrupt: Callable[[], Ended], fine: Callable[[Ended], str] = lambda _: "") -> None:
        """Interrupt a fresh run, run again, and compare."""
        made = self.fresh()
        ended = interrupt()
        number = self.done[how] = self.done.get(how, 0) + 1
        self.interrupted[how] = self.interrupted.get(how, 0) + (ended.code != 0)
        problems = [fine(ended), self._integrity()]
        rerun = run_once(self.run, self.log)
        found = made()
        if rerun.code:
            problems.append(f"the next run ends with {rerun.code}: {rerun.said[-300:]}")
        changed = {name for name, _ in set(found.exports.items()) ^ set(self.wanted.exports.items())}
        problems.append(f"exports differ: {sorted(changed)[:3]}" if changed else "")
        if found.replies != self.wanted.replies:
            problems.append(f"{len(found.replies)} replies in the archive, expected {len(self.wanted.replies)}")
        left = sorted(found.paths - self.wanted.paths)
        problems.append(f"left behind: {left[:3]}" if left else "")
        self.wrong += [f"{how} {number}: {problem}" for problem in problems if problem]

    def fresh(self) -> Callable[[], Outcome]:
        """Empty the data folder; return what tells what is in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return self._outcome

    def _outcome(self) -> Outcome:
        exports = self.folder / "exports"
        files = sorted(path for path in exports.glob("*") if path.is_file()) if exports.exists() else []
        replies: set[tuple[str, str]] = set()
        if (path := self._archive).exists():
            with closing(sqlite3.connect(path)) as database:
                rows = database.execute("SELECT key, sha256 FROM replies").fetchall()
                replies = set(rows)
                if len(rows) != len(
                    {
                        (source, url, body)
                        for source, url, body in database.execute("SELECT source, url, request_body FROM replies")
                    }
                ):
                    self.wrong.append("a request was answered twice")
        return Outcome(
            {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
            frozenset(replies),
            frozenset(
                str(path.relative_to(self.folder))
                for path in self.folder.rglob("*")
                if not path.name.endswith(("-wal", "-shm"))
            ),
        )

    def _integrity(self) -> str:
        """Check a copy: whoever opens a killed archive first mends it, and that is for the next run to do."""
        if not self._archive.exists():
            return ""
        with tempfile.TemporaryDirectory(prefix="crash-matrix-") as folder:
            for path in self._archive.parent.glob(f"{self._archive.name}*"):
                shutil.copy(path, folder)
            with closing(sqlite3.connect(Path(folder) / self._archive.name)) as database:
                (found,) = database.execute("PRAGMA integrity_check").fetchone()
        return "" if found == "ok" else f"the archive is damaged: {found}"

    @property
    def _archive(self) -> Path:
        return self.folder / "archive" / "replies.sqlite"


def trials(matrix: Matrix, counts: argparse.Namespace) -> Iterator[str]:
    """Run every kind of trial; yield the name of each as it ends."""
    chance = random.Random(counts.seed)
    run, log = matrix.run, matrix.log

    def at_random() -> Ended:
        return killed_after(run, log, chance.uniform(0, matrix.seconds))

    def in_a_row() -> Ended:
        return [at_random() for _ in range(3)][-1]

    def on_a_full_disk() -> Ended:
        return run_once(run, log, largest_file=chance.randrange(_WORDS, matrix.largest))

    pair: list[Ended] = []

    def twice() -> Ended:
        for _ in range(_MOST_PAIRS):
            pair[:] = together([run, run], [log, log.with_suffix(".second")])
            if any(ended.code for ended in pair):
                break
            # One may have begun after the other's end, and then both are done by right; not time after time.
            matrix.fresh()
        return max(pair, key=lambda ended: ended.code)

    for _ in range(counts.random):
        matrix.trial("random", at_random)
        yield "random"
    for _ in range(counts.chained):
        matrix.trial("chained", in_a_row)
        yield "chained"
    asked = max(0, min(counts.operations or matrix.operations, matrix.operations))
    # In no order, so that a matrix that is stopped has seen every part of a run.
    for number in random.Random(counts.seed).sample(range(asked), asked):
        at = 1 + number * matrix.operations // max(asked, 1)
        matrix.trial("operation", lambda at=at: run_once(run, log, operations=Operations(matrix.folder, at)))  # type: ignore[misc]
        yield "operation"
    for _ in range(counts.limits):
        matrix.trial("limit", on_a_full_disk, _told_of_the_disk)
        yield "limit"
    for _ in range(counts.double):
        matrix.trial("double", twice, lambda _: _one_was_refused(pair))
        yield "double"


def _told_of_the_disk(ended: Ended) -> str:
    fine = ended.code == 0 or (ended.code == 7 and "atlas: " in ended.said and "Traceback" not in ended.said)
    return "" if fine else f"a full disk ends in {ended.code}: {ended.said[-300:]}"


def _one_was_refused(pair: list[Ended]) -> str:
    """Say what is wrong with two runs that were started together: one is to end well, the other to be told of it."""
    told = [ended.code == 6 and "another run holds" in ended.said for ended in pair]
    for ended, is_told in zip(pair, told, strict=True):
        if ended.code != 0 and not is_told:
            return f"one of two runs ends in {ended.code}: {ended.said[-300:]}"
    if all(told):
        return f"each of two runs was refused on account of the other: {pair[-1].said[-300:]}"
    return "" if any(told) else f"of two runs none was refused, {_MOST_PAIRS} times over"


def ingest(url: str, scratch: Path, data: Path) -> Run:
    """Return a whole run of the program: gather, then build every table."""
    from pipeline.cli import main

    configuration = scratch / "atlas.toml"
    configuration.write_text(_CONFIGURATION.format(url=url, root=post_id(1)), encoding="utf-8")
    words = ["ingest", "--config", str(configuration), "--data-dir", str(data), "--workers", "1"]
    return lambda: main(words)


def gather_only(url: str, scratch: Path, data: Path) -> Run:
    """Return the part of a run that fills the archive: much quicker, and the part that cannot be made again."""
    from pipeline import ingest as gathering
    from pipeline.archive.store import Archive, RunLock
    from pipeline.errors import AtlasError
    from pipeline.progress import Silent
    from pipeline.settings import load

    configuration = scratch / "atlas.toml"
    configuration.write_text(_CONFIGURATION.format(url=url, root=post_id(1)), encoding="utf-8")
    settings = load(configuration, {}, data_dir=data)

    def run() -> int:
        try:
            with RunLock(settings.data_dir), Archive(settings.archive_path) as archive:
                return gathering.exit_code(gathering.gather(settings, archive, Silent()), live=True)
        except AtlasError as error:
            os.write(2, f"atlas: {error}\n".encode())
            return error.exit_code

    return run


@contextmanager
def loopback() -> Iterator[str]:
    """Serve the forum from another process for a while; give its address."""
    context = get_context("spawn")
    told: Queue[str] = context.Queue()
    server = context.Process(target=serve, args=(told,), daemon=True)
    server.start()
    try:
        yield told.get(timeout=60)
    finally:
        server.kill()
        server.join()


def main() -> int:
    """Run the matrix and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, count, text in (
        ("random", 150, "kills at a random moment"),
        ("chained", 50, "three such kills in a row"),
        ("operations", 0, "kills before a file operation, spread over all of them (0: before every one, -1: none)"),
        ("limits", 30, "files that cannot grow beyond a random size"),
        ("double", 30, "two runs started together"),
        ("seed", 1, "of the random moments"),
    ):
        parser.add_argument(f"--{name}", type=int, default=count, metavar="N", help=f"{text} (default: {count})")
    counts = parser.parse_args()
    os.environ |= {"SOURCE_DATE_EPOCH": EPOCH, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with loopback() as url, tempfile.TemporaryDirectory(prefix="crash-matrix-") as named:
        scratch = Path(named)
        matrix = Matrix(scratch / "data", ingest(url, scratch, scratch / "data"), scratch / "log")
        matrix.prepare()
        files = len(matrix.wanted.exports)
        print(f"a run takes {matrix.seconds:.2f} s, {matrix.operations} file operations, {files} exported files")
        for how in trials(matrix, counts):
            if matrix.done[how] % 10 == 0:
                print(f"  {how}: {matrix.done[how]}, {len(matrix.wrong)} wrong", flush=True)
    for how, count in matrix.done.items():
        print(f"{how:10} {count:4} trials, {matrix.interrupted[how]:4} interrupted")
    for line in matrix.wrong:
        print(f"wrong: {line}")
    return int(bool(matrix.wrong))


if __name__ == "__main__":
    sys.exit(main())
