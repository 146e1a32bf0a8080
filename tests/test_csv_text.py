"""Text of outsiders in a CSV file: every reader gets the cells that were written, and no spreadsheet runs them."""

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tables import csv_text

CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r"), min_size=1)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_cells_come_back_as_they_were_returns_included(cells: list[str]) -> None:
    frame = pd.DataFrame({"id": range(len(cells)), "text": pd.Series(cells, dtype="str")})

    assert [row[1] for row in read(csv_text(frame))[1:]] == cells


def test_a_control_character_becomes_a_mark_that_is_seen() -> None:
    assert read(csv_text(pd.DataFrame({"text": ["a\x1b[31m\x07"]}, dtype="str")))[1] == ["a\ufffd[31m\ufffd"]


@pytest.mark.parametrize("before", ["", " ", "\u200b", "\ufeff", "\u00a0", "\n"])
def test_a_formula_is_guarded_whatever_unseen_stands_before_it(before: str) -> None:
    frame = pd.DataFrame({"text": [f"{before}=1+1"]}, dtype="str")

    assert read(csv_text(frame, excel=True))[1] == [f"'{before}=1+1"]
    assert read(csv_text(frame))[1] == [f"{before}=1+1"]
