"""Short texts of many trades, with the promises in them: what is found of all, against floors for each language.

A file corpus/<language>-<n>.yaml is a list of texts. `claims` holds the promises: `quote`, an exact piece of the text,
`characteristic`, and `value` where the words give one ("<= 40 min", or hours in OSM syntax). `no_promise` says why a
text holds none. Floors hold the whole, not each text: a wording that is newly read may cost another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from promisecheck.extract import Extractor
from promisecheck.model import Claim, Level
from promisecheck.rules import load_rules
from promisecheck.sources import parse_text

CORPUS = Path(__file__).parent / "corpus"
EXTRACTOR = Extractor(load_rules())
SHARE = 0.5  # of the shorter of two quotes, that they must have in common to be the same promise


@dataclass(frozen=True)
class Floor:
    """What must be reached: precision and recall of claims, and the share of matched ones with the right value."""

    precision: float
    recall: float
    value: float
    silence: float  # share of the texts without a promise in which none is found


FLOORS = {
    "en": Floor(precision=0.86, recall=0.84, value=0.84, silence=0.88),
    "ar": Floor(precision=0.90, recall=0.85, value=0.89, silence=0.94),
}


def texts(language: str) -> Iterator[dict]:
    for path in sorted(CORPUS.glob(f"{language}-*.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))


def span(quote: str, text: str, taken: set[int]) -> tuple[int, int]:
    """Where a quote stands, at a place that no other took."""
    start = text.index(quote)
    while start in taken and (later := text.find(quote, start + 1)) >= 0:
        start = later
    taken.add(start)
    return start, start + len(quote)


def matched(labels: list[tuple[int, int]], found: list[tuple[int, int]]) -> dict[int, int]:
    """One-to-one pairs of spans that share enough, the largest overlap first."""
    shared = sorted(
        ((min(a[1], b[1]) - max(a[0], b[0]), i, j) for i, a in enumerate(labels) for j, b in enumerate(found)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    pairs: dict[int, int] = {}
    for overlap, i, j in shared:
        shorter = min(labels[i][1] - labels[i][0], found[j][1] - found[j][0])
        if overlap >= SHARE * shorter and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def value_right(written: str, level: Level | None) -> bool:
    """Whether a level is the one that is written in a label; a free thing may be "offered" or cost 0."""
    amount = re.fullmatch(r"(<=|>=|<|>|=) ([\d.]+) (\S+)", written)
    if level is None or amount is None:
        return level is not None and level.hours == written
    number, unit = float(amount[2]), amount[3]
    numbers = {float(each) for each in (level.value, level.max, level.min) if each is not None}
    if number == 0 and level.offered:
        return True
    return number in numbers and (number == 0 or level.unit is None or level.unit.casefold() == unit.casefold())


def spans_of(found: tuple[Claim, ...], text: str) -> list[tuple[int, int]]:
    taken: set[int] = set()
    return [span(claim.quote, text, taken) for claim in found]


@pytest.mark.parametrize("language", sorted(FLOORS))
def test_the_corpus_is_read_as_well_as_before(language: str) -> None:
    labels = found = hits = values = values_right = silent = told = 0
    for row in texts(language):
        claims = EXTRACTOR.claims(parse_text(row["text"], source="copy.txt"))
        wanted = row.get("claims", [])
        assert bool(wanted) != ("no_promise" in row), row["text"]
        if not wanted:
            told += 1
            silent += not claims
        taken: set[int] = set()
        pairs = matched([span(label["quote"], row["text"], taken) for label in wanted], spans_of(claims, row["text"]))
        labels += len(wanted)
        found += len(claims)
        hits += len(pairs)
        for i, j in pairs.items():
            if "value" in wanted[i]:
                values += 1
                values_right += value_right(str(wanted[i]["value"]), claims[j].value)
    assert labels > 100, "the corpus is missing"
    assert told > 30, "the corpus is missing"
    reached = Floor(hits / found, hits / labels, values_right / values, silent / told)
    floor = FLOORS[language]
    assert reached.precision >= floor.precision, reached
    assert reached.recall >= floor.recall, reached
    assert reached.value >= floor.value, reached
    assert reached.silence >= floor.silence, reached


def test_hours_and_amounts_of_labels_are_compared() -> None:
    assert value_right("<= 40 min", Level("<=", 40, "min"))
    assert not value_right("<= 40 min", Level("<=", 45, "min"))
    assert not value_right("<= 40 min", Level("<=", 40, "h"))
    assert value_right("= 0 GBP", Level(offered=True))
    assert value_right("24/7", Level(hours="24/7"))
    assert not value_right("24/7", None)


def test_quotes_match_once_and_by_half_of_the_shorter() -> None:
    assert matched([(0, 10)], [(0, 10), (2, 9)]) == {0: 0}
    assert matched([(0, 10)], [(8, 30)]) == {}
    assert matched([(0, 10), (12, 20)], [(0, 20)]) == {0: 0}
