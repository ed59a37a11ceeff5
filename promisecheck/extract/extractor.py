"""Documents in, claims out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from promisecheck.extract import around
from promisecheck.extract import drafts as drafting
from promisecheck.extract.declared import DeclaredThings
from promisecheck.extract.disclosure import Surroundings
from promisecheck.extract.drafts import Draft
from promisecheck.extract.lexicon import ClaimRule, Lexicons
from promisecheck.extract.names import name_book
from promisecheck.extract.places import Lines, place_of
from promisecheck.extract.qualify import conditions_of, hedge_of, is_absolute, share_of, strength_of
from promisecheck.extract.quotes import refined
from promisecheck.extract.reading import Reading, SentenceReading, read
from promisecheck.extract.scopes import scope_of
from promisecheck.extract.services import ServiceBook
from promisecheck.extract.structured import structured_claims
from promisecheck.model import Block, Claim, Condition, Document, Language, Level, Quantity
from promisecheck.rules import RuleSet

if TYPE_CHECKING:
    from promisecheck.standards.organisation import Organisation

REMEMBERED: Final = 20_000  # texts whose reading is kept
SHORT_CELL: Final = 10  # words of a table cell whose headers say what it is about
MOST_DISCLOSED: Final = 4_000  # characters of surrounding text that are carried along with a claim
_UNHEARD: Final = frozenset({"quote"})  # roles in which nobody promises anything
_CELLS: Final = frozenset({"table_cell", "definition"})  # roles in which a short text is all of one promise
_FORMS: Final = frozenset({"label"})  # roles whose times and amounts are choices, not promises


class Extractor:
    """Finds the promises of documents, by rules, in the terms of an organisation where one is given.

    Raises InputError, with every fault, for rules whose patterns cannot be compiled. It may be used again and again;
    the readings of texts are kept.
    """

    def __init__(self, rules: RuleSet, organisation: Organisation | None = None) -> None:
        self._lexicons = Lexicons(rules)
        self._organisation = organisation
        self._names = name_book(organisation)
        self._services = ServiceBook(organisation, self._names)
        self._declared = DeclaredThings(organisation)
        self._readings: dict[tuple[str, Language], Reading] = {}
        claim_rules = tuple(self._lexicons.claim_rules.values())
        self._defaults = tuple(rule for rule in claim_rules if rule.default)
        self._by_measure: dict[str, ClaimRule] = {}
        for rule in (*self._defaults, *claim_rules):
            if rule.measure is not None and rule.level:
                self._by_measure.setdefault(rule.measure, rule)

    def claims(self, document: Document) -> tuple[Claim, ...]:
        """The claims of a document, in the order of its text. Ids are left to the caller."""
        lines = Lines(document.text)
        surroundings = Surroundings(document)
        found: list[Claim] = []
        for number, block in enumerate(document.blocks):
            if not block.text or block.role in _UNHEARD:
                continue
            if block.data is not None:
                found.extend(self._structured(document, number, block, lines))
            else:
                found.extend(self._block(document, number, block, lines, surroundings))
        return tuple(found)

    # -------------------------------------------------------------------------------------------- one block
    def _reading(self, text: str, language: Language) -> Reading:
        key = text, language
        reading = self._readings.get(key)
        if reading is None:
            if len(self._readings) >= REMEMBERED:
                self._readings.clear()
            reading = self._readings[key] = read(text, language, self._lexicons)
        return reading

    def _block(
        self, document: Document, number: int, block: Block, lines: Lines, surroundings: Surroundings
    ) -> Iterator[Claim]:
        reading = self._reading(block.text, block.language)
        shut = around.closed_day(block)
        if shut is not None:
            whole = reading.sentences[0]
            draft = Draft(self._by_measure["opening_hours"], 0, len(whole.sentence.words))
            closed = _Builder(self, document, number, block, lines, surroundings, reading)
            yield closed.claim(0, draft, (draft,), Level(hours=shut))
            return
        builder: _Builder | None = None
        before: Draft | None = None
        for index, one in enumerate(reading.sentences):
            drafts = self._drafts(reading, one, block, before)
            before = next((draft for draft in reversed(drafts) if draft.level is not None), None)
            for draft in drafts:
                builder = builder or _Builder(self, document, number, block, lines, surroundings, reading)
                yield builder.claim(index, draft, drafts)

    def _structured(self, document: Document, number: int, block: Block, lines: Lines) -> Iterator[Claim]:
        for rule, level in structured_claims(block, self._by_measure):
            yield Claim(
                id="",
                place=place_of(document, number, block, (0, len(block.text)), lines),
                quote=block.text,
                language=block.language,
                characteristic=rule.characteristic,
                measure=rule.measure,
                value=level,
                rule=rule.name,
            )

    # -------------------------------------------------------------------------------------------- one sentence
    def _drafts(self, reading: Reading, one: SentenceReading, block: Block, before: Draft | None) -> list[Draft]:
        sentence = one.sentence
        if sentence.question:
            return []
        taken = {k for stated in one.conditions for k in range(stated.first, stated.last) if sentence.levels[k]}
        taken |= _shares(one)
        whole = [draft for draft in drafting.phrases(sentence, one.marks) if draft.level not in taken]
        whole = [draft for draft in whole if _heard(reading, one, draft)]
        found = [draft for draft in whole if draft.rule.priority > drafting.WEAK]
        if block.role in _FORMS:
            return drafting.settle(found)
        headers = block.column_headers + block.row_headers if len(sentence.words) <= SHORT_CELL else ()
        used = taken.union(*(draft.inner for draft in found))
        finders: tuple[Callable[[set[int]], list[Draft]], ...] = (
            lambda taken: around.measured_around(one, headers, block, self._reading, taken),
            lambda taken: drafting.measured(sentence, one.marks, taken),
            lambda taken: drafting.continued(sentence, found, before, taken),
            lambda taken: around.measured_around(one, around.surroundings(block), block, self._reading, taken),
            lambda taken: drafting.weak(whole, taken) if block.role not in _CELLS else [],
            lambda taken: drafting.defaults(sentence, self._defaults, taken),
        )
        for finder in finders:
            fresh = finder(used)
            used |= {draft.level for draft in fresh if draft.level is not None}
            found += [draft for draft in fresh if _heard(reading, one, draft)]
        found += [d for d in self._declared.drafts(sentence, self._names.find(sentence)) if _heard(reading, one, d)]
        settled = drafting.settle(found)
        if (
            len(settled) == 1
            and len(reading.sentences) == 1
            and block.role in _CELLS
            and len(sentence.words) <= SHORT_CELL
        ):
            return [drafting.moved(settled[0], 0, len(sentence.words))]
        return drafting.settle(refined(sentence, draft, one.language, settled) for draft in settled)

    @property
    def currency(self) -> str | None:
        """The currency of amounts that name none."""
        return self._organisation.currency if self._organisation is not None else None


def _heard(reading: Reading, one: SentenceReading, draft: Draft) -> bool:
    """Whether nothing around a draft says that it promises nothing."""
    characteristic = draft.rule.characteristic
    if reading.spared is not None and characteristic not in reading.spared:
        return False
    core = (draft.level,) if draft.level is not None else range(draft.first, draft.last)
    return all((spared := one.dead[k]) is None or characteristic in spared for k in core)


def _shares(one: SentenceReading) -> set[int]:
    """The percentages that say how often another level of the sentence is met."""
    levels = one.sentence.levels
    if not any(level is not None and level.kind == "duration" for level in levels):
        return set()
    words = {k for mark in one.of("share") for k in range(mark.first, mark.last)}
    return {k for k in words if (level := levels[k]) is not None and level.kind == "percent"}


class _Builder:
    """Makes the claims of one block."""

    def __init__(
        self,
        extractor: Extractor,
        document: Document,
        number: int,
        block: Block,
        lines: Lines,
        surroundings: Surroundings,
        reading: Reading,
    ) -> None:
        self._x = extractor
        self._document, self._number, self._block, self._lines = document, number, block, lines
        self._surroundings, self._reading = surroundings, reading

    def claim(self, index: int, draft: Draft, drafts: Sequence[Draft], level: Level | None = None) -> Claim:
        """The claim that a draft of sentence number `index` makes; `level` is its level where the draft has none."""
        block, one = self._block, self._reading.sentences[index]
        sentence, rule = one.sentence, draft.rule
        span = sentence.span(draft.first, draft.last)
        quantity = sentence.levels[draft.level] if draft.level is not None else None
        what = rule.what
        if draft.what is not None:
            start, end = sentence.span(*draft.what)
            what = block.text[start:end]
        value = level or self._value(draft, quantity, what)
        hedge = hedge_of(one, draft)
        absolute = is_absolute(one, draft)
        share, _ = share_of(one, draft)
        own, others = conditions_of(one, draft, drafts)
        notes = self._surroundings.notes(self._number, span[1], sentence.ends[-1])
        conditions = [stated.condition for stated in own]
        conditions += [condition for note in notes for condition in self._conditions_in(note)]
        card: list[str] = []
        if self._x._organisation is not None and self._document.format == "html":
            card = [other.text for other in self._surroundings.card(self._number)]
        scope = scope_of(one, draft, block, self._x._names, self._x._reading, (*notes, *card))
        service, candidates = self._service(index, draft, card)
        nearby: list[Condition] = [stated.condition for stated in others]
        disclosed = ""
        if self._x._organisation is not None:
            more, disclosed = self._disclosed(index, notes)
            nearby += more
        return Claim(
            id="",
            place=place_of(self._document, self._number, block, span, self._lines),
            quote=block.text[span[0] : span[1]],
            language=one.language,
            characteristic=rule.characteristic,
            measure=rule.measure,
            service=service,
            value=value,
            share=share,
            strength=strength_of(hedge, quantity, value, absolute),
            hedge=self._text(one, hedge.quote) if hedge is not None else None,
            absolute=absolute,
            conditions=tuple(dict.fromkeys(conditions)),
            nearby=tuple(dict.fromkeys(c for c in nearby if c not in conditions)),
            disclosed=disclosed,
            scope=scope,
            candidates=candidates,
            what=what,
            rule=rule.name,
        )

    def _text(self, one: SentenceReading, words: tuple[int, int]) -> str:
        start, end = one.sentence.span(*words)
        return self._block.text[start:end]

    def _value(self, draft: Draft, quantity: Quantity | None, what: str | None) -> Level | None:
        rule = draft.rule
        if rule.fixed is not None:
            return replace(rule.fixed, what=what)
        if rule.value == "free":
            return Level(op="=", value=0, unit=self._x.currency, what=what)
        if rule.value == "offered":
            return Level(offered=True, what=what)
        if quantity is None:
            return None
        level = quantity.level
        if level.hours is not None:
            level = around.whole_hours(self._block, quantity)
        if rule.direction == "within" and not quantity.explicit and level.op == "=":
            level = replace(level, op="<=")
        if rule.direction == "at_least" and not quantity.explicit and level.op == "=":
            level = replace(level, op=">=")
        if quantity.kind == "money" and level.unit is None and self._x.currency is not None:
            level = replace(level, unit=self._x.currency)
        if quantity.per is not None:
            level = replace(level, per=quantity.per)
        return replace(level, what=what) if what else level

    def _conditions_in(self, text: str) -> list[Condition]:
        reading = self._x._reading(text, self._block.language)
        return [stated.condition for one in reading.sentences for stated in one.conditions]

    def _service(self, index: int, draft: Draft, card: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
        if self._x._organisation is None:
            return None, ()
        sentences = self._reading.sentences
        texts = (*around.surroundings(self._block), *card)
        return self._x._services.service_of(
            sentences[index],
            draft,
            tuple(reversed(sentences[:index])),
            (self._x._reading(text, self._block.language) for text in texts),
        )

    def _disclosed(self, index: int, notes: Sequence[str]) -> tuple[list[Condition], str]:
        """Conditions said nearby, and all text that counts as said with the claim."""
        sentences = self._reading.sentences
        here = sentences if self._surroundings.short else sentences[index : index + 2]
        conditions = [stated.condition for one in here for stated in one.conditions]
        texts = [self._block.text[here[0].sentence.starts[0] : here[-1].sentence.ends[-1]], *notes]
        for other in self._surroundings.together(self._number):
            texts.append(other.text)
            conditions += [
                s.condition for one in self._x._reading(other.text, other.language).sentences for s in one.conditions
            ]
        return conditions, "\n".join(texts)[:MOST_DISCLOSED]
