"""The real engine as the workflow's judge: reads the copy, checks it, and says by which standards."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from promisecheck.errors import Fault, InputError
from promisecheck.model import Document, Language, Report
from promisecheck.review.actors import EVERYWHERE, Places
from promisecheck.review.content import content_hash
from promisecheck.review.judging import Checked, Job
from promisecheck.review.measured import Measured, digest_with_records, read_measured
from promisecheck.review.reasons import reasons_of
from promisecheck.review.standings import standard_hashes

if TYPE_CHECKING:
    from promisecheck.extract import Extractor
    from promisecheck.judge.known import KnownVerdicts
    from promisecheck.rules import RuleSet
    from promisecheck.standards import Organisation

Stamp = tuple[tuple[str, int, int], ...]


class EngineJudge:
    """Judges with the specs of a folder and the bundled rules; may be used by several threads.

    The specs, and the records beside them, are read again whenever a file in their folder changes. specs: a folder, or
    one file. rules: folders of rule packs added to the bundled ones, or a rule set.
    """

    def __init__(self, specs: Path, rules: Sequence[Path] | RuleSet = ()) -> None:
        self.specs = specs
        self._given = rules
        self._measured: tuple[object, Measured | None] = ((), None)
        self._digest = ""
        self._lock = threading.RLock()
        self._rules: RuleSet | None = None
        self._stamp: Stamp = ()
        self._organisation: Organisation | None = None
        self._extractor: Extractor | None = None

    def organisation(self) -> Organisation:
        """The standards as they are now; kept until a file changes. Raises InputError when they are not valid."""
        from promisecheck.standards import load_organisation

        stamp = _stamp(self.specs)
        with self._lock:
            if self._organisation is None or self._stamp != stamp:
                self._organisation = load_organisation(self.specs)
                self._digest = digest_with_records(self._organisation, self.specs)
                self._stamp, self._extractor = stamp, None
            return self._organisation

    def digest(self) -> str:
        """The hash of the standards and the records beside them, as they are now. Raises InputError."""
        with self._lock:
            self.organisation()
            return self._digest

    def measured(self, day: dt.date | None) -> Measured | None:
        """The records as they are now, seen on a day; None without a day or records."""
        with self._lock:
            organisation = self.organisation()
            key = (self._stamp, day)
            if day is not None and self._measured[0] != key:
                self._measured = (key, read_measured(organisation, self.specs, day))
            return self._measured[1] if day is not None else None

    def places(self) -> Places:
        """The declared locations and groups, as they are now."""
        organisation = self.organisation()
        return Places(tuple(organisation.locations), organisation.members, organisation.timezone or "UTC")

    def rules(self) -> RuleSet:
        """The rules, loaded once. Raises InputError when a pack is not valid."""
        from promisecheck.rules import RuleSet, load_rules

        with self._lock:
            if self._rules is None:
                self._rules = self._given if isinstance(self._given, RuleSet) else load_rules(*self._given)
            return self._rules

    def load(self) -> tuple[Organisation, Extractor]:
        """The standards as they are now, and what finds the promises by their words; made when first needed."""
        from promisecheck.extract import Extractor

        with self._lock:
            organisation = self.organisation()
            if self._extractor is None:
                self._extractor = Extractor(self.rules(), organisation)
            return organisation, self._extractor

    def check(self, job: Job) -> Checked:
        """See `judging.Judge`. Raises InputError for invalid specs, or a place or tier that is gone by now."""
        from promisecheck import __version__
        from promisecheck.reports.json_report import report_json

        organisation, extractor = self.load()
        report = self._report(job, organisation, extractor)
        return Checked(
            report_json(report),
            {one.claim.id: standard_hashes(one) for one in report.claims},
            content_hash(report.documents_read[0]),
            self.digest(),
            self.rules().digest,
            __version__,
            reasons_of(report.claims),
        )

    def report(self, job: Job, *, worded: bool = True, known: KnownVerdicts | None = None) -> Report:
        """What `check` stores, as the engine has it: for looking, not for keeping.

        worded, known: see `check_documents`; what is known holds for these standards (their `digest`), rules, days,
        places and tier.
        """
        return self._report(job, *self.load(), worded, known)

    def _report(
        self,
        job: Job,
        organisation: Organisation,
        extractor: Extractor,
        worded: bool = True,
        known: KnownVerdicts | None = None,
    ) -> Report:
        from promisecheck.engine import Run, check_documents

        document = read_copy(job.copy, job.kind, job.source, job.languages)
        places, tier, record = _locations(job, organisation), _tier(job, organisation), self.measured(job.measured_on)
        run = Run(job.start, job.end, places, tier, record=record)
        return check_documents(
            [document], organisation, self.rules(), run, extractor=extractor, worded=worded, known=known
        )


def read_copy(copy: str, kind: str, source: str, languages: Sequence[str]) -> Document:
    """The copy as a document. A piece in one language is read in that; else each block tells its own."""
    from promisecheck.sources import parse_html, parse_markdown, parse_text

    language: Language | None = None
    if len(languages) == 1:
        language = "ar" if languages[0] == "ar" else "en"
    parse = {"text": parse_text, "markdown": parse_markdown, "html": parse_html}[kind]
    return parse(copy, source=source or "-", language=language)


def _locations(job: Job, organisation: Organisation) -> tuple[str, ...]:
    """The ids of the locations the piece is for; none for everywhere, so that the engine looks at the copy itself."""
    if EVERYWHERE in job.places:
        return ()
    unknown = [name for name in job.places if name not in organisation.locations and name not in organisation.groups]
    if unknown:
        raise InputError(Fault(f"not declared any more: {', '.join(unknown)}", hint="change where the piece is shown"))
    return organisation.expand(job.places)


def _tier(job: Job, organisation: Organisation) -> str | None:
    if job.tier is not None and job.tier not in organisation.tiers:
        raise InputError(Fault(f"there is no tier '{job.tier}' any more", hint="change the tier of the piece"))
    return job.tier


def _stamp(specs: Path) -> Stamp:
    """Names, sizes and times of all files beside the specs: what tells that something changed."""
    return tuple(sorted(_stats(specs))) if specs.is_dir() else ((str(specs), *_size_and_time(specs.stat())),)


def _stats(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _stats(entry.path)
            elif entry.is_file():
                yield entry.path, *_size_and_time(entry.stat())


def _size_and_time(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_size, stat.st_mtime_ns
