"""Whether what is promised is delivered: the record of each standard held against a claim at every location.

Two tests are made at each location, both exact: that the share of cases which met the promise is above the target
(then it is kept), and that it is below (then it is not kept); where neither is sure there are too few cases. Over the
locations of one claim Holm's correction keeps the chance of a single wrong "kept", or a single wrong "not kept", at
5%. The target is the share the copy states, else the declared reliability; of a promised rate it is the rate itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from promisecheck.errors import InputError
from promisecheck.evidence.figures import figures, joined
from promisecheck.evidence.levels import direction, factor, threshold
from promisecheck.evidence.records import Held, Records
from promisecheck.evidence.sources import Source
from promisecheck.evidence.spreading import KEPT, NOT_KEPT, TOO_FEW, alike, spread
from promisecheck.evidence.statistics import (
    Counts,
    Floats,
    chance_of_at_least,
    chance_of_at_most,
    holm,
    interval_ranks,
    quantile_rank,
    wilson,
)
from promisecheck.evidence.tally import Met, Tally, Values
from promisecheck.judge.levels import reaches
from promisecheck.model import Claim, Level, Problem, RecordSummary, Report, Ruling, Standard, Verdicts
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class _Part:
    """What the record says about one ruling: where, how many cases met the promise of how many, and the target."""

    positions: NDArray[np.int64]
    places: NDArray[np.int64]
    met: Counts
    cases: Counts
    target: float
    reached: tuple[Floats, Floats, Floats]
    exact: bool = True


class Evidence:
    """Looks up measured performance: give it to `engine.check(..., record=...)`.

    day: the last day that windows look back from. specs, project, given: see `Records`. After the run `problems` and
    `summaries` say what is wrong with the records and how many rows were left out.
    """

    def __init__(
        self,
        organisation: Organisation,
        day: dt.date,
        *,
        specs: Path | None = None,
        project: Path | None = None,
        given: Mapping[str, Source] | None = None,
    ) -> None:
        self._organisation = organisation
        self._day = day
        self.records = Records(organisation, day, specs=specs, project=project, given=given)
        self._reached: dict[object, tuple[Floats, Floats, Floats]] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the records that were asked for."""
        return tuple(
            Problem(fault.file or "", fault.message, fault.line, fault.column, fault.hint, fault.arabic)
            for fault in self.records.faults
        )

    @property
    def summaries(self) -> tuple[RecordSummary, ...]:
        """The records that were read: cases, rows left out, what could not be applied."""
        return tuple(record.summary() for record in self.records.read)

    def told(self, report: Report) -> Report:
        """A report with what is to be said about the records."""
        return replace(report, problems=report.problems + self.problems, records=self.summaries)

    def __call__(self, claim: Claim, verdicts: Verdicts) -> Verdicts:
        """The verdicts with what was delivered at each location. A record that cannot be used says nothing."""
        codes = np.asarray(verdicts.codes, dtype=np.int64)
        parts = []
        for code, ruling in enumerate(verdicts.rulings):
            part = self._part(claim, ruling, codes == code, verdicts)
            if part is not None:
                parts.append(part)
        if not parts:
            return verdicts
        outcomes = _decided(parts)
        where = np.concatenate([part.positions for part in parts])
        found = joined([figures(part.met, part.cases, part.reached) for part in parts])
        return spread(claim, verdicts, codes, where, outcomes, found)

    # -------------------------------------------------------------------------------------------- one ruling
    def _part(self, claim: Claim, ruling: Ruling, chosen: NDArray[np.bool_], verdicts: Verdicts) -> _Part | None:
        standard = ruling.standard
        if standard is None or not self.records.measured(standard) or not chosen.any() or claim.value is None:
            return None
        try:
            held = self.records.of(self._declared(standard, ruling))
        except InputError:
            return None
        tally = held.record.tally(ruling.tier) if held is not None else None
        if held is None or tally is None:
            return None
        positions = np.flatnonzero(chosen)
        number = self._organisation.positions
        places = np.array([number[verdicts.locations[n]] for n in positions], dtype=np.int64)
        counted = self._counted(claim, standard, ruling, held, tally)
        if counted is None:
            return None
        met, target, exact = counted
        rate = self._is_rate(claim.value, standard, tally)
        ways = self._reaching(standard, ruling, held, tally, met if rate else None)
        reached = ways[0][places], ways[1][places], ways[2][places]
        return _Part(positions, places, met[places], tally.cases[places], target, reached, exact)

    def _declared(self, standard: Standard, ruling: Ruling) -> Standard:
        """The standard as it is declared; a reliability that is judged as a rate stands for the one with its level."""
        declaration = self._organisation.declarations_by_id[standard.id]
        if standard.measure == declaration.measure:
            return standard
        variants = self._organisation.column(declaration, ruling.tier, ruling.start).variants
        same = (one for one in variants if one is not None and one.measured == standard.measured)
        return next(same, standard)

    def _measure(self, standard: Standard) -> str:
        return self._organisation.declarations_by_id[standard.id].measure

    def _is_rate(self, promised: Level, standard: Standard, tally: Tally) -> bool:
        """Whether a promise is about a share of cases that the record has: a rate, or how often a level is met."""
        if promised.unit != "%" or standard.level is None or standard.level.unit != "%":
            return False
        return isinstance(tally, Met) or standard.measure != self._measure(standard)

    def _counted(
        self, claim: Claim, standard: Standard, ruling: Ruling, held: Held, tally: Tally
    ) -> tuple[Counts, float, bool] | None:
        """Cases that met the promise at every location, the target, and whether these are exactly the ones.

        None where the record cannot tell.
        """
        promised, declared = claim.value, standard.level
        if promised is None or declared is None:
            return None
        way = direction(standard)
        if promised.value is not None and reaches(promised, way):
            return None
        if self._is_rate(promised, standard, tally):
            rate = threshold(promised, way, "%")
            met = self._on_time(standard, ruling, held, tally)
            return (met, min(1.0, rate / 100), True) if rate is not None and met is not None else None
        target = claim.share if claim.share is not None else standard.reliability
        if isinstance(tally, Met):
            return self._by_declared(promised, declared, tally, target, standard)
        level = threshold(promised, way, held.unit)
        return (tally.met(level, way), target, True) if level is not None else None

    def _by_declared(
        self, promised: Level, declared: Level, tally: Met, target: float, standard: Standard
    ) -> tuple[Counts, float, bool] | None:
        """Counted cases say how often the declared level was met: as often a looser one, at least."""
        way = direction(standard)
        want, have = threshold(promised, way, declared.unit), threshold(declared, way, declared.unit)
        if want is None or have is None:
            return None
        stricter = want < have if way == "less" else want > have
        return None if stricter else (tally.met, target, want == have)

    def _on_time(self, standard: Standard, ruling: Ruling, held: Held, tally: Tally) -> Counts | None:
        """Cases that count as on time: as the record says, else those that met the declared level of each location."""
        if isinstance(tally, Met):
            return tally.met
        declaration = self._organisation.declarations_by_id[standard.id]
        column = self._organisation.column(declaration, ruling.tier, ruling.start)
        met = np.zeros(len(tally.ends), dtype=np.int64)
        for code, variant in enumerate(column.variants):
            level = threshold(variant.level, direction(variant), held.unit) if variant is not None else None
            if level is not None and variant is not None:
                here = column.codes == code
                met[here] = tally.met(level, direction(variant))[here]
        return met

    def _reaching(
        self, standard: Standard, ruling: Ruling, held: Held, tally: Tally, met: Counts | None
    ) -> tuple[Floats, Floats, Floats]:
        """The level at which the declared share is reached, with its interval, at every location."""
        key = id(tally), standard.id, ruling.tier, standard.reliability, standard.level, met is not None
        if key not in self._reached:
            self._reached[key] = self._reach(standard, held, tally, met)
        return self._reached[key]

    def _reach(self, standard: Standard, held: Held, tally: Tally, met: Counts | None) -> tuple[Floats, Floats, Floats]:
        cases = tally.cases
        unknown = np.full(len(cases), np.nan)
        declared = standard.level
        if met is not None and declared is not None and declared.unit == "%":
            low, high = wilson(met, cases)
            share = np.where(cases > 0, met / np.maximum(cases, 1), np.nan)
            return 100 * share, np.where(cases > 0, 100 * low, np.nan), np.where(cases > 0, 100 * high, np.nan)
        if isinstance(tally, Met) or declared is None:
            return unknown, unknown, unknown
        times = factor(held.unit, declared.unit)
        if times is None:
            return unknown, unknown, unknown
        return levels_reached(tally, standard.reliability, direction(standard), times)


def levels_reached(
    tally: Values, share: float, way: Literal["less", "more"], times: float = 1.0
) -> tuple[Floats, Floats, Floats]:
    """The value at which `share` of the cases is reached, and its 95% interval by order statistics; NaN: not known."""
    cases = tally.cases
    low, high = interval_ranks(cases, share)
    found = [times * tally.ranked(ranks, way) for ranks in (quantile_rank(cases, share), low, high)]
    level, one, other = found
    return (level, one, other) if way == "less" else (level, other, one)


# ------------------------------------------------------------------------------------------------ deciding
def _decided(parts: list[_Part]) -> NDArray[np.int64]:
    """What each position comes to, with Holm's correction over the locations of the claim.

    A location that stands in several stretches of days with the same cases and target counts once.
    """
    met = np.concatenate([part.met for part in parts])
    cases = np.concatenate([part.cases for part in parts])
    target = np.concatenate([np.full(len(part.met), part.target) for part in parts])
    exact = np.concatenate([np.full(len(part.met), part.exact) for part in parts])
    places = np.concatenate([part.places for part in parts])
    back = None
    if np.bincount(places).max() > 1:
        first, back = alike([places, met, cases, np.round(target * 1e9).astype(np.int64), exact.astype(np.int64)])
        met, cases, target, exact = met[first], cases[first], target[first], exact[first]
    some = cases > 0
    found = np.full(len(met), TOO_FEW)
    found[some & _rejected(some, lambda: chance_of_at_least(met[some], cases[some], target[some]))] = KEPT
    found[some & exact & _rejected(some, lambda: chance_of_at_most(met[some], cases[some], target[some]))] = NOT_KEPT
    return found if back is None else found[back]


def _rejected(some: NDArray[np.bool_], chances: Callable[[], Floats]) -> NDArray[np.bool_]:
    found = np.zeros(len(some), dtype=bool)
    found[some] = holm(chances())
    return found
