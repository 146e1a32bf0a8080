"""The command line answers at once: nothing heavy is imported before a command needs it."""

import subprocess
import sys

import pytest

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


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["ingest", "--help"], ["export", "--help"]], ids=" ".join
)
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
