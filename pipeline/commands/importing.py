"""Take files into the archive."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands._shared import held, settings_of
from pipeline.errors import EXIT_DONE, Incomplete, UsageError, count

if TYPE_CHECKING:
    from pipeline.archive.store import Archive
    from pipeline.settings import Settings
    from pipeline.terminal import Display

NAME = "import"
ORDER = 20
EXAMPLE = "atlas import dump posts-2019-06.json.gz"

_FOLDER = "a folder stands for all files in it and in its folders"


def add_arguments(parser: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Say what the files are, and for each kind what they do not say themselves."""
    kinds = parser.add_subparsers(title="kinds of files", required=True, metavar="KIND")

    def kind(name: str, text: str, example: str) -> argparse.ArgumentParser:
        return kinds.add_parser(
            name,
            parents=[common],
            help=text,
            description=f"Import {text}.",
            epilog=f"example: {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    dump = kind("dump", f"replies of the forum's API: JSON or JSON lines, .gz allowed; {_FOLDER}", EXAMPLE)
    dump.add_argument("files", nargs="+", type=Path, metavar="FILE")
    dump.set_defaults(store=_dumps)

    page = kind(
        "page",
        f"pages saved by hand from a browser, as HTML or text; {_FOLDER}; `atlas list sources` says which are read",
        "atlas import page saved.html --of forum:FkgsxrGf3QxhfLWHG",
    )
    page.add_argument("files", nargs="+", type=Path, metavar="FILE")
    page.add_argument(
        "--of", metavar="ID", help="the document it shows, by its id or its address, where the page itself does not say"
    )
    page.set_defaults(store=_pages)

    edges = kind(
        "edges",
        "any citation network: CSV of citing_id, cited_id, or Pajek .net; in a data folder of its own",
        "atlas import edges cites.csv --documents papers.csv --root p1 --data-dir papers",
    )
    edges.add_argument("file", type=Path, metavar="FILE")
    edges.add_argument("--documents", type=Path, metavar="FILE", help="CSV of document_id, title, posted_at")
    edges.add_argument(
        "--root",
        dest="root_document",
        metavar="ID",
        help="the document whose spread is studied, as the files name it; in a Pajek file a vertex's label or number",
    )
    edges.add_argument("--reversed", action="store_true", help="arcs run from the cited to the citing document")
    edges.set_defaults(store=_network)


def run(arguments: argparse.Namespace) -> int:
    """Store the files, a line for each; one that is refused keeps no other from being stored."""
    settings = settings_of(arguments)
    if arguments.store is _network:
        _refuse_to_replace(settings)
    refused = 0
    with held(settings) as (archive, display):
        for told in arguments.store(arguments, archive, display):
            if isinstance(told, UsageError):
                refused += 1
                print(f"atlas: {told}", file=sys.stderr)
            else:
                print(told)
    others = f"; {count(refused, 'file')} refused, see above" if refused else ""
    print(f"Stored in the archive{others}; `{settings.command('build')}` makes the tables.")
    return Incomplete.exit_code if refused else EXIT_DONE


def _dumps(arguments: argparse.Namespace, archive: "Archive", display: "Display") -> Iterator[str | UsageError]:
    from pipeline import importing

    return importing.import_dumps(arguments.files, archive, display)


def _pages(arguments: argparse.Namespace, archive: "Archive", display: "Display") -> Iterator[str | UsageError]:
    from pipeline import importing

    return importing.import_pages(arguments.files, archive, display, listed_on=arguments.of)


def _network(arguments: argparse.Namespace, archive: "Archive", _display: "Display") -> Iterator[str]:
    from pipeline import network

    return network.import_network(
        arguments.file,
        archive,
        documents=arguments.documents,
        root=arguments.root_document,
        arcs_reversed=arguments.reversed,
    )


def _refuse_to_replace(settings: "Settings") -> None:
    """Keep the tables of a forum from being replaced by those of a network at the next build."""
    from pipeline import build, network

    if (settings.current / "build.json").is_file() and build.current(settings).facts["root"] != network.WORK:
        raise UsageError(
            f"import edges: {settings.data_dir} holds tables of another corpus, which the next build would replace; "
            "give the network a data folder of its own: --data-dir DIR"
        )
