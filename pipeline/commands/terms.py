"""Propose words for the lexicon, with evidence."""

import argparse

from pipeline.commands._shared import settings_of
from pipeline.commands._values import whole
from pipeline.errors import EXIT_DONE

NAME = "terms"
ORDER = 60
EXAMPLE = "atlas terms suggest --limit 20"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say how many."""
    parser.add_argument("what", choices=("suggest",))
    parser.add_argument("--limit", type=whole(1), default=30, metavar="N", help="of each kind (default: 30)")


def run(arguments: argparse.Namespace) -> int:
    """Print the proposals, the best of each kind first."""
    from pipeline import build, terms
    from pipeline.terminal import Display
    from pipeline.terms import suggest

    settings = settings_of(arguments)
    with Display() as display:
        found = suggest.suggest(build.current(settings).folder, terms.load_lexicon(settings), display)
    for line in suggest.lines(found, arguments.limit):
        print(line)
    return EXIT_DONE
