"""Outside text in a sentence of ours stands there letter for letter, and turns nothing around it."""

import pytest

from dashboard import words
from dashboard.components.text import sentence
from dashboard.data_access import Build
from dashboard.markup import markup
from dashboard.pages import author, document
from dashboard.pages._document_tables import record

SIGN = "\u202e"
"""It turns what follows from right to left."""


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("`a` and `b`", "`a` and `b`"),
        (f"{SIGN}desrever", f"{SIGN}desrever"),
        ("2024-01-02 & 5 %", "2024-01-02 &amp; 5 %"),
        ("\u2068open \u2069closed\u2069", "open closed"),
    ],
)
def test_a_title_keeps_its_letters_and_its_direction_to_itself(title: str, shown: str) -> None:
    said = markup(sentence(f"Run `make`: “{words.outside(title)}” is read."))

    assert said == f"Run <code>make</code>: “<bdi>{shown}</bdi>” is read."


def test_a_name_of_nothing_is_said_to_be_not_known() -> None:
    assert "not known" in markup(sentence(f"{words.outside('')} wrote it."))


def test_names_in_the_answers_of_pages_about_one_thing_are_isolated(build: Build) -> None:
    someone = author.samples(build)[0]
    own = build.table("documents").head(1)
    assert author._answer(build, someone, own).startswith("\u2068")

    (one,) = build.table("documents").query("authors == 'Author A'")["document_id"].head(1)
    row = record(build, one)
    assert " by <bdi>Author A</bdi>" in markup(sentence(document._answer(row, own, own)))
