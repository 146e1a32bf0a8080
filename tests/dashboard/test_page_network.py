"""The network: what is selected, and what a choice, a search and a focus leave."""

import re
from pathlib import Path

import pandas as pd
import pytest

import dashboard
from dashboard import url_state
from dashboard.data_access import Build
from dashboard.pages import network, works
from dashboard.pages._network_figures import APART
from dashboard.pages._network_table import communities, edges, hover, nodes, select
from dashboard.pages._ranking import most_cited
from dashboard.pages._unread import ranked_unlike
from tests.dashboard import toy
from tests.dashboard.toy_network import FIRST, LAST, ROOT, table, view


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
