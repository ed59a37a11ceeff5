"""Hand-made claims and organisations for tests of the judge."""

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path

from promisecheck.measures import measures
from promisecheck.model import Claim, Condition, Level, Place, Scope
from promisecheck.standards import load_organisation

DAY = dt.date(2026, 11, 23)

BASE = """
organisation: Olive Press Kitchens
languages: [en, ar]
currency: JOD
timezone: Asia/Amman
working_week: Su-Th
services:
  delivery: {names: {en: [home delivery, delivery], ar: [التوصيل]}}
  collection: {names: {en: [collection], ar: [الاستلام]}}
  restaurant: {names: {en: [restaurant], ar: [المطعم]}}
tiers:
  standard: {names: {en: [Standard], ar: [العادية]}, price: 0}
  plus: {names: {en: [Olive Plus], ar: [زيتون بلس]}, price: 4 JOD per month}
locations:
  jabal: {names: {en: [Jabal Amman], ar: [جبل عمان]}, groups: [amman]}
  khalda: {names: {en: [Khalda], ar: [خلدا]}, groups: [amman]}
  irbid: {names: {en: [Irbid], ar: [إربد]}}
  aqaba: {names: {en: [Aqaba], ar: [العقبة]}, working_week: Mo-Fr}
groups:
  amman: {names: {en: [Amman], ar: [عمّان]}}
standards:
"""


@cache
def organisation(standards, head=BASE):
    """The organisation with these standards (YAML, indented by two)."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "spec.yaml").write_text(head + standards, encoding="utf-8")
        return load_organisation(Path(folder))


def claim(measure="delivery_time", value=None, service="delivery", quote="the promise", **more):
    """A claim; `value` may be a Level or (op, value, unit)."""
    if isinstance(value, tuple):
        value = Level(*value)
    kind = measures()[measure].characteristic if measure else "capability"
    place = Place("ad.txt", 0, len(quote), 1, 1, "paragraph")
    more = {"characteristic": kind, "language": "en"} | more
    return Claim("c1", place, quote, measure=measure, service=service, value=value, **more)


def scope(*locations, **more):
    return Scope(locations=locations, **more)


def condition(kind, text="", level=None):
    return Condition(text or kind, kind, level)


def outcomes(verdicts):
    """{location: (verdict, rule)}"""
    return {v.location: (v.ruling.verdict, v.ruling.rule) for v in verdicts}
