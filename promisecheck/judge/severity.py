"""How grave a finding is: by its rule and, for some rules, by what the promise is about; a hedge is one step milder."""

from __future__ import annotations

from collections.abc import Mapping

from promisecheck.model import Claim, Severity
from promisecheck.rules import RuleSet

STEPS: tuple[Severity, ...] = ("error", "warning", "note")


def severity_of(rule: str, claim: Claim, rules: RuleSet, overrides: Mapping[str, Severity]) -> Severity:
    """The severity of a finding of `rule` on a claim.

    overrides: rule name -> severity of a project. A hedge in the copy lowers it by one step, never below a note.
    """
    base = overrides.get(rule) or _declared(rule, claim, rules)
    soft = claim.hedge is not None or claim.strength in ("aim", "possibility")
    return STEPS[min(STEPS.index(base) + soft, len(STEPS) - 1)]


def _declared(rule: str, claim: Claim, rules: RuleSet) -> Severity:
    found = rules.get(rule)
    by_characteristic = found.body.get("severities")
    special = by_characteristic.get(claim.characteristic) if by_characteristic is not None else None
    if special is not None and special.scalar in STEPS:
        return special.scalar
    return found.severity or "warning"


def worst(severities: list[Severity]) -> Severity:
    """The gravest of several."""
    return min(severities, key=STEPS.index)
