"""What the copy talks about against what customers care about: loud about the unimportant, silent on the important."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.insight.importance import Topic, important_from
from promisecheck.model import JudgedClaim, Report, Role

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
_LOUD: Final = 2.0
_LEAST: Final = 0.05
"""Loud: so many times its share of what customers care about, and so much above it; silent: so many times below."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A promise about a topic. weight: how loud it is; see `PROMINENCE`."""

    topic: Topic
    quote: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Emphasis:
    """One topic. wanted: its share of all that customers care about, promised: of all that is promised; each 0-1.

    importance: of 10; None where nobody has asked customers. important: whether it is among the upper third, see
    `important_from`. claims: how many promises. quotes: the loudest of them.
    """

    service: str
    measure: str
    importance: float | None
    important: bool
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
        return self.important and self.promised * _LOUD < self.wanted


def spoken_in(report: Report) -> Iterator[Spoken]:
    """The promises of a report, each at each place it stands, as loud as that place is."""
    for one in report.claims:
        topic = _topic(one)
        if topic is not None:
            yield Spoken(topic, one.claim.quote, PROMINENCE.get(one.claim.place.role, 1.0))


def emphasis(spoken: Iterable[Spoken], importance: Mapping[Topic, float]) -> tuple[Emphasis, ...]:
    """Every topic that customers care about or the copy promises, most wanted first.

    importance: of 0 or more, on one scale.
    """
    said: defaultdict[Topic, list[Spoken]] = defaultdict(list)
    for one in spoken:
        said[one.topic].append(one)
    loudness = {topic: sum(one.weight for one in some) for topic, some in said.items()}
    all_wanted, all_loud = sum(importance.values()), sum(loudness.values())
    least = important_from(importance.values())
    found = [
        Emphasis(
            *topic,
            importance.get(topic),
            least is not None and importance.get(topic, 0.0) >= least,
            importance.get(topic, 0.0) / all_wanted if all_wanted else 0.0,
            loudness.get(topic, 0.0) / all_loud if all_loud else 0.0,
            len(said[topic]),
            _loudest(said[topic]),
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


def _loudest(spoken: Iterable[Spoken]) -> tuple[str, ...]:
    ranked = sorted(spoken, key=lambda one: -one.weight)
    return tuple(dict.fromkeys(one.quote for one in ranked))[:3]


def _ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value from 1, equal ones sharing their mean rank."""
    order = sorted(values)
    return [(2 * order.index(value) + order.count(value) + 1) / 2 for value in values]
