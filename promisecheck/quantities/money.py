"""Money: £9.50, 1.50 JOD, ١٫٥٠ د.أ, ربع دينار, 50p, $1.2k, 12,- €, free, no hidden fees, مجاناً."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from promisecheck.quantities import direction
from promisecheck.quantities.numbers import DIGITS, Amount, fractions, plain_number, read_amount, read_number, tidy
from promisecheck.quantities.reading import Reading
from promisecheck.quantities.tokens import Phrases, Tokens
from promisecheck.quantities.vocabulary import PARTICLES, vocabulary

KIND: Final = "money"
RANK: Final = 2
UNKNOWN: Final = "?"
"""How the vocabulary writes a currency that the words do not tell (dinar, ريال)."""
THREE_DECIMALS: Final = frozenset({"JOD", "KWD", "BHD", "OMR", "TND", "IQD", "LYD"})
_DOT_GROUPS: Final = frozenset({"EUR", "TRY", "IDR", "VND", "BRL", "DZD", "MAD", "SYP", "LBP", "YER"})
_CODES_ALONE: Final = "usd eur gbp jod aed sar kwd egp qar bhd omr ils jd jds dhs nis"
_LOWER_TOO: Final = frozenset(_CODES_ALONE.split())
"""Codes that are no words of another meaning; the others count in capitals only ("50 MAD", "mad")."""
_MIXED_CASE: Final = frozenset({"rs", "dh", "dhs", "ksh"})
_RAND: Final = "r"
_NO_RAND: Final = frozenset({"11", "12", "22", "32", "290", "502"})
"""Numbers after an R that name a gas of fridges and air conditioners (R32, R290), not an amount of rand."""
_SHORTEST_RAND: Final = 2  # digits of an amount written onto an R
_LAW: Final = ("nis", "2")
"""NIS2 is the European law on the security of networks, not two shekels, when written in one."""
_ROADS: Final = frozenset({"on", "off", "along", "via", "near"})
_GROUP: Final = re.compile(r"[0-9]{3}(?:[.,][0-9]{1,2})?")
_ALIF: Final = {"أ": "JOD", "إ": "AED"}
_ANOTHER_NO: Final = "matter the what how doubt to that is such of which one need way"
_NO_FEE_WORDS: Final = frozenset(_ANOTHER_NO.split())
"""Words after which "no" denies something else than a fee."""
_WITHOUT: Final = frozenset({"بدون", "وبدون", "دون", "ودون", "غير"})
_ARABIC_REACH: Final = 3
_REACH: Final = 6
"""Words that may stand between "no" and "fee"."""


@cache
def _names() -> Phrases[str]:
    return vocabulary().phrases("money", ("ال", "ب", "بال"))


@cache
def _duals() -> Phrases[str]:
    return vocabulary().phrases("money_duals", PARTICLES)


@cache
def _symbols() -> Phrases[str]:
    pairs = [(code, code) for code in vocabulary().lists["codes"]]
    return Phrases([*((wording, key) for wording, key in vocabulary().mappings["symbols"]), *pairs])


@cache
def _free() -> Phrases[bool]:
    return vocabulary().listed("free", PARTICLES)


@cache
def _nothing() -> tuple[Phrases[str], Phrases[str]]:
    """The words for "no" and for "fee"."""
    pairs = vocabulary().mappings["free_of"]
    return (
        Phrases([pair for pair in pairs if pair[1] == "no"], PARTICLES),
        Phrases([pair for pair in pairs if pair[1] == "fee"], ("ال",)),
    )


@cache
def _not_free() -> tuple[frozenset[str], frozenset[str]]:
    """Words that before or after "free" give it another meaning."""
    return vocabulary().words("not_free_before"), vocabulary().words("not_free_after")


@cache
def starts() -> frozenset[str]:
    """Words that money can begin with, apart from numbers."""
    bare = frozenset(word for word in _names().first_words if word >= "\u0600")
    found = frozenset(
        word for phrases in (_duals(), _symbols(), _free(), _nothing()[0]) for word in phrases.first_words
    )
    return found | bare


def _currency(key: str) -> tuple[float, str | None]:
    """A key of the vocabulary in parts: "0.01 GBP" as (0.01, "GBP"), "?" as (1, None)."""
    part, _, code = key.rpartition(" ")
    return float(part or 1), None if code == UNKNOWN else code


def _capital(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a symbol of letters is written as one ("JD", "Rs", not "le" or "mad")."""
    word = tokens.words[start]
    if not word.isalpha() or word >= "\u0600" or word in _LOWER_TOO:
        return True
    written = tokens.original(start, end).rstrip(".")
    return written[:1].isupper() and (len(written) > 3 or written.isupper() or written.lower() in _MIXED_CASE)


def _symbol(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """The symbol or code at word `index`: its key and the index after it."""
    found = _symbols().at(tokens.words, index)
    if found is None or not _capital(tokens, index, found[1]):
        return None
    key, end = found
    if key == UNKNOWN:  # د.أ and د.إ fold into one
        key = _ALIF.get(tokens.original(index, end)[-1], UNKNOWN)
    return key, end


def _no_rand(tokens: Tokens, index: int) -> bool:
    """Whether an R before a number is none of the currency: "R32 gas", "on the R44", "R 4", "R134a"."""
    words, number = tokens.words, tokens.words[index + 1]
    road = index > 0 and (words[index - 1] in _ROADS or (words[index - 1] == "the" and words[index - 2] in _ROADS))
    code = len(number) < _SHORTEST_RAND or number in _NO_RAND
    written_on = words[index + 2].isalpha() and tokens.glued(index + 2)
    part = tokens.glued(index) and words[index - 1][-1].isalnum()
    return road or code or written_on or part or not tokens.glued(index + 1)


def _name(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """What names a currency after a number: a word, a symbol, a code, "p" written onto the number."""
    words = tokens.words
    if words[index] == _RAND and words[index + 1] != "$":
        return None
    if found := _symbol(tokens, index) or _names().at(words, index):
        leads = not tokens.glued(index) and words[found[1]][:1].isdigit() and tokens.glued(found[1])
        return None if leads else found  # "two £5 vouchers"
    if words[index] == "p" and tokens.glued(index) and words[index + 1] not in (".", "/"):
        return "0.01 GBP", index + 1
    return None


def _reading(amount: Amount, key: str, start: int, end: int) -> Reading:
    scale, code = _currency(key)
    value = amount.value
    if code in _DOT_GROUPS and amount.raw:
        value = plain_number(amount.raw, dot_groups=True)
    high = None if amount.high is None else tidy(amount.high * scale)
    return Reading("money", start, end, tidy(value * scale), code, high, amount.op)


def _no_cents(words: list[str], index: int) -> int:
    """The index after ",-" or ".-", which some write for no cents."""
    return (
        index + 2
        if words[index] in (",", ".") and words[index + 1] == "-" and words[index + 2] not in DIGITS
        else index
    )


def after(tokens: Tokens, amount: Amount) -> Reading | None:
    """The money that `amount` and the currency after it make."""
    words = tokens.words
    at = _no_cents(words, amount.end)
    if words[at] == "-" and words[at + 1][:1].isalpha():
        at += 1
    found = _name(tokens, at)
    if found is None and amount.raw and amount.high is None and _GROUP.fullmatch(words[at]) and len(amount.raw) <= 3:
        return _spaced(tokens, amount)
    if found is None:
        return None
    return _with_rest(tokens, _reading(amount, found[0], amount.start, found[1]))


def _spaced(tokens: Tokens, amount: Amount) -> Reading | None:
    """Thousands between spaces: "1 299,00 €"."""
    words, at, raw = tokens.words, amount.end, amount.raw
    while _GROUP.fullmatch(words[at]) and len(raw) < 12:
        raw, at = raw + words[at], at + 1
    found = _name(tokens, at)
    return (
        _reading(replace(amount, value=plain_number(raw), raw=""), found[0], amount.start, found[1]) if found else None
    )


def _with_rest(tokens: Tokens, reading: Reading) -> Reading:
    """A part added after the unit: دينار ونصف, "3 dinars and 50 piastres"."""
    words, at = tokens.words, reading.end
    if reading.high is not None:
        return reading
    if words[at] in ("و", "and"):
        at += 1
    glued = words[at][:1] == "و" or words[at - 1] == "و"
    if glued and (part := fractions().at(words, at)):
        return replace(reading, end=part[1], value=tidy(reading.value + float(part[0])))
    if not glued and at == reading.end:
        return reading
    rest = read_number(tokens, at)
    found = _name(tokens, rest.end) if rest else None
    if rest and found:
        scale, code = _currency(found[0])
        if scale < 1 and code in (None, reading.unit) and rest.value * scale < 1:
            return replace(reading, end=found[1], value=tidy(reading.value + rest.value * scale))
    return reading


def read(tokens: Tokens, index: int, floor: int | None) -> Reading | None:
    """Money that begins with something other than a number: a symbol, a dual, one of a currency, "free"."""
    words = tokens.words
    if found := _symbol(tokens, index):
        at = found[1]
        if words[index:at] == [_RAND] and _no_rand(tokens, index):
            return None
        if (words[index], words[at]) == _LAW and tokens.glued(at):
            return None
        amount = read_amount(tokens, at, money=True) if words[at][:1] in DIGITS and words[at] else None
        if amount is None:
            return None
        return _with_rest(tokens, _reading(amount, found[0], index, _no_cents(words, amount.end)))
    if dual := _duals().at(words, index):
        scale, code = _currency(dual[0])
        return _with_rest(tokens, Reading("money", index, dual[1], tidy(2 * scale), code))
    if free := _free().at(words, index):
        if _other_meaning(words, index, free[1]):
            return None
        return Reading("money", index, free[1], 0, None)
    return _no_fee(tokens, index) or _one(tokens, index, floor)


def _other_meaning(words: list[str], start: int, end: int) -> bool:
    """Whether "free" at `start` is something else than without charge: "gluten-free", "free to choose", رقم مجاني."""
    before, after_it = _not_free()
    single = end == start + 1
    if words[start] == "بلاش":
        return words[end] >= "\u0600"
    return (
        (start > 0 and words[start - 1] == "-" and words[start] == "free" and words[start - 2].isalpha())
        or (start > 0 and words[start - 1] in before)
        or (single and words[end] in after_it)
        or (single and words[end] == "-" and words[end + 1] in after_it)
    )


def _no_fee(tokens: Tokens, index: int) -> Reading | None:
    """Nothing to pay of a kind: "no hidden fees", "without a call-out charge", بدون رسوم خفية."""
    words = tokens.words
    no, fee = _nothing()
    found = no.at(words, index)
    if found is None:
        return None
    at = found[1]
    for end in range(at, at + _REACH):
        if named := fee.at(words, end):
            return Reading("money", index, named[1], 0, None, what=tokens.original(at, named[1]))
        if not (words[end].isalpha() or words[end] == "-") or words[end] in _NO_FEE_WORDS:
            return None
        if words[end] >= "\u0600" and (words[at - 1] not in _WITHOUT or end - at >= _ARABIC_REACH):
            return None
    return None


def _one(tokens: Tokens, index: int, floor: int | None) -> Reading | None:
    """One of a currency without a number: دينار واحد, بدينار, دينار ونصف."""
    words = tokens.words
    if words[index] < "\u0600" or (found := _names().at(words, index)) is None:
        return None
    scale, code = _currency(found[0])
    reading = Reading("money", index, found[1], tidy(scale), code)
    if words[found[1]] in ("واحد", "واحده", "فقط"):
        return replace(reading, end=found[1] + (words[found[1]] != "فقط"))
    whole = _with_rest(tokens, reading)
    with_for = (  # بدينار, but not بالدينار, which says in what money one pays
        words[index][0] == "ب"
        and words[index][1:3] != "ال"
        and _names().at([words[index][1:], *words[index + 1 : index + 4], ""], 0) is not None
    )
    return whole if whole.end > reading.end or with_for or direction.bounded(tokens, index, floor) else None
