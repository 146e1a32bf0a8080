"""Figures of the spread: cumulative curves and newcomers, a venue a line."""

from collections.abc import Iterator

import pandas as pd

from dashboard import opening
from dashboard.content import Behind, Figure
from dashboard.coverage import Gap, drawn, gaps, so_far, stands_behind
from dashboard.facts import records, series
from dashboard.figures import bars, count_axis, line, mark_partial, over_time
from dashboard.labels import MARKED, venue
from dashboard.pages._newcomers import arrival

KNOWN, TOTAL = "documents_with_links", "documents_total"
SO_FAR = {
    "covered": "true where 90 % of all documents up to the period's end have known links, and of each period it is known how many "
    "there were"
}
"""What ``covered`` says in rows of :func:`up_to_each`."""


def spread_table(spread: pd.DataFrame, venues: tuple[str, ...], kind: str, grain: str) -> pd.DataFrame:
    """Return the rows of the chosen venues, in the order chosen and then of time."""
    parts = [series(spread, grain=grain, venue=name, kind=kind) for name in venues]
    return pd.concat(parts, ignore_index=True) if parts else spread.iloc[:0]


def up_to_each(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``spread`` rows of one kind and grain with ``covered`` said of all that came up to the end of each, venue by venue."""
    rows = [so_far(rows, KNOWN, TOTAL) for _, rows in by_venue(table)]
    return pd.concat(rows, ignore_index=True) if rows else table


def figure_cumulative(table: pd.DataFrame, column: str, y_title: str) -> Figure:
    """Draw a cumulative count, a line a venue.

    ``table`` holds ``spread`` rows as :func:`up_to_each` gives them. A count up to a period rests on all that came before, so it is
    drawn only while 90 % of the documents so far have known links; where no venue is drawn, the stretch is shaded.
    """
    traces = []
    for place, (name, rows) in enumerate(by_venue(table)):
        counts = zip(rows["period"], rows[column], strict=True)
        hover = [f"{name}: {count} by the end of {period}" for period, count in counts]
        marker = mark_partial(rows["partial"], place)
        more = {"marker": marker, "customdata": opened_so_far(rows)}
        traces.append(line(rows["period"].tolist(), drawn(rows, column), name, place, hover, **more))
    axis = count_axis(y_title, drawn(table, column))
    return {"data": traces, "layout": over_time(axis, common_gaps(table), showlegend=len(traces) > 1)}


def figure_new_authors(table: pd.DataFrame, grain: str) -> Figure:
    """Draw the authors whose first citation falls in each period; the bars of several venues stand side by side.

    A bar opens the first citing document of each of its authors.
    """
    traces = []
    for place, (name, rows) in enumerate(by_venue(table)):
        counts = zip(rows["period"], rows["new_authors"], strict=True)
        hover = [f"<b>{period}</b>, {name}: {count} new" for period, count in counts]
        there = opened_arrivals(rows)
        counted = drawn(rows, "new_authors")
        labels = rows["period"].tolist()
        traces.append(bars(labels, counted, name, place, hover, rows["partial"], place, customdata=there))
    several = len(traces) > 1
    if several:
        for trace in traces:
            del trace["width"], trace["offset"]
    axis = count_axis(f"new authors a {grain}", drawn(table, "new_authors"))
    return {"data": traces, "layout": over_time(axis, common_gaps(table), showlegend=several, hovermode="closest")}


def opened_so_far(rows: pd.DataFrame) -> list[str]:
    """Return what each row of ``spread`` opens: the documents that cite the work up to its end."""
    return [
        opening.works(cites="root", kind=row["kind"], venue=row["venue"], until=opening.last_day(row["period"]))
        for row in records(rows, ("kind", "venue", "period"))
    ]


def opened_arrivals(rows: pd.DataFrame) -> list[str | None]:
    """Return what each row of ``spread`` opens: of each author that is new in it, the first citing document."""
    return [
        opening.works(
            kind=row["kind"],
            venue=row["venue"],
            first_of=arrival(row["venue"], row["kind"], row["grain"]),
            period=row["period"],
        )
        if row["new_authors"]
        else None
        for row in records(rows, ("kind", "venue", "grain", "period", "new_authors"))
    ]


def behind_venues(rows: pd.DataFrame) -> Behind:
    """Return how many citing documents the rows of several venues draw, each once, and how many more are known.

    Venues share no document; the rows of all venues hold those of each, so that these add only what those do not draw.
    """
    everywhere, others = rows[rows["venue"] == "all"], rows[rows["venue"] != "all"]
    if everywhere.empty:
        return stands_behind(others, "citing_documents")
    whole = stands_behind(everywhere, "citing_documents")
    left = everywhere.loc[~everywhere["covered"].fillna(False).astype(bool), "period"]
    more = stands_behind(others[others["period"].isin(left)], "citing_documents").drawn
    return Behind(whole.drawn + more, whole.hidden - more)


def by_venue(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give each venue's rows, in the order of the table, with what the venue is called."""
    for name, rows in table.groupby("venue", sort=False):
        yield venue(str(name)), rows.reset_index(drop=True)


def common_gaps(table: pd.DataFrame) -> list[Gap]:
    """Return the gaps that all venues of the table share: where nothing at all is drawn."""
    if table.empty:
        return []
    together = table.groupby("period", sort=True, as_index=False)[["covered", KNOWN, TOTAL]].max()
    # The mark is the reason only where it is that of every venue.
    of_mark = MARKED.issuperset(table["venue"])
    return gaps(together.assign(venue=table["venue"].iloc[0]) if of_mark else together, KNOWN, TOTAL)
