"""Trends on request: the published numbers by other grains and groups."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline import extract, registry, trends
from pipeline.errors import UnknownName, UsageError
from pipeline.exports import term_trends, topic_trends
from pipeline.schema import TABLES
from pipeline.settings import EVER, WHOLE
from pipeline.tables import conform, write_parquet

ALL_KNOWN = {WHOLE: EVER}
AS_OF = "2020-01-22T12:00:00Z"
ROWS = [
    ("d:root", "2020-01-01T10:00:00Z", "af", "Roots", 0),
    ("d:1", "2020-01-06T10:00:00Z", "af", "Owls", None),
    ("d:2", "2020-01-07T10:00:00Z", "lw", "Cats", None),
    ("d:3", "2020-01-15T10:00:00Z", "lw", "Owl", None),
    ("d:4", "2020-01-22T10:00:00Z", "lw", "Dogs", None),
    ("d:0", "2019-01-22T10:00:00Z", "lw", "Mice", None),
]
WROTE = [("d:root", "r"), ("d:1", "r"), ("d:1", "a"), ("d:2", "b"), ("d:3", "b"), ("d:4", "a"), ("d:0", "b")]
TAGS = [("d:1", "birds"), ("d:1", "night"), ("d:2", "birds"), ("d:3", "birds")]
LOADINGS = [("d:1", "fur", 0.4), ("d:1", "wing", 0.6), ("d:2", "fur", 1.0), ("d:3", "wing", 1.0), ("d:0", "fur", 1.0)]


@pytest.fixture
def build(tmp_path: Path) -> Path:
    documents = pd.DataFrame(ROWS, columns=["document_id", "posted_at", "venue", "title", "generation"])
    facts = {"kind": "post", "why_included": "-", "origin": "test", "has_body": False}
    for name in TABLES["documents"].names:
        if name not in documents:
            documents[name] = facts.get(name)
    ids = documents["document_id"]
    terms = dict.fromkeys(TABLES["terms"].names, "-") | {"term": "owl", "ambiguous": False, "counted_in": "all"}
    communities = dict.fromkeys(TABLES["communities"].names)
    communities |= {"relation": "citation", "community": 1, "label": "owl, cat", "documents_in_reach": 1}
    communities |= {"documents_with_links": 1, "provisional": False}
    frames = {
        "documents": documents,
        "authorship": pd.DataFrame(WROTE, columns=["document_id", "author_id"]).assign(position=1),
        "document_tags": pd.DataFrame(TAGS, columns=["document_id", "tag"]).assign(tag_name="-", relevance=None),
        "communities": pd.DataFrame([communities | {"document_id": "d:1"}, communities | {"document_id": "d:2"}]),
        "terms": pd.DataFrame([terms]),
        "term_counts": pd.DataFrame(
            {"document_id": ["d:1", "d:3"], "family": "-", "term": "owl", "field": "title", "occurrences": [1, 1]}
        ),
        "topic_loadings": pd.DataFrame(LOADINGS, columns=["document_id", "topic", "loading"]),
        "word_counts": pd.DataFrame({"document_id": ids, "field": "title", "words": 1}),
        "texts": pd.DataFrame(columns=["document_id", "field", "text"]),
    }
    for name, frame in frames.items():
        folder = {"public": "exports"}.get(TABLES[name].stage, TABLES[name].stage)
        write_parquet(conform(frame, name), name, tmp_path / folder)
    return tmp_path


def told(table: pd.DataFrame, by: str, group: str, grain: str = "year") -> dict[str, tuple[int, int]]:
    rows = table[(table[by] == group) & (table["grain"] == grain) & (table["field"] == "title")]
    return dict(zip(rows["period"], zip(rows["documents"], rows["documents_total"], strict=True), strict=True))


def test_weeks_begin_on_monday_and_the_last_one_is_partial(build: Path) -> None:
    table = trends.trends("term_trends", build, AS_OF, ALL_KNOWN, fine="week")
    assert told(table, "venue", "all", "week") == {"2020-W02": (1, 2), "2020-W03": (1, 1), "2020-W04": (0, 1)}
    weeks = table[(table["venue"] == "all") & (table["field"] == "title")]
    assert weeks["partial"].tolist() == [False, False, True]


def test_days_without_a_post_have_no_share(build: Path) -> None:
    days = told(trends.trends("term_trends", build, AS_OF, ALL_KNOWN, fine="day"), "venue", "all", "day")
    assert len(days) == 17
    assert (days["2020-01-06"], days["2020-01-08"], days["2020-01-22"]) == ((1, 1), (0, 0), (0, 1))


@pytest.mark.parametrize(
    ("by", "group", "expected"),
    [
        ("tag", "birds", (2, 3)),
        ("tag", "night", (1, 1)),
        ("community", "1 owl, cat", (1, 2)),
        ("author", "a", (1, 2)),
        ("author", "b", (1, 2)),
        ("author_group", "root", (1, 2)),
        ("author_group", "before", (1, 2)),
        ("author_group", "after", (1, 2)),
    ],
)
def test_each_group_is_counted_among_its_own_documents(
    build: Path, by: str, group: str, expected: tuple[int, int]
) -> None:
    assert told(trends.trends("term_trends", build, AS_OF, ALL_KNOWN, by=by), by, group) == {"2020": expected}


def test_by_venue_and_published_grains_it_is_the_published_table(build: Path) -> None:
    asked = trends.trends("term_trends", build, AS_OF, ALL_KNOWN)
    frames = {name: pd.read_parquet(path) for path in build.rglob("*.parquet") for name in [path.stem]}
    published = term_trends.build(
        frames["documents"], frames["authorship"], frames["word_counts"], frames["texts"], frames["term_counts"],
        frozenset({"owl"}), AS_OF,
    )  # fmt: skip
    pd.testing.assert_frame_equal(conform(asked, "term_trends"), published)


def test_topics_too_are_counted_by_week_and_group(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weeks = trends.trends("topic_trends", build, AS_OF, ALL_KNOWN, fine="week")
    found = weeks[(weeks["topic_kind"] == "discovered") & (weeks["topic"] == "wing") & (weeks["venue"] == "all")]
    assert found[["period", "documents", "documents_total"]].values.tolist() == [
        ["2020-W02", 1, 2],
        ["2020-W03", 1, 1],
        ["2020-W04", 0, 0],
    ]
    by_tag = trends.trends("topic_trends", build, AS_OF, ALL_KNOWN, by="tag")
    birds = by_tag[(by_tag["tag"] == "birds") & (by_tag["grain"] == "year") & (by_tag["topic_kind"] == "discovered")]
    assert birds[["topic", "documents", "documents_total"]].values.tolist() == [["fur", 1, 3], ["wing", 2, 3]]
    assert set(by_tag["topic_kind"]) == {"family", "discovered"}, "a tag is no topic of its own posts"
    monkeypatch.setattr(topic_trends, "LEAST_POSTS", 2)
    kinds = {
        by: set(trends.trends("topic_trends", build, AS_OF, ALL_KNOWN, by=by)["topic_kind"])
        for by in ("venue", "community")
    }
    assert kinds["community"] == {"family", "tag", "discovered"}
    assert kinds["venue"] == {"family", "tag", "community", "discovered"}


def test_topics_by_venue_and_published_grains_are_the_published_table(build: Path) -> None:
    asked = trends.trends("topic_trends", build, AS_OF, ALL_KNOWN)
    frames = {path.stem: pd.read_parquet(path) for path in build.rglob("*.parquet")}
    published = registry.call(topic_trends.build, {**frames, "bundled_terms": frozenset({"owl"}), "as_of": AS_OF})
    pd.testing.assert_frame_equal(conform(asked, "topic_trends"), published)


def test_a_smoothed_share_pools_whole_windows_and_leaves_gaps_open() -> None:
    table = pd.DataFrame(
        {
            "grain": "week", "venue": "all", "field": "title", "family": "-", "term": "owl",
            "period": [f"2020-W{week:02d}" for week in range(1, 8)],
            "documents": [1, 0, 3, 1, 1, 0, 2],
            "documents_total": [2, 2, 6, 2, 2, 0, 4],
            "covered": [True, True, True, True, True, False, True],
            "partial": [False, False, False, False, False, False, True],
        }
    )  # fmt: skip
    shares = trends.smoothed(table, 3)["share_of_documents_over_3"]
    assert shares.tolist() == [pd.NA, pytest.approx(0.4), pytest.approx(0.4), pytest.approx(0.5), pd.NA, pd.NA, pd.NA]


def test_what_is_asked_for_is_filtered_like_a_published_table(build: Path) -> None:
    query = extract.Query("term_trends", grain="week", start="2020-01-14", terms=("owl",), by="tag")
    table = extract.select_from(build, AS_OF, ALL_KNOWN, query)
    assert table[["tag", "period"]].drop_duplicates().values.tolist() == [["birds", "2020-W03"]]
    smoothed = extract.select_from(
        build, AS_OF, ALL_KNOWN, extract.Query("term_trends", grain="week", start="2020-01-14", smooth=3)
    )
    assert smoothed["period"].min() == "2020-W03"
    assert "share_of_documents_over_3" in smoothed.columns
    plain = extract.Query("document_tags")
    assert len(extract.select_from(build, AS_OF, ALL_KNOWN, plain)) == len(TAGS)


@pytest.mark.parametrize(
    ("query", "error", "said"),
    [
        (extract.Query("spread", grain="week"), UsageError, "are for term_trends and topic_trends"),
        (extract.Query("term_trends", by="tags"), UnknownName, "did you mean 'tag'"),
        (extract.Query("term_trends", grain="weeks"), UnknownName, "did you mean 'week'"),
        (extract.Query("term_trends", smooth=4), UsageError, "expected an odd number"),
        (extract.Query("term_trends", grain="week", smooth=5), UsageError, "expected at most 3, .* found 5"),
    ],
)
def test_what_cannot_be_made_is_a_usage_error(
    build: Path, query: extract.Query, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        extract.select_from(build, AS_OF, ALL_KNOWN, query)
