"""A location as a branch file gives it: the nodes that it would be in YAML, so that one reader reads both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from promisecheck.errors import Fault
from promisecheck.yaml_lines import Node

_ARABIC = re.compile("[\u0600-\u06ff]")
Row = tuple[int, list[str]]
"""The line a row stands in, and its cells."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A location: its id and value as nodes (line is the row, column the column), and further columns."""

    key: Node
    value: Node
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BranchFile:
    """What a file holds, the mistakes in single rows, and a hash of its content."""

    branches: tuple[Branch, ...]
    faults: tuple[Fault, ...]
    digest: bytes


def split_list(node: Node) -> tuple[Node, ...]:
    """The parts of a cell between ";"."""
    parts = (part.strip() for part in (node.scalar or "").split(";"))
    return tuple(Node(node.file, node.line, node.column, scalar=part) for part in parts if part)


def names_node(shown: str, line: int, column: int, names: Mapping[str, tuple[Node, ...]]) -> Node:
    """Names per language as a node; those under "" are in a language that their script tells."""
    if set(names) == {""}:
        return Node(shown, line, column, items=names[""])
    by_language: dict[str, tuple[Node, ...]] = {}
    for language, items in names.items():
        for item in items:
            known = language or ("ar" if _ARABIC.search(item.scalar or "") else "en")
            by_language[known] = (*by_language.get(known, ()), item)
    entries = [
        (Node(shown, line, column, scalar=language), Node(shown, line, column, items=items))
        for language, items in by_language.items()
    ]
    return Node(shown, line, column, entries=tuple(entries))
