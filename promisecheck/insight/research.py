"""What customers said they care about: a survey or counts of complaints, as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.insight.importance import Topic
from promisecheck.measures import measures
from promisecheck.standards.organisation import Organisation

_FIGURES: Final = ("importance", "rating", "complaints")
_MOST: Final = 10.0


def read_research(path: Path, organisation: Organisation) -> dict[Topic, float]:
    """Importance, 0-10, by service and measure: from a CSV with `importance`, `rating` (0-10) or `complaints`.

    Complaints are counts; the topic with most of them counts 10. Raises InputError with every row that cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(Fault(f"cannot read the research: {error.strerror}", str(path))) from None
    except UnicodeDecodeError:
        raise InputError(Fault("the research is not UTF-8", str(path))) from None
    rows = csv.DictReader(io.StringIO(text))
    columns = [name.strip().casefold() for name in rows.fieldnames or ()]
    figure = next((name for name in _FIGURES if name in columns), None)
    if figure is None or "service" not in columns or "measure" not in columns:
        hint = f"the first line needs service, measure and one of {', '.join(_FIGURES)}"
        raise InputError(Fault(f"columns are missing; there are: {', '.join(columns)}", str(path), 1, hint=hint))
    found: dict[Topic, float] = {}
    faults: list[Fault] = []
    for row in rows:
        values = {str(name).strip().casefold(): text.strip() for name, text in row.items() if isinstance(text, str)}
        if not any(values.values()):
            continue
        try:
            topic, value = _row(values, figure, organisation)
        except ValueError as error:
            message, hint = error.args
            faults.append(Fault(message, str(path), rows.line_num, hint=hint))
            continue
        found[topic] = found.get(topic, 0.0) + value if figure == "complaints" else value
    if faults:
        raise InputError(faults)
    if not any(found.values()):
        raise InputError(Fault("there is nothing in the research", str(path)))
    most = max(found.values())
    return {topic: _MOST * value / most for topic, value in found.items()} if figure == "complaints" else found


def _row(values: Mapping[str, str], figure: str, organisation: Organisation) -> tuple[Topic, float]:
    """Topic and figure of a row. Raises ValueError with what is wrong and how to mend it."""
    service, measure, written = (values.get(name, "") for name in ("service", "measure", figure))
    if service not in organisation.services:
        raise ValueError(f"no service is called '{service}'", f"declared: {', '.join(organisation.services)}")
    if measure not in measures():
        raise ValueError(f"no measure is called '{measure}'", "promisecheck measures lists them")
    most = float("inf") if figure == "complaints" else _MOST
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most or value == float("inf"):
        limits = "a count" if figure == "complaints" else "a number from 0 to 10"
        raise ValueError(f"'{written}' is no {figure}", f"write {limits}")
    return (service, measure), value
