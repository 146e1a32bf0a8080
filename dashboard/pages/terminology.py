"""Terminology: which words were used when, by how many people, and how sure that is."""

import pandas as pd

from dashboard.components.mentions import mentioned
from dashboard.content import Behind, Chart, Content
from dashboard.coverage import explain, stands_behind
from dashboard.data_access import Build
from dashboard.facts import titles_of
from dashboard.labels import FIELDS
from dashboard.labels import venue as venue_name
from dashboard.pages._glossary import EXPLAINED, glossary, meanings
from dashboard.pages._spellings import behind_spellings, figure_spellings, opened_titles, spelling_gaps, spellings
from dashboard.pages._term_bursts import MODEL, bursts_of, levels
from dashboard.pages._term_figures import SCALES as FIGURE_SCALES
from dashboard.pages._term_figures import figure_trend, figure_voices, opened, term_gaps
from dashboard.pages._term_index import EXPLAINED as EXPLAINED_INDEX
from dashboard.pages._term_index import index_list, older_uses, term_index
from dashboard.pages._term_meaning import meant
from dashboard.pages._term_peaks import RULE
from dashboard.pages._term_posts import behind_periods, posts_by_period
from dashboard.pages._term_sentences import EVERY_PART, answer, early, few_voices, uncounted
from dashboard.pages._topic_figures import figure_topics, opened_topics, topic_gaps
from dashboard.smoothing import COLUMN, smoothed
from dashboard.spans import Months, smoothing
from dashboard.topics import default_topics, topic_groups, topic_rows
from dashboard.trends import (
    MOST_CHOSEN,
    chosen_rows,
    default_terms,
    fields,
    month_span,
    spellings_of,
    term_groups,
    venues,
)
from dashboard.url_state import Choice, Many, Parameter, Switch, View
from dashboard.words import period
from pipeline.periods import GRAINS, end, start

NAME = "terminology"
PATH = "/terminology"
LABEL = "Terminology"
TITLE = "Which words were used when, and by how many people?"
ORDER = 30
TABLES = ("term_trends", "topic_trends", "terms", "term_first_uses", "term_forms", "term_bursts", "term_counts")

SCALES = {"share": "share of documents", "per-1000": "per 1,000 words", "documents": "number of documents"}
TERM = {"term": "name of the term, or `family:` and the name of a whole family"}
PAIRS = ("pair of a document and its topic", "pairs of a document and its topic")
"""What several topics count: of which documents most kinds of them are stands in no published table."""
SHARE_ONCE = "share_serials_once"
VOICES = ["term", "period", "documents", "authors", "documents_serials_once", "documents_total", "covered", "partial"]


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose; terms, fields, venues and years are those that the tables hold."""
    counted, places = data.once(fields), data.once(venues)
    return (
        Many(
            "terms",
            "Terms and families",
            data.once(term_groups),
            data.once(default_terms),
            limit=MOST_CHOSEN,
            spellings=data.once(spellings_of),
        ),
        Choice("scale", "Scale", SCALES, "share"),
        Choice("field", "Where in the document", {name: FIELDS.get(name, name) for name in counted}, counted[0]),
        Choice("grain", "Period", {grain: grain for grain in GRAINS}, "quarter"),
        Choice("venue", "Venue", {name: venue_name(name) for name in places}, places[0]),
        Months("time", "Time", data.once(month_span)),
        smoothing(),
        Switch("once", "Count the parts of a series once"),
        Switch("intervals", "95 % intervals", default=True),
        Switch("bursts", "Bursts under the lines", default=True),
        Switch("spellings", "Spellings apart"),
        Many("topics", "Topics", data.once(topic_groups), data.once(default_topics), limit=MOST_CHOSEN),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    charts = [
        data.part(_trend, view),
        *([data.part(_spellings, view)] if view["spellings"] else []),
        data.part(_voices, view),
        data.part(_topics, view),
        data.part(_meanings, view),
        data.once(_index),
    ]
    return Content(data.part(_answer, view), charts, data.part(_cautions, view))


def _rows(data: Build, view: View) -> pd.DataFrame:
    """Return the trends of the chosen terms, a row a term and period."""
    return chosen_rows(data, view["terms"], view["field"], view["venue"], view["grain"], view["time"])


def _rows_shown(data: Build, view: View) -> pd.DataFrame:
    """Return the same for answer and lines, counted as chosen; what is given away keeps both counts apart."""
    table = data.part(_rows, view)
    return series_once(table) if view["once"] else table


def _answer(data: Build, view: View) -> str:
    return answer(data.part(_rows_shown, view), _where(view), view["venue"], view["terms"], view["once"])


def _cautions(data: Build, view: View) -> list[str]:
    table = data.part(_rows, view)
    chosen = view["time"] if view["time"] != data.once(month_span) else None
    lacking = uncounted(table, view["terms"], _where(view)) if len(table) else []
    why = without_intervals(view)
    idle = [f"intervals: {why}, so it changes nothing."] if why and not view["intervals"] else []
    return [*idle, *lacking, *few_voices(data.part(_rows_shown, view)), *whole_periods(table, chosen, view["grain"])]


def whole_periods(table: pd.DataFrame, span: tuple[str, str] | None, grain: str) -> list[str]:
    """Say that the periods shown reach beyond the months of a span that a reader chose; nothing where they do not."""
    if span is None or table.empty:
        return []
    first, last = str(table["period"].min()), str(table["period"].max())
    if start(first) >= start(span[0]) and end(last) <= end(span[1]):
        return []
    shown = period(first) if first == last else f"{period(first)} to {period(last)}"
    return [f"Whole {grain}s are shown and counted: {shown} reaches beyond {period(span[0])} to {period(span[1])}."]


def _where(view: View) -> str:
    return FIELDS.get(view["field"], str(view["field"]))


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


def _posts(data: Build, view: View) -> dict[str, list[str]]:
    """Return the documents that the chosen terms are counted in, by period, each once however many of the terms it uses."""
    return posts_by_period(data, view["terms"], view["field"], view["grain"], view["venue"])


def _counted(data: Build, view: View) -> Behind:
    """Return how many documents the rows of several terms count, each document once."""
    return behind_periods(data.part(_rows, view), data.part(_posts, view))


def _trend(data: Build, view: View) -> Chart:
    shown, counted, where = data.part(_rows_shown, view), data.part(_counted, view), _where(view)
    table = data.part(_rows, view)
    batched = data.matching("term_bursts", model=MODEL, field=view["field"])
    bursts = bursts_of(batched, view["terms"]) if view["bursts"] else None
    scale, each_side = SCALES[view["scale"]], view["smooth"]
    explained = dict(TERM)
    if view["once"]:
        table = table.assign(**{SHARE_ONCE: shown["share_of_documents"]})
        explained[SHARE_ONCE] = "documents_serials_once / documents_total: what is drawn. Empty: none is known"
    if each_side:
        shown = shown.assign(**{COLUMN: smoothed(shown, FIGURE_SCALES[view["scale"]][0], each_side)})
        table = table.assign(**{COLUMN: shown[COLUMN]})
        once = ", the parts of a series counted once" if view["once"] and view["scale"] != "per-1000" else ""
        explained[COLUMN] = (
            f"{scale} over {2 * each_side + 1} periods together{once}, the row's own in their middle. Empty: one is missing"
        )
    if bursts is not None:
        table = table.assign(burst_level=levels(table, bursts))
        explained["burst_level"] = (
            "highest level of a burst that reaches into the period (`term_bursts`, batched). 0: none. Empty: none is known, but the period is not covered"
        )
    return Chart(
        "trend",
        "How often each term occurs" if view["scale"] == "per-1000" else f"{scale.capitalize()} that use each term",
        f"{scale.capitalize()}: {where}, {venue_name(view['venue'])}, by {view['grain']}. A triangle on the axis marks a "
        f"term's first known use{_marks(view)}.",
        figure_trend(
            shown,
            view["scale"],
            data.table("terms"),
            view["intervals"] and not without_intervals(view),
            bursts,
            each_side,
            data.once(meant),
        ),
        table,
        "term_trends",
        counted,
        _empty(view),
        [
            *_trend_notes(table, view, bursts, where),
            *early(table, data.table("terms")),
            *([RULE] if len(table) else []),
        ],
        explained,
        opens=opened(table),
        height=430 if bursts is None or bursts.empty else 480,
    )


def _marks(view: View) -> str:
    """Say what stands beside the lines."""
    if view["smooth"]:
        return f"; lines are smoothed over {2 * view['smooth'] + 1} periods, faint markers are the numbers as they are"
    return "; upright lines are 95 % intervals" if view["intervals"] and not without_intervals(view) else ""


def without_intervals(view: View) -> str:
    """Say why no interval can be drawn, whatever is chosen; empty where one can."""
    if view["smooth"]:
        return "a smoothed line has none"
    if view["once"]:
        return "counts with the parts of a series once have none"
    return "" if view["scale"] == "share" else f"the scale “{SCALES[view['scale']]}” has none"


def _trend_notes(table: pd.DataFrame, view: View, bursts: pd.DataFrame | None, where: str) -> list[str]:
    notes = explain(term_gaps(table), f"terms of {where}")
    if view["smooth"]:
        window = 2 * view["smooth"] + 1
        notes.append(
            f"Smoothed because you asked for it: each point of a line holds {window} {view['grain']}s together. There is no line "
            f"where one of them is missing, not covered or partial; the numbers as they are stand beside it in the CSV."
        )
    if bursts is not None and len(bursts):
        notes.append(
            "Strips: months in which a term comes faster than its own average (Kleinberg's automaton), over all venues."
        )
    if view["once"]:
        notes.append(
            "The parts of one series by one author count once; such counts have no interval. A point opens all parts. Of the "
            f"documents known, {EVERY_PART}."
        )
        if view["scale"] == "per-1000":
            notes.append("Occurrences per 1,000 words count every part: words cannot be counted once.")
    return notes


def _spellings(data: Build, view: View) -> Chart:
    kept = {name: view[name] for name in ("terms", "grain", "time")}
    titles = data.part(_rows, View({**kept, "field": "title", "venue": "all"}))
    table = spellings(data.table("term_forms"), titles, view["grain"])
    posts = {term: data.once(posts_by_period, (term,), "title", view["grain"]) for term in table["term"].unique()}
    return Chart(
        "spellings",
        "The spellings that each term collapses",
        f"% of all titles with each spelling, by {view['grain']}; at most eight, those of most titles. Whatever field and venue "
        "are chosen above, spellings are counted in titles of all venues; titles are known of nearly every post. A point opens the titles with the term.",
        figure_spellings(table),
        table,
        "term_forms",
        behind_spellings(table, posts) if len(table) else None,
        "No title has any spelling of the chosen terms. Choose another term; whole families are not taken apart.",
        explain(spelling_gaps(table), "spellings") if len(table) else [],
        {
            "documents_total": "posts of the period with a known title. Unit: documents.",
            "documents_known": "posts of the period known at all. Unit: documents.",
            "covered": "true where at least 90 % of them have one",
            "partial": "true where the data end before the period does",
        },
        opens=opened_titles(table),
    )


def _topics(data: Build, view: View) -> Chart:
    table = topic_rows(data, view["topics"], view["field"], view["venue"], view["grain"], view["time"])
    missing = topic_gaps(table)
    notes = explain(missing, "topics")
    if len(set(table["topic_kind"])) > 1:
        notes.append(
            "A topic has a gap of its own where less than 90 % of the posts that it is looked for in are known."
        )
    if "discovered" in set(table["topic_kind"]):
        notes.append("Discovered topics open nothing: which posts they are of stands in no published table.")
    return Chart(
        "topics",
        "Topics over time",
        f"% of the documents in which each topic could be found, by {view['grain']}, {venue_name(view['venue'])}. Families are looked for "
        f"in {_where(view)}; tags, communities and discovered topics in the documents whose tags, links or texts are known.",
        figure_topics(table, missing),
        table,
        "topic_trends",
        stands_behind(table, "documents", *(() if len(view["topics"]) == 1 else PAIRS)),
        "No topic is chosen, or none of the chosen ones has documents here. Choose others above, or another venue.",
        notes,
        opens=opened_topics(table),
    )


def _index(data: Build) -> Chart:
    table = term_index(data)
    called = titles_of(data, [*mentioned(table["definition_source"].dropna()), *table["first_here_id"].dropna()])
    return Chart(
        "index",
        "All terms",
        "A term opens its own page, a number of titles or texts the posts that it counts. Titles are known of nearly every post, texts only of those that were read.",
        None,
        table,
        "terms",
        empty="The lexicon is empty. Add a family of terms and run `atlas build`.",
        notes=older_uses(table),
        explained=EXPLAINED_INDEX,
        body=index_list(table, called),
    )


def _voices(data: Build, view: View) -> Chart:
    table, counted = data.part(_rows, view), data.part(_counted, view)
    return Chart(
        "voices",
        "How many voices stand behind it",
        f"Documents, distinct authors, and documents with the parts of a series counted once, by {view['grain']}: where a bar "
        "rises far above its markers, few people wrote much.",
        figure_voices(table),
        table[VOICES],
        "term_trends",
        counted,
        _empty(view),
        explained=TERM,
        opens=opened(table),
        height=110 + 115 * max(1, len(view["terms"])),
    )


def _meanings(data: Build, view: View) -> Chart:
    table = meanings(data, view["terms"])
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
        body=glossary(table, titles_of(data, table["first_here_id"].dropna())),
    )


def _empty(view: View) -> str:
    if not view["terms"]:
        return "No term is chosen. Choose one above."
    return "None of the chosen terms is counted here. Choose another term, field, venue or span of time."
