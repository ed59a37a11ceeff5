"""The words of the reports in English and Arabic, and how things are counted in each.

Templates are filled with str.format by `say`. A noun has one form for each plural category of its language (CLDR);
Arabic forms already hold what stands beside the number, so that 2 is a dual and 1 needs no figure.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from promisecheck.model import Language, Report
from promisecheck.reports.nouns import COUNTED

_SAID: Final[dict[str, tuple[str, str]]] = {
    # verdicts
    "kept": ("Kept", "يُوفى به"),
    "over": ("Over", "زائد"),
    "undeclared": ("Undeclared", "بلا معيار"),
    "unsure": ("Unsure", "غير محسوم"),
    "unjudged": ("Not judged", "لم يُحكم عليه"),
    # severities
    "error": ("error", "خطأ"),
    "warning": ("warning", "تحذير"),
    "note": ("note", "ملاحظة"),
    # rungs
    "promised": ("Promised", "الوعد"),
    "declared": ("Declared", "المعيار"),
    "delivered": ("Delivered", "الفعلي"),
    "wanted": ("Wanted", "المطلوب"),
    "missing": ("missing", "ينقص"),
    "nothing": ("nothing", "لا شيء"),
    "no_standard": ("no standard covers this", "لا معيار يشمله"),
    "not_measured": ("not measured", "لم يُقَس"),
    "every_case": ("every case", "كل الحالات"),
    "yes": ("yes", "نعم"),
    "no": ("no", "لا"),
    "free": ("free", "مجاناً"),
    "closed": ("closed", "مغلق"),
    "open": ("open", "مفتوح"),
    "all_day": ("24 h", "24 ساعة"),
    "no_level": ("no level", "بلا مستوى"),
    "in_share": ("in {share} of cases", "في {share} من الحالات"),
    "from": ("from {level}", "من {level}"),
    "up_to": ("up to {level}", "حتى {level}"),
    "same_day": ("same day", "اليوم نفسه"),
    "next_day": ("next day", "اليوم التالي"),
    "next_business_day": ("next business day", "يوم العمل التالي"),
    "by_time": ("by {time}", "قبل {time}"),
    "every_day": ("every day", "كل يوم"),
    "within": ("within {level}", "خلال {level}"),
    "reached_at": ("{share} at {level}", "{share} عند {level}"),
    "importance": ("importance {value} of 10", "الأهمية {value} من 10"),
    "record": ("{source}: {cases}, {rows} left out", "{source}: {cases}، وتُرك {rows}"),
    "record_all": ("{source}: {cases}", "{source}: {cases}، ولم يُترك شيء"),
    "a_record": ("record {words}", "سجلّ {words}"),
    "too_few": ("too few cases", "الحالات أقل من أن تكفي"),
    "review_due": ("review was due {date}", "كان موعد مراجعته {date}"),
    "notice": ("notice: {reason}", "إشعار: {reason}"),
    # what the picture says
    "declares": ("{place} declares {declared}.", "معيار {place} {declared}."),
    "declare": ("Declared at {place}: {declared}.", "المعيار في {place}: {declared}."),
    "inside": ("Inside the band: {place} declares {declared}.", "ضمن المعيار: معيار {place} {declared}."),
    "insides": ("Inside the band: declared at {place}: {declared}.", "ضمن المعيار: المعيار في {place} {declared}."),
    "by_gap": ("The promise is {gap} {than}.", "الوعد {than} منه بمقدار {gap}."),
    "shorter": ("shorter", "أقصر"),
    "longer": ("longer", "أطول"),
    "lower": ("less", "أقل"),
    "higher": ("more", "أكثر"),
    "say_slack": ("There is {slack} to spare.", "وثمّة فائض مقداره {slack}."),
    "say_undeclared": ("No standard covers this at {place}.", "لا معيار في {place} يشمل هذا."),
    "say_offered": ("Declared as offered at {place}.", "متوفر في {place} بحسب المعيار."),
    "say_not_offered": ("Declared as not offered at {place}.", "غير متوفر في {place} بحسب المعيار."),
    "say_week": ("{hours} a week are promised and not declared.", "{hours} في الأسبوع موعودة لا يغطيها المعيار."),
    "say_missing": ("Not declared: {what}.", "خارج المعيار: {what}."),
    "our_standard": ("The organisation", "المؤسسة"),
    "label": ("Promised {promised}, declared {declared}", "الوعد {promised}، المعيار {declared}"),
    "label_none": ("Promised {promised}, no standard", "الوعد {promised}، بلا معيار"),
    # places
    "everywhere": ("all {count} branches", "كل الفروع ({count})"),
    "and_more": ("{names} and {count} more", "{names} و{count} غيرها"),
    "nowhere": ("no branch", "لا فرع"),
    "fixable": ("--fix puts it in", "يكتبها الخيار \u2066--fix\u2069"),
    "holds_at": ("holds at {places}", "يصحّ في {places}"),
    # headings and columns
    "title": ("promisecheck report", "تقرير promisecheck"),
    "judged_for": ("judged for {date}", "بحسب معايير {date}"),
    "judged_for_days": ("judged for {date} to {until}", "بحسب معايير {date} إلى {until}"),
    "read_on": ("read on {date}", "قُرئ في {date}"),
    "not_judged": ("promises found, not judged", "وعود وُجدت ولم يُحكم عليها"),
    "skip": ("Skip to the findings", "إلى الملاحظات"),
    "comma": (", ", "، "),
    "contents": ("Contents", "المحتويات"),
    "not_kept": ("Not kept", "لا يُوفى بها"),
    "section_findings": ("Findings", "ملاحظات"),
    "section_over": ("Over", "وعود زائدة"),
    "section_undeclared": ("Undeclared", "وعود بلا معيار"),
    "section_unsure": ("Unsure", "وعود غير محسومة"),
    "section_watch": ("Kept, with something to mend", "يُوفى بها، وفيها ما يُصلح"),
    "section_kept": ("Kept", "وعود يُوفى بها"),
    "section_found": ("Promises", "الوعود"),
    "section_unjudged": ("Not judged anywhere", "لم يُحكم عليها في أي فرع"),
    "section_matrix": ("Every promise at every branch", "كل وعد في كل فرع"),
    "section_copy": ("The copy", "النص"),
    "section_problems": ("Problems", "مشكلات"),
    "can_be_said": ("What can be said", "ما يمكن قوله"),
    "also_at": ("Also at", "ويرد أيضاً في"),
    "where": ("Where", "أين"),
    "place": ("Place", "الموضع"),
    "promise": ("Promise", "الوعد"),
    "verdict": ("Verdict", "الحكم"),
    "finding": ("Finding", "الملاحظة"),
    "spare": ("To spare", "الفائض"),
    "branches": ("Branches", "الفروع"),
    "measure": ("Measure", "المقياس"),
    "level": ("Level", "المستوى"),
    "service": ("Service", "الخدمة"),
    "day": ("Day", "اليوم"),
    "hours": ("Hours", "الساعات"),
    "for_tier": ("for {tier}", "لمستوى {tier}"),
    "days_from_to": ("{start} to {end}", "{start} إلى {end}"),
    "no_findings": ("Every promise can be kept.", "كل الوعود يمكن الوفاء بها."),
    "no_promises": ("No promise was found.", "لم يوجد أي وعد."),
    "hidden": ("not seen on the page", "لا يظهر في الصفحة"),
    "left_out": (
        "Only the passages that hold a promise are shown.",
        "تظهر هنا المقاطع التي فيها وعود فقط.",
    ),
    "more_rows": ("and {count} more", "و{count} غيرها"),
    "more_findings": (
        "{count} more findings are not shown here; the JSON report has them.",
        "لا تظهر هنا {count} من الملاحظات، وهي في تقرير JSON.",
    ),
    "more_columns": (
        "Not shown here: {branches} more; the JSON report has them.",
        "لا يظهر هنا: {branches}؛ التفاصيل في تقرير JSON.",
    ),
    "mend": ("mend", "الحل"),
    "line": ("line", "السطر"),
    "key_promised": ("promised: what the advertisement says", "الوعد: ما يقوله الإعلان"),
    "key_declared": (
        "declared: the standard; the band is what it carries",
        "المعيار: ما يحتمله الشريط يُوفى به",
    ),
    "key_delivered": (
        "delivered: where the declared share is reached, with its interval",
        "الفعلي: حيث تتحقق النسبة المعلنة في المعيار، مع مجالها",
    ),
    "key_wanted": ("wanted: what customers expect", "المطلوب: ما يتوقعه الزبائن"),
    "key_missing": ("promised, not carried", "موعود ولا يحتمله المعيار"),
    "key": ("How to read the picture", "كيف يُقرأ الرسم"),
}

_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    # the names of the Levant and those of the other Arab countries
    "ar": (
        "كانون الثاني/يناير",
        "شباط/فبراير",
        "آذار/مارس",
        "نيسان/أبريل",
        "أيار/مايو",
        "حزيران/يونيو",
        "تموز/يوليو",
        "آب/أغسطس",
        "أيلول/سبتمبر",
        "تشرين الأول/أكتوبر",
        "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    ),
}

_LEVANT: Final = frozenset(
    f"Asia/{city}" for city in ("Amman", "Beirut", "Damascus", "Baghdad", "Hebron", "Gaza", "Jerusalem")
)

DAYS: Final[dict[Language, dict[str, str]]] = {
    "en": {"Mo": "Mon", "Tu": "Tue", "We": "Wed", "Th": "Thu", "Fr": "Fri", "Sa": "Sat", "Su": "Sun"},
    "ar": {
        "Mo": "الاثنين",
        "Tu": "الثلاثاء",
        "We": "الأربعاء",
        "Th": "الخميس",
        "Fr": "الجمعة",
        "Sa": "السبت",
        "Su": "الأحد",
    },
}
"""Names of the days by their OSM code, Monday first."""


def language_of(report: Report, wanted: str) -> Language:
    """The language a report is written in: `en` or `ar` as wanted, for `auto` the one of most documents."""
    if wanted == "ar" or wanted == "en":
        return "ar" if wanted == "ar" else "en"
    arabic = sum(document.language == "ar" for document in report.documents)
    return "ar" if 2 * arabic > len(report.documents) else "en"


def say(key: str, language: Language, **values: object) -> str:
    """The wording `key`, filled in. Raises KeyError for an unknown one."""
    return _SAID[key][language == "ar"].format(**values)


def counted(count: int, noun: str, language: Language) -> str:
    """A number with its noun in the right form: "3 promises", «وعدان»."""
    forms = COUNTED[noun][language]
    return forms.get(plural(count, language), forms["other"]).format(n=number(count, language))


def plural(count: int, language: Language) -> str:
    """The plural category of a whole number (Unicode CLDR, cardinal rules)."""
    if language == "en":
        return "one" if count == 1 else "other"
    if count < 3:
        return ("zero", "one", "two")[count]
    last = count % 100
    return "few" if 3 <= last <= 10 else "many" if last >= 11 else "other"


def number(value: float, language: Language) -> str:  # noqa: ARG001 - one place to decide how figures look
    """A figure for people: no needless fraction, thousands apart. Arabic reports use 0-9 as well."""
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def percent(share: float, language: Language, digits: int = 0) -> str:
    """A share of 0-1 as a percentage. Not quite all never reads as 100%, nor hardly any as 0%."""
    scaled = round(share * 100, digits)
    if scaled in (0, 100) and share not in (0, 1):
        scaled = 99.9 if scaled == 100 else 0.1
    return number(scaled, language) + ("٪" if language == "ar" else "%")


def date(day: dt.date, language: Language, timezone: str | None = None) -> str:
    """A date in words. Arabic months go by region; where it is not known both names stand."""
    name = _MONTHS[language][day.month - 1]
    if language == "ar" and timezone is not None:
        levantine, other = name.split("/")
        name = levantine if timezone in _LEVANT else other
    return f"{day.day} {name} {day.year}"


def listed(items: list[str], language: Language) -> str:
    """Items in a row: "a, b and c", «أ وب وج»."""
    if not items:
        return ""
    if language == "ar":
        return " و".join(items)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
