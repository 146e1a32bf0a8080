"""The filters in the heads of the grid, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.dashboard.browsing import Visit, violations

pytestmark = pytest.mark.browser


def test_a_filter_in_the_head_of_a_column_is_part_of_the_address_and_of_the_files(visit: Visit) -> None:
    page = visit.go("/works?columns=title~karma")
    page.locator(".ag-header-cell[col-id=karma] .ag-header-cell-filter-button").click()
    page.locator(".ag-filter input[type=number]").first.fill("90")
    assert violations(page) == []
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**/works?columns=title~karma&where=karma:min:90")
    visit.settle()

    expect(page.locator(".answer")).to_contain_text("10 of all 41 known documents fit")
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


def test_the_grid_stands_while_a_reader_chooses_and_shows_the_rows_of_the_view_from_the_first(visit: Visit) -> None:
    page = visit.go("/works?kind=any")
    expect(page.locator(".ag-row").first).to_be_visible()
    page.evaluate("() => { document.querySelector('.ag-root').known = true; }")
    page.evaluate("() => { document.querySelector('.ag-body-viewport').scrollTop = 800; }")

    for label, choice, fitting, in_address in (
        ("Kind", "posts", 41, "/works"),
        ("Text", "text known", 13, "/works?text=yes"),
        ("Order", "karma, rising", 13, "/works?text=yes&sort=karma"),
    ):
        page.get_by_label(label, exact=True).first.click()
        page.get_by_role("option", name=choice, exact=True).click()
        page.wait_for_url(f"**{in_address}")
        expect(page.locator(".answer")).to_contain_text(f"{fitting} of")
        expect(page.locator("[data-view]")).to_have_attribute(
            "data-view", re.compile("^[0-9a-f]{12}" + re.escape(in_address.removeprefix("/works")) + "$")
        )
        expect(page.locator(".ag-root")).to_have_attribute("aria-rowcount", str(fitting + 1))
    karma = page.locator(".ag-row .ag-cell[col-id=karma]").all_inner_texts()
    assert page.locator(".ag-row[row-index='0']").count() == 1
    assert len(karma) == 13
    known = [int(one) for one in karma if one]
    assert known == sorted(known)
    assert page.evaluate("() => document.querySelector('.ag-root').known") is True
    visit.settle()


def test_columns_come_and_go_in_the_grid_that_stands_and_going_back_shows_the_view_before(visit: Visit) -> None:
    page = visit.go("/works?text=yes&columns=title~karma")
    heads = page.locator(".ag-header-cell")
    expect(heads).to_have_count(2)
    page.evaluate("() => { document.querySelector('.ag-root').known = true; }")

    page.get_by_label("Columns", exact=True).first.click()
    page.get_by_role("option", name="words", exact=True).click()
    page.wait_for_url("**/works?text=yes&columns=title~karma~words")
    expect(heads).to_have_count(3)
    expect(page.locator(".ag-row .ag-cell[col-id=words]").first).not_to_be_empty()
    assert page.evaluate("() => document.querySelector('.ag-root').known") is True

    visit.go("/works?columns=title~posted_at")
    page.go_back()
    expect(heads).to_have_count(3)
    expect(page.locator(".ag-root")).to_have_attribute("aria-rowcount", "14")
    visit.settle()


def test_numbers_are_written_with_separators_and_in_full(visit: Visit) -> None:
    page = visit.go("/works?columns=title~karma")
    written = "value => window.dashAgGridComponentFunctions.Quantity({ value: value })"

    expect(page.locator(".ag-row [col-id=karma]").first).to_have_text(re.compile(r"\d+"))
    assert [page.evaluate(written, one) for one in (0, 12345, -1234567, 0.000138, None)] == [
        "0",
        "12,345",
        "-1,234,567",
        "0.000138",
        None,
    ]


def test_a_number_of_citations_opens_the_documents_that_give_them(visit: Visit) -> None:
    page = visit.go("/works?columns=title~local_citations&sort=-local_citations")
    number = page.locator(".ag-row[row-index='0'] [col-id=local_citations] a")
    expect(number).to_have_text("11")
    assert page.locator(".ag-row [col-id=local_citations]", has_text=re.compile("^0$")).locator("a").count() == 0

    number.click()
    page.wait_for_url("**/works?kind=any&cites=forum:rootrootrootroot1")
    expect(page.locator(".ag-root")).to_have_attribute("aria-rowcount", "12")
    visit.settle()
