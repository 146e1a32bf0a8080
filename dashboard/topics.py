"""Rows of the topic trends for the topics that a reader chose, complete with their zeros."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd

from dashboard.data_access import Build
from dashboard.labels import spoken
from dashboard.trends import complete, highest_of_none, within

KINDS = {"family": "families of terms", "tag": "tags", "community": "communities", "discovered": "discovered topics"}
SEPARATOR = ": "
_COUNTS = ("documents", "authors", "documents_serials_once")
_OWN = (*_COUNTS, "ci_low", "ci_high")
COLUMNS = [
    "topic_kind",
    "topic",
    "period",
    "grain",
    "venue",
    "field",
    "documents",
    "documents_total",
    "share_of_documents",
    "ci_low",
    "ci_high",
    "authors",
    "documents_serials_once",
    "documents_known",
    "covered",
    "partial",
]


def key(kind: str, topic: str) -> str:
    """Return what a topic is called among topics of all kinds."""
    return f"{kind}{SEPARATOR}{topic}"


def split(chosen: str) -> tuple[str, str]:
    """Return kind and name of a topic that :func:`key` names.

    >>> split("tag: ai: safety")
    ('tag', 'ai: safety')
    """
    kind, _, topic = chosen.partition(SEPARATOR)
    return kind, topic


def topic_groups(data: Build) -> dict[str, dict[str, str]]:
    """Return every topic by kind, those of most documents first, as choices."""
    counts = data.once(_counts)
    return {
        KINDS.get(str(kind), str(kind)): {
            key(str(kind), str(topic)): spoken(str(topic)) if kind == "family" else str(topic)
            for topic in rows.index.get_level_values(1)
        }
        for kind, rows in counts.groupby(level=0, sort=False)
    }


def default_topics(data: Build) -> tuple[str, ...]:
    """Return the four families that stand in most titles, or the topics of most documents where there is no family."""
    counts = data.once(_counts)
    kinds = list(dict.fromkeys(counts.index.get_level_values(0)))
    best = counts[counts.index.get_level_values(0) == kinds[0]].head(4) if kinds else counts
    return tuple(key(str(kind), str(topic)) for kind, topic in best.index)


def topic_rows(
    data: Build, chosen: Sequence[str], field: str, venue: str, grain: str, span: tuple[str, str]
) -> pd.DataFrame:
    """Return one row per chosen topic and period within the months of ``span``, in the order chosen.

    The columns are those of ``topic_trends``.

    Families are counted in a field, which other kinds have none of. A period in which documents are known and none has
    the topic has 0; a topic without documents in the venue has no rows.
    """
    parts, shared = [], []
    for kind, pairs in groupby(map(split, chosen), key=lambda pair: pair[0]):
        topics = [topic for _, topic in pairs]
        totals = data.once(_totals, kind, field, venue, grain)
        totals = totals[within(totals.index, span)]
        rows = data.once(_of_kind, kind, field, venue, grain)
        own = rows.loc[rows["topic"].isin(topics), ["topic", "period", *_OWN]]
        whole = complete(own, "topic", topics, totals.index.tolist())
        if whole.empty:
            continue
        parts.append(whole.assign(topic_kind=kind, field=field if kind == "family" else None))
        shared.append(totals.take(np.arange(len(whole)) % len(totals)))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    return _with_zeros(pd.concat(parts, ignore_index=True), pd.concat(shared, ignore_index=True), grain, venue)


def _with_zeros(rows: pd.DataFrame, shared: pd.DataFrame, grain: str, venue: str) -> pd.DataFrame:
    """Return rows with 0 where documents are known and none has the topic, and with what all topics of a period share."""
    absent, some = rows["documents"].isna(), shared["documents_total"] > 0
    total = shared["documents_total"].where(some).astype("Float64")
    counts = rows[list(_COUNTS)].fillna(0)
    whole = rows.assign(**counts).join(shared).assign(grain=grain, venue=venue)
    return whole.assign(
        share_of_documents=counts["documents"] / total,
        ci_low=rows["ci_low"].mask(absent & some, 0.0),
        ci_high=rows["ci_high"].mask(absent & some, highest_of_none(total)),
    )[COLUMNS]


def _of_kind(data: Build, kind: str, field: str, venue: str, grain: str) -> pd.DataFrame:
    """Return the rows of all topics of a kind, in order of time."""
    in_field = {"field": field} if kind == "family" else {}
    rows = data.matching("topic_trends", topic_kind=kind, venue=venue, grain=grain, **in_field)
    return rows.sort_values("period", ignore_index=True)


def _totals(data: Build, kind: str, field: str, venue: str, grain: str) -> pd.DataFrame:
    """Return what all topics of a kind share: what is known of each period."""
    shared = ["documents_total", "documents_known", "covered", "partial"]
    rows = data.once(_of_kind, kind, field, venue, grain)
    return rows.drop_duplicates("period").set_index("period")[shared]


def _counts(data: Build) -> "pd.Series[int]":
    """Return the documents of each topic by kind, kinds in the order of :data:`KINDS`, the largest topics first."""
    table = data.table("topic_trends")
    rows = table[
        (table["grain"] == "year") & (table["venue"] == "all") & (table["field"].isna() | (table["field"] == "title"))
    ]
    summed = rows.groupby(["topic_kind", "topic"])["documents"].sum().reset_index()
    order = {kind: place for place, kind in enumerate(KINDS)}
    summed = summed.assign(place=summed["topic_kind"].map(order).fillna(len(order)))
    ranked = summed.sort_values(["place", "documents", "topic"], ascending=[True, False, True])
    counts: pd.Series[int] = ranked.set_index(["topic_kind", "topic"])["documents"]
    return counts
