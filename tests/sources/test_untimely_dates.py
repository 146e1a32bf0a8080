"""A date that no document of a forum can have is named, and what it is the date of is kept without it."""

import pytest

from pipeline.records import DocumentRecord, QuarantinedRecord
from pipeline.registry import plugins
from pipeline.sources import SOURCES
from tests.sources.cases import FOLDER, RETRIEVED_AT, reply_of


@pytest.mark.parametrize("impossible", ["2099-03-01T20:16:28.651Z", "1996-03-01T20:16:28.651Z"])
@pytest.mark.parametrize(
    ("source", "case", "right", "kind"),
    [
        ("forum_page", "question", "2021-03-01T20:16:28.651Z", "post"),
        ("forum_page", "question", "2021-03-02T08:00:00.000Z", "comment"),
        ("forum_user_page", "feed", "2020-01-05T23:03:08.000Z", "comment"),
        ("forum_tag_page", "wiki", "2019-06-05T20:16:28.651Z", "post"),
    ],
)
def test_a_date_that_cannot_be_is_told_of(source: str, case: str, right: str, kind: str, impossible: str) -> None:
    folder = FOLDER / source / case
    page = reply_of(folder).body
    assert right.encode() in page
    before, after = (
        list(plugins(SOURCES)[source].parse(reply_of(folder, data)))
        for data in (page, page.replace(right.encode(), impossible.encode()))
    )
    dated = right[:19] + "Z"
    hit = {one.document_id for one in before if isinstance(one, DocumentRecord) and one.posted_at == dated}
    told = [one for one in after if isinstance(one, QuarantinedRecord) and impossible[:10] in one.why]

    assert {one.posted_at for one in after if isinstance(one, DocumentRecord) and one.document_id in hit} == {None}
    assert [(one.what, one.why) for one in told] == [
        (
            f"{source} {kind}, kept",
            f"date: found '{impossible[:19]}Z', wanted a date from 2005 to {RETRIEVED_AT[:10]}; kept without it",
        )
    ] * len(hit)
    assert len(hit) == 1
