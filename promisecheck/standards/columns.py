"""Declarations at all locations at once: a few variants and, as an array, which one each location has.

The work is by signature, not by location: which of the declaration's places a location lies in, and how near. Each
signature is resolved once, so fifty thousand locations cost a few array operations.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from promisecheck.model import Standard
from promisecheck.standards.declarations import Declaration, Notice, as_standard, merge

if TYPE_CHECKING:
    from promisecheck.standards.organisation import Column, Organisation

KEPT = 512
"""Most columns that are kept; the one that was not asked for longest goes first."""
_Codes = NDArray[np.int32]
_Key = tuple[str, str | None, tuple[int, ...]]


class Columns:
    """The columns of one organisation, made when they are first asked for."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._ids = organisation.location_ids
        self._made: OrderedDict[_Key, Column] = OrderedDict()
        self._distance_arrays: dict[str, _Codes] = {}
        self._uniform = _read_only(np.zeros(len(self._ids), dtype=np.int32))

    def column(self, declaration: Declaration, tier: str | None, notices: tuple[Notice, ...]) -> Column:
        """The column of a declaration for a tier under the given notices."""
        key = (declaration.id, tier, tuple(map(id, notices)))
        if key in self._made:
            self._made.move_to_end(key)
            return self._made[key]
        made = self._made[key] = self._make(declaration, tier, notices)
        if len(self._made) > KEPT:
            self._made.popitem(last=False)
        return made

    def working_weeks(self) -> tuple[tuple[frozenset[int], ...], _Codes]:
        """The working weeks that occur, and which one each location has."""
        weeks: dict[frozenset[int], int] = {}
        codes = [weeks.setdefault(self._organisation.working_days(id_), len(weeks)) for id_ in self._ids]
        return tuple(weeks), _read_only(np.array(codes, dtype=np.int32))

    def _make(self, declaration: Declaration, tier: str | None, notices: tuple[Notice, ...]) -> Column:
        from promisecheck.standards.organisation import Column

        if not self._ids:
            return Column((), self._uniform)
        entries = [entry for entry in declaration.entries if entry.tier in (None, tier)]
        places = dict.fromkeys(entry.place for entry in entries if entry.place is not None)
        signatures, first = self._signatures(tuple(places), notices)
        variants: list[Standard | None] = []
        numbers: dict[Any, int] = {}
        recode = np.empty(len(first), dtype=np.int32)
        for signature, position in enumerate(first):
            distances = self._organisation.distances(self._ids[position])
            there = tuple(notice for notice in notices if not notice.places or set(notice.places) & set(distances))
            standard = as_standard(declaration, merge(declaration, distances, tier), there)
            content = _content(standard)
            if content not in numbers:
                numbers[content] = len(variants)
                variants.append(standard)
            number = numbers[content]
            known = variants[number]
            if known is not None and standard is not None and known.where != standard.where:
                variants[number] = replace(known, where=declaration.where)
            recode[signature] = number
        codes = self._uniform if len(variants) == 1 else _read_only(recode[signatures])
        return Column(tuple(variants), codes)

    def _signatures(self, places: tuple[str, ...], notices: tuple[Notice, ...]) -> tuple[_Codes, list[int]]:
        """For each location the number of its signature, and for each signature the first location that has it."""
        organisation = self._organisation
        codes = np.zeros(len(self._ids), dtype=np.int64)
        own = [organisation.positions[place] for place in places if place in organisation.positions]
        codes[own] = np.arange(1, len(own) + 1)
        for place in places:
            if place in organisation.groups:
                codes = _compact(codes * 64 + np.minimum(self._distances(place), 63))
        for notice in notices:
            if notice.places:
                inside = np.zeros(len(self._ids), dtype=np.int64)
                inside[[organisation.positions[id_] for id_ in organisation.expand(notice.places)]] = 1
                codes = _compact(codes * 2 + inside)
        _, first, inverse = np.unique(codes, return_index=True, return_inverse=True)
        return inverse.astype(np.int32), first.tolist()

    def _distances(self, group: str) -> _Codes:
        """How near each location lies to a group: 1 for its own, 2 for one above ...; 0 outside of it."""
        if group not in self._distance_arrays:
            found = np.zeros(len(self._ids), dtype=np.int32)
            members = self._organisation.members[group]
            positions = [self._organisation.positions[id_] for id_ in members]
            found[positions] = [self._organisation.distances(id_)[group] for id_ in members]
            self._distance_arrays[group] = found
        return self._distance_arrays[group]


def _compact(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _read_only(codes: _Codes) -> _Codes:
    codes.flags.writeable = False
    return codes


def _content(value: Any) -> Any:
    """A value by content, hashable; of a standard everything but the line it is declared in."""
    if isinstance(value, Standard):
        return tuple(_content(getattr(value, name)) for name in Standard.__slots__ if name != "where")
    try:
        hash(value)
    except TypeError:
        if isinstance(value, Mapping):
            return tuple((key, _content(item)) for key, item in sorted(value.items()))
        parts = value if isinstance(value, tuple) else (getattr(value, name) for name in value.__dataclass_fields__)
        return tuple(_content(part) for part in parts)
    return value
