"""Promises in structured data: the property says what a level is about."""

from __future__ import annotations

from collections.abc import Mapping

from promisecheck.extract.lexicon import ClaimRule
from promisecheck.model import Block, Level
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


def structured_level(block: Block, rules: Mapping[str, ClaimRule]) -> tuple[ClaimRule, Level] | None:
    """The promise of a structured block that says its level in `data`: its rule and level; None for other data.

    rules: the rule that finds promises of a measure, by the measure.
    """
    parts = [part.lower() for part in block.subject.replace("/", ".").split(".")]
    measure = next((m for part in reversed(parts) for end, m in _MEASURES if part == end), None)
    rule = rules.get(measure or "")
    if rule is None or measure is None or block.data is None:
        return None
    if measure.endswith("_hours"):
        return rule, Level(hours=block.data)
    levels = (quantity.level for quantity in find_quantities(block.data, "en") if quantity.kind in rule.level)
    level = next(levels, None)
    return (rule, level) if level is not None else None
