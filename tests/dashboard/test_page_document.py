"""The page of a document: what it says of the links around it, and that it stands for whatever a record holds."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import routing, url_state
from dashboard.app import load_pages, tables_of
from dashboard.components.chart_card import furnish
from dashboard.data_access import Build, Store
from dashboard.figures import HATCHED, partial_notes
from dashboard.markup import markup
from dashboard.pages import author, document
from dashboard.pages._author_figures import figure_uses, figure_years, years
from dashboard.pages._document_received import received_chart
from dashboard.pages._document_tables import by_period, cited, citing, labels, on_paths
from dashboard.rendering import Route, render
from dashboard.routing import Place
from dashboard.url_state import View
from pipeline import periods
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


def test_what_was_not_read_is_not_said_to_stand_alone(build: Build) -> None:
    unread = content(document, build, f"forum:{12:017d}")
    alike = {read: document._alike(unread.charts[-2].table, read).empty for read in (True, False)}

    assert unread.answer.endswith("and is not known to be connected to the work.")
    assert unread.charts[-2].empty == alike[False]
    assert alike[False].startswith("Its text is not known")
    assert alike[True] == "No document is known to share two citations with it."


def test_what_cites_and_what_is_cited_are_the_two_sides_of_one_table(build: Build) -> None:
    pairs = build.table("citations")
    for name in set(pairs["citing_id"]) | set(pairs["cited_id"]):
        assert set(cited(build, name)["cited_id"]) == set(pairs.loc[pairs["citing_id"] == name, "cited_id"])
        assert set(citing(build, name)["citing_id"]) == set(pairs.loc[pairs["cited_id"] == name, "citing_id"])
    assert citing(build, ROOT)["places"].tolist() == ["body 1"] * 11


def test_what_is_cited_beyond_the_corpus_is_named_and_opens_nothing(build: Build) -> None:
    table = cited(build, f"forum:{1:017d}")
    beyond = table.assign(cited_id="arxiv:1606.06565", title=None, kind=None)
    shown = markup(document._given(pd.concat([table, beyond]), "forum:x", read=True).body)

    assert f'href="/doc/{ROOT}"' in shown
    assert "<bdi>arxiv:1606.06565</bdi>" in shown
    assert "/doc/arxiv" not in shown


def test_posts_that_cite_it_are_counted_by_period_beside_how_much_of_it_is_read(build: Build) -> None:
    table = by_period(build, citing(build, ROOT))

    assert table["citing_documents"].sum() == 11
    assert table.loc[~table["covered"], "citing_documents"].sum() == 1


def test_citations_are_listed_as_lower_bounds_where_no_period_may_be_drawn(build: Build) -> None:
    received = citing(build, ROOT)
    drawn = received_chart(build, received, ROOT)
    gap = by_period(build, received).loc[lambda rows: ~rows["covered"], "period"].tolist()
    late = received[received["posted_at"].map(lambda moment: periods.period(moment, "quarter")).isin(gap)]
    listed = received_chart(build, late, ROOT)

    assert drawn.figure is not None
    assert (listed.figure, listed.documents, listed.table["covered"].any()) == (None, 1, False)
    assert "Lower bounds" in listed.subtitle
    assert "the citing posts listed are only those known here, because" in listed.notes[0]
    assert (list(listed.unseen), list(drawn.unseen)) == (["covered"], [])


@pytest.mark.parametrize(
    ("read", "said"),
    [(True, "<strong>None. </strong>It cites no"), (False, "<strong>No data. </strong>Its text is not")],
)
def test_that_there_is_none_looks_different_from_that_none_is_known(build: Build, read: bool, said: str) -> None:
    chart = document._given(cited(build, "forum:nothing"), "forum:nothing", read)
    card = furnish(chart, "document", "", build, "light")

    assert said in markup(card.parts["main"][1])


def test_a_document_without_text_says_that_its_links_are_not_known(build: Build) -> None:
    shown = content(document, build, "forum:00000000000000040")

    assert "not known here" in shown.cautions[0]
    assert "has a text that was not read, so that what it cites is not known" in shown.answer


def test_a_document_on_a_path_without_self_citations_alone_is_on_a_path(build: Build, monkeypatch: Any) -> None:
    other = "forum:00000000000000030"
    step = build.table("main_paths").head(1).assign(citing_id=other, cited_id=ROOT)
    held = {"main_paths": step[:0], "main_paths_between_authors": step}
    known = build.matching
    monkeypatch.setattr(
        build, "matching", lambda name, **of: held[name] if name in held and other in of.values() else known(name, **of)
    )
    path = content(document, build, other).charts[-1]

    assert on_paths(build, other)["counted"].unique().tolist() == ["without self-citations"]
    assert path.body is not None
    assert set(on_paths(build, ROOT)["counted"]) == {"all citations", "without self-citations"}


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
    assert "after a first recorded contact on 2019-06-02 (linked)" in shown.answer
    assert "no recorded contact before" in content(author, build, "forum:author-1").answer


def test_a_year_of_an_author_that_is_not_over_is_hatched() -> None:
    own = pd.DataFrame({"posted_at": ["2023-05-01", "2024-01-05"], "has_body": [True, False]})
    table = years(own, toy.LAST_DAY)

    assert table["partial"].tolist() == [False, True]
    assert partial_notes(figure_years(table, "forum:author-1")) == [HATCHED]
    assert years(own, "2024-12-31")["partial"].tolist() == [False, True]
    assert years(own, "2025-01-01")["partial"].tolist() == [False, False]


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


def test_the_words_of_an_author_are_named_above_their_rows_and_leave_the_width_to_time() -> None:
    told = {"family": "inner", "field": "comment", "posted_at": "2020-01-02T00:00:00Z", "title": "A reply"}
    rows = [{**told, "term": term, "document_id": "forum:aaaaaaaaaaaaaaaaa", "occurrences": 1} for term in ("a", "<b>")]
    layout = figure_uses(pd.DataFrame(rows))["layout"]

    assert not layout["yaxis"]["showticklabels"]
    assert [(one["text"], one["y"], one["yanchor"]) for one in layout["annotations"]] == [
        ("a", "a", "bottom"),
        ("&lt;b&gt;", "&lt;b&gt;", "bottom"),
    ]


@pytest.mark.parametrize(("venue", "advised"), [("arxiv", False), ("web", False), ("af", True)])
def test_a_text_that_stands_on_no_forum_is_not_to_be_had_from_one(venue: str, advised: bool) -> None:
    (said,) = document._cautions({"has_body": False, "venue": venue}, False)

    assert ("atlas ingest" in said) == advised
    assert ("stands on no forum" in said) != advised


def test_a_comment_is_offered_by_what_it_is_and_not_by_its_id(tmp_path: Path) -> None:
    posts = toy.documents()
    posts.loc[5, ["kind", "title"]] = ["comment", None]
    current = Store(toy.publish(tmp_path, documents=posts), tables_of(load_pages())).current()
    assert current is not None

    assert labels(current)[posts["document_id"][5]] == f"a comment by {posts['authors'][5]}"
