import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import importing
from pipeline.archive.store import Archive
from pipeline.errors import UsageError
from pipeline.progress import Silent
from tests.loopback_forum import a_post

PAGE = Path(__file__).parent / "sources" / "greaterwrong_page" / "post" / "raw.html"
NOTES = "<!doctype html><html><body><h1>Notes</h1><p>Some words of mine.</p></body></html>"
TEXT = "A title\n- A post by 29 Aug 2022 1:23 UTC; 413 points) (\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive" / "replies.sqlite") as opened:
        yield opened


def dump(folder: Path, name: str, rows: Any) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(rows if isinstance(rows, str) else json.dumps(rows), encoding="utf-8")
    return path


def test_dumps_are_counted_and_stored_once(archive: Archive, tmp_path: Path) -> None:
    one = dump(
        tmp_path / "posts",
        "a.json",
        [a_post(1), a_post(2), {"_id": "", "title": "x", "postedAt": "2020-01-01T00:00:00Z"}],
    )
    dump(tmp_path / "posts", "b.json", [a_post(3)])

    assert list(importing.import_dumps([tmp_path / "posts"], archive, Silent())) == [
        f"{tmp_path}/posts/a.json: 2 posts, 1 record in quarantine",
        f"{tmp_path}/posts/b.json: 1 post",
    ]
    list(importing.import_dumps([one], archive, Silent()))
    assert [(reply.url, reply.body) for reply in archive.replies()] == [
        ("file:posts/a.json", one.read_bytes()),
        ("file:posts/b.json", (tmp_path / "posts" / "b.json").read_bytes()),
    ]


@pytest.mark.parametrize("content", ["", "hello", "[]", "<html>"])
def test_a_file_that_is_no_dump_is_refused_and_not_stored(archive: Archive, tmp_path: Path, content: str) -> None:
    bad = dump(tmp_path / "posts", "b.json", content)

    with pytest.raises(UsageError, match=r"cannot import .*b\.json.*It was not stored") as error:
        list(importing.import_dumps([bad], archive, Silent()))
    assert str(error.value).startswith(f"cannot import {bad}: expected posts or comments")
    assert str(error.value).count("b.json") == 1
    assert list(archive.replies()) == []


def test_a_file_that_is_refused_keeps_no_other_from_being_stored(archive: Archive, tmp_path: Path) -> None:
    files = [
        tmp_path / "nothing.json",
        dump(tmp_path / "posts", "a.json", [a_post(1)]),
        dump(tmp_path / "posts", "b.json", "[]"),
        dump(tmp_path / "posts", "c.json", [a_post(2)]),
    ]

    told = list(importing.import_dumps(files, archive, Silent()))

    assert [isinstance(one, UsageError) for one in told] == [True, False, True, False]
    assert [str(files[place]) in str(one) for place, one in enumerate(told)] == [True] * 4
    assert [reply.url for reply in archive.replies()] == ["file:posts/a.json", "file:posts/c.json"]


def test_missing_files_and_empty_folders_are_named(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UsageError, match=r"nothing\.json: No such file"):
        list(importing.import_dumps([tmp_path / "nothing.json"], archive, Silent()))
    with pytest.raises(UsageError, match="found none"):
        list(importing.import_dumps([tmp_path / "empty"], archive, Silent()))


def test_a_folder_stands_for_its_files_but_for_those_that_are_hidden(tmp_path: Path) -> None:
    for name in ("b.json", "inner/a.json", ".hidden/c.json", "inner/.d.json"):
        path = tmp_path / name
        dump(path.parent, path.name, [])

    assert [path.relative_to(tmp_path).as_posix() for path in importing._files(tmp_path)] == ["b.json", "inner/a.json"]


def test_pages_find_their_reader_by_themselves(archive: Archive, tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text(TEXT, encoding="utf-8")

    told = list(importing.import_pages([PAGE, text], archive, Silent(), listed_on="forum:PagePost000000001"))

    assert [line.rpartition(": ")[2] for line in told] == [
        "1 post, 5 comments, 5 incoming links, 1 record in quarantine, 4 facts",
        "1 incoming link",
    ]
    assert [(reply.source, reply.url.rpartition("#")[2]) for reply in archive.replies()] == [
        ("greaterwrong_page", "forum:PagePost000000001"),
        ("greaterwrong_text", "forum:PagePost000000001"),
    ]


def test_a_page_that_nothing_can_read_is_refused_with_what_can_be(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>hello", encoding="utf-8")

    with pytest.raises(
        UsageError, match=r"page.html: none of \d+ sources can read this page; `atlas list sources` says"
    ):
        list(importing.import_pages([path], archive, Silent()))
    with pytest.raises(UsageError, match="--of"):
        list(importing.import_pages([PAGE], archive, Silent(), listed_on="FkgsxrGf3QxhfLWHG"))
    assert list(archive.replies()) == []


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("https://example.org/notes", "web:https://example.org/notes"),
        ("HTTP://www.example.org/notes/?utm_source=x#top", "web:https://example.org/notes"),
        ("web:http://example.org/notes?page=2", "web:https://example.org/notes?page=2"),
        ("https://www.alignmentforum.org/posts/FkgsxrGf3QxhfLWHG/risks", "forum:FkgsxrGf3QxhfLWHG"),
        ("web:https://www.lesswrong.com/posts/FkgsxrGf3QxhfLWHG", "forum:FkgsxrGf3QxhfLWHG"),
        ("https://www.lesswrong.com/w/Inner-Alignment", "forum-tag:inner-alignment"),
        ("https://forum.effectivealtruism.org/posts/FkgsxrGf3QxhfLWHG", "eaforum:FkgsxrGf3QxhfLWHG"),
        ("https://arxiv.org/abs/1906.01820v3", "arxiv:1906.01820"),
        *[
            (one, one)
            for one in ("eaforum:FkgsxrGf3QxhfLWHG", "forum-tag:inner-alignment", "arxiv:1906.01820", "doi:10.1234/a-b")
        ],
    ],
)
def test_a_page_is_stored_under_the_one_id_of_what_it_shows(
    archive: Archive, tmp_path: Path, given: str, stored: str
) -> None:
    path = tmp_path / "notes.html"
    path.write_text(NOTES, encoding="utf-8")

    for of in (given, stored):
        list(importing.import_pages([path], archive, Silent(), listed_on=of))

    assert [reply.url.partition("#")[2] for reply in archive.replies()] == [stored]


@pytest.mark.parametrize(
    "given",
    [
        "", "notes", "notes:1", "openalex:W1", "forum:", "forum:short", "forum:FkgsxrGf3QxhfLWHG#part", "forum-tag:two words",
        "web:", "web:notes", "https://", "mailto:a@example.org", "arxiv:nothing", "FkgsxrGf3QxhfLWHG",
        "https://www.lesswrong.com/posts/slug/risks", "https://www.lesswrong.com/posts/short",
    ],
)  # fmt: skip
def test_what_names_no_document_is_refused_with_the_forms_that_do(archive: Archive, tmp_path: Path, given: str) -> None:
    path = tmp_path / "notes.html"
    path.write_text(NOTES, encoding="utf-8")

    with pytest.raises(UsageError, match=r"^--of: expected the id of a document \(forum:ID, .* found"):
        list(importing.import_pages([path], archive, Silent(), listed_on=given))
    assert list(archive.replies()) == []


@pytest.mark.parametrize(
    ("case", "of"),
    [
        ("forum_tag_page/wiki", "forum-tag:hedge-theory"),
        ("greaterwrong_tag/wiki", "forum-tag:hedge-theory"),
        ("forum_page/question", "forum:ForumQuestion0001"),
        ("greaterwrong_page/post", "forum:PagePost000000001"),
        ("greaterwrong_page/ea-forum", "eaforum:PagePost000000004"),
    ],
)
def test_a_page_that_says_what_it_is_is_taken_for_nothing_else(
    archive: Archive, tmp_path: Path, case: str, of: str
) -> None:
    page = Path(__file__).parent / "sources" / case / "raw.html"

    with pytest.raises(
        UsageError, match=f"says itself that it is of {of}, and --of names forum-tag:walls; leave --of out"
    ):
        list(importing.import_pages([page], archive, Silent(), listed_on="forum-tag:walls"))
    assert list(archive.replies()) == []
    list(importing.import_pages([page], archive, Silent(), listed_on=of))
    assert len(list(archive.replies())) == 1


def test_a_page_may_be_a_copy_of_what_it_is_taken_for_and_that_is_told(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "notes.html"
    path.write_text(NOTES.replace("<html>", '<html><head><link rel="canonical" href="https://example.org/a"></head>'))

    (told,) = importing.import_pages([path], archive, Silent(), listed_on="arxiv:1906.01820")
    (same,) = importing.import_pages([path], archive, Silent(), listed_on="web:https://example.org/a")

    assert told == (
        f"{path}: 1 page (taken for arxiv:1906.01820, as --of says; the page calls itself web:https://example.org/a)"
    )
    assert same == f"{path}: 1 page"
