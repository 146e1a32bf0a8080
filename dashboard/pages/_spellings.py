"""The spellings that a term collapses, each with a line of its own."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.content import Behind, Figure
from dashboard.coverage import Gap, drawn, gaps
from dashboard.facts import records
from dashboard.figures import line, mark_partial, over_time, plain, reach_of
from dashboard.pages._term_posts import using

MOST = 8
FIELD = "title"
"""Forms are counted in all titles; in texts only where these are on this machine, which is no whole."""


def spellings(forms: pd.DataFrame, table: pd.DataFrame, grain: str) -> pd.DataFrame:
    """Return a row per period and spelling of the chosen terms, zeros included.

    Parameters
    ----------
    forms : pd.DataFrame
        ``term_forms``.
    table : pd.DataFrame
        Rows of trends of the same terms in titles of all venues: they say how many documents each period has.
    grain : str
        Grain of ``table``.

    Returns
    -------
    pd.DataFrame
        The eight spellings of most documents; several spellings may stand in one title.
    """
    own = forms[(forms["grain"] == grain) & (forms["field"] == FIELD) & forms["term"].isin(table["term"])]
    own = own[own["period"].isin(table["period"])]
    sizes = own.groupby(["term", "form"])["documents"].sum().reset_index()
    most = sizes.sort_values(["documents", "term", "form"], ascending=[False, True, True]).head(MOST)
    shared = ["period", "grain", "documents_total", "documents_known", "covered", "partial"]
    parts = []
    for row in records(most):
        counts = own[(own["term"] == row["term"]) & (own["form"] == row["form"])].set_index("period")["documents"]
        whole = table.loc[table["term"] == row["term"], shared].assign(term=row["term"], form=row["form"], field=FIELD)
        whole["documents"] = whole["period"].map(counts).fillna(0).astype("Int64")
        parts.append(whole)
    columns = [
        "term",
        "form",
        "period",
        "grain",
        "field",
        "documents",
        "documents_total",
        "documents_known",
        "covered",
        "partial",
    ]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.DataFrame(pd.concat(parts, ignore_index=True), columns=columns)


def figure_spellings(table: pd.DataFrame) -> Figure:
    """Draw the titles with each spelling, in % of all titles of the period."""
    traces, values = [], []
    for place, ((_, form), rows) in enumerate(table.groupby(["term", "form"], sort=False)):
        total = rows["documents_total"].where(rows["documents_total"] > 0).astype("Float64")
        shares = drawn(rows.assign(share=rows["documents"] / total), "share", 100)
        said = records(rows)
        hover = [
            f"{plain(str(form))}, {row['period']}: {row['documents']:,} of {row['documents_total']:,} titles"
            for row in said
        ]
        marker = mark_partial(rows["partial"], place)
        opens = opened_titles(rows)
        traces.append(line(rows["period"].tolist(), shares, str(form), place, hover, marker=marker, customdata=opens))
        values.append(shares)
    axis = {"title": {"text": "% of titles"}, "range": reach_of(*values)}
    return {"data": traces, "layout": over_time(axis, spelling_gaps(table))}


def behind_spellings(table: pd.DataFrame, posts: Mapping[str, Mapping[str, Sequence[str]]]) -> Behind:
    """Return how many titles the points open, each once, where they are drawn and where not.

    ``table`` is that of :func:`spellings`, ``posts`` the titles of each of its terms by period.
    """
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for row in records(table[table["documents"] > 0], ("term", "period", "covered")):
        found[row["covered"] is True].update(posts[row["term"]].get(row["period"], ()))
    return Behind(len(found[True]), len(found[False]))


def opened_titles(rows: pd.DataFrame) -> list[str | None]:
    """Return what each row opens: the titles of its period with the term, in whatever spelling."""
    return [
        using(row["term"], FIELD, row["period"]) if row["documents"] else None
        for row in records(rows, ("term", "period", "documents"))
    ]


def spelling_gaps(table: pd.DataFrame) -> list[Gap]:
    """Return the periods in which titles are not covered; they are the same for every spelling."""
    return gaps(table.drop_duplicates("period").sort_values("period"), "documents_total", "documents_known")
