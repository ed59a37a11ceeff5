"""Reports of single files, kept from one run to the next.

A file's report depends on its bytes, the rules, the standards, the options and the program; its name in the cache is
the hash of all of them, so nothing has to be thrown away when one changes. Entries are written beside and renamed, so
that runs at the same time do no harm; an entry that cannot be read is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from promisecheck import __version__
from promisecheck.bulk.codec import dumps, loads
from promisecheck.model import Report

_KEEP: Final = 30 * 24 * 3600
"""Seconds after which an entry that was not used goes."""
_PACKAGE: Final = Path(__file__).resolve().parents[1]


def default_folder() -> Path:
    """PROMISECHECK_CACHE_DIR, else `promisecheck` in the user's folder for caches."""
    given = os.environ.get("PROMISECHECK_CACHE_DIR")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "promisecheck"


def digest_of(parts: Iterable[str | bytes]) -> str:
    """One hash of several texts, each closed by its length so that they cannot run together."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()


def folders_digest(folders: Sequence[Path]) -> str:
    """One hash of all files below some folders, or of single files, by name and content."""
    parts: list[str | bytes] = []
    for folder in folders:
        files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else [folder]
        for path in files:
            with contextlib.suppress(OSError):
                parts += [path.relative_to(folder).as_posix(), path.read_bytes()]
        parts.append("")
    return digest_of(parts)


def program_digest() -> str:
    """Changes with the version and, in a checkout, with every edit of the code."""
    parts = [__version__]
    for path in sorted(_PACKAGE.rglob("*.py")):
        state = path.stat()
        parts.append(f"{path.relative_to(_PACKAGE)} {state.st_size} {state.st_mtime_ns}")
    return digest_of(parts)


class Cache:
    """Reports by name, each a file below `folder`. A folder that cannot be used makes every entry missing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> Report | None:
        """The report of this name; None where there is none, or one that cannot be read."""
        path = self._path(name)
        try:
            head, _, body = path.read_text(encoding="ascii").partition("\n")
            if head != digest_of([body]):
                return None
            report = loads(body)
        except (OSError, ValueError):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return report

    def put(self, name: str, report: Report) -> None:
        """Keep a report. What cannot be written is not kept."""
        path = self._path(name)
        beside = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
        body = dumps(report)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(f"{digest_of([body])}\n{body}", encoding="ascii")
            beside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()

    def tidy(self, now: float) -> None:
        """Drop entries that were not used for 30 days. now: seconds since the epoch."""
        for path in self._folder.glob("??/*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < now - _KEEP:
                    path.unlink()

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name
