"""Spread: who cited the work, when, and where."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.components.text import named, outside_link, theirs
from dashboard.content import Chart, Content, Figure
from dashboard.coverage import FILL, Gap, drawn, gaps, is_provisional
from dashboard.data_access import Build
from dashboard.facts import citing_posts, people, reach, records, series
from dashboard.figures import bars, line, mark_partial, over_time, shaded
from dashboard.url_state import Choice, Many, Parameter, View
from pipeline import periods

NAME = "spread"
PATH = "/spread"
LABEL = "Spread"
TITLE = "Who cited the work, when, and where did it spread?"
ORDER = 20
TABLES = ("documents", "citations", "document_metrics", "spread")

VENUES = {
    "all": "all venues",
    "af": "Alignment Forum",
    "lw": "LessWrong only",
    "forum": "forum, mark unknown",
    "eaf": "EA Forum",
    "arxiv": "arXiv",
    "web": "web",
}
RECEIVED = "local_citations"
MOST_CITED = 25


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose: venues and kinds that occur, and the grain."""
    spread = data.table("spread")
    venues = {name: label for name, label in VENUES.items() if name in set(spread["venue"])}
    kinds = {name: name for name in ("all", "post", "comment", "tag", "paper", "page") if name in set(spread["kind"])}
    return (
        Many("venues", "Venues", {"": venues}, ("all",) if "all" in venues else tuple(venues)[:1], limit=7),
        Choice(
            "kind",
            "Kind of document",
            kinds or {"post": "post"},
            "post" if "post" in kinds or not kinds else min(kinds),
        ),
        Choice("grain", "Period", {grain: grain for grain in periods.GRAINS}, "quarter"),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    table = spread_table(data.table("spread"), view["venues"], view["kind"], view["grain"])
    known = reach(data)
    provisional = is_provisional(known.known, known.total)
    notes = _notes(table, view["kind"])
    charts = [
        _curve(
            table,
            "documents",
            "citing_documents",
            "cumulative_documents",
            f"Citing {_kinds(view['kind'])}, so far",
            notes,
        ),
        _curve(
            table, "authors", "citing_authors", "cumulative_authors", "Authors who have cited the work, so far", notes
        ),
        _new_authors(table, view["grain"], notes),
        _most_cited(data, provisional),
    ]
    return Content(_answer(data), charts, _cautions(data))


def spread_table(spread: pd.DataFrame, venues: tuple[str, ...], kind: str, grain: str) -> pd.DataFrame:
    """Return the rows of the chosen venues, in the order chosen and then of time."""
    parts = [series(spread, grain=grain, venue=venue, kind=kind) for venue in venues]
    return pd.concat(parts, ignore_index=True) if parts else spread.iloc[:0]


def figure_cumulative(table: pd.DataFrame, column: str, y_title: str) -> Figure:
    """Draw a cumulative count, a line a venue, with a gap wherever the coverage rule excludes a period.

    ``table`` holds ``spread`` rows of one kind and grain. The stretch that no drawn venue covers is shaded and labelled.
    """
    traces = []
    for place, (venue, rows) in enumerate(table.groupby("venue", sort=False)):
        rows = rows.reset_index(drop=True)
        labels = rows["period"].tolist()
        hover = [
            f"{VENUES.get(str(venue), str(venue))}: {count} by the end of {period}"
            for period, count in zip(labels, rows[column], strict=True)
        ]
        marker = mark_partial(rows["partial"], place)
        traces.append(
            line(labels, drawn(rows, column), VENUES.get(str(venue), str(venue)), place, hover, marker=marker)
        )
    pairs = [shaded(gap.first, gap.last, gap.label) for gap in common_gaps(table)]
    return {
        "data": traces,
        "layout": over_time(
            y_title, [shape for shape, _ in pairs], [label for _, label in pairs], showlegend=len(traces) > 1
        ),
    }


def figure_new_authors(table: pd.DataFrame, grain: str) -> Figure:
    """Draw the authors whose first citation falls in each period, stacked by nothing: bars of venues stand side by side."""
    traces = []
    groups = list(table.groupby("venue", sort=False))
    for place, (venue, rows) in enumerate(groups):
        rows = rows.reset_index(drop=True)
        labels = rows["period"].tolist()
        name = VENUES.get(str(venue), str(venue))
        hover = [
            f"<b>{period}</b>, {name}: {count} new" for period, count in zip(labels, rows["new_authors"], strict=True)
        ]
        trace = bars(labels, drawn(rows, "new_authors"), name, place, hover)
        if len(groups) > 1:
            del trace["width"], trace["offset"]
        traces.append(trace)
    pairs = [shaded(gap.first, gap.last, gap.label) for gap in common_gaps(table)]
    return {
        "data": traces,
        "layout": over_time(
            f"new authors a {grain}",
            [shape for shape, _ in pairs],
            [label for _, label in pairs],
            showlegend=len(traces) > 1,
            hovermode="closest",
        ),
    }


def common_gaps(table: pd.DataFrame) -> list[Gap]:
    """Return the gaps that all chosen venues share: where nothing at all is drawn."""
    if table.empty:
        return []
    together = table.groupby("period", sort=True, as_index=False).agg(
        covered=("covered", "max"),
        documents_with_links=("documents_with_links", "max"),
        documents_total=("documents_total", "max"),
    )
    return gaps(together, "documents_with_links", "documents_total")


def _curve(table: pd.DataFrame, name: str, per_period: str, column: str, title: str, notes: list[str]) -> Chart:
    columns = [
        "period",
        "grain",
        "venue",
        "kind",
        per_period,
        column,
        "documents_total",
        "documents_with_links",
        "covered",
        "partial",
    ]
    return Chart(
        name,
        title,
        "Counted up to the end of each period. An open marker: the data end before the period does.",
        figure_cumulative(table, column, title.partition(",")[0].lower()),
        table[columns],
        "spread",
        int(table["citing_documents"].sum()) if len(table["venue"].unique()) == 1 else None,
        "No venue is chosen, or none of the chosen ones holds a citing document of this kind. Choose another venue or kind.",
        notes,
    )


def _new_authors(table: pd.DataFrame, grain: str, notes: list[str]) -> Chart:
    columns = [
        "period",
        "grain",
        "venue",
        "kind",
        "new_authors",
        "citing_authors",
        "documents_with_links",
        "documents_total",
        "covered",
        "partial",
    ]
    return Chart(
        "new-authors",
        f"Authors new to the work, by {grain}",
        "Authors whose first citing document of this venue and kind falls in the period; an author may be new in two venues.",
        figure_new_authors(table, grain),
        table[columns],
        "spread",
        None,
        "No venue is chosen, or none of the chosen ones holds a citing document of this kind. Choose another venue or kind.",
        notes,
        height=320,
    )


def most_cited(data: Build) -> pd.DataFrame:
    """Return the citing posts that the corpus itself cites most, at most 25."""
    metrics = data.table("document_metrics")[["document_id", RECEIVED]]
    posts = citing_posts(data).merge(metrics, on="document_id", how="left")
    ranked = posts.sort_values(
        [RECEIVED, "posted_at", "document_id"], ascending=[False, True, True], na_position="last"
    )
    return ranked.head(MOST_CITED)[
        ["document_id", "title", "authors", "posted_at", "venue", "karma", RECEIVED, "url"]
    ].reset_index(drop=True)


def _most_cited(data: Build, provisional: bool) -> Chart:
    table = most_cited(data)
    return Chart(
        "most-cited",
        "The citing posts that were themselves cited most",
        "Posts that cite the work, by citations received from documents of this corpus.",
        None,
        table,
        "documents",
        len(citing_posts(data)),
        "No citing post is known. Run `make ingest`.",
        ["Citations given by posts whose text is not known here are missing, most of all the recent ones."]
        if provisional
        else [],
        {RECEIVED: "citations received from within the corpus. Unit: citations."},
        provisional,
        body=_ranking(table),
    )


def _ranking(table: pd.DataFrame) -> Component:
    rows = [
        html.Tr(
            [
                html.Td(outside_link(_text(row["title"]), _text(row["url"]))),
                html.Td(theirs(_text(row["authors"]))),
                html.Td(str(row["posted_at"])[:10], className="nowrap"),
                html.Td(_whole(row[RECEIVED]), className="number"),
                html.Td(_whole(row["karma"]), className="number"),
            ]
        )
        for row in records(table)
    ]
    head = html.Tr(
        [
            html.Th(name, scope="col", className=kind)
            for name, kind in (
                ("post", ""),
                ("authors", ""),
                ("posted", ""),
                ("citations received", "number"),
                ("karma", "number"),
            )
        ]
    )
    return html.Div(
        html.Table([html.Thead(head), html.Tbody(rows)], className="plain-table"),
        className="table-wrap",
        tabIndex=0,
        role="region",
        **named("Most cited citing posts"),
    )


def _whole(value: Any) -> str:
    return "–" if pd.isna(value) else f"{int(value):,}"


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _answer(data: Build) -> str:
    posts = citing_posts(data)
    work = data.settings.root_work.title
    if posts.empty:
        return f"No post that cites “{work}” is known yet; run `make ingest`."
    covered = _last_covered(series(data.table("spread"), grain="quarter", venue="all", kind="post"))
    until = f"up to {words.period(covered)}, the last quarter whose texts are known, " if covered else ""
    dates = posts["posted_at"].dropna().str[:10]
    all_of = f"{words.count(len(posts), 'post')} by {words.count(people(posts['author_ids']), 'author')} are known to cite “{work}”"
    when = f", the first on {dates.min()} and the latest on {dates.max()}" if len(dates) else ""
    inside = int((dates < periods.end(covered)).sum()) if covered else 0
    return f"{all_of}{when}; {until}{inside:,} of them." if covered else f"{all_of}{when}."


def _last_covered(rows: pd.DataFrame) -> str:
    covered = rows[rows["covered"].fillna(False).astype(bool)]
    return str(covered["period"].iloc[-1]) if len(covered) else ""


def _cautions(data: Build) -> list[str]:
    known = reach(data)
    cautions = []
    if is_provisional(known.known, known.total):
        cautions.append(
            f"Provisional: the outgoing links of {known.known:,} of {words.count(known.total, 'post')} since {known.since or 'the root work'} "
            f"({words.percent(known.known, known.total)}) are known, under the 90 % that a whole picture needs; {FILL}."
        )
    unknown = int((citing_posts(data)["venue"] == "forum").sum())
    if unknown:
        cautions.append(
            f"The Alignment Forum mark of {words.count(unknown, 'citing post')} is not known: they count in “all venues” and in "
            "“forum, mark unknown”, not in a comparison of Alignment Forum and LessWrong."
        )
    return cautions


def _notes(table: pd.DataFrame, kind: str) -> list[str]:
    notes = []
    for venue, rows in table.groupby("venue", sort=False):
        what = f"{_kinds(kind)} of {VENUES.get(str(venue), str(venue))} are"
        notes += [
            gap.sentence(what) for gap in gaps(rows.reset_index(drop=True), "documents_with_links", "documents_total")
        ]
    if kind in ("comment", "all"):
        notes.append("Comments are never all known: only those that a source handed over.")
    return notes[:6]


def _kinds(kind: str) -> str:
    return "documents" if kind == "all" else f"{kind}s"
