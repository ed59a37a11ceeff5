"""Killing the writer at any moment loses no acknowledged decision; two people deciding at once get in nobody's way."""

from __future__ import annotations

import datetime as dt
import multiprocessing as mp
import os
import random
import signal
import threading
from multiprocessing.connection import Connection
from typing import Any

import pytest

from promisecheck.review import audit, deciding, people, pieces
from promisecheck.review.actors import Places
from promisecheck.review.database import Database
from promisecheck.review.deciding import Given

KILLS = 50
TEXT = "delivery in 80 min. collection in 20 min. massage in 5 min"


def decide_for_ever(url: str, person: int, ask_id: int, number: int, now: dt.datetime, out: Connection) -> None:
    """Runs in a process of its own: decide, acknowledge, decide ..., until it is killed."""
    db = Database(url)
    actor = people.load_actor(db, person, Places(("abdoun",)))
    with db.read() as con:
        keys = list(pieces.ask(con, ask_id).asked)
    while True:
        number += 1
        key = keys[number % len(keys)]
        deciding.decide(db, actor, ask_id, {key: Given("cannot", f"no {number}")}, now=now)
        out.send((number, key))


@pytest.mark.slow
def test_fifty_kills_lose_no_acknowledged_decision_and_leave_the_chain_whole(world: Any) -> None:
    draft = world.in_review(TEXT)
    ask = world.asks(draft.id)["abdoun"]
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["promisecheck.review.deciding", "promisecheck.review.people", "psycopg"])
    dice = random.Random(7)
    acknowledged: list[tuple[int, str]] = []
    url = world.db.url.render_as_string(hide_password=False)
    number = 0
    for _ in range(KILLS):
        receive, send = context.Pipe(duplex=False)
        arguments = (url, world.ids["omar"], ask.id, number, world.now, send)
        child = context.Process(target=decide_for_ever, args=arguments)
        child.start()
        send.close()
        wanted = dice.randint(1, 6)
        heard: list[tuple[int, str]] = []
        while len(heard) < wanted:
            heard.append(receive.recv())
        pause = threading.Event()
        pause.wait(dice.random() * 0.01)
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        assert child.exitcode == -signal.SIGKILL
        while receive.poll():
            try:
                heard.append(receive.recv())
            except EOFError:
                break
        receive.close()
        acknowledged += heard
        number = heard[-1][0] + 1
        _check(world, ask.id, acknowledged)
    assert len(acknowledged) >= KILLS


def _check(world: Any, ask_id: int, acknowledged: list[tuple[int, str]]) -> None:
    """Every acknowledged decision is recorded, the newest of each promise stands, and the chain is whole."""
    assert audit.verify(world.db).whole
    events = audit.events(world.db, world.tala, action="answer.given", limit=100_000)
    recorded = {int(one.after["reason"].removeprefix("no ")) for one in events}
    assert {number for number, _ in acknowledged} <= recorded
    newest: dict[str, int] = {}
    for one in events:
        number = int(one.after["reason"].removeprefix("no "))
        newest[one.after["claim"]] = max(number, newest.get(one.after["claim"], 0))
    with world.db.read() as con:
        standing = {one.claim_key: one.reason for one in pieces.decisions_of(con, pieces.ask(con, ask_id).version_id)}
    assert standing == {key: f"no {number}" for key, number in newest.items()}


def together(*acts: Any) -> list[Any]:
    """Run acts at the same moment, each in its thread; give their results or exceptions."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(at: int) -> None:
        start.wait()
        try:
            results[at] = acts[at]()
        except Exception as error:
            results[at] = error

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return results


def test_two_reviewers_deciding_at_once_both_count_and_the_piece_moves_once(world: Any) -> None:
    for round_ in range(5):
        draft = world.in_review(f"delivery in {80 + round_} min at abdoun, aqaba")
        asks = world.asks(draft.id)
        who = {"abdoun": world.omar, "aqaba": world.aya}
        now = world.tick()

        def answer(where: str, asks: Any = asks, who: Any = who, now: Any = now) -> Any:
            ask = asks[where]
            deciding.decide(world.db, who[where], ask.id, dict.fromkeys(ask.asked, Given("keep")), now=now)
            return deciding.finish(world.db, who[where], ask.id, now=now)

        results = together(lambda: answer("abdoun"), lambda: answer("aqaba"))
        assert not [one for one in results if isinstance(one, Exception)]
        assert world.state(draft.id) == "approved"
        steps = audit.events(world.db, world.tala, draft_id=draft.id, action="piece.approve")
        assert len(steps) == 1
    assert audit.verify(world.db).whole


def test_one_answers_twice_at_the_same_moment_and_one_answer_stands(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    ask = world.asks(draft.id)["abdoun"]
    key = next(iter(ask.asked))
    omar, now = world.omar, world.tick()
    acts = [
        lambda n=n: deciding.decide(world.db, omar, ask.id, {key: Given("cannot", f"no {n}")}, now=now)
        for n in range(8)
    ]
    results = together(*acts)
    assert not [one for one in results if isinstance(one, Exception)]
    with world.db.read() as con:
        (stands,) = pieces.decisions_of(con, ask.version_id)
    last = audit.events(world.db, world.tala, action="answer.given", limit=1)[0]
    assert stands.reason == last.after["reason"]
    assert audit.verify(world.db).whole


def test_readers_go_on_while_somebody_writes(world: Any) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    with world.db.write():
        assert world.state(draft.id) == "in_review"
        assert audit.verify(world.db).whole
