"""From words to quantities: find where one may begin, let each kind read, join spans, add the direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Protocol, cast

from promisecheck.model import Level, Op, Quantity
from promisecheck.quantities import direction, duration, identifiers, numbers, period
from promisecheck.quantities.number_words import SCALES
from promisecheck.quantities.numbers import DIGITS, Amount
from promisecheck.quantities.reading import Reading
from promisecheck.quantities.tokens import Tokens
from promisecheck.quantities.vocabulary import vocabulary


class Kind(Protocol):
    """What a module for one kind of quantity offers."""

    KIND: str
    RANK: int

    def starts(self) -> frozenset[str]:
        """Words, numbers aside, that this kind can begin with."""

    def read(self, tokens: Tokens, index: int, floor: int | None) -> Reading | None:
        """The quantity that begins at word `index` with something other than a number.

        floor: where the last quantity ended; None where the word is known to say how much (the end of a span).
        """

    def after(self, tokens: Tokens, amount: Amount) -> Reading | None:
        """The quantity that a number and the words after it make."""


@cache
def kinds() -> tuple[Kind, ...]:
    """The kinds of quantity: the modules of this package that name theirs in `KIND`.

    The reading that takes in most words wins; among equals that of the kind with the lower `RANK`.
    """
    modules = [
        import_module(f"{__package__}.{found.name}") for found in iter_modules(import_module(__package__).__path__)
    ]
    found_kinds = [module for module in modules if hasattr(module, "KIND")]
    return tuple(cast(Kind, module) for module in sorted(found_kinds, key=lambda module: module.RANK))


_ARTICLES: Final = frozenset({"a", "an"})
_AFTER_ARTICLE: Final = frozenset({*SCALES, "couple", "half", "quarter"})
"""Number words that take an article: "a hundred", "a couple"."""


_MOST_BARE: Final = 31
"""The largest number at the end of a span that may stand without its unit."""


@cache
def _after_bare() -> frozenset[str]:
    return vocabulary().words("after_bare")


@cache
def _readers() -> dict[str, tuple[Kind, ...]]:
    """For each word that a quantity without a number can begin with: the kinds that read it."""
    words = frozenset[str]().union(*(kind.starts() for kind in kinds()))
    return {word: tuple(kind for kind in kinds() if word in kind.starts()) for word in words}


@cache
def anchors() -> frozenset[str]:
    """Words, digits aside, at which a quantity may begin."""
    return frozenset((*numbers.starts(), *_readers()))


def _longest(readings: list[Reading | None]) -> Reading | None:
    best = None
    for reading in readings:
        if reading and (best is None or reading.end > best.end):
            best = reading
    return best


def _read(tokens: Tokens, index: int, floor: int | None) -> Reading | None:
    """The quantity that begins at word `index`, without its direction."""
    words = tokens.words
    if readers := _readers().get(words[index]):
        readings = [kind.read(tokens, index, floor) for kind in readers]
        if any(readings):
            return _longest(readings)
    if words[index][:1] in DIGITS or words[index] in numbers.starts():
        amount = numbers.read_amount(tokens, index)
        if amount and index and words[index - 1] in _ARTICLES and words[index] in _AFTER_ARTICLE:
            amount = replace(amount, start=index - 1)
        if amount:
            return _longest([kind.after(tokens, amount) for kind in kinds()])
    return None


def _span(tokens: Tokens, first: Reading) -> Reading:
    """Join a second quantity of the same kind to a span: "30 minutes to 1 hour", "$10-$20", يوم أو يومين."""
    if first.high is not None or first.by or first.op or first.value == 0:
        return first
    words = tokens.words
    between = numbers.after_between(tokens, first.start)
    at = numbers.separator(tokens, first.end, between)
    if at is None and words[first.end][:1] == ("و" if between else "ل"):
        at = first.end  # "and", "to" written onto the second
    if at is None or not (words[at][:1] in DIGITS or words[at] in anchors() or words[at] in _ARTICLES):
        return first
    if words[at][:1] in DIGITS and identifiers.skip(tokens, at):
        return first
    second = _read(tokens, at + (words[at] in _ARTICLES), floor=None) or _bare(tokens, first, at)
    if second is None or second.kind != first.kind or second.high is not None or second.by or second.start < at:
        return first
    low, high, unit = first.value, second.value, first.unit
    if first.unit != second.unit:
        if first.kind == "money" and None in (first.unit, second.unit):
            unit = first.unit or second.unit
        elif first.kind == "duration" and (both := duration.smaller(low, first.unit or "", high, second.unit or "")):
            low, high, unit = both
        elif {first.unit, second.unit} == {"day", "business_day"}:
            unit = "business_day"  # يوم عمل أو يومين
        else:
            return first
    if not low < high:
        return first
    return replace(first, end=second.end, value=low, high=high, unit=unit, what=second.what or first.what)


def _bare(tokens: Tokens, first: Reading, at: int) -> Reading | None:
    """The end of a span that leaves its unit out, as a dual lets it: يومين أو ثلاثة."""
    amount = numbers.read_number(tokens, at) if first.kind == "duration" else None
    if amount is None or amount.op or amount.fraction or amount.value > _MOST_BARE:
        return None
    after = tokens.words[amount.end]
    ends = not after[:1].isalnum() or after in _after_bare() or after[0] in "وبل"
    return replace(first, start=at, end=amount.end, value=amount.value) if ends else None


def _quantity(tokens: Tokens, reading: Reading, floor: int) -> tuple[Quantity, int]:
    """The quantity with its direction, and the index to go on at."""
    if reading.high is not None:
        reading = replace(reading, start=direction.opening(tokens, reading.start, floor))
    adjective = tokens.words[reading.end - 2] == "-" and reading.end - reading.start > 1  # "in 24-hour blocks"
    kind = "count" if adjective else reading.kind
    op, start = direction.before(tokens, reading.start, kind, floor)
    if op is None and reading.kind == "duration" and numbers.with_in(tokens.words[reading.start]):
        op = "<="  # بنصف ساعة
    after_op, end = direction.after(tokens, reading.end)
    per, go_on = period.after(tokens, end)
    folded = tokens.folded
    ranged = reading.high is not None
    said: Op | None = reading.op or after_op or op
    level = Level(
        op="range" if ranged else said or "=",
        value=None if ranged else reading.value,
        unit=reading.unit,
        min=reading.value if ranged else None,
        max=reading.high,
        by=reading.by,
        what=reading.what,
        per=per if reading.kind == "money" else None,
    )
    quantity = Quantity(
        start=folded.start(tokens.starts[start]),
        end=folded.end(tokens.end(end - 1)),
        kind=reading.kind,
        level=level,
        explicit=ranged or said is not None,
        core_start=folded.start(tokens.starts[reading.start]),
        core_end=folded.end(tokens.end(reading.end - 1)),
        per=per,
    )
    return quantity, go_on


def worth_reading(tokens: Tokens) -> list[int]:
    """The words at which a quantity may begin."""
    first, words = anchors(), tokens.words
    return [i for i in range(tokens.count) if words[i] in first or words[i][0] in DIGITS]


def scan(tokens: Tokens) -> Iterator[Quantity]:
    """The quantities of a text but for hours, in order, none overlapping. Linear in the length of the text."""
    done = floor = 0  # where to go on; where the last quantity ended
    for index in worth_reading(tokens):
        if index < done:
            continue
        if tokens.words[index][0] in DIGITS and (skipped := identifiers.skip(tokens, index)):
            done = skipped
            continue
        reading = _read(tokens, index, floor)
        if reading is None or reading.start < floor:
            continue
        quantity, floor = _quantity(tokens, _span(tokens, reading), floor)
        done = floor
        yield quantity
