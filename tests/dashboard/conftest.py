"""The toy build, published once for all tests of the dashboard, and a browser for those that need one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from dashboard.app import load_pages, tables_of
from dashboard.data_access import Build, Store
from pipeline.settings import Settings
from tests.dashboard import browsing, toy


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over a published build."""
    return toy.publish(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def build(published: Settings) -> Build:
    """The published build, read."""
    current = Store(published, tables_of(load_pages())).current()
    assert current is not None
    return current


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with browsing.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(published: Settings) -> Iterator[str]:
    """The application over the toy build; a file with a build of its own has an ``address`` of its own."""
    with browsing.serving(published) as url:
        yield url


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[browsing.Visit]:
    """A first visit, on a wide screen with a light system; it fails on any complaint of the console."""
    with browsing.visiting(browser, address) as one:
        yield one
