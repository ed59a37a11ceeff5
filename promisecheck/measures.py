"""The measure vocabulary: what a promise can be about, and which way is better for the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from promisecheck.errors import Fault, InputError
from promisecheck.model import Characteristic, QuantityKind
from promisecheck.paths import data_dir
from promisecheck.yaml_lines import Node, read_yaml

Better = Literal["less", "more", "hours", "areas", "offered"]
LevelKey = Literal["within", "at_least", "at_most", "hours", "areas", "offered"]

_KEYS = ("characteristic", "better", "levels", "units", "about", "names")


@dataclass(frozen=True, slots=True)
class Measure:
    """One entry of the vocabulary.

    better: which way is better for the customer. levels: keys that declare its level in a spec.
    units: kinds of quantity that can be its level. about: its meaning in words. names: how people say it.
    """

    id: str
    characteristic: Characteristic
    better: Better
    levels: tuple[LevelKey, ...]
    units: tuple[QuantityKind, ...]
    about: str
    names: Mapping[str, tuple[str, ...]]


def _words(node: Node | None) -> tuple[str, ...]:
    return tuple(item.scalar or "" for item in (node.items or ())) if node else ()


def parse_measures(text: str, file: str) -> dict[str, Measure]:
    """Read a vocabulary file. Raises InputError naming file, line and the allowed keys."""
    root = read_yaml(text, file).get("measures")
    if root is None or root.entries is None:
        raise InputError(Fault("no mapping 'measures'", file, 1, 1))
    found = {}
    for name, node in root:
        faults = [
            key.fault(f"unknown key '{key.scalar}'", f"allowed here: {', '.join(_KEYS)}")
            for key, _ in node.entries or ()
            if key.scalar not in _KEYS
        ]
        faults += [node.fault(f"'{name}' lacks '{key}'") for key in _KEYS if node.get(key) is None]
        if faults:
            raise InputError(faults)
        values = dict(node)
        found[name] = Measure(
            id=name,
            characteristic=cast(Characteristic, values["characteristic"].scalar),
            better=cast(Better, values["better"].scalar),
            levels=cast(tuple[LevelKey, ...], _words(values["levels"])),
            units=cast(tuple[QuantityKind, ...], _words(values["units"])),
            about=values["about"].scalar or "",
            names={language: _words(names) for language, names in values["names"]},
        )
    return found


@cache
def measures() -> Mapping[str, Measure]:
    """The bundled vocabulary by id, in the order of its file."""
    path = data_dir("rules") / "measures.yaml"
    return parse_measures(path.read_text(encoding="utf-8"), path.name)
