"""The plotly that browsers load is of the version that Dash brings, and draws all that pages draw."""

import json
import re
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dashboard import routing, scripts
from dashboard.app import load_pages
from dashboard.content import Chart
from dashboard.data_access import Build
from dashboard.routing import Place
from dashboard.url_state import accept

RECIPE = scripts.ASSETS.parent / "plotly"
MADE = scripts.ASSETS / scripts.PLOTLY


def read(name: str) -> Any:
    return json.loads((RECIPE / name).read_text(encoding="utf-8"))


def charts_of(page: ModuleType, build: Build) -> list[Chart]:
    parameters = page.parameters(build)
    about = routing.subject(parameters)
    given = Place(page, {about.name: page.samples(build)[0]} if about else {}).given
    return list(page.layout(build, accept(parameters, given)).charts)


def test_its_banner_names_version_owner_licence_and_traces() -> None:
    compiled, banner = MADE.read_text(encoding="utf-8").split("\n", 2)[:2]
    build = read("package.json")["scripts"]["build"]

    assert compiled == "//# allFunctionsCalledOnLoad"
    assert f'--banner:js="{compiled}\n{banner}"' in build
    assert f"plotly.js v{read('package.json')['devDependencies']['plotly.js']}," in banner
    assert "Copyright 2012-2026 Plotly, Inc., MIT license" in banner
    assert (
        set(re.findall(r"\w+", banner.split("; ")[1])) - {"and", "only", "see", "dashboard", "plotly"} == scripts.TRACES
    )


def test_the_recipe_registers_the_traces_that_the_program_counts_on() -> None:
    registered = re.findall(r'require\("plotly\.js/lib/(\w+)"\)', (RECIPE / "entry.js").read_text(encoding="utf-8"))

    assert set(registered) - {"core"} | {"scatter"} == scripts.TRACES, "the core draws scatter"


def test_our_plotly_is_of_the_version_that_dash_brings() -> None:
    brought = (Path(find_spec("plotly").origin).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")  # type: ignore[union-attr, arg-type]
    version = re.search(r"plotly\.js v[\d.]+", brought[:300])

    assert version is not None
    assert version[0] in MADE.read_text(encoding="utf-8")[:300]


def test_our_plotly_knows_its_traces() -> None:
    text = MADE.read_text(encoding="utf-8")

    assert all(f'name:"{trace}"' in text for trace in scripts.TRACES)


@pytest.mark.parametrize("page", load_pages(), ids=lambda page: page.NAME)
def test_every_trace_is_one_that_our_plotly_draws(build: Build, page: ModuleType) -> None:
    figures = [chart.figure for chart in charts_of(page, build) if chart.figure is not None]

    assert {trace["type"] for figure in figures for trace in figure["data"]} <= scripts.TRACES
