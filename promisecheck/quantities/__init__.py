"""Quantities in English and Arabic text: durations, money, shares, counts and weekly hours, each with its direction.

A module per kind; `scan` finds where one may begin and joins what they read; the wordings are in rules/quantities/.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from promisecheck.folding import Folded, fold, language_of
from promisecheck.model import Language, Quantity
from promisecheck.quantities.scan import scan

__all__ = ["find_in_folded", "find_quantities"]


def find_quantities(text: str, language: Language | None = None) -> Iterator[Quantity]:
    """The quantities of a text, in order, none overlapping; offsets count characters of the text as given.

    language: of the text; found out by its script when None. Both languages are read either way, it settles only
    what both could mean. Linear in the length of the text.
    """
    return iter(find_in_folded(fold(text), language or language_of(text)))


def find_in_folded(folded: Folded, language: Language) -> list[Quantity]:
    """The same on text that is folded already."""
    return _merged(_hours(folded, language), list(scan(folded)))


def _hours(folded: Folded, language: Language) -> list[Quantity]:
    try:
        hours = import_module("promisecheck.quantities.hours")
    except ModuleNotFoundError:
        return []
    return cast(list[Quantity], hours.find_hours(folded, language))


def _merged(hours: list[Quantity], others: list[Quantity]) -> list[Quantity]:
    """Both in order; opening hours win over what lies in or across them."""
    found, k = [], 0
    for quantity in others:
        while k < len(hours) and hours[k].end <= quantity.start:
            k += 1
        if k == len(hours) or quantity.end <= hours[k].start:
            found.append(quantity)
    return sorted([*hours, *found], key=lambda quantity: quantity.start)
