"""The keys of a service spec, what they mean and what may stand there: the only place that lists them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import get_args

from promisecheck.measures import measures
from promisecheck.model import ConditionKind
from promisecheck.standards.shapes import Either, Key, ListOf, PerLanguage, Record, Text

LEVELS = ("within", "at_least", "at_most", "hours", "areas", "offered")
CONDITION_KINDS: tuple[ConditionKind, ...] = get_args(ConditionKind)

DATE = Text("2026-12-31", r"^\d{4}-\d{2}-\d{2}$")
_WORDS = Text("text")
_AREA = Either((Text("abdoun"), PerLanguage("{en: Jubeiha, ar: الجبيهة}", many=True)))
_NAMES = PerLanguage("{en: [delivery], ar: [توصيل]}", many=True)
_WEEK = Text("Su-Th")

_LEVEL_KEYS = (
    Key(
        "within",
        Text("45 min"),
        "longest time customers wait: 45 min, 3 business days, same day, next business day 12:00",
    ),
    Key("at_least", Text("30 days", others=("number",)), "least that customers get: 30 days, 99.5%, 50 branches"),
    Key("at_most", Text("1.50 JOD", others=("number",)), "most that customers pay: 1.50 JOD, 0, 5 JOD per month, 10%"),
    Key("hours", Text('"Mo-Th,Su 10:00-23:00; Fr,Sa 10:00-24:00"'), "when it can be had, as OSM opening_hours"),
    Key("areas", ListOf(_AREA, or_single=True), "where it is offered: ids of locations and groups, or names of places"),
    Key("offered", Text("true", "^(true|false|yes|no)$", others=("boolean",)), "whether it is offered"),
    Key("by", Text('"22:00"', r"^\d{1,2}:\d{2}$"), "time of day by which it is done"),
)
_CONDITION_VALUES: dict[ConditionKind, tuple[str, str]] = {
    "order_value": ("at least 10 JOD", "value of the order"),
    "ordered_before": ('"22:00"', "time of day by which it is ordered"),
    "booked_ahead": ("24 h", "how long before it is booked"),
    "reported_within": ("24 h", "how soon it is reported"),
    "distance": ("within 5 km", "how far it reaches"),
    "area": ("amman", "where it holds: ids of locations and groups, or names of places"),
    "weight": ("up to 20 kg", "weight"),
    "quantity": ("at least 10", "number"),
    "days": ("Mo-Fr", "days of the week"),
    "audience": ("students", "whom it is for"),
    "membership": ("Club members", "members of what"),
    "payment_method": ("card", "how it is paid"),
    "channel": ("app orders", "where it is ordered"),
    "age": ("at least 18", "age"),
    "other": ("while stocks last", "any other condition, in words"),
}
WORDED: tuple[ConditionKind, ...] = ("area", "audience", "membership", "payment_method", "channel", "other")
"""Kinds whose words are the level; they may be given per language."""


def _condition_key(kind: ConditionKind) -> Key:
    example, about = _CONDITION_VALUES[kind]
    by_language = PerLanguage(example, many=kind in WORDED)
    shape = by_language if kind in WORDED else Either((Text(example, others=("number",)), by_language))
    return Key(kind, shape, f"{about}: {example}")


_CONDITIONS = ListOf(Record(tuple(_condition_key(kind) for kind in CONDITION_KINDS), at_least_one=True))
_EXCEPTIONS = ListOf(
    Record(
        (
            Key("cause", PerLanguage("severe weather"), "a cause nobody controls", required=True),
            Key("disclose", PerLanguage("{en: …, ar: …}"), "how to say so to customers"),
        )
    )
)
_LIMITS = ListOf(
    Record(
        (
            Key("not", PerLanguage("{en: delivery outside the city}"), "what is not possible", required=True),
            Key("why", PerLanguage("{en: food would arrive cold}"), "why not"),
        )
    )
)
_EFFECTIVE = Record((Key("from", DATE, "first day"), Key("until", DATE, "last day")), at_least_one=True)
_COMPARISON = Record(
    (
        Key("claim", PerLanguage("lowest in Amman"), "the superlative that may be said", required=True),
        Key("source", Text("price survey of 2026-09"), "what shows it", required=True),
    )
)
_MEASURED = Record(
    (
        Key("file", Text("evidence/deliveries.csv"), "the record: CSV, Parquet or XLSX", required=True),
        Key("sheet", Text("2026"), "sheet of a workbook"),
        Key("location", Text("branch"), "column with the location"),
        Key("value", Text("minutes"), "column with what really happened"),
        Key("unit", Text("min"), "unit of that column"),
        Key("time", Text("ordered_at"), "column with the time of the case"),
        Key("tier", Text("tier"), "column with the tier"),
        Key("met", Text("on_time"), "column with the number of cases that met the level"),
        Key("total", Text("orders"), "column with the number of all cases"),
        Key("window", Text("90 days"), "how far back it is looked at"),
        Key("met_when", Text("at most 15"), "from which value on a case counts as met, for a standard that is a share"),
        Key("empty", Text("not met", choices=("left out", "not met")), "what a case without a value is"),
    )
)
_ENTRY_KEYS = (
    *_LEVEL_KEYS,
    Key(
        "reliability",
        Text("95%", others=("number",)),
        "share of cases in which the level is met; 95% where nothing is said",
    ),
    Key("conditions", _CONDITIONS, "it holds only if ..."),
    Key("exceptions", _EXCEPTIONS, "causes nobody controls, and how to say so"),
    Key("limits", _LIMITS, "what is not possible, and why"),
    Key("importance", Text("9", others=("number",)), "0-10: how much customers care"),
    Key("reason", PerLanguage("{en: one kitchen for the whole coast}"), "why it is so, or differs here"),
    Key("comparison", _COMPARISON, "what a superlative rests on"),
    Key(
        "expected",
        Record((*_LEVEL_KEYS, Key("source", Text("customer survey 2026"), "who says so"))),
        "what customers want",
    ),
    Key("measured", _MEASURED, "the record of what really happened"),
    Key("effective", _EFFECTIVE, "the days on which it is in force, both included"),
    Key("review_by", DATE, "the day by which somebody has to look at it again"),
    Key("owner", Text("delivery@example.com"), "who answers for it"),
)
_NESTED_OVERRIDE = Record(_ENTRY_KEYS, at_least_one=True)


def _overrides(by: str, noun: str, value: Record, about: str) -> Key:
    return Key(by, Record(rest=value, noun=noun), about)


_BY_TIER = "what differs for a tier, by its id"
_BY_LOCATION = "what differs at a location or in a group, by its id"
_BY_LOCATION_ENTRY = Record(
    (*_ENTRY_KEYS, _overrides("by_tier", "tier", _NESTED_OVERRIDE, _BY_TIER)), at_least_one=True
)
_BY_TIER_ENTRY = Record(
    (*_ENTRY_KEYS, _overrides("by_location", "location", _NESTED_OVERRIDE, _BY_LOCATION)), at_least_one=True
)


@cache
def standard_shape() -> Record:
    """One entry of `standards:`."""
    return Record(
        (
            Key("service", Text("delivery"), "id of the service", required=True),
            Key(
                "measure",
                Text("delivery_time", choices=tuple(measures())),
                "what is declared, from the measure vocabulary",
                required=True,
            ),
            Key(
                "what",
                replace(_NAMES, example="{en: [drive-through]}"),
                "what is offered, priced or counted, as ads call it",
            ),
            *_ENTRY_KEYS,
            _overrides("by_location", "location", _BY_LOCATION_ENTRY, _BY_LOCATION),
            _overrides("by_tier", "tier", _BY_TIER_ENTRY, _BY_TIER),
        )
    )


_NOTICE_FIELDS = ("reliability", "conditions", "exceptions", "limits", "owner")
NOTICE = Record(
    (
        Key("standard", Text("delivery-time"), "id of the standard it overrides", required=True),
        Key("locations", ListOf(Text("aqaba"), or_single=True), "locations and groups; everywhere when left out"),
        Key("tiers", ListOf(Text("plus"), or_single=True), "tiers; all when left out"),
        Key("from", DATE, "first day", required=True),
        Key("until", DATE, "last day", required=True),
        *_LEVEL_KEYS,
        *(key for key in _ENTRY_KEYS if key.name in _NOTICE_FIELDS),
        Key("reason", PerLanguage("{en: road works}"), "why", required=True),
        Key("disclose", PerLanguage("{en: Road works until 10 December.}"), "how to say so to customers"),
    )
)
_SERVICE = Record((Key("names", _NAMES, "what ads call it"),), may_be_empty=True)
_TIER = Record(
    (
        Key("names", _NAMES, "what ads call it"),
        Key("price", Text("5 JOD per month", others=("number",)), "what it costs"),
    )
)
_PLACES = ListOf(Text("amman"), or_single=True)
_LOCATION = Record(
    (
        Key("names", _NAMES, "what ads call it"),
        Key("groups", _PLACES, "groups it belongs to"),
        Key("pages", ListOf(Text('"/branches/abdoun/**"'), or_single=True), "pages that are about it: path patterns"),
        Key("url", Text("https://example.com/abdoun"), "its own page"),
        Key("working_week", _WEEK, "days worked there"),
    ),
    may_be_empty=True,
)
_GROUP = Record(
    (
        Key("names", _NAMES, "what ads call it"),
        Key("groups", _PLACES, "groups it belongs to itself"),
        Key("working_week", _WEEK, "days worked there"),
    ),
    may_be_empty=True,
)
_FILE = Key(
    "file",
    ListOf(Text("branches.csv"), or_single=True),
    "many locations: .csv, .xlsx, JSON-LD, Google Business Profile",
)


@cache
def spec_shape() -> Record:
    """A whole file."""
    return Record(
        (
            Key("organisation", Text("Dar Naranj"), "its name, the same in all files", required=True),
            Key(
                "languages",
                ListOf(Text("en", r"^[a-z]{2}$"), or_single=True),
                "languages of the copy, the first is the main one",
            ),
            Key("currency", Text("JOD", r"^[A-Z]{3}$"), "ISO 4217; amounts without a currency mean this one"),
            Key("timezone", Text("Asia/Amman"), "IANA name"),
            Key("working_week", _WEEK, "days worked; Mo-Fr where nothing is said"),
            Key(
                "holidays",
                ListOf(Text("2026-12-25"), or_single=True),
                "public holidays: a country code or a list of dates",
            ),
            Key("services", Record(rest=_SERVICE, noun="service"), "what customers get"),
            Key("tiers", Record(rest=_TIER, noun="tier"), "levels of service at different prices, lowest first"),
            Key("locations", Record((_FILE,), rest=_LOCATION, noun="location"), "the branches"),
            Key("groups", Record(rest=_GROUP, noun="group"), "locations that belong together"),
            Key("standards", Record(rest=standard_shape(), noun="standard"), "the declared levels"),
            Key("notices", ListOf(NOTICE), "temporary overrides"),
        )
    )
