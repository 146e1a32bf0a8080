"""Tables as files: those of the build that is shown, and nothing else of the disk."""

import io
import zipfile

import pytest

from dashboard.app import create_app
from pipeline import tables
from pipeline.settings import Settings


def test_a_table_and_the_archive_of_all_are_the_files_of_the_build(published: Settings) -> None:
    text = tables.csv_text(tables.read_parquet("spread", published.exports))
    (published.exports / "spread.csv").write_text(text, encoding="utf-8")
    client = create_app(published).server.test_client()

    assert client.get("/tables/spread.csv").get_data(as_text=True) == text
    assert client.get("/tables/spread.parquet").status_code == 200
    with zipfile.ZipFile(io.BytesIO(client.get("/tables/all.zip").data)) as archive:
        assert archive.read("spread.csv").decode() == text
        assert {"README.md", "datapackage.json"} < set(archive.namelist())
    (published.exports / "spread.csv").unlink()


@pytest.mark.parametrize(
    "name", ["spread.exe", "nothing.csv", "all.csv", "..%2fbuild.json", "contexts.csv", "texts.parquet", "x/y.csv"]
)
def test_nothing_else_is_served_and_the_refusal_is_in_words(published: Settings, name: str) -> None:
    reply = create_app(published).server.test_client().get(f"/tables/{name}")

    assert reply.status_code == 404
    assert reply.mimetype == "text/plain"
    assert "there are: " in reply.text or "The page Data lists every table" in reply.text
