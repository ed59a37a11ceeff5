"""Declared names in copy: services, tiers, locations, groups and the things that are offered.

Names are found by the stems of their words, so that "restaurants" is the restaurant and للتوصيل is التوصيل.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from promisecheck.extract.tape import Sentence, sentences

if TYPE_CHECKING:
    from promisecheck.standards.organisation import Organisation

_ENDINGS: Final = ("ings", "ing", "ions", "ion", "ies", "ied", "ed", "es", "s", "y", "e")
_PRONOUNS: Final = ("تكم", "تنا", "تها", "تهم", "هما", "ات", "نا", "ها", "هم", "كم", "تك", "ك", "ه", "ي")
SHORTEST_STEM: Final = 3
REMEMBERED_SENTENCES: Final = 20_000  # whose names are kept
REMEMBERED_WORDS: Final = 100_000  # whose stems are kept
_MEMBERS: Final = frozenset({"member", "membership", "customer", "client", "اعضاء", "عضو", "عضوي", "مشتركين", "عملاء"})


class Named(NamedTuple):
    """A declared name in a sentence: which one, and its words."""

    kind: str
    id: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NameBook:
    """All declared names, by the stem of their first word.

    short: words that name a tier by themselves ("Club" of "Fornello Club"), where they are written as a name.
    """

    entries: Mapping[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    short: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, tuple[Named, ...]] = field(default_factory=dict, compare=False, repr=False)

    def find(self, sentence: Sentence) -> tuple[Named, ...]:
        """The names in a sentence, the longest first where several begin with the same word; none overlapping."""
        if not self.entries:
            return ()
        found = self.known.get(sentence.tape)
        if found is None:
            if len(self.known) >= REMEMBERED_SENTENCES:
                self.known.clear()
            found = self.known[sentence.tape] = tuple(self._names_in(sentence))
        return found

    def _names_in(self, sentence: Sentence) -> list[Named]:
        stems = [stem(word) for word in sentence.words]
        found: list[Named] = []
        k = 0
        while k < len(stems):
            if k and sentence.words[k - 1] == "#":
                k += 1
                continue
            hits = [
                (len(words), kind, id_)
                for begin in beginnings(sentence.words[k])
                for words, kind, id_ in self.entries.get(begin, ())
                if tuple(stems[k + 1 : k + len(words)]) == words[1:]
            ]
            if not hits and stems[k] in self.short and _is_name(sentence, k):
                hits = [(1, "tier", self.short[stems[k]])]
            if not hits:
                k += 1
                continue
            longest = max(length for length, _, _ in hits)
            found.extend(Named(kind, id_, k, k + length) for length, kind, id_ in hits if length == longest)
            k += longest
        return found


@lru_cache(maxsize=REMEMBERED_WORDS)
def beginnings(word: str) -> tuple[str, ...]:
    """The stems a word may have: a particle may be written onto it (بعمان is "in Amman", وصحار "and Sohar")."""
    plain = stem(word)
    return (plain, stem(plain[1:])) if plain[0] in "بلكوف" and len(plain) > SHORTEST_STEM + 1 else (plain,)


def _is_name(sentence: Sentence, k: int) -> bool:
    """Whether a word is written as a name: with a capital, or in a script without them."""
    return sentence.tape[sentence.places[k]] == "^" or not sentence.words[k].isascii()


def name_book(organisation: Organisation | None) -> NameBook:
    """The names of an organisation; an empty book without one."""
    entries: defaultdict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for name in organisation.names_index() if organisation is not None else ():
        words = stems_of(name.text)
        if words:
            entry = words, str(name.kind), name.id
            if entry not in entries[words[0]]:
                entries[words[0]].append(entry)
    short = _short_tiers(organisation) if organisation is not None else {}
    return NameBook({first: tuple(rest) for first, rest in entries.items()}, short)


def _short_tiers(organisation: Organisation) -> dict[str, str]:
    """The words that stand for a tier: in all its names of a script, and in nothing else that is declared.

    The first tier has none: it is meant where no tier is named.
    """
    first = organisation.first_tier()
    owners: defaultdict[str, set[str]] = defaultdict(set)
    shared: dict[tuple[str, bool], set[str]] = {}
    for name in organisation.names_index():
        words = stems_of(name.text)
        for word in words:
            owners[word].add(name.id if name.kind == "tier" else "")
        if name.kind == "tier" and name.id != first:
            script = name.id, name.text.isascii()
            shared[script] = shared.get(script, set(words)) & set(words)
    common = set(stems_of(organisation.name)) | _MEMBERS
    return {word: id_ for (id_, _), words in shared.items() for word in words - common if owners[word] == {id_}}


def stems_of(text: str) -> tuple[str, ...]:
    """The stems of the words of a name."""
    return tuple(stem(word) for sentence in sentences(text, ()) for word in sentence.words if word[0].isalnum())


@lru_cache(maxsize=REMEMBERED_WORDS)
def stem(word: str) -> str:
    """What stays the same in the forms of a folded word."""
    if "a" <= word[0] <= "z":
        if word.endswith("'s"):
            word = word[:-2]
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
                return word[: -len(ending)]
        return word
    return _arabic_stem(word) if "ء" <= word[0] <= "ۿ" else word


def _arabic_stem(word: str) -> str:
    if len(word) > SHORTEST_STEM and word[0] in "وف" and not word.startswith(("فر", "في", "وص", "وق", "ول")):
        word = word[1:]
    if word.startswith("لل") and len(word) > SHORTEST_STEM + 1:
        word = word[2:]
    elif word.startswith(("بال", "كال")) and len(word) > SHORTEST_STEM + 2:
        word = word[3:]
    elif word.startswith("ال") and len(word) > SHORTEST_STEM + 1:
        word = word[2:]
    for ending in _PRONOUNS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def of_kind(found: Iterable[Named], *kinds: str) -> Iterator[Named]:
    """The names of some kinds."""
    return (name for name in found if name.kind in kinds)


def listed_with(sentence: Sentence, found: Sequence[Named], first: int, last: int) -> list[Named]:
    """The names between two words, and those that a list ("Leeds, York and Hull") joins to them."""
    inside = [name for name in found if name.last > first and name.first < last]
    grown = True
    while grown:
        grown = False
        for name in found:
            if name not in inside and any(_joined(sentence, name, other) for other in inside):
                inside.append(name)
                grown = True
    return sorted(inside, key=lambda name: name.first)


_EXCEPT: Final = (
    ("except",),
    ("excluding",),
    ("apart", "from"),
    ("other", "than"),
    ("exception", "of"),
    ("but", "not"),
    ("عدا",),
    ("باستثناء",),
    ("ماعدا",),
    ("سوي",),
)
"""Words behind which the places that follow are left out."""
_EXCEPT_BY_LAST: Final = {last: tuple(some for some in _EXCEPT if some[-1] == last) for *_, last in _EXCEPT}
_CLAUSE_MARKS: Final = frozenset({",", "،", ";", "؛", "."})
NEAR_BRACKET: Final = 2
"""Words between a promise and brackets that still belong to it."""
_BEFORE_NAMES: Final = frozenset({"for", "in", "at", "on", "from", "the", "في", "فرع", "فروع", "branch", "branches"})


def excluded(sentence: Sentence, found: Sequence[Named], first: int, last: int) -> tuple[list[Named], list[Named]]:
    """The names that a sentence leaves out: those behind "except", and what a list joins to them.

    All of them, and those that are left out of the promise between two words: the first list behind it, else the last
    one before it, in its clause or at the edge of it; what stands in brackets belongs to the words just before them.
    """
    words = sentence.words
    lists: list[tuple[int, list[Named]]] = []
    for name in found:
        at = _left_out(words, name.first)
        if at is not None:
            lists.append((at, [name]))
        elif lists and _joined(sentence, lists[-1][1][-1], name):
            lists[-1][1].append(name)
    start, end = first, last
    while start > 0 and words[start - 1] not in _CLAUSE_MARKS:
        start -= 1
    while end < len(words) and words[end] not in _CLAUSE_MARKS:
        end += 1
    near = [
        (at, names)
        for at, names in lists
        if (
            first <= at - 1 <= last + NEAR_BRACKET
            if at and words[at - 1] == "("
            else at <= end + 1 and names[-1].last >= start - 1
        )
    ]
    behind = [names for at, names in near if at >= last]
    own = behind[:1] or [names for _, names in near[-1:]]
    return [name for _, names in lists for name in names], [name for names in own for name in names]


def _left_out(words: Sequence[str], before: int) -> int | None:
    """Where "except" stands in front of a word, particles between them passed over; None where it does not."""
    while before:
        for some in _EXCEPT_BY_LAST.get(words[before - 1], ()):
            if tuple(words[max(0, before - len(some)) : before]) == some:
                return before - len(some)
        if words[before - 1] not in _BEFORE_NAMES:
            break
        before -= 1
    return None


_LIST_MARKS: Final = frozenset({",", "،", "&", "/", "-", "and", "or", "و", "او", "in", "at", "في"})


def _joined(sentence: Sentence, one: Named, other: Named) -> bool:
    low, high = sorted((one, other), key=lambda name: name.first)
    between = sentence.words[low.last : high.first]
    return len(between) <= 2 and all(word in _LIST_MARKS for word in between)
