"""Which documents use a term most, who uses it, in which spellings and beside which other terms."""

from collections.abc import Mapping

import pandas as pd
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.listing import listing
from dashboard.data_access import Build
from dashboard.facts import records, titled
from dashboard.pages._term_posts import OWN_TEXT

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
    counts = data.matching("term_counts", term=name)
    own = counts[counts["field"].isin([*OWN_TEXT, "comment"])]
    wide = own.assign(part=own["field"].eq("title").map({True: "in_title", False: "in_text"}))
    summed = wide.pivot_table("occurrences", "document_id", "part", aggfunc="sum", fill_value=0)
    summed = summed.reindex(columns=["in_title", "in_text"], fill_value=0).reset_index()
    found = summed.join(data.once(_known), on="document_id", how="inner").reset_index(drop=True)
    found = found.astype({"in_title": "Int64", "in_text": "Int64"})
    read = found["has_body"].fillna(False).astype(bool) | (found["kind"] == "comment")
    ranked = found.assign(in_text=found["in_text"].where(read), total=found["in_title"] + found["in_text"])
    ranked = ranked.sort_values(["total", "posted_at", "document_id"], ascending=[False, True, True], ignore_index=True)
    return ranked[["document_id", *_KNOWN, "in_title", "in_text", RECEIVED]]


def _known(data: Build) -> pd.DataFrame:
    """Return what a list says of each document, by id."""
    received = data.table("document_metrics")[["document_id", RECEIVED]]
    documents = data.table("documents")[["document_id", *_KNOWN, "has_body"]]
    return documents.merge(received, on="document_id", how="left").set_index("document_id")


def known_posts(data: Build) -> tuple[int, int, int]:
    """Return how many posts have a known title, how many were read, and how many are known."""
    documents = data.table("documents")
    posts = documents[documents["kind"] == "post"]
    return int(posts["title"].notna().sum()), int(posts["has_body"].fillna(False).sum()), len(posts)


def authors_of(documents: pd.DataFrame, authorship: pd.DataFrame, authors: pd.DataFrame) -> pd.DataFrame:
    """Return who uses a term in most documents; ``documents`` are those of :func:`documents_with`."""
    wrote = documents[["document_id", "posted_at"]].merge(authorship[["document_id", "author_id"]], on="document_id")
    wrote = wrote.sort_values(["posted_at", "document_id"], na_position="last")
    grouped = wrote.groupby("author_id")
    table: pd.DataFrame = grouped.first().assign(documents=grouped.size()).reset_index()
    table["author"] = table["author_id"].map(authors.set_index("author_id")["name"])
    ranked: pd.DataFrame = table.sort_values(
        ["documents", "posted_at", "author_id"], ascending=[False, True, True], ignore_index=True
    )
    return ranked[["author_id", "author", "documents", "posted_at", "document_id"]].astype({"documents": "Int64"})


def forms_of(data: Build, name: str, forms: object) -> pd.DataFrame:
    """Return every form of a term with how often it stands in titles and in texts of this machine, the commonest first."""
    known = forms.split(" | ") if isinstance(forms, str) else []
    own = data.matching("term_forms", term=name)
    own, text_here = own[own["grain"] == "year"], data.once(_has_forms_of_texts)
    titles = own[own["field"] == "title"].groupby("form")["documents"].sum()
    texts = own[~own["field"].isin(["title", "comment", "code"])].groupby("form")["occurrences"].sum()
    table = pd.DataFrame({"form": sorted({*known, *own["form"]})})
    table["titles"] = table["form"].map(titles).fillna(0).astype("Int64")
    table["in_texts"] = (
        table["form"].map(texts).fillna(0).astype("Int64") if text_here else pd.array([pd.NA] * len(table), "Int64")
    )
    return table.sort_values(["titles", "in_texts", "form"], ascending=[False, False, True], ignore_index=True)


def _has_forms_of_texts(data: Build) -> bool:
    counts = data.table("term_forms")
    return bool(((counts["grain"] == "year") & (counts["field"] != "title")).any())


def related_to(co_terms: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the terms that stand in most posts beside a term, of posts that were read, all years together."""
    yearly = co_terms[(co_terms["grain"] == "year") & (co_terms["field"] == "all")]
    first, second = (
        yearly[yearly[here] == name].rename(columns={there: "with_term"})[["with_term", "documents"]]
        for here, there in (("term_a", "term_b"), ("term_b", "term_a"))
    )
    summed: pd.DataFrame = pd.concat([first, second]).groupby("with_term")["documents"].sum().reset_index()
    return summed.sort_values(["documents", "with_term"], ascending=[False, True], ignore_index=True)


def document_list(table: pd.DataFrame, caption: str) -> Component:
    """Return rows of :func:`documents_with` as a list whose titles open the documents' pages; comments are called by their authors."""
    columns = {
        "authors": "authors",
        "posted_at": "posted",
        "in_title": "in title",
        "in_text": "in text",
        RECEIVED: "cited",
    }
    named = table.assign(title=[titled(row) for row in records(table)])
    return listing(named, caption, {name: label for name, label in columns.items() if name in table.columns})


def author_list(table: pd.DataFrame, caption: str, called: Mapping[str, str]) -> Component:
    """Return rows of :func:`authors_of` as a list whose names open the authors' pages; ``called`` has titles by id."""
    columns = {"documents": "documents", "posted_at": "first", "document_id": "in"}
    return listing(table, caption, columns, "author_id", "author", opening.author, called)
