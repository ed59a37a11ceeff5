"""From a draft to a claim: its level, and all that goes with it in its sentence, around it and in the standards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from promisecheck.extract import around
from promisecheck.extract.compared import compared
from promisecheck.extract.disclosure import Surroundings
from promisecheck.extract.drafts import Draft
from promisecheck.extract.labels import Labels
from promisecheck.extract.lexicon import ClaimRule
from promisecheck.extract.names import NameBook
from promisecheck.extract.outside import NONE, Limits, Outside
from promisecheck.extract.places import Lines, place_of
from promisecheck.extract.qualify import conditions_of, hedge_of, is_absolute, share_of, strength_of
from promisecheck.extract.reading import Reading, Readings, SentenceReading
from promisecheck.extract.scopes import scope_of
from promisecheck.extract.services import ServiceBook
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block, Claim, Condition, Document, Level, Quantity
from promisecheck.quantities.dates import last_day

if TYPE_CHECKING:
    from promisecheck.standards.organisation import Organisation

MOST_DISCLOSED: Final = 4_000  # characters of surrounding text that are carried along with a claim


@dataclass(frozen=True, slots=True)
class Terms:
    """What an organisation declares, as far as claims are told in its terms: empty without one; and the plain words."""

    organisation: Organisation | None
    names: NameBook
    services: ServiceBook
    words: PlainWords

    @property
    def currency(self) -> str | None:
        """The currency of amounts that name none."""
        return self.organisation.currency if self.organisation is not None else None


class ClaimBuilder:
    """Makes the claims of one document."""

    def __init__(self, document: Document, terms: Terms, readings: Readings) -> None:
        self._document, self._terms, self._readings = document, terms, readings
        self._lines = Lines(document.text)
        self._surroundings = Surroundings(document)
        self._outside = Outside(document.blocks, readings, terms.words)
        self.labels = Labels(document.blocks, readings, terms.words)
        self._compared = compared(document, readings, terms.words)

    def claim(
        self,
        number: int,
        reading: Reading,
        index: int,
        draft: Draft,
        drafts: Sequence[Draft],
        level: Level | None = None,
        beside: Limits = NONE,
    ) -> Claim:
        """The claim of a draft in sentence number `index` of block number `number`.

        drafts: all drafts of the sentence. level: what the draft promises where its words hold no level. beside: what
        the sentences beside it limit it to.
        """
        block, one = self._document.blocks[number], reading.sentences[index]
        sentence, rule = one.sentence, draft.rule
        span = sentence.span(draft.first, draft.last)
        quantity = sentence.levels[draft.level] if draft.level is not None else None
        what = _text(block, one, draft.what) if draft.what is not None else level.what if level else rule.what
        value = level or self._value(number, draft, quantity, what)
        hedge = hedge_of(one, draft)
        absolute = is_absolute(one, draft)
        own, others = conditions_of(one, draft, drafts)
        notes = self._surroundings.notes(number, span[0], sentence.ends[-1])
        conditions = [stated.condition for stated in own]
        conditions += [condition for text in notes for condition in self._conditions_in(text, block)]
        conditions += self.labels.conditions(block, free=value is not None and value.value == 0)
        limits = beside + self._outside.of_block(number)
        conditions += limits.conditions
        card = self._card(number)
        near = (*_around_all(self._surroundings.qualified(number, span[0])), *around.surroundings(block), *card)
        service, candidates = self._service(block, reading, index, draft, near)
        scope = scope_of(
            one,
            draft,
            self.labels.without_conditions(block),
            self._terms.names,
            self._readings,
            self._terms.words,
            more=(*notes, *card),
            limits=limits,
            days=self.day_headers(number),
            drafts=drafts,
        )
        if scope.text is None and draft.level is not None:
            scope = replace(scope, text=self._compared.get(number))
        nearby = [stated.condition for stated in others]
        disclosed = ""
        if self._terms.organisation is not None:
            more, disclosed = self._disclosed(number, reading, index, notes)
            nearby += more
        return Claim(
            id="",
            place=place_of(self._document, number, block, span, self._lines),
            quote=block.text[span[0] : span[1]],
            language=one.language,
            characteristic=rule.characteristic,
            measure=rule.measure,
            service=service,
            value=value,
            share=share_of(one, draft),
            strength=strength_of(hedge, quantity, value, absolute),
            hedge=_text(block, one, hedge.quote) if hedge is not None else None,
            absolute=absolute,
            conditions=tuple(dict.fromkeys(conditions)),
            nearby=tuple(dict.fromkeys(c for c in nearby if c not in conditions)),
            disclosed=disclosed,
            scope=scope,
            candidates=candidates,
            what=what,
            rule=rule.name,
            mark=self._surroundings.unexplained(number, span[0], sentence.ends[-1]),
            taken_back=self._taken_back(notes, block, rule, value),
            until=self._until(number, reading, index, notes),
        )

    @property
    def is_page(self) -> bool:
        """Whether the document is a web page, where a heading names what stands below it."""
        return self._document.format == "html"

    def _until(self, number: int, reading: Reading, index: int, notes: Sequence[str]) -> dt.date | None:
        """The last day that the sentence of a promise, the next one or its footnotes name for it."""
        block, here = self._document.blocks[number], reading.sentences[index : index + 2]
        texts = (block.text[here[0].sentence.starts[0] : here[-1].sentence.ends[-1]], *notes)
        return max((day for text in texts if (day := last_day(text, block.language))), default=None)

    def _taken_back(self, notes: Sequence[str], block: Block, rule: ClaimRule, value: Level | None) -> str:
        """The sentence of a promise's footnotes that leaves nothing of it; "" where none does."""
        kinds = {"any", rule.characteristic, *(("free",) if value is not None and value.value == 0 else ())}
        kinds |= {"stock"} if rule.measure == "stock" else set()
        for text in notes:
            for one in self._readings(text, block.language).sentences:
                if any(mark.rule.of in kinds for mark in one.of("takes_back")):
                    return text[one.sentence.starts[0] : one.sentence.ends[-1]].strip(" .")
        return ""

    def day_headers(self, number: int) -> tuple[str, ...]:
        """The texts that may name the days of a block's hours."""
        return around.day_headers(self._document.blocks, number)

    def _value(self, number: int, draft: Draft, quantity: Quantity | None, what: str | None) -> Level | None:
        rule, block = draft.rule, self._document.blocks[number]
        if rule.fixed is not None:
            return replace(rule.fixed, what=what)
        if rule.value == "free":
            return Level(op="=", value=0, unit=self._terms.currency, what=what)
        if rule.value == "offered":
            return Level(offered=True, what=what)
        if quantity is None:
            return None
        level = quantity.level
        if level.hours is not None:
            level = around.whole_hours(block, quantity, self.day_headers(number))
        if not quantity.explicit and level.op == "=" and rule.direction != "any":
            level = replace(level, op="<=" if rule.direction == "within" else ">=")
        if quantity.kind == "money" and level.unit is None and self._terms.currency is not None:
            level = replace(level, unit=self._terms.currency)
        if quantity.per is not None:
            level = replace(level, per=quantity.per)
        return replace(level, what=what) if what else level

    def _card(self, number: int) -> list[str]:
        """The other texts of a card, where places and tiers may be named; in plain text a card is all of the piece."""
        if self._terms.organisation is None or self._document.format != "html":
            return []
        return [other.text for other in self._surroundings.card(number)]

    def _conditions_in(self, text: str, block: Block) -> list[Condition]:
        return self._readings(text, block.language).conditions

    def _service(
        self, block: Block, reading: Reading, index: int, draft: Draft, near: Sequence[str]
    ) -> tuple[str | None, tuple[str, ...]]:
        if self._terms.organisation is None:
            return None, ()
        return self._terms.services.service_of(
            reading.sentences[index],
            draft,
            tuple(reversed(reading.sentences[:index])),
            (self._readings(text, block.language) for text in near),
        )

    def _disclosed(
        self, number: int, reading: Reading, index: int, notes: Sequence[str]
    ) -> tuple[list[Condition], str]:
        """Conditions said nearby, and all text that counts as said with the claim."""
        block = self._document.blocks[number]
        here = reading.sentences if self._surroundings.short else reading.sentences[index : index + 2]
        conditions = [stated.condition for one in here for stated in one.conditions]
        texts = [block.text[here[0].sentence.starts[0] : here[-1].sentence.ends[-1]], *notes]
        for other in self._surroundings.together(number):
            texts.append(other.text)
            conditions += self._conditions_in(other.text, other)
        return conditions, "\n".join(texts)[:MOST_DISCLOSED]


def _around_all(blocks: Iterable[Block]) -> Iterator[str]:
    """What stands in and around some blocks."""
    for block in blocks:
        yield block.text
        yield from around.surroundings(block)


def _text(block: Block, one: SentenceReading, words: tuple[int, int]) -> str:
    """Some words of a sentence as they are written."""
    start, end = one.sentence.span(*words)
    return block.text[start:end]
