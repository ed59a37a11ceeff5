"""Documents in, claims out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from promisecheck.extract import drafts as drafting
from promisecheck.extract.drafts import Draft
from promisecheck.extract.lexicon import ClaimRule, lexicons
from promisecheck.extract.reading import Reading, SentenceReading, read
from promisecheck.model import Block, Claim, Document, Level, Place, Strength
from promisecheck.rules import RuleSet

if TYPE_CHECKING:
    from promisecheck.standards import Organisation

REMEMBERED: Final = 20_000  # texts whose reading is kept


class Extractor:
    """Finds the promises of documents, by rules, in the terms of an organisation where one is given."""

    def __init__(self, rules: RuleSet, organisation: Organisation | None = None) -> None:
        self.rules = rules
        self.organisation = organisation
        self._lexicons = lexicons(rules)
        self._read: dict[tuple[str, str], Reading] = {}
        self._defaults = [
            rule for rule, _, _ in self._lexicons["en"].entries if isinstance(rule, ClaimRule) and rule.default
        ]
        self._defaults = list(dict.fromkeys(self._defaults))

    def claims(self, document: Document) -> tuple[Claim, ...]:
        """The claims of a document, in the order of its text. Ids are left to the caller."""
        lines = _Lines(document.text)
        found: list[Claim] = []
        for number, block in enumerate(document.blocks):
            found.extend(self._block(document, number, block, lines))
        return tuple(found)

    def _reading(self, text: str, language: str) -> Reading:
        key = text, language
        if key not in self._read:
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            self._read[key] = read(text, self._lexicons[language])
        return self._read[key]

    def _block(self, document: Document, number: int, block: Block, lines: _Lines) -> Iterator[Claim]:
        if not block.text or block.role == "quote":
            return
        reading = self._reading(block.text, block.language)
        for one in reading.sentences:
            for draft in self._drafts(reading, one, block):
                yield self._claim(document, number, block, one, draft, lines)

    def _drafts(self, reading: Reading, one: SentenceReading, block: Block) -> list[Draft]:
        sentence = one.sentence
        if sentence.question:
            return []
        taken = {k for stated in one.conditions for k in range(stated.first, stated.last) if sentence.levels[k]}
        drafts = drafting.phrases(sentence, one.marks)
        used = taken | {draft.level for draft in drafts if draft.level is not None}
        near = drafting.measured(sentence, one.marks, used)
        used |= {draft.level for draft in near if draft.level is not None}
        around = self._from_around(one, block, used)
        used |= {draft.level for draft in around if draft.level is not None}
        drafts = [*drafts, *near, *around, *drafting.defaults(sentence, self._defaults, used)]
        return drafting.settle(draft for draft in drafts if self._alive(reading, one, draft))

    def _alive(self, reading: Reading, one: SentenceReading, draft: Draft) -> bool:
        characteristic = draft.rule.characteristic
        if reading.spared is not None and characteristic not in reading.spared:
            return False
        core = [draft.level] if draft.level is not None else range(draft.first, draft.last)
        for k in core:
            spared = one.dead[k]
            if spared is not None and characteristic not in spared:
                return False
        return True

    def _from_around(self, one: SentenceReading, block: Block, used: set[int]) -> list[Draft]:
        """Levels whose measure only their surroundings tell: headers, the question or term, the headings."""
        open_levels = [k for k, level in enumerate(one.sentence.levels) if level is not None and k not in used]
        if not open_levels:
            return []
        found = []
        for text in (*block.column_headers, *block.row_headers, block.subject, *reversed(block.headings[-2:])):
            if not text or not open_levels:
                continue
            for reading in self._reading(text, block.language).sentences:
                for mark in reading.marks:
                    rule = mark.rule
                    if mark.part != "near":
                        continue
                    for k in list(open_levels):
                        level = one.sentence.levels[k]
                        if level is not None and level.kind in rule.level and drafting.fits(rule, level):
                            found.append(Draft(rule, k, k + 1, level=k, distance=drafting.FARTHEST))
                            open_levels.remove(k)
        return found

    def _claim(
        self,
        document: Document,
        number: int,
        block: Block,
        one: SentenceReading,
        draft: Draft,
        lines: _Lines,
    ) -> Claim:
        sentence, rule = one.sentence, draft.rule
        start, end = sentence.span(draft.first, draft.last)
        source = block.source_span(start, end)
        line, column = lines.at(source[0]) if source else (None, None)
        what = rule.what
        if draft.what is not None:
            a, b = sentence.span(*draft.what)
            what = block.text[a:b]
        value = _value(one, draft, what)
        hedge, strength = _hedge(block, one, draft)
        return Claim(
            id="",
            place=Place(
                source=document.source,
                start=source[0] if source else None,
                end=source[1] if source else None,
                line=line,
                column=column,
                role=block.role,
                heading=block.headings[-1] if block.headings else None,
                where=block.where,
                block=number,
                span=(start, end),
            ),
            quote=block.text[start:end],
            language=block.language,
            characteristic=rule.characteristic,
            measure=rule.measure,
            value=value,
            strength=strength,
            hedge=hedge,
            absolute=bool(one.of("absolute")),
            conditions=tuple(stated.condition for stated in one.conditions),
            what=what,
            rule=rule.name,
        )


def _value(one: SentenceReading, draft: Draft, what: str | None) -> Level | None:
    rule = draft.rule
    if rule.fixed is not None:
        return replace(rule.fixed, what=what)
    if rule.value == "free":
        return Level(op="=", value=0, unit=None, what=what)
    if rule.value == "offered":
        return Level(offered=True, what=what)
    if draft.level is None:
        return None
    quantity = one.sentence.levels[draft.level]
    if quantity is None:
        return None
    level = quantity.level
    if rule.direction == "within" and not quantity.explicit and level.op == "=":
        level = replace(level, op="<=")
    return replace(level, what=what) if what else level


def _hedge(block: Block, one: SentenceReading, draft: Draft) -> tuple[str | None, Strength]:
    for mark in one.of("hedge"):
        if mark.first <= draft.last + 3:
            rule = mark.rule
            a, b = one.sentence.span(*mark.quote)
            return block.text[a:b], "aim" if rule.of == "aim" else "possibility"
    return None, "guarantee" if one.of("absolute") else "promise"


class _Lines:
    """Line and column of an offset, both 1-based."""

    def __init__(self, text: str | None) -> None:
        self._starts = [0]
        if text is not None:
            at = text.find("\n")
            while at >= 0:
                self._starts.append(at + 1)
                at = text.find("\n", at + 1)

    def at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
