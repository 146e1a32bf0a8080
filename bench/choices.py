"""What the server takes for every choice on every page of the dashboard, without a browser, in milliseconds.

Every value that a control offers is asked for once, from the page as it first stands, so that no reply is one that was kept. A page
or a control that is added is measured without a list. CPU time bears a busy machine better than wall time does.
"""

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dash import Dash
from flask.testing import FlaskClient

from bench._harness import run as measure
from bench.pages import SUBJECTS
from dashboard import routing
from dashboard.app import create_app, load_pages, tables_of
from dashboard.data_access import Store
from dashboard.rendering import Route
from dashboard.spans import Months, Whole
from dashboard.url_state import Choice, Many, Parameter, Switch, Text
from pipeline.settings import load

NAME = "choices"
UPDATE = "/_dash-update-component"
HEADERS = {"Host": "127.0.0.1", "Accept-Encoding": "gzip, br"}
OPENING = "the page"


@dataclass(frozen=True, slots=True)
class Reply:
    """What one reply took: seconds of the clock and of the processor, and its bytes as they are sent."""

    wall: float
    cpu: float
    size: int


def run(arguments: argparse.Namespace) -> None:
    """Ask for every value of every control, and for every page, and print what each took at most."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        built = arguments.built
        if built is None:
            built = Path(folder) / "data"
            print("building the bundled facts; --built DIR takes a folder that is built already")
            measure([sys.executable, "-m", "pipeline", "build", "--data-dir", str(built)])
        _report(_taken(built))


def _report(taken: Mapping[tuple[str, str], Sequence[Reply]]) -> None:
    print(f"\nThe server's part of every choice, load {os.getloadavg()[0]:.1f}")
    print(f"  {'ms':44}{'CPU':>9}{'CPU most':>9}{'wall':>9}{'most':>9}{'kB':>9}{'values':>9}")
    for (path, name), replies in sorted(taken.items(), key=lambda one: -max(reply.cpu for reply in one[1])):
        for column in ("cpu", "wall"):
            values = [1000 * getattr(reply, column) for reply in replies]
            numbers = f"{statistics.median(values):9,.0f}{max(values):9,.0f}"
            print(numbers if column == "wall" else f"  {f'{path} {name}'[:44]:44}{numbers}", end="")
        print(f"{statistics.median(reply.size for reply in replies) / 1000:9,.0f}{len(replies):9}")
    for title, chosen in (("choices", False), ("pages", True)):
        replies = [one for (_, name), found in taken.items() if (name == OPENING) == chosen for one in found]
        for column in ("cpu", "wall"):
            values = sorted(1000 * getattr(reply, column) for reply in replies)
            at = [values[min(len(values) - 1, int(share * len(values)))] for share in (0.5, 0.95, 1)]
            print(f"{len(values)} {title}, ms of {column}: median {at[0]:,.0f}, p95 {at[1]:,.0f}, most {at[2]:,.0f}")


def _taken(built: Path) -> dict[tuple[str, str], list[Reply]]:
    """Return what each reply took, by the page's address and the control."""
    settings, pages = load(data_dir=built), load_pages()
    build = Store(settings, tables_of(pages)).current()
    if build is None:
        raise SystemExit(f"choices: {built} holds no build; run `python -m pipeline build --data-dir {built}`")
    app = create_app(settings)
    taken: dict[tuple[str, str], list[Reply]] = defaultdict(list)
    client = app.server.test_client()
    routes = {
        path: asdict(Route(path, "", "light"))
        for path in [*(page.PATH for page in pages if not routing.has_subject(page)), *SUBJECTS]
    }
    for path, route in routes.items():
        taken[path, OPENING].append(_ask(client, _request(app, "page.children", [_one("route", "data", route)], [])))
    gc.freeze()  # As the server does, once every page was drawn.
    for path, route in routes.items():
        place = routing.find(pages, path)
        if place is None:
            raise ValueError(f"bench.choices: expected an address of a page, found {path}")
        shown = app.standing(Route.read(route)).shown
        for parameter in place.page.parameters(build):
            for value in _others(parameter):
                taken[path, parameter.label].append(_ask(client, _choice(app, route, shown, parameter, value)))
    return taken


def _others(parameter: Parameter) -> Iterator[Any]:
    """Yield what a control offers beside what it is set to; of long ranges and of text an example."""
    match parameter:
        case Choice():
            yield from (value for value in parameter.options if value != parameter.default)
        case Switch():
            yield not parameter.default
        case Whole():
            yield from range(max(parameter.low, parameter.default - 2), min(parameter.high, parameter.default + 2) + 1)
        case Months():
            low, high = map(Months.number, parameter.default)
            yield from ([low + 1, high], [low, high - 1])
        case Many():
            yield list(parameter.default[:-1])
        case Text():
            yield "optim"


def _choice(app: Dash, route: Any, shown: Any, parameter: Parameter, value: Any) -> Any:
    """Return what a browser sends when a control is set to a value, all else being as it first stood."""
    switch = isinstance(parameter, Switch)
    identity = {"type": "switch" if switch else "control", "name": parameter.name}
    given = [{"id": identity, "property": "checked" if switch else "value", "value": value}]
    named = [{"id": identity, "property": "id", "value": identity}]
    states = [[], named] if switch else [named, []]
    more = [_one("route", "data", route), _one("shown", "data", shown), [], []]
    return _request(app, "body.children", [[], given] if switch else [given, []], [*states, *more])


def _request(app: Dash, part: str, inputs: Any, state: Any) -> Any:
    """Return the request for the callback with ``part`` among its outputs."""
    output = next(name for name in app.callback_map if part in name)
    outputs = [name.rpartition(".") for name in output[2:-2].split("...")]
    return {
        "output": output,
        "outputs": [{"id": name, "property": prop} for name, _, prop in outputs],
        "inputs": inputs,
        "changedPropIds": [],
        "state": state,
    }


def _one(name: str, prop: str, value: Any) -> dict[str, Any]:
    return {"id": name, "property": prop, "value": value}


def _ask(client: FlaskClient, request: Any) -> Reply:
    wall, cpu = time.perf_counter(), time.process_time()
    reply = client.post(UPDATE, json=request, headers=HEADERS)
    body = reply.get_data()
    taken = Reply(time.perf_counter() - wall, time.process_time() - cpu, len(body))
    if reply.status_code != 200:
        raise RuntimeError(f"bench.choices: {request['inputs']}: status {reply.status_code}")
    return taken
