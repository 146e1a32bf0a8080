"""Rows of the topic trends for the topics that a reader chose, complete with their zeros."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.data_access import Build
from dashboard.facts import series
from dashboard.labels import spoken

KINDS = {"family": "families of terms", "tag": "tags", "community": "communities", "discovered": "discovered topics"}
SEPARATOR = ": "
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
    data: Build, chosen: Sequence[str], field: str, venue: str, grain: str, years: tuple[int, int]
) -> pd.DataFrame:
    """Return one row per chosen topic and period, in the order chosen: the columns of ``topic_trends``.

    Families are counted in a field, which other kinds have none of. A period in which documents are known and none has
    the topic has 0; a topic without documents in the venue has no rows.
    """
    parts = []
    for kind, topic in map(split, chosen):
        rows = data.once(_of_kind, kind, field, venue, grain)
        rows = rows[(rows["period"] >= str(years[0])) & (rows["period"] < str(years[1] + 1))]
        own = rows[rows["topic"] == topic].set_index("period")
        if own.empty:
            continue
        shared = ["documents_total", "documents_known", "covered", "partial"]
        totals = rows.drop_duplicates("period").set_index("period")[shared].sort_index()
        whole = totals.join(own.drop(columns=shared))
        total = totals["documents_total"].where(totals["documents_total"] > 0).astype("Float64")
        counts = {name: whole[name].fillna(0) for name in ("documents", "authors", "documents_serials_once")}
        absent = whole["documents"].isna() & (totals["documents_total"] > 0)
        same = {"topic_kind": kind, "topic": topic, "grain": grain, "venue": venue}
        whole = whole.assign(**counts, **same, field=field if kind == "family" else None)
        whole["share_of_documents"] = counts["documents"] / total
        whole["ci_low"], whole["ci_high"] = whole["ci_low"].mask(absent, 0.0), whole["ci_high"].mask(absent, np.nan)
        parts.append(whole.reset_index()[COLUMNS])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def _of_kind(data: Build, kind: str, field: str, venue: str, grain: str) -> pd.DataFrame:
    rows = series(data.table("topic_trends"), topic_kind=kind, venue=venue, grain=grain)
    return rows[rows["field"] == field].reset_index(drop=True) if kind == "family" else rows


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
