"""Special hours of an import: each stretch of days is a notice at its branch, which overrides its hours meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from promisecheck.importing.hours import same_hours
from promisecheck.importing.incoming import Incoming, Special
from promisecheck.importing.memory import Values
from promisecheck.importing.merging import Step, decide
from promisecheck.importing.spec_tree import SpecTree, quoted, texts_of_node

Take = Callable[[Step, str, str, str | None, str, Callable[[], None]], None]
"""Carries out a step: its kind, the location, the field, what stands in the spec, what the source says, the writing."""
_REASON: Final = {"en": "special hours", "ar": "ساعات خاصة"}
_PREFIX: Final = "special."


class Dates:
    """Merges special hours into the notices of one standard. gone: stretches that the source dropped."""

    def __init__(self, tree: SpecTree, standard: str, languages: tuple[str, ...], day: dt.date, take: Take) -> None:
        self._tree = tree
        self._standard = standard
        self._languages = languages
        self._day = day
        self._take = take
        self.gone: list[str] = []

    def merge(self, branch: Incoming, id_: str, last: Values) -> None:
        """Merge the stretches of one branch that are not over yet; `last` is brought up to date."""
        coming = [one for one in branch.special if one.end >= self._day]
        now = {_field(one.start, one.end) for one in coming}
        for one in coming:
            name = _field(one.start, one.end)
            found = self._notice(id_, one.start, one.end)
            if not (found or name in last):
                was = self._replaced(id_, one, last, now)
                if was is not None:
                    self._move(was, id_, one, last)
                    continue
            mine = str(found[1].get("hours", "")) if found else None
            step = decide(last.get(name), mine, one.hours, same_hours)
            self._take(step, id_, name, mine, one.hours, self._writing(one, id_, found))
            last[name] = one.hours
        for name in [key for key in last if key.startswith(_PREFIX)]:
            start, end = _days(name)
            if end < self._day:
                del last[name]
            elif name not in now:
                self.gone.append(f"{id_}, {start} to {end}" if start != end else f"{id_}, {start}")

    def _writing(self, one: Special, id_: str, found: tuple[Path, Any] | None) -> Callable[[], None]:
        def write() -> None:
            if found is not None:
                self._tree.set_in_notice(found[0], found[1], "hours", quoted(one.hours))
                return
            reason = {key: text for key, text in _REASON.items() if key in ("en", *self._languages)}
            days = {"from": str(one.start), "until": str(one.end), "hours": quoted(one.hours)}
            values = {"standard": self._standard, "locations": [id_], **days, "reason": reason}
            self._tree.add_notice(self._standard, values)

        return write

    def _notice(self, id_: str, start: dt.date, end: dt.date) -> tuple[Path, Any] | None:
        for file, notice in self._tree.notices():
            same_days = (str(notice.get("from")), str(notice.get("until"))) == (str(start), str(end))
            here = id_ in texts_of_node(notice.get("locations"))
            if here and same_days and str(notice.get("standard")) == self._standard:
                return file, notice
        return None

    def _replaced(self, id_: str, one: Special, last: Values, now: set[str]) -> tuple[str, Path, Any] | None:
        """The notice of an earlier import, untouched since, whose days the source has moved to this stretch."""
        for name in [key for key in last if key.startswith(_PREFIX) and key not in now]:
            start, end = _days(name)
            found = self._notice(id_, start, end) if start <= one.end and one.start <= end else None
            if found and texts_of_node(found[1].get("locations")) == [id_] and str(found[1].get("hours")) == last[name]:
                return name, *found
        return None

    def _move(self, was: tuple[str, Path, Any], id_: str, one: Special, last: Values) -> None:
        old, file, notice = was

        def write() -> None:
            for key, value in (("from", str(one.start)), ("until", str(one.end)), ("hours", quoted(one.hours))):
                self._tree.set_in_notice(file, notice, key, value)

        name = _field(one.start, one.end)
        self._take("update", id_, name, f"{old.removeprefix(_PREFIX)} {last.pop(old)}", one.hours, write)
        last[name] = one.hours


def _field(start: dt.date, end: dt.date) -> str:
    return f"{_PREFIX}{start}/{end}"


def _days(name: str) -> tuple[dt.date, dt.date]:
    start, _, end = name.removeprefix(_PREFIX).partition("/")
    return dt.date.fromisoformat(start), dt.date.fromisoformat(end)
