"""Serve the dashboard."""

import argparse

from pipeline.commands._shared import settings_of
from pipeline.commands._values import whole
from pipeline.errors import EXIT_DONE

NAME = "dashboard"
ORDER = 90
EXAMPLE = "atlas dashboard --port 8051"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=whole(1, 65535), metavar="N", default=8050)


def stopped(_arguments: argparse.Namespace) -> str:
    """Return what to say when the server was ended: nothing was under way."""
    return "stopped"


def run(arguments: argparse.Namespace) -> int:
    """Say where the pages are, and serve them until stopped."""
    from dashboard.serve import serve

    settings = settings_of(arguments)
    if not settings.data_dir.is_dir():
        print(
            f"there is no folder {settings.data_dir} yet: the pages wait for `{settings.command('ingest')}`, which makes it; "
            "if the data are elsewhere, name their folder with --data-dir"
        )
    elif not (settings.current / "build.json").is_file():
        print(f"no tables in {settings.data_dir} yet: the pages wait for `{settings.command('ingest')}`")

    def say_where() -> None:
        print(f"serving on http://{arguments.host}:{arguments.port} (Ctrl-C ends it)", flush=True)

    serve(settings, host=arguments.host, port=arguments.port, ready=say_where)
    return EXIT_DONE
