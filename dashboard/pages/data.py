"""Data: what is known and what is not, where it came from, how citations were found, and every table to take away."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import exports, opening, words
from dashboard.advice import is_network
from dashboard.components.cells import cell
from dashboard.components.frame import table_frame
from dashboard.components.panels import data_table
from dashboard.components.text import described, named
from dashboard.content import Chart, Content, Figure, KeyFigure
from dashboard.coverage import FILL
from dashboard.data_access import Build
from dashboard.facts import adopters, records, root_documents, series, usual_kind
from dashboard.figures import count_axis, numbers, plain, textured
from dashboard.labels import spoken
from dashboard.labels import venue as venue_name
from dashboard.pages._overview_figures import figure_coverage
from dashboard.pages._unresolved import unresolved
from dashboard.pages._works_filters import AND_MORE, OR_MORE, ROOT, ways_found
from dashboard.palette import COLOURS, WITHIN
from dashboard.url_state import Choice, Parameter, View
from pipeline.coverage import links_known
from pipeline.periods import GRAINS
from pipeline.schema import KEPT
from pipeline.schema import TABLES as SCHEMA

NAME = "data"
PATH = "/data"
LABEL = "Data"
TITLE = "How much of this can be believed, and where are the tables?"
ORDER = 90
TABLES = ("documents", "citations", "citation_evidence", "coverage", "unresolved_links", "quarantine", "pingbacks")

FOUND = ["found", "found_only", "posts", "comments", "body_read", "not_named"]
COUNTED = {"count": "how many there are", "example": "the first of them"}
WAYS = {
    "body": "in a text that was read",
    "pingback_list": "on a list of incoming links",
    "pingback_field": "by the forum's own reading",
    "citation_index": "in an index of papers",
    "cited_by_table": "in a table of citing pages",
    "edge_list": "in an imported network",
}
"""What the ways of ``citation_evidence`` are called."""
SETTINGS = {
    "links": "links that count as citations",
    "policy": "how circles of citations are undone",
    "self_citations": "citations of an author's own work count",
    "unit": "what a point of the citation graph is",
}
SAID = {"True": "yes", "False": "no"}
"""What the settings of the citation graph, and their values, are called."""
COVERAGE = ["period", "grain", "venue", "documents_known", "documents_with_body", "share_with_body", "authors_known", "authors_with_body", "comments_known", "words", "covered", "partial"]  # fmt: skip


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose for the coverage."""
    venues = sorted(set(data.table("coverage")["venue"])) or ["all"]
    return (
        Choice("grain", "Period", {grain: grain for grain in GRAINS}, "quarter"),
        Choice("venue", "Venue", {name: venue_name(name) for name in venues}, "all" if "all" in venues else venues[0]),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    charts = [
        *([] if is_network(data.settings) else [data.part(_coverage, view)]),
        *(data.once(chart) for chart in (_origins, _found, _unresolved, _build, _set_aside, _tables)),
    ]
    return Content(data.once(_answer), charts, key_figures=data.once(_key_figures), columns=2)


def _answer(data: Build) -> str:
    documents = data.table("documents")
    kind = data.once(usual_kind)
    posts = documents[(documents["kind"] == kind).fillna(False)]
    read = int(posts["has_body"].fillna(False).sum())
    until = f" up to {data.as_of}" if len(documents) else ""
    known = words.count(len(posts), f"{kind} is known", f"{kind}s are known")
    if is_network(data.settings):
        given = int(links_known(posts).sum())
        return (
            f"{known}{until}, all from an imported network, which gives the citations of {given:,} "
            "of them and no texts."
        )
    return (
        f"{known}{until}; the text, and so words and links, of {read:,} of them "
        f"({words.percent(read, len(posts))}) has been read. To learn more, {FILL}."
    )


def _key_figures(data: Build) -> list[KeyFigure]:
    citations, quarantined = data.table("citations"), data.table("quarantine")["what"].astype(str)
    return [
        KeyFigure(f"{len(data.table('documents')):,}", "documents", opening.works()),
        KeyFigure(f"{len(citations):,}", "citations", exports.address("citations", "csv")),
        KeyFigure(f"{int(citations['dangling'].fillna(False).sum()):,}", "of them of documents beyond the corpus"),
        KeyFigure(
            f"{len(data.once(unresolved)):,}",
            "links that name no document",
            exports.address("unresolved_links", "csv"),
        ),
        KeyFigure(
            f"{int((~quarantined.str.endswith(KEPT)).sum()):,}",
            "records set aside",
            exports.address("quarantine", "csv"),
        ),
    ]


def _coverage(data: Build, view: View) -> Chart:
    table = series(data.table("coverage"), grain=view["grain"], venue=view["venue"])[COVERAGE]
    known, total = int(table["documents_with_body"].sum()), int(table["documents_known"].sum())
    return Chart(
        "coverage",
        "How much of the forum has been read",
        f"Posts a {view['grain']} known to exist, and those whose text was read: {words.percent(known, total)} in all. What rests "
        "on texts is drawn only where 90 % of a period's posts have been read.",
        figure_coverage(table, view["venue"]),
        table,
        "coverage",
        total,
        "No post is known. Run `make ingest`.",
        opens=[opening.works(kind="post", period=row["period"], venue=row["venue"]) for row in records(table)],
        height=300,
        wide=True,
    )


def _origins(data: Build) -> Chart:
    documents = data.table("documents")
    groups = documents.assign(read=documents["has_body"].fillna(False).astype(int)).groupby(["origin", "kind"])
    table = groups.agg(
        documents=("document_id", "size"), with_text=("read", "sum"), retrieved_at=("retrieved_at", "max")
    )
    rows = table.reset_index().sort_values(
        ["documents", "origin", "kind"], ascending=[False, True, True], ignore_index=True
    )
    if rows["retrieved_at"].isna().all():
        rows = rows.drop(columns="retrieved_at")
    return Chart(
        "origins",
        "Where the facts came from",
        "Documents by the sources that told of them, and by kind.",
        None,
        rows,
        "documents",
        len(documents),
        "No document is known. Run `make ingest`.",
        explained={
            "documents": "documents of that origin and kind. Unit: documents.",
            "with_text": "of these, those whose text is known. Unit: documents.",
        },
        opens=[opening.works(kind=row["kind"], origin=row["origin"]) for row in records(rows, ("kind", "origin"))],
    )


def found(data: Build) -> pd.DataFrame:
    """Return in which ways the citations by each document were found, of the root work and of any document.

    The columns of ``citation_evidence``, but each citing document counts once, however many documents of the work it cites, and
    of the work only what counts as citing it: no document of its own, and none that is dated before it.
    """
    facts = data.table("documents").set_index("document_id")[["kind", "has_body"]]
    rows = [
        {"cited": cited, "evidence": way, "document_id": one, "alone": len(ways) == 1}
        for cited, ways_of in (("the work", _of_adopters(data)), ("any document", ways_found(data)))
        for one, ways in ways_of.items()
        for way in ways
    ]
    each = pd.DataFrame(rows, columns=["cited", "evidence", "document_id", "alone"]).join(
        facts, on="document_id", how="inner"
    )
    counted = each.assign(
        found=1,
        found_only=each["alone"].astype(int),
        posts=(each["kind"] == "post").astype(int),
        comments=(each["kind"] == "comment").astype(int),
        body_read=each["has_body"].fillna(False).astype(int),
    )
    sums = counted.groupby(["cited", "evidence"])[FOUND[:-1]].sum().astype("Int64")
    unnamed = _not_named(data)
    whole = sums.reindex(sums.index.union(unnamed.index)).fillna(0).join(unnamed).reset_index()
    return whole.sort_values(["cited", "found", "evidence"], ascending=[False, False, True], ignore_index=True)


def _of_adopters(data: Build) -> dict[str, frozenset[str]]:
    citing = data.once(adopters)
    return {one: ways for one, ways in ways_found(data, ROOT).items() if one in citing}


def _not_named(data: Build) -> "pd.Series[Any]":
    """Return how many items of lists name no document, by what they are listed on and the way; only where there are lists."""
    table = data.table("citation_evidence").dropna(subset=["not_named"])
    roots = set(root_documents(data)["document_id"])
    ours = table[table["cited_id"].isin(roots)].assign(cited="the work")
    both = pd.concat([ours, table.assign(cited="any document")])
    return both.groupby(["cited", "evidence"])["not_named"].sum()


def figure_found(table: pd.DataFrame) -> Figure:
    """Draw how the citations of the work were found, a bar a way: found so alone, and in another way too.

    Each part opens the citing documents that it counts.
    """
    ours = table[table["cited"] == "the work"].iloc[::-1]
    names = [plain(WAYS.get(way, way)) for way in ours["evidence"]]
    parts = (
        ("in this way alone", ours["found_only"], "", 0),
        ("in another way too", ours["found"] - ours["found_only"], AND_MORE, 1),
    )
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "x": numbers(counts),
            "y": names,
            "text": [f"{count:,}" if count else "" for count in counts],
            "textposition": "inside",
            "insidetextfont": {"color": WITHIN},
            "hovertemplate": f"%{{y}}, {name}: %{{x}}<extra></extra>",
            "customdata": [
                opening.works(cites=ROOT, evidence=way + more) if count else None
                for way, count in zip(ours["evidence"], counts, strict=True)
            ],
            "marker": {"color": COLOURS[place]} | textured(place),
        }
        for name, counts, more, place in parts
    ]
    layout = {
        "barmode": "stack",
        "xaxis": {**count_axis("citing documents", numbers(ours["found"])), "type": "linear"},
        "yaxis": {"type": "category"},
        "hovermode": "closest",
    }
    return {"data": traces, "layout": layout}


def _found(data: Build) -> Chart:
    table = data.once(found)
    return Chart(
        "found",
        "How the citations of the work were found",
        "Documents that cite the work, each once; each way of finding is counted apart, and what one way alone found is set off. No "
        "way finds all: few texts are read, and a list of incoming links leaves out posts that the site hides.",
        figure_found(table),
        table,
        "citation_evidence",
        len(data.once(adopters)),
        "No citation is known. Run `make ingest`.",
        _unnamed(table),
        {
            "cited": "the root work, with all its documents, or any document; a citing document counts once, with the ways of all its "
            "citations of that. Of the work, neither its own documents count nor those dated before it."
        },
        opens=[
            opening.works(cites=ROOT if row["cited"] == "the work" else "", evidence=row["evidence"] + OR_MORE)
            if row["found"]
            else None
            for row in records(table)
        ],
        height=240,
    )


def _unnamed(table: pd.DataFrame) -> list[str]:
    """Say how many items of the work's lists name no document, and so count nowhere."""
    many = int(table.loc[table["cited"] == "the work", "not_named"].fillna(0).sum())
    return [f"{words.count(many, 'more item')} of the lists name no document, and count nowhere."] if many else []


def _unresolved(data: Build) -> Chart:
    lost = len(data.once(unresolved))
    own = len(data.table("unresolved_links")) - lost
    return Chart(
        "unresolved-links",
        "Links that give no citation",
        "Links as written that could not be resolved, by the reason, and those of a document to itself.",
        None,
        _by_reason(data, "unresolved_links"),
        "unresolved_links",
        None,
        "Every link was resolved.",
        [
            f"{words.count(lost, 'link names', 'links name')} no document; the {words.count(own, 'link')} of a document to itself could be resolved."
        ]
        if own
        else [],
        explained=COUNTED,
        method="Rows of the table are counted by the reason in `why`; the example is the first of them in the order of the table.",
        none=True,
        link=("All of them as CSV", exports.address("unresolved_links", "csv")),
    )


def _set_aside(data: Build) -> Chart:
    return Chart(
        "quarantine",
        "Records set aside",
        "Records that could not be used, by the reason; of those marked as kept, a part.",
        None,
        _by_reason(data, "quarantine"),
        "quarantine",
        None,
        "No record was set aside.",
        explained=COUNTED,
        method="Rows of the table are counted by the reason in `why`; the example is the first of them in the order of the table.",
        none=True,
        wide=True,
    )


def _by_reason(data: Build, name: str) -> pd.DataFrame:
    counts = data.table(name).groupby("why").agg(count=("what", "size"), example=("what", "first")).reset_index()
    return counts.sort_values(["count", "why"], ascending=[False, True], ignore_index=True)


def _build(data: Build) -> Chart:
    record = data.record
    settings = {name: str(value) for name, value in sorted(record.get("graph", {}).items())}
    facts = {
        "data as of": data.as_of,
        "build": str(record.get("build", data.key)),
        "program": str(record.get("program", "")),
        "root work": data.settings.root_work.title,
    }
    said = {SETTINGS.get(name, spoken(name)): SAID.get(value, spoken(value)) for name, value in settings.items()}
    title = "Which version this is"
    return Chart(
        "build",
        title,
        "What these tables were built from, so that they can be built again: the same archive and settings give the same bytes.",
        None,
        _stated({**facts, **settings}),
        "documents",
        explained={"fact": "what is said; a setting by its name", "value": "of this build"},
        body=data_table(_stated({**facts, **said}), title),
        method="Read from `build.json`, which the build writes beside its tables: a build is named by a hash of the archive, the bundled facts, "
        "the configuration, the families of terms and the program, so that equal inputs have equal names.",
    )


def _stated(facts: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"fact": list(facts), "value": list(facts.values())}, dtype="str")


def _tables(data: Build) -> Chart:
    rows = data.record.get("rows", {})
    names = exports.published(data)
    table = pd.DataFrame(
        {
            "table": names,
            "rows": pd.array([rows.get(name) for name in names], dtype="Int64"),
            "a_row_is": [SCHEMA[name].row for name in names],
            "description": [SCHEMA[name].description for name in names],
        }
    )
    return Chart(
        "tables",
        "Every table, to take away",
        "CSV as UTF-8, described column by column in `data/README.md`; Parquet holds the same with types.",
        None,
        table,
        "documents",
        None,
        "No table is published. Run `make ingest`.",
        explained={
            "table": "name of the table",
            "rows": "rows of the table. Unit: rows.",
            "a_row_is": "what a row stands for",
            "description": "what the table holds",
        },
        method="The tables of the schema that lie as files in the build that is shown; rows are counted when they are written. `data/README.md` "
        "describes every column.",
        link=("All CSVs in one archive", exports.address("all", "zip")),
        body=_shelf(table) if len(table) else None,
        wide=True,
    )


def _shelf(table: pd.DataFrame) -> Component:
    looks = {"table": None, "a row is": None, "rows": "number", "files": None}
    heads = html.Tr([html.Th(name, scope="col", className=look) for name, look in looks.items()])
    rows = [
        html.Tr(
            [
                html.Td(
                    [html.Code(row["table"]), html.Br(), html.Small(described(row["description"]), className="as-of")]
                ),
                html.Td(row["a_row_is"]),
                html.Td(cell(row["rows"]), className="number"),
                html.Td([_file(row["table"], "csv"), " ", _file(row["table"], "parquet")], className="nowrap"),
            ]
        )
        for row in records(table)
    ]
    shelf = html.Table([html.Thead(heads), html.Tbody(rows)], className="plain-table")
    return table_frame("every table, to take away", shelf)


def _file(name: str, form: str) -> Component:
    link: Component = html.A(
        "CSV" if form == "csv" else "Parquet", href=exports.address(name, form), **named(f"{name} as {form}")
    )
    return link
