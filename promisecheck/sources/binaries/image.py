"""Banners and photographs of leaflets (PNG, JPEG, WebP, GIF, TIFF): words that Tesseract reads.

Tesseract 5 with the languages English and Arabic has to be installed (Debian: tesseract-ocr, tesseract-ocr-ara).
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from promisecheck.model import Block
from promisecheck.sources.binaries.building import Builder, UnreadableError

extensions: Final = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff")
media_types: Final = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff")
starts: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")

MOST_PIXELS: Final = 40_000_000
_SURE: Final = 45.0
"""Confidence, of 100, from which a word is taken; below it Tesseract mostly reads pictures."""
_SMALL: Final = 1_000
"""Narrower pictures, in pixels, are doubled: Tesseract wants letters of about 30 pixels."""
_SECONDS: Final = 40


class Word(NamedTuple):
    """A word with its place: block, paragraph and line of Tesseract's layout, and its box in pixels."""

    line: tuple[int, int, int]
    text: str
    left: int
    top: int
    right: int
    bottom: int


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a picture. Raises UnreadableError when it is no picture, too large, or Tesseract is missing."""
    if shutil.which("tesseract") is None:
        raise UnreadableError("words in pictures need Tesseract", "install tesseract-ocr and tesseract-ocr-ara")
    picture, scale = _prepared(data)
    lines = [list(group) for _, group in groupby(_words(_tesseract(picture)), key=lambda word: word.line)]
    heights = sorted(max(word.bottom - word.top for word in line) for line in lines)
    usual = heights[len(heights) // 2] if heights else 0
    out = Builder()
    cards: dict[tuple[int, int], int] = {}
    for line in lines:
        text = " ".join(word.text for word in line)
        box = (
            min(w.left for w in line),
            min(w.top for w in line),
            max(w.right for w in line),
            max(w.bottom for w in line),
        )
        where = "box {},{} to {},{}".format(*(side // scale for side in box))
        if len(lines) > 1 and box[3] - box[1] > usual * 1.5:
            out.heading(text, 1, where)
        else:
            key = line[0].line[:2]
            cards.setdefault(key, 0)
            cards[key] = cards[key] or out.new_card()
            out.add(text, "paragraph", where, card=cards[key])
    return tuple(out.blocks)


def _prepared(data: bytes) -> tuple[bytes, int]:
    """The picture in grey as PNG, and how many times it was enlarged."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadableError(f"more than {MOST_PIXELS // 1_000_000} million pixels", "make it smaller")
            if picture.mode in ("RGBA", "LA", "P"):
                solid = Image.new("RGBA", picture.size, "white")
                solid.alpha_composite(picture.convert("RGBA"))
                grey = solid.convert("L")
            else:
                grey = picture.convert("L")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnreadableError("this picture is broken or too large") from error
    scale = 2 if grey.width < _SMALL else 1
    if scale > 1:
        grey = grey.resize((grey.width * scale, grey.height * scale))
    written = io.BytesIO()
    grey.save(written, "PNG")
    return written.getvalue(), scale


def _tesseract(picture: bytes) -> str:
    command = ["tesseract", "stdin", "stdout", "-l", "eng+ara", "--psm", "3", "tsv"]
    limits = {"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, env=limits, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError("reading the words took too long", "make the picture smaller") from error
    if done.returncode:
        hint = "install tesseract-ocr-ara" if b"ara" in done.stderr else None
        raise UnreadableError("Tesseract cannot read this picture", hint)
    return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> Iterator[Word]:
    """The words of Tesseract's table that it is sure enough of."""
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        if text and float(row["conf"]) >= _SURE:
            left, top = int(row["left"]), int(row["top"])
            line = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
            yield Word(line, text, left, top, left + int(row["width"]), top + int(row["height"]))
