"""A document: what is known of it, what it cites and what cites it, its words, and its place on the main path."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard import opening, words
from dashboard.advice import is_network
from dashboard.components.cells import JOINED
from dashboard.components.listing import listing
from dashboard.components.panels import data_table
from dashboard.content import Chart, Content
from dashboard.coverage import FILL
from dashboard.data_access import Build
from dashboard.facts import root_authors
from dashboard.labels import OFF_FORUM, is_blank, venue
from dashboard.narrowing import Subject
from dashboard.pages import _document_tables as tables
from dashboard.pages._document_facts import facts_chart
from dashboard.pages._document_received import received_chart
from dashboard.pages._unresolved import unresolved_by_document
from dashboard.url_state import Parameter, View

NAME = "document"
PATH = "/doc/<id>"
LABEL = "Document"
TITLE = "What is this document, and what stands around it?"
ORDER = 110
TABLES = (
    "documents",
    "document_metrics",
    "citations",
    "coverage",
    "links",
    "unresolved_links",
    "term_counts",
    *tables.PATHS,
    "main_path_core",
    "similar_documents",
)
KINDS = {"post": "a post", "comment": "a comment", "tag": "a tag page", "paper": "a paper", "page": "a web page"}
MEASURE = {
    "measure": "column of the table `document_metrics`",
    "value": "its value for this document",
    "meaning": "what it measures",
}
PAIR = {
    "title": "title of the other document",
    "authors": "its authors",
    "posted_at": "when it was posted, UTC",
    "kind": "what kind of document it is",
    "venue": "where it was posted",
    "places": "where the links stand, with how many: body, footnote, quote, list, code. Empty: not known.",
    "names": "what exactly is named, where that is not the document as a whole: a section or a comment, joined by ` | `",
}

SHOWN = {
    "authors": "authors",
    "posted_at": "posted",
    "evidence": "found in",
    "places": "where",
    "names": "what it names there",
}
"""Columns of the lists of citations, and what they are called there."""


def samples(data: Build) -> list[str]:
    """Return the root work's first document and the one that the corpus cites most, of every kind one."""
    received = data.table("document_metrics")[["document_id", "local_citations"]]
    ranked = data.table("documents").merge(received, on="document_id", how="left")
    order = ["generation", "local_citations", "document_id"]
    ranked = ranked.sort_values(order, ascending=[True, False, True], na_position="last")
    return [str(one) for one in ranked.drop_duplicates("kind")["document_id"]]


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return the document in the path; there is nothing to choose."""
    names = data.once(tables.labels)
    return (Subject("id", "Document", names, names),)


def title(data: Build, view: View) -> str:
    """Return the document's own title."""
    row = data.part(_record, view)
    if row["title"] and not is_blank(row["title"]):
        return str(row["title"])
    by = f" by {row['authors'].replace(JOINED, ', ')}" if row["authors"] else ""
    return f"{row['kind'].capitalize()}{by}, {str(row['posted_at'] or 'not dated')[:10]}"


def layout(data: Build, view: View) -> Content:
    """Return the page of one document."""
    document_id = view["id"]
    row = data.part(_record, view)
    # An imported network gives all that its documents cite, and none of their texts.
    network = is_network(data.settings)
    known = network or bool(row["has_body"])
    given, received = tables.cited(data, document_id), tables.citing(data, document_id)
    lost = data.once(unresolved_by_document).get(document_id, 0)
    charts = [
        facts_chart(row, data.once(root_authors) if row["generation"] == 0 else (), tables.in_network(data, row)),
        *([] if network else [received_chart(data, received, document_id)]),
        _received(received, document_id),
        _given(given, document_id, known, lost),
        _terms(tables.terms(data, document_id), bool(row["has_body"])),
        _measures(tables.measures(data, document_id)),
        _alike(tables.alike(data, document_id), known),
        _path(tables.on_paths(data, document_id), tables.core(data, document_id), data.once(tables.labels)),
    ]
    by = _by(row, data.once(root_authors) if row["generation"] == 0 else ())
    return Content(_answer(row, by, given, received, known, lost), charts, _cautions(row, known), columns=2)


def _record(data: Build, view: View) -> dict[str, Any]:
    return tables.record(data, view["id"])


def _by(row: dict[str, Any], of_work: Sequence[str]) -> str:
    """Say who wrote a document: the authors of the work by the configuration where it is part of it, else those of its record."""
    signed = row["authors"].split(JOINED) if row["authors"] else []
    if not of_work:
        return f" by {', '.join(map(words.outside, signed))}" if signed else ""
    record = (
        f"its record names {words.listing([*map(words.outside, signed)])}" if signed else "its record names no author"
    )
    return (
        f" by {words.listing([*map(words.outside, of_work)])}, the authors of the work by the configuration ({record})"
    )


def _answer(
    row: dict[str, Any], by: str, given: pd.DataFrame, received: pd.DataFrame, known: bool, lost: int = 0
) -> str:
    when = f", posted {row['posted_at'][:10]}" if row["posted_at"] else ", date not known"
    cites = (
        f"cites {words.count(len(given), 'document')}"
        if known
        else "has a text that was not read, so that what it cites is not known"
    )
    if not known and len(given):
        cites = f"is known to cite {words.count(len(given), 'document')}"
    if lost:
        cites += f" ({words.count(lost, 'more link' if len(given) else 'link')} could not be resolved)"
    distance = {
        None: "is not known to be connected to the work",
        0: "is part of the work itself",
        1: "cites the work",
    }.get(row["generation"], f"is {row['generation']} citations away from the work")
    kind = KINDS.get(row["kind"], "a document")
    return (
        f"This is {kind} ({venue(row['venue'])}){by}{when}; it {cites}, is cited by {words.count(len(received), 'document')} "
        f"of this corpus, and {distance}."
    )


def _cautions(row: dict[str, Any], known: bool) -> list[str]:
    if row["has_body"]:
        return []
    if known:
        return [
            "An imported network gives what a document cites, and no text: which words it uses, but in its title, is not known."
        ]
    cure = (
        "it stands on no forum, so gathering one does not bring it"
        if row["venue"] in OFF_FORUM
        else f"to fill the gap, {FILL}"
    )
    return [
        f"The text of this document is not known here, and so neither are its links nor its words but those of its title; {cure}."
    ]


def _measures(table: pd.DataFrame) -> Chart:
    return Chart(
        "measures",
        "How it stands among the others",
        "Measures on the citations between documents of this corpus. A measure without a value here is left out.",
        None,
        table,
        "document_metrics",
        empty="No measure has a value for this document.",
        explained=MEASURE,
        rests_on=table["measure"].tolist(),
    )


def _received(table: pd.DataFrame, document_id: str) -> Chart:
    caption = "Documents that cite it"
    return Chart(
        "cited-by",
        "What cites it",
        "With how each citation was found (in the body read, or on the site's list of incoming links), and where it stands.",
        None,
        table,
        "citations",
        len(table),
        "No document of this corpus is known to cite it.",
        explained=PAIR,
        link=("All of them in Works →", opening.works(kind="any", cites=document_id)) if len(table) else None,
        body=listing(table, caption, SHOWN, "citing_id") if len(table) else None,
        wide=True,
    )


def _given(table: pd.DataFrame, document_id: str, read: bool, lost: int = 0) -> Chart:
    """Return the card of what a document cites; ``lost`` of its links name documents that could not be found."""
    caption = "Documents that it cites"
    gone = "a document that could not be found" if lost == 1 else "documents that could not be found"
    none = f"None that could be resolved; {words.count(lost, 'link names', 'links name')} {gone}."
    return Chart(
        "cites",
        "What it cites",
        "Documents beyond the corpus are named by their ids alone, and open nothing.",
        None,
        table,
        "citations",
        len(table),
        (none if lost else "It cites no document.")
        if read
        else f"Its text is not known, so neither is what it cites; {FILL}.",
        [f"{words.count(lost, 'more link names', 'more links name')} {gone}."] if lost and len(table) else [],
        explained=PAIR,
        none=read and not lost,
        link=("Those in the corpus in Works →", opening.works(kind="any", cited_by=document_id))
        if len(table)
        else None,
        body=listing(table, caption, SHOWN, "cited_id", known=set(table.loc[table["kind"].notna(), "cited_id"]))
        if len(table)
        else None,
        wide=True,
    )


def _terms(table: pd.DataFrame, read: bool) -> Chart:
    fields = {name: f"times in the field `{name}`" for name in table.columns if name not in ("term", "family")}
    return Chart(
        "terms",
        "Which of the followed words it uses",
        "Times that each word stands in its title, body, footnotes, quotations and code.",
        None,
        table,
        "term_counts",
        empty="It uses none of them." if read else "Its title uses none of them, and its text is not known.",
        explained=fields,
        none=read,
    )


def _alike(table: pd.DataFrame, read: bool) -> Chart:
    columns = {"authors": "authors", "posted_at": "posted", "relation": "relation", "count": "shared"}
    return Chart(
        "alike",
        "What stands near it",
        "Documents that cite the same as it, or are cited together with it. Pairs that share at least two.",
        None,
        table,
        "similar_documents",
        len(table),
        "No document is known to share two citations with it."
        if read
        else "Its text is not known, so neither is which documents cite the same; none is known to be cited together with it twice.",
        explained={
            "document_id": "the other document",
            **{name: PAIR[name] for name in ("title", "authors", "posted_at")},
        },
        body=listing(table, "Documents near it", columns) if len(table) else None,
        wide=True,
    )


def _path(table: pd.DataFrame, core: dict[str, Any], names: dict[str, str]) -> Chart:
    share = (
        f" It is on {core['runs_on_path']:,} of {core['runs']:,} paths drawn after citations were left out at random."
        if core
        else ""
    )
    return Chart(
        "path",
        "Its place on the main path",
        "Steps of main paths that it takes part in, over all weights and searches, with citations of an author's own work counted "
        f"or left out.{share}",
        None,
        table,
        "main_paths",
        empty="It is on no main path, whichever weight and search is used, with self-citations or without.",
        explained={"counted": "which citations the path counts: all, or those between documents that share no author"},
        body=data_table(table, "Its place on the main path", known=names) if len(table) else None,
        link=("Main path →", "/main-path"),
        wide=True,
    )
