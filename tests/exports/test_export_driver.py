"""How published tables are put together from their modules."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from pipeline.exports import _driver
from pipeline.exports._population import Population
from pipeline.progress import Silent
from pipeline.registry import plugins
from pipeline.schema import TABLES, Column, Table


def _table(name: str, *columns: str) -> Table:
    return Table(name, "a row", "Made for a test.", tuple(Column(c, "string", c) for c in columns), key=(columns[0],))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch):
    """Tables 'early' and 'late' with modules, and 'plain' without; the modules are returned to be changed."""
    tables = {name: _table(name, "id") for name in ("late", "early", "plain")}
    modules: dict[str, SimpleNamespace] = {}
    monkeypatch.setattr(_driver, "TABLES", tables)
    monkeypatch.setattr("pipeline.tables.TABLES", tables)
    monkeypatch.setattr(_driver, "plugins", lambda _: modules)
    modules["early"] = SimpleNamespace(build=lambda plain: plain.assign(id="early"))
    modules["late"] = SimpleNamespace(build=lambda early: early.assign(id="late, after " + early["id"]))
    return modules


def _plain() -> dict[str, Any]:
    return {"plain": pd.DataFrame({"id": ["x"]}), "population": Population({}, frozenset())}


def test_a_table_is_built_after_those_it_asks_for_and_published_in_the_order_of_the_schema(world):
    built = _driver.build_all(_plain())

    assert list(built) == ["late", "early", "plain"]
    assert built["late"]["id"].tolist() == ["late, after early"]


def test_a_resource_wins_over_the_published_table_of_its_name(world):
    built = _driver.build_all(_plain() | {"early": pd.DataFrame({"id": ["from the corpus"]})})

    assert built["late"]["id"].tolist() == ["late, after from the corpus"]
    assert built["early"]["id"].tolist() == ["early"]


def test_each_table_is_built_once(world):
    times = []
    world["early"] = SimpleNamespace(build=lambda plain: times.append(1) or plain)
    _driver.build_all(_plain())

    assert times == [1]


def test_a_table_whose_rows_come_from_an_empty_one_is_empty_and_asks_for_nothing(world):
    world["late"] = SimpleNamespace(build=lambda early: early, ROWS_FROM="plain")

    assert _driver.build_all(_plain(), only={"late"})["late"]["id"].tolist() == ["early"]

    world["early"] = SimpleNamespace(build=lambda plain: pytest.fail("nobody needs this table"))
    built = _driver.build_all(_plain() | {"plain": pd.DataFrame({"id": []})}, only={"late"})

    assert built["late"].columns.tolist() == ["id"]
    assert built["late"].empty


def test_only_the_tables_wished_for_are_returned_though_others_are_made_for_them(world):
    times = []
    world["early"] = SimpleNamespace(build=lambda plain: times.append(1) or plain.assign(id="early"))
    built = _driver.build_all(_plain(), only={"late"})

    assert list(built) == ["late"]
    assert built["late"]["id"].tolist() == ["late, after early"]
    assert times == [1]


def test_the_tables_counted_are_those_published(world, monkeypatch):
    class Told(Silent):
        total: int | None = None
        done = 0

        def start(self, what, total=None):
            self.total = total

        def advance(self, steps=1):
            self.done += steps

    tables = _driver.TABLES | {"early": replace(_driver.TABLES["early"], stage="local")}
    monkeypatch.setattr(_driver, "TABLES", tables)
    told = Told()

    assert list(_driver.build_all(_plain(), told)) == ["late", "early", "plain"]
    assert (told.total, told.done) == (2, 2)


def test_a_public_table_that_nothing_gives_is_an_error(world):
    with pytest.raises(ValueError, match="'plain' has no module"):
        _driver.build_all({})


def test_a_module_without_a_table_is_an_error(world):
    world["stray"] = SimpleNamespace(build=lambda: None)

    with pytest.raises(ValueError, match="'stray' is no public table"):
        _driver.build_all(_plain())


def test_tables_that_ask_for_each_other_are_an_error(world):
    world["early"] = SimpleNamespace(build=lambda late: late)

    with pytest.raises(ValueError, match="late -> early -> late"):
        _driver.build_all(_plain())


@pytest.mark.parametrize(("name", "module"), plugins("pipeline.exports").items())
def test_every_export_module_names_a_table_and_says_what_it_gives(name: str, module):
    assert TABLES[name].stage in _driver.STAGES
    assert module.__name__.endswith(f".{name}")
    assert module.build.__doc__
