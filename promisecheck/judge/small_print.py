"""Findings on footnotes, which need no standard: marks that point to none, small print that takes a promise back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from promisecheck.judge.keys import fingerprint
from promisecheck.judge.messages import fill, said
from promisecheck.judge.severity import severity_of, worst
from promisecheck.model import LANGUAGES, Claim, Finding, JudgedClaim, Severity
from promisecheck.rules import RuleSet

RULES: Final = ("missing-footnote", "taken-back")


def footnote_findings(
    judged: Sequence[JudgedClaim], rules: RuleSet, severities: Mapping[str, Severity]
) -> list[Finding]:
    """The findings on the footnotes of claims, those that say the same in one source together.

    severities: by rule, where a project sets its own.
    """
    groups: dict[tuple[str, str, str], list[JudgedClaim]] = {}
    for one in judged:
        for rule in RULES:
            if _words(rule, one.claim):
                groups.setdefault((rule, one.claim.place.source, one.key), []).append(one)
    return [_finding(*key, members, rules, severities) for key, members in groups.items()]


def _words(rule: str, claim: Claim) -> str:
    """What a rule speaks of: the mark, or the words of the footnote."""
    return claim.mark if rule == "missing-footnote" else claim.taken_back


def _finding(
    rule: str,
    source: str,
    key: str,
    members: Sequence[JudgedClaim],
    rules: RuleSet,
    severities: Mapping[str, Severity],
) -> Finding:
    claim, template = members[0].claim, rules.get(rule).message
    messages = {
        reader: fill(
            template.get(reader) or template["en"],
            {"quote": said(claim, reader), "mark": claim.mark, "note": claim.taken_back},
        )
        for reader in LANGUAGES
    }
    return Finding(
        rule,
        worst([severity_of(rule, one.claim, rules, severities) for one in members]),
        tuple(one.claim.id for one in members),
        members[0].verdicts.locations and tuple(dict.fromkeys(members[0].verdicts.locations)),
        messages[claim.language],
        fingerprint=fingerprint(rule, [key], source),
        messages=messages,
    )
