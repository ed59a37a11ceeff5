"""The gap ladder: one geometry for pictures and characters, in both directions, and words that say it all."""

import datetime as dt
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
import sample_report as sample
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.model import Claim, Level, Measured, Place, Ruling, Standard
from promisecheck.reports.ladder import (
    BranchRow,
    Ladder,
    Voice,
    branch_table,
    definitions,
    full,
    inline,
    ladder_of,
    scale_of,
)
from promisecheck.reports.ladder.geometry import geometry
from promisecheck.reports.ladder.model import in_unit
from promisecheck.reports.ladder.terminal import ASCII, axis_line, full_lines, head_lane, row_lane
from promisecheck.reports.ladder.weeks import grid_of, spans_words, week_geometry
from promisecheck.reports.ladder.words import label, promised_words, rungs, sentence

EN, AR = Voice("en", week_start="Su"), Voice("ar", week_start="Su")
DAY = dt.date(2026, 11, 25)


def ladder(promised, declared, measure="delivery_time", verdict="over", **more):
    place = Place("x", 0, 1, 1, 1, "paragraph")
    claim = Claim("c1", place, "q", "en", "speed", measure, value=promised)
    standard = None if declared is None else Standard("s", "x", measure, declared)
    return replace(ladder_of(claim, Ruling(verdict, None, DAY, DAY, standard=standard)), **more)


def parsed(markup):
    return ElementTree.fromstring(f"<body>{markup}</body>")


LESS = ladder(Level("<=", 30, "min"), Level("<=", 45, "min"), gap=Level(value=15, unit="min"), place="Marka")
MORE = ladder(Level(">=", 30, "day"), Level(">=", 14, "day"), "return_window", gap=Level(value=16, unit="day"))
MONEY = ladder(Level("=", 2, "JOD"), Level("<=", 1.5, "JOD"), "fee", "kept", slack=Level(value=0.5, unit="JOD"))
HOURS = ladder(
    Level(hours="Mo-Su 10:00-02:00"),
    Level(hours="Su-We 10:00-24:00; Th,Sa 10:00-02:00; Fr 13:00-02:00"),
    "opening_hours",
    gap=Level(value=11, unit="h"),
)
OFFERED = ladder(Level(offered=True), Level(offered=False), "offer")
AREAS = ladder(Level(areas=("a", "b", "c")), Level(areas=("a", "b")), "coverage", gap=Level(areas=("c",)))
NOTHING = ladder(Level(offered=True), None, "offer", "undeclared")
INSTANT = ladder(None, None, verdict="undeclared")
WORDS = ladder(Level("=", 10, "%"), Level("<=", 5, "JOD"), "price", "unsure")
MEASURED = replace(
    LESS,
    measured=Measured(0.61, 0.585, 1204, (0.58, 0.64), 52, (50, 54)),
    wanted=Level("<=", 35, "min"),
    importance=9.0,
    reliability=0.95,
)
ALL = [LESS, MORE, MONEY, HOURS, OFFERED, AREAS, NOTHING, INSTANT, WORDS, MEASURED]


class TestScale:
    def test_it_reaches_past_the_largest_mark_with_at_most_six_ticks(self):
        scale = scale_of([MEASURED])
        assert (scale.low, scale.high, scale.step, scale.unit) == (0, 75, 15, "min")
        assert scale.ticks("en")[-1] == (96.0, "75 min")
        assert scale.x(30) == pytest.approx(40.8)

    @given(
        value=st.floats(0.01, 1e6, allow_nan=False),
        unit=st.sampled_from(["s", "min", "h", "day", "business_day", "week", "month", "year", "JOD", "count", "km"]),
    )
    def test_every_scale_has_room_and_few_ticks(self, value, unit):
        scale = scale_of([ladder(Level("<=", value, unit), Level("<=", value / 2, unit))])
        assert scale.high >= 1.25 * value * (1 - 1e-6)
        assert 2 <= len(scale.ticks("en")) <= 6
        assert 4 <= scale.x(value / 2) <= scale.x(value) <= 96

    def test_shares_near_the_whole_are_enlarged(self):
        near = scale_of([ladder(Level(">=", 99.9, "%"), Level(">=", 99.5, "%"), "uptime")])
        assert (near.low, near.high) == (99.0, 100)
        wide = scale_of([ladder(Level(">=", 99.9, "%"), Level(">=", 50, "%"), "uptime")])
        assert (wide.low, wide.high) == (0, 100)

    def test_free_stands_at_the_start_of_a_scale_of_money(self):
        scale = scale_of([ladder(Level("=", 0, "JOD"), Level("<=", 0, "JOD"), "fee")])
        assert scale.ticks("en") == ((4.0, "free"), (96.0, "1 JOD"))

    def test_one_scale_for_all_rows(self):
        scale = scale_of([LESS, replace(LESS, declared=Level("<=", 3, "h"))])
        assert scale.high >= 1.25 * 180
        assert scale_of([LESS, MONEY]) is None

    def test_units_of_time_and_length_convert(self):
        assert in_unit(2, "h", "min") == 120
        assert in_unit(1, "mile", "km") == pytest.approx(1.609344)
        assert in_unit(5, "business_day", "day") == 7
        assert in_unit(5, None, "JOD") == 5
        assert in_unit(5, "JOD", "USD") is None


class TestGeometry:
    def test_inside_the_band_is_kept_in_both_directions(self):
        less, more = geometry(LESS, scale_of([LESS])), geometry(MORE, scale_of([MORE]))
        assert less.bands == ((less.caps[0], 100.0),)
        assert less.gaps == ((less.promised[0], less.caps[0]),)
        assert more.bands == ((0.0, more.caps[0]),)
        assert more.gaps == ((more.caps[0], more.promised[0]),)
        kept = geometry(MONEY, scale_of([MONEY]))
        assert kept.gaps == ()
        assert kept.bands[0][0] < kept.promised[0] < kept.bands[0][1]

    def test_no_gap_is_drawn_where_only_a_condition_is_missing(self):
        equal = ladder(Level("<=", 45, "min"), Level("<=", 45, "min"))
        assert geometry(equal, scale_of([equal])).gaps == ()

    def test_yes_needs_a_standard_that_says_yes(self):
        assert geometry(OFFERED).gaps
        offered = replace(OFFERED, declared=Level(offered=True), verdict="kept")
        assert geometry(offered).gaps == ()
        assert geometry(offered).bands[0][1] > geometry(offered).promised[0]
        assert geometry(NOTHING).empty

    def test_a_cell_for_each_area(self):
        places = geometry(AREAS)
        assert (len(places.promised), len(places.bands), len(places.gaps)) == (3, 2, 1)
        assert places.gaps[0][0] > places.bands[-1][1]

    def test_a_range_shows_both_ends_and_is_judged_by_its_outer_one(self):
        spread = ladder(Level("range", min=20, max=30, unit="min"), Level("<=", 45, "min"))
        scale = scale_of([spread])
        assert geometry(spread, scale).spread == (scale.x(20), scale.x(30))
        assert geometry(spread, scale).promised == (scale.x(30),)

    def test_what_was_delivered_has_its_interval(self):
        scale = scale_of([MEASURED])
        places = geometry(MEASURED, scale)
        assert places.dot == scale.x(52)
        assert places.whiskers == (scale.x(50), scale.x(54))
        assert places.wanted == scale.x(35)

    def test_levels_without_a_common_scale_are_left_to_words(self):
        assert WORDS.kind == "words"
        assert geometry(WORDS).promised == ()


class TestWeek:
    def test_two_in_the_morning_stays_on_its_evening(self):
        grid = grid_of(HOURS, "Su")
        assert grid.hour == 6
        assert [row.day for row in grid.rows] == ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
        sunday = grid.rows[0]
        assert spans_words(sunday, sunday.declared, "en") == "10–24"
        assert spans_words(sunday, sunday.missing, "en") == "24–02"
        assert grid.rows[4].missing == ()

    def test_missing_minutes_are_those_promised_and_not_declared(self):
        assert grid_of(HOURS, "Su").missing_minutes == (4 * 2 + 3) * 60

    def test_a_week_in_one_lane_keeps_every_span(self):
        places = week_geometry(grid_of(HOURS, "Su"))
        assert len(places.bands) == 7
        assert sum(end - start for start, end in places.gaps) == pytest.approx(11 * 60 * 100 / 10080)

    def test_round_the_clock_and_closed(self):
        grid = grid_of(ladder(Level(hours="24/7"), Level(hours="Mo 09:00-17:00"), "opening_hours"))
        assert spans_words(grid.rows[0], grid.rows[0].promised, "en") == "24 h"
        assert spans_words(grid.rows[1], grid.rows[1].declared, "ar") == "مغلق"

    def test_the_row_starts_where_the_house_is_quietest(self):
        early = ladder(Level(hours="Mo-Su 04:00-23:00"), Level(hours="Mo-Su 05:00-23:00"), "opening_hours")
        assert grid_of(early).hour == 3

    def test_words_that_are_no_hours_leave_the_grid_empty(self):
        grid = grid_of(ladder(Level(hours="till late, ask us"), Level(hours="Mo-Su 10:00-20:00"), "opening_hours"))
        assert all(not row.promised for row in grid.rows)


class TestWords:
    def test_each_rung_says_what_it_shows(self):
        said = {rung.name: (rung.value, rung.beside, rung.notes) for rung in rungs(MEASURED, EN)}
        assert said == {
            "promised": ("30 min", "", ()),
            "declared": ("45 min", "", ("in 95% of cases",)),
            "delivered": ("61%", "within 30 min", ("58–64%", "1,204 cases")),
            "wanted": ("35 min", "", ("importance 9 of 10",)),
        }

    def test_without_a_record_the_rung_says_so(self):
        assert rungs(LESS, EN)[2].value == "not measured"
        assert rungs(LESS, AR)[2].value == "لم يُقَس"

    def test_the_sentence_names_place_standard_and_gap(self):
        assert sentence(LESS, EN) == "Marka declares at most 45 min. The promise is 15 min shorter."
        assert sentence(LESS, AR) == "معيار Marka 45 دقيقة على الأكثر. الوعد أقصر منه بمقدار 15 دقيقة."
        assert sentence(MORE, EN).endswith("The promise is 16 days longer.")
        assert sentence(MONEY, EN).endswith("There is 0.50 JOD to spare.")
        assert sentence(HOURS, AR) == "11 ساعة في الأسبوع موعودة لا يغطيها المعيار."
        assert sentence(AREAS, EN) == "Not declared: c."
        assert sentence(replace(OFFERED, place="Marka"), EN) == "Declared as not offered at Marka."
        assert sentence(replace(NOTHING, place="Marka"), EN) == "No standard covers this at Marka."

    def test_a_stale_standard_and_too_few_cases_are_said(self):
        stale = replace(MEASURED, review_due=dt.date(2026, 10, 1), too_few=True)
        assert "review was due 1 October 2026" in rungs(stale, EN)[1].notes
        assert "too few cases" in rungs(stale, EN)[2].notes

    def test_hours_areas_and_offers_hold_or_do_not_whatever_their_reliability(self):
        for case in (HOURS, OFFERED, AREAS):
            assert replace(case, reliability=0.95).share_declared is None
        assert replace(LESS, reliability=0.95).share_declared == 0.95
        assert replace(LESS, reliability=1.0).share_declared is None

    def test_from_and_up_to(self):
        assert promised_words(replace(MONEY, promised=Level(">=", 2, "JOD")), EN) == "from 2 JOD"
        assert promised_words(replace(MORE, promised=Level("<=", 30, "day")), AR) == "حتى 30 يوماً"

    def test_the_label_of_a_small_one(self):
        assert label(LESS, EN) == "Promised 30 min, declared 45 min"
        assert label(NOTHING, AR) == "الوعد نعم، بلا معيار"


class TestMarkup:
    @pytest.mark.parametrize("case", ALL)
    @pytest.mark.parametrize("voice", [EN, AR])
    def test_everything_drawn_is_well_formed_and_has_words(self, case, voice):
        for markup in (full(case, voice), inline(case, voice), branch_table([BranchRow(case, "x", "")], "q", voice)):
            tree = parsed(markup)
            assert "style=" not in markup
            assert "data:" not in markup
            text = " ".join(tree.itertext())
            assert text.strip() or "aria-label" in markup
        assert ElementTree.fromstring(str(definitions())).find("defs") is not None

    def test_lanes_have_no_view_box_and_are_hidden_from_readers(self):
        tree = parsed(full(MEASURED, EN))
        lanes = [node for node in tree.iter() if node.get("class") == "lane"]
        assert len(lanes) == 5
        for lane in lanes:
            assert all(node.get("viewBox") is None for node in lane.iter("svg"))
        assert all(node.get("aria-hidden") == "true" for node in tree.iter("dd") if node.get("class") == "lane")
        assert parsed(inline(LESS, EN)).find("svg").get("aria-label") == "Promised 30 min, declared 45 min"

    @pytest.mark.parametrize("case", [LESS, MORE, MONEY, OFFERED, AREAS, MEASURED])
    def test_right_to_left_is_the_same_picture_turned_round(self, case):
        def promises(voice):
            lines = re.findall(r'<line class="gl-pl" x1="([\d.]+)%"', str(full(case, voice)))
            return sorted({float(x) for x in lines})

        assert promises(EN)
        assert promises(AR) == pytest.approx(sorted(100 - x for x in promises(EN)), abs=0.011)

    def test_bands_turn_round_too(self):
        def band(voice):
            x, width = re.search(r'gl-band" x="([\d.]+)%" width="([\d.]+)%"', str(inline(LESS, voice))).groups()
            return float(x), float(width)

        (x, width), (turned, same) = band(EN), band(AR)
        assert same == width
        assert turned == pytest.approx(100 - x - width, abs=0.011)

    def test_names_are_escaped(self):
        nasty = "<script>alert(1)</script>\"'&"
        voice = Voice("en", {"a": {"en": nasty}})
        for markup in (
            full(replace(AREAS, place=nasty), voice),
            inline(AREAS, voice),
            branch_table([BranchRow(AREAS, nasty, nasty)], nasty, voice),
        ):
            assert "<script" not in markup
            parsed(markup)

    def test_no_standard_is_a_dashed_empty_band(self):
        assert 'class="gl-none"' in full(NOTHING, EN)
        assert 'class="gl-band"' not in full(NOTHING, EN)

    def test_a_table_has_a_row_for_each_group_and_one_promise_line(self):
        tree = parsed(branch_table([BranchRow(LESS, "A"), BranchRow(MEASURED, "B", "2")], "q", EN))
        rows = tree.findall(".//tbody/tr")
        assert [row.find("th").text.strip() for row in rows] == ["A", "B"]
        lines = {line.get("x1") for line in tree.iter("line") if line.get("class") == "gl-pl"}
        assert len(lines) == 1
        heads = ["".join(node.itertext()) for node in tree.findall(".//thead/tr/th")]
        assert heads == ["Where", "Declared", "Delivered", "Verdict"]


class TestTerminal:
    def test_a_ladder_in_characters(self):
        lines = full_lines(MEASURED, EN, 38)
        assert [line.lane for line in lines] == [
            "···············▼///////···············",
            "···············│//////┃███████████████",
            "···············│········─●─···········",
            "···············│·△····················",
            " 0     15     30     45     60  75 min",
        ]
        assert lines[1].strong + lines[1].words == "45 min, in 95% of cases"

    def test_arabic_is_turned_round(self):
        for left, right in zip(full_lines(MEASURED, EN, 40)[:-1], full_lines(MEASURED, AR, 40)[:-1], strict=True):
            assert right.lane == left.lane[::-1]

    @given(width=st.integers(12, 120), case=st.sampled_from(ALL), arabic=st.booleans())
    def test_a_lane_is_as_wide_as_asked(self, width, case, arabic):
        voice = AR if arabic else EN
        for line in full_lines(case, voice, width):
            assert len(line.lane) in (width, 0)
        if case.kind != "week":
            scale = scale_of([case])
            assert len(row_lane(case, scale, voice, width)) == width
            assert len(head_lane(case, scale, voice, width)) == width

    def test_ascii_only(self):
        for case in ALL:
            for line in full_lines(case, EN, 40, signs=ASCII):
                assert line.lane.isascii()

    def test_labels_never_touch(self):
        line = axis_line(((0, "free"), (3, "1"), (50, "2"), (100, "100 JOD")), 20, EN)
        assert line.startswith("free")
        assert line.endswith("100 JOD")
        assert "free1" not in line

    def test_a_week_in_characters(self):
        lines = full_lines(HOURS, EN, 48)
        assert lines[0].title == "Sun"
        assert lines[0].lane.count("/") == 4
        assert lines[0].strong == "24–02 missing"
        assert "/" not in lines[4].lane


def test_every_ladder_of_the_sample_can_be_drawn():
    for report in (sample.english(), sample.arabic()):
        for judged in report.claims:
            assert isinstance(ladder_of(judged.claim), Ladder)
            for ruling in judged.verdicts.rulings:
                made = ladder_of(judged.claim, ruling)
                assert made.kind in ("scale", "week", "offered", "areas")
                assert parsed(full(made, EN)) is not None
