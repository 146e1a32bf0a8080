"""The same selection by `atlas export`, from the dashboard, and in a notebook."""

import io
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from pipeline.extract import Query, select, write
from pipeline.settings import Settings
from pipeline.tables import csv_text, read_csv
from tests.dashboard import toy

TABLES = ("term_trends", "topic_trends", "term_first_uses")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published build, with CSV beside Parquet as the pipeline writes them."""
    published = toy.publish(tmp_path_factory.mktemp("same"))
    for table in TABLES:
        text = csv_text(select(published.exports, Query(table)))
        (published.exports / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
    return published


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    return create_app(settings).server.test_client()


def exported(folder: Path, query: Query) -> bytes:
    """Return the bytes that `atlas export` writes."""
    file = io.BytesIO()
    write(select(folder, query), file, "csv")
    return file.getvalue()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_the_same_bytes_by_export_and_download_and_the_same_rows_in_a_notebook(
    settings: Settings, client: FlaskClient, table: str
) -> None:
    downloaded = client.get(f"/tables/{table}.csv").get_data()

    assert downloaded == exported(settings.exports, Query(table))
    in_notebook = select(settings.exports, Query(table))
    pd.testing.assert_frame_equal(read_csv(table, settings.exports / f"{table}.csv"), in_notebook)


def test_the_csv_of_a_chart_holds_the_cells_that_an_export_of_the_same_selection_holds(
    settings: Settings, client: FlaskClient
) -> None:
    terms = sorted(select(settings.exports, Query("term_trends"))["term"].unique())[:1]
    reply = client.get("/csv/terminology/trend.csv", query_string={"grain": "year", "terms": ",".join(terms)})
    chart = pd.read_csv(io.BytesIO(reply.get_data()))
    whole = pd.read_csv(io.BytesIO(exported(settings.exports, Query("term_trends", grain="year", terms=tuple(terms)))))
    same = whole[(whole["field"] == "title") & (whole["venue"] == "all")].reset_index(drop=True)

    shared = [name for name in whole.columns if name in chart.columns]
    assert {"period", "term", "documents", "documents_total", "share_of_documents", "ci_low"} <= set(shared)
    before = chart["period"] < same["period"].min()
    assert before.sum() <= 1, "a chart may begin one period before the first use"
    assert chart.loc[before, "documents"].eq(0).all()
    pd.testing.assert_frame_equal(chart.loc[~before, shared].reset_index(drop=True), same[shared])
