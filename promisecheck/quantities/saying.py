"""The words for writing levels, read from rules/quantities/saying.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from promisecheck.model import Language
from promisecheck.paths import data_dir
from promisecheck.yaml_lines import Node, read_yaml

Forms = tuple[str, ...]
"""English: one, several. Arabic: one, two as subject, two as object, 3 to 10, 11 and more, gender."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """One language's words. `units[unit]` holds the ways of saying a unit of time or count, the usual one first."""

    units: Mapping[str, tuple[Forms, ...]]
    moments: Mapping[str, str]
    money: Mapping[str, Forms]
    directions: Mapping[str, Mapping[str, str]]
    to: str
    both: str
    by: str
    free: str


def _forms(text: str) -> Forms:
    return tuple(form.replace("_", " ") for form in text.split())


def _mapping(node: Node | None) -> dict[str, str]:
    return {key: value.scalar or "" for key, value in node or ()}


def _sayings(node: Node) -> Sayings:
    values = dict(node)
    units = {
        key: tuple(_forms(item.scalar or "") for item in value.items or ())
        for part in ("durations", "counts")
        for key, value in values[part]
    }
    return Sayings(
        units=units,
        moments=_mapping(values["moments"]),
        money={code: _forms(forms) for code, forms in _mapping(values["money"]).items()},
        directions={kind: _mapping(value) for kind, value in values["directions"]},
        to=values["to"].scalar or "",
        both=values["and"].scalar or "",
        by=values["by"].scalar or "",
        free=values["free"].scalar or "",
    )


@cache
def _root() -> Node:
    path = data_dir("rules") / "quantities" / "saying.yaml"
    return read_yaml(path.read_text(encoding="utf-8"), path.name)


@cache
def sayings(language: Language) -> Sayings:
    """The words of a language."""
    return _sayings(dict(_root())[language])


@cache
def signs() -> Mapping[str, str]:
    """Signs of currencies ($, £), by code."""
    return _mapping(_root().get("signs"))


@cache
def local_signs() -> Mapping[str, str]:
    """Arabic abbreviations of currencies (د.أ), by code."""
    return _mapping(_root().get("local"))
