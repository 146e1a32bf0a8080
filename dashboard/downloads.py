"""The table behind a chart as a file: ``/csv/<page>/<chart>.csv?<view>``, through the pipeline's own writer.

Lists of documents are there as references, too: ``.bib``, ``.ris`` and ``.json``. The same address works without a browser. Names are looked up among the page's own charts, never on the disk.
"""

from collections.abc import Sequence
from types import ModuleType

from flask import Flask, Response, request

from dashboard import refusals, routing, url_state
from dashboard.bibliography import FORMATS, NAMED, Reference, reference
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from dashboard.facts import records, root_authors, root_documents
from pipeline import tables
from pipeline.errors import clean


def register(server: Flask, pages: Sequence[ModuleType], store: Store) -> None:
    """Serve the CSV of every chart of ``pages``."""
    by_name = {page.NAME: page for page in pages}

    @server.get("/csv/<page_name>/<chart_name>.<ending>")
    def download(page_name: str, chart_name: str, ending: str) -> Response:
        page, build = by_name.get(page_name), store.current()
        if page is None:
            return refusals.unknown("page", page_name, sorted(by_name))
        if build is None:
            return refusals.no_build(store.settings)
        if missing := build.lacks(page.TABLES):
            return refusals.refusal(
                404,
                f"The tables in use lack {', '.join(missing)}.",
                f"Run `{store.settings.command('build')}`, then ask again.",
            )
        if ending not in (endings := ("csv", *FORMATS)):
            return refusals.unknown("form", ending, endings)
        given, problem = url_state.pairs(request.query_string.decode("utf-8", "replace"))
        excel = given.pop("for", "") == "excel"
        parameters = build.once(page.parameters)
        view = url_state.accept(parameters, given)
        about = routing.subject(parameters)
        notes = [*([problem] if problem else []), *view.notes]
        if about is not None and not notes and not view[about.name]:
            return refusals.refusal(
                400, f"The address does not say which {about.label.lower()}.", f"Add ?{about.name}=... to it."
            )
        if notes:
            said = "\n".join(["Part of the address could not be used.", *notes])
            return refusals.refusal(400, said, "Mend that part, or leave it out.")
        charts: Sequence[Chart] = page.layout(build, view).charts
        chart = next((chart for chart in charts if chart.name == chart_name), None)
        if chart is None:
            return refusals.unknown(f"chart of the page {page.NAME}", chart_name, [chart.name for chart in charts])
        if ending != "csv" and not chart.references:
            return refusals.refusal(404, f"The chart “{chart.title}” is no list of references.", "Ask for its CSV.")
        name = f"{page.NAME}-{chart.name}.{ending}"
        if ending == "csv":
            text = tables.csv_text(chart.table, excel).encode("utf-8-sig" if excel else "utf-8")
            return _file(text, "text/csv", name)
        _, media, write = FORMATS[ending]
        return _file(write(references(build, chart.table["document_id"].tolist())).encode(), media, name)

    @server.get("/csv/<path:other>")
    def no_csv(other: str) -> Response:
        return refusals.refusal(404, f"“/csv/{clean(other, 100)}” names no file: expected /csv/<page>/<chart>.csv.")


def references(build: Build, ids: Sequence[str]) -> list[Reference]:
    """Return documents as references, in the order of ``ids``."""
    rows = records(build.first("documents", "document_id", list(ids), (*NAMED, "parent_id")))
    names, own = build.once(root_authors), set(build.once(root_documents)["document_id"])
    for row in rows:
        # A forum names coauthors only where it is asked for them; the configuration names those of the work.
        if row["document_id"] in own and len(names) > str(row["authors"] or "").count(" | ") + 1:
            row["authors"] = " | ".join(names)
    parents = build.first("documents", "document_id", [row["parent_id"] for row in rows], ["title"])["title"].tolist()
    return [
        reference(row, parent if isinstance(parent, str) else None) for row, parent in zip(rows, parents, strict=True)
    ]


def _file(content: bytes, media: str, name: str) -> Response:
    return Response(content, mimetype=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
