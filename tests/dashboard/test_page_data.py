"""Data: how citations were found, and that a bar opens as many documents as it counts."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.data_access import Build, Store
from dashboard.markup import markup
from dashboard.pages import data
from dashboard.pages.data import figure_found, found
from dashboard.pages.works import layout, parameters
from dashboard.palette import SCHEMES, themed
from tests.dashboard import toy


def opened(build: Build, address: str) -> int:
    """How many documents an address of Works shows."""
    view = url_state.read(parameters(build), address.partition("?")[2])
    assert not view.notes
    return len(layout(build, view).charts[0].table)


@pytest.mark.parametrize("venue", ["all", "af", "lw", "forum"])
def test_the_coverage_of_a_venue_opens_the_posts_of_that_venue(build: Build, venue: str) -> None:
    view = url_state.read(data.parameters(build), f"?grain=year&venue={venue}")
    chart = data.layout(build, view).charts[0]
    assert chart.figure is not None
    known, read = chart.figure["data"]

    assert known["y"][0] == {"all": 5, "af": 2, "lw": 2, "forum": 1}[venue]
    for trace in (known, read):
        assert [opened(build, address) for address in trace["customdata"]] == trace["y"]
    assert [opened(build, address or "") for address in chart.opens] == known["y"]


def test_what_one_way_alone_found_is_set_off(build: Build) -> None:
    table: Any = found(build).set_index(["cited", "evidence"])

    assert table.loc[("the work", "body"), ["found", "found_only"]].tolist() == [10, 9]
    assert table.loc[("the work", "pingback_list"), ["found", "found_only", "not_named"]].tolist() == [2, 1, 1]
    assert table.loc[("any document", "body"), "found"] == 11


def test_a_part_of_a_bar_opens_as_many_documents_as_it_counts(build: Build) -> None:
    alone, too = figure_found(found(build))["data"]

    assert alone["x"] == [1, 9]
    assert too["x"] == [1, 1]
    for trace in (alone, too):
        assert [opened(build, address) for address in trace["customdata"]] == trace["x"]
    assert opened(build, "/works?kind=any&cites=root&evidence=body+|+*") == 10


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_numbers_within_the_bars_can_be_read_on_both_grounds(build: Build, scheme: str) -> None:
    def light(colour: str) -> float:
        """Return the relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bar = themed(figure_found(found(build)), scheme)["data"][0]
    dark, bright = sorted(light(one["color"]) for one in (bar["insidetextfont"], bar["marker"]))
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_a_document_that_cites_the_work_twice_counts_once_and_its_own_and_older_ones_do_not(tmp_path: Path) -> None:
    posts = toy.documents()
    posts.loc[5, "generation"] = 0  # A second document of the work, which cites the first.
    posts.loc[1, "posted_at"] = "2019-05-01T12:00:00Z"  # Older than the work.
    pairs = toy.citations(posts)
    again = pairs[pairs["citing_id"] == f"forum:{3:017d}"].assign(cited_id=f"forum:{5:017d}", evidence="body")
    own = pairs[pairs["citing_id"] == f"forum:{2:017d}"].assign(citing_id=f"forum:{5:017d}", evidence="body")
    pairs = pd.concat([pairs, again, own], ignore_index=True)
    settings = toy.publish(tmp_path, documents=posts, citations=pairs)
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    table: Any = found(current).set_index(["cited", "evidence"])
    figure = figure_found(found(current))

    # Nine others cite it: seven by text alone, posts 2 and 3 by text and a list.
    assert table.loc[("the work", "body"), ["found", "found_only"]].tolist() == [9, 7]
    assert table.loc[("the work", "pingback_list"), ["found", "found_only"]].tolist() == [2, 0]
    for trace in figure["data"]:
        assert [opened(current, one) if one else 0 for one in trace["customdata"]] == trace["x"]
    chart = data._found(current)
    assert chart.documents == 9
    assert [opened(current, one or "") for one in chart.opens] == chart.table["found"].tolist()


def test_settings_are_said_in_words_and_stand_in_the_file_by_name(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "record", {"graph": {"policy": "drop", "self_citations": True}})
    chart = data._build(build)

    assert dict(chart.table.tail(2).itertuples(index=False)) == {"policy": "drop", "self_citations": "True"}
    shown = markup(chart.body)
    assert "citations within circles left out" in shown
    assert "self_citations" not in shown


def test_one_post_is_known_and_several_are(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data._answer(build).startswith("41 posts are known")
    one = build.table("documents").head(1)
    monkeypatch.setattr(build, "table", lambda _name: one)

    assert data._answer(build).startswith("1 post is known")


def test_links_of_a_document_to_itself_are_not_counted_among_those_that_name_none(tmp_path: Path) -> None:
    whys = ["links to itself", "slug: none has it", "links to itself", "slug: none has it", "slug: none has it"]
    lost = pd.DataFrame(
        [
            {"what": f"forum-slug:gone-{place}", "where": f"forum:{1:017d} #{place}", "why": why}
            for place, why in enumerate(whys)
        ]
    )
    current = Store(toy.publish(tmp_path, unresolved_links=lost), toy.HELD).current()
    assert current is not None
    figures = {one.label: one.number for one in data._key_figures(current)}
    card = data._unresolved(current)

    assert figures["links that name no document"] == "3"
    assert card.title == "Links that give no citation"
    assert card.notes == ["3 links name no document; the 2 links of a document to itself could be resolved."]
    assert card.table["count"].tolist() == [3, 2]


def test_the_moment_of_retrieval_is_left_out_where_it_is_known_of_nothing(tmp_path: Path) -> None:
    for name, moment, there in (("none", None, False), ("some", "2025-01-01T00:00:00Z", True)):
        settings = toy.publish(tmp_path / name, documents=toy.documents().assign(retrieved_at=moment))
        current = Store(settings, tables_of(load_pages())).current()
        assert current is not None
        assert ("retrieved_at" in data._origins(current).table) == there


def test_remarks_on_records_that_are_kept_are_no_records_set_aside(tmp_path: Path) -> None:
    whats = ["forum_dump post", "forum_dump field, kept", "body, kept"]
    told = pd.DataFrame([{"what": what, "where": "dump.json", "why": "mood: unknown"} for what in whats])
    current = Store(toy.publish(tmp_path, quarantine=told), toy.HELD).current()
    assert current is not None

    assert {one.label: one.number for one in data._key_figures(current)}["records set aside"] == "1"
    assert data._set_aside(current).table["count"].tolist() == [3]
