"""How long things took: until an author cited the work, and until attention to it was half spent."""

import pandas as pd

from dashboard import opening, words
from dashboard.components.cells import JOINED
from dashboard.content import Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import citing_posts, usual_kind
from dashboard.figures import numbers, plain, two_lines
from dashboard.pages._term_posts import named
from dashboard.pages._unread import listed_alone
from dashboard.palette import COLOURS, fill

YEAR = 365.25
ATTENTION_OPENS = "Either mark opens all the citing documents that were counted, not only those of that age."


def time_chart(data: Build) -> Chart:
    """Return the survival curve of the authors who had not yet cited the work."""
    table = data.table("time_to_cite")
    watched = int(table["at_risk"].max()) if len(table) else 0
    events, censored = (int(table[name].sum()) for name in ("events", "censored"))
    left_out = int(table["authors_left_out"].max()) if len(table) else 0
    citing = int(table["authors_left_out_citing"].max()) if len(table) else 0
    notes = [
        (
            f"{words.count(watched, 'author')} watched: {events:,} cited it, {censored:,} were last seen without having done so "
            f"(ticks). Not watched, since none of their links is known: {citing:,} who cite it, {left_out:,} others."
        ),
        *_own_authors(data),
        "A step of the curve opens the documents with which authors cited it then; between the steps nobody did.",
    ]
    return Chart(
        "time-to-cite",
        "How long authors took to cite it",
        "Share of authors with known links who had not yet cited the work, by the time since they could have (Kaplan-Meier), "
        "with its 95 % band.",
        figure_time(table),
        table,
        "time_to_cite",
        len({one for ids in table["citing_ids"].dropna() for one in ids.split(JOINED)}),
        empty="No author with known links has been seen since the work. Run `make ingest`.",
        notes=notes if len(table) else [],
        provisional=bool(table["provisional"].any()),
        opens=opened_times(table),
        height=320,
    )


def _own_authors(data: Build) -> list[str]:
    """Say how many of the authors who cite the work wrote it: they stand in the page's answer and are neither watched nor left out."""
    contacts = data.table("author_exposures")
    own = set(contacts.loc[(contacts["role"] == "root_author").fillna(False), "author_id"])
    posts, kind = data.once(citing_posts), data.once(usual_kind)
    citing = {one for ids in posts["author_ids"].dropna() for one in ids.split(JOINED)}
    if not own & citing:
        return []
    of = words.count(len(citing), "author")
    said = f"Of the {of} of citing {kind}s {len(own & citing):,} wrote the work themselves: they are in none of these numbers."
    return [said]


def opened_times(table: pd.DataFrame) -> list[str | None]:
    """Return what each row of ``time_to_cite`` opens: the documents with which authors cited the work then, if an address can name them."""
    joined = table["citing_ids"].tolist()
    return [named(ids.split(JOINED)) if isinstance(ids, str) else None for ids in joined]


def figure_time(table: pd.DataFrame) -> Figure:
    """Draw the curve as steps, from all at time 0, with its band and a tick where somebody was last seen."""
    years = [value / YEAR for value in table["days"].tolist()]
    share = [100 * value for value in table["surviving"].tolist()]
    hover = [
        f"<b>{year:.1f} years</b>: {value:.1f} % had not yet cited it; {at_risk} still watched"
        for year, value, at_risk in zip(years, share, table["at_risk"], strict=True)
    ]
    low, high = (
        [None if value is None else 100 * value for value in numbers(table[name])] for name in ("ci_low", "ci_high")
    )
    edge = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False}
    bound = {"width": 0, "shape": "hv"}
    last_seen = (table["censored"] > 0).tolist()
    at = [(year, value) for year, value, flag in zip(years, share, last_seen, strict=True) if flag]
    return {
        "data": [
            {**edge, "name": "lower end", "x": years, "y": low, "line": bound},
            {
                **edge,
                "name": "band",
                "x": years,
                "y": high,
                "line": bound,
                "fill": "tonexty",
                "fillcolor": fill(COLOURS[0], 0.2),
            },
            {
                "type": "scatter",
                "mode": "lines",
                "name": "not yet citing",
                "x": [0, *years],
                "y": [100, *share],
                "text": ["<b>at the start</b>: 100 %", *hover],
                "customdata": [None, *opened_times(table)],
                "hovertemplate": "%{text}<extra></extra>",
                "line": {"color": COLOURS[0], "width": 2, "shape": "hv"},
            },
            {
                "type": "scatter",
                "mode": "markers",
                "name": "last seen without a citation",
                "x": [year for year, _ in at],
                "y": [value for _, value in at],
                "hoverinfo": "skip",
                "marker": {"symbol": "line-ns-open", "size": 7, "color": COLOURS[6], "line": {"width": 1}},
            },
        ],
        "layout": {
            "xaxis": {"title": {"text": "years since the author could have cited it"}, "rangemode": "tozero"},
            "yaxis": {
                "title": {"text": "% not yet citing"},
                "range": [min([90.0, *share, *(value for value in low if value is not None)]) - 2, 101],
                "rangemode": "normal",
            },
            "hovermode": "closest",
        },
    }


def attention_chart(data: Build) -> Chart:
    """Return the half-life of attention to each part of the work."""
    known = data.table("attention")
    table = known.dropna(subset=["half_life_days"]).reset_index(drop=True)
    without = known.loc[known["half_life_days"].isna() & (known["part"] != "all"), "part"].tolist()
    return Chart(
        "attention",
        "How long attention lasted",
        "The age by which half of the citations of each part in texts that were read had come, with its 95 % interval; the open "
        "marker is the age at the last known one.",
        figure_attention(table),
        table,
        "attention",
        int(table.loc[table["part"] == "all", "citing_documents"].sum()),
        "No dated citation of the work is known. Run `make ingest`.",
        [
            *(
                ["Where recent texts are not known, later citations are missing and the half-life is too short."]
                if table["provisional"].any()
                else []
            ),
            *listed_alone(known),
            *([f"Not drawn, since no dated text that was read cites it: {words.listing(without)}."] if without else []),
            ATTENTION_OPENS,
        ],
        provisional=bool(table["provisional"].any()),
        unseen=("document_id",),
        opens=opened_parts(table),
        height=110 + 30 * max(3, len(table)),
    )


def opened_parts(rows: pd.DataFrame) -> list[str]:
    """Return what each row of ``attention`` opens: the documents that cite that part, or the work, in a text that was read."""
    return [
        opening.works(cites="root" if part == "all" else document, text="yes", generation="1")
        for part, document in zip(rows["part"], rows["document_id"], strict=True)
    ]


def figure_attention(table: pd.DataFrame) -> Figure:
    """Draw a point with its interval a part, the whole work on top."""
    rows = pd.concat([table[table["part"] != "all"].iloc[::-1], table[table["part"] == "all"]], ignore_index=True)
    parts = ["the whole work" if part == "all" else part for part in rows["part"]]
    names = [two_lines(part, 24) for part in parts]
    there = opened_parts(rows)
    middle, low, high, last = (
        [None if value is None else value / YEAR for value in numbers(rows[name])]
        for name in ("half_life_days", "ci_low", "ci_high", "last_days")
    )
    hover = [
        f"<b>{plain(part)}</b>: half of {words.count(count, 'citation')} within {value:.1f} years"
        for part, count, value in zip(parts, rows["citing_documents"], middle, strict=True)
    ]
    up, down = (
        [0 if end is None or value is None else abs(value - end) for value, end in zip(middle, ends, strict=True)]
        for ends in (high, low)
    )
    common = {"type": "scatter", "mode": "markers", "y": names, "customdata": there}
    return {
        "data": [
            {
                **common,
                "name": "half-life",
                "x": middle,
                "text": hover,
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {"color": COLOURS[0], "size": 9},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": up,
                    "arrayminus": down,
                    "thickness": 1.4,
                    "width": 0,
                },
            },
            {
                **common,
                "name": "last known citation",
                "x": last,
                "hovertemplate": "the last known one: %{x:.1f} years<extra></extra>",
                "marker": {"color": COLOURS[1], "symbol": "diamond-open", "size": 9, "line": {"width": 1.5}},
            },
        ],
        "layout": {
            "xaxis": {"title": {"text": "years since it appeared"}, "rangemode": "tozero", "showgrid": True},
            "yaxis": {"type": "category", "rangemode": "normal"},
            "hovermode": "closest",
        },
    }
