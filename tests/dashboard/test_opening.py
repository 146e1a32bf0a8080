"""What a number opens is exactly what it counted, and every subject has an address that is read back."""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import opening, routing, url_state
from dashboard.data_access import Build
from dashboard.narrowing import Subject
from dashboard.pages import works
from dashboard.pages._works_table import fitting
from dashboard.spans import in_days
from dashboard.url_state import View

PAGE = SimpleNamespace(PATH="/doc/<id>", __name__="doc")


def opened(build: Build, address: str) -> int:
    """How many works an address shows."""
    path, _, search = address.partition("?")
    view = url_state.read(works.parameters(build), search)
    assert (path, view.notes) == ("/works", ())
    return len(fitting(build, view))


def test_every_bar_of_the_spread_opens_as_many_works_as_it_counts(build: Build) -> None:
    bars = build.table("spread")
    assert bars["citing_documents"].max() > 1
    for row in bars.itertuples():
        address = opening.works(cites="root", period=row.period, kind=row.kind, venue=row.venue)  # type: ignore[arg-type]
        assert opened(build, address) == row.citing_documents


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"term": "old word", "field": "title"}, 2),
        ({"term": "old word", "field": "body"}, 1),
        ({"term": "old word", "field": "all"}, 2),
        ({"term": "old word"}, 2),
        ({"family": "toy_family", "field": "all"}, 3),
        ({"family": "toy_family", "without": "new word"}, 2),
        ({"term": "old word", "also": "new word"}, 0),
        ({"term": "old word", "cites": "root"}, 2),
        ({"term": "old word", "not_citing": "root"}, 0),
        ({"cites": "forum:00000000000000001"}, 1),
        ({"cited_by": "forum:00000000000000011"}, 1),
        ({"author": "forum:author-6"}, 5),
        ({"ids": ["forum:00000000000000001", "forum:00000000000000002"]}, 2),
    ],
    ids=str,
)
def test_a_filter_gives_the_documents_that_it_names(build: Build, filters: dict[str, str], count: int) -> None:
    assert opened(build, opening.works(**filters)) == count  # type: ignore[arg-type]


def test_what_a_link_names_wrongly_is_noted(build: Build) -> None:
    view = url_state.read(works.parameters(build), "?term=nobody&from=2020-02-31&venue=mars")

    assert [note.partition(":")[0] for note in view.notes] == ["venue", "term", "from"]


@pytest.mark.parametrize(
    ("dates", "first", "last", "fits"),
    [
        ("2019-03-31T23:59:59Z", "2019-01-01", "2019-03-31", True),
        ("2019-04-01T00:00:00Z", "2019-01-01", "2019-03-31", False),
        ("2019-02", "2019-02-01", "2019-02-28", True),
        ("2019-02", "2019-02-01", "2019-02-27", False),
        ("2019", "2019-01-01", "2019-12-31", True),
        ("2019", "2019-01-01", "2019-11-30", False),
        ("2019", "", "2019-12-31", True),
        (None, "", "2019-12-31", False),
    ],
)
def test_a_date_lies_within_days_only_if_all_it_may_mean_does(dates: str, first: str, last: str, fits: bool) -> None:
    assert in_days(pd.Series([dates], dtype="str"), first, last).tolist() == [fits]


@given(st.text(min_size=1, max_size=80).filter(lambda text: text.encode("utf-8", "ignore").decode() == text))
def test_any_subject_is_read_back_from_its_address(name: str) -> None:
    path = urlsplit("http://here" + opening.document(name)).path
    place = routing.find([PAGE], path)  # type: ignore[list-item]

    assert place is not None
    assert place.given == {"id": name}
    assert routing.path(PAGE, View({"id": name})) == path  # type: ignore[arg-type]
    assert path.count("/") == 2


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("INNER", ["inner alignment"]),
        ("mesa-optimiser", ["mesa-optimizer"]),
        ("abc", ["forum:abcd"]),
        ("its t", ["forum:abcd"]),
        ("zzzzzz", []),
        (" ", []),
    ],
)
def test_what_is_like_an_unknown_subject_is_found(wanted: str, found: list[str]) -> None:
    about = Subject("name", "Term", ["inner alignment", "mesa-optimizer", "forum:abcd"], {"forum:abcd": "Its Title"})

    assert routing.near(about, wanted) == found
