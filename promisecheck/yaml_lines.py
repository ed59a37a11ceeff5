"""YAML as people write it: scalars stay text, every node knows its place, a duplicate key is an error.

`22:00` is a time and not a number, `NO` is Norway and not false. Anchors are refused: a file of specs has no use for
them, and nested ones explode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from promisecheck.errors import Fault, InputError

MAX_CHARACTERS = 5_000_000
MAX_DEPTH = 40
_WIDEST = 160
"""Longest line that is shown whole."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it: the same places, five times faster."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place. Exactly one of `scalar`, `items`, `entries` is set; an empty value is scalar ""."""

    file: str
    line: int
    column: int
    scalar: str | None = None
    items: tuple[Node, ...] | None = None
    entries: tuple[tuple[Node, Node], ...] | None = None
    quoted: bool = False

    @property
    def kind(self) -> str:
        """The shape in the words of an error message."""
        return "text" if self.scalar is not None else "a list" if self.items is not None else "a mapping"

    def fault(self, message: str, hint: str | None = None, text: str | None = None) -> Fault:
        """A fault at this node's place."""
        return Fault(message, self.file, self.line, self.column, text, hint)

    def get(self, key: str) -> Node | None:
        """The value of a key of a mapping; None when it is absent or this is no mapping."""
        return next((value for name, value in self.entries or () if name.scalar == key), None)

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        """Pairs of key and value of a mapping."""
        for key, value in self.entries or ():
            yield key.scalar or "", value


def read_yaml(text: str, file: str) -> Node:
    """The root node of one YAML document.

    Raises InputError (with file, line, column and the offending line) for broken YAML, duplicate keys, anchors,
    more than one document, input that is too large or nested too deeply.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(Fault(f"larger than {MAX_CHARACTERS:,} characters", file, hint="split the file"))
    lines = text.splitlines()

    def fault(mark: Any, message: str, hint: str | None = None) -> InputError:
        if mark is None:
            return InputError(Fault(message, file, hint=hint))
        shown = lines[mark.line] if mark.line < len(lines) and mark.column < _WIDEST else None
        if shown is not None and len(shown) > _WIDEST:
            shown = f"{shown[:_WIDEST]} …"
        return InputError(Fault(message, file, mark.line + 1, mark.column + 1, shown, hint))

    try:
        return _Builder(file, fault).document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise fault(mark, f"not valid YAML: {error.problem or error.context}", _yaml_hint(str(error.problem))) from None
    except yaml.YAMLError as error:
        raise fault(None, f"not valid YAML: {error}".splitlines()[0]) from None


class _Builder:
    """Nodes from the events of a document, in one pass: nothing is built that is refused."""

    def __init__(self, file: str, fault: Callable[..., InputError]) -> None:
        self._file, self._fault = file, fault

    def document(self, events: Iterator[Any]) -> Node:
        """The root node. Raises InputError, and YAMLError as the parser does."""
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise self._fault(event.start_mark, "not valid YAML: but found another document")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, 0)
        return root if root is not None else Node(self._file, 1, 1, scalar="")

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise self._fault(mark, "anchors and aliases are not used here", "write the value out")
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, yaml.ScalarEvent):
            return Node(self._file, line, column, scalar=event.value, quoted=bool(event.style))
        if depth >= MAX_DEPTH:
            raise self._fault(mark, f"nested more than {MAX_DEPTH} levels deep")
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(inner, events, depth + 1))
            return Node(self._file, line, column, items=tuple(items))
        seen: dict[str, int] = {}
        entries = []
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._node(inner, events, depth + 1)
            if key.scalar is None:
                raise self._fault(inner.start_mark, "a key must be text")
            if key.scalar in seen:
                raise self._fault(inner.start_mark, f"duplicate key '{key.scalar}' (first in line {seen[key.scalar]})")
            seen[key.scalar] = key.line
            entries.append((key, self._node(next(events), events, depth + 1)))
        return Node(self._file, line, column, entries=tuple(entries))


def _yaml_hint(problem: str) -> str | None:
    if "mapping values are not allowed" in problem:
        return "put the value in quotes, or start a new line for the next key"
    if "cannot start any token" in problem:
        return "indent with spaces; put a value that starts with @, ` or % in quotes"
    return None
