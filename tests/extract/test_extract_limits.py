"""Conditions and scopes, wherever they stand: floors for what is found of them, and for what is said where none is.

limits/<language>-<n>.yaml holds copy (`text`, or `html`) and some of its promises, each with its conditions (`when`)
and its `scope`; `scope: null` and no `when` say that nothing limits it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from promisecheck.extract import Extractor
from promisecheck.folding import fold
from promisecheck.model import Claim
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html, parse_markdown, parse_text

LIMITS = Path(__file__).parent / "limits"
EXTRACTOR = Extractor(load_rules())
SHARE = 0.5  # of the words of the shorter of two texts, that they have in common where they say the same


@dataclass(frozen=True)
class Shares:
    """Of the labels, those answered; of the promises without a label, those for which one is said all the same."""

    found: float
    condition: float
    scope: float
    no_condition: float
    no_scope: float


REACHED = {
    "en": Shares(found=0.92, condition=0.90, scope=0.80, no_condition=0.04, no_scope=0.12),
    "ar": Shares(found=0.80, condition=0.99, scope=0.66, no_condition=0.0, no_scope=0.45),
}


def alike(one: str, other: str) -> bool:
    words = [Counter(re.findall(r"\w+", fold(text).text)) for text in (one, other)]
    fewest = min(sum(each.values()) for each in words)
    return fewest > 0 and sum((words[0] & words[1]).values()) >= SHARE * fewest


def labelled(language: str) -> Iterator[tuple[dict, Claim | None]]:
    """Every label with the claim that answers it, or None."""
    for path in sorted(LIMITS.glob(f"{language}-*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8")):
            parse, copy = (parse_html, item["html"]) if "html" in item else (parse_markdown, item["text"])
            document = parse(copy, source="a")
            claims = list(EXTRACTOR.claims(document))
            for label in item["claims"]:
                quote = label["quote"]
                near = [claim for claim in claims if quote in claim.quote or claim.quote in quote]
                best = max(near, key=lambda claim: len(claim.quote), default=None)
                if best is not None:
                    claims.remove(best)
                yield label, best


def share(hits: list[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


@pytest.mark.parametrize("language", sorted(REACHED))
def test_limits_are_found_as_well_as_before(language: str) -> None:
    floor = REACHED[language]
    found: list[bool] = []
    conditions: list[bool] = []
    scopes: list[bool] = []
    needless: dict[str, list[bool]] = {"condition": [], "scope": []}
    for label, claim in labelled(language):
        found.append(claim is not None)
        said = [condition.text for condition in claim.conditions] if claim is not None else []
        scope = claim.scope.text if claim is not None else None
        for wanted in label.get("when", ()):
            conditions.append(any(alike(wanted, text) for text in said))
        if not label.get("when"):
            needless["condition"].append(bool(said))
        if label.get("scope"):
            scopes.append(scope is not None and alike(label["scope"], scope))
        else:
            needless["scope"].append(scope is not None)
    assert len(conditions) >= 5
    assert len(scopes) >= 5
    assert share(found) >= floor.found
    assert share(conditions) >= floor.condition
    assert share(scopes) >= floor.scope
    assert share(needless["condition"]) <= floor.no_condition
    assert share(needless["scope"]) <= floor.no_scope


def limits_of(text: str) -> list[tuple[str, list[str], str | None]]:
    claims = EXTRACTOR.claims(parse_text(text, source="a"))
    return [(claim.quote, [one.text for one in claim.conditions], claim.scope.text) for claim in claims]


def test_a_sentence_that_only_limits_belongs_to_the_promise_before_it() -> None:
    first, second = limits_of("Free delivery. On orders over $50 only. Free returns.")
    assert first == ("Free delivery", ["On orders over $50"], None)
    assert second == ("Free returns", [], None)


def test_what_is_said_before_all_promises_limits_each_of_them() -> None:
    found = limits_of("All offers are subject to availability. Free delivery. Free returns.")
    assert [conditions for _, conditions, _ in found] == [["subject to availability"], ["subject to availability"]]


def test_no_promise_is_limited_by_a_whole_page_of_riders() -> None:
    ((_, conditions, _),) = limits_of("Free delivery. " + " ".join(f"On orders over ${k}." for k in range(20, 40)))
    assert 0 < len(conditions) < 10


def test_a_sentence_that_says_more_limits_nothing_else() -> None:
    for quote, conditions, _ in limits_of("Free delivery in Leeds. If you have any questions about it, call Anna."):
        assert conditions == [], quote


@pytest.mark.parametrize(
    "text", ["Pay in three instalments of £60.", "Delivery takes two days.", "We'll be with you in 40 minutes."]
)
def test_verbs_and_common_nouns_are_no_scope(text: str) -> None:
    assert {scope for _, _, scope in limits_of(text)} == {None}


def test_a_plan_is_the_scope_of_what_its_column_tells() -> None:
    table = (
        "<table><tr><th>Plan</th><th>Solo</th><th>Team</th></tr>"
        "<tr><th>Price per month</th><td>£9</td><td>£29</td></tr></table>"
    )
    claims = EXTRACTOR.claims(parse_html(table, source="a.html"))
    assert [(claim.quote, claim.scope.text) for claim in claims] == [("£9", "Solo"), ("£29", "Team")]
