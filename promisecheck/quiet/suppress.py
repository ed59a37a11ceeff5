"""Suppressions applied to findings: what is covered goes, what covers nothing or is out of date is itself a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from promisecheck.judge.keys import fingerprint
from promisecheck.judge.messages import fill
from promisecheck.model import Claim, Document, Finding, JudgedClaim, Place, Problem, Severity
from promisecheck.quiet.directives import Directive, directives_in
from promisecheck.rules import RuleSet

UNUSED: Final = "unused-suppression"
EXPIRED: Final = "expired-suppression"

Trusted = Callable[[str, str], bool]
"""Whether a source held these words in the revision that is trusted: those of a suppression, and of what it covers."""


def suppressed(
    findings: Iterable[Finding],
    judged: Sequence[JudgedClaim],
    documents: Iterable[Document],
    rules: RuleSet,
    day: dt.date,
    severities: Mapping[str, Severity],
    trusted: Trusted | None = None,
    only: frozenset[str] | None = None,
) -> tuple[list[Finding], list[Problem]]:
    """The findings that no suppression covers, with those on suppressions behind them; problems of unreadable ones.

    A suppression covers the block it stands in or right behind, else the next one, or all of the piece. A finding stays
    for the claims that are not covered. day: a suppression counts up to and on its last day. only: rules that this
    run can report; suppressions of others are not called unused.
    """
    left = list(findings)
    claims = {one.claim.id: one.claim for one in judged}
    names = [rule.name for rule in rules.of_kind("finding")]
    problems: list[Problem] = []
    more: list[Finding] = []
    for document in documents:
        directives, faults = directives_in(document.text or "", document.format, document.source, names)
        problems += [Problem(document.source, fault.message, fault.line, fault.column, fault.hint) for fault in faults]
        for directive in directives:
            if trusted is not None and not trusted(document.source, directive.text):
                continue
            ends = directive.until is not None and directive.until < day
            left, used = _without(left, claims, document, directive, drop=not ends, trusted=trusted)
            if ends and used:
                more.append(_about(EXPIRED, directive, document, rules, severities))
            elif not used and (only is None or any(rule in only for rule in directive.rules)):
                more.append(_about(UNUSED, directive, document, rules, severities))
    return [*left, *more], problems


def _without(
    findings: Sequence[Finding],
    claims: Mapping[str, Claim],
    document: Document,
    directive: Directive,
    *,
    drop: bool,
    trusted: Trusted | None,
) -> tuple[list[Finding], bool]:
    blocks = frozenset() if directive.page else _blocks_of(document, directive)
    left: list[Finding] = []
    used = False
    for finding in findings:
        if finding.rule not in directive.rules or claims[finding.claims[0]].place.source != document.source:
            left.append(finding)
            continue
        bare = tuple(
            one
            for one in finding.claims
            if not (_covers(directive, claims[one].place, blocks) and _stood(claims[one].place, document, trusted))
        )
        used |= len(bare) < len(finding.claims)
        if not drop:
            left.append(finding)
        elif bare:
            left.append(replace(finding, claims=bare))
    return left, used


def _covers(directive: Directive, place: Place, blocks: frozenset[int]) -> bool:
    return directive.page or place.block in blocks


def _stood(place: Place, document: Document, trusted: Trusted | None) -> bool:
    """Whether the very words of a promise may be covered: an old suppression is not for a promise that is new."""
    if trusted is None:
        return True
    if document.text is None or place.start is None or place.end is None:
        return False
    return trusted(document.source, document.text[place.start : place.end])


def _blocks_of(document: Document, directive: Directive) -> frozenset[int]:
    """The block a comment stands in or right behind; else the block that starts first behind it."""
    spans = [
        (n, block.segments[0].source_start, block.segments[-1].source_end)
        for n, block in enumerate(document.blocks)
        if block.segments and block.role != "structured"
    ]
    text = document.text or ""
    inside = [n for n, start, end in spans if start < directive.start and directive.end <= end]
    before = [n for n, _, end in spans if end <= directive.start and not text[end : directive.start].strip(" \t")]
    if inside or before:
        return frozenset(inside or before)
    behind = [(start, n) for n, start, _ in spans if start >= directive.end]
    return frozenset((min(behind)[1],)) if behind else frozenset()


def _about(
    rule: str, directive: Directive, document: Document, rules: RuleSet, severities: Mapping[str, Severity]
) -> Finding:
    known = rules.get(rule)
    until = "" if directive.until is None else directive.until.isoformat()
    values = {"rules": ", ".join(directive.rules), "reason": directive.reason, "until": until}
    role = document.blocks[0].role if document.blocks else "paragraph"
    place = Place(document.source, directive.start, directive.end, directive.line, directive.column, role)
    return Finding(
        rule,
        severities.get(rule) or known.severity or "warning",
        (),
        (),
        fill(known.message.get(directive.language) or known.message["en"], values),
        fingerprint=fingerprint(rule, [directive.text], document.source),
        place=place,
        text=directive.text,
    )
