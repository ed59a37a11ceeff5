"""Columns agree with resolving location by location, for any mixture of entries; and they are few variants."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.model import Condition, Level, Standard, Stretch
from promisecheck.standards import Declaration, Group, Location, Notice, Organisation, Tier
from promisecheck.standards.declarations import Entry, merge

DAY = dt.date(2026, 11, 25)
LOCATIONS = tuple(string.ascii_lowercase[:7])
GROUPS = ("north", "south", "all")
TIERS = ("standard", "plus")


def organisation(membership: Mapping[str, tuple[str, ...]], declaration: Declaration, *notices: Notice) -> Organisation:
    return Organisation(
        "Test",
        tiers={id_: Tier(id_, {}) for id_ in TIERS},
        locations={id_: Location(id_, {}, groups) for id_, groups in membership.items()},
        groups={"north": Group("north", {}, ("all",)), "south": Group("south", {}, ("all",)), "all": Group("all", {})},
        declarations=(declaration,),
        notices=notices,
    )


def levels(number: int) -> Level:
    return Level(op="<=", value=number, unit="min")


fields = st.fixed_dictionaries(
    {},
    optional={
        "level": st.builds(levels, st.integers(1, 6)),
        "reliability": st.sampled_from((0.8, 0.9, 0.99)),
        "conditions": st.sampled_from(((), (Condition("students", "audience"),))),
        "reason": st.sampled_from(({"en": "hills"}, {"en": "traffic"})),
    },
)
keys = st.tuples(st.sampled_from((*LOCATIONS, *GROUPS)), st.sampled_from((None, *TIERS)))
entries = st.dictionaries(keys, fields, max_size=8)
memberships = st.fixed_dictionaries(
    {id_: st.lists(st.sampled_from(("north", "south")), unique=True, max_size=2).map(tuple) for id_ in LOCATIONS}
)


def declaration_of(base: dict, overrides: dict, by_tier: dict) -> Declaration:
    found = [Entry(None, None, base, "f:1")]
    found += [Entry(None, tier, set_, "f:2") for tier, set_ in by_tier.items()]
    found += [Entry(place, tier, set_, f"f:{n}") for n, ((place, tier), set_) in enumerate(overrides.items(), 3)]
    return Declaration("d", "delivery", "delivery_time", {}, tuple(found), "f:1")


declarations = st.builds(declaration_of, fields, entries, st.dictionaries(st.sampled_from(TIERS), fields, max_size=2))
notices = st.lists(
    st.builds(
        Notice,
        standard=st.just("d"),
        places=st.lists(st.sampled_from((*LOCATIONS, *GROUPS)), max_size=2, unique=True).map(tuple),
        tiers=st.sampled_from(((), ("plus",))),
        days=st.sampled_from((Stretch(DAY, DAY), Stretch(None, DAY - dt.timedelta(days=1)))),
        fields=fields,
        reason=st.just({"en": "road works"}),
        disclose=st.just({}),
        where=st.sampled_from(("f:90", "f:91")),
    ),
    max_size=3,
)


def content(standard: Standard | None) -> Standard | None:
    """A standard without the line it is declared in: columns draw equal ones together."""
    return standard and replace(standard, where="")


def test_of_two_groups_as_near_the_one_declared_first_counts_however_a_location_lists_them() -> None:
    overrides = {("south", None): {"reliability": 0.9}, ("north", None): {"reliability": 0.8}}
    declaration = declaration_of({"level": levels(3)}, overrides, {})
    found = organisation({"a": ("north", "south"), "b": ("south", "north")}, declaration)
    for location in ("a", "b"):
        standard = found.resolve(declaration, location, "standard", DAY)
        assert standard is not None
        assert standard.reliability == 0.9


@settings(max_examples=150, deadline=None)
@given(memberships, declarations, notices)
def test_columns_agree_with_resolving_each_location(
    membership: dict, declaration: Declaration, given_notices: list[Notice]
) -> None:
    found = organisation(membership, declaration, *given_notices)
    for tier in TIERS:
        variants, codes = found.column(declaration, tier, DAY)
        assert len(codes) == len(found.locations)
        assert set(codes.tolist()) == set(range(len(variants)))
        for location, code in zip(found.locations, codes, strict=True):
            assert content(variants[code]) == content(found.resolve(declaration, location, tier, DAY))


@settings(max_examples=150, deadline=None)
@given(memberships, declarations)
def test_an_entry_for_the_location_and_tier_itself_always_wins(membership: dict, declaration: Declaration) -> None:
    found = organisation(membership, declaration)
    by_key = {(entry.place, entry.tier): entry for entry in declaration.entries}
    for location, tier in product(found.locations, TIERS):
        merged = merge(declaration, found.distances(location), tier)
        own = by_key.get((location, tier))
        for name, value in (own.fields if own else {}).items():
            assert merged.fields[name] == value


@settings(max_examples=100, deadline=None)
@given(memberships, declarations)
def test_the_order_of_the_entries_decides_nothing_about_the_level(membership: dict, declaration: Declaration) -> None:
    found = organisation(membership, declaration)
    base, *others = declaration.entries
    turned = replace(declaration, entries=(base, *reversed(others)))
    for location, tier in product(found.locations, TIERS):
        distances = found.distances(location)
        one, other = merge(declaration, distances, tier), merge(turned, distances, tier)
        assert one.fields.get("level") == other.fields.get("level")


def large(count: int) -> tuple[Organisation, Declaration]:
    """`count` locations in 40 towns of 4 regions; every tenth has an entry of its own, with one of 5 levels."""
    towns = {f"town-{n}": Group(f"town-{n}", {}, (f"region-{n % 4}",)) for n in range(40)}
    regions = {f"region-{n}": Group(f"region-{n}", {}) for n in range(4)}
    locations = {f"l{n}": Location(f"l{n}", {}, (f"town-{n % 40}",)) for n in range(count)}
    found = [Entry(None, None, {"level": levels(45)}, "f:1"), Entry("region-1", None, {"level": levels(50)}, "f:2")]
    found += [
        Entry("town-2", None, {"level": levels(55)}, "f:3"),
        Entry("town-2", "plus", {"level": levels(35)}, "f:4"),
    ]
    found += [Entry(f"l{n}", None, {"level": levels(60 + n // 10 % 5)}, f"f:{n + 10}") for n in range(0, count, 10)]
    declaration = Declaration("d", "delivery", "delivery_time", {}, tuple(found), "f:1")
    tiers = {id_: Tier(id_, {}) for id_ in TIERS}
    return Organisation(
        "Large", tiers=tiers, locations=locations, groups=towns | regions, declarations=(declaration,)
    ), declaration


def test_fifty_thousand_locations_are_a_few_variants() -> None:
    found, declaration = large(50_000)
    variants, codes = found.column(declaration, "standard", DAY)
    assert codes.dtype == np.int32
    assert sorted(variant.level.value for variant in variants if variant and variant.level) == [
        45,
        50,
        55,
        60,
        61,
        62,
        63,
        64,
    ]
    assert np.bincount(codes).sum() == 50_000
    for position in (0, 1, 2, 10, 41, 49_999):
        alone = found.resolve(declaration, f"l{position}", "standard", DAY)
        assert content(variants[codes[position]]) == content(alone)


def test_a_column_is_made_once_and_cannot_be_written_to() -> None:
    found, declaration = large(200)
    first = found.column(declaration, None, DAY)
    assert found.column(declaration, "standard", DAY + dt.timedelta(days=1)) is first
    with pytest.raises(ValueError, match="read-only"):
        first.codes[0] = 1


def test_an_organisation_without_locations_has_empty_columns() -> None:
    declaration = Declaration("d", "delivery", "fee", {}, (Entry(None, None, {"level": levels(1)}, "f:1"),), "f:1")
    variants, codes = Organisation("None", declarations=(declaration,)).column(declaration, None, DAY)
    assert (variants, len(codes)) == ((), 0)
