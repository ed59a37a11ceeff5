"""Claims: promises found in copy, where they stand and whom they reach."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from promisecheck.model.levels import Condition, Level
from promisecheck.model.vocabulary import Characteristic, Language, Role, Strength


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and where a promise reaches.

    locations: ids of the declared locations the copy itself names for this promise (groups expanded); empty where
    it names none. everywhere: the copy says every branch, nationwide. text: the wording of place, part of the offer
    or customers. tier: id of the tier it names. unknown_places: places named that are not declared. excluded: ids of
    the declared places it leaves out ("at every branch except Irbid").
    """

    locations: tuple[str, ...] = ()
    everywhere: bool = False
    text: str | None = None
    tier: str | None = None
    unknown_places: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: source, offsets (None without a text original), line, column, role, heading.

    row: the headers of the table row it stands in.
    """

    source: str
    start: int | None
    end: int | None
    line: int | None
    column: int | None
    role: Role
    heading: str | None = None
    where: str | None = None
    block: int = 0
    span: tuple[int, int] = (0, 0)
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A promise found in copy.

    id: "c1", "c2" ... in the order of the report. quote: the visible text. measure: id in the measure vocabulary,
    None where none fits. service: id of the declared service, else the words for it, None where the copy names none.
    candidates: ids of declared services that fit about equally well, when `service` could not be settled.
    share: the stated share of cases, 0-1. absolute: "always", "never more than", "guaranteed".
    hedge: the softening word. conditions: stated for this promise. nearby: further conditions stated where they count
    as disclosed (next sentence, card, section, footnote, a short piece). disclosed: the text in which exceptions and
    conditions declared in words count as disclosed. what: what is offered, free or counted, as written.
    mark: a footnote's mark at it where the copy has no such footnote. taken_back: the words of its footnote that take
    it back. until: the last day on which it holds, where the copy says so. negated: recorded as a limit, never judged
    on its own.
    """

    id: str
    place: Place
    quote: str
    language: Language
    characteristic: Characteristic
    measure: str | None
    service: str | None = None
    value: Level | None = None
    share: float | None = None
    strength: Strength = "promise"
    hedge: str | None = None
    absolute: bool = False
    conditions: tuple[Condition, ...] = ()
    nearby: tuple[Condition, ...] = ()
    disclosed: str = ""
    scope: Scope = Scope()
    candidates: tuple[str, ...] = ()
    what: str | None = None
    rule: str = ""
    mark: str = ""
    taken_back: str = ""
    until: dt.date | None = None
