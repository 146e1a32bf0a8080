"""The command line answers at once: nothing heavy is imported before a command needs it."""

import os
import shlex
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import cli, registry
from pipeline.archive.store import RunLock

HEAVY = (
    "bs4",
    "dash",
    "igraph",
    "lxml",
    "networkx",
    "numpy",
    "pandas",
    "plotly",
    "pyarrow",
    "pydantic",
    "requests",
    "scipy",
    "sklearn",
)
SCRIPT = f"""
import sys
from pipeline.cli import main
try:
    main(sys.argv[1:])
except SystemExit as stop:
    assert stop.code in (0, None), stop.code
print("\\nHEAVY", [name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["export", "--help"]], ids=" ".join)
def test_help_imports_no_heavy_library(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY []"


@pytest.mark.parametrize("command", ["ingest", "ingest --dry-run", "build", "snapshot"])
def test_a_second_run_is_told_that_it_has_to_wait_before_anything_slow_is_imported(
    command: str, tmp_path: Path
) -> None:
    arguments = [*command.split(), "--data-dir", str(tmp_path)]
    script = SCRIPT.replace("    main(sys.argv[1:])", "    print('EXIT', main(sys.argv[1:]))")
    with RunLock(tmp_path):
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60, check=False
        )

    assert done.stdout.splitlines() == ["EXIT 6", "", "HEAVY ['pydantic']"], "settings are read by pydantic"
    assert f"another run holds {tmp_path}: process {os.getpid()}; wait until it is done" in done.stderr


def test_the_module_and_the_program_are_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--version"], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.startswith("atlas ")


@pytest.mark.parametrize("command", registry.plugins("pipeline.commands").values(), ids=lambda command: command.NAME)
def test_every_command_says_what_it_does_and_shows_an_example_that_its_own_parser_takes(command: ModuleType) -> None:
    assert registry.summary(command).endswith(".")
    program, name, *said = shlex.split(command.EXAMPLE)
    assert (program, name) == ("atlas", command.NAME)
    assert cli.parser().parse_args([name, *said]).run is not None
    assert command.run.__doc__
