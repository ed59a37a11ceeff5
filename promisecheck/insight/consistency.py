"""The same standard at every location, or a visible reason: where branches differ, and what all of them keep.

The matrix of the review app (`review/matrix.py`) marks what differs from the base of a standard, which is what its
editors change; here it is what differs from what most branches have, which is what customers meet. Which standards
count on a day, and what of a standard customers get, is decided in `standards/showing.py` for both.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from promisecheck.insight.common import Common, common
from promisecheck.judge.levels import bound
from promisecheck.measures import measures
from promisecheck.model import Level, Report, Standard
from promisecheck.quantities.week import parse_hours
from promisecheck.standards.declarations import Declaration
from promisecheck.standards.organisation import Organisation
from promisecheck.standards.showing import counting, offered_to_customers

FAR: Final = 3.5
"""Modified z-score from which a level is an outlier (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993)."""
FEWEST: Final = 5
"""Locations from which on one of them can be an outlier."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A standard at one location. differs: from what most locations have. outlier: see `FAR`.

    explained: it does not differ, or a reason is declared, or a notice is in force, or it is what a branch has (a
    terrace) and not how well it serves. reason: per language.
    """

    location: str
    standard: Standard | None
    differs: bool
    outlier: bool
    explained: bool
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One standard at all locations. usual: what most have. common: the strongest promise that all keep, or None."""

    declaration: Declaration
    usual: Level | None
    common: Common | None
    cells: tuple[Cell, ...]

    @property
    def unexplained(self) -> tuple[Cell, ...]:
        """The cells that differ and do not say why."""
        return tuple(cell for cell in self.cells if cell.differs and not cell.explained)

    @property
    def outliers(self) -> tuple[Cell, ...]:
        """The cells that lie far from all others."""
        return tuple(cell for cell in self.cells if cell.outlier)


@dataclass(frozen=True, slots=True)
class Partly:
    """A promise that holds at some of the locations it reaches and not at others."""

    quote: str
    source: str
    holds: tuple[str, ...]
    fails: tuple[str, ...]


def consistency(organisation: Organisation, *, day: dt.date, tier: str | None = None) -> tuple[Row, ...]:
    """Every standard in force on a day at every location, in the order of the specs; prices of tiers left out."""
    return tuple(_row(organisation, one, tier, day) for one in counting(organisation, tier, day) if one.tier is None)


def partly(report: Report) -> tuple[Partly, ...]:
    """Promises of a report that are kept at some locations and over at others, each wording once for each source."""
    found: dict[tuple[str, str], Partly] = {}
    for one in report.claims:
        kept = tuple(dict.fromkeys(verdict.location for verdict in one.verdicts if verdict.ruling.verdict == "kept"))
        over = tuple(dict.fromkeys(verdict.location for verdict in one.verdicts if verdict.ruling.verdict == "over"))
        holds = tuple(location for location in kept if location not in over)
        if holds and over:
            key = (one.claim.place.source, one.key)
            found.setdefault(key, Partly(one.claim.quote, one.claim.place.source, holds, over))
    return tuple(found.values())


def _row(organisation: Organisation, declaration: Declaration, tier: str | None, day: dt.date) -> Row:
    column = organisation.column(declaration, tier, day)
    codes = column.codes.tolist()
    said = [offered_to_customers(variant) for variant in column.variants]
    usual_code = Counter(codes).most_common(1)[0][0] if codes else 0
    usual = column.variants[usual_code] if codes else None
    far = _far([column.variants[code] for code in codes])
    cells = []
    for location, code, outlier in zip(organisation.location_ids, codes, far, strict=True):
        standard = column.variants[code]
        differs = said[code] != said[usual_code]
        reason = {} if standard is None else standard.notice or standard.reason
        offer = standard is not None and standard.level is not None and standard.level.offered is not None
        explained = not differs or bool(reason) or offer
        cells.append(Cell(location, standard, differs, outlier and differs, explained, reason))
    shared = common(column.variants, measures()[declaration.measure].better)
    return Row(declaration, usual.level if usual is not None else None, shared, tuple(cells))


def _far(standards: Sequence[Standard | None]) -> list[bool]:
    """Which levels lie far from the others."""
    numbers = [_number(standard.level) if standard is not None else None for standard in standards]
    known = [number for number in numbers if number is not None]
    if len(known) < FEWEST:
        return [False] * len(numbers)
    middle = median(known)
    spread = median(abs(number - middle) for number in known) / 0.6745
    if not spread:  # more than half are equal: their mean deviation instead, as the source has it
        spread = 1.253314 * sum(abs(number - middle) for number in known) / len(known)
    return [number is not None and bool(spread) and abs(number - middle) / spread > FAR for number in numbers]


def _number(level: Level | None) -> float | None:
    """A level as one number: its amount in minutes where it is a time, the minutes of its week."""
    if level is None or level.offered is not None or level.areas:
        return None
    if level.hours is not None:
        return float(parse_hours(level.hours).minutes)
    value = bound(level, "less")
    if value is None:
        return None
    minutes = {"s": 1 / 60, "min": 1, "h": 60, "day": 1440, "business_day": 1440, "week": 10080, "month": 43830}
    return float(value) * minutes.get(level.unit or "", 1)
