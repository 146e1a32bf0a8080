"""Every page over the bundled facts, in a real browser: both schemes, both widths, a screenshot of each.

The screenshots are kept in the folder that SCREENSHOTS names, if it names one.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser

from dashboard import routing
from dashboard.app import load_pages
from dashboard.data_access import Build, Store
from dashboard.url_state import View
from pipeline import cli
from pipeline.settings import Settings, load
from tests.dashboard.browsing import GROUNDS, NARROW, WIDE, ground, serving, violations, visiting

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
    current = Store(facts, {table for page in PAGES for table in page.TABLES}).current()
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.NAME)
def test_a_page_over_the_bundled_facts_stands_everywhere(
    page: ModuleType,
    real: Build,
    browser: Browser,
    address: str,
    tmp_path: Path,
) -> None:
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    with visiting(browser, address) as visit:
        shown = visit.go(path_of(page, real))
        for scheme, size in (("light", WIDE), ("dark", WIDE), ("dark", NARROW), ("light", NARROW)):
            shown.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            shown.set_viewport_size(size)  # type: ignore[arg-type]
            shown.wait_for_selector(f"html[data-scheme={scheme}]", state="attached")
            visit.settle()
            assert ground(shown) == GROUNDS[scheme]
            assert shown.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            assert shown.get_by_text("could not be shown").count() == 0
            shown.screenshot(path=folder / f"{page.NAME}-{size['width']}-{scheme}.png", full_page=True, timeout=60_000)
            # Once a scheme: wide in light, narrow in dark.
            if (scheme == "light") == (size is WIDE):
                assert violations(shown) == []
