"""Ask one library for the quantities of texts. Runs inside that library's own environment, which lacks promisecheck.

    python peers.py NAME < texts.json > answers.json

In: {"texts": [[language, text], ...], "rounds": n}. Out: {"seconds": per round, "answers": [[answer, ...], ...]}, an
answer being [operator, value, higher end or null, unit]; durations in seconds, business days in "business_day".
"""

import contextlib
import datetime as dt
import io
import json
import sys
import time
import warnings

NOW = dt.datetime(2026, 1, 1)
SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 3600,
    "day": 86400,
    "week": 604800,
    "month": 2592000,
    "year": 31536000,
    "decade": 315360000,
}
CURRENCIES = {"dollar": "USD", "pound": "GBP", "pound sterling": "GBP", "euro": "EUR", "british pound": "GBP"}
SIGNS = {"$": "USD", "£": "GBP", "€": "EUR"}
LENGTHS = {"mile": "mile", "kilometre": "km", "kilometer": "km"}


def quantulum3():
    from quantulum3 import parser

    def ask(_, text):
        answers = []
        for found in parser.parse(text):
            name, low, high = found.unit.name.lower(), found.value, None
            if found.uncertainty:
                low, high = found.value - found.uncertainty, found.value + found.uncertainty
            if name in SECONDS:
                low, high, unit = low * SECONDS[name], high and high * SECONDS[name], "seconds"
            elif found.unit.entity.name == "currency":
                unit = CURRENCIES.get(name, name)
            else:
                unit = {"percentage": "%", "dimensionless": "count", **LENGTHS}.get(name, name)
            answers.append(["=", low, high, unit])
        return answers

    return ask


def recognizers_text():
    from recognizers_date_time import recognize_datetime
    from recognizers_number import recognize_number, recognize_percentage
    from recognizers_number_with_unit import recognize_currency, recognize_dimension

    def ask(_, text):
        answers = []
        for found in recognize_datetime(text, "en-us", reference=NOW):
            for value in (
                found.resolution["values"] if found.resolution and found.type_name.endswith("duration") else []
            ):
                operator = {"less": "<", "more": ">"}.get(value.get("Mod"), "=")
                if value["timex"].endswith("BD"):
                    answers.append([operator, float(value["timex"][1:-2]), None, "business_day"])
                else:
                    answers.append([operator, float(value["value"]), None, "seconds"])
        for found in recognize_currency(text, "en-us"):
            unit = found.resolution.get("isoCurrency") or CURRENCIES.get(found.resolution["unit"].lower())
            answers.append(["=", float(found.resolution["value"] or "nan"), None, unit])
        for found in recognize_percentage(text, "en-us"):
            answers.append(["=", float(found.resolution["value"].rstrip("%")), None, "%"])
        for found in recognize_dimension(text, "en-us"):
            unit = LENGTHS.get(found.resolution["unit"].lower(), found.resolution["unit"])
            answers.append(["=", float(found.resolution["value"]), None, unit])
        for found in recognize_number(text, "en-us"):
            answers.append(["=", float(found.resolution["value"]), None, "count"])
        return answers

    return ask


def dateparser():
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": NOW, "PREFER_DATES_FROM": "future"}

    def ask(language, text):
        found = search_dates(text, languages=[language], settings=settings) or []
        return [["=", abs((when - NOW).total_seconds()), None, "seconds"] for _, when in found]

    return ask


def ctparse():
    from ctparse import ctparse as parse
    from ctparse.types import Duration

    def ask(_, text):
        found = parse(text, ts=NOW)
        if not found or not isinstance(found.resolution, Duration):
            return []
        unit = found.resolution.unit.value.rstrip("s")
        seconds = SECONDS.get({"night": "day"}.get(unit, unit), 0)
        return [["=", found.resolution.value * seconds, None, "seconds"]]

    return ask


def price_parser():
    from price_parser import Price

    def ask(_, text):
        found = Price.fromstring(text)
        if found.amount_float is None:
            return []
        return [["=", found.amount_float, None, SIGNS.get(found.currency, found.currency)]]

    return ask


def maha():
    from maha.parsers.functions import parse_dimension

    def ask(_, text):
        found = parse_dimension(text, duration=True)
        return [["=", float(one.value.normalized_value.value), None, "seconds"] for one in found]

    return ask


ADAPTERS = {
    "quantulum3": quantulum3,
    "recognizers-text": recognizers_text,
    "dateparser": dateparser,
    "ctparse": ctparse,
    "price-parser": price_parser,
    "maha": maha,
}


def main():
    warnings.filterwarnings("ignore")
    job = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()):  # some of them print
        ask = ADAPTERS[sys.argv[1]]()
        answers = []
        for language, text in job["texts"]:
            try:
                answers.append(ask(language, text))
            except Exception as error:  # a crash is an answer, and counts as a wrong one
                answers.append([["crash", type(error).__name__, None, None]])
        start = time.process_time()
        for _ in range(job["rounds"]):
            for language, text in job["texts"]:
                with contextlib.suppress(Exception):
                    ask(language, text)
        seconds = (time.process_time() - start) / job["rounds"]
    json.dump({"seconds": seconds, "answers": answers}, sys.stdout)


if __name__ == "__main__":
    main()
