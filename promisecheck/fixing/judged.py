"""A document judged again after edits: what stands where something stood, found in the time of a look-up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from promisecheck.fixing.edits import Edit
from promisecheck.model import Finding, JudgedClaim, Report


class Moved:
    """Where places of the original are once edits are made."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """edits: none overlapping."""
        ordered = sorted(edits)
        self._ends = [edit.end for edit in ordered]
        self._inserted = [edit.start == edit.end for edit in ordered]
        self._shifts = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in ordered)]

    def __call__(self, at: int, *, behind: bool = False) -> int:
        """A place of the original in the new text. behind: after what is put in exactly there."""
        count = bisect_right(self._ends, at)
        while not behind and count and self._ends[count - 1] == at and self._inserted[count - 1]:
            count -= 1
        return at + self._shifts[count]


class Judged:
    """A report on an edited document, with its claims by their place and its findings by their claims."""

    def __init__(self, report: Report, edits: Sequence[Edit]) -> None:
        self.report = report
        self.moved = Moved(edits)
        self._claims = sorted(
            (one for one in report.claims if one.claim.place.start is not None),
            key=lambda one: one.claim.place.start or 0,
        )
        self._starts = [one.claim.place.start or 0 for one in self._claims]
        lengths = ((one.claim.place.end or 0) - (one.claim.place.start or 0) for one in self._claims)
        self._longest = max(lengths, default=0)
        self._findings: dict[str, list[Finding]] = {}
        for finding in report.findings:
            for id_ in finding.claims:
                self._findings.setdefault(id_, []).append(finding)

    def standing(self, start: int, end: int) -> list[JudgedClaim]:
        """The claims that stand in a stretch of the new text."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [one for one in self._claims[first:last] if start < (one.claim.place.end or 0)]

    def rules(self, claims: Sequence[JudgedClaim]) -> set[str]:
        """The rules that fire on some claims."""
        return {finding.rule for one in claims for finding in self._findings.get(one.claim.id, ())}
