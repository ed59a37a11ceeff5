"""What was imported last, kept beside the specs: so that the next import tells a hand edit from a change at the source.

One JSON file for each source in `.imports/` of the spec folder, meant to be committed with the specs. It holds the
mapping of a table's columns, which standard takes which hours, what each branch is called in the spec, and the values
that were last imported. A value that the source no longer gives stays remembered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from promisecheck.errors import Fault, InputError

FOLDER: Final = ".imports"
_VERSION: Final = 1
Values = dict[str, Any]
"""Field of a branch -> its value: text, or a list of texts."""


@dataclass(slots=True)
class Memory:
    """columns: mapping of a table. standards: kind of hours -> id of a standard. service: of standards made new.

    ids: key at the source -> id in the spec. last: id -> field -> value.
    """

    kind: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    standards: dict[str, str] = field(default_factory=dict)
    service: str | None = None
    ids: dict[str, str] = field(default_factory=dict)
    last: dict[str, Values] = field(default_factory=dict)


def memory_file(specs: Path, name: str) -> Path:
    """Where the memory of a source lies."""
    return (specs if specs.is_dir() else specs.parent) / FOLDER / f"{name}.json"


def read_memory(file: Path) -> Memory:
    """What is remembered; nothing where there is no file. Raises InputError for a file that is none of ours."""
    if not file.exists():
        return Memory()
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["version"] != _VERSION:
            raise InputError(Fault(f"written by another version ({data['version']})", str(file)))
        return Memory(
            str(data["kind"]),
            {str(key): str(value) for key, value in data["columns"].items()},
            {str(key): str(value) for key, value in data["standards"].items()},
            data["service"],
            {str(key): str(value) for key, value in data["ids"].items()},
            {str(id_): dict(values) for id_, values in data["last"].items()},
        )
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError, OSError) as error:
        hint = "restore it from version control; without it an import takes every difference for a hand edit"
        raise InputError(
            Fault(f"the memory of the last import cannot be read: {error}", str(file), hint=hint)
        ) from None


def memory_text(memory: Memory) -> str:
    """The file's text, the same for the same memory."""
    data = {
        "version": _VERSION,
        "kind": memory.kind,
        "columns": memory.columns,
        "standards": memory.standards,
        "service": memory.service,
        "ids": dict(sorted(memory.ids.items())),
        "last": {id_: dict(sorted(values.items())) for id_, values in sorted(memory.last.items())},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
