"""Name what there is."""

import argparse

from pipeline.commands._shared import settings_of
from pipeline.errors import EXIT_DONE

NAME = "list"
ORDER = 70
EXAMPLE = "atlas list metrics"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what of."""
    parser.add_argument("what", choices=("sources", "metrics", "terms", "exports"))


def run(arguments: argparse.Namespace) -> int:
    """Print a name and its first sentence a line; terms by family."""
    from pipeline import registry

    if arguments.what == "terms":
        from pipeline.terms import load_lexicon

        table = load_lexicon(settings_of(arguments)).table()
        for family, rows in table.groupby("family", sort=True):
            print(f"{family}: {', '.join(rows['term'])}")
        return EXIT_DONE
    if arguments.what == "exports":
        from pipeline.schema import TABLES

        for name, described in TABLES.items():
            if described.stage == "public":
                print(f"{name:24} {described.description}")
        return EXIT_DONE
    for name, module in registry.plugins(f"pipeline.{arguments.what}").items():
        print(f"{name:24} {registry.summary(module)}")
    return EXIT_DONE
