"""Suppressions in copy: comments that let a finding stand, with a reason and, if wanted, a last day.

    <!-- promisecheck: allow over-promise because the campaign ends this week until 2027-01-01 -->
    <!-- promisecheck: اسمح over-promise لأن الحملة تنتهي قريباً حتى 2027-01-01 -->

In HTML and Markdown they are comments; Markdown also knows `[//]: # (promisecheck: ...)`; in plain text they stand on a
line of their own behind `#` or `//`, and are no copy. `allow` covers the block the comment stands in or right behind,
else the next one; `allow-page` (اسمح-للصفحة) covers the whole piece. The reason is required.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.model import Language
from promisecheck.sources.comments import comments_in

_ALLOW: Final[dict[str, tuple[Language, bool]]] = {
    "allow": ("en", False),
    "allow-page": ("en", True),
    "اسمح": ("ar", False),
    "اسمح-للصفحة": ("ar", True),
}
_BECAUSE: Final = re.compile(r"\s(?:because|لأن)(?:\s|$)")
_UNTIL: Final = re.compile(r"\s(?:until|حتى)\s+(\d{4}-\d{2}-\d{2})\s*$")
_HINT: Final = "write: promisecheck: allow over-promise because … until 2027-01-01"


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppression: the rules it lets stand, why, until when, and where it stands (offsets of the original).

    until: the last day, None for no end. page: covers the whole piece. text: as written. line, column: 1-based.
    """

    rules: tuple[str, ...]
    reason: str
    until: dt.date | None
    page: bool
    language: Language
    text: str
    start: int
    end: int
    line: int
    column: int


def directives_in(text: str, form: str, source: str, rules: Collection[str]) -> tuple[list[Directive], list[Fault]]:
    """The suppressions of a decoded original, and a fault for each that cannot be read. form: text, markdown, html.

    rules: the names that may be allowed.
    """
    found: list[Directive] = []
    faults: list[Fault] = []
    for start, end, body in comments_in(text, form):
        line = text.count("\n", 0, start) + 1
        column = start - (text.rfind("\n", 0, start) + 1) + 1
        try:
            found.append(_read(body, text[start:end], start, end, line, column, rules))
        except InputError as error:
            fault = error.faults[0]
            faults.append(Fault(fault.message, source, line, column, text[start:end], fault.hint))
    return found, faults


def _read(body: str, text: str, start: int, end: int, line: int, column: int, rules: Collection[str]) -> Directive:
    word, _, rest = body.partition(" ")
    if word not in _ALLOW:
        raise InputError(Fault(f"a suppression starts with 'allow', not '{word}'", hint=_HINT))
    language, page = _ALLOW[word]
    because = _BECAUSE.search(f" {rest}")
    if because is None:
        raise InputError(Fault("a suppression needs a reason", hint=_HINT))
    names = tuple(re.split(r"[,،\s]+", f" {rest}"[: because.start()].strip()))
    reason = f" {rest}"[because.end() :].strip()
    last = _UNTIL.search(f" {reason}")
    until = None
    if last is not None:
        try:
            until = dt.date.fromisoformat(last[1])
        except ValueError:
            raise InputError(Fault(f"'{last[1]}' is no date", hint=_HINT)) from None
        reason = f" {reason}"[: last.start()].strip()
    if not reason:
        raise InputError(Fault("a suppression needs a reason", hint=_HINT))
    for name in names:
        if name not in rules:
            raise InputError(_unknown(name, rules))
    return Directive(names, reason, until, page, language, text, start, end, line, column)


def _unknown(name: str, rules: Collection[str]) -> Fault:
    import difflib

    near = difflib.get_close_matches(name, rules, 3, 0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"one of {', '.join(sorted(rules))}"
    return Fault(f"no rule is called '{name}'", hint=hint)
