"""Write tables, or a part of one."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands._shared import add_graph_choice, add_span, graph_choice, held, settings_of
from pipeline.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from pipeline.settings import Settings

NAME = "export"
ORDER = 40
EXAMPLE = "atlas export term_trends --grain year --terms mesa-optimizer --out mesa.csv"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which part of which table, in which form."""
    parser.add_argument("table", nargs="?", metavar="TABLE", help="default: list every table of data/exports")
    parser.add_argument("--grain", help="year, quarter or month; term_trends, topic_trends: week or day too")
    parser.add_argument(
        "--by",
        metavar="GROUP",
        help="term_trends, topic_trends by tag, community, author or author_group instead of venue",
    )
    parser.add_argument(
        "--smooth",
        type=int,
        metavar="N",
        help="term_trends, topic_trends: add the share of N neighbouring periods together",
    )
    add_span(parser)
    parser.add_argument("--terms", metavar="A,B", help="only these terms or topics")
    add_graph_choice(parser)
    parser.add_argument("--format", choices=("csv", "parquet", "jsonl"), default="csv")
    parser.add_argument("--excel", action="store_true", help="CSV that a spreadsheet cannot run as formulas")
    parser.add_argument("--out", type=Path, metavar="PATH", help="default: standard output")


def run(arguments: argparse.Namespace) -> int:
    """Write the part that is asked for, or make and name every table."""
    from pipeline import build, extract

    settings = settings_of(arguments)
    if arguments.table is None:
        if arguments.out or arguments.grain or arguments.terms or arguments.by or arguments.smooth:
            raise UsageError(
                "atlas export: --out, --grain, --terms, --by and --smooth need a TABLE; `atlas list exports` names them"
            )
        return _all(settings, arguments.workers)
    built = build.current(settings)
    _check_choice(built.facts["graph"], graph_choice(arguments))
    wanted = extract.Query(
        table=arguments.table,
        grain=arguments.grain,
        start=arguments.start,
        end=arguments.end,
        terms=tuple(arguments.terms.split(",")) if arguments.terms else (),
        by=arguments.by,
        smooth=arguments.smooth,
    )
    frame = extract.select_from(built.folder, built.facts["as_of"] or "", built.census, wanted)
    target = arguments.out
    if target is None:
        extract.write(frame, sys.stdout.buffer, arguments.format, excel=arguments.excel)
    else:
        extract.save(frame, target, arguments.format, excel=arguments.excel)
        print(f"{target}  {len(frame):,} rows")
    return EXIT_DONE


def _check_choice(built: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Refuse to hand out a part of tables that were made otherwise than asked."""
    unlike = [key for key, value in asked.items() if built[key] != value]
    if unlike:
        raise UsageError(
            f"atlas export: the tables were built with {unlike[0]} = {built[unlike[0]]!r}, and "
            f"{asked[unlike[0]]!r} is asked for; run `atlas build` with the same options first"
        )


def _all(settings: "Settings", workers: int) -> int:
    """Make the tables that are not there or not up to date, and name them all."""
    from pipeline.build import build

    with held(settings) as (archive, display):
        built = build(settings, archive, display, workers=workers)
    for name, count in built.facts["rows"].items():
        print(f"{settings.exports / name}.csv  {count:,} rows")
    return EXIT_DONE
