"""The table behind a chart as a file: ``/csv/<page>/<chart>.csv?<view>``, through the pipeline's own writer.

The same address works without a browser. Names are looked up among the page's own charts, never on the disk.
"""

from collections.abc import Sequence
from types import ModuleType

from flask import Flask, Response, abort, request

from dashboard import routing, url_state
from dashboard.content import Chart
from dashboard.data_access import Store
from pipeline import tables


def register(server: Flask, pages: Sequence[ModuleType], store: Store) -> None:
    """Serve the CSV of every chart of ``pages``."""
    by_name = {page.NAME: page for page in pages}

    @server.get("/csv/<page_name>/<chart_name>.csv")
    def csv(page_name: str, chart_name: str) -> Response:
        page, build = by_name.get(page_name), store.current()
        if page is None or build is None or build.lacks(page.TABLES):
            abort(404)
        given = request.args.to_dict()
        excel = given.pop("for", "") == "excel"
        parameters = page.parameters(build)
        view = url_state.accept(parameters, given)
        about = routing.subject(parameters)
        if about is not None and not view.notes and not view[about.name]:
            return Response(f"{about.name}: say which, ?{about.name}=...\n", 400, mimetype="text/plain")
        if view.notes:
            return Response("\n".join(view.notes) + "\n", 400, mimetype="text/plain")
        charts: Sequence[Chart] = page.layout(build, view).charts
        chart = next((chart for chart in charts if chart.name == chart_name), None)
        if chart is None:
            abort(404)
        text = tables.csv_text(chart.table, excel)
        return Response(
            text.encode("utf-8-sig" if excel else "utf-8"),
            mimetype="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{page.NAME}-{chart.name}.csv"'},
        )

    @server.get("/csv/<path:_other>")
    def no_csv(_other: str) -> Response:
        abort(404)
