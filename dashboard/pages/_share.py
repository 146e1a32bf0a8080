"""The share of the forum's posts that cite the work, where enough of them have been read."""

from collections.abc import Sequence

import pandas as pd

from dashboard import opening, words
from dashboard.advice import is_network
from dashboard.content import Chart, Figure
from dashboard.coverage import drawn, explain, gaps, stands_behind
from dashboard.data_access import Build
from dashboard.facts import records, series, usual_kind
from dashboard.figures import line, mark_partial, over_time, reach_of

KNOWN, TOTAL = "documents_with_links", "documents_total"
COLUMNS = ["period", "grain", "citing_documents", KNOWN, "share_citing", TOTAL, "covered", "partial"]

OWN_LEFT_OUT = "The work's own {0}s are left out here; the charts beside this one count them among all {0}s."


def share_chart(data: Build, grain: str) -> Chart:
    """Return the chart of the share of posts that cite the work, with what the years can tell in words."""
    table = series(data.table("adoption_baseline"), grain=grain)[COLUMNS]
    years = series(data.table("adoption_baseline"), grain="year")
    kind = data.once(usual_kind)
    there = _opens(table, kind, "" if is_network(data.settings) else "yes")
    since = next(iter(series(data.table("adoption_baseline"), grain="month")["period"]), "")
    return Chart(
        "share",
        f"What share of all {kind}s cites the work",
        f"% of the {kind}s of each {grain} that cite it, among the {kind}s whose own links are known.",
        figure_share(table, there, kind),
        table,
        "adoption_baseline",
        stands_behind(table, "citing_documents"),
        f"No {kind} is dated after the work. Run `make ingest`.",
        [*explain(gaps(table, KNOWN, TOTAL), "shares"), OWN_LEFT_OUT.format(kind), *by_year(years, since, kind)],
        unseen=("grain",),
        opens=there,
        height=300,
    )


def figure_share(table: pd.DataFrame, there: Sequence[str], kind: str = "post") -> Figure:
    """Draw the share as a line, where the coverage rule allows it; a point opens the address of ``there``."""
    shares = drawn(table, "share_citing", 100)
    hover = [
        f"<b>{row['period']}</b>: {_percent(row['citing_documents'], row[KNOWN])} "
        f"({row['citing_documents']:,} of {words.count(row[KNOWN], kind)})"
        for row in records(table[["period", "citing_documents", KNOWN]])
    ]
    marker = mark_partial(table["partial"], 0)
    trace = line(table["period"].tolist(), shares, f"citing {kind}s", 0, hover, marker=marker, customdata=[*there])
    axis = {"title": {"text": f"% of {kind}s"}, "range": reach_of(shares)}
    return {"data": [trace], "layout": over_time(axis, gaps(table, KNOWN, TOTAL), hovermode="closest")}


def by_year(years: pd.DataFrame, since: str = "", kind: str = "post") -> list[str]:
    """Say what the years can tell: their shares where enough is known, else the counts, and why these are no shares.

    ``since`` is the month with which the first year begins, where that is not January.
    """
    begin = f"from {words.period(since)}" if since and not since.endswith("-01") else ""
    parts = [
        f"{begin if begin.endswith(row['period']) else row['period']}{' so far' if row['partial'] is True else ''}: "
        f"{row['citing_documents']:,} of {row[KNOWN]:,}"
        + (f" ({words.percent(row['citing_documents'], row[KNOWN])})" if row["covered"] is True else "")
        for row in records(years)
        if row[KNOWN]
    ]
    if not parts:
        return []
    said = f"By year, citing {kind}s of the {kind}s whose links are known: {'; '.join(parts)}."
    covered = years["covered"].fillna(False)
    if covered.all():
        return [said]
    which = "A year without a share" if covered.any() else "No share is given: each year"
    why = "those that are known are a selection, and their share would not be the forum's"
    return [f"{said} {which} has under 90 % of its {kind}s' links known; {why}."]


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "an unknown share"


def _opens(table: pd.DataFrame, kind: str, text: str) -> list[str]:
    return [opening.works(cites="root", kind=kind, text=text, period=label) for label in table["period"]]
