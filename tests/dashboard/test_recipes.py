"""Scripts that are made from published packages are those that their recipes make, of nothing but what is pinned."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from dashboard import scripts

RECIPES = sorted(one.parent for one in scripts.ASSETS.parent.glob("*/package.json"))
each_recipe = pytest.mark.parametrize("recipe", RECIPES, ids=lambda one: one.name)


def read(recipe: Path, name: str) -> Any:
    return json.loads((recipe / name).read_text(encoding="utf-8"))


def made(recipe: Path) -> Path:
    """The file of ``assets`` that a recipe makes."""
    (name,) = re.findall(r"--outfile=\.\./assets/(\S+)", " ".join(read(recipe, "package.json")["scripts"].values()))
    return scripts.ASSETS / name


def test_every_script_that_was_made_has_its_recipe() -> None:
    assert {made(one) for one in RECIPES} == set(scripts.ASSETS.glob("*.min.js"))


@each_recipe
def test_the_file_is_the_one_that_the_recipe_names(recipe: Path) -> None:
    said = re.findall(r"\b[0-9a-f]{64}\b", (recipe / "README.md").read_text(encoding="utf-8"))

    assert said == [hashlib.sha256(made(recipe).read_bytes()).hexdigest()]


@each_recipe
def test_every_package_of_the_recipe_is_pinned_by_its_hash_and_by_no_address(recipe: Path) -> None:
    lock, wanted = read(recipe, "package-lock.json"), read(recipe, "package.json")["devDependencies"]
    packages = {name.removeprefix("node_modules/"): one for name, one in lock["packages"].items() if name}

    assert {name: packages[name]["version"] for name in wanted} == wanted
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


@each_recipe
def test_a_script_that_was_made_makes_no_code_from_text(recipe: Path) -> None:
    text = made(recipe).read_text(encoding="utf-8")

    assert "unsafe-eval" not in text
    assert not re.search(r"\bnew Function\(|[^\w.]eval\(", text)


@each_recipe
def test_a_script_that_was_made_says_what_of_whom_it_is(recipe: Path) -> None:
    text = made(recipe).read_text(encoding="utf-8")
    ((name, version),) = re.findall(r"/\* (\S+) v([\d.]+), Copyright .*, MIT license; ", text[:400])
    versions = read(recipe, "package.json")["devDependencies"]

    assert versions[{"Mantine": "@mantine/core"}.get(name, name)] == version
    assert (recipe / "LICENSE").read_text(encoding="utf-8").startswith("MIT License\n")
