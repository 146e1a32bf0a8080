"""Documents, authors, links and citations: made from the archive alone, then merged with the bundled facts.

The names below are loaded when they are asked for: a process that only reads bodies needs no tables, and starts in a
third of the time and memory without them.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.corpus.stage import Corpus, as_resources, build_corpus, build_from_records

__all__ = ["Corpus", "as_resources", "build_corpus", "build_from_records"]


def __getattr__(name: str) -> Any:
    """Return a public name of the stage."""
    if name in __all__:
        return getattr(importlib.import_module("pipeline.corpus.stage"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
