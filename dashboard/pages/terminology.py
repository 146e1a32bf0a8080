"""Terminology: which words were used when, by how many people, and how sure that is."""

import pandas as pd

from dashboard.content import Chart, Content
from dashboard.coverage import explain
from dashboard.data_access import Build
from dashboard.labels import FIELDS
from dashboard.labels import venue as venue_name
from dashboard.pages._glossary import EXPLAINED, glossary, meanings
from dashboard.pages._term_figures import figure_trend, figure_voices, term_gaps
from dashboard.pages._term_sentences import answer, few_voices
from dashboard.trends import chosen_rows, default_terms, fields, term_groups, venues, year_span
from dashboard.url_state import Choice, Many, Parameter, Switch, View, Years
from pipeline.periods import GRAINS

NAME = "terminology"
PATH = "/terminology"
LABEL = "Terminology"
TITLE = "Which words were used when, and by how many people?"
ORDER = 30
TABLES = ("term_trends", "topic_trends", "terms", "term_first_uses")

SCALES = {"share": "share of documents", "per-1000": "per 1,000 words", "documents": "number of documents"}
TERM = {"term": "name of the term, or `family:` and the name of a whole family"}
VOICES = ["term", "period", "documents", "authors", "documents_serials_once", "documents_total", "covered", "partial"]


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose; terms, fields, venues and years are those that the tables hold."""
    counted, places = data.once(fields), data.once(venues)
    return (
        Many("terms", "Terms and families", data.once(term_groups), data.once(default_terms), limit=8),
        Choice("scale", "Scale", SCALES, "share"),
        Choice("field", "Where in the document", {name: FIELDS.get(name, name) for name in counted}, counted[0]),
        Choice("grain", "Period", {grain: grain for grain in GRAINS}, "quarter"),
        Choice("venue", "Venue", {name: venue_name(name) for name in places}, places[0]),
        Years("years", "Years", data.once(year_span)),
        Switch("once", "Count the parts of a series once"),
        Switch("intervals", "95 % intervals", default=True),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    table = chosen_rows(data, view["terms"], view["field"], view["venue"], view["grain"], view["years"])
    shown = series_once(table) if view["once"] else table
    where = FIELDS.get(view["field"], view["field"])
    charts = [
        _trend(shown, view, data.table("terms"), where),
        _voices(table, view),
        _meanings(meanings(data.table("terms"), data.table("term_first_uses"), view["terms"])),
    ]
    return Content(answer(shown, where), charts, few_voices(table))


def series_once(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the parts of a series counted once; intervals have no such form and are empty."""
    total = table["documents_total"].where(table["documents_total"] > 0).astype("Float64")
    unknown = pd.Series(pd.NA, index=table.index, dtype="Float64")
    return table.assign(
        documents=table["documents_serials_once"],
        share_of_documents=table["documents_serials_once"] / total,
        ci_low=unknown,
        ci_high=unknown,
    )


def _trend(table: pd.DataFrame, view: View, terms: pd.DataFrame, where: str) -> Chart:
    scale = SCALES[view["scale"]]
    notes = explain(term_gaps(table), f"terms of {where} are")
    if table["partial"].any():
        notes.append("An open marker: the data end before that period does, so it may still rise.")
    if view["once"]:
        notes.append("The parts of one series by one author count once; such counts have no interval.")
        if view["scale"] == "per-1000":
            notes.append("Occurrences per 1,000 words count every part: words cannot be counted once.")
    return Chart(
        "trend",
        "How often each term occurs" if view["scale"] == "per-1000" else f"{scale.capitalize()} that use each term",
        f"{scale.capitalize()}: {where}, {venue_name(view['venue'])}, by {view['grain']}. A triangle on the axis marks a "
        "term's first known use; upright lines are 95 % intervals.",
        figure_trend(table, view["scale"], terms, view["intervals"] and not view["once"]),
        table,
        "term_trends",
        int(table["documents"].sum()),
        _empty(view),
        notes,
        TERM,
        height=430,
    )


def _voices(table: pd.DataFrame, view: View) -> Chart:
    return Chart(
        "voices",
        "How many voices stand behind it",
        f"Documents, distinct authors, and documents with the parts of a series counted once, by {view['grain']}: where a bar "
        "rises far above its markers, few people wrote much.",
        figure_voices(table),
        table[VOICES],
        "term_trends",
        int(table["documents"].sum()),
        _empty(view),
        explained=TERM,
        height=110 + 115 * max(1, len(view["terms"])),
    )


def _meanings(table: pd.DataFrame) -> Chart:
    return Chart(
        "meanings",
        "What the terms mean, and who used them first",
        "Definitions in our own words. The first known use is from the literature; the first here is the earliest document of "
        "this corpus.",
        None,
        table,
        "terms",
        empty="No term is chosen. Choose one above.",
        explained=EXPLAINED,
        body=glossary(table),
    )


def _empty(view: View) -> str:
    if not view["terms"]:
        return "No term is chosen. Choose one above."
    return "None of the chosen terms occurs here. Choose another field, venue or span of years."
