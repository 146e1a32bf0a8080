"""Gather from the sources, then build every table."""

import argparse
import math

from pipeline.commands._shared import add_graph_choice, held, settings_of, tell
from pipeline.commands._values import name_and_url, whole
from pipeline.errors import EXIT_DONE

NAME = "ingest"
ORDER = 10
EXAMPLE = "atlas ingest --generations 1"
CONFLICTS = (
    ("--dry-run", "--offline"),
    ("--dry-run", "--live"),
    ("--offline", "--live"),
    ("--offline", "--refresh"),
    ("--dry-run", "--deadline"),
    ("--offline", "--deadline"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what is gathered, how far, and what counts as an error."""
    parser.add_argument("--root", metavar="WORK", help="study another work of atlas.toml")
    parser.add_argument("--generations", metavar="N", help="citers, their citers, ... (default: 2)")
    parser.add_argument(
        "--scope",
        choices=("pingbacks", "alignment-forum", "forum"),
        help="what is gathered besides citers: every post of the Alignment Forum, or of the forum (default: pingbacks)",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be asked at the least, and send nothing")
    parser.add_argument("--offline", action="store_true", help="use the archive alone")
    parser.add_argument(
        "--live", action="store_true", help="a site that refuses or cannot be reached is an error (exit 4)"
    )
    parser.add_argument(
        "--refresh", action="store_true", help="ask again for everything, however fresh the archived reply"
    )
    parser.add_argument(
        "--accept-shrink",
        action="store_true",
        help="take lists that have lost over a fifth of what was known of them for right",
    )
    parser.add_argument(
        "--site", action="append", type=name_and_url, metavar="NAME=URL", help="address of a site of `[gather.sites]`"
    )
    parser.add_argument("--pause", metavar="SECONDS", help="between requests to one host (default: 3)")
    parser.add_argument(
        "--deadline",
        type=whole(1),
        metavar="MINUTES",
        help="send no request after that time: the run is stopped, and the same command goes on (exit 142); "
        "a site that wants to be left alone beyond it is left out before (exit 3)",
    )
    add_graph_choice(parser)


def stopped(arguments: argparse.Namespace) -> str | None:
    """Return what to say of a run that was ended: one that asks for everything anew begins at its beginning once more."""
    if not arguments.refresh:
        return None
    return "stopped; everything received so far is kept and the rest is as old as it was; run it again to ask for all of it anew"


def run(arguments: argparse.Namespace) -> int:
    """Gather, build from whatever is at hand, and say per source what came."""
    settings = settings_of(arguments)
    if arguments.dry_run:
        with held(settings) as (archive, _):
            from pipeline import ingest

            plans = ingest.plan(settings, archive, refresh=arguments.refresh)
            for line in (*ingest.plan_lines(plans), *ingest.left_alone(settings)):
                print(line)
        return EXIT_DONE
    with held(settings) as (archive, display):
        from pipeline import ingest
        from pipeline.build import build

        outcomes = ingest.gather(
            settings,
            archive,
            display,
            offline=arguments.offline,
            refresh=arguments.refresh,
            accept_shrink=arguments.accept_shrink,
            minutes=math.inf if arguments.deadline is None else arguments.deadline,
        )
        try:
            built = build(settings, archive, display, workers=arguments.workers)
        finally:
            for outcome in outcomes:
                print(outcome.sentence())
                for missing in outcome.unsaid():
                    print(f"  {missing}")
    tell(settings, built)
    return ingest.exit_code(outcomes, live=arguments.live)
