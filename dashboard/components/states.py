"""What a page says when it has nothing to show, or when something is wrong: always what, and what to do next."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.components.text import inside_link, named, sentence
from pipeline.errors import clean


def no_data(ingest: str) -> Component:
    """Say what to run before the first build."""
    return html.Div(
        [
            html.H1("No data yet"),
            html.P(
                sentence(
                    f"Nothing has been gathered in this data folder. Run `{ingest}`; this page then fills by itself."
                )
            ),
        ],
        className="state",
    )


def not_read(problem: str) -> Component:
    """Say why the tables that are there cannot be read."""
    again = html.P("This page fills by itself once they can be read.")
    return html.Div([html.H1("The tables cannot be read"), html.P(sentence(problem)), again], className="state")


def lacking(tables: Sequence[str], build: str) -> Component:
    """Say that the build does not hold tables that a page needs."""
    return _panel(
        "This page needs a newer build",
        f"The tables in use lack {', '.join(tables)}. Run `{build}`; this page then fills by itself.",
    )


def unknown_page() -> Component:
    """Say that an address names no page."""
    return html.Div(
        [
            html.H1("There is no such page"),
            html.P(["Go to the ", html.A("overview", href="/"), " or choose a page from the menu."]),
        ],
        className="state",
    )


def unknown_subject(kind: str, wanted: str, links: Sequence[tuple[str, str]]) -> Component:
    """Say that nothing of that name is known; ``links`` are names and addresses of what is like it."""
    heading = f"{kind}: nothing of that name is known" if wanted else f"{kind}: none is named"
    name = html.P(["The address names ", html.Bdi(clean(wanted, 200)), ", which these tables do not hold."])
    near = [html.P("Like it:" if wanted else "For example:"), html.Ul([html.Li(inside_link(*link)) for link in links])]
    return html.Div(
        [
            html.H1(heading),
            name if wanted else None,
            *(near if links else [html.P(["Search for it in ", inside_link("Works", "/works"), "."])]),
        ],
        className="state",
    )


def narrowed(filters: Sequence[tuple[str, str, str]]) -> Component:
    """Name what a link narrowed the page to: label, value, and the address without it."""
    items = [
        html.Li(
            [
                f"{label}: ",
                html.Bdi(value, className="chip-value"),
                html.A("×", href=address, className="chip-off", **named(f"Take away: {label} {value}")),
            ],
            className="chip",
        )
        for label, value, address in filters
    ]
    return html.Ul(items, className="chips", **named("Narrowed to"))


def failed(reference: str) -> Component:
    """Say that something went wrong that should not have; ``reference`` finds it in the server's log."""
    return _panel(
        "This could not be shown",
        f"A fault of the program, not of your address. The server's log has it under {reference}. Try another setting.",
    )


def gone() -> Component:
    """Say that a tab has nothing to show, as its chart is not there any more."""
    return _panel(
        "This chart is not on the page any more", "Load the page again: it then stands as its address names it."
    )


def notes(texts: Sequence[str]) -> Component | None:
    """Name the parts of an address that could not be read; it stands in the answer, whose changes are read out."""
    if not texts:
        return None
    return html.Div(
        [
            html.Strong("Part of the address could not be used. "),
            html.Ul([html.Li(text, dir="auto") for text in texts]),
        ],
        className="notice",
    )


def nothing(text: str, none: bool = False) -> Component:
    """Say why a chart is empty; that there is ``none``, a 0, is not the same as no data."""
    return html.Div([html.Strong("None. " if none else "No data. "), *sentence(text)], className="state state-small")


def _panel(heading: str, text: str) -> Component:
    return html.Div([html.Strong(heading), html.P(sentence(text))], className="notice", role="status")
