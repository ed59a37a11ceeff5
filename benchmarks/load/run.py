"""50 reviewers and 20 writers at once, on SQLite and on PostgreSQL: how long the app takes, and whether it ever fails.

    .venv/bin/pip install 'locust>=2.30,<3'
    .venv/bin/python benchmarks/load/run.py [--seconds 60] [--only sqlite] [--reviewers 50] [--writers 20]

Starts the real `promisecheck serve` on a new database of each kind (a PostgreSQL server of its own under
/usr/lib/postgresql), with fifty branches, a reviewer for each, and pieces that wait for all of them. Prints a table and
exits 1 when something failed or a goal is missed: p95 of a decision below 250 ms and of check-as-you-type below 100 ms.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from promisecheck.app import create_app
from promisecheck.app.services import Services
from promisecheck.app.settings import read_settings
from promisecheck.paths import data_dir
from promisecheck.review import audit, checking, drafts, people
from promisecheck.review.drafts import About, Copy

HERE = Path(__file__).parent
PASSWORD = "load load load load"
GOALS = {"decide": 250.0, "check: marks": 100.0, "check: wordings": 100.0}
"""p95 of the app's own time, ms."""
PIECES = 40
LINES = """
Winter at Dar Naranj: the oranges in the courtyard are turning, and the menu turns with them.
Takeaway is ready in 25 minutes in every restaurant.
Home delivery in Amman takes 45 minutes on orders of 8 JOD or more.
Delivery may take longer in severe weather.
We have heated terraces in every one of our restaurants, so bring a jumper and stay as long as you like.
Our kitchens are open every day of the week, from breakfast until late, and the coffee never stops.
Order through the app and save 15 percent on the first order.
The grill is lit at noon; by one the smell has reached the next street, and by two the first tables are full.
Gift vouchers are valid for 12 months.
You can return unused vouchers within 14 days.
Our catering is ready within two business days, for ten guests or more, with plates and everything.
We answer every message within 30 minutes.
There is step-free access, and a play corner for children.
A vegetarian menu is on every table, and most of it was there before anybody asked for one.
Pay by card or in cash.
Free Wi-Fi while you wait, and newspapers for those who still read them on paper.
Children eat for half the price on Fridays until 4 pm.
Our bread is baked in the house, twice a day, by two people who start before the rest of the city wakes up.
The lentil soup has found its way home after a long summer, and so have we.
Breakfast is served from 8 am.
Circle members have priority booking at all restaurants.
Delivery is free from 15 JOD.
If something goes wrong, tell us, and we make it right on the same day.
The knafeh is made with orange blossom water, as it was when the first restaurant opened in Weibdeh.
Thank you for a good year; the next one is already on the stove.
""".strip().splitlines()
TYPED = (
    "Takeaway is ready in 12 minutes in every restaurant.",
    "Home delivery in Amman takes 35 minutes, guaranteed.",
    "We answer every message within 10 minutes.",
    "The soup of the day costs 3 JOD, and there are 9 kinds of bread.",
    "Catering is ready within 2 business days.",
    "Our gift vouchers are valid for 18 months.",
    "The terrace has 24 tables under the old orange tree.",
)


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'review.db'}"


@contextmanager
def postgresql(_folder: Path) -> Iterator[str]:
    """A server of our own on a Unix socket; as root it runs as the user `postgres`."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    home = Path(tempfile.mkdtemp(prefix="load"))
    other = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if other:
        shutil.chown(home, "postgres")

    def run(*command: str) -> None:
        subprocess.run([*other, *command], check=True, cwd=home, stdout=subprocess.DEVNULL)

    data = str(home / "data")
    run(str(binaries / "initdb"), "-D", data, "-A", "trust", "-U", "review", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={home}"
    run(str(binaries / "pg_ctl"), "-D", data, "-w", "-o", options, "-l", str(home / "log"), "start")
    try:
        yield f"postgresql://review@/postgres?host={home}"
    finally:
        run(str(binaries / "pg_ctl"), "-D", data, "-m", "fast", "stop")
        shutil.rmtree(home)


def standards(folder: Path, branches: int) -> Path:
    """The sample organisation, grown to so many branches."""
    target = folder / "service_specs"
    shutil.copytree(data_dir("service_specs") / "dar-naranj", target)
    file = target / "branches.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for number in range(len(rows), branches):
        name = {"id": f"b{number}", "name_en": f"Quarter {number}", "name_ar": f"حي {number}"}
        rows.append(dict.fromkeys(rows[0], "") | name | {"groups": "amman"})
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return target


def populate(here: Services, reviewers: int, writers: int, now: dt.datetime) -> None:
    """A reviewer for each branch, writers, and pieces in review at all branches."""
    db, places = here.db, here.places()
    first = people.first_admin(db, login="admin@load.example", name="A", password=PASSWORD, language="en", now=now)
    admin = people.load_actor(db, first.id, places)
    ids = {}
    for kind, count in (("reviewer", reviewers), ("writer", writers)):
        for number in range(1, count + 1):
            login = f"{kind}{number}@load.example"
            ids[kind, number] = people.add_person(
                db, admin, login=login, name=f"{kind.title()} {number}", password=PASSWORD, now=now
            ).id
    for number in range(1, reviewers + 1):
        place = places.locations[(number - 1) % len(places.locations)]
        people.grant(db, admin, ids["reviewer", number], "reviewer", place=place, places=places, now=now)
    for number in range(1, writers + 1):
        people.grant(db, admin, ids["writer", number], "submitter", places=places, now=now)
    author = people.load_actor(db, ids["writer", 1], places)
    day = now.date()
    for number in range(PIECES):
        about = About(f"Piece {number}", "mail", day + dt.timedelta(days=20), day + dt.timedelta(days=40))
        copy = Copy(f"Number {number}.\n" + "\n".join(LINES[:9]))
        piece = drafts.create(db, author, about, copy, places=places, now=now)
        drafts.submit(db, author, piece.id, now=now)
        found = checking.check_piece(db, here.judge, piece.id, now=now)
        if found.draft.state != "in_review":
            raise SystemExit(f"the piece went back: {found.problem}")


@contextmanager
def server(folder: Path, url: str, specs: Path) -> Iterator[str]:
    """The real thing, as a shell starts it, behind one reverse proxy as far as it knows."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "promisecheck", "serve", "--port", str(port), "--database", url]
    command += ["--specs", str(specs), "--instance", str(folder / "instance")]
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=log, env={**os.environ, "PROMISECHECK_PROXIES": "1"}
        )
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=30)) as client:
            client.get(f"http://127.0.0.1:{port}/readyz", timeout=60).raise_for_status()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def load(kind: str, options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """One round; what the people saw."""
    now = dt.datetime.now(dt.UTC)
    with {"sqlite": sqlite, "postgresql": postgresql}[kind](folder) as url:
        specs = standards(folder, options.reviewers)
        settings = read_settings(specs=specs, instance=folder / "instance", environment={}, database=url)
        here: Services = create_app(settings).extensions["promisecheck"]
        populate(here, options.reviewers, options.writers, now)
        day = here.now().date()
        setting = {
            "out": str(folder / "out.json"),
            "password": PASSWORD,
            "seconds": options.seconds,
            "settle": 5,
            "reviewers": options.reviewers,
            "writers": options.writers,
            "reviewer_waits": options.reviewer_waits,
            "writer_waits": options.writer_waits,
            "copy": LINES,
            "typed": TYPED,
            "runs_from": (day + dt.timedelta(days=7)).isoformat(),
            "runs_until": (day + dt.timedelta(days=28)).isoformat(),
        }
        (folder / "setting.json").write_text(json.dumps(setting), encoding="utf-8")
        everybody = options.reviewers + options.writers
        with server(folder, url, specs) as address:
            command = [sys.executable, "-m", "locust", "-f", str(HERE / "people.py"), "--headless", "--host", address]
            command += ["-u", str(everybody), "-r", "4", "-t", "600s", "--only-summary"]
            environment = {**os.environ, "LOAD_SETTING": str(folder / "setting.json")}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if not (folder / "out.json").exists():
            raise SystemExit(done.stderr[-2000:])
        proof = audit.verify(here.db)
        here.db.close()
    told: dict[str, Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    if "AssertionError" in done.stderr:
        told["errors"].append(done.stderr[-500:])
    if not proof.whole:
        told["errors"].append(f"the audit chain is broken: {proof.broken}")
    return told


def table(kind: str, told: dict[str, Any], seconds: int) -> bool:
    """Print what was seen; whether every goal was met."""
    by_name: dict[str, list[tuple[float, float, float]]] = {}
    for name, *times in told["times"]:
        by_name.setdefault(name, []).append(tuple(times))
    print(f"\n{kind}: {told['requests']} requests in {seconds} s, errors: {len(told['errors'])}\n")
    print("| what | times | app median | app p95 | app max | cpu median | cpu p95 | client p95 | goal | met |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|---|")
    fine = not told["errors"]
    for name, times in sorted(by_name.items()):
        app, cpu, client = (sorted(column) for column in zip(*times, strict=True))
        goal, at = GOALS.get(name), int(0.95 * len(times))
        p95 = app[at]
        met = "" if goal is None else "yes" if p95 < goal else "no"
        fine = fine and met != "no"
        print(
            f"| {name} | {len(app)} | {median(app):.0f} | {p95:.0f} | {app[-1]:.0f} | {median(cpu):.0f} "
            f"| {cpu[at]:.0f} | {client[at]:.0f} | {f'{goal:.0f}' if goal else ''} | {met} |"
        )
    for error in told["errors"]:
        print(f"error: {error}")
    return fine


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--reviewer-waits", type=float, nargs=2, default=(3.0, 9.0), metavar="S", help="least, most")
    parser.add_argument("--writer-waits", type=float, nargs=2, default=(2.0, 5.0), metavar="S", help="least, most")
    options = parser.parse_args()
    fine = True
    for kind in [options.only] if options.only else ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="promisecheck-load-") as folder:
            began = time.monotonic()
            told = load(kind, options, Path(folder))
            fine = table(kind, told, options.seconds) and fine
            print(f"\nload of the machine {os.getloadavg()[0]:.1f}, all in all {time.monotonic() - began:.0f} s")
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
