"""Small lexicons, and small tables of the corpus."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from pipeline.tables import conform
from pipeline.terms._families import Family
from pipeline.terms.lexicon import Lexicon

MakeLexicon = Callable[..., Lexicon]


@pytest.fixture
def lexicon_of() -> MakeLexicon:
    """Make a lexicon of one family: ``lexicon_of(daemon=["daemon"], ...)``; a dict gives more than forms."""

    def make(**terms: Any) -> Lexicon:
        entries = []
        for name, value in terms.items():
            entry = value if isinstance(value, dict) else {"forms": value}
            forms = entry.get("forms", [])
            facts = {"definition": "A term.", "definition_source": "here", "examples": forms[:1] or ["-"]}
            entries.append({"name": name.replace("_", " "), **facts, **entry})
        return Lexicon({"family": Family.model_validate({"description": "A family.", "terms": entries})})

    return make


@pytest.fixture
def documents_of() -> Callable[..., pd.DataFrame]:
    """Make the table ``documents`` from rows of (document_id, posted_at, title)."""

    def make(*rows: tuple[str, str | None, str | None]) -> pd.DataFrame:
        names = ("document_id", "posted_at", "title")
        frame = pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows])
        facts = {"kind": "post", "venue": "lw", "why_included": "-", "origin": "test", "has_body": True}
        for name in conform_columns():
            if name not in frame:
                frame[name] = facts.get(name)
        return conform(frame, "documents")

    return make


def conform_columns() -> list[str]:
    """Return the columns of ``documents``."""
    from pipeline.schema import TABLES

    return TABLES["documents"].names


@pytest.fixture
def texts_of() -> Callable[..., pd.DataFrame]:
    """Make the table ``texts`` from rows of (document_id, field, text)."""

    def make(*rows: tuple[str, str, str]) -> pd.DataFrame:
        return conform(pd.DataFrame(list(rows), columns=["document_id", "field", "text"]), "texts")

    return make
