"""Numbers with units as a service spec writes them: "45 min", "3 business days", "1.50 JOD per month", "99.5%".

A spec is written by staff for this program, so the grammar is small and closed: what does not fit is a mistake that
gets a mend, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from promisecheck.model import Number
from promisecheck.standards.currencies import CODES
from promisecheck.standards.faults import UnreadableError, near

_TIME_WORDS = {
    "s": "s sec secs second seconds ثانية ثوان ثواني",
    "min": "min mins minute minutes دقيقة دقائق",
    "h": "h hr hrs hour hours ساعة ساعات",
    "day": "d day days يوم أيام يوما",
    "week": "wk week weeks أسبوع أسابيع",
    "month": "mo month months شهر أشهر شهور",
    "year": "y yr year years سنة سنوات",
}
_BUSINESS_WORDS = "business day|business days|working day|working days|work day|work days|bd|يوم عمل|أيام عمل"
TIME_UNITS = {word: unit for unit, words in _TIME_WORDS.items() for word in words.split()}
TIME_UNITS |= dict.fromkeys(_BUSINESS_WORDS.split("|"), "business_day")
COUNT_UNITS = {
    "km": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km", "كم": "km",
    "mile": "mile", "miles": "mile", "mi": "mile",
    "star": "star", "stars": "star", "نجمة": "star", "نجوم": "star",
    "mbit/s": "Mbit/s", "mbps": "Mbit/s", "mb/s": "Mbit/s",
    "gbit/s": "Gbit/s", "gbps": "Gbit/s",
}  # fmt: skip
MASS_UNITS = {"kg": "kg", "kilo": "kg", "kilos": "kg", "كغ": "kg", "كيلو": "kg", "g": "g", "lb": "lb", "lbs": "lb"}
_UNITS_HINT = "a number and a unit: s, min, h, day, business day, week, month, year"
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
_AMOUNT = re.compile(rf"({_NUMBER})\s*(.*)", re.DOTALL)
_CODE_FIRST = re.compile(rf"([A-Za-z]{{3}})\s*({_NUMBER})(.*)", re.DOTALL)
_PERIOD = re.compile(r"\s*(?:/|\bper\b|\ba\b|\bevery\b)\s*(.+)$|\s+(monthly|yearly|weekly|daily)$", re.IGNORECASE)
_PERIODS = {"monthly": "month", "yearly": "year", "weekly": "week", "daily": "day"}
_SYMBOLS = {"£": "GBP", "€": "EUR", "$": "USD", "د.أ": "JOD", "د.ا": "JOD"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (None: money whose currency is not known).

    per: the period of a price. noun: what is counted.
    """

    value: Number
    unit: str | None
    per: str | None = None
    noun: str | None = None


def number(text: str) -> Number:
    """A plain number: whole where it is written whole. Digits of any script; commas between thousands."""
    text = text.replace(",", "")
    return int(text) if text.isdecimal() else float(text)


def _split(text: str, noun: str, hint: str) -> tuple[Number, str]:
    """The number a text starts with and the rest of it; `noun` is what the text should be, `hint` how it is written."""
    clean = text.strip().replace("٫", ".").replace("٬", ",")
    match = _AMOUNT.fullmatch(clean)
    if match is None:
        if re.match(r"-\s*\d", clean):
            raise UnreadableError(f"'{text}' is negative", "write an amount of 0 or more")
        raise UnreadableError(f"'{text}' is no {noun}", hint)
    rest = match[2].strip()
    if re.match(r"[,.]\d", rest):
        mend = "write decimals with a point (1.5) and thousands with commas (1,500)"
        raise UnreadableError(f"'{text}' has two readings", mend)
    if re.match(r"(?:-|–|—|to\b)\s*\d", rest):
        mend = "declare the bound that holds for every customer, e.g. 5 business days"
        raise UnreadableError(f"'{text}' is a range", mend)
    return number(match[1]), rest


def read_duration(text: str) -> Amount:
    """A length of time: "45 min", "3 business days", "1 h 30 min" (which is 90 min)."""
    value, rest = _split(text, "length of time", _UNITS_HINT)
    unit, further = _time_unit(rest, text)
    if not further:
        return Amount(value, unit)
    more = read_duration(further)
    if unit != "h" or more.unit != "min":
        raise UnreadableError(f"'{text}' mixes units", "write one unit, e.g. 90 min")
    return Amount(value * 60 + more.value, "min")


def _time_unit(rest: str, text: str) -> tuple[str, str]:
    words = rest.casefold().split()
    for length in (2, 1):
        unit = TIME_UNITS.get(" ".join(words[:length]))
        if unit is not None and len(words) >= length:
            return unit, " ".join(words[length:])
    if not rest:
        raise UnreadableError(f"'{text}' has no unit", f"{_UNITS_HINT}, e.g. {text.strip()} min")
    if rest.upper() in CODES:
        raise UnreadableError(f"'{text}' is money, not a length of time", _UNITS_HINT)
    close = near(rest, [word for word in TIME_UNITS if len(word) > 2], most=1)
    hint = f"did you mean '{close[0]}'? {_UNITS_HINT}" if close else _UNITS_HINT
    raise UnreadableError(f"'{rest}' is no unit of time", hint)


def read_money(text: str, currency: str | None) -> Amount:
    """Money: "1.50 JOD", "JOD 1.50", "5 JOD per month", "0", "free"; a bare number is in `currency`."""
    clean = text.strip()
    money_hint = f"a number and a currency, e.g. 1.50 {currency or 'JOD'}"
    if clean.casefold() in ("free", "nothing", "مجانا", "مجاني"):
        return Amount(0, currency)
    period = _PERIOD.search(clean)
    per = _period(period, text) if period else None
    amount = clean[: period.start()] if period else clean
    first = _CODE_FIRST.fullmatch(amount)
    if first is not None:
        value, code = number(first[2]), first[1] if not first[3].strip() else first[3]
    else:
        for symbol, meant in _SYMBOLS.items():
            if symbol in amount:
                figure = amount.replace(symbol, "").strip()
                raise UnreadableError(
                    f"'{text}' has a symbol for its currency", f"write the ISO 4217 code: {figure} {meant}"
                )
        value, code = _split(amount, "amount of money", money_hint)
    if not code:
        if currency is None and value != 0:
            raise UnreadableError(
                f"'{text}' has no currency", "write it here (5 JOD), or add currency: JOD to the organisation"
            )
        return Amount(value, currency, per)
    if code.casefold() in TIME_UNITS:
        raise UnreadableError(f"'{text}' is a length of time, not money", money_hint)
    if code.upper() not in CODES:
        close = near(code, CODES, most=2) if len(code) <= 5 and code.isalpha() else []
        hint = f"an ISO 4217 code{' such as ' + ' or '.join(close) if close else ''}, e.g. 1.50 {currency or 'JOD'}"
        raise UnreadableError(f"'{code}' is no currency", hint)
    return Amount(value, code.upper(), per)


def _period(match: re.Match[str], text: str) -> str:
    word = (match[1] or match[2]).strip().casefold()
    unit = _PERIODS.get(word) or TIME_UNITS.get(word)
    if unit is None and match[1] and re.fullmatch(r"[\w -]+", word):
        return word
    if unit is None:
        raise UnreadableError(
            f"'{text}' has no period that can be read", "write per month, per year, per week or per day"
        )
    return unit


def read_percent(text: str) -> Amount:
    """A share: "99.5%", "99.5 percent"."""
    value, rest = _split(text, "percentage", "a number and %, e.g. 95%")
    if rest.casefold() not in ("%", "٪", "percent", "per cent"):
        raise UnreadableError(f"'{text}' is no percentage", "a number and %, e.g. 95%")
    if value > 100:
        raise UnreadableError(f"'{text}' is more than all", "a share is at most 100%")
    return Amount(value, "%")


def is_percent(text: str) -> bool:
    """Whether an amount is written as a percentage."""
    return text.strip().casefold().endswith(("%", "٪", "percent", "per cent"))


def read_count(text: str) -> Amount:
    """A count: "50", "50 branches", "4.5 stars", "100 Mbit/s", "5 km", "3 per week"."""
    value, rest = _split(text, "number", "a number, with what is counted where it helps: 50 branches")
    period = re.search(r"\s*\bper\b\s*(.+)$", f" {rest}")
    per = _period(period, text) if period else None
    noun = f" {rest}"[: period.start()].strip() if period else rest
    unit = COUNT_UNITS.get(noun.casefold())
    if unit == "Gbit/s":
        return Amount(value * 1000, "Mbit/s", per)
    if noun and unit is None and not re.fullmatch(r"[^\W\d_][\w' -]*", noun):
        raise UnreadableError(f"'{text}' cannot be read", "a number and what is counted, e.g. 50 branches")
    return Amount(value, unit or "count", per, None if unit or not noun else noun)


def read_mass(text: str) -> Amount:
    """A weight: "20 kg"."""
    value, rest = _split(text, "weight", "a number and kg, g or lb, e.g. 20 kg")
    if rest.casefold() not in MASS_UNITS:
        raise UnreadableError(f"'{text}' is no weight", "a number and kg, g or lb, e.g. 20 kg")
    return Amount(value, MASS_UNITS[rest.casefold()])


def read_time_of_day(text: str) -> str:
    """A time of day as HH:MM: "22:00", "9:30"; "24:00" is the end of the day."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if match is None:
        raise UnreadableError(f"'{text}' is no time of day", 'write hours and minutes of the 24-hour clock: "22:00"')
    hour, minute = int(match[1]), int(match[2])
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise UnreadableError(f"there is no time '{text}'", 'from "00:00" to "24:00"')
    return f"{hour:02}:{minute:02}"
