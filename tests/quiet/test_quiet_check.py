"""Baselines, suppressions, touched lines, severities by path and the cache, as a shell sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from promisecheck.quiet.directives import directives_in
from promisecheck.sources.comments import blanked

SPEC = """\
organisation: Corner Kitchen
services:
  delivery: {names: {en: [delivery], ar: [توصيل]}}
locations:
  harbour: {names: {en: [Harbour], ar: [الميناء]}}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
"""
OVER = "<p>We deliver within 30 minutes.</p>\n"
KEPT = "<p>We deliver within 60 minutes.</p>\n"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMISECHECK_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "shop"
    (folder / "service_specs").mkdir(parents=True)
    (folder / "service_specs" / "kitchen.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "site").mkdir()
    (folder / "site" / "a.html").write_text(OVER)
    (folder / "site" / "b.html").write_text(KEPT)
    return folder


def run(shop: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "promisecheck", *args]
    done = subprocess.run(command, cwd=shop, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def findings(shop: Path, *args: str) -> list[tuple[str, str]]:
    report = json.loads(run(shop, "check", *args, "--output-format", "json").stdout)
    return [(finding["rule"], finding["severity"]) for finding in report["findings"]]


def git(shop: Path, *args: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *args], cwd=shop, check=True, capture_output=True)


# ------------------------------------------------------------------------------------------------ baseline
def test_a_baseline_lets_old_findings_stand_and_new_ones_fail(shop: Path) -> None:
    assert run(shop, "check", "site").returncode == 1
    assert run(shop, "baseline", "write", "site").returncode == 0
    file = shop / "promisecheck-baseline.jsonl"
    (entry,) = [json.loads(line) for line in file.read_text().splitlines()]
    assert entry.keys() == {"source", "rule", "fingerprint", "quote"}
    assert run(shop, "check", "site", "--baseline", file.name).returncode == 0
    (shop / "site" / "a.html").write_text("<h1>New</h1>\n\n" + OVER)
    assert run(shop, "check", "site", "--baseline", file.name).returncode == 0, "a line that moved is not new"
    (shop / "site" / "b.html").write_text("<p>Delivery in 10 minutes!</p>")
    assert run(shop, "check", "site", "--baseline", file.name).returncode == 1


def test_writing_again_keeps_owner_reason_and_expiry_and_an_expired_entry_hides_nothing(shop: Path) -> None:
    run(shop, "baseline", "write", "site")
    file = shop / "promisecheck-baseline.jsonl"
    entry = json.loads(file.read_text()) | {"owner": "Rana", "reason": "spring menu", "expires": "2026-12-31"}
    file.write_text(json.dumps(entry) + "\n")
    run(shop, "baseline", "write", "site")
    assert json.loads(file.read_text())["owner"] == "Rana"
    check = ("check", "site", "--baseline", file.name, "--date")
    assert run(shop, *check, "2026-12-31").returncode == 0
    assert run(shop, *check, "2027-01-01").returncode == 1
    audit = run(shop, "baseline", "audit", "--date", "2027-01-01")
    assert audit.returncode == 1
    assert "expired 2026-12-31" in audit.stdout
    assert "Rana 1" in audit.stdout


def test_prune_drops_what_is_mended_and_adds_nothing(shop: Path) -> None:
    run(shop, "baseline", "write", "site")
    (shop / "site" / "a.html").write_text("<p>Delivery in 20 minutes.</p>")
    done = run(shop, "baseline", "prune", "site")
    assert "1 dropped, 0 left" in done.stdout
    assert (shop / "promisecheck-baseline.jsonl").read_text() == ""


def test_no_promise_where_the_baseline_had_some_is_no_success(shop: Path) -> None:
    run(shop, "baseline", "write", "site")
    for page in (shop / "site").iterdir():
        page.write_text("<p>Good morning to everybody.</p>")
    done = run(shop, "check", "site", "--baseline", "promisecheck-baseline.jsonl")
    assert done.returncode == 2
    assert "no promise was found" in done.stdout + done.stderr
    assert run(shop, "baseline", "prune", "site").returncode == 2
    assert run(shop, "baseline", "prune", "site", "--allow-empty").returncode == 0


@pytest.mark.parametrize(
    "line",
    ["<<<<<<< HEAD", "[]", '{"rule": "x"}', '{"source": "a", "rule": "b", "fingerprint": "c", "line": "3"}'],
)
def test_a_broken_baseline_is_named_with_its_line(shop: Path, line: str) -> None:
    (shop / "old.jsonl").write_text("\n" + line + "\n")
    done = run(shop, "check", "site", "--baseline", "old.jsonl")
    assert done.returncode == 2
    assert "old.jsonl:2:1" in done.stderr


# ------------------------------------------------------------------------------------------------ suppressions
@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("c.md", "<!-- promisecheck: allow over-promise because it was agreed -->\n\n"),
        ("c.md", "[//]: # (promisecheck: allow over-promise because it was agreed)\n\n"),
        ("c.txt", "# promisecheck: allow over-promise because it was agreed\n"),
        ("c.html", "<!-- promisecheck: allow over-promise because it was agreed until 2030-01-01 --><p>"),
    ],
)
def test_a_suppression_covers_the_next_block_in_every_kind_of_copy(shop: Path, name: str, before: str) -> None:
    (shop / name).write_text(before + "We deliver within 30 minutes.\n")
    assert findings(shop, name) == []
    more = "\n<p>Delivery in 10 minutes.</p>\n" if name.endswith("html") else "\nDelivery in 10 minutes.\n"
    (shop / name).write_text(before + "We deliver within 30 minutes.\n" + more)
    assert ("over-promise", "error") in findings(shop, name)


@pytest.mark.parametrize(
    "comment",
    ["allow over-promise", "allow over-promise because", "allow over-promis because x", "deny over-promise because x"],
)
def test_a_suppression_that_cannot_be_read_stops_the_run(shop: Path, comment: str) -> None:
    (shop / "c.html").write_text(f"<p>Hi.</p>\n<!-- promisecheck: {comment} -->\n{KEPT}")
    done = run(shop, "check", "c.html")
    assert done.returncode == 2
    assert "c.html:2" in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "github", "gitlab", "junit", "sarif", "rdjson", "html"])
def test_an_unused_suppression_stands_in_every_report(shop: Path, form: str) -> None:
    (shop / "c.html").write_text(f"<!-- promisecheck: allow over-promise because it was agreed -->\n{KEPT}")
    done = run(shop, "check", "c.html", "--output-format", form, "--fail-on", "warning")
    assert done.returncode == 1, done.stderr
    assert "unused-suppression" in done.stdout or "nothing here needs it" in done.stdout


def test_the_words_of_a_suppression_are_no_copy() -> None:
    text = "# promisecheck: allow over-promise because delivery in 5 minutes\nHello"
    assert len(blanked(text)) == len(text)
    assert blanked(text).strip() == "Hello"


def test_openers_without_an_end_are_looked_at_once_each() -> None:
    found, faults = directives_in("<!-- promisecheck: allow " * 20_000, "html", "x", ["over-promise"])
    assert (found, faults) == ([], [])


# ------------------------------------------------------------------------------------------------ what counts
def test_only_touched_lines_count(shop: Path) -> None:
    (shop / "site" / "b.html").write_text(KEPT + "<p>Hello.</p>\n" + "<p>Delivery in 20 minutes.</p>\n")
    git(shop, "init", "-q")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "first")
    assert findings(shop, "site", "--changed-since", "HEAD") == []
    (shop / "site" / "b.html").write_text(KEPT + "<p>Hello you.</p>\n" + "<p>Delivery in 20 minutes.</p>\n")
    assert findings(shop, "site", "--changed-since", "HEAD") == []
    (shop / "site" / "b.html").write_text(KEPT + "<p>Hello you.</p>\n" + "<p>Delivery in 10 minutes.</p>\n")
    assert findings(shop, "site", "--changed-since", "HEAD").count(("over-promise", "error")) == 1
    (shop / "site" / "new.html").write_text(OVER)
    assert findings(shop, "site", "--changed-since", "HEAD").count(("over-promise", "error")) == 2
    assert run(shop, "check", "site", "--changed-since", "no-such-revision").returncode == 2
    assert run(shop, "check", "site", "--changed-since", "--output=x").returncode == 2


def test_severities_by_path(shop: Path) -> None:
    (shop / "promisecheck.toml").write_text(
        '[severity_by_path."site/**"]\nover-promise = "note"\n[severity_by_path."site/b.html"]\n"*" = "off"\n'
    )
    (shop / "site" / "b.html").write_text(OVER)
    assert findings(shop, "site") == [("over-promise", "note")]


def test_how_many_findings_are_a_failure(shop: Path) -> None:
    assert run(shop, "check", "site", "--max-findings", "1").returncode == 0
    assert run(shop, "check", "site", "--max-findings", "0").returncode == 1
    assert run(shop, "check", "site", "--exit-zero").returncode == 0
    assert run(shop, "check", "nowhere", "--exit-zero").returncode == 2


def test_a_pull_request_cannot_loosen_its_gate(shop: Path) -> None:
    (shop / "promisecheck.toml").write_text('fail_on = "error"\n')
    git(shop, "init", "-q")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "first")
    (shop / "promisecheck.toml").write_text('fail_on = "never"\n[severity]\nover-promise = "note"\n')
    assert run(shop, "check", "site").returncode == 0
    assert run(shop, "check", "site", "--trusted-config", "HEAD").returncode == 1
    (shop / "site" / "a.html").write_text(f"<!-- promisecheck: allow over-promise because I say so -->{OVER}")
    assert run(shop, "check", "site", "--trusted-config", "HEAD").returncode == 1
    run(shop, "baseline", "write", "site")
    trusted = ("check", "site", "--trusted-config", "HEAD", "--baseline", "promisecheck-baseline.jsonl")
    assert run(shop, *trusted).returncode == 2, "the revision has no such baseline"


def test_an_old_suppression_is_not_for_a_new_promise(shop: Path) -> None:
    allowed = "<!-- promisecheck: allow over-promise because it was agreed -->"
    (shop / "site" / "a.html").write_text(f"{allowed}{OVER}")
    git(shop, "init", "-q")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "first")
    trusted = ("check", "site", "--trusted-config", "HEAD")
    assert run(shop, *trusted).returncode == 0
    (shop / "site" / "a.html").write_text(f"{allowed}<p>We deliver within 5 minutes.</p>")
    assert run(shop, "check", "site").returncode == 0
    assert run(shop, *trusted).returncode == 1


def test_attributes_of_the_tree_hide_no_change(shop: Path) -> None:
    git(shop, "init", "-q")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "first")
    (shop / ".gitattributes").write_text("*.html -diff\n")
    (shop / "site" / "b.html").write_text(KEPT + OVER)
    assert ("over-promise", "error") in findings(shop, "site", "--changed-since", "HEAD")


def test_a_built_site_that_git_ignores_counts_as_touched(shop: Path) -> None:
    (shop / ".gitignore").write_text("public/\n")
    git(shop, "init", "-q")
    git(shop, "add", ".")
    git(shop, "commit", "-qm", "first")
    (shop / "public").mkdir()
    (shop / "public" / "a.html").write_text(OVER)
    assert findings(shop, "public", "--changed-since", "HEAD") == [("over-promise", "error")]
    assert findings(shop, "site", "--changed-since", "HEAD") == []
