"""GitLab's Code Quality report: findings appear in the merge request and beside the changed lines.

A JSON array for `artifacts: reports: codequality`. Errors are `major`, warnings `minor`, notes `info`; what could not
be read is `critical`. Fingerprints hold no line number, so that a finding stays the same when lines move.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from promisecheck.model import Problem, Report, Severity
from promisecheck.reports.json_report import dumps
from promisecheck.reports.positions import path_of, region
from promisecheck.reports.safe import one_line
from promisecheck.reports.view import Card, View

FORMAT: Final = "gitlab"

_SEVERITIES: Final[dict[Severity, str]] = {"error": "major", "warning": "minor", "note": "info"}


def write(report: Report, *, language: str = "auto") -> str:
    """The findings and problems as Code Quality issues."""
    view = View(report, language)
    issues = [_problem(problem) for problem in report.problems] + [_finding(card, view) for card in view.cards]
    return dumps(issues, indent=2) + "\n"


def _finding(card: Card, view: View) -> dict[str, Any]:
    finding, claim = card.finding, card.claim
    found = region(claim, view.document(claim.place.source))
    lines = {"begin": found.line, "end": found.end_line} if found else {"begin": 1}
    message = one_line(finding.told(view.language))
    return {
        "description": message if found else f"{one_line(view.place(claim))}: {message}",
        "check_name": f"promisecheck/{finding.rule}",
        "fingerprint": finding.fingerprint or _digest(finding.rule, claim.place.source, claim.quote),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path_of(claim.place.source), "lines": lines},
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "description": one_line(f"{problem.message} ({problem.hint})" if problem.hint else problem.message),
        "check_name": "promisecheck/problem",
        "fingerprint": _digest("problem", problem.source, problem.message),
        "severity": "critical",
        "location": {"path": path_of(problem.source), "lines": {"begin": problem.line or 1}},
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
