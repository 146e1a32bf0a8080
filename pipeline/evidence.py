"""In which ways the citations of the root work were found, in sentences, for ``atlas status --coverage``."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.build import current
from pipeline.errors import count
from pipeline.settings import Settings
from pipeline.tables import read_parquet

WAYS = {
    "body": "links in texts that were read",
    "pingback_list": "lists of incoming links",
    "pingback_field": "the forum's own reading of texts",
    "citation_index": "indexes of papers",
    "cited_by_table": "tables of citing pages",
    "edge_list": "an imported network",
}
"""Every kind of evidence, in the order in which it is told, and what it is called here."""


def report(settings: Settings) -> Iterator[str]:
    """Yield, for the root work and each of its documents, how many citing documents each way found, and found alone.

    Raises
    ------
    UsageError
        If nothing has been built yet.
    """
    built = current(settings)
    exports = built.folder / "exports"
    documents = read_parquet("documents", exports, columns=["document_id", "title", "kind", "generation", "has_body"])
    roots = documents[documents["generation"] == 0]
    citations = read_parquet("citations", exports, columns=["citing_id", "cited_id", "evidence"])
    received = citations[citations["cited_id"].isin(roots["document_id"])]
    yield f"How the citations of {built.facts['root_title']!r} were found, by citing documents:"
    yield from _ways(
        "the work as a whole (its own documents do not count as citing it)",
        _by_work(received[~received["citing_id"].isin(roots["document_id"])]),
        pd.NA,
    )
    yield from _earlier(documents, received)
    table = read_parquet("citation_evidence", exports).set_index("cited_id")
    for root in roots.sort_values("document_id").itertuples():
        own = table.loc[table.index == root.document_id]
        yield from _ways(f"{root.document_id} ({root.title})", own, own["not_named"].max())
    yield from _limits(documents)
    yield f"Every cited document: {settings.exports / 'citation_evidence.csv'}"


def _earlier(documents: pd.DataFrame, received: pd.DataFrame) -> Iterator[str]:
    """Say how many citing documents are no adopters, so that this count agrees with those of the spread."""
    citing = documents[documents["document_id"].isin(received["citing_id"])]
    if no_adopters := int(citing["generation"].isna().sum()):
        yield (
            f"    {no_adopters:6,}  of them dated before the work, or not at all: links of later edits, which count "
            "nowhere as its spread"
        )


def _by_work(received: pd.DataFrame) -> pd.DataFrame:
    """Count as the table does, with the work's documents taken for one: a citing document may cite several of them."""
    ways = received.assign(evidence=received["evidence"].str.split(" | ", regex=False)).explode("evidence")
    pairs = ways[["citing_id", "evidence"]].drop_duplicates()
    alone = ~pairs["citing_id"].duplicated(keep=False)
    counted = pairs.assign(found_only=alone).groupby("evidence")["found_only"].agg(found="size", found_only="sum")
    return counted.reset_index().assign(citing_documents=pairs["citing_id"].nunique())


def _ways(named: str, rows: pd.DataFrame, not_named: Any) -> Iterator[str]:
    if rows.empty:
        yield f"  {named}: none was found"
        return
    yield f"  {named}: {int(rows['citing_documents'].max()):,}"
    found = rows.set_index("evidence")
    for way in sorted(found.index, key=lambda one: (list(WAYS).index(one) if one in WAYS else len(WAYS), one)):
        many, alone = int(found.loc[way, "found"]), int(found.loc[way, "found_only"])
        text = f"    {many:6,}  by {WAYS.get(way, way)}, {alone:,} of them in no other way"
        if way == "pingback_list" and not pd.isna(not_named) and not_named:
            text += f"; {count(int(not_named), 'more item')} naming no document (pingbacks.csv says why)"
        yield text


def _limits(documents: pd.DataFrame) -> Iterator[str]:
    """Say why no way is taken for complete, with what is known of each; where there are no posts, no forum tells."""
    posts = documents[documents["kind"] == "post"]
    if posts.empty:
        return
    read, known = int(posts["has_body"].fillna(False).astype(bool).sum()), len(posts)
    yield (
        "A list of incoming links is never taken as complete: the forum shows the posts whose karma is above 0, another "
        "reader of it what it has itself shown before."
    )
    yield (
        f"Texts were read of {read:,} of {count(known, 'post')}; what the others cite is known as far as such a list names them."
    )
