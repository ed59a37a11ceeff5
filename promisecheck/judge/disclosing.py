"""Declared exceptions put into copy in the words of the spec: as a sentence of their own, or in brackets."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from promisecheck.judge.naming import in_language
from promisecheck.judge.original import Original
from promisecheck.judge.rewording import added
from promisecheck.model import Cause

_ENDED: Final = re.compile(r"\s*(?:[.؟?!…]|\Z)")
_STOPS: Final = (".", "!", "?", "؟", "…")
_NAMES: Final = frozenset(
    {*calendar.day_name, *calendar.month_name, "Ramadan", "Eid", "Christmas", "Easter", "New", "I"}
)
"""Words that keep their capital inside a sentence."""


class Disclosure(NamedTuple):
    """A wording with the exceptions, and the sentence that says them behind the one the quote stands in."""

    text: str
    sentence: str


def with_exceptions(original: Original, causes: Sequence[Cause]) -> Disclosure:
    """The quote with the declared disclosures behind it: as a sentence where its own ends there, else in brackets."""
    said = [in_language(cause.disclose, original.claim.language) or cause.cause for cause in causes]
    sentences = [_capital(text.strip()) for text in said]
    sentence = " ".join(text if text.endswith(_STOPS) else f"{text}." for text in sentences)
    bare = sentence.rstrip(".")
    if _ENDED.match(original.after) and not original.after.lstrip().startswith(("!", "?", "؟")):
        return Disclosure(f"{original.quote.rstrip()}. {bare}", sentence)
    return Disclosure(added(original.quote, f"({_inside(bare, original)})"), sentence)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _inside(text: str, original: Original) -> str:
    """A sentence as it stands in the midst of another: a small letter first, unless it begins with a name."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    named = first in _NAMES or any(name.text.split()[:1] == [first] for name in original.organisation.names_index())
    return text if named or first.isupper() else text[:1].lower() + text[1:]
