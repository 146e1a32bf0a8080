"""A small published build for the dashboard, made by hand: 40 posts, four terms, and a gap in what was read.

It has one of everything that the pages must tell apart: periods that are 0 and periods that are not known, a term that is one
author's report in many parts, a partial last period, titles that are hostile or run right to left.
"""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.data_access import Build, Store
from pipeline import periods, tables
from pipeline.schema import TABLES, Column
from pipeline.settings import Settings

LAST_DAY = "2024-02-10"
COVERED_UNTIL = "2020-09-30"
HOSTILE = "<img src=x onerror=\"document.title='taken'\"> & <b>bold</b>"
RIGHT_TO_LEFT = "מדידה של מטרות"
MEASURES = (
    Column("local_citations", "integer", "citations received from within the corpus", unit="citations"),
    Column("pagerank", "number", "share of a random reader's time"),
)


def settings_for(data_dir: Path) -> Settings:
    """Return settings over a data folder, with one contest."""
    return Settings.model_validate(
        {
            "root": "toy",
            "works": {"toy": {"title": "A Toy Work", "documents": [{"id": "forum:rootrootrootroot1"}]}},
            "contests": {"toy": {"variants": ["old word", "new word"]}},
            "data_dir": data_dir,
        }
    )


def documents() -> pd.DataFrame:
    """Return the root, ten citing posts and thirty others, a post every six weeks or so from mid 2019."""
    rows: list[dict[str, Any]] = []
    days = pd.date_range("2019-06-01", LAST_DAY, periods=41).strftime("%Y-%m-%dT12:00:00Z")
    for number, day in enumerate(days):
        citing = 0 < number <= 10 or number == 30
        rows.append(
            {
                "document_id": f"forum:rootrootrootroot{number + 1}"[-17 - 6 :],
                "kind": "post",
                "venue": ("af", "lw", "forum")[number % 3],
                "title": {0: "A Toy Work", 1: HOSTILE, 2: RIGHT_TO_LEFT, 3: "=1+1, a sum"}.get(
                    number, f"Post number {number}"
                ),
                "author_ids": f"forum:author-{number % 7}",
                "authors": f"Author {number % 7}",
                "posted_at": day,
                "karma": 100 - number if number != 5 else None,
                "words": 900 + number if day <= COVERED_UNTIL or number == 30 else None,
                "url": f"https://www.example.org/posts/{number}",
                "origin": "made by hand",
                "generation": 0 if number == 0 else 1 if citing else 2 if number == 11 else None,
                "generation_longest": 0 if number == 0 else 1 if citing else 2 if number == 11 else None,
                "why_included": "Part of the example.",
                "has_body": day <= COVERED_UNTIL or number == 30,
            }
        )
    frame = pd.DataFrame(rows).reindex(columns=TABLES["documents"].names)
    frame["document_id"] = [f"forum:{number:017d}" for number in range(len(frame))]
    frame.loc[0, "document_id"] = "forum:rootrootrootroot1"
    return frame


def citations(posts: pd.DataFrame) -> pd.DataFrame:
    """Return a citation of the root by every post of generation 1, and one of post 1 by post 11."""
    ids = posts["document_id"]
    pairs = [(ids[n], ids[0]) for n in posts.index[posts["generation"] == 1]] + [(ids[11], ids[1])]
    return pd.DataFrame(
        [
            {
                "citing_id": citing,
                "cited_id": cited,
                "n_links": 1,
                "evidence": "body",
                "backward": False,
                "dangling": False,
            }
            | {f"n_{place}": int(place == "body") for place in ("body", "footnote", "quote", "list", "code")}
            for citing, cited in pairs
        ]
    ).reindex(columns=TABLES["citations"].names)


def spread(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the spread of the root work, counted the slow way, post by post."""
    rows = []
    for grain, venue, kind in itertools.product(periods.GRAINS, ("all", "af", "lw", "forum"), ("all", "post")):
        seen_documents, seen_authors = 0, set()
        for label in _labels(grain):
            inside = _inside(posts, label, venue)
            citing = inside[inside["generation"] == 1]
            new = set(citing["author_ids"]) - seen_authors
            seen_authors |= new
            seen_documents += len(citing)
            known = int(inside["has_body"].sum())
            rows.append(
                {
                    "period": label,
                    "grain": grain,
                    "venue": venue,
                    "kind": kind,
                    "citing_documents": len(citing),
                    "citing_authors": citing["author_ids"].nunique(),
                    "new_authors": len(new),
                    "cumulative_documents": seen_documents,
                    "cumulative_authors": len(seen_authors),
                    "documents_total": len(inside),
                    "documents_with_links": known,
                    "covered": known >= 0.9 * len(inside),
                    "partial": periods.end(label) > LAST_DAY,
                }
            )
    return pd.DataFrame(rows)


def coverage(posts: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the posts has a body."""
    rows = []
    for grain, venue in itertools.product(periods.GRAINS, ("all", "af", "lw", "forum")):
        for label in _labels(grain):
            inside = _inside(posts, label, venue)
            known = int(inside["has_body"].sum())
            rows.append(
                {
                    "period": label,
                    "grain": grain,
                    "venue": venue,
                    "documents_known": len(inside),
                    "documents_with_body": known,
                    "comments_known": 0,
                    "words": int(inside["words"].fillna(0).sum()),
                    "share_with_body": known / len(inside) if len(inside) else None,
                    "authors_known": inside["author_ids"].nunique(),
                    "authors_with_body": inside.loc[inside["has_body"], "author_ids"].nunique(),
                    "covered": known >= 0.9 * len(inside),
                    "partial": periods.end(label) > LAST_DAY,
                }
            )
    return pd.DataFrame(rows)


USES = {
    "old word": {"2019-Q3": (2, 2, 2), "2020-Q1": (1, 1, 1)},
    "new word": {"2020-Q1": (1, 1, 1), "2021-Q4": (3, 3, 3), "2024-Q1": (1, 1, 1)},
    "report word": {"2023-Q4": (20, 1, 1)},
}
"""Documents, authors, and documents with a series counted once, by term and quarter. 100 titles are known in every quarter."""


def term_trends(field: str = "title") -> list[dict[str, Any]]:
    """Return the use of each term; rows run from a term's first to its last use, so that pages must fill in zeros."""
    rows = []
    for term, uses in USES.items():
        for grain in periods.GRAINS:
            by_period: dict[str, tuple[int, int, int]] = {}
            for quarter, counts in uses.items():
                label = periods.period(periods.start(quarter), grain)
                assert label is not None
                by_period[label] = tuple(a + b for a, b in zip(by_period.get(label, (0, 0, 0)), counts, strict=True))  # type: ignore[assignment]
            for label in periods.between(min(by_period), max(by_period)):
                documents_, authors, once = by_period.get(label, (0, 0, 0))
                covered = field == "title" or periods.end(label) <= "2020-10-01"
                total = 100 if covered else 10
                rows.append(
                    {
                        "period": label,
                        "grain": grain,
                        "family": "toy_family",
                        "term": term,
                        "field": field,
                        "documents": documents_,
                        "documents_total": total,
                        "occurrences": documents_,
                        "words_total": total * 8,
                        "share_of_documents": documents_ / total,
                        "per_1000_words": 1000 * documents_ / (total * 8),
                        "ci_low": max(0.0, documents_ / total - 0.02),
                        "ci_high": documents_ / total + 0.03,
                        "venue": "all",
                        "authors": authors,
                        "documents_serials_once": once,
                        "documents_known": 100,
                        "covered": covered,
                        "partial": periods.end(label) > LAST_DAY,
                    }
                )
    return rows


def topic_trends(trends: pd.DataFrame) -> pd.DataFrame:
    """Return the family's rows: the sum of its terms, which never share a document here."""
    keys = ["period", "grain", "venue", "field"]
    counts = ["documents", "occurrences", "authors", "documents_serials_once"]
    grouped = trends.groupby(keys)
    rows = (
        grouped[counts]
        .sum()
        .join(grouped[["documents_total", "documents_known", "covered", "partial"]].first())
        .reset_index()
    )
    rows["share_of_documents"] = rows["documents"] / rows["documents_total"]
    return rows.assign(topic_kind="family", topic="toy_family", ci_low=0.0, ci_high=0.5)


def terms() -> pd.DataFrame:
    """Return the lexicon."""
    rows = [
        {"family": "toy_family", "term": term, "definition": f"What {term} means here.", "definition_source": "made up"}
        | {
            "counted_as": "text",
            "ambiguous": False,
            "first_known_use": day,
            "first_known_by": "Author 1",
            "forms": term,
        }
        for term, day in (
            ("old word", "2019-07-04"),
            ("new word", "2020"),
            ("report word", "2023-11"),
            ("unused word", None),
        )
    ]
    return pd.DataFrame(rows).reindex(columns=TABLES["terms"].names)


def first_uses() -> pd.DataFrame:
    """Return one first use a term."""
    rows = [
        {"term": term, "author_id": "forum:author-1", "document_id": f"forum:{number + 1:017d}", "field": "title"}
        | {"posted_at": "2019-07-20T12:00:00Z", "probable_later_edit": False}
        for number, term in enumerate(USES)
    ]
    return pd.DataFrame(rows).reindex(columns=TABLES["term_first_uses"].names)


def publish(data_dir: Path, name: str = "first", **replaced: pd.DataFrame) -> Settings:
    """Write a build and turn the links to it, as the pipeline does."""
    posts = replaced.get("documents", documents())
    trends = pd.DataFrame([*term_trends(), *term_trends("body")])
    measures = pd.DataFrame(
        {
            "document_id": posts["document_id"],
            "local_citations": [11, 1, *([0] * (len(posts) - 2))][: len(posts)],
            "pagerank": 1 / max(1, len(posts)),
        }
    )
    frames = {
        "documents": posts,
        "citations": citations(posts) if len(posts) else tables.empty("citations"),
        "spread": spread(posts),
        "coverage": coverage(posts),
        "term_trends": trends,
        "topic_trends": topic_trends(trends),
        "terms": terms(),
        "term_first_uses": first_uses(),
        "document_metrics": measures,
    } | replaced
    folder = data_dir / "builds" / name / "exports"
    for table, frame in frames.items():
        tables.write_parquet(frame, table, folder, MEASURES if table == "document_metrics" else ())
    for link, target in (("current", Path("builds") / name), ("exports", Path("current") / "exports")):
        temporary = data_dir / f".{link}"
        temporary.symlink_to(target)
        temporary.replace(data_dir / link)
    return settings_for(data_dir)


def _labels(grain: str) -> list[str]:
    ends = [periods.period(day, grain) for day in ("2019-06-01", LAST_DAY)]
    assert ends[0] is not None
    assert ends[1] is not None
    return periods.between(ends[0], ends[1])


def _inside(posts: pd.DataFrame, label: str, venue: str) -> pd.DataFrame:
    days = posts["posted_at"].str[:10]
    inside = posts[(days >= periods.start(label)) & (days < periods.end(label))]
    return inside if venue == "all" else inside[inside["venue"] == venue]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings over a published build."""
    return publish(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def build(published: Settings) -> Iterator[Build]:
    """The published build, read."""
    from dashboard.app import load_pages

    current = Store(published, {table for page in load_pages() for table in page.TABLES}).current()
    assert current is not None
    return current
