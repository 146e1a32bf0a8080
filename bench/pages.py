"""The dashboard in a browser: how long until a page says something, draws, and answers a choice; medians, in milliseconds.

A new visitor's browser has never seen the page. One who returns has its files; at the fourth visit browsers also keep the scripts as
they compiled them, which is what readers have who come often, and who choose and follow links here. Every control of every page is
used once a round, so a page or a control that is added is measured without a list. Needs chromium. On a shared machine look at the
load that is printed beside the figures.
"""

import argparse
import functools
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from bench._harness import run as measure
from dashboard.app import load_pages
from dashboard.routing import has_subject

NAME = "pages"
VIEW = {"width": 1440, "height": 900}
ARGUMENTS = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"
)
"""The last two are pages of the browser's own that it opens beside each page, which a reader's window opens once."""
SUBJECTS = ("/doc/forum:FkgsxrGf3QxhfLWHG", "/term/mesa-optimizer", "/author/forum:evhub")
"""Pages about one thing, of the bundled facts."""
MARKS = ("heading", "chart", "charts", "rows")
PARTS = ("all", "wait", "server", "transfer", "rest", "below", "kB")
"""Of a choice: until all that a reader sees stands, of which four parts; until charts below the fold do, too; what came."""
VISITS = ("new", "second", "", "fourth")
"""What the visits of one reader are called, in turn; one without a name is not noted."""
LONGEST = 60_000
_WATCH = Path(__file__).with_name("_watch.js")

Taken = dict[str, dict[str, list[float]]]
Reader = Callable[[], AbstractContextManager[Any]]


def run(arguments: argparse.Namespace) -> None:
    """Open every page at a reader's first, second and fourth visit, then use every control and follow links."""
    from playwright.sync_api import sync_playwright

    browser_path = shutil.which("chromium")
    if browser_path is None:
        print("\npages: no chromium on this machine, so no page is measured")
        return
    paths = [page.PATH for page in load_pages() if not has_subject(page)] + list(SUBJECTS)
    with _served(arguments.built) as address, sync_playwright() as playwright:
        reader = functools.partial(_reader, playwright.chromium, browser_path, address)
        print(f"\nOpening a page, {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f}")
        print(f"  {'ms from the click to':44}{'heading':>9}{'chart':>9}{'charts':>9}{'rows':>9}{'kB':>9}{'script':>9}")
        for path in paths:
            for visit, taken in _opened(reader, address + path, arguments.rounds).items():
                print(f"  {f'{path} {visit}'[:44]:44}" + "".join(map(_shown, taken.values())))
        print(f"\nChoices of a reader who comes often, {arguments.rounds} rounds, load {os.getloadavg()[0]:.1f}")
        print(f"  {'ms from the choice':44}" + "".join(f"{part:>9}" for part in PARTS))
        for path in paths:
            for choice, taken in _chosen(reader, address + path, arguments.rounds).items():
                print(f"  {f'{path} {choice}'[:44]:44}" + "".join(map(_shown, taken.values())))
        print(f"load {os.getloadavg()[0]:.1f}")


@contextmanager
def _reader(chromium: Any, browser_path: str, address: str) -> Iterator[Any]:
    """Start a browser as a reader has it, with a profile that keeps what it has seen."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as profile:
        context = chromium.launch_persistent_context(
            profile, executable_path=browser_path, args=ARGUMENTS.split(), viewport=VIEW, reduced_motion="reduce"
        )
        context.add_init_script(path=_WATCH)
        context.pages[0].goto(f"{address}/assets/icon.svg")  # The start of the browser is not the page's.
        yield context
        context.close()


def _shown(values: list[float]) -> str:
    return f"{statistics.median(values):9,.0f}" if values else f"{'-':>9}"


def _opened(reader: Reader, url: str, rounds: int) -> Taken:
    """Return times to each mark, kB received and script time, by visit."""
    taken: Taken = {visit: {name: [] for name in (*MARKS, "kB", "script")} for visit in VISITS if visit}
    for _ in range(rounds):
        with reader() as context:
            for visit in VISITS:
                page = context.new_page()
                counter = context.new_cdp_session(page)
                counter.send("Performance.enable")
                page.goto(url)
                _wait(page)
                found = page.evaluate("() => window.__bench.marks")
                sizes = "() => performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)"
                measured = {one["name"]: one["value"] for one in counter.send("Performance.getMetrics")["metrics"]}
                found |= {"kB": page.evaluate(sizes) / 1000, "script": 1000 * measured["ScriptDuration"]}
                for name, values in taken.get(visit, {}).items():
                    values += [found[name]] if found.get(name) is not None else []
                page.close()
    return taken


def _chosen(reader: Reader, url: str, rounds: int) -> Taken:
    """Return how long every control and the first links of each kind took."""
    taken: Taken = defaultdict(lambda: {part: [] for part in PARTS})
    for _ in range(rounds):
        with reader() as context:
            for _ in VISITS[1:]:
                _visit(context, url).close()
            page = _visit(context, url)
            for name, kind, field in _controls(page):
                if _use(page, kind, field):
                    _note(page, taken[name])
            for kind in ("doc", "term", "author"):
                link = page.locator(f"#main a[href^='/{kind}/']:visible").first
                if link.count():
                    page.evaluate("() => window.__bench.fresh()")
                    link.click()
                    _note(page, taken[f"open a {kind}"])
                    # What stands is still the other page, until the way back has been gone.
                    page.evaluate("() => window.__bench.fresh()")
                    page.go_back()
                    _wait(page)
    return taken


def _visit(context: Any, url: str) -> Any:
    page = context.new_page()
    page.goto(url)
    _wait(page)
    return page


def _wait(page: Any) -> None:
    page.wait_for_function("() => window.__bench.marks.heading && window.__bench.stands()", timeout=LONGEST, polling=50)


def _note(page: Any, parts: dict[str, list[float]]) -> None:
    _wait(page)
    took = page.evaluate("() => window.__bench.took()")
    took["rest"] = took["all"] - took["wait"] - took["server"] - took["transfer"]
    took["kB"] = took.pop("bytes") / 1000
    for part, values in parts.items():
        values.append(took[part])


def _controls(page: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield each control of the page: what it is called, its kind, where it is."""
    for number in range(page.locator("form.controls > .control").count()):
        box = page.locator("form.controls > .control").nth(number)
        label = box.locator("label, .control-label").first.inner_text().strip()
        for kind, where in {
            "switch": "input[role=switch], input[type=checkbox]",
            "slider": "[role=slider]",
            "choice": "input[aria-haspopup=listbox], input[role=combobox]",
            "text": "input[type=text]",
        }.items():
            if box.locator(where).count():
                yield label, kind, box.locator(where).first
                break


def _use(page: Any, kind: str, field: Any) -> bool:
    """Choose something else; say whether there was anything else."""
    page.evaluate("() => window.__bench.fresh()")
    if kind == "switch":
        field.evaluate("node => node.click()")
    elif kind == "slider":
        field.focus()
        page.keyboard.press("ArrowRight")
    elif kind == "text":
        field.fill("5" if field.get_attribute("inputmode") in ("numeric", "decimal") else "optim")
        page.wait_for_timeout(400)  # the field waits for a pause in typing
        page.evaluate("() => { window.__bench.since = performance.now() - 50; }")
    else:
        field.click()
        others = page.locator("[role=option]:visible:not([aria-selected=true])")
        if not others.count():
            page.keyboard.press("Escape")
            return False
        page.evaluate("() => window.__bench.fresh()")
        others.first.click()
    return True


@contextmanager
def _served(built: Path | None) -> Iterator[str]:
    """Serve a built data folder as `atlas dashboard` does; without one, build the bundled facts first."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        if built is None:
            built = Path(folder) / "data"
            print("building the bundled facts; --built DIR takes a folder that is built already")
            measure([sys.executable, "-m", "pipeline", "build", "--data-dir", str(built)])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "pipeline", "dashboard", "--data-dir", str(built), "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
            try:
                _await_reply(address)
                yield address
            finally:
                server.terminate()


def _await_reply(address: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(address, timeout=10).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
