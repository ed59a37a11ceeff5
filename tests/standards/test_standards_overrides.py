"""How entries by location, group and tier merge, and what notices do."""

import datetime as dt
from pathlib import Path

import pytest
from specs_of import load

from promisecheck.model import Condition, Level, Stretch
from promisecheck.standards import Organisation, standing

DAY = dt.date(2026, 11, 25)

DELIVERY = """
standards:
  delivery-time:
    service: delivery
    measure: delivery_time
    within: 45 min
    conditions: [{order_value: at least 10}]
    by_location:
      amman: {within: 40 min, by_tier: {plus: {within: 25 min}}}
      khalda: {within: 50 min, reliability: 90%, reason: {en: steep roads}}
      aqaba: {conditions: [], by_tier: {plus: {conditions: [{channel: the app}]}}}
    by_tier:
      plus: {within: 30 min, by_location: {husn: {within: 35 min}}}
notices:
  - {standard: delivery-time, locations: [irbid], from: 2026-12-01, until: 2026-12-10, within: 90 min,
     reason: {en: road works}, disclose: {en: Road works in Irbid.}}
"""


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    return load(tmp_path, DELIVERY)


def minutes(organisation: Organisation, location: str, tier: str, day: dt.date = DAY) -> object:
    standard = organisation.resolve(organisation.declarations[0], location, tier, day)
    assert standard is not None
    assert standard.level is not None
    return standard.level.value


@pytest.mark.parametrize(
    ("location", "tier", "value"),
    [
        ("aqaba", "standard", 45),
        ("aqaba", "plus", 30),
        ("abdoun", "standard", 40),
        ("abdoun", "plus", 25),
        ("khalda", "standard", 50),
        ("husn", "standard", 45),
        ("husn", "plus", 35),
    ],
)
def test_the_nearest_and_most_specific_entry_sets_the_level(
    organisation: Organisation, location: str, tier: str, value: int
) -> None:
    assert minutes(organisation, location, tier) == value


def test_a_location_and_a_group_for_a_tier_are_ambiguous_and_the_weaker_counts(organisation: Organisation) -> None:
    assert minutes(organisation, "khalda", "plus") == 50
    (warning,) = organisation.warnings
    assert "ambiguous at khalda for plus" in warning.message
    assert warning.hint == "nest one: by_location: {khalda: {by_tier: {plus: …}}}"


def test_keys_that_an_override_leaves_out_stay(organisation: Organisation) -> None:
    standard = organisation.resolve(organisation.declarations[0], "khalda", "standard", DAY)
    assert standard is not None
    assert standard.reliability == 0.9
    assert standard.reason == {"en": "steep roads"}
    assert standard.conditions == (Condition("at least 10", "order_value", Level(op=">=", value=10, unit="JOD")),)
    assert standard.where.endswith("1.yaml:11")


def test_conditions_are_replaced_as_a_list_and_can_be_emptied(organisation: Organisation) -> None:
    (declaration,) = organisation.standards_for("delivery", "delivery_time", day=DAY)
    everybody = organisation.resolve(declaration, "aqaba", None, DAY)
    members = organisation.resolve(declaration, "aqaba", "plus", DAY)
    assert everybody is not None
    assert everybody.conditions == ()
    assert members is not None
    assert [condition.kind for condition in members.conditions] == ["channel"]


@pytest.mark.parametrize(("day", "value"), [(30, 45), (1, 90), (10, 90), (11, 45)])
def test_a_notice_holds_from_its_first_to_its_last_day(organisation: Organisation, day: int, value: int) -> None:
    on = dt.date(2026, 11 if day == 30 else 12, day)
    assert minutes(organisation, "husn", "standard", on) == value
    standard = organisation.resolve(organisation.declarations[0], "husn", "standard", on)
    assert standard is not None
    assert standard.notice == ({"en": "road works"} if value == 90 else None)
    if value == 90:
        assert standard.notice_days == Stretch(dt.date(2026, 12, 1), dt.date(2026, 12, 10))
        assert standard.notice_disclose == {"en": "Road works in Irbid."}


def test_a_notice_overrides_nested_entries_too(organisation: Organisation) -> None:
    assert minutes(organisation, "husn", "plus", dt.date(2026, 12, 5)) == 90


def test_a_time_of_day_belongs_to_the_level_it_was_written_with(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        standards:
          parcel:
            {service: delivery, measure: delivery_time, within: 1 day, by: "12:00",
             by_location: {aqaba: {within: 2 days}, husn: {by: "18:00"}, khalda: {within: next business day 10:00}}}
        """,
    )
    (declaration,) = organisation.standards_for("delivery", "delivery_time", day=DAY)
    found = {}
    for location in organisation.locations:
        standard = organisation.resolve(declaration, location, None, DAY)
        assert standard is not None
        assert standard.level is not None
        found[location] = (standard.level.value, standard.level.unit, standard.level.by)
    assert found == {
        "abdoun": (1, "day", "12:00"),
        "aqaba": (2, "day", "12:00"),
        "husn": (1, "day", "18:00"),
        "khalda": (1, "business_day", "10:00"),
    }


def test_nothing_is_declared_where_no_entry_sets_a_level(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        standards:
          valet: {service: dining, measure: offer, what: {en: [valet parking]}, by_location: {abdoun: {offered: true}}}
        """,
    )
    declaration = organisation.declarations_by_id["valet"]
    assert organisation.resolve(declaration, "aqaba", None, DAY) is None
    variants, codes = organisation.column(declaration, None, DAY)
    assert [variants[code] is None for code in codes] == [False, True, True, True]


def test_two_unnested_entries_with_equal_levels_are_no_ambiguity(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        standards:
          fee:
            {service: delivery, measure: fee, at_most: 1,
             by_location: {aqaba: {at_most: 0}}, by_tier: {plus: {at_most: 0}}}
        """,
    )
    assert organisation.warnings == ()


def test_a_standard_out_of_force_or_past_its_review_says_so(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        standards:
          hours: {service: dining, measure: opening_hours, hours: "Mo-Su 10:00-22:00", effective: {until: 2026-10-31}}
          hours-winter:
            {service: dining, measure: opening_hours, hours: "Mo-Su 10:00-20:00", effective: {from: 2026-12-01},
             review_by: 2027-01-31}
        """,
    )

    def on(*day: int) -> tuple[str, str]:
        date = dt.date(*day)
        (declaration,) = organisation.standards_for("dining", "opening_hours", day=date)
        standard = organisation.resolve(declaration, "aqaba", None, date)
        assert standard is not None
        return declaration.id, standing(standard, date)

    assert on(2026, 10, 31) == ("hours", "in_force")
    assert on(2026, 11, 25) == ("hours", "ended")
    assert on(2026, 12, 1) == ("hours-winter", "in_force")
    assert on(2027, 1, 31) == ("hours-winter", "in_force")
    assert on(2027, 2, 1) == ("hours-winter", "review_overdue")
    cuts = organisation.boundaries(dt.date(2026, 10, 1), dt.date(2027, 3, 1))
    assert [stretch.start for stretch in cuts] == [
        dt.date(2026, 10, 1), dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2027, 2, 1),
    ]  # fmt: skip
    assert cuts[-1].end == dt.date(2027, 3, 1)


def test_a_price_of_a_tier_is_a_standard(organisation: Organisation) -> None:
    declaration = organisation.tier_price("plus")
    assert declaration is not None
    standard = organisation.resolve(declaration, "aqaba", "plus", DAY)
    assert standard is not None
    assert standard.level == Level(op="<=", value=5, unit="JOD", per="month")
    assert declaration in organisation.standards_for(None, "price", tier="plus", day=DAY)
    assert declaration not in organisation.standards_for(None, "price", day=DAY)
    assert declaration not in organisation.standards_for("delivery", "price", tier="plus", day=DAY)
