"""The strongest wordings that the standards entail, each read and judged again before it is shown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from promisecheck.folding import fold
from promisecheck.judge.candidates import Part, Wording, at_places, candidates
from promisecheck.judge.columns import numbers
from promisecheck.judge.conditions import check_conditions
from promisecheck.judge.data_wording import other_value
from promisecheck.judge.disclosing import with_exceptions
from promisecheck.judge.disclosure import undisclosed
from promisecheck.judge.entail import claims_every_case
from promisecheck.judge.levels import Surroundings
from promisecheck.judge.naming import tier_names
from promisecheck.judge.original import Original
from promisecheck.judge.places import Atlas
from promisecheck.judge.rewording import with_share, without_absolute, without_places
from promisecheck.judge.styling import as_set, digits_in, named_in
from promisecheck.judge.verdicts import judge, unpacked
from promisecheck.model import (
    Block,
    Claim,
    Document,
    JudgedClaim,
    Level,
    Place,
    Ruling,
    Standard,
    Suggestion,
    SuggestionKind,
)
from promisecheck.quantities.render import TIMES
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    from promisecheck.extract import Extractor

MOST = 3
"""Most wordings shown for a finding."""
_CHOICES: frozenset[SuggestionKind] = frozenset({"tier"})
"""What changes to whom something is offered: a choice that somebody has to make."""
_ANYWHERE = Place("", None, None, None, None, "paragraph")
_NOTE = re.compile(r"[*†‡§⁰¹²³⁴-⁹]\s*(?:\w+\s+){0,3}\Z")
_ONLY = re.compile(r"(?<!\w)(?:only|flat|فقط|بس)(?!\w)", re.IGNORECASE)
"""Behind anything but an amount of money it may limit what is done, not how much."""
NEAR_ONLY = 8  # characters behind a quote in which it may stand
_DENIED = re.compile(r"(?<!\w)(?:not|no|never|cannot|[a-z]+n't|لا|لن|لم|ليس|غير)(?!\w)")
_OVER = frozenset({"over-promise", "undisclosed-condition", "tier-only", "location-only", "beyond-limit"})
_NEAR = 8
_SHORT_PIECE = 60
"""Words up to which the whole piece counts as disclosure (see the contract); a longer one must not look as short."""


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a wording is tried: the piece around the claim, and the locations.

    undelivered: those of the locations whose record contradicts the claim; no wording that reaches them holds.
    """

    document: Document
    block: int
    span: tuple[int, int]
    claim: Claim
    locations: tuple[str, ...]
    undelivered: frozenset[str] = frozenset()


class Suggester:
    """Finds wordings for the claims of some documents; equal claims in equal surroundings once."""

    def __init__(
        self,
        organisation: Organisation,
        extractor: Extractor,
        start: dt.date,
        end: dt.date,
        tier: str | None,
        documents: Mapping[str, Document],
    ) -> None:
        self._organisation = organisation
        self._extractor = extractor
        self._days = (start, end)
        self._tier = tier
        self._documents = documents
        self._made: dict[tuple[object, ...], tuple[Suggestion, ...]] = {}

    def suggest(self, judged: JudgedClaim, rule: str) -> tuple[Suggestion, ...]:
        """The wordings that hold instead of a claim, best first: where most locations keep it, then the strongest."""
        document = self._documents.get(judged.claim.place.source)
        if document is None:
            return ()
        kind = "over" if rule in _OVER else rule
        if judged.claim.place.role == "structured":
            return self._of_data(judged, document) if kind == "over" else ()
        around, at = piece_around(document, judged.claim.place.block)
        claim = replace(judged.claim, id="", place=_ANYWHERE)
        undelivered = _undelivered(judged, kind)
        key = (kind, claim, around.blocks, at, judged.verdicts.locations, undelivered)
        if key not in self._made:
            self._made[key] = tuple(self._checked(judged, kind, document))
        return self._made[key]

    def _checked(self, judged: JudgedClaim, kind: str, document: Document) -> Iterator[Suggestion]:
        target = self._target(judged, document, kind)
        found: dict[str, Suggestion] = {}
        original = self._original(judged.claim, document)
        for does, wording, sentence in self._candidates(judged, kind, original):
            text = as_set(wording, original.quote)
            if does == "tier" and any(one.kind == "tier" for one in found.values()):
                continue
            if text.strip() and text != original.quote and text not in found:
                holds, everywhere = self._holds_at(text, target, kind)
                same = does == "places" and any(one.kind == does and one.holds_at == holds for one in found.values())
                if holds and not same:
                    safe = everywhere and not self._doubtful(does, judged, kind, original)
                    found[text] = Suggestion(text, holds, does, safe, sentence)
        ranked = sorted(_undominated(list(found.values())), key=lambda suggestion: -len(suggestion.holds_at))
        return iter(ranked[:MOST])

    def _of_data(self, judged: JudgedClaim, document: Document) -> tuple[Suggestion, ...]:
        """The value of structured data that holds everywhere, where there is one."""
        claim, locations = judged.claim, tuple(dict.fromkeys(judged.verdicts.locations))
        value = other_value(claim, document.blocks[claim.place.block], self._parts(judged))
        if value is None or value == claim.quote:
            return ()
        changed = replace(claim, value=Level(hours=value))
        start, end = self._days
        again = judge(changed, self._organisation, reach=locations, start=start, end=end, tier=self._tier)
        return (Suggestion(value, locations, "level", True),) if again.worst == "kept" else ()

    # ---------------------------------------------------------------------------------------- candidates
    def _original(self, claim: Claim, document: Document) -> Original:
        """The promise with what stands around it, and the digits that its block writes, else the document."""
        block = document.blocks[claim.place.block]
        start, end = claim.place.span
        digits = digits_in(block.text)
        if digits is None and claim.language == "ar":
            digits = digits_in(" ".join(one.text for one in document.blocks if one.language == "ar"))
        return Original(claim, block.text[end:], self._organisation, block.text[:start], digits)

    def _doubtful(self, does: SuggestionKind, judged: JudgedClaim, kind: str, original: Original) -> bool:
        """Whether somebody has to look at a wording although it holds.

        It changes to whom something is offered, or asks money for what was free, or denies what is denied already, or
        stands in a footnote, where it may be the condition of another promise, or adds an amount that the sentences
        around it name.
        """
        value = original.claim.value
        if value is not None and value.value == 0 and does in ("level", "by-place") and value.unit not in TIMES:
            return True
        priced = original.claim.measure in ("price", "fee")
        if does in _CHOICES or (_limited(original) and not priced):
            return True
        if does != "disclosure" and _NOTE.search(original.before):
            return True
        if kind == "beyond-limit" and _DENIED.search(fold(f"{original.before} {original.quote}").text):
            return True
        around = f"{original.before} {original.after}"
        missing = (condition for part in self._parts(judged) for condition in part.missing)
        return any(named_in(condition, original.claim.language, around) for condition in missing)

    def _candidates(self, judged: JudgedClaim, kind: str, original: Original) -> Iterator[Wording]:
        claim = judged.claim
        parts = self._parts(judged)
        if kind == "undisclosed-exception":
            causes = [cause for part in parts for cause in undisclosed(part.standard.exceptions, claim)]
            once = list({cause.cause: cause for cause in causes}.values())
            yield Wording("disclosure", *with_exceptions(original, once))
        elif kind == "absolute":
            yield Wording("absolute", without_absolute(original) or "")
        elif kind == "not-delivered":
            undelivered = _undelivered(judged, kind)
            fine = (place for place in judged.verdicts.where("kept") if place not in undelivered)
            yield from at_places(original, parts, list(dict.fromkeys(fine)))
        elif kind == "over":
            if claim.share is not None and parts:
                yield Wording("share", with_share(claim, min(part.standard.reliability for part in parts)) or "")
            missing = {area for ruling in judged.verdicts.rulings if ruling.gap for area in ruling.gap.areas}
            if missing:
                yield Wording("area", without_places(original, sorted(missing)) or "")
            kept = judged.verdicts.where("kept")
            dearer = next((r.carried_by for r in judged.verdicts.rulings if r.carried_by), None)
            short = any(ruling.gap is not None for ruling in judged.verdicts.rulings if ruling.verdict == "over")
            yield from candidates(original, parts, list(dict.fromkeys(kept)), dearer, short)

    def _parts(self, judged: JudgedClaim) -> list[Part]:
        """What is declared in the reach of a claim, on its first stretch of days."""
        organisation, claim = self._organisation, judged.claim
        around = Surroundings(organisation.currency)
        atlas = Atlas(organisation.location_ids, organisation.members)
        parts = []
        for code, locations in judged.verdicts.by_ruling().items():
            ruling = judged.verdicts.rulings[code]
            if ruling.standard is None:
                continue
            names = tier_names(organisation, ruling.tier)
            checked = check_conditions(ruling.standard.conditions, claim, names, around, atlas)
            missing = tuple(one.condition for one in checked if one.fate == "missing")
            parts.append(Part(ruling.standard, locations, missing))
        return parts

    # ---------------------------------------------------------------------------------------- checking again
    def _target(self, judged: JudgedClaim, document: Document, kind: str) -> _Target:
        """The smallest piece that reads the same, and the locations a wording is tried at."""
        piece, at = piece_around(document, judged.claim.place.block)
        claim, locations = judged.claim, tuple(dict.fromkeys(judged.verdicts.locations))
        return _Target(piece, at, claim.place.span, claim, locations, _undelivered(judged, kind))

    def _holds_at(self, text: str, target: _Target, kind: str) -> tuple[tuple[str, ...], bool]:
        """The locations where the piece is kept with `text` for the quote; () where the promise is not found again.

        Also whether it is kept wherever the new wording reaches, which may be more or less than where it was tried.
        """
        again = self._read_again(text, target)
        if not any(claim.measure == target.claim.measure for claim in again):
            return (), False
        organisation = self._organisation
        size = len(organisation.location_ids)
        judged, failed = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        undelivered = numbers(organisation, tuple(target.undelivered))
        for claim in again:
            verdicts = judge(
                claim,
                organisation,
                reach=target.locations,
                start=self._days[0],
                end=self._days[1],
                tier=self._tier,
            )
            holds = np.array([_holds(kind, claim, ruling) for ruling in verdicts.rulings], dtype=bool)
            where = numbers(organisation, verdicts.locations)
            judged[where] = True
            failed[where[~holds[unpacked(verdicts.codes)]]] = True
            if claim.measure == target.claim.measure:
                failed[where[np.isin(where, undelivered)]] = True
        held = (judged & ~failed)[numbers(organisation, target.locations)]
        held_at = target.locations if held.all() else tuple(compress(target.locations, held))
        return held_at, not failed.any()

    def _read_again(self, text: str, target: _Target) -> list[Claim]:
        """The promises that are found where the quote stood, once `text` stands there."""
        start, end = target.span
        block = target.document.blocks[target.block]
        changed = replace(block, text=block.text[:start] + text + block.text[end:], segments=())
        blocks = (*target.document.blocks[: target.block], changed, *target.document.blocks[target.block + 1 :])
        return [
            claim
            for claim in self._extractor.claims(replace(target.document, blocks=blocks, text=None), target.block)
            if claim.place.span[0] < start + len(text) and start < claim.place.span[1]
        ]


def _limited(original: Original) -> bool:
    """Whether "only" stands at the end of the quote or right behind it."""
    found = list(_ONLY.finditer(f"{original.quote}{original.after[:NEAR_ONLY]}"))
    return any(len(original.quote) - 1 <= one.end() and one.start() <= len(original.quote) + 1 for one in found)


def _undominated(suggestions: list[Suggestion]) -> list[Suggestion]:
    """Those that do not only say more than another that holds at the same places."""
    return [
        one
        for one in suggestions
        if not any(
            other is not one and one.text.startswith(other.text) and set(one.holds_at) <= set(other.holds_at)
            for other in suggestions
        )
    ]


def _undelivered(judged: JudgedClaim, kind: str) -> frozenset[str]:
    """The locations whose record contradicts a promise, where that is the finding."""
    if kind != "not-delivered":
        return frozenset()
    verdicts = judged.verdicts
    failing = [n for n, ruling in enumerate(verdicts.rulings) if ruling.delivered == "not_kept"]
    return frozenset(compress(verdicts.locations, np.isin(unpacked(verdicts.codes), failing)))


def _holds(kind: str, claim: Claim, ruling: Ruling) -> bool:
    """Whether a promise is kept, and the warning that its wording is to mend does not come again."""
    if ruling.verdict != "kept":
        return False
    return ruling.standard is None or not _still(kind, claim, ruling.standard)


def _still(kind: str, claim: Claim, standard: Standard) -> bool:
    """Whether the warning that a wording is to mend would come again."""
    if kind == "undisclosed-exception":
        return bool(undisclosed(standard.exceptions, claim))
    return kind == "absolute" and claims_every_case(claim, standard)


def piece_around(document: Document, block: int) -> tuple[Document, int]:
    """The part of a document in which a block reads as it does in the whole, and the block's number in it.

    Its card, its section and the footers, where footnotes are. A part of a long piece is padded with words that say
    nothing, so that it does not pass for a short one.
    """
    if document.is_short(_SHORT_PIECE) or len(document.blocks) <= 2 * _NEAR:
        return document, block
    centre = document.blocks[block]
    kept = [
        n
        for n, one in enumerate(document.blocks)
        if n == block or (abs(n - block) <= _NEAR and _belongs(one, centre)) or one.role == "footer"
    ]
    padding = Block("· " * (_SHORT_PIECE + 1), "paragraph", language=centre.language, section=-1)
    return replace(document, blocks=(*(document.blocks[n] for n in kept), padding)), kept.index(block)


def _belongs(block: Block, centre: Block) -> bool:
    return block.section == centre.section or (block.card == centre.card and centre.card != 0)
