"""What a text says by itself, whatever stands around it: its sentences with all that the rules know in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import cast

from promisecheck.extract.joined import is_keyword_list
from promisecheck.extract.lexicon import ClaimMark, CueMark, Lexicon, Lexicons, Veto, Where
from promisecheck.extract.tape import Sentence, sentences, words_in
from promisecheck.folding import Folded, fold
from promisecheck.model import Condition, ConditionKind, Language, Level, Quantity
from promisecheck.quantities import find_in_folded
from promisecheck.quantities.hours import days_in
from promisecheck.quantities.week import days_text
from promisecheck.quantities.week_algebra import DAYS, EVERY_DAY

REMEMBERED = 20_000  # texts whose reading is kept
MIXED = 3  # words of a second language from which on a sentence is read in both
CLAUSE_ENDS = frozenset(",;:()-،؛")
_AND = frozenset({"and", "then", "so", "but", "و", "ثم", "ف"})
_BUT = frozenset({"but", "however", "although", "while", "لكن", "لكنها", "الا", "بينما"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition as it stands in a sentence."""

    condition: Condition
    first: int
    last: int


class SentenceReading:
    """A sentence, its language, and what the rules know in it, found out when it is first asked for.

    text: of the block. language: of the sentence, whose rules are used; a sentence that holds more than a name or two
    of the other language is read with that one's rules as well.
    """

    def __init__(self, text: str, sentence: Sentence, language: Language, lexicons: Lexicons) -> None:
        self.text, self.sentence = text, sentence
        self.language, other = _languages(sentence, language, text.isascii())
        self._lexicon = lexicons[self.language]
        self._lexicons = (self._lexicon,) if other is None else (self._lexicon, lexicons[other])

    @cached_property
    def _where(self) -> tuple[Where, ...]:
        return tuple(lexicon.where(self.sentence) for lexicon in self._lexicons)

    @cached_property
    def phrases(self) -> list[ClaimMark]:
        """The whole wordings that claim rules describe."""
        pairs = zip(self._lexicons, self._where, strict=True)
        return [mark for lexicon, where in pairs for mark in lexicon.phrases.scan(self.sentence, where)]

    @cached_property
    def nears(self) -> list[ClaimMark]:
        """The words that tell what a level near them is about."""
        return [mark for marks, _ in self._near for mark in marks]

    @cached_property
    def _near(self) -> list[tuple[list[ClaimMark], list[Veto]]]:
        pairs = zip(self._lexicons, self._where, strict=True)
        return [lexicon.nears.scan_all(self.sentence, where) for lexicon, where in pairs]

    def vetoed(self, rule: str, level: int) -> bool:
        """Whether an `unless` of a rule touches a level, so that the rule says nothing of it."""
        return any(veto.touches(rule, level, level + 1) for _, vetoes in self._near for veto in vetoes)

    @cached_property
    def cues(self) -> list[CueMark]:
        """The words that cue rules know, but for those of conditions and those that mark a whole page or section."""
        pairs = zip(self._lexicons, self._where, strict=True)
        return [mark for lexicon, where in pairs for mark in lexicon.cues.scan(self.sentence, where)]

    @cached_property
    def genres(self) -> list[CueMark]:
        """The cues that mark a whole page, or all below a heading."""
        pairs = zip(self._lexicons, self._where, strict=True)
        return [mark for lexicon, where in pairs for mark in lexicon.genres.scan(self.sentence, where)]

    @cached_property
    def conditions(self) -> list[Stated]:
        """The conditions it states."""
        pairs = zip(self._lexicons, self._where, strict=True)
        marks = [mark for lexicon, where in pairs for mark in lexicon.conditions.scan(self.sentence, where)]
        return list(_conditions(self.text, self.sentence, marks, self.voices)) if marks else []

    @cached_property
    def voices(self) -> list[int]:
        """The words at which the organisation begins to speak of itself."""
        return self._lexicon.voices(self.sentence, self._where[0])

    @property
    def speaks(self) -> bool:
        """Whether the organisation speaks to its customers here, rather than about the world."""
        return self._lexicon.speaks(self.sentence, self._where[0])

    @cached_property
    def dead(self) -> list[frozenset[str] | None]:
        """For each word: None where promises are heard, else the characteristics that are heard all the same."""
        return _dead(self)

    def of(self, kind: str) -> list[CueMark]:
        """The cues of a kind; see `conditions` for theirs."""
        return [mark for mark in self.cues if mark.rule.cue == kind]


class Reading:
    """A text, read as far as somebody asks: of most texts the words alone tell that they promise nothing."""

    def __init__(self, text: str, language: Language, lexicons: Lexicons) -> None:
        self.text, self.language = text, language
        self._lexicons = lexicons
        self._folded = fold(text)

    @cached_property
    def sentences(self) -> tuple[SentenceReading, ...]:
        """Its sentences."""
        found = sentences(self.text, self._levels, self._folded, self._lexicons.words.stop)
        return tuple(SentenceReading(self.text, sentence, self.language, self._lexicons) for sentence in found)

    @cached_property
    def _levels(self) -> list[Quantity]:
        return levels_of(self._folded, self.language)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its sentences, and those of its levels."""
        return frozenset(words_in(self._folded.text))

    @cached_property
    def _keys(self) -> list[tuple[Lexicon, frozenset[str]]]:
        """For each lexicon that one of its sentences may be read with: the keys of all its words."""
        words = {word for one in self.sentences for word in one.sentence.words} if self._levels else self.words
        found: set[Language] = {self.language}
        found |= {"ar" if "ء" <= word[0] <= "ۿ" else "en" for word in words if word[0].isalpha()}
        lexicons = [self._lexicons[language] for language in sorted(found)]
        return [(one, frozenset(chain.from_iterable(map(one.keys.__getitem__, words)))) for one in lexicons]

    @cached_property
    def may_promise(self) -> bool:
        """Whether it holds a level, or the whole wording of a promise."""
        if not self._levels and not any(lexicon.phrases.may_mark(keys) for lexicon, keys in self._keys):
            return False
        return any(any(one.sentence.levels) or one.phrases for one in self.sentences)

    @cached_property
    def is_answer(self) -> bool:
        """Whether it says no more than yes, free or closed, which its place may make a promise."""
        words, said = self._lexicons.words, self._folded.text.strip(" .!")
        return said in words.says_closed or said in words.says_yes or said in words.says_free

    @cached_property
    def conditions(self) -> list[Condition]:
        """The conditions that its sentences state."""
        if not any(lexicon.conditions.may_mark(keys) for lexicon, keys in self._keys):
            return []
        return [stated.condition for one in self.sentences for stated in one.conditions]

    @cached_property
    def genres(self) -> list[CueMark]:
        """The cues that mark a whole page, or all below a heading."""
        if not any(lexicon.genres.may_mark(keys) for lexicon, keys in self._keys):
            return []
        return [mark for one in self.sentences for mark in one.genres]

    @cached_property
    def spared(self) -> frozenset[str] | None:
        """The characteristics that are heard where a cue silences the whole text; None where none does."""
        if any(is_keyword_list(one.sentence, self._lexicons.words) for one in self.sentences):
            return frozenset()
        silent: frozenset[str] | None = None
        for mark in (mark for one in self.sentences for mark in one.of("negative")):
            if mark.rule.reach == "block":
                silent = mark.rule.spares if silent is None else silent & mark.rule.spares
        return silent


class Readings:
    """Reads texts and remembers them; menus and footers repeat on every page of a site."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lexicons = lexicons
        self._kept: dict[tuple[str, Language], Reading] = {}

    def __call__(self, text: str, language: Language) -> Reading:
        """The reading of a text in a language."""
        key = text, language
        reading = self._kept.get(key)
        if reading is None:
            if len(self._kept) >= REMEMBERED:
                self._kept.clear()
            reading = self._kept[key] = Reading(text, language, self._lexicons)
        return reading


def _languages(sentence: Sentence, language: Language, latin_only: bool) -> tuple[Language, Language | None]:
    """The language of a sentence, and the other one where more than a name or two of it stands there as well."""
    if latin_only:
        return "en" if any("a" <= word[0] <= "z" for word in sentence.words) else language, None
    arabic = sum("ء" <= word[0] <= "ۿ" for word in sentence.words)
    latin = sum("a" <= word[0] <= "z" for word in sentence.words)
    if not arabic and not latin:
        return language, None
    own: Language = "ar" if arabic > latin or (arabic == latin and language == "ar") else "en"
    other: Language = "en" if own == "ar" else "ar"
    return own, other if min(arabic, latin) >= MIXED else None


def levels_of(folded: Folded, language: Language) -> list[Quantity]:
    """The levels of a folded text; the word "free" is none, what is free is for the rules to say."""
    return [level for level in find_in_folded(folded, language) if not _free(level, folded.original)]


def _free(level: Quantity, text: str) -> bool:
    """Whether it is a word for "free" and no amount."""
    return level.kind == "money" and level.value == 0 and not any(map(str.isdigit, text[level.start : level.end]))


def _conditions(text: str, sentence: Sentence, marks: Iterable[CueMark], voices: Sequence[int]) -> Iterable[Stated]:
    """The conditions a sentence states; of overlapping ones those whose kind is known, then the longest.

    A condition ends where the organisation begins to say what it then does (`voices`), with or without a comma, and
    where the brackets close that it stands in.
    """
    kept: list[CueMark] = []
    for mark in sorted(marks, key=lambda m: (m.rule.of == "other", m.first - m.last, m.first)):
        if not any(mark.touches(other) for other in kept):
            kept.append(mark)
    for mark in sorted(kept, key=lambda m: m.first):
        first, last = mark.quote
        last = min((voice for voice in voices if first + 1 < voice < last), default=last)
        last = _closing(sentence.words, first, last)
        start, end = sentence.span(first, last)
        level = next((q.level for q in sentence.levels[first:last] if q is not None), None)
        if mark.rule.leaves_out:
            level = _other_days(text[start:end])
        yield Stated(Condition(text[start:end], cast(ConditionKind, mark.rule.of), level), first, last)


def _closing(words: Sequence[str], first: int, last: int) -> int:
    """Where the brackets around some words close, `last` where they do not."""
    opened = 0
    for k in range(first, last):
        opened += (words[k] == "(") - (words[k] == ")")
        if opened < 0:
            return max(k, first + 1)
    return last


def _other_days(text: str) -> Level | None:
    """The days that words leave out, turned into those that are left; None where they name no day of the week."""
    named = days_in(text) or frozenset()
    left = sum(1 << number for number, day in enumerate(DAYS) if day not in named)
    return Level(hours=days_text(left)) if 0 < left < EVERY_DAY else None


def clause(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """The words of the clause around some words."""
    start, end = first, last
    while start > 0 and sentence.words[start - 1] not in CLAUSE_ENDS and sentence.words[start - 1] not in _BUT:
        start -= 1
    while end < len(sentence.words) and sentence.words[end] not in CLAUSE_ENDS and sentence.words[end] not in _BUT:
        end += 1
    return start, end


def _dead(one: SentenceReading) -> list[frozenset[str] | None]:
    """For each word: None where promises are heard, else the characteristics that are heard all the same."""
    sentence, negatives = one.sentence, one.of("negative")
    dead: list[frozenset[str] | None] = [None] * len(sentence.words)
    spoken = _own_clauses(one) if any(mark.rule.reach == "sentence" for mark in negatives) else []
    for mark in negatives:
        rule = mark.rule
        if rule.reach == "level":
            span = range(mark.first, mark.last)
        elif rule.reach == "clause":
            span = range(*clause(sentence, mark.first, mark.last))
        elif rule.reach == "sentence":
            span = range(len(sentence.words))
        else:
            continue
        spared = [own for own in spoken if own.start >= mark.last or own.stop <= mark.first]
        for k in span:
            if not any(k in own for own in spared):
                before = dead[k]
                dead[k] = rule.spares if before is None else before & rule.spares
    return dead


def _own_clauses(one: SentenceReading) -> list[range]:
    """Clauses in which the organisation speaks of itself after something else: ", and we reply within a day"."""
    sentence, found = one.sentence, []
    for start in one.voices:
        before = sentence.words[start - 1] if start else ","
        if start and (before in CLAUSE_ENDS or before in _AND or sentence.words[start][0] in "وف"):
            found.append(range(start, clause(sentence, start, start + 1)[1]))
    return found
