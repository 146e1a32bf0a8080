"""What becomes of posts that a walk gave, or that no longer stand in reach of the root posts: nothing forgets them."""

from typing import Any

import pytest

from pipeline.archive.store import Archive
from pipeline.records import VisibilityRecord
from pipeline.settings import Settings
from tests.loopback_forum import LoopbackForum, post_id
from tests.sources.forum_runs import documents, ids, records, run

pytestmark = pytest.mark.usefixtures("first_day")

EDIT = {"modifiedAt": "2020-10-01T00:00:00.000Z", "htmlBody": "<p>New words.</p>", "title": "New title"}


def choose(settings: Settings, **gather: Any) -> Settings:
    return settings.model_copy(update={"gather": settings.gather.model_copy(update=gather)})


def asked(forum: LoopbackForum, name: str) -> list[list[str]]:
    return [one["variables"]["ids"] for one in forum.questions() if one["operationName"] == name]


@pytest.mark.parametrize("scope", ["forum", "alignment-forum"])
def test_a_walked_post_that_was_edited_is_asked_for_again_and_watched_ever_after(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, scope: str
) -> None:
    walked = choose(settings, scope=scope)
    forum.posts[6]["af"] = True
    first = run(walked, archive)
    later(30)
    forum.posts[6] |= EDIT
    outcome = run(walked, archive)

    told = documents(archive)[f"forum:{post_id(7)}"]
    assert (told["title"], told["body"].text) == ("New title", "<p>New words.</p>")
    assert asked(forum, "PostBodies") == asked(forum, "PostDetails") == [[post_id(7)]]
    assert outcome.came == first.came, "nothing that is known is forgotten"

    later(60)
    forum.posts[6]["baseScore"] = 555
    run(walked, archive)
    assert documents(archive)[f"forum:{post_id(7)}"]["karma"] == 555
    assert asked(forum, "PostBodies") == [], "an edit is asked for once"

    later(90)
    del forum.posts[6]
    run(walked, archive)
    assert [one.document_id for one in records(archive) if isinstance(one, VisibilityRecord)] == list(ids(7))


def test_a_post_that_left_the_reach_is_still_asked_for_when_it_was_edited(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(choose(settings, generations=2), archive)
    later(30)
    forum.posts[3] |= EDIT
    run(choose(settings, generations=1), archive)
    later(60)
    forum.posts[3]["baseScore"] = 500
    run(choose(settings, generations=1), archive)

    told = documents(archive)[f"forum:{post_id(4)}"]
    assert (told["title"], told["karma"]) == ("New title", 500)


def test_a_post_that_is_marked_after_a_walk_passed_its_date_is_asked_for(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    walked = choose(settings, scope="alignment-forum")
    run(walked, archive)
    assert f"forum:{post_id(7)}" not in documents(archive)
    later(30)
    forum.posts[6] |= {"af": True, "afDate": "2020-10-01T00:00:00.000Z"}
    run(walked, archive)

    assert "body" in documents(archive)[f"forum:{post_id(7)}"]
    assert asked(forum, "PostBodies") == asked(forum, "PostDetails") == [[post_id(7)]]
    later(36)
    assert run(walked, archive).requests == 0
