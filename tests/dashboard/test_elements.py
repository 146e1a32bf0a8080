"""Each component of our own says to the browser what it is made with, and has its part there."""

import inspect
import re
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard import elements, scripts

IDENTITY: dict[str, str] = {"type": "graph", "chart": "one"}
FIGURE: dict[str, Any] = {"data": [], "layout": {}}


@pytest.mark.parametrize(
    ("made", "props"),
    [
        (
            elements.Chart(IDENTITY, "one", FIGURE, 380),
            {"id": IDENTITY, "name": "one", "figure": FIGURE, "height": 380, "least_width": 0},
        ),
        (elements.Store("route"), {"id": "route", "data": None}),
        (elements.Value(IDENTITY, "x"), {"id": IDENTITY, "value": "x"}),
        (elements.Tick("tick", 3_000), {"id": "tick", "interval": 3_000, "n_intervals": 0}),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_component_is_sent_with_its_name_and_what_it_was_made_with(made: Component, props: dict[str, Any]) -> None:
    assert made.to_plotly_json() == {"namespace": "atlas_elements", "type": type(made).__name__, "props": props}


def test_every_component_has_its_part_in_the_browser() -> None:
    named = {
        name for name, one in vars(elements).items() if inspect.isclass(one) and one.__module__ == elements.__name__
    }
    written = (scripts.ASSETS / "elements.js").read_text(encoding="utf-8")
    exported = re.search(r"window\.atlas_elements = \{(.*)\}", written)

    assert exported is not None
    assert set(re.findall(r"(\w+):", exported[1])) == {name for name in named if not name.startswith("_")}
