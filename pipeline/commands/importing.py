"""Take files into the archive."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.commands._shared import held, settings_of
from pipeline.errors import EXIT_DONE, UsageError

if TYPE_CHECKING:
    from pipeline.settings import Settings

NAME = "import"
ORDER = 20
EXAMPLE = "atlas import dump posts-2019-06.json.gz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the files are, and what they do not say themselves."""
    parser.add_argument(
        "what",
        choices=("dump", "page", "edges"),
        help="dump: replies of the forum's API; page: a page saved by hand; edges: any citation network, CSV or Pajek .net",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--of", metavar="ID", help="page: the document it shows, where the page itself does not say")
    parser.add_argument("--documents", type=Path, metavar="FILE", help="edges: CSV of document_id, title, posted_at")
    parser.add_argument(
        "--root", dest="root_document", metavar="ID", help="edges: the document whose spread is studied"
    )
    parser.add_argument("--reversed", action="store_true", help="edges: arcs run from the cited to the citing document")


def run(arguments: argparse.Namespace) -> int:
    """Store the files, a line for each."""
    from pipeline import ingest, network

    settings = settings_of(arguments)
    if arguments.what == "edges" and len(arguments.files) != 1:
        raise UsageError("import edges: expected one file of citations; name its documents with --documents FILE")
    if arguments.what == "edges":
        _refuse_to_replace(settings)
    with held(settings) as (archive, display):
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
    place = f" --data-dir {arguments.data_dir}" if arguments.data_dir else ""
    print(f"Stored in the archive; `atlas build{place}` makes the tables.")
    return EXIT_DONE


def _refuse_to_replace(settings: "Settings") -> None:
    """Keep the tables of a forum from being replaced by those of a network at the next build."""
    from pipeline import build, network

    if (settings.current / "build.json").is_file() and build.current(settings).facts["root"] != network.WORK:
        raise UsageError(
            f"import edges: {settings.data_dir} holds tables of another corpus, which the next build would replace; "
            "give the network a data folder of its own: --data-dir DIR"
        )
