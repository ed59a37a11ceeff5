"""Approvals: what operations said yes to passes; nothing else does, however a pull request tries."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest

from promisecheck import check
from promisecheck.errors import InputError
from promisecheck.quiet.approvals import (
    Approval,
    flagged_claims,
    new_keys,
    read_approvals,
    signer,
    verifier,
    without_approved,
    written,
)
from promisecheck.review.standings import standings

SPEC = """\
organisation: Corner Kitchen
services:
  delivery: {names: {en: [delivery], ar: [توصيل]}}
locations:
  harbour: {names: {en: [Harbour], ar: [الميناء]}}
  hill: {names: {en: [Hill], ar: [التل]}}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
"""
COPY = "<p>We deliver within 30 minutes.</p>\n"
DAY = dt.date(2026, 11, 25)
SECRET, PUBLIC = new_keys()


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMISECHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "shop"
    (folder / "service_specs").mkdir(parents=True)
    (folder / "service_specs" / "kitchen.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "site").mkdir()
    (folder / "site" / "a.html").write_text(COPY, encoding="utf-8")
    (folder / "promisecheck.toml").write_text(f'approvals = "approved.jsonl"\napprovals_key = "{PUBLIC}"\n')
    return folder


def approved(shop: Path, *, expires: dt.date = dt.date(2026, 12, 31), secret: str = SECRET) -> list[Approval]:
    """Approve all that is flagged on the site, as the review app would, and write the file."""
    report = check([str(shop / "site")], specs=shop / "service_specs", start=DAY)
    found = [
        Approval(key, location, tuple(sorted(judged)), expires, ("Rana",), "", "7: Autumn", "within 30 minutes")
        for (key, location), judged in standings(flagged_claims(report)).items()
    ]
    (shop / "approved.jsonl").write_text(written(found, signer(secret)), encoding="utf-8")
    return found


def run(shop: Path, *more: str, day: str = "2026-11-25") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "promisecheck", "check", "site", "--date", day, *more]
    done = subprocess.run(command, cwd=shop, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def git(shop: Path, *args: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *args], cwd=shop, check=True, capture_output=True)


def test_what_is_approved_passes_until_its_last_day(shop: Path) -> None:
    assert run(shop).returncode == 2, "the settings name a file that is not there"
    assert len(approved(shop)) == 2
    passed = run(shop)
    assert passed.returncode == 0, passed.stderr
    assert "findings left out: 1 approved" in passed.stderr
    over = run(shop, day="2027-01-01")
    assert over.returncode == 1
    assert "approval expired 2026-12-31: within 30 minutes at harbour (7: Autumn)" in over.stderr


def test_another_promise_and_another_standard_are_not_approved(shop: Path) -> None:
    approved(shop)
    (shop / "site" / "b.html").write_text("<p>Delivery in 10 minutes!</p>\n")
    assert run(shop).returncode == 1
    (shop / "site" / "b.html").unlink()
    assert run(shop).returncode == 0
    (shop / "service_specs" / "kitchen.yaml").write_text(SPEC.replace("45 min", "50 min"), encoding="utf-8")
    changed = run(shop)
    assert changed.returncode == 1
    assert "approval of another standard: within 30 minutes at hill" in changed.stderr


def test_what_is_approved_at_one_branch_stays_a_finding_at_the_other(shop: Path) -> None:
    found = [one for one in approved(shop) if one.location == "hill"]
    report = check([str(shop / "site")], specs=shop / "service_specs", start=DAY)
    (finding,) = report.findings
    assert set(finding.locations) == {"harbour", "hill"}
    left, told = without_approved(report, found, standings(flagged_claims(report)), DAY)
    assert [one.locations for one in left.findings] == [("harbour",)]
    assert (told.through, told.expired, told.outdated, told.unused) == (1, (), (), ())


def test_an_approval_that_nothing_needs_is_told(shop: Path) -> None:
    approved(shop)
    (shop / "site" / "a.html").write_text("<p>We deliver within 60 minutes.</p>\n")
    kept = run(shop)
    assert kept.returncode == 0
    assert "approval not needed: within 30 minutes at hill (7: Autumn)" in kept.stderr


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda line: line.replace("2026-12-31", "2036-12-31"), "was changed afterwards"),
        (lambda line: json.dumps({k: v for k, v in json.loads(line).items() if k != "signature"}), "is not signed"),
        (lambda line: line.replace('"quote"', '"quotes"'), "unknown key 'quotes'"),
        (lambda line: "<<<<<<< HEAD", "no JSON object"),
    ],
)
def test_a_line_that_somebody_touched_stops_the_run(shop: Path, change, told: str) -> None:
    approved(shop)
    file = shop / "approved.jsonl"
    first, second = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{first}\n{change(second)}\n", encoding="utf-8")
    refused = run(shop)
    assert refused.returncode == 2
    assert f"{file.name}:2:1" in refused.stderr
    assert told in refused.stderr


def test_without_a_key_or_with_another_nothing_counts(shop: Path) -> None:
    approved(shop, secret=new_keys()[0])
    assert run(shop).returncode == 2
    approved(shop)
    (shop / "promisecheck.toml").write_text('approvals = "approved.jsonl"\n')
    refused = run(shop)
    assert refused.returncode == 2
    assert "approvals without a key count for nothing" in refused.stderr
    (shop / "promisecheck.toml").write_text('approvals_key = "short"\n')
    refused = run(shop, "--approvals", "approved.jsonl")
    assert refused.returncode == 2
    assert "no public key" in refused.stderr


def test_a_pull_request_cannot_approve_itself(shop: Path) -> None:
    (shop / "site" / "a.html").write_text("<p>We deliver within 60 minutes.</p>\n")
    (shop / "approved.jsonl").write_text("")
    git(shop, "init", "-q")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "start")
    (shop / "site" / "a.html").write_text(COPY, encoding="utf-8")
    secret, public = new_keys()
    (shop / "promisecheck.toml").write_text(f'approvals = "approved.jsonl"\napprovals_key = "{public}"\n')
    approved(shop, secret=secret)
    assert run(shop).returncode == 0, "its own key and its own approvals, in its own tree"
    assert run(shop, "--trusted-config", "HEAD").returncode == 1
    assert run(shop, "--trusted-config", "HEAD", "--approvals", "approved.jsonl").returncode == 1
    (shop / "mine.jsonl").write_text((shop / "approved.jsonl").read_text())
    assert run(shop, "--trusted-config", "HEAD", "--approvals", "mine.jsonl").returncode == 2


def test_lines_are_sorted_and_come_back_as_they_were(tmp_path: Path) -> None:
    one = Approval("b", "hill", ("2", "1"), DAY, ("Rana", "Omar"), "agreed", "1: Winter", "توصيل مجاني")
    other = Approval("a", "hill", ("3",), DAY)
    text = written([one, other], signer(SECRET))
    assert text == written([other, one], signer(SECRET))
    assert [json.loads(line)["key"] for line in text.splitlines()] == ["a", "b"]
    assert "توصيل" in text
    file = tmp_path / "approved.jsonl"
    file.write_text(text, encoding="utf-8")
    assert read_approvals(file, verifier(PUBLIC)) == (other, one)
    with pytest.raises(InputError, match="no private key"):
        signer(PUBLIC[:10])


def test_keys_are_made_once_and_are_private(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "promisecheck", "approvals", "keys", "app.key"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    name, _, public = done.stdout.strip().partition(" = ")
    assert name == "approvals_key"
    assert (tmp_path / "app.key").stat().st_mode & 0o777 == 0o600
    sign = signer((tmp_path / "app.key").read_text())
    assert verifier(public.strip('"'))(sign(b"x"), b"x")
    assert not verifier(PUBLIC)(sign(b"x"), b"x")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 2
