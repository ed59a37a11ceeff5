"""The pattern language: what matches, what is refused, and that matching stays linear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.extract.patterns import Pattern, PatternError, WordLists, compile_pattern, places_of
from promisecheck.extract.reading import levels_of
from promisecheck.extract.tape import sentences
from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.yaml_lines import Node

LISTS = {"en": {"stop": "(the|a|of|for)", "we": "(we|our team)"}, "ar": {"stop": "(من|في)"}}


def pattern(source: str, language: Language = "en") -> Pattern:
    lists = {name: Node("words.yaml", 1, 1, scalar=text) for name, text in LISTS[language].items()}
    return compile_pattern(Node("rule.yaml", 3, 7, scalar=source), WordLists(language, lists))


def found(source: str, text: str, language: Language = "en") -> list[str]:
    """What a pattern finds in a text, word by word; nothing where its keys keep it from being tried."""
    out = []
    compiled = pattern(source, language)
    for sentence in sentences(text, levels_of(fold(text), language), little=LISTS[language]["stop"]):
        where = places_of(sentence.words, sentence.places, language)
        if where.keys() & compiled.keys:
            out += [match.group().strip() for match in compiled.matches(sentence.tape, sentence.places, where)]
    return out


@pytest.mark.parametrize(
    ("source", "text", "count"),
    [
        ("free delivery", "Free delivery!", 1),
        ("free delivery", "free home delivery", 0),
        ("free [home] delivery", "free home delivery", 1),
        ("(free|complimentary) delivery", "Complimentary Delivery", 1),
        ("same day", "same-day", 0),
        ("extra fast", "extra-fast", 1),
        ("free ..2 delivery", "free next and home delivery", 0),
        ("free ..3 delivery", "free next and home delivery", 1),
        ("free ..3 delivery", "free, they say, delivery", 0),
        ("reply~", "we replied, they reply, he replies, replying", 4),
        ("{duration} {bracket} approved", "within 2 hours (approved)", 1),
        ("{duration} {bracket} approved", "within 2 hours, approved", 0),
        ("fee~", "one fee, no fees", 2),
        ("dry~", "we dry, dried, drying, dries", 4),
        ("deliver*", "delivery delivered delighted", 2),
        ("deliver* {within}", "delivered in 30 minutes", 1),
        ("deliver* {within}", "delivered at least 30 minutes later", 0),
        ("{money} off", "from £5 off", 1),
        ("free {thing}", "free for the users", 0),
        ("free {thing}", "free estimates for all", 1),
        ("serving {place}", "serving Leeds, York and Hull", 1),
        ("serving {place}", "serving tea", 0),
        ("BOS free", "so free", 0),
        ("free EOS", "it is free.", 1),
        ("guarantee !(is not)", "guarantee is not", 0),
        ("$we deliver", "our team deliver", 1),
        ("if {clause}", "if you order 3 pizzas, we pay", 1),
    ],
)
def test_english(source: str, text: str, count: int) -> None:
    assert len(found(source, text)) == count, found(source, text)


@pytest.mark.parametrize(
    ("source", "text", "count"),
    [
        ("توصيل مجاني", "والتوصيل المجاني", 1),
        ("توصيل", "للتوصيل بالتوصيل توصيلكم", 3),
        ("خدمه", "خدمتنا وخدمة", 2),
        ("+وصل", "نوصّل وبيوصلك وصل", 2),
        ("=من", "من ومن", 1),
        ("الرد {within}", "الرد خلال ساعتين", 1),
        ("رد", "الرد", 0),
        ("مدار*", "على مدار", 1),
    ],
)
def test_arabic(source: str, text: str, count: int) -> None:
    assert len(found(source, text, "ar")) == count, found(source, text, "ar")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("free (delivery", r"'\)' is missing"),
        ("free delivery)", "is not expected here"),
        ("[free]", "no word that must occur"),
        ("free {thingy}", "no slot"),
        ("$nobody", "no list"),
        ("ab*", "matches too much"),
        ("free ..40 delivery", "a gap of more than"),
        ("a ..12 b ..12 c ..12 d ..12 e", "can match in"),
        ("<free> <delivery>", "more than one quote"),
    ],
)
def test_mistakes_name_file_line_and_mend(source: str, message: str) -> None:
    with pytest.raises(PatternError, match=message) as error:
        pattern(source)
    assert str(error.value).startswith("rule.yaml:3:7: ")


def test_a_list_that_names_itself_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LISTS["en"], "loop", "($loop|a)")
    with pytest.raises(PatternError, match="name each other"):
        pattern("$loop free")


@given(st.lists(st.sampled_from(["free", "next", "delivery", "to", "all", ","]), max_size=300))
def test_matching_never_reaches_beyond_a_sentence(words: list[str]) -> None:
    for match in found("free ..6 delivery ..6 all", " ".join(words)):
        assert match.startswith("free")
        assert len(match.split()) <= 3 + 12
