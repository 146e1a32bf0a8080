"""A small published build for the dashboard, made by hand: 40 posts, four terms, and a gap in what was read.

It has one of everything that the pages must tell apart: periods that are 0 and periods that are not known, a term that is one
author's report in many parts, a partial last period, titles that are hostile or run right to left.
"""

import functools
import itertools
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.app import load_pages, tables_of
from pipeline import periods, tables
from pipeline.exports import citation_evidence as evidence
from pipeline.exports import methods
from pipeline.schema import TABLES, Column
from pipeline.settings import Settings
from tests.dashboard import toy_graph, toy_words

LAST_DAY = "2024-02-10"
COVERED_UNTIL = "2020-09-30"
MARKS = str.maketrans("", "", "\u2068\u2069")
"""Takes away the marks around outside text in a sentence: what is left is what a reader sees."""
HOSTILE = "<img src=x onerror=\"document.title='taken'\"> & <b>bold</b>"
VENUES = ("all", "af", "lw", "forum")
RIGHT_TO_LEFT = "מדידה של מטרות"
OF_AUTHORS = (
    Column("documents", "integer", "documents of the author", unit="documents"),
    Column("citing_documents", "integer", "of these, those that cite the work", unit="documents"),
    Column("citations_received", "integer", "citations received", unit="citations"),
    Column("first_citing_at", "datetime", "first citing document's date", missing="none"),
)
MEASURES = (
    Column("local_citations", "integer", "citations received from within the corpus", unit="citations"),
    Column("pagerank", "number", "share of a random reader's time"),
)


HELD = tuple(sorted({"documents", *tables_of(load_pages())}))
"""Tables of the toy build: all that a page reads. Those that are not made here hold no row."""


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
                "authors": f"Author {'ABCDEFG'[number % 7]}",
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


LISTED = {f"forum:{2:017d}": "body | pingback_list", f"forum:{3:017d}": "pingback_list"}


def citations(posts: pd.DataFrame) -> pd.DataFrame:
    """Return a citation of the root by every post of generation 1, and one of post 1 by post 11; lists named posts 2 and 3."""
    ids = posts["document_id"]
    pairs = [(ids[n], ids[0]) for n in posts.index[posts["generation"] == 1]]
    pairs += [(ids[11], ids[1])] if len(posts) > 11 else []
    return pd.DataFrame(
        [
            {
                "citing_id": citing,
                "cited_id": cited,
                "n_links": 1,
                "evidence": LISTED.get(citing, "body"),
                "backward": False,
                "dangling": False,
            }
            | {f"n_{place}": int(place == "body") for place in ("body", "footnote", "quote", "list", "code")}
            for citing, cited in pairs
        ]
    ).reindex(columns=TABLES["citations"].names)


def spread(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the spread of the root work, counted the slow way, post by post."""
    known_posts, rows = _records(posts), []
    for grain, venue, kind in itertools.product(periods.GRAINS, VENUES, ("all", "post")):
        documents_so_far, authors_so_far = 0, set[str]()
        for label in _labels(grain):
            inside = _inside(known_posts, label, venue)
            citing = [post for post in inside if post["generation"] == 1]
            authors = {post["author_ids"] for post in citing}
            documents_so_far += len(citing)
            known = sum(post["has_body"] for post in inside)
            rows.append(
                {
                    "period": label,
                    "grain": grain,
                    "venue": venue,
                    "kind": kind,
                    "citing_documents": len(citing),
                    "citing_authors": len(authors),
                    "new_authors": len(authors - authors_so_far),
                    "cumulative_documents": documents_so_far,
                    "cumulative_authors": len(authors_so_far := authors_so_far | authors),
                    "documents_total": len(inside),
                    "documents_with_links": known,
                    "covered": len(inside) > 0 and known >= 0.9 * len(inside),
                    "partial": periods.end(label) > LAST_DAY,
                }
            )
    return pd.DataFrame(rows)


def coverage(posts: pd.DataFrame) -> pd.DataFrame:
    """Return how much of the posts has a body."""
    known_posts, rows = _records(posts), []
    for grain, venue in itertools.product(periods.GRAINS, VENUES):
        for label in _labels(grain):
            inside = _inside(known_posts, label, venue)
            read = [post for post in inside if post["has_body"]]
            rows.append(
                {
                    "period": label,
                    "grain": grain,
                    "venue": venue,
                    "documents_known": len(inside),
                    "documents_with_body": len(read),
                    "comments_known": 0,
                    "words": 900 * len(read),
                    "share_with_body": len(read) / len(inside) if inside else None,
                    "authors_known": len({post["author_ids"] for post in inside}),
                    "authors_with_body": len({post["author_ids"] for post in read}),
                    "covered": len(inside) > 0 and len(read) >= 0.9 * len(inside),
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


def pingbacks(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the root's list of incoming links: posts 1 to 3, one of them twice, and a comment."""
    rows = [
        {"listed_on": posts["document_id"][0], "position": place, "kind": kind, "title": f"Item {number}"}
        | {
            "citing_id": f"forum:{number:017d}" if kind == "post" else None,
            "posted_at": f"{2018 + number}-07-01T12:00:00Z",
        }
        | {"source": "made by hand", "resolved_by": "id", "site": "forum"}
        for place, (number, kind) in enumerate([(1, "post"), (2, "post"), (3, "post"), (3, "post"), (3, "comment")], 1)
    ]
    return pd.DataFrame(rows).reindex(columns=TABLES["pingbacks"].names)


def citation_evidence(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the ways of finding, counted by the pipeline."""
    return evidence.build(citations(posts), posts, pingbacks(posts))


def measures(posts: pd.DataFrame) -> pd.DataFrame:
    """Return two metrics: the root is cited by its eleven citers, post 1 by post 11."""
    received = [11, 1, *([0] * len(posts))][: len(posts)]
    return pd.DataFrame({"document_id": posts["document_id"], "local_citations": received, "pagerank": 0.01})


def authorship(posts: pd.DataFrame) -> pd.DataFrame:
    """Return each post's one author."""
    return pd.DataFrame({"document_id": posts["document_id"], "author_id": posts["author_ids"], "position": 1})


def authors(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the authors of the posts."""
    pairs = posts[["author_ids", "authors"]].drop_duplicates().sort_values("author_ids", ignore_index=True)
    named = pairs.rename(columns={"author_ids": "author_id", "authors": "name"})
    return named.reindex(columns=TABLES["authors"].names)


def term_counts() -> pd.DataFrame:
    """Return three uses: a title of post 1, title and body of post 2, and a body of post 30, which has no other."""
    rows = [
        (1, "old word", "title", 1),
        (2, "old word", "title", 2),
        (2, "old word", "body", 3),
        (30, "new word", "body", 1),
    ]
    return pd.DataFrame(
        [
            {
                "document_id": f"forum:{number:017d}",
                "family": "toy_family",
                "term": term,
                "field": field,
                "occurrences": n,
            }
            for number, term, field, n in rows
        ]
    )


def author_exposures(posts: pd.DataFrame) -> pd.DataFrame:
    """Return the first citing document of each adopter; every other one had linked a citing document before."""
    root = set(posts.loc[posts["generation"] == 0, "author_ids"])
    citing = posts[(posts["generation"] == 1) & ~posts["author_ids"].isin(root)].drop_duplicates("author_ids")
    rows = [
        {
            "author_id": post["author_ids"],
            "name": post["authors"],
            "role": "adopter",
            "first_citing_id": post["document_id"],
            "first_citing_at": post["posted_at"],
            "exposures": "linked" if number % 2 else "no recorded exposure",
            "exposed_at": "2019-06-02T00:00:00Z" if number % 2 else None,
            "exposed_by": "linked" if number % 2 else None,
        }
        for number, post in enumerate(citing.to_dict("records"))
    ]
    return pd.DataFrame(rows).reindex(columns=TABLES["author_exposures"].names)


def author_metrics(posts: pd.DataFrame) -> pd.DataFrame:
    """Return documents and citing documents of each author."""
    groups = posts.assign(citing=(posts["generation"] == 1).astype(int)).groupby("author_ids")
    counted = groups.agg(
        documents=("document_id", "size"), citing_documents=("citing", "sum"), name=("authors", "first")
    )
    return counted.reset_index(names="author_id").assign(citations_received=0, first_citing_at=None)


def metric_caveats() -> pd.DataFrame:
    """Return what the two measures of documents rest on."""
    reach = {"documents_in_reach": 41, "documents_on_record": 12, "provisional": True}
    told = {"of": "document", "rests_on": "links", **reach, "note": "Links are known for 12 of 41 documents."}
    return pd.DataFrame([{"metric": one.name, "with_value": 30, "out_of": 41, **told} for one in MEASURES])


FROM_POSTS = {
    "author_exposures": author_exposures,
    "author_metrics": author_metrics,
    "citations": citations,
    "citation_evidence": citation_evidence,
    "spread": spread,
    "pingbacks": pingbacks,
    "coverage": coverage,
    "document_metrics": measures,
} | {name: functools.partial(toy_graph.frame, name) for name in toy_graph.NAMES}
"""Tables that are counted from the documents."""


@functools.cache
def _whole() -> dict[str, pd.DataFrame]:
    posts, trends = documents(), pd.DataFrame([*term_trends(), *term_trends("body")])
    return {
        **{name: tables.empty(name) for name in HELD},
        **{name: made(posts) for name, made in FROM_POSTS.items()},
        "documents": posts,
        "methods": methods.build(),
        "metric_caveats": metric_caveats(),
        "term_trends": trends,
        "topic_trends": topic_trends(trends),
        "terms": terms(),
        "term_first_uses": first_uses(),
        "authors": authors(posts),
        "authorship": authorship(posts),
        "term_counts": term_counts(),
        **toy_words.made(USES, LAST_DAY),
    }


def publish(data_dir: Path, name: str = "first", recounted: bool = True, **replaced: pd.DataFrame) -> Settings:
    """Write a build and turn the links to it, as the pipeline does; what is counted from other documents is counted anew.

    Not ``recounted`` where a test looks at one table alone and has too few documents for the rest.
    """
    frames = {**_whole(), **replaced}
    if "documents" in replaced and recounted:
        frames |= {table: made(replaced["documents"]) for table, made in FROM_POSTS.items() if table not in replaced}
    folder = data_dir / "builds" / name / "exports"
    for table, frame in frames.items():
        frame = _with_required(frame, table)
        tables.write_parquet(frame, table, folder, _measured(table, frame))
    turn(data_dir, name)
    return settings_for(data_dir)


def turn(data_dir: Path, name: str) -> None:
    """Turn the links to a build that is written."""
    for link, target in (("current", Path("builds") / name), ("exports", Path("current") / "exports")):
        temporary = data_dir / f".{link}"
        temporary.symlink_to(target)
        temporary.replace(data_dir / link)


def _measured(table: str, frame: pd.DataFrame) -> list[Column]:
    own = {"document_metrics": MEASURES, "author_metrics": OF_AUTHORS}.get(table, ())
    return [one for one in own if one.name in frame.columns]


def _with_required(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Fill columns that the schema has and the toy does not care for, so that the schema can grow."""
    whole = frame.copy()
    for column in TABLES[table].columns:
        if column.name not in whole or (len(whole) and whole[column.name].isna().all()):
            nothing = {"boolean": False, "integer": 0, "number": 0.0}.get(column.type, "made up")
            whole[column.name] = None if column.missing is not None else nothing
    return whole


def _labels(grain: str) -> list[str]:
    ends = [periods.period(day, grain) for day in ("2019-06-01", LAST_DAY)]
    assert ends[0] is not None
    assert ends[1] is not None
    return periods.between(ends[0], ends[1])


def _inside(posts: list[dict[str, Any]], label: str, venue: str) -> list[dict[str, Any]]:
    first, after = periods.start(label), periods.end(label)
    return [post for post in posts if first <= str(post["posted_at"])[:10] < after and venue in ("all", post["venue"])]


def _records(posts: pd.DataFrame) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = posts[["posted_at", "venue", "generation", "has_body", "author_ids"]].to_dict(
        "records"
    )  # type: ignore[assignment]
    return rows
