"""Folded text cut into words, numbers and signs, and phrases looked up among them.

Everything here is linear: one pass cuts the text, a lookup compares with the few phrases that share its first word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from promisecheck.folding import Folded, fold

T = TypeVar("T")

_PAD: Final = 12
"""Empty words after the last one, so that looking ahead (and one back) needs no bounds check."""

_SIGNS: Final = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209f\u2150-\u218f"
"""Superscripts and fractions: Python counts them among the letters."""

_TOKEN: Final = re.compile(rf"[a-z]+|[0-9]+(?:[.,][0-9]+|،[0-9]{{3}}(?![0-9]))*|[^\W\d_{_SIGNS}]+|\S")


_COMMON_WORDS: Final = "every each the all any never not our your with from through throughout around whole"
_COMMON: Final = frozenset(_COMMON_WORDS.split())
"""Words of nearly every text, which tell nothing."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a folded text with the offset each begins at.

    Both sequences are padded with empty words at the end of the text; `count` is the number of real ones. A run of
    letters is a word, a number keeps its separators ("1,299.00"), anything else is a word of one character.
    """

    folded: Folded
    words: list[str]
    starts: list[int]
    count: int

    def end(self, index: int) -> int:
        """Offset in the folded text at which word `index` ends."""
        return self.starts[index] + len(self.words[index])

    def glued(self, index: int) -> bool:
        """Whether word `index` touches the word before it."""
        return 0 < index < self.count and self.starts[index] == self.end(index - 1)

    def original(self, start: int, end: int) -> str:
        """The words from `start` to before `end` as the original writes them."""
        return self.folded.original[self.folded.start(self.starts[start]) : self.folded.end(self.end(end - 1))]


def tokenise(folded: Folded) -> Tokens:
    """Cut a folded text into words."""
    words, starts = [], []
    for match in _TOKEN.finditer(folded.text):
        words.append(match.group().replace("،", ","))  # 12،000 is twelve thousand
        starts.append(match.start())
    count = len(words)
    words += [""] * _PAD
    starts += [len(folded.text)] * _PAD
    return Tokens(folded, words, starts, count)


def words_of(phrase: str) -> list[str]:
    """The words of a phrase, folded and cut as text is."""
    return _TOKEN.findall(fold(phrase).text)


class Phrases(Generic[T]):
    """Wordings of one or more words, each with a value; the longest that fits is found, forwards or backwards.

    `prefixes` may stand in front of a wording without a space (Arabic particles and the article).
    """

    def __init__(self, entries: Iterable[tuple[str, T]], prefixes: Sequence[str] = ()) -> None:
        wordings: dict[tuple[str, ...], T] = {}
        for phrase, value in entries:
            words = words_of(phrase)
            if not words:
                raise ValueError(f"no words in {phrase!r}")
            variants = [words]
            if len(words) > 1 and phrase.isascii() and all(word.isalpha() for word in words):
                variants.append(" - ".join(words).split())
            for variant in variants:
                for prefix in ("", *(prefixes if words[0] >= "\u0600" else ())):
                    wordings.setdefault((prefix + variant[0], *variant[1:]), value)
        self._by_first: dict[str, list[tuple[list[str], T]]] = {}
        self._by_last: dict[str, list[tuple[list[str], T]]] = {}
        for phrase_words, value in sorted(wordings.items(), key=lambda item: -len(item[0])):
            self._by_first.setdefault(phrase_words[0], []).append((list(phrase_words[1:]), value))
            self._by_last.setdefault(phrase_words[-1], []).append((list(phrase_words[:-1]), value))

    @property
    def first_words(self) -> Iterable[str]:
        """The words a wording can begin with."""
        return self._by_first.keys()

    def signals(self, wanted: Callable[[T], bool]) -> frozenset[str]:
        """A word of each wording whose value is wanted, a rare one. A text without any of them holds no wording."""
        return frozenset(
            max((first, *rest), key=lambda word: (word not in _COMMON, len(word)))
            for first, entries in self._by_first.items()
            for rest, value in entries
            if wanted(value)
        )

    def at(self, words: list[str], index: int) -> tuple[T, int] | None:
        """The value of the longest wording that begins at `index`, and the index after it."""
        for rest, value in self._by_first.get(words[index], ()):
            end = index + 1 + len(rest)
            if not rest or words[index + 1 : end] == rest:
                return value, end
        return None

    def before(self, words: list[str], index: int) -> tuple[T, int] | None:
        """The value of the longest wording that ends just before `index`, and the index it begins at."""
        if index <= 0:
            return None
        for rest, value in self._by_last.get(words[index - 1], ()):
            start = index - 1 - len(rest)
            if start >= 0 and (not rest or words[start : index - 1] == rest):
                return value, start
        return None
