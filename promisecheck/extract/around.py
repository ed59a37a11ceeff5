"""Promises whose words stand around the level: in a table's headers, a question, a term, a heading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from promisecheck.extract.drafts import FARTHEST, Draft, fits
from promisecheck.extract.lexicon import ClaimRule
from promisecheck.extract.reading import Reading, SentenceReading
from promisecheck.extract.word_lists import PlainWords
from promisecheck.folding import fold
from promisecheck.model import Block, Language, Level, Quantity
from promisecheck.quantities.hours import days_in, hours_from

ReadText = Callable[[str, Language], Reading]

LONGEST_DAYS = 40  # characters of a line that may hold nothing but days
_ASKED_FOR = "speed"  # an amount or a share in an answer is of the answer's own words
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH")


def headers(block: Block) -> tuple[str, ...]:
    """What heads a cell, the nearest first: a header that spans others stands above them, left of them in a row."""
    return (*reversed(block.column_headers), *reversed(block.row_headers))


def surroundings(block: Block) -> Iterator[str]:
    """The texts around a block that may tell what it is about, the nearest first."""
    seen = set()
    for text in (*headers(block), block.subject, *reversed(block.headings)):
        if text and text not in seen:
            seen.add(text)
            yield text


def measured_around(
    one: SentenceReading, texts: Iterable[str], block: Block, read: ReadText, taken: set[int]
) -> list[Draft]:
    """Drafts for levels whose measure the texts around their block tell, the nearest text first."""
    sentence = one.sentence
    unexplained = [k for k, level in enumerate(sentence.levels) if level is not None and k not in taken]
    found: list[Draft] = []
    for text in texts if unexplained else ():
        for reading in read(text, block.language).sentences:
            for mark in sorted(reading.nears, key=lambda near: near.first - near.last):  # the longest wording first
                for k in list(unexplained):
                    level = sentence.levels[k]
                    if level is not None and level.kind in mark.rule.level and fits(mark.rule, level):
                        found.append(Draft(mark.rule, *sentence.whole(k), level=k, distance=FARTHEST - 1))
                        unexplained.remove(k)
        if not unexplained:
            break
    return found


def measured_by_question(
    one: SentenceReading, asked: str | None, block: Block, read: ReadText, taken: set[int]
) -> list[Draft]:
    """Drafts for times whose measure the question before their sentence tells ("How long is delivery? Two days")."""
    drafts = measured_around(one, (asked,) if asked else (), block, read, taken)
    return [draft for draft in drafts if draft.rule.characteristic == _ASKED_FOR]


def answered(block: Block, words: PlainWords) -> tuple[str, str] | None:
    """What a cell that only says yes or free is about: ("offered" or "free", its header); None for any other block.

    What a term or the other text of a row names may be free as well; a bare "yes" beside one may answer anything.
    """
    said = fold(block.text).text.strip(" .!")
    if block.row_headers and block.column_headers:
        kind = "offered" if said in words.says_yes else "free" if said in words.says_free else None
        return (kind, block.row_headers[0]) if kind else None
    term = block.subject if block.role == "definition" else next(iter(block.row_headers), "")
    return ("free", term) if term and said in words.says_free else None


def free_by_header(block: Block, read: ReadText) -> tuple[ClaimRule, str] | None:
    """The rule that hears something free in a header of a cell, and the header; None where there is none."""
    for text in (*block.column_headers, *block.row_headers):
        for reading in read(text, block.language).sentences:
            for mark in reading.phrases:
                if mark.rule.value == "free":
                    return mark.rule, text
    return None


def day_headers(blocks: Sequence[Block], number: int) -> tuple[str, ...]:
    """The texts that may name the days of a block's hours: its headers, else a line with days alone just above it."""
    block = blocks[number]
    headers = tuple(text for text in (*block.row_headers, *block.column_headers, block.subject) if text)
    if number == 0:
        return headers
    above = blocks[number - 1]
    alone = len(above.text) <= LONGEST_DAYS and not any(map(str.isdigit, above.text))
    return (*headers, above.text) if alone and above.section == block.section else headers


def whole_hours(block: Block, level: Quantity, headers: Sequence[str]) -> Level:
    """The hours of a block with the days of its headers ("Friday" over "9-5")."""
    if level.hours is None or any(day in level.hours for day in _DAYS) or level.hours == "24/7":
        return level.level
    hours = _with_days(block, block.text[level.start : level.end], headers)
    return Level(hours=hours) if hours is not None else level.level


def closed_day(block: Block, headers: Sequence[str], words: PlainWords) -> str | None:
    """The hours of a block that only says "closed", beside the day it is about; None for anything else."""
    if fold(block.text).text.strip(" .") not in words.says_closed:
        return None
    return _with_days(block, block.text, headers)


def _with_days(block: Block, written: str, headers: Sequence[str]) -> str | None:
    """Hours with the days of the first header that names any; None where none does."""
    for header in headers:
        if days_in(header, block.language):
            week = hours_from(header, written, block.language)
            return week.render() if week is not None else None
    return None
