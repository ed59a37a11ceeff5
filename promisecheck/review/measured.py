"""Measured records beside the app's standards: read once, and again when one of their files changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Mapping
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import TYPE_CHECKING

from promisecheck.model import Claim, Verdicts
from promisecheck.review.promises import fingerprint
from promisecheck.standards import Organisation

if TYPE_CHECKING:
    from promisecheck.evidence import Evidence


class Measured:
    """What really happened, for the judge of one folder of standards; may be used by several threads.

    evidence: the records by their declarations, for one state of the folder and one day. Where several ask at once
    they take turns, since a record is read when a claim first needs it.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._turn = threading.Lock()

    def __call__(self, claim: Claim, verdicts: Verdicts) -> Verdicts:
        """See `engine.check`."""
        with self._turn:
            return self._evidence(claim, verdicts)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the records that were asked for; they say nothing then."""
        return tuple(f"{one.source}: {one.message}" for one in self._evidence.problems)


def read_measured(organisation: Organisation, specs: Path, day: dt.date) -> Measured | None:
    """The records of an organisation; None where it declares none, or the extra `evidence` is not installed.

    day: the last day that windows look back from.
    """
    files = record_files(organisation, specs)
    if not files:
        return None
    try:
        import duckdb  # noqa: F401 - needed later, in the middle of a check
        import scipy.special  # noqa: F401

        from promisecheck.evidence import Evidence
    except ModuleNotFoundError:
        return None
    return Measured(Evidence(organisation, day, specs=specs))


def interval(share: float, cases: int) -> tuple[float, float]:
    """The two-sided 95% interval of a share of cases (Wilson 1927), from figures as a report keeps them."""
    z = NormalDist().inv_cdf(0.975)
    middle = (share + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z / (1 + z * z / cases) * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    return (max(middle - half, 0.0) if share > 0 else 0.0, min(middle + half, 1.0) if share < 1 else 1.0)


def record_files(organisation: Organisation, specs: Path) -> tuple[Path, ...]:
    """The files beside the standards that may hold a declared record: those of its name."""
    declared = (entry.fields.get("measured") for one in organisation.declarations for entry in one.entries)
    names = {Path(str(one.get("file", ""))).name for one in declared if isinstance(one, Mapping)} - {""}
    folder = specs if specs.is_dir() else specs.parent
    return tuple(path for path in sorted(folder.rglob("*")) if path.name in names and path.is_file())


def digest_with_records(organisation: Organisation, specs: Path) -> str:
    """The hash of the standards and of the records beside them: all that a judgement rests on but the rules."""
    files = record_files(organisation, specs)
    if not files:
        return organisation.digest
    return hashlib.sha256(fingerprint([organisation.digest, *map(_digest, files)]).encode()).hexdigest()


def _digest(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
