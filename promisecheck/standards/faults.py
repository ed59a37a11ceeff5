"""Collects every mistake of a reading, each with its line, and the mend: what is near, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from promisecheck.errors import Fault, InputError
from promisecheck.yaml_lines import Node

LONGEST = 500
"""Longest message; what it quotes may be a whole file."""
WIDEST = 160
"""Longest line that a fault shows whole."""
MOST = 500
"""Most mistakes that are told at once; what has more is no spec, and looking for likely meanings takes time."""
_JOINTS = str.maketrans("", "", " \t_-")
_MANY = 24
"""Most names that a hint lists."""


class UnreadableError(ValueError):
    """A value that cannot be read: the message says what is wrong, `hint` how to write it.

    at: where in the value the mistake is, as a number of characters from its start.
    """

    def __init__(self, message: str, hint: str | None = None, at: int = 0) -> None:
        super().__init__(message)
        self.hint = hint
        self.at = at


class Faults:
    """The mistakes found so far, and the lines of the files to show them in."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._lines: dict[str, list[str]] = {}

    def source(self, file: str, text: str) -> None:
        """Remember the text of a file."""
        self._lines[file] = text.splitlines()

    def at(self, node: Node, message: str, hint: str | None = None) -> Fault:
        """A fault at a node, with its line."""
        return Fault(_clipped(message), node.file, node.line, node.column, self._line(node), hint and _clipped(hint))

    def add(self, node: Node, message: str, hint: str | None = None) -> None:
        """Add a fault at a node."""
        self.extend((self.at(node, message, hint),))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add faults. Raises InputError with all of them when there are more than anybody reads at once."""
        for fault in faults:
            self.found.append(fault)
            if len(self.found) > MOST:
                raise InputError([*self.in_order(), Fault(f"more than {MOST} mistakes", hint="mend these first")])

    def add_unreadable(self, node: Node, error: UnreadableError, about: str | None = None) -> None:
        """Add what a value's reader raised; `about` names the key."""
        node = replace(node, column=node.column + self._shift(node, error.at)) if error.at else node
        self.add(node, f"{about}: {error}" if about else str(error), error.hint)

    def at_place(self, where: str, message: str, hint: str | None = None) -> Fault:
        """A fault at a "file:line", with the line and a mark where its text begins."""
        file, _, line = where.rpartition(":")
        lines = self._lines.get(file, [])
        text = lines[int(line) - 1] if int(line) <= len(lines) else ""
        return self.at(Node(file, int(line), len(text) - len(text.lstrip()) + 1), message, hint)

    def in_order(self) -> list[Fault]:
        """All faults by file, line and column, none twice."""
        return sorted(dict.fromkeys(self.found), key=lambda f: (f.file or "", f.line or 0, f.column or 0))

    def _shift(self, node: Node, at: int) -> int:
        """How far right of a scalar's start its character number `at` stands; 0 where the two cannot be matched."""
        lines = self._lines.get(node.file, [])
        start = node.column - 1 + node.quoted
        shown = lines[node.line - 1][start:] if 0 < node.line <= len(lines) else ""
        return at + node.quoted if shown.startswith(node.scalar or "") else 0

    def _line(self, node: Node) -> str | None:
        lines = self._lines.get(node.file, [])
        line = lines[node.line - 1] if 0 < node.line <= len(lines) else None
        if line is None or node.column > WIDEST:
            return None
        return line if len(line) <= WIDEST else f"{line[:WIDEST]} …"


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def near(word: str, known: Iterable[str], most: int = 3, least: float = 0.6) -> list[str]:
    """The known words that `word` may be a slip of, the likeliest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    wanted = word[:WIDEST].casefold().translate(_JOINTS)
    candidates = {name: name.casefold().translate(_JOINTS) for name in known}
    scorer = DamerauLevenshtein.normalized_similarity
    found = process.extract(wanted, candidates, scorer=scorer, score_cutoff=least, limit=most)
    return [name for _, _, name in found]


def known_hint(word: str, known: Iterable[str], what: str = "known") -> str:
    """The mend of an unknown word: what it may mean, and what there is."""
    names = list(known)
    close = near(word, names)
    parts = [f"did you mean {_either(close)}?"] if close else []
    if not names:
        parts.append("none is declared")
    elif len(names) <= _MANY:
        parts.append(f"{what}: {', '.join(names)}")
    elif not close:
        parts.append(f"{what}: {', '.join(names[:_MANY])} and {len(names) - _MANY} more")
    return " ".join(parts)


def _either(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
