"""Print the sentence around each use of a term."""

import argparse

from pipeline.commands._shared import add_span, settings_of
from pipeline.errors import EXIT_DONE

NAME = "concordance"
ORDER = 50
EXAMPLE = "atlas concordance mesa-optimizer --from 2019 --to 2019-W26"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which term, when, and how many uses."""
    parser.add_argument("term", metavar="TERM", help="a term of `atlas list terms`, or one of its forms")
    add_span(parser)
    parser.add_argument("--limit", type=int, metavar="N", help="print the first N uses (default: all)")


def run(arguments: argparse.Namespace) -> int:
    """Print the uses, oldest first."""
    from pipeline import build, concordance

    folder = build.current(settings_of(arguments)).folder
    found = concordance.concordance(folder, arguments.term, arguments.start, arguments.end)
    for line in concordance.lines(found, arguments.limit):
        print(line)
    return EXIT_DONE
