"""What a kind of quantity reads from words, before its direction is known."""

from __future__ import annotations

from dataclasses import dataclass

from promisecheck.model import Number, Op, QuantityKind


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its unit in the words `start` to before `end`; a span when `high` is set.

    op: a direction that the wording itself brings ("same day", "25+ years"). what: the noun that is counted, or the fee
    that is none. by: a time of day.
    """

    kind: QuantityKind
    start: int
    end: int
    value: Number
    unit: str | None
    high: Number | None = None
    op: Op | None = None
    by: str | None = None
    what: str | None = None
