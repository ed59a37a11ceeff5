"""Verdicts that are known already: a promise is judged again only when what decides about it has changed.

The words around a promise change with every key that a writer presses. They decide no more than whether the causes and
conditions that its standards declare are disclosed: claims which agree in that, and in all else, share their verdicts.
Conditions stated around it count only where a standard has one of their kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from promisecheck.judge.conditions import said_around
from promisecheck.judge.disclosure import is_disclosed
from promisecheck.judge.matching import slots_for
from promisecheck.model import Cause, Claim, Condition, Place, Verdicts
from promisecheck.standards.organisation import Organisation

_ANYWHERE = Place("", None, None, None, None, "paragraph")


Told = tuple[tuple[bool, ...], tuple[Condition, ...]]


@dataclass(frozen=True, slots=True)
class Asks:
    """What the standards that answer a claim ask of the words around it."""

    causes: tuple[Cause, ...]
    conditions: tuple[Condition, ...]

    def told(self, claim: Claim) -> Told:
        """For each cause and condition, whether the words around the claim tell it; and the conditions stated there."""
        causes = (is_disclosed(cause, claim.disclosed) for cause in self.causes)
        conditions = (said_around(condition, claim) for condition in self.conditions)
        kinds = {condition.kind for condition in self.conditions}
        return (*causes, *conditions), tuple(stated for stated in claim.nearby if stated.kind in kinds)


def asks_of(claim: Claim, organisation: Organisation) -> Asks:
    """What is asked of the words around a claim, by any entry of the standards that answer it, and by any notice."""
    slots = slots_for(claim, organisation.declarations, organisation.services)
    ids = dict.fromkeys(id_ for slot in slots for id_ in slot.standards)
    fields: list[Mapping[str, Any]] = [
        entry.fields for id_ in ids for entry in organisation.declarations_by_id[id_].entries
    ]
    fields += [notice.fields for notice in organisation.notices if notice.standard in ids]
    causes: list[Cause] = []
    conditions: list[Condition] = []
    for one in fields:
        causes += [cause for cause in one.get("exceptions", ()) if cause not in causes]
        conditions += [condition for condition in one.get("conditions", ()) if condition not in conditions]
    return Asks(tuple(causes), tuple(conditions))


class KnownVerdicts:
    """Verdicts for one organisation, its rules, a run and its record."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Claim, tuple[str, ...]], tuple[Asks, dict[Told, Verdicts]]] = {}
        self._count = 0

    def __len__(self) -> int:
        """How many verdicts are kept."""
        return self._count

    def verdicts(
        self, claim: Claim, reach: tuple[str, ...], organisation: Organisation, judge: Callable[[], Verdicts]
    ) -> Verdicts:
        """The verdicts on a claim seen at `reach`; from `judge` where they are not known."""
        key = replace(claim, id="", place=_ANYWHERE, nearby=(), disclosed=""), reach
        known = self._kept.get(key)
        if known is None:
            known = self._kept.setdefault(key, (asks_of(claim, organisation), {}))
        asks, found = known
        told = asks.told(claim)
        if told not in found:
            found.setdefault(told, judge())  # one and the same for every thread
            self._count += 1
        return found[told]
