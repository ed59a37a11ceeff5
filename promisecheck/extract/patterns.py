"""The pattern language of rules, compiled to regular expressions over tapes.

    free delivery          these words in a row; hyphens, letter case and Arabic letter variants aside
    (free|at no cost)      one of several
    [super] fast           may be missing
    deliver*               any word that starts so
    reply~                 its forms: reply, replies, replied, replying
    +وصل                   an Arabic verb in the present: يوصل نوصّل بيوصلك
    =من                    exactly this word, without particles or pronouns
    ..  ..5                up to 3 (5) words between
    {duration}             a level: duration, within (with an upper bound), sameday, money, percent, count, hours,
                           always (24/7), days (without times), stars, distance, rate, level (any of them)
    {thing}                what something is called: 1 to 4 words, none of them a function word
    {place}                names of places: words with a capital, joined by commas and "and"
    {word}                 any one word
    $we                    a list of rules/cues/words.yaml
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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from promisecheck.errors import Fault
from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.yaml_lines import Node

KEY: Final = 4  # letters of a word by which patterns are looked up
MOST_BETWEEN: Final = 8
MOST_WAYS: Final = 4000  # bound on the product of a pattern's gaps

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<gap>\.\.(?P<n>\d*))|(?P<slot>\{[a-z]+\})|(?P<macro>\$[a-z_]+)|(?P<mark>[()\[\]|<>])|(?P<not>!\()|(?P<what>what:)"
    r"|(?P<edge>BOS|EOS)\b|(?P<word>[+=]?[^\W_]+(?:['’][^\W_]+)*[*~]?)|(?P<sign>[^\s]))"
)
_WORDCHAR: Final = r"[^ §]"
_ANY: Final = r"[^ ]+ "
_GAP: Final = r"(?:\^?[^ .!?;:|§]+ )"
_SLOTS: Final[Mapping[str, str]] = {
    "duration": r"§d[^ ]+ ",
    "within": r"§d[<~][^ ]* ",
    "sameday": r"§d<z ",
    "money": r"§m[^ ]+ ",
    "percent": r"§p[^ ]+ ",
    "count": r"§c[^ ]+ ",
    "hours": r"§t[^ ]+ ",
    "always": r"§t\* ",
    "days": r"§t# ",
    "stars": r"§s[^ ]+ ",
    "distance": r"§k[^ ]+ ",
    "rate": r"§b[^ ]+ ",
    "level": r"§[^ ]+ ",
    "word": r"\^?[^ §\W]+[^ ]* ",
    "number": r"\d[^ ]* ",
}
_SLOT_KEYS: Final[Mapping[str, str]] = {
    "duration": "§d", "within": "§d", "sameday": "§d", "money": "§m", "percent": "§p", "count": "§c", "hours": "§t",
    "always": "§t", "days": "§t", "stars": "§s", "distance": "§k", "rate": "§b",
}  # fmt: skip
_PRONOUN: Final = "(?:ها|هم|هما|كم|كن|نا|ني|ك|ه|ي)"
_PROCLITIC: Final = "[وف]?(?:لل|[بلكس]?(?:ال)?)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: `keys` are the beginnings of words of which a text must hold one to match."""

    source: str
    regex: re.Pattern[str]
    keys: frozenset[str]

    def matches(self, tape: str) -> Iterator[re.Match[str]]:
        """Matches that begin at a word, none overlapping."""
        return self.regex.finditer(tape)


def key_of(word: str) -> str:
    """The beginning of a word by which patterns are looked up."""
    return word[:2] if word.startswith("§") else word[:KEY]


def keys_of(word: str, language: Language) -> Iterator[str]:
    """All keys under which patterns that match this word of a tape may stand."""
    if word[0] == "§":
        yield word[:2]
        yield "§"
        return
    yield word[:KEY]
    if language == "ar":
        rest = word
        if len(rest) > 2 and rest[0] in "وف":
            rest = rest[1:]
            yield rest[:KEY]
        if len(rest) > 2 and rest.startswith(("ال", "لل")):
            yield rest[2:][:KEY]
        elif len(rest) > 2 and rest[0] in "بلكسهحع":
            rest = rest[1:]
            yield rest[:KEY]
            if len(rest) > 2 and rest.startswith("ال"):
                yield rest[2:][:KEY]
        for cut in (1, 2, 3):  # a verb's prefixes
            if len(word) - cut >= 2 and word[cut - 1] in "اينتأ":
                yield word[cut : cut + KEY]


def compile_pattern(node: Node, words: WordLists) -> Pattern:
    """Compile a pattern written in a rule file.

    Raises PatternError, a fault with file and line, for a pattern that is not well formed or could take too long.
    """
    return _Parser(node, words).pattern()


@dataclass(slots=True)
class WordLists:
    """The shared lists of a language by name; each is compiled once."""

    language: Language
    lists: Mapping[str, Node]
    compiled: dict[str, _Part] = field(default_factory=dict)


class PatternError(Exception):
    """A pattern that cannot be compiled."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(slots=True)
class _Part:
    """A compiled piece: its expression, the keys of which one must occur (None: may be empty), its number of ways."""

    regex: str
    keys: frozenset[str] | None
    ways: int = 1


class _Parser:
    def __init__(self, node: Node, words: WordLists) -> None:
        self.node, self.words = node, words
        self.source = node.scalar or ""
        self.tokens: list[re.Match[str]] = []
        self.at = 0
        self.quoted = False

    def pattern(self) -> Pattern:
        part = self._compile(self.source, 0)
        if part.keys is None or not part.keys:
            raise self._wrong("the pattern holds no word that must occur", "a gap or an optional part is not enough")
        if part.ways > MOST_WAYS:
            raise self._wrong("the pattern has too many gaps", "make them shorter: ..2")
        begin = r"(?:(?<= )|^)" if not part.regex.startswith("^") else ""
        return Pattern(self.source, re.compile(begin + part.regex), part.keys)

    def _wrong(self, message: str, hint: str | None = None) -> PatternError:
        return PatternError(self.node.fault(f"{message}: {self.source}", hint))

    def _compile(self, source: str, depth: int) -> _Part:
        if depth > 5:
            raise self._wrong("lists that name each other")
        outer = self.tokens, self.at
        self.tokens, self.at = list(_TOKEN.finditer(source.strip())), 0
        part = self._alternatives(depth, None)
        if self.at < len(self.tokens):
            raise self._wrong(f"'{self.tokens[self.at].group().strip()}' is not expected here")
        self.tokens, self.at = outer
        return part

    def _peek(self) -> str | None:
        return self.tokens[self.at].group().strip() if self.at < len(self.tokens) else None

    def _alternatives(self, depth: int, closing: str | None) -> _Part:
        branches = [self._sequence(depth)]
        while self._peek() == "|":
            self.at += 1
            branches.append(self._sequence(depth))
        if closing is not None:
            if self._peek() != closing:
                raise self._wrong(f"'{closing}' is missing")
            self.at += 1
        if len(branches) == 1:
            return branches[0]
        keys: frozenset[str] | None = frozenset()
        for branch in branches:
            keys = None if keys is None or branch.keys is None else keys | branch.keys
        return _Part(
            f"(?:{'|'.join(branch.regex for branch in branches)})", keys, max(branch.ways for branch in branches)
        )

    def _sequence(self, depth: int) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.tokens) and self._peek() not in ("|", ")", "]", ">"):
            parts.append(self._element(depth))
        ways = 1
        for part in parts:
            ways *= part.ways
        keyed = [part.keys for part in parts if part.keys]
        best = min(keyed, key=lambda keys: (_commonness(keys), len(keys)), default=None)
        return _Part("".join(part.regex for part in parts), best, ways)

    def _element(self, depth: int) -> _Part:
        token = self.tokens[self.at]
        self.at += 1
        kind, text = token.lastgroup, token.group().strip()
        if kind == "n":
            kind = "gap"
        if kind == "gap":
            most = int(token.group("n") or 3)
            if most > MOST_BETWEEN:
                raise self._wrong(f"a gap of more than {MOST_BETWEEN} words")
            return _Part(f"{_GAP}{{0,{most}}}?", None, most + 1)
        if kind == "slot":
            return self._slot(text[1:-1])
        if kind == "macro":
            return self._macro(text[1:], depth)
        if kind == "not":
            inner = self._alternatives(depth, ")")
            return _Part(f"(?!{inner.regex})", None, inner.ways)
        if kind == "what":
            inner = self._element(depth)
            return _Part(
                f"(?P<what>{inner.regex})" if "(?P<what>" not in inner.regex else inner.regex, inner.keys, inner.ways
            )
        if kind == "edge":
            return _Part("^" if text == "BOS" else r"(?=[.!?؟|:\"]* ?$)", None)
        if kind == "mark":
            if text == "(":
                return self._group(self._alternatives(depth, ")"))
            if text == "[":
                inner = self._alternatives(depth, "]")
                return _Part(f"(?:{inner.regex})?", None, inner.ways * 2)
            if text == "<":
                inner = self._alternatives(depth, ">")
                if self.quoted:
                    raise self._wrong("more than one quote")
                self.quoted = True
                return _Part(f"(?P<quote>{inner.regex})", inner.keys, inner.ways)
            raise self._wrong(f"'{text}' is not expected here")
        if kind == "sign":
            sign = fold(text).text
            return _Part(f"{re.escape(sign)} ", None if not sign.isalnum() else frozenset([sign]))
        return self._word(text)

    @staticmethod
    def _group(part: _Part) -> _Part:
        return _Part(f"(?:{part.regex})", part.keys, part.ways)

    def _slot(self, name: str) -> _Part:
        if name in _SLOTS:
            key = _SLOT_KEYS.get(name)
            keys = frozenset([key]) if key else frozenset(["§"]) if name == "level" else None
            return _Part(_SLOTS[name], keys)
        if name in ("thing", "place"):
            stop = self._macro("stop", 0).regex
            if name == "thing":
                return _Part(rf"(?:(?!{stop})\^?[^\W\d_§][^ ]* ){{1,4}}", None, 4)
            if self.words.language == "ar":
                return _Part(rf"(?:(?!{stop})[^\W\d_§][^ ]* ){{1,3}}", None, 3)
            named = r"(?:\^[^ ]+ )"
            joint = r"(?:(?:, (?:and )?|and |& |/ |- |of |all of )?)"
            return _Part(rf"(?:the )?{named}(?:{joint}{named}){{0,7}}", None, 8)
        raise self._wrong(f"'{{{name}}}' is no slot", f"one of {', '.join((*_SLOTS, 'thing', 'place'))}")

    def _macro(self, name: str, depth: int) -> _Part:
        if name not in self.words.lists:
            raise self._wrong(f"'${name}' is no list of words.yaml", f"there are {', '.join(sorted(self.words.lists))}")
        if name not in self.words.compiled:
            source = self.words.lists[name].scalar or ""
            self.words.compiled[name] = self._group(self._compile(source, depth + 1))
        return self.words.compiled[name]

    def _word(self, written: str) -> _Part:
        exact, verb = written.startswith("="), written.startswith("+")
        tail = written[-1] if written[-1] in "*~" else ""
        word = fold(written.strip("=+*~")).text
        if tail == "*" and len(word) < 3:
            raise self._wrong(f"'{written}' matches too much", "at least three letters before *")
        if "a" <= word[0] <= "z" or word[0].isdigit() or not ("ء" <= word[0] <= "ۿ"):
            return _english(word, tail)
        return _arabic(word, tail, exact, verb)


def _english(word: str, tail: str) -> _Part:
    if tail == "*":
        return _Part(
            rf"\^?{re.escape(word)}{_WORDCHAR}* ", frozenset([word[:KEY]]) if len(word) >= KEY else _open(word)
        )
    if tail == "~":
        return _Part(rf"\^?{_forms(word)} ", _form_keys(word))
    return _Part(rf"\^?{re.escape(word)} ", frozenset([word[:KEY]]))


def _open(word: str) -> frozenset[str]:
    """Keys of all words that start with a word shorter than a key."""
    letters = "abcdefghijklmnopqrstuvwxyz'"
    return frozenset([word, *(word + letter for letter in letters)])


def _forms(word: str) -> str:
    stem = re.escape(word[:-1])
    if word.endswith("e"):
        return rf"{stem}(?:e|es|ed|ing)"
    if word.endswith("y") and word[-2] not in "aeiou":
        return rf"{stem}(?:y|ies|ied|ying)"
    whole = re.escape(word)
    return rf"{whole}(?:s|es|ed|ing|{word[-1]}ed|{word[-1]}ing)?"


def _form_keys(word: str) -> frozenset[str]:
    if len(word) > KEY:
        return frozenset([word[:KEY]])
    stem = word[:-1]
    if word.endswith("e"):
        forms = [word, stem + "es", stem + "ed", stem + "ing"]
    elif word.endswith("y"):
        forms = [word, stem + "ies", stem + "ied", stem + "ying", word + "s", word + "ed", word + "ing"]
    else:
        forms = [word, word + "s", word + "es", word + "ed", word + "ing", word + word[-1] + "ed"]
    return frozenset(form[:KEY] for form in forms)


def _arabic(word: str, tail: str, exact: bool, verb: bool) -> _Part:
    if exact:
        return _Part(f"{word} ", frozenset([word[:KEY]]))
    bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
    if verb:
        end = f"(?:و|وا|ون|ين|ي|ن)?{_PRONOUN}?" if tail != "*" else f"{_WORDCHAR}*"
        return _Part(
            f"[وف]?(?:[سبهحع]|ها|را)?[اينت]?{bare}{end} ",
            frozenset([bare[:KEY]]) if len(bare) >= KEY else _any_end(bare),
        )
    if tail == "*":
        end = f"{_WORDCHAR}*"
    elif len(bare) <= 2:
        return _Part(f"[وف]?{bare} ", frozenset([bare[:KEY]]))
    elif bare.endswith("ه"):
        end = f"(?:|{_PRONOUN})"
        end = f"(?:ه|ت{_PRONOUN})"
        return _Part(
            f"{_PROCLITIC}{bare[:-1]}{end} ", frozenset([bare[:KEY]]) if len(bare) > KEY else _any_end(bare[:-1])
        )
    else:
        end = f"{_PRONOUN}?"
    return _Part(f"{_PROCLITIC}{bare}{end} ", frozenset([bare[:KEY]]) if len(bare) >= KEY else _any_end(bare))


def _any_end(word: str) -> frozenset[str]:
    if len(word) >= KEY:
        return frozenset([word[:KEY]])
    letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
    if len(word) == KEY - 1:
        return frozenset([word, *(word + letter for letter in letters)])
    return frozenset([word, *(word + a for a in letters), *(word + a + b for a in letters for b in letters)])


_COMMON: Final = frozenset(
    {
        "the",
        "and",
        "for",
        "you",
        "your",
        "we",
        "our",
        "with",
        "all",
        "any",
        "is",
        "are",
        "in",
        "on",
        "at",
        "to",
        "of",
        "a",
    }
    | {"an", "no", "not", "من", "في", "على", "و", "مع", "كل", "لا"}
)


def _commonness(keys: frozenset[str]) -> int:
    return 1 if keys & _COMMON else 0
