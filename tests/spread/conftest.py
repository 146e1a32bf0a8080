"""Small corpora for the tests of the spread stage."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd
import pytest


def documents_of(dates: Mapping[str, str | None], **columns: Any) -> pd.DataFrame:
    """Return a table of documents, by id and date, with the columns given as a mapping by id or as one value."""
    table = pd.DataFrame({"document_id": list(dates), "posted_at": list(dates.values())}, dtype="str")
    for name, values in columns.items():
        table[name] = [values.get(document) for document in dates] if isinstance(values, Mapping) else values
    return table


def citations_of(pairs: Iterable[tuple[str, str]], backward: Iterable[tuple[str, str]] = ()) -> pd.DataFrame:
    """Return a table of citations citing -> cited."""
    table = pd.DataFrame([*pairs, *backward], columns=["citing_id", "cited_id"], dtype="str")
    table["backward"] = [pair in set(backward) for pair in zip(table["citing_id"], table["cited_id"], strict=True)]
    table["n_links"] = 1
    return table


@pytest.fixture
def make_documents() -> Callable[..., pd.DataFrame]:
    return documents_of


@pytest.fixture
def make_citations() -> Callable[..., pd.DataFrame]:
    return citations_of
