"""Public holidays of an organisation: the dates it declares, or those of its country."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

MOST_YEARS = 20
"""Longest stretch, in years, for which a country's holidays are worked out."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """Declared dates, or a country code (ISO 3166, with a region after a hyphen: "GB-SCT")."""

    dates: tuple[dt.date, ...] = ()
    country: str | None = None

    def between(self, start: dt.date, end: dt.date) -> tuple[dt.date, ...] | None:
        """The holidays from `start` to `end`, both included, in order.

        None where they are unknown: nothing is declared, or only a country and the library `holidays` is not
        installed, does not know the country, or the stretch is longer than MOST_YEARS.
        """
        if self.country is None:
            return tuple(day for day in self.dates if start <= day <= end) if self.dates else None
        known = _of_country(self.country, start.year, end.year) if end.year - start.year <= MOST_YEARS else None
        return None if known is None else tuple(day for day in known if start <= day <= end)


NO_HOLIDAYS = Holidays()


@lru_cache(maxsize=64)
def _of_country(code: str, first: int, last: int) -> tuple[dt.date, ...] | None:
    try:
        import holidays
    except ImportError:
        return None
    country, _, region = code.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=region or None, years=range(first, last + 1))
    except NotImplementedError:
        return None
    return tuple(sorted(found))


def known_countries() -> tuple[str, ...] | None:
    """Codes that the library `holidays` knows; None where it is not installed."""
    try:
        import holidays
    except ImportError:
        return None
    return tuple(sorted(holidays.list_supported_countries()))
