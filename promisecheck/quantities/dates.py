"""The last day of an offer, as copy writes it: "until 30 June 2026", "ends 31/12/26", «حتى ٣٠ حزيران ٢٠٢٦»."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import Final

from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.paths import data_dir
from promisecheck.yaml_lines import read_yaml

_NUMERIC: Final = r"(?P<a>\d{1,2})\s?[/.-]\s?(?P<b>\d{1,2})\s?[/.-]\s?(?P<y>\d{4}|\d{2})(?!\d)"
_ISO: Final = r"(?P<iy>\d{4})-(?P<im>\d{1,2})-(?P<id>\d{1,2})(?!\d)"
_CENTURY: Final = 2000
_FIGURES: Final = re.compile(r"\d\d")


@lru_cache(maxsize=4096)
def last_day(text: str, language: Language) -> dt.date | None:
    """The last of the days until which a text says that something holds; None where it names none with its year.

    Of a date that can be read two ways ("4/5/2026") the later day counts, so that nothing is over before it is over
    both ways. The text is read in linear time.
    """
    if not _FIGURES.search(text):
        return None
    found = [day for match in _grammar(language).finditer(fold(text).text) if (day := _day(match, language))]
    return max(found, default=None)


@cache
def _grammar(language: Language) -> re.Pattern[str]:
    months, ends = _words(language)
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    before = "|".join(sorted(map(re.escape, ends), key=len, reverse=True))
    of, th = (r"(?:of )?", r"(?:st|nd|rd|th)?") if language == "en" else (r"(?:من )?(?:شهر )?", "")
    written = rf"(?P<d>\d{{1,2}}){th},? {of}(?P<m>{names})\.?,? (?P<wy>\d{{4}})(?!\d)"
    american = rf"(?P<am>{names})\.? (?P<ad>\d{{1,2}}){th},? (?P<ay>\d{{4}})(?!\d)"
    weekday = r"(?:\w+day,? )?(?:the )?" if language == "en" else r"(?:(?:يوم )?(?:ال\w+)،? )?"
    return re.compile(rf"(?<!\w)(?:{before}):? {weekday}(?:{_ISO}|{_NUMERIC}|{written}|{american})")


@cache
def _words(language: Language) -> tuple[dict[str, int], tuple[str, ...]]:
    """The months by their folded names, and the words before a last day."""
    path = data_dir("rules") / "dates.yaml"
    body = dict(dict(read_yaml(path.read_text(encoding="utf-8"), path.name))[language])
    months = {
        fold(name.scalar or "").text: number
        for number, names in enumerate(body["months"].items or (), 1)
        for name in names.items or ()
    }
    return months, tuple(fold(one.scalar or "").text for one in body["ends"].items or ())


def _day(match: re.Match[str], language: Language) -> dt.date | None:
    part = match.groupdict()
    if part["iy"]:
        return _date(part["iy"], part["im"], part["id"])
    if part["y"]:
        year = part["y"] if len(part["y"]) > 2 else str(_CENTURY + int(part["y"]))
        read = (_date(year, part["b"], part["a"]), _date(year, part["a"], part["b"]))
        return max((day for day in read if day is not None), default=None)
    months, _ = _words(language)
    if part["wy"]:
        return _date(part["wy"], months[part["m"]], part["d"])
    return _date(part["ay"], months[part["am"]], part["ad"])


def _date(year: str, month: str | int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
