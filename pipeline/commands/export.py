"""Write tables, or a part of one."""

import argparse
import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.commands._shared import add_graph_choice, add_span, graph_choice, held, settings_of
from pipeline.commands._values import file, whole
from pipeline.errors import EXIT_DONE, UsageError, clean, count

if TYPE_CHECKING:
    from pipeline.settings import Settings

NAME = "export"
ORDER = 40
EXAMPLE = "atlas export term_trends --grain year --terms mesa-optimizer --venue all --field title --out mesa.csv"

_ROWS = {
    "--grain": "grain",
    "--by": "by",
    "--from": "start",
    "--to": "end",
    "--terms": "terms",
    "--venue": "venue",
    "--field": "field",
}
"""The options that say which rows are wanted."""

_OF_A_PART = {
    **_ROWS,
    "--smooth": "smooth",
    "--format": "format",
    "--excel": "excel",
    "--out": "out",
}
"""The options that say which part of one table is written, and how."""


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
        type=whole(3),
        metavar="N",
        help="term_trends, topic_trends: add the share of N neighbouring periods together",
    )
    add_span(parser)
    parser.add_argument(
        "--terms",
        action="append",
        metavar="A,B",
        help="only these terms or topics; a name that holds commas is given whole, others with a --terms of their own",
    )
    parser.add_argument("--venue", help="only this venue: all (their sum), af, lw, ...; default: every one, a row each")
    parser.add_argument(
        "--field",
        help="only this field: title, all, body, ... (topic_trends: title, all); default: every one, a row each",
    )
    add_graph_choice(parser)
    parser.add_argument("--format", choices=("csv", "parquet", "jsonl"), help="default: csv")
    parser.add_argument("--excel", action="store_true", help="CSV that a spreadsheet cannot run as formulas")
    parser.add_argument("--out", type=file, metavar="FILE", help="default: standard output")


def run(arguments: argparse.Namespace) -> int:
    """Write the part that is asked for, or make and name every table."""
    from pipeline import build, extract

    _check_form(arguments)
    settings = settings_of(arguments)
    if arguments.table is None:
        return _all(settings, arguments.workers)
    built = build.current(settings)
    _check_choice(built.facts["graph"], graph_choice(arguments))
    wanted = extract.Query(
        table=arguments.table,
        grain=arguments.grain,
        start=arguments.start,
        end=arguments.end,
        terms=tuple(arguments.terms or ()),
        venue=arguments.venue,
        field=arguments.field,
        by=arguments.by,
        smooth=arguments.smooth,
    )
    select = partial(extract.select_from, built.folder, built.facts["as_of"], built.censuses)
    frame = select(wanted)
    if frame.empty:
        of_any_time = extract.years(select(replace(wanted, start=None, end=None)))
        print(f"atlas: {_why_none(arguments, of_any_time)}", file=sys.stderr)
    target, form = arguments.out, arguments.format or "csv"
    if target is None:
        extract.write(frame, sys.stdout.buffer, form, excel=arguments.excel)
    else:
        extract.save(frame, target, form, excel=arguments.excel)
        print(f"{target}  {count(len(frame), 'row')}")
    return EXIT_DONE


def _why_none(arguments: argparse.Namespace, of_any_time: tuple[str, str] | None) -> str:
    """Say that no row fits what is asked for, and what to change.

    ``of_any_time`` are the first and last year of the rows that fit when their time is left aside.
    """
    given = {option: value for option, name in _ROWS.items() if (value := getattr(arguments, name))}
    if not given:
        return f"table {arguments.table} has no row; `atlas list sources` says what gives which facts"
    words = [word for option, value in given.items() for one in _each(value) for word in (option, clean(one))]
    asked = f"no row fits: {shlex.join(words)}"
    if of_any_time is None:
        return f"{asked}; leave one of them out"
    return f"{asked}; at other times there are rows, from {of_any_time[0]} to {of_any_time[1]}: change --from or --to"


def _each(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _check_form(arguments: argparse.Namespace) -> None:
    """Refuse options that would do nothing, and bytes that a terminal cannot show."""
    idle = [option for option, name in _OF_A_PART.items() if getattr(arguments, name)]
    if arguments.table is None and idle:
        raise UsageError(f"{', '.join(idle)}: for a part of a TABLE; name one, `atlas list exports` lists them")
    if arguments.excel and arguments.format not in (None, "csv"):
        raise UsageError(f"--excel: for CSV alone, and --format {arguments.format} is asked for; leave one out")
    if arguments.format == "parquet" and arguments.out is None and sys.stdout.isatty():
        raise UsageError("--format parquet: bytes that a terminal cannot show; add --out FILE")


def _check_choice(built: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """Refuse to hand out a part of tables that were made otherwise than asked."""
    unlike = [key for key, value in asked.items() if built[key] != value]
    if unlike:
        raise UsageError(
            f"the tables were built with {unlike[0]} = {built[unlike[0]]!r}, and "
            f"{asked[unlike[0]]!r} is asked for; run `atlas build` with the same options first"
        )


def _all(settings: "Settings", workers: int) -> int:
    """Make the tables that are not there or not up to date, and name them all."""
    from pipeline.build import build

    with held(settings) as (archive, display):
        built = build(settings, archive, display, workers=workers)
    for name, rows in built.facts["rows"].items():
        print(f"{settings.exports / name}.csv  {count(rows, 'row')}")
    return EXIT_DONE
