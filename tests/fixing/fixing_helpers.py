"""A kitchen with standards, and copy that is checked and mended by them."""

import datetime as dt
import tempfile
from functools import cache
from pathlib import Path

from promisecheck import engine
from promisecheck.extract import Extractor
from promisecheck.fixing.mending import mend
from promisecheck.rules import load_rules
from promisecheck.sources import kinds
from promisecheck.standards import load_organisation

DAY = dt.date(2026, 11, 23)
SPEC = """
organisation: Corner Kitchen
languages: [en, ar]
currency: JOD
timezone: Asia/Amman
services:
  delivery: {names: {en: [delivery], ar: [التوصيل, توصيل]}}
  collection: {names: {en: [collection], ar: [الاستلام]}}
tiers:
  standard: {names: {en: [Standard], ar: [العادية]}, price: 0}
  plus: {names: {en: [Corner Plus], ar: [كورنر بلس]}, price: 4 JOD per month}
locations:
  harbour: {names: {en: [Harbour], ar: [الميناء]}}
  hill: {names: {en: [Hill], ar: [التل]}}
standards:
  delivery-time:
    service: delivery
    measure: delivery_time
    within: 45 min
    by_location: {hill: {within: 60 min}}
    by_tier: {plus: {within: 30 min}}
  delivery-fee: {service: delivery, measure: fee, at_most: 0, conditions: [{order_value: at least 15 JOD}]}
  collection:
    service: collection
    measure: turnaround_time
    within: 15 min
    exceptions: [{cause: match days, disclose: {en: Match days are busier., ar: أيام المباريات أكثر ازدحاماً.}}]
"""


@cache
def kitchen():
    """The organisation, the rules, and what finds promises in its terms."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "spec.yaml").write_text(SPEC, encoding="utf-8")
        organisation = load_organisation(Path(folder))
    rules = load_rules()
    return organisation, rules, Extractor(rules, organisation)


def check(document):
    organisation, rules, extractor = kitchen()
    return engine.check_documents([document], organisation, rules, engine.Run(DAY, DAY), extractor=extractor)


def parsed(text, form="text", language=None):
    return kinds.by_name()[form].parse(text, source=f"ad.{form}", language=language)


def mended(text, form="text", let_stand=()):
    return mend(parsed(text, form), check, frozenset(let_stand))


def mended_text(text, form="text"):
    return mended(text, form).after.text
