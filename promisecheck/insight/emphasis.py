"""What the copy talks about against what customers care about: loud about the unimportant, silent on the important."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.model import JudgedClaim, Report, Role
from promisecheck.standards.organisation import Organisation

Topic = tuple[str, str]
"""A service and a measure."""
PROMINENCE: Final[Mapping[Role, float]] = {
    "title": 3.0,
    "heading": 2.0,
    "button": 1.5,
    "footer": 0.5,
    "meta": 0.5,
    "structured": 0.5,
    "alt": 0.5,
}
"""How much louder a promise is there than in a paragraph, which counts 1. Headlines are what most visitors read."""
IMPORTANT: Final = 7.0
"""Of 10, as in `specs lint`."""
_LOUD: Final = 2.0
_LEAST: Final = 0.05
"""Loud: so many times its share of what customers care about, and so much above it; silent: so many times below."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """One topic. wanted: its share of all that customers care about, promised: of all that is promised; each 0-1.

    importance: of 10; None where nobody has asked customers. claims: how many promises. quotes: the loudest of them.
    """

    service: str
    measure: str
    importance: float | None
    wanted: float
    promised: float
    claims: int
    quotes: tuple[str, ...]

    @property
    def loud(self) -> bool:
        """Whether the copy makes much more of it than customers do. Needs to know what customers think of it."""
        return self.importance is not None and self.promised > max(_LOUD * self.wanted, self.wanted + _LEAST)

    @property
    def silent(self) -> bool:
        """Whether it is important and the copy says much less of it than that."""
        important = self.importance is not None and self.importance >= IMPORTANT
        return important and self.promised * _LOUD < self.wanted


def importance_of(organisation: Organisation) -> dict[Topic, float]:
    """What the specs declare: of the standards of one service and measure, the highest."""
    found: dict[Topic, float] = {}
    for one in organisation.declarations:
        declared = one.entries[0].fields.get("importance")
        if declared is not None and one.tier is None:
            topic = (one.service, one.measure)
            found[topic] = max(float(declared), found.get(topic, 0.0))
    return found


def emphasis(report: Report, importance: Mapping[Topic, float]) -> tuple[Emphasis, ...]:
    """Every topic that customers care about or the copy promises, most wanted first."""
    loudness: defaultdict[Topic, float] = defaultdict(float)
    claims: defaultdict[Topic, list[JudgedClaim]] = defaultdict(list)
    for one in report.claims:
        topic = _topic(one)
        if topic is not None:
            loudness[topic] += PROMINENCE.get(one.claim.place.role, 1.0)
            claims[topic].append(one)
    all_wanted, all_loud = sum(importance.values()), sum(loudness.values())
    found = [
        Emphasis(
            *topic,
            importance.get(topic),
            importance.get(topic, 0.0) / all_wanted if all_wanted else 0.0,
            loudness[topic] / all_loud if all_loud else 0.0,
            len(claims[topic]),
            _loudest(claims[topic]),
        )
        for topic in dict.fromkeys((*importance, *loudness))
    ]
    return tuple(sorted(found, key=lambda one: (-one.wanted, -one.promised, one.service, one.measure)))


def rank_correlation(found: Sequence[Emphasis]) -> tuple[float, int] | None:
    """Spearman's rho between what is wanted and what is promised, and the number of topics; None of fewer than four.

    Over topics whose importance is known; ties get their mean rank (Spearman 1904, American Journal of Psychology 15).
    """
    known = [one for one in found if one.importance is not None]
    if len(known) < 4:
        return None
    wanted, promised = _ranks([one.wanted for one in known]), _ranks([one.promised for one in known])
    middle = (len(known) + 1) / 2
    top = sum((a - middle) * (b - middle) for a, b in zip(wanted, promised, strict=True))
    spread = sum((a - middle) ** 2 for a in wanted) * sum((b - middle) ** 2 for b in promised)
    return (top / spread**0.5, len(known)) if spread else None


def _topic(one: JudgedClaim) -> Topic | None:
    """The service and measure a promise was judged under, else those it names."""
    standard = next((ruling.standard for ruling in one.verdicts.rulings if ruling.standard is not None), None)
    if standard is not None:
        return standard.service, standard.measure
    return (one.claim.service or "", one.claim.measure) if one.claim.measure is not None else None


def _loudest(claims: Iterable[JudgedClaim]) -> tuple[str, ...]:
    ranked = sorted(claims, key=lambda one: -PROMINENCE.get(one.claim.place.role, 1.0))
    return tuple(dict.fromkeys(one.claim.quote for one in ranked))[:3]


def _ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value from 1, equal ones sharing their mean rank."""
    order = sorted(values)
    return [(2 * order.index(value) + order.count(value) + 1) / 2 for value in values]
