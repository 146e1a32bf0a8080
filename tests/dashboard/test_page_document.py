"""The page of a document: what it says of the links around it, and that it stands for whatever a record holds."""

from typing import Any

import pandas as pd
import pytest

from dashboard import routing, url_state
from dashboard.app import load_pages
from dashboard.data_access import Build
from dashboard.pages import author, document
from dashboard.pages._author_figures import figure_uses
from dashboard.pages._document_tables import by_period, cited, citing
from dashboard.rendering import Route, render
from dashboard.routing import Place
from dashboard.url_state import View
from tests.dashboard import toy
from tests.dashboard.test_pages import text_of

ROOT = "forum:rootrootrootroot1"


def content(page: Any, build: Build, name: str) -> Any:
    return page.layout(build, url_state.accept(page.parameters(build), {"id": name}))


@pytest.mark.parametrize("page", [document, author], ids=lambda page: page.NAME)
def test_every_subject_of_the_toy_stands_hostile_titles_included(build: Build, page: Any) -> None:
    about = routing.subject(page.parameters(build))
    assert about is not None
    for name in about.known:
        drawn = render(Place(page, {"id": name}), build, Route("", "", "light"))
        assert drawn.path == routing.path(page, View({"id": name}))
        assert drawn.title == page.title(build, View({"id": name}))


def test_the_title_of_a_document_is_its_heading_letter_for_letter(build: Build) -> None:
    drawn = render(Place(document, {"id": "forum:00000000000000001"}), build, Route("", "", "light"))

    assert drawn.title == toy.HOSTILE
    assert toy.HOSTILE in text_of(drawn.component)


def test_what_cites_and_what_is_cited_are_the_two_sides_of_one_table(build: Build) -> None:
    pairs = build.table("citations")
    for name in set(pairs["citing_id"]) | set(pairs["cited_id"]):
        assert set(cited(build, name)["cited_id"]) == set(pairs.loc[pairs["citing_id"] == name, "cited_id"])
        assert set(citing(build, name)["citing_id"]) == set(pairs.loc[pairs["cited_id"] == name, "citing_id"])
    assert citing(build, ROOT)["places"].tolist() == ["body 1"] * 11


def test_posts_that_cite_it_are_counted_by_period_beside_how_much_of_it_is_read(build: Build) -> None:
    table = by_period(build, citing(build, ROOT))

    assert table["citing_documents"].sum() == 11
    assert table.loc[~table["covered"], "citing_documents"].sum() == 1


def test_a_document_without_text_says_that_its_links_are_not_known(build: Build) -> None:
    shown = content(document, build, "forum:00000000000000040")

    assert "not known here" in shown.cautions[0]
    assert "cites documents that are not known" in shown.answer


def test_an_unknown_document_is_answered_with_what_is_like_it(build: Build) -> None:
    pages = load_pages()
    place = routing.find(pages, "/doc/post%20number%201")
    assert place is not None
    drawn = render(place, build, Route("", "", "light"))

    assert "nothing of that name is known" in text_of(drawn.component)
    assert "Post number 10" in text_of(drawn.component)
    assert drawn.path == ""


def test_an_author_is_told_by_their_first_citing_document_and_the_contact_before(build: Build) -> None:
    shown = content(author, build, "forum:author-2")

    assert "first cited the work on" in shown.answer
    assert "after a recorded contact (linked) first on 2019-06-02" in shown.answer
    assert "no recorded contact before" in content(author, build, "forum:author-1").answer


def test_a_use_in_a_document_without_a_title_says_so_and_counts_in_words() -> None:
    told = {"term": "inner alignment", "family": "inner", "field": "comment", "posted_at": "2020-01-02T00:00:00Z"}
    rows = [
        {**told, "document_id": "forum:aaaaaaaaaaaaaaaaa", "title": None, "occurrences": 1},
        {**told, "document_id": "forum:bbbbbbbbbbbbbbbbb", "title": "A reply", "occurrences": 2},
    ]
    (trace,) = figure_uses(pd.DataFrame(rows))["data"]

    assert trace["text"] == [
        "<b>inner alignment</b>, 2020-01-02<br>without a title<br>1 time",
        "<b>inner alignment</b>, 2020-01-02<br>A reply<br>2 times",
    ]
