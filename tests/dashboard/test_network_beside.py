"""The network: what stands beside the drawing, of a document in focus and of all that is shown."""

from typing import Any

import pandas as pd

from dashboard.data_access import Build
from dashboard.facts import records
from dashboard.pages import network
from dashboard.pages._network_detail import said, where
from dashboard.pages._network_table import nodes
from tests.dashboard.toy_network import FIRST, LAST, ROOT, view


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
