"""Make every table from the archive, without the network."""

import argparse

from pipeline.commands._shared import add_graph_choice, held, settings_of, tell
from pipeline.errors import EXIT_DONE

NAME = "build"
ORDER = 30
EXAMPLE = "atlas build --no-snapshot"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which citations results are taken on."""
    add_graph_choice(parser)


def run(arguments: argparse.Namespace) -> int:
    """Build and say what the tables are made of."""
    settings = settings_of(arguments)
    with held(settings) as (archive, display):
        from pipeline.build import build

        built = build(settings, archive, display, workers=arguments.workers)
    tell(settings, built)
    return EXIT_DONE
