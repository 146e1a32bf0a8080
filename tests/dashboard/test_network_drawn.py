"""The network: where points and lines are drawn, how large and in which colour, and what a click opens."""

import numpy as np
import pandas as pd
import pytest

from dashboard.data_access import Build
from dashboard.pages import network
from dashboard.pages._network_figures import OTHERS, SHADES, THINNER, figure_network, heights, sizes, tinted
from tests.dashboard.toy_network import FIRST, LAST, NO_PAIRS, ROOT, selection, table, view


@pytest.mark.parametrize("height", ["citations", "generation", "community"])
def test_points_of_different_height_never_change_places(height: str) -> None:
    column = {"citations": "local_citations"}.get(height, height)
    values = [*range(8)] * 40
    y, axis = heights(table(**{column: list(values)}), height)
    centres = pd.Series(y).groupby(values).agg(["min", "max"])

    if height == "community":
        centres = centres.iloc[::-1]
    assert (centres["max"].to_numpy()[:-1] < centres["min"].to_numpy()[1:]).all()
    assert len(set(np.round(y, 6))) > 300
    assert len(axis["tickvals"]) == len(axis["ticktext"])


def test_a_tick_of_the_log_scale_stands_at_its_count() -> None:
    _, axis = heights(table(local_citations=[0, 9]), "citations")

    assert dict(zip(axis["ticktext"], axis["tickvals"], strict=True)) == {
        "0": 0.0,
        "1": 1.0,
        "2": pytest.approx(1.585, abs=0.001),
        "5": pytest.approx(2.585, abs=0.001),
    }


def test_areas_are_in_proportion_and_what_is_not_known_is_smallest() -> None:
    assert sizes(table(local_citations=[0, 4, 16, None]), "local_citations") == [6.0, 16.0, 26.0, 6.0]
    assert set(sizes(table(local_citations=[1, 9]), "same")) == {7.0}


def test_documents_without_a_path_to_the_work_are_told_from_distant_ones() -> None:
    assert tinted(table(generation=[0, 1, 3, 7, None]), "generation").tolist() == [
        "the work itself",
        "cites the work",
        "three",
        "four or more",
        "not connected",
    ]


def test_beyond_six_colours_the_rest_is_one_group() -> None:
    groups = tinted(table(venue=[f"v{number}" for number in range(9)]), "venue")

    assert list(groups.cat.categories) == ["v0", "v1", "v2", "v3", "v4", "v5", OTHERS]
    assert (groups == OTHERS).sum() == 3


def test_lines_join_earlier_to_later_and_a_document_that_is_not_shown_has_none() -> None:
    shown = table(posted_at=["2020-01-01", "2021-01-01"])
    pairs = pd.DataFrame({"citing_id": ["d1", "d1"], "cited_id": ["d0", "elsewhere"]})
    figure = figure_network(selection(shown, pairs), 7, NO_PAIRS, "citations", "same", "generation", str)
    line = figure["data"][0]

    assert line["x"] == ["2020-01-01", "2021-01-01", None]
    assert line["hoverinfo"] == "skip"
    assert line["meta"]["most"] == 7
    assert [trace["name"] for trace in figure["data"]] == [line["name"], "cites the work"]


def test_a_year_has_its_shade_and_a_bar_says_which() -> None:
    shown = table(posted_at=["2019-05-01", "2021-05-01", "2023-05-01"])
    points, bar = figure_network(selection(shown), 7, NO_PAIRS, "citations", "same", "year", str)["data"]

    assert points["marker"]["color"] == list(SHADES)
    assert (bar["x"], bar["marker"]["cmin"], bar["marker"]["cmax"]) == ([None], 2019, 2023)
    one = figure_network(selection(shown.head(1)), 7, NO_PAIRS, "citations", "same", "year", str)["data"][0]
    assert one["marker"]["color"] == [SHADES[0]]


@pytest.mark.parametrize(("most", "lines", "faint"), [(None, 1_501, True), (None, 1_500, False), (300, 1_501, False)])
def test_very_many_lines_are_drawn_fainter(most: int | None, lines: int, faint: bool) -> None:
    pairs = pd.DataFrame({"citing_id": ["d1"] * lines, "cited_id": ["d0"] * lines})
    shown = selection(table(posted_at=["2020-01-01", "2021-01-01"]), pairs)
    line = figure_network(shown, most, NO_PAIRS, "citations", "same", "generation", str)["data"][0]

    assert (line["line"] == THINNER) is faint


def test_a_lane_is_named_in_two_lines_at_most() -> None:
    _, axis = heights(table(label=["deceptive, alignment, scheming, and one more <b>"]), "community")

    assert axis["ticktext"] == ["smaller, or none", "1: deceptive,<br>alignment, schem…"]


def test_axes_are_a_little_longer_than_what_they_show(build: Build) -> None:
    figure = network.layout(build, view(build)).charts[0].figure
    assert figure is not None
    low, high = figure["layout"]["yaxis"]["autorangeoptions"]["include"]
    heights_shown = [value for trace in figure["data"] for value in trace["y"] if value is not None]

    assert low < min(heights_shown)
    assert high > max(heights_shown)


def test_with_a_focus_all_else_fades_and_both_sides_are_drawn_apart(build: Build) -> None:
    chosen = view(build, f"?focus={FIRST}")
    figure = network.layout(build, chosen).charts[0].figure
    assert figure is not None
    traces = {trace["name"]: trace for trace in figure["data"]}
    opacity = {
        address.partition("focus=")[2]: value
        for trace in traces.values()
        if "customdata" in trace
        for address, value in zip(trace["customdata"], trace["marker"]["opacity"], strict=True)
    }

    assert traces["what it built on"]["line"]["dash"] != traces["what built on it"]["line"]["dash"]
    assert {one for one, value in opacity.items() if value > 0.5} == {ROOT, FIRST, LAST}


def test_a_click_keeps_the_view_and_changes_the_focus(build: Build) -> None:
    chosen = view(build, f"?y=community&only=yes&focus={LAST}")
    figure = network.layout(build, chosen).charts[0].figure
    assert figure is not None
    addresses = {one for trace in figure["data"] for one in trace.get("customdata", ())}

    assert addresses == {f"/network?y=community&only=yes&focus={one}" for one in (FIRST, LAST)}
    assert view(build, f"?y=community&only=yes&focus={FIRST}")["focus"] == FIRST
