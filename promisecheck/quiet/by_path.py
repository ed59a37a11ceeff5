"""Severities by path: what is an error on the offers page may be a note in the archive, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, cast

from promisecheck.judge.severity import severity_of, worst
from promisecheck.model import Claim, Finding, Report, Severity
from promisecheck.rules import RuleSet

ByPath = Mapping[str, Mapping[str, Severity | Literal["off"]]]
"""Pattern as in `.gitignore` -> rule name, or "*" for all -> severity, or "off". A later pattern wins."""


def with_paths(report: Report, by_path: ByPath, rules: RuleSet) -> Report:
    """The report with the severities that its sources have. A hedge lowers them by one step, as everywhere."""
    from pathspec import GitIgnoreSpec

    patterns = [(GitIgnoreSpec.from_lines([pattern]), wanted) for pattern, wanted in by_path.items()]
    claims = {one.claim.id: one.claim for one in report.claims}
    left = []
    for finding in report.findings:
        source = _source(finding, claims).lstrip("/").removeprefix("./")
        severity: str | None = None
        for spec, wanted in patterns:
            if spec.match_file(source):
                severity = wanted.get(finding.rule) or wanted.get("*") or severity
        if severity is None:
            left.append(finding)
        elif severity != "off":
            left.append(replace(finding, severity=_severity(finding, claims, cast(Severity, severity), rules)))
    return replace(report, findings=tuple(left))


def _severity(finding: Finding, claims: Mapping[str, Claim], given: Severity, rules: RuleSet) -> Severity:
    if not finding.claims:
        return given
    return worst([severity_of(finding.rule, claims[one], rules, {finding.rule: given}) for one in finding.claims])


def _source(finding: Finding, claims: Mapping[str, Claim]) -> str:
    if finding.claims:
        return claims[finding.claims[0]].place.source
    return finding.place.source if finding.place else ""
