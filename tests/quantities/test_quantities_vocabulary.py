"""The vocabulary files: what they may hold, and that the kinds of quantity are found."""

from __future__ import annotations

import pytest

from promisecheck.errors import InputError
from promisecheck.folding import fold
from promisecheck.quantities.scan import anchors, kinds
from promisecheck.quantities.tokens import Phrases, tokenise
from promisecheck.quantities.vocabulary import LISTS, MAPPINGS, parse_vocabulary, vocabulary


def test_an_unknown_key_is_an_error_that_lists_the_allowed_ones() -> None:
    with pytest.raises(InputError) as caught:
        parse_vocabulary({"xx.yaml": "durations: {min: minute}\nduration: {h: hour}"})
    (fault,) = caught.value.faults
    assert (fault.file, fault.line) == ("xx.yaml", 2)
    assert "duration" in fault.message
    assert fault.hint is not None
    assert "durations" in fault.hint


def test_wordings_for_everything_are_asked_for() -> None:
    with pytest.raises(InputError, match=r"no wordings for: .*moments"):
        parse_vocabulary({"xx.yaml": "durations: {min: minute}"})


def test_every_key_of_the_bundled_files_has_wordings() -> None:
    found = vocabulary()
    assert set(found.mappings) == set(MAPPINGS)
    assert set(found.lists) == set(LISTS)
    assert all(found.mappings.values())
    assert all(found.lists.values())


def test_kinds_are_found_by_their_modules() -> None:
    assert [kind.KIND for kind in kinds()] == ["percent", "money", "duration", "count"]
    assert {"half", "free", "ساعتين", "دينارين", "مجانا", "★"} <= anchors()


def test_the_longest_phrase_wins_in_both_directions() -> None:
    phrases = Phrases(
        [("no more than", "<="), ("more than", ">"), ("working day", "b"), ("day", "d"), ("يوم", "d")], ("و",)
    )
    words = tokenise(fold("no more than one working-day ويوم")).words
    assert phrases.before(words, 3) == ("<=", 0)
    assert phrases.at(words, 1) == (">", 3)
    assert phrases.at(words, 4) == ("b", 7)
    assert phrases.at(words, 7) == ("d", 8)
    assert phrases.at(words, 3) is None
    assert phrases.before(words, 0) is None
