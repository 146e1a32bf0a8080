"""Whether a word of the work travels with its citation, without it, or the citation without the word."""

from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.components.cells import cell
from dashboard.components.frame import table_frame
from dashboard.content import Chart, Figure
from dashboard.coverage import LISTED, NOT_DRAWN, drawn, explain, gaps, stands_behind
from dashboard.data_access import Build
from dashboard.facts import records, root_date, series
from dashboard.figures import bars, count_axis, numbers, over_time

GROUPS = {
    "cites_and_uses": "cite the work and use the word",
    "uses_only": "use the word alone",
    "cites_only": "cite the work alone",
}
_OPEN = "In the table “open” leads to the posts that use the word alone."
COLUMNS = ["period", "grain", *GROUPS, "neither", "share_without_citation", "ci_low", "ci_high", "documents_total", "documents_known", "covered", "partial"]  # fmt: skip


def uptake_chart(data: Build, term: str, grain: str) -> Chart:
    """Return the chart of posts that cite and use, use alone or cite alone, by period from the work's on."""
    table = series(data.matching("term_uptake", term=term), grain=grain)[COLUMNS]
    there = opened(table, term, data.once(root_date))
    # Where no period has enough texts the counts are listed, as the lower bounds that they are: a chart would be empty.
    figure = figure_uptake(table, there) if table["covered"].fillna(False).any() else None
    connected = table.assign(connected=table[[*GROUPS]].sum(axis=1))
    return Chart(
        "uptake",
        "With the citation, or without it",
        f"Posts a {grain} that cite the work, use the word in title, body or footnote, or both; of the work's own time and later, "
        "its own posts apart, as far as their texts were read. Each part opens exactly its posts.",
        figure,
        table,
        "term_uptake",
        stands_behind(connected, "connected") if figure else int(connected["connected"].sum()),
        "Uptake is counted for the words that the work brought, in posts that were read: this is none of them, or no such post uses it, "
        "or only the work's own do.",
        [
            *explain(gaps(table, "documents_total", "documents_known"), "posts", NOT_DRAWN if figure else LISTED),
            *_in_sum(table),
            *([_OPEN] if figure else []),
        ],
        opens=there["uses_only"],
        height=320,
        body=None if figure or table.empty else _list(table, there),
        wide=True,
    )


def figure_uptake(table: pd.DataFrame, there: dict[str, list[str | None]]) -> Figure:
    """Draw the three groups as one bar a period, where enough texts are known; a part opens the address of ``there``."""
    labels = table["period"].tolist()
    traces = []
    for place, (group, said) in enumerate(GROUPS.items()):
        hover = [
            f"<b>{row['period']}</b>: {words.count(row[group], 'post')} of {row['documents_total']:,} {said}"
            for row in records(table, ("period", group, "documents_total"))
        ]
        parts = drawn(table, group)
        traces.append(bars(labels, parts, said, place, hover, table["partial"], texture=place, customdata=there[group]))
    sums = table[[*GROUPS]].sum(axis=1).where(table["covered"].fillna(False).astype(bool))
    axis = count_axis("posts", numbers(sums))
    layout = over_time(
        axis, gaps(table, "documents_total", "documents_known"), barmode="stack", hovermode="closest", showlegend=True
    )
    return {"data": traces, "layout": layout}


def _list(table: pd.DataFrame, there: dict[str, list[str | None]]) -> Component:
    """Return the counts as a list in which each number opens its posts; a chart would have nothing to draw."""
    heads = ("period", *GROUPS.values(), "posts read", "posts known")
    rows = [
        html.Tr(
            [
                html.Td(words.period(row["period"]), className="nowrap"),
                *(html.Td(_number(row[group], there[group][place]), className="number") for group in GROUPS),
                html.Td(cell(row["documents_total"]), className="number"),
                html.Td(cell(row["documents_known"]), className="number"),
            ]
        )
        for place, row in enumerate(records(table))
    ]
    head = html.Tr(
        [html.Th(name, scope="col", className="number" if place else "") for place, name in enumerate(heads)]
    )
    listed = html.Table([html.Thead(head), html.Tbody(rows)], className="plain-table")
    return table_frame("posts by citation and word", listed)


def _number(count: int, address: str | None) -> Any:
    return html.A(cell(count), href=address) if address else cell(count)


def opened(table: pd.DataFrame, term: str, root_day: str) -> dict[str, list[str | None]]:
    """Return by group what each period opens: exactly the posts that are counted, from the day of the work on."""
    how: dict[str, dict[str, str]] = {
        "cites_and_uses": {"cites": "root", "term": term},
        "uses_only": {"not_citing": "root", "term": term},
        "cites_only": {"cites": "root", "without": term},
    }
    return {group: [_address(row, group, how[group], root_day) for row in records(table)] for group in GROUPS}


def _address(row: dict[str, Any], group: str, how: dict[str, str], root_day: str) -> str | None:
    if not row[group]:
        return None
    first, last = opening.bounds(row["period"])
    return opening.works(kind="post", text="yes", field="all", since=max(first, root_day), until=last, **how)


def _in_sum(table: pd.DataFrame) -> list[str]:
    """Say of the covered periods together how many uses came without the citation; nothing where none is covered."""
    known = table[table["covered"].fillna(False).astype(bool)]
    both, alone = int(known["cites_and_uses"].sum()), int(known["uses_only"].sum())
    if not both + alone:
        return []
    share = words.percent(alone, both + alone)
    return [
        f"In the periods drawn {alone:,} of {words.count(both + alone, 'post')} with the word ({share}) do not cite the work."
    ]
