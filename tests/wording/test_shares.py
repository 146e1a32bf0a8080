"""Who counts once, how a document is split, and what a share is made of."""

from collections import Counter
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.periods import period
from pipeline.wording.shares import Unit, numerators, owners_by_document, split_documents, units

USES = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(["old", "new", "newest", "stranger"]), st.integers(1, 4)),
    max_size=25,
    unique_by=lambda use: use[:2],
)


def _frame(uses: list[tuple[int, str, int]]) -> pd.DataFrame:
    rows = [(f"d{n}", f"20{19 + n % 3}-0{1 + n % 9}-01", term, count) for n, term, count in uses]
    return pd.DataFrame(rows, columns=["document_id", "posted_at", "term", "occurrences"])


def _documents(**serials: str) -> pd.DataFrame:
    names = [f"d{n}" for n in range(9)]
    return pd.DataFrame({"document_id": names, "serial": pd.Series([serials.get(name) for name in names], dtype="str")})


@given(USES)
@settings(max_examples=30)
def test_a_share_is_what_counting_document_by_document_gives(uses: list[tuple[int, str, int]]) -> None:
    frame = _frame(uses)
    sides = [["old"], ["new"], ["newest"]]

    found = numerators(
        units(split_documents(frame, sides), owners_by_document("documents", _documents(), frame), "year")
    )

    by_hand: dict[str, list[Fraction]] = {}
    for _, rows in frame[frame["term"] != "stranger"].groupby("document_id"):
        held = by_hand.setdefault(rows["posted_at"].iloc[0][:4], [Fraction(0)] * 3)
        for place, [term] in enumerate(sides):
            held[place] += Fraction(
                int(rows.loc[rows["term"] == term, "occurrences"].sum()), int(rows["occurrences"].sum())
            )
    assert {label: list(held) for label, (held, _) in found.items()} == by_hand
    assert all(sum(held) == n for held, n in found.values())


@given(USES, st.randoms())
@settings(max_examples=30)
def test_the_order_of_the_rows_changes_nothing(uses: list[tuple[int, str, int]], random: object) -> None:
    shuffled = list(uses)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    sides = [["old"], ["new", "newest"]]

    assert split_documents(_frame(shuffled), sides) == split_documents(_frame(uses), sides)


def test_several_terms_of_one_side_count_together() -> None:
    frame = _frame([(0, "old", 1), (0, "new", 1), (0, "newest", 2)])

    [split] = split_documents(frame, [["old"], ["new", "newest"]])

    assert split.parts == (Fraction(1, 4), Fraction(3, 4))


def test_an_author_counts_once_a_period_however_much_they_write() -> None:
    frame = _frame([(0, "old", 1), (3, "old", 1), (6, "new", 1), (1, "new", 1)])
    authorship = pd.DataFrame(
        [("d0", "a"), ("d3", "a"), ("d6", "a"), ("d6", "b"), ("d1", "a")], columns=["document_id", "author_id"]
    )

    found = units(
        split_documents(frame, [["old"], ["new"]]), owners_by_document("authors", _documents(), authorship), "year"
    )

    third, one = Fraction(1, 3), Fraction(1)
    old, new = (one, 0 * one), (0 * one, one)
    assert found == [
        Unit("2019", "2019-01-01", "a", third, old),
        Unit("2019", "2019-04-01", "a", third, old),
        Unit("2019", "2019-07-01", "a", third, new),
        Unit("2019", "2019-07-01", "b", one, new),
        Unit("2020", "2020-02-01", "a", one, new),
    ]
    assert numerators(found)["2019"] == ((2 * third, 4 * third), 2)


def test_the_parts_of_a_serial_count_once_a_period_and_other_documents_stand_for_themselves() -> None:
    frame = _frame([(0, "old", 1), (3, "new", 1), (6, "new", 1)])

    owners = owners_by_document("serials_once", _documents(d0="essays", d3="essays"), frame)
    found = numerators(units(split_documents(frame, [["old"], ["new"]]), owners, "year"))

    assert found == {"2019": ((Fraction(1, 2), Fraction(3, 2)), 2)}


def test_a_document_without_known_authors_counts_under_no_author() -> None:
    splits = split_documents(_frame([(0, "old", 1)]), [["old"], ["new"]])

    assert (
        units(
            splits,
            owners_by_document("authors", _documents(), _frame([])[["document_id"]].assign(author_id="")),
            "year",
        )
        == []
    )


def test_a_document_dated_by_its_year_is_in_no_month() -> None:
    frame = pd.DataFrame([("d0", "1998", "old", 1)], columns=["document_id", "posted_at", "term", "occurrences"])
    splits = split_documents(frame, [["old"], ["new"]])
    owners = owners_by_document("documents", _documents(), frame)

    assert Counter(grain for grain in ("year", "quarter", "month") for _ in units(splits, owners, grain)) == {"year": 1}
    assert period("1998", "year") == units(splits, owners, "year")[0].period


def test_an_unknown_basis_is_refused() -> None:
    with pytest.raises(ValueError, match="basis: expected one of"):
        owners_by_document("readers", _documents(), _frame([]))
