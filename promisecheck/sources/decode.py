"""From bytes to text: byte order mark, declared encoding, UTF-8, else the likeliest old one."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,500}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([\w:.-]{2,40})"
    rb"|\A\s{0,100}<\?xml[^>]{0,500}?encoding\s{0,20}=\s{0,20}[\"']([\w:.-]{2,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN: Final = 4096
_AS_BROWSERS_DO: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "utf-16": "utf-8"}
"""What browsers read when an old name is declared."""
_SIGNATURES: Final = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"RIFF")
_SAMPLE: Final = 8192
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_MULTIBYTE: Final = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]"
)


class Decoded(NamedTuple):
    """Text, the encoding it was read in, and what a person should know: the note and the line it is about."""

    text: str
    encoding: str
    note: str | None = None
    line: int | None = None


def looks_binary(data: bytes) -> bool:
    """Whether bytes are no text: a known file signature, or many zero bytes that are no UTF-16."""
    if data.startswith(_SIGNATURES):
        return True
    sample = data[:_SAMPLE]
    if sample.startswith(tuple(mark for mark, _ in _BOMS)) or _wide(sample):
        return False
    return sample.count(0) * 10 > len(sample)


def decode(data: bytes, declared: str | None = None, *, markup: bool = False) -> Decoded:
    """The text of `data`, line ends and byte order mark kept.

    declared: the encoding a server names. markup: look for a declaration in the first 4 KB, as HTML and XML have it.
    Nothing is ever lost: what an encoding has no character for becomes U+FFFD, and the note says so.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _read(data, name, f"the byte order mark says {name}")
    if wide := _wide(data[:_SAMPLE]):
        return _read(data, wide, f"reads as {wide}")
    if declared is None and markup and (match := _DECLARED.search(data, 0, _DECLARED_WITHIN)):
        declared = (match[1] or match[2]).decode("ascii")
    codec = _codec(declared) if declared else None
    if codec and codec != "utf-8":
        return _read(data, codec, f"declares {declared}")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if codec == "utf-8" or _mostly_utf8(data):
        return _read(data, "utf-8", "declares UTF-8" if codec else "reads as UTF-8")
    return _read(data, _old_encoding(data), "declares no encoding")


def _read(data: bytes, encoding: str, because: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, errors="replace")
        line = data.count(b"\n", 0, error.start) + 1
        wrong = text.count("\ufffd")
        note = f"{because}, but {wrong} {'character is' if wrong == 1 else 'characters are'} no {encoding}"
        return Decoded(text, encoding, note, line)


def _codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name.strip()).name
    except LookupError:
        return None
    codec = _AS_BROWSERS_DO.get(codec, codec)
    return codec if _is_text(codec) else None


def _is_text(codec: str) -> bool:
    """Whether a codec turns bytes into text (Python has others: base64, zip) and reads ASCII as ASCII."""
    try:
        return b"<a>".decode(codec) == "<a>"
    except (LookupError, UnicodeError):
        return False


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin text is zero."""
    half = len(sample) // 2
    if half < 4:
        return None
    if sample[1::2].count(0) * 10 > half * 6 and sample[::2].count(0) * 10 < half:
        return "utf-16-le"
    if sample[::2].count(0) * 10 > half * 6 and sample[1::2].count(0) * 10 < half:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    good = bad = 0
    for match in _MULTIBYTE.finditer(data):
        if match.end() - match.start() > 1:
            good += 1
        else:
            bad += 1
    return good > 3 * bad


def _old_encoding(data: bytes) -> str:
    """Windows-1256 where letters beyond ASCII stand in words of their own, as in Arabic; else Windows-1252."""
    runs = [len(run) for run in _HIGH.findall(data)]
    return "cp1256" if sum(run for run in runs if run > 1) * 2 > sum(runs) else "cp1252"
