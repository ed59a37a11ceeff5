"""reviewdog's Diagnostic Format (rdjson): review comments with wordings to apply, on any code host.

Columns count the bytes of UTF-8, as the format wants it. Wordings become suggestions where they can replace the quote
as it stands.
"""

from __future__ import annotations

from typing import Any, Final

from promisecheck.model import Problem, Report, Severity
from promisecheck.reports.json_report import dumps
from promisecheck.reports.positions import Region, path_of, region, replacement
from promisecheck.reports.safe import one_line
from promisecheck.reports.view import Card, View

FORMAT: Final = "rdjson"

_SEVERITIES: Final[dict[Severity, str]] = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
Json = dict[str, Any]


def write(report: Report, *, language: str = "auto") -> str:
    """The findings and problems as one DiagnosticResult."""
    view = View(report, language)
    diagnostics = [_problem(problem) for problem in report.problems] + [_finding(card, view) for card in view.cards]
    result: Json = {"source": {"name": "promisecheck"}, "diagnostics": diagnostics}
    found = {diagnostic["severity"] for diagnostic in diagnostics}
    if found:
        result["severity"] = next(severity for severity in _SEVERITIES.values() if severity in found)
    return dumps(result, indent=2) + "\n"


def _finding(card: Card, view: View) -> Json:
    finding, claim = card.finding, card.claim
    document = view.document(claim.place.source)
    found = region(claim, document, in_bytes=True)
    where = _range(found) if found else None
    message = one_line(finding.told(view.language))
    out: Json = {
        "message": message if where else f"{one_line(view.place(claim))}: {message}",
        "location": {"path": path_of(claim.place.source)} | ({"range": where} if where else {}),
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule},
    }
    texts = [replacement(claim, document, suggestion.text) for suggestion in finding.suggestions]
    suggestions = [{"range": where, "text": text} for text in texts if text is not None]
    return out | ({"suggestions": suggestions} if where and suggestions else {})


def _range(found: Region) -> Json:
    return {
        "start": {"line": found.line, "column": found.column},
        "end": {"line": found.end_line, "column": found.end_column},
    }


def _problem(problem: Problem) -> Json:
    location: Json = {"path": path_of(problem.source)}
    if problem.line is not None:
        location["range"] = {"start": {"line": problem.line}}
    text = one_line(f"{problem.message} ({problem.hint})" if problem.hint else problem.message)
    return {"message": text, "location": location, "severity": "ERROR", "code": {"value": "problem"}}
