"""Which texts answer a question that stands before them."""

from __future__ import annotations

from typing import Final

from promisecheck.model import Role

QUESTION_MARKS: Final = ("?", "؟")
_OPENS: Final = " +-−–×▲△▴▼▽▾⌄⌃˅^<>‹›«»→←↓↑"  # signs behind a question that open its answer
_ASKING_ROLES: Final = frozenset(("heading", "term", "button", "label"))
_LONGEST: Final = 200
_LONGEST_PARAGRAPH: Final = 120
_SENTENCE_ENDS: Final = (". ", "! ", "? ", "؟ ")


class Questions:
    """Follows a document's texts in order and remembers the question in force, `asked` ("" for none).

    A question in a heading is answered by what stands in its section, another one by what shares its card.
    """

    def __init__(self) -> None:
        self.asked = ""
        self._section = self._card = 0

    def subject(self, text: str, role: Role, section: int, card: int) -> str:
        """The question that `text` answers, "" when it answers none; remembers `text` when it asks one."""
        asked = question(text)
        if asked and _asks(asked, role):
            self.asked, self._section, self._card = asked, section if role == "heading" else 0, card
            return ""
        if self.asked and ((section and section == self._section) or (card and card == self._card)):
            return self.asked
        return ""


def question(text: str) -> str:
    """The question that a text ends with, without signs that open its answer; "" for any other text."""
    if text[-1] in _OPENS:
        text = text.rstrip(_OPENS)
    return text if text.endswith(QUESTION_MARKS) else ""


def _asks(text: str, role: Role) -> bool:
    if role in _ASKING_ROLES:
        return len(text) <= _LONGEST
    if role not in ("paragraph", "list_item") or len(text) > _LONGEST_PARAGRAPH:
        return False
    return not any(end in text[:-1] for end in _SENTENCE_ENDS)
