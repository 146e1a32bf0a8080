"""The site's own lists of incoming links, which rest on no text that was read here."""

import pandas as pd

from dashboard import opening
from dashboard.content import Behind, Chart, Figure
from dashboard.data_access import Build
from dashboard.facts import listed, records
from dashboard.figures import count_axis, line, mark_partial, numbers, over_time
from dashboard.labels import KINDS
from dashboard.pages._works_filters import OR_MORE
from pipeline import periods

OPENED = (
    "A point of the posts opens those of them that are known to cite the work; items that name no document, and the work's own and "
    "older posts, are counted here and not opened."
)


def listed_chart(data: Build, grain: str) -> Chart:
    """Return the chart of what the work's pages list as links to them, by date."""
    items = data.once(listed)
    return Chart(
        "listed",
        "Items on the work's own lists of incoming links, so far",
        "What the site itself shows under “what links here”. It does not rest on texts read here, so there is no gap; but a list "
        "is never complete: it leaves out posts that the site hides, and only the pages read here have one.",
        figure_listed(table := listed_table(items, grain, data.as_of)),
        table,
        "pingbacks",
        Behind(len(items), one="item", many="items"),
        "No list of incoming links has been read for any page of the work. Run `make ingest`, or `atlas import page FILE`.",
        notes=[
            OPENED,
            "Comments open nothing, for the lists name none.",
        ],
        opens=opened_listed(table),
        method="Dated items of the lists that the pages of the work show, each item once, added up to the end of each period by kind. An item "
        "is counted by the date that the list gives it.",
        explained={
            "period": "`2019`, `2019-Q2` or `2019-06`; half-open, UTC",
            "grain": "`year`, `quarter` or `month`",
            "items": "items dated in the period, each counted once however many lists show it. Unit: items.",
            "cumulative_items": "items dated up to the period's end. Unit: items.",
            "partial": "true where the data end before the period does",
        },
        height=300,
    )


def listed_table(items: pd.DataFrame, grain: str, as_of: str) -> pd.DataFrame:
    """Count the items of lists of incoming links by period and kind, with sums so far.

    ``items`` are rows of ``pingbacks`` with a date. A row a period and kind, from the first item to ``as_of``, zeros included.
    """
    labels = items["posted_at"].map(lambda moment: periods.period(moment, grain))
    last = periods.period(as_of, grain) if as_of[:1].isdigit() else None
    if items.empty or not labels.notna().any():
        return pd.DataFrame(columns=["period", "grain", "kind", "items", "cumulative_items", "partial"])
    span = periods.between(min(labels.dropna()), max([*labels.dropna(), *([last] if last else [])]))
    parts = []
    for kind in sorted(set(items["kind"])):
        counts = labels[items["kind"] == kind].value_counts().reindex(span, fill_value=0)
        rows = pd.DataFrame({"period": span, "grain": grain, "kind": kind, "items": counts.to_numpy()})
        parts.append(
            rows.assign(cumulative_items=rows["items"].cumsum(), partial=[periods.end(one) > as_of for one in span])
        )
    return pd.concat(parts, ignore_index=True).astype(
        {"items": "Int64", "cumulative_items": "Int64", "partial": "boolean"}
    )


def opened_listed(table: pd.DataFrame) -> list[str | None]:
    """Return what each row opens: the posts named up to its end. Of comments a list gives no address."""
    named = {"cites": "root", "evidence": f"pingback_list{OR_MORE}", "kind": "post"}
    return [
        opening.works(**named, until=opening.last_day(row["period"]))
        if row["kind"].startswith("post") and row["cumulative_items"]
        else None
        for row in records(table)
    ]


def figure_listed(table: pd.DataFrame) -> Figure:
    """Draw the items on lists of incoming links so far, a line a kind."""
    traces = []
    for place, (kind, rows) in enumerate(table.groupby("kind", sort=False)):
        counts = zip(rows["period"], rows["cumulative_items"], rows["items"], strict=True)
        name = KINDS.get(str(kind), str(kind))
        hover = [f"{name}: {total} by the end of {period}, {new} of them in it" for period, total, new in counts]
        marker = mark_partial(rows["partial"], place)
        traces.append(
            line(
                rows["period"].tolist(),
                numbers(rows["cumulative_items"]),
                name,
                place,
                hover,
                marker=marker,
                customdata=opened_listed(rows),
            )
        )
    return {"data": traces, "layout": over_time(count_axis("items listed so far", numbers(table["cumulative_items"])))}
