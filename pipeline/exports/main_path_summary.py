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
    dated = documents.dropna(subset="posted_at")
    posted = dict(zip(dated["document_id"], dated["posted_at"], strict=True))
    writers = authorship.groupby("document_id")["author_id"].agg(set).to_dict()
    names = authors.set_index("author_id")["name"]
    wrote = authorship.assign(name=authorship["author_id"].map(names).fillna(authorship["author_id"]))
    rows = []
    for between, table in ((False, main_paths), (True, main_paths_between_authors)):
        for (weight, search), path in table.groupby(["weight", "search"]):
            ids = {*path["citing_id"], *path["cited_id"]}
            dates = [posted[document] for document in ids if document in posted]
            covered = path.loc[path["covered"].astype(bool), "citing_id"]
            rows.append(
                (
                    weight,
                    search,
                    between,
                    len(ids),
                    len(set[str]().union(*(writers.get(document, ()) for document in ids))),
                    len(path),
                    int(path["self_citation"].fillna(False).sum()),
                    len(covered),
                    max((posted[document] for document in covered if document in posted), default=None),
                    min(dates, default=None),
                    max(dates, default=None),
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
