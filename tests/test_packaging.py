"""What is declared is what is used: dependencies, locks, the citation file."""

import ast
import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

from pipeline import __version__

PROJECT = Path(__file__).parent.parent
OWN = {"pipeline", "dashboard", "tests", "bench", "notebooks"}
USED_WITHOUT_IMPORT = {
    "setuptools": "builds the project itself when it is installed",
    "flask-compress": "dash imports it when told to compress",
    "orjson": "plotly takes it for figures when it is there",
}
USED_BY_THE_MAKEFILE = {
    "import-linter",
    "ipykernel",
    "mypy",
    "pandas-stubs",
    "ruff",
    "types-networkx",
    "types-requests",
}
USED_BY_THE_MAKEFILE |= {"pytest-xdist", "uv"}
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(file: str) -> set[str]:
    lines = (PROJECT / file).read_text(encoding="utf-8").splitlines()
    return {_normal(re.split(r"[\s<>=!~;\[]", line)[0]) for line in lines if line and line[0] not in "#-"}


def _pinned(file: str) -> dict[str, str]:
    text = (PROJECT / file).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, re.MULTILINE))


def _imported(*folders: str) -> set[str]:
    """Distributions that the modules of ``folders`` import, wherever in a module the import stands."""
    modules: set[str] = set()
    for folder in folders:
        for path in (PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    modules.update(alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    modules.add(node.module.partition(".")[0])
    local = {path.stem for folder in folders for path in (PROJECT / folder).rglob("*.py")}
    providers = importlib.metadata.packages_distributions()
    outside = {module for module in modules if module not in sys.stdlib_module_names | OWN}
    unknown = {module for module in outside if module not in providers and module not in local}
    assert not unknown, f"imported, but installed by nothing: {sorted(unknown)}"
    return {_normal(providers[module][0]) for module in outside if module in providers}


def test_what_the_tool_imports_is_what_requirements_in_names() -> None:
    assert _declared("requirements.in") == _imported("pipeline", "dashboard") | set(USED_WITHOUT_IMPORT)


def test_what_the_checks_import_is_what_the_two_files_name() -> None:
    checks = _imported("tests", "bench", "notebooks") - _declared("requirements.in")

    assert _declared("requirements-dev.in") == checks | USED_BY_THE_MAKEFILE


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_a_lock_pins_every_package_named_and_each_file_by_hash(name: str) -> None:
    lock = (PROJECT / f"{name}.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock.strip())

    assert _declared(f"{name}.in") <= {_normal(package) for package in _pinned(f"{name}.lock")}
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_both_locks_agree() -> None:
    runtime, checks = _pinned("requirements.lock"), _pinned("requirements-dev.lock")

    assert runtime.items() <= checks.items()


@pytest.mark.parametrize(
    "file",
    ["requirements.in", "requirements.lock", "requirements-dev.in", "requirements-dev.lock", "Makefile", ".ci/run"],
)
def test_no_file_of_the_setup_names_where_packages_come_from(file: str) -> None:
    lines = (PROJECT / file).read_text(encoding="utf-8").replace("http://127.0.0.1:8050", "").splitlines()

    assert [line for line in lines if ADDRESS.search(line)] == []


def test_the_citation_file_and_the_change_log_name_this_version() -> None:
    citation = (PROJECT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"\nversion: {__version__}\n" in citation
    assert f"\n## {__version__}" in changes


def test_make_alone_names_every_target_that_a_person_may_ask_for() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split())

    assert set(re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)) == phony
