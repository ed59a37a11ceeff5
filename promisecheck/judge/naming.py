"""Names of declared things in the words of an organisation: services, tiers, and places drawn together into groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from promisecheck.judge.figures import counted
from promisecheck.model import Language
from promisecheck.standards.organisation import NamesByLanguage, Organisation

_MOST_PLACES = 3
_MOST_DRAWN = 256
"""Sets of places of which an organisation remembers what they are called together."""


def _first(names: NamesByLanguage, language: Language, otherwise: str) -> str:
    for key in (language, *names):
        if names.get(key):
            return names[key][0]
    return otherwise


def service_name(organisation: Organisation, service: str, language: Language) -> str:
    """What copy calls a service; its id where it has no name."""
    known = organisation.services.get(service)
    return _first(known.names, language, service) if known else service


def tier_name(organisation: Organisation, tier: str, language: Language) -> str:
    """What copy calls a tier; its id where it has no name."""
    known = organisation.tiers.get(tier)
    return _first(known.names, language, tier) if known else tier


def place_name(organisation: Organisation, place: str, language: Language) -> str:
    """What copy calls a location or group; its id where it has no name."""
    known = organisation.locations.get(place) or organisation.groups.get(place)
    return _first(known.names, language, place) if known else place


def tier_names(organisation: Organisation, tier: str | None) -> tuple[str, ...]:
    """All names of a tier, in every language."""
    known = organisation.tiers.get(tier or "")
    return tuple(name for names in known.names.values() for name in names) if known else ()


def drawn_together(organisation: Organisation, locations: Iterable[str]) -> tuple[str, ...]:
    """The fewest ids of groups and locations that stand for the locations: larger groups first, each whole."""
    wanted = tuple(locations)
    known = organisation.drawn
    if wanted not in known:
        if len(known) >= _MOST_DRAWN:
            known.clear()
        known[wanted] = _drawn_together(organisation, wanted)
    return known[wanted]


def _drawn_together(organisation: Organisation, locations: tuple[str, ...]) -> tuple[str, ...]:
    left = dict.fromkeys(locations)
    found: dict[str, int] = {}
    wholes = sorted(
        ((len(ids), group) for group, ids in organisation.members.items() if ids and all(id_ in left for id_ in ids)),
        key=lambda pair: -pair[0],
    )
    for size, group in wholes:
        members = organisation.members[group]
        if size > 1 and all(id_ in left for id_ in members):
            found[group] = organisation.positions[members[0]]
            for id_ in members:
                del left[id_]
    for id_ in left:
        found[id_] = organisation.positions.get(id_, len(found))
    return tuple(sorted(found, key=found.__getitem__))


def places_in_words(
    organisation: Organisation, locations: Iterable[str], language: Language, most: int = _MOST_PLACES
) -> str:
    """Locations by name, groups drawn together; more than `most` are shortened: "Amman, Irbid, Aqaba and 9 others"."""
    ids = tuple(locations)
    if len(ids) > 1 and len(ids) == len(organisation.locations):
        return "everywhere" if language == "en" else "كل الفروع"
    places = drawn_together(organisation, ids)
    names = [place_name(organisation, place, language) for place in places[:most]]
    rest = len(places) - len(names)
    if language == "ar":
        text = "، ".join(names) if rest else " و".join(names)
        return f"{text} و{counted(rest, 'branch', 'ar', oblique=True)} غيرها" if rest else text
    if rest:
        return f"{', '.join(names)} and {rest} other{'s' if rest > 1 else ''}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def in_language(words: Mapping[str, str], language: Language) -> str:
    """A text in the language, else in any; "" without one."""
    return words.get(language) or next(iter(words.values()), "")
