"""The words that read as the promise: as few as can be, and enough to know what is promised.

Where readers begin and end a quote was learnt from passages written and marked for it (benchmarks/trained/quotes.py):
two log-linear models, one for the start and one for the end, weigh what is seen at each place (edges.py). The quote is
the one that most likely is much the same as theirs: neither the longest nor the shortest of those that they would draw.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Final, get_args

from promisecheck.extract.drafts import Draft, moved
from promisecheck.extract.edges import Seen, Side, core_of, places, seen, whole_scopes
from promisecheck.extract.joined import list_end
from promisecheck.extract.reading import SentenceReading
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Language
from promisecheck.paths import data_dir

Table = Mapping[str, Mapping[str, float]]
"""By aspect and value, what a place gains by it (natural logarithm of its odds)."""
Weights = Mapping[Side, Table]
Place = tuple[int, float]
"""The word before which a quote may begin or end, and how likely it does, 0-1."""
QuoteOf = Callable[[SentenceReading, Draft, Sequence[Draft]], tuple[int, int]]
"""The words first..last-1 of a draft's quote, given the other drafts of its sentence."""

MOST_PLACES: Final = 6  # likeliest places on each side that are weighed against one another
HALF: Final = 0.5  # of all characters of two quotes that they share to be much the same
WHOLE: Final = 0.15  # worth of being a reader's very quote, against being much the same
CLOSER: Final = 0.5  # worth of sharing all characters, against sharing half


class LearntQuotes:
    """Draws quotes by weights that were learnt, per language."""

    def __init__(self, weights: Mapping[Language, Weights], words: PlainWords) -> None:
        self._weights, self._words = weights, words

    def __call__(self, one: SentenceReading, draft: Draft, others: Sequence[Draft]) -> tuple[int, int]:
        """The words of the quote that a reader would underline."""
        weights = self._weights[one.language]
        starts, ends = (_likeliest(weights[side], choices) for side, choices in sides(one, draft, others, self._words))
        first, last = _best(one, starts, ends)
        for begin, end in whole_scopes(one, others, self._words):
            first, last = begin if end == first else first, end if begin == last else last
        return first, last


@cache
def bundled_weights() -> Mapping[Language, Weights]:
    """The weights that come with the program."""
    learnt = json.loads((data_dir("rules") / "quotes.json").read_text(encoding="utf-8"))
    return {language: learnt[language] for language in get_args(Language)}


def sides(
    one: SentenceReading, draft: Draft, others: Sequence[Draft], words: PlainWords
) -> Iterator[tuple[Side, list[tuple[int, list[Seen]]]]]:
    """Start and end, each with the places where a quote may begin or end and what is seen there."""
    listed = with_list(one, draft, others, words)
    core = core_of(one.sentence, listed)
    for side in get_args(Side):
        at = places(one, listed, others, core, side, words)
        yield side, [(k, list(seen(one, listed, others, core, side, k, words))) for k in at]


def with_list(one: SentenceReading, draft: Draft, others: Sequence[Draft], words: PlainWords) -> Draft:
    """The draft with the rest of its list, where its rule takes that in."""
    if draft.rule.lists == "none":
        return draft
    sentence, joins = one.sentence, words.or_joins if draft.rule.lists == "or" else words.list_joins
    stop = min((other.first for other in others if other.first >= draft.last), default=len(sentence.words))
    mere = next((k for k in range(draft.first + 1, draft.last) if sentence.words[k] in words.exemplifies), None)
    return moved(draft, draft.first, mere or list_end(sentence, draft.last, stop, joins, words))


def _likeliest(table: Table, choices: Sequence[tuple[int, list[Seen]]]) -> list[Place]:
    """The places where a quote most likely begins or ends; the likelihoods of all of them together are 1."""
    nothing: Mapping[str, float] = {}
    scores = [sum(table.get(aspect, nothing).get(value, 0.0) for aspect, value in found) for _, found in choices]
    most = max(scores)
    odds = [math.exp(score - most) for score in scores]
    total = sum(odds)
    likely = [(k, each / total) for (k, _), each in zip(choices, odds, strict=True)]
    return sorted(likely, key=lambda place: -place[1])[:MOST_PLACES]


def _best(one: SentenceReading, starts: Sequence[Place], ends: Sequence[Place]) -> tuple[int, int]:
    """The quote that readers' quotes most likely have much in common with."""
    sentence = one.sentence
    sizes = (end - start for start, end in zip(sentence.starts, sentence.ends, strict=True))
    upto = list(accumulate(sizes, initial=0))
    theirs = [(upto[first], upto[last], p * q) for first, p in starts for last, q in ends if first < last]
    best, most = (starts[0][0], max(ends[0][0], starts[0][0] + 1)), -1.0
    for first, p in starts:
        for last, q in ends:
            if first >= last:
                continue
            begin, end = upto[first], upto[last]
            worth = WHOLE * p * q
            for other_begin, other_end, likely in theirs:
                shared = min(end, other_end) - max(begin, other_begin)
                if shared > 0:
                    common = shared / (end - begin + other_end - other_begin - shared)
                    worth += likely * ((common >= HALF) + CLOSER * common)
            if worth > most:
                best, most = (first, last), worth
    return best
