"""The command line answers at once: nothing heavy is imported before a command needs it."""

import shlex
import subprocess
import sys
from types import ModuleType

import pytest

from pipeline import cli, registry

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
