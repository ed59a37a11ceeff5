"""Blocks made the quick way are blocks."""

import dataclasses
import pickle

import pytest

from promisecheck.model import Block, Segment
from promisecheck.sources.quick import make_block, make_segment


def test_they_are_the_same() -> None:
    segment = make_segment(1, 2, 3)
    assert segment == Segment(1, 2, 3)
    assert type(segment) is Segment
    block = make_block("Free", "button", (segment,), "ar", ("A",), ("B",), ("C",), "D", 4, 5, True)
    assert block == Block("Free", "button", (segment,), "ar", ("A",), ("B",), ("C",), "D", 4, 5, True)
    assert type(block) is Block
    assert hash(block) == hash(pickle.loads(pickle.dumps(block)))
    assert make_block("Free", "button") == Block("Free", "button")


def test_every_field_is_set() -> None:
    block = make_block("Free", "button")
    for field in dataclasses.fields(Block):
        assert getattr(block, field.name) == getattr(Block("Free", "button"), field.name)


def test_they_stay_as_they_are() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        make_block("Free", "button").text = "Dear"  # type: ignore[misc]
