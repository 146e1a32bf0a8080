"""Serve the dashboard."""

import argparse

from pipeline.commands._shared import settings_of
from pipeline.errors import EXIT_DONE

NAME = "dashboard"
ORDER = 90
EXAMPLE = "atlas dashboard --port 8051"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8050)


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped."""
    from dashboard.serve import serve

    serve(settings_of(arguments), host=arguments.host, port=arguments.port)
    return EXIT_DONE
