"""A term: what it means, in which spellings, who uses it, when, where, and beside which other terms."""

from typing import Any
from urllib.parse import quote_plus

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening, words
from dashboard.advice import here
from dashboard.components.text import inside_link, sentence
from dashboard.content import Chart, Content
from dashboard.coverage import explain, is_provisional, stands_behind
from dashboard.data_access import Build
from dashboard.facts import ordered, records, titled, titles, titles_of
from dashboard.labels import FIELDS
from dashboard.narrowing import Subject
from dashboard.pages._quotes import NO_TEXT, OF_EACH, Quote, few_of_each, quotation, sentences
from dashboard.pages._term_definition import definition, documents_named, entries
from dashboard.pages._term_documents import (
    AUTHORS_EXPLAINED,
    DOCUMENTS_EXPLAINED,
    FORMS_EXPLAINED,
    RELATED_EXPLAINED,
    author_list,
    authors_of,
    by_author,
    document_list,
    documents_with,
    forms_of,
    known_posts,
    related_to,
)
from dashboard.pages._term_figures import figure_trend, opened, term_gaps
from dashboard.pages._term_meaning import meant
from dashboard.pages._term_uptake import uptake_chart
from dashboard.pages._works_filters import OWN
from dashboard.trends import chosen_rows, default_terms, fields, month_span, spellings_of
from dashboard.url_state import Choice, Parameter, View
from pipeline.periods import GRAINS

NAME = "term"
PATH = "/term/<name>"
LABEL = "Term"
TITLE = "What does a term mean, and who uses it?"
ORDER = 31
TABLES = (
    "terms",
    "term_forms",
    "term_counts",
    "term_trends",
    "term_first_uses",
    "term_drift",
    "term_uptake",
    "citations",
    "co_terms",
    "documents",
    "document_metrics",
    "authors",
    "authorship",
)

SHOWN = 30
"""Sentences on the page; `atlas concordance` prints all."""
ORDERS = {"earliest": "earliest first", "latest": "latest first"}


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return the term, and what a reader may choose of its trend and its sentences."""
    counted = data.once(fields)
    return (
        Subject("name", "Term", data.once(names), spellings=data.once(spellings_of)),
        Choice("field", "Trend of", {name: FIELDS.get(name, name) for name in counted}, counted[0]),
        Choice("grain", "Period", {grain: grain for grain in GRAINS}, "year"),
        Choice("order", "Sentences", ORDERS, "earliest"),
    )


def names(data: Build) -> frozenset[str]:
    """Return every term of the lexicon."""
    return frozenset(data.table("terms")["term"])


def samples(data: Build) -> list[str]:
    """Return the terms that the terminology page shows first."""
    return list(data.once(default_terms))


def title(_data: Build, view: View) -> str:
    """Return the heading of one term."""
    return f"What does “{view['name']}” mean, and who uses it?"


def layout(data: Build, view: View) -> Content:
    """Return the page for one term."""
    parts = (_definition, _trend, _uptake, _documents, _forms, _people, _related, _contexts)
    charts = [data.part(part, view) for part in parts]
    return Content(data.part(answer, view), charts, data.part(_cautions, view), columns=2)


def _uptake(data: Build, view: View) -> Chart:
    """Return the card of uses with and without a citation of the work."""
    return uptake_chart(data, view["name"], view["grain"])


def _lexicon(data: Build, view: View) -> pd.DataFrame:
    """Return the rows of the lexicon."""
    return entries(data.table("terms"), view["name"])


def _using(data: Build, view: View) -> pd.DataFrame:
    """Return the documents that use the term."""
    return documents_with(data, view["name"])


def _users(data: Build, view: View) -> pd.DataFrame:
    """Return the authors who use it."""
    return authors_of(data, data.part(_wrote, view))


def _wrote(data: Build, view: View) -> dict[str, list[dict[str, Any]]]:
    """Return which documents of each author use it."""
    return by_author(data, data.part(_using, view))


def _quotes(data: Build, view: View) -> list[Quote]:
    """Return the sentences with it."""
    return sentences(data, view["name"])


def answer(data: Build, view: View) -> str:
    """Say in how many titles and texts a term stands, of how many, and whose."""
    name, documents = view["name"], data.part(_using, view)
    posts, people = documents[documents["kind"] == "post"], data.part(_users, view)
    known, read, _ = data.once(known_posts)
    if documents.empty:
        return f"None of the {words.count(known, 'title')} of posts that are known, and of the {words.count(read, 'text')} read here, has {words.quoted(name)} in a form that is counted."
    titled, in_text = (int((posts[field].fillna(0) > 0).sum()) for field in ("in_title", "in_text"))
    dated = documents["posted_at"].dropna().str[:10]
    span = f", from {dated.min()} to {dated.max()}" if len(dated) else ""
    comments = int((documents["kind"] == "comment").sum())
    more = f" and in {words.count(comments, 'comment')}" if comments else ""
    return (
        f"{words.quoted(name)} stands in {titled:,} of the {words.count(known, 'title')} of posts that are known, in {in_text:,} of the {read:,} texts of posts that were read"
        f"{more}{span}; {words.count(len(people), 'author')} used it."
    )


def _cautions(data: Build, view: View) -> list[str]:
    lexicon = data.part(_lexicon, view)
    titled, read, posts = data.once(known_posts)
    found = []
    if is_provisional(read, posts):
        found.append(
            f"The text of {read:,} of {words.count(posts, 'known post')} was read ({words.percent(read, posts)}): uses in "
            f"the other texts are not known. The titles of {titled:,} are known."
        )
    if bool(lexicon["ambiguous"].fillna(False).iloc[0]):
        found.append(
            "Some forms of this term have other meanings, too, and count only in a context that the lexicon states."
        )
    return [*found, *older(data.part(_using, view), lexicon)]


def older(documents: pd.DataFrame, lexicon: pd.DataFrame) -> list[str]:
    """Say how many of these documents are older than the term is known to be; nothing where none is, or nobody knows."""
    known = lexicon["first_known_use"].iloc[0]
    dates = documents["posted_at"].dropna()
    before = int((dates.str[: len(known)] < known).sum()) if isinstance(known, str) and known else 0
    if not before:
        return []
    which = f"{words.count(before, 'document')} counted here {'is' if before == 1 else 'are'} older than the first known use"
    return [f"{which} as a term ({known}): where a word is a common one, too, they may mean something else."]


def _definition(data: Build, view: View) -> Chart:
    name, lexicon, documents = view["name"], data.part(_lexicon, view), data.part(_using, view)
    stated, called = data.local("definitions", "term", name), titles_of(data, documents_named(lexicon))
    dated = [row for row in records(documents) if isinstance(row["posted_at"], str)]
    first: Component | None = None
    if dated:
        row = min(dated, key=lambda one: (one["posted_at"], one["document_id"]))
        link = inside_link(titled(row), opening.document(row["document_id"]))
        first = html.Span([*sentence(f"{row['posted_at'][:10]}{_by(row)}: "), link])
    return Chart(
        "definition",
        "What it means",
        "In our own words, with the place where it is defined; relations as the lexicon states them.",
        None,
        lexicon,
        "terms",
        empty="The lexicon does not hold this term.",
        body=definition(lexicon, name, first, stated, called),
        link=("Beside other terms, over time", opening.terminology([name])),
    )


def _by(row: dict[str, Any]) -> str:
    return f" by {words.outside(row['authors'])}" if isinstance(row["authors"], str) else ""


def _trend(data: Build, view: View) -> Chart:
    span = data.once(month_span)
    table = chosen_rows(data, (view["name"],), view["field"], "all", view["grain"], span)
    where = FIELDS.get(view["field"], view["field"])
    notes = explain(term_gaps(table), f"shares of {where}")
    return Chart(
        "trend",
        f"Share of {where} that use it",
        f"By {view['grain']}, all venues. A triangle marks the first known use; upright lines are 95 % intervals.",
        figure_trend(table, "share", data.table("terms"), True, meant=data.once(meant)),
        table,
        "term_trends",
        stands_behind(table, "documents"),
        f"It is not counted in {where}, which is not to say that none has it. Choose another field above.",
        notes,
        opens=opened(table),
    )


def _documents(data: Build, view: View) -> Chart:
    name, table = view["name"], data.part(_using, view)
    posts = int((table["kind"] == "post").sum())
    return Chart(
        "documents",
        "Documents that use it most",
        "By occurrences in title, body and footnotes, or in a comment; a dash: the text was not read.",
        None,
        table,
        "documents",
        len(table),
        "No document that was read uses it in a form that is counted.",
        explained=DOCUMENTS_EXPLAINED,
        body=document_list(table, f"documents that use {name}"),
        link=(f"The {words.count(posts, 'post')} among them in Works", opening.works(kind="post", term=name, field=OWN))
        if posts
        else None,
    )


def _forms(data: Build, view: View) -> Chart:
    name = view["name"]
    table = forms_of(data, name, data.part(_lexicon, view)["forms"].iloc[0])
    return Chart(
        "forms",
        "Its spellings",
        "Every form that counts as this term. Titles are of all posts; occurrences in texts only of those on this machine. The "
        "numbers open nothing: no table that is published tells which documents use which spelling.",
        None,
        table,
        "term_forms",
        None,
        f"{words.quoted(name)} is an idea without a form of its own, so it is not counted.",
        [] if table["in_texts"].notna().any() or table.empty else [f"A dash: {NO_TEXT[0].lower()}{NO_TEXT[1:]}"],
        FORMS_EXPLAINED,
    )


def _people(data: Build, view: View) -> Chart:
    name, table, called = view["name"], data.part(_users, view), titles(data.part(_using, view))
    return Chart(
        "authors",
        "Authors who use it most",
        "By documents that use it, with the first of them.",
        None,
        table,
        "term_first_uses",
        None,
        f"No author of a document that was read uses {words.quoted(name)}.",
        explained=AUTHORS_EXPLAINED,
        body=author_list(table, f"authors who use {name}", called, data.part(_wrote, view)),
    )


def _related(data: Build, view: View) -> Chart:
    name = view["name"]
    table = related_to(data, name)
    followed = bool((data.table("term_drift")["term"] == name).any())
    _, read, posts = data.once(known_posts)
    return Chart(
        "related",
        "Terms that stand beside it",
        "Posts that were read and have both, all years together.",
        None,
        table,
        "co_terms",
        None,
        "No post that was read has another term of the lexicon beside it.",
        explained=RELATED_EXPLAINED,
        opens=[
            opening.works(kind="post", term=name, also=other, field="all", text="yes") for other in table["with_term"]
        ],
        provisional=is_provisional(read, posts),
        link=("How its company changed", f"/together?term={quote_plus(name)}") if followed else None,
    )


def _contexts(data: Build, view: View) -> Chart:
    documents, quotes = data.part(_using, view), data.part(_quotes, view)
    in_order = quotes if view["order"] == "earliest" else quotes[::-1]
    shown = few_of_each(in_order)[:SHOWN]
    more = len(quotes) - len(shown)
    notes = [f'{more:,} more sentences: `atlas concordance "{view["name"]}"` prints all of them.'] if more > 0 else []
    table = documents[["document_id", "kind", "title", "authors", "posted_at", "in_title", "in_text"]]
    if quotes:
        body: Component = html.Div([quotation(quote) for quote in shown])
        uses = f"{words.count(len(quotes), 'use')} in texts of this machine, {ORDERS[view['order']]}, at most {OF_EACH} of a document."
    else:
        in_time = document_list(ordered(documents, "posted_at"), "documents in order of time")
        body = html.Div([html.P(sentence(here(NO_TEXT, data.settings))), in_time])
        uses = "No text with it is on this machine: the documents that use it, in order of time."
    return Chart(
        "contexts",
        "The sentences",
        f"{uses} The CSV lists the documents; sentences are shown here and not handed out.",
        None,
        table,
        "documents",
        len(table),
        "No document that was read uses it in a form that is counted.",
        notes,
        DOCUMENTS_EXPLAINED,
        body=body,
        wide=True,
    )
