"""What a crawl has done so far, kept so that it can be cut off at any moment: a line for each page that is finished.

The body of a page is in place before its line is written; a last line that was torn is not read. A page counts as
finished when its line is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from promisecheck.errors import Fault, InputError


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was asked for. final: its address after redirects. status: of the answer, 0 where none came.

    body: name of the kept body, "" for none. problem, hint: why it could not be read. alternates: language tag and
    address of its versions. rendered: the body is what a browser made of it. shell: it is empty until its scripts run,
    and was left so.
    """

    address: str
    final: str
    status: int
    body: str = ""
    media_type: str = ""
    charset: str | None = None
    etag: str = ""
    modified: str = ""
    links: tuple[str, ...] = field(default=())
    canonical: str | None = None
    problem: str = ""
    hint: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    rendered: bool = False
    shell: bool = False


def _page(entry: dict[str, Any]) -> Page:
    """A page as it was written. Raises TypeError or ValueError for a line that is none."""
    alternates = tuple((str(tag), str(address)) for tag, address in entry.get("alternates", ()))
    return Page(**{**entry, "links": tuple(entry.get("links", ())), "alternates": alternates})


class Journal:
    """The state of one crawl in `folder`. Raises InputError when it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "journal.jsonl"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # pages behind a login are nobody else's business
            (folder / "pages").mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(Fault(f"cannot keep the state of the crawl: {error.strerror}", str(folder))) from None
        self.finished: dict[str, Page] = {}
        self.before: dict[str, Page] = {}
        complete = False
        for entry in self._lines(self._file):
            if "done" in entry:
                complete = True
                continue
            with contextlib.suppress(TypeError, ValueError):
                page = _page(entry)
                self.finished[page.address] = page
        if complete:  # a crawl that came to its end: its pages are known, and asked again whether they changed
            self.before, self.finished = self.finished, {}
            self._file.replace(folder / "journal.before.jsonl")
        else:
            for entry in self._lines(folder / "journal.before.jsonl"):
                if "done" not in entry:
                    with contextlib.suppress(TypeError, ValueError):
                        page = _page(entry)
                        self.before[page.address] = page
            self._drop_torn_line()

    def add(self, page: Page) -> None:
        """Note that a page is finished; on disk when this returns."""
        self.finished[page.address] = page
        self._append(asdict(page))

    def done(self) -> None:
        """Note that the crawl came to its end."""
        self._append({"done": True})

    def keep(self, body: bytes) -> str:
        """Keep a body; returns its name."""
        name = hashlib.sha256(body).hexdigest()
        path = self._folder / "pages" / name
        if not path.exists():
            beside = path.with_name(f"{name}.{os.getpid()}")
            beside.write_bytes(body)
            beside.replace(path)
        return name

    def body(self, name: str) -> bytes | None:
        """A kept body; None when it is gone or was changed."""
        try:
            data = (self._folder / "pages" / name).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == name else None

    def _append(self, entry: dict[str, Any]) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def _drop_torn_line(self) -> None:
        with contextlib.suppress(OSError):
            data = self._file.read_bytes()
            if data and not data.endswith(b"\n"):
                self._file.write_bytes(data[: data.rfind(b"\n") + 1])

    @staticmethod
    def _lines(path: Path) -> Iterator[dict[str, Any]]:
        with contextlib.suppress(OSError):
            for line in path.read_bytes().split(b"\n"):
                with contextlib.suppress(ValueError):
                    entry = json.loads(line)
                    if isinstance(entry, dict):
                        yield entry
