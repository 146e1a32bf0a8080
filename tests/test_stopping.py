"""Ctrl-C and SIGTERM end the program with its own exit codes and words, whatever it is doing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent

IN_TEXT = """
import sys
from pipeline import __main__
from pipeline.commands import build

def run(_arguments):
    exec("import os; os.kill(os.getpid(), {number})\\nwhile True: pass")  # dataclasses are made so

build.run = run
sys.argv[1:] = ["build"]
sys.exit(__main__.main())
"""
WHILE_IMPORTING = """
import os, sys
from pipeline import __main__

class Hook:
    def find_spec(self, name, *_):
        if name == "pipeline.cli":
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Hook())
sys.exit(__main__.main())
"""
WHILE_STOPPING = """
import os, sys
from pipeline import __main__, cli
from pipeline.commands import build

def run(_arguments):
    os.kill(os.getpid(), {number})

def stopped(_arguments):
    class Twice(str):
        def __str__(self):
            os.kill(os.getpid(), {number})
            return "in vain"
    return Twice("x")

build.run, build.stopped = run, stopped
sys.argv[1:] = ["build"]
sys.exit(__main__.main())
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize(
    ("script", "said"),
    [
        (IN_TEXT, "atlas: stopped; everything received so far is kept, run the same command to go on\n"),
        (WHILE_IMPORTING, "atlas: stopped\n"),
        (WHILE_STOPPING, "atlas: stopped\n"),
    ],
    ids=["in code made from text", "while it begins", "while it is being stopped"],
)
def test_a_signal_ends_the_program_with_its_own_code_and_words(
    script: str, said: str, number: signal.Signals, code: int, tmp_path: Path
) -> None:
    # As a module: only then does Python itself look at how a run was interrupted.
    (tmp_path / "begun.py").write_text(script.format(number=int(number)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "begun"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (code, said)
