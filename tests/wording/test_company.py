"""Co-terms, themes, flows and drift: by hand, and against their definitions."""

from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.wording.co_terms import co_terms
from pipeline.wording.drift import FEWEST_YEARS, MOST_ORDERS, drift, order_of_pairs, order_of_years, ppmi
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


def _contexts(years: dict[int, dict[str, int]]) -> pd.DataFrame:
    found_in = Counter(word for words in years.values() for word in words)
    # Every word is as frequent as every other over all years, so that all say as much.
    rows = [("t", year, word, n, 5040 // found_in[word]) for year, words in years.items() for word, n in words.items()]
    # What all terms stand beside, so that the words above say something.
    rows.append(("other", 2019, "everywhere", 9, 1_000_000))
    return pd.DataFrame(rows, columns=["term", "year", "word", "count", "word_total"])


def _moving(years: int) -> dict[int, dict[str, int]]:
    """Ten words a year, ten times each; every year one of them gives way to a new one."""
    return {2015 + n: {f"w{n + place:02d}": 10 for place in range(10)} for n in range(years)}


def test_company_that_changes_a_little_each_year_is_steadier_than_all_orders_but_its_mirror() -> None:
    [found] = drift(_contexts(_moving(6)), {"t": ["w05", "w09", "unheard"]})

    assert found.apart is not None
    assert (found.apart.as_high, found.apart.orders) == (2, 720)
    # Of two years that are n apart, n words in ten differ; all words weigh the same.
    assert [one.from_first for one in found.years] == [None, *(pytest.approx(n / 10) for n in range(1, 6))]
    assert [one.pairs_as_far for one in found.years] == [0, 15, 10, 6, 3, 1]
    assert (found.years[2].gained, found.years[2].lost) == (("w10", "w11"), ("w00", "w01"))


def test_distance_from_the_definition_is_the_cosine_with_its_words() -> None:
    [found] = drift(_contexts(_moving(6)), {"t": ["w00", "w01", "unheard"]})

    assert [one.from_definition for one in found.years] == [
        pytest.approx(1 - shared / np.sqrt(10 * 3)) for shared in (2, 1, 0, 0, 0, 0)
    ]
    assert [one.of_definition for one in found.years[:3]] == [("w00", "w01"), ("w01",), ()]
    assert found.off is not None
    # The two years with its words stand first, or last in the mirror; the other four in any order.
    assert (found.off.as_high, found.off.orders) == (2 * 24, 720)


def test_years_with_words_of_their_own_but_no_direction_are_seldom_called_moving() -> None:
    """Clumps: each year has a post that repeats words of its own; single words shuffled would call all of these moved."""
    chance = np.random.default_rng(7)
    called = 0
    for _ in range(60):
        years = {}
        for year in range(2016, 2023):
            own = chance.choice(30, size=4, replace=False)
            common = chance.multinomial(60, np.full(10, 0.1))
            years[year] = {f"own{n}": 12 for n in own} | {f"w{n}": int(k) for n, k in enumerate(common) if k}
        [found] = drift(_contexts(years), {})
        assert found.apart is not None
        called += found.apart.as_high <= 0.05 * found.apart.orders
    assert called <= 8  # 3 expected; more than 8 in 60 happens once in 200


def test_a_small_year_does_not_lie_farther_off_for_being_small() -> None:
    chance, gaps = np.random.default_rng(3), []
    for _ in range(30):
        sizes = {2018: 400, 2019: 60, 2020: 400, 2021: 400, 2022: 400}
        drawn = {year: chance.multinomial(size, np.full(20, 0.05)) for year, size in sizes.items()}
        years = {year: {f"w{n}": int(k) for n, k in enumerate(row) if k} for year, row in drawn.items()}
        [found] = drift(_contexts(years), {})
        assert found.words_compared == 60
        gaps.append(found.years[1].from_first - found.years[2].from_first)
    assert abs(np.mean(gaps)) < 0.02


def test_four_years_are_too_few_to_test_their_order_and_two_too_few_to_compare() -> None:
    [found] = drift(_contexts(_moving(FEWEST_YEARS - 1)), {})

    assert (found.apart, found.off) == (None, None)
    assert len(found.years) == FEWEST_YEARS - 1
    assert drift(_contexts(_moving(1)), {}) == []


def test_years_with_little_company_and_words_without_a_total_are_passed_over() -> None:
    contexts = _contexts({2019: {"a": 30, "b": 30}, 2020: {"a": 4}, 2021: {"a": 30, "b": 30, "odd": 9}})
    contexts.loc[contexts["word"] == "odd", "word_total"] = 0

    [found] = drift(contexts, {})

    assert [(one.year, one.words) for one in found.years] == [(2019, 60), (2021, 60)]
    assert found.years[1].from_first == pytest.approx(0)


@given(st.lists(st.floats(0, 1), min_size=5, max_size=5), st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_orders_are_counted_as_trying_each_one_does(values: list[float], seed: int) -> None:
    years, distances = np.arange(2019, 2024), np.random.default_rng(seed).random((5, 5))
    distances = distances + distances.T
    pairs = list(combinations(range(5), 2))

    def correlation(order: tuple[int, ...]) -> float:
        return float(np.corrcoef([j - i for i, j in pairs], [distances[order[i], order[j]] for i, j in pairs])[0, 1])

    found = order_of_pairs(years, distances)
    tried = [correlation(order) for order in permutations(range(5))]
    assert found.correlation == pytest.approx(correlation((0, 1, 2, 3, 4)))
    assert found.as_high == sum(one >= tried[0] - 1e-9 for one in tried)
    assert 1 <= order_of_years(years, np.array(values)).as_high <= 120


def test_of_many_years_some_orders_are_drawn_the_same_every_time() -> None:
    gaps = np.abs(np.subtract.outer(np.arange(9), np.arange(9))).astype(float)

    found = order_of_pairs(np.arange(9), gaps)

    assert found.orders == MOST_ORDERS
    assert found == order_of_pairs(np.arange(9), gaps)
    assert found.as_high <= 3


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
