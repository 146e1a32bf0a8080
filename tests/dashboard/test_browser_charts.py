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
