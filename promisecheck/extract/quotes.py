"""The words that read as the promise: as few as can be, and enough to know what is promised.

A level alone ("within 30 minutes") says too little, a whole sentence too much. A quote takes in what the level is
about, what it is counted by, and no more; it neither begins nor ends with a word that only joins.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from promisecheck.extract.drafts import Draft, moved
from promisecheck.extract.tape import BREAKS, Sentence
from promisecheck.model import Language

LONGEST_SUBJECT: Final = 7  # words before a price that still belong to it
SHORT_SUBJECT: Final = 3  # words before other levels
LONGEST_UNIT: Final = 2  # words after "per"

_JOINING: Final = {
    "en": frozenset(
        {
            "a",
            "an",
            "the",
            "and",
            "or",
            "but",
            "of",
            "to",
            "so",
            "that",
            "which",
            "who",
            "because",
            "as",
            "then",
            "also",
        }
        | {
            "our",
            "your",
            "their",
            "its",
            "this",
            "these",
            "with",
            "for",
            "in",
            "on",
            "at",
            "by",
            "from",
            "plus",
            "yes",
            "no",
        }
    ),
    "ar": frozenset(
        {"و", "او", "ثم", "ان", "التي", "الذي", "مع", "في", "من", "على", "الى", "عن", "ف", "كما", "حيث", "نعم", "لا"}
    ),
}
_KEPT_FIRST: Final = frozenset(
    {"no", "from", "in", "by", "for", "with", "at", "لا", "من", "في", "مع", "على", "the", "our"}
)
_HALTS: Final = frozenset(
    {
        "we",
        "you",
        "i",
        "they",
        "it",
        "he",
        "she",
        "is",
        "are",
        "was",
        "were",
        "will",
        "can",
        "and",
        "or",
        "but",
        "if",
        "when",
    }
    | {"that", "which", "who", "our", "your", "their", "with", "from", "to", "by", "for", "the", "then", "so", "most"}
    | {"usually", "typically", "often", "normally", "generally", "please", "most", "all", "about", "up"}
    | {
        "نحن",
        "هل",
        "اذا",
        "عند",
        "التي",
        "الذي",
        "ثم",
        "او",
        "لكن",
        "عاده",
        "غالبا",
        "معظم",
        "كما",
        "و",
        "من",
        "على",
        "في",
    }
)
_PER: Final = frozenset({"per", "a", "an", "each", "every", "/", "لكل", "في", "كل", "للشخص", "شهريا", "سنويا", "يوميا"})
_EACH: Final = frozenset(
    {"each", "pp", "pcm", "pw", "monthly", "weekly", "yearly", "annually", "daily", "hourly", "للشخص"}
)

LONGEST_CLAUSE: Final = 8  # words before a time that still belong to it
_CLAUSED: Final = frozenset({"duration"})  # kinds of level whose quote takes in its clause
_CLAUSE_STARTS: Final = frozenset(
    {"and", "or", "but", "if", "when", "that", "which", "who", "so", "then", "because", "while", "where", "please"}
    | {
        "usually",
        "typically",
        "often",
        "normally",
        "generally",
        "most",
        "about",
        "around",
        "yes",
        "note",
        "aim",
        "aims",
    }
    | {"try", "best", "effort", "hope", "strive", "endeavour", "expect", "want", "how"}
)

_PRICED: Final = frozenset(  # words that lead in an amount, after whatever else the clause says
    {"ب", "بسعر", "باسعار", "بتكلفه", "برسوم", "برسم", "بمبلغ", "بقيمه", "مقابل", "باجره", "بثمن", "باشتراك", "بقسط"}
)


def refined(sentence: Sentence, draft: Draft, language: Language, others: Iterable[Draft]) -> Draft:
    """The draft with the quote that a reader would underline; it does not grow into the quotes of `others`."""
    first, last = draft.first, draft.last
    if draft.level is not None and not draft.phrase:
        money = _kind(sentence, draft.level) == "money"
        floor = max((other.last for other in others if other.last <= first), default=0)
        if language == "en" and _kind(sentence, draft.level) in _CLAUSED:
            first = _clause_start(sentence, first, floor)
        else:
            first = _with_subject(sentence, first, LONGEST_SUBJECT if money else SHORT_SUBJECT, floor, through=money)
        first = _led_in(sentence, first, draft.level)
        if money:
            last = max(last, _with_unit(sentence, sentence.whole(draft.level)[1]))
    return moved(draft, *_trimmed(sentence, first, last, language, draft.level))


def _kind(sentence: Sentence, k: int) -> str:
    level = sentence.levels[k]
    return level.kind if level is not None else ""


def _with_subject(sentence: Sentence, first: int, most: int, floor: int, *, through: bool) -> int:
    """Where the words before a quote begin that say what it is about.

    through: over little words and verbs as well, to the start of the clause, where that is near.
    """
    start = first
    while start > floor and first - start < most:
        word = sentence.words[start - 1]
        level = sentence.levels[start - 1]
        named = through and level is not None and level.kind == "duration"  # "1 hour lesson £30"
        if word in BREAKS or not (named or (level is None and word[0].isalpha())):
            break
        if not through and (word in _HALTS or word.endswith("ly")):
            break
        start -= 1
    if through and start > floor and sentence.words[start - 1][0].isalpha() and sentence.levels[start - 1] is None:
        return first  # the clause is long: its start is no subject
    return start


def _clause_start(sentence: Sentence, first: int, floor: int) -> int:
    """Where the clause of a quote begins, if near ("Refunds are paid | within 5 days"), else its short subject."""
    start = first
    while start > floor and first - start < LONGEST_CLAUSE:
        word = sentence.words[start - 1]
        if word in BREAKS or word in _CLAUSE_STARTS or sentence.levels[start - 1] is not None or not word[0].isalpha():
            return start
        start -= 1
    if start == floor:
        return start
    return _with_subject(sentence, first, SHORT_SUBJECT, floor, through=False)


def _led_in(sentence: Sentence, first: int, level: int) -> int:
    """Where the words begin that lead in an amount, unless only a short subject stands before them."""
    led = next((k for k in range(first, level) if sentence.words[k] in _PRICED), first)
    return led if led - first > SHORT_SUBJECT else first


def _with_unit(sentence: Sentence, at: int) -> int:
    """Where the words end that say what an amount is counted by: "per person", "/month", "a night"."""
    if at >= len(sentence.words):
        return at
    word = sentence.words[at]
    if word in _EACH:
        return at + 1
    if word in _PER and at + 1 < len(sentence.words) and sentence.words[at + 1] not in BREAKS:
        return at + 2
    return at


def _trimmed(sentence: Sentence, first: int, last: int, language: Language, level: int | None) -> tuple[int, int]:
    """The quote without joining words and marks at its ends; never without its level."""
    joining = _JOINING[language]
    low, high = sentence.whole(level) if level is not None else (last - 1, first + 1)
    while last > high and (sentence.words[last - 1] in joining or not _speaks(sentence, last - 1)):
        last -= 1
    while first < min(low, last - 1):
        word = sentence.words[first]
        if _speaks(sentence, first) and (word not in joining or word in _KEPT_FIRST):
            break
        first += 1
    return first, last


def _speaks(sentence: Sentence, k: int) -> bool:
    """Whether a word is more than a mark."""
    return sentence.levels[k] is not None or sentence.words[k][0].isalnum()
