"""From the items of a chain to rules: which days go with which times, what is closed, what is excepted.

People write the days first ("Mon-Fri 9-5, Sat 10-2") or last ("9-5 Mon-Fri, 10-2 Sat"); the order is told by what a
chain begins with, and by what is left over at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from promisecheck.quantities.hours_items import Item, Span, list_of
from promisecheck.quantities.week_algebra import EVERY_DAY

_MOST_DAYS: Final = 14
"""More members than two weeks are no list of days."""
_STATES: Final = frozenset({"times", "always", "closed", "appointment"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said about some days.

    state: times, always, closed, appointment, bare (days without times), break (times at which open days are closed).
    days: seven bits and HOLIDAY, 0 where none is named. off: days excepted. named: the item that named the days.
    apart: a strong sign or a new start parts it from the rule before.
    """

    state: str
    start: int
    end: int
    days: int = 0
    off: int = 0
    spans: tuple[Span, ...] = ()
    sort: str = ""
    named: Item | None = None
    apart: bool = False
    opened: bool = False


class _Pairing:
    """One pass over the items, holding the days that still wait for their times."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.rules: list[Rule | None] = []
        self.pending: Item | None = None
        self.off = 0
        self.pending_end = 0
        self.parted = False
        self.apart = True
        self.opened = False
        self.tainted = ""
        self.heads = self.open_days = self.joined = False

    def read(self) -> list[Rule | None]:
        at = 0
        while at < len(self.items):
            item = self.items[at]
            step = 1
            if item.kind == "days":
                self.days(item)
            elif item.kind in _STATES:
                step = self.state(at)
            elif item.kind in ("except", "including"):
                step = self.exception(at)
            elif item.kind == "strong":
                self.parted = self.apart = True
                self.tainted = ""
            elif item.kind == "colon":
                self.tainted = "date:" if self.tainted == "date" else ""
            elif item.kind == "open":
                self.opened = self.heads = True
                if self.parted and self.rules:
                    self.flush()
                    self.rules.append(None)
            else:
                self.drop(item)
            at += step
        self.flush()
        return self.rules

    # ------------------------------------------------------------------------------------------------ helpers
    def peek(self, at: int) -> tuple[Item | None, bool, int]:
        """The next item that is more than a sign, whether a strong sign stands before it, and its index."""
        strong = False
        while at < len(self.items) and self.items[at].kind in ("strong", "open", "colon"):
            strong = strong or self.items[at].kind == "strong"
            at += 1
        return (self.items[at] if at < len(self.items) else None), strong, at

    def drop(self, item: Item) -> None:
        """A gap ends what stands before it; days beside a date or a lone time are no opening days.

        Neither are days after them, nor times after a date, up to the next strong sign; "until 3 May: Mon-Fri 9-5"
        are hours.
        """
        if self.pending and (item.sort in ("date", "clock") and not self.parted):
            self.pending = None
        self.flush()
        self.rules.append(None)
        self.opened = False
        self.tainted = item.sort

    def flush(self) -> None:
        if self.pending and self.tainted not in ("date", "clock"):
            self.put("bare", self.pending, self.pending)
        self.pending = None
        self.parted = False

    def put(self, state: str, item: Item, named: Item | None, spans: tuple[Span, ...] = ()) -> None:
        if self.tainted in ("date", "date:"):
            return
        self.tainted = ""
        start, end = item.start, item.end
        if named:
            start, end = min(start, named.start), max(end, named.end)
        if named is self.pending and named is not None:
            end = max(end, self.pending_end)
        off = self.off if named is self.pending else 0
        days = named.days & ~off if named else 0
        self.rules.append(
            Rule(state, start, end, days, off, spans or item.spans, item.sort, named, self.apart, self.opened)
        )
        self.apart = False
        self.off = 0

    # ------------------------------------------------------------------------------------------------ days
    def days(self, item: Item) -> None:
        waiting = self.pending
        if waiting is None:
            self.wait(item)
        elif self.parted or len(waiting.parts) > _MOST_DAYS:
            self.flush()
            self.wait(item)
        else:
            first, *rest = item.parts
            self.pending = list_of([*waiting.parts, replace(first, comma=True), *rest])
            self.pending_end = item.end
            self.joined = True

    def wait(self, item: Item) -> None:
        self.pending, self.pending_end, self.off, self.parted = item, item.end, 0, False
        self.open_days, self.heads, self.joined = self.heads, False, False
        self.tainted = "" if self.tainted == "date:" else self.tainted

    # ------------------------------------------------------------------------------------------------ states
    def state(self, at: int) -> int:
        """Pair an item that says when (or that it is closed) with its days; returns how many items that took."""
        item = self.items[at]
        following, strong, index = self.peek(at + 1)
        days_next = following is not None and following.kind == "days" and not strong
        after, after_strong, _ = self.peek(index + 1) if days_next else (None, True, 0)
        state_after = after is not None and after.kind in _STATES and not after_strong
        taken = index + 1 - at
        waiting = self.pending
        if waiting:
            other_days = days_next and not state_after
            if other_days and (item.kind == "closed" or (self.parted and item.kind != "appointment")):
                self.flush()
                self.put(item.kind, item, following)
                return taken
            if item.kind == "closed" and (self.open_days or self.joined) and (halves := _at_last_comma(waiting)):
                self.pending, self.pending_end = halves[0], halves[0].end
                self.flush()
                waiting = halves[1]
            self.put(item.kind, item, waiting)
            self.pending, self.parted = None, False
            return 1
        if item.kind == "closed" and following is not None and following.kind == "times":
            if self.rules and all(span.first and span.last for span in following.spans):
                self.put("break", replace(item, end=following.end), None, following.spans)
            return taken
        if item.kind == "appointment":
            return 1
        if days_next and following is not None:
            if state_after and not self.days_last(index):
                return self.split(item, following, at, index)
            self.put(item.kind, item, following)
            return taken
        self.put(item.kind, item, None)
        return 1

    def days_last(self, index: int) -> bool:
        """After "9-5 Mon-Fri, 10-2" at the days of `index`: whether days follow the second times, too."""
        _, _, state_index = self.peek(index + 1)
        following, strong, _ = self.peek(state_index + 1)
        return following is not None and following.kind == "days" and not strong

    def split(self, item: Item, named: Item, at: int, index: int) -> int:
        """In "9-5 Mon-Fri, Sat 10-2" the last of the listed days belongs to the times after it."""
        if len(named.parts) > 1:
            first, last = _at_last_comma(named) or (list_of(list(named.parts[:-1])), list_of(list(named.parts[-1:])))
            self.put(item.kind, item, first)
            self.wait(last)
            return index + 1 - at
        if item.kind == "closed":
            self.put(item.kind, item, named)
            return index + 1 - at
        self.put(item.kind, item, None)
        return 1

    # ------------------------------------------------------------------------------------------------ exceptions
    def exception(self, at: int) -> int:
        word = self.items[at]
        named, strong, index = self.peek(at + 1)
        taken = index + 1 - at
        last = self.rules[-1] if self.rules else None
        if named is None or strong or named.kind not in ("days", "times") or not (self.pending or last):
            return 1
        if named.kind == "times":
            whole = all(span.first and span.last for span in named.spans)
            if last and not self.pending and word.kind == "except" and whole:
                self.put("break", replace(word, end=named.end), None, named.spans)
                return taken
            return 1
        if word.kind == "including":
            if self.pending:
                self.pending = replace(self.pending, days=self.pending.days | named.days)
                self.pending_end = named.end
            elif last:
                days = (last.days or EVERY_DAY) | named.days
                self.rules[-1] = replace(last, days=days, end=named.end)
            return taken
        if self.pending:
            self.off |= named.days
            self.pending_end = named.end
            return taken
        after, after_strong, after_index = self.peek(index + 1)
        if last and after and after.kind in ("times", "closed") and not after_strong and last.state == "times":
            self.put(after.kind, after, replace(named, start=word.start))
            return after_index + 1 - at
        if last:
            days = (last.days or EVERY_DAY) & ~named.days
            self.rules[-1] = replace(last, days=days, off=last.off | named.days, end=named.end)
        return taken


def _at_last_comma(days: Item) -> tuple[Item, Item] | None:
    """A list of days cut at its last comma."""
    at = max((k for k, part in enumerate(days.parts) if part.comma and k), default=0)
    return (list_of(list(days.parts[:at])), list_of(list(days.parts[at:]))) if at else None


def rules_of(items: Sequence[Item]) -> Iterator[list[Rule]]:
    """The rules of a chain, in groups between which something stands that hours cannot hold."""
    group: list[Rule] = []
    for rule in _Pairing(items).read():
        if rule is not None:
            group.append(rule)
        elif group:
            yield group
            group = []
    if group:
        yield group
