"""What each kind of source is read as, and what is said of what cannot be read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.errors import Fault, InputError
from promisecheck.importing.hours import dated_hours, day_spans, osm_hours, same_hours, week_of
from promisecheck.importing.incoming import Incoming, Read
from promisecheck.importing.reading import Raw, open_file, read_sources
from promisecheck.importing.tables import guess
from promisecheck.paths import data_dir
from promisecheck.quantities.week import DAY, parse_hours

TODAY = dt.date(2026, 11, 25)


def nobody(headings: Sequence[str], _rows: Sequence[Sequence[str]], _shown: str) -> dict[str, str]:
    raise AssertionError(f"asked about {headings}")


def read(text: str, suffix: str, columns: dict[str, str] | None = None) -> Read:
    return read_sources([Raw(f"x{suffix}", text.encode(), suffix)], lambda *_: columns or nobody(*_), TODAY)


def only(found: Read) -> Incoming:
    (branch,) = found.branches
    assert found.faults == ()
    return branch


def google(**fields: object) -> str:
    return json.dumps({"locations": [{"storeCode": "DN-1", "title": "Hill", **fields}]})


# ------------------------------------------------------------------------------------------------ Google
def test_google_regular_hours_pass_midnight_and_go_round_the_clock() -> None:
    late = {"openDay": "FRIDAY", "openTime": {"hours": 18}, "closeDay": "SATURDAY", "closeTime": {"hours": 2}}
    noon = {
        "openDay": "MONDAY",
        "openTime": {"hours": 9, "minutes": 30},
        "closeDay": "MONDAY",
        "closeTime": {"hours": 24},
    }
    found = only(read(google(regularHours={"periods": [late, noon]}), ".json"))
    assert found.hours == {"regular": "Mo 09:30-24:00; Fr 18:00-02:00"}
    older = {"openDay": "SUNDAY", "openTime": "00:00", "closeDay": "SATURDAY", "closeTime": "24:00"}
    assert only(read(google(regularHours={"periods": [older]}), ".json")).hours == {"regular": "24/7"}


def test_google_special_more_hours_and_area() -> None:
    def day(number: int) -> dict[str, int]:
        return {"year": 2026, "month": 12, "day": number}

    special = {
        "specialHourPeriods": [
            {"startDate": day(24), "closed": True},
            {"startDate": day(25), "closed": True},
            {"startDate": day(31), "openTime": {"hours": 9}, "endDate": day(31), "closeTime": {"hours": 12}},
            {
                "startDate": day(31),
                "openTime": {"hours": 14},
                "endDate": {"year": 2027, "month": 1, "day": 1},
                "closeTime": {"hours": 1},
            },
        ]
    }
    monday = {"openDay": "MONDAY", "openTime": {"hours": 9}, "closeDay": "MONDAY", "closeTime": {"hours": 17}}
    more = [{"hoursTypeId": "DRIVE_THROUGH", "periods": [monday]}]
    area = {"places": {"placeInfos": [{"placeName": "Amman, Jordan", "placeId": "x"}]}}
    found = only(read(google(specialHours=special, moreHours=more, serviceArea=area), ".json"))
    assert [(str(one.start), str(one.end), one.hours) for one in found.special] == [
        ("2026-12-24", "2026-12-25", "Mo-Su off"),
        ("2026-12-31", "2026-12-31", "Mo-Su 09:00-12:00,14:00-01:00"),
    ]
    assert found.hours == {"drive-through": "Mo 09:00-17:00"}
    assert found.areas == ("Amman",)


def test_google_hours_that_cannot_be_read_are_told_and_the_rest_is_kept() -> None:
    bad = {"periods": [{"openDay": "MONDAY", "openTime": {"hours": 99}, "closeDay": "MONDAY"}]}
    found = read(google(regularHours=bad, websiteUri="https://x.example/"), ".json")
    assert [fault.message for fault in found.faults] == [
        "location 'DN-1': regular hours: a time is out of range; left out"
    ]
    assert (found.branches[0].url, found.branches[0].hours) == ("https://x.example/", {})


def test_google_bulk_csv() -> None:
    head = "Store code,Business name,Locality,Monday hours,Friday hours,Special hours,Delivery hours,Website\n"
    row = 'B1,المخبز,Amman,"9:00 AM-5:00 PM","6:00 PM-1:00 AM","2026-12-25: x, 2026-12-31: 10:00-14:00",12:00-22:00,\n'
    found = read(head + row + ",Nameless,,,,,,\nB2,Hill,,10 to 5,,,,\n", ".csv")
    one, two = found.branches
    assert one.names == {"ar": ("المخبز",)}
    assert one.hours == {"regular": "Mo 09:00-17:00; Fr 18:00-01:00", "delivery": "Mo-Su 12:00-22:00"}
    assert [(str(s.start), s.hours) for s in one.special] == [
        ("2026-12-25", "Mo-Su off"),
        ("2026-12-31", "Mo-Su 10:00-14:00"),
    ]
    assert two.hours == {}
    assert [(fault.line, fault.column) for fault in found.faults] == [(3, 1), (4, 4)]


# ------------------------------------------------------------------------------------------------ schema.org
PAGE = """<html><head><script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [
 {"@type": "Organization", "name": "Brand without a place"},
 {"@type": "Restaurant", "branchCode": "H 1", "name": ["Hill", {"@value": "التل", "@language": "ar"}],
  "url": "https://x.example/hill",
  "address": {"addressLocality": "Amman"}, "openingHours": ["Mo-Th 09:00-17:00", "Su 09:00-17:00"],
  "specialOpeningHoursSpecification": {
   "opens": "10:00", "closes": "12:00", "validFrom": "2026-12-31", "validThrough": "2027-01-01"},
  "areaServed": ["Amman", {"@type": "City", "name": "Zarqa"}]}]}
</script></head><body>Hello</body></html>"""


def test_json_ld_out_of_pages() -> None:
    other = PAGE.replace("specialOpening", "ignored").replace('"Hill", ', "").replace('"url"', '"was"')
    raws = [Raw("a.html", other.encode(), ".html"), Raw("b.html", PAGE.encode(), ".html")]
    branch = only(read_sources(raws, nobody, TODAY))
    assert (branch.id, branch.names) == ("h-1", {"ar": ("التل",), "en": ("Hill",)})
    assert branch.hours == {"regular": "Mo-Th,Su 09:00-17:00"}
    assert [(str(one.start), str(one.end), one.hours) for one in branch.special] == [
        ("2026-12-31", "2027-01-01", "Mo-Su 10:00-12:00")
    ]
    assert branch.areas == ("Amman", "Zarqa")
    assert branch.url == "https://x.example/hill"


def test_json_ld_that_cannot_be_read() -> None:
    with pytest.raises(InputError, match=r"x\.html:2:\d+: a JSON-LD script of this page is no JSON: .*; left out"):
        read(PAGE.replace('{"@context": ', "{context: "), ".html")
    second = "<script type='application/ld+json'>\n{'broken'</script>"
    whole = read(PAGE + second, ".html")
    assert whole.branches == read(PAGE, ".html").branches
    (broken,) = whole.faults
    assert (broken.line, broken.column) == ((PAGE + second).count("\n") + 1, 2)
    found = read(PAGE.replace("Mo-Th 09:00-17:00", "whenever"), ".html")
    assert "'H 1': opening hours" in found.faults[0].message
    with pytest.raises(InputError, match="no branch in here"):
        read("<html><body>nothing</body></html>", ".html")


KEYS = [
    "@value",
    "@type",
    "name",
    "dayOfWeek",
    "opens",
    "closes",
    "validFrom",
    "periods",
    "hours",
    "openDay",
    "openTime",
    "closeDay",
    "specialHourPeriods",
    "startDate",
    "year",
    "places",
    "placeInfos",
    "placeName",
]
ODD: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**9) | st.sampled_from(("", "x", "Mo-Fr 99:00", "08:00", "Monday")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)
PLACE = {"@type": "Restaurant", "branchCode": "H 1", "name": "Hill", "address": {"addressLocality": "Amman"}}
PROFILE = {"name": "locations/1", "storeCode": "H 1", "title": "Hill", "regularHours": {"periods": []}}
ELEMENT = {"type": "node", "id": 1, "tags": {"name": "Hill", "amenity": "cafe"}}


HOLDERS = {
    "": (
        PLACE,
        "name address branchCode openingHours openingHoursSpecification areaServed url @type @graph department",
    ),
    "locations": (PROFILE, "name storeCode title regularHours specialHours moreHours serviceArea"),
    "elements": (ELEMENT, "type id tags"),
}


@pytest.mark.parametrize("wrap", HOLDERS)
@given(data=st.data())
def test_whatever_shape_a_value_has_it_is_read_or_told(wrap: str, data: st.DataObject) -> None:
    base, keys = HOLDERS[wrap]
    one = {**base, data.draw(st.sampled_from(keys.split())): data.draw(ODD)}
    told: tuple[Fault, ...] = ()
    branches: tuple[Incoming, ...] = ()
    try:
        branches = read(json.dumps({wrap: [one], "version": 0.6} if wrap else one), ".json").branches
    except InputError as error:
        told = error.faults
    assert all(fault.message for fault in told)
    assert all(branch.id for branch in branches)
    assert told or branches


# ------------------------------------------------------------------------------------------------ OpenStreetMap
TAGS = {
    "name": "Bakery",
    "branch": "Hill",
    "name:ar": "المخبز",
    "shop": "bakery",
    "opening_hours": "Mo-Fr 07:00-15:00; Dec 24-26 off; PH off",
}
XML = (
    '<?xml version="1.0"?><osm version="0.6"><node id="7" lat="1" lon="2">{}</node>'
    '<way id="8"><tag k="highway" v="path"/></way></osm>'
)


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        (json.dumps({"elements": [{"type": "node", "id": 7, "tags": TAGS}, {"type": "node", "id": 8}]}), ".json"),
        (
            json.dumps(
                {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "node/7", "properties": TAGS}]}
            ),
            ".geojson",
        ),
        (XML.format("".join(f'<tag k="{key}" v="{value}"/>' for key, value in TAGS.items())), ".osm"),
    ],
)
def test_extracts_of_openstreetmap(text: str, suffix: str) -> None:
    found = only(read(text, suffix))
    assert (found.key, found.id) == ("node/7", "hill")
    assert found.names == {"en": ("Bakery", "Hill"), "ar": ("المخبز",)}
    assert found.hours == {"regular": "Mo-Fr 07:00-15:00; PH off"}
    assert [(str(one.start), str(one.end), one.hours) for one in found.special] == [
        ("2026-12-24", "2026-12-26", "Mo-Su off")
    ]


def test_osm_hours_that_cannot_be_read_and_entities() -> None:
    found = read(
        json.dumps({"elements": [{"type": "node", "id": 7, "tags": TAGS | {"opening_hours": "sunrise-sunset"}}]}),
        ".json",
    )
    assert found.branches[0].hours == {}
    assert found.faults[0].text == "sunrise-sunset"
    with pytest.raises(InputError, match="document type"):
        read('<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY a "b">]><osm/>', ".osm")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026 Dec 31 10:00-14:00", "2026-12-31", "2026-12-31"),
        ("Jan 1 off", "2027-01-01", "2027-01-01"),
        ("Dec 24-26 off", "2026-12-24", "2026-12-26"),
        ("Dec 30-Jan 2 off", "2026-12-30", "2027-01-02"),
        ("Nov 20 off", "2027-11-20", "2027-11-20"),
    ],
)
def test_dated_rules_are_the_next_ones(text: str, start: str, end: str) -> None:
    weekly, (special,) = osm_hours(f"Mo-Fr 09:00-17:00; {text}", TODAY)
    assert weekly == "Mo-Fr 09:00-17:00"
    assert (str(special.start), str(special.end)) == (start, end)


# ------------------------------------------------------------------------------------------------ tables
def test_a_table_whose_columns_are_ours_needs_no_question() -> None:
    assert only(read("id;name_ar;hours\nh1;التل;Mo-Fr 09:00-17:00\n", ".csv")).hours == {"regular": "Mo-Fr 09:00-17:00"}


def test_a_table_is_read_by_its_mapping() -> None:
    columns = {"id": "Code", "name_en": "Branch", "monday": "Mon", "special": "Feasts", "areas": "Serves"}
    text = "Code,Branch,Mon,Feasts,Serves\nH1,Hill,9-17,2026-12-25: x,Amman; Zarqa\n,,,,\n,,9-17,,\n"
    text += "H1,Again,,,\nH2,Fort,nine,,\n"
    found = read(text, ".csv", columns)
    one, two = found.branches
    assert (one.hours, one.areas, len(one.special)) == ({"regular": "Mo 09:00-17:00"}, ("Amman", "Zarqa"), 1)
    assert two.hours == {}
    assert [(fault.line, fault.column) for fault in found.faults] == [(4, 1), (5, 1), (6, 3)]


def test_a_mapping_that_does_not_fit_names_what_does() -> None:
    with pytest.raises(InputError, match=r"no column 'Kode' \(id\)\n.*did you mean 'Code'"):
        read("Code,Branch\n1,2\n", ".csv", {"id": "Kode"})
    with pytest.raises(InputError, match="'colour' is nothing that a column can hold"):
        read("Code,Branch\n1,2\n", ".csv", {"colour": "Code"})
    with pytest.raises(InputError, match="no column holds the id or the name"):
        read("Code,Branch\n1,2\n", ".csv", {"url": "Code"})


def test_columns_are_guessed_in_both_languages() -> None:
    assert guess(["Branch code", "الاسم بالعربية", "City", "الأحد", "Colour"]) == {
        "id": "Branch code",
        "name_ar": "الاسم بالعربية",
        "groups": "City",
        "sunday": "الأحد",
    }


def test_an_xlsx_is_read_like_a_csv(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["id", "name_en", "hours"])
    book.active.append(["h1", "Hill", "24/7"])
    book.save(tmp_path / "b.xlsx")
    assert only(read_sources([open_file(tmp_path / "b.xlsx")], nobody, TODAY)).hours == {"regular": "24/7"}


def test_sources_of_several_kinds_or_with_one_branch_twice_are_refused() -> None:
    csv = Raw("a.csv", b"id,name_en\nh1,Hill\n", ".csv")
    with pytest.raises(InputError, match="several kinds: table, google"):
        read_sources([csv, Raw("b.json", google().encode(), ".json")], nobody, TODAY)
    with pytest.raises(InputError, match=r"'h1' stands in a\.csv:2 already"):
        read_sources([csv, csv], nobody, TODAY)
    with pytest.raises(InputError, match=r"x\.json:1:2: not valid JSON"):
        read("{'a': 1}", ".json")


def test_the_samples_are_read_whole() -> None:
    for name in ("dar-naranj/imports/google-profile.json", "falaj-fibre/imports/shops.geojson"):
        found = read_sources([open_file(data_dir("service_specs") / name)], nobody, TODAY)
        assert len(found.branches) >= 4
        assert found.faults == ()
        assert any("ar" in branch.names for branch in found.branches)


# ------------------------------------------------------------------------------------------------ hours
@pytest.mark.parametrize(
    ("cell", "week"),
    [
        ("9:00 AM-5:00 PM", "Mo 09:00-17:00"),
        ("9-11 am", "Mo 09:00-11:00"),
        ("12:00 AM – 12:00 PM", "Mo 00:00-12:00"),
        ("8:00-12:00, 13:00-18:00", "Mo 08:00-12:00,13:00-18:00"),
        ("10:00 PM-2:00 AM", "Mo 22:00-02:00"),
        ("Open 24 hours", "Mo 00:00-24:00"),
        ("x", "Mo-Su off"),
        ("مغلق", "Mo-Su off"),
    ],
)
def test_a_days_cell(cell: str, week: str) -> None:
    assert same_hours(week_of(day_spans(cell, 0)), week)


@pytest.mark.parametrize("cell", ["whenever", "25:00-26:00", "9 to 5", "14:00 pm-3 pm"])
def test_a_days_cell_that_cannot_be_read(cell: str) -> None:
    with pytest.raises(ValueError, match="no "):
        day_spans(cell, 0)


def test_dates_need_to_be_dates() -> None:
    with pytest.raises(ValueError, match="no date"):
        dated_hours("Christmas: x")
    with pytest.raises(ValueError, match=r"month|day"):
        dated_hours("2026-13-40: x")


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, DAY - 1), st.integers(1, DAY)), min_size=1, max_size=5))
def test_spans_come_back_as_the_same_minutes(parts: list[tuple[int, int, int]]) -> None:
    spans = [(day, start, start + length) for day, start, length in parts]
    minutes = {(day * DAY + minute) % (7 * DAY) for day, start, end in spans for minute in range(start, end)}
    assert parse_hours(week_of(spans)).minutes in (len(minutes), len(minutes) + 1), "23:59 reads as midnight"
