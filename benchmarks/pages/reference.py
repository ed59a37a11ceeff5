"""The slow ways that the quick ones are held to: every block read in full and nothing remembered, a standard looked up
for every location by itself.

`benchmarks/pages/scale.py` takes the time of the second; tests compare results of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from promisecheck.extract import Extractor
from promisecheck.extract.lexicon import Lexicon, Where
from promisecheck.extract.patterns import places_of
from promisecheck.extract.reading import Reading, Readings
from promisecheck.extract.tape import Sentence
from promisecheck.judge.answers import Answer, Asked, answers
from promisecheck.judge.columns import Cell
from promisecheck.judge.days import WorkingDays
from promisecheck.judge.matching import slots_for
from promisecheck.model import Block, Claim, Document, Language
from promisecheck.standards import Organisation


class ThoroughReading(Reading):
    """A reading that looks for everything in every sentence."""

    may_promise = True  # type: ignore[assignment]

    @property
    def genres(self) -> list:  # type: ignore[override]
        return [mark for one in self.sentences for mark in one.genres]


class Forgetful(Readings):
    """Readings that are made anew each time."""

    def __call__(self, text: str, language: Language) -> Reading:
        return ThoroughReading(text, language, self._lexicons)


def all_places(lexicon: Lexicon, sentence: Sentence) -> Where:
    """Where all keys of all words stand, whether patterns stand under them or not."""
    return places_of(sentence.words, sentence.places, lexicon.language)


class ThoroughExtractor(Extractor):
    """An extractor that leaves no block out."""

    def _may_promise(self, block: Block) -> bool:
        return bool(block.text)


def thorough_claims(extractor: ThoroughExtractor, document: Document) -> tuple[Claim, ...]:
    """The claims of a document, found with nothing left out. `Lexicon.where` is for the caller to replace."""
    forgetful = Forgetful(extractor._lexicons)
    extractor._readings = extractor._finder._readings = forgetful
    return extractor.claims(document)


def answers_one_by_one(
    claim: Claim, organisation: Organisation, locations: Sequence[str], day: dt.date, tier: str | None
) -> list[Answer]:
    """What is declared about a claim at each location, and what follows: an object for every location."""
    slots = slots_for(claim, organisation.declarations, organisation.services)
    known = organisation.holidays.between(day, day + dt.timedelta(days=60)) or ()
    asked = Asked(organisation, slots, day, WorkingDays(holidays=frozenset(known), first=day, last=day))
    ids = [id_ for slot in slots for id_ in slot.standards]
    cells = []
    for location in locations:
        standards = {
            (id_, tier): organisation.resolve(organisation.declarations_by_id[id_], location, tier, day) for id_ in ids
        }
        cells.append(Cell(standards, organisation.working_days(location)))
    return answers(asked, cells, tier)
