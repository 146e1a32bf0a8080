"""Figures of the spread: cumulative curves and newcomers, a venue a line, and the lists of incoming links."""

from collections.abc import Iterator

import pandas as pd

from dashboard.content import Figure
from dashboard.coverage import Gap, drawn, gaps, so_far
from dashboard.facts import series
from dashboard.figures import bars, count_axis, line, mark_partial, over_time
from dashboard.labels import KINDS, venue
from pipeline import periods

KNOWN, TOTAL = "documents_with_links", "documents_total"


def spread_table(spread: pd.DataFrame, venues: tuple[str, ...], kind: str, grain: str) -> pd.DataFrame:
    """Return the rows of the chosen venues, in the order chosen and then of time."""
    parts = [series(spread, grain=grain, venue=name, kind=kind) for name in venues]
    return pd.concat(parts, ignore_index=True) if parts else spread.iloc[:0]


def figure_cumulative(table: pd.DataFrame, column: str, y_title: str) -> Figure:
    """Draw a cumulative count, a line a venue.

    ``table`` holds ``spread`` rows of one kind and grain. A count up to a period rests on all that came before, so it is
    drawn only while 90 % of the documents so far have known links; where no venue is drawn, the stretch is shaded.
    """
    traces, reliable = [], []
    for place, (name, rows) in enumerate(by_venue(table)):
        rows = so_far(rows, KNOWN, TOTAL)
        reliable.append(rows)
        counts = zip(rows["period"], rows[column], strict=True)
        hover = [f"{name}: {count} by the end of {period}" for period, count in counts]
        marker = mark_partial(rows["partial"], place)
        traces.append(line(rows["period"].tolist(), drawn(rows, column), name, place, hover, marker=marker))
    together = pd.concat(reliable, ignore_index=True) if reliable else table
    axis = count_axis(y_title, drawn(together, column))
    return {"data": traces, "layout": over_time(axis, common_gaps(together), showlegend=len(traces) > 1)}


def figure_new_authors(table: pd.DataFrame, grain: str) -> Figure:
    """Draw the authors whose first citation falls in each period; the bars of several venues stand side by side."""
    traces = []
    for place, (name, rows) in enumerate(by_venue(table)):
        counts = zip(rows["period"], rows["new_authors"], strict=True)
        hover = [f"<b>{period}</b>, {name}: {count} new" for period, count in counts]
        traces.append(bars(rows["period"].tolist(), drawn(rows, "new_authors"), name, place, hover))
    several = len(traces) > 1
    if several:
        for trace in traces:
            del trace["width"], trace["offset"]
    axis = count_axis(f"new authors a {grain}", drawn(table, "new_authors"))
    return {"data": traces, "layout": over_time(axis, common_gaps(table), showlegend=several, hovermode="closest")}


def listed_table(items: pd.DataFrame, grain: str, as_of: str) -> pd.DataFrame:
    """Count the items of lists of incoming links by period and kind, with sums so far.

    ``items`` are rows of ``pingbacks`` with a date. A row a period and kind, from the first item to ``as_of``, zeros included.
    """
    labels = items["posted_at"].map(lambda moment: periods.period(moment, grain))
    last = periods.period(as_of, grain) if as_of[:1].isdigit() else None
    if items.empty or not labels.notna().any():
        return pd.DataFrame(columns=["period", "grain", "kind", "items", "cumulative_items", "partial"])
    span = periods.between(min(labels.dropna()), max([*labels.dropna(), *([last] if last else [])]))
    parts = []
    for kind in sorted(set(items["kind"])):
        counts = labels[items["kind"] == kind].value_counts().reindex(span, fill_value=0)
        rows = pd.DataFrame({"period": span, "grain": grain, "kind": kind, "items": counts.to_numpy()})
        parts.append(
            rows.assign(cumulative_items=rows["items"].cumsum(), partial=[periods.end(one) > as_of for one in span])
        )
    return pd.concat(parts, ignore_index=True).astype(
        {"items": "Int64", "cumulative_items": "Int64", "partial": "boolean"}
    )


def figure_listed(table: pd.DataFrame) -> Figure:
    """Draw the items on lists of incoming links so far, a line a kind."""
    traces = []
    for place, (kind, rows) in enumerate(table.groupby("kind", sort=False)):
        counts = zip(rows["period"], rows["cumulative_items"], rows["items"], strict=True)
        name = KINDS.get(str(kind), str(kind))
        hover = [f"{name}: {total} by the end of {period}, {new} of them in it" for period, total, new in counts]
        marker = mark_partial(rows["partial"], place)
        traces.append(line(rows["period"].tolist(), rows["cumulative_items"], name, place, hover, marker=marker))
    return {"data": traces, "layout": over_time(count_axis("items listed so far", table["cumulative_items"]))}


def by_venue(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give each venue's rows, in the order of the table, with what the venue is called."""
    for name, rows in table.groupby("venue", sort=False):
        yield venue(str(name)), rows.reset_index(drop=True)


def common_gaps(table: pd.DataFrame) -> list[Gap]:
    """Return the gaps that all venues of the table share: where nothing at all is drawn."""
    if table.empty:
        return []
    together = table.groupby("period", sort=True, as_index=False)[["covered", KNOWN, TOTAL]].max()
    return gaps(together, KNOWN, TOTAL)
