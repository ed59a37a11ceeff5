"""The report: claims with their verdicts, findings, suggestions, problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from promisecheck.model.claims import Claim, Place
from promisecheck.model.documents import Document
from promisecheck.model.verdicts import Verdicts
from promisecheck.model.vocabulary import Language, Severity, SuggestionKind


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Wording that holds: the new text of the quote (conditions included), and where it holds.

    kind: what it does to the promise, "" where that is not said. safe: it is kept everywhere the copy then reaches and
    changes nothing but how much is promised, so that it may be put in without asking anybody. sentence: what does the
    same behind the sentence that the quote stands in, with the quote as it is; "" where nothing does.
    """

    text: str
    holds_at: tuple[str, ...]
    kind: SuggestionKind | Literal[""] = ""
    safe: bool = False
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired on the claims that say the same in one source, for a set of locations.

    message: in the language of the copy; messages: the same for a reader of each language.
    place, text: of a finding on the copy itself and no claim (a suppression): where it stands, and what stands there.
    """

    rule: str
    severity: Severity
    claims: tuple[str, ...]
    locations: tuple[str, ...]
    message: str
    suggestions: tuple[Suggestion, ...] = ()
    fingerprint: str = ""
    place: Place | None = None
    text: str = ""
    messages: Mapping[Language, str] = field(default_factory=dict)

    def told(self, language: Language) -> str:
        """The message for a reader of a language; in that of the copy where there is no other."""
        return self.messages.get(language) or self.message


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept part of the run from being done; never a verdict. arabic: message and mend, where written."""

    source: str
    message: str
    line: int | None = None
    column: int | None = None
    hint: str | None = None
    arabic: tuple[str, str] | None = None

    def told(self, language: Language) -> tuple[str, str | None]:
        """Message and mend in a language; in English where nobody has put them into Arabic."""
        return self.arabic if language == "ar" and self.arabic is not None else (self.message, self.hint)


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with its stable key and its verdicts (none in an extraction)."""

    claim: Claim
    key: str
    verdicts: Verdicts = field(default_factory=Verdicts)


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the report's `documents`. rendered: positions in it are those of what a browser made of the page."""

    source: str
    language: Language
    locations: tuple[str, ...]
    claims: int
    words: int
    rendered: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What people call the declared things, for reports: id -> language -> name.

    members: the locations of each group. An id without a name is shown as it is.
    """

    locations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tiers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    services: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """A record that was read: how many cases count, how many rows do not, by reason, and what could not be applied."""

    source: str
    cases: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found in one run. `documents_read` keeps the copy for reports that quote its surroundings.

    organisation: its name. week_start: the first day of its working week, as OSM writes it (Mo, Su, Sa).
    timezone: its IANA name. records: the records of what really happened that were read.
    """

    date: dt.date
    documents: tuple[DocumentSummary, ...]
    claims: tuple[JudgedClaim, ...]
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()
    until: dt.date | None = None
    judged: bool = True
    organisation: str | None = None
    documents_read: tuple[Document, ...] = ()
    names: Names = Names()
    week_start: str = "Mo"
    timezone: str | None = None
    records: tuple[RecordSummary, ...] = ()
