"""Sentences behind the words that moved."""

import pandas as pd

from pipeline.wording.drift import Drift, YearDrift
from pipeline.wording.quotes import drift_quotes


def _year(year: int, gained: tuple[str, ...] = (), lost: tuple[str, ...] = ()) -> YearDrift:
    return YearDrift(year, 50, None, 0, 0, None, (), gained, lost)


def _tables(*uses: tuple[str, str, str, str]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return companions, contexts and documents of (document, day, word beside the owl, sentence)."""
    rows = pd.DataFrame(list(uses), columns=["document_id", "posted_at", "word", "sentence"])
    rows = rows.assign(
        field="body", position=range(len(rows)), term="owl", count=1, year=rows["posted_at"].str[:4].astype(int)
    )
    companions = rows[["document_id", "field", "position", "term", "year", "word", "count"]]
    contexts = rows[["document_id", "field", "position", "term", "sentence"]]
    return companions, contexts, rows[["document_id", "posted_at"]].drop_duplicates()


def test_what_was_gained_is_quoted_from_its_year_and_what_was_lost_from_the_first() -> None:
    drifts = [Drift("owl", 50, (_year(2019), _year(2021, ("barn",), ("night",))), None, None)]
    tables = _tables(
        ("d:1", "2019-02-01", "night", "An owl at night."),
        ("d:2", "2019-03-01", "barn", "A barn had an owl."),
        ("d:3", "2021-01-01", "night", "Another night, an owl."),
        ("d:4", "2021-05-01", "barn", "Every barn had an owl."),
    )
    found = drift_quotes(drifts, *tables)
    assert found[["change", "word", "year_of_quote", "document_id"]].values.tolist() == [
        ["gained", "barn", 2021, "d:4"],
        ["lost", "night", 2019, "d:1"],
    ]


def test_sentences_that_hold_the_word_come_first_one_a_post_and_three_in_all() -> None:
    drifts = [Drift("owl", 50, (_year(2019), _year(2020, ("barn",))), None, None)]
    tables = _tables(
        ("d:1", "2020-01-01", "barn", "The owl flew."),
        ("d:2", "2020-02-01", "barn", "The barn’s owl flew."),
        ("d:2", "2020-02-01", "barn", "An owl in a barn."),
        ("d:3", "2020-03-01", "barn", "An owl, a barn."),
        ("d:4", "2020-04-01", "barn", "A barn owl, an owl."),
    )
    found = drift_quotes(drifts, *tables)
    assert found[["quote", "document_id", "sentence"]].values.tolist() == [
        [1, "d:2", "The barn’s owl flew."],
        [2, "d:3", "An owl, a barn."],
        [3, "d:4", "A barn owl, an owl."],
    ]


def test_a_word_without_text_on_this_machine_has_no_quote() -> None:
    drifts = [Drift("owl", 50, (_year(2019), _year(2020, ("barn",))), None, None)]
    assert drift_quotes(drifts, *_tables(("d:1", "2019-01-01", "night", "An owl."))).empty
