"""What every source owes: each character of each block knows where it stands in the original."""

import html
import json
import re
from collections.abc import Callable

import pytest

from promisecheck.model import Document

RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def shows(shown: str, original: str) -> bool:
    """Whether `original` reads as `shown` where the two differ in length."""
    if shown == " ":
        return not html.unescape(re.sub(r"<[^<>]*>|\0", "", original)).strip() or original.startswith("</")
    if shown == "\n":
        return original.startswith(("<", "\\n")) or "\n" in original or "\r" in original
    if original.startswith("\\") and len(original) != 2:
        return json.loads(f'"{original}"') == shown
    return html.unescape(original) == shown or original == f"\\{shown}" or original.startswith("[^")


def _check(document: Document) -> None:
    assert document.text is not None
    for block in document.blocks:
        assert block.text
        assert not re.search(r"\A\s|\s\Z|  |\s\n|\n\s", block.text)
        assert block.segments
        assert block.segments[0].start == 0
        before = -1
        for number, segment in enumerate(block.segments):
            following = block.segments[number + 1].start if number + 1 < len(block.segments) else len(block.text)
            shown = block.text[segment.start : following]
            original = document.text[segment.source_start : segment.source_end]
            assert shown
            assert original
            assert segment.source_start >= before
            before = segment.source_end
            if len(shown) == len(original):
                plain = re.sub(r"[\s\0]", " ", original)
                assert plain in (shown.replace("\n", " "), shown.translate(RAISED))
            else:
                assert shows(shown, original), (shown, original)


@pytest.fixture
def check_places() -> Callable[[Document], None]:
    """Fails unless every run of every block reads as the slice of the original it names."""
    return _check
