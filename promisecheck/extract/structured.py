"""Promises in structured data: the property says what a level is about."""

from __future__ import annotations

from collections.abc import Iterator

from promisecheck.extract.lexicon import ClaimRule
from promisecheck.model import Block, Level, QuantityKind
from promisecheck.quantities import find_quantities

_MEASURES = (  # the end of a property's path, and the measure it stands for
    ("openinghours", "opening_hours"),
    ("openinghoursspecification", "opening_hours"),
    ("specialopeninghoursspecification", "opening_hours"),
    ("hoursavailable", "support_hours"),
    ("deliverytime", "delivery_time"),
    ("handlingtime", "turnaround_time"),
    ("transittime", "delivery_time"),
    ("deliveryleadtime", "delivery_time"),
    ("shippingrate", "fee"),
    ("merchantreturndays", "return_window"),
    ("returndays", "return_window"),
    ("warranty", "warranty_period"),
    ("durationofwarranty", "warranty_period"),
    ("aggregaterating", "rating"),
    ("ratingvalue", "rating"),
    ("price", "price"),
    ("lowprice", "price"),
    ("pricespecification", "price"),
    ("offers", "price"),
)


def structured_claims(block: Block, rules: dict[str, ClaimRule]) -> Iterator[tuple[ClaimRule, Level]]:
    """The promise of a structured block that says its level in `data`: its rule and level.

    rules: the rule that finds promises of a measure, by the measure.
    """
    parts = [part.lower() for part in block.subject.replace("/", ".").split(".")]
    measure = next((m for part in reversed(parts) for end, m in _MEASURES if part == end), None)
    rule = rules.get(measure or "")
    if rule is None or block.data is None:
        return
    if measure is not None and measure.endswith("_hours"):
        yield rule, Level(hours=block.data)
        return
    kinds: tuple[QuantityKind, ...] = rule.level
    for quantity in find_quantities(block.data, "en"):
        if quantity.kind in kinds:
            yield rule, quantity.level
            return
