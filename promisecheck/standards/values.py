"""Values of a spec read from nodes: text, lists, names per language, dates, shares.

A value that has the wrong shape is None here: `shapes.check` has reported it already.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeVar

from promisecheck.model import Stretch
from promisecheck.standards.amounts import number
from promisecheck.standards.faults import Faults, UnreadableError, known_hint
from promisecheck.yaml_lines import Node

T = TypeVar("T")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def text_of(node: Node | None) -> str | None:
    """The text of a scalar, white space drawn together; None for nothing."""
    if node is None or node.scalar is None:
        return None
    return " ".join(node.scalar.split()) or None


def items_of(node: Node | None) -> tuple[Node, ...]:
    """The items of a list, or the one value that stands without a list."""
    if node is None or node.scalar == "":
        return ()
    return (node,) if node.items is None else node.items


def read(node: Node | None, reader: Callable[[str], T], faults: Faults, about: str = "") -> T | None:
    """What `reader` makes of the node's text; None when there is none, or when it raises (which is reported)."""
    text = text_of(node)
    if node is None or text is None:
        return None
    try:
        return reader(text)
    except UnreadableError as error:
        faults.add_unreadable(node, error, about)
        return None


class Words:
    """Reads wording per language, given the languages that are declared (empty: any)."""

    def __init__(self, languages: tuple[str, ...], faults: Faults) -> None:
        self._languages = languages
        self._faults = faults
        self._told: set[str] = set()

    def names(self, node: Node | None) -> dict[str, tuple[str, ...]]:
        """Language -> names."""
        if node is None:
            return {}
        found: dict[str, tuple[str, ...]] = {}
        if node.entries is None:
            for item in items_of(node):
                text = text_of(item)
                if text is not None:
                    language = self.language_of(text)
                    found[language] = (*found.get(language, ()), text)
            return found
        for key, value in node.entries:
            if self._known(key):
                texts = tuple(text for item in items_of(value) if (text := text_of(item)) is not None)
                if texts:
                    found[key.scalar or ""] = texts
        return found

    def wording(self, node: Node | None) -> dict[str, str]:
        """Language -> text."""
        return {language: texts[0] for language, texts in self.names(node).items()}

    def language_of(self, text: str) -> str:
        """The declared language a text without one is in, by its script."""
        main = self._languages[0] if self._languages else "en"
        if _ARABIC.search(text):
            return "ar"
        return main if main != "ar" else next((language for language in self._languages if language != "ar"), "en")

    def _known(self, key: Node) -> bool:
        language = key.scalar or ""
        if self._languages and language not in self._languages:
            self._faults.add(
                key, f"'{language}' is not one of the languages", known_hint(language, self._languages, "declared")
            )
            return False
        if not re.fullmatch("[a-z]{2}", language):
            self._faults.add(key, f"'{language}' is no language", "the code of a language: en, ar ...")
            return False
        return True


def read_date(text: str) -> dt.date:
    """A date as YYYY-MM-DD. Raises UnreadableError."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise UnreadableError(f"'{text}' is no date", "write it as YYYY-MM-DD, e.g. 2026-12-31")
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise UnreadableError(f"there is no day '{text}'", "write it as YYYY-MM-DD, e.g. 2026-12-31") from None


def read_stretch(node: Node | None, faults: Faults, name: str) -> Stretch | None:
    """The days of a mapping with `from` and `until`; None when it sets neither or they cannot be read."""
    if node is None or node.entries is None:
        return None
    first, last = (read(node.get(key), read_date, faults, key) for key in ("from", "until"))
    until = node.get("until")
    if first is not None and last is not None and last < first and until is not None:
        faults.add(until, f"'{name}' ends ({last}) before it starts ({first})", "swap from and until")
        return None
    return Stretch(first, last) if first or last else None


def read_share(text: str) -> float:
    """A reliability as a share of all cases: "95%", "0.95". Raises UnreadableError."""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?)\s*(%|٪|percent|per cent)?", text, re.IGNORECASE)
    if match is None:
        raise UnreadableError(f"'{text}' is no share of cases", "a number and %, e.g. 95%")
    value = float(match[1])
    share = value / 100 if match[2] else value
    if 0 < share <= 1:
        return round(share, 9)
    if not match[2] and value <= 100:
        raise UnreadableError(f"'{text}' is more than all cases", f"did you mean {match[1]}%?")
    raise UnreadableError(f"'{text}' is out of range", "a share is more than 0% and at most 100%, e.g. 95%")


def read_importance(text: str) -> float:
    """How much customers care, 0-10. Raises UnreadableError."""
    try:
        value = float(number(text))
    except ValueError:
        raise UnreadableError(f"'{text}' is no number", "0 (nobody cares) to 10 (what matters most)") from None
    if not 0 <= value <= 10:
        raise UnreadableError(f"{text} is out of range", "0 (nobody cares) to 10 (what matters most)")
    return value
