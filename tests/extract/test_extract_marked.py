"""Passages of many trades whose promises were marked without looking at the rules: floors for what the rules find.

marked/<language>-<n>.md, in the format that benchmarks/trained/passages.py reads. Classes of errors in en-1 to en-12,
en-40 to en-43 and ar-30 to ar-33 (and some of en-20 to en-22) have since been mended; nobody wrote a rule for the
others. They tell more of unseen copy than the corpus of test_extract_corpus.py, and the floors lie lower.

sites/<language>-<n><letter>.md hold what some 1,200 invented sites say, in the order of their pages. Rules are written
after reading files of the letters a, c, e and so on; those of b, d, f are never read, they only count.
"""

import importlib.util
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from promisecheck.extract import Extractor
from promisecheck.rules import load_rules
from promisecheck.sources import parse_markdown

TRAINED = Path(__file__).resolve().parents[2] / "benchmarks" / "trained"


def loaded(name: str) -> ModuleType:
    """A module of the benchmark."""
    spec = importlib.util.spec_from_file_location(f"benchmark_trained_{name}", TRAINED / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


marked = loaded("passages")
score = loaded("score")


@dataclass(frozen=True)
class Floor:
    passage_f1: float
    precision: float
    recall: float
    tight_f1: float
    characteristic: float


FLOORS = {
    ("marked", "en"): Floor(passage_f1=0.9, precision=0.878, recall=0.788, tight_f1=0.74, characteristic=0.877),
    ("marked", "ar"): Floor(passage_f1=0.92, precision=0.905, recall=0.756, tight_f1=0.78, characteristic=0.875),
    ("sites read", "en"): Floor(passage_f1=0.883, precision=0.876, recall=0.713, tight_f1=0.69, characteristic=0.89),
    ("sites read", "ar"): Floor(passage_f1=0.834, precision=0.865, recall=0.619, tight_f1=0.63, characteristic=0.862),
    ("sites not read", "en"): Floor(
        passage_f1=0.82, precision=0.833, recall=0.595, tight_f1=0.593, characteristic=0.86
    ),
    ("sites not read", "ar"): Floor(
        passage_f1=0.796, precision=0.849, recall=0.562, tight_f1=0.582, characteristic=0.855
    ),
}


@cache
def passages() -> tuple:
    return tuple(marked.passages())


@cache
def sites() -> tuple:
    return tuple(marked.passages(marked.SITES))


def of_group(group: str) -> tuple:
    """The passages of a group."""
    if group == "marked":
        return passages()
    read = group == "sites read"
    return tuple(passage for passage in sites() if is_read(passage.file) == read)


def is_read(file: str) -> bool:
    """Whether rules may be written after reading a file of sites: every other letter."""
    return ord(Path(file).stem[-1]) % 2 == ord("a") % 2


@pytest.mark.parametrize(("group", "language"), sorted(FLOORS))
def test_unseen_trades_are_read_as_well_as_before(group: str, language: str) -> None:
    extractor, reached, trades = Extractor(load_rules()), score.Score(), set()
    for passage in of_group(group):
        if passage.language != language:
            continue
        trades.add(passage.trade)
        claims = extractor.claims(parse_markdown(passage.text, source=passage.file))
        found = [(claim.place.start, claim.place.end, claim.characteristic) for claim in claims]
        labels = [(label.start, label.end, label.characteristic) for label in passage.labels]
        reached.add(passage.text, labels, found)
    assert reached.counts["marked"] > 1_000, "the passages are missing"
    assert len(trades) > 50, "the passages are of few trades"
    floor = FLOORS[group, language]
    for name in ("passage_f1", "precision", "recall", "tight_f1", "characteristic"):
        assert getattr(reached, name) >= getattr(floor, name), (name, getattr(reached, name))


def test_every_passage_is_there_once_and_every_mark_is_text() -> None:
    everything = (*passages(), *sites())
    texts = [passage.text for passage in everything]
    assert len(set(texts)) == len(texts)
    for passage in everything:
        for label in passage.labels:
            quote = passage.text[label.start : label.end]
            assert quote.strip() == quote, (passage.file, quote)
            assert any(map(str.isalnum, quote)), (passage.file, quote)


def test_marks_are_read() -> None:
    text = (
        "<!-- trade: dentist -->\nWe {{people|hold a licence}} and {{price+speed|free next-day delivery}}.\n---\nNone."
    )
    first, second = marked.read(text, "en-1.md")
    assert first.text == "We hold a licence and free next-day delivery."
    assert [first.text[label.start : label.end] for label in first.labels] == [
        "hold a licence",
        "free next-day delivery",
        "free next-day delivery",
    ]
    assert [label.characteristic for label in first.labels] == ["people", "price", "speed"]
    assert (first.trade, second.trade, second.labels) == ("dentist", "dentist", ())


@pytest.mark.parametrize("broken", ["{{luck|we win}}", "{{price|free", "{{price|free {{speed|today}}}}"])
def test_a_mark_that_cannot_be_read_says_where(broken: str) -> None:
    with pytest.raises(ValueError, match=r"en-1\.md, passage 1"):
        list(marked.read(broken, "en-1.md"))


def test_shares_follow_from_the_counts() -> None:
    text = "Open daily. Delivery is free."
    daily, free = (0, 10, "availability"), (12, 28, "price")
    one = score.Score()
    one.add(text, [daily, free], [(0, 10, "availability"), (24, 28, "speed")])
    assert one.counts["hit"] == 2
    assert one.counts["tight"] == 1
    assert one.precision == one.recall == one.f1 == one.passage_f1 == 1
    assert one.tight_f1 == one.characteristic == 0.5
    assert score.Score().f1 == 0
