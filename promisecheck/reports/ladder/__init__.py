"""The gap ladder: what is wanted, declared, delivered and promised, on one scale.

A `Ladder` is plain data, made of a claim and a ruling. `full`, `inline` and `branch_table` draw it as SVG for a page,
`terminal` in characters; all take their places from one `geometry` and say everything in words too. Nothing here knows
of a page: one that shows ladders holds `definitions()` once and the style sheets tokens.css, verdicts.css, ladder.css.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from promisecheck.lazily import loader

if TYPE_CHECKING:
    from promisecheck.reports.ladder.compact import BranchRow, branch_table, inline
    from promisecheck.reports.ladder.markup import definitions, full
    from promisecheck.reports.ladder.model import Ladder, ladder_of
    from promisecheck.reports.ladder.scale import Scale, scale_of
    from promisecheck.reports.ladder.voice import Voice
else:
    __getattr__ = loader(
        __name__,
        {
            "BranchRow": "compact",
            "Ladder": "model",
            "Scale": "scale",
            "Voice": "voice",
            "branch_table": "compact",
            "definitions": "markup",
            "full": "markup",
            "inline": "compact",
            "ladder_of": "model",
            "scale_of": "scale",
        },
    )

__all__ = [
    "BranchRow",
    "Ladder",
    "Scale",
    "Voice",
    "branch_table",
    "definitions",
    "full",
    "inline",
    "ladder_of",
    "scale_of",
]
