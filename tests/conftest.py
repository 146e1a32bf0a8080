"""What holds for every test: no network, and no settings of the machine it runs on."""

import os
import runpy
from pathlib import Path

import pytest
from hypothesis import settings

OFFLINE = Path(__file__).parent / "offline"

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the golden cases of sources can be asked for."""
    parser.addoption("--write-golden", action="store_true", help="write tests/sources/*/*/expected.json anew")
    parser.addoption("--mutations", type=int, default=20, help="damaged copies of each case that are read (default 20)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """End a run that writes golden files with the names of those that changed."""
    if config.getoption("--write-golden"):
        from tests.sources import golden

        for line in golden.summary(golden.WRITTEN):
            terminalreporter.write_line(line)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, those with a browser, so that no worker is left alone with them at the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_configure() -> None:
    """Forbid the network to this process and to those that tests start."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
    runpy.run_path(str(OFFLINE / "sitecustomize.py"))


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take ATLAS_* variables and proxies of this machine away from the test."""
    for name in list(os.environ):
        if name.startswith("ATLAS_") or name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.delenv(name)
