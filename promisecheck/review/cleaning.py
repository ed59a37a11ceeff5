"""What people type, before it is kept: one line or a few, no control characters, no more than fits."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from promisecheck.review.errors import InvalidError

LINE: Final = 300
NOTE: Final = 10_000
COPY: Final = 2_000_000

_UNWANTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def clean_line(field: str, text: str, *, needed: bool = True) -> str:
    """One line, white space collapsed, Unicode composed (NFC). Raises InvalidError when it is empty or too long."""
    out = " ".join(unicodedata.normalize("NFC", _UNWANTED.sub(" ", text)).split())
    if needed and not out:
        raise InvalidError("needed", field=field)
    if len(out) > LINE:
        raise InvalidError("too-long", field=field, most=LINE)
    return out


def clean_note(field: str, text: str, *, needed: bool = True) -> str:
    """Some lines, ends trimmed. Raises InvalidError when it is empty or too long."""
    out = unicodedata.normalize("NFC", _UNWANTED.sub(" ", text.replace("\r\n", "\n"))).strip()
    if needed and not out:
        raise InvalidError("needed", field=field)
    if len(out) > NOTE:
        raise InvalidError("too-long", field=field, most=NOTE)
    return out
