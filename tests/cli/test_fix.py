"""`check --diff` and `check --fix` as a shell sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

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
BAD = "Delivery within 30 minutes.\r\n"
GOOD = BAD.replace("30", "60")


def promisecheck(*args: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "promisecheck", *args]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "service_specs").mkdir()
    (tmp_path / "service_specs" / "kitchen.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(BAD.encode())
    (tmp_path / "parking.txt").write_bytes(b"Delivery within 30 minutes. Free parking for guests.\n")
    return tmp_path


def test_diff_shows_and_writes_nothing(folder: Path) -> None:
    done = promisecheck("check", "bad.txt", "--diff", cwd=folder)
    out = done.stdout.decode()
    assert out.startswith("--- a/bad.txt\n+++ b/bad.txt\n")
    assert "-Delivery within 30 minutes.\r\n" in out
    assert "+Delivery within 60 minutes.\r\n" in out
    assert "can be fixed: 1 in 1 file; left: 0" in done.stderr.decode()
    assert done.returncode == 1
    assert (folder / "bad.txt").read_bytes() == BAD.encode()


def test_fix_writes_and_exits_by_what_remains(folder: Path) -> None:
    done = promisecheck("check", "bad.txt", "--fix", "--output-format", "json", cwd=folder)
    assert (done.returncode, (folder / "bad.txt").read_bytes()) == (0, GOOD.encode())
    assert json.loads(done.stdout)["findings"] == []
    assert "fixed: 1 in 1 file; left: 0" in done.stderr.decode()
    again = promisecheck("check", "bad.txt", "--fix", cwd=folder)
    assert (again.returncode, (folder / "bad.txt").read_bytes()) == (0, GOOD.encode())
    assert "fixed: 0 in 0 files; left: 0" in again.stderr.decode()


def test_what_is_left_is_said_with_its_reason(folder: Path) -> None:
    done = promisecheck("check", "parking.txt", "--fix", "--fail-on", "warning", cwd=folder)
    assert done.returncode == 1
    assert (folder / "parking.txt").read_bytes() == b"Delivery within 60 minutes. Free parking for guests.\n"
    assert "undeclared  “Free parking for guests”: no standard" in done.stderr.decode()
    assert "fixed: 1 in 1 file; left: 1" in done.stderr.decode()


def test_standard_input_is_given_back_mended(folder: Path) -> None:
    done = promisecheck("check", "-", "--fix", cwd=folder, stdin=b"\xef\xbb\xbf" + BAD.encode())
    assert (done.returncode, done.stdout) == (0, b"\xef\xbb\xbf" + GOOD.encode())
    done = promisecheck("check", "-", "--fix", cwd=folder, stdin=b"Our bread is made with love.\n")
    assert (done.returncode, done.stdout) == (0, b"Our bread is made with love.\n")
    done = promisecheck("check", "-", "--diff", cwd=folder, stdin=BAD.encode())
    assert done.returncode == 1
    assert b"+Delivery within 60 minutes." in done.stdout


def test_the_baseline_is_let_stand(folder: Path) -> None:
    promisecheck("baseline", "write", "bad.txt", "--baseline", "known.jsonl", cwd=folder)
    done = promisecheck("check", "bad.txt", "--fix", "--baseline", "known.jsonl", cwd=folder)
    assert (done.returncode, (folder / "bad.txt").read_bytes()) == (0, BAD.encode())


def test_a_generated_file_is_left_alone(folder: Path) -> None:
    page = b"<!-- @generated -->\n<p>Delivery within 30 minutes.</p>\n"
    (folder / "page.html").write_bytes(page)
    done = promisecheck("check", "page.html", "--fix", cwd=folder)
    assert (done.returncode, (folder / "page.html").read_bytes()) == (1, page)
    assert "a program writes this file: mend what it is made from" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("https://kitchen.example/", "--fix"), "an address cannot be fixed"),
        (("bad.txt", "--fix", "--diff"), "--diff shows and --fix writes"),
        (("-", "bad.txt", "--fix"), "standard input is fixed by itself"),
        (("bad.txt", "--diff", "--output-format", "json"), "the diff and json cannot both go to the terminal"),
        (("-", "--fix", "--output-format", "json"), "the fixed text and json cannot both go to the terminal"),
        (("--fix",), "nothing to read"),
    ],
)
def test_what_cannot_be_is_refused(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    done = promisecheck("check", *arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert (folder / "bad.txt").read_bytes() == BAD.encode()


def test_a_file_that_cannot_be_read_is_no_success(folder: Path) -> None:
    done = promisecheck("check", "bad.txt", "nowhere.txt", "--fix", cwd=folder)
    assert done.returncode == 2
    assert (folder / "bad.txt").read_bytes() == GOOD.encode()
    assert "nowhere.txt" in done.stderr.decode() + done.stdout.decode()


def test_an_old_encoding_and_line_ends_stay(folder: Path) -> None:
    page = '<meta charset="windows-1256">\r\n<p title="x">توصيل خلال <b>30</b> دقيقة</p>\r\n<!-- 30 -->'
    (folder / "page.html").write_bytes(page.encode("cp1256"))
    done = promisecheck("check", "page.html", "--fix", cwd=folder)
    assert done.returncode == 0, done.stderr.decode()
    after = page.replace("<b>30</b> دقيقة", "<b>45</b> دقيقة في الميناء، وخلال 60 دقيقة في التل")
    assert (folder / "page.html").read_bytes() == after.encode("cp1256")
