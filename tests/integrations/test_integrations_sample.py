"""A sample repository on its whole way, as its people would go it: real git, real pre-commit, the real command line.

What each step prints is compared with a file in golden/. PROMISECHECK_WRITE_GOLDEN=1 writes the files anew; read the
difference before you keep it.
"""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from promisecheck import check
from promisecheck.quiet.approvals import Approval, flagged_claims, signer, written
from promisecheck.review.standings import standings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN = HERE / "golden"
DAY = "2026-11-25"
PLAIN = "<p>Fresh bread every morning, and a garden to sit in.</p>\n"
QUICK = "<p>Delivery in 20 minutes.</p>\n"


class Repository:
    """A work tree, and what is typed in it. Every line that is typed and its answer go to the step's golden file."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.tree = folder / "lemon-house"
        programs = folder / "bin"
        programs.mkdir()
        for name, module in (("promisecheck", "promisecheck"), ("pre-commit", "pre_commit")):
            (programs / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m {module} "$@"\n')
            (programs / name).chmod(0o755)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI"))}
        self.env = kept | {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
            "PRE_COMMIT_COLOR": "never",
            "HOME": str(folder),
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.shown: list[str] = []

    def quietly(self, *command: str, at: Path | None = None) -> str:
        """The output of a command that has to work, and is not part of the story."""
        done = subprocess.run(command, cwd=at or self.tree, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def types(self, line: str, status: int) -> str:
        """What a line typed in the work tree prints, with errors; fails when it exits otherwise."""
        done = subprocess.run(
            ["bash", "-c", f"{line} 2>&1"], cwd=self.tree, env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == status, done.stdout
        told = done.stdout.replace(str(self.root), "…")
        self.shown.append(f"$ {line}\n{told}[exit status {status}]\n")
        return told

    def commits(self, message: str) -> None:
        self.quietly("git", "add", "-A")
        self.quietly("git", "commit", "-q", "--no-verify", "-m", message)

    def writes(self, name: str, old: str, new: str) -> None:
        file = self.tree / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1
        file.write_text(text.replace(old, new), encoding="utf-8")

    def ends(self, step: str) -> None:
        """Compare what was shown since the step before."""
        text = re.sub(r"[0-9a-f]{7,40}\b(?=\])", "COMMIT", "\n".join(self.shown))
        self.shown = []
        file = GOLDEN / f"{step}.txt"
        if os.environ.get("PROMISECHECK_WRITE_GOLDEN"):
            file.write_text(text, encoding="utf-8")
        before = file.read_text(encoding="utf-8")
        assert text == before, "".join(difflib.unified_diff(before.splitlines(True), text.splitlines(True)))

    def approves(self, secret: str, until: str) -> None:
        """What the review app exports once operations have said yes to the new promise, and to nothing else."""
        page = self.tree / "site" / "menu.html"
        report = check([str(page)], specs=self.tree / "service_specs", start=dt.date.fromisoformat(DAY))
        new = {one.key: one.claim.quote for one in flagged_claims(report) if "20 minutes" in one.claim.quote}
        assert len(new) == 1
        approvals = [
            Approval(key, at, tuple(sorted(how)), dt.date.fromisoformat(until), ("Rana",), "", "7: Spring", new[key])
            for (key, at), how in standings(flagged_claims(report)).items()
            if key in new
        ]
        (self.tree / "approved.jsonl").write_text(written(approvals, signer(secret)), encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """The sample under git on `main`, and the manifest of the hook in a repository of its own."""
    one = Repository(tmp_path)
    one.quietly("git", "config", "--global", "user.name", "Lina", at=tmp_path)
    one.quietly("git", "config", "--global", "user.email", "lina@lemon-house.example", at=tmp_path)
    one.quietly("git", "config", "--global", "init.defaultBranch", "main", at=tmp_path)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "hooks"), ("tag", "v1.0.0")):
        one.quietly("git", *command, at=hooks)
    shutil.copytree(HERE / "sample", one.tree)
    config = (one.tree / "pre-commit-config.yaml").read_text().replace("HOOKS", str(hooks))
    (one.tree / "pre-commit-config.yaml").unlink()
    (one.tree / ".pre-commit-config.yaml").write_text(config)
    one.quietly("git", "init", "-q")
    one.commits("The site as it is")
    return one


@pytest.mark.slow
def test_from_the_first_look_to_an_approval_that_lapsed(shop: Repository) -> None:
    gate = f"promisecheck check --no-progress --trusted-config main --changed-since main --date {DAY}"

    shop.types(f"promisecheck baseline write --date {DAY}", 0)
    assert shop.types(f"promisecheck check --no-progress --date {DAY}", 0).startswith("findings left out: 2 in the")
    shop.types("cat promisecheck-baseline.jsonl", 0)
    shop.commits("What stands today")
    shop.ends("1-baseline-adopted")

    shop.types("pre-commit install", 0)
    shop.writes("site/menu.html", "Fresh bread", "Warm bread")
    shop.types("git commit -qam 'Warm bread'", 0)
    shop.writes("site/menu.html", "Warm bread", "Fresh bread")
    shop.writes("site/menu.html", PLAIN, PLAIN + QUICK)
    assert "20 minutes" in shop.types("git commit -qam 'A new promise'", 1)
    shop.ends("2-hook-stops-the-commit")

    shop.quietly("git", "switch", "-q", "-c", "spring")
    shop.commits("A new promise, past the hook")
    shop.types(gate, 1)
    assert "::error file=site/menu.html,line=6," in shop.types(f"{gate} --output-format github", 1)
    shop.types(f"{gate} --output-format markdown", 1)
    shop.ends("3-request-fails-on-the-touched-line")

    public = shop.quietly("promisecheck", "approvals", "keys", str(shop.root / "app.key"))
    secret = (shop.root / "app.key").read_text()
    shop.approves(secret, until="2027-01-31")
    approved = (shop.tree / "approved.jsonl").read_text(encoding="utf-8")
    settings = (shop.tree / "promisecheck.toml").read_text() + f'approvals = "approved.jsonl"\n{public}'
    (shop.tree / "promisecheck.toml").write_text(settings)
    shop.commits("Approves itself")
    shop.types(gate, 1)
    shop.quietly("git", "switch", "-q", "main")
    (shop.tree / "approved.jsonl").write_text(approved, encoding="utf-8")
    (shop.tree / "promisecheck.toml").write_text(settings)
    shop.commits("What operations approved")
    shop.quietly("git", "switch", "-q", "spring")
    assert "1 approved" in shop.types(gate, 0)
    shop.ends("4-approved-on-main-passes")

    late = gate.replace(DAY, "2027-02-01")
    assert "approval expired 2027-01-31" in shop.types(late, 1)
    shop.ends("5-expired-approval-fails")

    shop.writes("site/menu.html", PLAIN, f"<!-- promisecheck: allow over-promise because we are quick -->\n{PLAIN}")
    told = shop.types(f"promisecheck check --no-progress --fail-on warning --date {DAY}", 1)
    assert "unused-suppression" in told
    shop.ends("6-unused-suppression-is-a-finding")
