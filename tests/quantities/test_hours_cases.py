"""Weekly hours in text: the cases of cases_hours/, in both languages, near-misses included."""

from pathlib import Path

import pytest
import yaml

from promisecheck.folding import fold, language_of
from promisecheck.quantities.hours import find_hours

FOLDER = Path(__file__).parent / "cases_hours"


def load(pattern: str) -> list[tuple[str, str, object]]:
    cases = []
    for path in sorted(FOLDER.glob(pattern)):
        for group, entries in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader).items():
            pairs = entries.items() if isinstance(entries, dict) else [(entry, []) for entry in entries]
            cases += [(f"{path.stem}:{group}", str(text), expected) for text, expected in pairs]
    return cases


FOUND, NONE = load("*_found.yaml"), load("*_none.yaml")


def test_there_are_cases() -> None:
    assert len(FOUND) > 200
    assert len(NONE) > 100


@pytest.mark.parametrize(("group", "marked", "expected"), FOUND)
def test_hours_are_found(group: str, marked: str, expected: object) -> None:
    text = marked.replace("‹", "").replace("›", "")
    found = find_hours(fold(text), language_of(text))
    wanted = [str(hours) for hours in expected] if isinstance(expected, list) else [str(expected)]
    assert [quantity.hours for quantity in found] == wanted
    assert {quantity.kind for quantity in found} == {"time_range"}
    if "‹" in marked:
        quote = marked[marked.index("‹") + 1 : marked.index("›")]
        assert [text[quantity.start : quantity.end] for quantity in found] == [quote]


@pytest.mark.parametrize(("group", "text", "expected"), NONE)
def test_near_misses_are_left_alone(group: str, text: str, expected: object) -> None:
    assert [(quantity.hours, text[quantity.start : quantity.end]) for quantity in find_hours(fold(text))] == expected
