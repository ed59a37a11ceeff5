"""Checking while somebody types: a warm engine, and what was worked out remembered from one pause to the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from promisecheck.judge.known import KnownVerdicts
from promisecheck.model import (
    WORST_FIRST,
    Block,
    Claim,
    Document,
    Finding,
    JudgedClaim,
    Outcome,
    Place,
    Report,
    Suggestion,
)
from promisecheck.reports.positions import replacement
from promisecheck.reports.view import Group, View
from promisecheck.reports.words import counted
from promisecheck.review.engine_judge import EngineJudge
from promisecheck.review.judging import Job

ALL: Final = "1"
NONE: Final = "0"
_MOST: Final = 400_000
"""Verdicts at single locations that are remembered; then the memory begins anew, so that it cannot grow for ever."""
_ANYWHERE: Final = Place("", None, None, None, None, "paragraph")
_MOST_PIECES: Final = 100_000
"""Characters of copy whose reports are remembered, the newest piece apart: one is asked for again with its wordings."""
_Piece = tuple[str, str, str, tuple[str, ...]]
_Wording = tuple[Claim, str, tuple[str, ...], tuple[Block, ...], int]


class Pieces:
    """The reports on the pieces that were checked last, without wordings."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reports: dict[_Piece, Report] = {}
        self._room = _MOST_PIECES

    def report(self, job: Job, make: Callable[[], Report]) -> Report:
        """The report on the copy of a job; from `make` where it is not known."""
        key = (job.copy, job.kind, job.source, tuple(job.languages))
        with self._lock:
            found = self._reports.get(key)
        if found is not None:
            return found
        found = make()
        with self._lock:
            if key not in self._reports:
                self._reports[key] = found
                self._room -= len(job.copy)
                while self._room < 0 and len(self._reports) > 1:
                    oldest = next(iter(self._reports))
                    del self._reports[oldest]
                    self._room += len(oldest[0])
        return found


@dataclass
class Known:
    """What was worked out for one organisation, its rules, days, places and tier.

    reach: how many locations there are. verdicts: see `engine.check_documents`. wordings: by claim, rule, locations,
    and the part of the piece that they depend on. groups, pictures: how verdicts stand and what was drawn of it, by the
    language and the identity of the verdicts, which are kept as long as this is.
    """

    reach: int
    verdicts: KnownVerdicts = field(default_factory=KnownVerdicts)
    wordings: dict[_Wording, tuple[Suggestion, ...]] = field(default_factory=dict)
    groups: dict[tuple[str, int], tuple[Group, ...]] = field(default_factory=dict)
    pictures: dict[tuple[str, int], Any] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=Pieces)

    @property
    def size(self) -> int:
        """How many verdicts at single locations it stands for."""
        kept = len(self.verdicts) + len(self.wordings) + len(self.groups) + len(self.pictures)
        return kept * max(50, self.reach)


class Memory:
    """Remembers from one pause to the next, so that only what was typed in between is worked on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[object, ...], Known] = {}

    def of(self, judge: EngineJudge, job: Job) -> Known:
        """What is known for a job; older standards and days are forgotten as room is needed."""
        organisation, _ = judge.load()
        key = (judge.digest(), judge.rules().digest, job.start, job.end, job.measured_on, job.tier, job.places)
        with self._lock:
            if sum(one.size for one in self._known.values()) > _MOST:
                self._known.clear()
            return self._known.setdefault(key, Known(len(organisation.locations)))


@dataclass(frozen=True, slots=True)
class Offer:
    """A wording. places: at how many it holds. text: what to write in the copy; "" where it cannot be put in alone."""

    words: str
    places: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A promise in what is being typed, once for all its occurrences.

    number: in the order of the copy. key: the same as long as it says the same. spans: where it stands, in UTF-16 units
    as a browser counts. kept: at how many of `places` locations it is kept.
    """

    number: int
    key: str
    quote: str
    language: str
    verdict: Outcome
    spans: tuple[tuple[int, int], ...]
    kept: int
    places: int
    judged: JudgedClaim
    groups: tuple[Group, ...]
    messages: tuple[str, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """The report on what is being typed. more: keys of promises whose wordings were not looked for."""

    report: Report
    known: Known
    more: frozenset[str]


def check(judge: EngineJudge, memory: Memory, job: Job, *, wordings: str = ALL) -> Checked:
    """The report on copy that is being typed. Raises InputError for standards, places or tiers that cannot be used.

    wordings: the key of the promise whose wordings are worked out where they are not known yet, which takes longer;
    ALL for every promise, NONE for none. Those that are known are always there.
    """
    from promisecheck.judge.findings import with_wordings
    from promisecheck.judge.suggest import Suggester, piece_around

    known = memory.of(judge, job)
    organisation, extractor = judge.load()
    report = known.pieces.report(job, lambda: judge.report(job, worded=False, known=known.verdicts))
    document = report.documents_read[0]
    suggester = Suggester(organisation, extractor, job.start, job.end, job.tier, {document.source: document})
    left_out: set[str] = set()

    def suggest(judged: JudgedClaim, rule: str) -> tuple[Suggestion, ...]:
        around, at = piece_around(document, judged.claim.place.block)
        claim = replace(judged.claim, id="", place=_ANYWHERE)
        key = (claim, rule, judged.verdicts.locations, around.blocks, at)
        if key not in known.wordings:
            if wordings not in (ALL, judged.key):
                left_out.add(judged.key)
                return ()
            known.wordings[key] = suggester.suggest(judged, rule)
        return known.wordings[key]

    report = replace(report, findings=tuple(with_wordings(report.findings, report.claims, suggest)))
    return Checked(report, known, frozenset(left_out))


def found_in(checked: Checked, view: View) -> list[Found]:
    """The promises that were found, those that fail first."""
    report = checked.report
    text = report.documents_read[0].text or ""
    count = _units(text)
    by_key: dict[str, list[JudgedClaim]] = {}
    for one in report.claims:
        by_key.setdefault(one.key, []).append(one)
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        for id_ in finding.claims:
            findings.setdefault(id_, []).append(finding)
    out = []
    for number, (key, same) in enumerate(by_key.items(), 1):
        first = same[0]
        mine = list({id(one): one for claim in same for one in findings.get(claim.claim.id, ())}.values())
        places = dict.fromkeys(first.verdicts.locations)
        failing = {
            place
            for place, code in zip(first.verdicts.locations, first.verdicts.codes, strict=True)
            if first.verdicts.rulings[code].verdict != "kept"
        }
        out.append(
            Found(
                number,
                key,
                first.claim.quote,
                first.claim.language,
                first.verdicts.worst or "unsure",
                tuple(_spans(same, count)),
                len(places) - len(failing),
                len(places),
                first,
                _groups(view, first, checked.known),
                tuple(dict.fromkeys(one.told(view.language) for one in mine)),
                tuple(_offers(first, mine, report.documents_read[0], count)),
            )
        )
    return sorted(out, key=lambda one: (WORST_FIRST.index(one.verdict), one.number))


def _groups(view: View, judged: JudgedClaim, known: Known) -> tuple[Group, ...]:
    """The ways a promise stands; worked out once for what is known."""
    key = view.language, id(judged.verdicts)
    if key not in known.groups:
        known.groups[key] = _ways(view, judged)
    return known.groups[key]


def _ways(view: View, judged: JudgedClaim) -> tuple[Group, ...]:
    """The ways it stands, each location once, on the first of the days on which it stands worst.

    A run over several notices would have a row for each stretch of days; while somebody types, where matters.
    """
    out: list[Group] = []
    seen: set[str] = set()
    for one in view.merged(view.groups(judged)):
        new = tuple(place for place in one.locations if place not in seen)
        if not new:
            continue
        seen.update(new)
        name = view.places(new)
        count = counted(len(new), "branch", view.language) if len(new) > 1 else ""
        ladder = replace(one.ladder, place=name, several=len(new) > 1)
        out.append(replace(one, locations=new, ladder=ladder, name=name, count=count))
    return tuple(out)


def _offers(judged: JudgedClaim, findings: Sequence[Finding], document: Document, count: _Units) -> Iterator[Offer]:
    seen: set[str] = set()
    place = judged.claim.place
    for finding in findings:
        for one in finding.suggestions:
            if one.text in seen:
                continue
            seen.add(one.text)
            text = replacement(judged.claim, document, one.text) or ""
            start, end = (count(place.start or 0), count(place.end or 0)) if text else (0, 0)
            yield Offer(one.text, len(one.holds_at), text, start, end)


def _spans(same: Sequence[JudgedClaim], count: _Units) -> Iterator[tuple[int, int]]:
    for one in same:
        place = one.claim.place
        if place.start is not None and place.end is not None:
            yield count(place.start), count(place.end)


class _Units:
    """Turns offsets in code points into UTF-16 units."""

    def __init__(self, wide: Sequence[int]) -> None:
        self._wide = wide

    def __call__(self, at: int) -> int:
        from bisect import bisect_left

        return at + bisect_left(self._wide, at)


def _units(text: str) -> _Units:
    return _Units([at for at, character in enumerate(text) if ord(character) > 0xFFFF])


def counts(found: Sequence[Found]) -> Mapping[str, int]:
    """How many promises stand how."""
    verdicts = [one.verdict for one in found]
    return {verdict: verdicts.count(verdict) for verdict in WORST_FIRST if verdict in verdicts}
