"""Declared things in copy: where standards say what is offered, their words are promises wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from promisecheck.extract.drafts import Draft
from promisecheck.extract.lexicon import ClaimRule
from promisecheck.extract.names import Named, beginnings, stems_of
from promisecheck.extract.tape import Sentence
from promisecheck.measures import measures

if TYPE_CHECKING:
    from promisecheck.standards.organisation import Organisation

DECLARED = "declared-thing"  # the name of the rule behind such a promise
LONGEST_SENTENCE = 40  # words; in a longer one a name alone is no promise


class DeclaredThings:
    """The things that standards declare as offered, by the id of the standard."""

    def __init__(self, organisation: Organisation | None) -> None:
        self._rules: dict[str, ClaimRule] = {}
        self._beginnings: set[str] = set()
        for declaration in organisation.declarations if organisation is not None else ():
            measure = measures()[declaration.measure]
            if measure.better == "offered" and declaration.what:
                names = (stems_of(name) for some in declaration.what.values() for name in some)
                self._beginnings.update(stems[0] for stems in names if stems)
                self._rules[declaration.id] = ClaimRule(
                    name=DECLARED,
                    characteristic=measure.characteristic,
                    measure=measure.id,
                    value="offered",
                    fixed=None,
                    what=None,
                    level=(),
                    default=(),
                    direction="any",
                    priority=-2,
                )

    def __bool__(self) -> bool:
        return bool(self._rules)

    def may_stand_in(self, words: Iterable[str]) -> bool:
        """Whether a declared thing may be named in these words."""
        known = self._beginnings
        return bool(known) and any(not known.isdisjoint(beginnings(word)) for word in words)

    def drafts(self, sentence: Sentence, names: Sequence[Named]) -> list[Draft]:
        """A draft for each declared thing that a sentence names."""
        if not self._rules or len(sentence.words) > LONGEST_SENTENCE:
            return []
        return [
            Draft(self._rules[name.id], name.first, name.last, what=(name.first, name.last), phrase=True)
            for name in names
            if name.kind == "what" and name.id in self._rules
        ]
