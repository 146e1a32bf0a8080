"""Figures that the browser paints: what plotly keeps of them, and what comes packed."""

import base64
from typing import Any

import numpy as np

from dashboard.painting import EMPTY, painted

POINTS = {
    "type": "scatter",
    "mode": "markers",
    "name": "posts",
    "x": ["2019-01-01", "2020-02-03"],
    "y": [1.5, 2],
    "text": ["a", "b"],
    "customdata": ["/doc/a", "/doc/b"],
    "marker": {"symbol": "circle", "color": "#0072B2", "size": [6.0, 26.0], "opacity": 0.9},
}
LINES = {
    "type": "scatter",
    "mode": "lines",
    "name": "cites",
    "x": ["2019-01-01", "1969-12-31", None, "2019-01-01", "1969-12-31", None],
    "y": [1, 2, None, 3, 2, None],
}


def unpacked(packed: dict[str, str]) -> list[float]:
    return list(np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"]).tolist())


def test_plotly_finds_points_but_draws_none() -> None:
    points, key = painted({"data": [POINTS], "layout": {"a": 1}})["data"]

    assert (points["mode"], points["showlegend"]) == ("none", False)
    assert {name: points[name] for name in ("text", "customdata")} == {
        name: POINTS[name] for name in ("text", "customdata")
    }
    assert (key["mode"], key["x"], key["name"], key["marker"]["size"]) == ("markers", EMPTY, "posts", 9)
    assert points["legendgroup"] == key["legendgroup"]


def test_a_trace_without_an_entry_in_the_legend_gets_none_and_a_legend_alone_stays() -> None:
    silent = {**POINTS, "showlegend": False}
    alone: dict[str, Any] = {"mode": "markers", "x": EMPTY, "y": EMPTY}

    assert len(painted({"data": [silent]})["data"]) == 1
    assert painted({"data": [alone]})["data"] == [alone]


def test_days_are_packed_as_milliseconds_and_numbers_as_exact_as_they_are_drawn() -> None:
    points = painted({"data": [{**POINTS, "x": ["2019-01-01", "1969-12-31"]}]})["data"][0]

    assert unpacked(points["x"]) == [1_546_300_800_000.0, -86_400_000.0]
    assert (points["y"]["dtype"], unpacked(points["y"])) == ("f4", [1.5, 2.0])


def test_a_line_is_the_numbers_of_two_places_and_a_place_of_many_lines_is_sent_once() -> None:
    trace = painted({"data": [LINES]})["data"][0]
    x, y, ends = (unpacked(trace["meta"][name]) for name in ("x", "y", "ends"))
    drawn = [(x[int(end)], y[int(end)]) for end in ends]

    old, first, second = (-86_400_000.0, 2.0), (1_546_300_800_000.0, 1.0), (1_546_300_800_000.0, 3.0)
    assert drawn == [first, old, second, old], "in the order of the lines: the heaviest are drawn first"
    assert len(x) == 3
    assert trace["x"] == EMPTY, "plotly need not read lines that nothing opens"


def test_looks_of_points_are_packed_and_one_for_all_is_sent_as_it_is() -> None:
    trace = painted({"data": [POINTS]})["data"][0]

    assert (trace["meta"]["paint"], unpacked(trace["marker"]["size"])) == ("markers", [6.0, 26.0])
    assert trace["marker"]["opacity"] == 0.9


def test_the_figure_itself_stays_as_it_was() -> None:
    figure = {"data": [POINTS, LINES], "layout": {}}
    before = repr(figure)
    painted(figure)

    assert repr(figure) == before
