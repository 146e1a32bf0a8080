"""Charts in a browser: a plot belongs to the name of its chart, and one that fails fails alone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.dashboard.browsing import entering, visiting

pytestmark = pytest.mark.browser

NAME = "terminology-trend"
PLOT = f"#{NAME}-figure .js-plotly-plot"


def test_a_figure_that_cannot_be_drawn_says_so_in_its_place_and_the_next_one_takes_it(
    browser: Browser, address: str
) -> None:
    with entering(browser) as context:
        page = context.new_page()
        page.goto(address + "/terminology")
        page.wait_for_selector(f"{PLOT} .main-svg")
        page.evaluate(f"window.figure = (({{data, layout}}) => ({{data, layout}}))(document.querySelector('{PLOT}'))")
        give = f"figure => dash_clientside.set_props({{type: 'graph', chart: '{NAME}'}}, {{figure: figure}})"
        page.evaluate(f"({give})({{data: [null], layout: {{}}}})")
        page.wait_for_selector(f"{PLOT}[data-fault]")
        said = page.locator(PLOT).evaluate("plot => getComputedStyle(plot, '::before').content")
        others = page.locator("figure [data-fault]").count()
        page.evaluate(f"({give})({{...window.figure, layout: {{...window.figure.layout, title: {{text: 'again'}}}}}})")
        page.wait_for_selector(f"{PLOT}:not([data-fault]) .gtitle")

    assert "This chart could not be drawn: " in said
    assert "Its table holds what it shows." in said
    assert others == 1


def test_a_chart_that_the_next_view_has_as_well_keeps_its_plot_and_is_drawn_into_it(
    browser: Browser, address: str
) -> None:
    colour = f"document.querySelector('{PLOT}')._fullLayout.font.color"
    with visiting(browser, address) as visit:
        page = visit.go("/terminology")
        page.evaluate(f"window.old = document.querySelector('{PLOT}')")
        before = page.evaluate(colour)
        page.select_option("#scheme", "dark")
        page.wait_for_function(f"before => {colour} !== before", arg=before)
        visit.settle()

        assert page.evaluate(f"window.old === document.querySelector('{PLOT}')")
        assert page.locator(f"{PLOT} .main-svg").count() > 0


def test_after_a_link_far_down_a_page_the_charts_at_the_head_of_the_next_are_drawn_first(
    browser: Browser, address: str
) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/spread")
        page.evaluate("""() => {
            window.drawn = [];
            const plain = AtlasPlotly.react;
            AtlasPlotly.react = function (plot) {
                drawn.push(plot.closest("figure").id);
                return plain.apply(this, arguments);
            };
            scrollTo(0, 1500);
            document.querySelector("a[href='/terminology']").click();
        }""")
        page.wait_for_url("**/terminology")
        visit.settle()
        shown = page.locator("figure").evaluate_all("all => all.map((one) => one.id)")

        assert page.evaluate("drawn")[0] == shown[0]
        assert sorted(page.evaluate("drawn")) == sorted(shown)


def test_a_chart_that_was_drawn_before_its_page_came_is_taken_as_it_is(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/terminology")
        page.evaluate(f"""() => {{
            window.figure = JSON.parse(JSON.stringify(dash_component_api.getLayout(
                {{type: 'graph', chart: '{NAME}'}}).props.figure));
            window.old = document.querySelector('{PLOT}');
        }}""")
        page.get_by_role("link", name="Data", exact=True).click()
        page.wait_for_function("() => !window.old.isConnected")
        visit.settle()
        assert page.evaluate("[window.old._fullLayout === undefined, window.old.childNodes.length]") == [True, 0]

        page.evaluate(f"""() => {{
            window.early = atlasCharts.plot('{NAME}');
            window.early.style = 'width: 600px; height: 380px';
            document.querySelector('#page').append(window.early);
            atlasCharts.draw('{NAME}', window.figure);
        }}""")
        page.wait_for_function("() => window.early._fullLayout && window.early.querySelector('.main-svg')")
        page.evaluate("() => (window.inside = window.early.querySelector('.main-svg'))")
        page.get_by_role("link", name="Terminology", exact=True).click()
        expect(page.locator(f"{PLOT} .main-svg").first).to_be_visible()
        visit.settle()
        taken = page.evaluate(f"""() => [window.early === document.querySelector('{PLOT}'), window.early !== window.old,
            window.inside === window.early.querySelector('.main-svg')]""")

    assert taken == [True, True, True]


SET = "([name, value]) => dash_clientside.set_props({type: 'control', name: name}, {value: value})"
MARK = "() => document.querySelectorAll('.card').forEach(card => { card.firstElementChild.dataset.same = 'yes'; })"
CHANGED = """() => [...document.querySelectorAll('.card:not(:has(> [data-same]))')].map(
    card => card.getAttribute('aria-labelledby').replace(/-title$/, ''))"""


def test_a_chart_that_becomes_empty_comes_whole_and_every_other_card_stays(browser: Browser, address: str) -> None:
    curves = ["spread-cumulative-documents", "spread-cumulative-authors", "spread-new-authors"]
    with visiting(browser, address) as visit:
        page = visit.go("/spread")
        every = page.locator("figure").count()
        page.evaluate(MARK)
        page.evaluate(SET, ["venues", []])
        expect(page.locator("figure")).to_have_count(every - len(curves))
        assert page.evaluate(CHANGED) == curves
        expect(page.locator(".card").first).to_contain_text("No venue is chosen")
        page.evaluate(MARK)
        page.evaluate(SET, ["venues", ["all"]])
        expect(page.locator("figure .main-svg:first-child")).to_have_count(every)
        assert page.evaluate(CHANGED) == curves
        page.get_by_role("tab", name="Table").first.click()
        expect(page.get_by_role("table").first).to_contain_text("cumulative documents")


def test_a_chart_that_becomes_lower_is_drawn_so_where_it_stands(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/terminology")
        higher = page.locator(PLOT).evaluate("plot => plot.clientHeight")
        page.locator(".card").first.get_by_role("tab", name="Table").click()
        expect(page.get_by_role("table").first).to_contain_text("new word")
        page.evaluate(MARK)
        page.evaluate(SET, ["terms", ["old word"]])
        expect(page.get_by_role("table").first).not_to_contain_text("new word")
        page.locator(".card").first.get_by_role("tab", name="Chart").click()
        page.wait_for_function(
            f"""higher => {{
            const plot = document.querySelector('{PLOT}');
            return plot.clientHeight < higher && Math.abs(plot._fullLayout.height - plot.clientHeight) < 1
                && plot.data.filter((trace) => trace.name).length > 0;
        }}""",
            arg=higher,
        )
        assert page.evaluate(CHANGED) == []
        assert page.locator(f"{PLOT} .legendtext").all_inner_texts() != []


WAITING = """() => {
    window.waits = new Set();
    const { addEventListener, removeEventListener } = window;
    window.addEventListener = function (kind, heard) {
        if (kind === "scroll") waits.add(heard);
        return addEventListener.apply(this, arguments);
    };
    window.removeEventListener = function (kind, heard) {
        waits.delete(heard);
        return removeEventListener.apply(this, arguments);
    };
}"""


def test_once_all_charts_are_drawn_nothing_waits_for_the_page_to_be_moved(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.go("/spread")
        page.evaluate(WAITING)
        colours = "[...document.querySelectorAll('.js-plotly-plot')].map((one) => one._fullLayout.font.color)"
        before = page.evaluate(colours)
        page.select_option("#scheme", "dark")
        page.wait_for_function(f"before => {colours}.every((colour, place) => colour !== before[place])", arg=before)
        visit.settle()

        assert len(before) > 1
        assert page.evaluate("waits.size") == 0


def test_a_chart_drawn_into_again_has_the_ticks_that_it_would_have_alone(browser: Browser, address: str) -> None:
    """Bars of February and March lie 28 days apart, of May and June 31: each step is the least between two ticks of its own."""
    with visiting(browser, address) as visit:
        page = visit.go("/terminology")
        ticks = page.evaluate("""async () => {
            const bars = (...months) => ({
                data: [{ type: "bar", x: months, y: [1, 2] }, { type: "bar", x: months, y: [2, 1] }],
                layout: { xaxis: { type: "date" }, width: 430, height: 300 },
            });
            const draw = async (name, figure) => {
                const plot = atlasCharts.plot(name);
                document.body.append(plot);
                atlasCharts.draw(name, figure);
                while (plot.data?.[0].x[0] !== figure.data[0].x[0]) {
                    await new Promise(requestAnimationFrame);
                }
                await new Promise(resolve => setTimeout(resolve, 200));
                return [...plot.querySelectorAll(".xtick")].map(tick => tick.textContent);
            };
            await draw("again", bars("2019-02-01", "2019-03-01"));
            const next = bars("2019-05-01", "2019-06-01");
            return [await draw("again", next), await draw("alone", next)];
        }""")
        visit.settle()

    assert ticks[0] == ticks[1]
    assert len(ticks[1]) == 2
