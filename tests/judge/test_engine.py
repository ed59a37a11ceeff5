"""The whole way: copy in, report out."""

import datetime as dt
from pathlib import Path

import pytest
from judge_helpers import BASE, DAY, organisation

import promisecheck
from promisecheck.errors import InputError
from promisecheck.judge.whereabouts import document_locations
from promisecheck.reports.json_report import write
from promisecheck.sources import parse_html, parse_text

SPEC = """
  delivery-time:
    service: delivery
    measure: delivery_time
    within: 45 min
    by_location: {aqaba: {within: 75 min}}
"""
PAGED = BASE.replace(
    "names: {en: [Irbid]", 'pages: ["/irbid/**"], url: "https://olive.example/irbid", names: {en: [Irbid]'
)


def check(*documents, spec=SPEC, **more):
    return promisecheck.check(documents, specs=organisation(spec), **({"start": DAY} | more))


def text(copy, source="ad.txt", **more):
    return parse_text(copy, source=source, **more)


def test_the_package_offers_check_and_extract_as_functions():
    report = promisecheck.extract([text("We deliver within 30 minutes.")], start=DAY)
    assert [one.claim.measure for one in report.claims] == ["delivery_time"]
    assert report.judged is False
    assert not report.findings
    assert promisecheck.extract([text("Hello.")], start=DAY).claims == ()


def test_a_promise_is_judged_at_every_location():
    report = check(text("We deliver within 60 minutes."))
    (one,) = report.claims
    assert one.claim.id == "c1"
    assert one.verdicts.worst == "over"
    assert [(v.location, v.ruling.verdict) for v in one.verdicts] == [
        ("jabal", "kept"),
        ("khalda", "kept"),
        ("irbid", "kept"),
        ("aqaba", "over"),
    ]
    (finding,) = report.findings
    assert (finding.rule, finding.locations, finding.severity) == ("location-only", ("aqaba",), "error")


def test_the_same_input_gives_the_same_report_byte_for_byte():
    copies = [text("We deliver within 30 minutes.", source=name) for name in ("b.txt", "a.txt")]
    first = write(check(*copies))
    assert first == write(check(*reversed(copies)))
    assert first.index('"a.txt"') < first.index('"b.txt"')


def test_claims_that_say_the_same_in_one_source_are_one_finding():
    page = text("We deliver within 30 minutes.\n\nHot food.\n\nWe deliver within 30 minutes.")
    report = check(page)
    assert [one.claim.id for one in report.claims] == ["c1", "c2"]
    assert report.claims[0].key == report.claims[1].key
    assert [finding.claims for finding in report.findings] == [("c1", "c2")]
    elsewhere = check(text("We deliver within 30 minutes.", source="other.txt"))
    assert elsewhere.claims[0].key == report.claims[0].key
    assert elsewhere.findings[0].fingerprint != report.findings[0].fingerprint


def test_neither_place_nor_day_is_part_of_a_fingerprint():
    first = check(text("We deliver within 30 minutes."))
    later = check(
        text("Hello.\n\nWe deliver within 30 minutes."), start=DAY + dt.timedelta(days=9), locations=["jabal"]
    )
    assert [finding.fingerprint for finding in first.findings] == [finding.fingerprint for finding in later.findings]


def test_given_locations_may_be_groups():
    report = check(text("We deliver within 60 minutes."), locations=["amman"])
    assert report.documents[0].locations == ("jabal", "khalda")
    assert report.claims[0].verdicts.worst == "kept"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"locations": ["jabel"]}, "no location is called 'jabel'"),
        ({"tier": "gold"}, "no tier is called 'gold'"),
        ({"severity": {"overpromise": "note"}}, "no rule is called 'overpromise'"),
        ({"end": DAY - dt.timedelta(days=1)}, "before it starts"),
    ],
)
def test_names_that_do_not_exist_are_errors(more, message):
    with pytest.raises(InputError, match=message):
        check(text("We deliver within 30 minutes."), **more)


def test_a_project_sets_severities():
    report = check(text("We deliver within 30 minutes."), locations=["aqaba"], severity={"over-promise": "note"})
    assert [finding.severity for finding in report.findings] == ["note"]


def test_a_page_is_seen_where_its_path_its_address_or_its_data_say():
    here = organisation(SPEC, PAGED)
    assert document_locations(text("Hello.", path="/irbid/menu.html"), here) == ("irbid",)
    assert document_locations(text("Hello.", source="https://olive.example/irbid/menu"), here) == ("irbid",)
    assert document_locations(text("Hello.", path="/about.html"), here) == ()
    assert document_locations(text("Hello.", path="/irbid/menu.html"), here, ("aqaba",)) == ("aqaba",)


BRANCH_PAGE = """<html lang="en"><head><script type="application/ld+json">
{"@type": "Restaurant", "address": {"@type": "PostalAddress", "addressLocality": "Khalda"}}</script></head>
<body><p>We deliver within 60 minutes.</p>%s</body></html>"""


def test_structured_data_place_a_page_that_names_no_other_place():
    here = organisation(SPEC)
    alone = parse_html(BRANCH_PAGE % "", source="khalda.html")
    assert document_locations(alone, here) == ("khalda",)
    with_others = parse_html(BRANCH_PAGE % "<p>Visit us in Aqaba, too.</p>", source="khalda.html")
    assert document_locations(with_others, here) == ()


def test_a_run_over_a_notice_is_judged_on_both_stretches():
    spec = SPEC + (
        "notices:\n  - {standard: delivery-time, locations: [jabal], from: 2026-12-01, until: 2026-12-10, "
        "within: 90 min, reason: {en: road works}}\n"
    )
    report = check(text("We deliver within 60 minutes."), spec=spec, locations=["jabal"], end=dt.date(2026, 12, 31))
    verdicts = [
        (v.ruling.verdict, v.ruling.start.isoformat(), v.ruling.end.isoformat()) for v in report.claims[0].verdicts
    ]
    assert verdicts == [
        ("kept", "2026-11-23", "2026-11-30"),
        ("over", "2026-12-01", "2026-12-10"),
        ("kept", "2026-12-11", "2026-12-31"),
    ]
    (finding,) = report.findings
    assert finding.message.endswith("Road works until 10 December 2026. From 2026-12-01 to 2026-12-10.")


def test_files_and_what_cannot_be_read(tmp_path):
    (tmp_path / "ad.txt").write_text("We deliver within 30 minutes.", encoding="utf-8")
    specs = tmp_path / "specs"
    specs.mkdir()
    (specs / "olive.yaml").write_text(BASE + SPEC, encoding="utf-8")
    missing = tmp_path / "missing.txt"
    report = promisecheck.check([tmp_path / "ad.txt", str(missing)], specs=specs, start=DAY)
    assert [Path(document.source).name for document in report.documents] == ["ad.txt"]
    assert [Path(problem.source).name for problem in report.problems] == ["missing.txt"]
    assert report.names.locations["jabal"]["ar"] == "جبل عمان"
    assert report.week_start == "Su"


def test_copy_without_a_promise_gives_an_empty_report():
    report = check(text("Good food since 1994."))
    assert (len(report.documents), report.claims, report.findings) == (1, (), ())
