"""The main path: which citations belong to it, how it is drawn, and what it must not claim."""

import pandas as pd

from dashboard import url_state, words
from dashboard.data_access import Build
from dashboard.pages import main_path as page
from dashboard.pages._path_figure import figure_path, labels
from dashboard.pages._path_table import FIRMNESS, Path, own_share
from dashboard.pages._path_table import main_path as path_of
from dashboard.url_state import View
from tests.dashboard.toy import HOSTILE, MARKS

ROOT, FIRST, LAST = "forum:rootrootrootroot1", f"forum:{1:017d}", f"forum:{11:017d}"


def documents(days: list[str], authors: list[str | None] | None = None) -> pd.DataFrame:
    size = len(days)
    return pd.DataFrame(
        {
            "document_id": [f"d{place}" for place in range(size)],
            "title": ["A title that is longer than a label may be, by far"] * size,
            "kind": ["post"] * size,
            "authors": authors or ["Somebody"] * size,
            "posted_at": days,
            "in_core": pd.array([place == 0 for place in range(size)], dtype="boolean"),
            "share_of_runs": [0.5] * size,
        }
    )


def links(*pairs: tuple[str, str, bool | None]) -> pd.DataFrame:
    frame = pd.DataFrame(pairs, columns=["citing_id", "cited_id", "self_citation"])
    return frame.astype({"self_citation": "boolean"})


def test_a_path_is_its_citations_and_their_documents_in_order_of_time(build: Build) -> None:
    path = path_of(build, "spc", "global", 1, between=False)

    assert path.links[["citing_id", "cited_id"]].values.tolist() == [[FIRST, ROOT], [LAST, FIRST]]
    assert path.documents["document_id"].tolist() == [ROOT, FIRST, LAST]
    assert path.documents["in_core"].tolist() == [True, True, False]


def test_more_key_routes_add_citations_and_other_searches_know_no_k(build: Build) -> None:
    few, many = (path_of(build, "spc", "key_route_global", k, between=False).links for k in (2, 3))

    assert (len(few), len(many)) == (2, 3)
    assert len(path_of(build, "spc", "global", 10, between=False).links) == 2


def test_the_reach_of_the_policies_has_another_name_than_that_of_the_path(build: Build) -> None:
    view = url_state.read(page.parameters(build), "")
    policies = next(one for one in page.layout(build, view).charts if one.name == "policies")

    assert "documents_in_reach" not in policies.table
    assert policies.table["documents_known"].tolist() == build.table("acyclic_effects")["documents_in_reach"].tolist()
    assert {"documents_known", "provisional"} <= set(policies.explained)
    known, read = (
        build.table("acyclic_effects")[name].iloc[0] for name in ("documents_in_reach", "documents_with_links")
    )
    assert policies.notes == [f"The links of {read:,} of {known:,} documents of the corpus, comments apart, are known."]
    assert "documents_known" in policies.unseen


def test_paths_without_self_citations_come_from_their_own_table(build: Build) -> None:
    assert len(path_of(build, "spc", "global", 1, between=True).links) == 1


def test_a_path_without_self_citations_does_not_claim_the_firmness_of_another(build: Build) -> None:
    counted, without = (
        page.layout(build, url_state.read(page.parameters(build), search)) for search in ("", "?between=yes")
    )
    names = [[trace["name"] for trace in (shown.charts[0].figure or {})["data"]] for shown in (counted, without)]

    assert "2 of them belong to its robust core" in counted.answer
    assert "how firmly each belongs there is not known" in without.answer
    assert ["robust core" in drawn for drawn in names] == [True, False]
    assert ["A ring" in shown.charts[0].subtitle for shown in (counted, without)] == [True, False]
    assert counted.charts[1].table[FIRMNESS].notna().all(axis=None)
    assert without.charts[1].table[FIRMNESS].isna().all(axis=None)
    assert without.charts[1].table.dtypes.equals(counted.charts[1].table.dtypes)


def test_documents_side_by_side_are_explained_where_their_citations_weigh_the_same() -> None:
    table = documents(["2019-01-01", "2020-01-01", "2020-01-02"])
    several = links(("d1", "d0", True), ("d2", "d0", False)).assign(count=[4.0, 4.0])

    (said,) = page._beside(Path(table, several, "", ""))
    assert said.translate(MARKS).startswith("2 documents follow “A title that is longer")
    assert "weigh the same" in said
    assert page._beside(Path(table, several.assign(count=[4.0, 3.0]), "", "")) == []
    assert page._beside(Path(table, several[:1], "", "")) == []


def test_self_citations_are_counted_among_citations_of_known_authors() -> None:
    assert own_share(links(("b", "a", True), ("c", "b", False), ("d", "c", None))) == (1, 2)


def test_every_document_has_a_row_and_self_citations_are_dotted() -> None:
    table = documents(["2019-01-01", "2020-01-01", "2021-01-01"], ["A", "A", "B"])
    figure = figure_path(table, links(("d1", "d0", True), ("d2", "d1", False)), "2019-06-01")
    traces = {trace["name"]: trace for trace in figure["data"]}

    assert traces["cites the author's own work"]["y"] == [0, 1, None]
    assert traces["cites another's work"]["y"] == [1, 2, None]
    dashes = {traces[name]["line"]["dash"] for name in ("cites another's work", "cites the author's own work")}
    assert dashes == {"solid", "dot"}
    assert traces["A"]["y"] + traces["B"]["y"] == [0, 1, 2]
    assert traces["A"]["customdata"] == ["/doc/d0", "/doc/d1"]
    assert traces["robust core"]["x"] == ["2019-01-01"]


def test_the_ground_is_grey_from_where_too_little_was_read() -> None:
    table = documents(["2019-01-01", "2021-01-01"])
    read, unread = (figure_path(table, links(), until)["layout"]["shapes"][0] for until in ("2019-06-01", ""))

    assert (read["x0"], read["x1"]) == ("2019-06-01", "2021-01-01")
    assert unread["x0"] == "2019-01-01"


def test_labels_stand_on_the_side_that_has_room_and_take_a_second_line() -> None:
    found = labels(documents(["2019-01-01", "2019-02-01", "2022-03-01", "2025-01-01"]), links())

    assert [label["xanchor"] for label in found] == ["left", "left", "right", "right"]
    assert [label["text"] for label in found[::3]] == ["A title that is longer than a label may be,<br>by far"] * 2
    assert found[2]["text"] == "A title that is longer than<br>a label may be, by far"
    assert [label["y"] for label in found] == [0, 1, 2, 3]
    assert {label["yshift"] for label in found} == {0}


def test_labels_stand_aside_from_long_lines_that_would_run_through_them() -> None:
    days = ["2019-01-01", "2019-02-01", "2024-01-01", "2024-06-01", "2025-01-01"]
    chain = links(*((f"d{place + 1}", f"d{place}", False) for place in range(4)))
    found = labels(documents(days), chain)

    assert [label["yshift"] > 0 for label in found] == [False, True, False, False, False]
    assert [label["yshift"] < 0 for label in found] == [False, False, True, False, False]


def test_labels_change_sides_where_a_long_line_comes_in_and_there_is_room() -> None:
    days = ["2019-01-01", "2022-06-01", "2025-01-01"]

    assert labels(documents(days), links())[1]["xanchor"] == "right"
    aside = labels(documents(days), links(("d1", "d0", False)))[1]
    assert (aside["xanchor"], aside["yshift"]) == ("left", 0)


def test_a_document_without_letters_in_its_title_is_called_so_in_its_label() -> None:
    table = documents(["2019-01-01"]).assign(title=" ", kind="post")

    assert labels(table, links())[0]["text"]


def test_titles_of_others_stay_text_in_labels(build: Build) -> None:
    path = path_of(build, "spc", "global", 1, between=False)
    text = " ".join(label["text"] for label in labels(path.documents, path.links))

    assert HOSTILE[:10] not in text
    assert "&lt;img" in text


def test_a_path_that_rests_on_few_links_is_headed_provisional_and_says_what_it_cannot_claim(build: Build) -> None:
    shown = page.layout(build, url_state.read(page.parameters(build), ""))

    title = words.outside("A Toy Work")
    assert shown.answer.startswith(f"Provisional: the main path from “{title}” runs through 3 documents by 3 authors")
    assert shown.charts[0].provisional
    assert any("1 of 2 citations come from months" in caution for caution in shown.cautions)
    assert any("not the field's" in caution for caution in shown.cautions)


def test_a_number_of_key_routes_is_named_as_without_effect_where_the_search_has_none(build: Build) -> None:
    def said(search: str) -> list[str]:
        cautions = page.layout(build, url_state.read(page.parameters(build), search)).cautions
        return [one for one in cautions if one.startswith("k: ")]

    assert said("?k=5") == ["k: the search “global” has no key routes, so it changes nothing."]
    assert said("") == said("?k=5&search=key_route_global") == said("?k=5&search=key_route_local") == []


def test_where_there_is_no_such_path_words_say_so(build: Build) -> None:
    shown = page.layout(build, url_state.read(page.parameters(build), "?search=local_forward"))

    assert shown.charts[0].table.empty
    assert shown.answer.startswith("No main path is known: ")
    assert not shown.cautions


def test_a_search_that_is_not_made_by_length_is_not_said_to_have_found_nothing(build: Build) -> None:
    by_length = View({**url_state.read(page.parameters(build), "?search=local_forward").values, "weight": "length"})
    shown = page.layout(build, by_length)

    assert shown.answer == "By length there is one search alone: choose the heaviest whole path, or another weight."
    assert shown.charts[0].empty == shown.answer


def test_a_very_long_title_is_cut_in_its_second_line() -> None:
    table = documents(["2019-01-01", "2022-01-01", "2025-01-01"]).assign(title="word " * 40)
    lines = labels(table, links())[1]["text"].split("<br>")

    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert max(map(len, lines)) <= 27
