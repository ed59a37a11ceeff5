"""Mails (EML): the subject, and the HTML part as customers see it, or else the plain one."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final

from promisecheck.model import Block
from promisecheck.sources.binaries.building import Builder, UnreadableError

extensions: Final = (".eml",)
media_types: Final = ("message/rfc822",)
starts: Final = ()


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a mail. Raises UnreadableError when it has no text."""
    from promisecheck.sources.formats.html import parse as parse_html
    from promisecheck.sources.formats.text import parse as parse_text

    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
    out = Builder()
    out.heading(str(message.get("subject", "")), 1, "subject", role="title")
    part = message.get_body(preferencelist=("html", "plain"))
    if part is None:
        if not out.blocks:
            raise UnreadableError("this mail has no text", "save the mail itself, as .eml")
        return tuple(out.blocks)
    try:
        text = part.get_content()
    except (LookupError, UnicodeError):
        raw = part.get_payload(decode=True)
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    kind = part.get_content_type()
    parse = parse_html if kind == "text/html" else parse_text
    above = tuple(block.text for block in out.blocks)
    for block in parse(str(text), source="mail").blocks:
        where = f"mail, {'HTML' if kind == 'text/html' else 'text'} part"
        out.blocks.append(replace(block, segments=(), headings=(*above, *block.headings), where=where))
    return tuple(out.blocks)
