"""The command line. Heavy modules are imported by the command that needs them, so that ``--help`` is instant.

Only this module and :mod:`pipeline.terminal` print; results go to standard output, progress and errors to standard
error. Exit codes are listed in :mod:`pipeline.errors`.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.errors import (
    EXIT_BUG,
    EXIT_DONE,
    EXIT_INTERRUPTED,
    EXIT_TERMINATED,
    AtlasError,
    ForumRefused,
    UsageError,
    clean,
)

if TYPE_CHECKING:
    from pipeline.build import Build
    from pipeline.settings import Settings

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    signal.signal(signal.SIGTERM, _terminate)
    command: Command = arguments.run
    try:
        return command(arguments)
    except AtlasError as error:
        if arguments.debug:
            raise
        print(f"atlas: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt as stop:
        code = stop.args[0] if stop.args else EXIT_INTERRUPTED
        print("atlas: stopped; everything received so far is kept, run the same command to go on", file=sys.stderr)
        return int(code)
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; keep the interpreter from complaining when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except Exception as error:
        if arguments.debug:
            raise
        place = _innermost(error)
        print(
            f"atlas: a mistake in this program: {type(error).__name__}: {clean(error, 200)} ({place})\n"
            "Stored data is unchanged. Run the same command with --debug and report what it prints.",
            file=sys.stderr,
        )
        return EXIT_BUG


def _terminate(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt(EXIT_TERMINATED)


def _innermost(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "no place known"


# ---------------------------------------------------------------- commands


def _ingest(arguments: argparse.Namespace) -> int:
    from pipeline import ingest, status
    from pipeline.archive.store import Archive, RunLock
    from pipeline.terminal import Display

    settings = _settings(arguments)
    with RunLock(settings.data_dir), Archive(settings.archive_path) as archive, Display() as display:
        outcomes = ingest.gather(settings, archive, display, offline=arguments.offline, refresh=arguments.refresh)
        built = _build_tables(settings, archive, display, arguments)
    for outcome in outcomes:
        print(outcome.sentence())
    _tell(settings, built)
    if not status.has_documents(built):
        raise ForumRefused(
            "nothing to build from: no site answered, the archive is empty and the bundled facts are left out; "
            "run it with a network, without --no-snapshot, or after `atlas import`"
        )
    return ingest.exit_code(outcomes, live=arguments.live)


def _import(arguments: argparse.Namespace) -> int:
    from pipeline import ingest, network
    from pipeline.archive.store import Archive, RunLock
    from pipeline.terminal import Display

    settings = _settings(arguments)
    if arguments.what == "edges" and len(arguments.files) != 1:
        raise UsageError("import edges: expected one file of citations; name its documents with --documents FILE")
    with RunLock(settings.data_dir), Archive(settings.archive_path) as archive, Display() as display:
        if arguments.what == "dump":
            imported = ingest.import_dumps(arguments.files, archive, display)
        elif arguments.what == "page":
            imported = ingest.import_pages(arguments.files, archive, display, listed_on=arguments.of)
        else:
            imported = network.import_network(
                arguments.files[0],
                archive,
                documents=arguments.documents,
                root=arguments.root_document,
                arcs_reversed=arguments.reversed,
            )
        for line in imported:
            print(line)
    print("Stored in the archive; `atlas build` makes the tables.")
    return EXIT_DONE


def _build(arguments: argparse.Namespace) -> int:
    from pipeline.archive.store import Archive, RunLock
    from pipeline.terminal import Display

    settings = _settings(arguments)
    with RunLock(settings.data_dir), Archive(settings.archive_path) as archive, Display() as display:
        built = _build_tables(settings, archive, display, arguments)
    _tell(settings, built)
    return EXIT_DONE


def _export(arguments: argparse.Namespace) -> int:
    from pipeline import build, extract

    settings = _settings(arguments)
    if arguments.table is None:
        if arguments.out or arguments.grain or arguments.terms or arguments.by or arguments.smooth:
            raise UsageError(
                "atlas export: --out, --grain, --terms, --by and --smooth need a TABLE; `atlas list exports` names them"
            )
        return _export_all(settings, arguments)
    built = build.current(settings)
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


def _concordance(arguments: argparse.Namespace) -> int:
    from pipeline import build, concordance

    folder = build.current(_settings(arguments)).folder
    for line in concordance.lines(
        concordance.concordance(folder, arguments.term, arguments.start, arguments.end), arguments.limit
    ):
        print(line)
    return EXIT_DONE


def _terms(arguments: argparse.Namespace) -> int:
    from pipeline import build, terms
    from pipeline.terms import suggest

    settings = _settings(arguments)
    found = suggest.suggest(build.current(settings).folder, terms.load_lexicon(settings))
    for line in suggest.lines(found, arguments.limit):
        print(line)
    return EXIT_DONE


def _export_all(settings: "Settings", arguments: argparse.Namespace) -> int:
    """Make the tables that are not there or not up to date, and name them all."""
    from pipeline.archive.store import Archive, RunLock
    from pipeline.terminal import Display

    with RunLock(settings.data_dir), Archive(settings.archive_path) as archive, Display() as display:
        built = _build_tables(settings, archive, display, arguments)
    for name, count in built.facts["rows"].items():
        print(f"{settings.exports / name}.csv  {count:,} rows")
    return EXIT_DONE


def _list(arguments: argparse.Namespace) -> int:
    from pipeline import registry

    if arguments.what == "terms":
        from pipeline.terms import load_lexicon

        table = load_lexicon(_settings(arguments)).table()
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


def _status(arguments: argparse.Namespace) -> int:
    from pipeline import status

    settings = _settings(arguments)
    if arguments.sources:
        from pipeline import ingest
        from pipeline.archive.store import Archive, RunLock
        from pipeline.terminal import Display

        with RunLock(settings.data_dir), Archive(settings.archive_path) as archive, Display() as display:
            outcomes = ingest.probe(settings, archive, display)
        for outcome in outcomes:
            print(outcome.sentence())
        return ingest.exit_code(outcomes, live=True)
    for line in status.report(settings):
        print(line)
    return EXIT_DONE


def _dashboard(arguments: argparse.Namespace) -> int:
    from dashboard.serve import serve

    serve(_settings(arguments), host=arguments.host, port=arguments.port)
    return EXIT_DONE


def _snapshot(arguments: argparse.Namespace) -> int:
    from pipeline import build, terms
    from pipeline.archive.store import Archive, RunLock
    from pipeline.corpus import snapshot
    from pipeline.settings import BUNDLED_SNAPSHOT
    from pipeline.terminal import Display

    settings = _settings(arguments).model_copy(update={"snapshot": "none"})
    folder = arguments.out or BUNDLED_SNAPSHOT
    with RunLock(settings.data_dir), Archive(settings.archive_path) as archive, Display() as display:
        made = build.study(settings, archive, None, terms.load_lexicon(settings), display, workers=arguments.workers)
    for path, size in snapshot.write(folder, made):
        print(f"{path}  {size:,} bytes")
    return EXIT_DONE


def _dictionary(arguments: argparse.Namespace) -> int:
    from pipeline import dictionary

    for path in dictionary.write(arguments.out):
        print(path)
    return EXIT_DONE


# ---------------------------------------------------------------- what they share


def _settings(arguments: argparse.Namespace) -> "Settings":
    from pipeline.settings import load

    gather: dict[str, Any] = {}
    sites = dict(_name_and_url(text) for text in getattr(arguments, "site", None) or ())
    if sites:
        gather["sites"] = sites
    if getattr(arguments, "generations", None) is not None:
        gather["generations"] = arguments.generations
    if getattr(arguments, "pause", None) is not None:
        gather["pause_seconds"] = arguments.pause
    data_dir = arguments.data_dir or os.environ.get("ATLAS_DATA_DIR") or None
    environ = {name: value for name, value in os.environ.items() if name != "ATLAS_DATA_DIR"}
    return load(
        arguments.config,
        environ,
        data_dir=Path(data_dir).absolute() if data_dir else None,
        snapshot="none" if arguments.no_snapshot else None,
        root=getattr(arguments, "root", None),
        gather=gather or None,
    )


def _name_and_url(text: str) -> tuple[str, str]:
    name, separator, url = text.partition("=")
    if not separator or not name or not url:
        raise UsageError(
            f"--site: expected NAME=URL, found {clean(text)!r}; for example --site forum=http://127.0.0.1:8901"
        )
    return name, url


def _build_tables(settings: "Settings", archive: Any, display: Any, arguments: argparse.Namespace) -> "Build":
    from pipeline.build import build

    return build(settings, archive, display, workers=arguments.workers)


def _tell(settings: "Settings", built: "Build") -> None:
    """Say what the tables are made of, in a few lines."""
    from pipeline import status

    for line in status.summary(settings, built):
        print(line)


# ---------------------------------------------------------------- what may be said


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data-dir", type=Path, metavar="DIR", help="keep all state here (default: data/, or $ATLAS_DATA_DIR)"
    )
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="configuration (default: ./atlas.toml, else the project's)"
    )
    common.add_argument("--no-snapshot", action="store_true", help="leave the bundled facts out")
    common.add_argument("--debug", action="store_true", help="show the traceback of an error")
    common.add_argument("--workers", type=int, default=2, metavar="N", help="processes for reading bodies (default: 2)")

    parser = argparse.ArgumentParser(
        prog="atlas",
        description='How the ideas of "Risks from Learned Optimization" spread, and how their words changed.',
    )
    parser.add_argument("--version", action="version", version=f"atlas {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Command, text: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            parents=[common],
            help=text,
            description=text,
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
        return added

    ingest = command(
        "ingest", _ingest, "gather from the sources, then build every table", "atlas ingest --generations 1"
    )
    ingest.add_argument("--root", metavar="WORK", help="study another work of atlas.toml")
    ingest.add_argument("--generations", type=int, metavar="N", help="citers, their citers, ... (default: 2)")
    ingest.add_argument("--offline", action="store_true", help="use the archive alone")
    ingest.add_argument(
        "--live", action="store_true", help="a site that refuses or cannot be reached is an error (exit 4)"
    )
    ingest.add_argument(
        "--refresh", action="store_true", help="ask again for everything, however fresh the archived reply"
    )
    ingest.add_argument("--site", action="append", metavar="NAME=URL", help="address of a site (forum, greaterwrong)")
    ingest.add_argument("--pause", type=float, metavar="SECONDS", help="between requests to one host (default: 3)")

    importing = command("import", _import, "take files into the archive", "atlas import dump posts-2019-06.json.gz")
    importing.add_argument(
        "what",
        choices=("dump", "page", "edges"),
        help="dump: replies of the forum's API; page: a page saved by hand; edges: any citation network, CSV or Pajek .net",
    )
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument("--of", metavar="ID", help="page: the document it shows, where the page itself does not say")
    importing.add_argument("--documents", type=Path, metavar="FILE", help="edges: CSV of document_id, title, posted_at")
    importing.add_argument(
        "--root", dest="root_document", metavar="ID", help="edges: the document whose spread is studied"
    )
    importing.add_argument(
        "--reversed", action="store_true", help="edges: arcs run from the cited to the citing document"
    )

    command("build", _build, "make every table from the archive, without the network", "atlas build --no-snapshot")

    export = command(
        "export",
        _export,
        "write tables, or a part of one",
        "atlas export term_trends --grain year --terms mesa-optimizer --out mesa.csv",
    )
    export.add_argument("table", nargs="?", metavar="TABLE", help="default: list every table of data/exports")
    export.add_argument("--grain", help="year, quarter or month; term_trends: week or day too")
    export.add_argument(
        "--by", metavar="GROUP", help="term_trends by tag, community, author or author_group instead of venue"
    )
    export.add_argument(
        "--smooth", type=int, metavar="N", help="term_trends: add the share of N neighbouring periods together"
    )
    export.add_argument("--from", dest="start", metavar="DATE", help="first period, or a day of it")
    export.add_argument("--to", dest="end", metavar="DATE", help="last period, or a day of it")
    export.add_argument("--terms", metavar="A,B", help="only these terms or topics")
    export.add_argument("--format", choices=("csv", "parquet", "jsonl"), default="csv")
    export.add_argument("--excel", action="store_true", help="CSV that a spreadsheet cannot run as formulas")
    export.add_argument("--out", type=Path, metavar="PATH", help="default: standard output")

    concordance = command(
        "concordance",
        _concordance,
        "print the sentence around each use of a term",
        "atlas concordance mesa-optimizer --from 2019 --to 2019-W26",
    )
    concordance.add_argument("term", metavar="TERM", help="a term of `atlas list terms`, or one of its forms")
    concordance.add_argument("--from", dest="start", metavar="DATE", help="first period, or a day of it")
    concordance.add_argument("--to", dest="end", metavar="DATE", help="last period, or a day of it")
    concordance.add_argument("--limit", type=int, metavar="N", help="print the first N uses (default: all)")

    suggesting = command(
        "terms", _terms, "propose words for the lexicon, with evidence", "atlas terms suggest --limit 20"
    )
    suggesting.add_argument("what", choices=("suggest",))
    suggesting.add_argument("--limit", type=int, default=30, metavar="N", help="of each kind (default: 30)")

    listing = command("list", _list, "name what there is", "atlas list metrics")
    listing.add_argument("what", choices=("sources", "metrics", "terms", "exports"))

    status = command(
        "status", _status, "say what is archived, built, unresolved and quarantined", "atlas status --sources"
    )
    status.add_argument("--sources", action="store_true", help="try each site with one request")

    dashboard = command("dashboard", _dashboard, "serve the dashboard", "atlas dashboard --port 8051")
    dashboard.add_argument("--host", default="127.0.0.1")
    dashboard.add_argument("--port", type=int, default=8050)

    snapshot = command(
        "snapshot", _snapshot, "write the bundled facts anew from the archive", "atlas snapshot --data-dir full"
    )
    snapshot.add_argument("--out", type=Path, metavar="DIR", help="default: data/snapshot")

    dictionary = command(
        "dictionary", _dictionary, "write data/README.md and data/datapackage.json from the schema", "atlas dictionary"
    )
    dictionary.add_argument("--out", type=Path, metavar="DIR", help="default: data/")
    return parser


if __name__ == "__main__":
    sys.exit(main())
