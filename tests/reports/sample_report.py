"""A hand-made run of a fictitious laundry with five branches: every verdict, both languages, most rules.

`english()` and `arabic()` are reports of one page each; `mixed()` holds both, a PDF and a problem; `extraction()` has
no verdicts; `empty()` found nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from promisecheck.measures import measures
from promisecheck.model import (
    Block,
    Cause,
    Claim,
    Condition,
    Document,
    DocumentSummary,
    Finding,
    JudgedClaim,
    Language,
    Level,
    Measured,
    Names,
    Place,
    Problem,
    Report,
    Role,
    Ruling,
    Scope,
    Segment,
    Standard,
    Suggestion,
    Verdicts,
)

DAY = dt.date(2026, 11, 25)
END = dt.date(2026, 12, 31)
AMMAN = ("rabieh", "weibdeh", "marka")
ALL = (*AMMAN, "irbid", "salt")

NAMES = Names(
    locations={
        "rabieh": {"en": "Rabieh", "ar": "الرابية"},
        "weibdeh": {"en": "Weibdeh", "ar": "اللويبدة"},
        "marka": {"en": "Marka", "ar": "ماركا"},
        "irbid": {"en": "Irbid", "ar": "إربد"},
        "salt": {"en": "Salt", "ar": "السلط"},
    },
    groups={"amman": {"en": "Amman", "ar": "عمّان"}},
    members={"amman": AMMAN},
    tiers={"everyday": {"en": "Everyday", "ar": "اليومية"}, "swift": {"en": "Swift", "ar": "السريعة"}},
    services={
        "laundry": {"en": "laundry", "ar": "الغسيل"},
        "pickup": {"en": "pickup", "ar": "الاستلام من المنزل"},
        "shop": {"en": "shop", "ar": "المحل"},
    },
)

ENGLISH_PAGE = """\
<!doctype html>
<html lang="en">
<title>Zahra Laundry: clean by tomorrow</title>
<h1>Fresh shirts without the wait</h1>
<p>Give us your shirts today and have them washed, ironed and back in 24 hours.</p>
<p>Free pickup on every order, wherever you live in town.</p>
<h2>Come by</h2>
<p>Open until midnight, seven days a week, with free tea while you wait.</p>
<ul>
<li>Ready to collect in 2 hours</li>
<li>Bring it back within 14 days for a second wash</li>
<li>Pickup from 2.50 JOD after nine</li>
<li>We collect in Amman, Irbid, Salt and Aqaba</li>
<li>At least 90% of stains out, always</li>
</ul>
"""

ARABIC_PAGE = """\
<!doctype html>
<html lang="ar" dir="rtl">
<h1>قمصانك نظيفة بلا انتظار</h1>
<p>سلّمنا قمصانك اليوم، مغسولة ومكوية خلال ٢٤ ساعة.</p>
<p>استلام مجاني لكل طلب أينما كنت في المدينة.</p>
<h2>زورونا</h2>
<p>مفتوح حتى منتصف الليل كل يوم، مع شاي مجاني أثناء الانتظار.</p>
<p>أعدها خلال ١٤ يوماً لغسلة ثانية.</p>
"""


def document(source: str, language: Language, text: str) -> Document:
    """The page with one block a line, tags left out."""
    roles: dict[str, Role] = {"title": "title", "h1": "heading", "h2": "heading", "p": "paragraph", "li": "list_item"}
    blocks, headings, at = [], (), 0
    for line in text.splitlines(keepends=True):
        tag = line[1 : line.index(">")] if line.startswith("<") else ""
        if tag in roles:
            start, end = line.index(">") + 1, line.index(f"</{tag}>")
            words = line[start:end]
            segment = Segment(0, at + start, at + end)
            blocks.append(Block(words, roles[tag], (segment,), language, headings))
            if tag.startswith("h"):
                headings = (*headings[:1], words) if tag == "h2" else (words,)
        at += len(line)
    return Document(source, language, tuple(blocks), text, source, format="html")


def claim(doc: Document, number: int, quote: str, measure: str, value: Level, **more: object) -> Claim:
    """A claim at the place of its quote."""
    assert doc.text is not None
    start = doc.text.index(quote)
    index = next(i for i, block in enumerate(doc.blocks) if quote in block.text)
    block = doc.blocks[index]
    before = doc.text[:start]
    span = (block.text.index(quote), block.text.index(quote) + len(quote))
    heading = block.headings[-1] if block.headings else None
    line, column = before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
    place = Place(doc.source, start, start + len(quote), line, column, block.role, heading, None, index, span)
    characteristic = measures()[measure].characteristic
    return Claim(f"c{number}", place, quote, doc.language, characteristic, measure, value=value, **more)  # type: ignore[arg-type]


def verdicts(*groups: tuple[Sequence[str], Ruling]) -> Verdicts:
    """Each ruling at its locations."""
    locations = tuple(location for where, _ in groups for location in where)
    codes = tuple(code for code, (where, _) in enumerate(groups) for _ in where)
    return Verdicts(locations, codes, tuple(ruling for _, ruling in groups))


def judged(made: Claim, key: str, *groups: tuple[Sequence[str], Ruling]) -> JudgedClaim:
    return JudgedClaim(made, key, verdicts(*groups))


def kept(standard: Standard, because: str, **more: object) -> Ruling:
    return Ruling("kept", "everyday", DAY, END, None, standard, because=because, **more)  # type: ignore[arg-type]


def over(rule: str, standard: Standard, because: str, **more: object) -> Ruling:
    return Ruling("over", "everyday", DAY, END, rule, standard, because=because, **more)  # type: ignore[arg-type]


def within(value: float, unit: str) -> Level:
    return Level("<=", value, unit)


RAIN = Cause("severe weather", {"en": "Rain may delay us.", "ar": "قد يؤخرنا المطر."})
FROM_8 = Condition("orders of at least 8 JOD", "order_value", Level(">=", 8, "JOD"))
TURNAROUND = Standard("turnaround", "laundry", "turnaround_time", within(36, "h"), 0.95, (), (RAIN,), importance=9)
TURNAROUND = replace(TURNAROUND, expected=within(30, "h"))
TURNAROUND_IRBID = replace(TURNAROUND, level=within(48, "h"), reliability=0.9)
PICKUP_FEE = Standard("pickup-fee", "pickup", "fee", within(0, "JOD"), 1.0, (FROM_8,), importance=6)
EVENING_FEE = Standard("evening-fee", "pickup", "fee", within(2, "JOD"), 0.95)
HOURS = Standard("hours", "shop", "opening_hours", Level(hours="Sa-Th 08:00-22:00; Fr 14:00-24:00"), 1.0, importance=7)
HOURS_IRBID = replace(HOURS, level=Level(hours="Mo-Su 08:00-24:00"))
COLLECT = Standard("collect", "laundry", "waiting_time", within(2, "h"), 0.9, review_by=dt.date(2026, 10, 1))
SECOND_WASH = Standard("second-wash", "laundry", "return_window", Level(">=", 14, "day"), 1.0)
AREA = Standard("area", "pickup", "coverage", Level(areas=("amman", "irbid", "salt")), 1.0)
STAINS = Standard("stains", "laundry", "success_rate", Level(">=", 93, "%"), 0.9, importance=8)
SLOW = Measured(0.62, 0.585, 812, (0.586, 0.653), 33.5, (32.5, 35))
SLOW_IRBID = Measured(0.24, 0.201, 301, (0.195, 0.292), 47, (45, 49))

DAY_LEVEL = within(24, "h")
EVENINGS = Level(hours="Mo-Su 08:00-24:00")
MISSING = Level(value=18, unit="h", hours="Mo-Th,Sa-Su 22:00-24:00; Fr 08:00-14:00")
NO_MINUTE_MORE = Level(value=0, unit="h")
NOT_IRBID = (*AMMAN, "salt")


def english_claims(doc: Document) -> tuple[JudgedClaim, ...]:
    day = claim(doc, 1, "washed, ironed and back in 24 hours", "turnaround_time", DAY_LEVEL, service="laundry")
    free = claim(doc, 2, "Free pickup on every order", "fee", Level("=", 0, "JOD", what="pickup"), service="pickup")
    late = claim(doc, 3, "Open until midnight, seven days a week", "opening_hours", EVENINGS, service="shop")
    tea = claim(doc, 4, "free tea while you wait", "offer", Level(offered=True, what="free tea"))
    ready = claim(doc, 5, "Ready to collect in 2 hours", "waiting_time", within(2, "h"), service="laundry")
    back = claim(doc, 6, "Bring it back within 14 days", "return_window", Level("=", 14, "day"), service="laundry")
    evening = claim(doc, 7, "Pickup from 2.50 JOD", "fee", Level(">=", 2.5, "JOD"), service="pickup", hedge="from")
    towns = Level(areas=("amman", "irbid", "salt", "Aqaba"))
    where = claim(doc, 8, "We collect in Amman, Irbid, Salt and Aqaba", "coverage", towns, service="pickup")
    where = replace(where, scope=Scope(unknown_places=("Aqaba",)))
    stains = claim(doc, 9, "At least 90% of stains out, always", "success_rate", Level(">=", 90, "%"), absolute=True)
    swift = "promises 24 h; declared 36 h in 95% of orders; Swift has 24 h"
    irbid = "promises 24 h; declared 48 h in 90% of orders"
    stale = "2 h is declared, but its review was due on 1 October 2026"
    half_day, whole_day = Level(value=12, unit="h"), Level(value=24, unit="h")
    slow = {"delivered": "not_kept", "measured": SLOW}
    slow_irbid = {"delivered": "not_kept", "measured": SLOW_IRBID}
    return (
        judged(
            day,
            "7c1a90e2f5b34d18",
            (AMMAN, over("tier-only", TURNAROUND, swift, gap=half_day, **slow)),
            (["irbid"], over("over-promise", TURNAROUND_IRBID, irbid, gap=whole_day, **slow_irbid)),
            (["salt"], over("tier-only", TURNAROUND, swift, gap=half_day)),
        ),
        judged(
            free,
            "0d92c3aa71e64f05",
            (ALL, over("undisclosed-condition", PICKUP_FEE, "free on orders of at least 8 JOD only")),
        ),
        judged(
            late,
            "a3f07b6611c2d9e4",
            (NOT_IRBID, over("location-only", HOURS, "18 h a week are promised and not declared", gap=MISSING)),
            (["irbid"], kept(HOURS_IRBID, "open every promised minute", slack=NO_MINUTE_MORE)),
        ),
        judged(
            tea,
            "5b1de0774a9c8823",
            (ALL, Ruling("undeclared", "everyday", DAY, END, "undeclared", because="no standard covers free tea")),
        ),
        judged(
            ready,
            "e6c49f10b2d7a358",
            (ALL, Ruling("unsure", "everyday", DAY, END, "stale-standard", COLLECT, because=stale)),
        ),
        judged(
            back, "91f2d4b8c06e7a13", (ALL, kept(SECOND_WASH, "14 days declared", slack=Level(value=0, unit="day")))
        ),
        judged(
            evening,
            "2a80e5c9d1f3b647",
            (AMMAN, kept(EVENING_FEE, "2 JOD declared", slack=Level(value=0.5, unit="JOD"))),
        ),
        judged(
            where,
            "c7b3a1f08e25d964",
            (ALL, over("over-promise", AREA, "Aqaba is not among the areas declared", gap=Level(areas=("Aqaba",)))),
        ),
        judged(
            stains,
            "48e6d0b7f91ac253",
            (ALL, kept(STAINS, "93% declared, in 90% of washes", slack=Level(value=3, unit="%"))),
        ),
    )


def english_findings() -> tuple[Finding, ...]:
    swift = "Promises laundry in 24 h to everybody; that holds for Swift only. Everybody: 36 h in Amman and Salt."
    whole = (
        Suggestion("washed, ironed and back in 48 hours", ALL, "level", safe=True),
        Suggestion("washed, ironed and back in 36 hours in Amman and Salt", NOT_IRBID, "places", safe=True),
        Suggestion("washed, ironed and back in 24 hours with Swift", NOT_IRBID, "tier"),
    )
    irbid = "Promises 24 h. Declared in Irbid: 48 h, 24 h more."
    free = "Pickup is free on orders of at least 8 JOD. The condition is not stated."
    late = "Open until midnight every day holds in Irbid only. Elsewhere 18 h a week are missing."
    late_in_irbid = Suggestion("Open until midnight in Irbid, seven days a week", ("irbid",))
    always = "“always” claims every case; the standard declares 90% and no remedy is declared."
    stale = "The standard (2 h) was to be reviewed by 1 October 2026."
    return (
        Finding("tier-only", "error", ("c1",), NOT_IRBID, swift, whole, "11aa22bb33cc44dd"),
        Finding("over-promise", "error", ("c1",), ("irbid",), irbid, (), "55ee66ff77008899"),
        Finding(
            "undisclosed-condition",
            "error",
            ("c2",),
            ALL,
            free,
            (Suggestion("Free pickup on orders from 8 JOD", ALL, "condition", safe=True),),
            "aabbccdd00112233",
        ),
        Finding("location-only", "error", ("c3",), NOT_IRBID, late, (late_in_irbid,), "44556677aabbccdd"),
        Finding(
            "over-promise", "error", ("c8",), ALL, "Aqaba is not among the areas of pickup.", (), "8899aabbccddeeff"
        ),
        Finding("undeclared", "note", ("c4",), ALL, "No standard covers free tea.", (), "0123456789abcdef"),
        Finding("stale-standard", "warning", ("c5",), ALL, stale, (), "fedcba9876543210"),
        Finding(
            "absolute",
            "warning",
            ("c9",),
            ALL,
            always,
            (Suggestion("At least 90% of stains out, in 9 of 10 washes", ALL),),
            "1357924680acebdf",
        ),
    )


def arabic_claims(doc: Document, first: int) -> tuple[JudgedClaim, ...]:
    day = claim(doc, first, "مغسولة ومكوية خلال ٢٤ ساعة", "turnaround_time", DAY_LEVEL, service="laundry")
    free = claim(doc, first + 1, "استلام مجاني لكل طلب", "fee", Level("=", 0, "JOD", what="استلام"), service="pickup")
    late = claim(doc, first + 2, "مفتوح حتى منتصف الليل كل يوم", "opening_hours", EVENINGS, service="shop")
    tea = claim(doc, first + 3, "شاي مجاني أثناء الانتظار", "offer", Level(offered=True, what="شاي مجاني"))
    back = claim(doc, first + 4, "أعدها خلال ١٤ يوماً", "return_window", Level("=", 14, "day"), service="laundry")
    swift = "الوعد 24 ساعة والمعيار 36 ساعة في 95٪ من الطلبات"
    irbid = "الوعد 24 ساعة والمعيار 48 ساعة"
    half_day, whole_day = Level(value=12, unit="h"), Level(value=24, unit="h")
    slow = {"delivered": "not_kept", "measured": SLOW}
    slow_irbid = {"delivered": "not_kept", "measured": SLOW_IRBID}
    return (
        judged(
            day,
            "7c1a90e2f5b34d19",
            (NOT_IRBID, over("tier-only", TURNAROUND, swift, gap=half_day, **slow)),
            (["irbid"], over("over-promise", TURNAROUND_IRBID, irbid, gap=whole_day, **slow_irbid)),
        ),
        judged(
            free,
            "0d92c3aa71e64f06",
            (ALL, over("undisclosed-condition", PICKUP_FEE, "مجاني للطلبات من 8 دنانير فقط")),
        ),
        judged(
            late,
            "a3f07b6611c2d9e5",
            (NOT_IRBID, over("location-only", HOURS, "18 ساعة في الأسبوع لا يغطيها المعيار", gap=MISSING)),
            (["irbid"], kept(HOURS_IRBID, "مفتوح في كل الأوقات الموعودة", slack=NO_MINUTE_MORE)),
        ),
        judged(
            tea,
            "5b1de0774a9c8824",
            (ALL, Ruling("undeclared", "everyday", DAY, END, "undeclared", because="لا معيار عن الشاي المجاني")),
        ),
        judged(back, "91f2d4b8c06e7a14", (ALL, kept(SECOND_WASH, "المعيار 14 يوماً", slack=Level(value=0, unit="day")))),
    )


def arabic_findings(first: int) -> tuple[Finding, ...]:
    day, free, late, tea = (f"c{first + i}" for i in range(4))
    swift = "الوعد بالغسيل خلال 24 ساعة للجميع، ولا يصحّ إلا لخدمة Swift. المعيار للجميع 36 ساعة في عمّان والسلط."
    whole = (
        Suggestion("مغسولة ومكوية خلال ٤٨ ساعة", ALL, "level", safe=True),
        Suggestion("مغسولة ومكوية خلال ٣٦ ساعة في عمّان والسلط", NOT_IRBID),
    )
    condition = "الاستلام مجاني للطلبات من 8 دنانير، والشرط غير مذكور."
    orders = Suggestion("استلام مجاني للطلبات من ٨ دنانير", ALL)
    midnight = "«حتى منتصف الليل كل يوم» يصحّ في إربد وحدها، وفي غيرها تنقص 18 ساعة في الأسبوع."
    in_irbid = Suggestion("مفتوح في إربد حتى منتصف الليل كل يوم", ("irbid",))
    irbid = "الوعد 24 ساعة، والمعيار في إربد 48 ساعة."
    return (
        Finding("tier-only", "error", (day,), NOT_IRBID, swift, whole, "21aa22bb33cc44dd"),
        Finding("over-promise", "error", (day,), ("irbid",), irbid, (), "65ee66ff77008899"),
        Finding("undisclosed-condition", "error", (free,), ALL, condition, (orders,), "babbccdd00112233"),
        Finding("location-only", "error", (late,), NOT_IRBID, midnight, (in_irbid,), "54556677aabbccdd"),
        Finding("undeclared", "note", (tea,), ALL, "لا معيار لأي فرع عن الشاي المجاني.", (), "1123456789abcdef"),
    )


def english() -> Report:
    doc = document("site/index.html", "en", ENGLISH_PAGE)
    claims = english_claims(doc)
    summary = DocumentSummary(doc.source, "en", ALL, len(claims), doc.words)
    return Report(
        DAY,
        (summary,),
        claims,
        english_findings(),
        until=END,
        organisation="Zahra Laundry",
        documents_read=(doc,),
        names=NAMES,
        week_start="Su",
    )


def arabic() -> Report:
    doc = document("site/ar/index.html", "ar", ARABIC_PAGE)
    claims = arabic_claims(doc, 1)
    summary = DocumentSummary(doc.source, "ar", ALL, len(claims), doc.words)
    return Report(
        DAY,
        (summary,),
        claims,
        arabic_findings(1),
        until=END,
        organisation="مغسلة الزهراء",
        documents_read=(doc,),
        names=NAMES,
        week_start="Su",
    )


def mixed() -> Report:
    """Both pages, a leaflet without a text original, a claim judged nowhere, two problems."""
    en, ar = english(), arabic()
    block = Block("Curtains cleaned for 15 JOD a pair", "paragraph", (), "en", ("Prices",), where="page 2")
    leaflet = Document("print/leaflet.pdf", "en", (block,), None, "print/leaflet.pdf", format="pdf")
    place = Place(leaflet.source, None, None, None, None, "paragraph", "Prices", "page 2", 0, (0, 34))
    curtains = Claim("c10", place, block.text, "en", "price", "price", "curtains", Level("=", 15, "JOD"))
    unjudged = JudgedClaim(curtains, "66d1c0a9e8b7f254")
    claims = (*en.claims, unjudged, *arabic_claims(ar.documents_read[0], 11))
    return replace(
        en,
        documents=(*en.documents, DocumentSummary(leaflet.source, "en", (), 1, leaflet.words), *ar.documents),
        claims=claims,
        findings=(*en.findings, *arabic_findings(11)),
        problems=(
            Problem("print/menu.pdf", "holds no text (a scan)", hint="install the extra 'documents' to read images"),
            Problem("site/old.html", "ends in the middle of a tag", 120, 7),
        ),
        documents_read=(*en.documents_read, leaflet, *ar.documents_read),
    )


def extraction() -> Report:
    """The English page read without standards."""
    full = english()
    return replace(
        full,
        claims=tuple(JudgedClaim(whole.claim, whole.key) for whole in full.claims),
        findings=(),
        judged=False,
        organisation=None,
        names=Names(),
        until=None,
        documents=tuple(replace(summary, locations=()) for summary in full.documents),
    )


def empty() -> Report:
    """A page that promises nothing."""
    doc = document("site/about.html", "en", "<h1>About us</h1>\n<p>We began in 1998 with one machine.</p>\n")
    return Report(
        DAY, (DocumentSummary(doc.source, "en", ALL, 0, doc.words),), (), (), documents_read=(doc,), names=NAMES
    )
