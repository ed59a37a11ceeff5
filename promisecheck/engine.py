"""The main job, end to end: copy in, promises judged at every location out.

    sources -> Document -> extract -> Claim -> judge (with Standards) -> Verdict -> Finding -> Report

The same copy, specs, rules and dates give the same report, byte for byte. The clock is an argument.
"""

from __future__ import annotations

import datetime as dt
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from promisecheck.errors import Fault, InputError
from promisecheck.model import (
    Document,
    DocumentSummary,
    JudgedClaim,
    Language,
    Names,
    Problem,
    Report,
    Severity,
)

if TYPE_CHECKING:
    from promisecheck.extract import Extractor
    from promisecheck.judge.known import KnownVerdicts
    from promisecheck.judge.verdicts import Record
    from promisecheck.quiet.suppress import Trusted
    from promisecheck.rules import RuleSet
    from promisecheck.standards import Organisation

Source = str | Path | Document
Progress = Callable[[int, str], None]
"""Called with the number of documents read and the name of the last one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read and how: globs of files, private hosts that may be fetched, the language of the copy."""

    lang: str = "auto"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """How copy is judged: where and to whom it is shown, on which days, how grave findings are."""

    start: dt.date
    end: dt.date
    locations: tuple[str, ...] = ()
    tier: str | None = None
    severity: Mapping[str, Severity] = field(default_factory=dict)
    record: Record | None = None
    trusted: Trusted | None = None


def check(
    sources: Iterable[Source],
    *,
    specs: Path | Organisation,
    rules: Sequence[Path] | RuleSet = (),
    locations: Sequence[str] = (),
    tier: str | None = None,
    start: dt.date,
    end: dt.date | None = None,
    severity: Mapping[str, Severity] | None = None,
    record: Record | None = None,
    lang: str = "auto",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
    trusted: Trusted | None = None,
    extractor: Extractor | None = None,
) -> Report:
    """Find the promises of some copy and judge each at every location it reaches.

    sources: paths, addresses, "-" for standard input, or documents that are read already. specs: the folder of
    standards, or an organisation that is loaded already. rules: packs added to the bundled ones, or a rule set.
    locations: ids (of locations or groups) where the copy is seen, () to find out. tier: whom it speaks to where it
    names no tier. start, end: first and last day of the run, one day without `end`. severity: rule name -> severity.
    record: looks up measured performance. trusted: which suppressions in the copy count; None for all. extractor: one
    made for these rules and standards, where it is used again. What cannot be read becomes a problem of the report.

    Raises InputError for broken specs or rules, and for a location, tier or rule that does not exist.
    """
    from promisecheck.standards import load_organisation

    organisation = load_organisation(specs) if isinstance(specs, Path) else specs
    rule_set = _rules(rules)
    run = Run(
        start, end or start, _known_locations(locations, organisation), tier, dict(severity or {}), record, trusted
    )
    _check_names(run, organisation, rule_set)
    reading = Reading(lang, tuple(include), tuple(exclude), tuple(allow_hosts), progress)
    documents, problems = read_all(sources, reading)
    return check_documents(documents, organisation, rule_set, run, extractor=extractor, problems=problems)


def extract(
    sources: Iterable[Source],
    *,
    rules: Sequence[Path] | RuleSet = (),
    start: dt.date,
    severity: Mapping[str, Severity] | None = None,
    lang: str = "auto",
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    allow_hosts: Sequence[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Find the promises of some copy, without standards. The only findings are those that need none.

    start: the day of the report. Other arguments and errors: see `check`.
    """
    from promisecheck.extract import Extractor
    from promisecheck.judge.findings import contradiction_findings
    from promisecheck.judge.small_print import RULES, small_print_findings
    from promisecheck.quiet.suppress import suppressed

    rule_set = _rules(rules)
    reading = Reading(lang, tuple(include), tuple(exclude), tuple(allow_hosts), progress)
    documents, problems = read_all(sources, reading)
    found = claims_of(documents, Extractor(rule_set))
    judged = [judged for _, some in found for judged in some]
    findings = contradiction_findings(judged, rule_set, severity or {})
    findings += small_print_findings(judged, rule_set, severity or {}, start)
    read = [document for document, _ in found]
    only = frozenset(("self-contradiction", *RULES))
    findings, unread = suppressed(findings, judged, read, rule_set, start, severity or {}, only=only)
    return Report(
        date=start,
        documents=tuple(_summary(document, (), len(some)) for document, some in found),
        claims=tuple(judged),
        findings=tuple(findings),
        problems=(*problems, *unread, *_crowded(found)),
        judged=False,
        documents_read=tuple(document for document, _ in found),
    )


def check_documents(
    documents: Iterable[Document],
    organisation: Organisation,
    rules: RuleSet,
    run: Run,
    *,
    extractor: Extractor | None = None,
    worded: bool = True,
    known: KnownVerdicts | None = None,
    problems: Sequence[Problem] = (),
) -> Report:
    """The report on documents that are read already, with an organisation and rules that are loaded already.

    extractor: one made for these rules and this organisation, where it is used again (check as you type).
    worded: whether wordings that hold are looked for; see `judge.findings.with_wordings`.
    known: verdicts of earlier calls with the same organisation, rules and run, to be used and added to.
    """
    from promisecheck.extract import Extractor
    from promisecheck.judge.findings import Setting, contradiction_findings, findings_of, in_order, with_wordings
    from promisecheck.judge.known import KnownVerdicts
    from promisecheck.judge.small_print import small_print_findings
    from promisecheck.judge.suggest import Suggester
    from promisecheck.judge.whereabouts import document_locations
    from promisecheck.quiet.suppress import suppressed

    extractor = extractor or Extractor(rules, organisation)
    judge = _Judge(organisation, run, KnownVerdicts() if known is None else known)
    found = claims_of(documents, extractor)
    judged: list[JudgedClaim] = []
    summaries = []
    for document, some in found:
        reach = document_locations(document, organisation, run.locations)
        judged += [judge.judged(one, document, reach) for one in some]
        summaries.append(_summary(document, reach or organisation.location_ids, len(some)))
    setting = Setting(organisation, rules, run.start, run.end, run.severity)
    sources = {document.source: document for document, _ in found}
    findings = findings_of(judged, setting)
    findings += contradiction_findings(judged, rules, run.severity, organisation.location_ids)
    findings += small_print_findings(judged, rules, run.severity, run.start, organisation.timezone)
    findings, unread = suppressed(
        in_order(findings, judged), judged, sources.values(), rules, run.start, run.severity, run.trusted
    )
    if worded:
        suggester = Suggester(organisation, extractor, run.start, run.end, run.tier, sources)
        findings = with_wordings(findings, judged, suggester.suggest)
    return Report(
        date=run.start,
        documents=tuple(summaries),
        claims=tuple(judged),
        findings=tuple(findings),
        problems=(*problems, *unread, *_crowded(found)),
        until=run.end,
        organisation=organisation.name,
        documents_read=tuple(document for document, _ in found),
        names=_names(organisation),
        week_start=_week_start(organisation),
        timezone=organisation.timezone,
    )


# ------------------------------------------------------------------------------------------------ reading
def read_all(sources: Iterable[Source], reading: Reading) -> tuple[list[Document], list[Problem]]:
    """The documents of all sources in the order of their names, and what could not be read."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for source in sources:
        for item in [source] if isinstance(source, Document) else _read(source, reading):
            if isinstance(item, Problem):
                problems.append(item)
                continue
            documents.append(item)
            if reading.progress is not None:
                reading.progress(len(documents), item.source)
    return sorted(documents, key=lambda document: document.source), problems


def _read(source: str | Path, reading: Reading) -> Iterator[Document | Problem]:
    from promisecheck.sources import ReadOptions, read

    language = None if reading.lang == "auto" else cast(Language, reading.lang)
    return read(str(source), ReadOptions(language, reading.include, reading.exclude, reading.allow_hosts))


def claims_of(documents: Iterable[Document], extractor: Extractor) -> list[tuple[Document, list[JudgedClaim]]]:
    """The claims of each document, in the order of the copy, numbered through and not judged yet."""
    from promisecheck.judge.keys import claim_key

    found = []
    number = 0
    for document in documents:
        claims = []
        for claim in sorted(extractor.claims(document), key=lambda claim: (claim.place.block, claim.place.span)):
            number += 1
            claims.append(JudgedClaim(replace(claim, id=f"c{number}"), claim_key(claim)))
        found.append((document, claims))
    return found


def _crowded(found: Iterable[tuple[Document, list[JudgedClaim]]]) -> list[Problem]:
    """Documents that may hold more promises than are taken from one."""
    from promisecheck.extract import MOST_CLAIMS

    message = f"holds {MOST_CLAIMS:,} promises or more; the first {MOST_CLAIMS:,} were looked at"
    return [
        Problem(document.source, message, hint="split it, or leave it out with --exclude")
        for document, some in found
        if len(some) >= MOST_CLAIMS
    ]


# ------------------------------------------------------------------------------------------------ judging
class _Judge:
    """Judges claims, equal ones once."""

    def __init__(self, organisation: Organisation, run: Run, known: KnownVerdicts) -> None:
        self._organisation = organisation
        self._run = run
        self._known = known

    def judged(self, one: JudgedClaim, document: Document, reach: tuple[str, ...]) -> JudgedClaim:
        """The claim with its verdicts. Structured data speak for the place they give."""
        from promisecheck.judge import judge
        from promisecheck.judge.whereabouts import named_locations

        claim, run = one.claim, self._run
        if claim.place.role == "structured" and not run.locations:
            reach = named_locations(document.places, self._organisation) or reach
        verdicts = self._known.verdicts(
            claim,
            reach,
            self._organisation,
            lambda: judge(
                claim,
                self._organisation,
                reach=reach,
                start=run.start,
                end=run.end,
                tier=run.tier,
                record=run.record,
            ),
        )
        return replace(one, verdicts=verdicts)


# ------------------------------------------------------------------------------------------------ arguments
def _rules(rules: Sequence[Path] | RuleSet) -> RuleSet:
    from promisecheck.rules import RuleSet, load_rules

    return rules if isinstance(rules, RuleSet) else load_rules(*rules)


def _known_locations(locations: Sequence[str], organisation: Organisation) -> tuple[str, ...]:
    known = (*organisation.locations, *organisation.groups)
    faults = [_unknown("location", location, known) for location in locations if location not in known]
    if faults:
        raise InputError(faults)
    return organisation.expand(locations)


def _check_names(run: Run, organisation: Organisation, rules: RuleSet) -> None:
    if run.tier is not None and run.tier not in organisation.tiers:
        raise InputError(_unknown("tier", run.tier, tuple(organisation.tiers)))
    findings = tuple(rule.name for rule in rules.of_kind("finding"))
    faults = [_unknown("rule", name, findings) for name in run.severity if name not in findings]
    if faults:
        raise InputError(faults)
    if run.end < run.start:
        raise InputError(Fault(f"the run ends ({run.end}) before it starts ({run.start})"))


def _unknown(kind: str, name: str, known: Sequence[str]) -> Fault:
    import difflib

    near = difflib.get_close_matches(name, known, 3, 0.5)
    listed = ", ".join(near or known[:20]) or f"no {kind}s are declared"
    return Fault(f"no {kind} is called '{name}'", hint=f"{'did you mean' if near else 'declared'}: {listed}")


def _summary(document: Document, locations: Sequence[str], claims: int) -> DocumentSummary:
    return DocumentSummary(
        document.source, document.language, tuple(locations), claims, document.words, document.rendered
    )


def _names(organisation: Organisation) -> Names:
    def first(named: Mapping[str, object]) -> dict[str, dict[str, str]]:
        return {id_: {lang: names[0] for lang, names in _names_of(one).items() if names} for id_, one in named.items()}

    return Names(
        locations=first(organisation.locations),
        groups=first(organisation.groups),
        members=organisation.members,
        tiers=first(organisation.tiers),
        services=first(organisation.services),
    )


def _names_of(named: object) -> Mapping[str, tuple[str, ...]]:
    return cast(Mapping[str, tuple[str, ...]], getattr(named, "names", {}))


def _week_start(organisation: Organisation) -> str:
    """The first day of the working week: the working day that follows a free one."""
    from promisecheck.standards.working_week import DAYS

    days = organisation.working_week
    starts = [day for day in sorted(days) if (day - 1) % 7 not in days]
    return DAYS[starts[0]] if len(starts) == 1 else "Mo"


# The stage `promisecheck.extract` and the function of the same name share a place in the package. Importing the stage
# puts it there; what callers of the package mean is the function.
importlib.import_module("promisecheck.extract")
vars(sys.modules["promisecheck"])["extract"] = extract
