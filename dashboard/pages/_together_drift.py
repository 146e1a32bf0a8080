"""The company that a term keeps: how far each year lies from the first, and which words moved."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.components.cells import JOINED
from dashboard.components.text import theirs
from dashboard.content import Figure
from dashboard.coverage import drawn, gaps
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.figures import line, mark_partial, over_time, plain
from dashboard.pages._quotes import Quote, quotation

LEXICON = "lexicon"
"""What ``definition_source`` says of a definition that stands in the table ``terms``."""
CHANGES = {"gained": "stand out more", "lost": "stand out less"}
FIELDS = ("body", "footnote", "comment")
"""Where the words beside a term are its company."""
OPENS = "A year opens all its documents with the term, also those with the term in a title or a quotation alone, where it has no company."
DISTANCES = {"distance": "from its first year", "definition_distance": "from its definition"}


def drift_table(drift: pd.DataFrame, coverage: pd.DataFrame, term: str) -> pd.DataFrame:
    """Return a term's rows of ``term_drift`` with how many posts of each year are known and were read, and whether it is over."""
    known = coverage[(coverage["grain"] == "year") & (coverage["venue"] == "all")]
    own = drift[drift["term"] == term].assign(period=lambda rows: rows["year"].astype("str"))
    return own.merge(
        known[["period", "documents_known", "documents_with_body", "partial"]], on="period", how="left"
    ).sort_values("period", ignore_index=True)


def figure_drift(table: pd.DataFrame) -> Figure:
    """Draw how far each year's company lies from the first year's and from the definition's.

    ``table`` is that of :func:`drift_table`. 0: the same company; 1: no word in common. Years that the coverage rule excludes,
    on either side of the comparison, are gaps.
    """
    labels = table["period"].tolist()
    traces = []
    for place, (column, name) in enumerate(DISTANCES.items()):
        hover = [f"{row['period']}, {name}: {_number(row[column])}<br>{_moved(row)}" for row in records(table)]
        marker = mark_partial(table["partial"], place)
        there = opened_years(table)
        traces.append(line(labels, drawn(table, column), name, place, hover, marker=marker, customdata=there))
    axis = {"title": {"text": "distance"}, "range": [0, 1.04]}
    return {"data": traces, "layout": over_time(axis, gaps(table, "documents_with_body", "documents_known"))}


def opened_years(table: pd.DataFrame) -> list[str]:
    """Return what each year opens: its documents with the term, whose words were its company."""
    return [opening.works(term=row["term"], period=row["period"]) for row in records(table[["term", "period"]])]


def company(data: Build, term: str) -> dict[str, int]:
    """Return how many documents of each year use the term in a text, a footnote or a comment, where it has company."""
    counts = data.table("term_counts")
    used = counts.loc[(counts["term"] == term) & counts["field"].isin(FIELDS), "document_id"]
    documents = data.table("documents")
    dated = documents.loc[documents["document_id"].isin(set(used)), "posted_at"].dropna()
    return {str(year): int(number) for year, number in dated.str[:4].value_counts().items()}


def whose_definition(table: pd.DataFrame, titles: Mapping[str, str]) -> list[str]:
    """Say whose definition of the term the years are compared with; nothing where no year is.

    ``titles`` are those of documents, by id.
    """
    sources = dict.fromkeys(one for joined in table["definition_source"].dropna() for one in joined.split(JOINED))
    called = ["the list of terms" if one == LEXICON else words.quoted(titles.get(one, one)) for one in sources]
    return [f"The definition of the term is that of {words.listing(called)}."] if called else []


def moved_words(table: pd.DataFrame, quotes: Mapping[tuple[str, str, str], Sequence[Quote]]) -> Component:
    """Return, a year a row, the words that came to stand beside the term and those that left, with quotes where there are any.

    ``quotes`` has sentences of this machine by year, ``gained`` or ``lost``, and word; one is shown for each word.
    """
    items: list[Component] = []
    for row in records(table):
        first = row["year"] == row["first_year"]
        told = "the year that the others are compared with" if first else None
        parts: list[Any] = [html.P(told, className="as-of")] if told else []
        for change, told_as in CHANGES.items():
            if isinstance(row[change], str):
                moved = row[change].split(" | ")
                parts.append(html.P([f"{told_as}: ", *_chips(moved)]))
                shown = [(word, quotes[key][0]) for word in moved if (key := (row["period"], change, word)) in quotes]
                parts += [_folded([quotation(quote, word) for word, quote in shown])] if shown else []
        items += [html.Dt(f"{row['period']}, {row['words']:,} words of company"), html.Dd(parts)]
    return html.Dl(items, className="glossary")


def _folded(quotes: list[Component]) -> Component:
    """Return quotes behind one line that opens them."""
    return html.Details([html.Summary(words.count(len(quotes), "sentence")), *quotes])


def _chips(moved: list[str]) -> list[Any]:
    return [part for word in moved for part in (html.Span(theirs(word), className="word-chip"), " ")]


def _moved(row: dict[str, Any]) -> str:
    parts = [f"{verb}: {plain(str(row[verb]), 120)}" for verb in ("gained", "lost") if isinstance(row[verb], str)]
    return "<br>".join(parts) or "no words moved"


def _number(value: Any) -> str:
    return "not known" if pd.isna(value) else f"{value:.2f}"
