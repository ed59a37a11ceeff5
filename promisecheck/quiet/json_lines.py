"""Files of one JSON object a line, as `baseline` and `approvals` keep them: sorted, so that branches merge."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

from promisecheck.errors import Fault, InputError

T = TypeVar("T")


def read_lines(path: Path, entry: Callable[[str], T], *, what: str, start: str, mend: str) -> list[T]:
    """What each line that is not blank holds.

    entry: reads a line, raises ValueError with what is wrong. what: the file in words. start: how such a file is made.
    mend: how a broken line is put right. Raises InputError with every line that cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(Fault(f"cannot read the {what}: {error.strerror}", str(path), hint=start)) from None
    except UnicodeDecodeError:
        raise InputError(Fault(f"the {what} is not UTF-8", str(path))) from None
    found: list[T] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(entry(line))
        except ValueError as error:
            faults.append(Fault(str(error), str(path), number, 1, line[:120], mend))
    if faults:
        raise InputError(faults)
    return found


def object_of(line: str, allowed: Collection[str]) -> dict[str, Any]:
    """The JSON object of a line. Raises ValueError for anything else, and for a key that is not allowed."""
    try:
        values: Any = json.loads(line)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise ValueError("this line is no JSON object")
    unknown = [key for key in values if key not in allowed]
    if unknown:
        raise ValueError(f"unknown key '{unknown[0]}'; allowed: {', '.join(allowed)}")
    return values
