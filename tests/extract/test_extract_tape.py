"""Sentences as tapes: words, levels, signs, and the way back to the text."""

from hypothesis import given
from hypothesis import strategies as st

from promisecheck.extract.tape import Sentence, sentences
from promisecheck.quantities import find_quantities


def tapes(text: str, little: frozenset[str] = frozenset()) -> list[str]:
    return [sentence.tape for sentence in sentences(text, list(find_quantities(text)), little=little)]


def test_hyphens_case_and_quotes_read_alike() -> None:
    assert tapes("Extra-fast “Service”") == tapes('Extra‑fast "Service"') == ['^extra fast " ^service " ']
    assert tapes("we’ll come") == tapes("we'll come") == ["we'll come "]


def test_a_level_is_one_word_and_its_direction_stays_beside_it() -> None:
    [ready] = tapes("ready within 30 minutes")
    assert ready == "ready ‹within §d<n "
    [price] = tapes("from £9 a month")
    assert price.startswith("‹from §m> ")


def test_half_a_price_is_told_apart_from_a_share() -> None:
    assert tapes("desks half price, beds at half the price") == ["desks §p=h , beds at §p=h "]
    assert tapes("نصف السعر") == ["§p=h "]
    assert tapes("50% wool") == ["§p= wool "]


def test_function_words_are_marked() -> None:
    assert tapes("the best", frozenset({"the"})) == ["˙the best "]


def test_a_stop_inside_an_abbreviation_ends_nothing() -> None:
    assert len(tapes("Open approx. 9 hours. Closed later.")) == 2


def test_bars_and_bullets_end_a_sentence() -> None:
    assert len(tapes("Licensed & Insured • Certified | Same-day service")) == 3


def test_questions_are_known() -> None:
    text = "How long? Two days. كم المدة؟"
    assert [s.question for s in sentences(text, [])] == [True, False, True]


def test_the_counted_things_stay_words() -> None:
    [tape] = tapes("36 branches in town")
    assert tape == "§c= branches in town "


def test_a_tick_alone_is_a_sentence() -> None:
    assert tapes("✓") == ["✓ "]
    assert tapes("-") == []


@given(st.text(max_size=200))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for sentence in sentences(text, list(find_quantities(text))):
        check(sentence, text)
        assert sentence.starts[0] >= last
        last = sentence.ends[-1]


def check(sentence: Sentence, text: str) -> None:
    assert len(sentence.words) == len(sentence.starts) == len(sentence.ends) == len(sentence.levels)
    for start, end in zip(sentence.starts, sentence.ends, strict=True):
        assert 0 <= start < end <= len(text)
    for k, place in enumerate(sentence.places):
        assert sentence.word_at(place) == k
        assert sentence.tape[place:].startswith((sentence.words[k], *(sign + sentence.words[k] for sign in "^‹›˙")))
