"""Untrusted text made fit to be shown: nothing in copy may steer a terminal, turn a line round or start a command."""

from __future__ import annotations

import re
from typing import Final

from promisecheck.model import Language

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef]")
"""What no copy needs: terminal escapes, line separators beside the line feed, half characters."""
_EMBEDDINGS: Final = re.compile("[\u202a\u202b\u202c\u2066\u2067\u2068\u2069]")
"""Embeddings and isolates; reports set their own isolates around every piece of copy."""
_OVERRIDES: Final = re.compile("[\u202d\u202e]")
_TO_TAME: Final = re.compile("|".join(one.pattern for one in (_CONTROLS, _EMBEDDINGS, _OVERRIDES)))

_SHOWN: Final = "\ufffd"
_STRONG: Final = re.compile(r"[^\W\d_]")
_ARABIC: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

FSI: Final = "\u2068"
LRI: Final = "\u2066"
PDI: Final = "\u2069"


def tame(text: str) -> str:
    """Text for any report: overrides and control characters shown as U+FFFD, embeddings left out.

    Line feeds and tabs stay. The length may change: cut spans out first.
    """
    if (text.isascii() and text.isprintable()) or _TO_TAME.search(text) is None:
        return text
    return _EMBEDDINGS.sub("", _CONTROLS.sub(_SHOWN, _OVERRIDES.sub(_SHOWN, text)))


def one_line(text: str) -> str:
    """The same on one line: white space of any kind becomes one space."""
    return " ".join(tame(text).split())


def direction(text: str) -> Language | None:
    """The language whose direction the first letter has: `ar` from right to left, `en` otherwise; None without one."""
    first = _STRONG.search(text)
    if first is None:
        return None
    return "ar" if _ARABIC.match(first[0]) else "en"


def isolated(text: str, around: Language) -> str:
    """The text in isolates when it runs against its surroundings, so that it cannot pull its neighbours along."""
    other = "en" if around == "ar" else "ar"
    against = direction(text) == other or (around == "en" and _ARABIC.search(text))
    return f"{FSI}{text}{PDI}" if against else text


def quoted(text: str, around: Language) -> str:
    """The text in the quotation marks of the language around it."""
    return f"«{isolated(text, around)}»" if around == "ar" else f"“{isolated(text, around)}”"


def clipped(text: str, most: int) -> str:
    """At most this many characters, the last one an ellipsis when something is left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
