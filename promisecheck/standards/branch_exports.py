"""Locations from what businesses already hold: schema.org JSON-LD, and exports of a Google Business Profile.

JSON-LD: every node with an address or a branch code, or whose type is a kind of place of business. Its id is the branch
code, the identifier, else its name. Google: the API's JSON (locations with storeCode, title, websiteUri) and the bulk
download in CSV (Store code, Business name, Website). The town becomes the group of that name where one is declared;
town, telephone and labels are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from promisecheck.errors import Fault, InputError
from promisecheck.standards.branches import Branch, Row, names_node
from promisecheck.yaml_lines import Node

MAX_NODES = 1_000_000
STORE_CODE = "store_code"
"""The column by which Google's bulk download is known."""
_ARABIC = re.compile("[\u0600-\u06ff]")
_KINDS = re.compile(
    r"(?:Business|Store|Shop|Restaurant|Cafe\w*|Bakery|Hotel|Bank\w*|Clinic|Pharmacy|Salon|Library|Place|Office|Center"
    r"|Organization|Establishment|Service|Dealer|Station|Location)$"
)


def read_json(text: str, shown: str, groups_by_name: Mapping[str, str]) -> list[Branch]:
    """The locations of a JSON file of either kind. Raises InputError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        line = text.splitlines()[error.lineno - 1] if text else None
        raise InputError(Fault(f"not valid JSON: {error.msg}", shown, error.lineno, error.colno, line)) from None
    except RecursionError:
        raise InputError(Fault("nested too deeply", shown)) from None
    objects = list(objects_in(data, shown))
    google = [found for found in objects if "storeCode" in found or ("title" in found and "storefrontAddress" in found)]
    if google:
        return [_google(found, shown, n, groups_by_name) for n, found in enumerate(google, start=1)]
    places = [found for found in objects if is_place(found)]
    if not places:
        hint = "schema.org JSON-LD with a place of business, or a Google Business Profile export"
        raise InputError(Fault("no location in this file", shown, hint=hint))
    return [_json_ld(found, shown, n, groups_by_name) for n, found in enumerate(places, start=1)]


def objects_in(data: Any, shown: str) -> Iterator[dict[str, Any]]:
    """All objects of parsed JSON in document order. Raises InputError where there are too many values."""
    waiting, seen = [data], 0
    while waiting:
        value = waiting.pop()
        seen += 1
        if seen > MAX_NODES:
            raise InputError(Fault("more than a million values", shown, hint="split the file"))
        if isinstance(value, dict):
            yield value
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def is_place(found: Mapping[str, Any]) -> bool:
    """Whether an object of JSON-LD is a place of business with an address or a branch code."""
    kinds = found.get("@type")
    names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    return (
        bool(names)
        and ("address" in found or "branchCode" in found)
        and any(_KINDS.search(name[-40:]) for name in names)
    )


# ------------------------------------------------------------------------------------------------ the two kinds
def _json_ld(found: Mapping[str, Any], shown: str, number: int, groups_by_name: Mapping[str, str]) -> Branch:
    names = [name for key in ("name", "alternateName") for name in texts_of(found.get(key))]
    address = found.get("address")
    town = first_text(address.get("addressLocality") if isinstance(address, dict) else address)
    code = first_text(found.get("branchCode")) or first_text(found.get("identifier")) or (names[0][1] if names else "")
    extra = {"town": town, "telephone": first_text(found.get("telephone"))}
    return _branch(shown, number, code, names, first_text(found.get("url")), [town], extra, groups_by_name)


def _google(found: Mapping[str, Any], shown: str, number: int, groups_by_name: Mapping[str, str]) -> Branch:
    title = first_text(found.get("title")) or first_text(found.get("locationName"))
    language = first_text(found.get("languageCode"))[:2]
    address = found.get("storefrontAddress") or found.get("address")
    town = first_text(address.get("locality") if isinstance(address, dict) else "")
    labels = [label for _, label in texts_of(found.get("labels"))]
    code = first_text(found.get("storeCode")) or title
    extra = {"town": town, "labels": ";".join(labels)}
    website = first_text(found.get("websiteUri")) or first_text(found.get("websiteUrl"))
    return _branch(shown, number, code, [(language, title)], website, [town, *labels], extra, groups_by_name)


def read_google_rows(
    columns: list[str], rows: Iterable[Row], shown: str, groups_by_name: Mapping[str, str], faults: list[Fault]
) -> list[Branch]:
    """The locations of Google's bulk download in CSV; rows without a store code are added to `faults`."""
    branches = []
    for line, cells in rows:
        values = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
        code = values.get(STORE_CODE, "")
        if not code:
            at = columns.index(STORE_CODE) + 1
            faults.append(Fault("row without a store code", shown, line, at, hint="give every location a store code"))
            continue
        town, labels = values.get("locality", ""), values.get("labels", "")
        extra = {"town": town, "labels": labels, "telephone": values.get("primary_phone", "")}
        groups = [town, *(label.strip() for label in labels.split(","))]
        names = [("", values.get("business_name", "") or code)]
        branches.append(_branch(shown, line, code, names, values.get("website", ""), groups, extra, groups_by_name))
    return branches


def _branch(
    shown: str,
    line: int,
    code: str,
    names: list[tuple[str, str]],
    url: str,
    groups: list[str],
    extra: Mapping[str, str],
    groups_by_name: Mapping[str, str],
) -> Branch:
    def leaf(text: str) -> Node:
        return Node(shown, line, 1, scalar=text)

    by_language: dict[str, tuple[Node, ...]] = {}
    for language, text in names:
        known = language or ("ar" if _ARABIC.search(text) else "en")
        by_language[known] = (*by_language.get(known, ()), leaf(text))
    entries = [(leaf("names"), names_node(shown, line, 1, by_language))] if by_language else []
    ids = dict.fromkeys(groups_by_name[name.casefold()] for name in groups if name.casefold() in groups_by_name)
    if ids:
        entries.append((leaf("groups"), Node(shown, line, 1, items=tuple(leaf(id_) for id_ in ids))))
    if url:
        entries.append((leaf("url"), leaf(url)))
    kept = {key: value for key, value in extra.items() if value}
    return Branch(leaf(slug(code)), Node(shown, line, 1, entries=tuple(entries)), kept)


def slug(text: str) -> str:
    """A name or code as an id: small letters, digits and hyphens, of any script."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")


def texts_of(value: Any) -> list[tuple[str, str]]:
    """(language, text) of a JSON-LD value: text, {"@value", "@language"}, or a list of them."""
    if isinstance(value, list):
        return [pair for item in value for pair in texts_of(item)]
    if isinstance(value, dict):
        text, language = value.get("@value"), value.get("@language")
        return [(str(language or "")[:2], text)] if isinstance(text, str) and text.strip() else []
    return [("", str(value).strip())] if isinstance(value, str | int) and str(value).strip() else []


def first_text(value: Any) -> str:
    """The first text of a JSON-LD value, of an object its `value`; "" where there is none."""
    texts = texts_of(value)
    if isinstance(value, dict) and not texts:
        return first_text(value.get("value"))
    return texts[0][1] if texts else ""
