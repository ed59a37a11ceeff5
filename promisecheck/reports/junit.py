"""JUnit XML: a test suite for each document, a test for each promise, for CI systems that show test results.

A promise fails when a finding of severity error is about it; warnings and notes are the output of a passed test. A
promise that was judged nowhere is skipped, and what could not be read is an error.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import Final

from promisecheck.model import Finding, JudgedClaim, Problem, Report
from promisecheck.reports.positions import path_of
from promisecheck.reports.safe import clipped, one_line, tame
from promisecheck.reports.view import View
from promisecheck.reports.words import say

FORMAT: Final = "junit"

_NAME: Final = 200
_NOT_XML: Final = re.compile("[\ufffe\uffff]")

Node = ElementTree.Element


def write(report: Report, *, language: str = "auto") -> str:
    """The report as JUnit XML."""
    view = View(report, language)
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        for identifier in finding.claims:
            findings.setdefault(identifier, []).append(finding)
    root = ElementTree.Element("testsuites", name="promisecheck")
    by_source: dict[str, list[JudgedClaim]] = {document.source: [] for document in report.documents}
    for judged in report.claims:
        by_source.setdefault(judged.claim.place.source, []).append(judged)
    for source, claims in by_source.items():
        suite = ElementTree.SubElement(root, "testsuite", name=_text(path_of(source)))
        for judged in claims:
            _promise(suite, judged, findings.get(judged.claim.id, []), view)
        for card in view.cards:
            if not card.finding.claims and card.claim.place.source == source:
                _promise(suite, card.judged, [card.finding], view)
    if report.problems:
        suite = ElementTree.SubElement(root, "testsuite", name=say("section_problems", view.language))
        for problem in report.problems:
            _problem(suite, problem)
    for node in (*root, root):
        _count(node)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _promise(suite: Node, judged: JudgedClaim, findings: list[Finding], view: View) -> None:
    claim = judged.claim
    name = _text(clipped(f"{claim.id} {claim.quote}".strip(), _NAME))
    case = ElementTree.SubElement(suite, "testcase", name=name, classname=_text(path_of(claim.place.source)))
    if claim.place.line is not None:
        case.set("file", _text(path_of(claim.place.source)))
        case.set("line", str(claim.place.line))
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        failure = ElementTree.SubElement(
            case, "failure", type=errors[0].rule, message=_text(errors[0].told(view.language))
        )
        failure.text = "\n".join(_lines(finding, judged, view) for finding in errors)
    elif claim.id and not judged.verdicts.locations and view.report.judged:
        ElementTree.SubElement(case, "skipped", message=say("unjudged", view.language))
    milder = [finding for finding in findings if finding.severity != "error"]
    if milder:
        output = ElementTree.SubElement(case, "system-out")
        output.text = "\n".join(_lines(finding, judged, view) for finding in milder)


def _lines(finding: Finding, judged: JudgedClaim, view: View) -> str:
    severity = say(finding.severity, view.language)
    lines = [f"{view.place(judged.claim)}: {severity}: {finding.rule}: {one_line(finding.told(view.language))}"]
    for suggestion in finding.suggestions:
        holds = say("holds_at", view.language, places=view.places(suggestion.holds_at))
        lines.append(f"  {say('can_be_said', view.language)}: {one_line(suggestion.text)} ({holds})")
    return _NOT_XML.sub("\ufffd", tame("\n".join(lines)))


def _problem(suite: Node, problem: Problem) -> None:
    case = ElementTree.SubElement(suite, "testcase", name=_text(path_of(problem.source)), classname="promisecheck")
    error = ElementTree.SubElement(case, "error", type="problem", message=_text(problem.message))
    if problem.hint:
        error.text = _text(problem.hint)


def _count(node: Node) -> None:
    node.set("tests", str(len(list(node.iter("testcase")))))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        node.set(attribute, str(len(list(node.iter(tag)))))


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", one_line(text))
