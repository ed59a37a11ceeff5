"""Patterns as rule authors write them, parsed into their pieces. The language itself is told in patterns.py."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from promisecheck.errors import Fault
from promisecheck.extract.pattern_parts import SLOTS, Part, arabic, english, slot
from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.yaml_lines import Node

MOST_BETWEEN: Final = 12
MOST_WAYS: Final = 20_000  # bound on the product of a pattern's gaps
DEEPEST: Final = 5  # lists within lists

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<gap>\.\.(?P<n>\d*))|(?P<slot>\{[a-z]+\})|(?P<list>\$[a-z_]+)|(?P<mark>[()\[\]|<>])|(?P<not>!\()|(?P<what>what:)"
    r"|(?P<edge>BOS|EOS)\b|(?P<word>[+=]?[^\W_]+(?:['’][^\W_]+)*[*~]?)|(?P<sign>[^\s]))"
)
_FREQUENT: Final = frozenset(
    {*"the and for you your we our with all any is are in on at to of a an no not".split()}  # noqa: SIM905
    | {*"من في على و مع كل لا".split(), *",.:;-!?()،؛؟&|/+"}  # noqa: SIM905
    | {*"serv free best qual deli pric hour time home book call work team cust avai offe week open prof find".split()}  # noqa: SIM905
)
"""Beginnings of words that most copy holds; a pattern is looked up by a rarer word where it has one."""


@dataclass(slots=True)
class WordLists:
    """The shared lists of a language by name; each is parsed once."""

    language: Language
    lists: Mapping[str, Node]
    parsed: dict[str, Part] = field(default_factory=dict)


class PatternError(Exception):
    """A pattern that cannot be compiled."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class PatternParser:
    """Recursive descent over the tokens of one pattern."""

    def __init__(self, node: Node, words: WordLists) -> None:
        self._node, self._words = node, words
        self._source = node.scalar or ""
        self._tokens: list[re.Match[str]] = []
        self._at = 0
        self._groups: set[str] = set()

    def parse(self) -> Part:
        """The whole pattern. Raises PatternError for one that is not well formed or could take too long."""
        part = self._parse(self._source, 0)
        if not part.keys:
            raise self._wrong("the pattern holds no word that must occur", "a gap or an optional part is not enough")
        if part.ways > MOST_WAYS:
            hint = f"at most {MOST_WAYS:,}: shorten its gaps"
            raise self._wrong(f"the pattern can match in {part.ways:,} ways", hint)
        return part

    def _wrong(self, message: str, hint: str | None = None) -> PatternError:
        return PatternError(self._node.fault(f"{message}: {self._source}", hint))

    def _parse(self, source: str, depth: int) -> Part:
        if depth > DEEPEST:
            raise self._wrong("lists that name each other")
        outer = self._tokens, self._at
        self._tokens, self._at = list(_TOKEN.finditer(source.strip())), 0
        part = self._either(depth, None)
        if self._at < len(self._tokens):
            raise self._wrong(f"'{self._peek()}' is not expected here")
        self._tokens, self._at = outer
        return part

    def _peek(self) -> str | None:
        return self._tokens[self._at].group().strip() if self._at < len(self._tokens) else None

    def _either(self, depth: int, closing: str | None) -> Part:
        branches = [self._sequence(depth)]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence(depth))
        if closing is not None:
            if self._peek() != closing:
                raise self._wrong(f"'{closing}' is missing")
            self._at += 1
        if len(branches) == 1:
            return branches[0]
        keys: frozenset[str] | None = frozenset()
        for branch in branches:
            keys = None if keys is None or branch.keys is None else keys | branch.keys
        ways = max(branch.ways for branch in branches)
        return Part("either", keys=keys, ways=ways, children=tuple(branches), leads=_either_leads(branches))

    def _sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        while self._at < len(self._tokens) and self._peek() not in ("|", ")", "]", ">"):
            parts.append(self._element(depth))
        keyed = [part.keys for part in parts if part.keys]
        best = min(keyed, key=lambda keys: (bool(keys & _FREQUENT), len(keys)), default=None)
        ways = math.prod(part.ways for part in parts)
        required = tuple(keys for part in parts for keys in (part.required or (part.keys,)) if keys)
        leads = _leads(parts)
        return Part("sequence", keys=best, ways=ways, children=tuple(parts), required=required, leads=leads)

    def _element(self, depth: int) -> Part:
        token = self._tokens[self._at]
        self._at += 1
        kind, text = token.lastgroup or "", token.group().strip()
        if token.group("gap"):
            most = int(token.group("n") or 3)
            if most > MOST_BETWEEN:
                raise self._wrong(f"a gap of more than {MOST_BETWEEN} words")
            return Part("gap", ways=most + 1, most=most)
        if kind == "slot":
            found = slot(text[1:-1], self._words.language)
            if found is None:
                raise self._wrong(f"'{text}' is no slot", f"one of {', '.join(SLOTS)}")
            return found
        if kind == "list":
            return self._list(text[1:], depth)
        if kind == "not":
            return Part("not", children=(self._either(depth, ")"),))
        if kind == "what":
            return self._named("what", self._element(depth))
        if kind == "edge":
            return Part("text", "^" if text == "BOS" else r"(?=[.!?؟|:\"]* ?$)")
        if kind == "mark":
            return self._marked(text, depth)
        if kind == "sign":
            sign = fold(text).text
            return Part("text", f"{re.escape(sign)} ", frozenset([sign]), leads=frozenset([sign]))
        return self._word(text)

    def _marked(self, mark: str, depth: int) -> Part:
        if mark == "(":
            inner = self._either(depth, ")")
            return Part(
                "either", "", inner.keys, inner.ways, _branches(inner), required=inner.required, leads=inner.leads
            )
        if mark == "[":
            inner = self._either(depth, "]")
            return Part("maybe", ways=inner.ways, children=_branches(inner), leads=inner.leads)
        if mark == "<":
            return self._named("quote", self._either(depth, ">"))
        raise self._wrong(f"'{mark}' is not expected here")

    def _named(self, name: Literal["quote", "what"], inner: Part) -> Part:
        if name in self._groups:
            raise self._wrong(f"more than one {name}")
        self._groups.add(name)
        return Part(name, "", inner.keys, inner.ways, (inner,), required=inner.required, leads=inner.leads)

    def _list(self, name: str, depth: int) -> Part:
        lists = self._words.lists
        if name not in lists:
            raise self._wrong(f"'${name}' is no list of words.yaml", f"there are {', '.join(sorted(lists))}")
        if name not in self._words.parsed:
            self._words.parsed[name] = self._parse(lists[name].scalar or "", depth + 1)
        return self._words.parsed[name]

    def _word(self, written: str) -> Part:
        tail = written[-1] if written[-1] in "*~" else ""
        word = fold(written.strip("=+*~")).text
        if tail == "*" and len(word) < 3:
            raise self._wrong(f"'{written}' matches too much", "at least three letters before *")
        if "ء" <= word[0] <= "ۿ":
            return arabic(word, tail, written[0])
        return english(word, tail)


def _either_leads(branches: Sequence[Part]) -> frozenset[str] | None:
    """What one of several pieces can begin with."""
    leads: frozenset[str] = frozenset()
    for branch in branches:
        if branch.leads is None:
            return None
        leads |= branch.leads
    return leads


def _leads(parts: Sequence[Part]) -> frozenset[str] | None:
    """What a row of pieces can begin with: its first one, and those behind it where that may be missing."""
    leads: frozenset[str] = frozenset()
    for part in parts:
        if part.form == "not":
            continue
        if part.leads is None:
            return None
        leads |= part.leads
        if part.form != "maybe":
            return leads
    return None


def _branches(part: Part) -> tuple[Part, ...]:
    """The branches of a bracket's content."""
    return part.children if part.form == "either" else (part,)
