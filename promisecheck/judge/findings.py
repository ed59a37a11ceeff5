"""Findings: the rules that fired, grouped over claims that say the same in one source, with message and severity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, compress
from typing import TYPE_CHECKING

import numpy as np

from promisecheck.judge.contradictions import contradictions
from promisecheck.judge.disclosure import undisclosed
from promisecheck.judge.entail import claims_every_case
from promisecheck.judge.keys import fingerprint
from promisecheck.judge.meaning import remedies_in
from promisecheck.judge.messages import Case, fill, said, values_for, when
from promisecheck.judge.severity import severity_of, worst
from promisecheck.judge.verdicts import unpacked
from promisecheck.model import LANGUAGES, Claim, Finding, JudgedClaim, Ruling, Severity, Suggestion, Verdicts
from promisecheck.rules import RuleSet
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORDER = (
    "beyond-limit",
    "tier-only",
    "location-only",
    "undisclosed-condition",
    "over-promise",
    "not-delivered",
    "undeclared",
    "unclear-service",
    "stale-standard",
    "undisclosed-exception",
    "absolute",
    "self-contradiction",
    "missing-footnote",
    "taken-back",
    "expired-offer",
)
_UNWORDED = frozenset({"self-contradiction", "missing-footnote", "taken-back", "expired-offer"})
"""What no wording of one claim alone can mend."""
Suggest = Callable[[JudgedClaim, str], tuple[Suggestion, ...]]
"""Wording that holds instead of a claim on which a rule fired."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What findings are made with: the organisation, the rules, a project's severities, the days of the run."""

    organisation: Organisation
    rules: RuleSet
    start: dt.date
    end: dt.date
    severities: Mapping[str, Severity] = field(default_factory=dict)


def findings_of(judged: Sequence[JudgedClaim], setting: Setting) -> list[Finding]:
    """The findings on judged claims, in the order of the claims and, on one claim, of ORDER; without wordings."""
    groups: dict[tuple[str, str], list[JudgedClaim]] = {}
    for one in judged:
        groups.setdefault((one.claim.place.source, one.key), []).append(one)
    found: list[Finding] = []
    for (source, key), members in groups.items():
        fired: dict[str, list[tuple[JudgedClaim, Case]]] = {}
        for one in members:
            for rule, case in cases_of(one, setting.organisation).items():
                fired.setdefault(rule, []).append((one, case))
        for rule in sorted(fired, key=rank_of):
            found.append(_finding(rule, source, key, fired[rule], setting))
    return in_order(found, judged)


def with_wordings(findings: Iterable[Finding], judged: Sequence[JudgedClaim], suggest: Suggest) -> list[Finding]:
    """The findings, each with what could be said instead of its first claim that is made in words."""
    claims = {one.claim.id: one for one in judged}
    return [
        replace(finding, suggestions=suggest(_worded([claims[id_] for id_ in finding.claims]), finding.rule))
        if finding.rule in ORDER and finding.rule not in _UNWORDED
        else finding
        for finding in findings
    ]


def rank_of(rule: str) -> int:
    """The place of a rule in ORDER; rules of later stages come last."""
    return ORDER.index(rule) if rule in ORDER else len(ORDER)


def in_order(findings: Iterable[Finding], judged: Sequence[JudgedClaim]) -> list[Finding]:
    """Findings in the order of the claims and, on one claim, of ORDER."""
    position = {one.claim.id: n for n, one in enumerate(judged)}
    return sorted(findings, key=lambda finding: (position[finding.claims[0]], rank_of(finding.rule)))


def contradiction_findings(
    judged: Sequence[JudgedClaim], rules: RuleSet, severities: Mapping[str, Severity], order: Sequence[str] = ()
) -> list[Finding]:
    """The findings on claims of one source that disagree. order: the declared locations."""
    rule = "self-contradiction"
    position = {location: n for n, location in enumerate(order)}
    template = rules.get(rule).message
    found = []
    for one, other in contradictions(judged):
        claim, language, source = one.claim, one.claim.language, one.claim.place.source
        keys = {one.key, other.key}
        members = [each.claim for each in judged if each.key in keys and each.claim.place.source == source]
        shared = set(one.verdicts.locations) & set(other.verdicts.locations)
        messages = {
            reader: fill(
                template.get(reader) or template["en"],
                {"quote": said(claim, reader), "other": said(other.claim, reader)},
            )
            for reader in LANGUAGES
        }
        found.append(
            Finding(
                rule,
                worst([severity_of(rule, member, rules, severities) for member in members]),
                tuple(member.id for member in members),
                tuple(sorted(shared, key=position.__getitem__)),
                messages[language],
                fingerprint=fingerprint(rule, keys, source),
                messages=messages,
            )
        )
    return found


def _finding(
    rule: str,
    source: str,
    key: str,
    fired: list[tuple[JudgedClaim, Case]],
    setting: Setting,
) -> Finding:
    one, case = fired[0][0], _together([case for _, case in fired])
    claim = one.claim
    template = setting.rules.get(rule).message
    messages = {reader: _message(template, rule, replace(case, reader=reader), setting) for reader in LANGUAGES}
    return Finding(
        rule=rule,
        severity=worst([severity_of(rule, judged.claim, setting.rules, setting.severities) for judged, _ in fired]),
        claims=tuple(judged.claim.id for judged, _ in fired),
        locations=_in_order([some for _, some in case.rulings], setting.organisation),
        message=messages[claim.language],
        fingerprint=fingerprint(rule, [key], source),
        messages=messages,
    )


def _message(template: Mapping[str, str], rule: str, case: Case, setting: Setting) -> str:
    """What the finding says, for the reader of the case."""
    message = fill(template.get(case.language) or template["en"], values_for(rule, case, setting.organisation))
    return message + when((ruling for ruling, _ in case.rulings), setting.start, setting.end, case.language)


def _worded(claims: Sequence[JudgedClaim]) -> JudgedClaim:
    """The first of the claims that is made in words: structured data are not reworded."""
    return next((one for one in claims if one.claim.place.role != "structured"), claims[0])


def _in_order(places: Sequence[tuple[str, ...]], organisation: Organisation) -> tuple[str, ...]:
    """Each location once, in the order of the declaration."""
    found = places[0] if len(places) == 1 else tuple(dict.fromkeys(chain.from_iterable(places)))
    if len(found) == len(organisation.location_ids):
        return organisation.location_ids
    return tuple(sorted(found, key=organisation.positions.__getitem__))


def _together(cases: Sequence[Case]) -> Case:
    """One case of several on claims that say the same, such as the rows of a table: their rulings side by side."""
    if len(cases) == 1:
        return cases[0]
    rulings: list[Ruling] = []
    places: list[dict[str, None]] = []
    for case in cases:
        for ruling, some in case.rulings:
            if ruling not in rulings:
                rulings.append(ruling)
                places.append({})
            places[rulings.index(ruling)].update(dict.fromkeys(some))
    merged = tuple((ruling, tuple(some)) for ruling, some in zip(rulings, places, strict=True))
    reach = max(max(case.reach for case in cases), len(dict.fromkeys(place for some in places for place in some)))
    return Case(cases[0].claim, merged, reach, max(case.kept for case in cases))


# ------------------------------------------------------------------------------------------------ which rules fire
def cases_of(judged: JudgedClaim, organisation: Organisation) -> dict[str, Case]:
    """The rules that fire on a claim, with the rulings and locations each stands on."""
    claim, verdicts = judged.claim, judged.verdicts
    rules = [_rules_of(claim, ruling) for ruling in verdicts.rulings]
    if not any(rules):
        return {}
    codes = unpacked(verdicts.codes)
    at = [_where(verdicts, codes == n) if some else () for n, some in enumerate(rules)]
    kept_codes = [n for n, ruling in enumerate(verdicts.rulings) if ruling.verdict == "kept"]
    keeping = np.isin(codes, kept_codes)
    if len({ruling.start for ruling in verdicts.rulings}) == 1:
        reach, kept = len(codes), int(keeping.sum())
    else:
        reach, kept = len(dict.fromkeys(verdicts.locations)), len(dict.fromkeys(_where(verdicts, keeping)))
    found: dict[str, Case] = {}
    for rule in dict.fromkeys(rule for some in rules for rule in some):
        rulings = tuple((verdicts.rulings[n], at[n]) for n, some in enumerate(rules) if rule in some and at[n])
        if rule == "absolute":
            rulings = _without_remedy(rulings, organisation)
        if rulings:
            found[rule] = Case(claim, rulings, reach, kept)
    return found


def _where(verdicts: Verdicts, chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    """The locations of some of the verdicts."""
    return tuple(compress(verdicts.locations, chosen.tobytes()))


def _rules_of(claim: Claim, ruling: Ruling) -> tuple[str, ...]:
    """The rules that a ruling makes fire."""
    if ruling.verdict != "kept":
        return (ruling.rule,) if ruling.rule is not None else ()
    standard = ruling.standard
    if standard is None:
        return ()
    found = []
    if claim.place.role != "structured" and undisclosed(standard.exceptions, claim):
        found.append("undisclosed-exception")
    if claims_every_case(claim, standard):
        found.append("absolute")
    if ruling.delivered == "not_kept":
        found.append("not-delivered")
    return tuple(found)


def _without_remedy(
    rulings: Iterable[tuple[Ruling, tuple[str, ...]]], organisation: Organisation
) -> tuple[tuple[Ruling, tuple[str, ...]], ...]:
    """Of the locations, those where no guarantee of the service says what happens when the promise is missed."""
    left = []
    for ruling, locations in rulings:
        assert ruling.standard is not None  # noqa: S101 - only rulings with a standard claim every case
        have = remedied(organisation, ruling.standard.service, ruling.tier, ruling.start)
        without = tuple(location for location in locations if location not in have)
        if without:
            left.append((ruling, without))
    return tuple(left)


def remedied(organisation: Organisation, service: str, tier: str | None, day: dt.date) -> frozenset[str]:
    """The locations where a remedy (money back, free of charge) is declared as a guarantee of the service."""
    found: set[str] = set()
    for declaration in organisation.standards_for(service, "guarantee", tier=tier, day=day):
        names = " . ".join(name for names in declaration.what.values() for name in names)
        if names and remedies_in(names) == {"price_match"}:
            continue
        column = organisation.column(declaration, tier, day)
        offered = [n for n, one in enumerate(column.variants) if one and one.level and one.level.offered]
        found.update(organisation.location_ids[i] for i in np.flatnonzero(np.isin(column.codes, offered)))
    return frozenset(found)
