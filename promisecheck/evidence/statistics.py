"""Shares of cases and quantiles with their bounds: exact, distribution-free, over arrays.

Nothing is assumed about how waiting times are distributed; what is counted is how many cases met a level, and that
count is binomial when cases do not depend on each other. Shares and confidences are 0-1, counts whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, betaincinv, ndtri

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

CONFIDENCE = 0.95


def exact_lower(met: ArrayLike, cases: ArrayLike, confidence: float = CONFIDENCE) -> Floats:
    """One-sided lower bound of the share of cases that are met; 0 where none is.

    Clopper and Pearson 1934, Biometrika 26(4), in the form of a beta quantile: the share p for which at least `met`
    of `cases` happen with probability 1 - confidence. It covers at least nominally, for any share and any number.
    """
    met, cases = _floats(met), _floats(cases)
    found = betaincinv(np.maximum(met, 1), cases - met + 1, 1 - confidence)
    return np.where(met > 0, found, 0.0)


def exact_upper(met: ArrayLike, cases: ArrayLike, confidence: float = CONFIDENCE) -> Floats:
    """One-sided upper bound of the share of cases that are met; 1 where all are. Source: see `exact_lower`."""
    met, cases = _floats(met), _floats(cases)
    return 1 - exact_lower(cases - met, cases, confidence)


def wilson(met: ArrayLike, cases: ArrayLike, confidence: float = CONFIDENCE) -> tuple[Floats, Floats]:
    """Two-sided interval of a share, to show.

    Wilson 1927, J. Am. Stat. Assoc. 22(158), without continuity correction: narrower than the exact one and right on
    average, where the exact one is never too narrow. (0, 1) without cases.
    """
    met, cases = _floats(met), _floats(cases)
    z = float(ndtri(0.5 + confidence / 2))
    size = np.maximum(cases, 1)
    share = met / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    low = np.where(met > 0, np.maximum(middle - half, 0), 0.0)
    high = np.where(met < cases, np.minimum(middle + half, 1), 1.0)
    return np.where(cases > 0, low, 0.0), np.where(cases > 0, high, 1.0)


def chance_of_at_least(met: ArrayLike, cases: ArrayLike, share: ArrayLike) -> Floats:
    """Probability of so many met cases or more if the true share were `share`.

    Small when the record proves that the share is above it: the p-value of the test that `exact_lower` inverts.
    """
    met, cases, share = _floats(met), _floats(cases), _floats(share)
    return np.where(met > 0, betainc(np.maximum(met, 1), cases - met + 1, share), 1.0)


def chance_of_at_most(met: ArrayLike, cases: ArrayLike, share: ArrayLike) -> Floats:
    """Probability of so many met cases or fewer if the true share were `share`: small when it must be below it."""
    met, cases, share = _floats(met), _floats(cases), _floats(share)
    return chance_of_at_least(cases - met, cases, 1 - share)


def holm(chances: ArrayLike, level: float = 1 - CONFIDENCE) -> NDArray[np.bool_]:
    """Which of many hypotheses may be given up, so that a wrong one is among them with probability `level` at most.

    Holm 1979, Scand. J. Stat. 6(2): the smallest chance is held against level / m, the next against level / (m - 1) ...
    up to the first that is too large. Needs no independence.
    """
    chances = _floats(chances)
    size = len(chances)
    order = np.argsort(chances, kind="stable")
    small = chances[order] <= level / np.arange(size, 0, -1)
    passed = np.zeros(size, dtype=bool)
    passed[order[: size if small.all() else int(np.argmin(small))]] = True
    return passed


# ------------------------------------------------------------------------------------------------ quantiles
def bound_rank(cases: ArrayLike, share: float, confidence: float = CONFIDENCE) -> Counts:
    """The rank, from 1, of the smallest case that bounds the `share` quantile from above; 0 where no case does.

    At least `share` of all cases to come are at most as large as the case of this rank, with `confidence`, whatever
    their distribution (Wilks 1941, Ann. Math. Stat. 12(1); Thompson 1936, Ann. Math. Stat. 7(3)): the smallest k
    with P(Binomial(cases, share) <= k - 1) >= confidence. Ties and whole minutes only make it surer.
    """
    return _by_number(cases, lambda n: _first(n, lambda k: _at_most(k - 1, n, share) >= confidence))


def interval_ranks(cases: ArrayLike, share: float, confidence: float = CONFIDENCE) -> tuple[Counts, Counts]:
    """Ranks, from 1, of the two cases between which the `share` quantile lies; 0 where there is none on a side.

    Each side is missed with probability (1 - confidence) / 2 at most. Source: see `bound_rank`; David and Nagaraja,
    Order Statistics, 3rd ed., section 7.1.
    """
    side = (1 - confidence) / 2
    low = _by_number(cases, lambda n: _first(n, lambda k: _at_most(k - 1, n, share) > side, n + 1) - 1)
    return low, bound_rank(cases, share, 1 - side)


def quantile_rank(cases: ArrayLike, share: float) -> Counts:
    """The rank, from 1, of the case at which `share` of the cases is reached; 0 without cases."""
    return np.ceil(_floats(cases) * share - 1e-9).astype(np.int64)


def cases_needed(share: float, confidence: float = CONFIDENCE) -> int:
    """The fewest cases of which one can bound the `share` quantile: 59 for 95% with confidence 95%.

    As many have to be met without a miss to prove the share: 1 - share ** n >= confidence.

    Raises ValueError when the share is 1: no number of cases proves that there will never be a miss.
    """
    if not 0 < share < 1:
        raise ValueError(f"no number of cases proves a share of {share}")
    guess = max(1, math.floor(math.log(1 - confidence) / math.log(share)) - 1)
    while 1 - share**guess < confidence:
        guess += 1
    return guess


def _at_most(count: int, cases: int, share: float) -> float:
    """P(Binomial(cases, share) <= count)."""
    if count < 0:
        return 0.0
    return 1.0 if count >= cases else float(betainc(cases - count, count + 1, 1 - share))


def _first(cases: int, holds: Callable[[int], bool], otherwise: int = 0) -> int:
    """The smallest rank for which something holds that holds for all larger ones; `otherwise` when none."""
    if cases == 0 or not holds(cases):
        return otherwise
    low, high = 0, cases
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _by_number(cases: ArrayLike, rank: Callable[[int], int]) -> Counts:
    """A rank for each number of cases, worked out once for equal numbers."""
    numbers, where = np.unique(np.asarray(cases, dtype=np.int64), return_inverse=True)
    return np.array([rank(int(n)) for n in numbers], dtype=np.int64)[where].reshape(np.shape(cases))


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)
