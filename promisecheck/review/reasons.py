"""Why a promise stands as it does, for readers of each language.

A report says it in the language of the copy only, which is what programs read. A version keeps, beside its report, what
each of these sentences is in every language; a version stored before there were any is told in that of its copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from promisecheck.model import JudgedClaim, Language

Reasons = Mapping[str, Mapping[str, str]]
"""A sentence of a report -> language -> the same for a reader of it."""


def reasons_of(claims: Iterable[JudgedClaim]) -> dict[str, dict[str, str]]:
    """The reasons of some judged claims."""
    rulings = (ruling for one in claims for ruling in one.verdicts.rulings)
    return {ruling.because: {str(code): said for code, said in ruling.reasons.items()} for ruling in rulings}


def with_reasons(verdict: Mapping[str, Any], reasons: Reasons) -> Mapping[str, Any]:
    """A verdict of a report with its reason in every language, where that is known."""
    told = reasons.get(verdict["because"])
    return {**verdict, "reasons": told} if told else verdict


def reason_in(because: str, told: Mapping[str, str] | None, language: Language) -> tuple[str, str]:
    """The sentence to show and the language it is in, "" where that is not known. because: as the report has it."""
    said = (told or {}).get(language)
    return (said, language) if said else (because, "")
