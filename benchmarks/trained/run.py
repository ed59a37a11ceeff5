"""Whether a trained tagger finds what the rules miss: on marked passages, in trades that it was not trained on.

    python benchmarks/trained/run.py [--spacy] [--sites]

The tagger is a linear-chain conditional random field over the words of a sentence (python-crfsuite); its clues are the
words, their neighbours and surroundings, and what the rules found. The passages of four folds, apart by trade, are
read by the rules alone, by the rules with the tagger in several roles, and by the tagger alone; --spacy adds spaCy's
named entity recognizer, which decides, and its text classifier, which silences the rules in sentences that it takes for
none; both see the words alone. --sites adds the passages of sites. The same passages, rules and libraries give the same
table.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pycrfsuite
from clues import Around, Ruled, clues_of
from passages import SITES, Passage, passages
from score import Score, Span
from spacy_peers import Marked, classifier, recognizer, runs

from promisecheck.extract import Extractor
from promisecheck.extract.lexicon import Lexicons
from promisecheck.extract.reading import Reading, Readings, SentenceReading
from promisecheck.extract.tape import Sentence
from promisecheck.model import Block
from promisecheck.rules import load_rules
from promisecheck.sources import parse_markdown

FOLDS = 4
SETTINGS = {"c1": 0.1, "c2": 0.5, "max_iterations": 120, "feature.possible_transitions": True}
WITHHELD_BELOW = 0.05  # probability below which a find of the rules is dropped
SILENCED_BELOW = 0.1  # probability of a promise below which a sentence is taken for none
PROPOSED_FROM = 0.9  # probability from which words that no rule found are taken
SHORTEST = 2  # words of a sentence that is too short to be asked about
READ = frozenset({"paragraph", "list_item", "heading"})

Found = tuple[int, int, float]
"""The first and last (exclusive) word of what a tagger takes for a promise, and its mean probability."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence of a passage: what the rules found in it, its right tags, where its words stand in the passage."""

    one: SentenceReading
    reading: Reading
    clues: list[list[str]]
    ruled: tuple[Ruled, ...]
    tags: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def span(self, first: int, last: int) -> Span:
        """Some of its words as characters of the passage."""
        return self.places[first][0], self.places[last - 1][1], ""


@dataclass(frozen=True, slots=True)
class Told:
    """A passage, what the rules found in it, and its sentences."""

    passage: Passage
    found: tuple[Span, ...]
    sentences: tuple[Asked, ...]


class Reader:
    """Reads passages as the extractor does."""

    def __init__(self) -> None:
        rules = load_rules()
        self._extractor = Extractor(rules)
        self._readings = Readings(Lexicons(rules))

    def told(self, passage: Passage) -> Told:
        """A passage with what is known of its sentences."""
        document = parse_markdown(passage.text, source=passage.file)
        claims = self._extractor.claims(document)
        found = [(c.place.start, c.place.end, str(c.characteristic)) for c in claims]
        intro: Sentence | None = None
        sentences: list[Asked] = []
        for number, block in enumerate(document.blocks):
            reading = self._readings(block.text, block.language)
            if block.role not in READ or not reading.sentences:
                continue
            if block.role != "list_item":
                intro = reading.sentences[-1].sentence
            spans = [(*claim.place.span, claim.rule) for claim in claims if claim.place.block == number]
            listed = intro if block.role == "list_item" else None
            sentences += self._asked(passage, block, reading, spans, listed)
        kept = tuple((start, end, name) for start, end, name in found if start is not None and end is not None)
        return Told(passage, kept, tuple(sentences))

    def _asked(
        self,
        passage: Passage,
        block: Block,
        reading: Reading,
        spans: Sequence[tuple[int, int, str]],
        intro: Sentence | None,
    ) -> Iterator[Asked]:
        above = self._readings(block.headings[-1], block.language).sentences if block.headings else ()
        heading = above[-1].sentence if above else None
        before: Sentence | None = None
        for one in reading.sentences:
            sentence = one.sentence
            around, before = Around(before, heading, intro), sentence
            places = [block.source_span(*span) for span in zip(sentence.starts, sentence.ends, strict=True)]
            known = tuple(place for place in places if place is not None)
            if sentence.question or len(sentence.words) <= SHORTEST or len(known) < len(places):
                continue
            here = tuple(zip(sentence.starts, sentence.ends, strict=True))
            ruled = tuple(
                (inside[0], inside[-1] + 1, rule)
                for *span, rule in spans
                if (inside := _inside(here, span[0], span[1]))
            )
            clues = clues_of(sentence, block.role, ruled, around)
            yield Asked(one, reading, clues, ruled, _tags(known, passage), known)


def _inside(places: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """The words that share a character with start..end."""
    return [k for k, place in enumerate(places) if place[0] < end and place[1] > start]


def _tags(places: Sequence[tuple[int, int]], passage: Passage) -> tuple[str, ...]:
    """For each word whether a promise begins with it, goes on with it, or there is none."""
    tags = ["O"] * len(places)
    for label in passage.labels:
        inside = _inside(places, label.start, label.end)
        if inside and tags[inside[0]] == "O":
            tags[inside[0]] = "B"
            for k in inside[1:]:
                tags[k] = "I"
    return tuple(tags)


Tag = Callable[[Asked], tuple[list[Found], list[float]]]
"""Finds promises in a sentence; and tells for each word how probable it is that it is in one."""


def crf(sentences: Iterable[Asked]) -> Tag:
    """A tagger trained on sentences."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for asked in sentences:
        trainer.append(asked.clues, list(asked.tags))
    trainer.set_params(SETTINGS)
    tagger = pycrfsuite.Tagger()
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "model")
        trainer.train(file)
        tagger.open(file)

    def tag(asked: Asked) -> tuple[list[Found], list[float]]:
        tags = tagger.tag(asked.clues)
        inside = [1 - tagger.marginal("O", k) for k in range(len(tags))]
        return [(first, last, _mean(inside[first:last])) for first, last in runs(tags)], inside

    return tag


def proposed(asked: Asked, tag: Tag) -> list[Span]:
    """What the rules found, and promises that only the tagger sees, where no cue rule silences them."""
    spans, _ = tag(asked)
    fresh = [
        (first, last)
        for first, last, sure in spans
        if sure >= PROPOSED_FROM
        and not any(first < other[1] and other[0] < last for other in asked.ruled)
        and asked.reading.spared is None
        and all(asked.one.dead[k] is None for k in range(first, last))
    ]
    return [asked.span(*words) for words in (*(ruled[:2] for ruled in asked.ruled), *fresh)]


def withheld(asked: Asked, tag: Tag) -> list[Span]:
    """What the rules found, without what the tagger is sure is no promise."""
    _, inside = tag(asked)
    kept = (ruled for ruled in asked.ruled if _mean(inside[ruled[0] : ruled[1]]) >= WITHHELD_BELOW)
    return [asked.span(first, last) for first, last, _ in kept]


def alone(asked: Asked, tag: Tag) -> list[Span]:
    """What the tagger finds, whatever the rules say."""
    return [asked.span(first, last) for first, last, _ in tag(asked)[0]]


def recognized(asked: Asked, find: Callable[[Sequence[str]], list[tuple[int, int]]]) -> list[Span]:
    """What spaCy's recognizer finds."""
    return [asked.span(first, last) for first, last in find(asked.one.sentence.words)]


def silenced(asked: Asked, judge: Callable[[Sequence[str]], float]) -> list[Span]:
    """What the rules found, in sentences that spaCy's classifier does not take for none."""
    promising = bool(asked.ruled) and judge(asked.one.sentence.words) >= SILENCED_BELOW
    return [asked.span(first, last) for first, last, _ in asked.ruled] if promising else []


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def table(language: str, told: Sequence[Told], *, peer: bool) -> Iterator[str]:
    """The lines of the table for one language."""
    trades = sorted({each.passage.trade for each in told})
    random.Random(1).shuffle(trades)
    fold = {trade: number % FOLDS for number, trade in enumerate(trades)}
    scores: dict[str, Score] = {}
    for number in range(FOLDS):
        learned = [asked for each in told if fold[each.passage.trade] != number for asked in each.sentences]
        tag = crf(learned)
        ways: dict[str, Callable[[Asked], list[Span]]] = {
            "rules, withheld": partial(withheld, tag=tag),
            "rules, proposed": partial(proposed, tag=tag),
            "tagger decides": partial(alone, tag=tag),
        }
        if peer:
            texts = [Marked(asked.one.sentence.words, asked.tags) for asked in learned]
            ways["spaCy decides"] = partial(recognized, find=recognizer(texts, language))
            ways["rules, spaCy silences"] = partial(silenced, judge=classifier(texts, language))
        for each in told:
            if fold[each.passage.trade] != number:
                continue
            marked = [(label.start, label.end, label.characteristic) for label in each.passage.labels]
            scores.setdefault("rules", Score()).add(each.passage.text, marked, each.found)
            for name, way in ways.items():
                found = [span for asked in each.sentences for span in way(asked)]
                scores.setdefault(name, Score()).add(each.passage.text, marked, found)
    for name, score in scores.items():
        figures = (score.passage_f1, score.precision, score.recall, score.f1, score.tight_f1)
        yield f"| {language} | {name} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |"


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--spacy", action="store_true", help="train what spaCy has too, some minutes")
    parser.add_argument("--sites", action="store_true", help="read the passages of sites as well, four times as many")
    options = parser.parse_args()
    reader = Reader()
    read = [*passages(), *(passages(SITES) if options.sites else ())]
    print("| language | | passage F1 | precision | recall | F1 | tight F1 |\n|---|---|---|---|---|---|---|")
    for language in ("en", "ar"):
        told = [reader.told(passage) for passage in read if passage.language == language]
        for line in table(language, told, peer=options.spacy):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
