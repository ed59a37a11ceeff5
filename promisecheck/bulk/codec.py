"""Reports as JSON text and back, exactly. Nothing that is read can run: no pickle, only the types of the model."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any, Final

from promisecheck import model

_TYPES: Final[dict[str, Any]] = {
    name: one for name, one in vars(model).items() if isinstance(one, type) and is_dataclass(one)
}
_FIELDS: Final = {name: tuple(field.name for field in fields(one)) for name, one in _TYPES.items()}
_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_SHARED_FROM: Final = 16
"""Tuples this long are written once and referred to: the same locations stand under every claim."""
_SHARED: Final = frozenset({"Standard", "Ruling", "Verdicts"})
"""Types of which one object stands in many places; it is written once, and one object again when it is read."""


def dumps(report: model.Report) -> str:
    """The report as text. Sequences come back as tuples, whole numbers of any kind as plain ones."""
    shared: list[Any] = []
    known: dict[int, int] = {}
    kept: list[object] = []  # what `known` names by its id stays alive

    def once(value: Any, packed: Callable[[], Any]) -> Any:
        """A reference to what is written once."""
        if id(value) not in known:
            known[id(value)] = len(shared)
            kept.append(value)
            shared.append(None)
            shared[known[id(value)]] = packed()
        return {"r": known[id(value)]}

    def pack(value: Any) -> Any:
        if type(value) in _PLAIN or isinstance(value, (str, int, float)):
            return value
        name = type(value).__name__
        if name in _FIELDS and isinstance(value, _TYPES[name]):
            packed = partial(_object, name, value, pack)
            return once(value, packed) if name in _SHARED else packed()
        if isinstance(value, dt.date):
            return {"d": value.isoformat()}
        if isinstance(value, Mapping):
            return {"m": [[pack(key), pack(one)] for key, one in value.items()]}
        if hasattr(value, "tolist"):  # a column of numpy
            return value.tolist()
        if len(value) < _SHARED_FROM:
            return [pack(one) for one in value]
        return once(value, lambda: [pack(one) for one in value])

    body = pack(report)
    return json.dumps([shared, body], ensure_ascii=True, separators=(",", ":"))


def _object(name: str, value: object, pack: Callable[[Any], Any]) -> dict[str, Any]:
    return {"o": name, "v": [pack(getattr(value, field)) for field in _FIELDS[name]]}


def loads(text: str) -> model.Report:
    """The report again. Raises ValueError for text that is none."""
    try:
        shared, body = json.loads(text)
        read: dict[int, Any] = {}

        def unpacked(values: list[Any]) -> tuple[Any, ...]:
            plain = _PLAIN.issuperset(map(type, values))
            return tuple(values) if plain else tuple(map(unpack, values))

        def unpack(value: Any) -> Any:
            if isinstance(value, list):
                return unpacked(value)
            if not isinstance(value, dict):
                return value
            if "r" in value:
                at = value["r"]
                if at not in read:
                    read[at] = unpack(shared[at])
                return read[at]
            if "d" in value:
                return dt.date.fromisoformat(value["d"])
            if "m" in value:
                return {unpack(key): unpack(one) for key, one in value["m"]}
            return _TYPES[value["o"]](*unpacked(value["v"]))

        report = unpack(body)
    except (TypeError, KeyError, IndexError, RecursionError) as error:
        raise ValueError(f"no report: {error}") from None
    if not isinstance(report, model.Report):
        raise ValueError("no report")
    return report
