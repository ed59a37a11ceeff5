"""A report arranged for people: what is said, where and in which order. Every format that people read uses it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Final

from promisecheck.model import (
    WORST_FIRST,
    Block,
    Claim,
    Document,
    Finding,
    JudgedClaim,
    Language,
    Outcome,
    Report,
    Ruling,
)
from promisecheck.reports.ladder import Ladder, Voice, ladder_of
from promisecheck.reports.levels import in_language, level_words
from promisecheck.reports.records import record_words
from promisecheck.reports.words import counted, date, language_of, listed, number, percent, say

_SENTENCE_END: Final = re.compile(r"[.!?؟…]+[\"'”»)\]]*\s|\n")
_AROUND: Final = 160
_NAMED: Final = 3
"""So many places are named; of more, two and a count."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote in its sentence."""

    before: str
    quote: str
    after: str
    language: Language


@dataclass(frozen=True, slots=True)
class Group:
    """The places of a claim that share one ruling."""

    ruling: Ruling
    locations: tuple[str, ...]
    ladder: Ladder
    name: str
    count: str


@dataclass(frozen=True, slots=True)
class Card:
    """A finding with what is shown about it. judged: its first claim. others: further claims that say the same."""

    finding: Finding
    judged: JudgedClaim
    others: tuple[JudgedClaim, ...]
    outcome: Outcome | None
    groups: tuple[Group, ...]

    @property
    def claim(self) -> Claim:
        """The claim it is shown at."""
        return self.judged.claim


def _alike(rulings: Sequence[Ruling]) -> list[int]:
    """For each ruling the first one that looks the same in a table."""
    first: dict[object, int] = {}
    return [first.setdefault((_standing(ruling), repr(ruling.measured)), at) for at, ruling in enumerate(rulings)]


def _standing(ruling: Ruling) -> tuple[object, ...]:
    """Verdict, standard and days of a ruling."""
    standard = ruling.standard
    declared = None if standard is None else (standard.id, standard.level, standard.reliability, standard.conditions)
    notice = None if standard is None else repr(standard.notice)
    return (ruling.verdict, ruling.rule, ruling.tier, ruling.start, ruling.end, declared, notice)


def _stand_in(finding: Finding) -> JudgedClaim:
    """What a finding on the copy itself is shown at, where others have a claim."""
    assert finding.place is not None  # noqa: S101 - findings without claims have a place
    language: Language = "ar" if any("\u0600" <= letter <= "\u06ff" for letter in finding.message) else "en"
    return JudgedClaim(Claim("", finding.place, finding.text, language, "capability", None), "")


class View:
    """A report in one language, arranged for people."""

    def __init__(self, report: Report, language: str = "auto") -> None:
        self.report = report
        self.language: Language = language_of(report, language)
        names = report.names
        self.voice = Voice(self.language, {**names.locations, **names.groups}, report.week_start, report.timezone)
        self._documents = {document.source: document for document in report.documents_read}
        self._claims = {judged.claim.id: judged for judged in report.claims}

    def date(self, day: dt.date) -> str:
        """A date in words."""
        return date(day, self.language, self.report.timezone)

    # -------------------------------------------------------------------------------------------- places
    @cached_property
    def locations(self) -> tuple[str, ...]:
        """All locations the run knows, in the order of the declaration, else in that of the verdicts."""
        if self.report.names.locations:
            return tuple(self.report.names.locations)
        seen: dict[str, None] = {}
        for judged in self.report.claims:
            seen.update(dict.fromkeys(judged.verdicts.locations))
        return tuple(seen)

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self.locations)

    def location(self, identifier: str) -> str:
        """What a location is called."""
        return in_language(self.report.names.locations.get(identifier, {}), self.language) or identifier

    def tier(self, identifier: str | None) -> str:
        """What a tier is called; "" for none."""
        return in_language(self.report.names.tiers.get(identifier or "", {}), self.language) or identifier or ""

    def places(self, identifiers: Iterable[str]) -> str:
        """Places in words: "all 5 branches", "Amman and Salt", "Rabieh, Marka and 7 more"."""
        wanted = dict.fromkeys(identifiers)
        if not wanted:
            return say("nowhere", self.language)
        if len(wanted) > 1 and wanted.keys() >= self._all:
            return say("everywhere", self.language, count=number(len(wanted), self.language))
        units = self._units(wanted)
        if len(units) <= _NAMED:
            return listed([self._unit(name) for name, _ in units], self.language)
        shown = ("، " if self.language == "ar" else ", ").join(self._unit(name) for name, _ in units[:2])
        left = len(wanted) - sum(size for _, size in units[:2])
        return say("and_more", self.language, names=shown, count=number(left, self.language))

    def _units(self, wanted: Mapping[str, None]) -> list[tuple[str, int]]:
        """Ids of whole groups among the places, the largest first, then the single ones; each with its size."""
        left = dict(wanted)
        units = []
        members = self.report.names.members
        for group in sorted(members, key=lambda name: -len(members[name])):
            inside = set(members[group])
            if len(inside) > 1 and inside <= left.keys():
                units.append((group, len(inside)))
                left = {place: None for place in left if place not in inside}
        return units + [(place, 1) for place in left]

    def _unit(self, identifier: str) -> str:
        """What a group or a location is called."""
        named = in_language(self.report.names.groups.get(identifier, {}), self.language)
        return named or self.location(identifier)

    # -------------------------------------------------------------------------------------------- claims
    def number(self, judged: JudgedClaim) -> str:
        """The number of a promise in this report."""
        return judged.claim.id.removeprefix("c")

    def place(self, claim: Claim) -> str:
        """Where a claim stands: "site/index.html:31:8", or the source with its page or slide."""
        place = claim.place
        if place.line is not None:
            return f"{place.source}:{place.line}:{place.column}"
        return f"{place.source}, {place.where}" if place.where else place.source

    def place_short(self, claim: Claim) -> str:
        """The same without the column."""
        place = claim.place
        return f"{place.source}:{place.line}" if place.line is not None else self.place(claim)

    def excerpt(self, claim: Claim) -> Excerpt:
        """The quote in its sentence; the quote alone where the copy was not kept."""
        block = self._block(claim)
        start, end = claim.place.span
        if block is None or not 0 <= start < end <= len(block.text):
            return Excerpt("", claim.quote, "", claim.language)
        ends = [match.end() for match in _SENTENCE_END.finditer(block.text, max(0, start - _AROUND), start)]
        first = ends[-1] if ends else max(0, start - _AROUND)
        following = _SENTENCE_END.search(block.text, end, end + _AROUND)
        last = following.end() if following else min(len(block.text), end + _AROUND)
        before = ("…" if not ends and first else "") + block.text[first:start]
        after = block.text[end:last].rstrip() + ("…" if not following and last < len(block.text) else "")
        return Excerpt(before, block.text[start:end], after, block.language)

    def _block(self, claim: Claim) -> Block | None:
        document = self._documents.get(claim.place.source)
        if document is None or claim.place.block >= len(document.blocks):
            return None
        return document.blocks[claim.place.block]

    def document(self, source: str) -> Document | None:
        """The copy of a source, when the report kept it."""
        return self._documents.get(source)

    # -------------------------------------------------------------------------------------------- verdicts
    def groups(self, judged: JudgedClaim, only: Sequence[str] | None = None) -> tuple[Group, ...]:
        """The rulings on a claim with their places, worst first; `only` keeps those at some places, and kept ones.

        Rulings that look the same (the same verdict, standard, days and record) are one group.
        """
        verdicts, rulings = judged.verdicts, judged.verdicts.rulings
        wanted = None if only is None else set(only)
        alike = _alike(rulings)
        codes = [alike[code] for code in verdicts.codes]
        by_code: dict[int, list[str]] = {}
        for code in dict.fromkeys(codes):
            there: Iterator[str] = compress(verdicts.locations, map(code.__eq__, codes))
            if wanted is not None and rulings[code].verdict != "kept":
                there = filter(wanted.__contains__, there)
            if locations := list(there):
                by_code[code] = locations
        order = sorted(by_code, key=lambda code: (WORST_FIRST.index(rulings[code].verdict), code))
        chosen = [rulings[code] for code in order]
        tiers = len({ruling.tier for ruling in chosen}) > 1
        days = len({(ruling.start, ruling.end) for ruling in chosen}) > 1
        return tuple(self._group(judged.claim, rulings[code], by_code[code], tiers, days) for code in order)

    def _group(self, claim: Claim, ruling: Ruling, locations: list[str], tiers: bool, days: bool) -> Group:
        places = self.places(locations)
        extra = [say("for_tier", self.language, tier=self.tier(ruling.tier))] if tiers and ruling.tier else []
        if days:
            start, end = self.date(ruling.start), self.date(ruling.end)
            extra.append(start if start == end else say("days_from_to", self.language, start=start, end=end))
        comma = "، " if self.language == "ar" else ", "
        several = 1 < len(locations) < len(self.locations)
        count = counted(len(locations), "branch", self.language) if several else ""
        ladder = ladder_of(claim, ruling, places, several=len(locations) > 1)
        return Group(ruling, tuple(locations), ladder, comma.join([places, *extra]), count)

    def declared(self, group: Group) -> str:
        """The declared level of a group with its reliability: "36 h (95%)"; "nothing" without a standard."""
        ladder = group.ladder
        if not ladder.standard:
            return say("nothing", self.language)
        level = level_words(ladder.declared, self.language, self.voice.names)
        if ladder.share_declared is None:
            return level
        return f"{level} ({percent(ladder.share_declared, self.language, 2)})"

    def merged(self, groups: Sequence[Group]) -> list[Group]:
        """Groups of the same verdict and standard put together, whatever was measured there."""
        together: dict[object, list[Group]] = {}
        for group in groups:
            together.setdefault(_standing(group.ruling), []).append(group)
        merged = []
        for first, *rest in together.values():
            places = [location for group in (first, *rest) for location in group.locations]
            name, count = self.places(places), counted(len(places), "branch", self.language)
            ladder = replace(first.ladder, measured=None, place=name, several=True) if rest else first.ladder
            merged.append(Group(first.ruling, tuple(places), ladder, name, count) if rest else first)
        return merged

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The findings, those on the worst verdicts first, else in the order of the report."""
        cards = [self._card(finding) for finding in self.report.findings]
        rank = {outcome: at for at, outcome in enumerate(WORST_FIRST)}
        return tuple(sorted(cards, key=lambda card: rank.get(card.outcome, -1) if card.outcome else -1))

    def _card(self, finding: Finding) -> Card:
        judged, *others = [self._claims[identifier] for identifier in finding.claims] or [_stand_in(finding)]
        groups = self.groups(judged, finding.locations)
        outcome = groups[0].ruling.verdict if groups else judged.verdicts.worst
        return Card(finding, judged, tuple(others), outcome, groups)

    @cached_property
    def kept(self) -> tuple[JudgedClaim, ...]:
        """Claims kept wherever they were judged."""
        return tuple(judged for judged in self.report.claims if judged.verdicts.worst == "kept")

    @cached_property
    def unjudged(self) -> tuple[JudgedClaim, ...]:
        """Claims without a verdict."""
        return tuple(judged for judged in self.report.claims if judged.verdicts.worst is None)

    # -------------------------------------------------------------------------------------------- the run
    @cached_property
    def counts(self) -> dict[Outcome, int]:
        """Claims by their worst verdict, worst first, those that occur only."""
        worst = [judged.verdicts.worst for judged in self.report.claims]
        return {outcome: worst.count(outcome) for outcome in WORST_FIRST if outcome in worst}

    def headline(self) -> str:
        """The run in a few words: "9 promises: 3 over, 1 undeclared, 5 kept"."""
        promises = counted(len(self.report.claims), "promise", self.language)
        tally = [counted(count, outcome, self.language) for outcome, count in self.counts.items()]
        comma = "، " if self.language == "ar" else ", "
        return f"{promises}: {comma.join(tally)}" if tally else promises

    def facts(self) -> list[str]:
        """Whose standards, how much was read, which days were judged."""
        report, language = self.report, self.language
        facts = [report.organisation] if report.organisation else []
        facts.append(counted(len(report.documents), "page", language))
        if rendered := sum(document.rendered for document in report.documents):
            facts.append(counted(rendered, "rendered page", language))
        facts.append(counted(sum(document.words for document in report.documents), "word", language))
        if not report.judged:
            return [*facts, say("not_judged", language), say("read_on", language, date=self.date(report.date))]
        if self.locations:
            facts.append(counted(len(self.locations), "branch", language))
        facts += [record_words(record, language) for record in report.records]
        first, until = self.date(report.date), report.until
        if until is None or until == report.date:
            return [*facts, say("judged_for", language, date=first)]
        return [*facts, say("judged_for_days", language, date=first, until=self.date(until))]
