"""Checking while somebody types: a warm engine, and wordings remembered from one pause to the next."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from promisecheck.model import WORST_FIRST, Document, Finding, JudgedClaim, Outcome, Report, Suggestion
from promisecheck.reports.positions import replacement
from promisecheck.reports.view import Group, View
from promisecheck.reports.words import counted
from promisecheck.review.engine_judge import EngineJudge
from promisecheck.review.judging import Job

if TYPE_CHECKING:
    from promisecheck.judge.findings import Suggest
    from promisecheck.judge.suggest import Suggester

_MOST_CALLS: Final = 400
"""After so many the memory of wordings begins anew, so that it cannot grow for ever."""


class Wordings:
    """Remembers the wordings that were worked out, for the standards, rules, days and tier of a piece."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counter = itertools.count(1)
        self._kept: dict[tuple[object, ...], tuple[Suggester, dict[str, Document]]] = {}
        self._calls = 0

    @contextmanager
    def of(self, judge: EngineJudge, job: Job) -> Iterator[tuple[Job, Suggest]]:
        """The job under a name of its own, and what finds wordings for it."""
        from promisecheck.judge.suggest import Suggester

        organisation, extractor = judge.load()
        key = (organisation.digest, judge.rules().digest, job.start, job.end, job.tier)
        with self._lock:
            self._calls += 1
            if self._calls > _MOST_CALLS:
                self._kept.clear()
                self._calls = 1
            if key not in self._kept:
                documents: dict[str, Document] = {}
                maker = Suggester(organisation, extractor, job.start, job.end, job.tier, documents)
                self._kept[key] = maker, documents
            suggester, documents = self._kept[key]
            name = f"live-{next(self._counter)}"

        def suggest(judged: JudgedClaim, rule: str) -> tuple[Suggestion, ...]:
            return suggester.suggest(judged, rule)

        from promisecheck.review.engine_judge import read_copy

        documents[name] = read_copy(job.copy, job.kind, name, job.languages)
        try:
            yield replace(job, source=name), suggest
        finally:
            del documents[name]


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


def check(judge: EngineJudge, wordings: Wordings, job: Job, *, with_wordings: bool) -> Report:
    """The report on copy that is being typed. Raises InputError for standards, places or tiers that cannot be used."""
    if not with_wordings:
        return judge.report(job, suggest=lambda _judged, _rule: ())
    with wordings.of(judge, job) as (named, suggest):
        return judge.report(named, suggest=suggest)


def found_in(report: Report, view: View) -> list[Found]:
    """The promises of a report, those that fail first."""
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
                _groups(view, first),
                tuple(dict.fromkeys(one.message for one in mine)),
                tuple(_offers(first, mine, report.documents_read[0], count)),
            )
        )
    return sorted(out, key=lambda one: (WORST_FIRST.index(one.verdict), one.number))


def _groups(view: View, judged: JudgedClaim) -> tuple[Group, ...]:
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
