"""Metrics of how a document aged: by hand, and disruption against its definition."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph.citation import citation_arrays
from pipeline.metrics import (
    age_normalised_citations,
    cited_half_life_days,
    citing_half_life_days,
    disruption,
    sleeping_beauty,
)


def _cited_at(*ages: float, backward: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    citing = [f"c{n}" for n in range(len(ages))]
    citations = pd.DataFrame({"citing_id": citing, "cited_id": "a", "backward": backward, "citation_age_days": ages})
    return citations, pd.DataFrame({"document_id": ["a", *citing]})


def test_citations_are_compared_within_month_and_kind():
    documents = pd.DataFrame(
        [
            ("a", "2019-05-01", "post"), ("b", "2019-05-31", "post"), ("p", "2019-05-09", "paper"),
            ("year", "2019", "post"), ("x", "2020-01-01", "post"),
        ],
        columns=["document_id", "posted_at", "kind"],
    )  # fmt: skip
    citations = pd.DataFrame({"citing_id": ["x", "x", "b", "p"], "cited_id": ["a", "p", "a", "year"]})
    found = age_normalised_citations.compute(citation_arrays(citations, documents), documents)

    assert found.dropna().to_dict() == {"a": 2.0, "b": 0.0, "p": 1.0}


def test_half_lives_are_medians_of_forward_citations_with_an_age():
    citations, documents = _cited_at(10, 20, 90, float("nan"))
    backward, _ = _cited_at(-5, backward=True)
    both = pd.concat([citations, backward])

    assert cited_half_life_days.compute(both, documents).to_dict() == {"a": 20.0}
    assert citing_half_life_days.compute(both).to_dict() == {"c0": 10.0, "c1": 20.0, "c2": 90.0}


@pytest.mark.parametrize(
    ("years", "beauty"),
    [
        ([0, 0, 0, 1, 1, 2], 0.0),  # peak at once
        ([0, 1, 1, 2, 2, 2], 0.0),  # a straight rise
        ([0, 3, 3, 3, 3, 3], 6.0),  # (1 - 1) / 1 + (7/3 - 0) / 1 + (11/3 - 0) / 1 + (5 - 5) / 5
        ([0, 1, 1, 1, 2, 2, 3, 3, 3, 3], (2 - 3) / 3 + (3 - 2) / 2),  # up early, then down, then the peak
    ],
)
def test_beauty_is_the_gap_between_the_line_to_the_peak_and_the_citations(years: list[int], beauty: float):
    found = sleeping_beauty.compute(*_cited_at(*(365.25 * year + 1 for year in years)))

    assert found["a"] == pytest.approx(beauty)


def _network(pairs: list[tuple[str, str]], days: dict[str, int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    start = pd.Timestamp("2015-01-01", tz="UTC")
    dates = [(start + pd.Timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ") for day in days.values()]
    citations = pd.DataFrame(pairs, columns=["citing_id", "cited_id"])
    backward = [days[citing] < days[cited] for citing, cited in pairs]
    return citations.assign(backward=backward), pd.DataFrame({"document_id": list(days), "posted_at": dates})


def test_only_documents_within_five_years_count():
    pairs = [("f", "r"), ("in time", "f"), ("too late", "r"), ("too late", "f")]
    days = {"r": 0, "f": 10, "in time": 1836, "too late": 1837}

    assert disruption.compute(*_network(pairs, days))["f"] == 1.0


@given(st.data())
def test_disruption_is_its_definition(data: st.DataObject):
    names = list("abcdefg")
    days = {name: data.draw(st.integers(0, 3000)) for name in names}
    possible = [(u, v) for u in names for v in names if u != v]
    pairs = data.draw(st.lists(st.sampled_from(possible), unique=True))
    found = disruption.compute(*_network(pairs, days))
    forward = {(u, v) for u, v in pairs if days[u] >= days[v]}
    for f in names:
        references = [v for u, v in forward if u == f]
        i = j = k = 0
        for other in names:
            if not days[f] < days[other] <= days[f] + 1826:
                continue
            cites_f, cites_reference = (other, f) in forward, any((other, r) in forward for r in references)
            i += cites_f and not cites_reference
            j += cites_f and cites_reference
            k += cites_reference and not cites_f
        if references and i + j + k:
            assert found[f] == pytest.approx((i - j) / (i + j + k))
        else:
            assert f not in found
