"""The integrations: each valid by its schema, and what it runs, run for real in a small repository."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = Path(__file__).parent / "schemas"
SPEC = """\
organisation: Corner Kitchen
services:
  delivery: {names: {en: [delivery]}}
locations:
  harbour: {names: {en: [Harbour]}}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
"""
HOOK = """\
#!/bin/sh
files=$(git diff --cached --name-only --diff-filter=ACM | grep -E '{files}') || exit 0
exec {entry} $files
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small site under git, and `promisecheck` on the path as an installed package has it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "promisecheck"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m promisecheck "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PROMISECHECK_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "shop"
    (folder / "service_specs").mkdir(parents=True)
    (folder / "service_specs" / "kitchen.yaml").write_text(SPEC)
    (folder / "site").mkdir()
    (folder / "site" / "old.html").write_text("<p>We deliver within 30 minutes.</p>\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    return folder


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def bash(folder: Path, script: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-c", script, "bash", *arguments]
    return subprocess.run(command, cwd=folder, env=os.environ | variables, capture_output=True, text=True, check=False)


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text())


def test_every_manifest_is_valid() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    jsonschema.validate(hooks, schema("pre-commit-hooks.json"))
    jsonschema.validate(yaml.safe_load((ROOT / "action.yml").read_text()), schema("action.json"))
    header, body = yaml.safe_load_all((ROOT / "templates" / "check.yml").read_text())
    jsonschema.validate({"header": header, "body": body}, schema("gitlab-component.json"))


def test_no_input_of_the_action_is_ever_code() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = action["runs"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)
    named = {
        name
        for step in steps
        for value in step.get("env", {}).values()
        for name in re.findall(r"inputs\.([\w-]+)", value)
    }
    assert named | {"python-version"} == set(action["inputs"])


def test_the_hook_stops_a_commit_with_an_over_promise(repository: Path) -> None:
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[0]
    entry = " ".join([hook["entry"], *hook["args"]])
    file = repository / ".git" / "hooks" / "pre-commit"
    file.parent.mkdir(exist_ok=True)
    file.write_text(HOOK.format(files=hook["files"], entry=entry))
    file.chmod(0o755)
    (repository / "site" / "new.html").write_text("<p>Delivery in 10 minutes.</p>\n")
    git(repository, "add", ".")
    refused = git(repository, "commit", "-qm", "too much")
    assert refused.returncode == 1
    assert "Delivery in 10 minutes" in refused.stdout + refused.stderr
    (repository / "site" / "new.html").write_text("<p>Delivery in 50 minutes.</p>\n")
    git(repository, "add", ".")
    assert git(repository, "commit", "-qm", "kept").returncode == 0


def test_the_script_of_the_action_annotates_sums_up_and_fails(repository: Path, tmp_path: Path) -> None:
    summary, output, sarif = tmp_path / "summary.md", tmp_path / "output", tmp_path / "out.sarif"
    summary.write_text("before\n")
    variables = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output), "INPUT_SARIF_FILE": str(sarif)}
    done = bash(repository, f"bash {ROOT}/integrations/check.sh", INPUT_PATHS="site\n", **variables)
    assert done.returncode == 1, done.stderr
    assert "::error file=site/old.html,line=1" in done.stdout
    assert summary.read_text().startswith("before\n")
    assert "30 minutes" in summary.read_text()
    assert output.read_text() == "status=1\n"
    assert json.loads(sarif.read_text())["version"] == "2.1.0"


def test_adopting_a_baseline_then_a_new_over_promise_on_a_touched_line(repository: Path, tmp_path: Path) -> None:
    script = f"bash {ROOT}/integrations/check.sh"
    assert bash(repository, "promisecheck baseline write site --baseline old.jsonl").returncode == 0
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "baseline")
    inputs = {"INPUT_PATHS": "site", "INPUT_BASELINE": "old.jsonl", "INPUT_TRUSTED_CONFIG": "HEAD"}
    assert bash(repository, script, **inputs).returncode == 0
    (repository / "site" / "new.html").write_text("<p>Delivery in 10 minutes.</p>\n")
    assert bash(repository, "promisecheck baseline write site --baseline old.jsonl").returncode == 0
    assert bash(repository, script, **inputs, INPUT_CHANGED_SINCE="HEAD").returncode == 1, (
        "its own baseline is not read"
    )


def test_a_run_in_doubt_is_said_in_the_summary(repository: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    done = bash(repository, f"bash {ROOT}/integrations/check.sh", INPUT_PATHS="", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 2
    assert "could not finish" in summary.read_text()
    odd = bash(repository, f"bash {ROOT}/integrations/check.sh", INPUT_PATHS="$(touch hacked)\n--specs=x")
    assert odd.returncode == 2
    assert not (repository / "hacked").exists()


def test_an_app_that_gives_no_answer_is_no_pass(repository: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    variables = {"INPUT_PATHS": "site", "INPUT_GATE": "https://127.0.0.1:1", "PROMISECHECK_TOKEN": "pct_x"}
    script = f"bash {ROOT}/integrations/check.sh"
    done = bash(repository, script, **variables, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 2
    assert "127.0.0.1 is on a private network" in done.stderr
    assert "could not finish" in summary.read_text()


def test_what_is_installed_can_read_approvals() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    assert any("[approvals]" in step.get("run", "") for step in action["runs"]["steps"])
    header, _ = yaml.safe_load_all((ROOT / "templates" / "check.yml").read_text())
    assert header["spec"]["inputs"]["package"]["default"] == "promisecheck[approvals]"
    assert '".[approvals]"' in (ROOT / "Dockerfile").read_text()


def test_the_script_of_the_component_runs(repository: Path) -> None:
    _, body = yaml.safe_load_all((ROOT / "templates" / "check.yml").read_text())
    script = "set -e\n" + "\n".join(body["promisecheck"]["script"])
    variables = {"INPUT_PATHS": "site", "INPUT_FAIL_ON": "error", "INPUT_BASELINE": "", "INPUT_CHANGED_SINCE": ""}
    done = bash(repository, script, **variables, INPUT_TRUSTED_CONFIG="")
    assert done.returncode == 1, done.stderr
    (issue,) = json.loads((repository / "gl-code-quality-report.json").read_text())
    assert issue["location"]["path"] == "site/old.html"
    assert "<testsuites" in (repository / "promisecheck.xml").read_text()


def test_the_image_is_slim_and_without_root() -> None:
    lines = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if line and line[0] not in "# "]
    stages = [at for at, line in enumerate(lines) if line.startswith("FROM ")]
    assert all(lines[at].split()[1].endswith("-slim") for at in stages)
    last = lines[stages[-1] :]
    assert [line for line in last if line.startswith("USER ")][-1] == "USER 10001"
    assert 'ENTRYPOINT ["promisecheck"]' in last
    assert not any(line.startswith(("ADD http", "COPY . ")) for line in last)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_every_shell(repository: Path, shell: str) -> None:
    done = bash(repository, "promisecheck", _PROMISECHECK_COMPLETE=f"{shell}_source")
    assert done.returncode == 0
    assert "_PROMISECHECK_COMPLETE" in done.stdout
    words = {"COMP_WORDS": "promisecheck check --base", "COMP_CWORD": "2"}
    if shell == "bash":
        assert "--baseline" in bash(repository, "promisecheck", _PROMISECHECK_COMPLETE="bash_complete", **words).stdout
