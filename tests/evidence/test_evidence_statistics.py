"""The formulas against published values, by simulation, and against the counting they stand for."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.evidence.statistics import (
    bound_rank,
    cases_needed,
    chance_of_at_least,
    chance_of_at_most,
    exact_lower,
    exact_upper,
    holm,
    interval_ranks,
    quantile_rank,
    wilson,
)

# Newcombe 1998, Statistics in Medicine 17, table I: two-sided 95% intervals of four shares.
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("met", "cases", "score", "exact"), NEWCOMBE)
def test_published_intervals(met, cases, score, exact):
    assert np.round(wilson(met, cases), 4) == pytest.approx(score)
    two_sided = exact_lower(met, cases, 0.975), exact_upper(met, cases, 0.975)
    assert np.round(two_sided, 4) == pytest.approx(exact)


def test_twenty_of_twenty_prove_less_than_fifty_nine_of_fifty_nine():
    assert exact_lower(20, 20) == pytest.approx(0.05 ** (1 / 20))
    assert exact_lower(20, 20) < 0.95
    assert exact_lower(58, 58) < 0.95 <= exact_lower(59, 59)


@pytest.mark.parametrize(
    ("share", "numbers"),  # sample sizes at which the largest, the second largest ... bounds the quantile, 95% sure
    [(0.95, [59, 93, 124, 153, 181]), (0.90, [29, 46, 61, 76, 89]), (0.99, [299, 473, 628])],
)
def test_published_sample_sizes_of_tolerance_limits(share, numbers):
    for place, number in enumerate(numbers):
        assert bound_rank([number], share)[0] == number - place
        assert bound_rank([number - 1], share)[0] in (0, number - place)
    assert cases_needed(share) == numbers[0]
    assert bound_rank([numbers[0] - 1], share)[0] == 0


def test_no_number_of_cases_proves_that_nothing_is_ever_missed():
    with pytest.raises(ValueError, match="no number"):
        cases_needed(1.0)


def test_without_cases_nothing_is_known():
    assert wilson(0, 0) == (0, 1)
    assert (exact_lower(0, 0), exact_upper(0, 0)) == (0, 1)
    assert bound_rank([0], 0.95)[0] == quantile_rank([0], 0.95)[0] == 0


def test_the_bound_is_the_share_at_which_the_test_turns():
    lower = exact_lower(90, 100)
    assert chance_of_at_least(90, 100, lower) == pytest.approx(0.05)
    assert chance_of_at_most(90, 100, exact_upper(90, 100)) == pytest.approx(0.05)


def test_chances_are_sums_of_the_binomial():
    direct = sum(math.comb(30, k) * 0.9**k * 0.1 ** (30 - k) for k in range(28, 31))
    assert chance_of_at_least(28, 30, 0.9) == pytest.approx(direct)
    assert chance_of_at_most(27, 30, 0.9) == pytest.approx(1 - direct)


def test_holm_goes_on_until_the_first_that_is_too_large():
    # Of four, the smallest is held against .0125, the next against .0167, .025 and .05.
    assert holm([0.01, 0.04, 0.03, 0.005], 0.05).tolist() == [True, False, False, True]
    assert holm([0.012, 0.016, 0.024, 0.049], 0.05).all()
    assert not holm([0.013, 0.001 + 0.049], 0.02).any()
    assert holm([], 0.05).tolist() == []


@given(st.integers(1, 400), st.floats(0.5, 0.99), st.floats(0.6, 0.99))
def test_a_bound_is_the_smallest_rank_that_is_sure_enough(cases, share, confidence):
    rank = int(bound_rank([cases], share, confidence)[0])

    def sure(k):
        return 1 - float(chance_of_at_least(k, cases, share)) if k <= cases else 1.0

    if rank == 0:
        assert sure(cases) < confidence
    else:
        assert sure(rank) >= confidence - 1e-9
        assert rank == 1 or sure(rank - 1) < confidence + 1e-9


@given(st.integers(1, 300), st.integers(0, 300))
def test_bounds_hold_the_share_between_them(cases, met):
    met = min(met, cases)
    low, high = wilson(met, cases)
    assert 0 <= low <= met / cases <= high <= 1
    assert 0 <= exact_lower(met, cases) <= met / cases <= exact_upper(met, cases) <= 1


@pytest.mark.parametrize("share", [0.9, 0.95, 0.985])
@pytest.mark.parametrize("cases", [20, 150])
def test_the_exact_bound_covers_at_least_nominally(share, cases):
    met = np.random.default_rng(7).binomial(cases, share, 40_000)
    assert np.mean(exact_lower(met, cases) <= share) >= 0.95 - 0.003
    assert np.mean(exact_upper(met, cases) >= share) >= 0.95 - 0.003


@pytest.mark.parametrize("skew", ["exponential", "lognormal", "whole minutes"])
def test_the_quantile_bound_covers_whatever_the_distribution(skew):
    random = np.random.default_rng(11)
    if skew == "exponential":
        waits, truth = random.exponential(1, (20_000, 80)), -math.log(0.1)
    elif skew == "lognormal":
        waits, truth = random.lognormal(0, 1, (20_000, 80)), math.exp(1.2815515655446004)
    else:
        waits, truth = random.integers(1, 21, (20_000, 80)).astype(float), 18.0  # 90% of 1 ... 20
    waits.sort(axis=1)
    rank = int(bound_rank([80], 0.9)[0])
    assert np.mean(waits[:, rank - 1] >= truth) >= 0.95 - 0.004
    low, high = (int(ranks[0]) for ranks in interval_ranks([80], 0.9))
    assert np.mean((waits[:, low - 1] <= truth) & (truth <= waits[:, high - 1])) >= 0.95 - 0.004


def test_holm_keeps_false_alarms_rare_over_many_places():
    random = np.random.default_rng(3)
    alarms = 0
    for _ in range(2_000):
        met = random.binomial(200, 0.95, 12)  # every one of twelve branches delivers what is declared
        alarms += bool(holm(chance_of_at_most(met, 200, 0.95)).any())
    assert alarms / 2_000 <= 0.05 + 0.01
