"""Levels of service, the quantities of a text, and conditions."""

from __future__ import annotations

from dataclasses import dataclass

from promisecheck.model.vocabulary import ConditionKind, Number, Op, QuantityKind


@dataclass(frozen=True, slots=True)
class Level:
    """How much, how soon, when, where or whether: a claim's value and a standard's level.

    Exactly one family of fields is set:
    op and value (with unit; `by` a time of day "HH:MM"), op "range" with min and max, `hours` (OSM opening_hours),
    `offered`, or `areas` (ids of locations and groups, or names). `what` says what is offered, free or counted.
    Units: s, min, h, day, business_day, week, month, year, %, ISO 4217 codes, count, star, km, mile, Mbit/s; None
    where a currency cannot be known. Values stay as written: 48 h is not 2 day. `per` is the period of a price
    ("month" in 5 JOD per month).
    """

    op: Op | None = None
    value: Number | None = None
    unit: str | None = None
    min: Number | None = None
    max: Number | None = None
    by: str | None = None
    hours: str | None = None
    offered: bool | None = None
    areas: tuple[str, ...] = ()
    what: str | None = None
    per: str | None = None

    def to_json(self) -> dict[str, object]:
        """The value as the JSON report writes it."""
        if self.hours is not None:
            out: dict[str, object] = {"hours": self.hours}
        elif self.offered is not None:
            out = {"offered": self.offered}
        elif self.areas:
            out = {"areas": list(self.areas)}
        elif self.op == "range":
            out = {"op": "range", "min": self.min, "max": self.max, "unit": self.unit}
        else:
            out = {"op": self.op, "value": self.value, "unit": self.unit}
        if self.by is not None:
            out["by"] = self.by
        if self.what is not None:
            out["what"] = self.what
        return out


@dataclass(frozen=True, slots=True)
class Quantity:
    """A level found in text at `start:end` (the words of its direction included where they touch it).

    kind: duration, time_range, money, percent or count. `op` is "=" where the text gives no direction.
    `level` holds op, value, unit, min, max, by, hours, which are also readable directly.
    explicit: False where `op` is only the default. `core_start:core_end` is the same without the words of its direction
    (None from a finder that knows no other span). per: what it is counted by: a unit of time ("month", "7 day") or
    the noun as written ("person").
    """

    start: int
    end: int
    kind: QuantityKind
    level: Level
    explicit: bool = False
    core_start: int | None = None
    core_end: int | None = None
    per: str | None = None

    @property
    def op(self) -> Op | None:
        return self.level.op

    @property
    def value(self) -> Number | None:
        return self.level.value

    @property
    def unit(self) -> str | None:
        return self.level.unit

    @property
    def min(self) -> Number | None:
        return self.level.min

    @property
    def max(self) -> Number | None:
        return self.level.max

    @property
    def by(self) -> str | None:
        return self.level.by

    @property
    def hours(self) -> str | None:
        return self.level.hours


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a promise: as written, with its kind and, where it can be read, its level.

    For area, audience, membership, payment_method, channel and other the words are the level. A spec may give them in
    several languages: `texts` holds (language, words), the first of which is `text`.
    """

    text: str
    kind: ConditionKind
    level: Level | None = None
    texts: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        out: dict[str, object] = {"text": self.text, "kind": self.kind}
        if self.level is not None:
            out.update(self.level.to_json())
        return out
