from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import ingest
from pipeline.archive.store import Archive
from pipeline.errors import ForumRefused, SchemaChanged, UsageError
from pipeline.progress import Silent
from pipeline.settings import Settings, Work
from pipeline.sources._outcome import SourceOutcome
from pipeline.stopping import Stopped
from tests.loopback_forum import LoopbackForum, a_post, post_id, serving, status

PAGE = Path(__file__).parent / "sources" / "greaterwrong_page" / "post" / "raw.html"


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
        "greaterwrong_page: 1 of 1 pages of root posts on GreaterWrong in the archive (1 request).",
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
    monkeypatch.setattr("pipeline.archive._hosts.Hosts.wait", lambda *_: None)
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
        (SourceOutcome("s", "none", missing=("one post",), error=ForumRefused("no"), answered=True), 3, 4),
        (SourceOutcome("s", "none", error=SchemaChanged("no")), 5, 5),
    ],
)
def test_exit_codes(outcome: SourceOutcome, plain: int, live: int) -> None:
    assert ingest.exit_code([SourceOutcome("other", "all"), outcome], live=False) == plain
    assert ingest.exit_code([outcome], live=True) == live


def test_an_outcome_is_one_sentence_after_another() -> None:
    outcome = SourceOutcome(
        "s", "2 posts", 7, ("a", "b", "a", "c", "d", "e"), ForumRefused("it refuses."), "Import it", ("noted",)
    )

    assert outcome.sentence() == (
        "s: 2 posts (7 requests). it refuses. a. b. c. and 2 more, named below. noted. Import it."
    )
    assert outcome.unsaid() == ["d", "e"]


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
        f"greaterwrong_page at {host}: at least 1 request, 3 s",
        (
            "In all at least 6 requests, 18 s of pauses. What answers name that is not known yet (citers, further pages of lists, "
            "comments under them), what has changed since, and each try after a failure comes on top. Nothing was sent."
        ),
    ]
    assert list(ingest.left_alone(settings)) == [
        f"{site} is left alone: it is not in [gather.sites]" for site in ("eaforum", "openalex", "semantic_scholar")
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
    def requests(**gather: Any) -> int:
        chosen = settings.model_copy(update={"gather": settings.gather.model_copy(update=gather)})
        return sum(one.requests for one in ingest.plan(chosen, archive) if one.source == "forum_api")

    assert requests(scope="forum") == 1 + 1 + 2, "how much there is on a stand-in nobody knows"
    public = {"forum": "https://www.lesswrong.com"}
    assert requests(sites=public, scope="forum") == 1 + 660 + 2
    assert requests(sites=public, scope="alignment-forum", comments="none") == 1 + 100 + 1
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    ingest.gather(settings, archive, Silent())
    assert requests() == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert requests() == 1 + 2 + 2 + 1, "robots.txt, what changed twice, the root's list twice, karma of known posts"
    ingest.gather(settings, archive, Silent())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1700000000 + 86400))
    assert requests() == 0, "the texts are old, but what became of them was asked a day ago"
    asked = len(forum.asked)
    ingest.gather(settings, archive, Silent())
    assert len(forum.asked) == asked


def test_a_run_without_time_left_asks_nothing_and_one_that_needs_no_request_ends_as_ever(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    with pytest.raises(Stopped):
        ingest.gather(settings, archive, Silent(), minutes=0)
    assert forum.asked == []

    first = ingest.gather(settings, archive, Silent(), minutes=10)
    again = ingest.gather(settings, archive, Silent(), minutes=0)
    assert [outcome.came for outcome in again] == [outcome.came for outcome in first]


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


def test_a_work_that_has_no_post_on_the_forum_gives_nothing_to_try_it_with(
    settings: Settings, archive: Archive, forum: LoopbackForum
) -> None:
    work = Work.model_validate({"title": "A Paper", "documents": [{"id": "arxiv:1906.01820"}]})
    outcomes = ingest.probe(settings.model_copy(update={"works": {"work": work}}), archive, Silent())

    assert {outcome.source: outcome.came for outcome in outcomes} == dict.fromkeys(
        ["forum_api", "greaterwrong_page"], "not tried: the root work has no post on the forum"
    )
    assert forum.asked == []
