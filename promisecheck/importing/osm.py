"""Extracts of OpenStreetMap: Overpass JSON, GeoJSON (as osmium and overpass-turbo write it) and OSM XML.

A branch is an element with a name that is a shop, an amenity or the like, or that has opening hours. Its id is `ref`,
else `branch`, else its name, with its town where several have the same. The weekly part of `opening_hours` becomes the
regular hours, its dated rules special hours; `opening_hours:delivery` and the like are further kinds.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from xml.parsers import expat

from promisecheck.errors import Fault, InputError
from promisecheck.importing.hours import osm_hours
from promisecheck.importing.incoming import REGULAR, Incoming, Read, Special, names_of
from promisecheck.standards.branch_exports import slug

KIND: Final = "osm"
MAX_ELEMENTS: Final = 200_000
_PLACES: Final = ("shop", "amenity", "office", "craft", "tourism", "leisure", "healthcare", "club")
_TOWNS: Final = ("addr:city", "addr:suburb", "addr:town", "addr:village", "addr:district")
Element = tuple[str, Mapping[str, str]]
"""What an element is called ("node/123") and its tags."""


def is_osm(data: Any) -> bool:
    """Whether parsed JSON is an extract: Overpass's elements, or GeoJSON features."""
    if not isinstance(data, Mapping):
        return False
    return isinstance(data.get("elements"), list) or data.get("type") in ("FeatureCollection", "Feature")


def elements_of_json(data: Mapping[str, Any]) -> Iterator[Element]:
    """The tagged elements of an extract in JSON."""
    if isinstance(data.get("elements"), list):
        for number, element in enumerate(data["elements"], start=1):
            if isinstance(element, Mapping) and isinstance(element.get("tags"), Mapping):
                yield f"{element.get('type', 'element')}/{element.get('id', number)}", _tags(element["tags"])
        return
    features = data.get("features") if data.get("type") == "FeatureCollection" else [data]
    for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
        properties = feature.get("properties") if isinstance(feature, Mapping) else None
        if isinstance(properties, Mapping):
            inner = properties.get("tags")
            name = feature.get("id") or properties.get("@id") or f"feature/{number}"
            yield str(name), _tags(inner if isinstance(inner, Mapping) else properties)


def _tags(values: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(value).strip() for key, value in values.items() if isinstance(value, str | int)}


def elements_of_xml(text: str, shown: str) -> list[Element]:
    """The tagged elements of OSM XML. Raises InputError; a document type, which could define entities, is refused."""
    found: list[Element] = []
    at: list[tuple[str, dict[str, str]]] = []

    def refuse(*_: object) -> None:
        raise InputError(Fault("a document type is not read", shown, parser.CurrentLineNumber, hint="export it again"))

    def start(name: str, attributes: dict[str, str]) -> None:
        if name in ("node", "way", "relation"):
            at.append((f"{name}/{attributes.get('id', '')}", {}))
        elif name == "tag" and at:
            at[-1][1][attributes.get("k", "")] = attributes.get("v", "").strip()

    def end(name: str) -> None:
        if name in ("node", "way", "relation") and at:
            element = at.pop()
            if element[1]:
                found.append(element)
            if len(found) > MAX_ELEMENTS:
                raise InputError(Fault(f"more than {MAX_ELEMENTS:,} elements", shown, hint="extract the branches only"))

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise InputError(Fault(f"not valid XML: {error}", shown, error.lineno, error.offset + 1)) from None
    return found


def read_elements(elements: Iterable[Element], shown: str, day: dt.date) -> Read:
    """The branches among elements. day: from which on dated rules without a year are counted."""
    chosen = [(name, tags) for name, tags in elements if tags.get("name") and _is_branch(tags)]
    ids = Counter(slug(_called(tags)) for _, tags in chosen)
    seen: Counter[str] = Counter()
    faults: list[Fault] = []
    branches = []
    for name, tags in chosen:
        id_ = slug(_called(tags))
        towns = tuple(filter(None, (tags.get(key, "") for key in _TOWNS)))
        if ids[id_] > 1:
            id_ = slug(" ".join((id_, *towns[:1]))) if towns else slug(f"{id_} {name}")
        seen[id_] += 1
        if seen[id_] > 1:
            id_ = slug(f"{id_} {name}")
        hours, special = _hours(tags, f"{shown}, {name}", day, faults)
        names = [("", tags["name"])]
        names += [(key[5:], text) for key, text in tags.items() if key.startswith("name:") and len(key) == 7]
        names += [(key[7:], text) for key, text in tags.items() if key.startswith("branch:") and len(key) == 9]
        names += [("", tags["branch"])] if tags.get("branch") else []
        url = tags.get("website") or tags.get("contact:website") or tags.get("url")
        branches.append(
            Incoming(
                key=name,
                id=id_,
                names=names_of(names),
                towns=towns,
                url=url,
                hours=hours,
                special=special,
                where=f"{shown}, {name}",
            )
        )
    return Read(KIND, tuple(branches), tuple(faults))


def _is_branch(tags: Mapping[str, str]) -> bool:
    return "opening_hours" in tags or any(key in tags for key in _PLACES)


def _called(tags: Mapping[str, str]) -> str:
    return tags.get("ref") or tags.get("branch") or tags["name"]


def _hours(
    tags: Mapping[str, str], where: str, day: dt.date, faults: list[Fault]
) -> tuple[dict[str, str], tuple[Special, ...]]:
    hours: dict[str, str] = {}
    special: tuple[Special, ...] = ()
    for key, text in tags.items():
        if key != "opening_hours" and not key.startswith("opening_hours:"):
            continue
        kind = slug(key.removeprefix("opening_hours").lstrip(":")) or REGULAR
        if kind == "signed" or not text:
            continue
        try:
            weekly, dated = osm_hours(text, day)
        except InputError as error:
            faults += [
                Fault(f"{key}: {fault.message}; left out", where, text=text, hint=fault.hint) for fault in error.faults
            ]
            continue
        if weekly is not None:
            hours[kind] = weekly
        if kind == REGULAR:
            special = dated
    return hours, special
