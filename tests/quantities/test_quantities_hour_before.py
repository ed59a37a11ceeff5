"""A part of the day is no length of time: "in the hour before sunset"."""

import pytest

from promisecheck.quantities import find_quantities


@pytest.mark.parametrize("text", ["In the hour before iftar it takes longer.", "busy in the hour after noon"])
def test_an_hour_of_the_day(text):
    assert list(find_quantities(text)) == []


@pytest.mark.parametrize("text", ["We answer within the hour.", "Ready in the hour, hot and fresh"])
def test_the_hour_from_now(text):
    assert [(one.op, one.value, one.unit) for one in find_quantities(text)] == [("<=", 1, "h")]
