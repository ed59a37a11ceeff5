"""Blocks of a document put together in reading order: headings above, sections, cards, table headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from promisecheck.model import Block, Role
from promisecheck.sources import tables
from promisecheck.sources.language import script_language

MOST_BLOCKS: Final = 20_000
"""Blocks of one file; more is no copy that people read."""


class UnreadableError(Exception):
    """Why a file cannot be read, as one sentence; `hint` says how to mend it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Builder:
    """Takes the parts of a document in reading order. `where` says in words where a part stands ("page 3")."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._headings: tuple[str, ...] = ()
        self._levels: tuple[int, ...] = ()
        self._section = self._card = 0

    def heading(self, text: str, level: int, where: str, role: Role = "heading") -> None:
        """A heading of `level` (1 is the outermost); what follows lies under it."""
        kept = sum(one < level for one in self._levels)
        self._section += 1
        before = len(self.blocks)
        self._headings, self._levels = self._headings[:kept], self._levels[:kept]
        self.add(text, role, where)
        if len(self.blocks) > before:
            self._headings = (*self._headings, self.blocks[-1].text)
            self._levels = (*self._levels, level)

    def add(self, text: str, role: Role, where: str, *, card: int = 0, unseen: bool = False) -> None:
        """Any other part; nothing without a letter or digit is kept. Raises UnreadableError when there are too many."""
        if len(self.blocks) >= MOST_BLOCKS:
            raise UnreadableError(f"more than {MOST_BLOCKS:,} paragraphs", "split the file")
        shown = "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
        if any(map(str.isalnum, shown)):
            spoken = script_language(shown) or "en"
            self.blocks.append(
                Block(
                    shown,
                    role,
                    (),
                    spoken,
                    self._headings,
                    section=self._section,
                    card=card,
                    hidden_from_sight=unseen,
                    where=where,
                )
            )

    def new_card(self) -> int:
        """The number of a container that reads as one unit."""
        self._card += 1
        return self._card

    def table(self, rows: Sequence[Sequence[str]], where: str) -> None:
        """A table's cells with their headers. A cell stands at "`where`, row 2, column 1", both counted from 1."""
        table: list[tables.Row] = []
        cells: list[tuple[int, int]] = []
        for line, row in enumerate(rows):
            out = tables.Row([])
            card = self.new_card()
            for column, text in enumerate(row):
                number = -len(cells) - 1
                before = len(self.blocks)
                self.add(text, "table_cell", f"{where}, row {line + 1}, column {column + 1}", card=card)
                if len(self.blocks) > before:
                    number = before
                cells.append((line, column))
                out.cells.append(tables.Cell(number, " ".join(text.split()), header=False))
            table.append(out)
        for number, (across, above) in tables.headers(table).items():
            if number >= 0:
                self.blocks[number] = replace(self.blocks[number], row_headers=across, column_headers=above)
