"""Turns: exact on planted steps, in words where there is none, and the same whatever the order."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.wording import substitution
from pipeline.wording.crossover import MODELS, turn
from pipeline.wording.shares import Unit


def _unit(day: int, second: Fraction | int, cluster: str | None = None) -> Unit:
    moment = str(np.datetime64("2020-01-01") + np.timedelta64(day, "D")) + "T12:00:00Z"
    return Unit(moment[:7], moment, cluster or f"u{day:04d}", Fraction(1), (1 - Fraction(second), Fraction(second)))


def _isotonic_by_definition(values: list[float]) -> list[float]:
    """Pool adjacent violators: the best fit that never falls."""
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([value])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    return [float(np.mean(block)) for block in blocks for _ in block]


@given(st.lists(st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)]), min_size=12, max_size=40))
@settings(max_examples=60)
def test_the_isotonic_turn_is_where_the_best_fit_that_never_falls_passes_one_half(shares: list[Fraction]) -> None:
    found = turn([_unit(day, share) for day, share in enumerate(shares)], "isotonic")

    above = [day for day, fit in enumerate(_isotonic_by_definition([float(s) for s in shares])) if fit > 0.5 + 1e-9]
    if found.crossover is not None:
        assert found.crossover == str(np.datetime64("2020-01-01") + np.timedelta64(above[0], "D"))
    elif found.note is not None and "overtake" in found.note:
        assert above == []
    elif found.note is not None and "leads from the first" in found.note:
        assert len(above) == len(shares)
    else:
        assert found.note is not None
        assert found.note.startswith("not answerable")


@pytest.mark.parametrize("model", MODELS)
def test_a_clean_switch_is_dated_between_the_last_old_and_the_first_new(model: str) -> None:
    units = [_unit(day, day >= 500) for day in range(0, 1000, 20)]

    found = turn(units, model)

    assert found.crossover is not None
    assert "2021-04-24" <= found.crossover <= "2021-05-15"  # days 480 and 500
    assert found.ci_low is not None
    assert found.ci_high is not None
    assert found.ci_low <= found.crossover <= found.ci_high
    assert found.slope is None
    assert (found.note or "").startswith("the sides do not overlap") == (model == "fisher_pry")


def test_a_substitution_of_known_midpoint_and_slope_is_recovered() -> None:
    rng = np.random.default_rng(20190531)
    days = np.linspace(0, 2000, 400)
    truth = 1 / (1 + np.exp(-4 / 365.25 * (days - 900)))
    fits = [substitution.fit(days, (rng.random(400) < truth).astype(float), np.ones((1, 400))) for _ in range(40)]

    # Five standard errors of the mean of 40; the slope's distribution is skewed, so its median is looked at.
    assert abs(np.mean([midpoint for [midpoint], _ in fits]) - 900) < 5 * 22 / np.sqrt(40)
    assert abs(np.median([slope for _, [slope] in fits]) - 4) < 5 * 0.52 / np.sqrt(40)


def test_the_fit_solves_the_likelihood_equations() -> None:
    days, second = np.arange(10.0) * 50, np.array([0, 0, 1, 0, 0.5, 0, 1, 1, 0, 1])
    weights = np.array([np.ones(10), [3, 0, 1, 2, 1, 1, 0, 2, 1, 4]])

    midpoints, slopes = substitution.fit(days, second, weights)

    for w, midpoint, slope in zip(weights, midpoints, slopes, strict=True):
        off = w * (second - 1 / (1 + np.exp(-slope / 365.25 * (days - midpoint))))
        assert abs(off.sum()) < 1e-6
        assert abs((off * days).sum()) < 1e-4


def test_shifting_time_shifts_the_midpoint_and_swapping_the_sides_ends_the_rise() -> None:
    days, second, once = np.arange(10.0) * 50, np.array([0, 0, 1, 0, 0.5, 0, 1, 1, 0, 1]), np.ones((1, 10))

    [midpoint], [slope] = substitution.fit(days, second, once)
    [shifted], [same] = substitution.fit(days + 1000, second, once)
    [never], [falling] = substitution.fit(days, 1 - second, once)

    assert shifted == pytest.approx(midpoint + 1000)
    assert same == pytest.approx(slope) == pytest.approx(-falling)
    assert never == np.inf


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("switch", "words"),
    [(lambda day: day < 20, "not answerable from these data: 1 for old, at least 5"), (lambda day: False, "0 for new")],
)
def test_too_few_documents_are_said_in_words(model: str, switch: object, words: str) -> None:
    found = turn([_unit(day, switch(day) if day else 0) for day in range(20)], model, ("old", "new"))  # type: ignore[operator]

    assert found.crossover is None
    assert words in str(found.note)


@pytest.mark.parametrize("model", MODELS)
def test_a_wording_that_falls_back_never_overtakes(model: str) -> None:
    found = turn([_unit(day, day < 10) for day in range(40)], model, ("old", "new"))

    assert found.crossover is None
    assert found.note == "none: new does not overtake old within the data"


def test_a_wording_that_leads_throughout_has_no_turn() -> None:
    found = turn([_unit(day, day % 4 > 0) for day in range(40)], "isotonic", ("old", "new"))

    assert found.crossover is None
    assert str(found.note).startswith(("none: new leads from the first", "not answerable"))


def test_noise_without_a_turn_is_not_dated() -> None:
    rng = np.random.default_rng(3)
    found = turn([_unit(day, int(rng.random() < 0.5)) for day in range(60)], "isotonic")

    assert found.crossover is None
    assert "of the resamples cross" in str(found.note)


@pytest.mark.parametrize("model", MODELS)
def test_the_order_of_the_units_changes_nothing(model: str) -> None:
    units = [_unit(day, int((day * 7) % 100 < day)) for day in range(100)]

    assert turn(units[::-1], model) == turn(units, model)


def test_units_of_one_moment_are_not_parted() -> None:
    units = [_unit(day, 0, f"a{day}{n}") for day in range(5) for n in range(2)]
    units += [_unit(5, n % 2, f"m{n}") for n in range(6)]
    units += [_unit(day, 1, f"z{day}{n}") for day in range(6, 11) for n in range(2)]

    assert turn(units, "isotonic").crossover == "2020-01-07"


def test_drawing_authors_whole_changes_the_interval_and_not_the_turn() -> None:
    rng = np.random.default_rng(1)
    days = range(0, 800, 8)
    second = [int(rng.random() < 1 / (1 + np.exp(-(day - 400) / 60))) for day in days]
    alone = turn([_unit(day, value) for day, value in zip(days, second, strict=True)], "fisher_pry")
    clustered = turn(
        [_unit(day, value, f"author{day % 9}") for day, value in zip(days, second, strict=True)], "fisher_pry"
    )

    assert alone.crossover == clustered.crossover
    assert (alone.ci_low, alone.ci_high) != (clustered.ci_low, clustered.ci_high)
