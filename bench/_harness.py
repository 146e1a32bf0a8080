"""Races: candidates that do the same work, interleaved in one process and compared as ratios.

On a shared machine an absolute second means little. Each round runs every candidate once, in turning order, so that
all see the same machine; what is compared is the least CPU time, children and threads included, and the least wall
time of all rounds.
"""

import gc
import os
import resource
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Timing:
    """The least seconds that a candidate took in any round."""

    cpu: float
    wall: float


def race(candidates: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Timing]:
    """Run every candidate once a round and return the least times of each."""
    names = list(candidates)
    taken: dict[str, list[Timing]] = {name: [] for name in names}
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            gc.collect()
            cpu, wall = _cpu(), time.perf_counter()
            candidates[name]()
            taken[name].append(Timing(_cpu() - cpu, time.perf_counter() - wall))
    return {
        name: Timing(min(one.cpu for one in timings), min(one.wall for one in timings))
        for name, timings in taken.items()
    }


def report(title: str, timings: Mapping[str, Timing], unit: str, amount: float, against: str) -> None:
    """Print a table: least times, ``amount`` of ``unit`` a CPU second, and how many times the speed of ``against``."""
    plain = timings[against]
    print(f"\n{title}\n  {'':44}{'CPU s':>9}{'wall s':>9}{unit + '/CPU s':>14}{'x by CPU':>10}{'x by wall':>11}")
    for name, timing in timings.items():
        print(
            f"  {name:44}{timing.cpu:9.3f}{timing.wall:9.3f}{amount / timing.cpu:14,.1f}"
            f"{plain.cpu / timing.cpu:10.1f}{plain.wall / timing.wall:11.1f}"
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One program, run to its end: seconds, and the most memory that it and its children held together."""

    cpu: float
    wall: float
    peak_bytes: int
    output: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a program and measure it. Memory is shared fairly between processes (PSS) and read twice a second.

    Raises
    ------
    RuntimeError
        If the program fails; with what it said.
    """
    cpu, wall, peak = _cpu(own=False), time.perf_counter(), 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **(environment or {})}
    ) as process:
        while process.poll() is None:
            peak = max(peak, sum(_memory(member) for member in _family(process.pid)))
            time.sleep(0.5)
        output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}: {output[-2000:]}")
    return Run(_cpu(own=False) - cpu, time.perf_counter() - wall, peak, output)


def _cpu(*, own: bool = True) -> float:
    """Return the CPU seconds of ended children, and of this process too unless only theirs are asked for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)[: 1 + own]]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _family(pid: int) -> list[int]:
    """Return a process and all that descend from it, as far as they still run."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []  # it ended while we looked
    return [pid, *(member for child in children for member in _family(child))]


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended while we looked
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
