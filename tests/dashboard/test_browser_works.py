"""The filters in the heads of the grid, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from pipeline.settings import Settings
from tests.dashboard.browsing import Visit, serving, violations, visiting

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser: Browser, published: Settings) -> Iterator[Visit]:
    """A fresh visitor of the application over the toy build."""
    with serving(published) as address, visiting(browser, address) as one:
        yield one


def test_a_filter_in_the_head_of_a_column_is_part_of_the_address_and_of_the_files(visit: Visit) -> None:
    page = visit.go("/works?columns=title~karma")
    page.locator(".ag-header-cell[col-id=karma] .ag-header-cell-filter-button").click()
    page.locator(".ag-filter input[type=number]").first.fill("90")
    assert violations(page) == []
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/works?columns=title~karma&where=karma:min:90")
    visit.settle()

    expect(page.locator(".answer")).to_contain_text("10 of 41 known documents of any kind fit")
    expect(page.locator(".ag-row")).to_have_count(10)
    assert page.get_by_role("link", name="CSV", exact=True).get_attribute("href") == (
        "/csv/works/documents.csv?columns=title~karma&where=karma:min:90"
    )
    page.get_by_label("Title or author contains").fill("number 10")
    page.wait_for_url("**/works?q=number+10&columns=title~karma&where=karma:min:90")
    expect(page.locator(".ag-row")).to_have_count(1)
    page.get_by_role("link", name="Take away: Columns filtered karma at least 90").click()
    page.wait_for_url("**/works?q=number+10&columns=title~karma")
    expect(page.locator(".chip")).to_have_count(0)
    visit.settle()


def test_a_copied_link_sets_the_filters_of_the_columns(visit: Visit) -> None:
    page = visit.go("/works?columns=title&where=title:has:NUMBER+1~karma:max:85")

    expect(page.locator(".ag-row")).to_have_count(5)
    expect(page.locator(".ag-header-cell-filtered")).to_have_count(2)
    visit.settle()
    assert page.url.endswith("/works?columns=title&where=title:has:NUMBER+1~karma:max:85")
