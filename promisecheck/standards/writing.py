"""Spec files written back: what an edit would be as a patch, whether the folder still loads with it, and the writing.

Nothing is written that would not load; a file is replaced at once, so that a reader sees the old or the new one.
"""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def unified(name: str, before: str, after: str) -> str:
    """A unified diff that `patch -p1` applies; a file that is new or gone has no lines on one side."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def check_with(folder: Path, changed: Mapping[Path, str]) -> None:
    """Load a copy of the spec folder (or file) with new texts in it. Raises InputError as loading them would.

    Places in the messages are those of the real folder.
    """
    from promisecheck.errors import Fault, InputError
    from promisecheck.standards.loading import load_organisation

    with tempfile.TemporaryDirectory(prefix="promisecheck-") as scratch:
        copy = Path(scratch, folder.name or "specs")
        if folder.is_file():
            copy.write_text(changed.get(folder, ""), encoding="utf-8")
        else:
            shutil.copytree(folder, copy, copy_function=_link)
            for file, text in changed.items():
                target = copy / file.relative_to(folder)
                target.unlink(missing_ok=True)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
        try:
            load_organisation(copy)
        except InputError as error:
            here = f"{scratch}{os.sep}"
            raise InputError(
                [
                    Fault(
                        fault.message.replace(here, ""),
                        fault.file and fault.file.replace(here, ""),
                        fault.line,
                        fault.column,
                        fault.text,
                        fault.hint,
                    )
                    for fault in error.faults
                ]
            ) from None


def replace_file(file: Path, text: str) -> bool:
    """Write a file at once, keeping its mode; False when the folder cannot be written to (nothing has changed then)."""
    try:
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".tmp")
    except OSError:
        return False
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        if file.exists():
            shutil.copymode(file, temporary)
        else:
            os.chmod(temporary, 0o644)
        os.replace(temporary, file)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        return False
    return True


def _link(source: str, target: str) -> None:
    """A hard link, since the records beside the specs may be large; a copy where links are not possible."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
