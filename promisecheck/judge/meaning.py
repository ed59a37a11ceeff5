"""Whether two wordings mean the same: names of what is offered, causes, conditions in words, limits.

Words are compared by their stems (a light stemmer for English, Larkey's "light10" affixes for Arabic, on folded
text) and, where they differ by a letter, by rapidfuzz. Which words carry no meaning is data, in meaning.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from rapidfuzz.fuzz import ratio

from promisecheck.folding import fold
from promisecheck.paths import data_dir
from promisecheck.yaml_lines import Node, read_yaml

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[\u0621-\u064a]+")
_LIKE = 86.0
"""Least rapidfuzz ratio at which two stems of four letters or more are one word misspelt or inflected."""
_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "ولل", "لل", "ال")
_ARABIC_SUFFIXES = ("تكم", "تنا", "تها", "تك", "ها", "ان", "ات", "ون", "ين", "يه", "كم", "نا", "ه", "ي")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists of meaning.yaml, as stems.

    empty: carry no meaning. delay: say that something is late, not why. alike: groups of like causes.
    remedies: class of a guarantee -> phrases, folded, as written. free: phrases for "at no cost".
    general: nouns that name no service. everywhere, every_order, absolute: phrases that a wording which holds gives up.
    services: groups of words for one service. ordering: words that make a time of day a cut-off for ordering.
    ceilings: phrases that make a level a ceiling. terms: groups of words for the same in conditions, across languages.
    """

    empty: frozenset[str]
    delay: frozenset[str]
    alike: tuple[frozenset[str], ...]
    remedies: Mapping[str, tuple[str, ...]]
    free: tuple[str, ...]
    general: frozenset[str]
    everywhere: tuple[str, ...]
    every_order: tuple[str, ...]
    absolute: tuple[str, ...]
    services: tuple[frozenset[str], ...]
    ordering: frozenset[str]
    ceilings: tuple[str, ...]
    terms: tuple[frozenset[str], ...]


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """The stem of a folded word."""
    return _arabic_stem(word) if word[0] >= "\u0600" else _english_stem(word)


def _english_stem(word: str) -> str:
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith("ing"):
        return word[:-3]
    if len(word) > 4 and word.endswith("ed"):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-2] if word.endswith(("ches", "shes", "xes", "sses")) else word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def _arabic_stem(word: str) -> str:
    if len(word) > 3 and word[0] == "و" and not word.startswith("وال"):
        word = word[1:]
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            word = word[len(prefix) :]
            break
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def words_of(text: str) -> tuple[str, ...]:
    """Stems of the words of a text that carry meaning, in order, each once."""
    if "\n" not in text:
        return _words_of_line(text)
    return tuple(dict.fromkeys(chain.from_iterable(map(_words_of_line, text.split("\n")))))


@lru_cache(maxsize=8192)
def _words_of_line(text: str) -> tuple[str, ...]:
    """The same of one line: what stands around promises is the same lines again and again."""
    empty = vocabulary().empty
    found = (stem(word) for word in _WORD.findall(fold(text).text))
    return tuple(dict.fromkeys(word for word in found if word not in empty))


def same_word(one: str, other: str) -> bool:
    """Whether two stems are one word, spelling and inflection aside. Figures must be equal."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or one[0].isdigit() or one[0] != other[0]:
        return False
    return ratio(one, other) >= _LIKE


def share_found(needles: Iterable[str], hay: Iterable[str]) -> float:
    """Share of the stems `needles` that stand among `hay`, 0-1; 0 without needles."""
    needles, hay = tuple(needles), tuple(hay)
    if not needles:
        return 0.0
    return sum(any(same_word(needle, word) for word in hay) for needle in needles) / len(needles)


def is_said(what: str, text: str) -> bool:
    """Whether `text` says all that `what` means: every word of meaning stands in it."""
    return share_found(words_of(what), words_of(text)) == 1.0


@lru_cache(maxsize=8192)
def is_meant(what: str, text: str) -> bool:
    """Whether `text` says all that a condition means, be it in another language: "complete papers", الوثائق مكتملة."""
    words, said = words_of(what), frozenset(words_of(text))
    return bool(words) and all(
        any(same_word(word, other) for other in said)
        or any(word in group and not group.isdisjoint(said) for group in vocabulary().terms)
        for word in words
    )


@lru_cache(maxsize=16384)
def likeness(name: str, said: str, around: str = "") -> float:
    """How well a declared name and a promised wording name one thing, 0-1.

    1 when every word of the name is said (`around` is the wider quote); less when the wording is the shorter
    of the two; 0 when nothing of either is in the other.
    """
    named, promised, wider = words_of(name), words_of(said), words_of(around)
    if not named or not (promised or wider):
        return 0.0
    forward = share_found(named, (*promised, *wider))
    if forward == 1.0:
        return 1.0
    back = share_found(promised, named)
    return 0.9 * min(1.0, forward + 0.35) if back == 1.0 and promised and forward >= 0.5 else forward * back


def alike_services(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the stems of one wording all stand for a service that the other names: "shipping" and "delivery"."""
    named = tuple(other)
    return all(
        any(same_word(word, name) or any(word in g and name in g for g in vocabulary().services) for name in named)
        for word in one
    )


def is_named(word: str, said: frozenset[str]) -> bool:
    """Whether a stem, an inflection of it, or a cause of one group of like causes is among the stems `said`."""
    if word in said or any(word in group and not group.isdisjoint(said) for group in vocabulary().alike):
        return True
    return any(other[0] == word[0] and same_word(word, other) for other in said)


def free_in(text: str) -> bool:
    """Whether a wording says that something costs nothing."""
    folded = _plain(text)
    return any(f" {phrase} " in folded or _inflected(phrase, folded) for phrase in vocabulary().free)


def is_ceiling(text: str) -> bool:
    """Whether a wording gives a level as a ceiling: "no more than 45 minutes"."""
    folded = _plain(text)
    return any(f" {phrase} " in folded for phrase in vocabulary().ceilings)


def is_general(noun: str) -> bool:
    """Whether a noun ("your order") is too general to name a service."""
    words = words_of(noun)
    return all(word in vocabulary().general for word in words)


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text).text.replace('-', ' ')))} "


@lru_cache(maxsize=4096)
def remedies_in(text: str) -> frozenset[str]:
    """Classes of guarantee that a wording speaks of."""
    folded = _plain(text)
    return frozenset(
        name
        for name, phrases in vocabulary().remedies.items()
        if any(f" {phrase} " in folded or _inflected(phrase, folded) for phrase in phrases)
    )


def _inflected(phrase: str, folded: str) -> bool:
    return " " not in phrase and any(stem(phrase) == stem(word) for word in folded.split())


@cache
def vocabulary() -> Vocabulary:
    """The bundled word lists."""
    path = data_dir("rules") / "judging" / "meaning.yaml"
    root = dict(read_yaml(path.read_text(encoding="utf-8"), path.name))
    return Vocabulary(
        empty=_stems(root["empty"]),
        delay=_stems(root["delay"]),
        alike=tuple(_stems(group) for group in root["alike"].items or ()),
        remedies={name: tuple(word.replace("-", " ") for word in _folded(node)) for name, node in root["remedies"]},
        free=tuple(_folded(root["free"])),
        general=_stems(root["general"]),
        everywhere=tuple(_folded(root["everywhere"])),
        every_order=tuple(_folded(root["every_order"])),
        absolute=tuple(_folded(root["absolute"])),
        services=tuple(_stems(group) for group in root["services"].items or ()),
        ordering=_stems(root["ordering"]),
        ceilings=tuple(_folded(root["ceilings"])),
        terms=tuple(_stems(group) for group in root["terms"].items or ()),
    )


def _stems(by_language: Node) -> frozenset[str]:
    return frozenset(map(stem, _folded(by_language)))


def _folded(by_language: Node) -> list[str]:
    return [fold(item.scalar or "").text for _, node in by_language for item in node.items or ()]
