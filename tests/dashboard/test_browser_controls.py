"""Controls in a browser: what a reader types counts after a pause, keys choose, and what is chosen elsewhere is shown."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.browsing import Visit, visiting

pytestmark = pytest.mark.browser

SET = "([name, value]) => dash_clientside.set_props({type: 'control', name: name}, {value: value})"


def asked(page: Page) -> list[Any]:
    """Every choice that is told to the server from now on."""
    told: list[Any] = []
    page.on("request", lambda one: told.append(one.url) if '"output":"..answer.' in (one.post_data or "") else None)
    return told


def test_what_is_typed_counts_once_after_a_pause_and_can_be_taken_back(visit: Visit) -> None:
    page = visit.go("/works")
    told = asked(page)
    field = page.get_by_label("Title or author contains")
    field.press_sequentially("mesa", delay=20)
    page.wait_for_url("**/works?q=mesa*")
    visit.settle()
    assert len(told) == 1

    field.press_sequentially("x", delay=20)
    field.press("Backspace")
    page.wait_for_timeout(700)
    assert len(told) == 1


def test_controls_that_come_with_a_page_or_go_with_it_are_no_choice(visit: Visit) -> None:
    page = visit.go("/authors")
    told = asked(page)
    for name in ("Terminology", "Spread", "Overview"):
        page.get_by_role("link", name=name, exact=True).first.click()
        visit.settle()
    assert told == []


def test_a_number_is_held_within_its_bounds_and_stepped_by_keys(visit: Visit) -> None:
    page = visit.go("/terminology")
    field = page.get_by_label("Smoothing")
    field.fill("99")
    expect(field).to_have_value("0")
    field.fill("2")
    field.press("ArrowUp")
    page.wait_for_url("**smooth=3*")


def test_a_list_is_opened_and_chosen_from_by_keys(visit: Visit) -> None:
    page = visit.go("/spread")
    field = page.get_by_label("Kind of document", exact=True).first
    before = field.input_value()
    field.press("Enter")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/spread?kind=*")
    assert field.input_value() != before
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_a_list_is_made_when_it_is_opened_and_then_kept(visit: Visit) -> None:
    page = visit.go("/terminology")
    entries, shown = page.locator("[role=option]"), page.locator("[role=option]:visible")
    before = entries.count()
    page.get_by_label("Venue", exact=True).click()
    expect(shown).not_to_have_count(0)
    made = entries.count()
    page.keyboard.press("Escape")
    expect(shown).to_have_count(0)

    assert before == 0
    assert entries.count() == made


def test_chips_are_searched_for_taken_away_and_cleared(visit: Visit) -> None:
    page = visit.go("/works")
    field = page.get_by_label("Columns", exact=True).first
    field.click()
    field.press_sequentially("no such column")
    expect(page.get_by_text("nothing of that name")).to_be_visible()
    field.fill("")
    field.press("Backspace")
    page.wait_for_url("**columns=*")
    field.press("Escape")
    page.locator("[aria-label='Clear: Columns']").click()
    page.wait_for_function("() => new URLSearchParams(location.search).get('columns') === ''")


def test_a_thumb_is_moved_by_keys_and_follows_what_is_chosen_elsewhere(visit: Visit) -> None:
    page = visit.go("/terminology")
    thumb = page.get_by_role("slider", name="Time: from")
    low = int(str(thumb.get_attribute("aria-valuenow")))
    thumb.press("ArrowRight")
    page.wait_for_url(f"**time={(low + 1) // 12}-{(low + 1) % 12 + 1:02}..*")
    expect(thumb).to_have_attribute("aria-valuenow", str(low + 1))
    high = int(str(thumb.get_attribute("aria-valuemax")))
    page.evaluate(SET, ["time", [high, high]])
    expect(thumb).to_have_attribute("aria-valuenow", str(high))


def test_the_chosen_months_stand_beside_their_slider_in_words(visit: Visit) -> None:
    page = visit.go("/terminology?time=2019-02..2019-03")
    said = page.locator(".control-years .control-said")
    expect(said).to_have_text("February 2019 to March 2019")
    thumb = page.get_by_role("slider", name="Time: from")
    thumb.press("ArrowRight")
    expect(said).to_have_text("March 2019")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_shows_that_it_has_the_focus(visit: Visit, scheme: str) -> None:
    page = visit.go("/terminology")
    with page.expect_response("**/_dash-update-component*"):  # The page comes anew, and its controls with it.
        page.select_option("#scheme", scheme)
    page.locator(f"html[data-scheme={scheme}]").wait_for()
    visit.settle()
    ring = """field => [field, field.closest(".mantine-Input-input"), field.parentElement.querySelector(".mantine-Switch-track")]
        .map(one => one ? getComputedStyle(one) : {})
        .filter(look => look.outlineStyle === "solid").map(look => parseFloat(look.outlineWidth))"""
    fields = page.locator(".control input:not([type=hidden]), .control [role=slider]").all()
    widths = []
    for field in fields:
        field.focus()
        widths.append(max(field.evaluate(ring), default=0))

    assert len(fields) >= 10
    assert min(widths) >= 2


def test_chips_have_no_empty_line_below_them_on_a_narrow_screen(browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport={"width": 390, "height": 900}) as visit:
        page = visit.go("/works?columns=title~karma~words")
        below = page.locator(".control-wide .mantine-Input-input").first.evaluate("""box => {
            const chips = [...box.querySelectorAll(".mantine-MultiSelect-pill")].map(one => one.getBoundingClientRect());
            return chips.length ? box.getBoundingClientRect().bottom - chips.at(-1).bottom : null;
        }""")

    assert 0 < below < 20
