"""Marked passages: texts as they stand on pages, with the promises in them marked in place.

Passages of a file are separated by a line `---`. A promise is marked `{{characteristic|quote}}`; a wording that carries
two, `{{price+speed|free next-day delivery}}`. A comment line `<!-- trade: dentist -->` names the trade of what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from promisecheck.model import Characteristic

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "extract" / "marked"
CORPUS = FOLDER.parent / "corpus"
SITES = FOLDER.parent / "sites"
_COMMENT = re.compile(r"<!--.*?-->\n?", re.S)
_TRADE = re.compile(r"<!--\s*(?:trade:)?\s*([^,;:\n>]*?)\s*(?:[,;:].*?)?-->", re.S)
_MARK = re.compile(r"\{\{([a-z+]+)\|((?:(?!\{\{|\}\}).)*)\}\}", re.S)


@dataclass(frozen=True, slots=True)
class Label:
    """A promise: its characters in the text, and its characteristic."""

    start: int
    end: int
    characteristic: Characteristic


@dataclass(frozen=True, slots=True)
class Passage:
    """A text without its marks, and its promises. file, trade: where it was written down, and of whom it tells."""

    text: str
    labels: tuple[Label, ...]
    language: str
    file: str
    trade: str


def passages(folder: Path = FOLDER) -> Iterator[Passage]:
    """All passages of a folder, by file name. Raises ValueError for a mark that cannot be read."""
    for path in sorted(folder.glob("*.md")):
        yield from read(path.read_text(encoding="utf-8"), path.name)


def read(text: str, name: str) -> Iterator[Passage]:
    """The passages of one file, named `<language>-<n>.md`."""
    trade = name
    for number, raw in enumerate(re.split(r"^---[ \t]*$", text, flags=re.M), 1):
        for comment in _TRADE.finditer(raw):
            trade = comment[1] or trade
        marked = _COMMENT.sub("", raw).strip()
        if marked:
            plain, labels = _unmarked(marked, f"{name}, passage {number}")
            yield Passage(plain, labels, name.split("-")[0], name, trade)


def _unmarked(marked: str, where: str) -> tuple[str, tuple[Label, ...]]:
    plain, at, labels = "", 0, []
    for mark in _MARK.finditer(marked):
        plain += marked[at : mark.start()]
        start = len(plain)
        plain += mark[2]
        for name in mark[1].split("+"):
            if name not in get_args(Characteristic):
                raise ValueError(f"{where}: {name!r} is no characteristic, in {mark[0]!r}")
            labels.append(Label(start, len(plain), name))
        at = mark.end()
    plain += marked[at:]
    if "{{" in plain or "}}" in plain:
        raise ValueError(f"{where}: a mark is not closed, in {marked!r}")
    return plain, tuple(labels)


def corpus(folder: Path = CORPUS) -> Iterator[Passage]:
    """The texts with promises of the other corpus, `<language>-<n>.yaml`; each is a trade of its own."""
    for path in sorted(folder.glob("*.yaml")):
        for number, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8"))):
            quotes = [(claim["quote"], claim["characteristic"]) for claim in row.get("claims", ())]
            labels = tuple(
                Label(start, start + len(quote), characteristic)
                for quote, characteristic in quotes
                if (start := row["text"].find(quote)) >= 0
            )
            if labels:
                yield Passage(row["text"], labels, path.name.split("-")[0], path.name, f"{path.stem}, text {number}")
