"""Documents in, claims out.

block -> Reading (reading.py: sentences, and what the rules know in them)
      -> Draft (finder.py: which rule, which words, which level)
      -> Claim (claim_builder.py: hedge, conditions, scope, service, place)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from promisecheck.extract import around
from promisecheck.extract.claim_builder import ClaimBuilder, Terms
from promisecheck.extract.declared import DECLARED, DeclaredThings
from promisecheck.extract.drafts import Draft
from promisecheck.extract.finder import Finder
from promisecheck.extract.genre import Genre
from promisecheck.extract.introduced import Introductions, introduces, listed, thing
from promisecheck.extract.lexicon import ClaimRule, Lexicons
from promisecheck.extract.names import name_book
from promisecheck.extract.outside import riders
from promisecheck.extract.quotes import LearntQuotes, QuoteOf, bundled_weights
from promisecheck.extract.reading import Readings
from promisecheck.extract.services import ServiceBook
from promisecheck.extract.structured import structured_level
from promisecheck.model import Block, Claim, Document, Level
from promisecheck.rules import RuleSet

if TYPE_CHECKING:
    from promisecheck.standards.organisation import Organisation

MOST_CLAIMS: Final = 5_000
"""Claims that are taken from one document: no honest page holds more, and memory must be bounded."""
_UNHEARD: Final = frozenset({"quote"})  # roles in which nobody promises anything
_NAMES: Final = frozenset({"heading", "title"})  # roles in which a page names things rather than promises them
_NAMED: Final = "capability"  # characteristic of what is merely named there: "Order tracking"
_INTRODUCED: Final = "included"  # the rule behind a thing in a list of what one gets
_ANSWERS: Final = {"offered": "feature", "free": "free-offer"}  # the rule behind a cell that only says yes or free


class Extractor:
    """Finds the promises of documents, by rules, in the terms of an organisation where one is given.

    It may be used again and again; the readings of texts are kept. A rule whose patterns cannot be compiled raises
    InputError, with every fault, when the first text of its language is read.
    """

    def __init__(self, rules: RuleSet, organisation: Organisation | None = None, quote: QuoteOf | None = None) -> None:
        lexicons = Lexicons(rules)
        names = name_book(organisation)
        self._rules = lexicons.claim_rules
        self._lexicons = lexicons
        self._readings = Readings(lexicons)
        self._terms = Terms(organisation, names, ServiceBook(organisation, names), lexicons.words)
        self._declared = DeclaredThings(organisation)
        quote = quote or LearntQuotes(bundled_weights(), lexicons.words)
        self._finder = Finder(self._rules, names, self._declared, self._readings, lexicons.words, quote)
        self._by_measure: dict[str, ClaimRule] = {}
        for rule in sorted(self._rules.values(), key=lambda rule: not rule.default):
            if rule.measure is not None and rule.level:
                self._by_measure.setdefault(rule.measure, rule)

    def claims(self, document: Document, only: int | None = None) -> tuple[Claim, ...]:
        """The claims of a document, in the order of its text, at most MOST_CLAIMS. Ids are left to the caller.

        only: the number of a block, where the others matter as its surroundings alone.
        """
        builder = ClaimBuilder(document, self._terms, self._readings)
        genre = Genre(document, self._readings)
        introduced = Introductions(document.blocks, self._readings)
        claims = (
            claim
            for number, block in enumerate(document.blocks)
            if only in (None, number)
            and block.text
            and block.role not in _UNHEARD
            and (number in introduced or self._may_promise(block))
            and not builder.labels.promises_nothing(block)
            for claim in self._of_block(builder, number, block, genre.heard_below(block), number in introduced)
        )
        return tuple(islice(claims, MOST_CLAIMS))

    def _may_promise(self, block: Block) -> bool:
        """Whether a block may promise anything, whatever stands around it; most blocks of a page cannot."""
        if block.data is not None:
            return True
        reading = self._readings(block.text, block.language)
        return reading.may_promise or reading.is_answer or self._declared.may_stand_in(reading.words)

    def _of_block(
        self, builder: ClaimBuilder, number: int, block: Block, heard: frozenset[str] | None, introduced: bool
    ) -> Iterator[Claim]:
        """The claims of a block.

        heard: characteristics heard where nobody speaks to customers; None for all. introduced: see introduced.py.
        """
        reading = self._readings(block.text, block.language)
        if not reading.sentences:
            return
        data_or_answer = block.data is not None or reading.is_answer
        whole = self._whole(block, builder, number) if data_or_answer else self._held_by_header(block, builder)
        if whole is not None:
            rule, level = whole
            draft = Draft(rule, 0, len(reading.sentences[0].sentence.words))
            yield builder.claim(number, reading, 0, draft, (draft,), level)
            return
        if block.data is not None:
            return
        found: list[list[Draft]] = []
        named = builder.is_page and block.role in _NAMES
        before: Draft | None = None
        asked: str | None = None
        things = listed(reading, introduced)
        for place, one in enumerate(reading.sentences):
            drafts = self._finder.drafts(reading, one, block, before, asked)
            words = len(one.sentence.words)
            asked = block.text[slice(*one.sentence.span(0, words))] if one.sentence.question else None
            if heard is not None and not one.speaks:
                drafts = [draft for draft in drafts if draft.rule.characteristic in heard]
            if named and not one.speaks:
                drafts = [draft for draft in drafts if not _only_names(draft)]
            drafts = [draft for draft in drafts if not introduces(one, draft)]
            if not drafts and place in things and (item := thing(one, self._rules[_INTRODUCED])) is not None:
                drafts = [item]
            before = next((draft for draft in reversed(drafts) if draft.level is not None), None)
            found.append(drafts)
        beside = riders(reading, list(map(bool, found)), self._lexicons.words) if any(found) else ()
        for index, (drafts, limits) in enumerate(zip(found, beside, strict=False)):
            for draft in drafts:
                yield builder.claim(number, reading, index, draft, drafts, beside=limits)

    def _held_by_header(self, block: Block, builder: ClaimBuilder) -> tuple[ClaimRule, Level] | None:
        """The free thing of a cell's header, where the cell only says when: "Orders over $50" under "Free delivery"."""
        free = around.free_by_header(block, self._readings)
        if free is None or not builder.labels.only_says_when(block.text, block.language):
            return None
        rule, header = free
        return rule, Level(op="=", value=0, unit=self._terms.currency, what=header)

    def _whole(self, block: Block, builder: ClaimBuilder, number: int) -> tuple[ClaimRule, Level] | None:
        """The promise of a block that is one by its place alone: structured data, "closed" beside a day, a tick."""
        if block.data is not None:
            return structured_level(block, self._by_measure)
        shut = around.closed_day(block, builder.day_headers(number), self._lexicons.words)
        if shut is not None and "opening_hours" in self._by_measure:
            return self._by_measure["opening_hours"], Level(hours=shut)
        answer = around.answered(block, self._lexicons.words)
        rule = self._rules.get(_ANSWERS[answer[0]]) if answer is not None else None
        if answer is None or rule is None:
            return None
        plain = builder.labels.without_conditions(block)
        what = next(iter((*plain.row_headers, *plain.column_headers)), answer[1])
        if answer[0] == "free":
            return rule, Level(op="=", value=0, unit=self._terms.currency, what=what)
        return rule, Level(offered=True, what=what)


def _only_names(draft: Draft) -> bool:
    """Whether a draft names a thing, without a level, that no standard declares."""
    return draft.level is None and draft.rule.characteristic == _NAMED and draft.rule.name != DECLARED
