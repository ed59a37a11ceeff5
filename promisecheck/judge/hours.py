"""Whether declared opening hours carry promised ones: every promised minute of the week must be declared open."""

from __future__ import annotations

from functools import lru_cache

from promisecheck.errors import InputError
from promisecheck.judge.levels import Comparison
from promisecheck.model import Level
from promisecheck.quantities.week import DAY, WEEK, Week, parse_hours, span_bits


@lru_cache(maxsize=2048)
def week(hours: str) -> Week | None:
    """The hours as a week; None where they cannot be read."""
    try:
        return parse_hours(hours)
    except InputError:
        return None


def only_ends(hours: Week) -> bool:
    """Whether hours say only until when ("until 2 am"): lone minutes."""
    spans = [span for day in range(7) for span in hours.day_spans(day)]
    return bool(spans) and all(end - start == 1 for start, end in spans)


_LONGEST_GAP = 720
"""Minutes before a promised end in which the declared one is looked for."""


def _until_promised(missing: Week, declared: Week) -> Week:
    """The time between the declared end and the promised one, which each missing minute stands for."""
    bits = 0
    for day in range(7):
        for start, end in missing.day_spans(day):
            last = day * DAY + start
            back = next((n for n in range(1, _LONGEST_GAP) if declared.open >> (last - n) % WEEK & 1), 1)
            bits |= span_bits(0, (last - back + 1) % WEEK, (last - back + 1) % WEEK + back + end - start - 1)
    return Week(open=bits, days=missing.days)


@lru_cache(maxsize=8192)
def compare_hours(promised: str, declared: str) -> Comparison:
    """Whether `declared` carries `promised` (both OSM opening_hours).

    The gap is what is promised and not declared, the slack what is declared beyond the promise. An end that is not
    told ("till late") and hours that depend on something ("by appointment") cannot be judged unless the declaration
    says the same.
    """
    want, have = week(promised), week(declared)
    if want is None or have is None:
        return Comparison(None)
    if want.empty:  # "closed on Sundays" promises nothing that could be missing
        return Comparison(True if want.off else None)
    missing = have.missing(want)
    if not missing.empty:
        gap = _until_promised(missing, have) if only_ends(want) else missing
        return Comparison(False, gap=Level(hours=gap.render()))
    if want.tails & ~have.tails or (want.unsure and not set(want.comments) <= set(have.comments)):
        return Comparison(None)
    spare = have.spare(want)
    return Comparison(True, slack=None if spare.empty else Level(hours=spare.render()))
