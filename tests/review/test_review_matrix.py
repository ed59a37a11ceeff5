"""The standards side by side: what differs, what is announced, what is past its date, what is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from promisecheck.review import gaps, matrix
from promisecheck.review.actors import Actor, Grant
from promisecheck.review.errors import ForbiddenError, InvalidError
from promisecheck.standards import Organisation, load_organisation

ACTOR = Actor(1, "Omar", (Grant("reviewer", "operations", "a", frozenset({"a"})),))
DAY = dt.date(2026, 11, 23)
SPEC = """\
organisation: Toy Repairs
currency: EUR
services:
  repair: {names: {en: [repair], ar: [إصلاح]}}
  help: {names: {en: [hotline]}}
tiers:
  basic: {names: {en: [Basic]}, price: 0}
  gold: {names: {en: [Gold]}, price: 9 EUR}
locations:
  north: {names: {en: [North]}}
  south: {names: {en: [South]}, groups: [coast]}
  east: {names: {en: [East]}, groups: [coast]}
groups:
  coast: {names: {en: [Coast]}}
standards:
  repair-time:
    service: repair
    measure: repair_time
    within: 48 h
    importance: 9
    by_location:
      coast: {within: 72 h, reason: {en: one van}}
      south: {within: 24 h, by_tier: {gold: {within: 12 h}}}
  visit-fee:
    service: repair
    measure: fee
    at_most: 20 EUR
    importance: 4
    review_by: 2026-10-01
  hours:
    service: help
    measure: support_hours
    hours: "Mo-Fr 09:00-17:00"
    by_location: {east: {hours: "Mo-Sa 09:00-17:00"}}
  on-site:
    service: repair
    measure: offer
    what: {en: [home visit]}
    by_location: {north: {offered: true}}
notices:
  - {standard: repair-time, locations: [north], from: 2026-11-20, until: 2026-11-30, within: 96 h, reason: {en: snow}}
"""


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    (tmp_path / "toy.yaml").write_text(SPEC, encoding="utf-8")
    return load_organisation(tmp_path)


def row(shown: matrix.Matrix, name: str) -> matrix.MatrixRow:
    return next(one for one in shown.rows if one.declaration.id == name)


def test_cells_say_how_they_differ_from_the_base(organisation: Organisation) -> None:
    shown = matrix.matrix(organisation, ACTOR, day=DAY)
    assert shown.locations == ("north", "south", "east")
    time = row(shown, "repair-time")
    assert [(one.delta, one.worse, one.notice) for one in time.cells] == [
        (48, True, True),
        (-24, False, False),
        (24, True, False),
    ]
    assert [dict(one.reason) for one in time.cells] == [{"en": "snow"}, {"en": "one van"}, {"en": "one van"}]
    hours = row(shown, "hours")
    assert [(one.differs, one.delta) for one in hours.cells] == [(False, None), (False, None), (True, None)]
    fee = row(shown, "visit-fee")
    assert (fee.standing, {one.standing for one in fee.cells}) == ("review_overdue", {"review_overdue"})
    visit = row(shown, "on-site")
    assert (visit.base, [one.standard is None for one in visit.cells]) == (None, [False, True, True])
    assert (shown.differing, shown.notices, shown.overdue, shown.missing) == (5, 1, 1, 2)


def test_a_notice_ends_and_a_tier_has_its_own(organisation: Organisation) -> None:
    later = matrix.matrix(organisation, ACTOR, day=dt.date(2026, 12, 1))
    assert not row(later, "repair-time").cells[0].differs
    gold = matrix.matrix(organisation, ACTOR, day=DAY, tier="gold")
    level = row(gold, "repair-time").cells[1].standard
    assert level is not None
    assert level.level is not None
    assert level.level.value == 12
    with pytest.raises(InvalidError, match="basic, gold"):
        matrix.matrix(organisation, ACTOR, day=DAY, tier="silver")


def test_it_can_be_narrowed_and_searched(organisation: Organisation) -> None:
    def ids(**how: Any) -> list[str]:
        return [one.declaration.id for one in matrix.matrix(organisation, ACTOR, day=DAY, **how).rows]

    assert ids(services=("help",)) == ["hours"]
    assert ids(words="repair time") == ["repair-time"]
    assert ids(words="إصلاح fee") == ["visit-fee"]
    assert ids(words="home") == ["on-site"]
    assert "visit-fee" not in ids(only_differing=True)
    coast = matrix.matrix(organisation, ACTOR, day=DAY, locations=("coast",))
    assert coast.locations == ("south", "east")
    with pytest.raises(ForbiddenError):
        matrix.matrix(organisation, Actor(2, "nobody"), day=DAY)


def test_two_locations_are_compared(organisation: Organisation) -> None:
    shown = matrix.matrix(organisation, ACTOR, day=DAY)
    found = matrix.compare(shown, "south", "east")
    assert [one.declaration.id for one, _, _ in found] == ["repair-time", "hours"]
    assert matrix.compare(shown, "south", "south") == ()
    with pytest.raises(InvalidError):
        matrix.compare(shown, "south", "west")


def test_what_is_promised_and_declared_nowhere_is_listed(world: Any) -> None:
    world.in_review("massage in 9 min at abdoun. delivery in 45 min at abdoun", title="Spa")
    world.in_review("massage in 5 min at aqaba")
    (found,) = gaps.undeclared(world.db, world.fadi)
    assert (found.service, found.measure) == ("massage", "massage_time")
    assert (found.quotes, found.locations) == (("massage in 9 min", "massage in 5 min"), ("abdoun", "aqaba"))
    assert [one.locations for one in gaps.undeclared(world.db, world.aya)] == [("aqaba",)]
