"""One document mended: safe wordings put in, the whole read and judged again, until nothing more can be done.

What is put in counts only if the promise is then kept everywhere it reaches, the finding is gone, nothing else got
worse, and every other word of the document reads as before. The same document always ends the same, and mending what
was mended changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from promisecheck.fixing.edits import Edit, applied, overlap
from promisecheck.fixing.judged import Judged
from promisecheck.fixing.placing import Change, changes
from promisecheck.fixing.reasons import why_left
from promisecheck.fixing.ways import ways
from promisecheck.model import Claim, Document, Finding, JudgedClaim, Language, Report, Severity, Suggestion

Check = Callable[[Document], Report]
"""Judges one document as the run does."""

_MOST_TRIES: Final = 200
"""How often a document is judged again at most."""
_PHRASE: Final = 3
"""Words that, put in once, may be enough for several promises."""
_BESIDE: Final = frozenset({"not-delivered", "undisclosed-exception", "absolute"})
"""Rules that may fire on a mended promise: they are mended next, or nothing that copy alone could mend."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A finding that was mended: its rule, where it was, and the words before and after.

    apart: `after` is a sentence that was put behind the one that `before` stands in.
    """

    rule: str
    kind: str
    line: int
    column: int
    before: str
    after: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that stays, and why."""

    rule: str
    severity: Severity
    line: int
    column: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A document as it can be: its text, what was mended, what stays, and the edits of the original, all at once."""

    before: Document
    after: Document
    report: Report
    fixed: tuple[Fixed, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether any word is different."""
        return self.before.text != self.after.text


@dataclass(frozen=True, slots=True)
class _Choice:
    """A wording for a promise, the edits it takes, and what changes in which block."""

    finding: Finding
    claim: Claim
    suggestion: Suggestion
    edits: tuple[Edit, ...]
    change: Change
    block: int

    @property
    def key(self) -> tuple[object, ...]:
        return self.finding.rule, self.claim.place.block, self.claim.place.span, self.change

    @property
    def apart(self) -> bool:
        """Whether it is a sentence of its own, and the quote stays."""
        return self.change.start == self.change.end


@dataclass(slots=True)
class _State:
    """A document with its report, and the wordings that do not hold in it.

    said: what was added in which section and card. It may have been enough for the promises beside it, which are looked
    at again before each gets the same.
    """

    document: Document
    report: Report
    refused: set[tuple[object, ...]] = field(default_factory=set)
    said: set[tuple[str, int, int]] = field(default_factory=set)


def mend(document: Document, check: Check, let_stand: frozenset[str], language: Language | None = None) -> Mended:
    """The document with its safe wordings put in. let_stand: fingerprints of findings that nobody asks to be mended.

    language: of all of the copy, where it was read so.
    """
    state = _State(document, check(document))
    fixed: list[Fixed] = []
    seen = {document.text}
    for _ in range(_MOST_TRIES):
        found = list(_choices(state, let_stand))
        if not found:
            break
        after, bad = _tried(state, found, check, language)
        if after is None and 0 < len(bad) < len(found):
            found = [choice for choice in found if choice not in bad]
            after, _ = _tried(state, found, check, language)
        if after is None and len(found) > 1:  # together they fail; the first may do alone
            found = found[:1]
            after, _ = _tried(state, found, check, language)
        if after is None or after.document.text in seen:
            state.refused |= {choice.key for choice in found}
            continue
        seen.add(after.document.text)
        fixed += [_fixed(choice) for choice in found]
        after.said = state.said | {near for choice in found for near in _near(choice, state.document)}
        state = after
    left = tuple(_left(state, let_stand))
    return Mended(document, state.document, state.report, tuple(fixed), left)


def _choices(state: _State, let_stand: frozenset[str]) -> Iterator[_Choice]:
    """For each promise with a finding its best wording that is safe and can be written; none that touch."""
    claims = {one.claim.id: one.claim for one in state.report.claims}
    taken: dict[int, list[Edit]] = {}
    chosen: set[str] = set()
    said: set[tuple[str, int, int]] = set()
    for finding in state.report.findings:
        if finding.fingerprint in let_stand:
            continue
        told = [claims[id_] for id_ in finding.claims]
        told = [claim for claim in told if claim.place.role != "structured"] or told
        for claim in told:
            if claim.id in chosen or claim.quote != told[0].quote:
                continue
            choice = _choice(state, finding, claim)
            if choice is None or overlap(choice.edits, taken.get(choice.block, ())):
                continue
            near = _near(choice, state.document)
            if near & said - state.said:
                continue
            said |= near
            chosen.add(claim.id)
            taken.setdefault(choice.block, []).extend(choice.edits)
            yield choice


def _near(choice: _Choice, document: Document) -> set[tuple[str, int, int]]:
    """What a choice adds that may serve its neighbours as well, an exception or words that are put in, and where."""
    block = document.blocks[choice.claim.place.block]
    if choice.suggestion.kind == "disclosure":
        return {(choice.suggestion.kind, block.section, block.card)}
    put_in = [change.text.split() for change in changes(choice.claim.quote, choice.suggestion.text)]
    return {(" ".join(words), block.section, block.card) for words in put_in if len(words) >= _PHRASE}


def _choice(state: _State, finding: Finding, claim: Claim) -> _Choice | None:
    for suggestion in finding.suggestions:
        if not suggestion.safe:
            continue
        for way in ways(state.document, claim, suggestion):
            choice = _Choice(finding, claim, suggestion, *way)
            if choice.key not in state.refused:
                return choice
    return None


def _fixed(choice: _Choice) -> Fixed:
    place = choice.claim.place
    return Fixed(
        choice.finding.rule,
        choice.suggestion.kind,
        place.line or 1,
        place.column or 1,
        choice.claim.quote,
        choice.change.text.lstrip(". ") if choice.apart else choice.suggestion.text,
        choice.apart,
    )


# ------------------------------------------------------------------------------------------------ judged again
def _tried(
    state: _State, choices: Sequence[_Choice], check: Check, language: Language | None
) -> tuple[_State | None, list[_Choice]]:
    """The state after some wordings; None where something does not hold, with those to blame where that can be told."""
    edits = sorted(edit for choice in choices for edit in choice.edits)
    document = reread(state.document, edits, language)
    if _words(document) != _expected(state.document, choices):
        return None, []
    judged = Judged(check(document), edits)
    bad = [choice for choice in choices if not _holds(choice, judged)]
    if bad or _worse(state.report, judged, choices):
        return None, bad
    return _State(document, judged.report), []


def reread(document: Document, edits: Sequence[Edit], language: Language | None = None) -> Document:
    """The document with edits made in its original, read anew in the same format."""
    from promisecheck.sources import kinds

    text = applied(document.text or "", edits)
    parse = kinds.by_name()[document.format].parse
    return parse(text, source=document.source, path=document.path, language=language)


def _words(document: Document) -> list[str]:
    return [word for block in document.blocks for word in block.text.split()]


def _expected(document: Document, choices: Sequence[_Choice]) -> list[str]:
    """The words a document should have: those of the choices in their places, all others as they were."""
    texts = [block.text for block in document.blocks]
    for choice in sorted(choices, key=lambda one: one.change, reverse=True):
        start, end, said = choice.change
        texts[choice.block] = texts[choice.block][:start] + said + texts[choice.block][end:]
    return [word for text in texts for word in text.split()]


def _holds(choice: _Choice, judged: Judged) -> bool:
    """Whether a promise is still made where it was, is kept everywhere it reaches, and its finding is gone."""
    here = _standing(choice, judged)
    if not any(one.claim.measure == choice.claim.measure for one in here):
        return False
    return all(one.verdicts.worst == "kept" for one in here) and choice.finding.rule not in judged.rules(here)


def _standing(choice: _Choice, judged: Judged) -> list[JudgedClaim]:
    """The promises that stand where the one of a choice stood, and in what was written for it."""
    start, end = choice.claim.place.start or 0, choice.claim.place.end or 0
    if not choice.apart:
        start, end = min(start, choice.edits[0].start), max(end, choice.edits[-1].end)
    return judged.standing(judged.moved(start), judged.moved(end, behind=not choice.apart))


def _worse(before: Report, judged: Judged, choices: Sequence[_Choice]) -> bool:
    """Whether there is a finding that was not there before, on another promise or of a kind that cannot be mended."""
    known = {finding.fingerprint for finding in before.findings}
    after = judged.report
    ours = {one.claim.id for choice in choices for one in _standing(choice, judged)}
    failing = {one.claim.id for one in after.claims if one.verdicts.worst != "kept"} - ours
    for finding in after.findings:
        if finding.fingerprint in known:
            continue
        mine = ours & set(finding.claims)
        if finding.rule == "self-contradiction" and mine and failing & set(finding.claims):
            continue  # the promise that is left as it is fails by itself
        if not (finding.rule in _BESIDE and mine):
            return True
    return False


# ------------------------------------------------------------------------------------------------ what stays
def _left(state: _State, let_stand: frozenset[str]) -> Iterator[Left]:
    claims = {one.claim.id: one.claim for one in state.report.claims}
    for finding in state.report.findings:
        if finding.fingerprint in let_stand:
            continue
        told = [claims[id_] for id_ in finding.claims]
        claim = next((one for one in told if one.place.role != "structured"), told[0] if told else None)
        place = claim.place if claim is not None else finding.place
        editable = claim is not None and any(any(ways(state.document, claim, one)) for one in finding.suggestions)
        yield Left(
            finding.rule,
            finding.severity,
            (place.line if place else None) or 1,
            (place.column if place else None) or 1,
            claim.quote if claim is not None else finding.text,
            why_left(finding, claim, editable=editable),
        )
