"""An author: when they first cited the work, what they had met before, which words they used, whom they cite and who cites them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.components.listing import Opener, listing
from dashboard.content import Chart, Content
from dashboard.coverage import FILL
from dashboard.data_access import Build
from dashboard.facts import byline_cautions, ordered, records, titles_of
from dashboard.narrowing import Subject
from dashboard.pages._author_figures import uses_chart, years_chart
from dashboard.url_state import Parameter, View

NAME = "author"
PATH = "/author/<id>"
LABEL = "Author"
TITLE = "What did this author take up, and from whom?"
ORDER = 120
TABLES = (
    "documents",
    "authors",
    "authorship",
    "author_metrics",
    "author_exposures",
    "author_citations",
    "exposures",
    "term_counts",
    "document_metrics",
)
RECEIVED = "local_citations"
_COUNTED = {
    "citations": "citations",
    "fractional": "shared out among coauthors",
    "citing_documents": "citing documents",
    "cited_documents": "cited documents",
}
"""What is told of the citations between two authors."""
_MET_IN = {"posted_at": "on", "kind": "contact", "via_document_id": "met", "via_author_id": "by"}
_SHOWN = ("document_id", "title", "posted_at", "kind", "venue", "karma", "generation", "has_body")


def samples(data: Build) -> list[str]:
    """Return the authors of the work, and its first citers."""
    rows = data.table("author_exposures").sort_values(
        ["role", "first_citing_at", "author_id"], ascending=[False, True, True]
    )
    return [str(one) for one in rows["author_id"].head(4)] or sorted(data.table("authors")["author_id"])[:4]


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return the author in the path; there is nothing to choose."""
    names = data.once(_names)
    return (Subject("id", "Author", names, names),)


def title(data: Build, view: View) -> str:
    """Return the author's name."""
    return data.once(_names)[view["id"]]


def layout(data: Build, view: View) -> Content:
    """Return the page of one author."""
    author_id = view["id"]
    own = _documents(data, author_id)
    charts = [
        years_chart(own, author_id, data.as_of),
        _contacts(data, author_id),
        uses_chart(data, own),
        _others(data, author_id, "citing_author_id", "cited_author_id", "cites", "Whom they cite"),
        _others(data, author_id, "cited_author_id", "citing_author_id", "cited-by", "Who cites them"),
        _list(own, author_id),
    ]
    cautions = [*_cautions(own), *data.once(byline_cautions)]
    return Content(_answer(data, author_id, own), charts, cautions, columns=2)


def _answer(data: Build, author_id: str, own: pd.DataFrame) -> str:
    metrics, contacts = _row(data, "author_metrics", author_id), _row(data, "author_exposures", author_id)
    wrote = f"{words.outside(data.once(_names)[author_id])} signed {words.count(len(own), 'document')} of this corpus"
    received = f", which received {words.count(int(metrics['citations_received']), 'citation')}" if metrics else ""
    met = _brought(data, author_id, int(contacts["brought_in"])) if contacts else ""
    if contacts.get("role") == "root_author":
        signed = (own["generation"] == 0).fillna(False).any()
        by = "" if signed else " by the configuration; none of its documents names them here"
        return f"{wrote}{received}; they are an author of the work itself{by}{met}."
    if not isinstance(contacts.get("first_citing_at"), str):
        return f"{wrote}{received}; none of them is known to cite the work."
    first = f"they first cited the work on {contacts['first_citing_at'][:10]}, {_met(contacts)}"
    return f"{wrote}{received}; {first}{met}."


def _met(contacts: Mapping[str, Any]) -> str:
    """Say which contact was the author's first, and whether it came before the first citing document or stands in it."""
    if not isinstance(contacts.get("exposed_at"), str):
        return "with no recorded contact before"
    if contacts["exposed_at"] == contacts["first_citing_at"]:
        return f"in the very document that holds their first recorded contact ({contacts['exposed_by']})"
    return f"after a first recorded contact on {contacts['exposed_at'][:10]} ({contacts['exposed_by']})"


def _brought(data: Build, author_id: str, brought: int) -> str:
    """Say how many adopters met the work through the author, and how many of them in their first citing document alone."""
    if not brought:
        return ""
    rows = data.matching("exposures", via_author_id=author_id)
    earlier = set(rows.loc[~_in_first(data, rows), "author_id"])
    only = brought - len(earlier & set(rows["author_id"]))
    alone = f", {only:,} of them in their first citing document alone" if only else ""
    return f"; {words.count(brought, 'later adopter')} met the work through them{alone}"


def _in_first(data: Build, contacts: pd.DataFrame) -> "pd.Series[bool]":
    """Return which contacts stand in the document in which their author first cites the work."""
    adopters = data.table("author_exposures")
    first = dict(zip(adopters["author_id"].tolist(), adopters["first_citing_id"].tolist(), strict=True))
    return contacts["document_id"] == contacts["author_id"].map(first)


def _cautions(own: pd.DataFrame) -> list[str]:
    known = int(own["has_body"].fillna(False).sum())
    if known == len(own):
        return []
    return [
        (
            f"Of {words.count(len(own), 'document')} the text of {known:,} ({words.percent(known, len(own))}) is known here: words and "
            f"citations in the others are missing, except in titles. To learn more, {FILL}."
        )
    ]


def _contacts(data: Build, author_id: str) -> Chart:
    rows = data.matching("exposures", author_id=author_id)
    within = int(_in_first(data, rows).sum())
    table = ordered(rows.drop(columns="author_id"), "at", "kind")
    heading = "What they had met by then"
    return Chart(
        "contacts",
        heading,
        "Recorded contacts with the work, or with those who had cited it, before their own first citing document or in it.",
        None,
        table,
        "exposures",
        None,
        "No contact is recorded, which is not to say that there was none: most reading leaves no trace.",
        [f"In the first citing document itself: {within:,} of {words.count(len(table), 'contact')}."] if within else [],
        body=_contact_list(data, table, heading) if len(table) else None,
    )


def _contact_list(data: Build, table: pd.DataFrame, caption: str) -> Component:
    """Return contacts as a list: the author's document, when and how it met what, and who wrote that."""
    ids = [*table["document_id"], *table["via_document_id"].dropna()]
    names, called = data.once(_names), titles_of(data, ids)
    by = {one: names[one] for one in table["via_author_id"].dropna() if one in names}
    named = table.assign(title=table["document_id"].map(called), posted_at=table["at"])
    return listing(named, caption, _MET_IN, titles={**called, **by})


def _others(data: Build, author_id: str, own: str, other: str, name: str, heading: str) -> Chart:
    rows = data.matching("author_citations", **{own: author_id})
    found = rows[rows[other] != author_id].reset_index(drop=True)
    names = data.first("authors", "author_id", found[other].tolist(), ["author_id", "name"])
    named = found.assign(author_id=found[other], name=names["name"])[["author_id", "name", *_COUNTED]]
    table = ordered(named, "-citations", "-fractional", "author_id")
    giving, receiving = _behind(author_id, citing=own == "citing_author_id")
    return Chart(
        name,
        heading,
        "Citations between documents of the two, self-citations left out. A name opens the author, a number the documents that it counts.",
        None,
        table,
        "author_citations",
        None,
        "None is known.",
        explained={"author_id": "the other author", "name": "their display name"},
        opens=[giving(row) for row in records(table)],
        body=listing(
            table,
            heading,
            _COUNTED,
            "author_id",
            "name",
            opening.author,
            behind={"citations": giving, "citing_documents": giving, "cited_documents": receiving},
        )
        if len(table)
        else None,
    )


def _behind(author_id: str, *, citing: bool) -> tuple[Opener, Opener]:
    """Return what opens the documents that give the citations of a row, and those that receive them.

    ``citing`` is whether the author of the page gives them; the other author is the row's.
    """

    def ends(row: Mapping[str, Any]) -> tuple[str, str]:
        return (author_id, row["author_id"]) if citing else (row["author_id"], author_id)

    def giving(row: Mapping[str, Any]) -> str:
        by, of = ends(row)
        return opening.works(author=by, cites_author=of)

    def receiving(row: Mapping[str, Any]) -> str:
        by, of = ends(row)
        return opening.works(author=of, cited_by_author=by)

    return giving, receiving


def _list(own: pd.DataFrame, author_id: str) -> Chart:
    columns = ["document_id", "title", "posted_at", "kind", "venue", "karma", RECEIVED, "generation"]
    table = ordered(own[columns], f"-{RECEIVED}", "posted_at")
    shown = {
        "posted_at": "posted",
        "kind": "kind",
        "karma": "karma",
        RECEIVED: "citations received",
        "generation": "steps from the work",
    }
    return Chart(
        "documents",
        "Their documents, most cited first",
        "A title opens the document, a number of citations the documents that cite it.",
        None,
        table,
        "documents",
        len(table),
        "None is known.",
        explained={RECEIVED: "citations received from documents of this corpus. Unit: citations."},
        link=("All of them in Works →", opening.works(author=author_id)),
        body=listing(
            table, "Their documents", shown, behind={RECEIVED: lambda row: opening.works(cites=row["document_id"])}
        )
        if len(table)
        else None,
        wide=True,
    )


def _documents(data: Build, author_id: str) -> pd.DataFrame:
    ids = set(data.matching("authorship", author_id=author_id)["document_id"].tolist())
    places = data.places("documents", "document_id")
    in_order = sorted((one for one in ids if one in places), key=places.__getitem__)
    own = data.first("documents", "document_id", in_order, _SHOWN)
    return own.join(data.first("document_metrics", "document_id", in_order, [RECEIVED]))


def _names(data: Build) -> dict[str, str]:
    authors = data.table("authors")
    return dict(zip(authors["author_id"], authors["name"].fillna(authors["author_id"]), strict=True))


def _row(data: Build, name: str, author_id: str) -> dict[str, Any]:
    found = records(data.matching(name, author_id=author_id))
    return found[0] if found else {}
