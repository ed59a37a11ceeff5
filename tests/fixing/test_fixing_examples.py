"""The copy of both sample organisations, mended: what changes has been read by a person.

PROMISECHECK_WRITE_GOLDEN=1 writes the files anew; read the difference before you keep it.
"""

import datetime as dt
import os
from functools import cache
from pathlib import Path

import pytest

from promisecheck import engine
from promisecheck.extract import Extractor
from promisecheck.fixing.files import mended_bytes, unified
from promisecheck.fixing.mending import mend
from promisecheck.rules import load_rules
from promisecheck.sources import read
from promisecheck.standards import load_organisation

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"
DAY = dt.date(2026, 11, 25)
ORGANISATIONS = ("dar-naranj", "falaj-fibre")


@cache
def checker(name):
    organisation, rules = load_organisation(ROOT / "service_specs" / name), load_rules()
    extractor, run = Extractor(rules, organisation), engine.Run(DAY, DAY)
    return lambda document: engine.check_documents([document], organisation, rules, run, extractor=extractor)


@cache
def mended(name):
    """Each file of an organisation's copy, mended."""
    documents = list(read(str(ROOT / "examples" / name)))
    return [mend(document, checker(name), frozenset()) for document in documents]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_the_copy_reads_as_a_person_would_write_it(name):
    parts = []
    for one in mended(name):
        path = Path(one.before.source).relative_to(ROOT).as_posix()
        parts.append(unified(one.before.text, one.after.text, path))
    text = "".join(parts)
    golden = GOLDEN / f"{name}.diff"
    if os.environ.get("PROMISECHECK_WRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_what_was_fixed_is_clean_and_stays_so(name):
    fixed = 0
    for one in mended(name):
        again = mend(one.after, checker(name), frozenset())
        assert again.after.text == one.after.text
        assert not again.fixed
        assert not [finding for finding in again.report.findings if finding.severity == "error"]
        fixed += len(one.fixed)
    assert fixed >= 5


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_files_are_what_they_were_but_for_the_words(name):
    for one in mended(name):
        data = Path(one.before.source).read_bytes()
        written = mended_bytes(data, one.before, one.after)
        assert written.decode() == one.after.text
        assert written.count(b"\n") == data.count(b"\n")
        assert written.count(b"<") == data.count(b"<")
