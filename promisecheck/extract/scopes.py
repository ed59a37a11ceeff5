"""Whom and where a promise reaches: places, everywhere, a tier, a part of the offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from promisecheck.extract.drafts import Draft
from promisecheck.extract.names import NameBook, Named, excluded, listed_with, of_kind
from promisecheck.extract.outside import NONE, Limits
from promisecheck.extract.reading import Reading, SentenceReading, clause
from promisecheck.extract.subjects import subject_of
from promisecheck.extract.tape import Sentence
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block, Language, Scope

ReadText = Callable[[str, Language], Reading]
NEAR_SCOPE = 8


def scope_of(
    one: SentenceReading,
    draft: Draft,
    block: Block,
    names: NameBook,
    read: ReadText,
    words: PlainWords,
    more: Sequence[str] = (),
    limits: Limits = NONE,
    days: Sequence[str] = (),
    drafts: Sequence[Draft] = (),
) -> Scope:
    """The scope of a promise.

    Places count that stand in its clause, else in its sentence, else in its headers, headings or `more` (the other
    texts of its card, its footnote). limits: what stands outside of its sentence. days: the texts that may name the
    days of its hours. drafts: all drafts of its sentence.
    """
    text, everywhere = _wording(one, draft, block, drafts, words)
    found = names.find(one.sentence)
    placed = list(of_kind(found, "location", "group"))
    left_out, own_left_out = excluded(one.sentence, placed, draft.first, draft.last)
    start, end = clause(one.sentence, draft.first, draft.last)
    kept = [name for name in placed if name not in left_out]
    own = listed_with(one.sentence, kept, start, _past_brackets(one.sentence, end, left_out)) or kept
    places = [name.id for name in own]
    tier = next((name.id for name in of_kind(found, "tier")), None)
    around = (*block.row_headers, *block.column_headers, block.subject, *more, *reversed(block.headings))
    if names.entries:
        for nearby in around:
            if places and tier:
                break
            elsewhere = [
                name for reading in read(nearby, block.language).sentences for name in names.find(reading.sentence)
            ]
            if not places and not everywhere:
                places = [name.id for name in of_kind(elsewhere, "location", "group")]
            tier = tier or next((name.id for name in of_kind(elsewhere, "tier")), None)
    text = text or next(iter(limits.scopes), None) or subject_of(one, draft, block, days, read, words)
    outside = tuple(dict.fromkeys(name.id for name in own_left_out))
    return Scope(tuple(dict.fromkeys(places)), everywhere and not places, text, tier, excluded=outside)


def _past_brackets(sentence: Sentence, end: int, left_out: Sequence[Named]) -> int:
    """Where a clause ends that goes on behind brackets in which places are left out: "in 2 days (except in X) in Y"."""
    words = sentence.words
    if words[end : end + 1] != ("(",) or ")" not in words[end:]:
        return end
    behind = words.index(")", end) + 1
    inside = any(end < name.first < behind for name in left_out)
    return clause(sentence, behind, behind)[1] if inside else end


def _wording(
    one: SentenceReading, draft: Draft, block: Block, drafts: Sequence[Draft], words: PlainWords
) -> tuple[str | None, bool]:
    """The words of a sentence that limit the promise, and whether they say everywhere.

    "For businesses, ..." at the start of a sentence limits all of it; words at its end limit all that no other promise
    parts from them.
    """
    best: tuple[int, str] | None = None
    everywhere = False
    for mark in one.of("scope"):
        first, last = mark.quote
        gap = first - draft.last if first >= draft.last else max(0, draft.first - last)
        if first >= draft.last:
            parted = any(draft.last <= other.first < first for other in drafts)
        else:
            parted = first > 0 or one.sentence.words[0] not in words.joins
        if gap > NEAR_SCOPE and parted:
            continue
        everywhere |= mark.rule.of == "everywhere"
        if best is None or gap < best[0]:
            start, end = one.sentence.span(first, last)
            best = gap, block.text[start:end]
    return best[1] if best else None, everywhere
