"""Merging an import into specs: new, updated, kept by hand, gone; twice is once; nothing written by hand is lost."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promisecheck.importing.incoming import Incoming, Special
from promisecheck.importing.merging import decide, merged
from promisecheck.standards import load_organisation

from .importing_helpers import DAY, SPEC, imported, remembered

NEW = Incoming("H3", "hill", {"en": ("Hill",), "ar": ("التل",)}, ("Seaview",), "https://bakery.example/hill")
MARKET = Incoming("H2", "market", {"en": ("Harbour Bakery Market",)}, hours={"regular": "Mo-Fr 07:00-16:00"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bakery.yaml").write_text(SPEC, encoding="utf-8")
    return tmp_path


def text(folder: Path) -> str:
    return (folder / "bakery.yaml").read_text(encoding="utf-8")


def edit(folder: Path, old: str, new: str) -> None:
    assert old in text(folder)
    (folder / "bakery.yaml").write_text(text(folder).replace(old, new), encoding="utf-8")


def test_a_new_branch_is_added_beside_the_others_in_its_group(folder: Path) -> None:
    plan = imported(folder, NEW)
    assert {change.kind for change in plan.changes} == {"new"}
    hill = load_organisation(folder).locations["hill"]
    assert (hill.names["ar"], hill.groups, hill.url) == (("التل",), ("coast",), "https://bakery.example/hill")
    added = [line for line in text(folder).splitlines() if line not in SPEC.splitlines()]
    assert len(added) == 1, "one new line, in the style of its neighbours"


def test_an_update_changes_the_value_and_nothing_else(folder: Path) -> None:
    first = imported(folder, MARKET)
    later = Incoming("H2", "market", MARKET.names, hours={"regular": "Mo-Fr 07:00-15:00"})
    before = text(folder)
    second = imported(folder, later, memory=first.memory)
    assert [(one.kind, one.field) for one in second.changes] == [("update", "hours.regular")]
    assert text(folder) == before.replace("Mo-Fr 07:00-16:00", "Mo-Fr 07:00-15:00")
    organisation = load_organisation(folder)
    standard = organisation.resolve(organisation.declarations_by_id["hours"], "market", None, DAY)
    assert standard is not None
    assert standard.level is not None
    assert standard.level.hours == "Mo-Fr 07:00-15:00"


def test_what_was_written_by_hand_is_kept_and_told_once(folder: Path) -> None:
    theirs = Incoming("H1", "quay", hours={"regular": "Mo-Su 06:00-13:00"})
    first = imported(folder, theirs)
    assert [(one.kind, one.mine, one.theirs) for one in first.conflicts] == [
        ("conflict", "Mo-Su 05:00-12:00", "Mo-Su 06:00-13:00")
    ]
    assert text(folder) == SPEC
    assert imported(folder, theirs, memory=first.memory).changes == []
    forced = imported(folder, theirs, memory=first.memory, overwrite=True)  # told once, and asked for later
    assert [one.kind for one in forced.changes] == ["update"]
    assert "# never touch" in text(folder)
    assert imported(folder, theirs, memory=forced.memory, overwrite=True).changes == []


def test_an_edit_after_an_import_is_kept_and_a_later_change_is_a_conflict(folder: Path) -> None:
    first = imported(folder, MARKET)
    edit(folder, '"Mo-Fr 07:00-16:00"', '"Mo-Fr 07:30-16:00"')
    quiet = imported(folder, MARKET, memory=first.memory)
    assert quiet.changes == []
    later = Incoming("H2", "market", hours={"regular": "Mo-Fr 08:00-16:00"})
    told = imported(folder, later, memory=quiet.memory)
    assert [one.mine for one in told.conflicts] == ["Mo-Fr 07:30-16:00"]
    assert '"Mo-Fr 07:30-16:00"' in text(folder)


def test_an_override_that_was_taken_out_stays_out(folder: Path) -> None:
    first = imported(folder, MARKET)
    (folder / "bakery.yaml").write_text(SPEC, encoding="utf-8")
    assert imported(folder, MARKET, memory=first.memory).changes == []
    assert text(folder) == SPEC


def test_hours_that_the_general_rule_says_already_are_not_repeated(folder: Path) -> None:
    same = Incoming("H2", "market", hours={"regular": "Mo 06:00-18:00; Tu-Sa 06:00-18:00"})
    first = imported(folder, same)
    assert text(folder) == SPEC
    later = imported(folder, Incoming("H2", "market", hours={"regular": "Mo-Sa 06:00-17:00"}), memory=first.memory)
    assert [one.kind for one in later.changes] == ["add"]


def test_what_the_source_drops_is_told_and_never_deleted(folder: Path) -> None:
    first = imported(folder, NEW, MARKET)
    before = text(folder)
    second = imported(folder, MARKET, memory=first.memory)
    assert second.gone == ["hill"]
    assert text(folder) == before


def test_a_branch_that_was_taken_out_by_hand_does_not_come_back(folder: Path) -> None:
    first = imported(folder, NEW)
    (folder / "bakery.yaml").write_text(SPEC, encoding="utf-8")
    again = imported(folder, NEW, memory=first.memory)
    assert (again.removed, again.changes) == (["hill"], [])


def test_a_renamed_branch_is_still_the_same(folder: Path) -> None:
    first = imported(folder, NEW)
    edit(folder, "  hill:", "  upper-hill:")
    moved = Incoming("H3", "hill", NEW.names, url="https://bakery.example/upper")
    imported(folder, moved, memory=first.memory)
    assert load_organisation(folder).locations["upper-hill"].url == "https://bakery.example/hill"


def test_branches_are_known_by_name_and_by_page(folder: Path) -> None:
    by_page = Incoming("9", "nine", url="https://bakery.example/market/", hours={"regular": "Mo-Fr 07:00-16:00"})
    by_name = Incoming("8", "eight", {"ar": ("الرصيف",)}, hours={"regular": "Mo-Su 05:00-12:00"})
    plan = imported(folder, by_page, by_name)
    assert plan.memory.ids == {"9": "market", "8": "quay"}
    assert [one.location for one in plan.changes] == ["market"]


def test_a_brand_that_all_branches_are_called_is_no_name(folder: Path) -> None:
    one = Incoming("1", "one", {"en": ("Harbour Bakery",)}, ("Castle",))
    two = Incoming("2", "two", {"en": ("Harbour Bakery",)}, ("Bridge",))
    imported(folder, one, two)
    names = {id_: place.names for id_, place in load_organisation(folder).locations.items()}
    assert (names["one"], names["two"]) == ({"en": ("Castle",)}, {"en": ("Bridge",)})


def test_special_hours_are_notices_that_move_with_their_source(folder: Path) -> None:
    feast = Special(dt.date(2026, 12, 24), dt.date(2026, 12, 26), "Mo-Su off")
    over = Special(dt.date(2026, 11, 1), dt.date(2026, 11, 1), "Mo-Su off")
    first = imported(folder, Incoming("H2", "market", special=(over, feast)))
    (notice,) = load_organisation(folder).notices
    assert (notice.places, notice.days.end, set(notice.reason)) == (("market",), feast.end, {"en", "ar"})
    assert any("1 special hours are over" in note for note in first.notes)
    longer = Special(dt.date(2026, 12, 24), dt.date(2026, 12, 27), "Mo-Su off")
    second = imported(folder, Incoming("H2", "market", special=(longer,)), memory=first.memory)
    (notice,) = load_organisation(folder).notices
    assert notice.days.end == longer.end
    edit(folder, '"Mo-Su off"', '"Mo-Su 08:00-10:00"')
    third = imported(folder, Incoming("H2", "market", special=(longer,)), memory=second.memory)
    assert third.changes == []
    none = imported(folder, Incoming("H2", "market"), memory=third.memory)
    assert none.gone == ["market, 2026-12-24 to 2026-12-27"]
    assert len(load_organisation(folder).notices) == 1


def test_areas_are_merged_by_item(folder: Path) -> None:
    def areas() -> tuple[str, ...]:
        organisation = load_organisation(folder)
        standard = organisation.resolve(organisation.declarations_by_id["area"], "market", None, DAY)
        assert standard is not None
        assert standard.level is not None
        return standard.level.areas

    first = imported(folder, Incoming("H2", "market", areas=("Seaview", "Old Town", "Castle")))
    assert areas() == ("coast", "Old Town", "Castle")
    edit(
        folder, "market: {areas: [coast, Old Town, en: Castle]}", "market: {areas: [coast, {en: Castle}, {en: Bridge}]}"
    )
    imported(folder, Incoming("H2", "market", areas=("Seaview", "Old Town", "Lighthouse")), memory=first.memory)
    assert areas() == ("coast", "Bridge", "Lighthouse")


def test_branches_of_a_table_keep_it_as_their_home(folder: Path) -> None:
    edit(folder, "locations:\n", "locations:\n  file: more.csv\n")
    (folder / "more.csv").write_text("id,name_en,url\ncape,Cape,https://bakery.example/cape\n", encoding="utf-8")
    plan = imported(folder, Incoming("C", "cape", {"en": ("The Cape",)}, url="https://bakery.example/c"))
    assert plan.changes == []
    assert any("more.csv:2" in note for note in plan.notes)


# ------------------------------------------------------------------------------------------------ properties
NAMES = st.sampled_from(["Hill", "Castle", "Bridge", "التل", "القلعة"])
HOURS = st.sampled_from(
    ["Mo-Sa 06:00-18:00", "24/7", "Mo-Fr 07:00-16:00; Sa 08:00-12:00", "Tu,We 10:00-12:00,14:00-18:00"]
)
DATES = st.dates(dt.date(2026, 11, 1), dt.date(2027, 3, 1))
STRETCH = st.builds(
    lambda start, days, hours: Special(start, start + dt.timedelta(days=days), hours),
    DATES,
    st.integers(0, 3),
    st.sampled_from(["Mo-Su off", "Mo-Su 09:00-12:00"]),
)
BRANCH = st.builds(
    lambda id_, name, towns, url, hours, special, areas: Incoming(
        f"K-{id_}",
        id_,
        {"ar" if name[0] > "\u0600" else "en": (f"{name} {id_}",)},
        towns,
        url,
        {"regular": hours} if hours else {},
        special[:1],
        areas,
    ),
    st.sampled_from(["quay", "market", "hill", "fort", "coast"]),
    NAMES,
    st.sampled_from([(), ("Coast",), ("Nowhere",)]),
    st.sampled_from([None, "https://bakery.example/a", "https://bakery.example/b"]),
    st.none() | HOURS,
    st.lists(STRETCH, max_size=1).map(tuple),
    st.lists(st.sampled_from(["Coast", "Old Town", "Fort"]), max_size=3, unique=True).map(tuple),
)
IMPORT = st.lists(BRANCH, max_size=4, unique_by=(lambda one: one.id, lambda one: one.url or one.id))
COMMENTS = re.compile(r"#.*")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=IMPORT, second=IMPORT)
def test_twice_is_once_comments_survive_and_files_load(first: list[Incoming], second: list[Incoming]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bakery.yaml").write_text(SPEC, encoding="utf-8")
        memory = None
        for branches in (first, second):
            once = imported(folder, *branches, memory=memory)
            after = text(folder)
            twice = imported(folder, *branches, memory=once.memory)
            assert (twice.changes, twice.texts, text(folder)) == ([], {}, after)
            assert remembered(twice) == remembered(once)
            organisation = load_organisation(folder)
            assert set(once.memory.ids.values()) <= set(organisation.locations)
            memory = once.memory
        assert sorted(COMMENTS.findall(text(folder))) == sorted(COMMENTS.findall(SPEC))
        assert 'quay: {hours: "Mo-Su 05:00-12:00", reason: {en: fishermen}}' in text(folder)


TEXTS = st.sampled_from("abcd")
LISTS = st.lists(TEXTS, unique=True, max_size=4)


@given(base=st.none() | LISTS, mine=LISTS, theirs=LISTS)
def test_a_merged_list_keeps_what_a_hand_added_or_removed(
    base: list[str] | None, mine: list[str], theirs: list[str]
) -> None:
    found = merged(base, mine, theirs)
    known = base or []
    assert set(found) == {x for x in mine if x in theirs or x not in known} | {x for x in theirs if x not in known}
    assert merged(theirs, found, theirs) == found


@given(base=st.none() | TEXTS, mine=st.none() | TEXTS, theirs=TEXTS)
def test_a_value_is_taken_only_where_nobody_touched_it(base: str | None, mine: str | None, theirs: str) -> None:
    step = decide(base, mine, theirs, str.__eq__)
    touched = mine is not None and mine != base if base is not None else mine is not None
    if step in ("add", "update"):
        assert not touched
        assert mine is None or mine == base
    if step == "kept":
        assert base == theirs
