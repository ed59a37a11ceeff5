"""The record of who did what: append-only, chained, and any meddling is found."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.review import audit
from promisecheck.review.audit import Head
from promisecheck.review.errors import ForbiddenError
from promisecheck.review.tables import audit as table


def exported(world: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    audit.export(world.db, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def verdict(lines: list[dict[str, Any]], known: Head | None = None) -> audit.Proof:
    return audit.check(audit.read_export(json.dumps(line) for line in lines), known)


def test_a_decision_is_recorded_with_its_meaning_and_its_before_and_after(world: Any) -> None:
    from promisecheck.review.deciding import Given

    draft = world.in_review("delivery in 45 min at abdoun")
    world.answer("omar", draft.id, "abdoun", Given("cannot", "one rider only"))
    world.answer("omar", draft.id, "abdoun")
    events = audit.events(world.db, world.tala, draft_id=draft.id)
    changed = next(one for one in events if one.action == "answer.given")
    assert (changed.before["answer"], changed.before["reason"]) == ("cannot", "one rider only")
    assert (changed.after["answer"], changed.after["location"]) == ("keep", "abdoun")
    signed = next(one for one in events if one.action == "answer.signed")
    assert "abdoun" in signed.meaning
    assert signed.actor == "Omar"
    assert audit.verify(world.db).whole


def test_the_database_refuses_to_change_or_delete_events(world: Any) -> None:
    for statement in (sa.update(table).values(actor="nobody"), sa.delete(table)):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), world.db.write() as con:
            con.execute(statement)
    assert audit.verify(world.db).whole


def test_only_admins_and_auditors_read_it(world: Any) -> None:
    assert audit.events(world.db, world.huda)
    for who in (world.lina, world.omar, world.fadi, world.dana):
        with pytest.raises(ForbiddenError):
            audit.events(world.db, who)


def test_events_are_paged_newest_first(world: Any) -> None:
    first = audit.events(world.db, world.tala, limit=5)
    second = audit.events(world.db, world.tala, before_seq=first[-1].seq, limit=5)
    assert [one.seq for one in first] == sorted((one.seq for one in first), reverse=True)
    assert second[0].seq == first[-1].seq - 1


def test_a_cut_is_noticed_by_whoever_kept_a_head(world: Any) -> None:
    lines = exported(world)
    head = Head(lines[-1]["seq"], lines[-1]["hash"])
    assert verdict(lines, head).whole
    shorter = lines[:-3]
    assert verdict(shorter).whole
    found = verdict(shorter, head)
    assert found.broken is not None
    assert str(head.seq) in found.broken.reason


FIELDS = ("actor", "action", "subject", "meaning", "at", "person_id", "draft_id", "before", "after", "previous", "hash")


def test_any_change_to_any_field_of_any_event_is_found(sqlite_seed: Any) -> None:
    from promisecheck.review.database import Database

    db = Database(f"sqlite:///{sqlite_seed[0]}")
    out = io.StringIO()
    audit.export(db, out)
    db.close()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert verdict(lines).whole
    new = {
        "at": "2031-01-01T00:00:00.000000+00:00",
        "person_id": 99,
        "draft_id": 99,
        "before": {"x": 1},
        "after": {"x": 1},
    }

    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(st.integers(0, len(lines) - 1), st.sampled_from(FIELDS))
    def change(at: int, field: str) -> None:
        forged = [dict(line) for line in lines]
        forged[at][field] = new.get(field, "f" * 64)
        found = verdict(forged)
        assert found.broken is not None
        assert found.broken.seq in (forged[at]["seq"], forged[at]["seq"] + 1)

    @settings(max_examples=100, deadline=None, derandomize=True)
    @given(st.integers(0, len(lines) - 2), st.integers(0, len(lines) - 2))
    def move(start: int, other: int) -> None:
        without = lines[:start] + lines[start + 1 :]
        assert not verdict(without).whole
        if start != other:
            swapped = list(lines)
            swapped[start], swapped[other] = swapped[other], swapped[start]
            assert not verdict(swapped).whole

    change()
    move()


def test_a_forged_event_with_a_fresh_hash_breaks_the_next_link(world: Any) -> None:
    lines = exported(world)
    victim = next(audit.read_export([json.dumps(lines[4])]))
    forged = {**lines[4], "actor": "Somebody"}
    event = next(audit.read_export([json.dumps(forged)]))
    forged["hash"] = audit.digest(event)
    found = verdict([*lines[:4], forged, *lines[5:]])
    assert found.broken is not None
    assert (found.broken.seq, found.events) == (victim.seq + 1, 5)


def test_an_export_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="audit"):
        list(audit.read_export(['{"seq": 1, "at": "2026-01-01T00:00:00+00:00"}']))
