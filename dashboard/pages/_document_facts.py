"""What is known of a document itself: who, where, when, and why it is in the corpus."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote_plus

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.cells import JOINED, coded
from dashboard.components.text import outside_link, theirs
from dashboard.content import Chart
from dashboard.labels import venue
from dashboard.pages._document_tables import FACTS

FACT = {"fact": "column of the table `documents`", "value": "its value for this document. Empty: not known."}


def facts_chart(row: dict[str, Any], wrote: Sequence[str] = (), in_network: bool = False) -> Chart:
    """Return the list of facts; ``row`` is the record of a document, ``wrote`` who wrote the work that it is part of.

    ``in_network`` says whether the network shows it: its place there is then a link away.
    """
    values = {name: row[name] for name in FACTS} | {"url": row["url"]}
    table = pd.DataFrame({"fact": list(values), "value": [None if v is None else str(v) for v in values.values()]})
    return Chart(
        "facts",
        "What is known of it",
        f"Why it is in the corpus: {row['why_included']}",
        None,
        table.astype({"value": "str"}),
        "documents",
        explained=FACT,
        link=("Its place in the network →", f"/network?focus={quote_plus(row['document_id'], safe='~:/.,')}")
        if in_network
        else None,
        body=_fact_list(row, wrote),
    )


def _fact_list(row: dict[str, Any], wrote: Sequence[str]) -> Component:
    ids, names = ([*str(row[name] or "").split(JOINED)] for name in ("author_ids", "authors"))
    people: list[Any] = [
        html.A(html.Bdi(name), href=opening.author(one)) for one, name in zip(ids, names, strict=False) if one
    ]
    shown: list[tuple[str, Any]] = [
        ("read it at", outside_link(row["url"], row["url"])),
        ("authors", [part for one in people for part in (one, ", ")][:-1] or theirs(None)),
        ("venue", venue(row["venue"])),
        ("posted", theirs(row["posted_at"])),
        ("edited", theirs(row["modified_at"])),
        ("karma", _number(row["karma"])),
        ("words", _number(row["words"])),
        ("distance from the work, in citations", _number(row["generation"])),
    ]
    if wrote:
        shown.insert(2, ("authors of the work, by the configuration", theirs(", ".join(wrote))))
    if row["parent_id"]:
        shown.append(("stands under", html.A(html.Bdi(row["parent_id"]), href=opening.document(row["parent_id"]))))
    if row["serial"]:
        shown.append(("part of", theirs(row["serial"])))
    shown += [("known from", coded(row["origin"] or "not known")), ("id", html.Code(html.Bdi(row["document_id"])))]
    facts: Component = html.Dl(
        [part for label, value in shown for part in (html.Dt(label), html.Dd(value))], className="facts"
    )
    return facts


def _number(value: Any) -> Any:
    return theirs(None) if value is None else f"{int(value):,}"
