"""The sample organisation: Dar Naranj reads without a warning, in both languages, and holds what it is to show."""

from __future__ import annotations

import datetime as dt

import pytest

from promisecheck.paths import data_dir
from promisecheck.standards import Declaration, Organisation, load_organisation, show, standing

TODAY = dt.date(2026, 11, 25)
FOLDER = data_dir("service_specs") / "dar-naranj"


@pytest.fixture(scope="module")
def naranj() -> Organisation:
    return load_organisation(FOLDER)


def test_twelve_branches_in_three_cities_and_two_tiers(naranj: Organisation) -> None:
    assert {group: len(members) for group, members in naranj.members.items()} == {"amman": 7, "irbid": 3, "aqaba": 2}
    assert len(naranj.locations) == 12
    assert tuple(naranj.tiers) == ("standard", "circle")
    assert naranj.warnings == ()


def test_everything_customers_read_is_there_in_both_languages(naranj: Organisation) -> None:
    named = [*naranj.services.values(), *naranj.tiers.values(), *naranj.locations.values(), *naranj.groups.values()]
    wordings = [place.names for place in named]
    for declaration in naranj.declarations:
        wordings += [declaration.what] if declaration.what else []
        for entry in declaration.entries:
            wordings += [entry.fields["reason"]] if "reason" in entry.fields else []
            wordings += [cause.disclose for cause in entry.fields.get("exceptions", ())]
            for limit in entry.fields.get("limits", ()):
                wordings += [limit.impossible, limit.why]
    for notice in naranj.notices:
        wordings += [notice.reason, notice.disclose]
    assert len(wordings) > 60
    assert [wording for wording in wordings if set(wording) != {"en", "ar"}] == []


def test_all_but_the_stale_ones_hold_until_the_end_of_2027(naranj: Organisation) -> None:
    def holds(declaration: Declaration, day: dt.date) -> bool:
        standard = naranj.resolve(declaration, "weibdeh", "standard", day)
        return standard is not None and standing(standard, day) == "in_force"

    stale = {declaration.id for declaration in naranj.declarations if not holds(declaration, TODAY)}
    assert stale == {"seating-time", "picnic-boxes", "hours-ramadan", "hours-2027"}
    end = dt.date(2027, 12, 31)
    ended = {
        declaration.id
        for declaration in naranj.declarations
        if (standard := naranj.resolve(declaration, "weibdeh", "standard", end)) and end not in standard.effective
    }
    assert ended == {"picnic-boxes", "hours", "hours-ramadan"}


def test_what_differs_by_place_tier_and_notice(naranj: Organisation) -> None:
    def minutes(location: str, tier: str, day: dt.date = TODAY) -> object:
        (row,) = (row for row in show(naranj, location, tier, day) if row.standard.id == "delivery-time")
        assert row.standard.level is not None
        return row.standard.level.value

    assert (minutes("dabouq", "standard"), minutes("dabouq", "circle")) == (40, 30)
    assert (minutes("husn", "standard"), minutes("husn", "circle")) == (45, 35)
    assert (minutes("old-town", "standard"), minutes("old-town", "circle")) == (55, 45)
    assert (minutes("south-beach", "standard"), minutes("south-beach", "circle")) == (75, 75)
    assert minutes("south-beach", "standard", dt.date(2026, 12, 21)) == 55


def test_a_campaign_over_ramadan_is_cut_where_the_hours_change(naranj: Organisation) -> None:
    hours = [naranj.declarations_by_id[id_] for id_ in ("hours", "hours-ramadan", "hours-2027")]
    cuts = naranj.boundaries(dt.date(2027, 2, 1), dt.date(2027, 3, 31), hours)
    assert [(str(cut.start), str(cut.end)) for cut in cuts] == [
        ("2027-02-01", "2027-02-07"),
        ("2027-02-08", "2027-03-09"),
        ("2027-03-10", "2027-03-31"),
    ]
    for cut, expected in zip(cuts, hours, strict=True):
        assert cut.start is not None
        assert naranj.standards_for("dining", "opening_hours", day=cut.start) == (expected,)


def test_pages_belong_to_their_branches(naranj: Organisation) -> None:
    assert naranj.locations_for_path("dar-naranj/site/branches/south-beach.html") == ("south-beach",)
    assert naranj.locations_for_path("/branches/weibdeh/") == ("weibdeh",)
    assert naranj.locations_for_path("/index.html") == ()
