"""What becomes of comments that are known: new karma, edits, deletions, each recorded with its day."""

from typing import Any

import pandas as pd
import pytest

from pipeline.archive.store import Archive
from pipeline.records import QuarantinedRecord
from pipeline.settings import Settings
from tests.loopback_forum import LoopbackForum, a_comment, post_id
from tests.sources.known_comments import EDITED, MARKS, asked, comment_id, history, names, records, row, run, texts

pytestmark = pytest.mark.usefixtures("known_comments")


def test_nothing_that_a_reply_says_again_is_a_change(settings: Settings, archive: Archive, later: Any) -> None:
    run(settings, archive)
    before = row(settings, archive, 1)
    later()
    run(settings, archive)
    after = row(settings, archive, 1)

    assert history(settings, archive, 1) == []
    assert pd.isna(before["modified_at"])
    assert after["modified_at"] == "2020-02-01T10:00:00Z"
    same = ("title", "posted_at", "karma", "words", "url", "author_ids", "parent_id", "reply_to", "form", "origin")
    assert [str(before[name]) for name in same] == [str(after[name]) for name in same]
    assert not [one for one in records(archive) if isinstance(one, QuarantinedRecord)]


def test_new_karma_is_recorded_with_its_day_and_the_old_one_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0]["baseScore"] = 77
    run(settings, archive)

    assert history(settings, archive, 1) == [("karma", "9", "2020-09-13"), ("karma", "77", "2020-10-13")]
    assert row(settings, archive, 1)["karma"] == 77
    assert len(texts(archive, 1)) == 1, "no text was asked for"


def test_an_edited_comment_is_asked_for_again_whole_and_its_old_text_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[1] |= EDITED | {"pingbacks": {"Posts": [post_id(4)]}}
    run(settings, archive)

    assert asked(forum, "CommentTexts") == [[2]]
    assert [day for day, _ in texts(archive, 2)] == ["2020-09-13", "2020-10-13"]
    assert texts(archive, 2)[1][1] == "<p>Said otherwise."
    assert [(field, day) for field, _, day in history(settings, archive, 2)] == [
        ("body", "2020-09-13"),
        ("body", "2020-10-13"),
    ]
    assert row(settings, archive, 2)["modified_at"] == "2020-10-01T00:00:00Z"
    forum.asked.clear()
    assert run(settings, archive).requests == 0, "the text is younger than the edit"
    later(60)
    forum.comments[1] |= {"contents": {"editedAt": "2020-11-01T00:00:00.000Z"}, "htmlBody": "<p>Said a third way."}
    run(settings, archive)
    assert asked(forum, "CommentTexts") == [[2]]
    assert texts(archive, 2)[2] == ("2020-11-12", "<p>Said a third way.")


def test_a_comment_deleted_in_public_is_gone_since_that_day_and_what_it_said_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[1] |= {"deleted": True, "contents": None, "htmlBody": None}
    outcome = run(settings, archive)
    made = row(settings, archive, 2)

    assert (outcome.missing, outcome.notes, names(forum)) == ((), (), MARKS)
    assert history(settings, archive, 2) == [("visibility", "gone", "2020-10-13")]
    assert made["gone_since"][:10] == "2020-10-13"
    assert (made["karma"], made["words"], made["has_body"]) == (8, 4, True)
    assert not [one for one in records(archive) if isinstance(one, QuarantinedRecord)]


def test_a_deleted_comment_that_comes_back_is_gone_no_more(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[1]["deleted"] = True
    run(settings, archive)
    later(60)
    forum.comments[1]["deleted"] = False
    run(settings, archive)

    assert pd.isna(row(settings, archive, 2)["gone_since"])
    assert history(settings, archive, 2) == [("visibility", "gone", "2020-10-13")]


@pytest.mark.parametrize(
    ("change", "state"), [("deleted without a trace", "gone"), ("unknown", "gone"), ("hidden", "hidden")]
)
def test_a_comment_that_is_no_longer_given_is_asked_about_and_what_it_said_stays(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any, change: str, state: str
) -> None:
    run(settings, archive)
    later()
    if change == "unknown":
        del forum.comments[1]
    else:
        (forum.traceless if change == "deleted without a trace" else forum.hidden).add(comment_id(2))
    outcome = run(settings, archive)
    made = row(settings, archive, 2)

    assert names(forum) == [*MARKS, "CommentStates"]
    assert asked(forum, "CommentStates") == [[2]]
    assert outcome.missing == ()
    assert history(settings, archive, 2) == [("visibility", state, "2020-10-13")]
    assert (made[f"{state}_since"][:10], made["words"]) == ("2020-10-13", 4)
    forum.asked.clear()
    assert run(settings, archive).requests == 0, "it is known why"


def test_a_comment_that_a_list_asked_for_again_lacks_is_asked_about_in_the_same_run(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.traceless.add(comment_id(3))
    forum.comments[3]["deleted"] = True
    forum.comments.append(a_comment(8, 1, postedAt="2020-10-01T00:00:00.000Z"))
    outcome = run(settings, archive)

    assert asked(forum, "CommentMarks") == [[3, 4, 7]], "the list has shown the others"
    assert asked(forum, "CommentStates") == [[3]]
    assert outcome.missing == (), "one of seven known comments is no shrunk list"
    assert history(settings, archive, 3) == history(settings, archive, 4) == [("visibility", "gone", "2020-10-13")]


def test_known_comments_that_lose_more_than_a_fifth_at_once_have_to_be_accepted(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    del forum.comments[2:5]
    outcome = run(settings, archive)

    assert outcome.missing == (
        "the list of known comments has shrunk from 7 to 4 items; what was known is kept, and --accept-shrink says that this is right",
    )
    later(60)
    assert run(settings, archive).missing == (), "those that are known to be gone are not missed again"


def test_known_comments_that_came_back_are_missed_when_they_go_again(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    lost = {comment_id(number) for number in (3, 4, 5)}
    gaps = []
    for day, gone in ((30, lost), (60, set()), (90, lost), (120, lost)):
        later(day)
        forum.traceless = gone
        gaps.append(len(run(settings, archive).missing))

    assert gaps == [1, 0, 1, 0]


def test_a_loss_that_is_accepted_is_no_gap(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    del forum.comments[2:5]

    assert run(settings, archive, accept_shrink=True).missing == ()


def test_answers_to_a_question_are_known_comments_too(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    forum.posts[0]["question"] = True
    forum.comments[5]["answer"] = True
    run(settings, archive)
    later()
    run(settings, archive)

    assert asked(forum, "CommentMarks") == [[1, 2, 3, 4, 5, 6, 7]]
    assert row(settings, archive, 6)["form"] == "answer"


def test_marks_with_a_field_of_the_wrong_type_or_of_an_unknown_name_are_quarantined_as_other_rows_are(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0]["baseScore"] = "many"
    forum.comments[1]["contents"] = {"editedAt": "2020-02-02T10:00:00.500Z", "mood": "good"}
    forum.comments[2]["contents"] = {"editedAt": "the day before"}
    run(settings, archive)

    whys = sorted((one.what, one.why) for one in records(archive) if isinstance(one, QuarantinedRecord))
    assert whys == [
        (
            "forum_api comment",
            "baseScore: found 'many', wanted a valid number",
        ),
        (
            "forum_api comment, kept",
            "contents.editedAt: found 'the day before', wanted a date from 2005 to 2020-10-13; kept without it",
        ),
        ("forum_api field, kept", "contents.mood: unknown field, not read; if it matters, extend the reader"),
    ]


def test_a_forum_that_gives_no_single_comment_leaves_open_what_became_of_one(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.known_fields -= {"comment"}
    forum.traceless.add(comment_id(2))
    outcome = run(settings, archive)

    assert (outcome.missing, outcome.error) == ((), None)
    assert (
        "the forum does not tell what became of comments that it no longer gives: it does not know the field comment"
        in outcome.notes
    )
    assert pd.isna(row(settings, archive, 2)["gone_since"])


def test_an_edited_comment_that_is_gone_before_it_is_asked_for_is_asked_for_once(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0] |= EDITED
    right = forum.graphql

    def quick(request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if request["operationName"] == "CommentTexts":
            forum.traceless.add(comment_id(1))
        return right(request)

    forum.graphql = quick  # type: ignore[method-assign]
    outcome = run(settings, archive)

    assert outcome.missing == ()
    assert names(forum) == [*MARKS, "CommentTexts", "CommentStates"]
    assert history(settings, archive, 1) == [("visibility", "gone", "2020-10-13")]
    forum.asked.clear()
    assert run(settings, archive).requests == 0


def test_a_walk_shows_every_comment_that_it_gives(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive)
    later()
    forum.comments[0]["baseScore"] = 5
    run(settings, archive, "all")

    assert "CommentWindow" in names(forum)
    assert "CommentMarks" not in names(forum)
    assert row(settings, archive, 1)["karma"] == 5


def test_a_walk_that_is_asked_for_anew_tells_which_linking_comments_it_lacks(
    settings: Settings, archive: Archive, forum: LoopbackForum, later: Any
) -> None:
    run(settings, archive, "all")
    later()
    forum.traceless |= {comment_id(1), comment_id(7)}
    run(settings, archive, "all", refresh=True)

    assert asked(forum, "CommentMarks") == asked(forum, "CommentStates") == [[7]]
    assert history(settings, archive, 7) == [("visibility", "gone", "2020-10-13")]
