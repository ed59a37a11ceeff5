"""The reference page of the spec: every key with its meaning and an example, from the keys that the validator uses."""

from __future__ import annotations

from collections.abc import Iterator

from promisecheck.standards.keys import spec_shape
from promisecheck.standards.shapes import Either, Key, ListOf, PerLanguage, Record, Shape, Text


def spec_reference() -> str:
    """The page as Markdown: a table for the file and one for each kind of entry in it."""
    return "\n".join(_tables(spec_shape(), "A file", set()))


def _tables(shape: Record, title: str, told: set[int]) -> Iterator[str]:
    """The table of a record and, below it, those of the records in it; each record once."""
    told.add(id(shape))
    yield from (f"## {title}", "", "| key | is | example |", "|---|---|---|")
    for key in shape.keys:
        must = " **(must be there)**" if key.required else ""
        yield f"| `{key.name}` | {_cell(key.about)}{must} | {_example(key)} |"
    if shape.rest is not None:
        yield f"| *id of a {shape.noun}* | see below | |"
    yield ""
    for name, inner in _records(shape):
        if id(inner) not in told and (inner.keys or inner.rest is not None):
            yield from _tables(inner, f"{title} › {name}", told)


def _records(shape: Record) -> Iterator[tuple[str, Record]]:
    for key in shape.keys:
        for inner in _inner(key.shape):
            yield f"`{key.name}`", inner
    for inner in _inner(shape.rest) if shape.rest is not None else ():
        yield f"a {shape.noun}", inner


def _inner(shape: Shape) -> Iterator[Record]:
    if isinstance(shape, Record):
        yield shape
    elif isinstance(shape, ListOf):
        yield from _inner(shape.item)
    elif isinstance(shape, Either):
        for one in shape.shapes:
            yield from _inner(one)


def _example(key: Key) -> str:
    shape = key.shape
    if isinstance(shape, ListOf):
        inner = shape.item.shapes[0] if isinstance(shape.item, Either) else shape.item
        example = f"[{inner.example}]" if isinstance(inner, Text | PerLanguage) else ""
    else:
        first = shape.shapes[0] if isinstance(shape, Either) else shape
        example = first.example if isinstance(first, Text | PerLanguage) else ""
    return f"`{_cell(example)}`" if example else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
