"""Topics over time: families, tags, communities, discovered topics."""

from collections.abc import Sequence

import pandas as pd

from dashboard import opening, words
from dashboard.content import Figure
from dashboard.coverage import Gap, drawn, gaps
from dashboard.facts import records
from dashboard.figures import line, mark_partial, over_time, plain, reach_of
from dashboard.labels import spoken
from dashboard.pages._term_posts import using
from dashboard.trends import CHOICE_OF_FAMILY

_SAID = ["period", "covered", "documents", "documents_total", "authors"]
_NAMED = ["topic_kind", "topic", "field", "period", "venue", "documents"]


def figure_topics(table: pd.DataFrame, missing: Sequence[Gap]) -> Figure:
    """Draw the share of documents of each topic, a line a topic, and shade what is ``missing``.

    ``table`` is that of :func:`dashboard.topics.topic_rows`.
    """
    traces, values = [], []
    for place, ((kind, topic), rows) in enumerate(table.groupby(["topic_kind", "topic"], sort=False)):
        shares = drawn(rows, "share_of_documents", 100)
        called = spoken(str(topic)) if kind == "family" else str(topic)
        hover = [_text(called, row) for row in records(rows, _SAID)]
        marker = mark_partial(rows["partial"], place)
        opens = opened_topics(rows)
        name = f"{called} ({kind})"
        traces.append(line(rows["period"].tolist(), shares, name, place, hover, marker=marker, customdata=opens))
        values.append(shares)
    axis = {"title": {"text": "% of documents"}, "range": reach_of(*values)}
    return {"data": traces, "layout": over_time(axis, missing)}


def topic_gaps(table: pd.DataFrame) -> list[Gap]:
    """Return the stretches in which no topic is drawn."""
    if table.empty:
        return []
    best = table.groupby("period", sort=True, as_index=False)[["documents_total", "documents_known", "covered"]].max()
    return gaps(best.assign(venue=table["venue"].iloc[0]), "documents_total", "documents_known")


def opened_topics(rows: pd.DataFrame) -> list[str | None]:
    """Return what each row opens, where the works can be narrowed to the topic."""
    return [_address(row) if row["documents"] else None for row in records(rows, _NAMED)]


def _address(row: dict[str, str]) -> str | None:
    if row["topic_kind"] == "family":
        return using(CHOICE_OF_FAMILY + row["topic"], row["field"], row["period"], venue=row["venue"])
    if row["topic_kind"] == "tag":
        return opening.works(kind="post", tag=row["topic"], period=row["period"], venue=row["venue"])
    if row["topic_kind"] == "community":
        number = row["topic"].partition(" ")[0]
        return opening.works(kind="post", community=f"citation:{number}", period=row["period"], venue=row["venue"])
    return None


def _text(topic: str, row: dict[str, object]) -> str:
    start = f"{plain(topic)}, {row['period']}"
    if row["covered"] is not True:
        return f"{start}: not known"
    documents, total = int(str(row["documents"])), int(str(row["documents_total"]))
    said = f"{documents:,} of {total:,} documents, {words.count(int(str(row['authors'])), 'author')}"
    return f"{start}: {words.percent(documents, total)} ({said})"
