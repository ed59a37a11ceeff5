"""Every format, in both languages, against a file that a person has read.

PROMISECHECK_WRITE_GOLDEN=1 writes the files anew; read the difference before you keep it.
"""

import os
import re
from pathlib import Path

import pytest
import sample_report as sample

from promisecheck import __version__
from promisecheck.reports import formats

GOLDEN = Path(__file__).parent / "golden"
CASES = [
    (name, language, make)
    for name in ("text", "json", "jsonl", "github", "markdown", "html", "sarif", "gitlab", "junit", "rdjson")
    for language, make in (("en", sample.english), ("ar", sample.arabic))
] + [("text", "mixed", sample.mixed), ("text", "extraction", sample.extraction), ("markdown", "mixed", sample.mixed)]


def steady(text: str) -> str:
    """Without what changes elsewhere: the version, the style sheet and its hash, the words of the rule packs."""
    text = re.sub(r"<style>.*?</style>", "<style></style>", text, flags=re.DOTALL)
    text = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", text)
    text = re.sub(r'("(?:shortDescription|fullDescription|help)": \{\s*"text": )".*"', r'\1"…"', text)
    return text.replace(__version__, "VERSION")


@pytest.mark.parametrize(("name", "case", "make"), CASES, ids=[f"{name}-{case}" for name, case, _ in CASES])
def test_the_report_reads_as_it_did(name, case, make):
    path = GOLDEN / f"{name}.{case}.txt"
    text = steady(formats()[name].write(make()))
    if os.environ.get("PROMISECHECK_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_same_report_gives_the_same_bytes(name):
    writer = formats()[name]
    for make in (sample.english, sample.arabic, sample.mixed, sample.extraction, sample.empty):
        assert writer.write(make()) == writer.write(make())
        writer.write(make(), language="ar").encode("utf-8")
