"""No page speaks in names of the program: columns, tables, settings and what stands in them are said in words.

Names may stand set as code, where a column or a table of the published files is meant, and behind what is seen.
"""

import re
from collections.abc import Iterator
from html import unescape
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from dash import html
from dash.development.base_component import Component

from dashboard import routing
from dashboard.app import load_pages
from dashboard.components.cells import column, look
from dashboard.components.mentions import part
from dashboard.components.panels import PANELS
from dashboard.components.text import described
from dashboard.data_access import Build
from dashboard.labels import CODED, NAMES, spoken
from dashboard.rendering import Route, cards_of, render
from dashboard.routing import Place
from pipeline.schema import TABLES

PAGES = load_pages()
BEHIND = {
    *("id", "title", "className", "href", "src", "style", "value", "key"),
    *("customdata", "hoverinfo", "legendgroup", "offsetgroup", "mode", "symbol", "type", "uirevision"),
    *("cellRenderer", "field", "filter", "filterParams", "rowModelType"),
}
"""Properties that no reader sees as they are."""
NAME = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")


def seen(node: Any) -> Iterator[str]:
    """Every text of a component, its figures included, but code."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, html.Code):
        return
    elif isinstance(node, Component):
        written = getattr(node, "data-markup", "")
        yield unescape(re.sub(r"<code>.*?</code>|<[^>]+>", " ", written))
        for name in node._prop_names:
            if name not in BEHIND:
                yield from seen(getattr(node, name, None))
    elif isinstance(node, dict):
        for name, value in node.items():
            if name not in BEHIND:
                yield from seen(value)
    elif isinstance(node, (list, tuple)):
        for one in node:
            yield from seen(one)


def machine_names(build: Build) -> set[str]:
    """What must not be read: names of columns and tables, families, settings, and what stands in coded columns."""
    names = {*TABLES, *(one.name for table in TABLES.values() for one in table.columns), *NAMES}
    names |= set(build.table("terms")["family"]) | set(build.record.get("graph", {}))
    return {name for name in names if "_" in name}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_no_name_of_the_program_is_read_on_a_page(page: ModuleType, build: Build) -> None:
    about = routing.subject(page.parameters(build))
    place = Place(page, {about.name: page.samples(build)[0]} if about else {})
    route = Route("", "", "light")
    shown = [render(place, build, route).component]
    for card in cards_of(place, build, route):
        shown += [make(card.chart, build) for name, make in PANELS.items() if name == "about" or card.chart.figure]
    found = {(word, text) for text in seen(shown) for word in NAME.findall(text) if word in machine_names(build)}

    assert found == set()


def test_a_coded_value_is_said_in_words_with_the_name_behind() -> None:
    assert {"family", "policy", "search"} <= CODED
    (shown,) = column("policy", ["backward_then_condense"])

    assert shown == f'<span title="backward_then_condense">{NAMES["backward_then_condense"]}</span>'
    assert column("authors", ["ryan_greenblatt"]) == ["ryan_greenblatt"]


def test_a_document_is_called_by_its_title_with_the_id_behind() -> None:
    (link,) = column("cited_id", ["forum:FkgsxrGf3QxhfLWHG"], {"forum:FkgsxrGf3QxhfLWHG": "A title"})
    (source,) = column(
        "definition_source", ["forum:FkgsxrGf3QxhfLWHG section 1"], {"forum:FkgsxrGf3QxhfLWHG": "A title"}
    )

    said = '<a href="/doc/forum:FkgsxrGf3QxhfLWHG" title="forum:FkgsxrGf3QxhfLWHG"><bdi>A title</bdi></a>'
    assert link == said
    assert source == f"<span>{said}<bdi> section 1</bdi></span>"


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("forum:x#4_5__Distributional_shift", "section “4 5 Distributional shift”"),
        ("forum:x#fn-xsRHpadWKiBheq9EK-12", "a footnote"),
        ("forum:x#fnref2", "a footnote"),
        ("forum:x#fnord", "section “fnord”"),
        ("forum-comment:y", "a comment"),
        ("arxiv:1906.01820", "arxiv:1906.01820"),
    ],
)
def test_what_a_link_names_beside_the_whole_is_said_in_words(named: str, said: str) -> None:
    assert part(named) == said


def test_a_description_sets_columns_as_code_and_leaves_other_words() -> None:
    parts = described("Share of documents_total, see `atlas list metrics`; by ryan_greenblatt.")

    assert [one.children for one in parts if isinstance(one, html.Code)] == ["documents_total", "atlas list metrics"]
    assert spoken("a plain word") == "a plain word"


def test_a_venue_is_said_in_words_and_several_documents_are_told_apart() -> None:
    (place,) = column("from_venue", ["af"])
    (ids,) = column("citing_ids", ["forum:x | forum:y"])

    assert place == '<span title="af">Alignment Forum</span>'
    assert ids.count("; ") == 1
    assert ids.count("<a ") == 2
    assert {spoken(name) for name in ("ci_low", "citing_ids")} == {"95 % interval, low", "cited by"}


def test_a_number_that_is_0_but_for_rounding_is_said_in_words() -> None:
    assert column("value", [1.301e-96, 0.0, 0.25]) == ["under 0.000001", "0", "0.25"]


def test_no_number_is_said_with_an_exponent_or_broken_over_lines() -> None:
    said = column("value", [0.000018414, -0.00062064, 1054.25, 9_999.4, 123_456.7])

    assert said == ["0.00001841", "-0.0006206", "1,054", "9,999", "123,457"]
    assert look(pd.Series(["2019-Q2", "2019-05", "2003", None])) == {"className": "nowrap"}
    assert look(pd.Series(["a title of many words that are all short"])) == {}
    assert look(pd.Series(["web:https://example.org/an/address/of/many/letters"])) == {"className": "broken"}
