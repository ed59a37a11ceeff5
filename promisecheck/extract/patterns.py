"""The pattern language of rules, compiled to regular expressions over tapes.

    free delivery          these words in a row; hyphens, letter case and Arabic letter variants aside
    (free|at no cost)      one of several
    [super] fast           may be missing
    deliver*               any word that starts so
    reply~                 its forms: reply, replies, replied, replying
    +وصل                   an Arabic verb in the present: يوصل نوصّل بيوصلك
    =من                    exactly this word, without particles or pronouns
    ..  ..5                up to 3 (5) words between, no comma; at the end of a pattern: that many more
    {duration}             a level: duration, within (with an upper bound), sameday, nextday, dayspan (in
                           days), soon (weeks at most), money, percent, count (its noun follows), hours, always (24/7), days (without
                           times), closed, stars, distance, rate, level (any of them)
    {thing}                what something is called: 1 to 4 words, none of them a function word
    {place}                names of places: words with a capital, joined by commas and "and"
    {yours}                something of the customer's: "your car", سيارتك
    {word}                 any one word; {number} a bare number, {year} a year; {clause} all words up to the next comma or stop
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

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from promisecheck.errors import Fault
from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.yaml_lines import Node

KEY: Final = 4  # letters of a word by which patterns are looked up
MOST_BETWEEN: Final = 12
MOST_WAYS: Final = 20_000  # bound on the product of a pattern's gaps

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<gap>\.\.(?P<n>\d*))|(?P<slot>\{[a-z]+\})|(?P<macro>\$[a-z_]+)|(?P<mark>[()\[\]|<>])|(?P<not>!\()|(?P<what>what:)"
    r"|(?P<edge>BOS|EOS)\b|(?P<word>[+=]?[^\W_]+(?:['’][^\W_]+)*[*~]?)|(?P<sign>[^\s]))"
)
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz'"
_ARABIC: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء"
_GAP: Final = r"(?:[^ .!?;:,،؛|§]+ )"
_TAIL: Final = r"(?:[^ .!?;:|§,،؛()\-]+ )"
_SLOTS: Final[Mapping[str, str]] = {
    "duration": r"§d[^ ]+ ",
    "within": r"§d[<~][^ ]* ",
    "sameday": r"§d<[^ ]z ",
    "nextday": r"§d<[db]y ",
    "dayspan": r"§d[^ ]+[db]y? ",
    "soon": r"§d[<=~][snhdbw][zy]? ",
    "money": r"§m[^ ]+ ",
    "percent": r"§p[^ ]+ ",
    "count": r"§c[^ ]+ ",
    "hours": r"§t[^ ]+ ",
    "always": r"§t\* ",
    "days": r"§t# ",
    "closed": r"§t- ",
    "stars": r"§s[^ ]+ ",
    "distance": r"§k[^ ]+ ",
    "rate": r"§b[^ ]+ ",
    "level": r"§[^ ]+ ",
    "word": r"[\^‹›]?[^ §\W]+[^ ]* ",
    "number": r"\d[^ ]* ",
    "year": r"(?:19|20)\d\d ",
    "clause": r"(?:[^ ,،.!?;؛:]+ ){1,16}",
}
_SLOT_KEYS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("duration", "within", "sameday", "nextday", "dayspan", "soon"), "§d"),
    **dict.fromkeys(("hours", "always", "days", "closed"), "§t"),
    "money": "§m",
    "percent": "§p",
    "count": "§c",
    "stars": "§s",
    "distance": "§k",
    "rate": "§b",
}
_YOURS: Final[Mapping[str, str]] = {  # words that only look like "your …" are left out: اشتراك, ذلك, بنك
    "en": r"your [^ §\W]+[^ ]* ",
    "ar": r"(?![وف]?[بلك]?ال|ذلك|هناك|كذلك|تلك|هنالك|[بل]?بنك |شبك|شباك |سمك |فلك |ملك |مشترك |محرك |شريك |اشتراك |دنك )"
    r"[ء-ي]{3,}(?:ك|كم|كن) ",
}
_PRONOUN: Final = "(?:ها|هم|هما|كم|كن|نا|ني|ك|ه|ي)"
_PARTICLES: Final = "[وف]?(?:لل|[بلكس]?(?:ال)?)"
_FREQUENT: Final = frozenset(
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
    | set(",.:;-!?()،؛؟&|/+")
    | {"an", "no", "not", "من", "في", "على", "و", "مع", "كل", "لا"}
)


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


def compile_list(name: str, words: WordLists) -> Pattern | None:
    """A list of words.yaml as a pattern of its own; None where the language has no such list."""
    return compile_pattern(words.lists[name], words) if name in words.lists else None


def compile_pattern(node: Node, words: WordLists) -> Pattern:
    """Compile a pattern written in a rule file.

    Raises PatternError, a fault with file and line, for a pattern that is not well formed or could take too long.
    """
    return _Parser(node, words).pattern()


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a pattern.

    keys: beginnings of words of which one must occur; None where the piece may be empty or match any word.
    ways: in how many ways it can match at one place. children, form: pieces it is made of, and how.
    """

    form: Literal["text", "gap", "sequence", "either", "maybe", "quote", "what", "not"]
    text: str = ""
    keys: frozenset[str] | None = None
    ways: int = 1
    children: tuple[_Part, ...] = ()
    most: int = 0

    def regex(self, last: bool) -> str:
        """The expression. A gap takes as little as it can in the middle, and as much as it can at the very end."""
        if self.form == "gap":
            return f"{_TAIL}{{0,{self.most}}}" if last else f"{_GAP}{{0,{self.most}}}?"
        if self.form == "sequence":
            end = len(self.children) - 1
            return "".join(child.regex(last and k == end) for k, child in enumerate(self.children))
        inner = "|".join(child.regex(last) for child in self.children)
        form = {"text": self.text, "either": "(?:{})", "maybe": "(?:{})?", "quote": "(?P<quote>{})"}
        form |= {"what": "(?P<what>{})", "not": "(?!{})"}
        return form[self.form].replace("{}", inner) if self.form != "text" else self.text


@dataclass(slots=True)
class WordLists:
    """The shared lists of a language by name; each is read once."""

    language: Language
    lists: Mapping[str, Node]
    compiled: dict[str, _Part] = field(default_factory=dict)


class PatternError(Exception):
    """A pattern that cannot be compiled."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class _Parser:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, node: Node, words: WordLists) -> None:
        self.node, self.words = node, words
        self.source = node.scalar or ""
        self.tokens: list[re.Match[str]] = []
        self.at = 0
        self.groups: set[str] = set()

    def pattern(self) -> Pattern:
        part = self._parse(self.source, 0)
        if not part.keys:
            raise self._wrong("the pattern holds no word that must occur", "a gap or an optional part is not enough")
        if part.ways > MOST_WAYS:
            raise self._wrong(
                f"the pattern can match in {part.ways:,} ways", f"at most {MOST_WAYS:,}: shorten its gaps"
            )
        regex = part.regex(last=True)
        begin = "" if regex.startswith("^") else r"(?:(?<= )|^)"
        return Pattern(self.source, re.compile(begin + regex), part.keys)

    def _wrong(self, message: str, hint: str | None = None) -> PatternError:
        return PatternError(self.node.fault(f"{message}: {self.source}", hint))

    def _parse(self, source: str, depth: int) -> _Part:
        if depth > 5:
            raise self._wrong("lists that name each other")
        outer = self.tokens, self.at
        self.tokens, self.at = list(_TOKEN.finditer(source.strip())), 0
        part = self._either(depth, None)
        if self.at < len(self.tokens):
            raise self._wrong(f"'{self._peek()}' is not expected here")
        self.tokens, self.at = outer
        return part

    def _peek(self) -> str | None:
        return self.tokens[self.at].group().strip() if self.at < len(self.tokens) else None

    def _either(self, depth: int, closing: str | None) -> _Part:
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
        ways = max(branch.ways for branch in branches)
        return _Part("either", keys=keys, ways=ways, children=tuple(branches))

    def _sequence(self, depth: int) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.tokens) and self._peek() not in ("|", ")", "]", ">"):
            parts.append(self._element(depth))
        keyed = [part.keys for part in parts if part.keys]
        best = min(keyed, key=lambda keys: (bool(keys & _FREQUENT), len(keys)), default=None)
        return _Part("sequence", keys=best, ways=math.prod(part.ways for part in parts), children=tuple(parts))

    def _element(self, depth: int) -> _Part:
        token = self.tokens[self.at]
        self.at += 1
        kind, text = token.lastgroup or "", token.group().strip()
        if token.group("gap"):
            most = int(token.group("n") or 3)
            if most > MOST_BETWEEN:
                raise self._wrong(f"a gap of more than {MOST_BETWEEN} words")
            return _Part("gap", ways=most + 1, most=most)
        if kind == "slot":
            return self._slot(text[1:-1])
        if kind == "macro":
            return self._list(text[1:], depth)
        if kind == "not":
            return _Part("not", children=(self._either(depth, ")"),))
        if kind == "what":
            return self._named("what", self._element(depth))
        if kind == "edge":
            return _Part("text", "^" if text == "BOS" else r"(?=[.!?؟|:\"]* ?$)")
        if kind == "mark":
            return self._marked(text, depth)
        if kind == "sign":
            sign = fold(text).text
            return _Part("text", f"{re.escape(sign)} ", frozenset([sign]))
        return self._word(text)

    def _marked(self, mark: str, depth: int) -> _Part:
        if mark == "(":
            inner = self._either(depth, ")")
            return _Part("either", keys=inner.keys, ways=inner.ways, children=(inner,))
        if mark == "[":
            inner = self._either(depth, "]")
            return _Part("maybe", ways=inner.ways, children=(inner,))
        if mark == "<":
            return self._named("quote", self._either(depth, ">"))
        raise self._wrong(f"'{mark}' is not expected here")

    def _named(self, name: Literal["quote", "what"], inner: _Part) -> _Part:
        if name in self.groups:
            raise self._wrong(f"more than one {name}")
        self.groups.add(name)
        return _Part(name, keys=inner.keys, ways=inner.ways, children=(inner,))

    def _slot(self, name: str) -> _Part:
        if name == "yours":
            return _Part("text", _YOURS[self.words.language])
        if name in _SLOTS:
            key = _SLOT_KEYS.get(name)
            keys = frozenset([key]) if key else frozenset(["§"]) if name == "level" else None
            if keys is None:
                return _Part("text", _SLOTS[name], ways=16 if name == "clause" else 1)
            return _Part("text", f"(?:‹[^ ]+ ){{0,4}}{_SLOTS[name]}(?:›[^ ]+ ){{0,4}}", keys)
        if name in ("thing", "place"):
            stop = self._list("stop", 0).regex(last=False)
            if name == "thing":
                return _Part("text", rf"(?:(?!{stop})\^?[^\W\d_§][^ ]* ){{1,4}}", ways=4)
            if self.words.language == "ar":
                return _Part("text", rf"(?:(?!{stop})[^\W\d_§][^ ]* ){{1,3}}", ways=3)
            joint = r"(?:, (?:and )?|and |& |/ |- |of |all of )?"
            return _Part("text", rf"(?:the )?(?:\^[^ ]+ )(?:{joint}\^[^ ]+ ){{0,7}}", ways=8)
        raise self._wrong(f"'{{{name}}}' is no slot", f"one of {', '.join((*_SLOTS, 'thing', 'place', 'yours'))}")

    def _list(self, name: str, depth: int) -> _Part:
        if name not in self.words.lists:
            raise self._wrong(f"'${name}' is no list of words.yaml", f"there are {', '.join(sorted(self.words.lists))}")
        if name not in self.words.compiled:
            self.words.compiled[name] = self._parse(self.words.lists[name].scalar or "", depth + 1)
        return self.words.compiled[name]

    def _word(self, written: str) -> _Part:
        tail = written[-1] if written[-1] in "*~" else ""
        word = fold(written.strip("=+*~")).text
        if tail == "*" and len(word) < 3:
            raise self._wrong(f"'{written}' matches too much", "at least three letters before *")
        if "ء" <= word[0] <= "ۿ":
            return _arabic(word, tail, written[0])
        return _english(word, tail)


def _english(word: str, tail: str) -> _Part:
    if tail == "*":
        return _Part("text", rf"[\^‹›]?{re.escape(word)}[^ §]* ", _with_any_end(word, _LATIN))
    if tail == "~":
        stem = re.escape(word[:-1])
        if word.endswith("e"):
            forms, keys = rf"{stem}(?:e|es|ed|ing)", [word[:-1] + end for end in ("e", "es", "ed", "ing")]
        elif word.endswith("y") and word[-2] not in "aeiou":
            forms, keys = rf"{stem}(?:y|ies|ied|ying)", [word[:-1] + end for end in ("y", "ies", "ied", "ying")]
        else:
            ends = ("", "s", "es", "ed", "ing", word[-1] + "ed", word[-1] + "ing")
            forms, keys = rf"{re.escape(word)}(?:{'|'.join(ends)})", [word + end for end in ends]
        return _Part("text", rf"[\^‹›]?{forms} ", frozenset(key[:KEY] for key in keys))
    return _Part("text", rf"[\^‹›]?{re.escape(word)} ", frozenset([word[:KEY]]))


def _arabic(word: str, tail: str, sign: str) -> _Part:
    if sign == "=":
        return _Part("text", f"[‹›]?{word} ", frozenset([word[:KEY]]))
    bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
    end = "[^ §]*" if tail == "*" else f"{_PRONOUN}?"
    if sign == "+":
        end = end if tail else f"(?:و|وا|ون|ين|ي|ن)?{_PRONOUN}?"
        return _Part("text", f"[‹›]?[وف]?(?:[سبهحع]|ها)?[اينت]{bare}{end} ", _with_any_end(bare, _ARABIC))
    if tail == "*":
        return _Part("text", f"[‹›]?{_PARTICLES}{bare}{end} ", _with_any_end(bare, _ARABIC))
    if len(bare) <= 2:
        return _Part("text", f"[‹›]?[وف]?{bare} ", frozenset([bare]))
    if bare.endswith("ه"):
        return _Part("text", f"[‹›]?{_PARTICLES}{bare[:-1]}(?:ه|ت{_PRONOUN}) ", _with_any_end(bare[:-1], "هت"))
    return _Part("text", f"[‹›]?{_PARTICLES}{bare}{end} ", _with_any_end(bare, _ARABIC))


def _with_any_end(word: str, letters: str) -> frozenset[str]:
    """The keys of a word that more letters may follow."""
    found = {word[:KEY]}
    growing = {word}
    for _ in range(KEY - len(word)):
        growing = {start + letter for start in growing for letter in letters}
        found |= growing
    return frozenset(found)
