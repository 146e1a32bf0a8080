"""The committed descriptions of the tables are those that the schema gives, and they fit the files."""

import json
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Package, Resource, system

from pipeline import dictionary, exports, tables
from pipeline.schema import TABLES

DATA = Path(__file__).parent.parent / "data"
PUBLIC = sorted(name for name, table in TABLES.items() if table.stage == "public")


@pytest.mark.parametrize("name", ["README.md", "datapackage.json"])
def test_the_committed_file_is_what_make_dictionary_writes(name: str, tmp_path: Path) -> None:
    dictionary.write(tmp_path)

    assert (DATA / name).read_text(encoding="utf-8") == (tmp_path / name).read_text(encoding="utf-8"), (
        f"data/{name} is out of date: run `make dictionary` and read the difference"
    )


def test_the_descriptor_is_a_valid_data_package() -> None:
    descriptor = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))

    assert list(Package.metadata_validate(descriptor)) == []
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert sorted(resource["name"] for resource in descriptor["resources"]) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_the_descriptor_fits_the_table_as_it_is_written(name: str, tmp_path: Path) -> None:
    columns = tables.describe(TABLES[name], exports.extra_columns(name))
    filled = {"string": 'é, "x"', "integer": 3, "count": 10**40, "number": 0.25, "boolean": True}
    filled |= {"datetime": "2019-05-31T22:10:00Z", "date": "2019-05-31"}
    full = {column.name: filled[column.type] for column in columns}
    bare = {column.name: filled[column.type] if column.missing is None else None for column in columns}
    first = next(column for column in columns if column.name == TABLES[name].key[0])
    bare[first.name] = {"string": "other", "integer": 4, "number": 0.5}[first.type]
    frame = tables.conform(pd.DataFrame([full, bare], columns=list(full)), name, exports.extra_columns(name))
    tables.write_published(frame, name, tmp_path, exports.extra_columns(name))
    descriptor = next(item for item in dictionary.datapackage()["resources"] if item["name"] == name)

    with system.use_context(trusted=True):
        report = Resource.from_descriptor({**descriptor, "path": f"{name}.csv"}, basepath=str(tmp_path)).validate()

    assert report.flatten(["rowNumber", "fieldName", "note"]) == []
    assert report.task.stats["rows"] == 2


def test_a_moment_that_is_none_is_found(tmp_path: Path) -> None:
    descriptor = next(item for item in dictionary.datapackage()["resources"] if item["name"] == "documents")
    header = ",".join(field["name"] for field in descriptor["schema"]["fields"])
    cells = ["31/05/2019" if field["name"] == "posted_at" else "" for field in descriptor["schema"]["fields"]]
    (tmp_path / "documents.csv").write_text(f"{header}\n{','.join(cells)}\n", encoding="utf-8")

    report = Resource.from_descriptor({**descriptor, "path": "documents.csv"}, basepath=str(tmp_path)).validate()

    assert ["posted_at", "constraint-error"] in report.flatten(["fieldName", "type"])


def test_every_column_says_what_it_means_in_the_readable_dictionary() -> None:
    text = dictionary.readme()

    for name in PUBLIC:
        section = text.partition(f"\n## `{name}.csv`\n")[2].partition("\n## ")[0]
        for column in tables.describe(TABLES[name], exports.extra_columns(name)):
            assert f"| `{column.name}` |" in section, f"{name}.{column.name}"
