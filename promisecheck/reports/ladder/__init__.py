"""The gap ladder: what is wanted, declared, delivered and promised, on one scale.

A `Ladder` is plain data, made of a claim and a ruling. `full`, `inline` and `branch_table` draw it as SVG for a page,
`terminal` in characters; all take their places from one `geometry` and say everything in words too. Nothing here knows
of a page: one that shows ladders holds `definitions()` once and the style sheets tokens.css, verdicts.css, ladder.css.
"""

from promisecheck.reports.ladder.compact import BranchRow, branch_table, inline
from promisecheck.reports.ladder.markup import definitions, full
from promisecheck.reports.ladder.model import Ladder, ladder_of
from promisecheck.reports.ladder.scale import Scale, scale_of
from promisecheck.reports.ladder.voice import Voice

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
