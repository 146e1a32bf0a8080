"""Room around figures: for names as long as they are, for a legend where plotly shows one."""

from typing import Any

import pytest

from dashboard.margins import BARE, LEFT, LEGEND, TICKS, TITLES, TOP, roomy


def margin(data: list[dict[str, Any]], **layout: Any) -> Any:
    return roomy({"data": data, "layout": layout})["layout"]["margin"]


@pytest.mark.parametrize(
    ("traces", "layout", "legend"),
    [
        ([{}], {}, False),
        ([{}, {}], {}, True),
        ([{}, {"showlegend": False}], {}, True),
        ([{"showlegend": True}], {}, True),
        ([{"showlegend": False}, {"showlegend": False}], {}, False),
        ([{}, {}], {"showlegend": False}, False),
        ([{}], {"showlegend": True}, True),
        ([{"type": "heatmap"}, {"type": "heatmap"}], {}, False),
    ],
)
def test_there_is_room_for_a_legend_where_there_is_one(
    traces: list[dict[str, Any]], layout: dict[str, Any], legend: bool
) -> None:
    assert margin(traces, **layout)["b"] == TICKS + (LEGEND if legend else 0)


def test_names_beside_an_axis_have_room_as_readers_see_them() -> None:
    short, long = [{"y": ["a"]}], [{"y": ["a", "n" * 30 + "<br>n", "&lt;" * 20]}]

    assert margin(short)["l"] == LEFT
    assert margin(long) == margin([{"y": ["n" * 30]}])
    assert margin([{"y": [1]}], yaxis={"ticktext": ["n" * 30]}) == margin(long)
    assert margin(long, yaxis={"title": {"text": "to"}})["l"] == margin(long)["l"] + TITLES["yaxis"]
    assert margin([{"y": [1000, None]}], yaxis={"title": {"text": "posts"}})["l"] == LEFT


def test_an_axis_above_has_its_room_there() -> None:
    above = margin([{}], xaxis={"side": "top", "title": {"text": "to"}})

    assert (above["t"], above["b"]) == (TICKS + TITLES["xaxis"], BARE)
    assert margin([{}], xaxis={"title": {"text": "years"}}) | {"b": 0} == margin([{}]) | {"t": TOP, "b": 0}


def test_what_a_layout_says_itself_holds_and_the_figure_given_stays_as_it_is() -> None:
    figure = {"data": [{}], "layout": {"margin": {"l": 8}, "uirevision": "keep"}}

    roomy_figure = roomy(figure)

    assert roomy_figure["layout"]["margin"] == margin([{}]) | {"l": 8}
    assert roomy_figure["layout"]["uirevision"] == "keep"
    assert figure["layout"] == {"margin": {"l": 8}, "uirevision": "keep"}
