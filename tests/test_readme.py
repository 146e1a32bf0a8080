"""What README.md promises exists: targets, commands, files."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.terms.lexicon import read_lexicon

PROJECT = Path(__file__).parent.parent
PAGES = ["README.md", "DECISIONS.md", "CHANGELOG.md", "data/README.md"]


def _text(page: str) -> str:
    return (PROJECT / page).read_text(encoding="utf-8")


def test_every_target_of_make_is_named_and_every_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", _text("Makefile"), re.MULTILINE))
    text = _text("README.md")

    assert [target for target in sorted(targets - {"help"}) if f"`{target}`" not in text] == []
    assert {*re.findall(r"(?:^ {4}|`)make ([a-z]+)", text, re.MULTILINE)} <= targets


def test_every_command_of_the_program_is_named_and_every_command_named_exists() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    commands = set(re.findall(r"^ {4}([a-z]+)(?: |$)", shown, re.MULTILINE))
    named = {*re.findall(r"(?:^ {4}|`| {3})atlas ([a-z]+)", _text("README.md"), re.MULTILINE)}

    assert named == commands


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_of_the_project_leads_to_one(page: str) -> None:
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", _text(page)) if "://" not in target]

    assert [target for target in targets if not (PROJECT / page).parent.joinpath(target).exists()] == []


def test_the_lexicon_has_as_many_terms_and_families_as_the_first_page_says() -> None:
    lexicon = read_lexicon([PROJECT / "pipeline" / "terms" / "families"])
    said = f"{len([*lexicon])} terms in {len(lexicon.families)} families"

    assert said in _text("README.md")
