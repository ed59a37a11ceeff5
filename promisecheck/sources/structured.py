"""Promises in structured data: schema.org as JSON-LD, which search engines show beside a page.

Each promise becomes a block with the role "structured". Its text is the string as it stands in the page; of an object
(opening hours, a price, a delivery time) it is the slice of JSON from the first member that matters to the last, and
`data` says the same in words that read: OSM opening hours, "25 JOD", "1-3 business days". `subject` is the last two
names of the property's path ("openingHours", "offers.price", "shippingDetails.deliveryTime"); an answer's subject is
its question. `headings` are the names of what the data is about, outermost first. Left out: reviews, areas served,
texts of articles, hours of single days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import unescape
from typing import Final

from promisecheck.model import Block, Language
from promisecheck.sources import schema_words as words
from promisecheck.sources.json_places import Value, read_json, string_pieces
from promisecheck.sources.language import script_language
from promisecheck.sources.pieces import BREAK, Piece, flatten

_TEXTS: Final = frozenset(
    (
        *("description", "slogan", "headline", "disambiguatingDescription", "priceRange", "paymentAccepted"),
        *("featureList", "serviceOutput"),
    )
)
_PASSED_OVER: Final = frozenset(
    ("review", "reviews", "areaServed", "geo", "image", "logo", "author", "publisher", "breadcrumb", "sameAs", "video")
)
_PRICES: Final = ("price", "lowPrice", "highPrice", "minPrice", "maxPrice")
_WORTH_READING: Final = re.compile(
    r"escription|slogan|headline|[pP]rice|paymentAccepted|ours|deliveryTime|shippingRate|Threshold|Return|refund|Warranty"
    r"|aggregateRating|amenityFeature|featureList|serviceOutput|Answer|address"
)
"""A part of every property that is read. Most scripts (breadcrumbs, lists of links) have none."""
_MARKUP: Final = re.compile(
    r"<(?:/?([a-zA-Z][a-zA-Z0-9]{0,15})(?:\s[^<>]*)?/?)>|&(?:#\w{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)
_INLINE: Final = frozenset(("a", "b", "strong", "em", "i", "span", "u", "small", "sup", "sub", "mark", "font"))


def read_structured(
    text: str, scripts: Sequence[tuple[int, int]], whole: Language, *, section: int = 0, card: int = 0
) -> tuple[list[Block], tuple[str, ...]]:
    """The promises in the JSON-LD at `scripts`, slices of `text`, and the places it gives (towns, names of branches).

    whole: the page's language, for texts without letters. section, card: the highest numbers in use.
    """
    reader = _Reader(text, whole, section, card)
    for start, end in scripts:
        if not _WORTH_READING.search(text, start, end):
            continue
        root = read_json(text, start, end)
        if root is not None:
            reader.read(root)
    reader.close()
    return reader.blocks, tuple(dict.fromkeys(reader.places))


class _Reader:
    def __init__(self, text: str, whole: Language, section: int, card: int) -> None:
        self.blocks: list[Block] = []
        self.places: list[str] = []
        self._text = text
        self._whole = whole
        self._section = section
        self._card = card
        self._path: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._readers: Mapping[str, Callable[[Value, int, Value], None]] = {
            "openingHours": self._opening_hours,
            "openingHoursSpecification": self._hours_specification,
            "hoursAvailable": self._hours_specification,
            "deliveryTime": self._delivery_time,
            "shippingRate": self._amount,
            "freeShippingThreshold": self._amount,
            "merchantReturnDays": self._return_days,
            "returnFees": self._policy,
            "refundType": self._policy,
            "durationOfWarranty": self._duration,
            "aggregateRating": self._rating,
            "amenityFeature": self._amenity,
            "acceptedAnswer": self._answer,
            "address": self._address,
        }

    def close(self) -> None:
        """Let go of the methods, so that no cycle keeps the reader alive."""
        self._readers = {}

    def read(self, root: Value) -> None:
        """Walk through a value, objects before what is in them."""
        waiting: list[tuple[Value, tuple[str, ...], tuple[str, ...], bool]] = [(root, (), (), True)]
        while waiting:
            value, path, names, top = waiting.pop()
            if value.kind == "array":
                waiting += [(item, path, names, top) for item in reversed(value.items)]
            if value.kind != "object":
                continue
            name = value.get("name")
            if name and name.kind == "string" and name.text.strip():
                names = (*names, " ".join(name.text.split()))
            self._section += top
            self._card += 1
            self._path, self._names = path, names
            self._price(value)
            for key, (at, member) in value.members.items():
                if key in _PASSED_OVER or (key[:1] == "@" and key != "@graph"):
                    continue
                if key in _TEXTS:
                    for item in _each(member, "string"):
                        self._say(key, item)
                elif key in self._readers:
                    self._readers[key](value, at, member)
                elif member.kind in ("object", "array"):
                    graph = key == "@graph"
                    waiting.append((member, path if graph else (*path, key), names, top and graph))

    # ------------------------------------------------------------------------------------------------ properties
    def _price(self, value: Value) -> None:
        found = [key for key in _PRICES if value.get(key)]
        if not found:
            return
        unit = value.get("unitText") or value.get("unitCode")
        data = words.price({key: _text(value.get(key)) for key in (*_PRICES, "priceCurrency")}, _text(unit))
        self._show(found[0], value, (*_PRICES, "priceCurrency", "unitText", "unitCode"), data)

    def _opening_hours(self, _owner: Value, _at: int, member: Value) -> None:
        for item in _each(member, "string"):
            self._say("openingHours", item, words.osm(item.text))

    def _hours_specification(self, owner: Value, _at: int, member: Value) -> None:
        for item in _each(member, "object"):
            if item.get("validFrom") or item.get("validThrough"):
                continue
            days = [
                _text(day) or _text(day.get("name")) or _text(day.get("@id")) for day in _each(item.get("dayOfWeek"))
            ]
            data = words.hours(days, _text(item.get("opens")), _text(item.get("closes")))
            key = "openingHoursSpecification" if owner.get("openingHoursSpecification") is member else "hoursAvailable"
            self._show(key, item, ("dayOfWeek", "opens", "closes"), data)

    def _delivery_time(self, _owner: Value, _at: int, member: Value) -> None:
        for item in _each(member, "object"):
            parts = [_quantity(item.get(key)) for key in ("handlingTime", "transitTime")]
            days = item.get("businessDays")
            working = days is not None and 0 < len(list(_each(days.get("dayOfWeek")))) < 7
            data = words.total([part for part in parts if part], working=working)
            self._show("deliveryTime", item, ("handlingTime", "transitTime", "businessDays", "cutoffTime"), data)

    def _amount(self, owner: Value, at: int, member: Value) -> None:
        key = next(key for key, (place, _) in owner.members.items() if place == at)
        for item in _each(member, "object"):
            amounts = [_text(item.get(name)) for name in ("value", "maxValue", "currency")]
            data = words.price({"price": amounts[0] or amounts[1], "priceCurrency": amounts[2]}, "")
            self._show(key, item, ("value", "maxValue", "currency"), data)

    def _return_days(self, owner: Value, _at: int, member: Value) -> None:
        self._show("merchantReturnDays", owner, ("merchantReturnDays",), words.span("", _text(member), "DAY"))

    def _policy(self, owner: Value, at: int, member: Value) -> None:
        key = next(key for key, (place, _) in owner.members.items() if place == at)
        if data := words.POLICIES.get(_text(member).rpartition("/")[2]):
            self._show(key, owner, (key,), data)

    def _duration(self, _owner: Value, _at: int, member: Value) -> None:
        quantity = _quantity(member)
        if quantity:
            self._show("durationOfWarranty", member, ("value", "maxValue", "unitCode"), words.span(*quantity))

    def _rating(self, _owner: Value, _at: int, member: Value) -> None:
        for item in _each(member, "object"):
            if rating := _text(item.get("ratingValue")):
                self._show("aggregateRating", item, ("ratingValue",), f"{rating} stars")

    def _amenity(self, _owner: Value, _at: int, member: Value) -> None:
        for item in _each(member, "object"):
            name = item.get("name")
            if name and name.kind == "string" and _text(item.get("value")).lower() not in ("false", "no", "0"):
                self._say("amenityFeature", name)

    def _answer(self, owner: Value, _at: int, member: Value) -> None:
        question = _text(owner.get("name")) or _text(owner.get("text"))
        for item in _each(member, "object"):
            answer = item.get("text")
            if answer and answer.kind == "string":
                self._say("acceptedAnswer", answer, subject=" ".join(question.split()))

    def _address(self, _owner: Value, _at: int, member: Value) -> None:
        for item in _each(member, "object"):
            self.places += [" ".join(_text(town).split()) for town in _each(item.get("addressLocality"), "string")]
            self.places += self._names[-1:]

    # ------------------------------------------------------------------------------------------------ blocks
    def _say(self, key: str, value: Value, data: str | None = None, subject: str | None = None) -> None:
        """A string as it reads."""
        self._add(key, list(_shown(self._text, value)), data, subject)

    def _show(self, key: str, owner: Value, members: Sequence[str], data: str | None) -> None:
        """The slice of an object from the first of some members to the last."""
        found = [owner.members[name] for name in members if name in owner.members]
        if found:
            start = min(at for at, _ in found)
            end = max(value.end + (value.kind == "string") for _, value in found)
            self._add(key, [(self._text[start:end], start, end)], data, None)

    def _add(self, key: str, pieces: list[Piece], data: str | None, subject: str | None) -> None:
        text, segments = flatten(pieces)
        if not any(map(str.isalnum, text)):
            return
        self.blocks.append(
            Block(
                text,
                "structured",
                segments,
                script_language(text) or self._whole,
                self._names if subject is None else self._names[:-1],
                subject=subject or ".".join((*self._path, key)[-2:]),
                section=self._section,
                card=self._card,
                hidden_from_sight=True,
                data=data,
            )
        )


def _text(value: Value | None) -> str:
    return value.text.strip() if value is not None and value.kind in ("string", "bare") else ""


def _each(value: Value | None, kind: str | None = None) -> Iterator[Value]:
    """A value, or each of an array; of one kind when given."""
    for item in value.items if value is not None and value.kind == "array" else (value,):
        if item is not None and (kind is None or item.kind == kind):
            yield item


def _quantity(value: Value | None) -> tuple[str, str, str] | None:
    """Least and most of a QuantitativeValue and its unit code; None where it gives neither."""
    if value is None or value.kind != "object":
        return None
    least, most = _text(value.get("minValue")), _text(value.get("maxValue")) or _text(value.get("value"))
    unit = _text(value.get("unitCode")) or _text(value.get("unitText"))
    return (least, most, unit) if most or least else None


def _shown(text: str, value: Value) -> Iterator[Piece]:
    """What a string shows; search engines read HTML in it."""
    pieces = string_pieces(text, value)
    if "<" not in value.text and "&" not in value.text:
        yield from pieces
        return
    places: list[tuple[int, int]] = []
    for piece, start, end in pieces:
        one_to_one = len(piece) == end - start
        places += [(start + i, start + i + 1) if one_to_one else (start, end) for i in range(len(piece))]
    at = 0
    for match in _MARKUP.finditer(value.text):
        yield from _plain(value.text, at, match.start(), places)
        at = match.end()
        start, end = places[match.start()][0], places[at - 1][1]
        if match[1] is None:
            read = unescape(match[0])
            yield " " if read.isspace() else read, start, end
        elif match[1].lower() not in _INLINE:
            yield BREAK, start, end
    yield from _plain(value.text, at, len(value.text), places)


def _plain(text: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    while start < end:
        stop = start + 1
        if places[start][1] - places[start][0] == 1:
            while stop < end and places[stop] == (places[stop - 1][0] + 1, places[stop - 1][1] + 1):
                stop += 1
        yield text[start:stop], places[start][0], places[stop - 1][1]
        start = stop
