"""Works: every document of the corpus, to search, sort, read and take away."""

from collections.abc import Mapping
from typing import Any

import dash_ag_grid as dag
import numpy as np
import numpy.typing as npt
import pandas as pd
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.development.base_component import Component

from dashboard import labels, url_state, words
from dashboard.conditions import KNOWN, NUMBER, TEXT, Conditions, grid_model
from dashboard.content import Chart, Content, part_id
from dashboard.data_access import Build, Store
from dashboard.facts import records, usual_kind
from dashboard.labels import is_blank, spoken
from dashboard.pages import _works_filters
from dashboard.pages._unread import RECEIVED, ranked_unlike
from dashboard.pages._works_remarks import remarks
from dashboard.pages._works_table import fitting, month_span, numeric, told, works
from dashboard.rendering import Route
from dashboard.renewal import renew
from dashboard.spans import Months
from dashboard.url_state import Choice, Many, Parameter, Text, View

NAME = "works"
PATH = "/works"
LABEL = "Works"
TITLE = "Which documents are there, and what is known of each?"
ORDER = 40
TABLES = ("document_metrics", *_works_filters.TABLES)

KINDS = {**{name: called for name, called in labels.KINDS.items() if name != "all"}, "any": "any kind"}
VENUES = {"any": "any venue", **{name: called for name, called in labels.VENUES.items() if name != "all"}}
NEAREST = {0: "the work itself", 1: "cites the work", 2: "cites a citer"}
BODIES = {"any": "with or without text", "yes": "text known", "no": "text not known"}
CHART, VIEW = "documents", "data-view"
"""The name of the list, and the property that says which view of which build its grid shows: ``<key>?<search>``."""
PAGE = 100
"""Rows that the grid asks for at a time; all of them at once would be 10 MB."""
USUAL = ("title", "authors", "posted_at", "venue", "generation", "karma", "words", "local_citations")
"""Columns that stand there before a reader chooses others."""
WIDTHS = {
    "authors": 140,
    "posted_at": 116,
    "venue": 172,
    "generation": 138,
    "karma": 94,
    "words": 94,
    "local_citations": 118,
    "why_included": 360,
}


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may filter and sort by."""
    return (
        Text("q", "Title or author contains"),
        Choice("kind", "Kind", KINDS, data.once(usual_kind)),
        Choice("venue", "Venue", VENUES, "any"),
        Choice("generation", "Distance from the work", data.once(generations), "any"),
        Choice("text", "Text", BODIES, "any"),
        Months("time", "Posted", data.once(month_span)),
        Choice("sort", "Order", data.once(orders), "-posted_at"),
        Many("columns", "Columns", {"": data.once(columns)}, _usual(data), limit=len(data.once(columns))),
        Conditions("where", "Columns filtered", data.once(numeric)),
        *_works_filters.filters(data),
    )


def generations(data: Build) -> dict[str, str]:
    """Return the distances from the root work that occur, the nearest first."""
    found = sorted(int(step) for step in data.table("documents")["generation"].dropna().unique())
    return {
        "any": "connected or not",
        **{str(step): NEAREST.get(step, f"{step} steps away") for step in found},
        "connected": "connected at all",
        "unconnected": "not connected",
    }


def columns(data: Build) -> dict[str, str]:
    """Return the columns that may be shown, and what each is called."""
    return {name: spoken(name) for name in data.once(numeric)}


def columns_of(view: View) -> list[str]:
    """Return the columns that stand in the grid: those chosen, and those with a condition, so that it can be taken away."""
    return [*dict.fromkeys([*view["columns"], *(one.column for one in view["where"])])]


def _usual(data: Build) -> tuple[str, ...]:
    return tuple(name for name in USUAL if name in data.once(columns))


def orders(data: Build) -> dict[str, str]:
    """Return every order there is: each shown column, falling and rising."""
    return {
        f"{sign}{name}": f"{spoken(name)}, {'falling' if sign else 'rising'}"
        for name in data.once(numeric)
        for sign in ("-", "")
    }


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    everything, search = data.once(works), url_state.write(data.once(parameters), view)
    places = _places(data, view, search)
    table = everything[["document_id", *columns_of(view), "url"]].take(places).reset_index(drop=True)
    dates, known = everything["posted_at"].take(places).dropna(), int(everything["words"].take(places).count())
    dated = f", dated {dates.min()[:10]} to {dates.max()[:10]}" if len(dates) else ""
    answer = f"{len(table):,} of all {words.count(len(everything), 'known document')} fit what you chose{dated}" + (
        f"; the text of {known:,} of them ({words.percent(known, len(table))}) has been read." if len(table) else "."
    )
    shown = _shown(data, view, search)
    chart = Chart(
        CHART,
        "Documents",
        "A title opens what is known of the document, the arrow beside it the document on its own site, a number of citations or "
        "references in the corpus these documents. The files hold every row "
        "that fits, not only those on the screen; an empty cell is not known, which is not 0. The head of a column opens its filter.",
        None,
        table,
        "documents",
        len(table),
        "No document fits. Shorten the search, choose “any” above, or take away the filters of columns.",
        explained=data.described("document_metrics"),
        body=_grid(shown),
        renewed=shown,
        references=True,
    )
    ranked = everything[["document_id", RECEIVED]].take(places) if view["sort"].removeprefix("-") == RECEIVED else None
    uneven = [] if ranked is None else ranked_unlike(data, ranked)
    return Content(answer, [chart], [*remarks(view, data.once(month_span)), *uneven])


def rows(data: Build, search: str, start: int) -> dict[str, Any]:
    """Return the page of rows from ``start`` that fit a view, and how many fit in all."""
    view = url_state.read(data.once(parameters), search)
    places = _places(data, view, search)
    wanted = dict.fromkeys(["document_id", "title", *columns_of(view), "url"])
    shown = data.once(works).take(places[start : start + PAGE])[[*wanted]]
    shown = shown.assign(title=shown["title"].mask(shown["title"].fillna("").map(is_blank).astype(bool)))
    plain = [{name: None if pd.isna(value) else value for name, value in row.items()} for row in records(told(shown))]
    return {"rowData": plain, "rowCount": len(places)}


def _places(data: Build, view: View, search: str) -> npt.NDArray[np.intp]:
    return data.lately((NAME, "places", search), lambda: fitting(data, view))


def register(app: Dash, store: Store) -> None:
    """Answer the grid when it scrolls: the only part of a page that asks for data by itself."""

    @app.callback(
        Output({"type": "grid", "chart": MATCH}, "getRowsResponse"),
        Input({"type": "grid", "chart": MATCH}, "getRowsRequest"),
        State({"type": "view", "chart": MATCH}, VIEW),
        State("route", "data"),
    )
    def scroll(request: Any, shown: Any, data: Any) -> Any:
        build = store.current()
        if build is None or build.lacks(TABLES) or not isinstance(request, dict):
            return no_update
        start = request.get("startRow")
        if type(start) is not int or not 0 <= start < 10**7 or not isinstance(shown, str):
            return no_update
        key, mark, search = shown.partition("?")
        if key != build.key:
            renew(Route(PATH, mark + search, Route.read(data).scheme), build)
            return no_update
        return rows(build, mark + search, start)

    _register_browser(app)


def _register_browser(app: Any) -> None:
    """Register what happens in the browser; the functions stand in ``assets/grid.js``."""
    app.clientside_callback(
        ClientsideFunction("works", "where"),
        Input({"type": "grid", "chart": ALL}, "filterModel"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("works", "view"),
        Input({"type": "view", "chart": ALL}, VIEW),
        State({"type": "grid", "chart": ALL}, "id"),
    )


def _shown(data: Build, view: View, search: str) -> dict[str, tuple[str, Any]]:
    """Return what another view, or build, changes in the grid: columns, their filters, and the view whose rows it asks for."""
    meaning = {**data.described("documents"), **data.described("document_metrics")}
    heads = [_column(name, data.once(numeric)[name], meaning.get(name, "")) for name in columns_of(view)]
    return {
        "grid.columns": ("columnDefs", heads),
        "grid.filters": ("filterModel", grid_model(view["where"], data.once(numeric))),
        "view": (VIEW, data.key + search),
    }


def _grid(shown: Mapping[str, tuple[str, Any]]) -> Component:
    """Return the grid, beside the view whose rows it asks for; it is made once and stands while a reader chooses."""
    key = f"{NAME}-{CHART}"
    props = dict(shown[part] for part in ("grid.columns", "grid.filters"))
    grid = dag.AgGrid(
        id=part_id("grid", key),
        **props,
        defaultColDef={"sortable": False, "resizable": True, "autoHeaderHeight": True},
        rowModelType="infinite",
        dashGridOptions={"cacheBlockSize": PAGE, "maxBlocksInCache": 20, "rowHeight": 40, "ensureDomOrder": True},
        className="works-grid",
        style={"height": "70vh", "minHeight": "420px"},
    )
    return html.Div([html.Div(id=part_id("view", key), hidden=True, **dict([shown["view"]])), grid])


def _column(name: str, is_number: bool, meaning: str) -> dict[str, Any]:
    ways = [*(NUMBER if is_number else TEXT).values(), *KNOWN.values()]
    column = {
        "field": name,
        "headerName": spoken(name),
        "headerTooltip": meaning,
        "width": WIDTHS.get(name, 130),
        "wrapHeaderText": True,
        "filter": "agNumberColumnFilter" if is_number else "agTextColumnFilter",
        "filterParams": {
            "filterOptions": ways,
            "maxNumConditions": 1,
            "buttons": ["apply", "reset"],
            "closeOnApply": True,
        },
    }
    if name == "title":
        return {**column, "cellRenderer": "OutsideLink", "minWidth": 240, "flex": 1}
    if is_number:
        return {**column, "type": "rightAligned", "cellRenderer": "Quantity"}
    return {**column, "cellRenderer": "OutsideText"}
