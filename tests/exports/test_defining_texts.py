"""Which text defines a term: a glossary's before our own, the root work's before any other."""

import pandas as pd

from pipeline.exports._shared import defining_texts
from pipeline.schema import TABLES
from pipeline.tables import conform, empty
from pipeline.terms._families import Family
from pipeline.terms.lexicon import Lexicon

TERMS = [
    {"name": name, "definition": f"{name}, in our words", "definition_source": "made up"}
    for name in ("IRL", "mesa-thing", "other thing")
]
LEXICON = Lexicon({"toy": Family.model_validate({"description": "Toys.", "terms": TERMS})})
ROOT = "web:https://root.example/glossary"


def definitions(*rows: tuple[str, str, str]) -> pd.DataFrame:
    facts = [
        (document_id, "Section 1", term, text, "a_page", "2026-01-01T00:00:00Z") for document_id, term, text in rows
    ]
    return conform(pd.DataFrame(facts, columns=TABLES["definitions"].names), "definitions")


def test_the_root_works_glossary_comes_first_then_others_then_our_words() -> None:
    stated = definitions(
        ("web:https://a.example", "Mesa-Thing", "elsewhere"),
        ("web:https://a.example", "irl", "only elsewhere"),
        (ROOT, "mesa-thing", "in the glossary"),
        (ROOT, "unknown", "nobody asks"),
    )
    assert defining_texts(LEXICON, stated, {ROOT}) == {
        "IRL": ("only elsewhere", "web:https://a.example"),
        "mesa-thing": ("in the glossary", ROOT),
        "other thing": ("other thing, in our words", "lexicon"),
    }


def test_without_a_glossary_our_words_define() -> None:
    assert set(defining_texts(LEXICON, empty("definitions"), {ROOT}).values()) == {
        (term["definition"], "lexicon") for term in TERMS
    }
