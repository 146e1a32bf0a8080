"""Content as HTML text: all of a component is in it, or the component stays as it is."""

import dash_ag_grid
import pandas as pd
import pytest
from dash import html

from dashboard import elements
from dashboard.components.chart_card import furnish
from dashboard.components.panels import data_table
from dashboard.content import Chart
from dashboard.data_access import Build
from dashboard.markup import element, markup, plain, written


def test_a_tree_of_plain_html_is_one_component_whose_text_is_escaped() -> None:
    link = html.A(html.Bdi('"><script>x</script>'), href="/doc/a'\"b", target="_blank", rel="noopener")

    one = plain(html.Div([link, None, 3], tabIndex=0, role="region", **{"aria-label": "<i>"}))

    assert (one.className, one.children) == ("markup", None)
    assert getattr(one, "data-markup") == (
        '<div role="region" tabindex="0" aria-label="&lt;i&gt;"><a href="/doc/a&#x27;&quot;b" rel="noopener" target="_blank">'
        "<bdi>&quot;&gt;&lt;script&gt;x&lt;/script&gt;</bdi></a>3</div>"
    )


@pytest.mark.parametrize(
    "within",
    [
        html.Button("More", id="more"),
        html.Span("red", style={"color": "red"}),
        html.P("x", hidden=True),
        html.Div("x", **{"aria-labelledby": "title"}),
        dash_ag_grid.AgGrid(),
        elements.Chart("c", "c", {}, 300),
    ],
    ids=["an id", "a style", "a property that is not written", "a name elsewhere", "another library", "a chart"],
)
def test_what_text_cannot_say_stays_a_component(within: html.Div) -> None:
    tree = html.Div([html.P("first"), html.Div([within])])

    assert plain(tree) is tree
    assert plain(within) is within


def test_the_furniture_of_a_chart_is_text_with_its_ids_and_what_scripts_look_for(build: Build) -> None:
    chart = Chart(
        "one", "<b>One</b>", "`make` it.", {"data": [], "layout": {}}, pd.DataFrame({"a": [1]}), "documents", 3
    )

    parts = furnish(chart, "page", "?a=1", build, "light").parts

    assert parts["head"] == (
        "data-markup",
        '<div class="card-head"><h2 id="page-one-title">&lt;b&gt;One&lt;/b&gt;</h2></div><p class="subtitle"><code>make</code> it.</p>',
    )
    foot = parts["foot"][1]
    assert '<a href="/csv/page/one.csv?a=1" title="Exactly what is shown, as CSV">CSV</a>' in foot
    assert 'type="button" data-figure="page-one-figure" data-image="png">PNG</button>' in foot


def test_a_table_of_many_cells_is_one_component() -> None:
    table = data_table(pd.DataFrame({"term": ["a<b", None], "n": [1, 2]}), "t", ["/works", None])

    assert getattr(plain(table), "data-markup") == markup(table)
    assert "<td>a&lt;b</td>" in markup(table) or '<a href="/term/a%3Cb">' in markup(table)
    assert markup(table).count("<td>") == 4
    assert markup(table).count('<td class="number">') == 2


@pytest.mark.parametrize("text", ["a<b", "&amp;", '"', "'", "", "\u202e"])
def test_an_element_that_is_written_at_once_says_what_a_component_says(text: str) -> None:
    link = html.Td(html.A(html.Bdi(text), href=f"/doc/{text}", title=text), className="number", **{"data-a": text})
    at_once = element("td", element("a", element("bdi", text), title=text, href=f"/doc/{text}"), className="number", **{"data-a": text})  # fmt: skip

    assert at_once == markup(link) == markup(at_once) == written(at_once)
    assert markup(html.P([at_once, text])) == f"<p>{markup(link)}{markup(text)}</p>"
    assert element("td", None, title=None) == "<td></td>"
