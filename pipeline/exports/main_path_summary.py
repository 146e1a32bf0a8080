"""What each main path rests on, in numbers and in a sentence: what it can and cannot claim."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import pandas as pd

from pipeline.errors import count
from pipeline.exports._caveats import Reach, with_counts

NAME = "main_path_summary"

NAMED = 3
"""Authors that a note names; of more it gives the number."""

_COLUMNS = [
    "weight",
    "search",
    "between_authors",
    "documents",
    "authors",
    "citations",
    "self_citations",
    "covered_citations",
    "covered_until",
    "first_at",
    "last_at",
    "note",
]


class _Edge(NamedTuple):
    citing_id: str
    cited_id: str
    covered: bool
    self_citation: bool


def build(
    main_paths: pd.DataFrame,
    main_paths_between_authors: pd.DataFrame,
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    authors: pd.DataFrame,
    reach: Reach,
) -> pd.DataFrame:
    """Return a row a weight and search; a key-route search has all its key routes together."""
    dated = documents.dropna(subset="posted_at")
    posted = dict(zip(dated["document_id"], dated["posted_at"], strict=True))
    writers: defaultdict[str, set[str]] = defaultdict(set)
    for document, author in zip(authorship["document_id"], authorship["author_id"], strict=True):
        writers[document].add(author)
    named = authors.dropna(subset="name")
    names = dict(zip(named["author_id"], named["name"], strict=True))
    rows = []
    for between, table in ((False, main_paths), (True, main_paths_between_authors)):
        for (weight, search), path in sorted(_paths(table).items()):
            ids = {document for edge in path for document in (edge.citing_id, edge.cited_id)}
            covered = [edge.citing_id for edge in path if edge.covered]
            unread = {edge.citing_id for edge in path if not edge.covered}
            dates = [posted[document] for document in ids if document in posted]
            rows.append(
                (
                    weight,
                    search,
                    between,
                    len(ids),
                    len(set[str]().union(*(writers[document] for document in ids))),
                    len(path),
                    sum(edge.self_citation for edge in path),
                    len(covered),
                    max((posted[document] for document in covered if document in posted), default=None),
                    min(dates, default=None),
                    max(dates, default=None),
                    _note(path, {names.get(author, author) for document in unread for author in writers[document]}),
                )
            )
    return with_counts(pd.DataFrame(rows, columns=_COLUMNS), *reach)


def _paths(table: pd.DataFrame) -> dict[tuple[str, str], list[_Edge]]:
    """Return the edges of each path by its weight and search."""
    paths: defaultdict[tuple[str, str], list[_Edge]] = defaultdict(list)
    flags = (table["covered"].astype(bool), table["self_citation"].fillna(False).astype(bool))
    edges = map(_Edge, table["citing_id"], table["cited_id"], *flags)
    for weight, search, edge in zip(table["weight"], table["search"], edges, strict=True):
        paths[weight, search].append(edge)
    return paths


_READ = "months of which at least 90 % of the known posts were read"


def _note(path: Sequence[_Edge], unread_authors: AbstractSet[str]) -> str:
    """Say how much of a path may be believed; ``unread_authors`` wrote what cites in months that are not covered.

    >>> print(_note([_Edge("b", "a", True, False), _Edge("c", "b", False, True)], {"Bob"}))
    1 of 2 citations comes from months of which at least 90 % of the known posts were read. The other comes from 1 author (Bob); self-citations among these: 1 of 1. Such citations show how authors whose posts and comments happen to have been read build on each other, not who carried the idea onward.
    """
    unread = [edge for edge in path if not edge.covered]
    if not unread:
        return f"{'The one citation comes' if len(path) == 1 else 'All citations come'} from {_READ}."
    people = sorted(unread_authors)
    named = f" ({', '.join(people)})" if len(people) <= NAMED else ""
    whose = f"{count(len(people), 'author')}{named}" if people else "unknown authors"
    own = sum(edge.self_citation for edge in unread)
    read = len(path) - len(unread)
    if read:
        said = f"{read} of {len(path)} citations {'comes' if read == 1 else 'come'}"
        rest = "The other comes" if len(unread) == 1 else "The others come"
    elif len(path) == 1:
        said, rest = "The one citation does not come", "It comes"
    else:
        said, rest = f"None of the {len(path)} citations come", "They come"
    return (
        f"{said} from {_READ}. {rest} from {whose}; self-citations among these: {own} of {len(unread)}. Such citations show how "
        "authors whose posts and comments happen to have been read build on each other, not who carried the idea onward."
    )
