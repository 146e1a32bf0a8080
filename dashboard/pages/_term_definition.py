"""What a term means, where that is said, who used it first, and which terms it descends from."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from dashboard import opening
from dashboard.components.mentions import linked, mentioned
from dashboard.components.text import inside_link, theirs
from dashboard.facts import records
from dashboard.labels import spoken
from dashboard.trends import CHOICE_OF_FAMILY

RELATIONS = {
    "predecessor_of": ("came before", "came after"),
    "successor_of": ("came after", "came before"),
    "synonym_of": ("means the same as", "means the same as"),
    "narrower_than": ("is a kind of", "has the kind"),
    "related_to": ("is related to", "is related to"),
}
"""What a relation of the lexicon says, read from either term."""


def entries(terms: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of the lexicon that speak of a term: its own first, then those that name it as related."""
    rows = records(terms, ("term", "related_term", "relation"))
    own = [place for place, row in enumerate(rows) if row["term"] == name]
    naming = [place for place, row in enumerate(rows) if row["term"] != name and row["related_term"] == name]
    naming.sort(key=lambda place: (str(rows[place]["relation"]), rows[place]["term"]))
    return terms.take([*own, *naming]).reset_index(drop=True)


def documents_named(table: pd.DataFrame) -> set[str]:
    """Return the ids of documents that rows of the lexicon name as where a term is defined or first used."""
    said = [*table["definition_source"].tolist(), *table["first_known_where"].tolist()]
    return mentioned(one for one in said if isinstance(one, str))


def definition(
    table: pd.DataFrame,
    name: str,
    first_here: Component | None,
    stated: pd.DataFrame,
    titles: Mapping[str, str],
) -> Component:
    """Return rows of :func:`entries` as a list: meaning, source, first use, relations, families.

    ``first_here`` is a link to the earliest document of this corpus with the term; None where none has it. ``stated``
    holds the rows of ``definitions`` for the term: sentences of glossaries, known on this machine alone. ``titles`` are
    those of :func:`documents_named`, by id.
    """
    own = records(table[table["term"] == name])
    first = own[0]
    meaning = dict.fromkeys(row["definition"] for row in own)
    items: list[tuple[str, list[Any]]] = [("Meaning", [html.P(theirs(text)) for text in meaning])]
    if len(stated):
        items.append(("In glossaries", [_quoted(row) for row in records(stated)]))
    items.append(("Defined in", linked(str(first["definition_source"]), titles)))
    items.append(("First known use", _first_known(first, titles)))
    items.append(
        ("First use here", [first_here or html.Span("no document of this corpus has it", className="missing")])
    )
    if relations := _relations(table, name):
        items.append(("Relations", [html.Ul([html.Li(line) for line in relations])]))
    families = [
        part
        for row in own
        for part in (inside_link(spoken(row["family"]), f"/terminology?terms={CHOICE_OF_FAMILY}{row['family']}"), " ")
    ]
    items.append(("Family", families[:-1]))
    pairs: list[Component] = []
    for label, said in items:
        pairs += [html.Dt(label), html.Dd(said)]
    return html.Dl(pairs, className="facts")


def _quoted(row: dict[str, Any]) -> Component:
    place = f"{row['section']} of " if isinstance(row["section"], str) and row["section"] else ""
    source = inside_link(row["document_id"], opening.document(row["document_id"]))
    return html.Blockquote([html.Bdi(theirs(row["text"])), html.Footer([place, source])], className="quote")


def _first_known(row: dict[str, Any], titles: Mapping[str, str]) -> list[Any]:
    if not isinstance(row["first_known_use"], str):
        return [html.Span("not known", className="missing")]
    by = [" by ", theirs(row["first_known_by"])] if isinstance(row["first_known_by"], str) else []
    where = [", in ", *linked(row["first_known_where"], titles)] if isinstance(row["first_known_where"], str) else []
    return [row["first_known_use"], *by, *where]


def _relations(table: pd.DataFrame, name: str) -> list[list[Any]]:
    found = []
    for row in records(table):
        if row["relation"] not in RELATIONS:
            continue
        from_it, to_it = RELATIONS[row["relation"]]
        other, said = (row["related_term"], from_it) if row["term"] == name else (row["term"], to_it)
        found.append([f"{said} ", inside_link(str(other), opening.term(str(other)))])
    return found
