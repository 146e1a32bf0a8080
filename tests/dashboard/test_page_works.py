"""Works: what is found, in which order, and how much of it is sent at a time."""

import functools
import operator
from pathlib import Path
from typing import Any

import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.data_access import Build, Store
from dashboard.pages._works_table import fitting, works
from dashboard.pages.works import layout, parameters, rows
from tests.dashboard import toy


def found(build: Build, search: str) -> list[str]:
    view = url_state.read(parameters(build), search)
    assert not view.notes
    return [str(title) for title in works(build).take(fitting(build, view))["title"]]


def test_venues_are_called_and_filtered_by_their_names(build: Build) -> None:
    search = "?where=venue:begins:align&sort=posted_at"
    shown = rows(build, search, 0)["rowData"]

    assert {row["venue"] for row in shown} == {"Alignment Forum"}
    assert len(found(build, search)) == len(found(build, "?venue=af&sort=posted_at")) > 0


def test_the_newest_document_comes_first_by_default(build: Build) -> None:
    assert found(build, "")[:2] == ["Post number 40", "Post number 39"]


@pytest.mark.parametrize(
    ("search", "titles"),
    [
        ("?q=NUMBER+12", ["Post number 12"]),
        ("?q=a+sum", ["=1+1, a sum"]),
        ("?q=(a%2B)%2B%24", []),
        ("?generation=0", ["A Toy Work"]),
        ("?generation=2", ["Post number 11"]),
        ("?generation=1&time=2022-01..2024-02", ["Post number 30"]),
        ("?q=author+c&kind=post&time=2024-01..2024-02", []),
        ("?q=number&time=2024-01..2024-02", ["Post number 40"]),
        ("?q=number&time=2024-01..2024-01", []),
        ("?q=number&time=2024..2024", ["Post number 40"]),
    ],
)
def test_search_and_filters_find_what_they_name(build: Build, search: str, titles: list[str]) -> None:
    assert found(build, search) == titles


def test_a_date_known_to_the_year_lies_only_in_spans_that_hold_the_year_whole(tmp_path: Path) -> None:
    documents = toy.documents()
    documents["posted_at"] = documents["posted_at"].mask(documents["title"] == "Post number 12", "2021")
    changed = Store(toy.publish(tmp_path, documents=documents), tables_of(load_pages())).current()
    assert changed is not None

    for search, fits in (("2021..2021", True), ("2020-12..2022-01", True), ("2021-02..2021-12", False)):
        assert ("Post number 12" in found(changed, f"?q=number&time={search}")) == fits


def test_a_span_by_years_is_named_as_a_setting_that_there_is_not(build: Build) -> None:
    view = url_state.read(parameters(build), "?years=2019..2020")

    assert view.notes == ("years: this page has no such setting",)
    assert url_state.write(parameters(build), view) == ""


def test_an_author_is_found_by_name(build: Build) -> None:
    assert len(found(build, "?q=author+f")) == 6


def test_filters_by_text_and_connection_split_the_whole(build: Build) -> None:
    for parameter, values in (("text", ("yes", "no")), ("generation", ("connected", "unconnected"))):
        parts = [found(build, f"?{parameter}={value}") for value in values]
        assert sorted(functools.reduce(operator.iadd, parts, [])) == sorted(found(build, ""))
        assert all(parts)


def test_unknown_values_stand_last_whichever_way_is_sorted(build: Build) -> None:
    for sort in ("karma", "-karma"):
        assert found(build, f"?sort={sort}")[-1] == "Post number 5"
    assert found(build, "?sort=-karma")[0] == "A Toy Work"
    assert found(build, "?sort=-local_citations")[0] == "A Toy Work"


def test_the_grid_is_sent_a_page_at_a_time_with_the_count_of_all(build: Build) -> None:
    reply = rows(build, "?sort=posted_at", 40)

    assert reply["rowCount"] == 41
    assert [row["title"] for row in reply["rowData"]] == ["Post number 40"]
    assert reply["rowData"][0]["posted_at"] == "2024-02-10"
    assert reply["rowData"][0]["words"] is None


def test_a_sort_by_an_unknown_column_is_refused(build: Build) -> None:
    view = url_state.read(parameters(build), "?sort=__class__")

    assert view["sort"] == "-posted_at"
    assert "sort" in view.notes[0]


def test_metrics_stand_beside_the_documents(build: Build) -> None:
    table: Any = works(build)

    assert {"local_citations", "pagerank"} <= set(table.columns)
    assert table.columns[-1] == "url"


def test_a_choice_that_nothing_fits_says_no_share_of_texts(build: Build) -> None:
    view = url_state.read(parameters(build), "?where=karma:min:999999")

    assert layout(build, view).answer.endswith("fit what you chose.")


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?from=2024-01-01&to=2019-01-01", "No day lies from 2024-01-01 to 2019-01-01: the span runs backward"),
        ("?time=2019-01..2020-05&from=2023-01-01", "No day of January 2019 to May 2020 lies from 2023-01-01 on, so"),
        ("?time=2020-03..2021-12&to=2020-02-29", "No day of March 2020 to December 2021 lies up to 2020-02-29, so"),
        ("?field=title", "field: no word is chosen"),
        ("?time=2019-01..2020-05&from=2020-05-31", ""),
        ("?time=2020-03..2021-12&to=2020-03-01", ""),
        ("?from=2019-01-01&to=2019-01-01", ""),
        ("?field=title&term=new+word", ""),
        ("", ""),
    ],
)
def test_settings_that_leave_nothing_or_change_nothing_are_named(build: Build, search: str, said: str) -> None:
    shown = layout(build, url_state.read(parameters(build), search))

    assert [one.startswith(said) for one in shown.cautions] == ([True] if said else [])
    if said.startswith("No day"):
        assert shown.charts[0].table.empty
