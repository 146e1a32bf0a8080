"""A real browser, a served application, and visitors who remember every complaint."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from dashboard.app import create_app
from pipeline.settings import Settings

# A machine that does other work as well may be slow; a test says what comes, not when.
expect.set_options(timeout=30_000)

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(31, 36, 40)"}
QUIET = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync "
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"
)
"""The last two are pages of the browser's own that it opens beside each page: they would share the processor with it."""
STANDS = """() => !document.querySelector('[data-dash-is-loading]')
    && [...document.querySelectorAll('figure')].every(f => f.querySelector('.main-svg') || f.offsetParent === null)"""
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
"""Two frames on, what was under way when the page seemed to stand has begun."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's chromium; without it a test is skipped, but never in CI."""
    path = shutil.which("chromium")
    if path is None:
        why = "no chromium on this machine; `apt-get install chromium` brings it"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET.split())
        yield browser
        browser.close()


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve the application in this process and give its address."""
    server = make_server("127.0.0.1", 0, create_app(settings).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Visit:
    """A page of the browser that remembers every complaint."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.complaints: list[str] = []
        self.missing: set[str] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"fault: {error}"))
        page.on("request", self._request)
        page.on("response", lambda reply: self._status(reply.status, reply.url))

    def go(self, path: str, missing: bool = False) -> Page:
        """Open a page and wait until it stands: the one that the scripts make, not the first reply.

        ``missing`` says that nothing stands at the address: then the reply must be 404, and is no complaint.
        """
        if missing:
            self.missing.add(self.address + path)
        reply = self.page.goto(self.address + path)
        assert reply is not None
        assert (reply.status == 404) is missing
        self.page.wait_for_selector("#page h1")
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until every chart is drawn and nothing is being computed."""
        for _ in range(2):
            self.page.wait_for_function(STANDS)
            self.page.evaluate(PAINTED)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning") and message.location["url"] not in self.missing:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"request to another host: {request.url}")

    def _status(self, status: int, url: str) -> None:
        if status >= 400 and url not in self.missing:
            self.complaints.append(f"{status}: {url}")


@contextmanager
def entering(browser: Browser, **context: Any) -> Iterator[BrowserContext]:
    """A browser that remembers nothing of other visits: a wide screen with a light system, if nothing else is said."""
    fresh = browser.new_context(**{"viewport": WIDE, "color_scheme": "light", **context})
    fresh.set_default_timeout(60_000)
    yield fresh
    fresh.close()


@contextmanager
def looking(context: BrowserContext, address: str) -> Iterator[Visit]:
    """A visit in a browser that others have used, whose files are at hand; it ends without a complaint, or fails."""
    one = Visit(context.new_page(), address)
    yield one
    one.page.close()
    assert one.complaints == []


@contextmanager
def visiting(browser: Browser, address: str, **context: Any) -> Iterator[Visit]:
    """A first visit."""
    with entering(browser, **context) as fresh, looking(fresh, address) as one:
        yield one


AXE = {"resultTypes": ["violations"], "preload": False, "selectors": False}
"""Every rule, but no path to each element: a violation is told with the element's own text."""


def violations(page: Page) -> list[str]:
    """Return what axe holds to be serious or critical."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def ground(page: Page) -> str:
    color: str = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
    return color
