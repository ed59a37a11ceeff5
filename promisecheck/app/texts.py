"""The sentences of the screens in English and Arabic, from `web/translations/*.yaml`.

A file holds one screen's. An entry is a sentence in each language, or for a counted thing its plural forms (Unicode
CLDR: `one`, `other`; in Arabic also `two`, `few`, `many`; `zero` where none has words of its own), by the fact `n`:

    piece: {en: A piece, ar: مادة}
    pieces:
      en: {one: "{n} piece", other: "{n} pieces"}
      ar: {zero: لا مواد, one: مادة واحدة, two: مادتان, few: "{n} مواد", many: "{n} مادة", other: "{n} مادة"}

`text("inbox.pieces", "en", n=2)` is "2 pieces".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from markupsafe import Markup

from promisecheck.model import Language
from promisecheck.paths import data_dir
from promisecheck.reports.words import number, plural

LANGUAGES: Final[tuple[Language, ...]] = ("en", "ar")
Entry = str | Mapping[str, str]


def text(key: str, language: Language, **facts: object) -> str:
    """The sentence `file.entry`, filled in. Raises KeyError for an unknown key or a missing fact."""
    return _pick(key, language, facts).format(**_shown(facts, language))


def markup(key: str, language: Language, **facts: object) -> Markup:
    """The same for a sentence that holds markup; facts are escaped."""
    return Markup(_pick(key, language, facts)).format(**_shown(facts, language))  # noqa: S704 - our own sentences


@cache
def sentences() -> Mapping[str, Mapping[Language, Entry]]:
    """Every entry of every file, by `file.entry`. Raises ValueError for one that lacks a language."""
    found: dict[str, Mapping[Language, Entry]] = {}
    for file in sorted((data_dir("web") / "translations").glob("*.yaml")):
        for name, entry in _load(file).items():
            missing = [language for language in LANGUAGES if not entry.get(language)]
            if missing or len(entry) != len(LANGUAGES):
                raise ValueError(f"{file.name}: {name}: one sentence for each of {', '.join(LANGUAGES)}")
            found[f"{file.stem}.{name}"] = {language: entry[language] for language in LANGUAGES}
    return found


def _load(file: Path) -> dict[str, dict[str, Entry]]:
    # BaseLoader leaves every scalar as text, so that "no" and "on" stay words
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}  # noqa: S506


def _pick(key: str, language: Language, facts: Mapping[str, object]) -> str:
    entry = sentences()[key][language]
    if isinstance(entry, str):
        return entry
    count = facts["n"]
    if not isinstance(count, int):
        raise TypeError(f"{key} is counted by n, a whole number")
    form = "zero" if count == 0 and "zero" in entry else plural(count, language)
    return entry.get(form, entry["other"])


def _shown(facts: Mapping[str, object], language: Language) -> dict[str, object]:
    return {
        name: number(value, language) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for name, value in facts.items()
    }
