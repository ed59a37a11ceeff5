"""Copy from files and addresses: read in a limited process, fetched from the public web only."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from promisecheck.app import sandbox
from promisecheck.review.drafts import Copy
from promisecheck.review.errors import ReviewError
from promisecheck.review.models import File
from promisecheck.sources.fetch import Fetcher, FetchError, Limits

MOST_BYTES: Final = 10 * 1024 * 1024
_WAIT: Final = 40.0
"""Seconds for the reading process, starting it included."""
_PAGE: Final = Limits(size=5 * 1024 * 1024, ratio=100, seconds=15.0)
_MOST_ASSETS: Final = 30


class UploadError(ReviewError):
    """Something that cannot be taken in; the sentence is `uploads.<code>` of the screens' texts."""

    def __init__(self, code: str) -> None:
        Exception.__init__(self, code)
        self.code, self.facts = code, {}

    def say(self, language: str) -> str:
        """The sentence."""
        from promisecheck.app.texts import text

        return text(f"uploads.{self.code.replace('-', '_')}", "ar" if language == "ar" else "en")


def read_upload(name: str, data: bytes) -> Copy:
    """The copy in a file: text, Markdown, HTML, an archive of a page with its images and styles, or a file of words.

    Such files (PDF, DOCX, PPTX, a mail, a picture) become a page of their words, under pictures of how they look.
    Raises UploadError for anything else, and for what is too large or takes too long.
    """
    if len(data) > MOST_BYTES:
        raise UploadError("too-large")
    if not data.strip():
        raise UploadError("no-text")
    clean = " ".join(name.replace("\\", "/").rsplit("/", 1)[-1].split())[-200:] or "upload"
    answer = _in_sandbox(clean, data)
    return Copy(answer["copy"], answer["kind"], clean, tuple(_file(one) for one in answer["files"]))


def snapshot(address: str, *, allow_hosts: Sequence[str] = ()) -> Copy:
    """A page as it is now, with its images and stylesheets; each is kept under its absolute address.

    Raises UploadError when the address is not on the public web, does not answer, or is no page.
    """
    with Fetcher(allow_hosts=allow_hosts, limits=_PAGE) as fetcher:
        try:
            page = fetcher.get(address)
        except FetchError as error:
            raise UploadError("not-fetched") from error
        if page.status != 200:
            raise UploadError("not-fetched")
        name = "page.txt" if page.media_type == "text/plain" else "page.html"
        answer = _in_sandbox(name, page.body, page.charset or "")
        wanted = assets(answer["references"], page.address) if answer["references"] else ()
        files = [found for one in wanted[:_MOST_ASSETS] if (found := _asset(fetcher, one)) is not None]
    return Copy(answer["copy"], answer["kind"], page.address, _within(files))


def assets(references: dict[str, Any], address: str) -> tuple[str, ...]:
    """Absolute addresses of what a page refers to, in its order, each once; only of the web."""
    base = urljoin(address, references["base"]) if references["base"] else address
    found = (urljoin(base, reference.strip()) for reference in references["found"])
    return tuple(dict.fromkeys(one for one in found if urlsplit(one).scheme in ("http", "https")))


def _asset(fetcher: Fetcher, address: str) -> File | None:
    try:
        found = fetcher.get(address, types=None)
    except FetchError:
        return None
    kind = sandbox.media_type(urlsplit(address).path, found.body) if found.status == 200 else None
    return File(address, kind, hashlib.sha256(found.body).hexdigest(), found.body) if kind else None


def _within(files: list[File]) -> tuple[File, ...]:
    """As many of the files as fit into the cap."""
    out, size = [], 0
    for one in files:
        size += len(one.data)
        if size > MOST_BYTES:
            break
        out.append(one)
    return tuple(out)


def _in_sandbox(name: str, data: bytes, charset: str = "") -> dict[str, Any]:
    command = [sys.executable, "-I", "-m", sandbox.__name__, name, charset]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_WAIT, env={}, check=False)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise UploadError("too-large") from None
    if "refused" in answer:
        raise UploadError(answer["refused"])
    return answer


def _file(one: dict[str, str]) -> File:
    data = base64.b64decode(one["data"])
    return File(one["path"], one["media_type"], hashlib.sha256(data).hexdigest(), data)
