"""Why a finding is left for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from promisecheck.model import Claim, Finding

_BY_RULE: Final[Mapping[str, str]] = {
    "undeclared": "no standard covers it: declare one, or take it out",
    "unclear-service": "a person has to say which service is meant",
    "stale-standard": "its standard is out of date: somebody has to look at it first",
    "self-contradiction": "a person has to say which of the two is meant",
    "missing-footnote": "write the footnote, or take its mark away",
    "taken-back": "a person has to say which is meant, the promise or its footnote",
    "expired-offer": "the offer is over: take it out, or give it another day",
    "unused-suppression": "take the suppression out",
    "expired-suppression": "the suppression has ended: mend the promise, or allow it anew",
}


def why_left(finding: Finding, claim: Claim | None, *, editable: bool) -> str:
    """The reason in a few words. editable: whether one of the suggestions could be written in its place."""
    if finding.rule in _BY_RULE:
        return _BY_RULE[finding.rule]
    if finding.rule == "not-delivered" and not finding.suggestions:
        return "the standard carries it, the record does not, and no wording leaves out where it fails"
    if claim is not None and claim.place.role == "structured" and not finding.suggestions:
        return "of structured data only a string of opening hours is written"
    if claim is not None and claim.place.start is None:
        return "the original is no text that could be edited"
    if not finding.suggestions:
        return "no wording that holds was found"
    if not any(suggestion.safe for suggestion in finding.suggestions):
        return "a person has to choose: what holds changes whom it is for, or may not be what is meant"
    if not editable:
        return "its words are mixed with mark-up"
    return "the wording does not hold among the words around it"
