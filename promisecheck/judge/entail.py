"""Does a declared standard entail a promise? Level, share, conditions, exceptions and limits, one claim, one standard.

A promise is kept when the standard entails it. What is missing for that is the gap; nothing here knows of locations,
tiers or other standards.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from promisecheck.judge.conditions import Checked, check_conditions
from promisecheck.judge.disclosure import contradicted, undisclosed
from promisecheck.judge.hours import compare_hours
from promisecheck.judge.levels import Comparison, Surroundings, compare, is_duration, reaches, tidy
from promisecheck.judge.places import Atlas, compare_areas
from promisecheck.measures import measures
from promisecheck.model import Cause, Claim, Level, Limit, Standard

Share = Literal["fine", "over", "unsure"]
_ALWAYS_COUNTED = frozenset({"speed", "reliability"})
"""Characteristics in which "always" is a claim about every case."""


@dataclass(frozen=True, slots=True)
class Context:
    """What judging needs beside claim and standard: currency and working days, places, the names of the tier."""

    around: Surroundings = field(default_factory=Surroundings)
    atlas: Atlas = field(default_factory=Atlas)
    tier_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entailment:
    """How a standard answers a promise.

    level: whether its level carries the promised one. share: whether its reliability carries the stated share.
    conditions: declared ones that the copy does not state as strictly. exceptions: causes that it does not disclose.
    limit: what is declared impossible and promised all the same. reaching: "from" or "up to", which some level in
    the reach of the copy has to meet. every_case: "always", without reliability of 100%.
    """

    standard: Standard
    level: Comparison
    share: Share = "fine"
    conditions: tuple[Checked, ...] = ()
    exceptions: tuple[Cause, ...] = ()
    limit: Limit | None = None
    reaching: bool = False
    every_case: bool = False

    @property
    def outcome(self) -> Literal["kept", "over", "unsure"]:
        """The verdict by this standard alone."""
        if self.limit is not None or self.level.holds is False or self.share == "over":
            return "over"
        if any(checked.fate in ("missing", "looser") for checked in self.conditions):
            return "over"
        unread = any(checked.fate == "unreadable" for checked in self.conditions)
        return "unsure" if self.level.holds is None or self.share == "unsure" or unread else "kept"

    @property
    def only_conditions_missing(self) -> bool:
        """Whether the level is carried and nothing but stated conditions is missing."""
        return self.outcome == "over" and self.limit is None and self.level.holds is True and self.share != "over"


def entail(claim: Claim, standard: Standard, context: Context) -> Entailment:
    """How `standard` answers `claim`."""
    level = compare_level(claim, standard, context)
    conditions = check_conditions(standard.conditions, claim, context.tier_names, context.around, context.atlas)
    return Entailment(
        standard,
        level,
        _share(claim, standard, level),
        tuple(checked for checked in conditions if checked.fate != "stated"),
        undisclosed(standard.exceptions, claim),
        contradicted(standard.limits, claim),
        is_reaching(claim, standard),
        claims_every_case(claim, standard),
    )


def as_rate(standard: Standard) -> Standard:
    """The reliability of a waiting time as a standard of its own: the share of cases that are on time."""
    level = Level(op=">=", value=tidy(100 * standard.reliability), unit="%")
    return replace(standard, measure="on_time_rate", level=level, reliability=1.0, conditions=(), exceptions=())


def compare_level(claim: Claim, standard: Standard, context: Context) -> Comparison:
    """Whether the declared level carries the promised one, by its kind."""
    declared, promised = standard.level, claim.value
    if declared is None:
        return Comparison(None)
    if declared.offered is not None:
        return Comparison(declared.offered if promised is None or promised.offered is not False else True)
    if declared.areas:
        areas = promised.areas if promised is not None else ()
        areas = areas or (*claim.scope.locations, *claim.scope.unknown_places)
        return compare_areas(Level(areas=areas), declared, context.atlas, claim.scope.everywhere)
    if promised is None:
        return Comparison(None)
    if promised.offered:
        return Comparison(True)
    if declared.hours is not None:
        return compare_hours(promised.hours, declared.hours) if promised.hours is not None else Comparison(None)
    if promised.hours is not None or promised.areas:
        return Comparison(None)
    return compare(promised, declared, direction_of(standard, declared), context.around)


def direction_of(standard: Standard, declared: Level) -> Literal["less", "more"]:
    """Which way is better for the customer. How often is counted in intervals where the level is a length of time."""
    measure = measures().get(standard.measure)
    better = measure.better if measure is not None else ("more" if declared.op in (">=", ">") else "less")
    if standard.measure == "frequency" and is_duration(declared):
        return "less"
    return "more" if better == "more" else "less"


def is_reaching(claim: Claim, standard: Standard) -> bool:
    """Whether the promise is a "from" or an "up to" that one level in its reach can keep."""
    declared, promised = standard.level, claim.value
    if declared is None or promised is None or declared.value is None or promised.value is None:
        return False
    return reaches(promised, direction_of(standard, declared))


def _share(claim: Claim, standard: Standard, level: Comparison) -> Share:
    """A stated share must not exceed the declared reliability; with a looser level only the record could tell."""
    if claim.share is None or claim.share <= standard.reliability + 1e-9:
        return "fine"
    looser = level.holds is True and level.slack is not None and bool(level.slack.value or level.slack.hours)
    return "unsure" if looser else "over"


def claims_every_case(claim: Claim, standard: Standard) -> bool:
    """Whether the copy says "always" or "guaranteed" of what the standard meets in some cases only."""
    counted = claim.characteristic in _ALWAYS_COUNTED and standard.level is not None and standard.level.offered is None
    return claim.absolute and counted and standard.reliability < 1


def share_gap(claim: Claim, standard: Standard) -> Level | None:
    """Percentage points by which a stated share exceeds the declared reliability."""
    if claim.share is None or claim.share <= standard.reliability:
        return None
    return Level(value=tidy(100 * (claim.share - standard.reliability)), unit="%")
