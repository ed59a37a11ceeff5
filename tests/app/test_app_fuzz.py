"""Random requests, valid and not, by the description of the API: never a server error."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from promisecheck.review import keys

Site = Any
EXAMPLES = 12
"""For each operation and person."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["huda", "lina", "aya", "dana"])
def test_no_request_breaks_the_server(site: Site, name: str) -> None:
    site.in_review("Takeaway in Aqaba Old Town is ready in 20 minutes.", places=("old-town",))
    scopes: Any = ("read", "write", "decide", "gate", "admin")
    expires = site.clock.now + dt.timedelta(days=30)
    _, secret = keys.create_token(
        site.here.db, site.actor(name), "fuzz", scopes, expires_at=expires, now=site.clock.now
    )
    headers = {"Authorization": f"Bearer {secret}"}
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app)
    tried: list[int] = []
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def attempt(case: Any) -> None:
            answer = case.call(headers=headers)
            tried.append(answer.status_code)
            assert answer.status_code < 500, f"{case.method} {case.path} {case.body!r}: {answer.text[:300]}"

        attempt()
    assert len(tried) > 40 * EXAMPLES / 2
    assert {200, 422} <= set(tried)
