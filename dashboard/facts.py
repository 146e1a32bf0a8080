"""Facts about the corpus as a whole that several pages state, each computed once a build."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.data_access import Build


@dataclass(frozen=True)
class Reach:
    """The documents in which a citation of the root work could stand, and how many of them have known links."""

    known: int
    total: int
    since: str


def root_documents(data: Build) -> pd.DataFrame:
    """Return the documents of the root work."""
    documents = data.table("documents")
    return documents[(documents["generation"] == 0).fillna(False)]


def citing_posts(data: Build) -> pd.DataFrame:
    """Return the posts that cite the root work directly, in order of time."""
    documents = data.table("documents")
    return documents[((documents["generation"] == 1) & (documents["kind"] == "post")).fillna(False)]


def root_date(data: Build) -> str:
    """Return the day of the root work's earliest document; empty where none is dated."""
    dates = root_documents(data)["posted_at"].dropna()
    return str(dates.min())[:10] if len(dates) else ""


def reach(data: Build) -> Reach:
    """Return how much of what was posted since the root work has known links."""
    documents = data.table("documents")
    since = root_date(data)
    posts = (
        documents[(documents["kind"] == "post") & (documents["posted_at"] >= since).fillna(False)]
        if since
        else documents[:0]
    )
    return Reach(int(posts["has_body"].fillna(False).sum()), len(posts), since)


def people(author_ids: "pd.Series[str]") -> int:
    """Return how many distinct authors a column of joined author ids names."""
    return int(author_ids.dropna().str.split(" | ", regex=False).explode().nunique())


def series(frame: pd.DataFrame, **equal: str) -> pd.DataFrame:
    """Return the rows whose columns have the given values, in order of ``period``."""
    chosen = frame
    for column, value in equal.items():
        chosen = chosen[(chosen[column] == value).fillna(False)]
    return chosen.sort_values("period", ignore_index=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as dicts of plain Python values."""
    rows: list[dict[str, Any]] = frame.to_dict("records")  # type: ignore[assignment]
    return rows
