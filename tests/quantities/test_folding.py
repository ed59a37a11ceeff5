"""Folding: what becomes of characters, and that every folded character knows its original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.folding import fold, language_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Within 30 MINUTES", "within 30 minutes"),
        ("٣٠ دقيقةً", "30 دقيقه"),
        ("۱٬۲۳۴٫۵٪", "1,234.5%"),
        ("سـاعـة", "ساعه"),
        ("دَقَائِقَ", "دقايق"),
        ("أحمد إلى آخر ٱلمدى", "احمد الي اخر المدي"),
        ("3–5 days — it’s “fast”", '3-5 days - it\'s "fast"'),
        ("3\u00a0to\u20095", "3 to 5"),
        ("\u200f٣٠\u200f دقيقة\u202c", "30 دقيقه"),
        ("ﻻ ﬁve ＡＢ１", "لا five ab1"),
        ("Café Ünal İzmir", "cafe unal izmir"),
        ("30 min¹ 2½ ﷼", "30 min¹ 2½ ﷼"),
        ("one\r\ntwo", "one\r\ntwo"),
        ("", ""),
    ],
)
def test_what_becomes_of_text(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_ends_take_the_marks_of_the_last_letter_and_no_controls() -> None:
    folded = fold("خلال يوماً\u200f واحد")
    at = folded.text.index("يوما")
    assert folded.original[folded.start(at) : folded.end(at + 4)] == "يوماً"


def test_a_ligature_is_the_origin_of_both_its_letters() -> None:
    folded = fold("aﻻb")
    assert [folded.start(i) for i in range(5)] == [0, 1, 1, 2, 3]
    assert [folded.end(i) for i in range(1, 5)] == [1, 2, 2, 3]


@settings(deadline=None)
@given(st.text())
def test_offsets_stay_inside_the_original_and_in_order(text: str) -> None:
    folded = fold(text)
    starts = [folded.start(i) for i in range(len(folded.text) + 1)]
    assert starts == sorted(starts)
    assert starts[-1] == len(text)
    for i in range(len(folded.text)):
        assert 0 <= folded.start(i) < folded.end(i + 1) <= len(text)


@settings(deadline=None)
@given(st.text(alphabet="سa٣1ًـ\u200fﻻé .–", max_size=40))
def test_each_folded_character_comes_from_its_original(text: str) -> None:
    folded = fold(text)
    for i, char in enumerate(folded.text):
        assert char in fold(text[folded.start(i)]).text


@settings(deadline=None)
@given(st.text(alphabet="سa٣1ًـ\u200fﻻé .–A", max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Delivery in 30 min", "en"),
        ("توصيل خلال 30 دقيقة", "ar"),
        ("توصيل Zaytoun Plus مجاني خلال ساعة", "ar"),
        ("We deliver to عمّان", "en"),
        ("30 – 45", "en"),
        ("", "en"),
    ],
)
def test_language_by_script(text: str, language: str) -> None:
    assert language_of(text) == language
