"""Records held against claims: kept, not kept, too few; Holm over the locations; what a record cannot tell."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from evidence_helpers import DAY, MINUTES, folder, rows

from promisecheck.evidence import Evidence
from promisecheck.evidence.delivered import _decided, _Part
from promisecheck.judge import judge
from promisecheck.measures import measures
from promisecheck.model import Claim, Level, Place
from promisecheck.reports.records import record_words
from promisecheck.standards import load_organisation


def claim(value, measure="delivery_time", service="parcels", **more):
    place = Place("ad.txt", 0, 10, 1, 1, "paragraph")
    kind = measures()[measure].characteristic
    return Claim("c1", place, "the promise", "en", kind, measure, service=service, value=Level(*value), **more)


def delivered(path, promise, *, start=DAY, end=None, tier=None, **more):
    """Verdicts by location (of one stretch of days), and the evidence."""
    organisation = load_organisation(path)
    evidence = Evidence(organisation, start, specs=path, **more)
    verdicts = judge(promise, organisation, start=start, end=end, tier=tier, record=evidence)
    return {verdict.location: verdict.ruling for verdict in verdicts}, evidence


def cases(place: str, *values: float) -> list[str]:
    return [f"{place},{value}" for value in values]


def test_fifty_nine_of_fifty_nine_are_kept_and_twenty_of_twenty_are_too_few(tmp_path):
    for number, outcome in ((20, "too_few"), (58, "too_few"), (59, "kept")):
        path = folder(tmp_path / str(number), parcels__csv=rows("depot,minutes", *cases("deira", *[40] * number)))
        found, _ = delivered(path, claim(("<=", 60, "min")))
        assert found["deira"].delivered == outcome
        assert found["deira"].measured.n == number
        assert (found["barsha"].delivered, found["barsha"].measured) == ("too_few", None)


def test_a_record_says_what_the_share_is_and_where_it_is_reached(tmp_path):
    values = list(range(1, 101))  # 1 ... 100 minutes, one case each
    path = folder(tmp_path, parcels__csv=rows("depot,minutes", *cases("deira", *values)))
    ruling, _ = delivered(path, claim(("<=", 60, "min")))
    found = ruling["deira"]
    assert found.delivered == "not_kept"
    assert (found.measured.share, found.measured.n) == (0.6, 100)
    assert found.measured.lower == pytest.approx(0.5129, abs=1e-4)
    assert found.measured.interval == pytest.approx((0.5020, 0.6906), abs=1e-4)
    assert found.measured.reached == 95
    low, high = found.measured.reached_interval
    assert (low, high) == (90, 100)  # ranks at which Binomial(100, 0.95) leaves 2.5% on either side


def test_a_promise_in_another_unit_and_a_stated_share(tmp_path):
    values = [30] * 180 + [50] * 20
    path = folder(tmp_path, parcels__csv=rows("depot,minutes", *cases("deira", *values)))
    found, _ = delivered(path, claim(("<=", 1, "h")))
    assert found["deira"].measured.share == 1
    found, _ = delivered(path, claim(("<=", 0.5, "h")))
    assert found["deira"].measured.share == 0.9
    found, _ = delivered(path, claim(("<=", 0.5, "h"), share=0.8))
    assert found["deira"].delivered == "kept"  # 180 of 200 prove 80%
    found, _ = delivered(path, claim(("<=", 0.5, "h"), share=0.95))
    assert found["deira"].delivered == "not_kept"


@pytest.mark.parametrize("value", [("<=", 1, "business_day"), ("<=", 0, "day"), (">=", 20, "min"), (None, None, None)])
def test_what_minutes_cannot_tell_is_not_told(tmp_path, value):
    path = folder(tmp_path, parcels__csv=rows("depot,minutes", *cases("deira", *[40] * 80)))
    found, evidence = delivered(path, claim(value))
    assert found["deira"].delivered is None
    assert evidence.problems == ()


def test_declared_and_delivered_stay_apart(tmp_path):
    path = folder(tmp_path, parcels__csv=rows("depot,minutes", *cases("deira", *[20] * 80)))
    found, _ = delivered(path, claim(("<=", 30, "min")))
    assert (found["deira"].verdict, found["deira"].delivered) == ("over", "kept")


def test_holm_is_applied_over_the_locations():
    def part(met, number, size):
        places = np.arange(size)
        unknown = (np.zeros(size),) * 3
        return _Part(places, places, np.full(size, met), np.full(size, number), 0.95, unknown)

    assert _decided([part(59, 59, 1)]).tolist() == [1]
    assert _decided([part(59, 59, 12)]).tolist() == [3] * 12  # each alone would do, twelve at once do not
    assert _decided([part(110, 110, 12)]).tolist() == [1] * 12
    twice = part(59, 59, 1)
    assert _decided([twice, replace(twice, positions=np.array([1]))]).tolist() == [
        1,
        1,
    ]  # the same place on two stretches


# ------------------------------------------------------------------------------------------------ counts and rates
COUNTS = """
  parcel-time:
    service: parcels
    measure: delivery_time
    within: 60 min
    measured: {file: parcels.csv, location: depot, met: good, total: all}
"""
RATE = """
  on-time:
    service: parcels
    measure: on_time_rate
    at_least: 90%
    measured: {file: parcels.csv, location: depot, met: good, total: all}
"""


@pytest.mark.parametrize(
    ("minutes", "good", "outcome"),
    [(60, 99, "kept"), (60, 80, "not_kept"), (90, 99, "kept"), (90, 80, "too_few"), (45, 99, None)],
)
def test_counts_speak_of_the_declared_level(tmp_path, minutes, good, outcome):
    path = folder(tmp_path, COUNTS, parcels__csv=rows("depot,good,all", f"deira,{good},100"))
    found, _ = delivered(path, claim(("<=", minutes, "min")))
    assert found["deira"].delivered == outcome


def test_a_rate_is_held_against_the_promised_rate(tmp_path):
    path = folder(
        tmp_path, RATE, parcels__csv=rows("depot,good,all", "deira,930,1000", "barsha,800,1000", "sharjah,9,10")
    )
    found, _ = delivered(path, claim((">=", 90, "%"), "on_time_rate"))
    assert {place: ruling.delivered for place, ruling in found.items()} == {
        "deira": "kept",
        "barsha": "not_kept",
        "sharjah": "too_few",
    }
    assert found["deira"].measured.reached == 93
    assert found["deira"].measured.reached_interval == pytest.approx((91.25, 94.42), abs=0.01)


def test_on_time_without_a_standard_of_its_own_is_the_share_within_the_declared_level(tmp_path):
    values = [50] * 97 + [70] * 3
    path = folder(tmp_path, parcels__csv=rows("depot,minutes", *cases("deira", *values)))
    found, _ = delivered(path, claim((">=", 90, "%"), "on_time_rate"))
    assert found["deira"].standard.id == "parcel-time"
    assert (found["deira"].delivered, found["deira"].measured.share) == ("kept", 0.97)


# ------------------------------------------------------------------------------------------------ problems
def test_a_record_that_cannot_be_used_is_a_problem_and_no_verdict(tmp_path):
    found, evidence = delivered(folder(tmp_path), claim(("<=", 60, "min")))
    assert (found["deira"].verdict, found["deira"].delivered) == ("kept", None)
    (problem,) = evidence.problems
    assert problem.message == "there is no record 'parcels.csv'"
    assert problem.source.endswith("specs.yaml")


def test_rows_left_out_are_problems_and_are_counted(tmp_path):
    path = folder(tmp_path, parcels__csv=rows("depot,minutes", "deira,40", "deira,x", "deira,"))
    _, evidence = delivered(path, claim(("<=", 60, "min")))
    assert [problem.line for problem in evidence.problems] == [3]
    (summary,) = evidence.summaries
    assert record_words(summary, "en") == (
        "parcels.csv: 1 case, 2 rows left out (1 without a value, 1 with a value that is no number)"
    )


# ------------------------------------------------------------------------------------------------ many locations
MANY = """
organisation: Many
services: {parcels: {names: {en: [delivery]}}}
locations: {file: branches.csv}
standards:
  parcel-time:
    service: parcels
    measure: delivery_time
    within: 60 min
    measured: {file: parcels.csv, location: depot, value: minutes, unit: min}
"""


def test_many_locations_share_rulings_and_keep_their_figures(tmp_path):
    tmp_path.joinpath("specs.yaml").write_text(MANY)
    ids = [f"b{number}" for number in range(900)]
    tmp_path.joinpath("branches.csv").write_text("id,name_en\n" + "".join(f"{id_},{id_}\n" for id_ in ids))
    lines = [
        f"{id_},{50 if case >= number % 97 else 70}" for number, id_ in enumerate(ids) for case in range(100 + number)
    ]
    tmp_path.joinpath("parcels.csv").write_text(rows("depot,minutes", *lines))
    organisation = load_organisation(tmp_path)
    evidence = Evidence(organisation, DAY, specs=tmp_path)
    verdicts = judge(claim(("<=", 60, "min")), organisation, start=DAY, record=evidence)
    assert len(verdicts.rulings) <= 3
    assert {ruling.delivered for ruling in verdicts.rulings} == {"kept", "not_kept", "too_few"}
    for number, verdict in enumerate(verdicts):
        measured = verdict.ruling.measured
        assert measured.n == 100 + number
        assert measured.share == pytest.approx((100 + number - number % 97) / (100 + number), abs=1e-6)
    worst = {ruling.delivered: ruling.measured.share for ruling in verdicts.rulings}
    for outcome, share in worst.items():
        there = [v.ruling.measured.share for v in verdicts if v.ruling.delivered == outcome]
        assert share == min(there)


def test_every_stretch_of_days_is_held_against_the_record(tmp_path):
    specs = (
        MINUTES
        + "    effective: {from: 2026-01-01, until: 2026-12-31}\n"
        + """
  parcel-time-2027:
    service: parcels
    measure: delivery_time
    within: 45 min
    effective: {from: 2027-01-01, until: 2027-12-31}
notices:
  - standard: parcel-time
    locations: [deira]
    from: 2026-12-10
    until: 2026-12-12
    within: 90 min
    reason: {en: the marathon}
"""
    )
    path = folder(tmp_path, specs, parcels__csv=rows("depot,minutes", *cases("deira", *[40] * 80)))
    organisation = load_organisation(path)
    verdicts = judge(
        claim(("<=", 60, "min")),
        organisation,
        start=dt.date(2026, 12, 1),
        end=dt.date(2027, 1, 10),
        record=Evidence(organisation, DAY, specs=path),
    )
    here = [
        (v.ruling.start.isoformat(), v.ruling.verdict, v.ruling.delivered) for v in verdicts if v.location == "deira"
    ]
    assert here == [
        ("2026-12-01", "kept", "kept"),
        ("2026-12-10", "over", "kept"),
        ("2026-12-13", "kept", "kept"),
        ("2027-01-01", "kept", None),
    ]
    marathon = next(v.ruling for v in verdicts if v.ruling.verdict == "over")
    assert "the marathon until 2026-12-12" in marathon.because
