"""What is proposed for the lexicon, and with which evidence."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.progress import Silent
from pipeline.tables import conform, empty, read_parquet, write_parquet
from pipeline.terms import suggest
from pipeline.terms.suggest import lines, log_odds


@pytest.fixture(autouse=True)
def _a_small_forum(monkeypatch):
    """Forty posts cannot make a word stand out as thousands do."""
    monkeypatch.setattr(suggest, "LEAST_Z", 0.5)
    monkeypatch.setattr(suggest, "MOST_COMMON", 0.3)
    monkeypatch.setattr(suggest, "LEAST_LIFT", {"titles": 2.0, "texts": 2.0})


@pytest.fixture
def build(tmp_path: Path, documents_of, texts_of) -> Path:
    """A forum of owls in 2019, in which from 2020 on everybody writes of night birds and misspells the owl."""
    rows, bodies, uses = [], [], []
    for number in range(40):
        name, late = f"d:{number:02d}", number >= 20
        rows.append((name, f"{2020 if late else 2019}-02-{1 + number % 20:02d}", "Talk of birds"))
        owl = "grey owlbear" if number % 2 else "lamp"
        bodies.append(
            (name, "body", f"{owl} chair, then {'nocturnal hunting' if late and number % 2 else 'garden'} {number}")
        )
        if number % 2:
            uses.append((name, "birds", "grey owlbear", "body", 1))
    bodies += [
        ("d:00", "quote", "grey owlbeer"),
        ("d:01", "footnote", "a grey owlbeer"),
        ("d:03", "footnote", "grey  Owlbeer!"),
    ]
    documents = documents_of(*rows)
    names = [f"Writer{number % 5}" for number in range(40)]
    documents = conform(
        documents.assign(authors=names, author_ids=[f"forum:{name}" for name in names], url="u"), "documents"
    )
    write_parquet(documents, "documents", tmp_path / "exports")
    columns = ["document_id", "family", "term", "field", "occurrences"]
    write_parquet(conform(pd.DataFrame(uses, columns=columns), "term_counts"), "term_counts", tmp_path / "exports")
    write_parquet(texts_of(*bodies), "texts", tmp_path / "local")
    return tmp_path


def test_a_spelling_near_a_form_is_proposed_with_its_documents(build, lexicon_of):
    found = suggest.suggest(build, lexicon_of(owl=["grey owlbear"], perch=["perch"]))
    spelt = found[found["kind"] == "spelling"]
    assert spelt[["source", "phrase", "near", "count", "documents", "authors"]].values.tolist() == [
        ["texts", "grey owlbeer", "grey owlbear", 2, 2, 2]
    ]
    assert spelt["examples"].iloc[0] == ["Talk of birds  u", "Talk of birds  u"]


def test_a_word_that_rises_where_the_lexicon_is_used_is_proposed_with_its_quarter(build, lexicon_of):
    found = suggest.suggest(build, lexicon_of(owl=["grey owlbear"]))
    rising = found[found["kind"] == "rising"].set_index("phrase")
    assert rising.index.tolist() == ["nocturnal hunting"], "its words stand in no other company"
    row = rising.loc["nocturnal hunting"]
    assert (row["quarter"], row["count"], row["count_elsewhere"]) == ("2020-Q1", 5, 0)
    assert (row["documents"], row["documents_with_terms"], row["authors"]) == (10, 10, 5)
    assert row["z"] > suggest.LEAST_Z


def test_what_the_lexicon_has_is_not_proposed_again(build, lexicon_of):
    found = suggest.suggest(build, lexicon_of(owl=["grey owlbear", "grey owlbeer"], hunter=["nocturnal"]))
    assert found["phrase"].tolist() == ["hunting"]


def test_names_common_words_and_parts_of_forms_are_not_proposed(build, lexicon_of):
    texts = read_parquet("texts", build / "local")
    night = texts["text"].str.contains("nocturnal")
    texts.loc[night, "text"] += (
        " by Lovelace and CharlesBabbage, said the writer2 of \\nightly https://x.org/lark and larks owlbear"
    )
    write_parquet(texts, "texts", build / "local")
    found = suggest.suggest(build, lexicon_of(owl=["grey owlbear"], lark=["lark of dawn"]))
    words = {word for phrase in found.loc[found["kind"] == "rising", "phrase"] for word in phrase.split(" ")}
    assert words >= {"nocturnal", "hunting", "larks"}
    assert words.isdisjoint({"lovelace", "writer2", "nightly", "lark", "https", "chair"})


def test_lines_say_how_many_there_are_and_show_the_first(build, lexicon_of):
    said = list(lines(suggest.suggest(build, lexicon_of(owl=["grey owlbear"])), 1))
    assert said[0] == "spelling in texts: 1 found"
    assert said[1] == (
        "  'grey owlbeer'  near 'grey owlbear', 2 uses; 2 documents of 2 authors, 2 of them with terms of the lexicon"
    )
    assert "rising in texts: 1 found" in said


def test_what_is_looked_through_is_told_piece_by_piece(build, lexicon_of, monkeypatch):
    told = Silent()
    pieces = []
    monkeypatch.setattr(told, "start", lambda what, total=None: pieces.append(what))
    monkeypatch.setattr(told, "finish", lambda: pieces.append("-"))
    suggest.suggest(build, lexicon_of(owl=["owl"]), told)
    assert pieces == [
        piece
        for source in ("titles", "texts")
        for what in ("words", "pairs of words")
        for piece in (f"looking through {what} of {source}", "-")
    ]


def test_log_odds_are_those_of_the_definition():
    counts, sizes = np.array([[8.0, 2.0]]), np.array([100.0, 300.0])
    prior, weight = 200 * 10 / 400, 200
    here = math.log((8 + prior) / (100 + weight - 8 - prior)) - math.log((2 + prior) / (300 + weight - 2 - prior))
    z = here / math.sqrt(1 / (8 + prior) + 1 / (2 + prior))
    assert log_odds(counts, sizes)[0] == pytest.approx([z, -z])


def test_a_forum_without_texts_proposes_nothing(tmp_path, documents_of, lexicon_of):
    write_parquet(documents_of(("d:1", "2020-01-01", None)), "documents", tmp_path / "exports")
    write_parquet(empty("term_counts"), "term_counts", tmp_path / "exports")
    write_parquet(empty("texts"), "texts", tmp_path / "local")
    assert suggest.suggest(tmp_path, lexicon_of(owl=["owl"])).empty
