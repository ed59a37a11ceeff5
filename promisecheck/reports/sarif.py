"""SARIF 2.1.0 (OASIS), for code scanning and for editors.

One run: the rules that fired with their reasons, and a result for each finding with its region (columns count code
points), its fingerprint, the other places that say the same, and fixes where a wording can replace the quote as it
stands. Files that could not be read are notifications of a run that did not succeed.
"""

from __future__ import annotations

import re
from typing import Any, Final

from promisecheck import __version__
from promisecheck.model import Claim, Finding, Problem, Report, Suggestion
from promisecheck.paths import data_dir
from promisecheck.reports.json_report import dumps
from promisecheck.reports.levels import in_language
from promisecheck.reports.positions import region, replacement, uri_of
from promisecheck.reports.safe import one_line, tame
from promisecheck.reports.view import Card, View
from promisecheck.reports.words import say
from promisecheck.rules import Rule, parse_rule

FORMAT: Final = "sarif"

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_RULE_NAME: Final = re.compile("[a-z0-9-]+")
_FINGERPRINT: Final = "promisecheck/v1"
Json = dict[str, Any]


def write(report: Report, *, language: str = "auto") -> str:
    """The findings as a SARIF log."""
    view = View(report, language)
    rules = sorted({finding.rule for finding in report.findings})
    run: Json = {
        "tool": {"driver": _driver(rules, report, view)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(card, view, rules) for card in view.cards],
    }
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(names: list[str], report: Report, view: View) -> Json:
    return {
        "name": "promisecheck",
        "semanticVersion": __version__,
        "rules": [_rule(name, _bundled(name), report.findings, view) for name in names],
    }


def _bundled(name: str) -> Rule | None:
    """The rule of this name in the bundled pack; only this one file is read."""
    path = data_dir("rules") / "findings" / f"{name}.yaml"
    if not _RULE_NAME.fullmatch(name) or not path.is_file():
        return None
    return parse_rule(path.read_text(encoding="utf-8"), path.name)


def _rule(name: str, rule: Rule | None, findings: tuple[Finding, ...], view: View) -> Json:
    levels = [finding.severity for finding in findings if finding.rule == name]
    severity = rule.severity if rule is not None and rule.severity is not None else levels[0]
    out: Json = {"id": name, "defaultConfiguration": {"level": severity}}
    if rule is None:
        return out | {"shortDescription": {"text": name}}
    why = in_language(rule.why, view.language)
    return out | {
        "shortDescription": {"text": in_language(rule.title, view.language)},
        "fullDescription": {"text": why},
        "help": {"text": f"{why}\n\n{rule.source}"},
    }


def _invocation(report: Report) -> Json:
    out: Json = {"executionSuccessful": not report.problems}
    if report.problems:
        out["toolExecutionNotifications"] = [_notification(problem) for problem in report.problems]
    return out


def _notification(problem: Problem) -> Json:
    location: Json = {"artifactLocation": {"uri": uri_of(problem.source)}}
    if problem.line is not None:
        column = {} if problem.column is None else {"startColumn": problem.column}
        location["region"] = {"startLine": problem.line} | column
    text = one_line(problem.message) + (f" ({one_line(problem.hint)})" if problem.hint else "")
    return {"level": "error", "message": {"text": text}, "locations": [{"physicalLocation": location}]}


def _result(card: Card, view: View, rules: list[str]) -> Json:
    finding = card.finding
    out: Json = {
        "ruleId": finding.rule,
        "ruleIndex": rules.index(finding.rule),
        "level": finding.severity,
        "message": {"text": one_line(finding.told(view.language))},
        "locations": [_location(card.claim, view)],
    }
    if finding.fingerprint:
        line_hash = f"{finding.fingerprint}:1"
        out["partialFingerprints"] = {_FINGERPRINT: finding.fingerprint, "primaryLocationLineHash": line_hash}
    if card.others:
        related = (_location(judged.claim, view) for judged in card.others)
        out["relatedLocations"] = [{"id": number, **place} for number, place in enumerate(related, 1)]
    fixes = [_fix(card, suggestion, view) for suggestion in finding.suggestions]
    if any(fixes):
        out["fixes"] = [fix for fix in fixes if fix]
    return out | {"properties": {"claims": list(finding.claims), "locations": list(finding.locations)}}


def _location(claim: Claim, view: View) -> Json:
    physical: Json = {"artifactLocation": {"uri": uri_of(claim.place.source)}}
    found = _region(claim, view)
    if found is not None:
        physical["region"] = found | {"snippet": {"text": tame(claim.quote)}}
    out: Json = {"physicalLocation": physical}
    if claim.place.where is not None:
        out["message"] = {"text": one_line(claim.place.where)}
    return out


def _region(claim: Claim, view: View) -> Json | None:
    found = region(claim, view.document(claim.place.source))
    if found is None:
        return None
    return {
        "startLine": found.line,
        "startColumn": found.column,
        "endLine": found.end_line,
        "endColumn": found.end_column,
    }


def _fix(card: Card, suggestion: Suggestion, view: View) -> Json | None:
    text = replacement(card.claim, view.document(card.claim.place.source), suggestion.text)
    found = _region(card.claim, view)
    if text is None or found is None:
        return None
    change: Json = {
        "artifactLocation": {"uri": uri_of(card.claim.place.source)},
        "replacements": [{"deletedRegion": found, "insertedContent": {"text": text}}],
    }
    holds = say("holds_at", view.language, places=view.places(suggestion.holds_at))
    return {"description": {"text": f"{one_line(suggestion.text)} ({holds})"}, "artifactChanges": [change]}
