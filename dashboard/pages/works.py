"""Works: every document of the corpus, to search, sort, read and take away."""

from typing import Any

import dash_ag_grid as dag
import pandas as pd
from dash import MATCH, Dash, Input, Output, State, no_update

from dashboard import url_state, words
from dashboard.content import Chart, Content
from dashboard.data_access import Build, Store
from dashboard.url_state import Choice, Parameter, Text, View, Years

NAME = "works"
PATH = "/works"
LABEL = "Works"
TITLE = "Which documents are there, and what is known of each?"
ORDER = 40
TABLES = ("documents", "document_metrics")

KINDS = {
    "any": "any kind",
    "post": "posts",
    "comment": "comments",
    "tag": "tag pages",
    "paper": "papers",
    "page": "web pages",
}
VENUES = {
    "any": "any venue",
    "af": "Alignment Forum",
    "lw": "LessWrong only",
    "forum": "forum, mark unknown",
    "eaf": "EA Forum",
    "arxiv": "arXiv",
    "web": "web",
}
GENERATIONS = {
    "any": "connected or not",
    "0": "the work itself",
    "1": "cites the work",
    "2": "cites a citer",
    "connected": "connected at all",
    "unconnected": "not connected",
}
BODIES = {"any": "with or without text", "yes": "text known", "no": "text not known"}
PAGE = 100
FIRST = ["document_id", "title", "authors", "posted_at", "kind", "venue", "generation", "karma", "words"]
LAST = ["why_included", "url"]


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may filter and sort by."""
    columns = [name for name in data.once(works).columns if name not in ("document_id", "url", "why_included")]
    orders = {
        f"{sign}{name}": f"{name.replace('_', ' ')}, {'falling' if sign else 'rising'}"
        for name in columns
        for sign in ("-", "")
    }
    return (
        Text("q", "Title or author contains"),
        Choice("kind", "Kind", KINDS, "post"),
        Choice("venue", "Venue", VENUES, "any"),
        Choice("generation", "Distance from the work", GENERATIONS, "any"),
        Choice("text", "Text", BODIES, "any"),
        Years("years", "Posted", data.once(year_span)),
        Choice("sort", "Order", orders, "-posted_at"),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    everything = data.once(works)
    table = chosen(everything, view)
    dates = table["posted_at"].dropna().str[:10]
    dated = f"dated {dates.min()} to {dates.max()}, " if len(dates) else ""
    answer = (
        f"{len(table):,} of {words.count(len(everything), 'known document')} fit what you chose, {dated}"
        f"{int(table['url'].notna().sum()):,} of them with an address to read them at."
    )
    chart = Chart(
        "documents",
        "Documents",
        "A click on a title opens the document on its own site. The CSV holds every row that fits, not only those on the screen.",
        None,
        table,
        "documents",
        len(table),
        "No document fits. Shorten the search or choose “any” above.",
        explained=dict.fromkeys(everything.columns, _METRIC),
        body=_grid(everything, url_state.write(parameters(data), view)),
    )
    return Content(answer, [chart])


_METRIC = "a measure of the document; `atlas list metrics` says which."


def works(data: Build) -> pd.DataFrame:
    """Return all documents with their metrics, the columns in the order that they are shown."""
    merged = data.table("documents").merge(
        data.table("document_metrics"), on="document_id", how="left", suffixes=("", "_metric")
    )
    fixed = set(data.table("documents").columns)
    measures = [name for name in merged.columns if name not in fixed and not name.endswith("_metric")]
    return merged[[*FIRST, *measures, *LAST]]


def year_span(data: Build) -> tuple[int, int]:
    """Return the first and the last year in which a document is dated."""
    dates = data.table("documents")["posted_at"].dropna()
    return (int(dates.min()[:4]), int(dates.max()[:4])) if len(dates) else (2000, 2000)


def chosen(table: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return the rows that fit ``view``, in its order. Undated documents fit only the whole span of years."""
    keep = pd.Series(True, index=table.index)
    for word in view["q"].casefold().split():
        keep &= table["title"].str.casefold().str.contains(word, regex=False, na=False) | table[
            "authors"
        ].str.casefold().str.contains(word, regex=False, na=False)
    for name in ("kind", "venue"):
        if view[name] != "any":
            keep &= table[name] == view[name]
    keep &= _at_distance(table["generation"], view["generation"])
    if view["text"] != "any":
        keep &= table["words"].notna() == (view["text"] == "yes")
    keep &= _within(table["posted_at"], view["years"])
    return ordered(table[keep.fillna(False).astype(bool)], view["sort"])


def _at_distance(generation: "pd.Series[Any]", wanted: str) -> "pd.Series[Any]":
    if wanted == "any":
        return pd.Series(True, index=generation.index)
    if wanted in ("connected", "unconnected"):
        return generation.notna() == (wanted == "connected")
    return (generation == int(wanted)).fillna(False)


def _within(posted_at: "pd.Series[Any]", years: tuple[int, int]) -> "pd.Series[Any]":
    dated = posted_at.dropna()
    if not len(dated) or (years[0] <= int(dated.min()[:4]) and years[1] >= int(dated.max()[:4])):
        return pd.Series(True, index=posted_at.index)
    return ((posted_at >= str(years[0])) & (posted_at < str(years[1] + 1))).fillna(False)


def ordered(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    """Return the rows sorted by a column, ``-`` for falling; unknown values last, ties by id."""
    name = sort.removeprefix("-")
    return table.sort_values(
        [name, "document_id"], ascending=[not sort.startswith("-"), True], na_position="last", ignore_index=True
    )


def _grid(table: pd.DataFrame, search: str) -> dag.AgGrid:
    hidden = {"document_id", "url", "why_included"}
    columns: list[dict[str, Any]] = [
        {
            "field": "title",
            "headerName": "title",
            "cellRenderer": "OutsideLink",
            "minWidth": 260,
            "flex": 3,
            "pinned": None,
        },
        {"field": "authors", "headerName": "authors", "cellRenderer": "OutsideText", "minWidth": 150, "flex": 1},
        {"field": "posted_at", "headerName": "posted", "width": 120},
        *(
            {
                "field": name,
                "headerName": name.replace("_", " "),
                "width": 120,
                "type": "rightAligned" if _numeric(table[name]) else None,
            }
            for name in table.columns
            if name not in hidden | {"title", "authors", "posted_at"}
        ),
    ]
    return dag.AgGrid(
        id={"type": "works-grid", "view": search},
        columnDefs=[{key: value for key, value in column.items() if value is not None} for column in columns],
        defaultColDef={"sortable": False, "resizable": True, "filter": False, "suppressHeaderMenuButton": True},
        rowModelType="infinite",
        dashGridOptions={
            "cacheBlockSize": PAGE,
            "maxBlocksInCache": 20,
            "rowHeight": 40,
            "suppressCellFocus": False,
            "ensureDomOrder": True,
        },
        className="works-grid",
        style={"height": "70vh", "minHeight": "420px"},
    )


def _numeric(values: "pd.Series[Any]") -> bool:
    return bool(pd.api.types.is_numeric_dtype(values))


def rows(data: Build, search: str, start: int, stop: int) -> dict[str, Any]:
    """Return a slice of the rows that fit a view, as the grid asks for them."""
    table = chosen(data.once(works), url_state.read(parameters(data), search))
    shown = table.iloc[start:stop].drop(columns="why_included")
    shown = shown.assign(posted_at=shown["posted_at"].str[:10])
    records = shown.astype(object).where(shown.notna(), None).to_dict("records")
    return {"rowData": records, "rowCount": len(table)}


def register(app: Dash, store: Store) -> None:
    """Answer the grid when it scrolls."""

    @app.callback(
        Output({"type": "works-grid", "view": MATCH}, "getRowsResponse"),
        Input({"type": "works-grid", "view": MATCH}, "getRowsRequest"),
        State({"type": "works-grid", "view": MATCH}, "id"),
    )
    def scroll(request: Any, identity: Any) -> Any:
        build = store.current()
        if build is None or build.lacks(TABLES) or not isinstance(request, dict) or not isinstance(identity, dict):
            return no_update
        start, search = request.get("startRow"), identity.get("view")
        if (
            not isinstance(start, int)
            or isinstance(start, bool)
            or not isinstance(search, str)
            or not 0 <= start < 10**7
        ):
            return no_update
        return rows(build, search, start, start + PAGE)
