"""From the lexemes of a chain to its items: sets of days, spans of times, "closed", "except", and what parts them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from promisecheck.quantities.clock import Clock
from promisecheck.quantities.hours_lexer import Chain, Lexeme
from promisecheck.quantities.hours_words import HOLIDAY, Lexicon
from promisecheck.quantities.tokens import Tokens
from promisecheck.quantities.week_algebra import EVERY_DAY

_DAY_KINDS: Final = frozenset({"days", "week", "everyday"})
_TO: Final = frozenset({"dash", "to", "until"})
_LISTING: Final = frozenset({"comma", "and", "slash", "plus"})
_FILLERS: Final = frozenset({"fillers"})
_PASSED_OVER: Final = frozenset({"fillers", "parts_of_day"})
_NO_END: Final = frozenset({"late", "parts_of_day"})
_ARTICLES: Final = frozenset({"a", "an", "the", "our", "your"})
_NOUNS_AHEAD: Final = 3


class Span(NamedTuple):
    """A span of times as written: an end may be missing; `tail`: it is left open in words ("till late", "onwards")."""

    first: Clock | None
    last: Clock | None
    tail: bool = False

    @property
    def plain(self) -> bool:
        """Whether its times are mere numbers."""
        return all(clock.plain for clock in (self.first, self.last) if clock)


@dataclass(frozen=True, slots=True)
class Item:
    """One meaning in the words `start` to before `end`.

    kind: days, times, always, closed, except, including, appointment; strong, open and colon part; gap is what
    hours cannot hold. days: seven bits and HOLIDAY. parts: the members of a list of days. sort: how days were named
    ("days", "week", "everyday") or what "always" needs. single: one day in the singular, which may be any date.
    comma: of a part, whether a comma stands before it.
    """

    kind: str
    start: int
    end: int
    days: int = 0
    parts: tuple[Item, ...] = ()
    spans: tuple[Span, ...] = ()
    sort: str = ""
    single: bool = False
    comma: bool = False


class _Itemiser:
    def __init__(self, tokens: Tokens, chain: Chain, lexicon: Lexicon) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.lexemes = chain.lexemes
        self.at = 0

    def kind(self, at: int) -> str:
        return self.lexemes[at].kind if at < len(self.lexemes) else "end"

    def skip(self, at: int, kinds: frozenset[str] = _PASSED_OVER) -> int:
        while self.kind(at) in kinds:
            at += 1
        return at

    def items(self) -> list[Item]:
        found: list[Item] = []
        while self.at < len(self.lexemes):
            lexeme = self.lexemes[self.at]
            item = self.item(lexeme)
            if item is not None:
                found.append(item)
        return found

    def item(self, lexeme: Lexeme) -> Item | None:
        kind = lexeme.kind
        if kind in _DAY_KINDS:
            item = self.days(self.at)
            return replace(item, kind="gap", sort="date") if self.dated() else item
        if kind in ("clock", "from", "until", "between"):
            return self.times()
        self.at += 1
        if kind in ("always", "always_here"):
            return Item("always", lexeme.start, lexeme.end, sort=kind)
        if kind == "hours24":
            return self.all_hours(lexeme)
        if kind == "refused":
            return Item("closed", lexeme.start, lexeme.end, sort=kind)
        if kind in ("closed", "except", "including", "appointment", "strong", "open", "colon"):
            return Item(kind, lexeme.start, lexeme.end)
        if kind in ("gap", "date"):
            return self.gap(lexeme)
        return None

    def gap(self, lexeme: Lexeme, end: int | None = None) -> Item:
        return Item("gap", lexeme.start, end or lexeme.end, sort=lexeme.kind)

    def dated(self) -> bool:
        """Whether a date follows: "Friday 20th December", "Monday, 5 May"."""
        after = self.skip(self.at, frozenset({"comma"}))
        return self.kind(after) == "date" or (self.kind(after) == "clock" and self.kind(after + 1) == "date")

    # ------------------------------------------------------------------------------------------------ 24 hours
    def all_hours(self, lexeme: Lexeme) -> Item:
        words, has = self.tokens.words, self.lexicon.has
        noun = False
        for word in words[lexeme.end : lexeme.end + _NOUNS_AHEAD + 1]:
            if word == "-":
                continue
            if not word.isalpha() or has("not_hours24_after", word):
                break
            if has("availability", word):
                noun = True
                break
        before = words[lexeme.start - 1] if lexeme.start else ""
        if has("not_hours24_before", before) and not (noun and before in _ARTICLES):
            return self.gap(lexeme)
        if not noun and has("not_hours24_after", words[lexeme.end]):
            return self.gap(lexeme)
        return Item("always", lexeme.start, lexeme.end, sort="always" if noun else "always_here")

    # ------------------------------------------------------------------------------------------------ days
    def days(self, start: int) -> Item:
        """A list of days and ranges of days; leaves `at` after it."""
        parts = [self.day(start)]
        while True:
            at = self.skip(self.at)
            and_days = self.kind(at) in _DAY_KINDS or self.kind(at) == "from"
            listed = self.kind(at) in _LISTING or (and_days and self.lexemes[at].lead == "and")
            following = self.skip(at + 1) if self.kind(at) in _LISTING else at
            comma = self.kind(at) == "comma"
            if self.kind(following) in _LISTING:
                following = self.skip(following + 1)
            if listed and self.kind(following) == "from":
                following += 1
            if not listed or self.kind(following) not in _DAY_KINDS:
                break
            parts.append(replace(self.day(following), comma=comma))
        return list_of(parts)

    def day(self, at: int) -> Item:
        first = self.lexemes[at]
        days, end, single = first.days, first.end, first.days.bit_count() == 1
        self.at = at + 1
        following = self.skip(self.at, frozenset({"parts_of_day"}))
        to = self.kind(following) in _TO
        last_at = self.skip(following + 1) if to else following
        last = self.lexemes[last_at] if last_at < len(self.lexemes) else None
        if last and last.kind == "days" and (to or last.lead == "to") and _both_single(first, last):
            days = _range(first.days, last.days)
            end, single, self.at = last.end, False, last_at + 1
        word = self.tokens.words[first.start]
        single = single and word < "\u0600" and not word.endswith("s")
        return Item("days", first.start, end, days=days, sort=first.kind, single=single)

    # ------------------------------------------------------------------------------------------------ times
    def times(self) -> Item:
        first = self.lexemes[self.at]
        after = self.skip(self.at + 1, frozenset({"fillers", "open", "parts_of_day"}))
        if self.kind(after) in _DAY_KINDS and first.kind != "clock":
            return self.days_after(first, after)
        spans: list[Span] = []
        begin, end, slots = self.at, self.at, False
        while (found := self.span(begin)) is not None:
            spans.append(found[0])
            end = found[1]
            begin = self.skip(end)
            listed = self.kind(begin) in _LISTING
            if listed:
                begin = self.skip(begin + 1, _PASSED_OVER | {"comma", "and"})
            elif self.kind(begin) not in ("from", "clock") or self.lexemes[begin].lead != "and":
                break
            slots = self.kind(begin) == "clock" and self.span(begin) is None
            if self.kind(begin) not in ("clock", "from", "between"):
                break
        self.at = max(end, self.at + 1)
        if not spans or slots:
            return self.gap(first)
        last = self.lexemes[self.at - 1]
        return Item("times", first.start, last.end, spans=tuple(spans))

    def days_after(self, first: Lexeme, at: int) -> Item:
        """Days after "from", "between" or "until": a range is days, a single one a date that is to come."""
        item = self.between_days(at) if first.kind == "between" else self.days(at)
        dated = first.kind == "until" or (first.kind == "from" and len(item.parts) == 1 and item.single)
        if dated and first.kind == "until":
            return self.gap(first, item.end)
        return replace(item, start=first.start, single=item.single or dated)

    def between_days(self, at: int) -> Item:
        first = self.lexemes[at]
        joint = self.skip(at + 1)
        last_at = self.skip(joint + 1) if self.kind(joint) == "and" else joint
        if last_at < len(self.lexemes) and self.kind(last_at) == "days" and last_at > at:
            last = self.lexemes[last_at]
            if _both_single(first, last):
                self.at = last_at + 1
                days = _range(first.days, last.days)
                return list_of([Item("days", first.start, last.end, days=days, sort="days")])
        return self.days(at)

    def span(self, at: int) -> tuple[Span, int] | None:
        """The span that begins at lexeme `at`, and the lexeme after it; None for a lone time."""
        kind = self.kind(at)
        if kind == "until":
            following = self.skip(at + 1, _FILLERS)
            clock = self.clock(following)
            return (Span(None, clock), following + 1) if clock else None
        began = kind in ("from", "between")
        if began:
            at = self.skip(at + 1, frozenset({"fillers", "open", "dash", "colon"}))
            if self.kind(at) in _NO_END:
                joint = self.skip(at + 1, _FILLERS)
                clock = self.clock(self.skip(joint + 1, _FILLERS)) if self.kind(joint) in _TO else None
                return (Span(None, clock), self.skip(joint + 1, _FILLERS) + 1) if clock else None
        first = self.clock(at)
        if first is None:
            return None
        joint = self.skip(at + 1)
        glued_plus = self.kind(joint) == "plus" and self.tokens.glued(self.lexemes[joint].start)
        if self.kind(joint) == "onwards" or (glued_plus and not first.plain):
            return Span(first, None, tail=True), joint + 1
        if began and self.kind(joint) == "and" and self.kind(joint + 1) == "until":
            joint += 1  # "opens at 9 and closes at 5"
        said = self.kind(joint)
        to = said in _TO or (said == "colon" and bool(first.half)) or (said == "and" and kind == "between")
        following = self.skip(joint + 1, _FILLERS) if to else joint
        last = self.clock(following)
        lead = self.lexemes[following].lead if last else ""
        if last and (to or lead == "to" or (lead and kind == "between")):
            after = following + 1
            plus = self.kind(after) == "plus" and self.tokens.glued(self.lexemes[after].start) and not last.plain
            tail = plus or self.kind(after) == "onwards"
            return Span(first, last, tail=tail), after + tail
        if to and self.kind(following) in _NO_END:
            return Span(first, None, tail=True), following + 1
        return (Span(first, None), at + 1) if began else None

    def clock(self, at: int) -> Clock | None:
        return self.lexemes[at].clock if at < len(self.lexemes) else None


def _both_single(first: Lexeme, last: Lexeme) -> bool:
    """Whether both are one day of the week."""
    return first.days.bit_count() == last.days.bit_count() == 1 and HOLIDAY not in (first.days, last.days)


def _range(first: int, last: int) -> int:
    start, end = first.bit_length() - 1, last.bit_length() - 1
    return sum(1 << (start + step) % 7 for step in range((end - start) % 7 + 1))


def list_of(parts: list[Item]) -> Item:
    """One item of several days; a word for every day beside names of days adds nothing."""
    named = [part for part in parts if part.sort != "everyday"] or parts
    days = 0
    for part in named:
        days |= part.days
    sort = "week" if any(part.sort == "week" for part in named) else named[0].sort
    single = len(named) == 1 and named[0].single
    if days & EVERY_DAY == EVERY_DAY and sort == "days":
        sort = "week"
    return Item("days", parts[0].start, parts[-1].end, days=days, parts=tuple(named), sort=sort, single=single)


def items_of(tokens: Tokens, chain: Chain, lexicon: Lexicon) -> list[Item]:
    """The items of a chain, in order."""
    return _Itemiser(tokens, chain, lexicon).items()
