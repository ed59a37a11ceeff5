"""The case files: every text yields exactly the quantities written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from promisecheck.model import Quantity
from promisecheck.quantities import find_quantities
from promisecheck.yaml_lines import read_yaml

CASES = Path(__file__).parent / "cases"
TIMES = {"s", "min", "h", "day", "business_day", "week", "month", "year"}
COUNTS = {"count", "star", "km", "mile", "Mbit/s"}


def cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        for item in read_yaml(path.read_text(encoding="utf-8"), path.name).items or ():
            for text, expected in item:
                found.append((f"{path.stem}:{item.line}", text, [node.scalar or "" for node in expected.items or ()]))
    return found


def told(quantity: Quantity, text: str, with_span: bool) -> str:
    level = quantity.level
    value = f"{level.min}..{level.max}" if level.op == "range" else f"{level.op} {level.value}"
    if level.hours is not None:
        return f"hours {level.hours}"
    said = f"{value} {level.unit or '?'}" + (f" by {level.by}" if level.by else "")
    return said + (f" @ {text[quantity.start : quantity.end]}" if with_span else "")


def kind_of(unit: str | None) -> str:
    return "duration" if unit in TIMES else "percent" if unit == "%" else "count" if unit in COUNTS else "money"


@pytest.mark.parametrize(("place", "text", "expected"), cases())
def test_case(place: str, text: str, expected: list[str]) -> None:
    found = list(find_quantities(text))
    spans = [" @ " in line for line in expected] + [False] * len(found)
    assert [told(q, text, spans[i]) for i, q in enumerate(found)] == expected, place
    assert [q.kind for q in found if q.hours is None] == [kind_of(q.unit) for q in found if q.hours is None]


def test_there_are_cases_of_every_kind_and_near_misses() -> None:
    everything = [line for _, _, expected in cases() for line in expected]
    assert len(cases()) > 350
    assert sum(not expected for _, _, expected in cases()) > 50
    for unit in (*TIMES, *COUNTS, "%", "JOD", "?"):
        assert any(f" {unit}" in line for line in everything), unit
