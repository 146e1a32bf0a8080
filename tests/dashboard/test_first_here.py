"""The first use of a term here: by whom, in what, and that it may be older than the term itself."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import url_state
from dashboard.content import Chart
from dashboard.data_access import Build, Store
from dashboard.markup import markup
from dashboard.pages import terminology
from dashboard.pages._glossary import OLDER
from tests.dashboard import toy

FIRST = f"forum:{2:017d}"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The toy build, in which the new word, known from 2020, has its first use in a document of 2019, and later another."""
    uses = toy.first_uses()
    new = uses["term"] == "new word"
    uses.loc[new, ["document_id", "author_id", "posted_at"]] = [FIRST, "forum:author-3", "2019-11-03T12:00:00Z"]
    later = uses[new].assign(document_id="forum:later", author_id="forum:author-4", posted_at="2021-01-01T12:00:00Z")
    uses = pd.concat([later, uses], ignore_index=True)
    folder: Path = tmp_path_factory.mktemp("used")
    current = Store(toy.publish(folder, term_first_uses=uses), toy.HELD).current()
    assert current is not None
    return current


def chart(build: Build, name: str, search: str = "") -> Chart:
    view = url_state.read(terminology.parameters(build), search)
    return next(one for one in terminology.layout(build, view).charts if one.name == name)


def test_the_first_use_here_names_its_author_and_opens_its_document(used: Build) -> None:
    shown = chart(used, "meanings", "?terms=new+word")
    said = markup(shown.body)

    assert shown.table[["first_here", "first_here_id", "authors_so_far"]].to_numpy().tolist() == [
        ["2019-11-03", FIRST, 2]
    ]
    assert shown.table["first_here_by"].tolist() == [
        used.table("authors").set_index("author_id")["name"]["forum:author-3"]
    ]
    assert f'href="/doc/{FIRST}"' in said
    assert "first here 2019-11-03 by " in said


def test_a_first_use_before_the_first_known_one_is_told_of_with_care(used: Build) -> None:
    old, new = (markup(chart(used, "meanings", f"?terms={word}+word").body) for word in ("old", "new"))

    assert OLDER in new
    assert OLDER not in old
    (note,) = chart(used, "index").notes
    assert note.startswith("The first use here of 2 terms is older than the first known use as a term")


def test_all_terms_open_the_documents_of_their_first_uses_here(used: Build) -> None:
    shown = chart(used, "index")

    assert f'href="/doc/{FIRST}"' in markup(shown.body)
    assert dict(zip(shown.table["term"], shown.table["first_here_id"], strict=True))["new word"] == FIRST
