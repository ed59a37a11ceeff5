"""Figures, units, plurals and places in both languages."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
import sample_report as sample

from promisecheck.model import Condition, DocumentSummary, Level
from promisecheck.paths import data_dir
from promisecheck.reports import words
from promisecheck.reports.levels import amount, axis_label, condition_words, level_words
from promisecheck.reports.view import View
from promisecheck.reports.words import counted, date, language_of, listed, percent, plural, say


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "zero"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (10, "few"),
        (11, "many"),
        (99, "many"),
        (100, "other"),
        (102, "other"),
        (103, "few"),
        (111, "many"),
    ],
)
def test_arabic_plural_categories(count, expected):
    assert plural(count, "ar") == expected


@pytest.mark.parametrize(
    ("value", "unit", "english", "arabic"),
    [
        (45, "min", "45 min", "45 دقيقة"),
        (1, "day", "1 day", "يوم واحد"),
        (2, "day", "2 days", "يومان"),
        (3, "day", "3 days", "3 أيام"),
        (14, "day", "14 days", "14 يوماً"),
        (100, "day", "100 days", "100 يوم"),
        (2, "business_day", "2 business days", "يوما عمل"),
        (0.5, "h", "0.5 h", "0.5 ساعة"),
        (10, "JOD", "10 JOD", "10 دنانير"),
        (1.5, "JOD", "1.50 JOD", "1.50 دينار"),
        (1.125, "KWD", "1.125 KWD", "1.125 دينار كويتي"),
        (0, "JOD", "free", "مجاناً"),
        (12, None, "12", "12"),
        (20, "CHF", "20 CHF", "20 CHF"),
        (95, "%", "95%", "95٪"),
        (1200, "count", "1,200", "1,200"),
        (1, "star", "1 star", "نجمة واحدة"),
    ],
)
def test_amounts(value, unit, english, arabic):
    assert amount(value, unit, "en") == english
    assert amount(value, unit, "ar") == arabic


@pytest.mark.parametrize(
    ("value", "figure", "unit", "english", "arabic"),
    [
        (75, "75", "min", "75 min", "75 د"),
        (3, "3", "business_day", "3 business days", "3 أيام عمل"),
        (2, "2.00", "JOD", "2.00 JOD", "2.00 دينار"),
        (20, "20", "JOD", "20 JOD", "20 ديناراً"),
        (100, "100", "%", "100%", "100٪"),
        (5, "5", "count", "5", "5"),
    ],
)
def test_the_last_label_of_an_axis(value, figure, unit, english, arabic):
    assert axis_label(value, figure, unit, "en") == english
    assert axis_label(value, figure, unit, "ar") == arabic


def test_a_dual_after_a_preposition():
    assert amount(2, "day", "ar", oblique=True) == "يومين"
    assert amount(2, "business_day", "ar", oblique=True) == "يومي عمل"
    assert amount(2, "QAR", "ar", oblique=True) == "ريالين قطريين"
    assert amount(3, "day", "ar", oblique=True) == "3 أيام"


@pytest.mark.parametrize(
    ("level", "english", "arabic"),
    [
        (Level("<=", 45, "min"), "at most 45 min", "45 دقيقة على الأكثر"),
        (Level(">=", 14, "day"), "at least 14 days", "14 يوماً على الأقل"),
        (Level("<", 5, "min"), "under 5 min", "أقل من 5 دقائق"),
        (Level(">", 50, "count"), "more than 50", "أكثر من 50"),
        (Level("=", 10, "%"), "10%", "10٪"),
        (Level("range", min=3, max=5, unit="day"), "3–5 days", "3–5 أيام"),
        (Level("<=", 0, "JOD"), "free", "مجاناً"),
        (Level("<=", 1, "day", by="10:00"), "next day by 10:00", "اليوم التالي قبل 10:00"),
        (Level(by="22:00"), "by 22:00", "قبل 22:00"),
        (Level("=", 5, "JOD", per="month"), "5 JOD a month", "5 دنانير في الشهر"),
        (Level("<=", 9, "JOD", per="person"), "at most 9 JOD a person", "9 دنانير على الأكثر للشخص"),
        (Level("=", 3, "JOD", per="h"), "3 JOD an hour", "3 دنانير في الساعة"),
        (Level("=", 3, "JOD", per="box"), "3 JOD a box", "3 دنانير لكل box"),
        (Level(hours="Mo-Fr 09:00-17:00"), "Mon–Fri 09:00–17:00", "الاثنين–الجمعة 09:00–17:00"),
        (Level(offered=True), "yes", "نعم"),
        (Level(offered=False), "no", "لا"),
        (None, "no level", "بلا مستوى"),
    ],
)
def test_levels(level, english, arabic):
    assert level_words(level, "en", direction=True) == english
    assert level_words(level, "ar", direction=True) == arabic


def test_areas_are_called_by_their_names():
    level = Level(areas=("amman", "irbid", "Petra"))
    names = {**sample.NAMES.locations, **sample.NAMES.groups}
    assert level_words(level, "en", names) == "Amman, Irbid and Petra"
    assert level_words(level, "ar", names) == "عمّان وإربد وPetra"


@pytest.mark.parametrize(
    ("share", "digits", "expected"),
    [(0.61, 0, "61%"), (1, 0, "100%"), (0.9999, 0, "99.9%"), (0.0001, 0, "0.1%"), (0, 0, "0%"), (0.975, 2, "97.5%")],
)
def test_not_quite_all_never_reads_as_all(share, digits, expected):
    assert percent(share, "en", digits) == expected


def test_conditions_speak_the_language_of_the_report_where_the_spec_does():
    condition = Condition("from 8 JOD", "order_value", None, (("en", "from 8 JOD"), ("ar", "من 8 دنانير")))
    assert condition_words(condition, "ar") == "من 8 دنانير"
    assert condition_words(Condition("from 8 JOD", "order_value"), "ar") == "from 8 JOD"


@pytest.mark.parametrize(
    ("condition", "english", "arabic"),
    [
        (Condition("at least 8 JOD", "order_value", Level(">=", 8, "JOD")), "orders from 8 JOD", "الطلبات من 8 دنانير"),
        (Condition("22:00", "ordered_before", Level(by="22:00")), "ordered before 22:00", "الطلب قبل الساعة 22:00"),
        (Condition("2 days", "booked_ahead", Level("=", 2, "day")), "booked 2 days ahead", "الحجز قبل يومين"),
        (Condition("unused vouchers", "other"), "unused vouchers", "unused vouchers"),
    ],
)
def test_a_bare_level_gets_a_word_beside_it(condition, english, arabic):
    assert condition_words(condition, "en") == english
    assert condition_words(condition, "ar") == arabic


def test_counts_lists_and_dates():
    assert [counted(n, "promise", "ar") for n in (1, 2, 3, 11)] == ["وعد واحد", "وعدان", "3 وعود", "11 وعداً"]
    assert counted(1, "promise", "en") == "1 promise"
    assert listed(["a", "b", "c"], "en") == "a, b and c"
    assert listed([], "ar") == ""
    assert date(dt.date(2026, 11, 5), "en") == "5 November 2026"
    assert date(dt.date(2026, 11, 5), "ar") == "5 تشرين الثاني/نوفمبر 2026"
    assert date(dt.date(2026, 11, 5), "ar", "Asia/Amman") == "5 تشرين الثاني 2026"
    assert date(dt.date(2026, 11, 5), "ar", "Africa/Cairo") == "5 نوفمبر 2026"


def test_an_unknown_wording_is_an_error():
    with pytest.raises(KeyError):
        say("nonsense", "en")


def test_the_language_of_most_documents_is_the_report_s():
    report = sample.mixed()
    assert language_of(report, "auto") == "en"
    arabic = DocumentSummary("x", "ar", (), 0, 0)
    assert language_of(replace(report, documents=(arabic, arabic, report.documents[0])), "auto") == "ar"
    assert language_of(report, "ar") == "ar"


class TestPlaces:
    view = View(sample.english())

    @pytest.mark.parametrize(
        ("places", "expected"),
        [
            (sample.ALL, "all 5 branches"),
            (sample.AMMAN, "Amman"),
            (("irbid",), "Irbid"),
            (("rabieh", "irbid"), "Rabieh and Irbid"),
            (("rabieh", "weibdeh", "irbid", "salt"), "Rabieh, Weibdeh and 2 more"),
            ((*sample.AMMAN, "salt", "salt"), "Amman and Salt"),
            ((), "no branch"),
            (("elsewhere",), "elsewhere"),
        ],
    )
    def test_places_in_words(self, places, expected):
        assert self.view.places(places) == expected

    def test_in_arabic(self):
        view = View(sample.arabic())
        assert view.places(sample.ALL) == "كل الفروع (5)"
        assert view.places(("rabieh", "irbid")) == "الرابية وإربد"

    def test_equal_rulings_are_one_group_and_the_worst_comes_first(self):
        groups = self.view.groups(sample.english().claims[2])
        assert [(group.ruling.verdict, group.name, group.count) for group in groups] == [
            ("over", "Amman and Salt", "4 branches"),
            ("kept", "Irbid", ""),
        ]

    def test_rulings_that_differ_in_words_only_are_one_group(self):
        judged = sample.english().claims[1]
        (ruling,) = judged.verdicts.rulings
        other = replace(ruling, because="said differently", gap=Level(value=1, unit="day"))
        verdicts = replace(judged.verdicts, codes=(0, 1, 0, 1, 0), rulings=(ruling, other))
        (group,) = self.view.groups(replace(judged, verdicts=verdicts))
        assert group.name == "all 5 branches"

    def test_tiers_and_days_are_named_where_they_differ(self):
        judged = sample.english().claims[1]
        (ruling,) = judged.verdicts.rulings
        later = replace(ruling, start=dt.date(2026, 12, 1))
        swift = replace(ruling, tier="swift")
        verdicts = replace(judged.verdicts, codes=(0, 1, 2, 2, 2), rulings=(ruling, later, swift))
        names = [group.name for group in self.view.groups(replace(judged, verdicts=verdicts))]
        assert names == [
            "Rabieh, for Everyday, 25 November 2026 to 31 December 2026",
            "Weibdeh, for Everyday, 1 December 2026 to 31 December 2026",
            "Marka, Irbid and Salt, for Swift, 25 November 2026 to 31 December 2026",
        ]

    def test_groups_of_one_standard_are_put_together_whatever_was_measured(self):
        groups = self.view.groups(sample.english().claims[0])
        assert [group.name for group in groups] == ["Amman", "Irbid", "Salt"]
        merged = self.view.merged(groups)
        assert [(group.name, group.count) for group in merged] == [("Amman and Salt", "4 branches"), ("Irbid", "")]
        assert merged[0].ladder.measured is None

    def test_a_quote_stands_in_its_sentence(self):
        excerpt = self.view.excerpt(sample.english().claims[3].claim)
        assert excerpt.before == "Open until midnight, seven days a week, with "
        assert excerpt.quote == "free tea while you wait"
        assert excerpt.after == "."

    def test_without_the_copy_the_quote_stands_alone(self):
        report = replace(sample.english(), documents_read=())
        excerpt = View(report).excerpt(report.claims[3].claim)
        assert (excerpt.before, excerpt.quote, excerpt.after) == ("", "free tea while you wait", "")


def test_every_wording_is_used_somewhere():
    package = Path(words.__file__).parent
    sources = [path for path in package.rglob("*.py") if path != Path(words.__file__)]
    sources += (data_dir("web") / "templates" / "report").glob("*.html")
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    unused = {key for key in words._SAID if not re.search(f"['\"]{key}['\"]", text) and not key.startswith("key_")}
    assert unused == set()
