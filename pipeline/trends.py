"""Trends of terms and topics on request: by week and day, by tag, community, author and author group, smoothed.

They are made from a build's tables by the code that makes the published tables, ``term_trends`` and ``topic_trends``.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from pipeline import schema
from pipeline.errors import UsageError
from pipeline.exports import population, term_trends, topic_trends
from pipeline.exports._trends import known_posts
from pipeline.intervals import share
from pipeline.moments import is_before
from pipeline.periods import FINE_GRAINS
from pipeline.settings import Census
from pipeline.tables import read_parquet

GROUPS: Final = ("venue", "tag", "community", "author", "author_group")
"""``community`` is that of the citation graph. ``author_group``: ``root`` wrote the root work, ``before`` had posted before
it, ``after`` had not; a document of several authors counts under each of their groups."""


TABLES: Final = ("term_trends", "topic_trends")


def trends(
    table: str, build: Path, as_of: str, censuses: Mapping[str, Census], *, fine: str | None = None, by: str = "venue"
) -> pd.DataFrame:
    """Return trends of terms or topics, with the columns of that table, the group's in place of ``venue``.

    Parameters
    ----------
    table : str
        One of :data:`TABLES`.
    build : Path
        Folder of a build.
    as_of : str
        Latest moment known, which decides what is ``partial``.
    censuses : mapping of str to Census
        When every post is known; see :mod:`pipeline.exports._population`.
    fine : str or None
        ``week`` or ``day``; None: year, quarter and month.
    by : str
        One of :data:`GROUPS`. Documents without a group of that kind count nowhere; of tags, a document without any
        cannot be told from one whose tags are not known. Tags are no topics by tag, nor communities by community.
    """
    exports = build / "exports"
    documents, authorship = read_parquet("documents", exports), read_parquet("authorship", exports)
    terms = read_parquet("terms", exports)
    bundled_terms = frozenset(terms.loc[terms["counted_in"] == "all", "term"])
    words, uses = read_parquet("word_counts", build / "corpus"), read_parquet("term_counts", exports)
    here = read_parquet("texts", build / "local", ["document_id"]).drop_duplicates()
    groups = _groups(by, exports, documents, authorship)
    if table == "term_trends":
        made = term_trends.counted(documents, authorship, words, here, uses, bundled_terms, as_of, groups, fine)
    else:
        topics = topic_trends.topics_of(
            documents,
            read_parquet("document_tags", exports),
            read_parquet("communities", exports),
            read_parquet("topic_loadings", build / "terms"),
        )
        # Each tag or community would hold all of its own posts, which says nothing.
        topics.pop(by, None)
        made = topic_trends.counted(
            documents, authorship, words, here, uses, topics, bundled_terms, as_of, groups, fine
        )
    made = population(documents, censuses).bound(made)
    made["partial"], made["covered"] = made["partial"].astype("boolean"), made["covered"].astype("boolean")
    columns = [by if name == "venue" else name for name in schema.TABLES[table].names]
    order = [by if name == "venue" else name for name in schema.TABLES[table].row_order]
    return made[columns].sort_values(order, kind="stable", na_position="last", ignore_index=True)


def smoothed(table: pd.DataFrame, periods: int) -> pd.DataFrame:
    """Add ``share_of_documents_over_N``: the share of N neighbouring periods together, the row's own in their middle.

    Documents of all N are divided by the documents_total of all N. Empty where one of them lies beyond the series, is
    not covered or is partial: a gap is shown, not smoothed away.

    Raises
    ------
    UsageError
        Unless N is odd, greater than 1, and no more than the longest series has periods.
    """
    if periods < 3 or periods % 2 == 0:
        raise UsageError(f"--smooth: expected an odd number of periods from 3, found {periods}; for example --smooth 5")
    names = ("grain", *GROUPS, "field", "family", "term", "topic_kind", "topic")
    series = [name for name in names if name in table.columns]
    longest = int(table.groupby(series, dropna=False).size().max()) if len(table) else periods
    if periods > longest:
        raise UsageError(f"--smooth: expected at most {longest}, the periods of the longest series, found {periods}")
    usable = table["covered"].astype(bool) & ~table["partial"].astype(bool)
    rows = table.assign(
        part=table["documents"].astype("float64").where(usable, np.nan),
        whole=table["documents_total"].astype("float64").where(usable, np.nan),
    )
    rolling = (
        rows.groupby(series, sort=False, dropna=False)[["part", "whole"]]
        .rolling(periods, center=True, min_periods=periods)
        .sum()
    )
    sums = rolling.reset_index(level=series, drop=True).reindex(table.index)
    known = sums["whole"].notna()
    pooled = share(sums["part"].fillna(0), sums["whole"].fillna(0)).mask(~known)
    return table.assign(**{f"share_of_documents_over_{periods}": pooled})


def _groups(by: str, exports: Path, documents: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame | None:
    if by == "venue":
        return None
    if by == "tag":
        return read_parquet("document_tags", exports)[["document_id", "tag"]]
    if by == "community":
        found = read_parquet("communities", exports)
        found = found[found["relation"] == "citation"]
        return pd.DataFrame({"document_id": found["document_id"], "community": topic_trends.community_names(found)})
    if by == "author":
        return authorship[["document_id", "author_id"]].rename(columns={"author_id": "author"})
    return _author_groups(documents, authorship)


def _author_groups(documents: pd.DataFrame, authorship: pd.DataFrame) -> pd.DataFrame:
    roots = documents[documents["generation"] == 0]
    wrote = authorship.merge(known_posts(documents)[["document_id", "posted_at"]], on="document_id")
    root_authors = set(authorship.loc[authorship["document_id"].isin(roots["document_id"]), "author_id"])
    earlier = set(wrote.loc[is_before(wrote["posted_at"], roots["posted_at"].min()), "author_id"])
    group = authorship["author_id"].map(
        lambda author: "root" if author in root_authors else "before" if author in earlier else "after"
    )
    return pd.DataFrame({"document_id": authorship["document_id"], "author_group": group}).drop_duplicates()


def is_asked_for(table: str, grain: str | None, by: str | None, smooth: int | None) -> bool:
    """Return whether a request goes beyond the published table.

    Raises
    ------
    UsageError
        If it does, for a table that cannot be made on request.
    """
    beyond = grain in FINE_GRAINS or by not in (None, "venue") or smooth is not None
    if beyond and table not in TABLES:
        raise UsageError(
            f"table {table}: weeks, days, --by and --smooth are for {' and '.join(TABLES)}; leave them out"
        )
    return beyond
