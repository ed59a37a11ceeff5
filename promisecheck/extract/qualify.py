"""What goes with a promise in its own sentence: hedge and strength, how often, conditions."""

from __future__ import annotations

from collections.abc import Sequence

from promisecheck.extract.drafts import Draft
from promisecheck.extract.lexicon import CueMark
from promisecheck.extract.reading import CLAUSE_ENDS, SentenceReading, Stated
from promisecheck.model import Level, Quantity, Strength

_PARTS = frozenset({"and", "but", "while", "whereas", ";", "؛", "(", ")"})
NEAR_HEDGE = 6  # words before or after a quote within which a hedge belongs to it


def hedge_of(one: SentenceReading, draft: Draft) -> CueMark | None:
    """The hedge of a promise: the nearest one in its clause, before it rather than after it, and the shortest."""
    best: tuple[tuple[int, int], CueMark] | None = None
    for mark in one.of("hedge"):
        if mark.last <= draft.first:
            distance = draft.first - mark.last
        elif mark.first >= draft.last:
            distance = mark.first - draft.last + 2
        else:
            distance = 0
        distance += 4 * _breaks(one, mark, draft)
        if mark.first == 0 and mark.rule.of == "aim":
            distance = min(distance, NEAR_HEDGE)  # "on average A takes 3 days, B 7": said of both
        rank = distance, mark.last - mark.first
        if distance <= NEAR_HEDGE and (best is None or rank < best[0]):
            best = rank, mark
    return best[1] if best else None


def _breaks(one: SentenceReading, mark: CueMark, draft: Draft) -> int:
    """Number of breaks between a mark and a quote."""
    low, high = (mark.last, draft.first) if mark.last <= draft.first else (draft.last, mark.first)
    return sum(one.sentence.words[k] in CLAUSE_ENDS for k in range(low, high))


def strength_of(hedge: CueMark | None, level: Quantity | None, value: Level | None, absolute: bool) -> Strength:
    """Guarantee, promise, aim or possibility.

    A price "from" and a discount "up to" are possibilities without any other word; a time "within" is a promise.
    """
    if hedge is not None:
        return "aim" if hedge.rule.of == "aim" else "possibility"
    if level is not None and value is not None and level.explicit:
        best_case = (level.kind == "money" and value.op in (">=", ">")) or (
            level.kind == "percent" and value.op in ("<=", "<")
        )
        if best_case:
            return "possibility"
    return "guarantee" if absolute else "promise"


def is_absolute(one: SentenceReading, draft: Draft) -> bool:
    """Whether words of the promise's clause claim every case."""
    return any(
        mark.first < draft.last + 4 and mark.last > draft.first - 6 and not _breaks(one, mark, draft)
        for mark in one.of("absolute")
    )


def share_of(one: SentenceReading, draft: Draft) -> float | None:
    """The stated share of cases, 0-1; None where none is stated."""
    own = one.sentence.levels[draft.level] if draft.level is not None else None
    for mark in one.of("share") if own is not None and own.kind == "duration" else ():
        for k in range(mark.first, mark.last):
            level = one.sentence.levels[k]
            if level is not None and level.kind == "percent" and level.value is not None and k != draft.level:
                return float(level.value) / 100
    return None


def conditions_of(one: SentenceReading, draft: Draft, drafts: Sequence[Draft]) -> tuple[list[Stated], list[Stated]]:
    """The conditions of a promise, and those of its sentence that belong to another promise.

    A condition belongs to the promise before it, and to promises that share words with that one; one behind a comma to
    all before it that no "and" or "but" parts from it; one that stands first in the sentence belongs to all that
    follow, one that stands first in its clause to the promise that it leads to.
    """
    own, others = [], []
    for stated in one.conditions:
        if draft.level is not None and stated.first <= draft.level < stated.last:
            continue  # the words are the promise itself: "We deliver within three miles"
        led = _led_to(one, stated, drafts)
        before = [other for other in drafts if other.first < stated.first]
        nearest = led or (max(before, key=lambda other: other.last) if before else None)
        if (
            nearest is None
            or nearest is draft
            or nearest.overlaps(draft)
            or (led is None and _apart(one, stated, draft))
        ):
            own.append(stated)
        else:
            others.append(stated)
    return own, others


def _led_to(one: SentenceReading, stated: Stated, drafts: Sequence[Draft]) -> Draft | None:
    """The promise that a condition at the start of a clause leads to: ", and if it is late, the next one is free"."""
    words = one.sentence.words
    joined = words[stated.first][0] in "وف" or words[stated.first - 1] in ("and", "و", "or", "او")
    if stated.first == 0 or not (words[stated.first - 1] in CLAUSE_ENDS or joined):
        return None
    following = (other for other in drafts if stated.first < other.first <= stated.last + 1)
    return min(following, key=lambda other: other.first, default=None)


def _apart(one: SentenceReading, stated: Stated, draft: Draft) -> bool:
    """Whether a condition stands apart behind a clause that holds a promise: "in 2 days, day or night, if you call"."""
    words = one.sentence.words
    if draft.last >= stated.first or words[stated.first - 1] not in (",", "،"):
        return False
    between = words[draft.last : stated.first]
    return not any(word in _PARTS or word[0] in "وف" for word in between)
