"""Reads an upload in a process of its own, with little memory, little time and no files: run by `uploads`, not by hand.

Standard input holds the bytes, the first argument the file's name. Standard output gets one line of JSON: the copy with
its kind and files, or `{"refused": code}`. Magic bytes decide what something is; the name only tells HTML, Markdown,
plain text and mails from each other. PDF, office files, mails and pictures become a page of their words.
"""

from __future__ import annotations

import base64
import io
import json
import posixpath
import resource
import sys
import zipfile
import zlib
from typing import Any, Final

MEMORY: Final = 1024 * 1024 * 1024
SECONDS: Final = 25
MOST_TEXT: Final = 1_000_000
MOST_FILES: Final = 200
MOST_UNPACKED: Final = 20 * 1024 * 1024
MOST_RATIO: Final = 100
"""Of an archive: unpacked to packed bytes."""

IMAGES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_TEXTS: Final = {".html": "html", ".htm": "html", ".xhtml": "html", ".md": "markdown", ".markdown": "markdown"}


class RefusedError(Exception):
    """Why an upload is not taken: a code of `uploads`."""


def limit() -> None:
    """Give up what reading does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(name: str, data: bytes, declared: str = "") -> dict[str, Any]:
    """The copy in an upload. declared: the encoding a server names. Raises RefusedError."""
    from promisecheck.sources.kinds import binary_of

    binary = binary_of(data, extension=posixpath.splitext(name)[1])
    if binary is not None:
        return _read_binary(binary, data)
    if data[:4] == b"PK\x03\x04":
        return _read_archive(data)
    text, kind = _read_text(name, data, declared), _kind(name)
    return {"copy": text, "kind": kind, "files": [], "references": references(text) if kind == "html" else None}


def media_type(name: str, data: bytes) -> str | None:
    """What a stored file is, by its first bytes: an image or a stylesheet; None for anything else."""
    for magic, kind in IMAGES:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if name.lower().endswith(".css") and b"\0" not in data:
        return "text/css"
    return None


def _kind(name: str) -> str:
    return _TEXTS.get(posixpath.splitext(name.lower())[1], "text")


def _read_text(name: str, data: bytes, declared: str = "") -> str:
    from promisecheck.sources import parse_html, parse_text
    from promisecheck.sources.decode import decode, looks_binary

    if looks_binary(data):
        raise RefusedError("no-text")
    is_page = _kind(name) == "html"
    text = decode(data, declared or None, markup=is_page).text.removeprefix("\ufeff")
    if len(text) > MOST_TEXT:
        raise RefusedError("too-long")
    if "\0" in text or not (parse_html if is_page else parse_text)(text, source="upload").blocks:
        raise RefusedError("no-text")
    return text


def _read_binary(kind: str, data: bytes) -> dict[str, Any]:
    """The words of a file that is no text as a page, under pictures of how it looks."""
    from promisecheck.sources.as_html import as_html
    from promisecheck.sources.binaries.building import UnreadableError
    from promisecheck.sources.binaries.pictures import pictures
    from promisecheck.sources.confined import blocks_here

    try:
        blocks = blocks_here(kind, data)
        shown = pictures(kind, data)
    except UnreadableError:
        raise RefusedError("unreadable") from None
    if not blocks:
        raise RefusedError("no-text")
    page = as_html(blocks, shown)
    if len(page) > MOST_TEXT:
        raise RefusedError("too-long")
    return {"copy": page, "kind": "html", "files": [_stored(name, body) for name, body in shown.items()]}


def _stored(name: str, body: bytes) -> dict[str, str]:
    """A picture as an answer holds it."""
    kind = media_type(name, body) or "image/png"
    return {"path": name, "media_type": kind, "data": base64.b64encode(body).decode()}


def references(page: str) -> dict[str, Any]:
    """What a page names as its base, images and stylesheets. Linear in its length."""
    from promisecheck.sources.markup import start_tags

    base = ""
    found: list[str] = []
    for tag, values in start_tags(page, frozenset(("base", "img", "link"))):
        if tag == "base":
            base = base or values.get("href", "")
        elif tag == "img" and values.get("src"):
            found.append(values["src"])
        elif tag == "link" and "stylesheet" in values.get("rel", "").lower().split() and values.get("href"):
            found.append(values["href"])
    return {"base": base, "found": found[:MOST_FILES]}


def _read_archive(data: bytes) -> dict[str, Any]:
    """A page with its images and styles, packed together."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            _check_sizes(entries, len(data))
            members = {one.filename: _unpack(archive, one) for one in entries if _is_inside(one.filename)}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
        raise RefusedError("bad-archive") from None
    pages = sorted((name for name in members if _kind(name) == "html"), key=lambda name: (name.count("/"), name))
    if not pages:
        raise RefusedError("no-page")
    home = posixpath.dirname(pages[0])
    files = []
    for name, body in members.items():
        kind = media_type(name, body)
        if kind is not None:
            path = posixpath.relpath(name, home) if home else name
            files.append({"path": path, "media_type": kind, "data": base64.b64encode(body).decode()})
    return {"copy": _read_text(pages[0], members[pages[0]]), "kind": "html", "files": files}


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(one.file_size for one in entries)
    if len(entries) > MOST_FILES or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise RefusedError("too-large")


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry, never more than it says it has."""
    with archive.open(entry) as member:
        body = member.read(entry.file_size + 1)
    if len(body) > entry.file_size:
        raise RefusedError("too-large")
    return body


def _is_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not name.startswith(("/", "\\")) and ".." not in parts and "\0" not in name and len(name) <= 200


def main() -> None:
    """Read standard input, write the answer."""
    data = sys.stdin.buffer.read()
    try:
        limit()
        answer = read(sys.argv[1], data, *sys.argv[2:3])
    except RefusedError as refusal:
        answer = {"refused": str(refusal)}
    except (MemoryError, RecursionError):
        answer = {"refused": "too-large"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
