"""How tables and metrics are computed, as their own functions say it."""

import pandas as pd
import pytest

from pipeline.exports import methods
from pipeline.registry import plugins
from pipeline.schema import TABLES
from pipeline.tables import conform


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return conform(methods.build(), "methods")


def functions(table: pd.DataFrame, name: str) -> list[str]:
    return table.loc[table["table"] == name, "function"].str.removeprefix("pipeline.").tolist()


def test_every_metric_has_its_own_docstring_with_its_source(table: pd.DataFrame) -> None:
    rows = table.dropna(subset=["column"]).set_index("column")

    assert sorted(rows.index) == sorted(plugins("pipeline.metrics"))
    half_life = rows.loc["cited_half_life_days"]
    assert half_life["table"] == "document_metrics"
    assert half_life["summary"] == "Cited half-life: median age of the citations a document received."
    assert half_life["definition"].endswith(
        "The median of `citation_age_days` over the citations received from later documents of the corpus."
    )
    assert half_life["notes"].startswith("Attention that still lasts is cut off")
    assert half_life["source"].endswith("American Documentation 11(1), 18-22. doi:10.1002/asi.5090110105")


def test_a_table_names_the_functions_that_it_is_made_by_also_through_what_tables_share(table: pd.DataFrame) -> None:
    assert functions(table, "time_to_cite") == [
        "exports.time_to_cite.build",
        "spread.root_authors.root_authors",
        "spread.survival.authors_at_risk",
        "spread.survival.kaplan_meier",
    ]
    # Asked for as a shared result, and called by a helper that says one line.
    assert "graph.communities.find_communities" in functions(table, "communities")
    assert "wording.bursts.batched_costs" in functions(table, "term_bursts")


def test_every_table_that_a_module_makes_says_how(table: pd.DataFrame) -> None:
    assert set(table["table"]) == set(plugins("pipeline.exports"))
    assert set(table["table"]) <= set(TABLES)


def test_nothing_of_an_example_or_of_a_docstring_s_marks_is_left(table: pd.DataFrame) -> None:
    said = pd.concat([table[name] for name in ("summary", "definition", "returns", "notes", "source")]).dropna()

    assert not said.str.contains(">>>|``|:func:|:mod:|----|\\n", regex=True).any()
    assert said.str.len().max() < 3_000
