"""Runs that ask what has become of known comments, what they asked, and what the tables say then."""

from typing import Any

from pipeline.archive.session import Session
from pipeline.archive.store import Archive
from pipeline.corpus.stage import build_corpus
from pipeline.progress import Silent
from pipeline.records import DocumentRecord
from pipeline.settings import Settings
from pipeline.sources import forum_api
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_comment

MARKS = ["PostChanges", "CommentChanges", "Pingbacks", "Pingbacks", "PostMarks", "CommentMarks"]
"""What a later run asks when nothing has changed."""

EDITED = {"contents": {"editedAt": "2020-10-01T00:00:00.000Z"}, "htmlBody": "<p>Said otherwise."}


def run(settings: Settings, archive: Archive, comments: str = "citers", **options: Any) -> SourceOutcome:
    chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update={"comments": comments})})
    session = Session(chosen.gather, archive, sleep=lambda _: None, **options)
    try:
        return forum_api.gather(chosen, session, archive, Silent())
    finally:
        session.close()


def planned(settings: Settings, archive: Archive, **options: Any) -> int:
    """Return how many questions a plan counts; the first request is for the host's rules."""
    session = Session(settings.gather, archive, planning=True, **options)
    forum_api.gather(settings, session, archive, Silent())
    return max(0, session.planned.total() - 1)


def names(forum: LoopbackForum) -> list[str]:
    return [question["operationName"] for question in forum.questions()]


def asked(forum: LoopbackForum, name: str) -> list[list[int]]:
    """Return the numbers of the comments that each question of a name was about."""
    found = [one["variables"] for one in forum.questions() if one["operationName"] == name]
    ids = [one.get("ids") or [one[key] for key in sorted(one)] for one in found]
    return [[int(comment.removeprefix("Note")) for comment in one] for one in ids]


def comment_id(number: int) -> str:
    return str(a_comment(number, 1)["_id"])


def document(number: int) -> str:
    return f"forum-comment:{comment_id(number)}"


def history(settings: Settings, archive: Archive, number: int) -> list[tuple[str, str, str]]:
    """Return what the tables say of a comment's changes: the field, its value, the day it was first seen."""
    table = build_corpus(archive.replies(), settings).document_history
    rows = table[table["document_id"] == document(number)]
    rows = rows.sort_values(["field", "first_seen_at"])
    return list(zip(rows["field"], rows["value"], rows["first_seen_at"].str[:10], strict=True))


def row(settings: Settings, archive: Archive, number: int) -> dict[str, Any]:
    """Return the comment as it stands in the table of documents."""
    documents = build_corpus(archive.replies(), settings).documents.set_index("document_id")
    return dict(documents.loc[document(number)])


def texts(archive: Archive, number: int) -> list[tuple[str, str]]:
    """Return the days on which replies gave a comment's text, with the text."""
    found = [
        (record.retrieved_at[:10], record.body.text)
        for reply in archive.replies("forum_api")
        for record in forum_api.parse(reply)
        if isinstance(record, DocumentRecord) and record.document_id == document(number) and record.body
    ]
    return sorted(found)


def records(archive: Archive) -> list[Any]:
    return [record for reply in archive.replies("forum_api") for record in forum_api.parse(reply)]


def stop_at(forum: LoopbackForum, *refused: str) -> None:
    """Let the forum answer some questions with an error."""
    right = forum.respond

    def failing(method: str, path: str, request: bytes) -> tuple[int, str, bytes]:
        if any(f'"{name}"'.encode() in request for name in refused):
            return 200, "application/json", b'{"data": null, "errors": [{"message": "the database is asleep"}]}'
        return right(method, path, request)

    forum.respond = failing  # type: ignore[method-assign]
