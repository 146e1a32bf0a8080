"""What each main path rests on, in numbers and in a sentence: what it can and cannot claim."""

from collections.abc import Set as AbstractSet

import pandas as pd

from pipeline.exports._caveats import in_reach, with_caveats

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


def build(
    main_paths: pd.DataFrame,
    main_paths_between_authors: pd.DataFrame,
    documents: pd.DataFrame,
    authorship: pd.DataFrame,
    authors: pd.DataFrame,
    root_ids: AbstractSet[str],
) -> pd.DataFrame:
    """Return a row a weight and search; a key-route search has all its key routes together."""
    posted = documents.set_index(documents["document_id"].astype(object))["posted_at"]
    names = authors.set_index("author_id")["name"]
    wrote = authorship.assign(name=authorship["author_id"].map(names).fillna(authorship["author_id"]))
    rows = []
    for between, table in ((False, main_paths), (True, main_paths_between_authors)):
        for (weight, search), path in table.groupby(["weight", "search"]):
            ids = pd.concat([path["citing_id"], path["cited_id"]]).drop_duplicates()
            dates = posted.reindex(ids.astype(object)).dropna()
            covered = path[path["covered"].astype(bool)]
            until = posted.reindex(covered["citing_id"].astype(object)).max()
            rows.append(
                (
                    weight,
                    search,
                    between,
                    len(ids),
                    wrote.loc[wrote["document_id"].isin(ids), "author_id"].nunique(),
                    len(path),
                    int(path["self_citation"].fillna(False).sum()),
                    len(covered),
                    until,
                    dates.min(),
                    dates.max(),
                    _note(path, wrote),
                )
            )
    return with_caveats(pd.DataFrame(rows, columns=_COLUMNS), in_reach(documents, root_ids))


def _note(path: pd.DataFrame, wrote: pd.DataFrame) -> str:
    """Say how much of a path may be believed.

    >>> path = pd.DataFrame({"citing_id": ["b", "c"], "covered": [True, False], "self_citation": [False, True]})
    >>> print(_note(path, pd.DataFrame({"document_id": ["b", "c"], "name": ["Ann", "Bob"]})))
    1 of 2 citations come from months of which at least 90 % of the known posts were read. The others come from 1 author (Bob), and 1 of these 1 are self-citations: they show how authors whose posts and comments happen to have been read build on each other, not who carried the idea onward.
    """
    unread = path[~path["covered"].astype(bool)]
    if unread.empty:
        return "All citations come from months of which at least 90 % of the known posts were read."
    people = sorted(set(wrote.loc[wrote["document_id"].isin(unread["citing_id"]), "name"]))
    named = f" ({', '.join(people)})" if len(people) <= NAMED else ""
    whose = f"{len(people)} author{'' if len(people) == 1 else 's'}{named}" if people else "unknown authors"
    own = int(unread["self_citation"].fillna(False).sum())
    read, rest = (f"{len(path) - len(unread)} of", "The others") if len(unread) < len(path) else ("None of the", "They")
    return (
        f"{read} {len(path)} citations come from months of which at least 90 % of the known posts were read. {rest} come "
        f"from {whose}, and {own} of these {len(unread)} are self-citations: they show how authors whose posts and "
        "comments happen to have been read build on each other, not who carried the idea onward."
    )
