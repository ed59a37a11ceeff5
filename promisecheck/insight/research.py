"""What customers said they care about: a survey or counts of complaints, as a table in a CSV file or a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.insight.importance import Topic
from promisecheck.measures import measures
from promisecheck.standards.faults import known_hint
from promisecheck.standards.organisation import Organisation

WORKBOOK: Final = (".xlsx", ".xlsm")
_FIGURES: Final = ("importance", "rating", "complaints")
_MOST: Final = 10.0
_MOST_FAULTS: Final = 20

Line = tuple[int, Sequence[str]]
"""A row of the table with the number of its line."""


class _UnusableError(ValueError):
    """A cell that cannot be used: its column, what is wrong, and the mend."""

    def __init__(self, column: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.column, self.hint = column, hint


def read_research(path: Path, organisation: Organisation) -> dict[Topic, float]:
    """Importance, 0-10, by service and measure: from a table with `importance`, `rating` (0-10) or `complaints`.

    Complaints are counts; the topic with most of them counts 10. Of importance or rating a topic has one. Raises
    InputError with every row that cannot be used, MissingExtraError for a workbook without the extra `evidence`.
    """
    lines = iter(_sheet(path) if path.suffix.lower() in WORKBOOK else _text(path))
    number, heading = next(lines, (1, ()))
    columns = {name.strip().casefold(): at for at, name in reversed(list(enumerate(heading))) if name.strip()}
    if not columns:
        hint = f"the first line names the columns: service, measure and one of {', '.join(_FIGURES)}"
        raise InputError(Fault("the research is empty", str(path), number, hint=hint))
    figure = next((name for name in _FIGURES if name in columns), None)
    if figure is None or "service" not in columns or "measure" not in columns:
        hint = f"the first line needs service, measure and one of {', '.join(_FIGURES)}"
        raise InputError(Fault(f"columns are missing; there are: {', '.join(columns)}", str(path), number, hint=hint))
    found = _read(lines, columns, figure, str(path), organisation)
    if not any(found.values()):
        raise InputError(
            Fault("there is nothing in the research", str(path), hint="a row for each service and measure")
        )
    most = max(found.values())
    return {topic: _MOST * value / most for topic, value in found.items()} if figure == "complaints" else found


def _read(
    lines: Iterable[Line], columns: Mapping[str, int], figure: str, file: str, organisation: Organisation
) -> dict[Topic, float]:
    """The figure of each topic; counts of one topic are added up. Raises InputError with what is wrong."""
    found: dict[Topic, float] = {}
    first: dict[Topic, int] = {}
    faults: list[Fault] = []
    for number, cells in lines:
        values = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        if not any(cell.strip() for cell in cells):
            continue
        try:
            topic, value = _row(values, figure, organisation)
            if figure != "complaints" and topic in found:
                message = f"'{topic[0]}' with '{topic[1]}' has its {figure} in row {first[topic]} already"
                raise _UnusableError(figure, message, "keep one row for each service and measure")
        except _UnusableError as error:
            at = columns[error.column] + 1
            faults.append(Fault(f"row {number}, column '{error.column}': {error}", file, number, at, hint=error.hint))
            continue
        first.setdefault(topic, number)
        found[topic] = found.get(topic, 0.0) + value
    if len(faults) > _MOST_FAULTS:
        more = Fault(f"{len(faults) - _MOST_FAULTS} more rows cannot be used", file, hint="mend these first")
        faults = [*faults[:_MOST_FAULTS], more]
    if faults:
        raise InputError(faults)
    return found


def _row(values: Mapping[str, str], figure: str, organisation: Organisation) -> tuple[Topic, float]:
    """Topic and figure of a row. Raises _UnusableError with what is wrong and how to mend it."""
    service, measure, written = (values.get(name, "") for name in ("service", "measure", figure))
    if service not in organisation.services:
        hint = known_hint(service, organisation.services, "declared")
        raise _UnusableError("service", f"no service is called '{service}'", hint)
    if measure not in measures():
        hint = known_hint(measure, measures(), "measures")
        raise _UnusableError("measure", f"no measure is called '{measure}'", hint)
    most = float("inf") if figure == "complaints" else _MOST
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most or value == float("inf"):
        limits = "a count" if figure == "complaints" else "a number from 0 to 10"
        raise _UnusableError(figure, f"'{written}' is no {figure}", f"write {limits}")
    return (service, measure), value


# ------------------------------------------------------------------------------------------------ files
def _text(path: Path) -> Iterator[Line]:
    """The rows of a CSV file; commas, semicolons or tabs, as its first line has them."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(Fault(f"cannot read the research: {error.strerror}", str(path))) from None
    except UnicodeDecodeError:
        raise InputError(Fault("the research is not UTF-8", str(path), hint="save it as CSV UTF-8")) from None
    heading = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=heading.count))
    try:
        yield from ((rows.line_num, row) for row in rows)
    except csv.Error as error:
        raise InputError(Fault(f"the research cannot be read: {error}", str(path), rows.line_num)) from None


def _sheet(path: Path) -> Iterator[Line]:
    """The rows of the first sheet of a workbook, read as records are."""
    try:
        from promisecheck.evidence.sources import File, sheet_rows
    except ImportError:
        raise MissingExtraError("reading workbooks", "evidence") from None
    if not path.is_file():
        raise InputError(Fault("cannot read the research: No such file or directory", str(path)))
    rows = sheet_rows(File(path, str(path)))
    yield from ((number, [_cell(cell) for cell in row]) for number, row in enumerate(rows, 1))


def _cell(cell: object) -> str:
    return "" if cell is None else str(cell)
