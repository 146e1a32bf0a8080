"""Numbers in lists: each opens, in Works, exactly as many documents as it says."""

import re
from pathlib import Path
from typing import Any

import pytest

from dashboard import url_state
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from dashboard.facts import records
from dashboard.markup import markup
from dashboard.pages import authors, network, spread, term, terminology, works
from dashboard.pages._term_posts import using
from dashboard.pages._works_table import fitting
from dashboard.url_state import View
from tests.dashboard import toy

LINK = re.compile(r'<a href="(/works[^"]*)"><bdi>([\d,]+)</bdi></a>')


def chart(page: Any, build: Build, of: str, search: str = "", **subject: str) -> Chart:
    chosen = url_state.read(page.parameters(build), search)
    found = {one.name: one for one in page.layout(build, View({**chosen.values, **subject})).charts}
    shown: Chart = found[of]
    return shown


def opened(build: Build, body: Any) -> list[tuple[int, int]]:
    """Return each number of a list that opens Works, and how many documents stand there."""
    pairs = []
    for address, number in LINK.findall(str(body)):
        view = url_state.read(works.parameters(build), address.replace("&amp;", "&").partition("?")[2])
        assert not view.notes
        pairs.append((int(number.replace(",", "")), len(fitting(build, view))))
    return pairs


@pytest.mark.parametrize(
    ("page", "name", "search", "columns"),
    [
        (authors, "authors", "?who=all", ["documents", "citing_documents"]),
        (spread, "most-cited", "", ["local_citations"]),
    ],
)
def test_a_number_of_documents_opens_as_many_and_0_opens_nothing(
    build: Build, page: Any, name: str, search: str, columns: list[str]
) -> None:
    shown = chart(page, build, name, search)
    pairs = opened(build, shown.body)

    assert sorted(number for number, _ in pairs) == sorted(
        int(value) for column in columns for value in shown.table[column].dropna() if value > 0
    )
    assert all(number == there for number, there in pairs)
    assert pairs


def test_a_number_of_titles_or_texts_of_a_term_opens_the_posts_that_it_counts(build: Build) -> None:
    shown = chart(terminology, build, "index")
    links = [(address.replace("&amp;", "&"), int(number)) for address, number in LINK.findall(str(shown.body))]

    assert links == [
        (using(row["term"], field), row[column])
        for row in records(shown.table)
        for column, field in (("titles", "title"), ("texts", "all"))
        if row[column] > 0
    ]
    assert links


def test_a_card_whose_numbers_open_nothing_says_why(build: Build) -> None:
    assert "The numbers open nothing" in chart(term, build, "forms", name="old word").subtitle


def test_citations_received_open_the_documents_that_received_them_whose_numbers_sum_to_it(tmp_path: Path) -> None:
    posts = toy.documents()
    given, cited = toy.citations(posts)["cited_id"].value_counts(), posts["document_id"]
    received = cited.map(given).fillna(0).astype("int64").groupby(posts["author_ids"]).sum()
    measures = toy.author_metrics(posts)
    measures["citations_received"] = measures["author_id"].map(received)
    current = Store(toy.publish(tmp_path, author_metrics=measures), toy.HELD).current()
    assert current is not None

    body = str(chart(authors, current, "authors", "?who=all").body)
    links = re.findall(r'<a href="(/works[^"]*local_citations[^"]*)"><bdi>(\d+)</bdi></a>', body)
    views = [url_state.read(works.parameters(current), one.replace("&amp;", "&").partition("?")[2]) for one, _ in links]
    rows = [works.layout(current, view).charts[0].table["local_citations"] for view in views]

    assert [(int(number), int((column > 0).sum())) for (_, number), column in zip(links, rows, strict=True)] == [
        (11, 1),
        (1, 1),
    ]
    assert [int(column.sum()) for column in rows] == [11, 1]
    assert not any(view.notes for view in views)


@pytest.mark.parametrize(("name", "column"), [("authors", "documents"), ("documents", "local_citations")])
def test_numbers_in_the_lists_of_a_term_open_as_many_documents(build: Build, name: str, column: str) -> None:
    shown = chart(term, build, name, name="old word")
    pairs = opened(build, shown.body)

    assert [number for number, _ in pairs] == [int(one) for one in shown.table[column].dropna() if one > 0]
    assert all(number == there for number, there in pairs)
    assert pairs


def test_the_measures_of_what_is_in_focus_that_count_documents_open_them(build: Build) -> None:
    cards = [chart(network, build, "focus", f"?focus=forum:{one:017d}") for one in (1, 2)]
    links = [re.findall(r'href="(/works[^"]*)">(\d+)<', markup(card.body)) for card in cards]

    assert links == [[(f"/works?kind=any&amp;cites=forum:{1:017d}", "1")], []]
