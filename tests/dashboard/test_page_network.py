"""The network: what is selected, where it is drawn, what a click opens, and what the neighbourhood says."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import dashboard
from dashboard import url_state
from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.pages import network, works
from dashboard.pages._network_detail import said, where
from dashboard.pages._network_figures import APART, OTHERS, SHADES, THINNER, figure_network, heights, sizes, tinted
from dashboard.pages._network_table import Selection, communities, edges, hover, nodes, select
from dashboard.pages._ranking import most_cited
from dashboard.pages._unread import ranked_unlike
from dashboard.url_state import View
from tests.dashboard import toy

ROOT, FIRST, LAST = "forum:rootrootrootroot1", f"forum:{1:017d}", f"forum:{11:017d}"


def view(build: Build, search: str = "") -> View:
    chosen = url_state.read(network.parameters(build), search)
    assert not chosen.notes
    return chosen


def table(**columns: list[object]) -> pd.DataFrame:
    """Some documents, a column each; what is not given is the same for all."""
    size = len(next(iter(columns.values())))
    whole = {
        "document_id": [f"d{place}" for place in range(size)],
        "title": ["A title"] * size,
        "kind": ["post"] * size,
        "authors": ["Somebody"] * size,
        "posted_at": ["2020-01-01T00:00:00Z"] * size,
        "local_citations": [0] * size,
        "generation": [1] * size,
        "community": [1] * size,
        "label": ["words"] * size,
        "hover": ["what a point says"] * size,
        **columns,
    }
    types = dict.fromkeys(("local_citations", "generation", "community"), "Int64")
    return pd.DataFrame(whole).astype(types).set_index("document_id", drop=False)


NO_PAIRS = pd.DataFrame({"citing_id": [], "cited_id": []})


def selection(nodes: pd.DataFrame, pairs: pd.DataFrame = NO_PAIRS) -> Selection:
    none = frozenset[str]()
    return Selection(nodes, pairs, nodes[:0], pairs, 0, "", none, none, none)


# ---------------------------------------------------------------- what is selected


def test_the_network_holds_what_cites_or_is_cited_and_the_root(build: Build) -> None:
    assert set(nodes(build).index) == {ROOT, *(f"forum:{number:017d}" for number in (*range(1, 12), 30))}


@pytest.mark.parametrize(
    ("search", "fits", "apart"),
    [
        ("?generation=2", {LAST}, {ROOT}),
        ("?least=1", {ROOT, FIRST}, set()),
        ("?community=1&generation=2", set(), {ROOT}),
        ("?time=2020..2020&generation=1&colour=year", None, set()),
    ],
)
def test_only_what_fits_is_counted_and_the_work_is_drawn_apart(
    build: Build, search: str, fits: set[str] | None, apart: set[str]
) -> None:
    chosen = select(build, view(build, search))
    content = network.layout(build, view(build, search))
    chart = content.charts[0]

    assert set(chosen.apart.index) == apart
    if fits is not None:
        assert set(chosen.nodes.index) == fits
    assert chart.documents == len(chart.table) == len(chosen.nodes)
    assert content.answer.startswith("No document" if not len(chosen.nodes) else f"{len(chosen.nodes)} document")
    assert ("A Toy Work" in content.answer) == (ROOT in chosen.nodes.index)
    # Where nothing fits nothing is drawn, and no note tells of what would be.
    drawn = bool(apart) and len(chosen.nodes) > 0
    assert any("of the work itself, drawn as stars" in note for note in chart.notes) == drawn
    assert chart.figure is not None
    assert [trace.get("name") for trace in chart.figure["data"]].count(APART) == len(apart)


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?community=1&generation=2", "“whole corpus” for Documents or “any” for distance and community."),
        ("?community=1&generation=2&scope=corpus", "“any” for distance and community."),
        (
            "?least=20&time=2020..2020&scope=corpus",
            "fewer citations received or a longer span of time.",
        ),
    ],
)
def test_where_no_document_fits_the_choices_that_could_be_wider_are_named_and_nothing_drawn_is_told(
    build: Build, search: str, said: str
) -> None:
    chart = network.layout(build, view(build, search)).charts[0]

    assert chart.table.empty
    assert chart.empty == f"No document fits. Choose {said}"
    assert chart.notes == []


def test_a_community_says_how_many_of_its_documents_are_linked_to_the_work(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = table(
        generation=[1, 2, None, None, None, *[None] * 5, 1],
        community=[1] * 5 + [2] * 5 + [3],
        label=["words"] * 5 + ["others"] * 5 + ["few"],
    )
    monkeypatch.setattr(build, "once", lambda _function: far)

    assert communities(build) == {
        "any": "any",
        "1": "1: words (5, 2 linked to the work)",
        "2": "2: others (5, none linked to the work)",
    }


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?generation=2", "1 document is shown: “Post number 11”, of 2020-09-14 (0 citations received)."),
        (
            "?community=2&generation=1",
            " are shown, and no citation joins two of them; none of them is known to be cited.",
        ),
        (
            "",
            "13 documents from 2019-06-01 to 2022-12-08 are joined by 12 citations; the most cited of them is “A Toy Work” (11 citations received, 1 of them known from its list of incoming links alone, which few documents have).",
        ),
    ],
)
def test_the_answer_speaks_of_one_document_and_of_no_citation_as_such(build: Build, search: str, said: str) -> None:
    answer = network.layout(build, view(build, search)).answer

    assert answer.replace("\u2068", "").replace("\u2069", "").endswith(said)


def test_where_citations_received_rank_a_list_of_incoming_links_is_told_of(build: Build) -> None:
    said = "Known from such a list alone: 1 of the 11 of “A Toy Work”."

    def told(search: str) -> bool:
        notes = network.layout(build, view(build, search)).charts[0].notes
        return any(note.translate(toy.MARKS).endswith(said) for note in notes)

    def cautions(search: str) -> list[str]:
        found = works.layout(build, url_state.read(works.parameters(build), search)).cautions
        return [one for one in found if one.translate(toy.MARKS).endswith(said)]

    assert told("")
    assert told("?y=generation")
    assert not told("?y=generation&size=same")
    assert not told("?generation=2")
    assert len(cautions("?sort=-local_citations")) == 1
    assert not cautions("")
    assert ranked_unlike(build, most_cited(build)) == []


def test_the_canvas_knows_the_shape_of_every_point(build: Build) -> None:
    drawn = (Path(dashboard.__file__).parent / "assets" / "painting.js").read_text("utf-8")
    shapes = drawn.partition("const SHAPES = {")[2].partition("    };")[0]
    figure = network.layout(build, view(build, "?generation=2&q=number")).charts[0].figure
    assert figure is not None
    symbols = {trace["marker"]["symbol"].removesuffix("-open") for trace in figure["data"] if "marker" in trace}

    assert "star" in symbols
    for symbol in symbols:
        assert re.search(rf'^ +"?{symbol}"?: function', shapes, re.MULTILINE)


def test_lines_to_the_work_are_drawn_where_it_stands_apart_and_not_counted(build: Build) -> None:
    chosen = select(build, view(build, "?generation=1"))

    assert (chosen.lines["cited_id"] == ROOT).sum() == 11
    assert not (chosen.edges["cited_id"] == ROOT).any()


def test_a_span_of_months_keeps_what_is_posted_in_them(build: Build) -> None:
    shown = select(build, view(build, "?time=2019-07..2020-01")).nodes["posted_at"].str[:7]

    assert set(shown) == {one for one in nodes(build)["posted_at"].str[:7] if "2019-07" <= one <= "2020-01"}
    assert 0 < len(shown) < len(nodes(build))


def test_a_span_of_years_leaves_even_the_root_out(build: Build) -> None:
    chosen = select(build, view(build, "?time=2020..2020"))

    assert len(chosen.nodes)
    assert chosen.apart.empty
    assert set(chosen.nodes["posted_at"].str[:4]) == {"2020"}
    notes = network.layout(build, view(build, "?time=2020..2020")).charts[0].notes
    assert "The work itself is of another time and not shown." in notes


def test_a_point_says_one_citation_and_does_not_take_an_unknown_count_for_none() -> None:
    said = hover(table(local_citations=[1, None, 2]))

    assert [text.rpartition("<br>")[2] for text in said] == [
        "1 citation received",
        "citations received: not known",
        "2 citations received",
    ]


def test_what_is_in_focus_stays_with_its_neighbours_whatever_is_filtered(build: Build) -> None:
    chosen = select(build, view(build, f"?generation=2&focus={FIRST}"))

    assert set(chosen.references) == {ROOT}
    assert set(chosen.citations) == {LAST}
    assert set(chosen.nodes.index) == {ROOT, FIRST, LAST}
    assert chosen.beyond == 2
    notes = network.layout(build, view(build, f"?generation=2&focus={FIRST}")).charts[0].notes
    assert notes[0] == "Shown only because they stand beside the focus, though they do not fit: 2 of these."


def test_only_the_neighbourhood_is_one_step_to_both_sides(build: Build) -> None:
    chosen = select(build, view(build, f"?only=yes&focus={LAST}"))

    assert set(chosen.nodes.index) == {FIRST, LAST}
    assert len(chosen.edges) == 1


def test_a_search_finds_every_word_in_title_or_authors_in_any_case(build: Build) -> None:
    assert select(build, view(build, "?q=post+NUMBER+11")).found == {LAST}
    assert select(build, view(build)).found == frozenset()


def test_an_unknown_focus_is_named_and_nothing_is_in_focus(build: Build) -> None:
    chosen = url_state.read(network.parameters(build), "?focus=forum:nobody")

    assert chosen.notes[0].startswith("focus: 'forum:nobody' not known")
    assert select(build, chosen).near == frozenset()


def test_citations_are_in_the_order_of_their_path_counts(build: Build) -> None:
    counts = pd.to_numeric(edges(build)["spc"], errors="coerce").fillna(0).tolist()

    assert counts == sorted(counts, reverse=True)


# ---------------------------------------------------------------- where it is drawn


@pytest.mark.parametrize("height", ["citations", "generation", "community"])
def test_points_of_different_height_never_change_places(height: str) -> None:
    column = {"citations": "local_citations"}.get(height, height)
    values = [*range(8)] * 40
    y, axis = heights(table(**{column: list(values)}), height)
    centres = pd.Series(y).groupby(values).agg(["min", "max"])

    if height == "community":
        centres = centres.iloc[::-1]
    assert (centres["max"].to_numpy()[:-1] < centres["min"].to_numpy()[1:]).all()
    assert len(set(np.round(y, 6))) > 300
    assert len(axis["tickvals"]) == len(axis["ticktext"])


def test_a_tick_of_the_log_scale_stands_at_its_count() -> None:
    _, axis = heights(table(local_citations=[0, 9]), "citations")

    assert dict(zip(axis["ticktext"], axis["tickvals"], strict=True)) == {
        "0": 0.0,
        "1": 1.0,
        "2": pytest.approx(1.585, abs=0.001),
        "5": pytest.approx(2.585, abs=0.001),
    }


def test_areas_are_in_proportion_and_what_is_not_known_is_smallest() -> None:
    assert sizes(table(local_citations=[0, 4, 16, None]), "local_citations") == [6.0, 16.0, 26.0, 6.0]
    assert set(sizes(table(local_citations=[1, 9]), "same")) == {7.0}


def test_documents_without_a_path_to_the_work_are_told_from_distant_ones() -> None:
    assert tinted(table(generation=[0, 1, 3, 7, None]), "generation").tolist() == [
        "the work itself",
        "cites the work",
        "three",
        "four or more",
        "not connected",
    ]


def test_beyond_six_colours_the_rest_is_one_group() -> None:
    groups = tinted(table(venue=[f"v{number}" for number in range(9)]), "venue")

    assert list(groups.cat.categories) == ["v0", "v1", "v2", "v3", "v4", "v5", OTHERS]
    assert (groups == OTHERS).sum() == 3


def test_lines_join_earlier_to_later_and_a_document_that_is_not_shown_has_none() -> None:
    shown = table(posted_at=["2020-01-01", "2021-01-01"])
    pairs = pd.DataFrame({"citing_id": ["d1", "d1"], "cited_id": ["d0", "elsewhere"]})
    figure = figure_network(selection(shown, pairs), 7, NO_PAIRS, "citations", "same", "generation", str)
    line = figure["data"][0]

    assert line["x"] == ["2020-01-01", "2021-01-01", None]
    assert line["hoverinfo"] == "skip"
    assert line["meta"]["most"] == 7
    assert [trace["name"] for trace in figure["data"]] == [line["name"], "cites the work"]


def test_a_year_has_its_shade_and_a_bar_says_which() -> None:
    shown = table(posted_at=["2019-05-01", "2021-05-01", "2023-05-01"])
    points, bar = figure_network(selection(shown), 7, NO_PAIRS, "citations", "same", "year", str)["data"]

    assert points["marker"]["color"] == list(SHADES)
    assert (bar["x"], bar["marker"]["cmin"], bar["marker"]["cmax"]) == ([None], 2019, 2023)
    one = figure_network(selection(shown.head(1)), 7, NO_PAIRS, "citations", "same", "year", str)["data"][0]
    assert one["marker"]["color"] == [SHADES[0]]


@pytest.mark.parametrize(("most", "lines", "faint"), [(None, 1_501, True), (None, 1_500, False), (300, 1_501, False)])
def test_very_many_lines_are_drawn_fainter(most: int | None, lines: int, faint: bool) -> None:
    pairs = pd.DataFrame({"citing_id": ["d1"] * lines, "cited_id": ["d0"] * lines})
    shown = selection(table(posted_at=["2020-01-01", "2021-01-01"]), pairs)
    line = figure_network(shown, most, NO_PAIRS, "citations", "same", "generation", str)["data"][0]

    assert (line["line"] == THINNER) is faint


def test_a_lane_is_named_in_two_lines_at_most() -> None:
    _, axis = heights(table(label=["deceptive, alignment, scheming, and one more <b>"]), "community")

    assert axis["ticktext"] == ["smaller, or none", "1: deceptive,<br>alignment, schem…"]


def test_axes_are_a_little_longer_than_what_they_show(build: Build) -> None:
    figure = network.layout(build, view(build)).charts[0].figure
    assert figure is not None
    low, high = figure["layout"]["yaxis"]["autorangeoptions"]["include"]
    heights_shown = [value for trace in figure["data"] for value in trace["y"] if value is not None]

    assert low < min(heights_shown)
    assert high > max(heights_shown)


def test_with_a_focus_all_else_fades_and_both_sides_are_drawn_apart(build: Build) -> None:
    chosen = view(build, f"?focus={FIRST}")
    figure = network.layout(build, chosen).charts[0].figure
    assert figure is not None
    traces = {trace["name"]: trace for trace in figure["data"]}
    opacity = {
        address.partition("focus=")[2]: value
        for trace in traces.values()
        if "customdata" in trace
        for address, value in zip(trace["customdata"], trace["marker"]["opacity"], strict=True)
    }

    assert traces["what it built on"]["line"]["dash"] != traces["what built on it"]["line"]["dash"]
    assert {one for one, value in opacity.items() if value > 0.5} == {ROOT, FIRST, LAST}


def test_a_click_keeps_the_view_and_changes_the_focus(build: Build) -> None:
    chosen = view(build, f"?y=community&only=yes&focus={LAST}")
    figure = network.layout(build, chosen).charts[0].figure
    assert figure is not None
    addresses = {one for trace in figure["data"] for one in trace.get("customdata", ())}

    assert addresses == {f"/network?y=community&only=yes&focus={one}" for one in (FIRST, LAST)}
    assert view(build, f"?y=community&only=yes&focus={FIRST}")["focus"] == FIRST


# ---------------------------------------------------------------- what stands beside it


def test_the_answer_names_both_sides_of_the_focus(build: Build) -> None:
    answer = network.layout(build, view(build, f"?focus={FIRST}")).answer

    assert answer.endswith("built on 1 document of this corpus, and 1 document built on it.")


def test_the_place_of_a_link_is_said_and_a_listed_one_is_not_taken_for_a_read_one() -> None:
    counts = {"n_body": [1, 0, 0], "n_footnote": [2, 0, 0], "n_quote": [0, 0, 0], "n_list": [0, 0, 0]}
    counts |= {"n_code": [0, 0, 0], "n_comment": [0, 1, 0], "n_crosspost": [0, 0, 0]}

    assert where(pd.DataFrame(counts)) == [
        "text, footnote",
        "comment",
        "listed as an incoming link; its text is not known",
    ]


def test_sentences_of_a_citation_stand_with_the_document_at_its_other_end(build: Build, monkeypatch: Any) -> None:
    stated = pd.DataFrame(
        {"citing_id": [FIRST] * 4, "cited_id": [ROOT] * 4, "position": [2, 1, 3, 4], "text": ["b", "a", None, "c"]}
    )
    asked: list[tuple[str, str, str]] = []
    monkeypatch.setattr(build, "local", lambda *of: asked.append(of) or stated)

    assert said(build, FIRST, "references") == {ROOT: ["a", "b", "c"]}
    assert said(build, ROOT, "citations") == {FIRST: ["a", "b", "c"]}
    assert asked == [("citation_contexts", "citing_id", FIRST), ("citation_contexts", "cited_id", ROOT)]


def test_what_fits_a_search_is_listed_and_its_titles_put_documents_in_focus(build: Build) -> None:
    charts = {chart.name: chart for chart in network.layout(build, view(build, "?q=number+11")).charts}

    assert charts["found"].table["document_id"].tolist() == [LAST]
    assert f"/network?q=number+11&focus={LAST}" in str(charts["found"].body)
    assert "found" not in {chart.name for chart in network.layout(build, view(build)).charts}


def test_citations_among_what_is_shown_are_listed_by_name_and_a_filter_leaves_others_out(build: Build) -> None:
    def listed(search: str) -> list[tuple[str, str]]:
        charts = {chart.name: chart for chart in network.layout(build, view(build, search)).charts}
        table = charts["citations-shown"].table
        return list(zip(table["citing_id"], table["cited_id"], strict=True))

    assert (LAST, FIRST) in listed("")
    assert listed("?generation=2") == []
    assert set(listed(f"?only=yes&focus={FIRST}")) == {(FIRST, ROOT), (LAST, FIRST)}
    assert set(listed("?least=1")) == {(FIRST, ROOT)}


def test_a_document_whose_text_is_not_known_does_not_pass_for_one_without_references(build: Build) -> None:
    frame = nodes(build).assign(local_references=pd.array([pd.NA] * len(nodes(build)), dtype="Int64"))
    chosen = view(build, f"?focus={ROOT}")
    charts = {chart.name: chart for chart in network.layout(build, chosen).charts}
    blank = network.without_links(records(frame.loc[[ROOT]])[0], "references")

    assert charts["references"].empty == "It links no document of this corpus."
    assert blank.startswith("Its text is not known here")


def test_the_neighbourhood_of_nothing_is_named_as_without_effect(build: Build) -> None:
    without, beside = (
        network.layout(build, view(build, f"?only=yes{more}")).cautions for more in ("", f"&focus={FIRST}")
    )

    assert without[0].startswith("only: nothing is in focus")
    assert not any(said.startswith("only: ") for said in beside)

    narrowed = network.layout(build, view(build, f"?only=yes&focus={FIRST}&least=5&generation=2")).cautions[0]
    assert narrowed.endswith("nothing of it is left out by “Distance from the work” and “Citations received”.")
