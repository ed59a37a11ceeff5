"""Promises of one sentence: which rule says so, in which words, at which level."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from promisecheck.extract.joined import COMMAS, carries_and, freed_from
from promisecheck.extract.lexicon import ClaimMark, ClaimRule
from promisecheck.extract.tape import BREAKS, Sentence
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Quantity

if TYPE_CHECKING:
    from promisecheck.extract.reading import SentenceReading

FEWEST_COMMAS: Final = 2  # between two offers in one list: another thing stands there
LONGEST_LIST: Final = 8  # words between two offers that are things in one list
FARTHEST: Final = 12  # words between a level and what it is about
LONGEST_QUOTE: Final = 8  # words between a level and a cue that the quote still takes in
WEAK: Final = -5  # priority of rules that are heard only where no other is
MOST_SHARED: Final = 0.5  # of the shorter quote, that two promises may have in common
SHORT_SENTENCE: Final = 10  # words of a sentence that may leave out what it goes on with
_FREE: Final = "free"
_HYPHENS: Final = frozenset("-\u2010\u2011")
_GOES_ON: Final = frozenset({"duration", "percent"})
_COMMA: Final = 3
_BETWEEN: Final = 3  # words between an offer and the level that is told of it
_STRANGER: Final = 5  # another level in between


@dataclass(frozen=True, slots=True)
class Draft:
    """A promise found in a sentence, before its surroundings are read.

    first, last: the words of its quote. level: index of the word that is its level, or None. what: words that name what
    is offered or free. distance: how far the words that tell its measure are from the level. phrase: found by a whole
    wording. inner: all levels in that wording.
    """

    rule: ClaimRule
    first: int
    last: int
    level: int | None = None
    what: tuple[int, int] | None = None
    distance: int = 0
    phrase: bool = False
    inner: frozenset[int] = frozenset()

    def overlaps(self, other: Draft) -> bool:
        """Whether the quotes share a word."""
        return self.first < other.last and other.first < self.last


def phrases(sentence: Sentence, marks: Iterable[ClaimMark], words: PlainWords) -> list[Draft]:
    """Drafts of the whole wordings that rules describe."""
    drafts = []
    for mark in marks:
        rule = mark.rule
        if rule.longest and len(sentence.words) > rule.longest:
            continue
        level = None
        if rule.value == "level" and rule.fixed is None:
            inside = range(mark.first, mark.last)
            levels = [k for k in inside if sentence.levels[k] is not None]
            level = next((k for k in levels if not rule.level or _kind(sentence, k) in rule.level), None)
        first, last = mark.quote
        if rule.value == "free":
            first = freed_from(sentence, first, last, words)
        inner = frozenset(k for k in range(first, last) if sentence.levels[k] is not None)
        drafts.append(Draft(rule, first, last, level=level, what=mark.what, phrase=True, inner=inner))
    return drafts


def shortened(one: SentenceReading, draft: Draft, words: PlainWords) -> Draft:
    """The draft of a wording without the words in which the organisation says what else it does.

    Arabic joins that clause without a comma: "نغطي كل الأحياء | ونوفر التركيب". A level behind what it joins is
    of that: "بضمان الوكيل | وتوصيل خلال يومين".
    """
    joined = next((near.first for near in one.nears if _joins_level(one.sentence, draft, near, words)), None)
    if joined is not None:
        draft = replace(draft, last=joined, level=None, inner=frozenset(k for k in draft.inner if k < joined))
    said = max(draft.level or 0, draft.what[1] if draft.what else 0, draft.first + 1)
    last = next((k for k in one.voices if said < k < draft.last and carries_and(one.sentence.words[k], words)), None)
    if last is None:
        return draft
    return replace(draft, last=last, inner=frozenset(k for k in draft.inner if k < last))


def only_lacks(one: SentenceReading, draft: Draft, words: PlainWords) -> bool:
    """Whether what a draft calls free is hyphened to what it does not have: "a shadow-free roof" is no gift."""
    sentence = one.sentence
    if draft.rule.value != _FREE:
        return False
    free = [k for k in range(max(draft.first, 1), draft.last) if sentence.words[k] == _FREE]
    return bool(free) and all(
        one.text[sentence.ends[k - 1] : sentence.starts[k]] in _HYPHENS and sentence.words[k - 1] not in words.costs
        for k in free
    )


def _joins_level(sentence: Sentence, draft: Draft, near: ClaimMark, words: PlainWords) -> bool:
    """Whether words joined on by "and" inside a wording tell the measure of its level, and another one than it says."""
    if draft.level is None or draft.rule.priority <= WEAK or not draft.first < near.first < near.last <= draft.level:
        return False
    level = sentence.levels[draft.level]
    other = near.rule.characteristic != draft.rule.characteristic
    spoken = level is not None and level.kind in near.rule.level and fits(near.rule, level)
    return other and spoken and carries_and(sentence.words[near.first], words)


def measured(one: SentenceReading, taken: set[int]) -> list[Draft]:
    """For each level of a sentence that is not taken, the measure whose words stand nearest."""
    sentence, drafts = one.sentence, []
    cues = one.nears if any(level is not None and k not in taken for k, level in enumerate(sentence.levels)) else []
    for k, level in enumerate(sentence.levels):
        if level is None or k in taken:
            continue
        best: tuple[tuple[int, int], ClaimMark] | None = None
        for cue in cues:
            rule = cue.rule
            if level.kind not in rule.level or not fits(rule, level) or cue.first <= k < cue.last:
                continue
            gap = distance(sentence, cue, k)
            if gap > FARTHEST or _cut_off(sentence, cue, k) or one.vetoed(rule.name, k):
                continue
            rank = (gap - 2 * rule.priority, -(cue.last - cue.first))
            if best is None or rank < best[0]:
                best = rank, cue
        if best is not None:
            cue = best[1]
            drafts.append(quoted(sentence, cue, k))
    return drafts


def continued(sentence: Sentence, drafts: Sequence[Draft], before: Draft | None, taken: set[int]) -> list[Draft]:
    """Levels that go on with what was said of the one before: "24 hours in the cities and 48 elsewhere".

    before: the last draft with a level in the sentence before; it goes on in a short sentence only.
    """
    found: list[Draft] = []
    for k, level in enumerate(sentence.levels):
        if level is None or k in taken or level.kind not in _GOES_ON:
            continue
        earlier = [d for d in (*drafts, *found) if d.level is not None and d.level < k]
        last = max(earlier, key=lambda d: d.level or 0) if earlier else None
        if last is None and before is not None and len(sentence.words) <= SHORT_SENTENCE:
            last = before
        if last is not None and level.kind in last.rule.level and fits(last.rule, level):
            found.append(Draft(last.rule, *sentence.whole(k), level=k, distance=FARTHEST - 1))
    return found


def fits(rule: ClaimRule, level: Quantity) -> bool:
    """Whether the direction of a level suits the rule."""
    if rule.direction == "within":
        return level.op not in (">=", ">")
    return rule.direction == "any" or level.op not in ("<=", "<")


def _cut_off(sentence: Sentence, cue: ClaimMark, level: int) -> bool:
    """Whether a cue speaks of another level of the same kind: one that stands between, or nearer on its other side."""
    kind = _kind(sentence, level)
    between = range(cue.last, level) if cue.last <= level else range(level + 1, cue.first)
    if any(_kind(sentence, k) == kind for k in between):
        return True
    beyond = range(cue.first - 1, -1, -1) if cue.last <= level else range(cue.last, len(sentence.words))
    other = next((k for k in beyond if _kind(sentence, k) == kind), None)
    return other is not None and distance(sentence, cue, other) < distance(sentence, cue, level)


def distance(sentence: Sentence, cue: ClaimMark, level: int) -> int:
    """How far a cue stands from a level, in words; breaks and other levels between them count more."""
    begin, end = sentence.whole(level)
    first, last = (cue.last, begin) if cue.last <= begin else (end, cue.first)
    after = cue.last > level
    total = 1 if after else 0
    for k in range(first, last):
        word = sentence.words[k]
        total += _STRANGER if sentence.levels[k] is not None else _COMMA * (1 + after) if word in BREAKS else 1
    return total


def quoted(sentence: Sentence, cue: ClaimMark, level: int) -> Draft:
    """The draft whose quote runs from the cue to the level; the level alone where they stand far or a level apart."""
    begin, end = sentence.whole(level)
    first, last = min(cue.first, begin), max(cue.last, end)
    gap = (last - first) - (cue.last - cue.first) - (end - begin)
    between = range(cue.last, begin) if cue.last <= begin else range(end, cue.first)
    if gap > LONGEST_QUOTE or any(sentence.levels[k] is not None for k in between):
        first, last = begin, end
    return Draft(cue.rule, first, last, level=level, distance=gap)


def weak(drafts: Iterable[Draft], taken: set[int]) -> list[Draft]:
    """Drafts of rules that are heard only where no other is."""
    return [draft for draft in drafts if draft.rule.priority <= WEAK and draft.level not in taken]


def timed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts but for offers that end in a time that a weak rule heard: "we check your order | within a day"."""
    times = [draft for draft in drafts if draft.rule.priority <= WEAK and draft.level is not None]
    return [
        draft
        for draft in drafts
        if draft.rule.value != "offered"
        or draft.level is not None
        or not any(time.first <= draft.first and draft.last <= time.last <= draft.last + 1 for time in times)
    ]


def defaults(one: SentenceReading, rules: Iterable[ClaimRule], taken: set[int]) -> list[Draft]:
    """Levels of a kind that speaks for itself: hours, amounts of money."""
    sentence, drafts = one.sentence, []
    for k, level in enumerate(sentence.levels):
        if level is not None and k not in taken:
            rule = next((rule for rule in rules if level.kind in rule.default and fits(rule, level)), None)
            if rule is not None and not one.vetoed(rule.name, k):
                drafts.append(Draft(rule, *sentence.whole(k), level=k, distance=FARTHEST))
    return drafts


def settle(drafts: Iterable[Draft]) -> list[Draft]:
    """Of drafts of a sentence that compete for a level or for words, the better ones, in the order of the text.

    One with a level beats one without, a whole wording a cue, a higher priority a lower one, a longer quote a shorter
    one. Promises of different characteristics may share words: freely where one is what is free and the other a level
    ("free next-day delivery"), else only a few.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=_worth):
        if draft.level is not None and any(draft.level == other.level for other in kept):
            continue
        if any(draft.overlaps(other) and not _may_share(draft, other) for other in kept):
            continue
        if draft.rule.alone and any(map(_is_limited, kept)):
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: (d.first, d.last, d.rule.name))


def _is_limited(draft: Draft) -> bool:
    """Whether places beside a promise limit it; opening hours are none's in particular."""
    return draft.rule.value == "free" or (draft.level is not None and draft.rule.characteristic != "availability")


def with_subjects(sentence: Sentence, drafts: Sequence[Draft], words: PlainWords) -> list[Draft]:
    """The drafts but for those that only name what the level right behind them is of: "Weekend visits | cost £20"."""
    return [
        draft
        for draft in drafts
        if draft.rule.value != "offered"
        or draft.level is not None
        or not any(_leads_to(sentence, draft, other, words) for other in drafts)
    ]


def in_lists(one: SentenceReading, drafts: Sequence[Draft], words: PlainWords) -> list[Draft]:
    """The drafts, those of one rule that are things in one list as one: "We cut keys, locks, | and spare keys"."""
    found: list[Draft] = []
    for draft in drafts:
        if found and _lists_on(one, found[-1], draft, words):
            found[-1] = moved(found[-1], found[-1].first, draft.last)
        else:
            found.append(draft)
    return found


def _lists_on(one: SentenceReading, draft: Draft, other: Draft, words: PlainWords) -> bool:
    """Whether an offer goes on with another of its rule, in the same breath and with no level in either."""
    if draft.rule is not other.rule or draft.rule.value != "offered" or not (draft.level is None is other.level):
        return False
    between = one.sentence.words[draft.last : other.first]
    spoken = any(draft.last <= voice < other.last for voice in one.voices)
    listed = sum(word in COMMAS for word in between) >= FEWEST_COMMAS
    items = all(word in COMMAS or word in words.list_joins or word not in words.stop for word in between)
    return listed and items and not spoken and len(between) <= LONGEST_LIST


def _leads_to(sentence: Sentence, draft: Draft, other: Draft, words: PlainWords) -> bool:
    """Whether only a verb or a little word stands between an offer and a level of something else's."""
    if other.level is None or other.first < draft.last or other.rule.characteristic == draft.rule.characteristic:
        return False
    between = sentence.words[draft.last : other.level]
    return len(between) <= _BETWEEN and all(word in words.subject_ends or word[0] == "‹" for word in between)


def _worth(draft: Draft) -> tuple[object, ...]:
    if draft.rule.alone:
        return 4, draft.first, draft.rule.name
    if draft.rule.priority <= WEAK and draft.level is None:
        return 5, -draft.rule.priority, draft.first - draft.last, draft.first, draft.rule.name
    kind = 0 if draft.level is not None and draft.phrase else 1 if draft.level is not None else 2
    if draft.distance >= FARTHEST or draft.rule.priority <= WEAK:
        kind = 3
    return kind, -draft.rule.priority, draft.distance, draft.first - draft.last, draft.first, draft.rule.name


def _may_share(draft: Draft, other: Draft) -> bool:
    if draft.rule.characteristic == other.rule.characteristic:
        return False
    free = draft.rule.value == "free", other.rule.value == "free"
    if (free[0] and other.level is not None) or (free[1] and draft.level is not None):
        return True
    if _named_in(draft, other) or _named_in(other, draft):
        return False
    shared = min(draft.last, other.last) - max(draft.first, other.first)
    return shared <= MOST_SHARED * min(draft.last - draft.first, other.last - other.first)


def _named_in(draft: Draft, other: Draft) -> bool:
    """Whether what one draft offers is only what another one's level is of: "same-day appointments available"."""
    if draft.rule.value != "offered" or draft.what is None or other.level is None:
        return False
    return other.first <= draft.what[0] and draft.what[1] <= other.last


def moved(draft: Draft, first: int, last: int) -> Draft:
    """The draft with another quote."""
    return replace(draft, first=first, last=last)


def _kind(sentence: Sentence, k: int) -> str | None:
    level = sentence.levels[k]
    return level.kind if level is not None else None
