"""In which order the parts of a page are read: columns one after the other, between what stands across the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Protocol, TypeVar

from promisecheck.sources.binaries.visual_order import Direction

_DEEPEST: Final = 40
_NEAR: Final = 3.0
"""In letter heights: a part so near below another goes on with its column."""


class Part(Protocol):
    """Something with a place on the page."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom, in points from the top left corner."""

    @property
    def size(self) -> float:
        """The height of its letters, in points."""


AnyPart = TypeVar("AnyPart", bound=Part)


def in_reading_order(parts: Sequence[AnyPart], direction: Direction, depth: int = _DEEPEST) -> Iterator[AnyPart]:
    """The parts by recursive cuts through white space (the XY-cut of Nagy and Seth, 1984).

    Bands across the page come first; bands that go on with the same columns are one. direction: of the page, which says
    which column is the first.
    """
    if len(parts) < 2 or not depth:
        yield from parts
        return
    bands: list[list[AnyPart]] = []
    for band in _cut(parts, 1):
        if bands and _goes_on(bands[-1], band):
            bands[-1] += band
        else:
            bands.append(band)
    if len(bands) > 1:
        for band in bands:
            yield from in_reading_order(band, direction, depth - 1)
        return
    columns = _cut(parts, 0)
    if len(columns) > 1:
        for column in reversed(columns) if direction == "rtl" else columns:
            yield from in_reading_order(column, direction, depth - 1)
        return
    yield from sorted(parts, key=lambda one: (one.box[1], one.box[0] if direction == "ltr" else -one.box[2]))


def _goes_on(above: list[AnyPart], band: list[AnyPart]) -> bool:
    """Whether a band continues columns: a gap runs down both, and each part stands close below its column."""
    both = [*above, *band]
    if len(_cut(both, 0)) < 2:
        return False
    for part in band:
        left, top, right, _ = part.box
        ends = [one.box[3] for one in both if one.box[0] < right and left < one.box[2] and one.box[1] < top]
        if ends and top - max(ends) > _NEAR * part.size:
            return False
    return True


def _cut(parts: Sequence[AnyPart], axis: int) -> list[list[AnyPart]]:
    """Parts apart along an axis (0 across, 1 down), where nothing bridges the gap."""
    out: list[list[AnyPart]] = []
    end = float("-inf")
    for part in sorted(parts, key=lambda one: one.box[axis]):
        if part.box[axis] >= end:
            out.append([])
        out[-1].append(part)
        end = max(end, part.box[axis + 2])
    return out
