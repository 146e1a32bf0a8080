"""Curves: planted ones are found within their intervals, and none is drawn where the data bear none."""

import numpy as np
import pytest

from pipeline.spread.curves import MODELS, PARAMETERS, Model, cumulative, fit

TRUTH: dict[Model, tuple[float, float, float]] = {"logistic": (300.0, 2.0, 2.0), "bass": (300.0, 0.1, 1.2)}
EDGES = np.linspace(0, 5, 21)
STARTS, ENDS = tuple(EDGES[:-1].tolist()), tuple(EDGES[1:].tolist())


def planted(model: Model) -> np.ndarray:
    return np.diff(cumulative(model, EDGES, *TRUTH[model]))


@pytest.mark.parametrize("model", MODELS)
def test_a_curve_without_noise_is_found_exactly(model: Model) -> None:
    found = fit(model, STARTS, ENDS, tuple(planted(model).tolist()))

    assert [found.parameters[name][0] for name in PARAMETERS[model]] == pytest.approx(TRUTH[model], rel=1e-4)
    assert [one[0] for one in found.fitted] == pytest.approx(planted(model).tolist(), abs=1e-3)


@pytest.mark.parametrize("model", MODELS)
def test_planted_curves_lie_in_the_intervals_nearly_always(model: Model) -> None:
    held = []
    for seed in range(3):
        counts = np.random.default_rng(seed).poisson(planted(model)).astype(float)
        found = fit(model, STARTS, ENDS, tuple(counts.tolist()))
        assert found.reason is None
        held += [
            low <= truth <= high for truth, (_, low, high) in zip(TRUTH[model], found.parameters.values(), strict=True)
        ]

    assert sum(held) >= len(held) - 1


@pytest.mark.parametrize("model", MODELS)
def test_periods_may_be_missing(model: Model) -> None:
    kept = [number for number in range(20) if number not in (3, 4, 9, 15)]
    found = fit(
        model,
        tuple(STARTS[number] for number in kept),
        tuple(ENDS[number] for number in kept),
        tuple(planted(model)[kept].tolist()),
    )

    assert [value for value, _, _ in found.parameters.values()] == pytest.approx(TRUTH[model], rel=1e-3)


def test_the_same_counts_give_the_same_intervals() -> None:
    counts = tuple(np.random.default_rng(3).poisson(planted("logistic")).astype(float).tolist())

    assert fit("logistic", STARTS, ENDS, counts) == fit("logistic", STARTS, ENDS, counts)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((5.0,) * 7, "7 periods of known links, at least 8 are needed"),
        ((1.0,) * 12, "12 adoptions in periods of known links, at least 20 are needed"),
        (tuple(2.0**number for number in range(12)), "the series does not bend: where it would end cannot be told"),
    ],
)
def test_what_no_curve_can_be_fitted_to_is_refused_in_words(counts: tuple[float, ...], reason: str) -> None:
    starts = tuple(float(number) / 4 for number in range(len(counts)))
    found = fit("logistic", starts, tuple(start + 0.25 for start in starts), counts)

    assert (found.parameters, found.fitted, found.reason) == ({}, (), reason)
