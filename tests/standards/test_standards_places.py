"""Locations: pages that are about them, working weeks, holidays, names, and branch files of every kind."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from textwrap import dedent

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from specs_of import HEAD, load

from promisecheck.errors import InputError
from promisecheck.standards import Name, Organisation
from promisecheck.standards.holidays import Holidays
from promisecheck.standards.pages import PagePatterns
from promisecheck.standards.working_week import read_working_week, write_working_week

FEE = "standards: {fee: {service: delivery, measure: fee, at_most: 1}}"
GROUPS_ONLY = HEAD[: HEAD.index("locations:")] + HEAD[HEAD.index("\ngroups:") :] + "\n"


# ------------------------------------------------------------------------------------------------ pages
@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/branches/abdoun/", ("abdoun",)),
        ("/branches/abdoun", ("abdoun",)),
        ("branches/abdoun/menu/today.html", ("abdoun",)),
        ("/branches/abdoun/?utm=x#top", ("abdoun",)),
        ("https://naranj.example/branches/abdoun/menu", ("abdoun",)),
        ("/branches/abdoun-2/", ()),
        ("/en/branches/irbid/offers.html", ("irbid",)),
        ("/branches/irbid/offers.html", ("irbid",)),
        ("/aqaba-marina.html", ("marina",)),
        ("/aqaba-city.html", ("city",)),
        ("/aqaba-.html", ("marina",)),
        ("/menu/amman", ("abdoun", "khalda")),
        ("/%D8%B9%D8%A8%D8%AF%D9%88%D9%86", ("arabic",)),
        ("/", ()),
        ("", ()),
    ],
)
def test_pages_are_about_the_locations_whose_patterns_they_match(path: str, found: tuple[str, ...]) -> None:
    patterns = PagePatterns(
        [
            ("/branches/abdoun/**", "abdoun"),
            ("/menu/amman", "abdoun"),
            ("menu/amman/", "khalda"),
            ("**/branches/irbid/*.html", "irbid"),
            ("/aqaba-*.html", "marina"),
            ("/aqaba-city.html", "city"),
            ("/عبدون", "arabic"),
        ]
    )
    expected = ("marina", "city") if path == "/aqaba-city.html" else found
    assert patterns.matching(path) == expected


def test_many_stars_do_not_make_matching_slow() -> None:
    patterns = PagePatterns([("/".join(["**", "a*a*a*a*b"] * 12), "x")])
    assert patterns.matching("/".join(["a" * 60] * 60)) == ()
    assert patterns.matching("/".join(["aaaab"] * 12)) == ("x",)


# ------------------------------------------------------------------------------------------------ days
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mo-Fr", {0, 1, 2, 3, 4}),
        ("Su-Th", {6, 0, 1, 2, 3}),
        ("Sun - Thu", {6, 0, 1, 2, 3}),
        ("Sa-We", {5, 6, 0, 1, 2}),
        ("Mo,We,Fr", {0, 2, 4}),
        ("monday", {0}),
        ("Mo-Su", set(range(7))),
    ],
)
def test_working_weeks(text: str, days: set[int]) -> None:
    assert read_working_week(text) == days


@pytest.mark.parametrize("text", ["", "Mo-", "Xx", "Mo to Fr", "Mot", "-Fr"])
def test_working_weeks_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no working week"):
        read_working_week(text)


@given(st.frozensets(st.integers(0, 6), min_size=1))
def test_a_working_week_reads_back(days: frozenset[int]) -> None:
    assert read_working_week(write_working_week(days)) == days


def test_the_working_week_is_the_nearest_one(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        FEE,
        head="""
        organisation: Test
        currency: JOD
        working_week: Su-Th
        services: {delivery: {}}
        locations:
          a: {groups: [town], working_week: Mo-Sa}
          b: {groups: [town]}
          c: {groups: [village]}
          d:
        groups: {town: {working_week: Sa-Th}, village: {groups: [land]}, land: {working_week: Mo-Fr}}
        """,
    )
    weeks = {id_: write_working_week(organisation.working_days(id_)) for id_ in organisation.locations}
    assert weeks == {"a": "Mo-Sa", "b": "Sa-Th", "c": "Mo-Fr", "d": "Su-Th"}
    known, codes = organisation.working_weeks
    assert [write_working_week(known[code]) for code in codes] == list(weeks.values())


def test_holidays_are_dates_a_country_or_unknown(tmp_path: Path) -> None:
    start, end = dt.date(2026, 12, 1), dt.date(2027, 1, 1)
    given = load(tmp_path, FEE, head=HEAD + "holidays: [2026-12-25, 2026-05-25, 2027-01-01]\n").holidays
    assert given.between(start, end) == (dt.date(2026, 12, 25), dt.date(2027, 1, 1))
    country = load(tmp_path, FEE, head=HEAD + "holidays: JO\n").holidays
    assert country.country == "JO"
    assert dt.date(2026, 12, 25) in (country.between(start, end) or ())
    assert Holidays().between(start, end) is None
    assert Holidays(country="XX").between(start, end) is None
    assert Holidays(country="JO").between(dt.date(1900, 1, 1), end) is None


# ------------------------------------------------------------------------------------------------ names
def test_everything_that_copy_may_name_is_in_the_index(tmp_path: Path) -> None:
    organisation = load(
        tmp_path,
        """
        standards:
          valet: {service: dining, measure: offer, what: {en: [valet], ar: [صف السيارات]}, offered: true}
          area: {service: delivery, measure: coverage, areas: [amman, Zarqa, {en: Salt, ar: السلط}, Husn]}
        """,
    )
    arabic = organisation.names_index("ar")
    assert Name("توصيل", "ar", "service", "delivery") in arabic
    assert Name("صف السيارات", "ar", "what", "valet") in arabic
    assert Name("السلط", "ar", "area", "السلط") in arabic
    english = organisation.names_index("en")
    assert Name("Amman", "en", "group", "amman") in english
    assert Name("Plus", "en", "tier", "plus") in english
    assert Name("standard", "en", "tier", "standard") in english
    assert Name("Zarqa", "en", "area", "Zarqa") in english
    assert organisation.declarations_by_id["area"].entries[0].fields["level"].areas == (
        "amman", "Zarqa", "Salt", "السلط", "husn",
    )  # fmt: skip
    assert len(organisation.names_index()) == len(arabic) + len(english)


def test_groups_hold_the_locations_of_their_groups(tmp_path: Path) -> None:
    organisation = load(tmp_path, FEE)
    assert organisation.members["centre"] == ("abdoun", "khalda", "husn")
    assert organisation.expand(["irbid", "aqaba", "abdoun", "nowhere"]) == ("abdoun", "husn", "aqaba")
    assert organisation.distances("abdoun") == {"abdoun": 0, "amman": 1, "centre": 2}


# ------------------------------------------------------------------------------------------------ branch files
CSV = """\
id,name_en,name_ar,groups,pages,url,working_week,seats
abdoun,Abdoun; Abdoun Circle,عبدون,amman,/branches/abdoun/**;/abdoun,https://naranj.example/abdoun,,80

husn,"Husn, Irbid",الحصن,irbid,,,Mo-Sa,40
"""


def with_file(folder: Path, name: str, content: str | bytes) -> Organisation:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(folder, FEE, head=GROUPS_ONLY + f"locations: {{file: {name}}}\n")


def check_branches(organisation: Organisation) -> None:
    abdoun, husn = organisation.locations.values()
    assert abdoun.names == {"en": ("Abdoun", "Abdoun Circle"), "ar": ("عبدون",)}
    assert (abdoun.groups, abdoun.url) == (("amman",), "https://naranj.example/abdoun")
    assert abdoun.pages == ("/branches/abdoun/**", "/abdoun")
    assert abdoun.extra == {"seats": "80"}
    assert husn.names["en"] == ("Husn, Irbid",)
    assert husn.working_week == frozenset(range(6))
    assert organisation.locations_for_path("/abdoun/") == ("abdoun",)


@pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text.replace("\n", "\r\n")])
def test_branches_from_csv(tmp_path: Path, change: object) -> None:
    assert callable(change)
    check_branches(with_file(tmp_path, "branches.csv", change(CSV)))


def test_branches_from_csv_with_tabs_and_headers_in_words(tmp_path: Path) -> None:
    text = "ID\tName EN\tName-AR\tGroups\tseats\nabdoun\tAbdoun\tعبدون\tamman;centre\t80\n"
    (location,) = with_file(tmp_path, "branches.tsv", text).locations.values()
    assert location.groups == ("amman", "centre")
    assert location.names == {"en": ("Abdoun",), "ar": ("عبدون",)}


def test_branches_from_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in CSV.splitlines():
        sheet.append(["Husn, Irbid" if "Husn" in cell else cell for cell in line.replace(", Irbid", "").split(",")])
    sheet["H2"] = 80.0
    stream = io.BytesIO()
    book.save(stream)
    check_branches(with_file(tmp_path, "branches.xlsx", stream.getvalue()))


def test_branches_from_json_ld(tmp_path: Path) -> None:
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Naranj", "url": "https://naranj.example"},
            {
                "@type": ["Restaurant", "LocalBusiness"],
                "branchCode": "ABD 01",
                "name": [{"@value": "Abdoun", "@language": "en"}, {"@value": "عبدون", "@language": "ar"}],
                "url": "https://naranj.example/abdoun",
                "telephone": "+962 6 555 0100",
                "address": {"@type": "PostalAddress", "addressLocality": "Amman"},
            },
            {"@type": "Restaurant", "name": "نارنج العقبة", "address": "Aqaba"},
        ],
    }
    organisation = with_file(tmp_path, "branches.jsonld", json.dumps(graph, ensure_ascii=False))
    abdoun, aqaba = organisation.locations.values()
    assert abdoun.id == "abd-01"
    assert abdoun.names == {"en": ("Abdoun",), "ar": ("عبدون",)}
    assert abdoun.groups == ("amman",)
    assert abdoun.extra == {"town": "Amman", "telephone": "+962 6 555 0100"}
    assert (aqaba.id, aqaba.names, aqaba.groups) == ("نارنج-العقبة", {"ar": ("نارنج العقبة",)}, ())


def test_branches_from_a_google_business_profile(tmp_path: Path) -> None:
    export = {
        "locations": [
            {
                "name": "locations/1",
                "languageCode": "en-GB",
                "storeCode": "ABD",
                "title": "Naranj Abdoun",
                "websiteUri": "https://naranj.example/abdoun",
                "storefrontAddress": {"locality": "Amman"},
                "labels": ["centre"],
            }
        ]
    }
    (location,) = with_file(tmp_path, "profile.json", json.dumps(export)).locations.values()
    assert (location.id, location.names, location.groups) == ("abd", {"en": ("Naranj Abdoun",)}, ("amman", "centre"))
    rows = 'Store code,Business name,Locality,Labels\nABD,Naranj Abdoun,Amman,"centre, new"\n'
    (location,) = with_file(tmp_path, "profile.csv", rows).locations.values()
    assert (location.id, location.names, location.groups) == ("abd", {"en": ("Naranj Abdoun",)}, ("amman", "centre"))
    assert location.extra == {"town": "Amman", "labels": "centre, new"}


def test_branches_of_a_file_and_of_the_spec_are_one_list(tmp_path: Path) -> None:
    (tmp_path / "branches.csv").write_text(CSV)
    organisation = load(tmp_path, FEE, "locations: {file: [branches.csv], aqaba: {}}", head=GROUPS_ONLY)
    assert set(organisation.locations) == {"aqaba", "abdoun", "husn"}
    with pytest.raises(InputError, match=r"branches.csv:2:1: 'abdoun' under locations is declared twice"):
        load(tmp_path, FEE, "locations: {file: branches.csv, abdoun: {}}", head=GROUPS_ONLY)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("b.csv", "", "b.csv: the branch file is empty"),
        ("b.csv", "id,name_en\n", "b.csv: the branch file holds no location"),
        ("b.csv", "code,name_en\na,A\n", "b.csv:1: no column 'id'"),
        ("b.csv", "id,group\na,amman\n", "b.csv:1:2: unknown column 'group'\n  mend: did you mean 'groups'?"),
        ("b.csv", "id,name_en,id\na,A,b\n", "b.csv:1:3: column 'id' twice"),
        ("b.csv", "id,name_en\na,A,B\n", "b.csv:2:3: row has 3 cells, the header 2"),
        ("b.csv", "id,name_en\n,A\n", "b.csv:2:1: row without an id: A"),
        ("b.csv", "id,groups\na,amman; nowhere\n", "b.csv:2:2: there is no group 'nowhere'"),
        ("b.csv", "id,working_week\na,always\n", "b.csv:2:2: 'always' is no working week"),
        ("b.csv", "id,url\na,naranj\n", "b.csv:2:2: 'naranj' is no web address"),
        ("b.csv", "id\na\na\n", "b.csv:3:1: 'a' under locations is declared twice (first in"),
        ("b.csv", "id\na b\n", "b.csv:2:1: 'a b' is no id of a location"),
        ("b.csv", 'id,name_en\na,"A\nb,B\n', "b.csv:2: not valid CSV"),
        ("b.csv", "id\na\0\n", "b.csv:2: a NUL character"),
        ("b.csv", "id,name_ar\na,\xe3\n".encode("latin-1"), "b.csv:2: not UTF-8"),
        ("b.csv", "Store code,Business name\n,A\n", "b.csv:2:1: row without a store code"),
        ("b.json", "{", "b.json:1:2: not valid JSON"),
        ("b.json", "[" * 200_000, "b.json: nested too deeply"),
        ("b.json", '{"@type": "Recipe", "name": "Soup"}', "b.json: no location in this file"),
        ("b.xlsx", "id\na\n", "b.xlsx: not a workbook that can be read"),
        ("b.ods", "id\na\n", "b.ods: a branch file cannot be '.ods'"),
    ],
)
def test_branch_files_that_cannot_be_read(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    with pytest.raises(InputError) as raised:
        with_file(tmp_path, name, content)
    assert message in str(raised.value)


def test_all_mistakes_of_a_branch_file_are_told_together(tmp_path: Path) -> None:
    content = dedent("""\
        id,name_en,groups
        a,A,nowhere
        ,B,amman
        c,C,amman,x
        """)
    with pytest.raises(InputError) as raised:
        with_file(tmp_path, "b.csv", content)
    assert len(raised.value.faults) == 3
