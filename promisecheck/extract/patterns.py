"""The pattern language of rules, compiled to regular expressions over tapes.

    free delivery          these words in a row; hyphens, letter case and Arabic letter variants aside
    (free|at no cost)      one of several
    [super] fast           may be missing
    deliver*               any word that starts so
    reply~                 its forms: reply, replies, replied, replying
    +وصل                   an Arabic verb in the present: يوصل نوصّل بيوصلك
    =من                    exactly this word, without particles or pronouns
    ..  ..5                up to 3 (5) words between, no comma; at the end of a pattern: that many more
    {duration}             a level: duration, within (with an upper bound), sameday, nextday, hourspan (hours
                           or less), dayspan (days), soon (weeks at most), money, percent, halfprice, count
                           (its noun follows), hours, always (24/7), days (without times), closed,
                           stars, distance, rate, level (any of them)
    {thing}                what something is called: 1 to 4 words, none of them a function word
    {place}                names of places: words with a capital, joined by commas and "and"
    {yours}                something of the customer's: "your car", سيارتك
    {verb}                 a word that may be a verb in the present: no name, no function word, no -ed, -ing or -ly
    {word}                 any one word; {number} a bare number, {year} a year
    {clause}               all words up to the next comma or stop
    $we                    a list of rules/words.yaml
    <at your door>         the quote, where it is shorter than the whole match
    what:{thing}           what is offered; also what:(free wifi)
    BOS  EOS               where the sentence starts and ends
    !(not|never)           here none of these follows

Arabic words match with the particles written onto them (و ف ب ل ك س ال لل) and with pronouns at their end; so does
every word in a list. Repetition is bounded everywhere, and a sentence is at most tape.MOST_WORDS long: no pattern can
make matching explode.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from promisecheck.extract.pattern_parser import PatternError, PatternParser, WordLists
from promisecheck.extract.pattern_parts import KEY, Part
from promisecheck.model import Language
from promisecheck.yaml_lines import Node

__all__ = [
    "Pattern",
    "PatternError",
    "WordLists",
    "compile_list",
    "compile_pattern",
    "keys_of",
    "places_by_key",
    "places_of",
]


class Pattern:
    """A pattern ready to match; its expression is compiled when a text first needs it.

    keys: the beginnings of words of which a text must hold one to match. required: all such sets, each of which a
    text must meet.
    """

    __slots__ = ("_at_start", "_compiled", "_leads", "_regex", "keys", "required", "source")

    def __init__(
        self,
        source: str,
        regex: str,
        keys: frozenset[str],
        required: tuple[frozenset[str], ...],
        leads: frozenset[str] | None,
    ) -> None:
        self.source = source
        self.keys, self.required, self._leads = keys, required, leads
        self._regex = regex
        self._at_start = regex.startswith("^")
        self._compiled: re.Pattern[str] | None = None

    @classmethod
    def of(cls, source: str, part: Part) -> Pattern:
        """The pattern of a piece that stands for all of its source."""
        keys = part.keys or frozenset()
        required = tuple(other for other in dict.fromkeys(part.required) if other != keys)
        return cls(source, part.regex(last=True), keys, required, part.leads)

    def to_data(self) -> list[object]:
        """The pattern as plain lists and texts."""
        leads = sorted(self._leads) if self._leads is not None else None
        return [self.source, self._regex, sorted(self.keys), [sorted(keys) for keys in self.required], leads]

    @classmethod
    def from_data(cls, data: Sequence[Any]) -> Pattern:
        """The pattern that `to_data` wrote."""
        source, regex, keys, required, leads = data
        return cls(
            source,
            regex,
            frozenset(keys),
            tuple(map(frozenset, required)),
            frozenset(leads) if leads is not None else None,
        )

    @property
    def known(self) -> frozenset[str]:
        """All beginnings of words that matter to it."""
        return self.keys.union(self._leads or (), *self.required)

    def matches(self, tape: str, places: Sequence[int], where: Mapping[str, Sequence[int]]) -> Iterator[re.Match[str]]:
        """Matches that begin at a word, none overlapping.

        places: where the words of the tape begin. where: the places of the words of each key.
        """
        if self._at_start:
            places = places[:1]
        elif self._leads is not None:
            places = sorted({place for key in self._leads if key in where for place in where[key]})
        if not places:
            return
        if self._compiled is None:
            self._compiled = re.compile(self._regex)
        match_at = self._compiled.match
        end = 0
        for place in places:
            if place >= end:
                match = match_at(tape, place)
                if match is not None:
                    end = match.end()
                    yield match


def compile_pattern(node: Node, words: WordLists) -> Pattern:
    """Compile a pattern written in a rule file.

    Raises PatternError, a fault with file and line, for a pattern that is not well formed or could take too long.
    """
    return Pattern.of(node.scalar or "", PatternParser(node, words).parse())


def compile_list(name: str, words: WordLists) -> Pattern | None:
    """A list of words.yaml as a pattern of its own; None where the language has no such list."""
    return compile_pattern(words.lists[name], words) if name in words.lists else None


def places_of(words: Sequence[str], places: Sequence[int], language: Language) -> Mapping[str, Sequence[int]]:
    """Where the words of each key begin on a tape."""
    return places_by_key(words, places, lambda word: tuple(keys_of(word, language)))


def places_by_key(
    words: Sequence[str], places: Sequence[int], keys: Callable[[str], tuple[str, ...]]
) -> Mapping[str, Sequence[int]]:
    """Where the words of each key begin on a tape. keys: those of a word that matter."""
    where: dict[str, list[int]] = {}
    for word, place in zip(words, places, strict=True):
        for key in keys(word):
            if key in where:
                where[key].append(place)
            else:
                where[key] = [place]
    return where


def keys_of(word: str, language: Language) -> Iterator[str]:
    """All keys under which patterns that match this word of a tape may stand."""
    if word[0] == "§":
        yield word[:2]
        yield "§"
        if word[1:2] == "d" and word[-1] in "zy":
            yield f"§d{word[-1]}"  # the same day, the next day
        return
    for bare in (word,) if language == "en" else _stripped(word):
        yield bare[:KEY]
        for letters in range(2, min(KEY, len(bare))):
            yield f"{bare[:letters]}*"


def _stripped(word: str) -> Iterator[str]:
    """An Arabic word as it stands, without its particles, and without the prefix of a verb."""
    yield word
    rest = word
    if len(rest) > 2 and rest[0] in "وف":
        rest = rest[1:]
        yield rest
    if len(rest) > 2 and rest.startswith(("ال", "لل")):
        yield rest[2:]
    elif len(rest) > 2 and rest[0] in "بلكسهحع":
        rest = rest[1:]
        yield rest
        if len(rest) > 2 and rest.startswith("ال"):
            yield rest[2:]
    for cut in (1, 2, 3, 4):
        if len(word) - cut >= 2 and word[cut - 1] in "اينت":
            yield word[cut:]
