"""Places that a promise of coverage names and nobody declares: "Brest, Nantes and Lyon" where Lyon is unknown.

Extraction knows the declared names only. Areas are a closed list, so the other names of the list matter as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from promisecheck.folding import fold
from promisecheck.model import Claim
from promisecheck.standards.organisation import Organisation

_KNOWN = "\x00"
_LIST_EN = re.compile(r"\s*(?:,|&|/|;|\band\b|\bor\b|\bplus\b)\s*")
_BEFORE_EN = re.compile(
    r"^(?:(?:to|in|at|across|throughout|around|all|over|of|the|within|anywhere|everywhere|both|also|from)\s+)+", re.I
)
_BEHIND_EN = re.compile(
    r"\b(?:to|in|across|throughout|cover|covers|covering|serve|serves|serving)\s+(.+)$", re.I | re.S
)
_NAME_EN = re.compile(r"^[A-Z][\w'’.-]+(?:[ -](?:of|the|on|upon|de|la|al|el|[A-Z][\w'’.-]*)){0,3}$")
_NEXT_AR = re.compile(
    rf"(?<={_KNOWN})(?:\s*،\s*و?|\s+و)(?P<name>[\u0621-\u064a]{{3,}})(?=\s*(?:$|[.،,؛;:!()…]|\s+و[\u0621-\u064a{_KNOWN}]))"
)
_POSSESSED_AR = ("نا", "كم", "ها", "هم")
"""Endings of possessed nouns ("and our branches", "and its suburbs"), which are no names."""
_NO_PLACE = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "free",
        "delivery",
        "you",
        "your",
        "we",
        "our",
        "all",
        "every",
        "day",
        "days",
        "more",
        "beyond",
        "surrounding",
        "areas",
        "area",
    ]
)
_NO_PLACE_AR = frozenset(
    [
        "جميع",
        "كافه",
        "كل",
        "مناطق",
        "مدن",
        "محافظات",
        "انحاء",
        "خلال",
        "مجانا",
        "ضواحيها",
        "ضواحي",
        "غيرها",
        "حولها",
        "المناطق",
        "خارج",
        "داخل",
    ]
)


def undeclared_places(claim: Claim, organisation: Organisation) -> tuple[str, ...]:
    """Names in the promise's list of places that are no declared location, group or area, as written."""
    text = claim.scope.text or claim.quote
    names = (name.text for name in organisation.names_index() if name.kind != "what")
    masked = _masked(text, names)
    return _arabic(masked) if claim.language == "ar" else _english(masked)


def _masked(text: str, names: Iterable[str]) -> str:
    """The text with every declared name replaced by a mark, the longest names first."""
    folded = fold(text)
    found = [shown for name in names if (shown := fold(name).text.strip()) and shown in folded.text]
    spans: list[tuple[int, int]] = []
    for shown in sorted(set(found), key=len, reverse=True):
        for match in re.finditer(rf"(?<![a-z0-9]){re.escape(shown)}(?![a-z0-9\u0621-\u064a])", folded.text):
            start, end = folded.start(match.start()), folded.end(match.end())
            if not any(start < last and first < end for first, last in spans):
                spans.append((start, end))
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + _KNOWN + text[end:]
    return text


def _english(masked: str) -> tuple[str, ...]:
    """Capitalised items of a list; without a declared name in it, only what stands behind a preposition."""
    listed = _KNOWN in masked
    if not listed:
        behind = _BEHIND_EN.search(masked)
        masked = f"to {behind[1]}" if behind is not None else ""
    found = []
    for item in _LIST_EN.split(masked):
        bare = _BEFORE_EN.sub("", item.strip())
        placed = listed or bare != item.strip()
        if (
            placed
            and _NAME_EN.match(bare)
            and not {word.removesuffix("s") for word in bare.lower().split()} & _NO_PLACE
        ):
            found.append(bare)
    return tuple(dict.fromkeys(found))


def _arabic(masked: str) -> tuple[str, ...]:
    """Words that a list joins to a declared name."""
    found = []
    while match := _NEXT_AR.search(masked):
        masked = masked[: match.start()] + _KNOWN + masked[match.end() :]
        if fold(match["name"]).text not in _NO_PLACE_AR and not match["name"].endswith(_POSSESSED_AR):
            found.append(match["name"])
    return tuple(dict.fromkeys(found))
