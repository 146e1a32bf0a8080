import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import importing, ingest
from pipeline.archive.store import Archive
from pipeline.errors import ForumRefused, SchemaChanged, UsageError
from pipeline.progress import Silent
from pipeline.settings import Settings
from pipeline.sources._outcome import SourceOutcome
from tests.loopback_forum import LoopbackForum, a_post, post_id, serving, status

PAGE = Path(__file__).parent / "sources" / "greaterwrong_page" / "post" / "raw.html"
NOTES = "<!doctype html><html><body><h1>Notes</h1><p>Some words of mine.</p></body></html>"
TEXT = "A title\n- A post by 29 Aug 2022 1:23 UTC; 413 points) (\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive" / "replies.sqlite") as opened:
        yield opened


@pytest.fixture
def forum() -> Iterator[LoopbackForum]:
    with serving(LoopbackForum([a_post(1), a_post(2, cites=(1,))])) as served:
        served.pages[f"/posts/{post_id(1)}/post"] = PAGE.read_bytes().replace(b"PagePost000000001", post_id(1).encode())
        yield served


@pytest.fixture
def settings(forum: LoopbackForum, tmp_path: Path) -> Settings:
    gather = {"sites": {"forum": forum.url, "greaterwrong": forum.url}, "pause_seconds": 0}
    works = {"work": {"title": "A Work", "documents": [{"id": f"forum:{post_id(1)}"}]}}
    return Settings.model_validate({"root": "work", "works": works, "data_dir": tmp_path, "gather": gather})


def test_every_source_with_a_site_is_asked_and_says_what_came(settings: Settings, archive: Archive) -> None:
    outcomes = ingest.gather(settings, archive, Silent())

    assert [outcome.sentence() for outcome in outcomes] == [
        "forum_api: 2 posts and 2 lists of incoming links in the archive, with the comments under 2 posts (9 requests).",
        "greaterwrong_page: 1 of 1 pages of root posts on GreaterWrong in the archive (1 requests).",
    ]
    assert ingest.exit_code(outcomes, live=True) == 0


def test_a_refusal_of_one_site_leaves_the_other_alone_and_is_never_raised(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    with serving(LoopbackForum([], robots=b"User-agent: *\nDisallow: /\n")) as closed:
        sites = {"forum": closed.url, "greaterwrong": forum.url}
        gather = settings.gather.model_copy(update={"sites": sites})
        outcomes = ingest.gather(settings.model_copy(update={"gather": gather}), archive, Silent())

    errors = {outcome.source: outcome.error for outcome in outcomes}
    assert isinstance(errors["forum_api"], ForumRefused)
    assert isinstance(errors["forum_page"], ForumRefused)
    assert errors["greaterwrong_page"] is None
    assert (ingest.exit_code(outcomes, live=False), ingest.exit_code(outcomes, live=True)) == (0, 4)


def test_without_a_network_it_ends_with_an_outcome(
    settings: Settings, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    monkeypatch.setattr("pipeline.archive.session.Session._wait", lambda *_: None)
    gather = settings.gather.model_copy(update={"sites": {"forum": "https://forum.invalid"}})
    (outcome,) = ingest.gather(settings.model_copy(update={"gather": gather}), archive, Silent())

    assert "cannot reach forum.invalid" in outcome.sentence()
    assert "Stored data is unchanged" in outcome.sentence()


@pytest.mark.parametrize(
    ("outcome", "plain", "live"),
    [
        (SourceOutcome("s", "all"), 0, 0),
        (SourceOutcome("s", "all", notes=("a field is unknown",)), 0, 0),
        (SourceOutcome("s", "some", missing=("one post",)), 3, 3),
        (SourceOutcome("s", "none", error=ForumRefused("no")), 0, 4),
        (SourceOutcome("s", "none", missing=("one post",), error=ForumRefused("no")), 0, 4),
        (SourceOutcome("s", "none", error=SchemaChanged("no")), 5, 5),
    ],
)
def test_exit_codes(outcome: SourceOutcome, plain: int, live: int) -> None:
    assert ingest.exit_code([SourceOutcome("other", "all"), outcome], live=False) == plain
    assert ingest.exit_code([outcome], live=True) == live


def test_an_outcome_is_one_sentence_after_another() -> None:
    outcome = SourceOutcome(
        "s", "2 posts", 7, ("a", "b", "c", "d", "e"), ForumRefused("it refuses."), "Import it", ("noted",)
    )

    assert outcome.sentence() == "s: 2 posts (7 requests). it refuses. a. b. c. and 2 more such. noted. Import it."


def test_the_plan_counts_what_is_asked_at_the_least_and_sends_nothing(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    gather = settings.gather.model_copy(update={"pause_seconds": 3.0})
    host = forum.url.removeprefix("http://")

    plans = ingest.plan(settings.model_copy(update={"gather": gather}), archive)

    assert plans == [ingest.Plan("forum_api", host, 5, 15.0), ingest.Plan("greaterwrong_page", host, 1, 3.0)]
    assert forum.asked == []
    assert list(ingest.plan_lines(plans)) == [
        f"forum_api at {host}: at least 5 requests, 15 s",
        f"greaterwrong_page at {host}: at least 1 requests, 3 s",
        "In all at least 6 requests, 18 s of pauses; answers may lead to more. Nothing was sent.",
    ]


def test_the_plan_reckons_with_the_pause_that_robots_txt_asks_for(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    def seconds(url: str, pause: float = 0.5) -> list[float]:
        gather = settings.gather.model_copy(update={"sites": {"forum": url}, "pause_seconds": pause})
        plans = ingest.plan(settings.model_copy(update={"gather": gather}), archive)
        return [one.seconds / one.requests for one in plans]

    assert seconds(forum.url) == [0.5], "nothing is known of what it asks for"
    assert seconds("https://www.lesswrong.com") == [3.0], "known before its robots.txt was read"
    for url in (forum.url, "https://www.lesswrong.com"):
        archive.put("robots", "GET", f"{url}/robots.txt", b"User-agent: *\nCrawl-delay: 1.5\n")
    assert seconds(forum.url) == seconds("https://www.lesswrong.com") == [1.5]
    assert seconds(forum.url, pause=2.0) == [2.0]


def test_the_plan_knows_what_is_at_hand_and_what_a_walk_takes(
    settings: Settings, archive: Archive, forum: LoopbackForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    def requests(**gather: str) -> int:
        chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update=gather)})
        return sum(one.requests for one in ingest.plan(chosen, archive) if one.source == "forum_api")

    assert requests(scope="forum") == 1 + 660 + 2
    assert requests(scope="alignment-forum", comments="none") == 1 + 100 + 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    ingest.gather(settings, archive, Silent())
    assert requests() == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert requests() == 1 + 2 + 1, "robots.txt, what changed twice, karma of known posts"


def test_a_site_that_no_source_asks_and_a_network_that_no_site_knows_are_refused_before_anything_is_asked(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    gather = settings.gather.model_copy(update={"sites": {"forums": forum.url}})
    for attempt in (ingest.gather, ingest.probe):
        with pytest.raises(UsageError, match=r"--site or .*: unknown site 'forums'; did you mean 'forum'"):
            attempt(settings.model_copy(update={"gather": gather}), archive, Silent())

    archive.put("edge_list", "IMPORT", "file:edges.csv", b"citing_id,cited_id\nb,a\n")
    for attempt in (ingest.gather, ingest.probe):
        with pytest.raises(UsageError, match=r"an imported network.* `atlas build --data-dir .*` makes its tables"):
            attempt(settings, archive, Silent())
    with pytest.raises(UsageError, match="an imported network"):
        ingest.plan(settings, archive)
    assert forum.asked == []


def test_a_probe_asks_each_source_once(settings: Settings, archive: Archive, forum: LoopbackForum) -> None:
    outcomes = ingest.probe(settings, archive, Silent())
    asked = [path for _, path, _, _ in forum.asked]

    assert asked == ["/robots.txt", "/graphql", f"/posts/{post_id(1)}/post"]
    assert [outcome.came for outcome in outcomes] == [
        "answers; 1 of 1 post came",
        "answers with status 200; the page lists 5 incoming links",
    ]
    forum.faults = [status(403)]
    assert ingest.exit_code(ingest.probe(settings, archive, Silent()), live=True) == 4


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
        f"{tmp_path}/posts/a.json: 2 posts, 1 records in quarantine",
        f"{tmp_path}/posts/b.json: 1 posts",
    ]
    list(importing.import_dumps([one], archive, Silent()))
    assert [(reply.url, reply.body) for reply in archive.replies()] == [
        ("file:posts/a.json", one.read_bytes()),
        ("file:posts/b.json", (tmp_path / "posts" / "b.json").read_bytes()),
    ]


@pytest.mark.parametrize("content", ["", "hello", "[]", "<html>"])
def test_a_file_that_is_no_dump_is_refused_and_not_stored(archive: Archive, tmp_path: Path, content: str) -> None:
    good = dump(tmp_path / "posts", "a.json", [a_post(1)])
    bad = dump(tmp_path / "posts", "b.json", content)

    with pytest.raises(UsageError, match=r"cannot import .*b\.json.*It was not stored"):
        list(importing.import_dumps([good, bad], archive, Silent()))
    assert [reply.url for reply in archive.replies()] == ["file:posts/a.json"]


def test_missing_files_and_empty_folders_are_named(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(UsageError, match=r"nothing\.json: No such file"):
        list(importing.import_dumps([tmp_path / "nothing.json"], archive, Silent()))
    with pytest.raises(UsageError, match="found none"):
        list(importing.import_dumps([tmp_path / "empty"], archive, Silent()))


def test_pages_find_their_reader_by_themselves(archive: Archive, tmp_path: Path) -> None:
    text = tmp_path / "page.txt"
    text.write_text(TEXT, encoding="utf-8")

    told = list(importing.import_pages([PAGE, text], archive, Silent(), listed_on="forum:PagePost000000001"))

    assert [line.rpartition(": ")[2] for line in told] == [
        "1 posts, 5 comments, 5 incoming links, 1 records in quarantine, 3 facts",
        "1 incoming links",
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
