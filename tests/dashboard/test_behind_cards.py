"""What the cards of lags, contests, spellings and themes say stands behind them, by hand: each document once."""

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.content import Behind, Chart
from dashboard.data_access import Build, Store
from dashboard.pages import spread, succession, together
from dashboard.pages._spellings import behind_spellings
from tests.dashboard import toy

PAGES = {page.NAME: page for page in load_pages()}
USES = [
    (1, "old word", "title"),
    (1, "new word", "title"),
    (2, "old word", "title"),
    (2, "new word", "title"),
    (3, "new word", "title"),
    (2, "new word", "body"),
    (3, "new word", "footnote"),
    (4, "new word", "quote"),
    (3, "old word", "body"),
]
"""Posts 1 to 4 are of 2019."""


@pytest.fixture(scope="module")
def uses(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build in which posts 1 to 4 use both words here and there."""
    columns = ["document_id", "term", "field"]
    counts = pd.DataFrame([(f"forum:{number:017d}", *rest) for number, *rest in USES], columns=columns)
    counts = counts.assign(family="toy_family", occurrences=1)
    settings = toy.publish(tmp_path_factory.mktemp("uses"), term_counts=counts)
    current = Store(settings, tables_of(PAGES.values())).current()
    assert current is not None
    return current


def chart(build: Build, page: str, name: str, search: str = "") -> Chart:
    view = url_state.read(PAGES[page].parameters(build), search)
    assert not view.notes
    return next(one for one in PAGES[page].layout(build, view).charts if one.name == name)


@pytest.mark.parametrize("basis", ["documents", "authors", "serials_once"])
@pytest.mark.parametrize("name", ["turns", "fit", "switching"])
def test_a_contest_says_in_how_many_posts_its_words_stand_whatever_is_counted(
    uses: Build, name: str, basis: str
) -> None:
    # Posts 1 and 2 have both words; of all that use one in a title, none is of another year.
    assert chart(uses, succession.NAME, name, f"?basis={basis}").documents == 3


def test_several_later_words_open_the_posts_with_any_of_them(uses: Build) -> None:
    view = url_state.read(succession.parameters(uses), "")
    ids = "~".join(f"forum:{number:017d}" for number in (1, 2, 3))

    assert succession._of_later(uses, view, "new word | old word") == f"/works?kind=any&ids={ids}"
    assert succession._of_later(uses, view, "new word | old word", "2019") == f"/works?kind=any&ids={ids}"
    assert succession._of_later(uses, view, "new word | old word", "2020") is None
    assert succession._of_later(uses, view, "new word") == "/works?term=new+word&field=title"


def test_spellings_count_the_titles_that_their_points_open_each_once() -> None:
    rows = [("owl", "owls", "2019", 2, True), ("owl", "owl", "2019", 1, True), ("wren", "wren", "2019", 1, True)]
    rows += [("owl", "owl", "2020", 0, True), ("owl", "owl", "2021", 1, False)]
    table = pd.DataFrame(rows, columns=["term", "form", "period", "documents", "covered"])
    posts = {"owl": {"2019": ["a", "b"], "2020": ["c"], "2021": ["d"]}, "wren": {"2019": ["b", "e"]}}

    # Title c has another spelling of the term, which is not drawn; d is of a year that is not.
    assert behind_spellings(table, posts) == Behind(3, 1)


def test_themes_count_the_posts_of_their_year_with_any_of_their_terms(uses: Build) -> None:
    assert chart(uses, together.NAME, "flows").documents == 3


def test_the_company_of_a_term_is_that_of_texts_footnotes_and_comments(uses: Build) -> None:
    # Not of post 1, which has the word in its title alone, nor of post 4, which quotes it.
    drift = chart(uses, together.NAME, "drift", "?term=new+word")
    assert drift.documents == Behind(2)
    assert any("where it has no company" in note for note in drift.notes)
    assert chart(uses, together.NAME, "words", "?term=new+word").documents == 2


def test_lags_count_the_documents_that_their_fields_open_and_say_which(build: Build) -> None:
    pair, steps = (chart(build, spread.NAME, "lags", f"?lag={lag}") for lag in ("first_citing", "step_last_exposure"))

    assert pair.documents == Behind(2)
    assert "A field opens both documents of its pair." in pair.notes
    assert steps.documents == Behind(4)
    assert "A field opens the later document of each of its steps." in steps.notes
    assert any("so a lag may be shorter or longer than shown" in note for note in pair.notes)


def test_the_survival_curve_counts_the_documents_with_which_authors_cited_the_work(build: Build) -> None:
    # Post 1 stands behind two of its steps.
    assert chart(build, spread.NAME, "time-to-cite").documents == 2


def test_a_mark_of_attention_says_that_it_opens_all_of_its_part(build: Build) -> None:
    assert any(
        "Either mark opens all the citing documents" in note for note in chart(build, spread.NAME, "attention").notes
    )
