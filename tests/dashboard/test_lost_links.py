"""Links that could not be resolved, on the page of their document."""

import pandas as pd
import pytest

from dashboard.app import load_pages, tables_of
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from dashboard.pages import document
from dashboard.url_state import accept
from tests.dashboard import toy

CITING, ALONE = f"forum:{1:017d}", "forum:rootrootrootroot1"


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Two links of a post without a citation and one of a citing post name nothing; one of each links to itself."""
    rows = [(f"{one} #{number}", why) for one, many in ((CITING, 1), (ALONE, 2)) for number, why in enumerate(["slug: none has it"] * many + ["links to itself"])]  # fmt: skip
    table = pd.DataFrame(
        [{"what": f"forum-slug:gone-{place}", "where": where, "why": why} for place, (where, why) in enumerate(rows)]
    )
    current = Store(
        toy.publish(tmp_path_factory.mktemp("lost"), unresolved_links=table), tables_of(load_pages())
    ).current()
    assert current is not None
    return current


def page(build: Build, document_id: str) -> tuple[str, Chart]:
    shown = document.layout(build, accept(document.parameters(build), {"id": document_id}))
    return shown.answer, next(one for one in shown.charts if one.name == "cites")


def test_a_document_whose_links_name_nothing_known_is_not_said_to_cite_none(lost: Build) -> None:
    answer, card = page(lost, ALONE)

    assert card.table.empty
    assert card.empty == "None that could be resolved; 2 links name documents that could not be found."
    assert not card.none
    assert not card.notes
    assert "it cites 0 documents (2 links could not be resolved)" in answer


def test_beside_the_citations_of_a_document_its_lost_links_are_counted(lost: Build) -> None:
    _, card = page(lost, CITING)

    assert len(card.table) == 1
    assert card.notes == ["1 more link names a document that could not be found."]
