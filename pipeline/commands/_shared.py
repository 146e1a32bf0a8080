"""What commands share: settings from the command line, the data folder held by one run, words about a build."""

import argparse
import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands._values import date
from pipeline.errors import StoreUnusable

if TYPE_CHECKING:
    from pipeline.archive.store import Archive
    from pipeline.build import Build
    from pipeline.settings import Settings
    from pipeline.terminal import Display

_SET_BY = {
    "snapshot": ("--no-snapshot", ("snapshot",)),
    "root": ("--root", ("root",)),
    "generations": ("--generations", ("gather", "generations")),
    "scope": ("--scope", ("gather", "scope")),
    "pause": ("--pause", ("gather", "pause_seconds")),
    "unit": ("--unit", ("graph", "unit")),
    "links": ("--links", ("graph", "links")),
    "policy": ("--policy", ("graph", "policy")),
    "self_citations": ("--no-self-citations", ("graph", "self_citations")),
}
"""The options that stand over a key of the configuration, by their name in the namespace. Settings check the values."""


def settings_of(arguments: argparse.Namespace) -> "Settings":
    """Return the settings: the command line over environment variables over ``atlas.toml``.

    Raises
    ------
    StoreUnusable
        If the data folder is a file.
    """
    from pipeline.settings import Given, load

    given = [
        Given(option, key, value)
        for name, (option, key) in _SET_BY.items()
        if (value := getattr(arguments, name, None)) is not None
    ]
    given += [Given("--site", ("gather", "sites", name), url) for name, url in getattr(arguments, "site", None) or ()]
    data_dir = arguments.data_dir or os.environ.get("ATLAS_DATA_DIR") or None
    environ = {name: value for name, value in os.environ.items() if name != "ATLAS_DATA_DIR"}
    settings = load(arguments.config, environ, given, data_dir=Path(data_dir).absolute() if data_dir else None)
    if settings.data_dir.exists() and not settings.data_dir.is_dir():
        raise StoreUnusable(f"the data folder {settings.data_dir} is a file; choose another --data-dir")
    return settings


def graph_choice(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the keys of ``[graph]`` that the command line sets."""
    given = {key[1]: getattr(arguments, name, None) for name, (_, key) in _SET_BY.items() if key[0] == "graph"}
    return {key: value for key, value in given.items() if value is not None}


@contextlib.contextmanager
def held(settings: "Settings") -> "Iterator[tuple[Archive, Display]]":
    """Hold the data folder for this run alone; give its archive and a display of progress.

    What a run needs and is slow to import, it imports within: a second run is told at once that it has to wait.

    Raises
    ------
    RunLocked
        If another run holds it.
    """
    from pipeline.archive.store import Archive, RunLock
    from pipeline.terminal import Display

    with RunLock(settings.data_dir), Archive(settings.archive_path) as archive, Display() as display:
        yield archive, display


def add_graph_choice(parser: argparse.ArgumentParser) -> None:
    """Let a command that builds be told which citations results are taken on."""
    parser.add_argument("--unit", choices=("document", "work"), help="`work` counts copies and parts of a work as one")
    parser.add_argument("--links", choices=("all", "substantive"), help="`substantive`: in running text and footnotes")
    parser.add_argument(
        "--policy", choices=("backward_then_condense", "condense", "drop"), help="how cycles of citations are undone"
    )
    parser.add_argument(
        "--no-self-citations",
        dest="self_citations",
        action="store_const",
        const=False,
        help="leave out citations between documents that share an author",
    )


def add_span(parser: argparse.ArgumentParser) -> None:
    """Let a command be asked for a span of time."""
    parser.add_argument("--from", dest="start", type=date, metavar="DATE", help="first period, or a day of it")
    parser.add_argument("--to", dest="end", type=date, metavar="DATE", help="last period, or a day of it")


def tell(settings: "Settings", built: "Build") -> None:
    """Say what the tables are made of, in a few lines."""
    from pipeline import status

    for line in status.summary(settings, built):
        print(line)
