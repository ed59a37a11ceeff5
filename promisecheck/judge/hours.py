"""Whether declared opening hours carry promised ones: every promised minute of the week must be declared open."""

from __future__ import annotations

from functools import lru_cache

from promisecheck.errors import InputError
from promisecheck.judge.levels import Comparison
from promisecheck.model import Level
from promisecheck.quantities.week import Week, parse_hours


@lru_cache(maxsize=2048)
def week(hours: str) -> Week | None:
    """The hours as a week; None where they cannot be read."""
    try:
        return parse_hours(hours)
    except InputError:
        return None


@lru_cache(maxsize=8192)
def compare_hours(promised: str, declared: str) -> Comparison:
    """Whether `declared` carries `promised` (both OSM opening_hours).

    The gap is what is promised and not declared, the slack what is declared beyond the promise. An end that is not
    told ("till late") and hours that depend on something ("by appointment") cannot be judged unless the declaration
    says the same.
    """
    want, have = week(promised), week(declared)
    if want is None or have is None or want.empty:
        return Comparison(None)
    missing = have.missing(want)
    if not missing.empty:
        return Comparison(False, gap=Level(hours=missing.render()))
    if want.tails & ~have.tails or (want.unsure and not set(want.comments) <= set(have.comments)):
        return Comparison(None)
    spare = have.spare(want)
    return Comparison(True, slack=None if spare.empty else Level(hours=spare.render()))
