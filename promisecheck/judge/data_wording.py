"""Other values for structured data: of a string of opening hours, in the notation it is written in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from promisecheck.judge.candidates import Part, common_level
from promisecheck.model import Block, Claim

_RULES: Final = re.compile(r"[;|\"]|24/7")
"""What one string of schema.org's openingHours does not say: several rules, comments, the shorthand of OSM."""


def other_value(claim: Claim, block: Block, parts: Sequence[Part]) -> str | None:
    """The strongest hours that hold at every place, for the string of a schema.org `openingHours`.

    None for other data, and for hours that take more than one string: a person writes a list.
    Format: https://schema.org/openingHours
    """
    if claim.value is None or claim.value.hours is None or block.subject.rpartition(".")[2] != "openingHours":
        return None
    level = common_level(parts, claim)
    hours = level.hours if level is not None else None
    return hours if hours and not _RULES.search(hours) else None
