"""Whatever people do in whatever order: what is published was approved and answered, and the record is whole."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from promisecheck.review import audit, deciding, drafts, gate, pieces, publishing, register
from promisecheck.review.database import Database
from promisecheck.review.deciding import Given
from promisecheck.review.drafts import Copy
from promisecheck.review.errors import ReviewError
from promisecheck.review.states import FINAL, TRANSITIONS
from promisecheck.review.tables import audit as audit_table
from promisecheck.review.tables import publications

WHERE = {"omar": "abdoun", "aya": "aqaba"}
TEXTS = ("delivery in 45 min at abdoun, aqaba", "delivery in 80 min at abdoun, aqaba", "collection in 20 min at abdoun")


def machine(seed: Path, make_world: Any) -> type[RuleBasedStateMachine]:
    class Office(RuleBasedStateMachine):
        made = Bundle("made")

        @initialize()
        def open_office(self) -> None:
            self.folder = Path(tempfile.mkdtemp())
            shutil.copy(seed, self.folder / "review.db")
            self.db = Database(f"sqlite:///{self.folder}/review.db")
            self.world = make_world(self.db)
            self.known: list[int] = []

        def teardown(self) -> None:
            if hasattr(self, "db"):
                self.db.close()
                shutil.rmtree(self.folder)

        def attempt(self, act: Any) -> None:
            """Do it, or be refused: a refusal must leave the state as it was."""
            before = {one: self.world.state(one) for one in self.known}
            try:
                act()
            except ReviewError:
                assert {one: self.world.state(one) for one in self.known} == before

        @precondition(lambda self: len(self.known) < 2)
        @rule(target=made, text=st.sampled_from(TEXTS))
        def write(self, text: str) -> int:
            self.known.append(self.world.in_review(text).id)
            return self.known[-1]

        @rule(one=made)
        def submit(self, one: int) -> None:
            self.attempt(lambda: self.world.submit(one))

        @rule(one=made, text=st.sampled_from(TEXTS))
        def save(self, one: int, text: str) -> None:
            with self.db.read() as con:
                latest = pieces.draft(con, one).latest
            world = self.world
            self.attempt(lambda: drafts.save(self.db, world.lina, one, Copy(text), based_on=latest, now=world.tick()))

        @rule(
            one=made, who=st.sampled_from(sorted(WHERE)), answer=st.sampled_from(("keep", "keep", "cannot", "can_if"))
        )
        def answer(self, one: int, who: str, answer: str) -> None:
            self.answer_as(one, who, WHERE[who], Given(answer, "why", condition="on weekdays"))

        def answer_as(self, one: int, who: str, where: str, given: Given) -> None:
            ask = self.world.asks(one).get(where)
            if ask is not None:
                actor, world = getattr(self.world, who), self.world
                answers = dict.fromkeys(ask.asked, given)
                self.attempt(lambda: deciding.decide(self.db, actor, ask.id, answers, now=world.tick()))
                self.attempt(lambda: deciding.finish(self.db, actor, ask.id, now=world.tick()))

        @rule(one=made, who=st.sampled_from(sorted(WHERE)))
        def keep_kept(self, one: int, who: str) -> None:
            ask = self.world.asks(one).get(WHERE[who])
            if ask is not None:
                world = self.world
                self.attempt(lambda: deciding.keep_kept(self.db, getattr(world, who), ask.id, now=world.tick()))

        @rule(one=made)
        def publish(self, one: int) -> None:
            world = self.world
            self.attempt(lambda: publishing.publish(self.db, world.lina, one, "web", now=world.tick()))

        @rule(one=made)
        def everybody_keeps_everything(self, one: int) -> None:
            for who, where in WHERE.items():
                self.answer_as(one, who, where, Given("keep"))

        @rule(one=made, odds=st.integers(0, 5), who=st.sampled_from(sorted(WHERE)))
        def reject(self, one: int, odds: int, who: str) -> None:
            ask, world = self.world.asks(one).get(WHERE[who]), self.world
            if ask is not None and not odds:
                self.attempt(lambda: deciding.reject(self.db, getattr(world, who), ask.id, "never", now=world.tick()))

        @rule(days=st.integers(0, 40))
        def time_passes(self, days: int) -> None:
            publishing.expire(self.db, now=self.world.tick(days=days / 4))

        @rule(one=made, odds=st.integers(0, 5))
        def withdraw(self, one: int, odds: int) -> None:
            world = self.world
            if odds:
                return
            self.attempt(lambda: drafts.withdraw(self.db, world.lina, one, "no longer", now=world.tick()))

        @rule(minutes=st.sampled_from((45, 60, 75, 90)), place=st.sampled_from(("abdoun", "aqaba")))
        def change_a_standard(self, minutes: int, place: str) -> None:
            self.world.judge.minutes["delivery"][place] = minutes
            register.recheck(self.db, self.world.judge, now=self.world.tick())

        @invariant()
        def published_means_approved(self) -> None:
            with self.db.read() as con:
                live = con.execute(sa.select(publications).where(publications.c.ended_at.is_(None))).all()
                for row in live:
                    assert pieces.version(con, row.version_id).approved_at is not None
                    assert pieces.draft(con, row.draft_id).state not in FINAL
                assert len({row.draft_id for row in live}) == len(live)

        @invariant()
        def approved_means_answered(self) -> None:
            with self.db.read() as con:
                for one in self.known:
                    piece = pieces.draft(con, one)
                    version = pieces.latest(con, piece)
                    settled = piece.state in ("approved", "published")
                    assert settled == (version.approved_at is not None) or piece.state in FINAL
                    if settled:
                        assert all(ask.state == "done" for ask in pieces.asks_of(con, version.id))
                        assert all(given.answer == "keep" for given in pieces.decisions_of(con, version.id))

        @invariant()
        def the_gate_agrees(self) -> None:
            for one in self.known:
                with self.db.read() as con:
                    piece = pieces.draft(con, one)
                    version = pieces.latest(con, piece)
                if version.content_hash and len(self.known) == 1:
                    answer = gate.gate(self.db, self.world.fadi, version.content_hash, now=self.world.now)
                    assert answer.open == (piece.state in ("approved", "published"))

        @invariant()
        def the_record_is_whole_and_tells_every_step(self) -> None:
            assert audit.verify(self.db).whole
            with self.db.read() as con:
                steps = con.execute(
                    sa.select(audit_table.c.draft_id, audit_table.c.action, audit_table.c.before, audit_table.c.after)
                    .where(audit_table.c.action.like("piece.%"))
                    .order_by(audit_table.c.seq)
                ).all()
            state = dict.fromkeys(self.known, "draft")
            for row in steps:
                name = row.action.removeprefix("piece.")
                if name in TRANSITIONS[state[row.draft_id]]:
                    state[row.draft_id] = TRANSITIONS[state[row.draft_id]][name]
            assert state == {one: self.world.state(one) for one in self.known}

    return Office


def test_an_office_cannot_be_talked_into_a_wrong_state(
    sqlite_seed: tuple[Path, dict[str, int]], new_world: Any
) -> None:
    seed, ids = sqlite_seed
    office = machine(seed, lambda db: new_world(db, ids))
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        office,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, derandomize=True, suppress_health_check=checks
        ),
    )


@pytest.mark.slow
def test_an_office_over_a_long_time(sqlite_seed: tuple[Path, dict[str, int]], new_world: Any) -> None:
    seed, ids = sqlite_seed
    office = machine(seed, lambda db: new_world(db, ids))
    run_state_machine_as_test(
        office,
        settings=settings(
            max_examples=60,
            stateful_step_count=50,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
