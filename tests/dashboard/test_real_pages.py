"""Every page over the bundled facts, in a real browser: both schemes, both widths, a screenshot of each.

The screenshots are kept in the folder that SCREENSHOTS names, if it names one.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from dashboard import routing
from dashboard.app import load_pages, tables_of
from dashboard.data_access import Build, Store
from dashboard.url_state import View
from pipeline import cli
from pipeline.settings import Settings, load
from tests.dashboard.browsing import GROUNDS, NARROW, WIDE, entering, ground, looking, serving, violations

pytestmark = pytest.mark.browser

PAGES = load_pages()


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over a build of the bundled facts."""
    folder = tmp_path_factory.mktemp("facts")
    assert cli.main(["build", "--data-dir", str(folder)]) == 0
    return load(data_dir=folder)


@pytest.fixture(scope="module")
def real(facts: Settings) -> Build:
    current = Store(facts, tables_of(PAGES)).current()
    assert current is not None
    return current


@pytest.fixture(scope="module")
def address(facts: Settings) -> Iterator[str]:
    with serving(facts) as url:
        yield url


def path_of(page: ModuleType, build: Build) -> str:
    """The page's address, or that of the first thing that it offers to be about."""
    about = routing.subject(page.parameters(build))
    if about is None:
        return str(page.PATH)
    return routing.path(page, View({about.name: page.samples(build)[0]}))


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for all pages, so that it reads the scripts once."""
    with entering(browser) as one:
        yield one


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_a_page_over_the_bundled_facts_stands_everywhere(
    page: ModuleType, real: Build, context: BrowserContext, address: str, tmp_path: Path
) -> None:
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    with looking(context, address) as visit:
        shown = visit.go(path_of(page, real))
        expect(shown).to_have_title(f"{shown.locator('h1').inner_text()} · RLO Atlas")
        expect(shown.locator(".answer")).to_contain_text(re.compile(r"\d"))
        expect(shown.locator("#main").locator(".main-svg, .ag-row, table").first).to_be_attached()
        if not routing.has_subject(page):
            assert shown.locator(".menu-link[aria-current=page]").inner_text() == page.LABEL
        # The scheme changes once: every change draws the page anew.
        for scheme, size in (("light", WIDE), ("light", NARROW), ("dark", NARROW), ("dark", WIDE)):
            shown.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            shown.set_viewport_size(size)  # type: ignore[arg-type]
            shown.wait_for_selector(f"html[data-scheme={scheme}]", state="attached")
            visit.settle()
            assert ground(shown) == GROUNDS[scheme]
            if shown.locator(".main-svg").count():
                # The charts follow once the server has drawn them anew.
                paper = re.compile(re.escape(GROUNDS[scheme]))
                expect(shown.locator(".main-svg").first).to_have_attribute("style", paper, timeout=120_000)
                visit.settle()
            assert shown.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert shown.get_by_text("could not be shown").count() == 0
            # A list that is far from the view is not laid out, and so neither in the picture nor checked.
            height = shown.evaluate("document.documentElement.scrollHeight")
            shown.set_viewport_size({"width": size["width"], "height": height})
            visit.settle()
            shown.screenshot(path=folder / f"{page.NAME}-{size['width']}-{scheme}.png", full_page=True, timeout=60_000)
            assert violations(shown) == []
