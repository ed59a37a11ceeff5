"""Wordings as a person would write them: numbers, units, capitals, grammar, what is safe and what is asked."""

import pytest
from judge_helpers import DAY, organisation, scope

from promisecheck import engine
from promisecheck.extract import Extractor
from promisecheck.judge.disclosing import with_exceptions
from promisecheck.judge.original import Original, says_everywhere
from promisecheck.judge.rewording import clock_in_words, with_tier, without_absolute
from promisecheck.judge.styling import as_set, digits_in, with_number, with_particle
from promisecheck.judge.timetables import with_hours
from promisecheck.judge.verdicts import recorded
from promisecheck.model import Cause, Measured, Verdicts
from promisecheck.quantities import find_quantities
from promisecheck.rules import load_rules
from promisecheck.sources import parse_text

RULES = load_rules()
STANDARDS = """
  delivery-time: {service: delivery, measure: delivery_time, within: 75 min}
  delivery-fee: {service: delivery, measure: fee, at_most: 0, conditions: [{order_value: at least 15 JOD}]}
  collection:
    service: collection
    measure: turnaround_time
    within: 15 min
    exceptions: [{cause: match days, disclose: {en: Match days are busier., ar: أيام المباريات أكثر ازدحاماً.}}]
  hours: {service: restaurant, measure: opening_hours, hours: "Mo-Th,Su 10:00-23:00; Fr,Sa 10:00-24:00"}
  terrace:
    service: restaurant
    measure: offer
    what: {en: [terrace], ar: [تراس]}
    offered: true
    by_location: {irbid: {offered: false}}
  branches: {service: restaurant, measure: count, what: {en: [restaurants], ar: [مطاعم, مطعماً]}, at_least: 12}
  price: {service: restaurant, measure: price, what: {en: [family mansaf], ar: [منسف العائلة]}, at_most: 12 JOD}
  punctual: {service: delivery, measure: on_time_rate, at_least: 92%}
  banquets:
    service: collection
    measure: price
    what: {en: [banquet], ar: [وليمة]}
    at_most: 9 JOD
    conditions: [{quantity: {en: at least 10 guests, ar: 10 ضيوف على الأقل}}]
"""
HERE = organisation(STANDARDS)
EXTRACTOR = Extractor(RULES, HERE)


def wordings(copy, run=engine.Run(DAY, DAY)):  # noqa: B008 - it never changes
    """The copy once each suggestion is put in, with its kind and whether it is safe."""
    document = parse_text(copy, source="ad.txt")
    report = engine.check_documents([document], HERE, RULES, run, extractor=EXTRACTOR)
    claims = {one.claim.id: one.claim for one in report.claims}
    found = {}
    for finding in report.findings:
        place = claims[finding.claims[0]].place
        for one in finding.suggestions:
            text = document.blocks[place.block].text
            found[text[: place.span[0]] + one.text + text[place.span[1] :]] = (one.kind, one.safe, one.sentence)
    return found


@pytest.mark.parametrize(
    ("copy", "better", "kind"),
    [
        ("We deliver within half an hour.", "We deliver within 75 minutes.", "level"),
        ("We deliver within an hour.", "We deliver within 75 minutes.", "level"),
        ("We deliver within sixty minutes.", "We deliver within seventy-five minutes.", "level"),
        ("WE DELIVER WITHIN 30 MINUTES", "WE DELIVER WITHIN 75 MINUTES", "level"),
        ("Delivered in 30 mins", "Delivered in 75 mins", "level"),
        ("We deliver the same day.", None, None),
        ("نوصل طلبك خلال نصف ساعة.", "نوصل طلبك خلال 75 دقيقة.", "level"),
        ("نوصل طلبك بنص ساعة.", "نوصل طلبك بـ75 دقيقة.", "level"),
        ("نوصل طلبك بعشر دقائق.", "نوصل طلبك بخمس وسبعين دقيقة.", "level"),
        ("نوصل طلبك خلال ٥ دقائق.", "نوصل طلبك خلال ٧٥ دقيقة.", "level"),
        ("FREE DELIVERY ON ALL ORDERS", "FREE DELIVERY ON ORDERS OF 15 JOD OR MORE", "condition"),
        ("توصيل مجاني لكل الطلبات", "توصيل مجاني للطلبات من 15 ديناراً فأكثر", "condition"),
        ("We have 15 restaurants.", "We have 12 restaurants.", "level"),
        ("Family mansaf for 10 JOD.", "Family mansaf for 12 JOD.", "level"),
        ("A family mansaf costs 10 JOD.", "A family mansaf costs 12 JOD.", "level"),
        (
            "Our restaurant is open 24/7.",
            "Our restaurant is open Sunday to Thursday 10 am to 11 pm and Friday and Saturday 10 am to midnight.",
            "level",
        ),
        (
            "Sunday to Thursday, our restaurant is open from 9 am to 11 pm.",
            "Sunday to Thursday, our restaurant is open from 10 am to 11 pm.",
            "level",
        ),
        (
            "Our restaurant is open on Sunday from 9 am to 11 pm.",
            "Our restaurant is open on Sunday from 10 am to 11 pm.",
            "level",
        ),
        ("مطعمنا مفتوح الأحد من ٩ صباحاً حتى ١١ مساءً", "مطعمنا مفتوح الأحد من ١٠ صباحاً حتى ١١ مساءً", "level"),
        ("Terrace at every branch.", "Terrace at every branch except Irbid.", "places"),
        ("A terrace, good food.", "A terrace (except in Irbid), good food.", "places"),
        ("تراس في جميع فروعنا", "تراس في جميع فروعنا باستثناء إربد", "places"),
    ],
)
def test_wordings_look_like_the_copy(copy, better, kind):
    found = wordings(copy)
    if kind is None:
        assert better not in found
    else:
        assert better in found, found
        assert found[better][:2] == (kind, True)


@pytest.mark.parametrize(
    "copy",
    [
        "We deliver within 30 minutes only.",
        "Hot food. † Delivery within 30 minutes.",
        "Free delivery. A voucher of 15 JOD is a fine gift.",
    ],
)
def test_what_may_mean_something_else_is_asked(copy):
    found = wordings(copy)
    assert found
    assert not any(safe for _, safe, _ in found.values()), found


def test_an_exception_has_a_sentence_of_its_own():
    found = wordings("Collection is ready in 15 minutes, hot and fresh.")
    assert found == {
        "Collection is ready in 15 minutes (match days are busier), hot and fresh.": (
            "disclosure",
            True,
            "Match days are busier.",
        )
    }


class Claimed:
    def __init__(self, quote, language="en"):
        self.quote, self.language = quote, language


@pytest.mark.parametrize(
    ("quote", "after", "text"),
    [
        ("Ready in 15 minutes", ".", "Ready in 15 minutes. Match days are busier"),
        ("Ready in 15 minutes", "", "Ready in 15 minutes. Match days are busier"),
        ("Ready in 15 minutes", "!", "Ready in 15 minutes (match days are busier)"),
        ("Ready in 15 minutes", " or free", "Ready in 15 minutes (match days are busier)"),
        ("Ready in 15 minutes*", " or free", "Ready in 15 minutes (match days are busier)*"),
    ],
)
def test_a_disclosure_fits_its_sentence(quote, after, text):
    cause = Cause("match days", {"en": "Match days are busier.", "ar": "أيام المباريات أكثر ازدحاماً."})
    assert with_exceptions(Original(Claimed(quote), after, HERE), [cause]).text == text


def test_a_name_keeps_its_capital():
    cause = Cause("x", {"en": "Friday evenings are busier."})
    found = with_exceptions(Original(Claimed("Ready in 15 minutes"), ", hot", HERE), [cause])
    assert found == ("Ready in 15 minutes (Friday evenings are busier)", "Friday evenings are busier.")


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("Takeaway is guaranteed to be ready in 20 minutes", "Takeaway is ready in 20 minutes"),
        ("Always ready in 20 minutes", "Ready in 20 minutes"),
        ("Ready in 20 minutes, guaranteed", "Ready in 20 minutes"),
        ("Ready in 20 minutes, every time!", "Ready in 20 minutes!"),
        ("guaranteed to arrive in 20 minutes", None),
        ("Ready in 20 minutes", None),
        ("جاهز دائماً خلال 20 دقيقة", "جاهز خلال 20 دقيقة"),
    ],
)
def test_the_word_that_claims_every_case_goes(quote, text):
    language = "ar" if "جاهز" in quote else "en"
    assert without_absolute(Original(Claimed(quote, language), "", HERE)) == text


def test_a_tier_is_named_in_the_digits_of_the_copy():
    assert with_tier(Original(Claimed("توصيل مجاناً للجميع", "ar"), "", HERE, digits="arabic-indic"), "نهر 1000") == (
        "توصيل مجاناً مع نهر ١٠٠٠"
    )
    assert with_tier(Original(Claimed("Free delivery for everyone"), "", HERE), "Plus") == "Free delivery with Plus"


@pytest.mark.parametrize(
    ("core", "old", "new", "language", "expected"),
    [
        ("300 Mbit/s", 300, 100, "en", "100 Mbit/s"),
        ("٣٠ ريالاً عُمانياً", 30, 36, "ar", "٣٦ ريالاً عُمانياً"),
        ("٣ دنانير", 3, 12, "ar", None),
        ("1 minute", 1, 2, "en", None),
        ("1,000 Mbit/s", 1000, 500, "en", "500 Mbit/s"),
        ("thirty minutes", 30, 40, "en", None),
        ("3 to 5 days", 5, 6, "en", None),
    ],
)
def test_the_number_alone_changes_where_the_noun_may_stay(core, old, new, language, expected):
    assert with_number(core, old, new, language) == expected


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("Dinner At Your Door", "dinner in forty minutes or more", "Dinner in Forty Minutes or More"),
        ("Dinner at your door", "dinner in forty minutes", "dinner in forty minutes"),
        ("FREE DELIVERY", "Free delivery on orders of 8 JOD", "FREE DELIVERY ON ORDERS OF 8 JOD"),
        ("Two Words", "two words or more", "two words or more"),
        ("توصيل مجاني", "توصيل مجاني", "توصيل مجاني"),
    ],
)
def test_capitals_follow_the_copy(quote, text, expected):
    assert as_set(text, quote) == expected


def test_small_parts():
    assert digits_in("في ٣ أو 4 أو ٥") == "arabic-indic"
    assert digits_in("no digits") is None
    assert with_particle("بنص ساعة", "40 دقيقة") == "بـ40 دقيقة"
    assert with_particle("نصف ساعة", "40 دقيقة") == "40 دقيقة"
    assert clock_in_words("14:00", "en") == "2 pm"


@pytest.mark.parametrize(
    ("quote", "before", "after", "said"),
    [
        ("A terrace", "", " at every branch.", True),
        ("A terrace", "At every branch there is ", ".", True),
        ("A terrace", "", ". At all our branches.", True),
        ("A terrace", "", ". We have Wi-Fi at every branch.", False),
        ("A terrace", "We are nice at every branch. ", ".", False),
    ],
)
def test_everywhere_may_be_said_around_the_quote(quote, before, after, said):
    class Anywhere(Claimed):
        scope = scope()

    assert says_everywhere(Original(Anywhere(quote), after, HERE, before)) is said


@pytest.mark.parametrize(
    ("quote", "hours", "said"),
    [
        ("until 2 am every night of the week", "Mo-Su 23:59-24:00", "until midnight every night"),
        ("from 9 am to 11 pm, every day", "Mo-Su 10:00-22:00", "from 10 am to 10 pm every day"),
        ("every day from 9 am to 11 pm", "Mo-Su 10:00-22:00", "every day from 10 am to 10 pm"),
        ("every night until 2 am", "Mo-Su 21:59-22:00", "every night until 10 pm"),
        ("Mon-Fri 9am-6pm", "Mo-Fr 10:00-17:00", "Mon-Fri 10am–5pm"),
        ("9 am – 1 am", "Th,Sa 09:00-24:00", "9 am – midnight"),
        ("24/7", "Mo-Su 08:00-22:00", "every day 8 am to 10 pm"),
        (
            "Sunday to Thursday, we are open from 9 am to 5 pm",
            "Mo-Th,Su 10:00-17:00",
            "Sunday to Thursday, we are open from 10 am to 5 pm",
        ),
        ("Sunday to Thursday, we are open from 9 am to 5 pm", "Mo-We,Su 10:00-17:00", None),
    ],
)
def test_hours_keep_the_order_and_the_words_around_them(quote, hours, said):
    found = next(one for one in find_quantities(quote, "en") if one.hours is not None)
    assert with_hours(Claimed(quote), found, hours) == said


@pytest.mark.parametrize(
    ("copy", "better"),
    [
        (
            "Hot food at your door. Never late, guaranteed.",
            "Hot food at your door. On time in 92% of cases, guaranteed.",
        ),
        ("Deliveries always arrive on time, every time.", "Deliveries arrive on time in 92% of cases."),
        ("توصيل بلا تأخير.", "توصيل في الموعد في 92٪ من الحالات."),
        ("نوصل طلبك في الموعد دائماً.", "نوصل طلبك في الموعد في 92٪ من الحالات."),
        ("Banquet for 9 JOD.", "Banquet for 9 JOD for 10 guests or more."),
        ("وليمة بـ 9 دنانير.", "وليمة بـ 9 دنانير لـ10 ضيوف فأكثر."),
    ],
)
def test_shares_and_party_sizes_are_said(copy, better):
    assert wordings(copy)[better][1]


def record(claim, verdicts):
    """Irbid delivers less than it declares; the others deliver it."""
    told = [
        recorded(claim, one.ruling, "not_kept" if one.location == "irbid" else "kept", Measured(0.6, 0.5, 900))
        for one in verdicts
    ]
    return Verdicts(verdicts.locations, tuple(range(len(told))), tuple(told))


@pytest.mark.parametrize(
    ("copy", "better"),
    [
        ("We deliver within 75 minutes.", "We deliver within 75 minutes, except in Irbid."),
        ("We deliver within 75 minutes†.\n\n† In the city.", "We deliver within 75 minutes (except in Irbid)†."),
        ("نوصل طلبك خلال 75 دقيقة.", "نوصل طلبك خلال 75 دقيقة، باستثناء إربد."),
    ],
)
def test_where_the_record_contradicts_the_promise_is_left_out(copy, better):
    found = wordings(copy, engine.Run(DAY, DAY, record=record))
    assert found[better][:2] == ("places", True)
    assert better not in wordings(copy)


def test_where_no_record_carries_it_nothing_is_offered():
    def nowhere(claim, verdicts):
        told = [recorded(claim, one.ruling, "not_kept", Measured(0.6, 0.5, 900)) for one in verdicts]
        return Verdicts(verdicts.locations, tuple(range(len(told))), tuple(told))

    assert wordings("We deliver within 75 minutes.", engine.Run(DAY, DAY, record=nowhere)) == {}
