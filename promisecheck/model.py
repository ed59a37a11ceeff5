"""The types that flow through promisecheck: plain frozen data, no I/O.

    sources -> Document -> extract -> Claim -> judge (with Standards) -> Verdict -> Finding -> Report

Offsets count Unicode code points of the decoded original, the end exclusive; lines and columns are 1-based.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Literal

Language = Literal["en", "ar"]
LANGUAGES: tuple[Language, ...] = ("en", "ar")
Op = Literal["<=", ">=", "=", "<", ">", "range"]
Characteristic = Literal[
    "speed",
    "availability",
    "price",
    "guarantee",
    "coverage",
    "capability",
    "reliability",
    "people",
    "quantity",
    "superlative",
]
Strength = Literal["guarantee", "promise", "aim", "possibility"]
Outcome = Literal["kept", "over", "undeclared", "unsure"]
Severity = Literal["error", "warning", "note"]
Role = Literal[
    "title",
    "meta",
    "heading",
    "paragraph",
    "list_item",
    "term",
    "definition",
    "table_cell",
    "button",
    "label",
    "alt",
    "quote",
    "footer",
    "structured",
]
ConditionKind = Literal[
    "order_value",
    "ordered_before",
    "booked_ahead",
    "reported_within",
    "distance",
    "area",
    "weight",
    "quantity",
    "days",
    "audience",
    "membership",
    "payment_method",
    "channel",
    "age",
    "other",
]
QuantityKind = Literal["duration", "time_range", "money", "percent", "count"]
SuggestionKind = Literal["condition", "disclosure", "absolute", "share", "area", "by-place", "level", "places", "tier"]
"""What a wording does to a promise: a condition is added, an exception disclosed, a word that claims every case taken
out, the share of cases lowered, places taken out of a list, a level given for each place, the level that holds
everywhere given, the promise confined to the places that keep it, the tier named that has it."""
Number = int | float

WORST_FIRST: tuple[Outcome, ...] = ("over", "undeclared", "unsure", "kept")
"""Order in which a claim's verdicts are summed up: the worst one counts."""


# ------------------------------------------------------------------------------------------------ documents
@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a block's text and the slice of the original it came from.

    When both have the same length the characters correspond one to one; otherwise (an entity, collapsed
    white space, a decoded escape) the whole run maps to the whole slice.
    """

    start: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of visible text with its role and surroundings.

    text: what a reader sees, entities decoded, white space collapsed, no leading or trailing space.
    segments: the way back to the original, in order of `start`; empty where there is no text original.
    headings: the headings above it, outermost first.
    row_headers, column_headers: of a table cell.
    subject: the question of an answer, the term of a definition, the label of a control; "" where there is none.
    section: number of the stretch under one heading; equal numbers lie under the same heading.
    card: number of the innermost container that reads as one unit (card, list item, table row, answer); 0 for none.
    hidden_from_sight: text for screen readers, search engines or programs only.
    where: position in words where the original is no text, e.g. "page 3" or "slide 2, title".
    data: structured data in a form that reads: OSM opening hours, or an amount with its unit ("25 JOD"); the text
    is then the slice of JSON it was read from.
    """

    text: str
    role: Role
    segments: tuple[Segment, ...] = ()
    language: Language = "en"
    headings: tuple[str, ...] = ()
    row_headers: tuple[str, ...] = ()
    column_headers: tuple[str, ...] = ()
    subject: str = ""
    section: int = 0
    card: int = 0
    hidden_from_sight: bool = False
    where: str | None = None
    data: str | None = None

    def source_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The slice of the original that `text[start:end]` came from; None without a text original.

        Raises ValueError when the span is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a block of {len(self.text)} characters")
        if not self.segments:
            return None
        return self._at(start)[0], self._at(end - 1)[1]

    def _at(self, index: int) -> tuple[int, int]:
        k = bisect_right(self.segments, index, key=lambda s: s.start) - 1
        segment = self.segments[k]
        following = self.segments[k + 1].start if k + 1 < len(self.segments) else len(self.text)
        if following - segment.start == segment.source_end - segment.source_start:
            at = segment.source_start + index - segment.start
            return at, at + 1
        return segment.source_start, segment.source_end


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of copy.

    source: what reports call it: a path as given, an address, "-" for standard input.
    text: the decoded original, line ends kept; None where the original is no text (PDF, image ...).
    path: the path that `pages:` patterns match: below the checked folder, or of the address; None for pasted text.
    places: names of places its structured data gives (schema.org address), for locating the page.
    format: "text", "markdown", "html", ...
    regions: the countries its alternates say it is for ("jo", as in hreflang="ar-jo"), for locating the page.
    rendered: the original is what a browser made of a page, not what the server sent.
    """

    source: str
    language: Language
    blocks: tuple[Block, ...]
    text: str | None = None
    path: str | None = None
    places: tuple[str, ...] = ()
    format: str = "text"
    regions: tuple[str, ...] = ()
    rendered: bool = False

    def is_short(self, words: int) -> bool:
        """Whether it holds no more than so many visible words."""
        left = words
        for block in self.blocks:
            if not block.hidden_from_sight:
                left -= len(block.text.split())
                if left < 0:
                    return False
        return True

    @property
    def words(self) -> int:
        """Number of visible words."""
        return sum(len(block.text.split()) for block in self.blocks if not block.hidden_from_sight)


# ------------------------------------------------------------------------------------------------ levels
@dataclass(frozen=True, slots=True)
class Level:
    """How much, how soon, when, where or whether: a claim's value and a standard's level.

    Exactly one family of fields is set:
    op and value (with unit; `by` a time of day "HH:MM"), op "range" with min and max, `hours` (OSM opening_hours),
    `offered`, or `areas` (ids of locations and groups, or names). `what` says what is offered, free or counted.
    Units: s, min, h, day, business_day, week, month, year, %, ISO 4217 codes, count, star, km, mile, Mbit/s; None
    where a currency cannot be known. Values stay as written: 48 h is not 2 day. `per` is the period of a price
    ("month" in 5 JOD per month).
    """

    op: Op | None = None
    value: Number | None = None
    unit: str | None = None
    min: Number | None = None
    max: Number | None = None
    by: str | None = None
    hours: str | None = None
    offered: bool | None = None
    areas: tuple[str, ...] = ()
    what: str | None = None
    per: str | None = None

    def to_json(self) -> dict[str, object]:
        """The value as the JSON report writes it."""
        if self.hours is not None:
            out: dict[str, object] = {"hours": self.hours}
        elif self.offered is not None:
            out = {"offered": self.offered}
        elif self.areas:
            out = {"areas": list(self.areas)}
        elif self.op == "range":
            out = {"op": "range", "min": self.min, "max": self.max, "unit": self.unit}
        else:
            out = {"op": self.op, "value": self.value, "unit": self.unit}
        if self.by is not None:
            out["by"] = self.by
        if self.what is not None:
            out["what"] = self.what
        return out


@dataclass(frozen=True, slots=True)
class Quantity:
    """A level found in text at `start:end` (the words of its direction included where they touch it).

    kind: duration, time_range, money, percent or count. `op` is "=" where the text gives no direction.
    `level` holds op, value, unit, min, max, by, hours, which are also readable directly.
    explicit: False where `op` is only the default. `core_start:core_end` is the same without the words of its direction
    (None from a finder that knows no other span). per: what it is counted by: a unit of time ("month", "7 day") or
    the noun as written ("person").
    """

    start: int
    end: int
    kind: QuantityKind
    level: Level
    explicit: bool = False
    core_start: int | None = None
    core_end: int | None = None
    per: str | None = None

    @property
    def op(self) -> Op | None:
        return self.level.op

    @property
    def value(self) -> Number | None:
        return self.level.value

    @property
    def unit(self) -> str | None:
        return self.level.unit

    @property
    def min(self) -> Number | None:
        return self.level.min

    @property
    def max(self) -> Number | None:
        return self.level.max

    @property
    def by(self) -> str | None:
        return self.level.by

    @property
    def hours(self) -> str | None:
        return self.level.hours


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold for a promise: as written, with its kind and, where it can be read, its level.

    For area, audience, membership, payment_method, channel and other the words are the level. A spec may give them in
    several languages: `texts` holds (language, words), the first of which is `text`.
    """

    text: str
    kind: ConditionKind
    level: Level | None = None
    texts: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        out: dict[str, object] = {"text": self.text, "kind": self.kind}
        if self.level is not None:
            out.update(self.level.to_json())
        return out


# ------------------------------------------------------------------------------------------------ claims
@dataclass(frozen=True, slots=True)
class Scope:
    """Whom and where a promise reaches.

    locations: ids of the declared locations the copy itself names for this promise (groups expanded); empty where
    it names none. everywhere: the copy says every branch, nationwide. text: the wording of place, part of the offer
    or customers. tier: id of the tier it names. unknown_places: places named that are not declared. excluded: ids of
    the declared places it leaves out ("at every branch except Irbid").
    """

    locations: tuple[str, ...] = ()
    everywhere: bool = False
    text: str | None = None
    tier: str | None = None
    unknown_places: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: source, offsets (None without a text original), line, column, role, heading.

    row: the headers of the table row it stands in.
    """

    source: str
    start: int | None
    end: int | None
    line: int | None
    column: int | None
    role: Role
    heading: str | None = None
    where: str | None = None
    block: int = 0
    span: tuple[int, int] = (0, 0)
    row: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A promise found in copy.

    id: "c1", "c2" ... in the order of the report. quote: the visible text. measure: id in the measure vocabulary,
    None where none fits. service: id of the declared service, else the words for it, None where the copy names none.
    candidates: ids of declared services that fit about equally well, when `service` could not be settled.
    share: the stated share of cases, 0-1. absolute: "always", "never more than", "guaranteed".
    hedge: the softening word. conditions: stated for this promise. nearby: further conditions stated where they count
    as disclosed (next sentence, card, section, footnote, a short piece). disclosed: the text in which exceptions and
    conditions declared in words count as disclosed. what: what is offered, free or counted, as written.
    mark: a footnote's mark at it where the copy has no such footnote. taken_back: the words of its footnote that take
    it back. until: the last day on which it holds, where the copy says so. negated: recorded as a limit, never judged
    on its own.
    """

    id: str
    place: Place
    quote: str
    language: Language
    characteristic: Characteristic
    measure: str | None
    service: str | None = None
    value: Level | None = None
    share: float | None = None
    strength: Strength = "promise"
    hedge: str | None = None
    absolute: bool = False
    conditions: tuple[Condition, ...] = ()
    nearby: tuple[Condition, ...] = ()
    disclosed: str = ""
    scope: Scope = Scope()
    candidates: tuple[str, ...] = ()
    what: str | None = None
    rule: str = ""
    mark: str = ""
    taken_back: str = ""
    until: dt.date | None = None


# ------------------------------------------------------------------------------------------------ standards
@dataclass(frozen=True, slots=True)
class Cause:
    """A cause nobody controls and, per language, how to say so."""

    cause: str
    disclose: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is not possible, and why, per language."""

    impossible: Mapping[str, str]
    why: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `start` to `end`, both included; None is open."""

    start: dt.date | None = None
    end: dt.date | None = None

    def __contains__(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Standard:
    """A declared service level as it holds at some locations, for one tier, in one stretch of days.

    id: its key under `standards:`. direction of the level comes from its measure. reliability: 0-1.
    expected: what customers want. reason: why it differs here. notice: reason of the notice in force, else None.
    what: names of what is offered, priced or counted, per language. comparison: the source of a superlative.
    measured: the mapping of the record, as declared. where: "file:line" of the entry that sets the level.
    expected_source: where `expected` comes from. notice_days, notice_disclose: when the notice in force holds and how
    to tell customers, per language.
    """

    id: str
    service: str
    measure: str
    level: Level | None
    reliability: float = 0.95
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Cause, ...] = ()
    limits: tuple[Limit, ...] = ()
    importance: float | None = None
    what: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comparison: Mapping[str, str] | None = None
    effective: Stretch = Stretch()
    review_by: dt.date | None = None
    expected: Level | None = None
    reason: Mapping[str, str] = field(default_factory=dict)
    notice: Mapping[str, str] | None = None
    owner: str | None = None
    measured: Mapping[str, str] | None = None
    where: str = ""
    expected_source: str | None = None
    notice_days: Stretch | None = None
    notice_disclose: Mapping[str, str] = field(default_factory=dict)


# ------------------------------------------------------------------------------------------------ verdicts
@dataclass(frozen=True, slots=True)
class Measured:
    """How often the record met the promised level: share 0-1, one-sided 95% lower bound, cases.

    interval: two-sided 95% interval of the share, to show. reached: the level at which the declared share of cases is
    reached, in the unit of the declared level, with its own interval `reached_interval`; None where it is not known.
    """

    share: float
    lower: float
    n: int
    interval: tuple[float, float] | None = None
    reached: Number | None = None
    reached_interval: tuple[Number, Number] | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided about a claim for all locations that share one standard in one stretch of days.

    rule: None when kept. gap: what is missing, slack: what is to spare, in the unit of the promise.
    because: one sentence, figures named, in the language of the copy; reasons: the same for a reader of each language,
    empty where it was stored before there was such a thing. carried_by: with `tier-only`, the dearer tier that carries
    the promise.
    """

    verdict: Outcome
    tier: str | None
    start: dt.date
    end: dt.date
    rule: str | None = None
    standard: Standard | None = None
    gap: Level | None = None
    slack: Level | None = None
    because: str = ""
    delivered: Literal["kept", "not_kept", "too_few"] | None = None
    measured: Measured | None = None
    carried_by: str | None = None
    reasons: Mapping[Language, str] = field(default_factory=dict)

    def reason(self, language: Language) -> str:
        """Why, for a reader of a language; in that of the copy where there is no other."""
        return self.reasons.get(language) or self.because


@dataclass(frozen=True, slots=True)
class Verdict:
    """A ruling at one location."""

    location: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Verdicts(Sequence[Verdict]):
    """The verdicts on one claim, kept as columns: `rulings` are few, `codes[i]` indexes the one at `locations[i]`.

    A location stands once for each stretch of days it is judged on. figures: what was measured at each, where there are
    too many locations to give each its own ruling; the rulings then hold the worst figures of those they stand for.
    """

    locations: tuple[str, ...] = ()
    codes: Sequence[int] = ()
    rulings: tuple[Ruling, ...] = ()
    figures: Sequence[Measured | None] = ()

    def __len__(self) -> int:
        return len(self.locations)

    def __getitem__(self, index: int) -> Verdict:  # type: ignore[override]
        ruling = self.rulings[self.codes[index]]
        return Verdict(self.locations[index], replace(ruling, measured=self.figures[index]) if self.figures else ruling)

    def __iter__(self) -> Iterator[Verdict]:
        return (self[index] for index in range(len(self)))

    def where(self, outcome: Outcome) -> list[str]:
        """The locations with an outcome, in order; one stands once for each stretch of days."""
        numbers = {number for number, ruling in enumerate(self.rulings) if ruling.verdict == outcome}
        return list(compress(self.locations, map(numbers.__contains__, self.codes)))

    def by_ruling(self) -> dict[int, tuple[str, ...]]:
        """The number of each ruling that some location has, in the order of locations, and where it holds."""
        return {n: tuple(compress(self.locations, map(n.__eq__, self.codes))) for n in dict.fromkeys(self.codes)}

    @property
    def worst(self) -> Outcome | None:
        """The worst outcome, in the order over, undeclared, unsure, kept; None when judged nowhere."""
        outcomes = {ruling.verdict for ruling in self.rulings}
        return next((outcome for outcome in WORST_FIRST if outcome in outcomes), None)


# ------------------------------------------------------------------------------------------------ the report
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
    verdicts: Verdicts = Verdicts()


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
