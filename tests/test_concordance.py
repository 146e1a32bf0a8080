"""The concordance: sentences where there is text, addresses where there is none."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.concordance import concordance, lines, moved
from pipeline.errors import UnknownName, UsageError
from pipeline.schema import TABLES
from pipeline.tables import conform, write_parquet

DOCUMENTS = [
    ("d:1", "2020-01-10T08:00:00Z", "Owls\x1b[31m", "Ada"),
    ("d:2", "2019-05-01T08:00:00Z", "Of birds", "Bo | Cy"),
    ("c:3", None, None, None),
]
COUNTS = [("d:1", "title", 1), ("d:1", "body", 2), ("d:2", "body", 3), ("c:3", "comment", 1)]
SENTENCES = [("d:1", 40, "No owl came.", "negated"), ("d:1", 4, "An owl came.", None)]
COMPANIONS = [("d:1", 4, 2020, "came", 1), ("d:1", 40, 2020, "came", 1), ("d:1", 4, 2020, "flew", 1)]
QUOTE = {
    "term": "owl",
    "year": 2020,
    "change": "gained",
    "rank": 1,
    "word": "came",
    "quote": 1,
    "year_of_quote": 2020,
    "document_id": "d:1",
    "field": "body",
    "position": 4,
    "sentence": "An owl came.",
}


def drift_row(year: int, gained: str | None, lost: str | None) -> dict[str, object]:
    facts: dict[str, object] = dict.fromkeys(TABLES["term_drift"].names, 1)
    facts |= {"term": "owl", "year": year, "first_year": 2019, "gained": gained, "lost": lost}
    return facts | {"distance": None if year == 2019 else 0.5, "definition_words": None, "covered": True, "note": None}


@pytest.fixture
def build(tmp_path: Path) -> Path:
    documents = pd.DataFrame(DOCUMENTS, columns=["document_id", "posted_at", "title", "authors"])
    documents["url"] = "https://forum.example/" + documents["document_id"]
    facts = {"kind": "post", "venue": "lw", "why_included": "-", "origin": "test", "has_body": True}
    for name in TABLES["documents"].names:
        if name not in documents:
            documents[name] = facts.get(name)
    terms = dict.fromkeys(TABLES["terms"].names, "-") | {
        "term": "owl",
        "forms": "owl | grey owl",
        "ambiguous": False,
    }
    counts = pd.DataFrame(COUNTS, columns=["document_id", "field", "occurrences"]).assign(term="owl", family="-")
    contexts = pd.DataFrame(SENTENCES, columns=["document_id", "position", "sentence", "tags"])
    frames = {
        "documents": documents,
        "terms": pd.DataFrame([terms]),
        "term_counts": counts,
        "contexts": contexts.assign(term="owl", form="owl", field="body", manner="own"),
        "companions": pd.DataFrame(COMPANIONS, columns=["document_id", "position", "year", "word", "count"]).assign(
            term="owl", field="body"
        ),
        "term_drift": pd.DataFrame([drift_row(2019, None, None), drift_row(2020, "came | barn", "night")]),
        "drift_quotes": pd.DataFrame([QUOTE]),
    }
    for name, frame in frames.items():
        folder = tmp_path / ("local" if TABLES[name].stage == "local" else "exports")
        write_parquet(conform(frame, name), name, folder)
    return tmp_path


def test_uses_stand_in_order_of_time_and_place_with_sentence_or_address(build: Path) -> None:
    assert list(lines(concordance(build, "owl"))) == [
        "2019-05-01  Bo | Cy: Of birds",
        "    (body, 3 times; no text here) https://forum.example/d:2",
        "2020-01-10  Ada: Owls [31m",
        "    An owl came.",
        "2020-01-10  Ada: Owls [31m",
        "    No owl came.  [negated]",
        "2020-01-10  Ada: Owls [31m",
        "    (title) https://forum.example/d:1",
        "undated  unknown: comment",
        "    (comment, once; no text here) https://forum.example/c:3",
    ]


def test_a_limit_says_what_it_leaves_out_and_a_range_takes_days_and_periods(build: Path) -> None:
    assert list(lines(concordance(build, "owl"), 1))[-1] == "4 more; `--limit 5` shows all"
    assert concordance(build, "owl", "2019-W18", "2019-W18")["title"].tolist() == ["Of birds"]
    assert len(concordance(build, "owl", "2020")) == 3


def test_a_form_stands_for_its_term_and_an_unknown_word_gets_the_nearest(build: Path) -> None:
    assert concordance(build, "Grey Owl").equals(concordance(build, "owl"))
    with pytest.raises(UnknownName, match="unknown term 'owls'; did you mean 'owl'"):
        concordance(build, "owls")


def test_near_a_word_only_uses_with_it_in_their_company_stand(build: Path) -> None:
    assert concordance(build, "owl", near="Flew")["sentence"].tolist() == ["An owl came."]
    assert concordance(build, "owl", near="came")["sentence"].tolist() == ["An owl came.", "No owl came."]
    with pytest.raises(UnknownName, match="unknown word near the term 'flow'; did you mean 'flew'"):
        concordance(build, "owl", near="flow")


def test_near_a_word_where_no_text_is_here_says_how_to_get_texts(build: Path) -> None:
    none = pd.DataFrame(columns=TABLES["companions"].names)
    write_parquet(conform(none, "companions"), "companions", build / "local")

    with pytest.raises(UsageError, match=r"--near: no text .* 'owl' is here; get it with `atlas ingest"):
        concordance(build, "owl", near="flew")


def test_what_moved_is_shown_with_its_sentences_and_a_word_without_text_stands_alone(build: Path) -> None:
    assert list(moved(build, "owl")) == [
        "2020 against 2019: distance 0.50",
        "  gained 'came'",
        "    2020-01-10  Owls [31m: An owl came.",
        "  gained 'barn'",
        "  lost 'night'",
    ]
