"""Through whom the work passed from one group to another."""

import pandas as pd

from dashboard import opening
from dashboard.components.listing import listing
from dashboard.content import Chart
from dashboard.data_access import Build
from dashboard.facts import ordered, titles_of

BETWEEN = {
    "community:author": "communities, by author",
    "community:document": "communities, by document",
    "venue:author": "venues, by author",
    "venue:document": "venues, by document",
}
SHOWN = {
    "between_groups": "between groups",
    "gatekeeper": "brought in",
    "representative": "carried out",
    "liaison": "between two others",
    "itinerant": "out and back",
    "coordinator": "within one group",
}
EXPLAINED = {
    "document_id": "document in the middle of the chains.",
    "author_id": "author of documents in the middle of the chains.",
    "name": "title of the document, or name of the author.",
}


def brokers_chart(data: Build, between: str) -> Chart:
    """Return the list of brokers between groups of one kind, ``community:author``, who has most chains between groups first."""
    groups, of = between.split(":")
    rows = data.matching("brokers", between=groups, of=of)
    own = f"{of}_id"
    found = ordered(rows.rename(columns={"id": own}), "-between_groups", own)
    ids = found[own].tolist()
    names = _names(data, ids) if of == "author" else titles_of(data, ids)
    table = found.assign(name=pd.array([names.get(one) for one in ids], dtype="str"))[[own, "name", *SHOWN]]
    heading = f"Through whom the work passed between {BETWEEN[between].partition(',')[0]}"
    return Chart(
        "brokers",
        heading,
        "Chains of the cascade in which one document cites a second that cites a third, and the first does not cite the third itself: "
        "counted at the one in the middle, by the groups of the three. A name opens what is known of it.",
        None,
        table,
        "brokers",
        empty="No chain of the cascade leads through a document of a known group.",
        explained=EXPLAINED,
        provisional=bool(rows["provisional"].fillna(True).any()),
        notes=_left_out(rows),
        body=listing(table, heading, SHOWN, own, "name", opening.author if of == "author" else opening.document)
        if len(table)
        else None,
        wide=True,
    )


def _names(data: Build, ids: list[str]) -> dict[str, str]:
    found = data.first("authors", "author_id", ids, ["author_id", "name"]).dropna()
    return dict(zip(found["author_id"], found["name"], strict=True))


def _left_out(rows: pd.DataFrame) -> list[str]:
    """Say what the chains do not show: documents without a known group, and links that are not known."""
    if rows.empty:
        return []
    left, known, reach = (int(rows[name].max()) for name in ("left_out", "documents_with_links", "documents_in_reach"))
    said = f"Chains run only where links are known: of {known:,} of {reach:,} documents in reach."
    return [said, f"{left:,} documents of the cascade are of no known group, and in no chain."] if left else [said]
