"""Outside text in a sentence of ours stands there letter for letter, and turns nothing around it."""

from types import ModuleType
from urllib.parse import quote_plus

import pytest

from dashboard import url_state, words
from dashboard.app import load_pages, tables_of
from dashboard.components.text import sentence
from dashboard.data_access import Build, Store
from dashboard.markup import markup
from dashboard.pages import author, authors, document, overview, spread, succession, term, terminology, together
from dashboard.pages._document_tables import record
from tests.dashboard import toy

SIGN = "\u202e"
"""It turns what follows from right to left."""


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("`a` and `b`", "`a` and `b`"),
        (f"{SIGN}desrever", f"{SIGN}desrever"),
        ("2024-01-02 & 5 %", "2024-01-02 &amp; 5 %"),
        ("\u2068open \u2069closed\u2069", "open closed"),
    ],
)
def test_a_title_keeps_its_letters_and_its_direction_to_itself(title: str, shown: str) -> None:
    said = markup(sentence(f"Run `make`: “{words.outside(title)}” is read."))

    assert said == f"Run <code>make</code>: “<bdi>{shown}</bdi>” is read."


def test_a_name_of_nothing_is_said_to_be_not_known() -> None:
    assert "not known" in markup(sentence(f"{words.outside('')} wrote it."))


def test_names_in_the_answers_of_pages_about_one_thing_are_isolated(build: Build) -> None:
    someone = author.samples(build)[0]
    own = build.table("documents").head(1)
    assert author._answer(build, someone, own).startswith("\u2068")

    (one,) = build.table("documents").query("authors == 'Author A'")["document_id"].head(1)
    row = record(build, one)
    assert " by <bdi>Author A</bdi>" in markup(sentence(document._answer(row, document._by(row, ()), own, own, True)))


NAME = f"`a` {SIGN}desrever `b` 5 %"
"""Of a term and a title: two commands it seems, and a sign that turns what follows."""
ISOLATED = f"<bdi>{NAME}</bdi>"


@pytest.fixture(scope="module")
def renamed(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The toy build with that name for "new word" wherever a table has it, and for the title of the work."""
    settings = toy.publish(tmp_path_factory.mktemp("renamed"))
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    works = {**settings.works, settings.root: settings.root_work.model_copy(update={"title": NAME})}
    (contest,) = settings.contests.values()
    there = contest.model_copy(update={"variants": tuple(one.replace("new word", NAME) for one in contest.variants)})
    current.settings = settings.model_copy(update={"works": works, "contests": {"toy": there}})
    for name, frame in current._frames.items():
        current._frames[name] = frame.assign(
            **{
                column: frame[column].str.replace("new word", NAME, regex=False)
                for column in frame.select_dtypes("str")
                if column not in ("answer", "note")
            }
        )
    return current


def said(page: ModuleType, build: Build, search: str) -> tuple[str, list[str]]:
    """The answer of a page, and whatever else it says in sentences."""
    view = url_state.read(page.parameters(build), search, {"name": NAME} if page is term else {})
    assert not view.notes
    content = page.layout(build, view)
    notes = [text for chart in content.charts for text in (chart.subtitle, chart.empty, *chart.notes)]
    return content.answer, [*content.cautions, *notes]


@pytest.mark.parametrize(
    ("page", "search"),
    [
        (terminology, f"?terms={quote_plus(NAME)}&grain=year"),
        (term, ""),
        (succession, ""),
        (succession, "?field=all"),
        (together, "?least=1"),
        (overview, ""),
        (authors, ""),
        (spread, ""),
    ],
    ids=lambda one: getattr(one, "NAME", one and "chosen"),
)
def test_outside_text_stands_letter_for_letter_in_all_that_a_page_says(
    renamed: Build, page: ModuleType, search: str
) -> None:
    answer, others = said(page, renamed, search)
    naming = [text for text in (answer, *others) if SIGN in text]

    assert naming or search == "?field=all"
    for text in naming:
        shown = markup(sentence(text))
        assert ISOLATED in shown
        assert SIGN not in shown.replace(ISOLATED, ""), text
