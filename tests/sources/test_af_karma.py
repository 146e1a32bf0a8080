"""The karma on the Alignment Forum is the same fact, whether a page or a row says it."""

from typing import Any

import pytest

from pipeline.records import FactRecord
from pipeline.sources._forum_questions import OPTIONAL, OPTIONAL_OF_COMMENTS
from pipeline.sources._forum_rows import Reader

ID = "Loop0000000000001"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"af": True, "afBaseScore": 70}, ["70"]),
        ({"af": True, "afBaseScore": 0}, ["0"]),
        ({"afBaseScore": 12}, ["12"]),
        ({"af": False, "afBaseScore": 0}, []),
        ({"afBaseScore": 0}, []),
        ({"af": True, "afBaseScore": None}, []),
        ({"af": True}, []),
    ],
)
def test_a_row_says_the_karma_on_the_alignment_forum(row: dict[str, Any], said: list[str]) -> None:
    reader = Reader("forum_api", "2026-01-01T00:00:00Z", "reply", "https://www.lesswrong.com")
    records = [*reader.post({"_id": ID} | row, 1), *reader.comment({"_id": ID, "postId": ID} | row, 2), *reader.end()]
    facts = [(one.document_id, one.fact, one.value) for one in records if isinstance(one, FactRecord)]

    assert facts == [(f"{kind}:{ID}", "af_karma", value) for kind in ("forum", "forum-comment") for value in said]
    assert len(records) == 2 + len(facts), "and no field is unknown"


def test_it_is_asked_for_where_a_forum_has_it() -> None:
    assert "afBaseScore" in OPTIONAL
    assert "afBaseScore" in OPTIONAL_OF_COMMENTS
