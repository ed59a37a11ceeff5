"""The text report as the command line prints it: plain in a pipe and in a file, coloured on a terminal."""

import sys

import sample_report as sample

from promisecheck.cli.output import write_reports


def test_a_pipe_gets_plain_text(capsys):
    write_reports(sample.english(), (), None)
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert printed.endswith("judged for 25 November 2026 to 31 December 2026\n")


def test_a_terminal_gets_colours_and_a_file_does_not(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    write_reports(sample.english(), (("text", None), ("text", tmp_path / "report.txt")), None)
    assert "\x1b[" in capsys.readouterr().out
    assert "\x1b" not in (tmp_path / "report.txt").read_text(encoding="utf-8")
