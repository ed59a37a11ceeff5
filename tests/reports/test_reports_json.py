"""The JSON and JSON Lines reports hold to their schema and to the written contract."""

import json
from dataclasses import replace

import jsonschema
import pytest
import sample_report as sample

from promisecheck.model import Level, Problem
from promisecheck.reports import formats, json_report, jsonl
from promisecheck.reports.json_report import report_json
from promisecheck.reports.schema import report_schema

REPORTS = (sample.english, sample.arabic, sample.mixed, sample.extraction, sample.empty)


@pytest.mark.parametrize("make", REPORTS)
def test_every_report_obeys_the_schema(make):
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json_report.write(make())), schema, cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_what_is_no_report():
    validator = jsonschema.Draft202012Validator(report_schema())
    good = report_json(sample.english())
    for spoil in (
        lambda r: r.pop("problems"),
        lambda r: r.update(extra=1),
        lambda r: r["claims"][0].update(strength="vow"),
        lambda r: r["claims"][0]["verdicts"][0].update(verdict="fine"),
        lambda r: r["claims"][0].update(line=0),
        lambda r: r["claims"][0]["value"].update(op="~"),
        lambda r: r["findings"][0].update(claims=[]),
        lambda r: r["summary"].pop("over"),
    ):
        bad = json.loads(json.dumps(good))
        spoil(bad)
        assert not validator.is_valid(bad)
    assert validator.is_valid(json.loads(json.dumps(good)))


def test_a_verdict_row_has_the_keys_of_the_contract_in_order():
    row = report_json(sample.english())["claims"][0]["verdicts"][0]
    assert row == {
        "location": "rabieh",
        "tier": "everyday",
        "from": "2026-11-25",
        "until": "2026-12-31",
        "verdict": "over",
        "rule": "tier-only",
        "standard": "turnaround",
        "declared": {"op": "<=", "value": 36, "unit": "h", "reliability": 0.95},
        "gap": {"value": 12, "unit": "h"},
        "slack": None,
        "delivered": "not_kept",
        "measured": {"share": 0.62, "lower": 0.585, "n": 812},
        "because": "promises 24 h; declared 36 h in 95% of orders; Swift has 24 h",
    }
    assert list(row)[:4] == ["location", "tier", "from", "until"]


def test_a_claim_as_the_contract_writes_it():
    claim = report_json(sample.english())["claims"][1]
    assert claim["value"] == {"op": "=", "value": 0, "unit": "JOD", "what": "pickup"}
    assert claim["place"] == {"role": "paragraph", "heading": "Fresh shirts without the wait"}
    assert claim["scope"] == {"locations": list(sample.ALL), "text": None, "tier": None}
    assert sample.ENGLISH_PAGE[claim["start"] : claim["end"]] == claim["quote"]
    line = sample.ENGLISH_PAGE.splitlines()[claim["line"] - 1]
    assert line[claim["column"] - 1 :].startswith(claim["quote"])


def test_what_is_offered_joins_the_value():
    judged = sample.english().claims[0]
    claim = replace(judged.claim, value=Level(offered=True), what="free wifi")
    assert json_report.claim_json(replace(judged, claim=claim))["value"] == {"offered": True, "what": "free wifi"}


def test_each_claim_counts_once_by_its_worst_verdict():
    assert json_report.summary(sample.mixed()) == {
        "documents": 3,
        "claims": 15,
        "kept": 4,
        "over": 7,
        "undeclared": 2,
        "unsure": 1,
    }


def test_whole_numbers_are_written_without_a_fraction():
    judged = sample.english().claims[0]
    claim = replace(judged.claim, value=Level("<=", 24.0, "h"), share=1.0)
    text = json_report.dumps(json_report.claim_json(replace(judged, claim=claim)))
    assert '"value": 24,' in text
    assert '"share": 1,' in text


def test_the_end_of_the_run_is_named_only_when_it_is_another_day():
    report = sample.english()
    assert report_json(report)["until"] == "2026-12-31"
    assert "until" not in report_json(replace(report, until=report.date))


@pytest.mark.parametrize("make", REPORTS)
def test_the_same_report_gives_the_same_bytes(make):
    assert json_report.write(make()) == json_report.write(make())
    assert json_report.write(make()) == json_report.write(make(), language="ar")


def test_half_a_surrogate_pair_does_not_break_the_file():
    report = replace(sample.empty(), problems=(Problem("odd\udc80name.html", "unreadable"),))
    text = json_report.write(report)
    assert text.encode("utf-8")
    assert json.loads(text)["problems"][0]["source"] == "odd\udc80name.html"


def test_json_lines_hold_the_same_objects():
    report = sample.mixed()
    whole = report_json(report)
    rows = [json.loads(line) for line in jsonl.write(report).splitlines()]
    assert rows[0] == {
        "type": "report",
        "version": 1,
        "generator": whole["generator"],
        "date": "2026-11-25",
        "until": "2026-12-31",
    }
    assert rows[-1] == {"type": "summary", **whole["summary"]}
    for part, kind in (
        ("documents", "document"),
        ("claims", "claim"),
        ("findings", "finding"),
        ("problems", "problem"),
    ):
        found = [{k: v for k, v in row.items() if k != "type"} for row in rows if row["type"] == kind]
        assert found == json.loads(json.dumps(whole[part]))


def test_every_format_has_a_page_and_a_writer():
    found = formats()
    assert {"json", "jsonl"} <= set(found)
    for name, module in found.items():
        assert name == module.FORMAT
        assert len(module.__doc__.split()) > 20
        assert isinstance(module.write(sample.empty(), language="en"), str)
