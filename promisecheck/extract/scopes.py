"""Whom and where a promise reaches: places, everywhere, a tier, a part of the offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from promisecheck.extract.drafts import Draft
from promisecheck.extract.names import NameBook, excluded, listed_with, of_kind
from promisecheck.extract.reading import Reading, SentenceReading, clause
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block, Language, Scope

ReadText = Callable[[str, Language], Reading]
NEAR_SCOPE = 8
LONGEST_SUBJECT = 5


def scope_of(
    one: SentenceReading,
    draft: Draft,
    block: Block,
    names: NameBook,
    read: ReadText,
    words: PlainWords,
    more: Sequence[str] = (),
) -> Scope:
    """The scope of a promise.

    Places count that stand in its clause, else in its sentence, else in its headers, headings or `more` (the other
    texts of its card, its footnote).
    """
    text, everywhere = _wording(one, draft, block)
    found = names.find(one.sentence)
    own = listed_with(
        one.sentence, list(of_kind(found, "location", "group")), *clause(one.sentence, draft.first, draft.last)
    )
    own = own or list(of_kind(found, "location", "group"))
    left_out, own_left_out = excluded(one.sentence, list(of_kind(found, "location", "group")), draft.first, draft.last)
    places = [name.id for name in own if name not in left_out]
    tier = next((name.id for name in of_kind(found, "tier")), None)
    around = (*block.row_headers, *block.column_headers, block.subject, *more, *reversed(block.headings))
    if names.entries:
        for nearby in around:
            if places and tier:
                break
            elsewhere = [
                name for reading in read(nearby, block.language).sentences for name in names.find(reading.sentence)
            ]
            if not places and not everywhere and not left_out:
                places = [name.id for name in of_kind(elsewhere, "location", "group")]
            tier = tier or next((name.id for name in of_kind(elsewhere, "tier")), None)
    text = text or _subject(one, draft, block, words)
    outside = tuple(dict.fromkeys(name.id for name in own_left_out))
    return Scope(tuple(dict.fromkeys(places)), everywhere and not places, text, tier, excluded=outside)


def _subject(one: SentenceReading, draft: Draft, block: Block, words: PlainWords) -> str | None:
    """What a level is of where nothing else limits it: the row of its table, else the words before it in its clause."""
    if block.row_headers:
        return ", ".join(block.row_headers)
    sentence = one.sentence
    level = sentence.levels[draft.level] if draft.level is not None else None
    if draft.level is None or level is None:
        return None
    if level.kind == "time_range":
        return _days(block.text[level.start : level.end])
    stop = sentence.whole(draft.level)[0]
    start = clause(sentence, stop, stop)[0]
    names = [k for k in range(start, min(stop, start + LONGEST_SUBJECT)) if sentence.words[k][0].isalpha()]
    while names and sentence.words[names[-1]] in words.subject_ends:
        names.pop()
    if not names or sentence.words[names[0]] in words.no_subject:
        return None
    first, last = sentence.span(names[0], names[-1] + 1)
    return block.text[first:last]


def _days(hours: str) -> str | None:
    """The days that stand before the times of written hours ("Mon-Fri" of "Mon-Fri: 9-5"); None without both."""
    times = next((k for k, char in enumerate(hours) if char.isdigit()), 0)
    return hours[:times].rstrip(" :-–—,.(") or None


def _wording(one: SentenceReading, draft: Draft, block: Block) -> tuple[str | None, bool]:
    """The words of a sentence that limit the promise, and whether they say everywhere."""
    best: tuple[int, str] | None = None
    everywhere = False
    for mark in one.of("scope"):
        gap = mark.quote[0] - draft.last if mark.quote[0] >= draft.last else max(0, draft.first - mark.quote[1])
        if gap > NEAR_SCOPE:
            continue
        everywhere |= mark.rule.of == "everywhere"
        if best is None or gap < best[0]:
            start, end = one.sentence.span(*mark.quote)
            best = gap, block.text[start:end]
    return best[1] if best else None, everywhere
