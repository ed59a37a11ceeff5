"""The types that flow through promisecheck: plain frozen data, no I/O.

    sources -> Document -> extract -> Claim -> judge (with Standards) -> Verdict -> Finding -> Report

Offsets count Unicode code points of the decoded original, the end exclusive; lines and columns are 1-based.
"""

from promisecheck.model.claims import Claim, Place, Scope
from promisecheck.model.documents import Block, Document, Segment
from promisecheck.model.levels import Condition, Level, Quantity
from promisecheck.model.report import (
    DocumentSummary,
    Finding,
    JudgedClaim,
    Names,
    Problem,
    RecordSummary,
    Report,
    Suggestion,
)
from promisecheck.model.standards import Cause, Limit, Standard, Stretch
from promisecheck.model.verdicts import Measured, Ruling, Verdict, Verdicts
from promisecheck.model.vocabulary import (
    LANGUAGES,
    WORST_FIRST,
    Characteristic,
    ConditionKind,
    Language,
    Number,
    Op,
    Outcome,
    QuantityKind,
    Role,
    Severity,
    Strength,
    SuggestionKind,
)

__all__ = [
    "LANGUAGES",
    "WORST_FIRST",
    "Block",
    "Cause",
    "Characteristic",
    "Claim",
    "Condition",
    "ConditionKind",
    "Document",
    "DocumentSummary",
    "Finding",
    "JudgedClaim",
    "Language",
    "Level",
    "Limit",
    "Measured",
    "Names",
    "Number",
    "Op",
    "Outcome",
    "Place",
    "Problem",
    "Quantity",
    "QuantityKind",
    "RecordSummary",
    "Report",
    "Role",
    "Ruling",
    "Scope",
    "Segment",
    "Severity",
    "Standard",
    "Strength",
    "Stretch",
    "Suggestion",
    "SuggestionKind",
    "Verdict",
    "Verdicts",
]
