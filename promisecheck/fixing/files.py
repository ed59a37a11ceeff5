"""Files that are mended: which may be written, how they are written in one step, and what would change in them."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from pathlib import Path
from typing import Final

from promisecheck.fixing.edits import written_again
from promisecheck.fixing.placing import FORMATS
from promisecheck.model import Document

_MARKUP: Final = frozenset({"html", "markdown"})
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_LOOKED_AT: Final = 4096
"""Characters at the start of a file in which the program that wrote it says so."""
_GENERATED: Final = re.compile(
    r"@generated|\bdo not edit\b|\bauto-?generated\b|يُنشأ تلقائي|لا تعدّل هذا الملف"
    r"|<meta[^>]{0,200}name=[\"']?generator[\"']?[^>]{0,200}content=[\"']?"
    r"(?:hugo|jekyll|eleventy|gatsby|astro|docusaurus|vuepress|vitepress|hexo|next\.js|nuxt|wordpress|drupal|joomla"
    r"|mkdocs|sphinx|pelican|zola)\b",
    re.IGNORECASE,
)


def not_editable(document: Document) -> str | None:
    """Why a document cannot be mended; None where it can."""
    if document.text is None or document.format not in FORMATS:
        return "this format can be read but not edited"
    if _GENERATED.search(document.text[:_LOOKED_AT]):
        return "a program writes this file: mend what it is made from"
    return None


def not_writable(document: Document) -> str | None:
    """Why the file of a document is not written; None where it may be."""
    path = Path(document.source)
    if not os.access(path, os.W_OK) or not os.access(path.resolve().parent, os.W_OK):
        return "it may not be written"
    return None


def mended_bytes(data: bytes, document: Document, after: Document) -> bytes:
    """The bytes of a file in which the text of `document` has become that of `after`; see `written_again`."""
    return written_again(data, document.text or "", after.text or "", markup=document.format in _MARKUP)


def write(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file in one step, with its permissions. Raises OSError, the file unharmed."""
    target = path.resolve()
    mode = target.stat()
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(mode.st_mode & 0o7777)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def unified(before: str, after: str, name: str) -> str:
    """What differs, as `diff -u` says it; "" where nothing does."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    out = []
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        out.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(out)
