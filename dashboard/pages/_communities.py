"""What the communities of the network share, and how they carried on from year to year."""

import pandas as pd

from dashboard import opening, words
from dashboard.components.panels import data_table
from dashboard.content import Chart
from dashboard.data_access import Build
from dashboard.facts import ordered, records
from dashboard.pages._network_table import community_name, flow_named
from dashboard.pages._term_posts import named

FLOW = ["from_year", "from_group", "from_size", "to_year", "to_group", "to_size", "shared", "inclusion", "kind"]
GROUPS = {
    "from_group": "number and label of the earlier community, as of that year.",
    "to_group": "number and label of the later community, as of that year.",
}
LARGEST = 20
"""Flows that stand open; there are hundreds of small ones."""
WORD = ["rank", "word", "titles_with", "titles_total", "log_odds", "z"]


def words_chart(data: Build, community: int, label: object) -> Chart:
    """Return the words that set the titles of a community apart; each opens the documents whose titles have it."""
    rows = data.matching("community_labels", relation="citation")
    rows = ordered(rows[(rows["community"] == community).fillna(False)], "rank")
    return Chart(
        "community-words",
        f"What sets the titles of community {community_name(community, label)} apart",
        "Words of titles that stand out against all other communities, the heaviest first; the first make its label. “Open” leads to the "
        "documents whose titles have the word.",
        None,
        rows[WORD],
        "community_labels",
        empty="No word of its titles stands out.",
        provisional=bool(rows["provisional"].fillna(True).any()),
        link=("Its documents in Works →", opening.works(community=f"citation:{community}")),
        opens=[named(ids.split(" | ")) for ids in rows["document_ids"]],
        body=data_table(
            rows[WORD], f"Words of community {community}", [named(ids.split(" | ")) for ids in rows["document_ids"]]
        )
        if len(rows)
        else None,
        wide=True,
    )


def flows_chart(data: Build) -> Chart:
    """Return how communities by citation carried on from one year to the next, the largest flows first, the others folded."""
    rows = data.table("community_flows")
    known = ordered(
        rows.assign(
            **{f"{end}_group": _groups(rows[f"{end}_community"], rows[f"{end}_label"]) for end in ("from", "to")}
        ),
        *("-shared", "-from_year", "from_community", "to_community"),
    )
    table, opens = known[FLOW], [opening.works(flow=flow_named(row)) for row in records(known)]
    sizes = {
        f"{end}_size": [
            opening.works(community_in=f"{row[f'{end}_year']}:{row[f'{end}_community']}") for row in records(known)
        ]
        for end in ("from", "to")
    }
    heading = "How the communities carried on from year to year"
    return Chart(
        "community-flows",
        heading,
        "Communities of all citations up to the end of each year, followed to the next by the documents that they share. Their numbers are "
        "those of that year, the largest first, and not those of the map above. The flows of most documents stand first; a size opens "
        "the documents of the community in that year, “open” those that a flow shares.",
        None,
        table,
        "community_flows",
        empty="No two years have communities of at least five documents that share one.",
        explained=GROUPS,
        provisional=bool(rows["provisional"].fillna(True).any()),
        notes=_last(rows) if len(rows) else [],
        opens=opens,
        body=data_table(table, heading, opens, at_first=LARGEST, behind=sizes) if len(table) else None,
        wide=True,
    )


def _groups(numbers: "pd.Series[int]", labels: "pd.Series[str]") -> list[str]:
    return [community_name(number, label) for number, label in zip(numbers.tolist(), labels.tolist(), strict=True)]


def _last(rows: pd.DataFrame) -> list[str]:
    """Say how the communities of the last year came about, by the kinds of their flows."""
    last = rows[rows["to_year"] == rows["to_year"].max()]
    kinds = last["kind"].value_counts().sort_index()
    said = words.listing([f"{count:,} {kind}" for kind, count in kinds.items()])
    return [f"Flows into {last['to_year'].iloc[0]}: {said}."]
