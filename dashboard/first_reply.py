"""The first reply to a visitor: a page of HTML that says already what the page says, and what to load.

The question and its answer stand in it, in the frame of every page; the scripts put the whole page in their place some moments
later, and nothing on the screen moves then. A page whose components can all be said as text stands there whole, and its charts are
drawn before the scripts of Dash have run. Without scripts this is all there is, with a sentence that says so.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from types import ModuleType
from typing import Any
from urllib.parse import quote

from dash import Dash, html
from flask import Response, after_this_request, has_request_context, request

from dashboard import scripts
from dashboard.components.shell import FRAME, menu
from dashboard.markup import markup
from dashboard.palette import SCHEMES
from dashboard.rendering import Route
from dashboard.standing import Standing

_INDEX = """<!DOCTYPE html>
<html lang="en">
    <head>
        {%metas%}
        <meta name="color-scheme" content="light dark">
        <title>{%title%}</title>
        <script src="@early"></script>
        {%css%}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        @plotly
        <script src="@draw"></script>
    </head>
    <body data-apart="@apart">
        <noscript>This page needs JavaScript. Every table is also a CSV file in the exports folder.</noscript>
        @frame
        <main id="main" tabindex="-1">
            <div id="first" class="page">@first</div>
            {%app_entry%}
        </main>
        <footer>{%config%}{%scripts%}@needed{%renderer%}</footer>
    </body>
</html>"""


class Application(Dash):
    """Dash, whose page is not empty until its scripts have run.

    ``standing`` gives the page at an address, ``menu`` the pages that are named beside it; ``warm_up`` draws each once, and
    ``builds`` gives the key of each build when it is published, without end.
    """

    standing: Callable[[Route], Standing]
    warm_up: Callable[[], None]
    builds: Callable[[], Iterator[str]]
    menu: list[ModuleType]

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """Return the reply for the address that is asked for; outside of a request, that for the overview.

        Its status says what stands at the address to programs, too: 404 for nothing, 500 for a fault of ours.
        """
        page = self.standing(_asked())
        if page.status != 200 and has_request_context():
            after_this_request(lambda reply: _with_status(reply, page.status))
        charts = scripts.has_charts([page.component])
        needed = scripts.needed([page.component])
        own = {
            "@early": scripts.asset(scripts.EARLY),
            "@plotly": f'<link id="plotly" rel="{"preload" if charts else "prefetch"}" href="{scripts.asset(scripts.PLOTLY)}" as="script">',
            "@apart": escape(json.dumps(scripts.APART)),
            "@draw": scripts.asset(scripts.DRAW),
            "@needed": "".join(f'<script src="{one}"></script>' for one in needed),
            "@frame": FRAME.replace("@menu", menu(self.menu, page.shown["path"])),
            "@first": markup([*page.first, html.P("Loading the rest…", role="status")] if needed else page.component),
        }
        given = {"{%" + name + "%}": value for name, value in parts.items()}
        title = {"{%title%}": escape(f"{page.shown['title']} · RLO Atlas")}
        return _filled(_INDEX, {**own, **given, **title})


def _with_status(reply: Response, status: int) -> Response:
    reply.status_code = status
    return reply


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with every name in it replaced, all at once: a title may hold such a name, and stays as it is.

    >>> _filled("<b>@first</b>{%title%}", {"@first": "{%title%}", "{%title%}": "@first"})
    '<b>{%title%}</b>@first'
    """
    names = re.compile("|".join(map(re.escape, values)))
    return names.sub(lambda found: values[found[0]], text)


def _asked() -> Route:
    """Return the route that a request's address names; the colours are not known yet."""
    if not has_request_context():
        return Route("/", "", SCHEMES[0])
    query = request.query_string.decode("latin-1")
    return Route(quote(request.path, safe="/:"), f"?{query}" if query else "", SCHEMES[0])
