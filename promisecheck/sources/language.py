"""Which language a piece of text is in, by the script most of its letters belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from promisecheck.model import Language

_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]+")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]+")


def script_language(text: str) -> Language | None:
    """The language of most of its letters; None where there are none of either script."""
    if text.isascii():
        return "en" if text.upper() != text.lower() else None
    arabic = sum(map(len, _ARABIC.findall(text)))
    latin = sum(map(len, _LATIN.findall(text)))
    if arabic == latin == 0:
        return None
    return "ar" if arabic >= latin else "en"


def declared_language(tag: str | None) -> Language | None:
    """The language a BCP 47 tag names ("ar-JO", "en"), None for others or none."""
    primary = (tag or "").strip().lower().split("-")[0].split("_")[0]
    return "ar" if primary == "ar" else "en" if primary == "en" else None


def majority_language(texts: Iterable[str]) -> Language | None:
    """The language of most letters of all texts together; None where there are none."""
    return script_language("\n".join(texts))
