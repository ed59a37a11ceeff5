"""Where the quote of a promise may begin and end, and what can be seen at each such place.

A quote holds its core, which is the level or, without one, the wording that a rule knows, and grows from it to either
side. What is seen at a place are pairs of an aspect ("inside": the word that would be the quote's first or last) and a
value; quotes.py has learnt how much each counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from unicodedata import category

from promisecheck.extract.declared import DECLARED
from promisecheck.extract.drafts import Draft
from promisecheck.extract.joined import carries_and
from promisecheck.extract.reading import SentenceReading
from promisecheck.extract.tape import BREAKS, Sentence
from promisecheck.extract.word_lists import PlainWords

Side = Literal["start", "end"]
Seen = tuple[str, str]
"""An aspect of a place and what it is there."""

FARTHEST: Final = 12  # words beyond what the rule knows that a quote may take in
CUT: Final = 3  # words of a known wording without a level that a quote may leave out at either end
MOST_COUNTED: Final = 2
_MOVED: Final = 8
_CLASSES: Final = (
    *("joins", "stop", "clause_starts", "clause_ends", "halts", "no_subject", "subject_ends", "leads_amount"),
    *("counts", "counted", "objects", "articles", "kept_first", "list_joins"),
)
_ENDINGS: Final = ("ing", "ed", "ly", "s")
_BRACKETS: Final = frozenset("()[]")
_INNER: Final = frozenset("-./'’&+%:")  # signs within one word or number: "re-usable", "8.30"


@dataclass(frozen=True, slots=True)
class Core:
    """What a quote grows from, the words first..last-1, and what kind of find it is: "phrase duration", "cue money"."""

    first: int
    last: int
    found: str
    kind: str


def core_of(sentence: Sentence, draft: Draft) -> Core:
    """The core of a draft's quote."""
    level = sentence.levels[draft.level] if draft.level is not None else None
    first, last = sentence.whole(draft.level) if draft.level is not None else (draft.first, draft.last)
    return Core(first, last, "phrase" if draft.phrase else "cue", level.kind if level is not None else "none")


def places(
    one: SentenceReading, draft: Draft, others: Sequence[Draft], core: Core, side: Side, words: PlainWords
) -> list[int]:
    """The words before which a quote may begin or end; at least one of each.

    None parts a word in two, no quote begins or ends with a mark or a word that only joins, and none goes on into
    brackets, a condition, another clause or more words of another draft than it has, or leaves out what is offered.
    """
    sentence, scopes = one.sentence, [mark.quote for mark in one.of("scope")]
    rivals = [other for other in others if draft.level is None or _weighs(other)]
    spare = CUT if draft.level is None and draft.rule.value != "free" else 0
    if side == "start":
        stops = [min(other.last, draft.first) for other in rivals if other.first < draft.first]
        stops += [k + 1 for k in range(draft.first) if sentence.words[k] in _BRACKETS]
        stops += [stated.last for stated in one.conditions if stated.last <= draft.first]
        low, high = min(draft.first, core.first) - FARTHEST, min(core.first + spare, core.last - 1)
        low = low if draft.rule.value != "free" else draft.first
        high = min(high, max(draft.what[0], core.first)) if draft.what else high
        fit = [k for k in range(max(low, *stops, 0), high + 1) if _parts(sentence, k) and _begins(sentence, k, words)]
        return fit or [min(draft.first, core.first)]
    stops = [max(other.first, draft.last) for other in rivals if other.last > draft.last]
    stops += [stated.first for stated in one.conditions if stated.first >= draft.last]
    stops += [k for k in range(draft.last, len(sentence.words) - 1) if _halts(sentence, k, words)][:1]
    if draft.rule.lists != "none" or draft.rule.name == DECLARED:  # the rest is there already, or is something else
        parting = BREAKS | words.list_joins
        stops += [k for k in range(draft.last, len(sentence.words)) if sentence.words[k] in parting][:1]
    low, high = core.last, max(draft.last, core.last) + FARTHEST
    high = min(high, *stops, len(sentence.words))
    fit = [
        k
        for k in range(low, high + 1)
        if _parts(sentence, k)
        and _ends(sentence, k - 1, words)
        and (k == high or sentence.words[k] not in words.goes_with)
        and not any(first < k < last for first, last in scopes)
        and (k <= draft.last or _whole_items(sentence, draft.last, k, words))
    ]
    return fit or [max(draft.last, core.last)]


def whole_scopes(one: SentenceReading, others: Sequence[Draft], words: PlainWords) -> list[tuple[int, int]]:
    """The words that say that something holds for all of its scope, which is promised, too: "at every branch".

    Several promises share them, so that none of these takes them in.
    """
    if others:
        return []
    marks = (mark.quote for mark in one.of("scope"))
    return [quote for quote in marks if not words.quantifiers.isdisjoint(one.sentence.words[slice(*quote)])]


def seen(
    one: SentenceReading, draft: Draft, others: Sequence[Draft], core: Core, side: Side, k: int, words: PlainWords
) -> Iterator[Seen]:
    """What is seen at place k of a sentence. others: the other drafts of the sentence."""
    sentence, starts = one.sentence, side == "start"
    step = 1 if starts else -1
    inside = k if starts else k - 1
    for aspect, at, named in (
        ("inside", inside, True),
        ("outside", inside - step, True),
        ("inner", inside + step, False),
        ("outer", inside - 2 * step, False),
    ):
        for value in classes(sentence, at, words, named=named):
            yield aspect, value
    away = core.first - k if starts else k - core.last
    moved = max(-CUT - 1, min(draft.first - k if starts else k - draft.last, _MOVED))
    far = _rounded(max(away, 0))
    yield "far", f"{far} {core.found}"
    yield "far", f"{far} {core.kind}"
    yield "far", f"{far} {draft.rule.characteristic}"
    yield "moved", f"{moved} {core.found}"
    yield "moved", f"{moved} {core.kind}"
    span = range(k, core.first) if starts else range(core.last, k)
    marks = sum(_is_mark(sentence, at) for at in span)
    clauses = sum(sentence.words[at] in words.clause_starts for at in span)
    yield "marks", str(min(marks, MOST_COUNTED))
    yield "clauses", str(min(clauses, MOST_COUNTED))
    yield "levels", str(min(sum(sentence.levels[at] is not None for at in span), MOST_COUNTED))
    low, high = span.start, max(span.stop, span.start)
    if any(low < stated.last and stated.first < high for stated in one.conditions):
        yield "takes in", "condition"
    if any(low < other.last and other.first < high for other in others):
        yield "takes in", "promise"
    if any(k == (stated.last if starts else stated.first) for stated in one.conditions):
        yield "stops at", "condition"


def classes(sentence: Sentence, at: int, words: PlainWords, *, named: bool) -> tuple[str, ...]:
    """What kind of word stands there: its lists, ending or sign, the kind of its level. named: itself as well."""
    if not 0 <= at < len(sentence.words):
        return ("edge",)
    level, word = sentence.levels[at], sentence.words[at]
    if level is not None:
        return (level.kind,)
    found = [name for name in _CLASSES if word in getattr(words, name)]
    if not word[0].isalnum():
        if category(word[0]) == "So":
            return ("edge",)  # a picture parts as a line does
        found.append(f"sign {word}")
    found += [f"-{ending}" for ending in _ENDINGS if word.endswith(ending)]
    if carries_and(word, words):
        found.append("and-")
    return tuple(found or ["other"]) + ((f"= {word}",) if named else ())


def _rounded(distance: int) -> str:
    return str(distance) if distance < 5 else "5" if distance < 7 else "7" if distance < 10 else "10"


def _begins(sentence: Sentence, k: int, words: PlainWords) -> bool:
    """Whether a quote may begin with a word."""
    if k >= len(sentence.words):
        return False
    word = sentence.words[k]
    return _speaks(sentence, k) and (word not in words.joins or word in words.kept_first)


def _ends(sentence: Sentence, k: int, words: PlainWords) -> bool:
    return _speaks(sentence, k) and sentence.words[k] not in words.joins


def _speaks(sentence: Sentence, k: int) -> bool:
    """Whether a word is more than a mark."""
    return sentence.levels[k] is not None or sentence.words[k][0].isalnum()


def _weighs(draft: Draft) -> bool:
    """Whether a draft holds its words against one with a level: one with a level, what is free, days without times."""
    return draft.level is not None or draft.rule.value == "free" or draft.rule.characteristic == "availability"


def _whole_items(sentence: Sentence, first: int, last: int, words: PlainWords) -> bool:
    """Whether the words first..last-1 hold no mark, or end with all of what a mark joins on: "a bar, good food |"."""
    if last == len(sentence.words) or not any(_is_mark(sentence, k) for k in range(first, last)):
        return True
    return not _speaks(sentence, last) or sentence.words[last] in words.list_joins


def _is_mark(sentence: Sentence, k: int) -> bool:
    return sentence.levels[k] is None and sentence.words[k] in BREAKS


def _halts(sentence: Sentence, k: int, words: PlainWords) -> bool:
    """Whether brackets open here, or another clause begins behind a mark: "a terrace | , so bring a coat"."""
    if not _is_mark(sentence, k):
        return False
    return sentence.words[k] in _BRACKETS or sentence.words[k + 1] in words.clause_starts


def _parts(sentence: Sentence, k: int) -> bool:
    """Whether the place before word k is one between words, not within a written one: not "re|-|usable", "8.30|am"."""
    if not 0 < k < len(sentence.words):
        return True
    if _speaks(sentence, k - 1) and _speaks(sentence, k):
        return sentence.ends[k - 1] < sentence.starts[k]
    sign = k if not _speaks(sentence, k) else k - 1
    if sentence.words[sign] not in _INNER or not 0 < sign < len(sentence.words) - 1:
        return True
    glued = sentence.ends[sign - 1] == sentence.starts[sign] and sentence.ends[sign] == sentence.starts[sign + 1]
    return not (glued and _speaks(sentence, sign - 1) and _speaks(sentence, sign + 1))
