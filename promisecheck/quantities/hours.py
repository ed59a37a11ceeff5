"""Weekly hours in text: "Mon-Fri 9-5, Sat 10-2", "24/7", "daily from 10am till late", من السبت إلى الخميس ٩ ص - ٥ م.

The text is cut into chains of words that hours are made of (`hours_lexer`), a chain into items (`hours_items`), these
are paired to rules (`hours_rules`), and rules make a week (`hours_week`). Each step is one pass. The wordings are in
rules/hours/.

Decided here, where wording leaves room:

* an end without a start ("until 10 pm") is a promise of the minute before it, "21:59-22:00": OpenStreetMap's syntax has
  no open start; a start without an end is "07:00+"
* times without days stand without days ("09:00-17:00"); days without times without times ("Mo-Sa")
* a working day's days are Monday to Friday in English and Sunday to Thursday in Arabic, a weekend Saturday and Sunday,
  or Friday and Saturday
* mere numbers ("9-5") are times only beside days or words of opening
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promisecheck.folding import Folded, fold
from promisecheck.model import Language, Level, Quantity
from promisecheck.quantities.hours_items import Item, items_of
from promisecheck.quantities.hours_lexer import Chain, chains
from promisecheck.quantities.hours_rules import Rule, rules_of
from promisecheck.quantities.hours_week import weeks_of
from promisecheck.quantities.hours_words import HOLIDAY, Lexicon, lexicon
from promisecheck.quantities.tokens import Tokens, tokenise
from promisecheck.quantities.week_algebra import DAYS, Week

_LEADING = frozenset(":-,(")
"""Signs that may stand between a word of opening and its times."""


def find_hours(folded: Folded, language: Language = "en") -> list[Quantity]:
    """The weekly hours of a folded text, in order; offsets count characters of the original.

    language: of the text; settles which days weekdays and weekends are. Both languages are read either way.
    """
    return hours_in(tokenise(folded), language)


def hours_in(tokens: Tokens, language: Language = "en") -> list[Quantity]:
    """The same of a text that is cut into words already."""
    folded, words = tokens.folded, lexicon()
    return [
        Quantity(
            start=folded.start(tokens.starts[start]),
            end=folded.end(tokens.end(_closed_bracket(tokens, start, end) - 1)),
            kind="time_range",
            level=Level(hours=week.render()),
            explicit=True,
        )
        for week, start, end in _weeks(tokens, words, language)
    ]


def _closed_bracket(tokens: Tokens, start: int, end: int) -> int:
    """The end with the bracket that closes one opened inside: "Tue-Sun (closed Mondays)"."""
    inside = tokens.words[start:end]
    return end + 1 if tokens.words[end] == ")" and inside.count("(") > inside.count(")") else end


def _weeks(tokens: Tokens, words: Lexicon, language: Language) -> Iterator[tuple[Week, int, int]]:
    for chain in chains(tokens, words, language):
        for group in rules_of(items_of(tokens, chain, words)):
            yield from weeks_of([rule for rule in group if _holds(rule, group, chain, tokens, words)])


def _holds(rule: Rule, group: Sequence[Rule], chain: Chain, tokens: Tokens, words: Lexicon) -> bool:
    """Whether a rule is about opening at all, by what stands around it."""
    named, opening = rule.named, chain.opening or rule.opened
    if rule.state == "times":
        if all(span.plain for span in rule.spans):
            return named is not None or _opened_here(rule, tokens, words)
        only_end = all(span.first is None for span in rule.spans)
        before = tokens.words[rule.start - 1] if rule.start else ""
        return named is not None or not only_end or not words.has("not_until_before", before)
    if rule.state == "always":
        return rule.sort == "always" or opening or chain.about or named is not None
    if rule.state == "bare":
        return named is not None and _days_open(named, rule, group, opening, tokens, words)
    if rule.sort == "refused":  # "not available on Sundays" limits a service; beside open days it is a day off
        return rule.days != 0 and any(other.state in ("times", "always", "bare") for other in group)
    return rule.state in ("break", "appointment") or rule.days != 0


def _opened_here(rule: Rule, tokens: Tokens, words: Lexicon) -> bool:
    """Whether a word of opening stands right before the times, and nothing that they would count after them."""
    at = rule.start - 1
    while at >= 0 and (tokens.words[at] in _LEADING or words.has("fillers", tokens.words[at])):
        at -= 1
    following = tokens.words[rule.end]
    stands_free = not following.isalpha() or words.words.at(tokens.words, rule.end) is not None
    return stands_free and at >= 0 and words.has("open", tokens.words[at])


def _days_open(named: Item, rule: Rule, group: Sequence[Rule], opening: bool, tokens: Tokens, words: Lexicon) -> bool:
    if len(group) > 1 and any(other.state in ("times", "always") for other in group):
        return named.sort == "week" or rule is group[0] or opening
    if named.sort == "week" or rule.off:
        return True
    numbered = tokens.words[named.start][:1].isdecimal()
    if named.single or numbered:
        return rule.start > 0 and words.has("open", tokens.words[rule.start - 1])
    return opening


# ---------------------------------------------------------------------------------------------------- layout
def days_in(text: str, language: Language = "en") -> frozenset[str] | None:
    """The days that a heading or a row header names, in OpenStreetMap's letters ("Mo", "PH"); None without any."""
    days = 0
    for item in _items(text, language):
        if item.kind == "days":
            days |= item.days
    names = [name for day, name in enumerate(DAYS) if days >> day & 1]
    return frozenset([*names, *(["PH"] if days & HOLIDAY else [])]) or None


def hours_from(days_text: str, times_text: str, language: Language = "en") -> Week | None:
    """The hours of a row that names its days in one place and its times (or "closed") in another; None without hours.

    Days that the times name themselves win over those of the header.
    """
    header = list(_items(days_text, language))
    listed = [item for item in header if item.kind == "days"]
    cell = times_text.strip()
    words = lexicon()
    tokens = tokenise(fold(cell))
    found = words.closed_cell.at(tokens.words, 0)
    if found and found[1] >= tokens.count:
        cell = "closed"
    joined = f"{_names(listed)}: {cell}" if listed else cell
    whole: Week | None = None
    tokens = tokenise(fold(joined))
    for chain in chains(tokens, words, language):
        for group in rules_of(items_of(tokens, chain._replace(opening=True, about=True), words)):
            for week, _, _ in weeks_of([rule for rule in group if rule.state != "bare" or not listed]):
                whole = week if whole is None else whole | week
    return whole


def combine_rows(rows: Sequence[tuple[str, str]], language: Language = "en") -> Week | None:
    """One week from rows of (days, times), as tables and lists set them out; None when no row holds hours."""
    whole: Week | None = None
    for days_text, times_text in rows:
        week = hours_from(days_text, times_text, language)
        if week is not None:
            whole = week if whole is None else whole | week
    return whole


def _items(text: str, language: Language) -> Iterator[Item]:
    tokens, words = tokenise(fold(text)), lexicon()
    for chain in chains(tokens, words, language):
        yield from items_of(tokens, chain, words)


def _names(items: Sequence[Item]) -> str:
    days = 0
    for item in items:
        days |= item.days
    names = [name for day, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")) if days >> day & 1]
    return ", ".join([*names, *(["public holidays"] if days & HOLIDAY else [])])
