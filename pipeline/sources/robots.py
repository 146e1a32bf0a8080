"""What each site allows programs to ask for: its robots.txt, kept as evidence of what was allowed when.

Site:    every site that is asked; the session fetches it once a run and obeys it.
Gives:   no documents.
"""

from collections.abc import Iterator

from pipeline.archive.robots import ROBOTS
from pipeline.archive.store import Reply
from pipeline.records import Record

NAME = ROBOTS


def parse(reply: Reply) -> Iterator[Record]:  # noqa: ARG001 - every source is called alike
    """Read nothing: the rules were for the session."""
    return iter(())
