"""Terminology: which words were used when, by how many people, and how sure that is."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.components.text import theirs
from dashboard.content import Chart, Content, Figure
from dashboard.coverage import Gap, drawn, gaps
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.figures import band, dates, line, mark_partial, numbers, over_time, plain, shaded
from dashboard.palette import COLOURS, fill
from dashboard.trends import CHOICE_OF_FAMILY, chosen_rows, default_terms, fields, term_groups, venues, year_span
from dashboard.url_state import Choice, Many, Parameter, Switch, View, Years
from pipeline.periods import GRAINS

NAME = "terminology"
PATH = "/terminology"
LABEL = "Terminology"
TITLE = "Which words were used when, and by how many people?"
ORDER = 30
TABLES = ("term_trends", "topic_trends", "terms", "term_first_uses")

SCALES = {
    "share": "share of documents",
    "per-1000": "per 1,000 words",
    "documents": "number of documents",
}
FIELDS = {
    "title": "titles",
    "all": "titles, bodies and footnotes",
    "body": "bodies",
    "footnote": "footnotes",
    "quote": "quotations",
    "code": "code",
    "comment": "comments",
}
VENUES = {
    "all": "all venues",
    "af": "Alignment Forum",
    "lw": "LessWrong only",
    "forum": "forum, mark unknown",
    "eaf": "EA Forum",
    "arxiv": "arXiv",
    "web": "web",
}
SHOWN = {"share": "share_of_documents", "per-1000": "per_1000_words", "documents": "documents"}
AT_LEAST = 5
"""A period is looked at for single voices only where so many documents use a word."""


def parameters(data: Build) -> tuple[Parameter, ...]:
    """Return what a reader may choose; terms, fields, venues and years are those that the tables hold."""
    return (
        Many("terms", "Terms and families", data.once(term_groups), data.once(default_terms), limit=8),
        Choice("scale", "Scale", SCALES, "share"),
        Choice(
            "field", "Where in the document", {name: FIELDS[name] for name in data.once(fields)}, data.once(fields)[0]
        ),
        Choice("grain", "Period", {grain: grain for grain in GRAINS}, "quarter"),
        Choice("venue", "Venue", {name: VENUES.get(name, name) for name in data.once(venues)}, data.once(venues)[0]),
        Years("years", "Years", data.once(year_span)),
        Switch("once", "Count the parts of a series once"),
        Switch("intervals", "95 % intervals", default=True),
    )


def layout(data: Build, view: View) -> Content:
    """Return the page for one view."""
    table = chosen_rows(data, view["terms"], view["field"], view["venue"], view["grain"], view["years"])
    if view["once"]:
        table = count_series_once(table)
    terms = data.table("terms")
    found = term_gaps(table)
    where = FIELDS[view["field"]]
    notes = [gap.sentence(f"words of {where} are") for gap in found]
    if table["partial"].any():
        notes.append("An open marker: the data end before that period does, so it will still rise.")
    if view["once"]:
        notes.append("Parts of one series by one author count once; there are no intervals for such counts.")
    empty = (
        "No term is chosen. Choose one above."
        if not view["terms"]
        else "None of the chosen terms occurs here. Choose another field, venue or years."
    )
    trend = Chart(
        "trend",
        f"{SCALES[view['scale']].capitalize()} that use each term"
        if view["scale"] != "per-1000"
        else "How often each term occurs",
        f"{SCALES[view['scale']].capitalize()}, {where}, {VENUES.get(view['venue'], view['venue'])}, by {view['grain']}. "
        "A triangle on the axis marks a term's first known use.",
        figure_trend(table, view["scale"], terms, view["intervals"] and not view["once"]),
        table,
        "term_trends",
        int(table["documents"].sum()),
        empty,
        notes,
        {"term": "name of the term, or `family:` and the name of a whole family"},
        height=430,
    )
    voices = Chart(
        "voices",
        "How many voices are behind it",
        f"Documents, distinct authors, and documents with the parts of one series counted once, by {view['grain']}: "
        "where the bar is far above the markers, few people wrote much.",
        figure_voices(table),
        table[
            [
                "term",
                "period",
                "documents",
                "authors",
                "documents_serials_once",
                "documents_total",
                "covered",
                "partial",
            ]
        ],
        "term_trends",
        int(table["documents"].sum()),
        empty,
        height=120 + 120 * max(1, len(view["terms"])),
    )
    return Content(
        answer(table, where),
        [trend, voices, _meanings(terms, data.table("term_first_uses"), view["terms"])],
        single_voices(table),
    )


def count_series_once(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the parts of a series counted once; occurrences and intervals have no such form."""
    once = table.copy()
    once["documents"] = once["documents_serials_once"]
    once["share_of_documents"] = once["documents_serials_once"] / once["documents_total"].where(
        once["documents_total"] > 0
    )
    once["ci_low"], once["ci_high"] = pd.NA, pd.NA
    return once.astype({"share_of_documents": "Float64", "ci_low": "Float64", "ci_high": "Float64"})


def term_gaps(table: pd.DataFrame) -> list[Gap]:
    """Return the periods that the coverage rule excludes; they are the same for every term of one field and venue."""
    if table.empty:
        return []
    one = table[table["term"] == table["term"].iloc[0]].reset_index(drop=True)
    return gaps(one, "documents_total", "documents_known")


def figure_trend(table: pd.DataFrame, scale: str, terms: pd.DataFrame, intervals: bool) -> Figure:
    """Draw one line a term.

    ``table`` holds ``term_trends`` rows of one field, venue and grain, a row a period: a period without the term is 0, a
    period that the coverage rule excludes is a gap, shaded and labelled. Intervals are drawn for shares, up to four terms.
    """
    column = SHOWN[scale]
    factor = 100 if scale == "share" else 1
    groups = list(table.groupby("term", sort=False))
    bands, traces = [], []
    for place, (term, rows) in enumerate(groups):
        rows = rows.reset_index(drop=True)
        labels = rows["period"].tolist()
        values = drawn(rows, column) * factor
        hover = [_hover(str(term), row) for row in records(rows)]
        traces.append(line(labels, values, _name(str(term)), place, hover, marker=mark_partial(rows["partial"], place)))
        if intervals and scale == "share" and len(groups) <= 4:
            bands += band(labels, drawn(rows, "ci_low") * factor, drawn(rows, "ci_high") * factor, place)
    pairs = [shaded(gap.first, gap.last, gap.label) for gap in term_gaps(table)]
    title = {"share": "% of documents", "per-1000": "per 1,000 words", "documents": "documents"}[scale]
    return {
        "data": [*bands, *traces, *_first_uses(groups, terms)],
        "layout": over_time(title, [shape for shape, _ in pairs], [label for _, label in pairs]),
    }


def _first_uses(groups: Sequence[tuple[Any, pd.DataFrame]], terms: pd.DataFrame) -> list[dict[str, Any]]:
    """Mark each term's first known use on the axis, where it lies within the years shown."""
    known = {row["term"]: row for row in records(terms.dropna(subset=["first_known_use"]))}
    marks = []
    for place, (term, rows) in enumerate(groups):
        if term not in known:
            continue
        day, who = str(known[term]["first_known_use"]), known[term]["first_known_by"]
        if not str(rows["period"].iloc[0])[:4] <= day[:4] <= str(rows["period"].iloc[-1])[:4]:
            continue
        by = f" by {plain(who)}" if isinstance(who, str) else ""
        marks.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10]],
                "y": [0],
                "hovertemplate": f"first known use of {plain(_name(str(term)))}: {plain(day)}{by}<extra></extra>",
                "marker": {
                    "symbol": "triangle-up",
                    "size": 11,
                    "color": COLOURS[place % len(COLOURS)],
                    "line": {"width": 1, "color": "#ffffff"},
                },
                "showlegend": False,
                "legendgroup": str(place),
                "cliponaxis": False,
            }
        )
    return marks


def _hover(term: str, row: Mapping[str, Any]) -> str:
    if not row["covered"]:
        return f"{plain(_name(term))}, {row['period']}: not known"
    parts = [f"{row['documents']:,} of {row['documents_total']:,} documents"]
    if not pd.isna(row["authors"]):
        parts.append(words.count(row["authors"], "author"))
    if not pd.isna(row["documents_serials_once"]):
        parts.append(f"{row['documents_serials_once']:,} with series counted once")
    return f"{plain(_name(term))}, {row['period']}: {words.percent(row['documents'], row['documents_total'])} ({'; '.join(parts)})"


def figure_voices(table: pd.DataFrame) -> Figure:
    """Draw, a panel a term, documents as bars, authors and documents-with-series-once as markers."""
    groups = list(table.groupby("term", sort=False))
    data: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    notes = []
    height = 1 / max(1, len(groups))
    for place, (term, rows) in enumerate(groups):
        rows = rows.reset_index(drop=True)
        labels = rows["period"].tolist()
        suffix = "" if place == 0 else str(place + 1)
        top = 1 - place * height
        axes[f"yaxis{suffix}"] = {"domain": [max(0.0, top - height * 0.72), top - height * 0.1], "nticks": 4}
        hover = [_hover(str(term), row) for row in records(rows)]
        first = place == 0
        colour = COLOURS[place % len(COLOURS)]
        data += [
            {
                "type": "bar",
                "name": "documents",
                "x": dates(labels),
                "y": numbers(drawn(rows, "documents")),
                "yaxis": f"y{suffix}",
                "marker": {"color": fill(colour, 0.45)},
                "text": hover,
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "showlegend": False,
            },
            _dots(rows, "authors", "distinct authors", f"y{suffix}", colour, "circle", first),
            _dots(
                rows, "documents_serials_once", "documents, a series once", f"y{suffix}", colour, "diamond-open", first
            ),
        ]
        notes.append(
            {
                "text": plain(_name(str(term))),
                "x": 0,
                "y": top,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "top",
            }
        )
    last = "" if len(groups) <= 1 else str(len(groups))
    return {
        "data": data,
        "layout": over_time("", (), notes, hovermode="closest", xaxis={"type": "date", "anchor": f"y{last}"}, **axes),
    }


def _dots(
    rows: pd.DataFrame, column: str, name: str, axis: str, colour: str, symbol: str, legend: bool
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": dates(rows["period"].tolist()),
        "y": numbers(drawn(rows, column).where(rows["documents"] > 0)),
        "yaxis": axis,
        "marker": {"color": colour, "symbol": symbol, "size": 7, "line": {"width": 1.5, "color": colour}},
        "hoverinfo": "skip",
        "showlegend": legend,
        "legendgroup": name,
    }


def answer(table: pd.DataFrame, where: str) -> str:
    """Say where each term stands highest, in one sentence."""
    if table.empty:
        return "Choose terms to see when they were used."
    known = table[table["covered"].fillna(False).astype(bool)]
    if known.empty:
        return f"Too few of the texts are known to say anything about {where} here."
    span = f"From {words.period(str(known['period'].min()))} to {words.period(str(known['period'].max()))}"
    parts = []
    for term, rows in known.groupby("term", sort=False):
        total = int(rows["documents"].sum())
        if not total:
            parts.append(f"“{_name(str(term))}” stands in none")
            continue
        peak = records(rows.sort_values(["share_of_documents", "period"], ascending=[False, True]))[0]
        parts.append(
            f"“{_name(str(term))}” stands in {total:,}, most often in {words.period(peak['period'])} "
            f"({peak['documents']:,} of {peak['documents_total']:,}, {words.count(peak['authors'], 'author')})"
        )
    shown = parts[:4] + ([f"{len(parts) - 4} more are drawn"] if len(parts) > 4 else [])
    read = int(known.drop_duplicates("period")["documents_total"].sum())
    return f"{span}, of {read:,} {where}: {'; '.join(shown)}."


def single_voices(table: pd.DataFrame) -> list[str]:
    """Name the periods in which many documents are few voices: one series in many parts, or one busy author."""
    known = table[table["covered"].fillna(False).astype(bool) & (table["documents"] >= AT_LEAST).fillna(False)]
    few = known[
        (
            (known["documents_serials_once"] * 2 <= known["documents"]) | (known["authors"] * 3 <= known["documents"])
        ).fillna(False)
    ].sort_values(["documents", "period", "term"], ascending=[False, True, True])
    sentences = []
    for row in records(few.head(3)):
        once = row["documents_serials_once"]
        series = f"; with the parts of a series counted once it is {once:,}" if once < row["documents"] else ""
        sentences.append(
            f"Read with care: in {words.period(row['period'])} “{_name(row['term'])}” stands in "
            f"{words.count(row['documents'], 'document')} by only {words.count(row['authors'], 'author')}{series}."
        )
    return sentences


def meanings(terms: pd.DataFrame, first_uses: pd.DataFrame, chosen: tuple[str, ...]) -> pd.DataFrame:
    """Return definition and first uses of the chosen terms, those of a chosen family included."""
    families = {name.removeprefix(CHOICE_OF_FAMILY) for name in chosen if name.startswith(CHOICE_OF_FAMILY)}
    rows = terms[terms["term"].isin(chosen) | terms["family"].isin(families)].drop_duplicates("term")
    uses = first_uses.dropna(subset=["posted_at"]).sort_values("posted_at").drop_duplicates("term").set_index("term")
    counts = first_uses.groupby("term")["author_id"].nunique()
    return pd.DataFrame(
        {
            "term": rows["term"],
            "family": rows["family"],
            "definition": rows["definition"],
            "definition_source": rows["definition_source"],
            "first_known_use": rows["first_known_use"],
            "first_known_by": rows["first_known_by"],
            "first_here": rows["term"].map(uses["posted_at"].str[:10]).astype("str"),
            "authors_so_far": rows["term"].map(counts).fillna(0).astype("Int64"),
        }
    ).reset_index(drop=True)


def _meanings(terms: pd.DataFrame, first_uses: pd.DataFrame, chosen: tuple[str, ...]) -> Chart:
    table = meanings(terms, first_uses, chosen)
    return Chart(
        "meanings",
        "What the terms mean, and who used them first",
        "Definitions in our own words. The first known use is from the literature; the first here is the earliest document of this corpus.",
        None,
        table,
        "terms",
        None,
        "No term is chosen. Choose one above.",
        explained={
            "first_here": "day of the earliest document of this corpus that uses the term. Empty: none does.",
            "authors_so_far": "authors of this corpus who have used the term at least once. Unit: authors.",
        },
        body=_glossary(table),
    )


def _glossary(table: pd.DataFrame) -> Component:
    items: list[Component] = []
    for row in records(table):
        first = _known(row["first_known_use"])
        by = f" by {row['first_known_by']}" if _known(row["first_known_by"]) else ""
        here = _known(row["first_here"])
        facts = [
            f"first known use {first}{by}" if first else "first known use not known",
            f"first here {here}" if here else "not used in this corpus",
            words.count(row["authors_so_far"], "author"),
        ]
        items += [
            html.Dt(theirs(row["term"])),
            html.Dd(
                [
                    theirs(_known(row["definition"]), "no definition yet"),
                    html.Br(),
                    html.Small(" · ".join(facts), dir="auto"),
                ]
            ),
        ]
    return html.Dl(items, className="glossary")


def _known(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _name(term: str) -> str:
    return f"all of {term.removeprefix(CHOICE_OF_FAMILY)}" if term.startswith(CHOICE_OF_FAMILY) else term
