"""What the documentation says about the states is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from promisecheck.review.states import TRANSITIONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "review-workflow.md"


def test_the_documented_steps_are_the_steps() -> None:
    rows = re.findall(r"^\| (\w+) \| (\w+) \| (\w+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(state, step, to) for state, steps in TRANSITIONS.items() for step, to in steps.items()]
