"""When posts cited a document: counted by period, drawn where enough texts are known."""

import pandas as pd

from dashboard import opening
from dashboard.content import Chart, Figure
from dashboard.coverage import LISTED, NOT_DRAWN, drawn, explain, gaps, stands_behind
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.figures import bars, count_axis, over_time
from dashboard.pages._document_tables import by_period

KNOWN, TOTAL = "documents_with_body", "documents_known"
RECEIVED = {"citing_documents": "posts of the period that cite this one; a lower bound where `covered` is false"}


def figure_received(table: pd.DataFrame, document_id: str) -> Figure:
    """Draw the citations received from posts where enough texts are known; a bar opens the documents behind it."""
    labels, counts = table["period"].tolist(), drawn(table, "citing_documents")
    hover = [f"<b>{label}</b>: {count} citing" for label, count in zip(labels, counts, strict=True)]
    trace = bars(labels, counts, "citing posts", 0, hover, table["partial"], customdata=_behind(table, document_id))
    layout = over_time(count_axis("citing posts", counts), gaps(table, KNOWN, TOTAL), hovermode="closest")
    return {"data": [trace], "layout": layout}


def _behind(table: pd.DataFrame, document_id: str) -> list[str | None]:
    return [
        opening.works(cites=document_id, kind="post", period=row["period"]) if row["citing_documents"] else None
        for row in records(table)
    ]


def received_chart(data: Build, received: pd.DataFrame, document_id: str) -> Chart:
    """Return the chart of citations received; ``received`` are those that cite the document.

    Where no period has enough texts the counts are listed, as the lower bounds that they are: a chart would be empty.
    """
    table = by_period(data, received)
    shown = bool(table["covered"].fillna(False).any())
    figure = figure_received(table, document_id) if shown else None
    what = "A click on a bar opens them." if shown else "Lower bounds, so they are listed and not drawn."
    return Chart(
        "received-by-period",
        "When it was cited",
        f"Posts of this corpus that cite it, by when they were posted. {what}",
        figure,
        table,
        "coverage",
        stands_behind(table, "citing_documents") if shown else int(table["citing_documents"].sum()),
        "No dated post of this corpus is known to cite it.",
        explain(gaps(table, KNOWN, TOTAL), "citing posts", NOT_DRAWN if shown else LISTED),
        RECEIVED,
        link=("All that cite it →", opening.works(cites=document_id)),
        # Where nothing is drawn no period is covered, which the note says.
        unseen=() if shown else ("covered",),
        opens=_behind(table, document_id),
        height=280,
    )
