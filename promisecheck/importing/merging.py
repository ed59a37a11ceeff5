"""Three-way merging: what was imported last, what stands in the spec now, what the source says today.

The rule is one sentence: a value that somebody has touched since the last import is theirs. It is kept, and told once
when the source changes too; the import then remembers the source's new value, so that the next one is quiet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

Step = Literal["same", "add", "update", "kept", "conflict"]


def decide(base: str | None, mine: str | None, theirs: str, same: Callable[[str, str], bool]) -> Step:
    """What to do about one value. None: never imported; not in the spec.

    same: nothing to do. add, update: take theirs. kept: edited by hand, the source says what it said. conflict: edited
    by hand, and the source says something new.
    """
    if mine is not None and same(mine, theirs):
        return "same"
    if base is None:
        return "add" if mine is None else "conflict"
    if mine is not None and same(mine, base):
        return "update"
    return "kept" if same(base, theirs) else "conflict"


def merged(base: Sequence[str] | None, mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """A list of which each item is merged, in the order of mine, then new ones.

    Theirs are added, those they dropped go, what was added or removed by hand stays so.
    """
    known = base or ()
    kept = [item for item in mine if item in theirs or item not in known]
    return kept + [item for item in dict.fromkeys(theirs) if item not in mine and item not in known]
