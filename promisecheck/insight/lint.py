"""Whether the standards are any good: what is missing, stale, out of reach, too easy or unexplained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, cast

from promisecheck.insight.importance import importance_of, important_from
from promisecheck.judge.naming import place_name, tier_name
from promisecheck.measures import measures
from promisecheck.model import Language, Level, Report, Severity
from promisecheck.paths import data_dir
from promisecheck.reports.levels import level_words
from promisecheck.reports.words import date, listed, number, say
from promisecheck.standards.declarations import Declaration, Entry
from promisecheck.standards.organisation import Organisation, Tier

_COUNTED: Final = "speed"
"""The characteristic whose levels are kept in a share of cases."""


_NAMED: Final = 3
"""Of more places only so many are named."""
_LANGUAGES: Final[tuple[Language, ...]] = ("en", "ar")
Told = Callable[[Language], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class LintRule:
    """What is looked for. All texts by language."""

    name: str
    severity: Severity
    title: Mapping[str, str]
    why: Mapping[str, str]
    source: str
    message: Mapping[str, str]
    mend: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lint:
    """One thing to mend.

    standard: the id of what it is about; of a tier its id. where: "file:line", with the column in it (from 1) apart.
    facts: what the message is filled with, by language.
    """

    rule: LintRule
    standard: str
    where: str
    column: int = 1
    facts: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it stands: "file:line:column"."""
        return f"{self.where}:{self.column}"

    def message(self, language: Language = "en") -> str:
        """What is wrong, in one sentence."""
        return self.rule.message[language].format(standard=self.standard, **self.facts.get(language, {}))


@dataclass(frozen=True, slots=True)
class Recorded:
    """What records say of one standard: its level and the best and worst that a branch proves.

    reached: whether some branch proves the declared level. easy: whether every branch proves a stronger one.
    """

    standard: str
    declared: Level
    best: Level
    worst: Level
    reached: bool
    easy: bool


@lru_cache(maxsize=1)
def lint_rules() -> Mapping[str, LintRule]:
    """The rules, by name, in the order of their file (rules/standards/lint.yaml)."""
    import yaml

    text = (data_dir("rules") / "standards" / "lint.yaml").read_text(encoding="utf-8")
    return {name: LintRule(name, **values) for name, values in cast("dict[str, Any]", yaml.safe_load(text)).items()}


def lint(
    organisation: Organisation,
    *,
    day: dt.date,
    recorded: Sequence[Recorded] = (),
    copy: Report | None = None,
) -> tuple[Lint, ...]:
    """Everything to mend, in the order of the files.

    day: on which reviews are due. recorded: from the records, see `records`. copy: a report on all copy, for what is
    promised nowhere.
    """
    rules = lint_rules()
    found: list[Lint] = []

    def add(rule: str, standard: str, at: Declaration | Entry | Tier, told: Told | None = None) -> None:
        facts = {language: told(language) for language in _LANGUAGES} if told is not None else {}
        found.append(Lint(rules[rule], standard, at.where, at.column, facts))

    importance = importance_of(organisation)
    least = important_from(importance.values())
    by_record = {one.standard: one for one in recorded}
    promised = _promised(copy) if copy is not None else None
    for one in organisation.declarations:
        if one.tier is not None:
            continue
        base = one.entries[0].fields
        counted = measures()[one.measure].characteristic == _COUNTED
        if not any("level" in entry.fields or "by" in entry.fields for entry in one.entries):
            add("no-level", one.id, one)
        if counted and not any("reliability" in entry.fields for entry in one.entries):
            add("no-reliability", one.id, one)
        if not base.get("owner"):
            add("no-owner", one.id, one)
        review = base.get("review_by")
        if review is not None and review < day:
            add("past-review", one.id, one, _about(organisation, date=review))
        for cause in {
            cause.cause: cause for entry in one.entries for cause in entry.fields.get("exceptions", ())
        }.values():
            if not cause.disclose:
                add("undisclosed-exception", one.id, one, _about(organisation, cause=cause.cause))
        for entry in _unexplained(one):
            add("unexplained-override", one.id, entry, _about(organisation, place=[entry.place or ""]))
        bare = _without_level(organisation, one, day)
        matters = float(base.get("importance") or 0)
        if bare and matters and least is not None and matters >= least:
            add("important-undeclared", one.id, one, _about(organisation, importance=matters, places=bare))
        record = by_record.get(one.id)
        if record is not None and not record.reached:
            add("too-tight", one.id, one, _about(organisation, declared=record.declared, best=record.best))
        elif record is not None and record.easy:
            add("too-loose", one.id, one, _about(organisation, declared=record.declared, worst=record.worst))
        if promised is not None and one.id not in promised:
            add("promised-nowhere", one.id, one)
    for cheaper, dearer in _alike(organisation, day):
        add("tiers-alike", dearer, organisation.tiers[dearer], _tiers(organisation, cheaper, dearer))
    return tuple(found)


def _about(organisation: Organisation, **facts: str | float | dt.date | Level | Sequence[str]) -> Told:
    """The facts of a message in words: levels, days, numbers and the names of places as the language has them."""

    def word(fact: str | float | dt.date | Level | Sequence[str], language: Language) -> str:
        if isinstance(fact, str):
            return fact
        if isinstance(fact, Level):
            return level_words(fact, language)
        if isinstance(fact, dt.date):
            return date(fact, language, organisation.timezone)
        if isinstance(fact, Sequence):
            return _places(organisation, fact, language)
        return number(fact, language)

    return lambda language: {key: word(fact, language) for key, fact in facts.items()}


def _tiers(organisation: Organisation, cheaper: str, dearer: str) -> Told:
    return lambda language: {
        "cheaper": tier_name(organisation, cheaper, language),
        "dearer": tier_name(organisation, dearer, language),
    }


def _places(organisation: Organisation, ids: Sequence[str], language: Language) -> str:
    """The names of a few places, and how many more there are."""
    names = [place_name(organisation, id_, language) for id_ in ids]
    if len(names) <= _NAMED:
        return listed(names, language)
    comma = say("comma", language)
    return say("and_more", language, names=comma.join(names[:_NAMED]), count=len(names) - _NAMED)


def _promised(copy: Report) -> set[str]:
    """The standards that some promise was judged by."""
    rulings = (ruling for one in copy.claims for ruling in one.verdicts.rulings)
    return {ruling.standard.id for ruling in rulings if ruling.standard is not None}


def _unexplained(one: Declaration) -> Iterator[Entry]:
    """The first entry for each place that changes what customers get there, where none for the place says why.

    What a place has is no difference. A reason given for a place holds for its tiers, too.
    """
    base = one.entries[0].fields
    level = base.get("level")
    if level is None or level.offered is not None:
        return
    explained = {entry.place for entry in one.entries if entry.fields.get("reason")}
    told: set[str] = set()
    for entry in one.entries[1:]:
        changed = any(entry.fields.get(key, base.get(key)) != base.get(key) for key in ("level", "by", "conditions"))
        if entry.place is not None and changed and entry.place not in explained | told:
            told.add(entry.place)
            yield entry


def _without_level(organisation: Organisation, one: Declaration, day: dt.date) -> list[str]:
    """Locations at which it says nothing, unless it says nothing anywhere."""
    variants, codes = organisation.column(one, None, day)
    bare = {n for n, standard in enumerate(variants) if standard is None or standard.level is None}
    if not bare or len(bare) == len(variants):
        return []
    return [id_ for id_, code in zip(organisation.location_ids, codes.tolist(), strict=True) if code in bare]


def _alike(organisation: Organisation, day: dt.date) -> Iterator[tuple[str, str]]:
    """Pairs of neighbouring tiers, the cheaper first, that get the same of everything but the price."""
    of_all = [one for one in organisation.declarations if one.tier is None]
    for cheaper, dearer in pairwise(organisation.tiers):
        if not any(_differs(organisation, one, cheaper, dearer, day) for one in of_all):
            yield cheaper, dearer


def _differs(organisation: Organisation, one: Declaration, cheaper: str, dearer: str, day: dt.date) -> bool:
    if not any(entry.tier in (cheaper, dearer) for entry in one.entries):
        return any(
            {cheaper, dearer} & set(notice.tiers) for notice in organisation.notices if notice.standard == one.id
        )
    return _levels(organisation, one, cheaper, day) != _levels(organisation, one, dearer, day)


def _levels(organisation: Organisation, one: Declaration, tier: str, day: dt.date) -> list[object]:
    variants, codes = organisation.column(one, tier, day)
    said = [None if v is None else (v.level, v.reliability, v.conditions, v.exceptions) for v in variants]
    return [said[code] for code in codes.tolist()]


def worst_first(found: Iterable[Lint]) -> list[Lint]:
    """Errors, then warnings, then notes; else in the order of the files."""
    rank = {"error": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda one: rank[one.rule.severity])
