"""What a trained tagger is told about each word of a sentence: clues, short strings with a weight each in its model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.extract.names import stem
from promisecheck.extract.reading import CLAUSE_ENDS
from promisecheck.extract.tape import Sentence

OFFSETS: Final = (-3, -2, -1, 0, 1, 2, 3)
"""From how far a word is seen, in words."""
NOTHING: Final = "_"
"""What stands before the first word and after the last one."""
MOST_AROUND: Final = 12  # words of a heading or an introduction that are told
_SIGNS: Final = "^˙‹›"  # of a tape, before a word

Ruled = tuple[int, int, str]
"""What a rule found: its first and last (exclusive) word, and the rule."""


@dataclass(frozen=True, slots=True)
class Around:
    """The texts around a sentence: the sentence before it in its block, the heading above, what introduces its list."""

    before: Sentence | None = None
    heading: Sentence | None = None
    intro: Sentence | None = None


def of_word(shown: str, offset: int) -> list[str]:
    """The clues that a word gives from `offset` words away. shown: the word as a tape shows it, with its sign."""
    sign, word = (shown[0], shown[1:]) if shown[0] in _SIGNS and len(shown) > 1 else ("", shown)
    found = [f"{offset}s{stem(word)}", f"{offset}k{_kind(word)}"]
    if abs(offset) <= 1:
        found += [f"{offset}w{word}", f"{offset}x{word[-2:]}"]
    if offset == 0:
        found += [f"p{word[:3]}", f"x{word[-3:]}", f"g{sign}"]
    return found


def clues_of(sentence: Sentence, role: str, ruled: Sequence[Ruled], around: Around) -> list[list[str]]:
    """The clues of each word of a sentence. role: of its block. ruled: the promises that the rules found in it."""
    words, length = sentence.words, len(sentence.words)
    stems = [stem(word) if level is None else word for word, level in zip(words, sentence.levels, strict=True)]
    clause_of, members = _clauses(words)
    whole = ["b", f"R{role}", f"L{min(5, length // 5)}", f"E{'w' if words[-1][0].isalnum() else words[-1]}"]
    whole += [f"A{stems[0]}", f"AA{' '.join(words[:2])}", f"D{len(ruled) > 0}"]
    whole += [f"G{plain}" for plain in _distinct(stems)] + _around(around)
    clauses: list[list[str]] = []
    for ks in members:
        inside = [k for k in ks if words[k][0].isalnum() or sentence.levels[k] is not None][:2]
        clauses.append([f"C{stems[inside[0]]}", f"CC{' '.join(stems[k] for k in inside)}"] if inside else [])
    edge = [NOTHING] * OFFSETS[-1]
    shown = edge + sentence.tape.split(" ")[:-1] + edge
    inside_of = _inside(ruled, length)
    padded = [NOTHING, *stems, NOTHING]
    marks = [NOTHING, *(inside[0] for inside in inside_of), NOTHING]
    found = []
    for k in range(length):
        before, own, after = padded[k : k + 3]
        said = [f"B{before}|{own}", f"F{own}|{after}", f"N{before}|{after}", f"T{min(k, 4)}"]
        said += [f"U{min(length - 1 - k, 3)}", f"I{inside_of[k]}", f"J{marks[k]}{marks[k + 1]}{marks[k + 2]}"]
        start = members[clause_of[k]][0]
        if k == start or (k == start + 1 and words[start] in CLAUSE_ENDS):
            said.append("S")
        for place, offset in enumerate(OFFSETS):
            said += of_word(shown[k + place], offset)
        found.append([*whole, *clauses[clause_of[k]], *said])
    return found


def _kind(word: str) -> str:
    if word[0] == "§":
        return word[:2]
    return "w" if word[0].isalnum() else word


def _clauses(words: Sequence[str]) -> tuple[list[int], list[list[int]]]:
    """For each word the number of its clause, and the words of each clause; a mark begins the one that it leads to."""
    of: list[int] = []
    members: list[list[int]] = [[]]
    for k, word in enumerate(words):
        if word in CLAUSE_ENDS and members[-1]:
            members.append([])
        members[-1].append(k)
        of.append(len(members) - 1)
    return of, members


def _inside(ruled: Iterable[Ruled], length: int) -> list[str]:
    """For each word the rule that took it, and whether as the first of its quote."""
    inside = ["-"] * length
    for first, last, rule in ruled:
        for k in range(first, last):
            inside[k] = ("B" if k == first else "I") + rule
    return inside


def _around(around: Around) -> list[str]:
    found = []
    for sign, sentence in (("P", around.before), ("H", around.heading), ("O", around.intro)):
        if sentence is None:
            found.append(f"{sign}-")
        else:
            found += [sign + plain for plain in _distinct([stem(word) for word in sentence.words[:MOST_AROUND]])]
    return found


def _distinct(stems: Collection[str]) -> list[str]:
    return sorted({plain for plain in stems if plain[0].isalpha() or plain[0] == "§"})
