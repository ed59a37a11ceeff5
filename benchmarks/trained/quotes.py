"""Learns where quotes begin and end, from all marked texts, and writes rules/quotes.json; half a minute.

    python benchmarks/trained/quotes.py [--check]

Each promise that the rules find in a marked passage is one lesson: of the places where its quote may begin and end,
which did the writer of the passage choose? --check writes nothing: it learns from all trades but those of every fifth
passage, in five turns, and prints how many quotes of the passages left out share half their letters with the marked
ones, and how many are the very same.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import get_args

import numpy as np
from passages import FOLDER, SITES, Passage, corpus, passages
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from score import matched

from promisecheck.extract import Extractor
from promisecheck.extract.drafts import Draft
from promisecheck.extract.edges import Seen, Side
from promisecheck.extract.lexicon import Lexicons
from promisecheck.extract.quotes import LearntQuotes, Weights, sides
from promisecheck.extract.reading import SentenceReading
from promisecheck.model import Language
from promisecheck.rules import load_rules
from promisecheck.sources import parse_markdown

TARGET = Path(__file__).resolve().parents[2] / "rules" / "quotes.json"
LEARNT_FROM: Mapping[Language, Sequence[Path]] = {"en": (FOLDER, SITES), "ar": (FOLDER,)}
"""Folders of marked passages. Arabic sites are marked with longer quotes; learning from them lost on real copy."""
FEWEST = 10  # times that something must be seen to be learnt
SMALL = 0.02  # weights that are as good as none
CALM = 3.0  # strength of the pull towards zero (L2)
TURNS = 5

Choice = tuple[Side, list[tuple[int, list[Seen]]], int]
"""A side, the places to choose from, and which of them was chosen."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A promise that the rules found, and the words of its marked quote."""

    one: SentenceReading
    draft: Draft
    others: tuple[Draft, ...]
    marked: tuple[int, int]
    group: str


class Listener:
    """Stands in for the drawing of quotes and remembers what was asked; the quote is what the rule knows."""

    def __init__(self) -> None:
        self.heard: list[tuple[SentenceReading, Draft, tuple[Draft, ...]]] = []

    def __call__(self, one: SentenceReading, draft: Draft, others: Sequence[Draft]) -> tuple[int, int]:
        """The words of the draft as they are."""
        self.heard.append((one, draft, tuple(others)))
        return draft.first, draft.last


def lessons(read: Iterable[Passage]) -> list[Lesson]:
    """One for each marked promise that the rules find."""
    listener = Listener()
    extractor = Extractor(load_rules(), quote=listener)
    found: list[Lesson] = []
    for passage in read:
        listener.heard.clear()
        claims = list(extractor.claims(parse_markdown(passage.text, source=passage.file)))
        labels = [(label.start, label.end, label.characteristic) for label in passage.labels]
        spans = [(claim.place.start or 0, claim.place.end or 0, claim.characteristic) for claim in claims]
        asked = {(draft.rule.name, _text(one, draft)): (one, draft, others) for one, draft, others in listener.heard}
        for number, which in matched(passage.text, labels, spans, tight=False):
            claim = claims[which]
            if (heard := asked.get((claim.rule, claim.quote))) is None:
                continue
            one, draft, others = heard
            shift = spans[which][0] - one.sentence.starts[draft.first]
            marked = _words(one, labels[number][0] - shift, labels[number][1] - shift)
            if marked is not None:
                found.append(Lesson(one, draft, others, marked, passage.trade))
    return found


def _text(one: SentenceReading, draft: Draft) -> str:
    start, end = one.sentence.span(draft.first, draft.last)
    return one.text[start:end]


def _words(one: SentenceReading, start: int, end: int) -> tuple[int, int] | None:
    """The words of a sentence from one character to another."""
    inside = [
        k
        for k, (begin, stop) in enumerate(zip(one.sentence.starts, one.sentence.ends, strict=True))
        if begin < end and stop > start
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def learnt(taught: Sequence[Lesson], lexicons: Lexicons) -> Weights:
    """The weights of one language."""
    choices: dict[Side, list[Choice]] = {side: [] for side in get_args(Side)}
    for lesson in taught:
        for at, (side, offered) in enumerate(sides(lesson.one, lesson.draft, lesson.others, lexicons.words)):
            places = [k for k, _ in offered]
            if lesson.marked[at] in places:
                choices[side].append((side, offered, places.index(lesson.marked[at])))
    return {side: _fitted(choices[side]) for side in choices}


def _fitted(choices: Sequence[Choice]) -> dict[str, dict[str, float]]:
    """Conditional logistic regression: which of several places is chosen, by the sum of the weights of what is seen."""
    counts = Counter(pair for _, offered, _ in choices for _, found in offered for pair in set(found))
    index = {pair: number for number, pair in enumerate(sorted(pair for pair in counts if counts[pair] >= FEWEST))}
    rows, columns, begins, chosen, row = [], [], [], [], 0
    for _, offered, right in choices:
        begins.append(row)
        chosen.append(row + right)
        for _, found in offered:
            known = [index[pair] for pair in found if pair in index]
            rows += [row] * len(known)
            columns += known
            row += 1
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(index)))
    first, right = np.array(begins), np.array(chosen)
    which = np.repeat(np.arange(len(first)), np.diff(np.append(first, row)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = table @ weights
        most = np.maximum.reduceat(scores, first)
        odds = np.exp(scores - most[which])
        total = np.add.reduceat(odds, first)
        likely = odds / total[which]
        value = (most + np.log(total) - scores[right]).sum() + CALM * (weights @ weights) / 2
        slope = table.T @ likely - np.asarray(table[right].sum(axis=0)).ravel() + CALM * weights
        return value, slope

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    tables: dict[str, dict[str, float]] = {}
    for (aspect, value), number in index.items():
        if abs(found[number]) >= SMALL:
            tables.setdefault(aspect, {})[value] = round(float(found[number]), 2)
    return tables


def drawn(taught: Sequence[Lesson], quotes: LearntQuotes) -> Counter[str]:
    """How many quotes are much the same as the marked ones (tight), and the very same (exact)."""
    count: Counter[str] = Counter(all=len(taught))
    for lesson in taught:
        first, last = quotes(lesson.one, lesson.draft, lesson.others)
        mine, theirs = _span(lesson, first, last), _span(lesson, *lesson.marked)
        count.update(exact=mine == theirs, tight=bool(matched(lesson.one.text, [mine], [theirs], tight=True)))
    return count


def _span(lesson: Lesson, first: int, last: int) -> tuple[int, int, str]:
    return (*lesson.one.sentence.span(first, last), "")


def check(taught: Mapping[Language, Sequence[Lesson]], lexicons: Lexicons) -> None:
    """Print how quotes of trades come out that nothing was learnt from."""
    for language, all_of in taught.items():
        count: Counter[str] = Counter()
        groups = sorted({lesson.group for lesson in all_of})
        for turn in range(TURNS):
            apart = set(groups[turn::TURNS])
            weights = learnt([lesson for lesson in all_of if lesson.group not in apart], lexicons)
            quotes = LearntQuotes({language: weights}, lexicons.words)
            count += drawn([lesson for lesson in all_of if lesson.group in apart], quotes)
        tight, exact = count["tight"] / count["all"], count["exact"] / count["all"]
        print(f"{language}: {tight:.3f} much the same, {exact:.3f} the very same, of {count['all']}")


def main() -> None:
    """Learn, and write or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    only_check = parser.parse_args().check
    lexicons = Lexicons(load_rules())
    taught: dict[Language, list[Lesson]] = {}
    for language, folders in LEARNT_FROM.items():
        read = chain(corpus(), *map(passages, folders))
        taught[language] = lessons(passage for passage in read if passage.language == language)
    if only_check:
        check(taught, lexicons)
        return
    weights = {language: learnt(taught[language], lexicons) for language in taught}
    TARGET.write_text(json.dumps(weights, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for language, each in weights.items():
        counts = ", ".join(f"{side} {sum(map(len, each[side].values()))}" for side in each)
        print(f"{language}: {len(taught[language])} lessons; weights: {counts}")


if __name__ == "__main__":
    main()
