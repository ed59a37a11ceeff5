"""Durations: 30 min, 3-5 business days, an hour and a half, same day by noon, ساعتين, ساعة إلا ربعاً, يومي عمل."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from promisecheck.model import Number, Op
from promisecheck.quantities import direction
from promisecheck.quantities.daytime import read_time
from promisecheck.quantities.number_words import ARABIC_STARTS
from promisecheck.quantities.numbers import DIGITS, Amount, after_between, fractions, read_number, separator, tidy
from promisecheck.quantities.reading import Reading
from promisecheck.quantities.tokens import Phrases, Tokens
from promisecheck.quantities.vocabulary import PARTICLES, WITH_ARTICLE, vocabulary

KIND: Final = "duration"
RANK: Final = 3
IN_SECONDS: Final = {"s": 1, "min": 60, "h": 3600, "day": 86400, "week": 604800}
_YEAR_DIGITS: Final = 4
IN_MONTHS: Final = {"month": 1, "year": 12}
_ONE: Final = frozenset({"واحد", "واحده", "واحدا", "كامل", "كامله", "كاملا"})
_MEANS_ONE: Final = (
    "within in under inside than for takes take about around approximately roughly of after least most only just last "
    "lasts over up to and or minus is"
)
_ALONE_AFTER: Final = frozenset(_MEANS_ONE.split())
"""Words that make a bare "an hour" how long something takes, and not how often ("twice an hour")."""
_GOES_ON: Final = frozenset({"before", "after", "of", "leading", "following", "preceding"})
_PREPOSITIONS: Final = frozenset({"on", "by", "within", "in", "في", "خلال", "ضمن"})


@cache
def units() -> Phrases[str]:
    """Names of units of time."""
    return vocabulary().phrases("durations", WITH_ARTICLE)


@cache
def _bare_units() -> Phrases[str]:
    """The same with particles written onto them, where no number stands in front."""
    return vocabulary().phrases("durations", (*PARTICLES, *WITH_ARTICLE))


@cache
def _singles() -> Phrases[bool]:
    return vocabulary().listed("singles", PARTICLES)


@cache
def _single_words() -> frozenset[str]:
    return vocabulary().words("singles")


@cache
def _lasting() -> frozenset[str]:
    """Words for things that last, after which a bare unit says how long."""
    return vocabulary().words("lasting")


@cache
def _duals() -> Phrases[str]:
    return vocabulary().phrases("duals", (*PARTICLES, "ال"))


@cache
def _moments() -> Phrases[str]:
    return vocabulary().phrases("moments", PARTICLES)


@cache
def _by() -> Phrases[bool]:
    return vocabulary().listed("by")


@cache
def _tomorrow() -> Phrases[bool]:
    return vocabulary().listed("tomorrow", PARTICLES)


@cache
def _adjectives() -> frozenset[str]:
    return vocabulary().words("unit_adjectives")


@cache
def starts() -> frozenset[str]:
    """Words that a duration without a number in front can begin with."""
    return frozenset(
        word for phrases in (_duals(), _moments(), _singles(), _tomorrow()) for word in phrases.first_words
    )


def _unit(key: str) -> tuple[int, str]:
    """A key of the vocabulary in parts: "2 week" as (2, "week"), "day" as (1, "day")."""
    times, _, unit = key.rpartition(" ")
    return int(times or 1), unit


def smaller(value: Number, unit: str, other: Number, other_unit: str) -> tuple[Number, Number, str] | None:
    """Two durations in the smaller of their units: (value, other, unit); None where they cannot be compared."""
    for table in (IN_SECONDS, IN_MONTHS):
        if unit in table and other_unit in table:
            low = min(unit, other_unit, key=table.__getitem__)
            return tidy(value * table[unit] / table[low]), tidy(other * table[other_unit] / table[low]), low
    return (value, other, unit) if unit == other_unit else None


def after(tokens: Tokens, amount: Amount) -> Reading | None:
    """The duration that `amount` and the unit after it make."""
    words, at = tokens.words, amount.end
    if words[at] == "-":
        at += 1
    if words[at] in _adjectives():
        at += 1
    found = units().at(words, at)
    if found is None:
        return None
    times, unit = _unit(found[0])
    decade = words[at] == "s" and tokens.glued(at) and amount.digits and amount.value % 10 == 0
    if decade and direction.after(tokens, found[1])[0] is None and not direction.bounded(tokens, amount.start, 0):
        return None  # the 90s
    if unit == "year" and amount.digits and _is_year(words[found[1]]):
        return None  # "ISO 9001, year 2015": آيزو ٩٠٠١ سنة ٢٠١٥
    if amount.fraction and unit == "h":
        times, unit = 60, "min"
    value, high = tidy(amount.value * times), None if amount.high is None else tidy(amount.high * times)
    end = found[1]
    if words[end] == "(" and words[end + 1] == "s" and words[end + 2] == ")":
        end += 3
    reading = Reading("duration", amount.start, end, value, unit, high, amount.op)
    return reading if high is not None else _with_rest(tokens, reading)


def _is_year(word: str) -> bool:
    return len(word) == _YEAR_DIGITS and word.isdecimal() and word[:2] in ("19", "20")


def _goes_up(words: list[str], at: int) -> bool:
    """Whether what ends a span is two of a unit or a number of them: "an hour to | two", أسبوع إلى | عشرة أيام."""
    if _duals().at(words, at) is not None:
        return True
    return words[at].isdecimal() or (words[at] in ARABIC_STARTS and bool(units().at(words, at + 1)))


def _with_rest(tokens: Tokens, reading: Reading) -> Reading:
    """What is added to a duration or taken from it: "2 hours 30 minutes", "and a half", ونصف, إلا ربعاً."""
    words, at, unit = tokens.words, reading.end, reading.unit or ""
    if unit == "business_day":
        return reading
    less = words[at] == "الا"
    english = words[at] == "and"
    if less or english or words[at] in ("و", ","):
        at += 1
    if english and words[at] == "a":
        at += 1
    glued = words[at][:1] == "و"
    if (less or english or glued or words[at - 1] == "و") and (part := fractions().at(words, at)):
        if part[0] == "0.25" and words[at] == "a":
            at += 1
        share = -float(part[0]) if less else float(part[0])
        value: Number = reading.value + share
        if unit == "h" and abs(share) != 0.5:
            value, unit = value * 60, "min"
        return reading if units().at(words, part[1]) else replace(reading, end=part[1], value=tidy(value), unit=unit)
    rest = _bare_dual(tokens, at)
    if rest is None and (words[at][:1] in DIGITS or less or english or glued or words[at - 1] == "و"):
        amount = read_number(tokens, at)
        found = units().at(words, amount.end + (words[amount.end] == "-")) if amount else None
        if amount and found is None and unit == "h" and words[amount.end] == "m" and tokens.glued(amount.end):
            found = "min", amount.end + 1  # 1h 30m
        if amount and found and not amount.op:
            times, rest_unit = _unit(found[0])
            rest = Reading("duration", at, found[1], tidy(amount.value * times), rest_unit)
    if rest is None or rest.unit == unit:
        return reading
    both = smaller(reading.value, unit, rest.value, rest.unit or "")
    if both is None or both[2] != rest.unit:
        return reading
    value = tidy(both[0] - both[1] if less else both[0] + both[1])
    return replace(reading, end=rest.end, value=value, unit=both[2]) if value > 0 else reading


def _bare_dual(tokens: Tokens, index: int) -> Reading | None:
    found = _duals().at(tokens.words, index)
    return Reading("duration", index, found[1], 2, found[0]) if found else None


def read(tokens: Tokens, index: int, floor: int | None) -> Reading | None:
    """The duration without a number in front that begins at word `index`.

    A bare unit (خلال ساعة) says how long only where a direction stands before it.
    """
    words = tokens.words
    if (found := _moments().at(words, index)) and not _names_an_hour(words, found[1]):
        op, value, unit = found[0].split()
        moment = Reading("duration", index, found[1], int(value), unit, op=_op(op))
        return _at_time(tokens, moment)
    if found_tomorrow := _tomorrow().at(words, index):
        reading = _at_time(tokens, Reading("duration", index, found_tomorrow[1], 1, "day", op="<="))
        return reading if reading.by else None
    if dual := _bare_dual(tokens, index):
        return _with_rest(tokens, dual)
    return _single(tokens, index, floor)


def _op(text: str) -> Op:
    return "<=" if text == "<=" else "="


def _names_an_hour(words: Sequence[str], after: int) -> bool:
    """Whether "in the hour" goes on as "before sunset", and is a time of day."""
    return words[after - 1] == "hour" and after < len(words) and words[after] in _GOES_ON


def _at_time(tokens: Tokens, reading: Reading) -> Reading:
    """A time of day beside a day: "next working day before noon", "before 10am tomorrow"."""
    words = tokens.words
    at = reading.end + (words[reading.end] == ",")
    if (by := _by().at(words, at)) and (time := read_time(tokens, by[1])):
        return replace(reading, end=time[1], by=time[0])
    start = reading.start
    while words[start - 1] in ("the", "on", "of", "في", "من") and start > 0:
        start -= 1
    for back in range(1, 6):
        found = read_time(tokens, start - back) if start - back > 0 else None
        if found and found[1] == start and (by := _by().before(words, start - back)):
            return replace(reading, start=by[1], by=found[0])
    return replace(reading, start=_with_preposition(words, reading.start))


def _with_preposition(words: list[str], start: int) -> int:
    """Where a day by name begins with the words that tie it to the sentence: "on the next day", في اليوم نفسه."""
    while start > 0 and words[start - 1] in ("the", "very"):
        start -= 1
    return start - 1 if start > 0 and words[start - 1] in _PREPOSITIONS else start


def names_a_day(tokens: Tokens) -> bool:
    """Whether words name a day or hour rather than count: "on the same day", "within the hour", في اليوم التالي."""
    return any(_moments().at(tokens.words, index) for index in range(tokens.count))


def _single(tokens: Tokens, index: int, floor: int | None) -> Reading | None:
    """One of a unit without a number: "an hour", "a full year", ساعة واحدة, خلال يوم عمل, ساعة ونصف."""
    words = tokens.words
    found = _bare_units().at(words, index)
    if found is None or not _singles().at(words, index):
        return None
    times, unit = _unit(found[0])
    reading = Reading("duration", index, found[1], times, unit)
    return _english_one(tokens, reading, floor) if words[index] < "\u0600" else _arabic_one(tokens, reading, floor)


def _english_one(tokens: Tokens, reading: Reading, floor: int | None) -> Reading | None:
    words, start, end = tokens.words, reading.start, reading.end
    if start > 1 and words[start - 1] in _adjectives() and words[start - 2] in ("a", "an"):
        return _with_rest(tokens, replace(reading, start=start - 2))  # "a full year"
    if start == 0 or words[start - 1] not in ("a", "an"):
        whole = _with_rest(tokens, reading)
        return whole if whole.end > end else None  # "hour and a half"
    if reading.unit == "s":
        return None  # "a second opinion"
    whole = _with_rest(tokens, replace(reading, start=start - 1))
    if whole.end > end or floor is None or (start > 1 and words[start - 2] in _ALONE_AFTER):
        return whole
    if start == 1 and (tokens.count == end or reading.value > 1):
        return whole  # nothing else in the text; "A fortnight to change your mind"
    return whole if words[end] in ("'", "-") and words[start - 2] not in DIGITS else None


def _arabic_one(tokens: Tokens, reading: Reading, floor: int | None) -> Reading | None:
    words, start, end = tokens.words, reading.start, reading.end
    if words[end] in _ONE:
        end, unit = end + 1, reading.unit
        if unit == "day" and words[end] == "عمل":
            end, unit = end + 1, "business_day"
        return _with_rest(tokens, replace(reading, unit=unit, end=end))
    whole = _with_rest(tokens, reading)
    to = separator(tokens, end, after_between(tokens, start))  # من ساعة إلى ساعتين
    to_two = (to is not None and _goes_up(words, to)) or (words[end][:1] == "ل" and bool(_duals().at(words, end)))
    with_in = words[start][0] == "ب" and words[start][1:] in _single_words()  # بساعة
    lasting = start > 0 and words[start - 1] in _lasting()  # ضمان سنة
    said = to_two or with_in or lasting or whole.end > end or direction.bounded(tokens, start, floor)
    return whole if said else None
