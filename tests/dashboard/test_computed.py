"""The card "How is this computed?" tells what the program's own functions say, with what is known of what they need."""

from typing import Any

import pandas as pd
from dash.development.base_component import Component

from dashboard.components.chart_card import chart_card, furnish
from dashboard.components.computed import computed
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from pipeline.settings import Settings


def words_of(node: Any) -> str:
    if isinstance(node, (list, tuple)):
        return "".join(words_of(one) for one in node)
    return words_of(getattr(node, "children", None)) if isinstance(node, Component) else str(node or "")


def chart(table: pd.DataFrame, source: str, **more: Any) -> Chart:
    return Chart("one", "One", "", None, table, source, **more)


def test_a_chart_tells_the_columns_and_the_functions_of_its_table(build: Build) -> None:
    said = words_of(computed(chart(build.table("time_to_cite"), "time_to_cite"), build))

    assert "Table time_to_cite:" in said
    assert "Watched are the authors of a dated document" in said
    assert "After: Kaplan, E. L. & Meier, P. (1958)" in said
    assert "pipeline.spread.survival.kaplan_meier" in said
    assert "pipeline.metrics.pagerank.compute" not in said


def test_a_metric_is_told_with_what_it_rests_on_whether_a_column_or_a_row_names_it(build: Build) -> None:
    as_column = chart(pd.DataFrame({"document_id": ["a"], "pagerank": [0.5]}), "documents")
    as_row = chart(pd.DataFrame({"measure": ["pagerank"]}), "document_metrics", rests_on=["pagerank"])

    for one in (as_column, as_row):
        said = words_of(computed(one, build))
        assert "The reader goes on along a random reference with probability 0.85" in said
        assert "What it rests on: provisional Links are known for 12 of 41 documents." in said
        assert "It has a value for 30 of 41 documents." in said
        assert "pipeline.metrics.hub.compute" not in said


def test_a_doi_is_a_link_that_leaves_only_when_it_is_clicked(build: Build) -> None:
    card = computed(chart(build.table("time_to_cite"), "time_to_cite"), build)
    links = [one for one in card._traverse() if getattr(one, "href", None)]

    assert links[0].href == "https://doi.org/10.1080/01621459.1958.10501452"
    assert all(one.rel == "noopener noreferrer" for one in links)


def test_a_build_from_before_the_methods_still_tells_what_the_columns_mean(published: Settings) -> None:
    older = Store(published, {"documents"}).current()
    assert older is not None

    said = words_of(computed(chart(older.table("documents"), "documents"), older))
    assert "title as last seen" in said
    assert "pipeline." not in said


def test_a_figure_that_a_narrow_screen_cannot_hold_scrolls_within_its_card_and_by_keyboard(build: Build) -> None:
    chart = Chart(
        "cells", "Cells", "", {"data": [], "layout": {}}, build.table("documents"), "documents", least_width=670
    )
    card = chart_card(furnish(chart, "together", "", build, "light"))
    (frame,) = [one for one in card._traverse() if type(one).__name__ == "Figure"]

    assert (frame.className, frame.tabIndex) == ("scrolled", 0)
    assert (frame.role, getattr(frame, "aria-label")) == ("region", "Chart: Cells")
    assert frame.children[-1].least_width == 670


def test_a_command_under_a_heading_is_said_for_the_data_folder_as_one_elsewhere(build: Build) -> None:
    chart = Chart("cells", "Cells", "Run `atlas ingest --scope forum`.", None, build.table("documents"), "documents")
    head = furnish(chart, "together", "", build, "light").parts["head"][1]

    assert f"<code>atlas ingest --scope forum --data-dir {build.settings.data_dir}</code>" in head
