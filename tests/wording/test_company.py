"""Co-terms, themes, flows and drift: by hand, and against their definitions."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.wording.co_terms import co_terms
from pipeline.wording.drift import SHUFFLES, drift, ppmi
from pipeline.wording.themes import Theme, flows, themes
from pipeline.wording.uptake import GROUPS, count_groups

DOCUMENTS = st.lists(st.sets(st.sampled_from("abcdef")), max_size=12)


def _uses(documents: list[set[str]]) -> pd.DataFrame:
    rows = [(f"d{n}", term) for n, terms in enumerate(documents) for term in sorted(terms)]
    return pd.DataFrame(rows, columns=["document_id", "term"], dtype="str")


@given(DOCUMENTS)
@settings(max_examples=40)
def test_co_terms_are_what_counting_documents_pair_by_pair_gives(documents: list[set[str]]) -> None:
    found = co_terms(_uses(documents)).set_index(["term_a", "term_b"])

    together = {
        pair: sum(set(pair) <= terms for terms in documents)
        for pair in combinations("abcdef", 2)
        if any(set(pair) <= terms for terms in documents)
    }
    ties = {term: sum(n for pair, n in together.items() if term in pair) for term in "abcdef"}
    assert found["documents"].to_dict() == together
    for (a, b), row in found.iterrows():
        own = [sum(term in terms for terms in documents) for term in (a, b)]
        assert [row["documents_a"], row["documents_b"]] == own
        assert row["documents_either"] == sum(bool({a, b} & terms) for terms in documents)
        expected = ties[a] * ties[b] / (2 * sum(together.values()))
        assert row["association_strength"] == pytest.approx(together[a, b] / expected)
        assert row["equivalence"] == pytest.approx(together[a, b] ** 2 / (own[0] * own[1]))


def test_themes_grow_from_the_strongest_tie_and_one_post_makes_none() -> None:
    documents = [{"a", "b"}] * 3 + [{"b", "c"}] * 2 + [{"b"}] + [{"d", "e"}] * 2 + [{"e"}] * 3 + [{"a", "f"}]

    found = themes(co_terms(_uses(documents)))

    # Equivalence: d-e 4/10, a-b 9/24, b-c 4/12; a-f stand together once.
    assert found == [Theme("d", ("d", "e")), Theme("b", ("a", "b", "c"))]


@given(DOCUMENTS, st.randoms())
@settings(max_examples=30)
def test_no_term_is_in_two_themes_and_the_order_of_posts_does_not_matter(
    documents: list[set[str]], random: object
) -> None:
    shuffled = list(documents)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    found = themes(co_terms(_uses(documents)))

    members = [term for theme in found for term in theme.terms]
    assert len(members) == len(set(members))
    assert all(theme.name in theme.terms for theme in found)
    assert themes(co_terms(_uses(shuffled))) == found


def test_flows_keep_themes_that_nothing_flows_into_or_out_of() -> None:
    old = [Theme("a", ("a", "b")), Theme("x", ("x", "y"))]
    new = [Theme("b", ("b", "c", "d")), Theme("n", ("n", "o"))]

    found = [(flow.theme_from, flow.theme_to, flow.inclusion, flow.by_name) for flow in flows(old, new)]

    assert found == [(old[0], new[0], 0.5, True), (old[1], None, 0.0, False), (None, new[1], 0.0, False)]


def _contexts(**years: dict[str, int]) -> pd.DataFrame:
    rows = [("t", int(year[1:]), word, n, 1000) for year, words in years.items() for word, n in words.items()]
    # What all terms stand beside, so that the words above say something.
    rows.append(("other", 2019, "everywhere", 9, 1_000_000))
    return pd.DataFrame(rows, columns=["term", "year", "word", "count", "word_total"])


def test_a_term_that_changed_its_company_lies_farther_from_its_first_year_than_shuffles_do() -> None:
    kept, moved = drift(
        _contexts(
            y2019={f"w{n}": 10 for n in range(8)},
            y2020={f"w{n}": 10 for n in range(8)},
            y2021={f"v{n}": 10 for n in range(8)},
        )
    )

    assert kept.distance == pytest.approx(0)
    assert kept.as_far == SHUFFLES
    assert moved.distance == pytest.approx(1)
    assert moved.distance > moved.shuffled_high > moved.shuffled_mean > 0
    assert moved.as_far == 0
    assert (moved.gained, moved.lost) == (("v0", "v1", "v2", "v3", "v4"), ("w0", "w1", "w2", "w3", "w4"))


def test_years_with_little_company_and_words_without_a_total_are_passed_over() -> None:
    contexts = _contexts(y2019={"a": 30, "b": 30}, y2020={"a": 4}, y2021={"a": 30, "b": 30, "odd": 9})
    contexts.loc[contexts["word"] == "odd", "word_total"] = 0

    [found] = drift(contexts)

    assert (found.year, found.first_year, found.words) == (2021, 2019, 60)


def test_ppmi_is_never_negative_and_ignores_the_size_of_the_year() -> None:
    counts, base = np.array([6.0, 0.0, 2.0]), np.array([0.1, 0.6, 0.3])

    assert ppmi(counts, base).tolist() == pytest.approx([np.log(7.5), 0, 0])
    assert ppmi(10 * counts, base).tolist() == pytest.approx(ppmi(counts, base).tolist())


@given(
    st.lists(st.tuples(st.booleans(), st.sets(st.sampled_from("tu")), st.sampled_from(["2020", "2021"])), max_size=12)
)
@settings(max_examples=40)
def test_the_four_groups_are_what_asking_every_document_gives(posts: list[tuple[bool, set[str], str]]) -> None:
    names = [f"d{n}" for n in range(len(posts))]
    dated = pd.DataFrame({"document_id": names, "grain": "year", "period": [year for *_, year in posts]}, dtype="str")
    uses = pd.DataFrame(
        [(term, name) for name, (_, terms, _) in zip(names, posts, strict=True) for term in sorted(terms)]
        + [("t", "stranger")],
        columns=["term", "document_id"],
        dtype="str",
    )
    citing = {name for name, (cites, *_) in zip(names, posts, strict=True) if cites}

    found = count_groups(dated, uses, citing).set_index(["term", "period"])[list(GROUPS)]

    for (term, year), row in found.iterrows():
        asked = [(cites, term in terms) for cites, terms, posted in posts if posted == year]
        assert row.tolist() == [
            asked.count(pair) for pair in [(True, True), (True, False), (False, True), (False, False)]
        ]
    assert set(found.index.get_level_values("period")) == {year for *_, year in posts}
