"""Shapes of YAML: one description, of which the validator and the JSON Schema are both made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from promisecheck.standards.faults import Faults, known_hint
from promisecheck.yaml_lines import Node

LANGUAGE = r"[a-z]{2}"


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar.

    pattern: what editors check it against; the reader of the value has the last word. others: further JSON types an
    editor may take it for ("number", "boolean").
    """

    example: str = ""
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape. or_single: one item may stand without the list."""

    item: Shape
    or_single: bool = False


@dataclass(frozen=True, slots=True)
class PerLanguage:
    """A mapping of languages to text (with `many` to text or a list of texts), or plain text in the first language."""

    example: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a mapping, with what it means."""

    name: str
    shape: Shape
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys; with `rest`, further keys of that shape, which are called `noun`s.

    may_be_empty: nothing at all may stand there.
    """

    keys: tuple[Key, ...] = ()
    rest: Shape | None = None
    noun: str = "key"
    at_least_one: bool = False
    may_be_empty: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The known keys in order."""
        return tuple(key.name for key in self.keys)


@dataclass(frozen=True, slots=True)
class Either:
    """One of several shapes, told apart by whether the value is text, a list or a mapping."""

    shapes: tuple[Shape, ...]


Shape = Text | ListOf | PerLanguage | Record | Either


def kinds(shape: Shape) -> tuple[str, ...]:
    """What a value of the shape may be: text, a list, a mapping."""
    if isinstance(shape, Text):
        return ("text",)
    if isinstance(shape, ListOf):
        return ("a list", *kinds(shape.item)) if shape.or_single else ("a list",)
    if isinstance(shape, PerLanguage):
        return ("a mapping", "text", "a list") if shape.many else ("a mapping", "text")
    if isinstance(shape, Record):
        return ("a mapping",)
    return tuple(dict.fromkeys(kind for one in shape.shapes for kind in kinds(one)))


def check(node: Node, shape: Shape, faults: Faults, name: str, item: bool = False) -> None:
    """Report every place below `node` that does not have the shape.

    name: the key that leads to the node, "" for a whole file. item: whether the node is an item of its list.
    """
    if isinstance(shape, Either):
        fitting = next((one for one in shape.shapes if node.kind in kinds(one)), None)
        if fitting is not None:
            check(node, fitting, faults, name, item)
            return
    if isinstance(shape, Record) and shape.may_be_empty and node.scalar == "":
        return
    label = f"an item of '{name}'" if item else f"'{name}'" if name else "the file"
    if node.kind not in kinds(shape):
        wanted = " or ".join(kinds(shape))
        empty = node.scalar == ""
        faults.add(
            node, f"{label} {'is empty' if empty else f'must be {wanted}, not {node.kind}'}", _mend(shape, name, item)
        )
    elif isinstance(shape, Text):
        _check_text(node, shape, faults, label, _mend(shape, name, item))
    elif isinstance(shape, ListOf):
        for part in [node] if node.items is None else node.items:
            check(part, shape.item, faults, name, item=node.items is not None)
    elif isinstance(shape, PerLanguage):
        _check_languages(node, shape, faults, label, _mend(shape, name, item))
    elif isinstance(shape, Record):
        _check_record(node, shape, faults, label)


def _mend(shape: Shape, name: str, item: bool) -> str | None:
    """How a value of the shape is written after its key, or as an item of a list."""
    start = "-" if item else f"{name}:"
    if isinstance(shape, Either):
        return _mend(shape.shapes[0], name, item)
    if isinstance(shape, ListOf):
        inner = shape.item.shapes[0] if isinstance(shape.item, Either) else shape.item
        example = getattr(inner, "example", "")
        return f"write {start} [{example}]" if example else f"write a list below {start}"
    if isinstance(shape, Text | PerLanguage):
        return f"write {start} {shape.example}" if shape.example else None
    if shape.keys:
        return f"write {start} {{{shape.keys[0].name}: …}}; allowed keys: {', '.join(shape.names)}"
    return f"write {start} {{{shape.noun}: …}}"


def _check_text(node: Node, shape: Text, faults: Faults, label: str, mend: str | None) -> None:
    text = (node.scalar or "").strip()
    if not text and not shape.may_be_empty:
        faults.add(node, f"{label} is empty", mend)
    elif shape.choices and text not in shape.choices:
        faults.add(node, f"{label} cannot be '{text}'", known_hint(text, shape.choices, "allowed"))


def _check_languages(node: Node, shape: PerLanguage, faults: Faults, label: str, mend: str | None) -> None:
    for text in [node] if node.entries is None else [value for _, value in node.entries]:
        if text.items is not None and not shape.many:
            faults.add(text, f"{label} is one text per language, not a list", mend)
        for item in [text] if text.items is None else text.items:
            if item.scalar is None:
                faults.add(item, f"{label} must be text, not {item.kind}", mend)
            elif not item.scalar.strip():
                faults.add(item, f"{label} is empty", mend)


def _check_record(node: Node, shape: Record, faults: Faults, label: str) -> None:
    known = {key.name: key for key in shape.keys}
    entries = node.entries or ()
    for key, value in entries:
        word = key.scalar or ""
        if word in known:
            check(value, known[word].shape, faults, word)
        elif shape.rest is not None:
            check(value, shape.rest, faults, word)
        else:
            faults.add(key, f"unknown key '{word}' in {label}", known_hint(word, shape.names, "allowed here"))
    present = {key.scalar for key, _ in entries}
    for required in (key for key in shape.keys if key.required and key.name not in present):
        mend = _mend(required.shape, required.name, item=False)
        faults.add(node, f"{label} lacks '{required.name}': {required.about}", mend)
    if shape.at_least_one and not entries:
        faults.add(node, f"{label} is empty", f"allowed here: {', '.join(shape.names)}")


# ------------------------------------------------------------------------------------------------ JSON Schema
def json_schema(shape: Shape) -> dict[str, Any]:
    """The shape as JSON Schema (2020-12)."""
    if isinstance(shape, Text):
        out: dict[str, Any] = {"type": ["string", *shape.others] if shape.others else "string"}
        out |= {"enum": list(shape.choices)} if shape.choices else {}
        out |= {"pattern": shape.pattern} if shape.pattern else {}
        return out | ({"examples": [shape.example.strip('"')]} if shape.example else {})
    if isinstance(shape, ListOf):
        array = {"type": "array", "items": json_schema(shape.item)}
        return {"anyOf": [array, json_schema(shape.item)]} if shape.or_single else array
    if isinstance(shape, PerLanguage):
        return {"$ref": "#/$defs/names" if shape.many else "#/$defs/wording"}
    if isinstance(shape, Record):
        return _record_schema(shape)
    return {"anyOf": [json_schema(one) for one in shape.shapes]}


def _record_schema(shape: Record) -> dict[str, Any]:
    out: dict[str, Any] = {"type": ["object", "null"] if shape.may_be_empty else "object"}
    if shape.keys:
        out["properties"] = {key.name: {"description": key.about, **json_schema(key.shape)} for key in shape.keys}
    out["additionalProperties"] = json_schema(shape.rest) if shape.rest is not None else False
    required = [key.name for key in shape.keys if key.required]
    return out | ({"required": required} if required else {}) | ({"minProperties": 1} if shape.at_least_one else {})


def shared_definitions() -> dict[str, Any]:
    """The `$defs` that `json_schema` refers to."""
    one = {"type": "string", "minLength": 1}
    many = {"anyOf": [one, {"type": "array", "items": one}]}
    by_language = {"type": "object", "propertyNames": {"pattern": f"^{LANGUAGE}$"}}
    return {
        "wording": {"anyOf": [one, by_language | {"additionalProperties": one}]},
        "names": {"anyOf": [one, {"type": "array", "items": one}, by_language | {"additionalProperties": many}]},
    }


def walk(shape: Shape, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Key]]:
    """Every key below a shape with the path to it, each record once."""
    if isinstance(shape, Record):
        for key in shape.keys:
            yield (*path, key.name), key
            yield from walk(key.shape, (*path, key.name))
        if shape.rest is not None:
            yield from walk(shape.rest, (*path, f"<{shape.noun}>"))
    elif isinstance(shape, ListOf):
        yield from walk(shape.item, path)
    elif isinstance(shape, Either):
        for one in shape.shapes:
            yield from walk(one, path)
