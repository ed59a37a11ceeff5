"""Reads what is declared from nodes: standards with their overrides, the prices of tiers, notices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from promisecheck.measures import Measure, measures
from promisecheck.model import Cause, Condition, ConditionKind, Level, Limit, Stretch
from promisecheck.standards.amounts import read_money, read_time_of_day
from promisecheck.standards.conditions import read_condition
from promisecheck.standards.declarations import Declaration, Entry, Notice, compose_level
from promisecheck.standards.faults import Faults, known_hint, near
from promisecheck.standards.keys import CONDITION_KINDS, LEVELS, WORDED
from promisecheck.standards.levels import example, read_at_least, read_at_most, read_hours, read_offered, read_within
from promisecheck.standards.organisation import Group, Location
from promisecheck.standards.reading_places import Entries, Header, Places, check_id, where
from promisecheck.standards.values import (
    Words,
    items_of,
    read,
    read_date,
    read_importance,
    read_share,
    read_stretch,
    text_of,
)
from promisecheck.yaml_lines import Node

_SURE = 0.8
"""Likeness from which a free name of a place is taken for a slip of a declared one."""


class StandardsReader:
    """Reads standards against the places, tiers and services they may refer to."""

    def __init__(self, header: Header, places: Places, words: Words, faults: Faults) -> None:
        self._currency = header.currency
        self._places = places
        self._words = words
        self._faults = faults
        named: list[Group | Location] = [*places.groups.values(), *places.locations.values()]
        self._ids_by_name = {
            " ".join(name.casefold().split()): place.id
            for place in named
            for names in place.names.values()
            for name in names
        }

    # -------------------------------------------------------------------------------------------- standards
    def standards(self, entries: Entries) -> list[Declaration]:
        """The declarations of the section `standards:`; those without a usable service or measure are left out."""
        found = (self._standard(key, value) for key, value in entries.values())
        return [declaration for declaration in found if declaration is not None]

    def _standard(self, key: Node, node: Node) -> Declaration | None:
        id_ = check_id(key, "standard", self._faults)
        service = self._reference(node.get("service"), self._places.services, "service")
        measure = measures().get(text_of(node.get("measure")) or "")
        if measure is None or node.entries is None:
            return None
        entries = self._each_once(list(self._entries(key, node, measure)), node)
        what = self._words.names(node.get("what"))
        counted = compose_level(entries[0].fields)
        if not what and counted is not None and counted.what:
            what = {self._words.language_of(counted.what): (counted.what,)}
        if not service:
            return None
        return Declaration(id_, service, measure.id, what, tuple(entries), where(key), column=key.column)

    def _entries(self, key_node: Node, node: Node, measure: Measure) -> Iterator[Entry]:
        yield Entry(None, None, self._fields(node, measure), where(key_node), key_node.column)
        locations = {**self._places.locations, **self._places.groups}
        for key, value in _entries_of(node, "by_location"):
            place = self._known(key, locations, "location or group")
            yield Entry(place, None, self._fields(value, measure), where(key), key.column)
            for tier_key, nested in _entries_of(value, "by_tier"):
                tier = self._known(tier_key, self._places.tiers, "tier")
                yield Entry(place, tier, self._fields(nested, measure), where(tier_key), tier_key.column)
        for key, value in _entries_of(node, "by_tier"):
            tier = self._known(key, self._places.tiers, "tier")
            yield Entry(None, tier, self._fields(value, measure), where(key), key.column)
            for place_key, nested in _entries_of(value, "by_location"):
                place = self._known(place_key, locations, "location or group")
                yield Entry(place, tier, self._fields(nested, measure), where(place_key), place_key.column)

    def _each_once(self, entries: list[Entry], node: Node) -> list[Entry]:
        """The entries, those that stand both in by_location > by_tier and in by_tier > by_location made one.

        The two must not set the same key.
        """
        found: dict[tuple[str | None, str | None], Entry] = {}
        for entry in entries:
            other = found.setdefault((entry.place, entry.tier), entry)
            if other is entry:
                continue
            both = sorted(set(entry.fields) & set(other.fields))
            if both and entry.place and entry.tier:
                message = f"'{entry.place}' with '{entry.tier}' is declared twice: {other.where} and {entry.where}"
                self._faults.add(node.get("by_tier") or node, message, "keep one of the two")
            found[entry.place, entry.tier] = replace(other, fields={**other.fields, **entry.fields})
        return list(found.values())

    def _reference(self, node: Node | None, known: Mapping[str, object], noun: str) -> str | None:
        return None if node is None or text_of(node) is None else self._known(node, known, noun) or None

    def _known(self, node: Node, known: Mapping[str, object], noun: str) -> str:
        """The id in a node; "" when it is not declared, which is reported."""
        id_ = text_of(node) or ""
        if id_ in known:
            return id_
        meant = self._ids_by_name.get(id_.casefold())
        hint = (
            f"write its id: {meant}" if meant in known else known_hint(id_, known, f"{noun.replace(' or ', 's or ')}s")
        )
        self._faults.add(node, f"there is no {noun} '{id_}'", hint)
        return ""

    # -------------------------------------------------------------------------------------------- one entry
    def _fields(self, node: Node, measure: Measure) -> dict[str, Any]:
        """The fields of Standard that an entry sets."""
        faults = self._faults
        fields: dict[str, Any] = self._level(node, measure)
        read_values = {
            "reliability": read(node.get("reliability"), read_share, faults, "reliability"),
            "importance": read(node.get("importance"), read_importance, faults, "importance"),
            "effective": read_stretch(node.get("effective"), faults, "effective"),
            "review_by": read(node.get("review_by"), read_date, faults, "review_by"),
            "owner": text_of(node.get("owner")),
            "reason": self._words.wording(node.get("reason")) or None,
            "comparison": self._comparison(node.get("comparison")),
            "measured": {key: text_of(value) or "" for key, value in _entries(node.get("measured"))} or None,
        }
        fields |= {name: value for name, value in read_values.items() if value is not None}
        for name, reader in (
            ("conditions", self._conditions),
            ("exceptions", self._exceptions),
            ("limits", self._limits),
        ):
            value = node.get(name)
            if value is not None and value.items is not None:
                fields[name] = reader(value)
        expected = node.get("expected")
        if expected is not None and expected.entries is not None:
            fields["expected"] = compose_level(self._level(expected, measure))
            fields["expected_source"] = text_of(expected.get("source"))
        return fields

    def _level(self, node: Node, measure: Measure) -> dict[str, Any]:
        """`level` and `by`, as far as the node sets them and the measure takes them."""
        fields: dict[str, Any] = {}
        for key_node, value in node.entries or ():
            key = key_node.scalar or ""
            if key not in (*LEVELS, "by"):
                continue
            if key not in measure.levels and not (key == "by" and "within" in measure.levels):
                right = measure.levels[0]
                hint = f"write {right}: {example(measure)}"
                self._faults.add(key_node, f"'{measure.id}' is declared with '{right}', not '{key}'", hint)
            elif key == "by":
                by = read(value, read_time_of_day, self._faults)
                fields |= {"by": by} if by else {}
            else:
                level = self._read_level(key, value, measure)
                fields |= {"level": level} if level else {}
        return fields

    def _read_level(self, key: str, node: Node, measure: Measure) -> Level | None:
        if key == "areas":
            areas = tuple(dict.fromkeys(area for item in items_of(node) for area in self._area(item)))
            return Level(areas=areas) if areas else None
        currency = self._currency
        readers = {
            "within": read_within,
            "at_least": lambda text: read_at_least(text, measure, currency),
            "at_most": lambda text: read_at_most(text, measure, currency),
            "hours": read_hours,
            "offered": read_offered,
        }
        return read(node, readers[key], self._faults)

    def _area(self, node: Node) -> tuple[str, ...]:
        """Ids for a declared place, else the names as they stand.

        A name that looks like a slip is reported, unless it stands with its language.
        """
        if node.entries is not None:
            names = [name for texts in self._words.names(node).values() for name in texts]
            ids = {self._ids_by_name[name.casefold()] for name in names if name.casefold() in self._ids_by_name}
            return tuple(ids) if len(ids) == 1 else tuple(names)
        name = text_of(node)
        if name is None:
            return ()
        known = {**self._places.locations, **self._places.groups}
        if name in known or name.casefold() in self._ids_by_name:
            return (name if name in known else self._ids_by_name[name.casefold()],)
        close = near(name, [*known, *self._ids_by_name], most=1, least=_SURE)
        if close:
            hint = f"did you mean '{close[0]}'? For a place without a branch write {{en: {name}}}"
            self._faults.add(node, f"there is no location or group '{name}'", hint)
        return (name,)

    def _conditions(self, node: Node) -> tuple[Condition, ...]:
        found = []
        for item in node.items or ():
            for key, value in item.entries or ():
                kind = next((kind for kind in CONDITION_KINDS if kind == key.scalar), None)
                condition = self._condition(kind, value) if kind else None
                if condition is not None:
                    found.append(condition)
        return tuple(found)

    def _condition(self, kind: ConditionKind, node: Node) -> Condition | None:
        texts = tuple((language, name) for language, names in self._words.names(node).items() for name in names)
        if not texts:
            return None
        if kind not in WORDED:
            first = node if node.entries is None else next(_leaves(node.entries[0][1]), node)
            found = read(first, lambda text: read_condition(kind, text, self._currency), self._faults, kind)
            return replace(found, texts=texts) if found is not None and node.entries is not None else found
        if kind != "area":
            return Condition(texts[0][1], kind, texts=texts)
        areas = tuple(dict.fromkeys(area for item in _leaves(node) for area in self._area(item)))
        return Condition(texts[0][1], kind, Level(areas=areas), texts)

    def _exceptions(self, node: Node) -> tuple[Cause, ...]:
        return tuple(
            Cause(next(iter(cause.values())), self._words.wording(item.get("disclose")))
            for item in node.items or ()
            if (cause := self._words.wording(item.get("cause")))
        )

    def _limits(self, node: Node) -> tuple[Limit, ...]:
        return tuple(
            Limit(impossible, self._words.wording(item.get("why")))
            for item in node.items or ()
            if (impossible := self._words.wording(item.get("not")))
        )

    def _comparison(self, node: Node | None) -> dict[str, str] | None:
        """claim, claim_ar ... (further languages), source."""
        if node is None or node.entries is None:
            return None
        claims = self._words.wording(node.get("claim"))
        found = {"claim" if n == 0 else f"claim_{language}": text for n, (language, text) in enumerate(claims.items())}
        source = text_of(node.get("source"))
        return found | ({"source": source} if source else {})

    # -------------------------------------------------------------------------------------------- tiers, notices
    def tier_prices(self, entries: Entries) -> list[Declaration]:
        """The price of each tier as a declaration "tiers.ID" of measure `price`, without a service."""
        found = []
        for id_, (key, node) in entries.items():
            price = read(node.get("price"), lambda text: read_money(text, self._currency), self._faults, "price")
            if price is not None:
                level = Level(op="<=", value=price.value, unit=price.unit, per=price.per)
                base = Entry(None, None, {"level": level}, where(key), key.column)
                names = self._places.tiers[id_].names
                found.append(Declaration(f"tiers.{id_}", "", "price", names, (base,), where(key), id_, key.column))
        return found

    def notices(self, nodes: list[Node], declarations: list[Declaration]) -> list[Notice]:
        """The notices, each for a declared standard."""
        by_id = {declaration.id: declaration for declaration in declarations}
        found = (self._notice(node, by_id) for node in nodes)
        return [notice for notice in found if notice is not None]

    def _notice(self, node: Node, by_id: Mapping[str, Declaration]) -> Notice | None:
        standard = self._reference(node.get("standard"), by_id, "standard")
        locations = {**self._places.locations, **self._places.groups}
        places = [self._known(item, locations, "location or group") for item in items_of(node.get("locations"))]
        tiers = [self._known(item, self._places.tiers, "tier") for item in items_of(node.get("tiers"))]
        days = read_stretch(node, self._faults, "notice")
        if standard is None:
            return None
        fields = self._fields(node, measures()[by_id[standard].measure])
        fields.pop("reason", None)
        reason = self._words.wording(node.get("reason"))
        disclose = self._words.wording(node.get("disclose"))
        return Notice(standard, tuple(places), tuple(tiers), days or Stretch(), fields, reason, disclose, where(node))


def _entries(node: Node | None) -> Iterator[tuple[str, Node]]:
    if node is not None:
        yield from node


def _entries_of(node: Node, key: str) -> tuple[tuple[Node, Node], ...]:
    """The pairs of key and value of a mapping below a key."""
    value = node.get(key)
    return value.entries or () if value is not None else ()


def _leaves(node: Node) -> Iterator[Node]:
    """The texts of a name per language, of a list, or of a text; a mapping of languages counts as one."""
    yield from (node,) if node.entries is not None else items_of(node)
