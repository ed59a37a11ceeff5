"""The wordings of quantities, read from rules/quantities/*.yaml: one file per language, merged.

English and Arabic share no word, so that one vocabulary reads mixed sentences; signs mean the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.paths import data_dir
from promisecheck.quantities.tokens import Phrases, words_of
from promisecheck.yaml_lines import Node, read_yaml

PARTICLES: Final = ("و", "ب", "ل", "ف", "ك")
"""Arabic particles that are written onto the word after them: and, with/for, to/for, so, like."""
WITH_ARTICLE: Final = ("ال", "لل", *(particle + "ال" for particle in ("و", "ب", "ف", "ك")))

MAPPINGS: Final = (
    "durations",
    "duals",
    "moments",
    "fractions",
    "directions_before",
    "directions_far",
    "directions_after",
    "money",
    "money_duals",
    "symbols",
    "free_of",
    "half_price",
    "counts",
    "count_duals",
    "count_times",
    "per_words",
)
LISTS: Final = (
    "singles",
    "unit_adjectives",
    "lasting",
    "tomorrow",
    "by",
    "negations",
    "soft_in",
    "soft_from",
    "fillers",
    "after_bare",
    "range_starts",
    "codes",
    "free",
    "not_free_before",
    "not_free_after",
    "percent",
    "share_words",
    "rating_words",
    "count_adjectives",
    "not_adjectives",
    "not_counted",
    "streets",
    "before_identifier",
    "per",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`mappings[name]` pairs each wording with its key, `lists[name]` holds wordings; names as in the files."""

    mappings: Mapping[str, tuple[tuple[str, str], ...]]
    lists: Mapping[str, tuple[str, ...]]

    def phrases(self, name: str, prefixes: tuple[str, ...] = ()) -> Phrases[str]:
        """The wordings of a mapping, each with its key."""
        return Phrases(self.mappings[name], prefixes)

    def listed(self, name: str, prefixes: tuple[str, ...] = ()) -> Phrases[bool]:
        """The wordings of a list, for looking up."""
        return Phrases([(wording, True) for wording in self.lists[name]], prefixes)

    def words(self, name: str) -> frozenset[str]:
        """A list of single words, folded."""
        return frozenset(words_of(wording)[0] for wording in self.lists[name])


def _wordings(node: Node) -> Iterator[str]:
    for wording in (node.scalar or "").split(","):
        if plain := wording.strip().strip("\"'"):
            yield plain


def parse_vocabulary(files: Mapping[str, str]) -> Vocabulary:
    """Merge the texts of vocabulary files, by name. Raises InputError for a key that does not exist."""
    mappings: dict[str, list[tuple[str, str]]] = {name: [] for name in MAPPINGS}
    lists: dict[str, list[str]] = {name: [] for name in LISTS}
    faults = []
    for file, text in files.items():
        for name, node in read_yaml(text, file):
            if name in mappings:
                mappings[name] += [(wording, key) for key, value in node for wording in _wordings(value)]
            elif name in lists:
                lists[name] += _wordings(node)
            else:
                faults.append(node.fault(f"unknown key '{name}'", f"allowed here: {', '.join(MAPPINGS + LISTS)}"))
    if faults:
        raise InputError(faults)
    if empty := [name for name, wordings in (*mappings.items(), *lists.items()) if not wordings]:
        raise InputError(Fault(f"no wordings for: {', '.join(empty)}", ", ".join(files)))
    return Vocabulary(
        {name: tuple(pairs) for name, pairs in mappings.items()}, {name: tuple(found) for name, found in lists.items()}
    )


@cache
def vocabulary() -> Vocabulary:
    """The bundled vocabulary of all languages."""
    folder = data_dir("rules") / "quantities"
    return parse_vocabulary({path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("??.yaml"))})
