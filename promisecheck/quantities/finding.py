"""All quantities of a text: what `scan` reads and weekly hours, in order, none overlapping."""

from __future__ import annotations

from collections.abc import Iterator

from promisecheck.folding import Folded, fold, language_of
from promisecheck.model import Language, Quantity
from promisecheck.quantities.hours import hours_in
from promisecheck.quantities.scan import scan
from promisecheck.quantities.tokens import tokenise


def find_quantities(text: str, language: Language | None = None) -> Iterator[Quantity]:
    """The quantities of a text, in order, none overlapping; offsets count characters of the text as given.

    language: of the text; found out by its script when None. Both languages are read either way, it settles only
    what both could mean. Linear in the length of the text.
    """
    return iter(find_in_folded(fold(text), language or language_of(text)))


def find_in_folded(folded: Folded, language: Language) -> list[Quantity]:
    """The same on text that is folded already."""
    tokens = tokenise(folded)
    return _merged(hours_in(tokens, language), list(scan(tokens)))


def _merged(hours: list[Quantity], others: list[Quantity]) -> list[Quantity]:
    """Both in order, none overlapping."""
    if not hours:
        return others
    found = []
    k = j = 0
    while k < len(hours) and j < len(others):
        week, other = hours[k], others[j]
        if other.end <= week.start:
            found.append(other)
            j += 1
        elif week.end <= other.start:
            found.append(week)
            k += 1
        elif _outdoes(other, week):
            k += 1
        else:
            j += 1
    return [*found, *hours[k:], *others[j:]]


def _outdoes(other: Quantity, week: Quantity) -> bool:
    """Whether a quantity takes the place of hours it overlaps: hours yield to what begins with them and tells more.

    "up to 10.50 JOD" is no opening time; in "24 hours a day" and "24/7" the hours stay.
    """
    if other.start != week.start:
        return other.start < week.start
    return other.end > week.end or (other.end == week.end and other.op == "range")
