"""The commands as a shell sees them: what they print and how they exit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = """\
organisation: Corner Kitchen
currency: JOD
services:
  delivery: {names: {en: [delivery], ar: [توصيل]}}
locations:
  harbour: {names: {en: [Harbour], ar: [الميناء]}}
  hill: {names: {en: [Hill], ar: [التل]}}
standards:
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min, by_location: {hill: {within: 60 min}}}
"""


def promisecheck(*args: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "promisecheck", *args]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "service_specs").mkdir()
    (tmp_path / "service_specs" / "kitchen.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "good.txt").write_text("Delivery within 60 minutes.\n")
    (tmp_path / "bad.txt").write_text("Delivery within 30 minutes.\n")
    (tmp_path / "plain.txt").write_text("Our bread is made with love.\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["check", "good.txt"], 0),
        (["check", "plain.txt"], 0),
        (["check", "bad.txt"], 1),
        (["check", "bad.txt", "--fail-on", "never"], 0),
        (["check", "good.txt", "bad.txt"], 1),
        (["check", "nowhere.txt"], 2),
        (["check", "good.txt", "--specs", "no-such-folder"], 2),
        (["check", "good.txt", "--location", "moon"], 2),
        (["check", "good.txt", "--tier", "moon"], 2),
        (["check", "good.txt", "--date", "tomorrow"], 2),
        (["check", "good.txt", "--from", "2026-12-02", "--until", "2026-12-01"], 2),
        (["check", "good.txt", "--output-format", "xml"], 2),
        (["check", "good.txt", "--output-format", "json", "--output-format", "html"], 2),
        (["check"], 2),
        (["check", "http://127.0.0.1:9/"], 2),
        (["extract", "bad.txt"], 0),
        (["explain", "no-such-rule"], 2),
        (["measures", "no_such_measure"], 2),
        (["specs", "validate"], 0),
        (["specs", "show", "--location", "hill"], 0),
        (["specs", "show", "--location", "moon"], 2),
        (["no-such-command"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_status(folder: Path, arguments: list[str], status: int) -> None:
    done = promisecheck(*arguments, cwd=folder)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    if status == 2:
        assert done.stderr.strip() or "problem" in done.stdout, "an error without a word"


def test_every_location_has_its_verdict(folder: Path) -> None:
    done = promisecheck(
        "check", "-", "--date", "2026-11-25", "--output-format", "json", cwd=folder, stdin="Delivery in 45 min"
    )
    report = json.loads(done.stdout)
    verdicts = {v["location"]: (v["verdict"], v["rule"]) for v in report["claims"][0]["verdicts"]}
    assert verdicts == {"harbour": ("kept", None), "hill": ("over", "location-only")}
    assert report["summary"] == {"documents": 1, "claims": 1, "kept": 0, "over": 1, "undeclared": 0, "unsure": 0}


def test_same_input_same_bytes(folder: Path) -> None:
    arguments = ("check", ".", "--include", "*.txt", "--date", "2026-11-25", "--output-format", "json")
    first, again = (promisecheck(*arguments, cwd=folder).stdout for _ in range(2))
    assert first == again
    assert json.loads(first)["claims"]


def test_several_outputs_in_one_run(folder: Path) -> None:
    outputs = ("--output-format", "json=out/a.json", "--output-format", "html=out/a.html", "--output-format", "github")
    done = promisecheck("check", "bad.txt", *outputs, cwd=folder)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=bad.txt,line=1")
    assert json.loads((folder / "out" / "a.json").read_text(encoding="utf-8"))["findings"]
    assert "<html" in (folder / "out" / "a.html").read_text(encoding="utf-8")


def test_problems_are_told_beside_a_machine_readable_report(folder: Path) -> None:
    done = promisecheck("check", "nowhere.txt", "good.txt", "--output-format", "json", cwd=folder)
    assert done.returncode == 2
    assert "nowhere.txt" in done.stderr
    assert json.loads(done.stdout)["problems"][0]["source"] == "nowhere.txt"


def test_an_empty_folder_is_no_success(folder: Path) -> None:
    (folder / "empty").mkdir()
    done = promisecheck("check", "empty", "--output-format", "json", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.strip()


def test_init_writes_a_project_that_works_and_never_overwrites(tmp_path: Path) -> None:
    assert promisecheck("init", cwd=tmp_path).returncode == 0
    assert promisecheck("specs", "validate", cwd=tmp_path).returncode == 0
    (tmp_path / "ad.txt").write_text("Delivery in 20 minutes\n")
    assert promisecheck("check", cwd=tmp_path).returncode == 1
    again = promisecheck("init", cwd=tmp_path)
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom promisecheck.cli import main\n"
        "try:\n    main(['check', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('spacy', 'flask', 'numpy', 'bs4', 'pydantic', 'rich', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unforeseen_error_is_one_line_and_exits_3(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import promisecheck.bulk.runs
    from promisecheck.cli import main

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(promisecheck.bulk.runs, "checked", fail)
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as stopped:
        main(["check", "good.txt"])
    assert stopped.value.code == 3
    assert capsys.readouterr().err.startswith("internal error: RuntimeError: out of luck")
