"""The hash by which a piece is known: of all text that visitors, search engines and screen readers get.

Mark-up, layout and white space do not count, so the copy in a content system and the page it becomes have the same
hash as long as they say the same.
"""

from __future__ import annotations

import hashlib
import unicodedata

from promisecheck.model import Document


def content_hash(document: Document) -> str:
    """SHA-256, in hex, of the text of all blocks in their order, composed (NFC), white space collapsed."""
    text = " ".join(" ".join(block.text for block in document.blocks).split())
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "surrogatepass")).hexdigest()
