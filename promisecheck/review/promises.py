"""A stored report, read by promise: what each promises, how it stands at each location, what changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from promisecheck.review.reasons import Reasons, with_reasons

WORST_FIRST: Final = ("over", "undeclared", "unsure", "kept")
_SAME_PROMISE: Final = ("measure", "service", "value", "share", "strength", "conditions")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands at one location, by its worst verdict over days and occurrences.

    bases: one hash for each distinct judgement (verdict, rule, standard in force, whether the record proves that it is
    not delivered). Two reports with equal bases judged the same promise against the same standard. not_kept: those of
    them that say it is not kept, or not delivered. details: the verdict as the report has it, `reasons` beside.
    """

    location: str
    verdict: str
    bases: frozenset[str]
    not_kept: frozenset[str]
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def basis(self) -> str:
        """The bases as one text, to be stored."""
        return " ".join(sorted(self.bases))

    def holds_as(self, basis: str) -> bool:
        """Whether nothing stands here now that is not kept and was not known in `basis`."""
        return self.not_kept <= set(basis.split())


@dataclass(frozen=True, slots=True)
class Promise:
    """What the copy says, once for all its occurrences. claims: their ids in the report."""

    key: str
    claims: tuple[str, ...]
    claim: Mapping[str, Any]
    at: Mapping[str, Standing]

    @property
    def quote(self) -> str:
        """The visible words."""
        return str(self.claim["quote"])

    @property
    def worst(self) -> str:
        """The worst verdict over all locations; "unsure" where it was judged nowhere."""
        return worst(standing.verdict for standing in self.at.values())


@dataclass(frozen=True, slots=True)
class Change:
    """A promise that reads or stands differently: before and after; `locations` where the judgement differs."""

    before: Promise
    after: Promise
    locations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new version did to the promises."""

    added: tuple[Promise, ...]
    removed: tuple[Promise, ...]
    changed: tuple[Change, ...]
    same: tuple[Promise, ...]


def worst(verdicts: Iterable[str]) -> str:
    """The worst of some verdicts; "unsure" of none."""
    found = set(verdicts)
    return next((verdict for verdict in WORST_FIRST if verdict in found), "unsure")


def read(
    report: Mapping[str, Any],
    standards: Mapping[str, Sequence[str]] | None = None,
    reasons: Reasons | None = None,
) -> tuple[Promise, ...]:
    """The promises of a report, in its order; occurrences that say the same are one.

    standards: claim id -> for each of its verdicts, the hash of the standard it was judged against; without it the
    declared level in the report stands for the standard. reasons: what is known of them in other languages.
    """
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for claim in report["claims"]:
        grouped.setdefault(claim["key"], []).append(claim)
    return tuple(_promise(key, claims, standards or {}, reasons or {}) for key, claims in grouped.items())


def locations(promises: Iterable[Promise]) -> tuple[str, ...]:
    """Every location that some promise reaches, in order of appearance."""
    return tuple(dict.fromkeys(location for promise in promises for location in promise.at))


def touching(promises: Iterable[Promise], location: str) -> tuple[Promise, ...]:
    """The promises that reach a location, those that fail first."""
    found = [promise for promise in promises if location in promise.at]
    return tuple(sorted(found, key=lambda promise: WORST_FIRST.index(promise.at[location].verdict)))


def only_at(promises: Iterable[Promise], location: str) -> tuple[Promise, ...]:
    """What somebody may see who was asked about one location only ("": about the whole piece, so everything)."""
    if not location:
        return tuple(promises)
    return tuple(replace(one, at={location: one.at[location]}) for one in promises if location in one.at)


def report_at(report: Mapping[str, Any], location: str) -> Mapping[str, Any]:
    """A report cut down to one location in the same way: no verdict, finding or wording of another."""
    if not location:
        return report
    claims = []
    for claim in report["claims"]:
        verdicts = [verdict for verdict in claim["verdicts"] if verdict["location"] == location]
        if verdicts:
            scope = claim["scope"] | {"locations": [location]}
            claims.append(claim | {"verdicts": verdicts, "scope": scope})
    known = {claim["id"] for claim in claims}
    findings = [
        finding
        | {
            "claims": [one for one in finding["claims"] if one in known],
            "locations": [location],
            "suggestions": [
                one | {"holds_at": [location]} for one in finding["suggestions"] if location in one["holds_at"]
            ],
        }
        for finding in report["findings"]
        if location in finding["locations"] and known.intersection(finding["claims"])
    ]
    documents = [one | {"locations": [location], "claims": len(claims)} for one in report["documents"]]
    return {**report, "documents": documents, "claims": claims, "findings": findings, "problems": []}


def compare(old: Iterable[Promise], new: Iterable[Promise]) -> Difference:
    """What changed. A promise that went and one that came about the same measure and service are one change."""
    before = {promise.key: promise for promise in old}
    after = {promise.key: promise for promise in new}
    gone = [promise for key, promise in before.items() if key not in after]
    added: list[Promise] = []
    changed: list[Change] = []
    same: list[Promise] = []
    for key, promise in after.items():
        earlier = before.get(key)
        if earlier is None:
            earlier = next((one for one in gone if _subject(one) == _subject(promise)), None)
            if earlier is None:
                added.append(promise)
                continue
            gone.remove(earlier)
        moved = _differing(earlier, promise)
        if moved or earlier.key != promise.key:
            changed.append(Change(earlier, promise, moved))
        else:
            same.append(promise)
    return Difference(tuple(added), tuple(gone), tuple(changed), tuple(same))


def within(basis: str, earlier: str) -> bool:
    """Whether every judgement in one stored basis was already in an earlier one."""
    return set(basis.split()) <= set(earlier.split())


def suggestions(report: Mapping[str, Any], promise: Promise, location: str | None = None) -> tuple[str, ...]:
    """Wordings that hold for a promise, at the location where one is given."""
    mine = set(promise.claims)
    found = (
        suggestion["text"]
        for finding in report["findings"]
        if mine.intersection(finding["claims"])
        for suggestion in finding["suggestions"]
        if location is None or location in suggestion["holds_at"]
    )
    return tuple(dict.fromkeys(found))


def _promise(
    key: str, claims: list[Mapping[str, Any]], standards: Mapping[str, Sequence[str]], reasons: Reasons
) -> Promise:
    rows: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for claim in claims:
        says = {name: claim[name] for name in _SAME_PROMISE}
        verdicts = claim["verdicts"]
        hashes = standards.get(claim["id"]) or [""] * len(verdicts)
        for verdict, standard_hash in zip(verdicts, hashes, strict=True):
            standard = standard_hash or verdict["declared"]
            judged = [says, verdict["verdict"], verdict["rule"], verdict["tier"], verdict["standard"], standard]
            if verdict.get("delivered") == "not_kept":
                judged.append("not delivered")
            rows.setdefault(verdict["location"], []).append((fingerprint(judged), verdict))
    return Promise(
        key,
        tuple(claim["id"] for claim in claims),
        claims[0],
        {location: _standing(location, found, reasons) for location, found in rows.items()},
    )


def _standing(location: str, found: list[tuple[str, Mapping[str, Any]]], reasons: Reasons) -> Standing:
    details = min((verdict for _, verdict in found), key=lambda verdict: WORST_FIRST.index(verdict["verdict"]))
    return Standing(
        location,
        details["verdict"],
        frozenset(basis for basis, _ in found),
        frozenset(basis for basis, one in found if one["verdict"] != "kept" or one.get("delivered") == "not_kept"),
        with_reasons(details, reasons),
    )


def _subject(promise: Promise) -> tuple[object, object, object]:
    return promise.claim["measure"], promise.claim["service"], promise.claim["language"]


def _differing(before: Promise, after: Promise) -> tuple[str, ...]:
    places = dict.fromkeys((*before.at, *after.at))
    return tuple(
        place
        for place in places
        if place not in before.at or place not in after.at or before.at[place].bases != after.at[place].bases
    )


def fingerprint(value: object) -> str:
    """A short hash of plain data and dates, the same in every run."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:20]
