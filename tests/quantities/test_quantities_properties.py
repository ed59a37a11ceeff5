"""Properties of finding quantities: many surface forms mean one level, offsets are the original's, work is linear."""

from __future__ import annotations

import sys
from types import FrameType

from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.folding import fold
from promisecheck.model import Language, Quantity
from promisecheck.quantities import find_quantities
from promisecheck.quantities.spoken_numbers import Gender, arabic, english
from promisecheck.quantities.tokens import tokenise

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
EASTERN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
MARKS = "\u200f\u200e\u202b\u202c\u200b\u2066\u2069\ufeff"
HARAKAT = "\u064b\u064e\u064f\u0650\u0651\u0652\u0640"

EN_UNITS = {
    "s": ("seconds", "secs"),
    "min": ("minutes", "mins", "min", "MINUTES"),
    "h": ("hours", "hrs", "hr"),
    "day": ("days", "calendar days"),
    "business_day": ("business days", "working days", "Business  Days", "business-days"),
    "week": ("weeks", "wks"),
    "month": ("months", "mths"),
    "year": ("years", "yrs"),
}
AR_UNITS: dict[str, tuple[str, str, Gender]] = {
    "s": ("ثوانٍ", "ثانية", "f"),
    "min": ("دقائق", "دقيقة", "f"),
    "h": ("ساعات", "ساعة", "f"),
    "day": ("أيام", "يوماً", "m"),
    "business_day": ("أيام عمل", "يوم عمل", "m"),
    "week": ("أسابيع", "أسبوعاً", "m"),
    "month": ("أشهر", "شهراً", "m"),
    "year": ("سنوات", "سنة", "f"),
}
BOUNDS: dict[Language, dict[str, tuple[str, ...]]] = {
    "en": {
        "<=": ("within {}", "up to {}", "no more than {}", "{} or less", "{} max", "at most {}", "within the next {}"),
        "<": ("under {}", "in less than {}"),
        ">=": ("at least {}", "{} or more", "a minimum of {}"),
        ">": ("more than {}", "over {}"),
        "=": ("{}", "about {}", "for {}"),
    },
    "ar": {
        "<=": ("خلال {}", "في غضون {}", "بحد أقصى {}", "{} كحد أقصى", "لا تتجاوز {}", "{} أو أقل", "خلال مدة {}"),
        "<": ("أقل من {}", "في أقل من {}"),
        ">=": ("على الأقل {}", "لا تقل عن {}", "{} على الأقل", "{} أو أكثر"),
        ">": ("أكثر من {}",),
        "=": ("{}", "لمدة {}", "حوالي {}"),
    },
}


@st.composite
def surface_forms(draw: st.DrawFn) -> tuple[str, Language, str, int, str]:
    """A text with one duration: text, language, direction, value, unit."""
    language: Language = draw(st.sampled_from(("en", "ar")))
    value = draw(st.integers(3, 99))
    if language == "en":
        unit = draw(st.sampled_from(tuple(EN_UNITS)))
        noun = draw(st.sampled_from(EN_UNITS[unit]))
        forms = [str(value), english(value), f"{english(value)} ({value})", f"{value}.0"]
    else:
        unit = draw(st.sampled_from(tuple(AR_UNITS)))
        few, many, gender = AR_UNITS[unit]
        noun = few if value <= 10 else many
        digits = (str(value), str(value).translate(ARABIC_DIGITS), str(value).translate(EASTERN_DIGITS))
        forms = [*digits, arabic(value, gender), arabic(value, gender, subject=True), str(value).translate(FULL_WIDTH)]
    number = draw(st.sampled_from(forms))
    space = draw(st.sampled_from((" ", "\u00a0", "\u202f", "  ")))
    op = draw(st.sampled_from(tuple(BOUNDS[language])))
    amount = draw(st.sampled_from(BOUNDS[language][op])).format(f"{number}{space}{noun}")
    before, after = {"en": ("Your order comes ", ", always."), "ar": ("يصلك الطلب ", "، دائماً.")}[language]
    return before + amount + after, language, op, value, unit


def disturbed(text: str, draw: st.DrawFn) -> str:
    """Invisible marks strewn over a text; diacritics and tatweel after Arabic letters."""
    out = []
    for char in text:
        out.append(char)
        if draw(st.integers(0, 5)) == 0:
            out.append(draw(st.sampled_from(HARAKAT if "\u0621" <= char <= "\u064a" else MARKS)))
    return "".join(out)


@settings(deadline=None)
@given(surface_forms())
def test_every_surface_form_means_the_same(form: tuple[str, Language, str, int, str]) -> None:
    text, language, op, value, unit = form
    (found,) = find_quantities(text, language)
    assert (found.op, found.value, found.unit) == (op, value, unit)
    assert found.explicit == (op != "=")


@settings(deadline=None)
@given(surface_forms(), st.data())
def test_invisible_marks_change_nothing(form: tuple[str, Language, str, int, str], data: st.DataObject) -> None:
    text, language, op, value, unit = form
    marked = disturbed(text, data.draw)
    (found,) = find_quantities(marked, language)
    (plain,) = find_quantities(text, language)
    assert (found.op, found.value, found.unit) == (op, value, unit)
    assert fold(marked[found.start : found.end]).text == fold(text[plain.start : plain.end]).text


def ordered_and_inside(text: str, found: list[Quantity]) -> bool:
    """Whether the quantities stand in the text, one behind the other, each around its core."""
    places = [(one.start, one.end) for one in found]
    edges = [0, *(edge for place in places for edge in place), len(text)]
    cores = [(q.start, q.core_start, q.core_end, q.end) for q in found if q.core_start is not None]
    return (
        edges == sorted(edges)
        and all(start < end for start, end in places)
        and all(end is not None and a <= start < end <= b for a, start, end, b in cores if start is not None)
    )


@settings(deadline=None)
@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert ordered_and_inside(text, list(find_quantities(text)))


WORDS = (
    "30 3-5 ½ ² ٣٠ minutes hours days ساعة ساعتين يوم عمل أيام within في خلال أقل من و ونصف إلا ربعاً at least or less "
    "to إلى and a an half one twenty خمسة وأربعين $ £ JOD دينار د.أ % free no fees same day next before 10am ( ) - –"
    " , . + / : نفس اليوم 24/7 Mon-Fri 9-5 الأحد per month out of 10 ★ branches فرعاً km 2024 1,299.00 1.299,00 0800 "
    "\u200f \u064b \u0640"
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25), st.sampled_from((" ", "", "\n")))
def test_no_heap_of_words_is_too_strange(pieces: list[str], space: str) -> None:
    text = space.join(pieces)
    assert ordered_and_inside(text, list(find_quantities(text)))


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_the_same_text_twice_gives_the_same_twice(pieces: list[str]) -> None:
    text = " ".join(pieces) + "\n= = = = = = = = = = = =\n"
    alone = [(q.level, q.start, q.end) for q in find_quantities(text, "en") if q.kind != "time_range"]
    twice = [(q.level, q.start, q.end) for q in find_quantities(text + text, "en") if q.kind != "time_range"]
    shift = len(text)
    assert twice == alone + [(level, start + shift, end + shift) for level, start, end in alone]


def calls_for(text: str) -> int:
    """How many Python calls finding the quantities of a text takes: work, without a clock."""
    count = 0

    def counting(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        list(find_quantities(text))
    finally:
        sys.setprofile(None)
    return count


NASTY = (
    "within 30 minutes or your money back, free of charge. ",
    "في غضون ٣٠ دقيقة كحد أقصى أو ساعة ونصف ",
    "no no no no hidden hidden hidden ",
    "within within at most up to no more than ",
    "1-1-1-1-1-1-1-1-",
    "1 2 3 4 5 6 7 8 9 0 ",
    "one and a half and a half and twenty ",
    "a a an an the the ",
    "(((1 (1 (one (1 ",
    "و و و خمسة و و عشرين ",
    "$ $ $ £ ",
    "لا تتجاوز لا تتجاوز مدة ",
    "★",
    "٠",
    "ً",
    "5 + 5 + + ",
    "10:30:10:30:",
)


def test_ten_times_the_text_takes_about_ten_times_the_work() -> None:
    list(find_quantities("one day, أحد الأيام, 9-5"))  # vocabularies are read once
    for piece in NASTY:
        small, large = (calls_for(piece * times) for times in (40, 400))
        assert large < 12 * small + 500, piece


def test_words_keep_their_places() -> None:
    tokens = tokenise(fold("Pay £1,299.00 — أو ٣٠ ديناراً!"))
    assert tokens.words[: tokens.count] == ["pay", "£", "1,299.00", "-", "او", "30", "دينارا", "!"]
    assert tokens.original(1, 3) == "£1,299.00"
    assert tokens.original(5, 7) == "٣٠ ديناراً"
