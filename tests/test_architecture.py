"""The order of the stages, and the contract that every plug-in keeps. The order itself stands in pyproject.toml."""

import importlib
import logging.config
from pathlib import Path
from types import ModuleType

import pytest
from importlinter.cli import lint_imports

from pipeline import registry, sources

PROJECT = Path(__file__).parent.parent
KINDS = {
    "pipeline.sources": "parse",
    "pipeline.metrics": "compute",
    "pipeline.exports": "build",
    "dashboard.pages": "layout",
}


def _plugins() -> list[object]:
    """Every plug-in of every kind, as a test parameter: module, and the function that its kind asks for."""
    return [
        pytest.param(module, function, id=f"{kind}.{name}")
        for kind, function in KINDS.items()
        for name, module in registry.plugins(kind).items()
    ]


def test_modules_import_from_their_own_stage_or_an_earlier_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    # It would silence every logger there is, for all tests that come after it in this process.
    monkeypatch.setattr(logging.config, "dictConfig", lambda _: None)

    status = lint_imports(no_cache=True, no_logo=True)

    assert status == 0, capsys.readouterr().out


def test_the_folder_of_the_sources_is_named_in_one_place() -> None:
    spelt = [path.name for path in (PROJECT / "pipeline").rglob("*.py") if '"pipeline.sources"' in path.read_text()]

    assert sources.SOURCES == "pipeline.sources"
    assert spelt == []


@pytest.mark.parametrize(("module", "function"), _plugins())
def test_a_plugin_is_named_after_its_file_and_says_in_one_line_what_it_gives(module: ModuleType, function: str) -> None:
    assert module.NAME.replace("-", "_") == module.__name__.rpartition(".")[2]
    assert registry.summary(module).endswith(".")
    assert callable(getattr(module, function))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_plugin_is_found_by_folder(kind: str) -> None:
    folder = Path(importlib.import_module(kind).__path__[0])
    files = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}

    assert len(registry.plugins(kind)) == len(files) > 0
