"""The decomposition against its definition, exactly, and by hand."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pipeline.wording.shares import Split
from pipeline.wording.switching import Usage, author_periods, decompose, switching

POSTS = st.lists(
    st.tuples(st.sampled_from(["2020", "2021"]), st.sets(st.sampled_from("abcd"), min_size=1), st.integers(0, 3)),
    min_size=1,
    max_size=14,
)


def _splits(posts: list[tuple[str, set[str], int]]) -> tuple[list[Split], dict[str, list[str]]]:
    splits = [
        Split(f"d{n}", f"{year}-01-01", (1 - Fraction(part, 3), Fraction(part, 3)))
        for n, (year, _, part) in enumerate(posts)
    ]
    return splits, {f"d{n}": sorted(authors) for n, (_, authors, _) in enumerate(posts)}


@given(POSTS)
def test_the_decomposition_is_its_definition_and_adds_up_to_the_digit(posts: list[tuple[str, set[str], int]]) -> None:
    splits, authors = _splits(posts)
    steps = switching(author_periods(splits, authors, "year", side=1))

    def share(year: str, author: str | None = None) -> tuple[Fraction, Fraction]:
        """Weight and share of the new wording: of one author, or of everybody."""
        weights = [
            (Fraction(1, len(authors[split.document_id])) if author else Fraction(1), split.parts[1])
            for split in splits
            if split.posted_at.startswith(year) and (author is None or author in authors[split.document_id])
        ]
        total = sum((weight for weight, _ in weights), Fraction(0))
        return total, sum((weight * part for weight, part in weights), Fraction(0)) / total if total else Fraction(0)

    (n_old, s_old), (n_new, s_new) = share("2020"), share("2021")
    assert len(steps) == (1 if n_old and n_new else 0)
    for step in steps:
        within = composition = Fraction(0)
        for author in "abcd":
            (w0, s0), (w1, s1) = share("2020", author), share("2021", author)
            w0, w1 = w0 / n_old, w1 / n_new
            s0, s1 = (s1 if not w0 else s0), (s0 if not w1 else s1)
            within += (w0 + w1) / 2 * (s1 - s0)
            composition += (s0 + s1) / 2 * (w1 - w0)
        assert (step.within_author, step.composition) == (within, composition)
        assert step.change == s_new - s_old == within + composition


def test_the_same_people_with_new_words_is_all_within_authors() -> None:
    before = {"a": Usage(Fraction(1), Fraction(0)), "b": Usage(Fraction(1), Fraction(0))}
    after = {"a": Usage(Fraction(1), Fraction(1)), "b": Usage(Fraction(1), Fraction(1))}

    step = decompose("2020", before, "2021", after)

    assert (step.change, step.within_author, step.composition) == (1, 1, 0)
    assert (step.switchers, step.arrivals, step.departures) == (2, 0, 0)


def test_new_people_with_new_words_is_all_composition() -> None:
    step = decompose("2020", {"a": Usage(Fraction(1), Fraction(0))}, "2021", {"b": Usage(Fraction(3), Fraction(3))})

    assert (step.change, step.within_author, step.composition) == (1, 0, 1)
    assert (step.switchers, step.arrivals, step.departures) == (0, 1, 0)


def test_swapping_the_periods_turns_every_sign() -> None:
    before = {"a": Usage(Fraction(2), Fraction(1)), "c": Usage(Fraction(1), Fraction(1))}
    after = {"a": Usage(Fraction(1), Fraction(1)), "b": Usage(Fraction(3), Fraction(1))}

    there, back = decompose("1", before, "2", after), decompose("2", after, "1", before)

    assert (there.within_author, there.staying) == (-back.within_author, -back.staying)
    assert (there.arriving, there.departing) == (-back.departing, -back.arriving)
    assert (there.arrivals, there.departures) == (back.departures, back.arrivals)


def test_coauthors_share_a_document_and_periods_without_documents_are_stepped_over() -> None:
    splits, authors = _splits([("2020", {"a", "b"}, 3), ("2021", {"a"}, 0)])
    later = Split("late", "2025-01-01", (Fraction(0), Fraction(1)))

    periods = author_periods([*splits, later], {**authors, "late": ["a"]}, "year", side=1)

    assert periods["2020"] == {name: Usage(Fraction(1, 2), Fraction(1, 2)) for name in "ab"}
    assert [(step.period_from, step.period_to) for step in switching(periods)] == [("2020", "2021"), ("2021", "2025")]
