"""Pages that are empty until a script fills them."""

from __future__ import annotations

from typing import Any, Final

from promisecheck.site.tree import parsed

FEW_WORDS: Final = 20
_UNSEEN: Final = frozenset(("head", "script", "style", "noscript", "template", "svg", "iframe"))
_FILLED: Final = frozenset(("body", "div", "main", "section", "article"))
_DATA: Final = ("json", "template", "text/plain")
"""Parts of the types of scripts that do not run."""


def shell_words(body: bytes, charset: str | None = None) -> tuple[str, ...] | None:
    """The visible words of an HTML page that is an empty shell, None for a page that is not.

    A shell has fewer than 20 visible words, a script that runs, and an empty place to fill: an element without any text
    or picture in it (`<div id="app"></div>`, `<shop-page></shop-page>`), or the body itself. A short page that is
    complete ("Thank you!") has no such place.
    """
    if b"<script" not in body.lower():
        return None
    from lxml import etree

    root = parsed(body, charset)
    if root is None:
        return None
    words: list[str] = []
    scripts, places = False, root.find("body") is None
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            words += (element.tail or "").split()
        elif event == "start":
            scripts = scripts or (element.tag == "script" and _runs(element))
            if element.tag in _UNSEEN:
                if element.tag == "head":
                    scripts = scripts or any(map(_runs, element.iter("script")))
                walk.skip_subtree()
                continue
            words += (element.text or "").split()
            places = places or _is_place(element)
        else:
            words += (element.tail or "").split()
        if len(words) >= FEW_WORDS:
            return None
    return tuple(words) if scripts and places else None


def _runs(script: Any) -> bool:
    """Whether a script is one that runs, and does something."""
    kind = (script.get("type") or "").lower()
    return not any(part in kind for part in _DATA) and bool(script.get("src") or (script.text or "").strip())


def _is_place(element: Any) -> bool:
    """Whether an element is empty and of a kind that a script fills."""
    if element.tag not in _FILLED and "-" not in element.tag:
        return False
    inner = [one for one in element if isinstance(one.tag, str) and one.tag not in ("script", "noscript", "style")]
    texts = [element.text, *(one.tail for one in element)]
    return not inner and not any((text or "").strip() for text in texts)
