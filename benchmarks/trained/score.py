"""What was found in marked passages, against what was marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

HALF = 0.5  # of the shorter of two quotes that they share to be the same promise; tight: of both together
Span = tuple[int, int, str]
"""The first and last (exclusive) character of a promise, and its characteristic."""


class Score:
    """Counts over passages, and the shares that follow from them, 0-1."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, text: str, marked: Sequence[Span], found: Sequence[Span]) -> None:
        """Count the promises of one passage."""
        pairs = matched(text, marked, found, tight=False)
        self.counts.update(
            marked=len(marked),
            found=len(found),
            hit=len(pairs),
            tight=len(matched(text, marked, found, tight=True)),
            named=sum(marked[i][2] == found[j][2] for i, j in pairs),
            holds=bool(marked),
            said=bool(found),
            both=bool(marked and found),
        )

    def _share(self, part: float, *whole: str) -> float:
        total = sum(self.counts[name] for name in whole)
        return part / total if total else 0.0

    @property
    def passage_f1(self) -> float:
        """Whether a passage promises anything at all: harmonic mean of precision and recall."""
        return self._share(2 * self.counts["both"], "holds", "said")

    @property
    def precision(self) -> float:
        """Of the promises found, those that are marked."""
        return self._share(self.counts["hit"], "found")

    @property
    def recall(self) -> float:
        """Of the promises marked, those that are found."""
        return self._share(self.counts["hit"], "marked")

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return self._share(2 * self.counts["hit"], "marked", "found")

    @property
    def tight_f1(self) -> float:
        """The same where half of both quotes together must be shared."""
        return self._share(2 * self.counts["tight"], "marked", "found")

    @property
    def characteristic(self) -> float:
        """Of the promises found that are marked, those of the right characteristic."""
        return self._share(self.counts["named"], "hit")


def matched(text: str, marked: Sequence[Span], found: Sequence[Span], *, tight: bool) -> list[tuple[int, int]]:
    """One-to-one pairs of spans that share enough letters and digits, the largest share first."""
    pairs = []
    for i, one in enumerate(marked):
        for j, other in enumerate(found):
            shared = _letters(text, max(one[0], other[0]), min(one[1], other[1]))
            mine, its = _letters(text, *one[:2]), _letters(text, *other[:2])
            whole = mine + its - shared if tight else min(mine, its)
            if shared and shared >= HALF * whole:
                pairs.append((-shared / whole, i, j))
    taken: list[tuple[int, int]] = []
    for _, i, j in sorted(pairs):
        if all(i != a and j != b for a, b in taken):
            taken.append((i, j))
    return taken


def _letters(text: str, start: int, end: int) -> int:
    return sum(map(str.isalnum, text[start:end]))
