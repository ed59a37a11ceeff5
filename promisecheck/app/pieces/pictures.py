"""Draws the cards of the review screen in one language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from markupsafe import Markup

from promisecheck.app.language import places
from promisecheck.app.pieces import ladders
from promisecheck.app.pieces.cards import Card
from promisecheck.model import Language, Level
from promisecheck.reports import levels, words
from promisecheck.reports.ladder import BranchRow, Ladder, branch_table, full, inline
from promisecheck.review.models import Version
from promisecheck.review.reasons import reason_in
from promisecheck.standards import Organisation

_MOST_ROWS: Final = 12
_MOST_DRAWN: Final = 5_000


class Pictures:
    """Ladders, levels and reasons of the cards of a version, by the standards of an organisation.

    drawn: pictures of earlier requests, of any version; what was drawn is added.
    """

    def __init__(
        self, organisation: Organisation, language: Language, version: Version, drawn: dict[object, Markup]
    ) -> None:
        self.organisation = organisation
        self.language = language
        self.voice = ladders.voice_of(organisation, language)
        self._of = (organisation.digest, language, version.id, version.checked_at)
        self._drawn = drawn

    def ladder(self, card: Card) -> Ladder | None:
        """The ladder of a card; None for the piece as a whole."""
        if card.promise is None or not card.locations:
            return None
        several = len(card.locations) > 1
        shown = places(card.locations, 3)
        return ladders.ladder_at(card.promise, card.locations, self.organisation, shown, several=several)

    def full(self, card: Card) -> Markup:
        """The whole ladder; where the promise stands differently in places, a row for each way it stands."""
        return self._once("full", card, self._full)

    def _full(self, card: Card) -> Markup:
        ladder = self.ladder(card)
        if ladder is None or card.promise is None:
            return Markup()
        rows = self._rows(card) if not card.asks else []
        if len(rows) > 1:
            return branch_table(rows[:_MOST_ROWS], card.promise.quote, self.voice)
        return full(ladder, self.voice)

    def small(self, card: Card) -> Markup:
        """The ladder in one line."""
        return self._once("small", card, self._small)

    def _once(self, kind: str, card: Card, draw: Callable[[Card], Markup]) -> Markup:
        key = (kind, *self._of, card.key, card.locations, bool(card.asks))
        found = self._drawn.get(key)
        if found is None:
            if len(self._drawn) >= _MOST_DRAWN:
                self._drawn.clear()
            found = self._drawn[key] = draw(card)
        return found

    def _small(self, card: Card) -> Markup:
        ladder = self.ladder(card)
        return inline(ladder, self.voice) if ladder is not None else Markup()

    def because(self, card: Card) -> str:
        """Why, where a picture of two levels does not say it all; in the reader's language where it can be."""
        if card.promise is None or not card.locations:
            return ""
        said = card.promise.at[card.locations[0]].details
        plain = card.verdict == "kept" or (said["rule"] == "over-promise" and not self._missing(card))
        if plain or card.verdict == "undeclared":
            return ""
        return reason_in(said["because"], said.get("reasons"), self.language)[0]

    def level(self, card: Card) -> Level | None:
        """What a branch can do instead, to start from: the declared level."""
        ladder = self.ladder(card)
        if ladder is None or ladder.kind != "scale" or ladder.promised is None:
            return None
        start = ladder.declared or ladder.promised
        return start if start.value is not None and start.op != "range" else None

    def condition(self, card: Card) -> str:
        """The first declared condition that the copy does not state."""
        ladder = self.ladder(card)
        if ladder is None:
            return ""
        stated = {one.kind for one in ladder.stated}
        missing = [one for one in ladder.conditions if one.kind not in stated]
        said = card.promise.claim["language"] if card.promise else self.language
        return levels.condition_words(missing[0], "ar" if said == "ar" else "en") if missing else ""

    def standard(self, card: Card) -> str:
        """The id of the standard that a promise is judged by; "" without one."""
        return str(card.promise.at[card.locations[0]].details["standard"] or "") if card.promise else ""

    def unit(self, level: Level) -> str:
        """A unit as it is written beside a number."""
        said = levels.amount(11, level.unit, self.language)
        return said.replace(words.number(11, self.language), "").strip()

    def answer_level(self, value: Any) -> str:
        """The level of a "can, if" in words."""
        level = ladders.level_of(value)
        return levels.level_words(level, self.language, self.voice.names, direction=True) if level else ""

    def _missing(self, card: Card) -> bool:
        ladder = self.ladder(card)
        return bool(ladder and ladder.conditions and len(ladder.stated) < len(ladder.conditions))

    def _rows(self, card: Card) -> list[BranchRow]:
        groups: dict[tuple[str, str], list[str]] = {}
        assert card.promise is not None  # noqa: S101 - a card without a promise has no ladder
        for place, at in card.promise.at.items():
            groups.setdefault((at.verdict, str(at.details["declared"])), []).append(place)
        out = []
        for found in groups.values():
            ladder = ladders.ladder_at(card.promise, found, self.organisation, several=len(found) > 1)
            count = words.counted(len(found), "branch", self.language) if len(found) > 1 else ""
            out.append(BranchRow(ladder, self._name(found), count))
        return out

    def _name(self, found: list[str]) -> str:
        wanted = set(found)
        for id_, members in self.organisation.members.items():
            if set(members) == wanted and len(wanted) > 1:
                return places([id_])
        return places(found, 2)
