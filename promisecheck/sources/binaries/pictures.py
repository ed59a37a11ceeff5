"""How a file that is no text looks: pictures of its pages, for people who review it."""

from __future__ import annotations

import io
from typing import Final

MOST_PAGES: Final = 12
_SCALE: Final = 1.4
"""Pixels a point: about 100 a inch, enough to read on a screen."""
_MOST_PIXELS: Final = 4_000_000
_SHOWN: Final = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif"}
"""Pictures that browsers show, by their first bytes."""


def pictures(kind: str, data: bytes) -> dict[str, bytes]:
    """Names and bytes of pictures that show a file of `kind`; none for kinds that have no look of their own.

    Raises UnreadableError when a PDF cannot be drawn.
    """
    if kind == "image":
        return next(({f"upload{end}": data} for start, end in _SHOWN.items() if data.startswith(start)), {})
    return _pages(data) if kind == "pdf" else {}


def _pages(data: bytes) -> dict[str, bytes]:
    import pypdfium2

    from promisecheck.sources.binaries.building import UnreadableError

    out: dict[str, bytes] = {}
    try:
        file = pypdfium2.PdfDocument(data)
        for number in range(min(len(file), MOST_PAGES)):
            page = file[number]
            width, height = page.get_size()
            scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            written = io.BytesIO()
            page.render(scale=scale).to_pil().convert("RGB").save(written, "JPEG", quality=80)
            out[f"page-{number + 1}.jpg"] = written.getvalue()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError("this PDF is broken", "print it anew to PDF") from error
    return out
