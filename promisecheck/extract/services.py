"""Which declared service a promise is about: by its words, else by what stands around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

from promisecheck.extract.drafts import Draft
from promisecheck.extract.names import NameBook, Named, listed_with, of_kind, stems_of
from promisecheck.extract.reading import Reading, SentenceReading, clause
from promisecheck.kin import akin_to
from promisecheck.measures import measures

if TYPE_CHECKING:
    from promisecheck.standards.organisation import Organisation


class ServiceBook:
    """The services of an organisation, and which of them declare a standard of a measure."""

    def __init__(self, organisation: Organisation | None, names: NameBook) -> None:
        self._names = names
        self._measured: defaultdict[str, set[str]] = defaultdict(set)
        self._stems: dict[str, set[str]] = {}
        if organisation is not None:
            for declaration in organisation.declarations:
                self._measured[declaration.measure].add(declaration.service)
            for service in organisation.services.values():
                words = [service.id, *(name for names_here in service.names.values() for name in names_here)]
                self._stems[service.id] = {part for word in words for part in stems_of(word.replace("_", " "))}

    def service_of(
        self, one: SentenceReading, draft: Draft, before: Sequence[SentenceReading], around: Iterable[Reading]
    ) -> tuple[str | None, tuple[str, ...]]:
        """The service, and the candidates where several fit about equally well.

        before: the sentences before this one in its block, the nearest first. around: texts around the block, the
        nearest first.
        """
        if not self._stems:
            return None, ()
        measure = draft.rule.measure or ""
        declared = self._measured.get(measure, set())
        akin: set[str] = set().union(*(self._measured.get(other, set()) for other in akin_to(measure)))
        for found, where in self._by_nearness(one, draft, before, around):
            ids = list(dict.fromkeys(name.id for name in found))
            fitting = [id_ for id_ in ids if id_ in declared]
            if where == "said" or not declared:
                fitting = fitting or ids
            elif where == "around":  # what only stands around takes it from others where it declares something like it
                fitting = fitting or [id_ for id_ in ids if id_ in akin]
            if len(fitting) == 1:
                return fitting[0], ()
            if fitting:
                return None, tuple(fitting)
        return self._by_measure(draft.rule.measure, declared), ()

    def _by_nearness(
        self, one: SentenceReading, draft: Draft, before: Sequence[SentenceReading], around: Iterable[Reading]
    ) -> Iterator[tuple[list[Named], Literal["said", "beside", "around"]]]:
        """The services named ever farther from a promise: in its words, in another clause, around its sentence."""
        found = list(of_kind(self._names.find(one.sentence), "service"))
        first, last = clause(one.sentence, draft.first, draft.last)
        yield listed_with(one.sentence, found, draft.first, draft.last), "said"
        yield [name for name in found if name.first < last and name.last > first], "said"
        yield [name for name in found if name.last <= draft.first], "around"
        yield found, "beside"
        for previous in before[:1]:
            yield list(of_kind(self._names.find(previous.sentence), "service")), "around"
        for reading in around:
            yield [n for s in reading.sentences for n in of_kind(self._names.find(s.sentence), "service")], "around"

    def _by_measure(self, measure: str | None, declared: set[str]) -> str | None:
        """The service whose name the measure's own names hold: `delivery` for a delivery time."""
        if measure is None or len(declared) < 2:
            return None
        words = _stems_of_measure(measure)
        fitting = [service for service in declared if self._stems.get(service, set()) & words]
        return fitting[0] if len(fitting) == 1 else None


@cache
def _stems_of_measure(measure: str) -> frozenset[str]:
    """The stems of a measure's names."""
    names = (name for names in measures()[measure].names.values() for name in names)
    return frozenset(part for name in (*names, measure.replace("_", " ")) for part in stems_of(name))
