"""What a card says stands behind it: each document once, and apart what the figure does not draw."""

import re
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.components.chart_card import furnish
from dashboard.content import Behind, Chart
from dashboard.coverage import stands_behind
from dashboard.data_access import Build, Store
from dashboard.pages import document, overview, spread, succession, terminology
from dashboard.pages._term_figures import figure_trend
from dashboard.pages._term_posts import posts_by_period
from pipeline.schema import TABLES
from tests.dashboard import toy


def chart(build: Build, page: ModuleType, name: str, search: str = "") -> Chart:
    view = url_state.read(page.parameters(build), search)
    assert not view.notes
    return next(one for one in page.layout(build, view).charts if one.name == name)


def said(build: Build, counted: int | Behind | None) -> str:
    """What the card of a chart says of its day and of what is behind it."""
    shown = Chart("one", "One", "One.", None, pd.DataFrame({"a": [1]}), "documents", counted)
    foot = furnish(shown, "page", "", build, "light").parts["foot"][1]
    return str(re.search(r'<p class="as-of">([^<]*)</p>', foot)[1])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build in which posts 1 and 2 use both words in their titles, and post 3 one of them."""
    uses = [(1, "old word"), (1, "new word"), (2, "old word"), (2, "new word"), (3, "new word")]
    counts = pd.DataFrame(
        [
            {
                "document_id": f"forum:{number:017d}",
                "family": "toy_family",
                "term": term,
                "field": "title",
                "occurrences": 1,
            }
            for number, term in uses
        ]
    )
    settings = toy.publish(tmp_path_factory.mktemp("shared"), term_counts=counts)
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    return current


def test_a_card_says_what_is_drawn_and_what_is_not(build: Build) -> None:
    assert said(build, 14) == "Data as of 2024-02-10 · 14 documents behind it"
    assert (
        said(build, Behind(1, 1203)) == "Data as of 2024-02-10 · 1 document behind it, 1,203 more in periods not drawn"
    )
    assert said(build, Behind(0, 14)) == "Data as of 2024-02-10 · 0 documents behind it, 14 more in periods not drawn"
    assert said(build, Behind(2, 0, "author", "authors")) == "Data as of 2024-02-10 · 2 authors behind it"
    assert said(build, None) == "Data as of 2024-02-10"


def test_only_covered_periods_are_drawn_and_an_unknown_one_is_not() -> None:
    rows = pd.DataFrame({"covered": pd.array([True, False, None], "boolean"), "n": pd.array([5, 3, 2], "Int64")})

    assert stands_behind(rows, "n") == Behind(5, 5)
    assert stands_behind(rows[:0], "n") == Behind(0)


@pytest.mark.parametrize("name", ["trend", "voices"])
def test_a_document_with_two_of_the_terms_is_counted_once(shared: Build, name: str) -> None:
    both = chart(shared, terminology, name, "?terms=old+word~new+word&field=title&grain=year")

    assert both.documents == Behind(3)
    assert chart(shared, terminology, name, "?terms=old+word&field=title&grain=year").documents == Behind(2)


def test_a_contest_on_the_overview_counts_a_title_with_both_words_once(shared: Build) -> None:
    assert chart(shared, overview, "contest-toy").documents == Behind(3)


def test_posts_are_those_of_the_venue_and_of_whole_families(shared: Build) -> None:
    documents = shared.table("documents").set_index("document_id")["venue"]
    everywhere = posts_by_period(shared, ("family:toy_family",), "title", "year")
    ids = sorted(one for found in everywhere.values() for one in found)

    assert ids == [f"forum:{number:017d}" for number in (1, 2, 3)]
    there = posts_by_period(shared, ("family:toy_family",), "title", "year", "lw")
    assert [one for found in there.values() for one in found] == [one for one in ids if documents[one] == "lw"]


@pytest.mark.parametrize("name", ["cumulative-documents", "cumulative-authors"])
def test_a_line_that_ends_in_2019_does_not_count_what_came_later(build: Build, name: str) -> None:
    # Posts 1 to 10 and post 30 cite the work; 1 to 4 are of 2019, the only year that was read.
    assert chart(build, spread, name, "?grain=year").documents == Behind(4, 7)


def test_a_contest_in_texts_says_how_many_documents_are_not_drawn(build: Build) -> None:
    shares = chart(build, succession, "shares", "?field=all&grain=quarter")
    one = shares.table.drop_duplicates("period")

    assert isinstance(shares.documents, Behind)
    assert shares.documents.drawn == int(one[one["covered"]]["denominator"].sum())
    assert shares.documents.hidden == int(one[~one["covered"]]["denominator"].sum()) > 0


def test_the_axis_of_shares_holds_the_upper_ends_of_their_intervals() -> None:
    rows = pd.DataFrame(
        {
            "term": "old word",
            "period": ["2019", "2020", "2021"],
            "field": "title",
            "venue": "all",
            "documents": [1, 0, 5],
            "documents_total": [10, 10, 10],
            "documents_known": [10, 10, 100],
            "authors": 1,
            "documents_serials_once": 1,
            "share_of_documents": [0.1, 0.0, 0.5],
            "ci_low": [0.02, 0.0, 0.2],
            "ci_high": [0.4, 0.7, 0.9],
            "covered": [True, True, False],
            "partial": False,
        }
    )
    terms = toy.terms()

    # The interval of a share of 0 is not drawn, and nothing of a period that is not covered.
    assert figure_trend(rows, "share", terms, True)["layout"]["yaxis"]["range"] == [0, pytest.approx(1.08 * 40)]
    assert figure_trend(rows, "share", terms, False)["layout"]["yaxis"]["range"] == [0, pytest.approx(1.08 * 10)]


def test_citations_of_periods_that_are_not_drawn_stand_apart_on_the_page_of_a_document(build: Build) -> None:
    view = url_state.accept(document.parameters(build), {"id": "forum:rootrootrootroot1"})
    received = next(one for one in document.layout(build, view).charts if one.name == "received-by-period")

    # Posts 1 to 10 were posted before October 2020, until when posts were read; post 30 in 2022.
    assert received.documents == Behind(10, 1)


def test_a_document_that_links_two_parts_of_the_work_is_counted_once(tmp_path: Path) -> None:
    rows = [
        {"period": period, "grain": "quarter", "part": part, "document_id": part, "section": "all"}
        | {"citing_documents": count, "citing_documents_any": together, "covered": True}
        for period, part, count, together in (
            ("2019-Q3", "one", 3, 4),
            ("2019-Q3", "two", 2, 4),
            ("2019-Q4", "one", 1, 1),
            ("2019-Q4", "two", 1, 1),
        )
    ]
    settings = toy.publish(tmp_path, parts=pd.DataFrame(rows).reindex(columns=TABLES["parts"].names))
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None

    assert chart(current, spread, "parts", "?grain=quarter").documents == 4 + 1
