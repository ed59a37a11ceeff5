"""Superscript: a raised figure is a footnote's mark and must not read as part of a number."""

from __future__ import annotations

import re
from typing import Final

_NOTE: Final = re.compile(r"\s*[\[(]?\d{1,3}[\])]?\s*")
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """`text` as superscript reads: figures become superscript figures, other text stays as it is."""
    return text.translate(_RAISED) if _NOTE.fullmatch(text) else text
