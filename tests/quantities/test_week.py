"""Weekly hours: reading OpenStreetMap strings, and the algebra that judging rests on."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.errors import InputError
from promisecheck.quantities.week import DAY, DAYS, WEEK, Week, parse_hours, span_bits


def opened(osm: str) -> dict[str, tuple[tuple[int, int], ...]]:
    week = parse_hours(osm)
    return {DAYS[day]: week.day_spans(day) for day in range(7) if week.day_spans(day)}


def h(start: float, end: float) -> tuple[int, int]:
    return round(start * 60), round(end * 60)


@pytest.mark.parametrize(
    ("osm", "days"),
    [
        ("Mo 09:00-17:00", {"Mo": (h(9, 17),)}),
        ("Mo-We 9:00-17:30", {day: (h(9, 17.5),) for day in ("Mo", "Tu", "We")}),
        ("Sa-Mo 10:00-12:00", {day: (h(10, 12),) for day in ("Sa", "Su", "Mo")}),
        ("Mo,We 09:00-12:00,13:00-17:00", {day: (h(9, 12), h(13, 17)) for day in ("Mo", "We")}),
        ("Mo-Tu 09:00-17:00; Tu 10:00-14:00", {"Mo": (h(9, 17),), "Tu": (h(10, 14),)}),
        ("Mo-Tu 09:00-12:00, Tu 14:00-18:00", {"Mo": (h(9, 12),), "Tu": (h(9, 12), h(14, 18))}),
        ("Mo-Tu 09:00-17:00; Tu off", {"Mo": (h(9, 17),)}),
        ("Mo-Tu 09:00-17:00; Tu closed; PH off", {"Mo": (h(9, 17),)}),
        ("Mo 09:00-17:00; Mo 12:00-13:00 off", {"Mo": (h(9, 12), h(13, 17))}),
        ("Fr 18:00-02:00", {"Fr": (h(18, 26),)}),
        ("Fr 18:00-26:00", {"Fr": (h(18, 26),)}),
        ("Su 18:00-02:00", {"Su": (h(18, 26),)}),
        ("Fr 18:00-24:00", {"Fr": (h(18, 24),)}),
        ("Fr 18:00-00:00", {"Fr": (h(18, 24),)}),
        ("Fr 18:00-23:59", {"Fr": (h(18, 24),)}),
        ("Fr 00:00-24:00", {"Fr": (h(0, 24),)}),
        ("Fr 18:00+", {"Fr": ((1080, 1081),)}),
        ("Monday - Tue: 9-17", {"Mo": (h(9, 17),), "Tu": (h(9, 17),)}),
        ("Mo-Su", {}),
        ("Mo-Su off", {}),
        ("24/7", {day: (h(0, 24),) for day in DAYS}),
        ("24/7; Fr 14:00-24:00", {day: (h(0, 24),) if day != "Fr" else (h(14, 24),) for day in DAYS}),
        ("Sa 24/7", {"Sa": (h(0, 24),)}),
        ("09:00-17:00", {day: (h(9, 17),) for day in DAYS}),
        ('Mo 09:00-17:00; Tu "by appointment"', {"Mo": (h(9, 17),)}),
        ('Mo 09:00-17:00 open "ring the bell"', {"Mo": (h(9, 17),)}),
        ("mo-tu 09:00–17:00 ;", {"Mo": (h(9, 17),), "Tu": (h(9, 17),)}),
    ],
)
def test_what_opens_when(osm: str, days: dict[str, tuple[tuple[int, int], ...]]) -> None:
    assert opened(osm) == days


@pytest.mark.parametrize(
    ("osm", "message", "column"),
    [
        ("", "opening hours expected", 1),
        ("always", "'always' is not understood", 1),
        ("Mo-Fr 9:00-5:00pm", "24-hour clock", 16),
        ("Mo-Fr 09:00", "'-' and the end expected after 09:00", 12),
        ("Mo- 09:00-12:00", "last day of the range", 5),
        ("Mo 25:00-26:00", "'25' is not an hour", 4),
        ("Mo 24:00-26:00", "cannot start at 24:00", 4),
        ("Mo 09:60-12:00", "'60' is not a minute", 7),
        ("Mo 09:00-49:00", "'49' is not an hour", 10),
        ("Mo 09:00-34:00", "more than 24 hours", 4),
        ("Mo 09:00-12:00 Jan", "'Jan' is not understood here", 16),
        ("Jan-Mar 09:00-12:00", "'Jan' is not understood", 1),
        ("Mo[1] 09:00-12:00", "weeks of a month", 3),
        ("Mo 0900-1200", "'0900' is not an hour", 4),
        ("Mo 09:00-12:00,", "days, times or off expected", 16),
        ("; Mo 09:00-12:00", "';' is not understood", 1),
    ],
)
def test_errors_say_what_and_where(osm: str, message: str, column: int) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse_hours(osm)
    assert [fault.column for fault in caught.value.faults] == [column]
    assert caught.value.faults[0].hint


@pytest.mark.parametrize(
    ("osm", "rendered"),
    [
        ("24/7", "24/7"),
        ("Mo-Su 00:00-24:00", "24/7"),
        ("Sa-Th 9:00-22:00", "Mo-Th,Sa,Su 09:00-22:00"),
        ("Su 10:00-12:00; Mo 09:00-10:00", "Mo 09:00-10:00; Su 10:00-12:00"),
        ("Mo-Sa 09:00-17:00; Su closed; PH off", "Mo-Sa 09:00-17:00; Su off; PH off"),
        ("Mo-Su,PH 10:00-16:00", "Mo-Su 10:00-16:00; PH 10:00-16:00"),
        ("Fr 18:00-26:00", "Fr 18:00-02:00"),
        ("Mo-Su", "Mo-Su"),
        ("Mo-Su open", "Mo-Su"),
        ("18:00+", "18:00+"),
        ("Th-Sa 18:00-23:00+", "Th-Sa 18:00-23:00+"),
        ("09:00-17:00", "09:00-17:00"),
        ('09:00-17:00 open, 18:00-19:00 "if booked"', '09:00-17:00 open, 18:00-19:00 "if booked"'),
        ('Sa "by appointment"', 'Sa "by appointment"'),
        ('Mo 09:00-12:00, Mo 14:00-16:00 "by appointment"', 'Mo 09:00-12:00, Mo 14:00-16:00 "by appointment"'),
        ('Mo-Fr 09:00-17:00 || "by appointment"', None),
        ("Mo-Fr 09:00-17:00; Mo-Fr 12:00-13:00 off", "Mo-Fr 09:00-12:00,13:00-17:00"),
    ],
)
def test_one_stable_form(osm: str, rendered: str | None) -> None:
    week = parse_hours(osm)
    if rendered is not None:
        assert week.render() == rendered
    assert parse_hours(week.render()) == week


@pytest.mark.parametrize(
    ("declared", "promised", "kept"),
    [
        ("Mo-Su 11:30-22:00", "Mo-Su 12:00-21:30", True),
        ("Mo-Su 11:30-22:00", "Mo-Su 11:30-22:00", True),
        ("Mo-Su 11:30-22:00", "Mo-Su 11:30-22:30", False),
        ("Tu-Su 12:00-21:00", "Mo-Su", False),
        ("Mo-Su 12:00-21:00", "Mo-Su", True),
        ("Mo-Su", "Mo-Sa", True),
        ("Mo-Su", "Mo-Sa 09:00-10:00", False),
        ("24/7", "Mo-Su 18:00-04:00", True),
        ("Mo-Su 16:00-03:00", "Mo-Su 16:00-02:00", True),
        ("Su 22:00-03:00", "Mo 01:00-02:00", True),
        ("Fr 18:00-02:00", "Fr,Sa", False),
        ("Mo-Fr 09:00-17:00", "09:00-17:00", True),
        ("Mo-Fr 09:00-17:00", "09:00-18:00", False),
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00+", True),
        ("Mo-Fr 18:00+", "Mo-Fr 18:00-20:00", False),
        ("Mo-Fr 09:00-17:00", "Sa off", True),
        ("Mo-Fr 09:00-17:00", "24/7", False),
    ],
)
def test_a_promise_holds_when_every_promised_minute_is_declared(declared: str, promised: str, kept: bool) -> None:
    assert parse_hours(declared).covers(parse_hours(promised)) is kept
    assert parse_hours(declared).missing(parse_hours(promised)).empty is kept


def test_what_is_missing_and_what_is_spare() -> None:
    declared, promised = parse_hours("Mo-Su 11:30-22:00"), parse_hours("Mo-Th 11:30-22:00; Fr-Su 11:30-00:30")
    assert declared.missing(promised).render() == "Fr-Su 22:00-00:30"
    assert declared.missing(promised).minutes == 3 * 150
    assert parse_hours("24/7").spare(parse_hours("Mo-Su 00:00-23:00")).render() == "Mo-Su 23:00-24:00"
    assert parse_hours("Tu-Su 12:00-21:00").missing(parse_hours("Mo-Su")).render() == "Mo"
    assert parse_hours("Mo-Th").missing(parse_hours("09:00-10:00")).render() == "Mo-Th 09:00-10:00"


def test_an_end_not_told_leaves_the_rest_unknown() -> None:
    week = parse_hours("Su 23:00+")
    assert week.open == span_bits(6, 1380, 1381)
    assert week.unknown == span_bits(6, 1381, DAY + 300)
    assert parse_hours('Tu "by appointment"').unknown == span_bits(1, 0, DAY)
    assert parse_hours('Tu "by appointment"').comments == ("by appointment",)


def test_restricted_to_days_keeps_what_runs_past_midnight() -> None:
    week = parse_hours("Th-Su 18:00-02:00; Mo; Tu off")
    assert week.on([3, 6]).render() == "Th,Su 18:00-02:00"
    assert week.on([0, 1]).render() == "Mo; Tu off"


SPAN = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).filter(lambda s: (s[0] + s[1]) % DAY != DAY - 1)
BITS = st.lists(st.tuples(st.integers(0, 6), SPAN), max_size=6).map(
    lambda spans: sum_bits([span_bits(day, start, start + length) for day, (start, length) in spans])
)
COMMENT = st.text(alphabet="abc د", max_size=5).map(str.strip)


def sum_bits(parts: list[int]) -> int:
    whole = 0
    for part in parts:
        whole |= part
    return whole


def ends_at_a_minute_to_midnight(bits: int) -> bool:
    last = sum_bits([1 << (day * DAY + DAY - 2) for day in range(7)])
    following = bits >> 1 | (bits & 1) << (WEEK - 1)
    return bool(bits & last & ~following)


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    return Week(
        open=draw(BITS),
        tails=draw(BITS),
        unsure=tuple(draw(st.dictionaries(COMMENT, BITS, max_size=2)).items()),
        days=draw(st.integers(0, 127)),
        off=draw(st.integers(0, 127)),
        holidays=draw(st.sampled_from([(), ("PH off",), ("PH 10:00-16:00", "SH off")])),
    )


@given(weeks())
def test_reading_what_was_rendered_gives_the_same_week(week: Week) -> None:
    bits = [week.open, *(some for _, some in week.unsure)]
    if week.render() and not any(map(ends_at_a_minute_to_midnight, bits)):
        assert parse_hours(week.render()) == week, week.render()


@given(BITS.filter(bool))
def test_days_have_what_starts_on_them(bits: int) -> None:
    week = Week(open=bits)
    assert sum_bits([span_bits(d, s, e) for d in range(7) for s, e in week.day_spans(d)]) == bits
    for day in range(7):
        spans = week.day_spans(day)
        assert all(0 <= s < e <= s + DAY for s, e in spans)
        assert all(a[1] < b[0] for a, b in pairwise(spans))


@given(weeks(), weeks(), weeks())
def test_laws(a: Week, b: Week, c: Week) -> None:
    assert (a | b).open == (b | a).open
    assert (a & b).open == (b & a).open
    assert (a & b).unknown == (b & a).unknown
    assert ((a | b) | c).open == (a | (b | c)).open
    assert ((a & b) & c).open == (a & (b & c)).open
    assert (a & (b | c)).open == ((a & b) | (a & c)).open
    assert (a | a) == a
    assert (a - b).open & b.open == 0
    assert (a | b).covers(replace(a, days=0))
    assert a.covers(a)
    assert (a - a).open == 0


@given(weeks(), weeks())
def test_covering_is_missing_nothing(declared: Week, promised: Week) -> None:
    missing = declared.missing(promised)
    assert declared.covers(promised) is missing.empty
    assert (declared.open | missing.open) & promised.open == promised.open
    assert missing.days & ~promised.days == 0
    assert missing.open & declared.open == 0
    assert declared.spare(promised).open & promised.open == 0


@given(st.text(alphabet='Mo-Fr 0123459:;,+|"of/7PH', max_size=30))
def test_any_text_is_read_or_refused_with_a_place(osm: str) -> None:
    columns: list[int | None] = []
    try:
        assert 0 <= parse_hours(osm).minutes <= WEEK
    except InputError as error:
        columns = [fault.column for fault in error.faults]
    assert all(column is not None and 1 <= column <= len(osm) + 1 for column in columns)
