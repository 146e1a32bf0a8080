"""Walks whose pages hold rows that are at fault: what a walk passed over is asked for, and nothing is said of it before."""

from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.settings import Settings
from pipeline.sources import forum_api
from tests.loopback_forum import LoopbackForum, a_post, post_id
from tests.sources.forum_runs import documents, ids, run

pytestmark = pytest.mark.usefixtures("first_day")


@pytest.fixture
def settings(settings: Settings, forum: LoopbackForum) -> Settings:
    """Walk through a root post and 149 more, one an hour: four pages, each of which begins with the last row before it."""
    hours = (f"2020-02-{hour // 24 + 1:02d}T{hour % 24:02d}:00:00.500Z" for hour in range(149))
    forum.posts = [a_post(1), *(a_post(number, postedAt=at) for number, at in enumerate(hours, 2))]
    gather = settings.gather.model_copy(update={"scope": "forum", "comments": "none"})
    return settings.model_copy(update={"gather": gather})


@pytest.mark.parametrize(
    ("number", "wrong"), [(30, "2087-01-01T00:00:00.000Z"), (50, "2087-01-01T00:00:00.000Z"), (30, "2020-08-01T00:00:00.000Z")]
)  # fmt: skip
def test_a_wrong_date_within_a_page_does_not_make_a_walk_pass_over_what_lies_between(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch, number: int, wrong: str
) -> None:
    right = forum._row

    def dated(row: dict[str, Any], named: set[str]) -> dict[str, Any]:
        return right(row, named) | ({"postedAt": wrong} if row["_id"] == post_id(number) else {})

    monkeypatch.setattr(forum, "_row", dated)
    assert run(settings, archive).missing == ()
    assert documents(archive).keys() == ids(*range(1, 151))
    assert forum_api.census(archive, af=False) == ("2020-01-01", "2020-09-13")
