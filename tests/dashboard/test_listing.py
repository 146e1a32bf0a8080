"""Lists of documents: a column that says nothing is left out, and named."""

import pandas as pd
import pytest

from dashboard.components.listing import listing
from dashboard.markup import markup

COLUMNS = {"k": "key route", "criticality": "criticality", "cited": "cited"}
ROWS = pd.DataFrame(
    {
        "document_id": ["forum:a", "forum:b"],
        "title": ["A", "B"],
        "k": pd.array([None, None], dtype="Int64"),
        "criticality": pd.array([0, 0], dtype="Int64"),
        "cited": pd.array([0, None], dtype="Int64"),
    }
)


def test_columns_that_are_empty_or_0_throughout_are_left_out_and_named() -> None:
    shown = markup(listing(ROWS, "a list", COLUMNS))

    assert ">key route</th>" not in shown
    assert "Left out, since no row has a value: key route." in shown
    assert "Left out, since it is 0 in every row: criticality." in shown
    assert ">cited</th>" in shown  # 0 in one row, not known in the other.


@pytest.mark.parametrize("rows", [ROWS[:1], ROWS[:0]])
def test_one_row_says_something_whatever_stands_in_it(rows: pd.DataFrame) -> None:
    assert "Left out" not in markup(listing(rows, "a list", COLUMNS))
