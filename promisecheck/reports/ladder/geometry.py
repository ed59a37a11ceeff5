"""Where everything on a ladder stands, in per cent of its lane from the start of reading: what all drawings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from promisecheck.model import Level
from promisecheck.reports.ladder.model import Ladder, bound, in_unit, unit_of
from promisecheck.reports.ladder.scale import Scale

Stretch = tuple[float, float]

NO: Final = 25.0
YES: Final = 75.0
"""Where "no" and "yes" stand on the lane."""
_EDGE: Final = 1.0
_MIDDLE: Final = 50.0


@dataclass(frozen=True, slots=True)
class Geometry:
    """Places on the lane, 0-100.

    promised: lines of the promise (one, but one for each area). spread: both ends of a promised range. bands: what the
    standard carries. caps: the ends of bands that are the level itself. gaps: promised and not carried.
    empty: no standard; the band is dashed. dot, whiskers: where the declared share is reached, and its interval.
    """

    promised: tuple[float, ...] = ()
    spread: Stretch | None = None
    bands: tuple[Stretch, ...] = ()
    caps: tuple[float, ...] = ()
    gaps: tuple[Stretch, ...] = ()
    empty: bool = False
    dot: float | None = None
    whiskers: Stretch | None = None
    wanted: float | None = None


def geometry(ladder: Ladder, scale: Scale | None = None) -> Geometry:
    """Where the marks of a ladder stand. A ladder of kind "scale" needs its scale; weeks are drawn elsewhere."""
    if ladder.kind == "scale" and scale is not None:
        return _on_scale(ladder, scale)
    if ladder.kind == "offered":
        return _offered(ladder)
    if ladder.kind == "areas":
        return _areas(ladder)
    return Geometry(empty=not ladder.standard)


def _on_scale(ladder: Ladder, scale: Scale) -> Geometry:
    def place(level: Level | None) -> float | None:
        value = bound(level, ladder.better)
        if level is None or value is None:
            return None
        placed = in_unit(value, level.unit, scale.unit)
        return None if placed is None else scale.x(placed)

    promised, declared = place(ladder.promised), place(ladder.declared)
    less = ladder.better == "less"
    bands: tuple[Stretch, ...] = ()
    gaps: tuple[Stretch, ...] = ()
    if declared is not None:
        bands = ((declared, 100.0) if less else (0.0, declared),)
        if promised is not None and ladder.verdict == "over" and (promised < declared if less else promised > declared):
            gaps = ((min(promised, declared), max(promised, declared)),)
    dot, whiskers = _delivered(ladder, scale)
    return Geometry(
        promised=() if promised is None else (promised,),
        spread=_spread(ladder.promised, scale),
        bands=bands,
        caps=() if declared is None else (declared,),
        gaps=gaps,
        empty=not ladder.standard,
        dot=dot,
        whiskers=whiskers,
        wanted=place(ladder.wanted),
    )


def _spread(level: Level | None, scale: Scale) -> Stretch | None:
    if level is None or level.op != "range" or level.min is None or level.max is None:
        return None
    ends = [in_unit(end, level.unit, scale.unit) for end in (level.min, level.max)]
    if ends[0] is None or ends[1] is None:
        return None
    return scale.x(ends[0]), scale.x(ends[1])


def _delivered(ladder: Ladder, scale: Scale) -> tuple[float | None, Stretch | None]:
    measured, declared = ladder.measured, ladder.declared
    if measured is None or measured.reached is None or declared is None:
        return None, None
    unit = declared.unit if declared.unit is not None else unit_of(ladder)
    reached = in_unit(measured.reached, unit, scale.unit)
    if reached is None:
        return None, None
    if measured.reached_interval is None:
        return scale.x(reached), None
    low, high = (in_unit(end, unit, scale.unit) or 0.0 for end in measured.reached_interval)
    return scale.x(reached), (scale.x(low), scale.x(high))


def _offered(ladder: Ladder) -> Geometry:
    """Yes or no: a standard of "yes" carries both, one of "no" only its half."""
    says_no = ladder.promised is not None and ladder.promised.offered is False
    promised = NO if says_no else YES
    wanted = None if ladder.wanted is None else NO if ladder.wanted.offered is False else YES
    if not ladder.standard:
        return Geometry(promised=(promised,), empty=True, wanted=wanted)
    carried = ladder.declared is None or ladder.declared.offered is not False
    end = 100 - _EDGE if carried else _MIDDLE - _EDGE
    gaps = ((_MIDDLE + _EDGE, 100 - _EDGE),) if ladder.verdict == "over" and not carried and not says_no else ()
    return Geometry(promised=(promised,), bands=((_EDGE, end),), caps=(end,), gaps=gaps, wanted=wanted)


def _areas(ladder: Ladder) -> Geometry:
    """A cell for each promised area; those the gap names are not carried."""
    promised = ladder.promised.areas if ladder.promised else ()
    missing = set(ladder.gap.areas) if ladder.gap else set()
    if not promised:
        return Geometry(empty=not ladder.standard)
    width = 100 / len(promised)
    cells = {area: (width * k + _EDGE / 2, width * (k + 1) - _EDGE / 2) for k, area in enumerate(promised)}
    return Geometry(
        promised=tuple((start + end) / 2 for start, end in cells.values()),
        bands=tuple(cell for area, cell in cells.items() if ladder.standard and area not in missing),
        gaps=tuple(cell for area, cell in cells.items() if ladder.standard and area in missing),
        empty=not ladder.standard,
    )
