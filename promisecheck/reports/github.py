"""Workflow commands of GitHub Actions: findings appear on the very lines of a pull request.

`::error file=…,line=…,col=…,endColumn=…,title=…::message` for each finding, `warning` and `notice` likewise. GitHub
shows at most ten annotations of a level per step, so of more the last one says how many are left, and all of them
stand in a folded group of the log. Nothing in copy or in a file's name can start a command of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promisecheck.model import Claim, Finding, Problem, Report, Severity
from promisecheck.reports.positions import is_file, path_of, region
from promisecheck.reports.safe import one_line, tame
from promisecheck.reports.view import Card, View
from promisecheck.reports.words import say

FORMAT: Final = "github"
MOST: Final = 10
"""Annotations of one level that GitHub keeps per step."""

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def write(report: Report, *, language: str = "auto") -> str:
    """The findings and problems as workflow commands, and a line with the counts."""
    view = View(report, language)
    cards = sorted(view.cards, key=lambda card: list(_COMMANDS).index(card.finding.severity))
    commands: dict[Severity, list[str]] = {severity: [] for severity in _COMMANDS}
    commands["error"] += [_problem(problem) for problem in report.problems]
    for card in cards:
        commands[card.finding.severity].append(_finding(card, view))
    lines = [line for severity, found in commands.items() for line in _capped(severity, found, view)]
    if any(len(found) > MOST for found in commands.values()):
        lines += ["::group::promisecheck", *(_plain(card, view) for card in cards), "::endgroup::"]
    return "\n".join([*lines, _quiet(view.headline())]) + "\n"


def _capped(severity: Severity, commands: list[str], view: View) -> Iterator[str]:
    if len(commands) <= MOST:
        yield from commands
        return
    yield from commands[: MOST - 1]
    left = say("more_rows", view.language, count=len(commands) - MOST + 1)
    yield f"::{_COMMANDS[severity]} title=promisecheck::{_data(left)}"


def _finding(card: Card, view: View) -> str:
    finding, claim = card.finding, card.claim
    message = one_line(finding.told(view.language))
    for suggestion in finding.suggestions[:1]:
        message += f"\n{say('can_be_said', view.language)}: {one_line(suggestion.text)}"
    if claim.place.line is None or not is_file(claim.place.source):
        message = f"{one_line(view.place(claim))}: {message}"
    properties = _place(claim, view) | {"title": f"promisecheck: {finding.rule}"}
    return _command(_COMMANDS[finding.severity], properties, message)


def _place(claim: Claim, view: View) -> dict[str, str]:
    if not is_file(claim.place.source):
        return {}
    properties = {"file": path_of(claim.place.source)}
    found = region(claim, view.document(claim.place.source))
    if found is None:
        return properties
    properties |= {"line": str(found.line), "col": str(found.column)}
    if found.end_line == found.line:
        return properties | {"endColumn": str(found.end_column)}
    return properties | {"endLine": str(found.end_line)}


def _problem(problem: Problem) -> str:
    properties = {"file": path_of(problem.source)} if is_file(problem.source) else {}
    if problem.line is not None:
        properties["line"] = str(problem.line)
    message = f"{one_line(problem.source)}: {one_line(problem.message)}"
    if problem.hint:
        message += f"\n{one_line(problem.hint)}"
    return _command("error", properties | {"title": "promisecheck"}, message)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(tame(text)).replace(":", "%3A").replace(",", "%2C")


def _plain(card: Card, view: View) -> str:
    finding: Finding = card.finding
    return _quiet(f"{view.place(card.claim)} {finding.severity} {finding.rule}: {finding.told(view.language)}")


def _quiet(line: str) -> str:
    """A log line that GitHub reads as text: it looks for `::` at the start of a line and for `##[` anywhere."""
    return "- " + one_line(line).replace("##[", "## [")
