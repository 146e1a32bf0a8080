"""A copy of a post of a configured work is of that work, whichever of the two names the other."""

import pytest

from pipeline.corpus import build_from_records
from pipeline.records import FactRecord, Record
from pipeline.settings import Settings
from pipeline.sources._forum_rows import Reader
from tests.corpus._names import ROOT, bundled

COPY = "CopyOfTheRoot0001"


def read(scheme: str, post_id: str, copy_id: str | None, html: str = "") -> list[Record]:
    base = "https://www.lesswrong.com" if scheme == "forum" else "https://forum.effectivealtruism.org"
    mark = {"isCrosspost": copy_id is not None, "foreignPostId": copy_id}
    row = {
        "_id": post_id,
        "title": "On Roots",
        "postedAt": "2019-06-01T00:00:00Z",
        "fmCrosspost": mark,
        "htmlBody": html,
    }
    return list(Reader(f"{scheme}_api", "2026-01-01T00:00:00Z", "reply", base, scheme=scheme).post(row, 1))


@pytest.mark.parametrize(("of_root", "of_copy"), [(COPY, ROOT), (COPY, None), (None, ROOT)])
def test_a_copy_of_a_root_post_is_of_the_root_work(
    settings: Settings, of_root: str | None, of_copy: str | None
) -> None:
    also = f'<p>Also at <a href="https://www.lesswrong.com/posts/{ROOT}/x">LessWrong</a>.</p>'
    records = [*read("forum", ROOT, of_root), *read("eaforum", COPY, of_copy, also)]

    made = build_from_records(records, settings)
    works = made.documents.set_index("document_id")["work_id"]
    (citation,) = made.citations.itertuples()
    said = {(one.document_id, one.value, one.source) for one in made.page_facts.itertuples() if one.fact == "crosspost"}

    assert works[f"eaforum:{COPY}"] == works[f"forum:{ROOT}"] == "roots"
    assert (citation.n_crosspost, citation.n_body) == (1, 0)
    assert said == {
        *([(f"forum:{ROOT}", f"eaforum:{COPY}", "forum_api")] if of_root else []),
        *([(f"eaforum:{COPY}", f"forum:{ROOT}", "eaforum_api")] if of_copy else []),
    }, "which record said so is kept"


def test_bundled_facts_keep_a_copy_of_the_root_work(settings: Settings) -> None:
    made = build_from_records([*read("forum", ROOT, None), *read("eaforum", COPY, ROOT)], settings)
    again = build_from_records([], settings, bundled(made))

    assert again.documents.set_index("document_id")["work_id"][f"eaforum:{COPY}"] == "roots"


def test_a_row_without_a_copy_states_none() -> None:
    assert [record for record in read("forum", ROOT, None) if isinstance(record, FactRecord)] == []
