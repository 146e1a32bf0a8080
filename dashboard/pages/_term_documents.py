"""Which documents use a term most, who uses it, in which spellings and beside which other terms."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.listing import listing
from dashboard.data_access import Build
from dashboard.facts import ordered, records, titled, typed
from dashboard.pages._term_posts import OWN_TEXT, named

RECEIVED = "local_citations"
FORMS_EXPLAINED = {
    "titles": "posts whose title has the form. Unit: documents.",
    "in_texts": "occurrences in bodies, footnotes and quotations whose text is on this machine. Empty: no text is here.",
}
DOCUMENTS_EXPLAINED = {
    "in_title": "occurrences in the title. Unit: occurrences.",
    "in_text": "occurrences in body and footnotes. Unit: occurrences. Empty: the text was not read.",
    RECEIVED: "citations received from documents of this corpus. Unit: citations.",
}
AUTHORS_EXPLAINED = {
    "author": "display name as last seen.",
    "documents": "posts and comments by the author that use the term. Unit: documents.",
    "document_id": "the author's first with the term.",
}
RELATED_EXPLAINED = {
    "with_term": "the other term.",
    "documents": "posts that were read and have both, all years together. Unit: documents.",
}

_KNOWN = ["kind", "title", "authors", "author_ids", "posted_at"]


def documents_with(data: Build, name: str) -> pd.DataFrame:
    """Return every document that uses a term in its own words, those with most uses first; comments too."""
    counts: dict[str, list[int]] = {}
    for row in records(data.matching("term_counts", term=name), ("document_id", "field", "occurrences")):
        if row["field"] in (*OWN_TEXT, "comment"):
            counts.setdefault(row["document_id"], [0, 0])[row["field"] != "title"] += row["occurrences"]
    found = data.first("documents", "document_id", sorted(counts), ["document_id", *_KNOWN, "has_body"])
    found = found.dropna(subset=["document_id"]).reset_index(drop=True)
    ids, kinds, bodies = (found[column].tolist() for column in ("document_id", "kind", "has_body"))
    read = [body is True or kind == "comment" for body, kind in zip(bodies, kinds, strict=True)]
    in_text = [counts[one][1] if known else None for one, known in zip(ids, read, strict=True)]
    ranked = ordered(
        found.assign(
            in_title=typed("Int64", (counts[one][0] for one in ids)),
            in_text=typed("Int64", in_text),
            total=[sum(counts[one]) for one in ids],
        ),
        *("-total", "posted_at", "document_id"),
    )
    received = data.first("document_metrics", "document_id", ranked["document_id"].tolist(), [RECEIVED])
    return ranked[["document_id", *_KNOWN, "in_title", "in_text"]].join(received)


def known_posts(data: Build) -> tuple[int, int, int]:
    """Return how many posts have a known title, how many were read, and how many are known."""
    documents = data.table("documents")
    posts = documents[documents["kind"] == "post"]
    return int(posts["title"].notna().sum()), int(posts["has_body"].fillna(False).sum()), len(posts)


def by_author(data: Build, documents: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return id and date of each author's documents with a term, in order of time; ``documents`` are those of :func:`documents_with`."""
    signed = data.once(_signed)
    wrote: dict[str, list[dict[str, Any]]] = {}
    for row in records(ordered(documents[["document_id", "posted_at"]], "posted_at", "document_id")):
        for author_id in signed.get(row["document_id"], ()):
            wrote.setdefault(author_id, []).append(row)
    return wrote


def authors_of(data: Build, wrote: Mapping[str, Sequence[Mapping[str, Any]]]) -> pd.DataFrame:
    """Return who uses a term in most documents; ``wrote`` is what :func:`by_author` gives."""
    ids = sorted(wrote)
    table = pd.DataFrame(
        {
            "author_id": typed("str", ids),
            "author": data.first("authors", "author_id", ids, ["name"])["name"],
            "documents": typed("Int64", (len(wrote[one]) for one in ids)),
            "posted_at": typed("str", (wrote[one][0]["posted_at"] for one in ids)),
            "document_id": typed("str", (wrote[one][0]["document_id"] for one in ids)),
        }
    )
    return ordered(table, "-documents", "posted_at", "author_id")


def _signed(data: Build) -> dict[str, list[str]]:
    """Return the authors of each document."""
    found: dict[str, list[str]] = {}
    for row in records(data.table("authorship"), ("document_id", "author_id")):
        found.setdefault(row["document_id"], []).append(row["author_id"])
    return found


def forms_of(data: Build, name: str, forms: object) -> pd.DataFrame:
    """Return every form of a term with how often it stands in titles and in texts of this machine, the commonest first."""
    known = forms.split(" | ") if isinstance(forms, str) else []
    own, text_here = records(data.matching("term_forms", term=name, grain="year")), data.once(_has_forms_of_texts)
    titles, texts = Counter[str](), Counter[str]()
    for row in own:
        if row["field"] == "title":
            titles[row["form"]] += row["documents"]
        elif row["field"] not in ("comment", "code"):
            texts[row["form"]] += row["occurrences"]
    forms = sorted({*known, *(row["form"] for row in own)})
    table = pd.DataFrame(
        {
            "form": forms,
            "titles": typed("Int64", (titles[form] for form in forms)),
            "in_texts": typed("Int64", (texts[form] if text_here else pd.NA for form in forms)),
        }
    )
    return ordered(table, "-titles", "-in_texts", "form")


def _has_forms_of_texts(data: Build) -> bool:
    counts = data.table("term_forms")
    return bool(((counts["grain"] == "year") & (counts["field"] != "title")).any())


def related_to(data: Build, name: str) -> pd.DataFrame:
    """Return the terms that stand in most posts beside a term, of posts that were read, all years together."""
    beside: Counter[str] = Counter()
    for here, there in (("term_a", "term_b"), ("term_b", "term_a")):
        for row in records(data.matching("co_terms", grain="year", field="all", **{here: name}), (there, "documents")):
            beside[row[there]] += row["documents"]
    found = sorted(beside.items(), key=lambda one: (-one[1], one[0]))
    names, counts = [term for term, _ in found], [count for _, count in found]
    return pd.DataFrame({"with_term": typed("str", names), "documents": typed("Int64", counts)})


def document_list(table: pd.DataFrame, caption: str) -> Component:
    """Return rows of :func:`documents_with` as a list whose titles open the documents' pages; comments are called by their authors."""
    columns = {
        "authors": "authors",
        "posted_at": "posted",
        "in_title": "in title",
        "in_text": "in text",
        RECEIVED: "cited",
    }
    called = table.assign(title=[titled(row) for row in records(table)])
    shown = {name: label for name, label in columns.items() if name in table.columns}
    return listing(called, caption, shown, behind={RECEIVED: lambda row: opening.works(cites=row["document_id"])})


def author_list(
    table: pd.DataFrame, caption: str, called: Mapping[str, str], wrote: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Component:
    """Return rows of :func:`authors_of` as a list: a name opens the author's page, a number these documents; ``called`` has titles by id."""
    columns = {"documents": "documents", "posted_at": "first", "document_id": "in"}
    behind = {"documents": lambda row: named([one["document_id"] for one in wrote[row["author_id"]]])}
    return listing(table, caption, columns, "author_id", "author", opening.author, called, behind)
