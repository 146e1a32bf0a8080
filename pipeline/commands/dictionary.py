"""Write data/README.md and data/datapackage.json from the schema."""

import argparse

from pipeline.commands._values import folder
from pipeline.errors import EXIT_DONE

NAME = "dictionary"
ORDER = 110
EXAMPLE = "atlas dictionary"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where they go."""
    parser.add_argument("--out", type=folder, metavar="DIR", help="default: data/")


def run(arguments: argparse.Namespace) -> int:
    """Write the files and name them."""
    from pipeline import dictionary

    for path in dictionary.write(arguments.out):
        print(path)
    return EXIT_DONE
