"""The JSON report as lines: one object a line, each with a `type`, for tools that read streams.

First one `report` line (version, generator, date), then a line for each document, claim, finding and problem, and at
the end one `summary`. Apart from `type` every object is the one of the JSON report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promisecheck.model import Report
from promisecheck.reports.json_report import Json, lines, report_json

FORMAT: Final = "jsonl"

_PARTS: Final = {"documents": "document", "claims": "claim", "findings": "finding", "problems": "problem"}


def write(report: Report, *, language: str = "auto") -> str:  # noqa: ARG001 - every format has the same signature
    """The report, one object a line."""
    return lines(_objects(report_json(report)))


def _objects(report: Json) -> Iterator[Json]:
    yield {"type": "report"} | {key: value for key, value in report.items() if key not in (*_PARTS, "summary")}
    for part, kind in _PARTS.items():
        for entry in report[part]:
            yield {"type": kind} | entry
    yield {"type": "summary"} | report["summary"]
