"""What matching costs: the whole extraction of this project against spaCy's Matcher alone, on the same blocks of text.

    python benchmarks/matching/run.py

The text is that of the rules' own examples and of the sample organisation's copy. The peer gets a blank English
pipeline and 1,000 token patterns of two alternatives of twelve words, about the size of the English pack. Times are
CPU seconds, medians of five rounds that alternate between the two; quote the ratio, not the seconds.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from promisecheck.extract import Extractor
from promisecheck.model import Document
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html, parse_text

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5


def documents(mark: str) -> list[Document]:
    """The copy; `mark` keeps an extractor from remembering what it read in another round."""
    rules = load_rules()
    texts = [text for rule in rules for text in (*rule.examples["en"].fires, *rule.examples["en"].quiet)]
    texts = [f"{text} {mark}" for text in texts]
    found = [parse_text(text, source=f"example {n}") for n, text in enumerate(texts)]
    pages = [page.read_text(encoding="utf-8") for page in sorted((ROOT / "examples").rglob("*.html"))]
    return found + [parse_html(page.replace("<p>", f"<p>{mark} "), source=str(n)) for n, page in enumerate(pages)]


def peer(texts: list[str]) -> Callable[[], object]:
    import spacy
    from spacy.matcher import Matcher

    words = sorted({word.lower() for text in texts for word in text.split() if word.isalpha()})
    draw = random.Random(1)
    nlp = spacy.blank("en")
    matcher = Matcher(nlp.vocab)
    for number in range(20):
        rows = [
            [
                {"LOWER": {"IN": draw.sample(words, 12)}},
                {"OP": "?"},
                {"LOWER": {"IN": draw.sample(words, 12)}},
            ]
            for _ in range(50)
        ]
        matcher.add(f"rule {number}", rows)
    return lambda: [matcher(doc) for doc in nlp.pipe(texts)]


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    texts = [block.text for document in documents("first") for block in document.blocks]
    extractor = Extractor(load_rules())
    theirs = peer(texts)
    theirs()
    list(map(extractor.claims, documents("first")))  # compiles the patterns that occur
    rounds = []
    for number in range(ROUNDS):
        copy = documents(f"round{number}")
        rounds.append((seconds(lambda copy=copy: list(map(extractor.claims, copy))), seconds(theirs)))
    ours, other = (statistics.median(column) for column in zip(*rounds, strict=True))
    size = sum(map(len, texts))
    print(f"{len(texts)} blocks, {size:,} characters")
    print(f"extraction, all of it   {ours:.3f} s   {size / ours / 1000:,.0f} KB/s")
    print(f"spaCy Matcher alone     {other:.3f} s   {size / other / 1000:,.0f} KB/s")
    print(f"ratio {other / ours:.1f}")


if __name__ == "__main__":
    main()
