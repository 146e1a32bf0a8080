"""The concordance: sentences where there is text, addresses where there is none."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.concordance import concordance, lines
from pipeline.errors import UnknownName
from pipeline.schema import TABLES
from pipeline.tables import conform, write_parquet

DOCUMENTS = [
    ("d:1", "2020-01-10T08:00:00Z", "Owls\x1b[31m", "Ada"),
    ("d:2", "2019-05-01T08:00:00Z", "Of birds", "Bo | Cy"),
    ("c:3", None, None, None),
]
COUNTS = [("d:1", "title", 1), ("d:1", "body", 2), ("d:2", "body", 3), ("c:3", "comment", 1)]
SENTENCES = [("d:1", 40, "No owl came.", "negated"), ("d:1", 4, "An owl came.", None)]


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
        "contexts": contexts.assign(term="owl", form="owl", field="body"),
    }
    for name, frame in frames.items():
        folder = tmp_path / ("local" if name == "contexts" else "exports")
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
    with pytest.raises(UnknownName, match="unknown term 'owls'; nearest: owl"):
        concordance(build, "owls")
