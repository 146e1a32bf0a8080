"""Say what is archived, built, unresolved and quarantined."""

import argparse

from pipeline.commands._shared import held, settings_of
from pipeline.errors import EXIT_DONE

NAME = "status"
ORDER = 80
EXAMPLE = "atlas status --sources"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let the sites be tried, or the evidence of citations be told, instead."""
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--sources", action="store_true", help="try each site with one request")
    asked.add_argument(
        "--coverage", action="store_true", help="say in which ways the citations of the root work were found"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the report, how each site answers, or how citations were found."""
    settings = settings_of(arguments)
    if arguments.sources:
        from pipeline import ingest

        with held(settings) as (archive, display):
            outcomes = ingest.probe(settings, archive, display)
        for outcome in outcomes:
            print(outcome.sentence())
        return ingest.exit_code(outcomes, live=True)
    from pipeline import evidence, status

    for line in evidence.report(settings) if arguments.coverage else status.report(settings):
        print(line)
    return EXIT_DONE
