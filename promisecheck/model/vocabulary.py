"""The words that promises are told in: fixed sets of names."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "ar"]
LANGUAGES: tuple[Language, ...] = ("en", "ar")
Op = Literal["<=", ">=", "=", "<", ">", "range"]
Characteristic = Literal[
    "speed",
    "availability",
    "price",
    "guarantee",
    "coverage",
    "capability",
    "reliability",
    "people",
    "quantity",
    "superlative",
]
Strength = Literal["guarantee", "promise", "aim", "possibility"]
Outcome = Literal["kept", "over", "undeclared", "unsure"]
Severity = Literal["error", "warning", "note"]
Role = Literal[
    "title",
    "meta",
    "heading",
    "paragraph",
    "list_item",
    "term",
    "definition",
    "table_cell",
    "button",
    "label",
    "alt",
    "quote",
    "footer",
    "structured",
]
ConditionKind = Literal[
    "order_value",
    "ordered_before",
    "booked_ahead",
    "reported_within",
    "distance",
    "area",
    "weight",
    "quantity",
    "days",
    "audience",
    "membership",
    "payment_method",
    "channel",
    "age",
    "other",
]
QuantityKind = Literal["duration", "time_range", "money", "percent", "count"]
SuggestionKind = Literal["condition", "disclosure", "absolute", "share", "area", "by-place", "level", "places", "tier"]
"""What a wording does to a promise: a condition is added, an exception disclosed, a word that claims every case taken
out, the share of cases lowered, places taken out of a list, a level given for each place, the level that holds
everywhere given, the promise confined to the places that keep it, the tier named that has it."""
Number = int | float

WORST_FIRST: tuple[Outcome, ...] = ("over", "undeclared", "unsure", "kept")
"""Order in which a claim's verdicts are summed up: the worst one counts."""
