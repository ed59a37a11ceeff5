"""A page of text for a terminal: rich, with the signs and colours of the verdicts, safe for any copy.

Copy only ever enters as `Text`, never as rich's mark-up, and through `safe`, so that it cannot steer the terminal.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from promisecheck.model import Language, Outcome, Severity
from promisecheck.reports.ladder.terminal import ASCII, UNICODE, Line, Signs
from promisecheck.reports.safe import FSI, LRI, PDI, isolated, one_line, quoted
from promisecheck.reports.words import say

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_NARROWEST: Final = 60
_BETWEEN: Final = 2  # spaces between the columns of a table
_COLOURS: Final[dict[Outcome | None, str]] = {
    "over": "bold red",
    "undeclared": "magenta",
    "unsure": "yellow",
    "kept": "cyan",
    None: "bold",
}
_SIGNS: Final[dict[Outcome | None, tuple[str, str, str]]] = {
    # sign, the same in ASCII, what underlines a quote
    "over": ("↑", "!", "━"),
    "undeclared": ("◌", "-", "╌"),
    "unsure": ("◇", "?", "┈"),
    "kept": ("✓", "+", "─"),
    None: ("·", ".", "─"),
}
_SEVERITIES: Final[dict[Severity, str]] = {"error": "bold red", "warning": "yellow", "note": "cyan"}

Part = str | tuple[str, str]


class Page:
    """Text being written, in one language and width; `text()` gives all of it."""

    def __init__(self, language: Language, width: int, *, colour: bool, unicode: bool) -> None:
        from rich.console import Console

        self.language: Language = language
        self.width = max(width, _NARROWEST)
        self.colour = colour
        self.unicode = unicode
        self.signs: Signs = UNICODE if unicode else ASCII
        self.comma = "، " if language == "ar" else ", "
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=self.width,
            force_terminal=colour,
            color_system="standard" if colour else None,
            no_color=not colour,
            highlight=False,
            emoji=False,
            markup=False,
            legacy_windows=False,
        )

    def text(self) -> str:
        """All lines, without space at their ends, with one line end after the last."""
        lines = (line.rstrip() for line in self._out.getvalue().split("\n"))
        return "\n".join(lines).strip("\n") + "\n"

    # -------------------------------------------------------------------------------------------- writing
    def say(self, key: str, **values: object) -> str:
        """Words in the language of the page."""
        return say(key, self.language, **values)

    def add(self, *parts: Part, indent: int = 0) -> None:
        """One line, or more where it is too long; parts may carry a style."""
        self.draw(styled(*parts), indent)

    def draw(self, content: RenderableType = "", indent: int = 0) -> None:
        """Anything rich can draw. Most is lines that fit, alone or in the columns of a table, and needs no drawing."""
        from rich.padding import Padding

        lines = None if self.colour else _plain_lines(content, self.width - indent)
        if lines is not None:
            self._out.writelines(f"{' ' * indent}{line}\n" for line in lines)
            return
        self._console.print(Padding(content, (0, 0, 0, indent), expand=False) if indent else content)

    def heading(self, words: str) -> None:
        """A heading with a free line above it."""
        self.draw()
        self.add((words, "bold"))

    # -------------------------------------------------------------------------------------------- pieces
    def copy(self, text: str) -> str:
        """A piece of copy, or a name, on one line."""
        return isolated(one_line(text), self.language)

    def quote(self, text: str) -> str:
        """A piece of copy in quotation marks."""
        shown = quoted(one_line(text), self.language)
        return shown if self.unicode else shown.replace("“", '"').replace("”", '"')

    def chip(self, outcome: Outcome | None) -> Part:
        """A verdict at the head of a finding."""
        style = "bold white on red" if outcome == "over" else _COLOURS[outcome]
        return f" {self._named(outcome)} ", style

    def verdict(self, outcome: Outcome | None) -> Part:
        """A verdict in a line or a table."""
        return self._named(outcome), _COLOURS[outcome]

    def _named(self, outcome: Outcome | None) -> str:
        return f"{_SIGNS[outcome][0 if self.unicode else 1]} {self.say(outcome or 'unjudged')}"

    def severity(self, severity: Severity) -> Part:
        """A severity in its colour."""
        return self.say(severity), _SEVERITIES[severity]

    def table(self, *columns: str | Text) -> Table:
        """A table without lines; a column is named by its words, or by something drawn."""
        from rich.table import Table

        table = Table(box=None, padding=(0, _BETWEEN, 0, 0), header_style="dim", pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold", no_wrap=not isinstance(column, str))
        return table

    # -------------------------------------------------------------------------------------------- pictures
    def lane(self, lane: str, outcome: Outcome | None) -> Text:
        """A lane with its signs in colour, from left to right whatever stands around it."""
        text = styled(f"{LRI}{lane}{PDI}" if self.language == "ar" else lane)
        for signs, style in (
            (self.signs.promise + self.signs.gap, _COLOURS[outcome]),
            (self.signs.base + self.signs.empty, "dim"),
        ):
            text.highlight_regex(f"[{re.escape(signs)}]+", style)
        return text

    def ladder(self, lines: Sequence[Line], outcome: Outcome | None, indent: int) -> None:
        """The rungs of a ladder: title, lane, words."""
        from rich.table import Table

        grid = Table.grid(padding=(0, _BETWEEN, 0, 0))
        grid.add_column(no_wrap=True)
        if any(line.lane for line in lines):
            grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for line in lines:
            words = styled((self.copy(line.strong), "bold"), line.words)
            lane = [self.lane(line.lane, outcome)] if len(grid.columns) > 2 else []
            grid.add_row(styled((line.title, "dim")), *lane, words)
        self.draw(grid, indent)

    def sentence(
        self, before: str, quote: str, after: str, outcome: Outcome | None, language: Language, indent: int
    ) -> None:
        """A quote in its sentence, marked by colour, by signs below it, or in Arabic by brackets."""
        before, quote, after = _joined(before), one_line(quote), _joined(after)
        if language == "ar":
            line = styled(f"{before}[", (quote, _COLOURS[outcome]), f"]{after}")
            self.draw(line if self.language == "ar" else styled(FSI).append_text(line).append(PDI), indent)
        elif self.colour:
            self.draw(styled(before, (quote, f"underline {_COLOURS[outcome]}"), after), indent)
        else:
            sign = _SIGNS[outcome][2] if self.unicode else "^"
            self._underlined(before, quote, after, sign, indent)

    def _underlined(self, before: str, quote: str, after: str, sign: str, indent: int) -> None:
        marks = " " * len(before) + sign * len(quote) + " " * len(after)
        at = 0
        for line in _lines(before + quote + after, self.width - indent):
            self.add(line, indent=indent)
            below = marks[at : at + len(line)].rstrip()
            if below:
                self.add(below, indent=indent)
            at += len(line) + 1


def styled(*parts: Part) -> Text:
    """Text of parts that may carry a style. Nothing in it is read as mark-up."""
    from rich.text import Text

    return Text.assemble(*parts)


def _plain_lines(content: RenderableType, columns: int) -> list[str] | None:
    """The lines of a text, or of a table, that fit without breaking any; None where rich has to break or draw."""
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    if isinstance(content, Text) or content == "":
        rows = [[str(content)]]
    elif isinstance(content, Table):
        cells = [[*([one.header] if content.show_header else ()), *one.cells] for one in content.columns]
        if not all(isinstance(cell, (str, Text)) for column in cells for cell in column):
            return None
        rows = [list(map(str, row)) for row in zip(*cells, strict=True)]
    else:
        return None
    if not all(cell.isprintable() for row in rows for cell in row):
        return None
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + _BETWEEN * (len(widths) - 1) > columns:
        return None
    return [
        "".join(cell + " " * (width - cell_len(cell) + _BETWEEN) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]


def _joined(text: str) -> str:
    """On one line, with a space kept at either end, where the parts of a sentence meet."""
    inner = one_line(text)
    if not inner:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + inner + (" " if text[-1].isspace() else "")


def _lines(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most `width` columns, broken at spaces; words that are too long stay whole."""
    from rich.cells import cell_len

    line = ""
    for word in text.split(" "):
        if line and cell_len(line) + 1 + cell_len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
