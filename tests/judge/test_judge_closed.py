"""A day on which a place says it is closed promises nothing."""

from __future__ import annotations

import pytest

from promisecheck.judge.hours import compare_hours


@pytest.mark.parametrize("declared", ["Mo-Fr 08:00-17:00", "24/7"])
def test_closed_is_kept(declared: str) -> None:
    assert compare_hours("Su off", declared).holds is True
