"""Lists of documents: a column that says nothing is left out, and named."""

from pathlib import Path

import pandas as pd
import pytest
from dash import html

from dashboard.components import frame
from dashboard.components.listing import listing
from dashboard.components.panels import MOST, data_table
from dashboard.components.text import sentence
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


def test_only_a_list_that_surely_fills_its_frame_is_laid_out_when_it_comes_near() -> None:
    rows = pd.DataFrame({"document_id": [f"forum:{number}" for number in range(frame.TALL)]})
    looks = [markup(listing(one, "a list", {})).partition('"')[2].partition('"')[0] for one in (rows, rows[1:])]

    assert looks == ["table-wrap tall", "table-wrap"]


@pytest.mark.parametrize("rows", [ROWS[:1], ROWS[:0]])
def test_one_row_says_something_whatever_stands_in_it(rows: pd.DataFrame) -> None:
    assert "Left out" not in markup(listing(rows, "a list", COLUMNS))


def test_numbers_stand_below_each_other_in_thousands_and_days_and_years_as_they_are() -> None:
    rows = pd.DataFrame(
        {
            "first_here": ["2019-05-31", None],
            "year": pd.array([2019, None], dtype="Int64"),
            "words": pd.array([12802, 7], dtype="Int64"),
        }
    )
    shown = markup(data_table(rows, "a table"))

    assert '<td class="nowrap">2019-05-31</td>' in shown
    assert '<td class="number">2019</td>' in shown
    assert '<td class="number">12,802</td>' in shown
    listed = rows.assign(document_id=["forum:a", "forum:b"], title=["A", "B"])
    said = markup(listing(listed, "a list", {"first_here": "first here", "words": "words"}))
    assert '<td class="nowrap"><bdi>2019-05-31</bdi></td>' in said
    assert '<th class="number" scope="col">words</th>' in said


def test_no_line_ends_within_a_day() -> None:
    shown = markup(html.P(sentence("from 2019-05-31 to `atlas x` 2025")))

    assert shown == '<p>from <span class="nowrap">2019-05-31</span> to <code>atlas x</code> 2025</p>'


def test_rows_beyond_the_first_pages_are_folded_and_every_one_opens() -> None:
    many = pd.DataFrame({"n": range(1, 509)})
    shown = markup(data_table(many, "a table", [f"/works?ids={number}" for number in many["n"]]))
    first, *folded = shown.split("<details>")

    assert [page.partition("</summary>")[0] for page in folded] == [
        "<summary>rows 251 to 500",
        "<summary>rows 501 to 508",
    ]
    assert [page.count('href="/works') for page in (first, *folded)] == [250, 250, 8]
    assert all("<th" in page for page in folded)
    assert 'href="/works?ids=508"' in folded[-1]
    assert "stand in the CSV" not in shown
    assert "10 more rows stand in the CSV." in markup(data_table(pd.DataFrame({"n": range(MOST + 10)}), "a table"))
    assert "<details>" not in markup(data_table(many.head(250), "a table"))


def test_every_table_of_a_page_stands_in_the_one_frame() -> None:
    folder = Path(frame.__file__).parents[1]
    framing = [str(one.relative_to(folder)) for one in folder.rglob("*.py") if '"table-wrap"' in one.read_text("utf-8")]

    assert framing == ["components/frame.py"]
    assert markup(frame.table_frame("one <b>", ["x"])).endswith(
        'role="region" tabindex="0" aria-label="Table: one &lt;b&gt;">x</div>'
    )
