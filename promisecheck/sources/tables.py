"""The headers of table cells: declared ones, else what the first row and column say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

_WIDEST: Final = 100
"""Columns that are followed; a wider table is layout."""
_REACHING: Final = 4
"""Headers that count for one cell from above, and for one row of those that reach down."""
_LONGEST: Final = 25
"""Words in a cell that tells one thing; tables of layout hold longer ones."""

_LONG_SHARE: Final = 0.2
"""Of the cells of a table of data, that may be longer."""

Headers = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(slots=True)
class Cell:
    """A cell with its text; `number` is the caller's own."""

    number: int
    text: str
    header: bool
    rows: int = 1
    columns: int = 1
    scope: str = ""
    column: int = field(default=0, init=False)


@dataclass(slots=True)
class Row:
    """A row of cells; `head` when it stands in the table's head."""

    cells: list[Cell]
    head: bool = False


def headers(rows: Sequence[Row]) -> Mapping[int, Headers]:
    """Row headers and column headers of each cell, by its number.

    Column headers come from rows of header cells above; where a table declares no header cells, from a first row
    without digits, or one that names the columns of figures below it. Row headers come from the header cells of the
    row, else its first cell. A cell as wide as the table is a row header for all rows up to the next one; the only one
    above a row is the table's title and a column header of all.
    """
    width = _place(rows)
    if width < 2:
        return {}
    declared = any(cell.header for row in rows for cell in row.cells)
    data = _holds_data(rows)
    found: dict[int, Headers] = {}
    above: dict[int, tuple[str, ...]] = {}
    reaching: list[tuple[int, str]] = []
    group: tuple[str, ...] = ()
    after_head = False
    first = next((index for index, row in enumerate(rows) if not _spans(row, width)), 0)
    last = max((index for index, row in enumerate(rows) if not _spans(row, width)), default=0)
    titled = first == 1 and not any(_spans(row, width) for row in rows[1:last])
    title = (rows[0].cells[0].text,) if titled and rows[0].cells[0].text else ()
    for index, row in enumerate(rows):
        if _spans(row, width):
            group, after_head = ((row.cells[0].text,) if row.cells[0].text and not titled else ()), False
            continue
        if _is_head(row, rows[index + 1 :] if index == first else None, declared, data):
            if not after_head:
                above = {}
            for cell in row.cells:
                for column in range(cell.column, cell.column + cell.columns):
                    heads = above.get(column, ())
                    above[column] = (*heads, cell.text) if cell.text and len(heads) < _REACHING else heads
            after_head = True
            continue
        after_head = False
        reaching = [(until, text) for until, text in reaching if until > index][-_REACHING:]
        beside = [text for _, text in reaching]
        leaders = [cell for cell in row.cells if cell.header and cell.text]
        if not any(cell.header for cell in row.cells) and data and row.cells and row.cells[0].column == 0:
            leaders = [cell for cell in row.cells[:1] if cell.text]
        reaching += [(index + cell.rows, cell.text) for cell in leaders if cell.rows > 1]
        beside += [cell.text for cell in leaders]
        numbers = {cell.number for cell in leaders}
        for cell in row.cells:
            across = () if cell.number in numbers else tuple(beside)
            found[cell.number] = ((*group, *across), (*title, *above.get(cell.column, ())))
    return found


def _place(rows: Sequence[Row]) -> int:
    """Give every cell its column, around the cells that reach down from above; the table's width."""
    taken: list[int] = []
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while column < len(taken) and taken[column] > index:
                column += 1
            cell.column = min(column, _WIDEST)
            cell.columns = min(cell.columns, max(_WIDEST - column, 1))
            end = cell.column + cell.columns
            taken.extend([0] * (end - len(taken)))
            taken[cell.column : end] = [index + cell.rows] * cell.columns
            column = end
    return len(taken)


def _holds_data(rows: Sequence[Row]) -> bool:
    """Whether a table holds data rather than the layout of a page: no long cells, or few, and none that leads a row."""
    long = [(index, cell) for index, row in enumerate(rows) for cell in row.cells if len(cell.text.split()) > _LONGEST]
    leading = any(index == 0 or cell.column == 0 for index, cell in long)
    return not leading and len(long) <= _LONG_SHARE * sum(len(row.cells) for row in rows)


def _spans(row: Row, width: int) -> bool:
    """Whether a row is one cell as wide as the table: a title of the rows below it."""
    return len(row.cells) == 1 and row.cells[0].columns >= width and not row.head


def _is_head(row: Row, below: Sequence[Row] | None, declared: bool, data: bool) -> bool:
    """Whether a row names the columns; `below` are the rows under the first one, None for any other row.

    What a column says again below names it not.
    """
    if row.head:
        return True
    if declared:
        return bool(row.cells) and all(cell.header and cell.scope not in ("row", "rowgroup") for cell in row.cells)
    if not below or not data or len(row.cells) < 2:
        return False
    named = row.cells[1:]
    columns = _columns(below)
    if any(cell.text in columns.get(cell.column, ()) for cell in named):
        return False
    if all(cell.text and not any(map(str.isdigit, cell.text)) for cell in named):
        return True
    figures = sum(_holds_figures(columns.get(cell.column, ())) for cell in named)
    return 2 * figures > len(named) > 2 * sum(_is_figure(cell.text) for cell in named)


def _columns(rows: Sequence[Row]) -> Mapping[int, Sequence[str]]:
    """The texts of each column, but for cells that reach over several."""
    columns: dict[int, list[str]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.columns == 1:
                columns.setdefault(cell.column, []).append(cell.text)
    return columns


def _holds_figures(texts: Sequence[str]) -> bool:
    """Whether the cells of a column begin with a figure, as far as they say anything."""
    said = [text for text in texts if any(map(str.isalnum, text))]
    return bool(said) and all(map(_is_figure, said))


def _is_figure(text: str) -> bool:
    """Whether the first thing a text says is a figure: "£5", "(2-3 days)"."""
    return next((char.isdigit() for char in text if char.isalnum()), False)
