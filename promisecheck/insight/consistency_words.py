"""What is said of a standard at many branches, in English and Arabic: levels, shares, conditions, reasons, counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from promisecheck.insight.common import Common
from promisecheck.insight.consistency import Cell, Partly, Row
from promisecheck.judge.naming import drawn_together, place_name, service_name
from promisecheck.measures import measures
from promisecheck.model import Cause, Condition, Language, Level
from promisecheck.reports.levels import condition_words, in_language, level_words
from promisecheck.reports.words import counted, percent
from promisecheck.reports.words import say as said
from promisecheck.standards.organisation import Organisation

_SAID: Final = {
    "title": ("Where branches differ", "أين تختلف الفروع"),
    "common": ("All keep", "يلتزم بها الجميع"),
    "nothing": ("nothing in common", "لا شيء مشترك"),
    "outlier": ("far from the others", "بعيد عن البقية"),
    "unexplained": ("no reason given", "بلا سبب مذكور"),
    "partly": ("Promises that hold at some branches only", "وعود يُوفى بها في بعض الفروع فقط"),
    "holds": ("holds at {places}", "يُوفى به في {places}"),
    "fails": ("not at {places}", "ولا يُوفى به في {places}"),
    "none": ("no level", "بلا مستوى"),
    "quote": ("“{quote}” ({source})", "«{quote}» ({source})"),
    "comma": (", ", "، "),
    "semicolon": ("; ", "؛ "),
}
_COUNTED: Final = "speed"
"""The characteristic whose levels are kept in a share of cases, which is then always said."""


def say(key: str, language: Language, **values: object) -> str:
    """Words of this report. Raises KeyError for an unknown key."""
    return _SAID[key][language == "ar"].format(**values)


class Words:
    """The words of an organisation in one language."""

    def __init__(self, organisation: Organisation, language: Language) -> None:
        self.organisation, self.language = organisation, language
        known = {**organisation.groups, **organisation.locations}
        self._areas: dict[str, Mapping[str, str]] = {
            id_: {language: place_name(organisation, id_, language)} for id_ in known
        }

    def say(self, key: str, **values: object) -> str:
        """Words of this report in the language."""
        return say(key, self.language, **values)

    def row(self, row: Row) -> str:
        """Service and measure, and the thing where one is named."""
        one = row.declaration
        measure = next(iter(measures()[one.measure].names.get(self.language, ())), one.measure.replace("_", " "))
        thing = in_language({key: names[0] for key, names in one.what.items() if names}, self.language)
        parts = (service_name(self.organisation, one.service, self.language), measure, thing)
        return " · ".join(part for part in parts if part)

    def level(self, level: Level | None) -> str:
        """A level with its direction."""
        return level_words(level, self.language, self._areas, direction=True)

    def conditions(self, conditions: Iterable[Condition]) -> str:
        """Conditions in a row."""
        return self.say("comma").join(condition_words(condition, self.language) for condition in conditions)

    def exceptions(self, exceptions: Iterable[Cause]) -> str:
        """Exceptions as customers are told of them, else as they are declared."""
        told = (in_language(cause.disclose, self.language) or cause.cause for cause in exceptions)
        return self.say("semicolon").join(text.rstrip(".") for text in told)

    def cell(self, cell: Cell, row: Row) -> str:
        """A level with its share of cases and its conditions; its exceptions where they are not the same everywhere."""
        standard = cell.standard
        if standard is None or standard.level is None:
            return self.say("none")
        exceptions = standard.exceptions if _differ(row, "exceptions") else ()
        return self._offer(Common(standard.level, standard.reliability, standard.conditions, exceptions), row)

    def common(self, row: Row) -> str:
        """What all keep, with all that it rests on."""
        return self._offer(row.common, row) if row.common is not None else self.say("nothing")

    def _offer(self, offer: Common, row: Row) -> str:
        level = self.level(offer.level)
        counted_in = measures()[row.declaration.measure].characteristic == _COUNTED or _differ(row, "reliability")
        if counted_in and offer.level.offered is None:
            level += " " + said("in_share", self.language, share=percent(offer.reliability, self.language, 1))
        comma = self.say("comma")
        level = comma.join(part for part in (level, self.conditions(offer.conditions)) if part)
        exceptions = self.exceptions(offer.exceptions)
        return f"{level} ({exceptions})" if exceptions else level

    def places(self, ids: Iterable[str]) -> str:
        """Names of locations, whole groups by their name."""
        drawn = drawn_together(self.organisation, ids)
        return self.say("comma").join(place_name(self.organisation, id_, self.language) for id_ in drawn)

    def notes(self, cell: Cell) -> list[str]:
        """The reason of a difference, or that there is none; whether it lies far off."""
        told = [in_language(cell.reason, self.language)] if cell.reason else []
        if cell.differs and not cell.explained:
            told.append(self.say("unexplained"))
        return [*told, *([self.say("outlier")] if cell.outlier else [])]

    def partly(self, one: Partly) -> tuple[str, str, str]:
        """The promise, where it holds and where it does not."""
        return (
            self.say("quote", quote=one.quote, source=one.source),
            self.say("holds", places=self.places(one.holds)),
            self.say("fails", places=self.places(one.fails)),
        )

    def counts(self, rows: Sequence[Row]) -> str:
        """How much there is of each."""
        counts = {"standard": len(rows), "branch": len(self.organisation.locations)}
        counts["difference"] = sum(cell.differs for row in rows for cell in row.cells)
        if counts["difference"]:
            counts["without_reason"] = sum(len(row.unexplained) for row in rows)
            counts["far"] = sum(len(row.outliers) for row in rows)
        return self.say("comma").join(counted(count, noun, self.language) for noun, count in counts.items())


def _differ(row: Row, field: str) -> bool:
    """Whether a field of the standard is not the same at all locations."""
    values = [getattr(cell.standard, field) for cell in row.cells if cell.standard is not None]
    return any(value != values[0] for value in values)
