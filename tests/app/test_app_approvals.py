"""What was approved in the app passes a check of the site, and nothing more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from promisecheck import check
from promisecheck.quiet.approvals import flagged_claims, without_approved
from promisecheck.review import keys
from promisecheck.review.approvals import approvals
from promisecheck.review.errors import ForbiddenError
from promisecheck.review.standings import standings

COPY = "Takeaway in Weibdeh is ready in 15 minutes."


def test_an_approved_promise_passes_a_check_of_the_site(site: Any, tmp_path: Path) -> None:
    draft_id = site.in_review(COPY).id
    here, day = site.here, site.here.now().date()
    huda = site.actor("huda")
    until = dt.date(2027, 12, 31)
    before = {(one.key, one.piece) for one in approvals(here.db, huda, until=until)}
    omar = site.client("omar")
    (ask,) = site.asks(draft_id).values()
    (key,) = ask.asked
    omar.post(f"/pieces/{draft_id}/answers", asks=str(ask.id), key=key, answer="keep", card="r1")
    omar.post(f"/pieces/{draft_id}/finish")
    assert site.state(draft_id) == "approved"
    fresh = [one for one in approvals(here.db, huda, until=until) if (one.key, one.piece) not in before]
    (mine,) = fresh
    assert (mine.key, mine.location, mine.approved_by, mine.quote) == (
        key,
        "weibdeh",
        ("Omar",),
        ask.asked[key]["quote"],
    )
    page = tmp_path / "index.txt"
    page.write_text(COPY, encoding="utf-8")
    report = check([str(page)], specs=here.settings.specs, start=day, locations=("weibdeh",))
    assert [finding.rule for finding in report.findings] == ["over-promise"]
    left, told = without_approved(report, fresh, standings(flagged_claims(report)), day)
    assert (left.findings, told.through) == ((), 1)
    page.write_text(COPY.replace("15", "10"), encoding="utf-8")
    report = check([str(page)], specs=here.settings.specs, start=day, locations=("weibdeh",))
    left, _ = without_approved(report, fresh, standings(flagged_claims(report)), day)
    assert [finding.rule for finding in left.findings] == ["over-promise"]


def test_a_program_with_the_scope_gate_asks_about_its_own_promises_only(site: Any, tmp_path: Path) -> None:
    draft_id = site.in_review(COPY).id
    here, now = site.here, site.clock.now
    _, secret = keys.create_token(
        here.db, site.actor("lina"), "ci", ("gate",), expires_at=now + dt.timedelta(days=1), now=now
    )
    (ask,) = site.asks(draft_id).values()
    (key,) = ask.asked

    def asked(*wanted: str) -> Any:
        query = {"key": list(wanted)}
        headers = {"Authorization": f"Bearer {secret}"}
        return site.app.test_client().get("/api/v1/approvals", query_string=query, headers=headers)

    assert asked(key).json == {"approvals": []}
    omar = site.client("omar")
    omar.post(f"/pieces/{draft_id}/answers", asks=str(ask.id), key=key, answer="keep", card="r1")
    omar.post(f"/pieces/{draft_id}/finish")
    (mine,) = asked(key, "another").json["approvals"]
    assert (mine["key"], mine["location"], mine["approved_by"]) == (key, "weibdeh", [])
    page = tmp_path / "index.txt"
    page.write_text(COPY, encoding="utf-8")
    report = check([str(page)], specs=here.settings.specs, start=now.date(), locations=("weibdeh",))
    assert standings(flagged_claims(report))[key, "weibdeh"] == set(mine["judged"])
    assert asked("another").json == {"approvals": []}
    assert asked().status_code == 422
    assert asked(*map(str, range(101))).status_code == 422


def test_who_may_not_see_the_record_may_not_export_it(site: Any) -> None:
    with pytest.raises(ForbiddenError):
        approvals(site.here.db, site.actor("lina"), until=dt.date(2027, 1, 1))
