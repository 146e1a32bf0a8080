"""Sentences around the uses of a term, where the archive of this machine has the text. They are shown, and never downloaded."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.text import inside_link, theirs
from dashboard.coverage import FILL
from dashboard.data_access import Build
from dashboard.facts import records

CONTEXTS, MOVED = "contexts", "drift_quotes"
"""Tables of this machine."""
LONGEST_TITLE = 90
OF_EACH = 3
NO_TEXT = f"No text on this machine: {FILL}."


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence with a use of a term, and where it stands."""

    sentence: str
    form: str
    field: str
    tags: str
    document_id: str
    title: str
    authors: str
    posted_at: str


def sentences(data: Build, term: str) -> list[Quote]:
    """Return every sentence of this machine with a use of a term, the earliest first; none where there is no text."""
    found = data.local(CONTEXTS, "term", term)
    if found.empty:
        return []
    placed = found.merge(_placed(data), on="document_id", how="left").sort_values(
        ["posted_at", "document_id", "field", "position"], na_position="last", kind="stable"
    )
    return [_quote(row) for row in records(placed.astype(object).where(placed.notna(), ""))]


def few_of_each(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the quotes in their order, at most three a document, so that one long post does not fill the page."""
    taken: Counter[str] = Counter()
    found = []
    for quote in quotes:
        taken[quote.document_id] += 1
        if taken[quote.document_id] <= OF_EACH:
            found.append(quote)
    return found


def beside_moved_words(data: Build, term: str) -> dict[tuple[str, str, str], list[Quote]]:
    """Return sentences behind the words that moved beside a term, by year, ``gained`` or ``lost``, and word."""
    found = data.local(MOVED, "term", term)
    if found.empty:
        return {}
    whole = found.merge(_placed(data), on="document_id", how="left").sort_values(["year", "change", "rank", "quote"])
    plain = whole.assign(form=term, tags="").astype(object).where(whole.notna(), "")
    quotes: dict[tuple[str, str, str], list[Quote]] = {}
    for row in records(plain):
        quotes.setdefault((str(row["year"]), row["change"], row["word"]), []).append(_quote(row))
    return quotes


def quotation(quote: Quote, word: str = "") -> Component:
    """Return a sentence with the use (or another word) marked, and a link to the document's page."""
    shown = quote.title or "a comment"
    cut = shown if len(shown) <= LONGEST_TITLE else f"{shown[: LONGEST_TITLE - 1]}…"
    details = [quote.posted_at[:10] or "undated", quote.authors or "unknown author"]
    place = [] if quote.field == "body" else [quote.field]
    manner = [quote.tags.replace("_", " ")] if quote.tags else []
    return html.Blockquote(
        [
            html.Bdi(marked(quote.sentence, word or quote.form)),
            html.Footer(
                [
                    inside_link(cut, opening.document(quote.document_id)),
                    " · ",
                    theirs(" · ".join([*details, *place, *manner])),
                ]
            ),
        ],
        className="quote",
    )


def marked(sentence: str, form: str) -> list[Component | str]:
    """Return a sentence with the form marked wherever it stands, whatever its case, hyphens and spaces."""
    loose = r"[\s\-‐-―]+".join(map(re.escape, re.split(r"[\s\-]+", form)))
    parts = re.split(rf"(?i)({loose})", sentence) if form else [sentence]
    return [html.Mark(part) if place % 2 else part for place, part in enumerate(parts) if part]


def _placed(data: Build) -> pd.DataFrame:
    """Return what a quote says of its document."""
    return data.table("documents")[["document_id", "title", "authors", "posted_at"]]


def _quote(row: dict[str, str]) -> Quote:
    return Quote(**{name: row[name] for name in Quote.__slots__})
