"""What customers care about, and which of it is important: by the organisation's own figures, not by a fixed mark.

Organisations rate on their own scales: one gives nothing less than a 6, another counts complaints. What is important
is therefore told by rank: it is in the upper third of all topics with a figure (see `important_from`).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from promisecheck.standards.organisation import Organisation

Topic = tuple[str, str]
"""A service and a measure."""


def importance_of(organisation: Organisation) -> dict[Topic, float]:
    """What the specs declare, 0-10: of the standards of one service and measure, the highest."""
    found: dict[Topic, float] = {}
    for one in organisation.declarations:
        declared = one.entries[0].fields.get("importance")
        if declared is not None and one.tier is None:
            topic = (one.service, one.measure)
            found[topic] = max(float(declared), found.get(topic, 0.0))
    return found


def important_from(figures: Iterable[float]) -> float | None:
    """The figure from which on a topic is important: the least of the upper third, rounded up; those equal to it count.

    Topics of no importance (0) are not ranked. None where there are no others.
    """
    ranked = sorted((figure for figure in figures if figure > 0), reverse=True)
    return ranked[ceil(len(ranked) / 3) - 1] if ranked else None
