"""Bars that stand on or beside each other are told apart by more than their colours, and a hatched one stays hatched."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.data_access import Build
from dashboard.figures import DENSE, HATCH, SPARSE, TEXTURES, hatched
from dashboard.markup import markup
from dashboard.pages import authors, data, overview, spread, succession, terminology
from dashboard.rendering import Route, render
from dashboard.routing import Place

PARTIAL = pd.Series([False, True])


def groups(build: Build, page: Any, search: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The bars of each chart of a page that share an axis."""
    view = url_state.read(page.parameters(build), search)
    assert not view.notes
    for chart in page.layout(build, view).charts:
        found: dict[str, list[dict[str, Any]]] = {}
        for trace in chart.figure["data"] if chart.figure else ():
            if trace["type"] == "bar":
                found.setdefault(trace.get("yaxis", "y"), []).append(trace)
        for bars in found.values():
            if len(bars) > 1:
                yield chart.name, bars


def texture(trace: dict[str, Any]) -> str:
    """The shape of the bars of a trace that are not hatched."""
    shapes = trace["marker"].get("pattern", {}).get("shape", "")
    return next((one for one in shapes if one != HATCH), "") if isinstance(shapes, list) else shapes


@pytest.mark.parametrize(
    ("page", "search", "names"),
    [
        (authors, "", {"newcomers"}),
        (data, "", {"coverage", "found"}),
        (overview, "", {"coverage"}),
        (spread, "?venues=all~af", {"new-authors", "cascade"}),
        (succession, "", {"shares", "switching"}),
    ],
    ids=lambda one: getattr(one, "NAME", ""),
)
def test_bars_that_share_an_axis_differ_in_texture(build: Build, page: Any, search: str, names: set[str]) -> None:
    seen = set()
    for name, bars in groups(build, page, search):
        seen.add(name)
        textures = [texture(one) for one in bars]
        assert len(set(textures)) == len(textures), (name, textures)
        assert HATCH not in textures
    assert names <= seen


def test_a_period_that_is_not_over_is_hatched_whatever_its_place_in_the_stack() -> None:
    assert hatched(PARTIAL, [3, 2], 1) == {
        "pattern": {"shape": ["-", HATCH], "solidity": [DENSE, SPARSE], "size": [8, 4]}
    }
    assert hatched(PARTIAL, [3, 2]) == {"pattern": {"shape": ["", HATCH], "solidity": SPARSE}}


def test_the_parts_of_a_bar_that_is_not_over_differ_in_how_far_its_lines_stand_apart() -> None:
    patterns = [hatched(PARTIAL, [3, 2], place)["pattern"] for place in range(len(TEXTURES))]

    assert {one["shape"][1] for one in patterns} == {HATCH}
    assert len({one["size"][1] if "size" in one else 8 for one in patterns}) == len(TEXTURES)
    assert {one["size"][0] for one in patterns[1:]} == {8}  # Textures of periods that are over stay as they are.


def test_where_all_periods_are_over_a_texture_is_said_once() -> None:
    assert hatched(PARTIAL, [3, None], 2) == {"pattern": {"shape": "x", "solidity": DENSE}}
    assert hatched(PARTIAL, [3, None], len(TEXTURES)) == {}


def test_what_changes_in_an_answer_is_read_out_once(build: Build) -> None:
    page = render(Place(terminology, {}), build, Route("", "?terms=nobody", "light"))
    _, answer = page.first

    # The note stands within the answer: a status of its own would be read out a second time.
    said = markup(answer)
    assert said.startswith('<div aria-live="polite"><div class="notice"')
    assert "could not be used" in said
    assert "status" not in said
