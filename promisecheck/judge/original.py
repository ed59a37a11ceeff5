"""A promise as it stands in its block, and what the words around it say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from promisecheck.folding import fold
from promisecheck.judge.meaning import vocabulary
from promisecheck.model import Claim
from promisecheck.quantities.spoken_numbers import Digits
from promisecheck.standards.organisation import Organisation

_SENTENCE_END = re.compile(r"[.!?؟…](?=\s|\Z)")
_ADJECTIVE = re.compile(r"\w-[^\W\d]+\Z")
_WORD_NEXT = re.compile(r"\s+\w")
_LISTED = re.compile(r"(?:[,،&]|\b(?:and|or)(?: an?)?|[\s،]و)\s*\Z")
"""What stands before the last of several things, which share what follows them."""
_ENDS = re.compile(r"\s*(?:[.!?؟…]|\Z)")
_GOES_ON = re.compile(r"\s+(?:of|per|a|an|each|after|from|من تاريخ|من وقت|بعد)(?!\w)|-\w", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Original:
    """A promise in its block: the quote, what stands before and behind it, the digits of the copy around it."""

    claim: Claim
    after: str
    organisation: Organisation
    before: str = ""
    digits: Digits | None = None

    @property
    def quote(self) -> str:
        """The words of the promise."""
        return self.claim.quote


def contradicted_after(original: Original, phrases: Sequence[str]) -> bool:
    """Whether what follows the quote says "on every order", "at all branches", which an addition would contradict."""
    following = fold(original.after[:40]).text.lstrip(" ,،-")
    return any(following.startswith(fold(phrase).text) for phrase in phrases)


def says_everywhere(original: Original) -> bool:
    """Whether the sentence says "at every branch", in the quote or around it, or the next one begins with it."""
    before = _SENTENCE_END.split(original.before)[-1]
    after, *more = _SENTENCE_END.split(original.after, maxsplit=2)
    phrases = vocabulary().everywhere
    following = phrase_in(more[0].strip(), phrases) if more else None
    added = following is not None and following[0] == 0
    around = f"{before} {original.quote} {after}"
    return original.claim.scope.everywhere or added or phrase_in(around, phrases) is not None


def goes_on(original: Original) -> bool:
    """Whether what follows belongs to the last words of the quote: "within 7 days of your order", "next-day help"."""
    adjective = _ADJECTIVE.search(original.quote) is not None and _WORD_NEXT.match(original.after) is not None
    return adjective or _GOES_ON.match(original.after) is not None


def phrase_in(text: str, phrases: Sequence[str]) -> tuple[int, int] | None:
    """Where one of the phrases stands in a text, the longest first."""
    folded = fold(text)
    for phrase in phrases:
        found = _whole(phrase).search(folded.text) if phrase in folded.text else None
        if found:
            return folded.start(found.start()), folded.end(found.end())
    return None


@lru_cache(maxsize=1024)
def _whole(phrase: str) -> re.Pattern[str]:
    """A phrase where it begins and ends with words."""
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)")


def shares_what_follows(original: Original) -> bool:
    """Whether the quote is the last of several things, which share what follows them."""
    return _LISTED.search(original.before) is not None


def ends_sentence(original: Original) -> bool:
    """Whether the sentence ends with the quote."""
    return _ENDS.match(original.after) is not None
