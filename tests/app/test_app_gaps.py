"""The gap board: what customers care about beside what the copy talks about, by service and measure."""

from __future__ import annotations

import re
from typing import Any

import pytest

from promisecheck.app.gaps import telling
from promisecheck.app.language import COOKIE
from promisecheck.insight.emphasis import Emphasis


def topic(name: str, wanted: float, promised: float) -> Emphasis:
    return Emphasis(name, "price", wanted * 10, wanted > 0.5, wanted, promised, 1, ())


def test_what_is_loud_or_silent_is_shown_before_all_others() -> None:
    even = [topic(str(n), 0.04, 0.04) for n in range(11)]
    silent, loud = topic("silent", 0.6, 0.1), topic("loud", 0.01, 0.4)
    assert telling([silent, *even, loud]) == [silent, *even[:8], loud]
    assert telling(even[:3]) == even[:3]


@pytest.mark.parametrize(
    ("language", "heading", "topic"),
    [("en", "Topic", "Home delivery · delivery time"), ("ar", "الموضوع", "التوصيل · مدة التوصيل")],
)
def test_emphasis_names_the_service_and_the_measure(site: Any, language: str, heading: str, topic: str) -> None:
    site.in_review("Delivery in Aqaba Old Town within 55 minutes.", places=("old-town",))
    client = site.client("huda")
    client.raw.set_cookie(COOKIE, language)
    page = client.get("/gaps/").text
    assert f">{heading}</th>" in page
    row = re.search(rf"<th scope=\"row\">{topic}.*?</tr>", page)
    assert row is not None
    assert len(re.findall(r"[\d.]+[%٪]</td>", row[0])) == 2
