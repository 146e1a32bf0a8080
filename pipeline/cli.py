"""The command line: finds the commands in their folder, runs one, turns errors into messages and exit codes.

Only this module, :mod:`pipeline.commands` and :mod:`pipeline.terminal` print, and :mod:`pipeline.__main__` where it is stopped
before anything began; results go to standard output, progress and errors to standard error. Exit codes are listed in
:mod:`pipeline.errors`.
"""

import argparse
import errno
import inspect
import io
import os
import select
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from pipeline import __version__, registry
from pipeline.commands._parser import Parser
from pipeline.commands._values import whole
from pipeline.errors import EXIT_BUG, EXIT_DONE, AtlasError, Incomplete, StoreUnusable, clean
from pipeline.stopping import Stopped, heed_signals

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_STOPPED = "stopped; everything received so far is kept, run the same command to go on"
"""What is said of a command that was ended, unless its module's ``stopped`` says it of the arguments."""

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    heed_signals()
    _prepare_output()
    debug = "--debug" in (sys.argv if argv is None else argv)
    stopped = _STOPPED
    try:
        arguments = parser().parse_args(argv)
        stopped = arguments.stopped(arguments) or _STOPPED
        command: Command = arguments.run
        code = command(arguments)
        sys.stdout.flush()
        return code
    except AtlasError as error:
        if debug:
            raise
        _tell(f"atlas: {error}")
        return error.exit_code
    except Stopped as stop:
        _tell(f"atlas: {stop.why}{': ' if stop.why else ''}{stopped}")
        return stop.exit_code
    except BrokenPipeError:
        return _left_by_reader()
    except Exception as error:
        if debug:
            raise
        return _failed(error)


def _failed(error: Exception) -> int:
    """Say that there is no room for the output, or else that this program has a mistake; return the exit code."""
    if isinstance(error, OSError) and error.errno in _FULL:
        _forget(sys.stdout)
        _tell(f"atlas: cannot write: {error.strerror}; free space and run the same command again")
        return StoreUnusable.exit_code
    place = _innermost(error)
    _tell(
        f"atlas: a mistake in this program: {type(error).__name__}: {clean(error, 200)} ({place})\n"
        "Stored data is unchanged. Run the same command with --debug and report what it prints."
    )
    return EXIT_BUG


def _left_by_reader() -> int:
    """Return the exit code where somebody stopped reading: of results (`| head`) enough was seen, else a run was cut short."""
    try:
        sys.stdout.flush()
        is_of_results = not _is_left(sys.stderr)  # what was not buffered is not written again
    except BrokenPipeError:
        is_of_results = True
    _forget(sys.stdout if is_of_results else sys.stderr)
    return EXIT_DONE if is_of_results else Incomplete.exit_code


def _is_left(stream: TextIO) -> bool:
    """Say whether what a stream leads to has no reader any more."""
    watched = select.poll()
    watched.register(stream.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in watched.poll(0))


def _tell(text: str) -> None:
    """Say why a command ends; where there is no room for that, or nobody to read it, the exit code alone tells."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        _forget(sys.stderr)


def _prepare_output() -> None:
    """Let what is printed be lost where an output is closed, and be spelt out where its encoding lacks a sign."""
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _forget(stream: TextIO) -> None:
    """Keep the interpreter from writing at exit what could not be written before."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _innermost(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "no place known"


def parser() -> Parser:
    """Return the parser of every command found in :mod:`pipeline.commands`."""
    common = Parser(add_help=False)
    common.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep all state here (default: data/, or $ATLAS_DATA_DIR)"
    )
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="configuration (default: ./atlas.toml, else the project's)"
    )
    common.add_argument(
        "--no-snapshot", dest="snapshot", action="store_const", const="none", help="leave the bundled facts out"
    )
    common.add_argument("--debug", action="store_true", help="show the traceback of an error")
    common.add_argument(
        "--workers", type=whole(1), default=2, metavar="N", help="processes for reading bodies (default: 2)"
    )

    program = Parser(
        prog="atlas",
        description='How the ideas of "Risks from Learned Optimization" spread, and how their words changed.',
    )
    program.add_argument("--version", action="version", version=f"atlas {__version__}")
    commands = program.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in sorted(registry.plugins("pipeline.commands").values(), key=lambda command: command.ORDER):
        text = registry.summary(module).rstrip(".")
        takes_parser_alone = len(inspect.signature(module.add_arguments).parameters) == 1
        added = commands.add_parser(
            module.NAME,
            parents=[common] if takes_parser_alone else [],
            help=text[0].lower() + text[1:],
            description=f"{text}.",
            epilog=f"example: {module.EXAMPLE}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        registry.call(module.add_arguments, {"parser": added, "common": common})
        added.conflicts = getattr(module, "CONFLICTS", ())
        added.set_defaults(run=module.run, stopped=getattr(module, "stopped", lambda _: None))
    return program
