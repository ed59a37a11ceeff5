"""What the standards of one combination answer to a claim, before locations are compared with one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from promisecheck.judge.columns import Cell, usable
from promisecheck.judge.days import WorkingDays
from promisecheck.judge.entail import Context, Entailment, as_rate, entail
from promisecheck.judge.levels import Comparison, Surroundings
from promisecheck.judge.matching import Slot
from promisecheck.judge.naming import tier_names
from promisecheck.judge.places import Atlas
from promisecheck.model import Outcome, Standard
from promisecheck.standards.organisation import Organisation

Why = Literal["entailed", "stale", "undeclared", "unclear"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is declared about a claim in one combination, and what follows.

    why: "entailed" - a standard was held against it; "stale" - the only standard is out of force or past its review;
    "undeclared" - there is none; "unclear" - several services declare one and the promise holds under some only.
    fits: the entailments that an unclear service leaves open.
    """

    outcome: Outcome
    why: Why
    slot: Slot | None = None
    standard: Standard | None = None
    standing: str = "undeclared"
    entailment: Entailment | None = None
    fits: tuple[Entailment, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim and how it is judged: the slots that may answer it, on which day, with which holidays known."""

    organisation: Organisation
    slots: tuple[Slot, ...]
    day: dt.date
    working: WorkingDays

    def context(self, cell: Cell, tier: str | None) -> Context:
        """The surroundings of one combination."""
        organisation = self.organisation
        return Context(
            Surroundings(organisation.currency, replace(self.working, weekdays=cell.weekdays)),
            Atlas(organisation.location_ids, organisation.members),
            tier_names(organisation, tier),
        )


def answers(asked: Asked, cells: Sequence[Cell], tier: str | None) -> list[Answer]:
    """The answer of each combination for a tier. A "from" or "up to" is kept everywhere when it is kept somewhere."""
    by_slot = [[_of_slot(asked, slot, cell, tier) for slot in asked.slots] for cell in cells]
    for n in range(len(asked.slots)):
        column = [found[n] for found in by_slot]
        if any(a.entailment and a.entailment.reaching and a.entailment.level.holds for a in column):
            for found in by_slot:
                found[n] = _met(found[n])
    return [_of_cell(found) for found in by_slot]


def _of_slot(asked: Asked, slot: Slot, cell: Cell, tier: str | None) -> Answer:
    standard, state = usable((cell.standards.get((id_, tier)) for id_ in slot.standards), asked.day)
    if standard is None or standard.level is None:
        return Answer("undeclared", "undeclared", slot)
    if state in ("ended", "not_yet"):
        return Answer("unsure", "stale", slot, standard, state)
    if slot.by_reliability:
        standard = as_rate(standard)
    return _answer(slot, standard, state, entail(slot.claim, standard, asked.context(cell, tier)))


def _answer(slot: Slot, standard: Standard, state: str, entailment: Entailment) -> Answer:
    outcome = entailment.outcome
    if outcome in ("kept", "unsure") and state == "review_overdue":
        return Answer("unsure", "stale", slot, standard, state, entailment)
    return Answer(outcome, "unclear" if outcome == "unsure" else "entailed", slot, standard, state, entailment)


def _met(answer: Answer) -> Answer:
    """The answer where some level in the reach meets the promise."""
    if answer.entailment is None or answer.slot is None or answer.standard is None:
        return answer
    level = answer.entailment.level if answer.entailment.level.holds else Comparison(True)
    return _answer(answer.slot, answer.standard, answer.standing, replace(answer.entailment, level=level))


def _of_cell(found: Sequence[Answer]) -> Answer:
    """One answer of several slots: what they agree on, else unsure."""
    declared = [answer for answer in found if answer.why != "undeclared"]
    if not declared:
        return found[0] if found else Answer("undeclared", "undeclared")
    in_force = [answer for answer in declared if answer.entailment is not None] or declared
    reached = [a for a in in_force if a.outcome == "kept" and a.entailment is not None and a.entailment.reaching]
    if reached:
        return reached[0]
    outcomes = {answer.outcome for answer in in_force}
    if len(outcomes) == 1:
        return min(in_force, key=_nearness)
    fits = tuple(answer.entailment for answer in in_force if answer.entailment is not None)
    return Answer("unsure", "unclear", fits=fits)


def _nearness(answer: Answer) -> float:
    """Of several that agree, the one with the smallest gap speaks."""
    gap = answer.entailment.level.gap if answer.entailment is not None else None
    return float(gap.value) if gap is not None and gap.value is not None else 0.0
