"""The published tables as files: ``/tables/<table>.csv``, ``.parquet``, and all CSVs in ``/tables/all.zip``.

Names are looked up in the schema and among the files of the build that is shown; nothing of an address reaches the disk.
"""

import io
import threading
import zipfile
from pathlib import Path

from flask import Flask, Response, send_file

from dashboard import refusals
from dashboard.data_access import Build, Store
from pipeline.errors import clean
from pipeline.schema import TABLES
from pipeline.settings import PROJECT

FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
BESIDE = ("README.md", "datapackage.json")
"""What describes the tables, put beside them in the archive."""


def address(table: str, form: str) -> str:
    """Return where a table is to be had."""
    return f"/tables/{table}.{form}"


def published(build: Build) -> list[str]:
    """Return the tables that a build holds as files, in alphabetical order."""
    return [name for name in sorted(TABLES) if (build.folder / f"{name}.csv").is_file()]


def register(server: Flask, store: Store) -> None:
    """Serve the files of the build that is shown."""
    archive = _Archive()

    @server.get("/tables/<name>.<form>")
    def table(name: str, form: str) -> Response:
        build = store.current()
        if build is None:
            return refusals.no_build(store.settings)
        if (name, form) == ("all", "zip"):
            return send_file(
                io.BytesIO(archive.of(build)), "application/zip", as_attachment=True, download_name="rlo-atlas.zip"
            )
        if form not in FORMATS:
            return refusals.unknown("form", form, tuple(FORMATS))
        if name not in TABLES or not (build.folder / f"{name}.{form}").is_file():
            return refusals.unknown("table", name, published(build))
        return send_file(build.folder / f"{name}.{form}", FORMATS[form], as_attachment=True)

    @server.get("/tables/<path:other>")
    def no_table(other: str) -> Response:
        where = f"“/tables/{clean(other, 100)}” names no file: expected /tables/<table>.csv."
        return refusals.refusal(404, where, "The page Data lists every table, with a link to its files.")


class _Archive:
    """The archive of one build at a time, made when first asked for: some 10 MB, so it is kept in memory."""

    def __init__(self) -> None:
        self._made: tuple[Path, bytes] | None = None
        self._making = threading.Lock()

    def of(self, build: Build) -> bytes:
        with self._making:
            if self._made is None or self._made[0] != build.folder:
                self._made = (build.folder, _zipped(build))
            return self._made[1]


def _zipped(build: Build) -> bytes:
    """Return every CSV of a build, and what describes them; the same tables give the same bytes."""
    files = [(f"{name}.csv", build.folder / f"{name}.csv") for name in published(build)]
    files += [(name, PROJECT / "data" / name) for name in BESIDE if (PROJECT / "data" / name).is_file()]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, path in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return whole.getvalue()
