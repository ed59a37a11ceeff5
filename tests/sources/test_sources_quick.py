"""Blocks made the quick way are blocks."""

import dataclasses
import pickle

import pytest

from promisecheck.model import Block, Segment
from promisecheck.sources.quick import Draft, finished, make_segment


def test_they_are_the_same() -> None:
    segment = make_segment(1, 2, 3)
    assert segment == Segment(1, 2, 3)
    assert type(segment) is Segment
    draft = Draft("Free", "button", (segment,), ("A",), 4, True)
    draft.language, draft.card = "ar", 5
    block = finished(draft)
    assert block == Block("Free", "button", (segment,), "ar", ("A",), section=4, card=5, hidden_from_sight=True)
    assert type(block) is Block
    assert hash(block) == hash(pickle.loads(pickle.dumps(block)))


def test_every_field_has_its_default() -> None:
    block = finished(Draft("Free", "button", ()))
    for field in dataclasses.fields(Block):
        assert getattr(block, field.name) == getattr(Block("Free", "button"), field.name)


def test_they_stay_as_they_are() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        finished(Draft("Free", "button", ())).text = "Dear"  # type: ignore[misc]
