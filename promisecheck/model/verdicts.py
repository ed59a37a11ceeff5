"""Verdicts: how a claim stands against the standards, and against the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Literal

from promisecheck.model.levels import Level
from promisecheck.model.standards import Standard
from promisecheck.model.vocabulary import WORST_FIRST, Language, Number, Outcome


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the record met the promised level: share 0-1, one-sided 95% lower bound, cases.

    interval: two-sided 95% interval of the share, to show. reached: the level at which the declared share of cases is
    reached, in the unit of the declared level, with its own interval `reached_interval`; None where it is not known.
    """

    share: float
    lower: float
    n: int
    interval: tuple[float, float] | None = None
    reached: Number | None = None
    reached_interval: tuple[Number, Number] | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided about a claim for all locations that share one standard in one stretch of days.

    rule: None when kept. gap: what is missing, slack: what is to spare, in the unit of the promise.
    because: one sentence, figures named, in the language of the copy; reasons: the same for a reader of each language,
    empty where it was stored before there was such a thing. carried_by: with `tier-only`, the dearer tier that carries
    the promise.
    """

    verdict: Outcome
    tier: str | None
    start: dt.date
    end: dt.date
    rule: str | None = None
    standard: Standard | None = None
    gap: Level | None = None
    slack: Level | None = None
    because: str = ""
    delivered: Literal["kept", "not_kept", "too_few"] | None = None
    measured: Measured | None = None
    carried_by: str | None = None
    reasons: Mapping[Language, str] = field(default_factory=dict)

    def reason(self, language: Language) -> str:
        """Why, for a reader of a language; in that of the copy where there is no other."""
        return self.reasons.get(language) or self.because


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ruling at one location."""

    location: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Verdicts(Sequence[Verdict]):
    """The verdicts on one claim, kept as columns: `rulings` are few, `codes[i]` indexes the one at `locations[i]`.

    A location stands once for each stretch of days it is judged on. figures: what was measured at each, where there are
    too many locations to give each its own ruling; the rulings then hold the worst figures of those they stand for.
    """

    locations: tuple[str, ...] = ()
    codes: Sequence[int] = ()
    rulings: tuple[Ruling, ...] = ()
    figures: Sequence[Measured | None] = ()

    def __len__(self) -> int:
        return len(self.locations)

    def __getitem__(self, index: int) -> Verdict:  # type: ignore[override]
        ruling = self.rulings[self.codes[index]]
        return Verdict(self.locations[index], replace(ruling, measured=self.figures[index]) if self.figures else ruling)

    def __iter__(self) -> Iterator[Verdict]:
        return (self[index] for index in range(len(self)))

    def where(self, outcome: Outcome) -> list[str]:
        """The locations with an outcome, in order; one stands once for each stretch of days."""
        numbers = {number for number, ruling in enumerate(self.rulings) if ruling.verdict == outcome}
        return list(compress(self.locations, map(numbers.__contains__, self.codes)))

    def by_ruling(self) -> dict[int, tuple[str, ...]]:
        """The number of each ruling that some location has, in the order of locations, and where it holds."""
        return {n: tuple(compress(self.locations, map(n.__eq__, self.codes))) for n in dict.fromkeys(self.codes)}

    @property
    def worst(self) -> Outcome | None:
        """The worst outcome, in the order over, undeclared, unsure, kept; None when judged nowhere."""
        outcomes = {ruling.verdict for ruling in self.rulings}
        return next((outcome for outcome in WORST_FIRST if outcome in outcomes), None)
