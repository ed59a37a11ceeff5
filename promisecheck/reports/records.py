"""What is told of a record of what really happened: how many cases count, how many rows do not, and why not."""

from __future__ import annotations

from typing import Final

from promisecheck.errors import Fault
from promisecheck.model import Language, RecordSummary
from promisecheck.reports.words import counted, number, say

_ARABIC: Final = {
    "outside the window": "خارج المدة التي يُنظر فيها",
    "outside the times the standard is about": "خارج الأوقات التي يخصها المعيار",
    "without a value": "بلا قيمة",
    "with a time that cannot be read": "بوقت لا يُقرأ",
    "of an unknown location": "لموقع غير معروف",
    "of an unknown tier": "لفئة غير معروفة",
    "with a value that is no number": "بقيمة ليست عدداً",
    "with a negative value": "بقيمة سالبة",
    "with a count that cannot be read": "بعدد لا يُقرأ",
    "no column of times: conditions on time of day and days are not applied": "لا عمود للأوقات، فلم تُطبَّق شروط "
    "الساعات والأيام",
}
"""Reasons and notes as a summary has them, which is how JSON reports publish them, in Arabic."""


def record_words(record: RecordSummary, language: Language) -> str:
    """One line: the cases, the rows left out by reason, and what could not be applied."""
    left = sum(record.left_out.values())
    line = say(
        "record" if left or language == "en" else "record_all",
        language,
        source=record.source,
        cases=counted(record.cases, "case", language),
        rows=counted(left, "row", language),
    )
    comma, semicolon = ("، ", "؛ ") if language == "ar" else (", ", "; ")
    reasons = [f"{number(count, language)} {_said(reason, language)}" for reason, count in record.left_out.items()]
    if reasons:
        line += f" ({comma.join(reasons)})"
    return semicolon.join((line, *(_said(note, language) for note in record.notes)))


def record_line(record: RecordSummary, language: Language) -> str:
    """The same for a line of its own, where nothing beside it says what it is about."""
    return say("a_record", language, words=record_words(record, language))


def fault_words(fault: Fault, language: Language) -> str:
    """What is wrong with a record, where, and how to mend it; in English where nobody has put it into Arabic."""
    if language == "en" or fault.arabic is None:
        return str(fault)
    message, mend = fault.arabic
    place = ":".join(str(part) for part in (fault.file, fault.line, fault.column) if part is not None)
    return f"{place}: {message}\n  {say('mend', language)}: {mend}"


def _said(words: str, language: Language) -> str:
    return _ARABIC.get(words, words) if language == "ar" else words
