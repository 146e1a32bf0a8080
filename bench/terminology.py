"""All of terminology on the bundled facts: the terms stage, and every table of terms, topics and wording; CPU seconds."""

import argparse
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

from bench._harness import race
from pipeline import exports, terms
from pipeline.archive.store import Archive
from pipeline.build import study
from pipeline.corpus import snapshot as bundled
from pipeline.progress import Silent
from pipeline.schema import TABLES as EVERY_TABLE
from pipeline.schema import terms as terms_schema
from pipeline.schema import wording as wording_schema
from pipeline.settings import BUNDLED_SNAPSHOT, load

NAME = "terminology"
TABLES = frozenset(table.name for table in (*terms_schema.TABLES, *wording_schema.TABLES))
_TARGET = 10
_SHOWN = 6


class Clock(Silent):
    """Notes the CPU seconds between one table and the next; what several tables share counts with the first of them."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self._since = 0.0

    def start(self, what: str, total: int | None = None) -> None:  # noqa: ARG002 - as the protocol has it
        self.taken, self._since = [], time.process_time()

    def advance(self, steps: int = 1) -> None:  # noqa: ARG002 - as the protocol has it
        now = time.process_time()
        self.taken.append(now - self._since)
        self._since = now


def run(arguments: argparse.Namespace) -> None:
    """Build the corpus of the bundled facts and the tables of other stages once, unmeasured; then measure terminology."""
    facts, clock = bundled.read(BUNDLED_SNAPSHOT), Clock()
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        settings = load(data_dir=Path(folder))
        lexicon = terms.load_lexicon(settings)
        resources = study(settings, Archive(settings.archive_path), facts, lexicon, Silent(), workers=1)
    resources = exports.build_all(resources, only=set(EVERY_TABLE) - TABLES) | resources
    read = SimpleNamespace(**{name: resources[name] for name in ("documents", "texts", "links")})
    made: list[str] = []

    def tables() -> None:
        made[:] = exports.build_all(resources, clock, only=TABLES)

    timings = race(
        {"the terms stage": lambda: terms.build_terms(read, facts, lexicon), "every table": tables}, arguments.rounds
    )
    print(f"\nTerminology of the bundled facts, {len(made)} tables\n  {'':44}{'CPU s':>9}{'wall s':>9}")
    for name, timing in timings.items():
        print(f"  {name:44}{timing.cpu:9.2f}{timing.wall:9.2f}")
    for seconds, name in sorted(zip(clock.taken, made, strict=True), reverse=True)[:_SHOWN]:
        print(f"    {name:42}{seconds:9.2f}")
    whole = sum(timing.cpu for timing in timings.values())
    print(f"  {'together':44}{whole:9.2f}   (target: under {_TARGET})")
