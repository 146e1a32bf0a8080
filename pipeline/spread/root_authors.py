"""Who wrote the root work."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import pandas as pd


def root_authors(
    authorship: pd.DataFrame, authors: pd.DataFrame, root_ids: AbstractSet[str], names: Iterable[str]
) -> frozenset[str]:
    """Return the ids of the root work's authors: those of its documents' bylines, and those of a stated name.

    A forum names coauthors only where it is asked for them, so the configuration names them too. Names are compared
    without case and white space.

    Examples
    --------
    >>> authorship = pd.DataFrame({"document_id": ["r", "x"], "author_id": ["forum:ann", "forum:bob"]})
    >>> authors = pd.DataFrame({"author_id": ["forum:ann", "forum:bob"], "name": ["ann", "Bob  Doe"]})
    >>> sorted(root_authors(authorship, authors, {"r"}, ["Bob Doe"]))
    ['forum:ann', 'forum:bob']
    """
    signed = authorship.loc[authorship["document_id"].isin(root_ids), "author_id"]
    stated = {_plain(name) for name in names}
    named = authors.loc[[_plain(name) in stated for name in authors["name"]], "author_id"]
    return frozenset(signed) | frozenset(named)


def _plain(name: str) -> str:
    return "".join(name.casefold().split())
