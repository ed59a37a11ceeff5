"""Which locations a page is about: `pages:` patterns, matched in one walk however many there are.

`*` is any part of a segment, `?` one character, `**` any number of segments. A pattern is anchored at the top of the
site or of the checked folder; a trailing slash and the leading one make no difference. An address counts as its path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import translate
from functools import lru_cache
from urllib.parse import unquote

ANY_DEPTH = "**"


@dataclass(slots=True)
class _Step:
    """A node of the tree of patterns: what may follow, and which locations end here (with their order)."""

    literal: dict[str, _Step] = field(default_factory=dict)
    wild: dict[str, _Step] = field(default_factory=dict)
    deep: _Step | None = None
    is_deep: bool = False
    ids: list[tuple[int, str]] = field(default_factory=list)


class PagePatterns:
    """Patterns of many locations, as a tree by path segment."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """patterns: pairs of pattern and location id."""
        self._root = _Step()
        for order, (pattern, id_) in enumerate(patterns):
            step = self._root
            for segment in segments(pattern):
                if segment == ANY_DEPTH:
                    step.deep = step.deep or _Step(is_deep=True)
                    step = step.deep
                elif any(mark in segment for mark in "*?["):
                    step = step.wild.setdefault(segment, _Step())
                else:
                    step = step.literal.setdefault(segment, _Step())
            step.ids.append((order, id_))

    def matching(self, path: str) -> tuple[str, ...]:
        """Ids of the locations that a path belongs to, each once, in the order their patterns were given."""
        steps = _with_deep([self._root])
        for segment in segments(re.split("[?#]", path, maxsplit=1)[0]):
            following: list[_Step] = []
            for step in steps:
                if step.is_deep:
                    following.append(step)
                if segment in step.literal:
                    following.append(step.literal[segment])
                following += [then for pattern, then in step.wild.items() if _compiled(pattern).match(segment)]
            steps = _with_deep(following)
            if not steps:
                return ()
        found = sorted(pair for step in steps for pair in step.ids)
        return tuple(dict.fromkeys(id_ for _, id_ in found))


def _with_deep(steps: list[_Step]) -> list[_Step]:
    """The steps, each once, and those that a `**` of no segments leads to."""
    found: dict[int, _Step] = {}
    waiting = list(steps)
    while waiting:
        step = waiting.pop()
        if id(step) not in found:
            found[id(step)] = step
            if step.deep is not None:
                waiting.append(step.deep)
    return list(found.values())


def segments(path: str) -> list[str]:
    """The segments of a path, a pattern, or an address (its path); percent-escapes read, empty ones dropped."""
    path = re.sub(r"^[a-z][a-z0-9+.-]*://[^/]*", "", path, flags=re.IGNORECASE)
    return [unquote(segment) for segment in path.replace("\\", "/").split("/") if segment not in ("", ".")]


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))
