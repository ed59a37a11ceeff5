"""Quantities in English and Arabic text: durations, money, shares, counts and weekly hours, each with its direction.

A module per kind; `scan` finds where one may begin and joins what they read; the wordings are in rules/quantities/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from promisecheck.lazily import loader

if TYPE_CHECKING:
    from promisecheck.quantities.finding import find_in_folded, find_quantities
    from promisecheck.quantities.render import render_level, style_of
else:
    __getattr__ = loader(
        __name__,
        {"find_in_folded": "finding", "find_quantities": "finding", "render_level": "render", "style_of": "render"},
    )

__all__ = ["find_in_folded", "find_quantities", "render_level", "style_of"]
