"""What is in focus on the map: its measures, what it built on and what built on it, each link with its place."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.cells import cell
from dashboard.components.frame import table_frame
from dashboard.components.text import named, outside_link, theirs
from dashboard.data_access import Build
from dashboard.facts import records, titled
from dashboard.labels import is_blank, spoken
from dashboard.pages._network_table import community_name
from dashboard.pages._network_table import edges as network_edges
from dashboard.pages._network_table import nodes as network_nodes

PLACES = {
    "n_body": "text",
    "n_footnote": "footnote",
    "n_quote": "quotation",
    "n_list": "list",
    "n_code": "code",
    "n_comment": "comment",
    "n_crosspost": "copy of the same work",
}
MOST, FEW = 60, 20
"""Rows that a list shows beside a focus, and without one; the others stand in its CSV."""
MEASURES = ("local_citations", "local_references", "substantive_citations", "pagerank", "betweenness", "k_core", "depth", "disruption", "self_citation_share", "age_normalised_citations")  # fmt: skip
COUNTS = {"local_citations": "cites", "local_references": "cited_by"}
"""Measures that count documents, and the filter of Works that gives these."""


def neighbours(nodes: pd.DataFrame, links: pd.DataFrame, focus: str, side: str) -> pd.DataFrame:
    """Return the citations that the document in focus gives (``side`` is ``references``) or receives (``citations``).

    A row a citation, in order of time: its columns, and ``title``, ``authors``, ``posted_at`` and ``where`` of the other
    document's end.
    """
    own, other = ("citing_id", "cited_id") if side == "references" else ("cited_id", "citing_id")
    rows = links[links[own] == focus]
    facts = nodes[["document_id", "title", "kind", "authors", "posted_at"]].rename(columns={"document_id": other})
    rows = rows.merge(facts, on=other, how="inner").assign(where=lambda frame: where(frame))
    columns = ["posted_at", "title", "authors", "where", "self_citation", "backward", "citing_id", "cited_id", "kind"]
    return rows.sort_values(["posted_at", other], ignore_index=True)[columns]


def where(links: pd.DataFrame) -> list[str]:
    """Say in words where the links of each citation stand: ``text``, ``footnote, list``, or that only a list names it."""
    counted = zip(*(links[name].fillna(0).tolist() for name in PLACES), strict=True)
    words = [", ".join(name for name, count in zip(PLACES.values(), row, strict=True) if count) for row in counted]
    return [word or "listed as an incoming link; its text is not known" for word in words]


def portrait(data: Build, document: dict[str, Any], address: Callable[[str], str]) -> Component:
    """Return the facts and measures of the document in focus, with the ways on."""
    meaning = data.described("document_metrics")
    known = [name for name in MEASURES if name in document]
    measures = [
        html.Div([html.Dt(spoken(name), title=meaning.get(name, "")), html.Dd(_measure(document, name))])
        for name in known
    ]
    generation = document["generation"]
    distance = "no path of citations leads from it to the root work" if pd.isna(generation) else (
        "part of the root work" if generation == 0 else f"{int(generation)} from the root work")  # fmt: skip
    community = document["community"]
    group = "not known" if pd.isna(community) else community_name(int(community), document["label"])
    marks = [
        text
        for flag, text in (("on_main_path", "on the main path"), ("in_core", "in its robust core"))
        if document[flag]
    ]
    return html.Div(
        [
            html.P(
                [
                    html.Strong(theirs(titled(document))),
                    html.Br(),
                    theirs(_text(document["authors"]), missing="author not known"),
                    f", {str(document['posted_at'])[:10]}. Distance: {distance}. Community ",
                    theirs(group),
                    f". {', '.join(marks).capitalize()}." if marks else ".",
                ]
            ),
            html.P(
                [
                    html.A(
                        "All that is known of it →", href=opening.document(document["document_id"]), className="more"
                    ),
                    " ",
                    outside_link("Read it on its own site", _text(document["url"])),
                    " ",
                    html.A("Leave the focus", href=address(""), className="leave-focus"),
                ],
                className="ways",
            ),
            html.Dl(measures, className="measures"),
        ]
    )


def _measure(document: dict[str, Any], name: str) -> Component | str:
    """Return a measure of a document; where it counts documents, as a link to these."""
    said = cell(document[name])
    if name not in COUNTS or said in ("–", "0"):
        return said
    return html.A(said, href=opening.works(**{COUNTS[name]: document["document_id"]}))


def link_list(
    rows: pd.DataFrame, other: str, sentences: Mapping[str, Sequence[str]], caption: str, address: Callable[[str], str]
) -> Component:
    """Return one side of the neighbourhood; a title puts that document in focus. ``sentences`` are those of :func:`said`."""
    body = [
        html.Tr(
            [
                html.Td(str(row["posted_at"])[:10], className="nowrap"),
                html.Td([html.A(theirs(titled(row)), href=address(row[other])), *_by(row)]),
                html.Td([", ".join([row["where"], *_marks(row)]), *map(_sentence, sentences.get(row[other], ()))]),
                html.Td(_open(row, other)),
            ]
        )
        for row in records(rows.head(MOST))
    ]
    return _table(("posted", "document", "place of the link", "page"), body, len(rows) - len(body), caption)


def said(data: Build, focus: str, side: str) -> dict[str, list[str]]:
    """Return the sentences in which citations of the document in focus are made, by the other document.

    They are known of papers alone, from the indexes that state them, and only on the machine that asked; at most three each.
    """
    own, other = ("citing_id", "cited_id") if side == "references" else ("cited_id", "citing_id")
    found = data.local("citation_contexts", own, focus).dropna(subset=["text"]).sort_values([other, "position"])
    few = found.groupby(other).head(3)
    return {str(one): rows["text"].tolist() for one, rows in few.groupby(other)}


def citation_list(rows: pd.DataFrame, caption: str, address: Callable[[str], str]) -> Component:
    """Return citations as pairs of titles, each of which puts its document in focus; see :func:`named_citations`."""
    body = [
        html.Tr(
            [
                html.Td([html.A(theirs(row["citing_title"]), href=address(row["citing_id"])), _day(row["citing_at"])]),
                html.Td([html.A(theirs(row["cited_title"]), href=address(row["cited_id"])), _day(row["cited_at"])]),
                html.Td(", ".join([row["where"], *_marks(row)])),
            ]
        )
        for row in records(rows.head(FEW))
    ]
    return _table(("cites", "is cited", "place of the link"), body, len(rows) - len(body), caption)


def document_list(rows: pd.DataFrame, caption: str, address: Callable[[str], str]) -> Component:
    """Return documents of the network; a title puts that document in focus."""
    body = [
        html.Tr(
            [
                html.Td(str(row["posted_at"])[:10], className="nowrap"),
                html.Td([html.A(theirs(titled(row)), href=address(row["document_id"])), *_by(row)]),
                html.Td(cell(row["local_citations"])),
                html.Td(_open(row, "document_id")),
            ]
        )
        for row in records(rows.head(FEW))
    ]
    return _table(("posted", "document", "citations received", "page"), body, len(rows) - len(body), caption)


def named_citations(data: Build) -> pd.DataFrame:
    """Return all citations with what both ends are called, their dates, and ``where`` the links stand; see ``edges``."""
    nodes, links = data.once(network_nodes), data.once(network_edges)
    names = pd.Series([titled(row) for row in records(nodes[["title", "kind", "authors"]])], nodes.index, dtype="str")
    return pd.DataFrame(
        {
            "citing_title": links["citing_id"].map(names),
            "citing_at": links["citing_id"].map(nodes["posted_at"]),
            "cited_title": links["cited_id"].map(names),
            "cited_at": links["cited_id"].map(nodes["posted_at"]),
            "where": where(links),
            **{name: links[name] for name in ("self_citation", "backward", "n_links", "spc", "citing_id", "cited_id")},
        }
    )


def _table(heads: Sequence[str], body: Sequence[Component], left_out: int, caption: str) -> Component:
    more = f"{left_out:,} more stand in the CSV." if left_out else ""
    head = html.Thead(html.Tr([html.Th(head, scope="col") for head in heads]))
    table = html.Table([head, html.Tbody(body)], className="plain-table")
    return table_frame(caption, [table, html.P(more, className="as-of") if more else None])


def _open(row: dict[str, Any], column: str) -> Component:
    return html.A("open", href=opening.document(row[column]), **named(f"Open {titled(row)}"))


def _sentence(text: str) -> Component:
    return html.Blockquote(html.Bdi(text), className="quote")


def _day(posted: str) -> Component:
    return html.Small(f" {posted[:10]}", className="nowrap")


def _marks(row: dict[str, Any]) -> list[str]:
    return [word for flag, word in (("self_citation", "own work"), ("backward", "later edit")) if row[flag] is True]


def _by(row: dict[str, Any]) -> list[Any]:
    return [html.Br(), html.Small(theirs(_text(row["authors"]), missing="author not known"))]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and not is_blank(value) else None
