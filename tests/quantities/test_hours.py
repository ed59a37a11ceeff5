"""Hours in the layout of a page, wordings as data, and properties of finding hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.errors import InputError
from promisecheck.folding import fold
from promisecheck.quantities.hours import combine_rows, days_in, find_hours, hours_from
from promisecheck.quantities.hours_words import HOLIDAY, day_set, lexicon, parse_lexicon
from promisecheck.quantities.week import parse_hours


@pytest.mark.parametrize(
    ("days", "times", "hours"),
    [
        ("Monday", "9-5", "Mo 09:00-17:00"),
        ("Monday", "9:00 AM - 5:00 PM", "Mo 09:00-17:00"),
        ("Sunday to Thursday", "11am – midnight", "Mo-Th,Su 11:00-24:00"),
        ("Friday and Saturday", "12 noon – 11pm", "Fr,Sa 12:00-23:00"),
        ("Sat", "9-1 and 4-8", "Sa 09:00-13:00,16:00-20:00"),
        ("Sunday", "Closed", "Su off"),
        ("Sunday", "CLOSED.", "Su off"),
        ("Sunday", "-", "Su off"),
        ("Friday", "24 hours", "Fr 00:00-24:00"),
        ("Fri", "6pm till late", "Fr 18:00+"),
        ("Saturday", "by appointment", 'Sa "by appointment"'),
        ("Weekdays", "8-20", "Mo-Fr 08:00-20:00"),
        ("Opening hours: Monday", "9-5", "Mo 09:00-17:00"),
        ("Sundays & bank holidays", "10-4", "Su 10:00-16:00; PH 10:00-16:00"),
        ("Hours", "Mon-Fri 9-5", "Mo-Fr 09:00-17:00"),
        ("Leeds", "9am-5pm", "09:00-17:00"),
        ("الجمعة", "مغلق", "Fr off"),
        ("السبت – الخميس", "من ١٠ صباحاً حتى ١٢ منتصف الليل", "Mo-Th,Sa,Su 10:00-24:00"),
        ("من الأحد إلى الخميس", "٩ - ٥", "Mo-Th,Su 09:00-17:00"),
        ("أيام الدوام", "من ٨ إلى ٣", "Mo-Th,Su 08:00-15:00"),
        ("Monday", "", None),
        ("Monday", "bring your card", None),
        ("Leeds", "", None),
    ],
)
def test_days_in_one_place_and_times_in_another(days: str, times: str, hours: str | None) -> None:
    language = "en" if days[0] < "\u0600" else "ar"
    week = hours_from(days, times, language)  # type: ignore[arg-type]
    assert (week.render() if week else None) == hours


def test_rows_make_one_week() -> None:
    rows = [("Monday", "9-5"), ("Tuesday", "9-5"), ("Wednesday", "Closed"), ("Thu-Fri", "9-8"), ("Parking", "free")]
    week = combine_rows(rows)
    assert week is not None
    assert week.render() == "Mo,Tu 09:00-17:00; We off; Th,Fr 09:00-20:00"
    assert combine_rows([("Parking", "free")]) is None
    assert combine_rows([]) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday", {"Mo"}),
        ("Mon & Tue", {"Mo", "Tu"}),
        ("Sunday to Thursday", {"Su", "Mo", "Tu", "We", "Th"}),
        ("Friday, Saturday and bank holidays", {"Fr", "Sa", "PH"}),
        ("Weekends", {"Sa", "Su"}),
        ("السبت - الخميس", {"Sa", "Su", "Mo", "Tu", "We", "Th"}),
        ("نهاية الأسبوع", {"Fr", "Sa"}),
        ("Leeds", None),
        ("Price", None),
        ("", None),
    ],
)
def test_days_of_a_heading(text: str, days: set[str] | None) -> None:
    found = days_in(text, "en" if text.isascii() else "ar")
    assert found == (frozenset(days) if days else None)


def test_which_days_a_weekend_is_depends_on_the_language() -> None:
    assert [q.hours for q in find_hours(fold("weekends 10-4"), "en")] == ["Sa,Su 10:00-16:00"]
    assert [q.hours for q in find_hours(fold("weekends 10-4"), "ar")] == ["Fr,Sa 10:00-16:00"]
    assert [q.hours for q in find_hours(fold("weekdays 10-4"), "ar")] == ["Mo-Th,Su 10:00-16:00"]


def test_offsets_are_those_of_the_original() -> None:
    text = "مرحبا: السّــبت - الخميس ‏٩‏ص-٥م، أهلاً"
    (found,) = find_hours(fold(text), "ar")
    assert text[found.start : found.end] == "السّــبت - الخميس ‏٩‏ص-٥م"
    assert found.hours == "Mo-Th,Sa,Su 09:00-17:00"


# ------------------------------------------------------------------------------------------------ wordings as data
def test_day_sets() -> None:
    assert day_set("Mo-Fr") == 0b0011111
    assert day_set("Sa-Su") == 0b1100000
    assert day_set("Su-Th") == 0b1001111
    assert day_set("PH") == HOLIDAY


def test_an_unknown_key_lists_the_allowed_ones() -> None:
    with pytest.raises(InputError, match="unknown key 'closde'") as caught:
        parse_lexicon({"x.yaml": "days: {Mo: monday}\nclosde: closed\n"})
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("x.yaml", 2)
    assert "closed" in (fault.hint or "")


def test_a_list_without_wordings_is_named() -> None:
    with pytest.raises(InputError, match=r"no wordings for: .*until"):
        parse_lexicon({"x.yaml": "days: {Mo: monday}\n"})


def test_both_languages_say_every_kind() -> None:
    for name in ("open", "services", "units", "availability", "not_until_before", "not_hours24_before"):
        words = lexicon().sets[name]
        assert any(word.isascii() for word in words)
        assert any("\u0621" <= word[0] <= "\u064a" for word in words)


# ------------------------------------------------------------------------------------------------ properties
PIECES = st.sampled_from(
    [
        "Mon", "Fri", "Sunday", "weekends", "daily", "every day", "7 days a week", "24/7", "24 hours",
        "round the clock", "9", "5", "9am", "5pm", "17:00", "noon", "midnight", "late", "-", "–",
        "to", "until", "from", "between", "and",
        "&", ",", ".", ";", "|", ":", "(", ")", "/", "+", "closed", "except", "including", "bank holidays", "open",
        "by appointment", "onwards", "hello", "3 May", "days", "السبت", "الخميس", "والأحد", "للخميس", "من", "إلى",
        "حتى", "٩ صباحاً", "٥ م", "٩", "مغلق", "ما عدا", "يومياً", "على مدار الساعة", "الساعة", "التاسعة", "والنصف",
        "منتصف الليل", "سبت", "أحد", "\n", "مفتوح", "working days", "أيام الدوام",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_whatever_is_found_is_hours_in_order(text: str) -> None:
    found = find_hours(fold(text))
    ends = [0]
    for quantity in found:
        assert quantity.hours is not None
        assert parse_hours(quantity.hours).render() == quantity.hours
        assert ends[-1] <= quantity.start < quantity.end <= len(text)
        ends.append(quantity.end)


@given(st.lists(PIECES, max_size=12).map(" ".join), st.lists(PIECES, max_size=12).map(" ".join))
def test_cells_never_fail(days: str, times: str) -> None:
    week = hours_from(days, times)
    assert week is None or parse_hours(week.render()) == week


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for quantity in find_hours(fold(text)):
        assert 0 <= quantity.start < quantity.end <= len(text)
