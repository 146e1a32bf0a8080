"""Between which days every post is known."""

from pathlib import Path
from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.corpus.census import known_days
from pipeline.settings import AF, WHOLE, Census
from pipeline.sources import forum_api

BUNDLED = Census(start="2016-01-01", end="2025-08-29")


@pytest.mark.parametrize(
    ("walked", "bundled", "wanted"),
    [
        (None, BUNDLED, ("2016-01-01", "2025-08-29")),
        (None, None, None),
        (("2007-02-09", "2026-01-10"), None, ("2007-02-09", "2026-01-10")),
        (("2007-02-09", "2026-01-10"), BUNDLED, ("2007-02-09", "2026-01-10")),
        (("2007-02-09", "2018-05-01"), BUNDLED, ("2007-02-09", "2025-08-29")),
        (("2007-02-09", "2016-01-01"), BUNDLED, ("2007-02-09", "2025-08-29")),
        (("2007-02-09", "2012-05-01"), BUNDLED, ("2016-01-01", "2025-08-29")),
    ],
)
def test_a_walk_widens_the_days_that_it_reaches_and_no_gap_is_bridged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, walked: Any, bundled: Any, wanted: Any
) -> None:
    monkeypatch.setattr(forum_api, "census", lambda _archive, af: None if af else walked)
    with Archive(tmp_path / "replies.sqlite") as archive:
        known = known_days(archive, bundled)

    assert known == ({WHOLE: Census(start=wanted[0], end=wanted[1])} if wanted else {})


def test_a_walk_through_the_alignment_forum_speaks_for_it_and_not_for_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forum_api, "census", lambda _archive, af: ("2017-02-09", "2026-01-10") if af else None)
    with Archive(tmp_path / "replies.sqlite") as archive:
        marked = {AF: Census(start="2017-02-09", end="2026-01-10")}

        assert known_days(archive, None) == marked
        assert known_days(archive, BUNDLED) == {WHOLE: BUNDLED} | marked
