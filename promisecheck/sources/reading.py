"""Read what a person names: files, folders, addresses, standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from promisecheck.model import Document, Language, Problem
from promisecheck.sources import kinds
from promisecheck.sources.decode import decode, looks_binary
from promisecheck.sources.folders import files_below
from promisecheck.sources.language import majority_language

STANDARD_INPUT: Final = "-"
_LIMIT: Final = 10 * 1024 * 1024
_BINARY: Final = 5
"""How many times larger than a page a file may be that is no text: pictures and fonts lie in it."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How copy is read.

    language: of all of it; None lets each block tell. include, exclude: patterns of files below a folder. allow_hosts:
    private hosts that may be fetched. limit: bytes of one page. stdin: what "-" reads.
    """

    language: Language | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    limit: int = _LIMIT
    stdin: BinaryIO | None = None


def read(source: str, options: ReadOptions | None = None) -> Iterator[Document | Problem]:
    """The documents that `source` names (a file, a folder, an address, "-"), and a problem for all that stays unread.

    A file with wrong characters is read and gives a problem as well. A folder without copy is a problem.
    """
    options = options or ReadOptions()
    if source == STANDARD_INPUT:
        stream = options.stdin or sys.stdin.buffer
        yield from _document(stream.read(_BINARY * options.limit + 1), STANDARD_INPUT, options)
    elif not is_path(source):
        yield from _page(source, options)
    else:
        for item in listed(source, options):
            if isinstance(item, Problem):
                yield item
            else:
                yield from read_listed(item, options)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that is to be read. below: the path that `pages:` patterns match. named: a person asked for this file."""

    source: str
    below: str
    named: bool


def listed(source: str, options: ReadOptions) -> Iterator[Listed | Problem]:
    """The files that a path names, in a fixed order, none of them opened yet; a problem for what cannot be listed."""
    path = Path(source)
    if path.is_dir():
        extensions = tuple(extension for kind in kinds.by_name().values() for extension in kind.extensions)
        found = False
        for item in files_below(path, extensions, options.include, options.exclude):
            if isinstance(item, OSError):
                yield Problem(str(item.filename), f"cannot list this folder: {item.strerror}")
            else:
                found = True
                yield Listed(item.as_posix(), "/" + item.relative_to(path).as_posix(), named=False)
        if not found:
            hint = f"files are read that end in {', '.join(sorted(extensions))}; others with --include"
            yield Problem(str(path), "no copy in this folder", hint=hint)
        return
    if not path.exists():
        yield Problem(str(path), "there is no such file or folder", hint=_near(path))
        return
    try:
        inside = path.resolve().relative_to(Path.cwd())
    except ValueError:
        inside = Path(path.name)
    yield Listed(path.as_posix(), f"/{inside.as_posix()}", named=True)


def read_listed(item: Listed, options: ReadOptions) -> Iterator[Document | Problem]:
    """The document of a file, or a problem; nothing for a file of a folder that turns out to be no text."""
    return _file(Path(item.source), item.below, options, named=item.named)


def is_path(source: str) -> bool:
    """Whether a source is a file or folder, and no address or standard input."""
    return source != STANDARD_INPUT and "://" not in source.split("?", maxsplit=1)[0]


def _file(path: Path, below: str, options: ReadOptions, *, named: bool) -> Iterator[Document | Problem]:
    source = path.as_posix()
    try:
        if not path.is_file():
            yield Problem(source, "this is no ordinary file")
            return
        with path.open("rb") as file:
            data = file.read(_BINARY * options.limit + 1)
    except OSError as error:
        yield Problem(source, f"cannot be read: {error.strerror}")
        return
    if not named and looks_binary(data) and not kinds.is_binary_name(path.suffix):
        return
    yield from _document(data, source, options, below, kinds.by_extension(path.suffix), extension=path.suffix)


def _document(
    data: bytes,
    source: str,
    options: ReadOptions,
    path: str | None = None,
    kind: kinds.Format | None = None,
    declared: str | None = None,
    *,
    extension: str = "",
    media_type: str = "",
) -> Iterator[Document | Problem]:
    binary = kinds.binary_of(data, extension=extension, media_type=media_type)
    most = _BINARY * options.limit if binary else options.limit
    if len(data) > most:
        hint = "split it, or leave it out with --exclude"
        yield Problem(source, f"longer than {_size(most)}, the most that is read of one page", hint=hint)
        return
    if binary is not None:
        yield _binary(binary, data, source, options, path)
        return
    if looks_binary(data):
        readable = ", ".join(kinds.extensions())
        yield Problem(source, "this is no text", hint=f"readable are {readable} and other text files")
        return
    markup = kind is None or kind is kinds.by_name()["html"]
    text, encoding, note, line = decode(data, declared, markup=markup)
    if note:
        yield Problem(source, f"{note}; read as {encoding}", line, hint="save it as UTF-8")
    yield (kind or kinds.by_content(text)).parse(text, source=source, path=path, language=options.language)


def _binary(kind: str, data: bytes, source: str, options: ReadOptions, path: str | None) -> Document | Problem:
    """The document of a file that is no text, read in a process of its own."""
    from promisecheck.sources.binaries.building import UnreadableError
    from promisecheck.sources.confined import read_blocks

    try:
        blocks = read_blocks(kind, data)
    except UnreadableError as error:
        return Problem(source, str(error), hint=error.hint)
    if not blocks:
        return Problem(source, "no words in this file")
    language = options.language or majority_language(block.text for block in blocks) or "en"
    if options.language:
        blocks = tuple(replace(block, language=language) for block in blocks)
    return Document(source, language, blocks, None, path, format=kind)


def read_answer(
    body: bytes, address: str, final: str, media_type: str, charset: str | None, options: ReadOptions
) -> Iterator[Document | Problem]:
    """The document of what a server sent for `address`; `final` is where redirects ended."""
    kind = kinds.by_media_type(media_type)
    yield from _document(body, address, options, urlsplit(final).path or "/", kind, charset)


def _page(address: str, options: ReadOptions) -> Iterator[Document | Problem]:
    from promisecheck.sources.fetch import PAGE_TYPES, Fetcher, FetchError, Limits

    try:
        with Fetcher(allow_hosts=options.allow_hosts, limits=Limits(size=options.limit)) as fetcher:
            page = fetcher.get(address, types=PAGE_TYPES | kinds.binary_types())
    except FetchError as error:
        yield Problem(address, error.message, hint=error.hint)
        return
    if page.status != 200:
        yield Problem(address, f"the server answers {page.status}", hint="is the address right, and public?")
        return
    kind = kinds.by_media_type(page.media_type)
    path = urlsplit(page.address).path or "/"
    yield from _document(page.body, address, options, path, kind, page.charset, media_type=page.media_type)


def _near(path: Path) -> str | None:
    """A name like the missing one, in the same folder."""
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return None
    near = get_close_matches(path.name, names, 1)
    return f"did you mean '{(path.parent / near[0]).as_posix()}'?" if near else None


def _size(size: int) -> str:
    megabytes = size / (1024 * 1024)
    return f"{megabytes:g} MB" if megabytes >= 1 else f"{size} bytes"
