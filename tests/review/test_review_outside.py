"""What leaves the workflow and what comes back: webhooks, proposals, backups, dumps, the schema, the real engine."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import io
import json
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from promisecheck.errors import InputError
from promisecheck.review import audit, backup, changes, checking, jobs, pieces, watching, webhooks
from promisecheck.review.content import content_hash
from promisecheck.review.database import Database
from promisecheck.review.deciding import Given
from promisecheck.review.engine_judge import EngineJudge, read_copy
from promisecheck.review.errors import ForbiddenError, InvalidError, StaleError
from promisecheck.review.judging import Job
from promisecheck.review.spec_edit import SpecChange
from promisecheck.review.standings import standard_hash
from promisecheck.review.tables import deliveries, meta
from promisecheck.review.webhook_post import NotDeliveredError, WebhookPoster
from promisecheck.rules import RuleSet, load_rules


class Receiver:
    """Answers like a webhook's receiver; keeps what came."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.got: list[tuple[str, bytes, Mapping[str, str]]] = []

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        self.got.append((url, body, headers))
        status = self.statuses.pop(0) if self.statuses else 204
        if status == 0:
            raise ConnectionResetError("gone")
        return status


def add(world: Any, *events: str) -> str:
    _, secret = webhooks.add_webhook(
        world.db, world.huda, "https://hooks.example/pc", events or ("*",), now=world.tick()
    )
    return secret


def test_an_event_arrives_signed(world: Any) -> None:
    secret = add(world, "piece.judged")
    draft = world.in_review("delivery in 45 min at abdoun")
    receiver = Receiver()
    assert webhooks.deliver(world.db, receiver, now=world.tick()).arrived == 1
    ((url, body, headers),) = receiver.got
    assert url == "https://hooks.example/pc"
    said = json.loads(body)
    assert (said["event"], said["draft_id"], said["after"]["state"]) == ("piece.judged", draft.id, "in_review")
    moment, signature = (part.split("=", 1)[1] for part in headers["Promisecheck-Signature"].split(","))
    expected = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signature, expected)
    assert webhooks.deliver(world.db, receiver, now=world.tick()).arrived == 0


def test_a_receiver_that_is_down_is_tried_again_with_growing_waits_and_given_up(world: Any) -> None:
    add(world, "piece.created")
    world.draft("delivery in 45 min at abdoun")
    receiver = Receiver(500, 0, 302, *[503] * 20)
    moments = []
    for _ in range(2000):
        before = len(receiver.got)
        done = webhooks.deliver(world.db, receiver, now=world.tick(minutes=1))
        if len(receiver.got) > before:
            moments.append(world.now)
        if done.given_up:
            break
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    assert len(receiver.got) == webhooks.ATTEMPTS
    assert waits == sorted(waits)
    assert waits[-1] >= 3600
    ((_, shown),) = webhooks.list_webhooks(world.db, world.huda)
    assert [(one.attempts, one.next_at, one.error) for one in shown] == [(10, None, "HTTP 503")]


def test_two_workers_do_not_send_the_same_delivery(world: Any) -> None:
    add(world, "piece.created")
    world.draft("delivery in 45 min at abdoun")
    inner = Receiver()

    def outer(url: str, body: bytes, headers: Mapping[str, str]) -> int:
        assert webhooks.deliver(world.db, inner, now=world.now) == webhooks.Delivered(0, 0, 0)
        return 200

    assert webhooks.deliver(world.db, outer, now=world.tick()).arrived == 1
    assert inner.got == []


def test_a_paused_webhook_gets_nothing_and_only_https_is_taken(world: Any) -> None:
    add(world)
    ((hook, _),) = webhooks.list_webhooks(world.db, world.huda)
    webhooks.set_webhook_active(world.db, world.huda, hook.id, False, now=world.tick())
    world.draft("delivery in 45 min at abdoun")
    assert webhooks.deliver(world.db, Receiver(), now=world.tick()).arrived == 0
    for url in ("http://hooks.example", "https://user:secret@hooks.example", "ftp://x", "https://"):
        with pytest.raises(InvalidError):
            webhooks.add_webhook(world.db, world.huda, url, ("*",), now=world.now)
    with pytest.raises(ForbiddenError):
        webhooks.add_webhook(world.db, world.lina, "https://hooks.example", ("*",), now=world.now)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A receiver on this machine."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.server_port, got
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_poster_reaches_no_internal_address_under_any_name(listener: tuple[int, list[bytes]]) -> None:
    port, got = listener
    poster = WebhookPoster(resolver=lambda host, _: ["127.0.0.1"] if host.endswith(".example") else [host])
    for host in ("127.0.0.1", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "hooks.example", "169.254.169.254", "10.0.0.1"):
        with pytest.raises(NotDeliveredError, match=r"private|no host"):
            poster(f"http://{host}:{port}/", b"{}", {})
    mixed = WebhookPoster(resolver=lambda *_: ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(NotDeliveredError, match="private"):
        mixed(f"http://hooks.example:{port}/", b"{}", {})
    assert got == []


def test_the_poster_posts(listener: tuple[int, list[bytes]]) -> None:
    port, got = listener
    poster = WebhookPoster(resolver=lambda *_: ["127.0.0.1"], allow_hosts=("hooks.example",))
    assert poster(f"http://hooks.example:{port}/x", b'{"a": 1}', {"Content-Type": "application/json"}) == 202
    assert got == [b'{"a": 1}']
    poster.close()


SPEC = """\
organisation: Toy Kitchens
currency: JOD
services:
  delivery: {names: {en: [delivery], ar: [توصيل]}}
locations:
  abdoun: {names: {en: [Abdoun]}, groups: [amman]}
  sweifieh: {names: {en: [Sweifieh]}, groups: [amman]}
  aqaba: {names: {en: [Aqaba]}, groups: [south]}
  irbid: {names: {en: [Irbid]}}
groups:
  amman: {names: {en: [Amman]}}
  south: {names: {en: [The South]}}
standards:
  delivery-time:   # asked of every branch
    service: delivery
    measure: delivery_time
    within: 45 min
    by_location:
      aqaba: {within: 75 min}
"""


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    folder = tmp_path / "specs"
    folder.mkdir()
    (folder / "toy.yaml").write_text(SPEC, encoding="utf-8")
    return folder


def propose(world: Any, specs: Path, who: str, change: SpecChange, **more: Any) -> Any:
    return changes.propose(
        world.db,
        getattr(world, who),
        change,
        "two riders",
        specs=specs,
        places=world.judge.places(),
        now=world.tick(),
        **more,
    )


def test_a_proposal_is_accepted_by_an_owner_and_written(world: Any, specs: Path) -> None:
    made = propose(world, specs, "aya", SpecChange("standard", "delivery-time", ("aqaba",), {"within": "60 min"}))
    assert (made.state, made.written_at) == ("proposed", None)
    assert "+      aqaba: {within: 60 min}" in made.patch
    assert [one.kind for one in watching.inbox_messages(world.db, world.dana)] == ["proposed"]
    with pytest.raises(ForbiddenError):
        changes.accept(world.db, world.aya, made.id, specs=specs, now=world.tick())
    done = changes.accept(world.db, world.dana, made.id, "well done", specs=specs, now=world.tick())
    assert done.state == "accepted"
    assert done.written_at is not None
    assert "aqaba: {within: 60 min}" in (specs / "toy.yaml").read_text(encoding="utf-8")
    assert "# asked of every branch" in (specs / "toy.yaml").read_text(encoding="utf-8")
    with pytest.raises(StaleError):
        changes.refuse(world.db, world.dana, made.id, "no", now=world.tick())


def test_a_reviewer_proposes_for_their_own_locations_only(world: Any, specs: Path) -> None:
    level = {"within": "60 min"}
    for change in (
        SpecChange("standard", "delivery-time", ("abdoun",), level),
        SpecChange("standard", "delivery-time", (), level),
    ):
        with pytest.raises(ForbiddenError):
            propose(world, specs, "aya", change)
    propose(world, specs, "nour", SpecChange("standard", "delivery-time", (), level))
    with pytest.raises(ForbiddenError):
        propose(world, specs, "lina", SpecChange("standard", "delivery-time", (), level))
    with pytest.raises(InvalidError):
        propose(world, specs, "dana", SpecChange("standard", "delivery-time", ("atlantis",), level))


def test_a_can_if_becomes_a_notice(world: Any, specs: Path) -> None:
    draft = world.in_review("delivery in 60 min at aqaba")
    world.answer("aya", draft.id, "aqaba", Given("can_if", level={"op": "<=", "value": 90, "unit": "min"}))
    with world.db.read() as con:
        (decision,) = pieces.decisions_of(con, world.asks(draft.id)["aqaba"].version_id)
    body: dict[str, Any] = changes.from_level(decision.level, "within") | {"from": "2026-12-01", "until": "2026-12-10"}
    with pytest.raises(InvalidError, match=r"[Rr]eason"):
        propose(world, specs, "aya", SpecChange("notice", "delivery-time", ("aqaba",), body))
    body["reason"] = {"en": "road works"}
    assert body["within"] == "90 min"
    made = propose(
        world, specs, "aya", SpecChange("notice", "delivery-time", ("aqaba",), body), decision_id=decision.id
    )
    changes.accept(world.db, world.dana, made.id, specs=specs, now=world.tick())
    assert "notices:\n" in (specs / "toy.yaml").read_text(encoding="utf-8")
    refused = changes.refuse(
        world.db,
        world.dana,
        propose(world, specs, "aya", SpecChange("standard", "delivery-time", ("aqaba",), {"within": "3 h"})).id,
        "too slow",
        now=world.tick(),
    )
    assert refused.state == "rejected"
    assert [one.kind for one in watching.inbox_messages(world.db, world.aya)][:2] == [
        "proposal-rejected",
        "proposal-accepted",
    ]
    assert [one.state for one in changes.list_changes(world.db, world.fadi)] == ["rejected", "accepted"]


def test_a_read_only_folder_keeps_the_patch_and_a_hand_made_edit_counts(
    world: Any, specs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = propose(world, specs, "aya", SpecChange("standard", "delivery-time", ("aqaba",), {"within": "60 min"}))
    with monkeypatch.context() as patched:
        patched.setattr("promisecheck.review.changes.write", lambda edit: False)
        done = changes.accept(world.db, world.dana, made.id, specs=specs, now=world.tick())
    assert (done.state, done.written_at) == ("accepted", None)
    assert (specs / "toy.yaml").read_text(encoding="utf-8") == SPEC
    (specs / "toy.yaml").write_text(SPEC.replace("75 min", "60 min"), encoding="utf-8")
    assert jobs.write_accepted(world.db, specs, now=world.tick()) == (made.id,)
    assert jobs.write_accepted(world.db, specs, now=world.tick()) == ()


def test_a_proposal_that_no_longer_fits_is_refused(world: Any, specs: Path) -> None:
    made = propose(world, specs, "aya", SpecChange("standard", "delivery-time", ("aqaba",), {"within": "60 min"}))
    (specs / "toy.yaml").write_text(SPEC.replace("delivery-time", "delivery-speed"), encoding="utf-8")
    with pytest.raises(InvalidError):
        changes.accept(world.db, world.dana, made.id, specs=specs, now=world.tick())
    assert changes.get_change(world.db, world.dana, made.id).state == "proposed"


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    """The bundled rules, loaded once."""
    return load_rules()


def engine_job(copy: str, **more: Any) -> Job:
    values: dict[str, Any] = {
        "copy": copy,
        "kind": "text",
        "source": "ad.txt",
        "languages": ("en",),
        "places": ("*",),
        "tier": None,
        "start": dt.date(2026, 12, 1),
        "end": dt.date(2026, 12, 31),
    }
    return Job(**(values | more))


def test_the_real_engine_judges_and_says_by_which_standards(specs: Path, rules: RuleSet) -> None:
    judge = EngineJudge(specs, rules)
    assert judge.places().expand(("amman",)) == ("abdoun", "sweifieh")
    checked = judge.check(engine_job("Delivery in 60 minutes."))
    (claim,) = checked.report["claims"]
    assert {one["location"]: one["verdict"] for one in claim["verdicts"]} == {
        "abdoun": "kept",
        "sweifieh": "kept",
        "aqaba": "over",
        "irbid": "kept",
    }
    assert len(checked.standards[claim["id"]]) == len(claim["verdicts"])
    assert len(set(checked.standards[claim["id"]])) == 2
    assert checked == judge.check(engine_job("Delivery in 60 minutes."))


def test_a_change_of_one_location_leaves_the_others_standards_alone(specs: Path, rules: RuleSet) -> None:
    judge = EngineJudge(specs, rules)
    before = judge.check(engine_job("Delivery in 60 minutes."))
    (specs / "toy.yaml").write_text(SPEC.replace("75 min", "80 min"), encoding="utf-8")
    after = judge.check(engine_job("Delivery in 60 minutes."))
    assert before.specs_hash != after.specs_hash
    places = [one["location"] for one in after.report["claims"][0]["verdicts"]]
    moved = [
        place
        for place, old, new in zip(places, before.standards["c1"], after.standards["c1"], strict=True)
        if old != new
    ]
    assert moved == ["aqaba"]


def test_a_new_owner_or_review_date_asks_nobody_again(specs: Path, rules: RuleSet) -> None:
    judge = EngineJudge(specs, rules)
    before = judge.check(engine_job("Delivery in 60 minutes."))
    extra = "    owner: ops@toy.example\n    importance: 9\n    review_by: 2027-06-01\n"
    (specs / "toy.yaml").write_text(SPEC + extra, encoding="utf-8")
    after = judge.check(engine_job("Delivery in 60 minutes."))
    assert before.specs_hash != after.specs_hash
    assert before.standards == after.standards
    standard = judge.organisation().resolve(judge.organisation().declarations[0], "abdoun", None, dt.date(2026, 12, 1))
    assert standard is not None
    assert standard_hash(standard) in after.standards["c1"]


def test_a_place_or_tier_that_is_gone_is_a_clear_error(specs: Path, rules: RuleSet) -> None:
    judge = EngineJudge(specs, rules)
    with pytest.raises(InputError, match="atlantis"):
        judge.check(engine_job("Delivery in 60 minutes.", places=("atlantis",)))
    with pytest.raises(InputError, match="gold"):
        judge.check(engine_job("Delivery in 60 minutes.", tier="gold"))
    (specs / "toy.yaml").write_text("organisation: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"toy\.yaml"):
        judge.check(engine_job("Delivery in 60 minutes."))


def test_the_whole_way_with_the_real_engine(world: Any, specs: Path, rules: RuleSet) -> None:
    judge = EngineJudge(specs, rules)
    draft = world.draft("Hot food at your door: delivery in 60 minutes.")
    from promisecheck.review import drafts

    drafts.submit(world.db, world.lina, draft.id, now=world.tick())
    assert jobs.run_checks(world.db, judge, now=world.tick()).judged == (draft.id,)
    asks = world.asks(draft.id)
    assert set(asks) == {"abdoun", "sweifieh", "irbid", "aqaba"}
    assert {at["verdict"] for at in asks["aqaba"].asked.values()} == {"over"}
    assert set(checking.rederive(world.db, world.huda, judge, asks["aqaba"].version_id).values()) == {True}
    (specs / "toy.yaml").write_text(SPEC.replace("75 min", "50 min"), encoding="utf-8")
    again = checking.rederive(world.db, world.huda, judge, asks["aqaba"].version_id)
    assert (again["copy"], again["specs"], again["report"]) == (True, False, False)


def test_an_engine_that_breaks_gives_the_piece_back(world: Any) -> None:
    from promisecheck.review import drafts

    draft = world.draft("delivery in 45 min at abdoun")
    drafts.submit(world.db, world.lina, draft.id, now=world.tick())
    world.judge.minutes = None
    done = jobs.run_checks(world.db, world.judge, now=world.tick())
    assert list(done.broken) == [draft.id]
    assert world.state(draft.id) == "draft"
    assert [one.kind for one in watching.inbox_messages(world.db, world.lina)] == ["unreadable"]


def test_the_content_hash_goes_by_what_people_read() -> None:
    page = "<html><body><h1>Soup</h1><p>Delivery   in <b>45</b> minutes</p></body></html>"
    plain = "Soup\n\nDelivery in 45 minutes"
    same = {content_hash(read_copy(text, kind, "-", ())) for text, kind in ((page, "html"), (plain, "text"))}
    assert len(same) == 1
    other = content_hash(read_copy(page.replace("45", "40"), "html", "-", ()))
    assert other not in same


def test_a_backup_is_taken_while_it_runs_and_put_back(world: Any, backend: str, tmp_path: Path) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    target = tmp_path / "copy.db"
    if backend != "sqlite":
        with pytest.raises(InputError, match="pg_dump"):
            backup.backup(world.db, target)
        return
    proof = backup.backup(world.db, target)
    assert proof.whole
    with pytest.raises(InputError, match="already"):
        backup.backup(world.db, target)
    world.answer("omar", draft.id, "abdoun")
    assert world.state(draft.id) == "approved"
    backup.restore(target, world.db)
    assert world.state(draft.id) == "in_review"
    assert audit.verify(world.db).head == proof.head
    assert Path(f"{world.db.url.database}.before-restore").is_file()


def test_a_damaged_or_forged_backup_is_not_put_back(world: Any, backend: str, tmp_path: Path) -> None:
    if backend != "sqlite":
        with pytest.raises(InputError):
            backup.restore(tmp_path / "x", world.db)
        return
    good = tmp_path / "good.db"
    backup.backup(world.db, good)
    torn = tmp_path / "torn.db"
    torn.write_bytes(good.read_bytes()[:5000] + b"\0" * 3000)
    forged = tmp_path / "forged.db"
    shutil.copy(good, forged)
    with closing(sqlite3.connect(forged)) as con:
        con.execute("DROP TRIGGER audit_no_UPDATE")
        con.execute("UPDATE audit SET actor = 'nobody' WHERE seq = 3")
        con.commit()
    words = tmp_path / "words.db"
    words.write_text("not a database", encoding="utf-8")
    before = audit.verify(world.db).head
    for bad in (torn, forged, words, tmp_path / "missing.db"):
        with pytest.raises(InputError):
            backup.restore(bad, world.db)
    assert audit.verify(world.db).head == before
    assert not list(Path(world.db.url.database).parent.glob(".*.part*"))


def test_a_dump_moves_everything_into_an_empty_database(world: Any, tmp_path: Path) -> None:
    draft = world.in_review("delivery in 45 min at abdoun")
    world.answer("omar", draft.id, "abdoun", Given("cannot", "\u0644\u0627"))
    out = io.StringIO()
    count = backup.dump(world.db, out, now=world.now)
    assert len(out.getvalue().splitlines()) == count + 1
    fresh = Database(f"sqlite:///{tmp_path}/fresh.db")
    fresh.upgrade()
    proof = backup.load(fresh, io.StringIO(out.getvalue()))
    assert proof.whole
    again = io.StringIO()
    backup.dump(fresh, again, now=world.now)
    assert again.getvalue() == out.getvalue()
    with pytest.raises(InputError, match="not empty"):
        backup.load(fresh, io.StringIO(out.getvalue()))
    fresh.close()


@pytest.mark.slow
def test_a_dump_of_sqlite_goes_on_in_postgresql(sqlite_seed: Any, postgres: Any, new_world: Any) -> None:
    old = Database(f"sqlite:///{sqlite_seed[0]}")
    out = io.StringIO()
    backup.dump(old, out, now=dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    old.close()
    new = Database(postgres.create("moved"))
    new.upgrade()
    backup.load(new, io.StringIO(out.getvalue()))
    world = new_world(new, sqlite_seed[1])
    draft = world.in_review("delivery in 45 min at abdoun")
    assert world.answer("omar", draft.id, "abdoun").state == "approved"
    assert audit.verify(new).whole
    new.close()


def test_a_dump_that_is_cut_or_foreign_leaves_the_database_empty(world: Any, tmp_path: Path) -> None:
    out = io.StringIO()
    backup.dump(world.db, out, now=world.now)
    lines = out.getvalue().splitlines(keepends=True)
    fresh = Database(f"sqlite:///{tmp_path}/fresh.db")
    fresh.upgrade()
    forged = [line.replace('"actor": "Huda"', '"actor": "Hood"') for line in lines]
    for bad in (["{}\n"], ["nonsense\n"], [*lines[:4], '{"table": "people"\n'], forged):
        with pytest.raises(InputError):
            backup.load(fresh, io.StringIO("".join(bad)))
    with fresh.read() as con:
        assert all(con.execute(sa.select(table).limit(1)).first() is None for table in meta.sorted_tables)
    fresh.close()


def test_the_migrations_make_the_tables_the_program_knows(world: Any, backend: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    assert world.db.ready()
    with world.db.engine.connect() as con:
        context = MigrationContext.configure(con, opts={"compare_type": True})
        assert compare_metadata(context, meta) == []
    world.db.upgrade()
    assert world.db.revision() == world.db.head()


def test_the_migrations_can_be_undone(tmp_path: Path) -> None:
    from alembic import command

    db = Database(f"sqlite:///{tmp_path}/m.db")
    assert not db.ready()
    db.upgrade()
    with db.write() as con:
        command.downgrade(db._alembic(con), "base")
    with db.read() as con:
        left = set(sa.inspect(con).get_table_names())
    assert left == {"alembic_version"}
    db.upgrade()
    assert db.ready()
    db.close()


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense", "postgres://h/x?"])
def test_an_unknown_database_is_refused_with_the_mend(url: str) -> None:
    if url.startswith("postgres://"):
        assert Database(url).url.drivername == "postgresql+psycopg"
        return
    with pytest.raises(InputError, match="sqlite:///"):
        Database(url)


def test_nothing_waits_in_the_outbox_that_nobody_asked_for(world: Any) -> None:
    world.in_review("delivery in 45 min at abdoun")
    with world.db.read() as con:
        assert con.execute(sa.select(deliveries)).all() == []
