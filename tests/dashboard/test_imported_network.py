"""What the pages say of an imported network, and of dates that are known to the day or year alone."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.app import load_pages, tables_of
from dashboard.data_access import Build, Store
from dashboard.facts import adopters, reach, root_documents
from dashboard.pages import overview, spread
from pipeline.exports._caveats import counted, in_reach
from pipeline.settings import EVER
from tests.dashboard import toy

FIRST, SECOND, THIRD = (f"forum:{number:017d}" for number in (1, 2, 3))


def published(folder: Path, documents: pd.DataFrame, *, network: bool = False) -> Build:
    settings = toy.publish(folder, documents=documents)
    settings = settings.model_copy(update={"census": EVER}) if network else settings
    current = Store(settings, tables_of(load_pages())).current()
    assert current is not None
    return current


def test_a_network_is_not_said_to_be_by_0_authors_nor_to_have_what_it_cannot(tmp_path: Path) -> None:
    documents = toy.documents().assign(author_ids=None, authors=None)
    shown = toy.documents().assign(origin="edge_list")
    data = published(tmp_path, shown.assign(author_ids=documents["author_ids"]), network=True)
    content = overview.layout(data, url_state.read((), ""))
    chosen = url_state.read(spread.parameters(data), "?kind=all")
    (curve, *_) = spread.layout(data, chosen).charts

    assert "0 author" not in content.answer
    assert "So far 11 posts are known to cite it" in content.answer
    said = [one.label for one in content.key_figures]
    assert "documents known" in said
    assert not any("comments" in one or "terms" in one for one in said)
    assert not any(note.startswith("Comments are never all known") for note in curve.notes)


@pytest.mark.parametrize(
    ("posted", "counts"),
    [("2019-06-01T11:00:00Z", False), ("2019-06-01", True), ("2019", True), (None, True), ("2018", False)],
)
def test_what_cites_the_work_is_counted_by_the_moment_as_the_tables_count_it(
    tmp_path: Path, posted: str | None, counts: bool
) -> None:
    documents = toy.documents()
    documents.loc[documents["document_id"] == FIRST, "posted_at"] = posted
    settings = toy.publish(tmp_path, documents=documents, recounted=False, citations=toy.citations(toy.documents()))
    data = Store(settings, tables_of(load_pages())).current()
    assert data is not None

    assert (FIRST in adopters(data)) == counts
    assert SECOND in adopters(data)
    assert reach(data).total == 40 - (not counts)


def test_the_reach_is_that_of_the_tables_and_called_by_what_it_holds(tmp_path: Path) -> None:
    documents = toy.documents()
    for one, column, value in ((FIRST, "posted_at", None), (SECOND, "kind", "comment"), (THIRD, "kind", "paper")):
        documents.loc[documents["document_id"] == one, column] = value
    data = published(tmp_path, documents)
    held = data.table("documents")
    known = reach(data)

    assert (known.total, known.known) == counted(in_reach(held, set(root_documents(data)["document_id"])))
    assert known.called == f"{known.total} documents not dated before the work of 2019-06-01"
