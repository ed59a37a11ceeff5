"""Findings on small print, which need no standard: a mark without a footnote, a promise taken back or over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from promisecheck.judge.figures import day_in_words
from promisecheck.judge.keys import fingerprint
from promisecheck.judge.messages import fill, said
from promisecheck.judge.severity import severity_of, worst
from promisecheck.model import LANGUAGES, Claim, Finding, JudgedClaim, Severity
from promisecheck.rules import RuleSet

RULES: Final = ("missing-footnote", "taken-back", "expired-offer")


def small_print_findings(
    judged: Sequence[JudgedClaim],
    rules: RuleSet,
    severities: Mapping[str, Severity],
    day: dt.date,
    zone: str | None = None,
) -> list[Finding]:
    """The findings on the small print of claims, those that say the same in one source together.

    severities: by rule, where a project sets its own. day: the first on which customers see the copy. zone: the time
    zone of the organisation, which tells how its Arabic calls the months.
    """
    groups: dict[tuple[str, str, str], list[JudgedClaim]] = {}
    for one in judged:
        for rule in RULES:
            if _fires(rule, one.claim, day):
                groups.setdefault((rule, one.claim.place.source, one.key), []).append(one)
    return [_finding(*key, members, rules, severities, zone) for key, members in groups.items()]


def _fires(rule: str, claim: Claim, day: dt.date) -> bool:
    if rule == "expired-offer":
        return claim.until is not None and claim.until < day
    return bool(claim.mark if rule == "missing-footnote" else claim.taken_back)


def _finding(
    rule: str,
    source: str,
    key: str,
    members: Sequence[JudgedClaim],
    rules: RuleSet,
    severities: Mapping[str, Severity],
    zone: str | None,
) -> Finding:
    claim, template, messages = members[0].claim, rules.get(rule).message, {}
    for reader in LANGUAGES:
        values = {"quote": said(claim, reader), "mark": claim.mark, "note": claim.taken_back}
        if claim.until is not None:
            values["day"] = day_in_words(claim.until, reader, zone)
        messages[reader] = fill(template.get(reader) or template["en"], values)
    return Finding(
        rule,
        worst([severity_of(rule, one.claim, rules, severities) for one in members]),
        tuple(one.claim.id for one in members),
        members[0].verdicts.locations and tuple(dict.fromkeys(members[0].verdicts.locations)),
        messages[claim.language],
        fingerprint=fingerprint(rule, [key], source),
        messages=messages,
    )
