"""What the right side of the review screen shows: promises as cards, failing first, alike locations in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from promisecheck.app.pieces.rewriting import Mark
from promisecheck.review.models import Decision
from promisecheck.review.promises import WORST_FIRST, Promise, suggestions, worst
from promisecheck.review.views import PieceView, QuestionView


@dataclass(frozen=True, slots=True)
class Said:
    """The same answer of some people at some locations. people: their ids."""

    answer: str
    reason: str
    level: Mapping[str, Any] | None
    condition: str
    locations: tuple[str, ...]
    people: tuple[int, ...]
    carried: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One promise at the locations where it stands the same.

    anchor: its id on the page. promise: None for the piece as a whole (number 0). asks: ids of the questions that one
    answer answers. mine: the reader's answer. earlier: their locations' answer to an earlier version, where it is asked
    again. others: what other people answered. wordings: what would hold here, best first.
    """

    anchor: str
    number: int
    key: str
    promise: Promise | None
    verdict: str
    locations: tuple[str, ...]
    asks: tuple[int, ...] = ()
    mine: Decision | None = None
    earlier: Decision | None = None
    others: tuple[Said, ...] = ()
    wordings: tuple[str, ...] = ()
    stage: str = ""


def numbers(piece: PieceView) -> dict[str, int]:
    """The number of each promise on the screen and in the piece, by its key."""
    return {one.key: at for at, one in enumerate(piece.promises, 1)}


def verdict_for(piece: PieceView, promise: Promise) -> str:
    """The worst verdict at the locations the reader answers for; where it reaches none of them, anywhere."""
    mine = {one.ask.location for one in piece.mine}
    return (
        worst(at.verdict for place, at in promise.at.items() if place in mine)
        if _touches(promise, mine)
        else (promise.worst)
    )


def first_number(piece: PieceView) -> int:
    """The promise that the frame shows first: the first that fails, else the first; 0 without promises."""
    found = numbers(piece)
    ranked = sorted(piece.promises, key=lambda one: WORST_FIRST.index(verdict_for(piece, one)))
    return found[ranked[0].key] if ranked else 0


def marks_of(piece: PieceView) -> list[Mark]:
    """Every occurrence of every promise; the first one of promise 3 has the id p3, the next p3-2."""
    found, by_key = numbers(piece), {one.key: one for one in piece.promises}
    seen: dict[str, int] = {}
    out = []
    for claim in piece.report["claims"] if piece.report else ():
        key = claim["key"]
        if key not in found or claim["start"] is None:
            continue
        seen[key] = seen.get(key, 0) + 1
        id_ = f"p{found[key]}" if seen[key] == 1 else f"p{found[key]}-{seen[key]}"
        css = verdict_for(piece, by_key[key])
        out.append(Mark(claim["start"], claim["end"], found[key], id_, css, claim["quote"]))
    return out


def cards_for_reviewer(piece: PieceView) -> list[Card]:
    """What the reader is asked: a card for each promise and each way it stands, failing first."""
    found, by_key = numbers(piece), {one.key: one for one in piece.promises}
    groups: dict[tuple[Any, ...], list[QuestionView]] = {}
    for question in piece.mine:
        for key, at in question.ask.asked.items():
            mine = question.mine.get(key)
            given = (mine.answer, mine.reason, str(mine.level), mine.condition) if mine else ()
            groups.setdefault((key, at["verdict"], at["basis"], question.ask.stage, given), []).append(question)
    cards = []
    for (key, verdict, _, stage, _), questions in groups.items():
        promise = by_key.get(key)
        locations = tuple(one.ask.location for one in questions)
        cards.append(
            Card(
                "",
                found.get(key, 0),
                key,
                promise,
                verdict,
                locations,
                tuple(one.ask.id for one in questions),
                questions[0].mine.get(key),
                questions[0].earlier.get(key),
                _others(questions, key),
                _wordings(piece, promise, locations),
                stage,
            )
        )
    return _anchored(sorted(cards, key=lambda one: (WORST_FIRST.index(one.verdict), one.number)))


def cards_for_reader(piece: PieceView) -> list[Card]:
    """All promises for somebody who is not asked: each once, with what everybody answered."""
    found = numbers(piece)
    cards = [
        Card(
            "",
            found[one.key],
            one.key,
            one,
            one.worst,
            tuple(one.at),
            others=_others(piece.questions, one.key),
            wordings=_wordings(piece, one, ()),
        )
        for one in piece.promises
    ]
    whole = [one for one in piece.questions if "" in one.ask.asked and one.decisions]
    if whole:
        others = _others(whole, "")
        cards.append(Card("", 0, "", None, whole[0].ask.asked[""]["verdict"], (), others=others))
    return _anchored(sorted(cards, key=lambda one: (WORST_FIRST.index(one.verdict), one.number)))


def elsewhere(piece: PieceView) -> list[Card]:
    """The promises that touch none of the locations the reader answers for."""
    mine = {one.ask.location for one in piece.mine}
    if not mine or "" in mine:
        return []
    found = numbers(piece)
    left = [one for one in piece.promises if not _touches(one, mine)]
    return [Card(f"e{found[one.key]}", found[one.key], one.key, one, one.worst, tuple(one.at)) for one in left]


def tally(cards: Iterable[Card]) -> dict[str, int]:
    """How many promises stand how, each by its worst card."""
    verdicts: dict[str, list[str]] = {}
    for one in cards:
        if one.promise is not None:
            verdicts.setdefault(one.key, []).append(one.verdict)
    found = [worst(some) for some in verdicts.values()]
    return {verdict: found.count(verdict) for verdict in WORST_FIRST if verdict in found}


def _anchored(cards: Sequence[Card]) -> list[Card]:
    from dataclasses import replace

    seen: dict[int, int] = {}
    out = []
    for one in cards:
        seen[one.number] = seen.get(one.number, 0) + 1
        nth = seen[one.number]
        out.append(replace(one, anchor=f"r{one.number}" if nth == 1 else f"r{one.number}-{nth}"))
    return out


def _touches(promise: Promise, places: Iterable[str]) -> bool:
    return not promise.at.keys().isdisjoint(places)


def _wordings(piece: PieceView, promise: Promise | None, locations: Sequence[str]) -> tuple[str, ...]:
    """What would hold at all of these locations, else at the first; anywhere where none is given."""
    if promise is None or piece.report is None:
        return ()
    if not locations:
        return suggestions(piece.report, promise)[:3]
    lists = [suggestions(piece.report, promise, one) for one in locations]
    everywhere = tuple(text for text in lists[0] if all(text in some for some in lists))
    return (everywhere or lists[0])[:1]


def _others(questions: Iterable[QuestionView], key: str) -> tuple[Said, ...]:
    """What was answered by others than the reader, equal answers together."""
    groups: dict[tuple[Any, ...], list[tuple[str, Decision]]] = {}
    for question in questions:
        own = {one.id for one in question.mine.values()} if question.may_answer else set()
        for one in question.decisions:
            if one.claim_key == key and one.id not in own:
                given = (one.answer, one.reason, str(one.level), one.condition)
                groups.setdefault(given, []).append((question.ask.location, one))
    out = []
    for found in groups.values():
        first = found[0][1]
        places = tuple(dict.fromkeys(place for place, _ in found))
        people = tuple(dict.fromkeys(one.person_id for _, one in found))
        carried = all(one.carried_from is not None for _, one in found)
        out.append(Said(first.answer, first.reason, first.level, first.condition, places, people, carried))
    return tuple(out)
