"""Print the sentence around each use of a term."""

import argparse

from pipeline.commands._shared import add_span, settings_of
from pipeline.commands._values import whole
from pipeline.errors import EXIT_DONE

NAME = "concordance"
ORDER = 50
EXAMPLE = "atlas concordance mesa-optimizer --from 2019 --to 2019-W26"
CONFLICTS = tuple(("--moved", other) for other in ("--near", "--from", "--to", "--limit"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which term, when, beside what, and how many uses."""
    parser.add_argument("term", metavar="TERM", help="a term of `atlas list terms`, or one of its forms")
    add_span(parser)
    parser.add_argument("--near", metavar="WORD", help="only uses within ten words of it")
    parser.add_argument(
        "--moved",
        action="store_true",
        help="the words its company gained and lost since its first year, with sentences",
    )
    parser.add_argument("--limit", type=whole(1), metavar="N", help="print the first N uses (default: all)")


def run(arguments: argparse.Namespace) -> int:
    """Print the uses, oldest first."""
    from pipeline import build, concordance

    folder = build.current(settings_of(arguments)).folder
    if arguments.moved:
        for line in concordance.moved(folder, arguments.term):
            print(line)
        return EXIT_DONE
    found = concordance.concordance(folder, arguments.term, arguments.start, arguments.end, near=arguments.near)
    for line in concordance.lines(found, arguments.limit):
        print(line)
    return EXIT_DONE
