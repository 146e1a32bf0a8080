"""The author page: what stands behind the numbers of whom they cite, of who cites them, and of their documents."""

from urllib.parse import urlsplit

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.components.listing import listing
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from dashboard.markup import markup
from dashboard.pages import author, works
from dashboard.pages._works_table import fitting
from dashboard.pages._works_table import works as every
from pipeline.graph.derived import author_citations
from tests.dashboard import toy

ROOT = "forum:rootrootrootroot1"


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The toy build with the author citations of its citations; a document has a link to itself besides."""
    posts = toy.documents()
    pairs = toy.citations(posts)
    table = author_citations(pairs, toy.authorship(posts))
    loop = pairs.iloc[:1].assign(citing_id=ROOT)
    settings = toy.publish(tmp_path_factory.mktemp("cited"), citations=pd.concat([pairs, loop]), author_citations=table)
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    return current


def chart(data: Build, author_id: str, name: str) -> Chart:
    view = url_state.accept(author.parameters(data), {"id": author_id})
    return next(one for one in author.layout(data, view).charts if one.name == name)


def behind(data: Build, address: str) -> list[str]:
    """The documents that an address opens."""
    view = url_state.read(works.parameters(data), urlsplit(address).query)
    assert not view.notes
    return sorted(every(data)["document_id"].take(fitting(data, view)))


def addresses(shown: Chart) -> list[str]:
    """What is linked on a card, in order of its rows and columns."""
    assert shown.body is not None
    return [part.partition('"')[0].replace("&amp;", "&") for part in markup(shown.body).split('href="')[1:]]


def test_a_number_between_two_authors_opens_the_documents_that_it_counts(cited: Build) -> None:
    given = chart(cited, "forum:author-1", "cites")

    assert given.table[["author_id", "citations"]].to_numpy().tolist() == [["forum:author-0", 2]]
    name, citations, citing, received = addresses(given)
    assert name == "/author/forum:author-0"
    assert behind(cited, citations) == behind(cited, citing) == [f"forum:{1:017d}", f"forum:{8:017d}"]
    assert behind(cited, received) == [ROOT]


@pytest.mark.parametrize("name", ["cites", "cited-by"])
@pytest.mark.parametrize("number", range(7))
def test_what_is_opened_is_as_much_as_was_counted(cited: Build, number: int, name: str) -> None:
    shown = chart(cited, f"forum:author-{number}", name)
    if shown.table.empty:
        assert name == "cited-by" or number == 0
        return
    counted = shown.table[["citing_documents", "citing_documents", "cited_documents"]].to_numpy().tolist()
    linked = addresses(shown)
    assert [[len(behind(cited, one)) for one in linked[at + 1 : at + 4]] for at in range(0, len(linked), 4)] == counted
    assert shown.opens == linked[1::4]


def test_a_number_of_citations_received_opens_the_documents_that_cite(cited: Build) -> None:
    linked = addresses(chart(cited, "forum:author-1", "documents"))

    assert behind(cited, linked[1]) == [f"forum:{11:017d}"]
    assert [one for one in linked[2:] if one.startswith("/works")] == []  # The others have received none.


def test_0_and_what_is_not_known_open_nothing() -> None:
    table = pd.DataFrame({"document_id": ["a:1", "a:2", "a:3"], "cited": pd.array([2, 0, None], dtype="Int64")})
    shown = markup(listing(table, "a list", {"cited": "cited"}, behind={"cited": lambda row: f"/{row['cited']}"}))

    assert '<td class="number"><a href="/2"><bdi>2</bdi></a></td>' in shown
    assert '<td class="number">0</td>' in shown
    assert '<td class="number">–</td>' in shown
