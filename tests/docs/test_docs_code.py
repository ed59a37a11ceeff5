"""Every code block in the documentation is run, parsed or compared."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from promisecheck.yaml_lines import read_yaml

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.M | re.S)
GENERATED = {"spec.md", "commands.md", "rules.md", "formats.md", "settings.md", "measures.md"}


class Code(NamedTuple):
    page: str
    line: int
    language: str
    text: str


def pages_of_code() -> list[list[Code]]:
    """The code blocks of each page: those of one page build on each other, so that a page is one test."""
    found = []
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for page in (p for p in pages if p.exists() and p.name not in GENERATED):
        text = page.read_text(encoding="utf-8")
        name = str(page.relative_to(ROOT))
        found.append([Code(name, text[: m.start()].count("\n") + 1, m[1], m[2]) for m in FENCE.finditer(text)])
    return [codes for codes in found if codes]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of the sample organisations: documented commands run here."""
    folder = tmp_path / "docs"
    for name in ("examples", "service_specs", "rules"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = dict(os.environ, PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}", NO_COLOR="1", COLUMNS="100")
    return subprocess.run(["bash", "-c", command], cwd=cwd, env=env, capture_output=True, text=True, check=False)


def commands_of(code: Code) -> list[tuple[str, list[str]]]:
    """Pairs of command and the output lines shown under it; `$` opens a command."""
    pairs: list[tuple[str, list[str]]] = []
    for line in code.text.splitlines():
        if line.startswith("$ "):
            pairs.append((line[2:], []))
        elif pairs:
            pairs[-1][1].append(line)
        elif line.strip() and not line.startswith("#"):
            pairs.append((line, []))
    return pairs


def check_command(command: str, shown: list[str], cwd: Path) -> None:
    words = shlex.split(command, comments=True)
    if words[0] in ("git", "pip", "cd"):  # clones and installs are the packaging test's matter
        return
    if words[0] == "make":
        done = run(f"make -n -C {ROOT} {words[1]}", cwd)
        assert done.returncode == 0, done.stderr
        return
    if words[:2] == ["promisecheck", "serve"]:
        done = run("promisecheck serve --help", cwd)
        assert done.returncode == 0, done.stderr
        return
    done = run(command, cwd)
    assert done.returncode in (0, 1), f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    output = done.stdout + done.stderr
    for line in (x.strip() for x in shown):
        if line and line != "...":
            assert line in output, f"{command}: the page shows {line!r}, the command printed\n{output}"


@pytest.mark.parametrize("codes", pages_of_code(), ids=lambda codes: codes[0].page)
def test_code_of_a_page(codes: list[Code], workspace: Path) -> None:
    for code in codes:
        check_code(code, workspace)


def check_code(code: Code, workspace: Path) -> None:
    """Runs, parses or compares one block."""
    if code.language in ("console", "sh", "bash"):
        commands = commands_of(code)
        assert commands, f"{code.page}:{code.line}: a block of commands without a command"
        for command, shown in commands:
            check_command(command, shown, workspace)
    elif code.language == "python":
        done = subprocess.run(
            [sys.executable, "-c", code.text], cwd=workspace, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{code.page}:{code.line}: {done.stderr}"
    elif code.language in ("yaml", "yml"):
        assert read_yaml(code.text, code.page).kind != "text"
    elif code.language == "json":
        json.loads(code.text)
    elif code.language == "toml":
        assert tomllib.loads(code.text)
    else:
        assert code.language == "text", f"{code.page}:{code.line}: name the language of the block, or 'text'"


def test_reference_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
