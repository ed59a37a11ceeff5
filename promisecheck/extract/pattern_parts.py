"""Pieces of a pattern and the regular expressions they become: words and their forms, slots, gaps, alternatives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from promisecheck.model import Language

KEY: Final = 4  # letters of a word by which patterns are looked up
SIGNS: Final = r"[^ \w§]?"  # a sign before a word of a tape, see tape.py; compiled ten times faster than the four

Form = Literal["text", "word", "gap", "sequence", "either", "maybe", "quote", "what", "not"]

_GAP: Final = "(?:[^ .!?;:,،؛|§()]+ )"
_TAIL: Final = r"(?:[^ .!?;:|§,،؛()\-]+ )"
_BEFORE, _BEHIND = "(?:‹[^ ]+ ){0,4}", "(?:›[^ ]+ ){0,4}"

_LEVELS: Final[Mapping[str, tuple[str, str]]] = {
    "duration": ("§d", r"§d[^ ]+ "),
    "within": ("§d", r"§d[<~][^ ]* "),
    "sameday": ("§dz", r"§d<[^ ]z "),
    "nextday": ("§dy", r"§d<[db]y "),
    "dayspan": ("§d", r"§d[^ ]+[db]y? "),
    "hourspan": ("§d", r"§d[^ ][snh]z? "),
    "soon": ("§d", r"§d[<=~][snhdbw][zy]? "),
    "money": ("§m", r"§m[^ ]+ "),
    "percent": ("§p", r"§p[^ ]+ "),
    "halfprice": ("§p", r"§p=h "),
    "count": ("§c", r"§c[^ ]+ "),
    "hours": ("§t", r"§t[^ ]+ "),
    "always": ("§t", r"§t\* "),
    "days": ("§t", r"§t# "),
    "closed": ("§t", r"§t- "),
    "stars": ("§s", r"§s[^ ]+ "),
    "distance": ("§k", r"§k[^ ]+ "),
    "rate": ("§b", r"§b[^ ]+ "),
    "level": ("§", r"§[^ ]+ "),
}
_THING: Final = r"(?:\^?[^\W\d_§][^ ]* ){1,4}"
_NAMED: Final = r"(?:\^[^ ]+ )"
_JOINT: Final = f"(?:, (?:{SIGNS}and )?|{SIGNS}and |& |/ |- |{SIGNS}of |{SIGNS}all {SIGNS}of )?"
_YOURS: Final[Mapping[Language, str]] = {
    "en": rf"{SIGNS}your {SIGNS}[^ §\W][^ ]* ",
    # words that only look like "your ..." are left out: اشتراك, ذلك, بنك
    "ar": "(?![وف]?[بلك]?ال|ذلك|هناك|كذلك|تلك|هنالك|[بل]?بنك |شبك|شباك |سمك |فلك |ملك |مشترك |محرك |شريك |اشتراك "
    "|دنك )[ء-ي]{3,}(?:ك|كم|كن) ",
}
_OTHERS: Final[Mapping[str, tuple[str, int]]] = {  # expression, ways it can match at one place
    "word": (rf"{SIGNS}[^ §\W][^ ]* ", 1),
    "number": (r"\d[^ ]* ", 1),
    "year": (r"(?:19|20)\d\d ", 1),
    "clause": (r"(?:[^ ,،.!?;؛:]+ ){1,16}", 16),
    "thing": (_THING, 4),
    "verb": (r"(?![^ ]*(?:[^e]ed|ing|ly) )[^\W\d_§][^ ]* ", 1),
    "bracket": (rf"{SIGNS}\( ", 1),
}
SLOTS: Final = (*_LEVELS, *_OTHERS, "place", "yours")

_PRONOUN: Final = "(?:ها|هم|هما|كم|كن|نا|ني|ك|ه|ي)"
_PARTICLES: Final = "[وف]?(?:لل|[بلكس]?(?:ال)?)"
_VERB: Final = "[وف]?(?:[سبهحع]|ها)?[اينت]"
_SIGNED: Final = "[‹›˙]?"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern.

    text: the expression of a text; of a word its stem, which stands between `lead` and `tail`. keys: beginnings of
    words of which one must occur; None where the piece may be empty or match any word. ways: in how many ways it can
    match at one place. children: the pieces it is made of. most: the longest a gap may be. required: further sets of
    beginnings of which each must be met. leads: beginnings of the words it can begin with; None for any.
    """

    form: Form
    text: str = ""
    keys: frozenset[str] | None = None
    ways: int = 1
    children: tuple[Part, ...] = ()
    most: int = 0
    lead: str = ""
    tail: str = ""
    required: tuple[frozenset[str], ...] = ()
    leads: frozenset[str] | None = None

    def regex(self, last: bool) -> str:
        """The expression. A gap takes as little as it can in the middle, and as much as it can at the very end."""
        if self.form == "text":
            return self.text
        if self.form == "word":
            return f"{self.lead}{self.text}{self.tail}"
        if self.form == "gap":
            return f"{_TAIL}{{0,{self.most}}}" if last else f"{_GAP}{{0,{self.most}}}?"
        if self.form == "sequence":
            end = len(self.children) - 1
            return "".join(child.regex(last and k == end) for k, child in enumerate(self.children))
        inner = "|".join(_branches(self.children, last))
        around = {
            "either": "(?:{})",
            "maybe": "(?:{})?",
            "quote": "(?P<quote>{})",
            "what": "(?P<what>{})",
            "not": "(?!{})",
        }
        return around[self.form].replace("{}", inner)


def _branches(children: Sequence[Part], last: bool) -> Iterator[str]:
    """The branches of an alternative; single words that inflect alike share what stands before and behind them."""
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for child in children:
        word = child
        while word.form in ("sequence", "either") and len(word.children) == 1:
            word = word.children[0]
        if word.form == "word":
            alike[word.lead, word.tail].append(word.text)
        else:
            yield child.regex(last)
    for (lead, tail), stems in alike.items():
        yield f"{lead}(?:{'|'.join(stems)}){tail}"


def slot(name: str, language: Language) -> Part | None:
    """The piece of a slot in braces; None for a name that is no slot."""
    if name in _LEVELS:
        key, regex = _LEVELS[name]
        return Part("text", f"{_BEFORE}{regex}{_BEHIND}", frozenset([key]))
    if name in _OTHERS:
        regex, ways = _OTHERS[name]
        return Part("text", regex, ways=ways)
    if name == "yours":
        return Part("text", _YOURS[language])
    if name == "place":
        if language == "ar":
            return Part("text", _THING.replace("1,4", "1,3"), ways=3)
        return Part("text", f"(?:{SIGNS}the )?{_NAMED}(?:{_JOINT}{_NAMED}){{0,7}}", ways=8)
    return None


def _word(stem: str, keys: frozenset[str], lead: str, tail: str) -> Part:
    return Part("word", stem, keys, lead=lead, tail=tail, leads=keys)


def english(word: str, tail: str) -> Part:
    """An English word: as it stands, with any ending (`*`), or in its forms (`~`)."""
    whole = re.escape(word)
    if tail == "*":
        return _word(whole, _with_any_end(word), SIGNS, "[^ §]* ")
    if tail == "~":
        stem = re.escape(word[:-1])
        if word.endswith("e"):
            forms, ends = f"{stem}(?:e[sd]?|ing)", [word[:-1] + end for end in ("e", "es", "ed", "ing")]
        elif word.endswith("y") and word[-2] not in "aeiou":
            forms, ends = f"{stem}(?:y(?:ing)?|ie[sd])", [word[:-1] + end for end in ("y", "ying", "ies")]
        else:
            forms, ends = (
                f"{whole}(?:e?s|{word[-1]}?(?:ed|ing))?",
                [word, word + "s", word + "e", word + "i", word + word[-1]],
            )
        return _word(forms, frozenset(end[:KEY] for end in ends), SIGNS, " ")
    return _word(whole, frozenset([word[:KEY]]), SIGNS, " ")


def arabic(word: str, tail: str, sign: str) -> Part:
    """An Arabic word with the particles and pronouns that may be written onto it; `=` exactly, `+` a verb's stem."""
    if sign == "=":
        return _word(word, frozenset([word[:KEY]]), _SIGNED, " ")
    bare = word[2:] if word.startswith("ال") and len(word) > KEY else word
    keys = _with_any_end(bare)
    if sign == "+":
        end = "[^ §]* " if tail else f"(?:و|وا|ون|ين|ي|ن)?{_PRONOUN}? "
        return _word(bare, keys, f"{_SIGNED}{_VERB}", end)
    if tail == "*":
        return _word(bare, keys, f"{_SIGNED}{_PARTICLES}", "[^ §]* ")
    if len(bare) <= 2:
        return _word(bare, frozenset([bare]), f"{_SIGNED}[وف]?", " ")
    if bare.endswith("ه"):
        keys = _with_any_end(bare[:-1])
        return _word(bare[:-1], keys, f"{_SIGNED}{_PARTICLES}", f"(?:ه|ت{_PRONOUN}) ")
    return _word(bare, keys, f"{_SIGNED}{_PARTICLES}", f"(?:{_PRONOUN}|ا)? ")  # ا: ضمانًا


def _with_any_end(word: str) -> frozenset[str]:
    """The keys of a word that more letters may follow: a short one is looked up by `وصل*` as well."""
    return frozenset([word[:KEY]]) if len(word) >= KEY else frozenset([word, f"{word}*"])
