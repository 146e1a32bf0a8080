"""From the first reply to the page: nothing moves, nothing is lost, and without scripts the answer still stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboard import scripts
from tests.dashboard.browsing import NARROW, WIDE, Visit, entering, violations, visiting

pytestmark = pytest.mark.browser

PLACES = """() => ['h1', '.answer', '.brand', '.menu-link'].map(name => {
    const box = document.querySelector(name).getBoundingClientRect(), look = getComputedStyle(document.querySelector(name));
    return [name, ...(innerWidth < 992 && name.includes('menu') ? [] : [box.x, box.y, box.width, box.height]), look.fontSize, look.color];
})"""


@contextmanager
def holding(
    path: str, browser: Browser, address: str, held: str = "**/react-dom*", **context: Any
) -> Iterator[tuple[Visit, Callable[[], None]]]:
    """A visit to a page whose first reply stands, for what ``held`` names is held back; and what lets go of it and waits for the page."""
    routes: list[Any] = []
    with visiting(browser, address, **context) as visit:

        def go_on() -> None:
            routes[0].continue_()
            visit.page.wait_for_selector("#page h1")
            expect(visit.page.locator("#first")).to_have_count(0)
            visit.settle()

        visit.page.route(held, lambda route: routes.append(route))
        visit.page.goto(address + path, wait_until="commit")
        yield visit, go_on


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide-light", "narrow-dark"])
def test_what_stands_first_stands_in_the_same_place_afterwards(
    size: Any, scheme: Any, browser: Browser, address: str
) -> None:
    with holding("/terminology", browser, address, viewport=size, color_scheme=scheme) as (visit, go_on):
        page = visit.page
        page.wait_for_selector("#first .answer")
        first = page.evaluate(PLACES)
        assert violations(page) == []
        page.wait_for_timeout(100)
        go_on()
        assert page.evaluate(PLACES) == first


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "dark"), (NARROW, "light")], ids=["wide-dark", "narrow-light"])
def test_charts_are_drawn_before_the_page_is_there_and_then_stand_in_it(
    size: Any, scheme: Any, browser: Browser, address: str
) -> None:
    with holding("/", browser, address, viewport=size, color_scheme=scheme) as (visit, go_on):
        page = visit.page
        page.wait_for_function("""() => {
            const places = [...document.querySelectorAll('#first figure')];
            return places.length > 4 && places.every(one => one.querySelector('.main-svg'));
        }""")
        boxes = "() => [...document.querySelectorAll('.card, figure, .tab-list')].map(one => Object.values(one.getBoundingClientRect().toJSON()))"
        first = page.evaluate(boxes)
        assert violations(page) == []
        page.evaluate("""() => {
            window.first = [...document.querySelectorAll('.js-plotly-plot')], window.again = 0;
            window.first.forEach(plot => plot.on('plotly_afterplot', () => window.again++));
        }""")
        go_on()
        stands = "() => [...document.querySelectorAll('#page .js-plotly-plot')].every((plot, place) => plot === window.first[place])"
        assert page.evaluate(stands)
        assert page.locator("#page .js-plotly-plot").count() == page.evaluate("() => window.first.length")
        assert page.evaluate("() => window.again") == 0
        assert page.evaluate(boxes) == first


def test_a_tab_opened_in_the_first_reply_is_open_when_the_page_stands(browser: Browser, address: str) -> None:
    with holding("/", browser, address, "**/_dash-dependencies*") as (visit, go_on):
        page = visit.page
        page.wait_for_load_state("load")
        page.locator("#first [data-opens=table]").nth(1).click()
        go_on()
        card = page.locator("#page [data-tab]").nth(1)
        expect(card.locator(".every-column")).to_be_visible()
        expect(card.locator("[data-opens=table]")).to_have_attribute("aria-selected", "true")
        expect(page.locator("#page [data-tab=main]")).to_have_count(page.locator("#page [data-tab]").count() - 1)


def test_without_scripts_the_answer_and_a_sentence_stand(browser: Browser, address: str) -> None:
    with visiting(browser, address, java_script_enabled=False) as visit:
        visit.page.goto(address + "/spread")
        expect(visit.page.locator("h1")).to_have_text("Who cited the work, when, and where did it spread?")
        expect(visit.page.locator(".answer")).to_be_visible()
        assert "<noscript>This page needs JavaScript." in visit.page.content()


def test_a_page_is_asked_for_once_and_charts_below_the_fold_are_drawn_too(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
        visit.go("/")
        assert visit.page.locator("figure .main-svg").count() >= visit.page.locator("figure").count() > 4
        assert [one.split("&")[0] for one in asked if "layout" in one] == ["/_dash-layout?pathname=%2F"]
        unused = ("plotly/package_data", "dash_table", "dash/dcc", "polyfill")
        assert not [one for one in asked if any(name in one for name in unused)]


@pytest.mark.parametrize("path", ["/", "/spread", "/terminology"])
def test_margins_hold_all_labels_so_that_no_chart_is_drawn_twice(path: str, browser: Browser, address: str) -> None:
    with visiting(browser, address, viewport=WIDE) as visit:
        margins = visit.go(path).evaluate("""() => [...document.querySelectorAll('.js-plotly-plot')].map(plot => {
            const {margin, _size} = plot._fullLayout;
            return ['l', 'r', 't', 'b'].map(side => [margin[side], _size[side]]);
        })""")

    assert margins
    assert all(given == used for sides in margins for given, used in sides)


def test_a_choice_draws_only_the_charts_that_it_changes(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/terminology")
        page.evaluate("""() => {
            window.again = [];
            document.querySelectorAll('figure').forEach(figure =>
                figure.querySelector('.js-plotly-plot').on('plotly_afterplot', () => window.again.push(figure.id)));
        }""")
        page.get_by_label("95 % intervals").evaluate("control => control.click()")
        page.wait_for_url("**/terminology?*")
        page.wait_for_function("() => window.again.length")
        visit.settle()

        assert page.evaluate("() => [...new Set(window.again)]") == ["terminology-trend-figure"]
        assert page.locator("figure").count() > 1


def test_a_chart_that_has_its_size_is_not_drawn_again(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/terminology")
        drawn = page.evaluate("""async () => {
            const plots = [...document.querySelectorAll('figure .js-plotly-plot')], again = [];
            plots.forEach(plot => plot.on('plotly_afterplot', () => again.push(plot)));
            await Promise.all(plots.map(plot => atlasCharts.resize(plot)));
            return {parts: plots.some(plot => plot._fullLayout.width !== plot.clientWidth), again: again.length};
        }""")
        assert drawn == {"parts": True, "again": 0}
        page.set_viewport_size({"width": 1280, "height": 900})
        page.wait_for_function("""() => [...document.querySelectorAll('figure .js-plotly-plot')].every(
            plot => Math.abs(plot._fullLayout.width - plot.clientWidth) < 1 && plot.clientWidth < 1100)""")


def test_a_dark_choice_is_there_from_the_first_moment(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/spread")
        page.get_by_label("Colours").select_option("Dark")
        page.wait_for_selector("html[data-scheme=dark]", state="attached")
        visit.settle()
        again = page.context.new_page()
        seen: list[str] = []
        again.on("request", lambda request: seen.append(request.url + (request.post_data or "")))
        again.goto(address + "/spread")
        again.wait_for_selector("figure .main-svg")
        assert [one for one in seen if "scheme=dark" in one]
        assert not [one for one in seen if "page.children" in one]


def test_the_grid_s_script_comes_when_its_page_is_opened(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/spread")
        page.get_by_role("link", name="Works", exact=True).click()
        expect(page.locator(".ag-row").first).to_be_visible()


def test_controls_stand_on_a_page_that_is_opened_from_one_without(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        page = visit.go("/")
        before_load = """name => performance.getEntriesByType("resource").filter((one) => one.name.includes(name)
            && one.startTime < performance.getEntriesByType("navigation")[0].loadEventStart).length"""
        assert page.evaluate(before_load, scripts.CONTROLS) == 0
        assert page.evaluate(before_load, scripts.DRAW) == 1
        look = "getComputedStyle(document.querySelector('.answer')).font"
        before = page.evaluate(look)
        page.get_by_role("link", name="Terminology", exact=True).click()
        expect(page.get_by_label("Scale").first).to_be_visible()
        assert page.evaluate(look) == before
        assert sum(scripts.CONTROLS in one for one in asked) == 1
        page.get_by_role("link", name="Overview", exact=True).click()
        expect(page.locator(".key-figures")).to_be_visible()
        assert page.evaluate(look) == before
        visit.settle()


def test_a_page_without_charts_reads_what_the_next_one_may_need_when_it_stands(browser: Browser, address: str) -> None:
    with entering(browser) as context:
        page = context.new_page()
        page.goto(address + "/nowhere")
        page.wait_for_selector("#page h1")
        page.wait_for_function("() => window.AtlasPlotly && window.atlas_controls && window.dash_ag_grid")
        assert page.locator("figure").count() == 0


def test_an_address_too_long_to_send_along_is_shown_all_the_same(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/works?q=" + "%C3%A4" * 600)
        expect(page.locator(".notice")).to_contain_text("characters, at most")


def test_charts_whose_script_does_not_arrive_say_so_and_later_ones_ask_again(browser: Browser, address: str) -> None:
    with entering(browser) as context:
        page = context.new_page()
        page.route("**/plotly.min.js*", lambda route: route.abort())
        page.goto(address + "/spread")
        page.wait_for_selector("[data-fault]")
        said = page.locator("[data-fault]").first.evaluate("plot => getComputedStyle(plot, '::before').content")
        page.unroute("**/plotly.min.js*")
        page.locator(".menu-link[href='/main-path']:visible").click()
        page.wait_for_selector("figure .main-svg")

    assert "could not be drawn: the script that draws charts did not arrive. Load the page again." in said
