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


def check(node: Node, shape: Shape, faults: Faults, name: str) -> None:
    """Report every place below `node` that does not have the shape; `name` is what messages call the node."""
    if isinstance(shape, Either):
        fitting = next((one for one in shape.shapes if node.kind in kinds(one)), None)
        if fitting is not None:
            check(node, fitting, faults, name)
            return
    if isinstance(shape, Record) and shape.may_be_empty and node.scalar == "":
        return
    if node.kind not in kinds(shape):
        _wrong_kind(node, shape, faults, name)
    elif isinstance(shape, Text):
        _check_text(node, shape, faults, name)
    elif isinstance(shape, ListOf):
        for item in [node] if node.items is None else node.items:
            check(item, shape.item, faults, name)
    elif isinstance(shape, PerLanguage):
        _check_languages(node, shape, faults, name)
    elif isinstance(shape, Record):
        _check_record(node, shape, faults, name)


def _wrong_kind(node: Node, shape: Shape, faults: Faults, name: str) -> None:
    wanted = " or ".join(kinds(shape))
    if node.scalar == "":
        faults.add(node, f"'{name}' is empty", f"give it a value ({wanted}){_example(shape, name)}")
    else:
        faults.add(
            node, f"'{name}' must be {wanted}, not {node.kind}", _example(shape, name).removeprefix(", ") or None
        )


def _example(shape: Shape, name: str) -> str:
    if isinstance(shape, ListOf) and isinstance(shape.item, Text | PerLanguage) and shape.item.example:
        return f", e.g. {name}: [{shape.item.example}]"
    if isinstance(shape, Text | PerLanguage) and shape.example:
        return f", e.g. {name}: {shape.example}"
    if isinstance(shape, Record) and shape.keys:
        return f", e.g. {name}: {{{shape.keys[0].name}: …}}; allowed keys: {', '.join(shape.names)}"
    return f", e.g. {name}: {{{shape.noun}: …}}" if isinstance(shape, Record) else ""


def _check_text(node: Node, shape: Text, faults: Faults, name: str) -> None:
    text = (node.scalar or "").strip()
    if not text and not shape.may_be_empty:
        faults.add(node, f"'{name}' is empty", f"give it a value{_example(shape, name)}")
    elif shape.choices and text not in shape.choices:
        faults.add(node, f"'{name}' cannot be '{text}'", known_hint(text, shape.choices, "allowed"))


def _check_languages(node: Node, shape: PerLanguage, faults: Faults, name: str) -> None:
    for text in [node] if node.entries is None else [value for _, value in node.entries]:
        if text.items is not None and not shape.many:
            faults.add(text, f"'{name}' is one text per language, not a list")
        for item in [text] if text.items is None else text.items:
            if item.scalar is None:
                faults.add(
                    item, f"'{name}' must be text, not {item.kind}", _example(shape, name).removeprefix(", ") or None
                )
            elif not item.scalar.strip():
                faults.add(item, f"'{name}' is empty", f"give it a value{_example(shape, name)}")


def _check_record(node: Node, shape: Record, faults: Faults, name: str) -> None:
    known = {key.name: key for key in shape.keys}
    entries = node.entries or ()
    for key, value in entries:
        word = key.scalar or ""
        if word in known:
            check(value, known[word].shape, faults, word)
        elif shape.rest is not None:
            check(value, shape.rest, faults, word)
        else:
            where = f" in '{name}'" if name else ""
            faults.add(key, f"unknown key '{word}'{where}", known_hint(word, shape.names, "allowed here"))
    present = {key.scalar for key, _ in entries}
    for required in (key for key in shape.keys if key.required and key.name not in present):
        faults.add(node, f"'{name}' lacks '{required.name}': {required.about}", _lacking(required))
    if shape.at_least_one and not entries:
        faults.add(node, f"'{name}' is empty", f"allowed here: {', '.join(shape.names)}")


def _lacking(key: Key) -> str:
    example = _example(key.shape, key.name).removeprefix(", e.g. ")
    return f"add {example}" if example else f"add the key '{key.name}'"


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
