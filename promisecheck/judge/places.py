"""Whether declared areas carry the promised ones: areas are a closed list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from promisecheck.folding import fold
from promisecheck.judge.levels import Comparison
from promisecheck.model import Level


@dataclass(frozen=True, slots=True)
class Atlas:
    """The places an organisation declares: all its locations, and the members of its groups."""

    locations: tuple[str, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def expand(self, areas: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Location ids of the areas, groups expanded, and the folded names that are no id."""
        ids: set[str] = set()
        names: set[str] = set()
        known = set(self.locations)
        for area in areas:
            if area in known:
                ids.add(area)
            elif area in self.members:
                ids.update(self.members[area])
            else:
                names.add(fold(area).text.strip())
        return frozenset(ids), frozenset(names)


def compare_areas(promised: Level, declared: Level, atlas: Atlas, everywhere: bool) -> Comparison:
    """Whether every promised place is declared; the gap names those that are not.

    everywhere: the copy promises all locations, whatever places it names.
    """
    have, have_names = atlas.expand(declared.areas)
    missing = [area for area in promised.areas if not _within(area, atlas, have, have_names)]
    if everywhere:
        missing += [place for place in atlas.locations if place not in have and place not in missing]
    if not promised.areas and not everywhere:
        return Comparison(None)
    return Comparison(False, gap=Level(areas=tuple(missing))) if missing else Comparison(True)


def _within(area: str, atlas: Atlas, have: frozenset[str], have_names: frozenset[str]) -> bool:
    ids, names = atlas.expand((area,))
    return ids <= have and names <= have_names
