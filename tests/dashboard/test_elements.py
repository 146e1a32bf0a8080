"""Each component of our own says to the browser what it is made with, and has its part there."""

import re
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard import elements, scripts
from dashboard.components.controls import LONG, controls
from dashboard.spans import Months, Whole
from dashboard.url_state import Choice, Many, Switch, Text, accept

IDENTITY: dict[str, str] = {"type": "graph", "chart": "one"}
FIGURE: dict[str, Any] = {"data": [], "layout": {}}


SENT: list[tuple[Component, dict[str, Any]]] = [
    (
        elements.Chart(IDENTITY, "one", FIGURE, 380),
        {"id": IDENTITY, "name": "one", "figure": FIGURE, "height": 380, "least_width": 0},
    ),
    (elements.Store("route"), {"id": "route", "data": None}),
    (elements.Renewed("renewed"), {"id": "renewed", "cards": None}),
    (elements.Value(IDENTITY, "x"), {"id": IDENTITY, "value": "x"}),
    (elements.Tick("tick", 3_000), {"id": "tick", "interval": 3_000, "n_intervals": 0}),
]
MADE = [made for made, _ in SENT]


@pytest.mark.parametrize(("made", "props"), SENT, ids=lambda one: type(one).__name__)
def test_a_component_is_sent_with_its_name_and_what_it_was_made_with(made: Component, props: dict[str, Any]) -> None:
    assert made.to_plotly_json() == {"namespace": "atlas_elements", "type": type(made).__name__, "props": props}


PARAMETERS = [
    Choice("scale", "Scale", {"share": "share of documents"}, "share", help="what is counted"),
    Choice("long", "Long", {"one": "x" * LONG, "two": "y" * (LONG + 1)}, "one"),
    Many("terms", "Terms", {"names": {"mesa": ""}}, ("mesa",), limit=3),
    Switch("bands", "Bands"),
    Text("q", "Search"),
    Whole("smooth", "Smoothing", 0, 0, 6),
    Months("months", "Months", ("2019-01", "2025-08")),
]


def chosen(scheme: str = "dark") -> list[Component]:
    """What stands for every kind of parameter, each as it is if nothing was chosen."""
    made = controls(PARAMETERS, accept(PARAMETERS, {}), scheme)
    assert made is not None
    return [made, *(one for one in made._traverse() if isinstance(one, elements.Control))]


def test_each_kind_of_parameter_has_its_control() -> None:
    themed, *made = (one.to_plotly_json() for one in chosen())
    props = {one["props"]["id"]["name"]: {**one["props"], "kind": one["type"]} for one in made}

    assert (themed["type"], themed["props"]["scheme"]) == ("Themed", "dark")
    assert {name: one["kind"] for name, one in props.items()} == {
        "scale": "Select",
        "long": "Select",
        "terms": "MultiSelect",
        "bands": "Switch",
        "q": "TextInput",
        "smooth": "NumberInput",
        "months": "RangeSlider",
    }
    assert props["scale"]["description"] == "what is counted"
    assert [props[name]["className"] for name in ("scale", "long")] == ["control", "control control-long"]
    assert props["terms"]["data"] == [{"group": "names", "items": [{"value": "mesa", "label": "mesa"}]}]
    assert (props["bands"]["id"]["type"], props["bands"]["checked"]) == ("switch", False)
    assert (props["months"]["low"], props["months"]["high"]) == (24228, 24307)


@pytest.mark.parametrize("made", [*MADE, *chosen()], ids=lambda one: type(one).__name__)
def test_every_component_has_its_part_in_the_browser(made: Component) -> None:
    scripts_of = {
        "atlas_elements": scripts.ASSETS / "elements.js",
        "atlas_controls": scripts.ASSETS.parent / "mantine" / "entry.js",
    }
    said = made.to_plotly_json()
    written = scripts_of[said["namespace"]].read_text(encoding="utf-8").partition(f"window.{said['namespace']} = ")[2]

    assert said["type"] in re.findall(r"(?:^|[{,])\s*([A-Z]\w+): ", written, re.MULTILINE)
