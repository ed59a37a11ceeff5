"""One JSON object for programs: documents, claims with their verdicts, findings, problems and a summary.

The shape is version 1 of the report and is held to `report.schema.json`. Keys stand in a fixed order, whole numbers are
written without a fraction, and the same report gives the same bytes. Offsets count Unicode code points of the decoded
original, the end exclusive; lines and columns start at 1. Nothing in it depends on the language of the report.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from promisecheck import __version__
from promisecheck.fixing.ways import edit_of
from promisecheck.model import (
    Claim,
    Document,
    DocumentSummary,
    Finding,
    JudgedClaim,
    Level,
    Measured,
    Place,
    Problem,
    RecordSummary,
    Report,
    Ruling,
    Standard,
    Suggestion,
)

FORMAT: Final = "json"
VERSION: Final = 1
"""Version of the shape; it grows when a key changes its meaning or goes away."""

Json = dict[str, Any]

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def write(report: Report, *, language: str = "auto") -> str:  # noqa: ARG001 - every format has the same signature
    """The report as indented JSON, with a line end."""
    return dumps(report_json(report), indent=2) + "\n"


def dumps(value: object, indent: int | None = None) -> str:
    """JSON text that is valid UTF-8 whatever the copy held: text as it is, half surrogate pairs escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def report_json(report: Report) -> Json:
    """The report as plain data, in the shape and order of version 1."""
    out: Json = {
        "version": VERSION,
        "generator": {"name": "promisecheck", "version": __version__},
        "date": report.date.isoformat(),
    }
    if report.until is not None and report.until != report.date:
        out["until"] = report.until.isoformat()
    claims = {judged.claim.id: judged.claim for judged in report.claims}
    read = {document.source: document for document in report.documents_read}
    records = {"records": [record_json(record) for record in report.records]} if report.records else {}
    return out | {
        "documents": [document_json(document) for document in report.documents],
        "claims": [claim_json(judged) for judged in report.claims],
        "findings": [finding_json(finding, *_first_claim(finding, claims, read)) for finding in report.findings],
        "problems": [problem_json(problem) for problem in report.problems],
        **records,
        "summary": summary(report),
    }


def summary(report: Report) -> dict[str, int]:
    """Documents, claims, and how many claims have which worst verdict. A claim judged nowhere has none."""
    worst = Counter(judged.verdicts.worst for judged in report.claims)
    return {
        "documents": len(report.documents),
        "claims": len(report.claims),
        **{outcome: worst[outcome] for outcome in ("kept", "over", "undeclared", "unsure")},
    }


def document_json(document: DocumentSummary) -> Json:
    """One entry of `documents`."""
    return {
        "source": document.source,
        "language": document.language,
        "locations": list(document.locations),
        "claims": document.claims,
        "words": document.words,
        **({"rendered": True} if document.rendered else {}),
    }


def claim_json(judged: JudgedClaim) -> Json:
    """One entry of `claims`. Its scope names the locations it was judged at, else those the copy names."""
    claim = judged.claim
    reached = dict.fromkeys(judged.verdicts.locations or claim.scope.locations)
    return {
        "id": claim.id,
        "key": judged.key,
        "source": claim.place.source,
        "start": claim.place.start,
        "end": claim.place.end,
        "line": claim.place.line,
        "column": claim.place.column,
        "place": _place(claim.place),
        "quote": claim.quote,
        "language": claim.language,
        "characteristic": claim.characteristic,
        "measure": claim.measure,
        "service": claim.service,
        "value": _value(claim),
        "share": _number(claim.share),
        "strength": claim.strength,
        "hedge": claim.hedge,
        "conditions": [_tidy(condition.to_json()) for condition in claim.conditions],
        "scope": {"locations": list(reached), "text": claim.scope.text, "tier": claim.scope.tier},
        "verdicts": list(_verdicts(judged)),
    }


def _first_claim(
    finding: Finding, claims: Mapping[str, Claim], read: Mapping[str, Document]
) -> tuple[Claim | None, Document | None]:
    """The promise that the suggestions of a finding are for, and the copy it stands in where that is at hand."""
    told = [claims[id_] for id_ in finding.claims if id_ in claims]
    claim = next((one for one in told if one.place.role != "structured"), None)
    return claim, read.get(claim.place.source) if claim is not None else None


def suggestion_json(suggestion: Suggestion, claim: Claim | None, document: Document | None) -> Json:
    """One entry of `suggestions`; `edit` is there where it can be written in the original."""
    out: Json = {
        "text": suggestion.text,
        "holds_at": list(suggestion.holds_at),
        "kind": suggestion.kind,
        "safe": suggestion.safe,
    }
    edit = edit_of(document, claim, suggestion) if claim is not None and document is not None else None
    if suggestion.sentence:
        out["sentence"] = suggestion.sentence
    return out | ({"edit": {"start": edit.start, "end": edit.end, "text": edit.text}} if edit is not None else {})


def finding_json(finding: Finding, claim: Claim | None = None, document: Document | None = None) -> Json:
    """One entry of `findings`. claim: the first of its promises; document: the copy it stands in."""
    out: Json = {
        "rule": finding.rule,
        "severity": finding.severity,
        "claims": list(finding.claims),
        "locations": list(finding.locations),
        "message": finding.message,
        "suggestions": [suggestion_json(one, claim, document) for one in finding.suggestions],
        "fingerprint": finding.fingerprint,
    }
    if finding.place is not None:
        place = finding.place
        out["place"] = {"source": place.source, "line": place.line, "column": place.column, "text": finding.text}
    return out


def record_json(record: RecordSummary) -> Json:
    """One entry of `records`, which is there when a record was read."""
    return {
        "source": record.source,
        "cases": record.cases,
        "left_out": dict(record.left_out),
        "notes": list(record.notes),
    }


def problem_json(problem: Problem) -> Json:
    """One entry of `problems`."""
    return {
        "source": problem.source,
        "message": problem.message,
        "line": problem.line,
        "column": problem.column,
        "hint": problem.hint,
    }


def _place(place: Place) -> Json:
    out: Json = {"role": place.role, "heading": place.heading}
    if place.where is not None:
        out["where"] = place.where
    return out


def _value(claim: Claim) -> Json | None:
    value = claim.value
    if value is None:
        return None
    if value.what is None and claim.what is not None:
        value = replace(value, what=claim.what)
    return _tidy(value.to_json())


def _verdicts(judged: JudgedClaim) -> Iterator[Json]:
    verdicts = judged.verdicts
    rows = [_ruling(ruling) for ruling in verdicts.rulings]
    for at, (location, code) in enumerate(zip(verdicts.locations, verdicts.codes, strict=True)):
        row = {"location": location, **rows[code]}
        yield row | {"measured": _measured(verdicts.figures[at])} if verdicts.figures else row


def _ruling(ruling: Ruling) -> Json:
    return {
        "tier": ruling.tier,
        "from": ruling.start.isoformat(),
        "until": ruling.end.isoformat(),
        "verdict": ruling.verdict,
        "rule": ruling.rule,
        "standard": ruling.standard.id if ruling.standard else None,
        "declared": _declared(ruling.standard),
        "gap": _difference(ruling.gap),
        "slack": _difference(ruling.slack),
        "delivered": ruling.delivered,
        "measured": _measured(ruling.measured),
        "because": ruling.because,
    }


def _declared(standard: Standard | None) -> Json | None:
    if standard is None:
        return None
    level = standard.level.to_json() if standard.level is not None else {}
    return _tidy({**level, "reliability": standard.reliability})


def _difference(level: Level | None) -> Json | None:
    """A gap or a slack: how much, without a direction."""
    if level is None:
        return None
    return _tidy({key: value for key, value in level.to_json().items() if key != "op"})


def _measured(measured: Measured | None) -> Json | None:
    if measured is None:
        return None
    return _tidy({"share": measured.share, "lower": measured.lower, "n": measured.n})


def _tidy(values: Json) -> Json:
    return {key: _number(value) for key, value in values.items()}


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def lines(values: Iterable[Json]) -> str:
    """One JSON object a line."""
    return "".join(dumps(value) + "\n" for value in values)
