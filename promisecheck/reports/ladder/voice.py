"""How pictures speak: language, names, where the week starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from promisecheck.model import Language
from promisecheck.reports.ladder.draw import Pen


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of the words, what areas are called in each language, the first day of the working week.

    timezone: an IANA name; Arabic names of months differ by region.
    """

    language: Language = "en"
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    week_start: str = "Mo"
    timezone: str | None = None

    def pen(self, middle: str = "50%") -> Pen:
        """A pen that draws in the direction of reading."""
        return Pen(self.language == "ar", middle)
