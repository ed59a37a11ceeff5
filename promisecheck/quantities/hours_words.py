"""The wordings of weekly hours, read from rules/hours/*.yaml: one file per language, merged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from promisecheck.errors import Fault, InputError
from promisecheck.paths import data_dir
from promisecheck.quantities.tokens import Phrases, words_of
from promisecheck.quantities.week_algebra import DAYS, EVERY_DAY
from promisecheck.yaml_lines import Node, read_yaml

HOLIDAY: Final = 1 << 7
"""The bit of public holidays in a set of days."""

_KEYED: Final = (
    "days",
    "bare_days",
    "week",
    "everyday",
    "always",
    "always_here",
    "meridiems",
    "moments",
    "hour_names",
    "hour_words",
    "fractions",
)
_LISTS: Final = (
    "oclock",
    "before_hour",
    "to",
    "from",
    "until",
    "between",
    "and",
    "except",
    "including",
    "closed",
    "refused",
    "closed_cell",
    "hours24",
    "open",
    "services",
    "appointment",
    "late",
    "onwards",
    "fillers",
    "parts_of_day",
    "unclear_days",
    "months",
    "units",
    "not_times_before",
    "not_hours24_before",
    "not_hours24_after",
    "not_until_before",
    "availability",
)
_IN_ORDER: Final = (
    "always",
    "week",
    "hours24",
    "always_here",
    "everyday",
    "unclear_days",
    "days",
    "bare_days",
    "moments",
    "hour_names",
    "hour_words",
    "appointment",
    "onwards",
    "until",
    "to",
    "from",
    "between",
    "except",
    "including",
    "closed",
    "refused",
    "open",
    "and",
    "parts_of_day",
    "months",
    "late",
    "fillers",
)
"""The kinds of words that hours are made of; of two kinds with one wording the first wins."""
_MEANT_WITH_TO: Final = ("days", "bare_days", "moments", "hour_names", "hour_words")


class Word(NamedTuple):
    """A wording: its kind and key, and what is written onto its front: "and" (و), "to" (ل) or nothing."""

    kind: str
    key: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The wordings of all languages, ready for looking up.

    words: all that hours are made of. meridiems, fractions: what may follow an hour; oclock, before_hour: stand around
    it; late: ends that are not told. The sets hold single words that decide what is near hours and is none.
    """

    words: Phrases[Word]
    meridiems: Phrases[str]
    fractions: Phrases[int]
    oclock: Phrases[str]
    before_hour: Phrases[str]
    late: Phrases[str]
    closed_cell: Phrases[str]
    sets: Mapping[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Whether a word is in one of the sets."""
        return word in self.sets[name]


def day_set(key: str) -> int:
    """Days in OpenStreetMap's notation ("Mo-Fr", "PH") as bits. Raises KeyError for anything else."""
    if key == "PH":
        return HOLIDAY
    first, _, last = key.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return sum(1 << (start + step) % 7 for step in range((end - start) % 7 + 1)) & EVERY_DAY


def _wordings(node: Node) -> list[str]:
    return [plain for wording in (node.scalar or "").split(",") if (plain := wording.strip().strip("\"'"))]


def _with_particles(kind: str, key: str, wording: str) -> Iterator[tuple[str, Word]]:
    """A wording as it stands and, in Arabic, with the particles و ب ف ل written onto it."""
    yield wording, Word(kind, key)
    first = words_of(wording)[0]
    if first < "\u0600" or len(first) < 2 or kind in ("and", "to"):
        return
    yield "و" + wording, Word(kind, key, "and")
    if kind in _MEANT_WITH_TO:
        yield "ب" + wording, Word(kind, key)
        yield "ل" + wording, Word(kind, key, "to")
        if wording.startswith("ال"):
            yield "لل" + wording[2:], Word(kind, key, "to")
            yield "ولل" + wording[2:], Word(kind, key, "to")


def parse_lexicon(files: Mapping[str, str]) -> Lexicon:
    """Merge the texts of vocabulary files, by name. Raises InputError for a key that does not exist."""
    keyed: dict[str, list[tuple[str, str]]] = {name: [] for name in _KEYED}
    lists: dict[str, list[str]] = {name: [] for name in _LISTS}
    faults = []
    for file, text in files.items():
        for name, node in read_yaml(text, file):
            if name in keyed:
                keyed[name] += [(wording, key) for key, value in node for wording in _wordings(value)]
            elif name in lists:
                lists[name] += _wordings(node)
            else:
                faults.append(node.fault(f"unknown key '{name}'", f"allowed here: {', '.join(_KEYED + _LISTS)}"))
    if faults:
        raise InputError(faults)
    if empty := [name for name, wordings in (*keyed.items(), *lists.items()) if not wordings]:
        raise InputError(Fault(f"no wordings for: {', '.join(empty)}", ", ".join(files)))

    def listed(name: str) -> Phrases[str]:
        return Phrases((wording, "") for wording in lists[name])

    def pairs(name: str) -> Iterable[tuple[str, str]]:
        return keyed[name] if name in keyed else [(wording, "") for wording in lists[name]]

    return Lexicon(
        words=Phrases(
            entry for name in _IN_ORDER for wording, key in pairs(name) for entry in _with_particles(name, key, wording)
        ),
        meridiems=Phrases(keyed["meridiems"]),
        fractions=Phrases((wording, int(key)) for wording, key in keyed["fractions"]),
        oclock=listed("oclock"),
        before_hour=listed("before_hour"),
        late=listed("late"),
        closed_cell=listed("closed_cell"),
        sets={
            name: frozenset(words[0] for wording in lists[name] if len(words := words_of(wording)) == 1)
            for name in _LISTS
            if name not in ("oclock", "before_hour", "late", "closed_cell")
        },
    )


@cache
def lexicon() -> Lexicon:
    """The bundled wordings of all languages."""
    folder = data_dir("rules") / "hours"
    return parse_lexicon({path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))})
