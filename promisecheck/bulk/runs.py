"""A whole check: what is known already from the cache, the rest from the engine, in one process or several."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from promisecheck.bulk.cache import Cache, default_folder, digest_of, folders_digest, program_digest
from promisecheck.bulk.codec import dumps, loads
from promisecheck.model import Document, Finding, JudgedClaim, Language, Names, Problem, Report, Severity
from promisecheck.paths import data_dir

if TYPE_CHECKING:
    from promisecheck.extract import Extractor
    from promisecheck.judge.verdicts import Record
    from promisecheck.quiet.by_path import ByPath
    from promisecheck.quiet.suppress import Trusted
    from promisecheck.rules import RuleSet
    from promisecheck.sources.reading import Listed
    from promisecheck.standards import Organisation

Progress = Callable[[int, str], None]
_CHUNK: Final = 16
"""Fewest files that are worth another process, and that one takes at a time."""
_TURNS: Final = 3
"""How often a process comes back for more files, so that a slow chunk does not keep the others waiting."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is checked and how; plain data, so that another process can be given it."""

    paths: tuple[str, ...]
    specs: Path
    start: dt.date
    end: dt.date
    rules: tuple[Path, ...] = ()
    locations: tuple[str, ...] = ()
    tier: str | None = None
    severity: Mapping[str, Severity] = field(default_factory=dict)
    by_path: ByPath = field(default_factory=dict)
    lang: str = "auto"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Means:
    """How the work is done. cache: where reports are kept, None for nowhere. jobs: processes.

    record, trusted: of `engine.Run`; with either of them nothing is kept and one process does all.
    """

    cache: Cache | None = None
    jobs: int = 1
    progress: Progress | None = None
    record: Record | None = None
    trusted: Trusted | None = None

    @property
    def special(self) -> bool:
        """Whether the report depends on more than the plan says."""
        return self.record is not None or self.trusted is not None


def checked_documents(plan: Plan, documents: Sequence[Document], problems: Sequence[Problem], means: Means) -> Report:
    """The report on documents that are read already, and problems that came with them, instead of `plan.paths`."""
    report = _checked_here(plan, (), documents, means)
    return replace(report, problems=(*problems, *report.problems))


def checked(plan: Plan, means: Means) -> Report:
    """The report of a plan: the same with and without a cache, with any number of processes.

    Raises InputError as `engine.check` does.
    """
    from promisecheck.sources.reading import is_path

    files, problems = _listed([path for path in plan.paths if is_path(path)], plan)
    others = [path for path in plan.paths if not is_path(path)]
    cache = None if means.special or len({one.source for one in files}) < len(files) else means.cache
    if cache is None:
        return _merged([_fresh(plan, means, files, others)], problems)
    common = _common(plan)
    head_name = digest_of([common, "head"])
    head = cache.get(head_name)
    names = {one.source: digest_of([common, one.source, one.below, str(one.named), _bytes(one)]) for one in files}
    known = {} if head is None else {source: cache.get(name) for source, name in names.items()}
    missing = [one for one in files if known.get(one.source) is None]
    parts = [report for report in known.values() if report is not None]
    if head is None or missing or others:
        fresh = _fresh(plan, means, missing, others)
        unsure = {problem.source for problem in fresh.problems}
        for source, part in _by_source(fresh).items():
            if source in names and source not in unsure:
                cache.put(names[source], part)
        head = replace(fresh, documents=(), claims=(), findings=(), problems=(), documents_read=())
        cache.put(head_name, head)
        cache.tidy(time.time())
        parts.append(fresh)
    return _merged([head, *parts], problems)


def checker(plan: Plan, means: Means) -> Callable[[Document], Report]:
    """Judges one document after another as `checked` does, with all it needs loaded once. Raises InputError, too."""
    from promisecheck import engine
    from promisecheck.extract import Extractor
    from promisecheck.quiet.by_path import with_paths
    from promisecheck.rules import load_rules
    from promisecheck.standards import load_organisation

    organisation, rules = load_organisation(plan.specs), load_rules(*plan.rules)
    extractor = Extractor(rules, organisation)
    locations = organisation.expand(plan.locations) if plan.locations else ()
    run = engine.Run(plan.start, plan.end, locations, plan.tier, dict(plan.severity), means.record, means.trusted)

    def check(document: Document) -> Report:
        report = engine.check_documents([document], organisation, rules, run, extractor=extractor)
        return with_paths(report, plan.by_path, rules) if plan.by_path else report

    return check


def _common(plan: Plan) -> str:
    """What all files of a plan share, as one hash."""
    rules = folders_digest([data_dir("rules"), *plan.rules])
    options = (plan.start, plan.end, plan.locations, plan.tier, sorted(plan.severity.items()), plan.lang)
    by_path = [(pattern, sorted(wanted.items())) for pattern, wanted in plan.by_path.items()]
    return digest_of([program_digest(), rules, folders_digest([plan.specs]), repr(options), repr(by_path)])


def _listed(paths: Iterable[str], plan: Plan) -> tuple[list[Listed], list[Problem]]:
    from promisecheck.sources.reading import ReadOptions, listed

    options = ReadOptions(include=plan.include, exclude=plan.exclude)
    found = [item for path in paths for item in listed(path, options)]
    files = [item for item in found if not isinstance(item, Problem)]
    return files, [item for item in found if isinstance(item, Problem)]


def _bytes(file: Listed) -> bytes:
    try:
        return Path(file.source).read_bytes()
    except OSError:
        return b""


# ------------------------------------------------------------------------------------------------ the work itself
def _fresh(plan: Plan, means: Means, files: Sequence[Listed], others: Sequence[str]) -> Report:
    if means.jobs > 1 and len(files) > _CHUNK and not means.special:
        _loaded.cache_clear()  # an earlier run may have had other standards in the same folder
        here = _checked_with(*_loaded(plan.rules, plan.specs), plan, (), others, Means())
        return _merged([here, *_in_processes(plan, files, means)], ())
    return _checked_here(plan, files, others, means)


def _checked_here(plan: Plan, files: Sequence[Listed], others: Sequence[str | Document], means: Means) -> Report:
    from promisecheck.rules import load_rules
    from promisecheck.standards import load_organisation

    rules = load_rules(*plan.rules, kept=default_folder())
    return _checked_with(rules, load_organisation(plan.specs), None, plan, files, others, means)


@lru_cache(maxsize=1)
def _loaded(rules: tuple[Path, ...], specs: Path) -> tuple[RuleSet, Organisation, Extractor]:
    """What is loaded once for all chunks of a run: before other processes begin, which inherit it where they can."""
    from promisecheck.extract import Extractor
    from promisecheck.rules import load_rules
    from promisecheck.standards import load_organisation

    rule_set, organisation = load_rules(*rules, kept=default_folder()), load_organisation(specs)
    return rule_set, organisation, Extractor(rule_set, organisation)


def _checked_with(
    rules: RuleSet,
    organisation: Organisation,
    extractor: Extractor | None,
    plan: Plan,
    files: Sequence[Listed],
    others: Sequence[str | Document],
    means: Means,
) -> Report:
    from promisecheck import engine
    from promisecheck.quiet.by_path import with_paths

    problems: list[Problem] = []
    report = engine.check(
        (*_documents(files, plan, problems, means.progress), *others),
        specs=organisation,
        rules=rules,
        locations=plan.locations,
        tier=plan.tier,
        start=plan.start,
        end=plan.end,
        severity=plan.severity,
        record=means.record,
        lang=plan.lang,
        allow_hosts=plan.allow_hosts,
        trusted=means.trusted,
        extractor=extractor,
    )
    report = replace(report, problems=(*problems, *report.problems))
    return with_paths(report, plan.by_path, rules) if plan.by_path else report


def _documents(
    files: Iterable[Listed], plan: Plan, problems: list[Problem], progress: Progress | None
) -> Iterator[Document]:
    from promisecheck.sources.reading import ReadOptions, read_listed

    options = ReadOptions(None if plan.lang == "auto" else cast(Language, plan.lang))
    for done, file in enumerate(files, 1):
        for item in read_listed(file, options):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                yield item
        if progress is not None:
            progress(done, file.source)


def _in_processes(plan: Plan, files: Sequence[Listed], means: Means) -> Iterator[Report]:
    """Reports of chunks of the files, in order, each made in another process. Paths go in, text comes out."""
    from concurrent.futures import ProcessPoolExecutor

    size = max(_CHUNK, -(-len(files) // (means.jobs * _TURNS)))
    chunks = [tuple(files[at : at + size]) for at in range(0, len(files), size)]
    with ProcessPoolExecutor(min(means.jobs, len(chunks))) as pool:
        for done, text in enumerate(pool.map(_chunk, [plan] * len(chunks), chunks), 1):
            if means.progress is not None:
                means.progress(min(done * size, len(files)), chunks[done - 1][-1].source)
            yield loads(text)


def _chunk(plan: Plan, files: tuple[Listed, ...]) -> str:
    return dumps(_checked_with(*_loaded(plan.rules, plan.specs), plan, files, (), Means()))


# ------------------------------------------------------------------------------------------------ apart and together
def _by_source(report: Report) -> dict[str, Report]:
    """The report of each document alone."""
    claims: dict[str, list[JudgedClaim]] = {document.source: [] for document in report.documents}
    for one in report.claims:
        claims[one.claim.place.source].append(one)
    findings: dict[str, list[Finding]] = {document.source: [] for document in report.documents}
    source_of = {one.claim.id: one.claim.place.source for one in report.claims}
    for finding in report.findings:
        source = source_of[finding.claims[0]] if finding.claims else finding.place.source if finding.place else ""
        findings[source].append(finding)
    read = {document.source: document for document in report.documents_read}
    return {
        summary.source: replace(
            report,
            documents=(summary,),
            claims=tuple(claims[summary.source]),
            findings=tuple(findings[summary.source]),
            problems=(),
            documents_read=(read[summary.source],),
            names=Names(),
        )
        for summary in report.documents
    }


def _merged(reports: Sequence[Report], problems: Iterable[Problem]) -> Report:
    """One report of several on different documents, claims numbered through in the order of their sources."""
    pieces = [(summary, report) for report in reports for summary in report.documents]
    order = {summary.source: n for n, (summary, _) in enumerate(sorted(pieces, key=lambda piece: piece[0].source))}
    numbered = [(n, one) for n, report in enumerate(reports) for one in report.claims]
    numbered.sort(key=lambda piece: order[piece[1].claim.place.source])
    names = {(n, one.claim.id): f"c{number}" for number, (n, one) in enumerate(numbered, 1)}
    claims = tuple(replace(one, claim=replace(one.claim, id=names[n, one.claim.id])) for n, one in numbered)
    position = {one.claim.id: number for number, one in enumerate(claims)}
    findings = [
        replace(finding, claims=tuple(names[n, one] for one in finding.claims))
        for n, report in enumerate(reports)
        for finding in report.findings
    ]

    def place(finding: Finding) -> tuple[int, int]:
        if finding.claims:
            return 0, position[finding.claims[0]]
        return 1, order[finding.place.source] if finding.place else 0

    documents = sorted((document for report in reports for document in report.documents), key=lambda one: one.source)
    read = sorted((document for report in reports for document in report.documents_read), key=lambda one: one.source)
    return replace(
        reports[0],
        documents=tuple(documents),
        claims=claims,
        findings=tuple(sorted(findings, key=place)),
        problems=(*problems, *(problem for report in reports for problem in report.problems)),
        documents_read=tuple(read),
    )
