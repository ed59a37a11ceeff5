"""Folded text cut into chains: runs of words that weekly hours are made of, nothing else between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from promisecheck.model import Language
from promisecheck.quantities.clock import Clock, read_clock
from promisecheck.quantities.hours_words import Lexicon, Word, day_set, lexicon
from promisecheck.quantities.tokens import Tokens

_SIGNS: Final = {
    "-": "dash",
    "~": "dash",
    ",": "comma",
    "،": "comma",
    ":": "colon",
    "/": "slash",
    "(": "bracket",
    ")": "bracket",
    "[": "bracket",
    "]": "bracket",
    "*": "bracket",
    "+": "plus",
    "&": "and",
    ";": "strong",
    "؛": "strong",
    "|": "strong",
    ".": "strong",
    "!": "strong",
    "•": "strong",
    "·": "strong",
    "→": "to",
    "'": "fillers",
}
_SENTENCE_ENDS: Final = frozenset(".!?؟")
_CODES: Final = {"mo": "Mo", "tu": "Tu", "we": "We", "th": "Th", "fr": "Fr", "sa": "Sa", "su": "Su"}
_BY_LANGUAGE: Final[dict[str, dict[Language, str]]] = {
    "weekdays": {"en": "Mo-Fr", "ar": "Su-Th"},
    "working": {"en": "Mo-Fr", "ar": "Su-Th"},
    "weekend": {"en": "Sa-Su", "ar": "Fr-Sa"},
}
_LISTING: Final = frozenset("-,&/")
_JOINING: Final = frozenset({"dash", "to", "until", "and", "comma", "slash"})
_AFTER_HEADING: Final = frozenset({"colon", "dash", "from", "fillers", "strong"})
_TIME_MARKS: Final = frozenset({"-", "am", "pm"})
_CONTEXT_WORDS: Final = 8
"""How many words before a chain may tell that it is about opening."""
_SUBJECT_WORDS: Final = 5
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_CLOCKS: Final = frozenset({"moments", "hour_names", "hour_words"})
_ANCHORS: Final = frozenset(
    {
        "days",
        "bare_days",
        "week",
        "everyday",
        "always",
        "always_here",
        "hours24",
        "clock",
        "closed",
        "refused",
        "appointment",
        "working_days",
    }
)


_HAS_DIGIT: Final = re.compile("[0-9]")


@cache
def _signals() -> frozenset[str]:
    """Words, digits aside, without which no text holds hours."""
    return lexicon().words.signals(lambda word: word.kind in _ANCHORS | _CLOCKS) | (_CODES.keys() - {"we"})


class Lexeme(NamedTuple):
    """A wording or sign with its kind, in the words `start` to before `end`.

    days: the bits of a day or a set of days. lead: a particle written onto its front, "and" or "to".
    """

    kind: str
    start: int
    end: int
    days: int = 0
    clock: Clock | None = None
    lead: str = ""


class Chain(NamedTuple):
    """Lexemes that follow one another, and what the words before them say.

    opening: they speak of opening or being available; about: they name something that has hours.
    """

    lexemes: list[Lexeme]
    opening: bool
    about: bool


def chains(tokens: Tokens, lexicon: Lexicon, language: Language) -> Iterator[Chain]:
    """The chains of a text that may hold hours. Linear in its length.

    language: settles which days weekdays and weekends are.
    """
    if not _HAS_DIGIT.search(tokens.folded.text) and _signals().isdisjoint(tokens.words):
        return  # most paragraphs
    current: list[Lexeme] = []
    at, anchored = 0, False
    while at <= tokens.count:
        lexeme = _lexeme(tokens, at, lexicon, language) if at < tokens.count else None
        if lexeme is not None:
            current.append(lexeme)
            anchored = anchored or lexeme.kind in _ANCHORS
            at = lexeme.end
            continue
        if current and at < tokens.count and (after := _subject(tokens, at, current, lexicon)):
            at = after
            continue
        if anchored:
            yield _chain(tokens, _settled(current), lexicon)
        if current:
            current, anchored = [], False
        at += 1


def _subject(tokens: Tokens, at: int, current: list[Lexeme], lexicon: Lexicon) -> int | None:
    """Where a word of opening follows a few words that say what opens: "Sunday to Thursday, our shops are open"."""
    kinds = [lexeme.kind for lexeme in current[-3:] if lexeme.kind not in ("comma", "fillers", "colon")]
    if not kinds or kinds[-1] not in ("days", "week", "everyday"):
        return None
    for index in range(at, min(at + _SUBJECT_WORDS, tokens.count)):
        if not tokens.words[index].isalpha():
            return None
        if index > at and lexicon.has("open", tokens.words[index]):
            return index
    return None


def _chain(tokens: Tokens, lexemes: list[Lexeme], lexicon: Lexicon) -> Chain:
    opening = about = False
    at = lexemes[0].start - 1 if lexemes else -1
    for index in range(at, max(at - _CONTEXT_WORDS, -1), -1):
        word = tokens.words[index]
        if word in _SENTENCE_ENDS:
            break
        opening = opening or lexicon.has("open", word)
        about = about or lexicon.has("services", word)
    return Chain(lexemes, opening, about or opening)


def _settled(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Wordings that only their neighbours explain.

    Day names without the article are days beside another day, something else anywhere else; "working days" in front of
    names of days are a heading.
    """
    out = list(lexemes)
    for k, lexeme in enumerate(lexemes):
        if lexeme.kind == "bare_days":
            near = [
                lexemes[k + step].kind
                for step in (-2, -1, 1, 2)
                if 0 <= k + step < len(lexemes) and (abs(step) == 1 or lexemes[k + step // 2].kind in _JOINING)
            ]
            out[k] = lexeme._replace(kind="days" if "days" in near or "bare_days" in near else "gap")
        elif lexeme.kind == "working_days":
            following = k + 1
            while following < len(lexemes) and lexemes[following].kind in _AFTER_HEADING:
                following += 1
            heading = following < len(lexemes) and lexemes[following].kind in ("days", "bare_days", "week")
            out[k] = lexeme._replace(kind="open" if heading else "days")
    return out


def _lexeme(tokens: Tokens, at: int, lexicon: Lexicon, language: Language) -> Lexeme | None:
    word = tokens.words[at]
    if word in _CODES and (code := _code(tokens, at)):
        return Lexeme("days", at, at + 1, days=day_set(code))
    found = lexicon.words.at(tokens.words, at)
    if found:
        return _word(tokens, at, found[1], found[0], lexicon, language)
    if word[0].isdecimal():
        return _number(tokens, at, lexicon)
    if lexicon.before_hour.at(tokens.words, at) and (clock := read_clock(tokens, at, lexicon)):
        return Lexeme("clock", at, clock.end, clock=clock)
    if word in _SIGNS:
        return Lexeme(_SIGNS[word], at, at + 1)
    return None


def _number(tokens: Tokens, at: int, lexicon: Lexicon) -> Lexeme | None:
    words = tokens.words
    following = lexicon.words.at(words, at + 1)
    if following and following[0].kind == "unclear_days":
        return Lexeme("unclear_days", at, following[1])
    if words[at + 1] in _ORDINALS and tokens.glued(at + 1):
        return Lexeme("date", at, at + 2)
    joined = at
    while words[joined + 1] in ("/", "-") and words[joined + 2].isdecimal() and tokens.glued(joined + 2):
        if words[joined + 1] != words[at + 1]:
            break
        joined += 2
    if joined > at + 2 or (joined == at + 2 and words[at + 1] == "/"):
        return Lexeme("date", at, joined + 1)
    clock = read_clock(tokens, at, lexicon)
    return Lexeme("clock", at, clock.end, clock=clock) if clock else None


def _word(tokens: Tokens, at: int, end: int, word: Word, lexicon: Lexicon, language: Language) -> Lexeme | None:
    words, (kind, key, lead) = tokens.words, word
    if kind in ("moments", "hour_names", "hour_words") or (
        kind in ("fillers", "until", "to") and lexicon.before_hour.at(words, at)
    ):
        if kind == "hour_words" and (following := lexicon.words.at(words, end)) and following[0].kind == "unclear_days":
            return Lexeme("unclear_days", at, following[1])
        clock = read_clock(tokens, at, lexicon)
        if clock:
            return Lexeme("clock", at, clock.end, clock=clock, lead=lead)
        if kind in ("moments", "hour_names", "hour_words"):
            return None
    if kind == "always" and words[at].isdecimal() and words[end] in ("/", "-") and words[end + 1].isdecimal():
        return Lexeme("date", at, end + 2)
    if kind == "months":
        near = (words[at - 1] if at else "", words[end])
        dated = any(word.isdecimal() and len(word) <= 2 for word in near) or near[0] in _ORDINALS
        return Lexeme("date", at, end) if dated else None
    if kind == "days":
        several = key in _BY_LANGUAGE
        if several and at > 0 and words[at - 1].isdecimal() and len(words[at - 1]) <= 2:
            return None  # "3 working days"
        days = day_set(_BY_LANGUAGE[key][language] if several else key)
        return Lexeme("working_days" if key == "working" else "days", at, end, days=days, lead=lead)
    if kind in ("week", "everyday", "bare_days"):
        return Lexeme(kind, at, end, days=day_set(key), lead=lead)
    return Lexeme(kind, at, end, lead=lead)


def _code(tokens: Tokens, at: int) -> str | None:
    """OpenStreetMap's two letters for a day, where a range, a list or a time stands beside them."""
    words = tokens.words
    listed = words[at + 1] in _LISTING and words[at + 2] in _CODES
    after = at > 1 and words[at - 1] in _LISTING and words[at - 2] in _CODES
    timed = words[at + 1][:1].isdecimal() and (words[at + 2] == ":" or "." in words[at + 1])
    timed = timed or (words[at + 1].isdecimal() and words[at] != "we" and words[at + 2] in _TIME_MARKS)
    timed = timed or (words[at + 1] == ":" and words[at + 2].isdecimal() and words[at + 3] == ":")
    return _CODES[words[at]] if listed or after or timed else None
