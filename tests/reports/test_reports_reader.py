"""A report that people read tells its findings in the language of the report; JSON in that of the copy."""

import datetime as dt
from pathlib import Path

import pytest

from promisecheck import check
from promisecheck.reports import github, gitlab, html_report, json_report, jsonl, junit, markdown, rdjson, sarif, text

SPEC = """
organisation: Olive Press Kitchens
languages: [en, ar]
currency: JOD
services: {delivery: {names: {en: [delivery], ar: [التوصيل]}}}
locations: {jabal: {names: {en: [Jabal Amman], ar: [جبل عمان]}}}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
"""
COPY = {"en": "Delivery in 30 minutes.\n", "ar": "التوصيل خلال 30 دقيقة.\n"}
TOLD = {
    "en": "Promises delivery in 30 min. Declared: 45 min in 95% of cases.",
    "ar": "الوعد: التوصيل خلال 30 دقيقة. المعيار: 45 دقيقة في 95٪ من الحالات.",
}


@pytest.fixture(params=["en", "ar"])
def report(request, tmp_path: Path):
    (tmp_path / "spec.yaml").write_text(SPEC, encoding="utf-8")
    ad = tmp_path / "ad.txt"
    ad.write_text(COPY[request.param], encoding="utf-8")
    return check([str(ad)], specs=tmp_path / "spec.yaml", start=dt.date(2026, 11, 25))


@pytest.mark.parametrize("form", [text, markdown, html_report, github, gitlab, junit, rdjson, sarif])
@pytest.mark.parametrize(("language", "other"), [("en", "ar"), ("ar", "en")])
def test_people_read_the_message_in_the_language_of_the_report(report, form, language, other):
    written = " ".join(form.write(report, language=language).replace("%25", "%").replace("%3A", ":").split())
    assert TOLD[language] in written
    assert TOLD[other] not in written


@pytest.mark.parametrize("form", [json_report, jsonl])
def test_programs_read_it_in_the_language_of_the_copy(report, form):
    language = report.claims[0].claim.language
    assert {form.write(report, language=reader) for reader in ("en", "ar")} == {form.write(report)}
    assert TOLD[language] in form.write(report)
