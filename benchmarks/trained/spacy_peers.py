"""What spaCy learns from the same sentences: a named entity recognizer and a text classifier, blank ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

ROUNDS, BATCH = 8, 32
PROMISE, NONE = "PROMISE", "NONE"


@dataclass(frozen=True, slots=True)
class Marked:
    """The words of a sentence; for each whether a promise begins with it (B), goes on with it (I), or neither (O)."""

    words: Sequence[str]
    tags: Sequence[str]


def runs(tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The promises that tags stand for, by their first and last (exclusive) word."""
    k = 0
    while k < len(tags):
        first = k
        k += 1
        if tags[first] != "O":
            while k < len(tags) and tags[k] == "I":
                k += 1
            yield first, k


def recognizer(sentences: Sequence[Marked], language: str) -> Callable[[Sequence[str]], list[tuple[int, int]]]:
    """Finds promises in the words of a sentence, each by its first and last (exclusive) word."""

    def example(nlp: Language, one: Marked) -> Example:
        plain, marked = (Doc(nlp.vocab, words=list(one.words)) for _ in range(2))
        marked.ents = [Span(marked, *run, label=PROMISE) for run in runs(one.tags)]
        return Example(plain, marked)

    read = _trained("ner", language, sentences, example)
    return lambda words: [(entity.start, entity.end) for entity in read(words).ents]


def classifier(sentences: Sequence[Marked], language: str) -> Callable[[Sequence[str]], float]:
    """The probability that the words of a sentence hold a promise, 0-1."""

    def example(nlp: Language, one: Marked) -> Example:
        holds = float(set(one.tags) != {"O"})
        return Example.from_dict(Doc(nlp.vocab, words=list(one.words)), {"cats": {PROMISE: holds, NONE: 1 - holds}})

    read = _trained("textcat", language, sentences, example)
    return lambda words: read(words).cats[PROMISE]


def _trained(
    pipe: str, language: str, sentences: Sequence[Marked], example: Callable[[Language, Marked], Example]
) -> Callable[[Sequence[str]], Doc]:
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank(language)
    nlp.add_pipe(pipe)
    examples = [example(nlp, one) for one in sentences]
    optimizer = nlp.initialize(lambda: examples)
    shuffled = random.Random(1)
    for _ in range(ROUNDS):
        shuffled.shuffle(examples)
        for batch in spacy.util.minibatch(examples, BATCH):
            nlp.update(batch, sgd=optimizer, drop=0.2)

    def read(words: Sequence[str]) -> Doc:
        doc = Doc(nlp.vocab, words=list(words))
        for _, component in nlp.pipeline:
            doc = component(doc)
        return doc

    return read
