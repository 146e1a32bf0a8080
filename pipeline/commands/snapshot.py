"""Write the bundled facts anew from the archive."""

import argparse

from pipeline.commands._shared import held, settings_of
from pipeline.commands._values import folder
from pipeline.errors import EXIT_DONE

NAME = "snapshot"
ORDER = 100
EXAMPLE = "atlas snapshot --data-dir full"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where they go."""
    parser.add_argument("--out", type=folder, metavar="DIR", help="default: data/snapshot")
    parser.add_argument(
        "--accept-shrink", action="store_true", help="put them in the place of facts about far more documents"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the files and name them; the facts that are bundled now do not take part."""
    from pipeline.settings import BUNDLED_SNAPSHOT

    settings = settings_of(arguments).model_copy(update={"snapshot": "none"})
    target = arguments.out or BUNDLED_SNAPSHOT
    with held(settings) as (archive, display):
        from pipeline import build, terms
        from pipeline.corpus import snapshot

        made = build.study(settings, archive, None, terms.load_lexicon(settings), display, workers=arguments.workers)
    for path, size in snapshot.write(target, made, accept_shrink=arguments.accept_shrink):
        print(f"{path}  {size:,} bytes")
    return EXIT_DONE
